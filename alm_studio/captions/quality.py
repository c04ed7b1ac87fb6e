"""What a subtitle editor would object to in a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.linebreak import line_break
from alm_studio.captions.lost_words import lost_runs
from alm_studio.captions.scripts import one_line
from alm_studio.captions.styles import Style
from alm_studio.captions.transcript import Transcript

# Times are rounded to whole milliseconds, so a limit such as 5/6 s may be missed by one.
_ROUNDING = 1

# In the points of breaks.py: from here on a line ends where none should, such as after an article or inside a name,
_BAD_BREAK = 100.0
# if another place is better by this much.
_BETTER = 40.0

RULES = ("cps", "line length", "lines", "line break", "duration", "gap", "overlap", "lost words")


@dataclass(frozen=True)
class Breach:
    """One rule that one cue breaks.

    Attributes:
        rule: one of ``RULES``.
        index: of the cue in ``Document.captions``; for gaps and overlaps the earlier one of the two, for lost words
            the one where they were said.
        value: what the cue has: characters per second, characters, lines, ms, words, or points against a line break.
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


def check(document: Document, style: Style, heard: Transcript | None = None) -> list[Breach]:
    """Every breach of ``style``, in the order of the cues; with ``heard`` also words of it that stand nowhere."""
    breaches = check_cues(document.captions, document.language, style)
    if heard is not None:
        breaches += _check_words(document, heard)
        breaches.sort(key=lambda breach: breach.index)
    return breaches


def check_cues(captions: Sequence[Caption], language: str, style: Style, first: int = 0) -> list[Breach]:
    """Every breach of ``style`` by a stretch of cues.

    Args:
        captions: in time order.
        language: of the cues that name none.
        style: the limits.
        first: index of the first of them in the document.
    """
    breaches: list[Breach] = []
    for index, caption in enumerate(captions, first):
        breaches += _check_text(index, caption, caption.language or language, style)
        breaches += _check_duration(index, caption, style)
        if index + 1 < first + len(captions):
            breaches += _check_gap(index, captions[index + 1 - first].start - caption.end, style)
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
    elif lines == 2 and not style.keep_segments:
        points, best = line_break(caption.text, style.line_length(language), language)
        if points >= _BAD_BREAK and best <= points - _BETTER:
            message = f"The first line of cue {index + 1} ends inside a phrase: break it elsewhere."
            yield Breach("line break", index, points, best, message)


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


def _check_words(document: Document, heard: Transcript) -> Iterator[Breach]:
    for run in lost_runs(document, heard):
        message = f"{run.count} heard word{'s' * (run.count > 1)} near cue {run.index + 1} stand nowhere: “{run.text}”."
        if run.count == 1:
            message = f"A heard word near cue {run.index + 1} stands nowhere: “{run.text}”."
        yield Breach("lost words", run.index, run.count, 0, message)
