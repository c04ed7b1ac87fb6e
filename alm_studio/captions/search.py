"""Find and replace over the cues of a document."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from time import monotonic

import regex as re

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption
from alm_studio.captions.group_edits import SetTexts

# More hits than anybody reads; a pattern such as "." would give one for each character.
_MOST = 10_000

# A pattern such as "(a+)+b" takes ages where it does not fit. Seconds for all cues together.
_PATIENCE = 0.5


@dataclass(frozen=True)
class Query:
    """What is looked for.

    Attributes:
        text: plain text, or a regular expression as the library ``regex`` reads it: Python's, and more.
        regular: whether ``text`` is a regular expression.
        match_case: whether capital letters count.
        whole_words: whether a hit must begin and end where words do.
    """

    text: str
    regular: bool = False
    match_case: bool = False
    whole_words: bool = False

    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern. A space also finds the end of a line.

        Raises:
            UsageError: the regular expression is not one.
        """
        if self.regular:
            source = self.text
        else:
            source = r"\s".join(map(re.escape, self.text.split(" "))) if " " in self.text else re.escape(self.text)
        if self.whole_words:
            source = rf"(?<!\w)(?:{source})(?!\w)"
        try:
            return re.compile(source, re.MULTILINE if self.match_case else re.MULTILINE | re.IGNORECASE)
        except (re.error, RecursionError) as error:
            raise UsageError(f"The regular expression is not complete or not valid: {error}.") from None


@dataclass(frozen=True)
class Hit:
    """A place in the text of one cue.

    Attributes:
        row: index of the cue.
        start, end: of the text found, in its text.
        replacement: what would stand there instead.
    """

    row: int
    start: int
    end: int
    replacement: str = ""


def find(captions: Sequence[Caption], query: Query, replacement: str = "") -> list[Hit]:
    """Every place that ``query`` finds, in order, at most 10,000. Hits are never empty.

    Args:
        captions: the cues.
        query: what to look for; finds nothing where it is empty.
        replacement: what to put there; in a regular expression ``\\1`` and ``\\g<name>`` are its groups.

    Raises:
        UsageError: the regular expression or its replacement is not valid.
    """
    if not query.text:
        return []
    pattern = query.pattern()
    hits: list[Hit] = []
    end = monotonic() + _PATIENCE if query.regular else None  # a plain text is found in no time
    try:
        for row, caption in enumerate(captions):
            for match in pattern.finditer(caption.text, timeout=end and max(0.001, end - monotonic())):
                if match.end() > match.start():
                    into = _expanded(match, replacement, query.regular)
                    hits.append(Hit(row, match.start(), match.end(), into))
                if len(hits) >= _MOST:
                    return hits
    except TimeoutError:
        raise UsageError("The regular expression takes too long: write it with fewer repetitions.") from None
    return hits


def _expanded(match: "re.Match[str]", template: str, regular: bool) -> str:
    """The text that takes the place of ``match``."""
    if regular:
        try:
            return str(match.expand(template))
        except (re.error, IndexError, KeyError) as error:
            raise UsageError(f"The replacement is not valid: {error}.") from None
    # Where a space found the end of a line, the line still ends there.
    breaks = match.group().count("\n")
    return template.replace(" ", "\n", breaks) if breaks <= template.count(" ") else template


def replace_hits(captions: Sequence[Caption], hits: Collection[Hit]) -> SetTexts:
    """The edit that puts each hit's replacement in its place; words that remain keep their times.

    Raises:
        UsageError: when it is done, if there is nothing to replace.
    """
    texts: dict[int, str] = {}
    # From the end, so that the places of the others stay true.
    for hit in sorted(hits, key=lambda hit: (hit.row, hit.start), reverse=True):
        text = texts.get(hit.row, captions[hit.row].text)
        texts[hit.row] = text[: hit.start] + hit.replacement + text[hit.end :]
    tidy = {row: "\n".join(line.strip() for line in text.split("\n") if line.strip()) for row, text in texts.items()}
    return SetTexts(tidy, "Replace" if len(hits) == 1 else "Replace all")
