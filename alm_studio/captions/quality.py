"""What a subtitle editor would object to in a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.scripts import bare, is_unspaced, one_line, squeeze
from alm_studio.captions.styles import Style
from alm_studio.captions.transcript import Transcript, Word
from alm_studio.captions.units import spread

# Times are rounded to whole milliseconds, so a limit such as 5/6 s may be missed by one.
_ROUNDING = 1


@dataclass(frozen=True)
class Breach:
    """One rule that one cue breaks.

    Attributes:
        rule: ``"cps"``, ``"line length"``, ``"lines"``, ``"duration"``, ``"gap"`` or ``"overlap"``.
        index: of the cue in ``Document.captions``; for gaps and overlaps the earlier one of the two.
        value: what the cue has: characters per second, characters, lines, or ms.
        limit: what the style allows, in the same unit.
        message: a sentence for the user.
    """

    rule: str
    index: int
    value: float
    limit: float
    message: str


def reading_speed(caption: Caption) -> float:
    """Characters per second of ``caption``; a line break between words counts as their space."""
    return len(one_line(caption.text)) * 1000 / max(1, caption.duration)


def check(document: Document, style: Style) -> list[Breach]:
    """Every breach of ``style``, in the order of the cues."""
    captions = document.captions
    breaches: list[Breach] = []
    for index, caption in enumerate(captions):
        breaches += _check_text(index, caption, caption.language or document.language, style)
        breaches += _check_duration(index, caption, style)
        if index + 1 < len(captions):
            breaches += _check_gap(index, captions[index + 1].start - caption.end, style)
    return breaches


def _check_text(index: int, caption: Caption, language: str, style: Style) -> Iterator[Breach]:
    speed, fastest = reading_speed(caption), style.cps(language)
    # One ms less on screen than the exact reading time is rounding.
    if len(one_line(caption.text)) * 1000 > fastest * (caption.duration + _ROUNDING):
        yield Breach(
            "cps",
            index,
            speed,
            fastest,
            f"Cue {index + 1} runs at {speed:.1f} characters per second, more than {fastest:g}:"
            " shorten its text or let it stay longer.",
        )
    longest, limit = max(map(len, caption.lines)), style.line_length(language)
    if longest > limit:
        yield Breach(
            "line length",
            index,
            longest,
            limit,
            f"Cue {index + 1} has a line of {longest} characters, more than {limit}: break it elsewhere.",
        )
    lines = len(caption.lines)
    if lines > style.max_lines:
        yield Breach(
            "lines",
            index,
            lines,
            style.max_lines,
            f"Cue {index + 1} has {lines} lines, more than {style.max_lines}: split the cue.",
        )


def _check_duration(index: int, caption: Caption, style: Style) -> Iterator[Breach]:
    shown = caption.duration
    if shown < style.min_duration - _ROUNDING:
        limit, objection = style.min_duration, "less than"
    elif shown > style.max_duration + _ROUNDING:
        limit, objection = style.max_duration, "more than"
    else:
        return
    message = f"Cue {index + 1} is on screen for {_seconds(shown)}, {objection} {_seconds(limit)}."
    yield Breach("duration", index, shown, limit, message)


def _check_gap(index: int, gap: int, style: Style) -> Iterator[Breach]:
    cues = f"cues {index + 1} and {index + 2}"
    if gap < 0:
        yield Breach("overlap", index, -gap, 0, f"C{cues[1:]} overlap by {_seconds(-gap)}.")
    elif gap < style.min_gap - _ROUNDING:
        message = f"Between {cues} are {_seconds(gap)}, less than {_seconds(style.min_gap)}."
        yield Breach("gap", index, gap, style.min_gap, message)
    elif style.min_gap + _ROUNDING < gap < style.close_gaps_below - _ROUNDING:
        message = f"The gap of {_seconds(gap)} between {cues} flickers: close it to {_seconds(style.min_gap)}."
        yield Breach("gap", index, gap, style.min_gap, message)


def _seconds(ms: int) -> str:
    return f"{ms / 1000:g} s"


def lost_words(document: Document, transcript: Transcript) -> list[Word]:
    """The words of ``transcript`` that stand nowhere in ``document``, in time order.

    Case and punctuation do not count: a corrected comma loses no word.
    """
    words = [
        word
        for segment in transcript.segments
        for word in segment.words or spread(segment.text, segment.start, segment.end)
    ]
    if squeeze("".join(word.text for word in words)) == squeeze("".join(c.text for c in document.captions)):
        return []
    heard: list[str] = []
    sources: list[list[Word]] = []  # the words that each token of ``heard`` is made of
    for word in words:
        if heard and not word.text[:1].isspace() and not is_unspaced(word.text[0]):
            heard[-1] += word.text  # "don" + "'t"
            sources[-1].append(word)
        else:
            heard.append(word.text)
            sources.append([word])
    shown = [w.text for c in document.captions for w in spread(one_line(c.text), c.start, c.end)]
    kept = _kept([bare(token) for token in heard], [bare(token) for token in shown])
    return [word for index, group in enumerate(sources) if index not in kept for word in group if bare(word.text)]


def _kept(heard: list[str], shown: list[str]) -> set[int]:
    """The indices of the tokens of ``heard`` that ``shown`` has too, in order."""
    kept: set[int] = set()
    # At first frequent words only prolong matches, which keeps long texts fast; then they count between the
    # matches.
    for tag, start, end, other_start, other_end in SequenceMatcher(None, heard, shown).get_opcodes():
        if tag == "equal":
            kept.update(range(start, end))
        elif tag == "replace":
            part = SequenceMatcher(None, heard[start:end], shown[other_start:other_end], autojunk=False)
            for block in part.get_matching_blocks():
                kept.update(range(start + block.a, start + block.a + block.size))
    return kept
