"""Mends what a cue does against its style: other lines, other times, other cuts. No fix changes a word.

For each cue a few ways are tried, the gentlest first; the first that leaves nothing to object to is taken, else the
one that leaves least. So a fix never trades a breach for a worse one, and going through all cues comes to an end.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.edits import Edit, Replace
from alm_studio.captions.layout import CueBuilder
from alm_studio.captions.linebreak import break_text
from alm_studio.captions.lost_words import LostRun
from alm_studio.captions.quality import Breach, check_cues
from alm_studio.captions.scripts import one_line, squeeze
from alm_studio.captions.styles import Style
from alm_studio.captions.timing import needed_ms
from alm_studio.captions.transcript import Segment, Word
from alm_studio.captions.units import spread

# How much later than it is said a cue may come so that the one before can be read, ms. More would be seen.
_LATER = 400

_AROUND = 2  # cues on each side whose breaches a fix could change
_ROUNDS = 3  # through all cues: a fix gives room to the cue before


@dataclass(frozen=True)
class _Way:
    """Cues in the place of those from ``start`` to ``stop``."""

    start: int
    stop: int
    captions: tuple[Caption, ...]


def fix(document: Document, style: Style, index: int) -> Edit | None:
    """The edit that mends the cue at ``index`` best; None where nothing helps but other words."""
    way = _best_way(document.captions, document.language, style, index)
    return Replace(way.start, way.stop, way.captions, "Fix cue") if way else None


def fix_all(document: Document, style: Style, rows: Collection[int] | None = None) -> Edit | None:
    """One edit that mends every cue that can be mended, or those of ``rows``; None where there is nothing to do."""
    captions = list(document.captions)
    for _ in range(_ROUNDS if rows is None else 1):
        changed = False
        index = len(captions) - 1
        while index >= 0:  # from the end: what changes there moves no other index
            way = None
            wanted = rows is None or index in rows
            if wanted and _objections(captions, document.language, style, index, index + 1):
                way = _best_way(captions, document.language, style, index)
            if way is not None:
                captions[way.start : way.stop] = way.captions
                changed = True
                index = min(index, way.start)
            index -= 1
        if not changed:
            break
    if captions == document.captions:
        return None
    return Replace(0, len(document.captions), captions, "Fix all" if rows is None else "Fix cues")


def lay_out_anew(document: Document, style: Style) -> Edit | None:
    """One edit that cuts the words of all cues, corrected ones too, into cues by ``style``; None where none changes.

    Speakers and languages stay apart; a note stays with the cue that its first word comes into.
    """
    if style.keep_segments:
        return None
    captions: list[Caption] = []
    for _, group in groupby(document.captions, key=lambda cue: (cue.speaker, cue.language)):
        cues = list(group)
        builder = CueBuilder(style, cues[0].language or document.language)
        laid = [made for cue in cues if _words(cue) for made in builder.add(_segment([cue]))] + builder.finish()
        heard = all(cue.words for cue in cues)
        for made in laid:
            notes = [cue.note for cue in cues if cue.note and made.start <= _words(cue)[0].start < made.end]
            words = made.words if heard else ()
            kept = replace(cues[0], start=made.start, end=made.end, text=made.text, words=words)
            captions.append(replace(kept, note="\n".join(notes)))
    for number, (one, other) in enumerate(pairwise(captions)):
        if one.end > other.start - style.min_gap:
            captions[number] = replace(one, end=max(one.start + 1, other.start - style.min_gap))
    if captions == document.captions or not _in_order(captions):
        return None
    return Replace(0, len(document.captions), captions, "Lay out anew")


def restore_words(document: Document, run: LostRun, style: Style) -> Edit:
    """Puts lost words back: into the cue on the screen at that time, or into a new one where none is."""
    captions = document.captions
    index = run.index
    cue = captions[index]
    if cue.start < run.end and run.start < cue.end and cue.words:
        words = tuple(sorted((*cue.words, *run.words), key=lambda word: word.start))
        text = break_text("".join(word.text for word in words).strip(), style, cue.language or document.language)
        return Replace(index, index + 1, [replace(cue, text=text, words=words)], "Restore words")
    at = index if run.start < cue.start else index + 1
    start = max(run.start, captions[at - 1].end) if at else run.start
    end = max(run.end, start + 1)
    text = break_text(run.text, style, run.language)
    return Replace(at, at, [Caption(start, end, text, run.words, run.language)], "Restore words")


def _best_way(captions: Sequence[Caption], language: str, style: Style, index: int) -> _Way | None:
    low, high = max(0, index - _AROUND), min(len(captions), index + _AROUND + 1)
    now = check_cues(captions[low:high], language, style)
    best, least = None, _Weight.of(now)
    others = sum(breach.index + low != index for breach in now)
    for way in _ways(captions, language, style, index):
        after = [*captions[low : way.start], *way.captions, *captions[way.stop : high]]
        if not _in_order(after) or not _same_text(captions[way.start : way.stop], way.captions):
            continue
        weight = _Weight.of(check_cues(after, language, style))
        if weight.better_than(least):
            best, least = way, weight
        if len(weight.rules) <= others:
            break
    return best


@dataclass(frozen=True)
class _Weight:
    """How bad breaches are together: how many of which rules, and by how far they miss their limits."""

    rules: tuple[str, ...]
    excess: float

    @classmethod
    def of(cls, breaches: Sequence[Breach]) -> "_Weight":
        excess = sum(min(1.0, abs(breach.value - breach.limit) / max(1.0, breach.limit)) for breach in breaches)
        return cls(tuple(sorted(breach.rule for breach in breaches)), excess)

    def better_than(self, other: "_Weight") -> bool:
        """Whether there are fewer breaches, or the same and clearly smaller ones."""
        if len(self.rules) != len(other.rules):
            return len(self.rules) < len(other.rules)
        return self.rules == other.rules and self.excess < other.excess - 0.02


def _objections(captions: Sequence[Caption], language: str, style: Style, start: int, stop: int) -> list[Breach]:
    """The breaches of the cues from ``start`` to ``stop``, their gaps to the next included."""
    found = check_cues(captions[start : stop + 1], language, style, start)
    return [breach for breach in found if breach.index < stop]


def _in_order(captions: Sequence[Caption]) -> bool:
    ordered = all(one.start <= other.start for one, other in pairwise(captions))
    return ordered and all(0 <= cue.start < cue.end for cue in captions)


def _same_text(old: Sequence[Caption], new: Sequence[Caption]) -> bool:
    return squeeze("".join(cue.text for cue in old)) == squeeze("".join(cue.text for cue in new))


def _ways(captions: Sequence[Caption], language: str, style: Style, index: int) -> Iterator[_Way]:
    """What could be done, the gentlest first."""
    cue = captions[index]
    code = cue.language or language
    lines = [cue]
    broken = break_text(one_line(cue.text), style, code) if not _is_dialogue(cue) else cue.text
    if broken != cue.text:
        lines.append(replace(cue, text=broken))
        yield _Way(index, index + 1, (lines[-1],))
    for one in lines:
        yield from _timings(captions, language, style, index, one)
    for low in (index, index - 1):
        for high in (index + 1, index + 2):
            if low >= 0 and high <= len(captions):
                yield from _laid_out_anew(captions, language, style, low, high)


def _timings(captions: Sequence[Caption], language: str, style: Style, index: int, cue: Caption) -> Iterator[_Way]:
    """Other times for ``cue``, which stands or may stand at ``index``."""
    before = captions[index - 1] if index else None
    after = captions[index + 1] if index + 1 < len(captions) else None
    needed = _needed(cue, language, style)
    until = after.start - style.min_gap if after else cue.start + style.max_duration
    longer = min(max(cue.end, cue.start + needed), cue.start + style.max_duration)
    ends = dict.fromkeys((min(longer, until), until, cue.start + style.max_duration))
    for end in ends:
        yield _Way(index, index + 1, (replace(cue, end=end),))
    said = cue.words[0].start if cue.words else cue.start
    earliest = max(min(cue.start, said - style.max_lead), before.end + style.min_gap if before else 0, 0)
    for end in dict.fromkeys((cue.end, min(longer, until))):
        start = max(earliest, min(cue.start, end - needed))
        yield _Way(index, index + 1, (replace(cue, start=start, end=end),))
    if after is not None:
        # The next cue gives some of its time, or waits until this one may go.
        spare = max(0, min(_LATER, after.duration - _needed(after, language, style)))
        for wait in dict.fromkeys((min(spare, max(0, longer - until)), spare, _LATER)):
            later = replace(after, start=min(after.start + wait, after.end - 1))
            yield _Way(index, index + 2, (replace(cue, end=min(longer, later.start - style.min_gap)), later))
        if cue.end + style.min_gap > after.start:
            room = min(cue.end + style.min_gap, after.end - 1)
            yield _Way(index, index + 2, (cue, replace(after, start=room)))


def _laid_out_anew(captions: Sequence[Caption], language: str, style: Style, low: int, high: int) -> Iterator[_Way]:
    """The words of some cues cut into cues anew, in the time that they have; nothing where a person set them apart."""
    cues = captions[low:high]
    first = cues[0]
    apart = any(cue.language != first.language or cue.speaker != first.speaker for cue in cues)
    if apart or style.keep_segments or any(map(_is_dialogue, cues)) or any(cue.note for cue in cues[1:]):
        return
    words = [word for cue in cues for word in _words(cue)]
    if not words:
        return
    builder = CueBuilder(style, first.language or language)
    laid = builder.add(_segment(cues)) + builder.finish()
    heard = all(cue.words for cue in cues)
    free = captions[low - 1].end + style.min_gap if low else 0
    until = captions[high].start - style.min_gap if high < len(captions) else laid[-1].end
    made = []
    for number, cue in enumerate(laid):
        start, end = max(cue.start, free), min(cue.end, until)
        note = first.note if number == 0 else ""
        kept = cue.words if heard else ()
        made.append(replace(cue, start=start, end=end, words=kept, speaker=first.speaker, note=note,
                            language=first.language))  # fmt: skip
    yield _Way(low, high, tuple(made))


def _segment(cues: Sequence[Caption]) -> Segment:
    """The words of some cues as a stretch of speech."""
    words = tuple(word for cue in cues for word in _words(cue))
    text = "".join(word.text for word in words).strip()
    return Segment(words[0].start, words[-1].end, text, words, cues[0].language)


def _words(cue: Caption) -> Sequence[Word]:
    """The words of ``cue`` in order and with a space before each; estimated where they do not say its text."""
    words: Sequence[Word] = cue.words
    if squeeze("".join(word.text for word in words)) != squeeze(cue.text):
        words = tuple(spread(one_line(cue.text), cue.start, cue.end))
    return words


def _needed(cue: Caption, language: str, style: Style) -> int:
    """Ms on screen that the text of ``cue`` takes to be read."""
    speed = style.cps(cue.language or language)
    return needed_ms(len(one_line(cue.text)) * 1000 / speed, style)


def _is_dialogue(cue: Caption) -> bool:
    """Whether each line is another person's: such lines stay as they are."""
    lines = cue.lines
    return len(lines) > 1 and all(line.lstrip().startswith(("-", "–", "—", "‐")) for line in lines)
