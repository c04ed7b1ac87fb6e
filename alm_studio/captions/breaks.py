"""How good a place between two units is for a line or a cue to end."""

from alm_studio.captions.function_words import (
    BEGINS_CLAUSE,
    LEANS_BACK,
    LEANS_FORWARD,
    FunctionWords,
    function_words,
)
from alm_studio.captions.scripts import is_unspaced, may_break
from alm_studio.captions.units import Unit

# Penalties, in points. Only their order and rough distances matter; they were set by reading cues.
SENTENCE = 0.0
CLAUSE = 15.0  # after ; : — and after a question that the sentence goes on from
COMMA = 25.0
PHRASE = 30.0  # a space in a script without spaces
PLAIN = 65.0  # between two words that nothing parts or joins
TORN = 200.0  # inside a word
_NOUN_PHRASE = 12.0  # more after article and one word, which may be an adjective: "the grand | jury"

_SENTENCE_ENDS = frozenset(".!?…。！？．؟।॥")
_CLAUSE_ENDS = frozenset(";:—–；：؛")
_COMMAS = frozenset(",，、،")
_CLOSERS = "\"'”’»›)]}」』）】》〉"
_OPENERS = "\"'“‘„«‹([{「『（【《〈¿¡-–— "
_STRIPPED = _CLOSERS + _OPENERS + "".join(_SENTENCE_ENDS | _CLAUSE_ENDS | _COMMAS)

# Languages that write ordinal numbers with a full stop (German "3. Oktober").
_DOTTED_ORDINALS = frozenset({"de", "da", "no", "nn", "fi", "cs", "sk", "sl", "hr", "hu", "et", "lv", "is", "pl", "tr"})
_CAPITALISED_NOUNS = frozenset({"de", "lb"})


def ends_sentence(before: str, after: str, language: str) -> bool:
    """Whether a sentence ends between two neighbouring words. language: Whisper's code."""
    text = before.strip().rstrip(_CLOSERS)
    if not text or text[-1] not in _SENTENCE_ENDS:
        return False
    if text[-1] == "." and not text.endswith("..") and _is_abbreviation(text, language):
        return False
    following = after.lstrip(_OPENERS)[:1]
    return not following.islower()


def penalty(before: Unit, after: Unit, earlier: Unit | None = None) -> float:
    """Points against breaking between two neighbours: 0 after a sentence, 200 inside a word.

    Args:
        before: the unit that would end the line.
        after: the unit that would begin the next line.
        earlier: the unit before ``before``, if there is one.
    """
    if ends_sentence(before.text, after.text, before.language):
        return SENTENCE
    if not after.spaced and not may_break(before.text[-1], after.text[0]):
        return TORN
    mark = before.text.rstrip(_CLOSERS)[-1:] or before.text[-1]
    if mark in _CLAUSE_ENDS:
        return CLAUSE
    if mark in _SENTENCE_ENDS and not _is_abbreviation(before.text, before.language):
        return CLAUSE
    if mark in _COMMAS:
        return COMMA + (8.0 if mark == "、" else 0.0)  # 、 also parts the items of a list
    if is_unspaced(before.text[-1]) or is_unspaced(after.text[0]):
        return PHRASE if after.spaced else _unspaced_penalty(before, after)
    words = function_words(before.language)
    points = _spaced_penalty(before, after, words)
    if earlier is not None and earlier.text.lower() in words.determiners and points >= PLAIN:
        points += _NOUN_PHRASE
    return points


def _spaced_penalty(before: Unit, after: Unit, words: FunctionWords) -> float:
    """Between two words of a script with spaces, without punctuation."""
    last = before.text.rsplit(" ", 1)[-1].strip(_STRIPPED)
    first = after.text.split(" ", 1)[0].strip(_STRIPPED)
    left, right = last.lower(), first.lower()
    points = PLAIN
    if right in words.conjunctions:
        points -= 30
    elif right in words.prepositions:
        # English "of" leans back: "a group | of people" is the poorest of the breaks before prepositions.
        points -= 10 if right in {"of", "de", "von", "van", "di"} else 20
    elif after.text[0] in '"“«(¿¡„':
        points -= 20
    elif right in words.determiners or right in words.leaning:
        points -= 8  # a noun phrase or a predicate begins
    if left in words.determiners or (left in words.titles and first[:1].isupper()):
        points += 95
    elif left in words.prepositions:
        points += 55
    elif left in words.conjunctions:
        points += 50
    elif left in words.leaning:
        points += 30
    elif _is_name(last, first, before.language):
        points += 75
    elif last[-1:].isdigit() or first[:1].isdigit():
        points += 25
    return points


def _unspaced_penalty(before: Unit, after: Unit) -> float:
    """Between two character groups of a script without spaces."""
    language = before.language
    if after.text.startswith(BEGINS_CLAUSE.get(language, ("\0",))):
        return PLAIN - 25
    left, right = before.text[-1], after.text[0]
    if left.isdigit() or right.isdigit():
        return PLAIN + 40
    if language == "ja":
        return _japanese_penalty(left, right)
    points = PLAIN
    if after.text[:1] in LEANS_BACK.get(language, ()):
        points += 60
    elif left in LEANS_BACK.get(language, ()):
        points -= 15
    if before.text in LEANS_FORWARD.get(language, ()):
        points += 35
    return points


def _japanese_penalty(left: str, right: str) -> float:
    """Phrases (bunsetsu) begin with kanji or katakana and end in hiragana."""
    if _is_hiragana(right):
        return PLAIN + (30 if _is_hiragana(left) else 50)
    if _is_hiragana(left):
        return PLAIN - 25
    return PLAIN + (90 if _is_katakana(left) and _is_katakana(right) else 40)


def _is_hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u309f"


def _is_katakana(character: str) -> bool:
    return "\u30a0" <= character <= "\u30ff"


def _is_abbreviation(text: str, language: str) -> bool:
    """Whether the full stop at the end of ``text`` belongs to its last word."""
    if not text.endswith("."):
        return False
    last = text[:-1].rsplit(" ", 1)[-1].strip(_OPENERS).lower()
    if last.isdigit():
        return len(last) <= 2 and language in _DOTTED_ORDINALS
    initial = len(last) == 1 and last.isalpha() and last != "i" and not is_unspaced(last)
    return initial or last in function_words(language).abbreviations


def _is_name(last: str, first: str, language: str) -> bool:
    """Whether two words look like parts of one name: both capitalised (German capitalises every noun)."""
    if language in _CAPITALISED_NOUNS or len(first) < 2:
        return False
    return last[:1].isupper() and first[0].isupper() and last != "I"
