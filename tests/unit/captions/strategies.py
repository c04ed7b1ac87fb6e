"""Words and documents as models and people produce them, odd ones included."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.transcript import Segment, Word

# The first draw loads Unicode's tables, and machines that run tests are slow.
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

LANGUAGES = ("en", "de", "fr", "zh", "ja", "th", "ko", "ar", "hi", "")

_LATIN = "a the of and I Mr. Smith said, that. no? yes! 42 3. U.S. don 't -based – « » ? “Well” e.g. … John"
_EASTERN = "我们 的 ， 。 了 你好 「 」 モデル です を 、 ー っ 한국어 ครับ าม เ 世界和平万岁人民团结"
_ODD = [
    "العربية",
    "،",
    "؟",
    "שלום",
    "हिन्दी",
    "।",
    "👩‍👩‍👧",
    "🇩🇪",
    "e\u0301",
    "\u200b",
    "Donau" * 12,
    "x" * 50,
]
_CORES = st.one_of(*map(st.sampled_from, (_LATIN.split(), _EASTERN.split(), _ODD)), st.text(max_size=12))
_TEXTS = st.builds(lambda space, core, end: space + core + end, st.sampled_from(["", " ", " ", " "]), _CORES,
                   st.sampled_from(["", "", "", ",", ".", " "]))  # fmt: skip


@st.composite
def segments(draw, sane=False):
    """A list of segments; ``sane`` ones have words in order that take their time."""
    language = draw(st.sampled_from(LANGUAGES))
    made, at = [], 0
    gaps = st.sampled_from([0, 0, 0, 30, 200, 600, 1000, 3000] if sane else [0, 0, 0, 30, 600, 1000, -500])
    lengths = st.integers(60, 900) if sane else st.sampled_from([0, 0, 1, 80, 300, 9000])
    for _ in range(draw(st.integers(0, 3))):
        words = []
        for text, gap, length in draw(st.lists(st.tuples(_TEXTS, gaps, lengths), max_size=20)):
            start = max(0, at + gap)
            words.append(Word(text, start, start + length))
            at = start + length
        text = "".join(w.text for w in words).strip()
        bounds = (words[0].start, words[-1].end) if words else (at, at)
        if draw(st.integers(0, 4)) == 0:
            words = []
        made.append(Segment(*bounds, text, tuple(words), draw(st.sampled_from([language, language, "", "en"]))))
    return made, language


@st.composite
def documents(draw, alphabet=None, told=False):
    """Documents as layout makes them: in order, each cue with text and a duration; ``told``: speakers and notes."""
    alphabet = st.characters(exclude_categories=("Cs", "Cc")) if alphabet is None else alphabet
    line = st.text(alphabet, min_size=1, max_size=30)
    at, captions = 0, []
    for text in draw(st.lists(st.lists(line, min_size=1, max_size=2), max_size=6)):
        lines = [" ".join(part.split()) for part in text]
        lines = [part for part in lines if part]
        if not lines:
            continue
        start = at + 10 * draw(st.integers(0, 500))
        at = start + 10 * draw(st.integers(1, 800))
        names = st.sampled_from(["", "", "Ann", "Žofie & Co <x>", "王", "a\\b", '"Q"'])
        speaker, note = draw(st.tuples(names, names)) if told else ("", "")
        captions.append(Caption(start, at, "\n".join(lines), speaker=speaker, note=note))
    return Document(captions, language="en")
