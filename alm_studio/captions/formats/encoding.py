"""Subtitle files as bytes: many are older than UTF-8."""

import codecs
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_USUAL = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "cp1258"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949", "koi8_r"),
)
"""What subtitle files are in: each region's Windows page, and the East Asian ones. Fewer choices, fewer mistakes."""

_SAMPLE = 100_000
_EASTERN = "šž".encode("cp1250")


@dataclass(frozen=True)
class Decoded:
    """A file's text.

    Attributes:
        text: without a byte-order mark.
        encoding: its Python name.
        lost: characters that could not be read and stand as U+FFFD.
    """

    text: str
    encoding: str
    lost: int = 0


def decode(data: bytes) -> str:
    """The text of a file; see ``detect``."""
    return detect(data).text


def detect(data: bytes) -> Decoded:
    """The text of a file: by its byte-order mark, else as UTF-8, else in the encoding that makes the best text.

    Never fails: what cannot be decoded becomes U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], encoding)
    if wide := _without_mark(data):
        return _read(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 or _nearly_utf8(data):
            return _read(data, "utf-8")  # cut off inside a letter, or a few bytes of it damaged
    return _read(data, _guess(data))


def _read(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark: in Latin text, and in the time stamps of any, every other byte is zero."""
    sample = data[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 0.3 * len(sample) / 2 or min(even, odd) > 0.1 * max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _nearly_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8: other encodings make such sequences by rare chance only."""
    text = data.decode("utf-8", errors="replace")
    good = sum(letter > "\x7f" and letter != "\ufffd" for letter in text)
    return good > text.count("\ufffd")


def _guess(data: bytes) -> str:
    """By the lines that are not ASCII alone: numbers and times tell nothing about a language."""
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    found = from_bytes(telling, cp_isolation=list(_USUAL), enable_fallback=False, preemptive_behaviour=False)
    likely = {match.encoding: (match.chaos, -match.coherence) for match in found}
    if not likely:
        return "cp1252"
    best = min(likely.values())
    names = [name for name in _USUAL if likely.get(name) == best]
    if names[:2] == ["cp1252", "cp1250"]:  # which share most letters; but š and ž are those of the East
        return "cp1250" if not set(_EASTERN).isdisjoint(telling) else "cp1252"
    return names[0]
