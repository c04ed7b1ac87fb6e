"""Edits that deal the words of cues out anew: split, merge, move words to the neighbour."""

from collections.abc import Sequence
from dataclasses import replace

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.edits import Edit
from alm_studio.captions.linebreak import break_text
from alm_studio.captions.scripts import is_unspaced, may_break, one_line, squeeze
from alm_studio.captions.styles import Style
from alm_studio.captions.transcript import Word
from alm_studio.captions.units import spread


class Split(Edit):
    """Cuts the cue at ``index`` in two before the character ``offset`` of its text, between two words.

    The second part begins when its first word does.

    Args:
        index: of the cue.
        offset: where to cut; inside a word its beginning counts.
        gap: ms left free between the parts.
    """

    def __init__(self, index: int, offset: int, gap: int = 0) -> None:
        super().__init__("Split cue")
        self._at = index
        self._offset = offset
        self._gap = gap

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        cue = document.captions[self._at]
        offset = _word_start(cue.text, self._offset)
        texts = cue.text[:offset].strip(), cue.text[offset:].strip()
        if not all(texts) or cue.duration < 2:
            raise UsageError("The cue cannot be split there: place the cursor between two of its words.")
        share = cue.duration * len(texts[0]) // (len(texts[0]) + len(texts[1]))
        words = _single(cue.words)
        count = _count_words(words, len(squeeze(texts[0])))
        middle = words[count].start if count < len(words) else cue.start + share
        middle = min(max(middle, cue.start + 1), cue.end - 1)
        until = max(cue.start + 1, middle - self._gap)
        first = replace(cue, end=until, text=texts[0], words=words[:count])
        second = replace(cue, start=middle, text=texts[1], words=words[count:], note="")
        return self._at, self._at + 1, (first, second)


class Merge(Edit):
    """Makes one cue of ``count`` cues from ``index`` on.

    Args:
        index: of the first cue.
        count: two or more.
        style: its limits say how the lines break where there are too many; None: each cue keeps its lines.
    """

    def __init__(self, index: int, count: int = 2, style: Style | None = None) -> None:
        super().__init__("Merge cues")
        self._at = index
        self._count = count
        self._style = style

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        cues = document.captions[self._at : self._at + self._count]
        if len(cues) < max(2, self._count):
            raise UsageError("There is no cue to merge with: choose two or more cues.")
        merged = merge(cues, self._style, document.language)
        return self._at, self._at + self._count, (merged,)


class MoveWords(Edit):
    """Moves words over the border between the cues at ``index`` and ``index + 1``; the border moves with them.

    Args:
        index: of the first of the two cues.
        count: how many words the second cue gains from the first; below 0 the first gains from the second.
        style: breaks the lines of both anew, and leaves its gap between them.
    """

    def __init__(self, index: int, count: int, style: Style | None = None) -> None:
        super().__init__("Move word" if abs(count) == 1 else "Move words")
        self._at = index
        self._count = count
        self._style = style

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        pair = document.captions[self._at : self._at + 2]
        if len(pair) < 2:
            raise UsageError("There is no cue beside this one to move a word to.")
        first, second = pair
        giver = first if self._count > 0 else second
        heard = _groups(giver)
        if len(heard) <= abs(self._count):
            raise UsageError("This is the only word of its cue: merge the two cues instead.")
        at = len(heard) - self._count if self._count > 0 else -self._count
        before, after = _cut(giver, heard, at)
        if self._count > 0:
            texts = before, _joined(after, second.text)
            words = _some(first, heard[:at]), _both(_some(first, heard[at:]), second.words)
        else:
            texts = _joined(first.text, before), after
            words = _both(first.words, _some(second, heard[:at])), _some(second, heard[at:])
        # The border: where the first word of the second cue begins.
        border = heard[at][0].start
        gap = self._style.min_gap if self._style else 0
        said = heard[at - 1][-1].end
        until = first.end if self._count > 0 else max(first.end, said)
        until = max(first.start + 1, min(until, border - gap))
        return (
            self._at,
            self._at + 2,
            (
                replace(first, end=until, text=self._lines(texts[0], first, document), words=words[0]),
                replace(second, start=border, text=self._lines(texts[1], second, document), words=words[1]),
            ),
        )

    def _lines(self, text: str, cue: Caption, document: Document) -> str:
        return break_text(text, self._style, cue.language or document.language) if self._style else text


class SortByTime(Edit):
    """Puts all cues in the order of their in-times, as files that were made by hand may need."""

    def __init__(self) -> None:
        super().__init__("Sort by time")

    def _plan(self, document: Document) -> tuple[int, int, Sequence[Caption]]:
        new = sorted(document.captions, key=lambda cue: (cue.start, cue.end))
        if new == document.captions:
            raise UsageError("The cues are in order already, and numbered so.")
        return 0, len(new), new


def merge(cues: Sequence[Caption], style: Style | None, language: str) -> Caption:
    """One cue of several; its lines are broken anew where ``style`` allows fewer than they have together.

    Speakers and notes that differ stand one behind the other. Words are kept where every cue has some.
    """
    text = "\n".join(cue.text for cue in cues)
    code = cues[0].language or language
    if style is not None and (
        text.count("\n") >= style.max_lines or max(map(len, text.split("\n"))) > style.line_length(code)
    ):
        text = break_text(one_line(text), style, code)
    words = tuple(word for cue in cues for word in cue.words) if all(cue.words for cue in cues) else ()
    speaker = " / ".join(dict.fromkeys(cue.speaker for cue in cues if cue.speaker))
    note = "\n".join(dict.fromkeys(cue.note for cue in cues if cue.note))
    end = max(cue.end for cue in cues)
    return replace(cues[0], end=end, text=text, words=words, speaker=speaker, note=note)


def offset_at(cue: Caption, ms: int) -> int:
    """Where in the text of ``cue`` the word begins that is said at ``ms`` or next; the text's length behind all."""
    said = 0
    for group in _groups(cue):
        if (group[0].start + group[-1].end) / 2 >= ms:
            break
        said += len(squeeze("".join(word.text for word in group)))
    return _behind(cue.text, said)


def _behind(text: str, characters: int) -> int:
    """The offset of the next visible character behind the first ``characters`` of ``text``, white space apart."""
    for offset, character in enumerate(text):
        if character.isspace():
            continue
        if characters == 0:
            return offset
        characters -= 1
    return len(text)


def _word_start(text: str, offset: int) -> int:
    """``offset``, or the beginning of the word that it lies in."""
    offset = min(max(offset, 0), len(text))
    while 0 < offset < len(text) and not _between_words(text[offset - 1], text[offset]):
        offset -= 1
    return offset


def _between_words(before: str, after: str) -> bool:
    return before.isspace() or after.isspace() or may_break(before, after)


def _groups(cue: Caption) -> list[list[Word]]:
    """The words of a cue, parts without a space (``don`` + ``'t``) with the word that they belong to.

    Times are estimated where the cue has no words.
    """
    words = _single(cue.words) or tuple(spread(one_line(cue.text), cue.start, cue.end))
    groups: list[list[Word]] = []
    for word in words:
        if groups and not word.text[:1].isspace() and not is_unspaced(word.text[:1] or " "):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _single(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """``words``, of which those that hold several written words are taken apart, with a share of the time each."""
    if not any(" " in word.text.strip() for word in words):
        return words
    apart = []
    for word in words:
        parts = list(spread(word.text, word.start, word.end)) if " " in word.text.strip() else [word]
        apart += [replace(word, text=part.text, start=part.start, end=part.end) for part in parts]
    return tuple(apart)


def _some(cue: Caption, groups: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """The words of ``groups``; none where the cue has none and they are only estimated."""
    return tuple(word for group in groups for word in group) if cue.words else ()


def _both(first: tuple[Word, ...], second: tuple[Word, ...]) -> tuple[Word, ...]:
    """Both together, or none where one of them is unknown."""
    return first + second if first and second else ()


def _cut(cue: Caption, groups: Sequence[Sequence[Word]], at: int) -> tuple[str, str]:
    """The text of ``cue`` before and from the group ``at`` on."""
    characters = sum(len(squeeze(word.text)) for group in groups[:at] for word in group)
    offset = _behind(cue.text, characters)
    return cue.text[:offset].rstrip(), cue.text[offset:].lstrip()


def _joined(first: str, second: str) -> str:
    """Two texts one behind the other, with a space unless their script has none."""
    spaced = not (first and second and is_unspaced(first[-1]) and is_unspaced(second[0]))
    return f"{first}{' ' if spaced else ''}{second}".strip()


def _count_words(words: Sequence[Word], characters: int) -> int:
    """How many of ``words`` hold the first ``characters`` characters of their text, white space apart."""
    count = 0
    while characters > 0 and count < len(words):
        characters -= len(squeeze(words[count].text))
        count += 1
    return count
