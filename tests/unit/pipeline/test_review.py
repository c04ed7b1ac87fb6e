"""Which places of a transcript are flagged, and in which order."""

import pytest

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.edits import AcceptSilence, AcceptWords, SetText
from alm_studio.captions.transcript import Evidence, Word
from alm_studio.pipeline.review import UNBACKED, UNSURE, Reason, findings, vectors, worst

HEARD = Evidence(0.75, 0.85, 0.85)
LOST = Evidence(0.2, 0.5, 0.3)


def cue(number: int, *words: tuple[str, float, Evidence | None]) -> Caption:
    """A cue of two seconds, its words 300 ms each."""
    start = 2000 * number
    timed = tuple(
        Word(f" {text}", start + 300 * place, start + 300 * place + 280, probability, evidence)
        for place, (text, probability, evidence) in enumerate(words)
    )
    return Caption(start, start + 1900, " ".join(text for text, _, _ in words), timed, "en")


def good(number: int) -> Caption:
    return cue(number, *((word, 0.97, HEARD) for word in ("all", "of", "this", "was", "said")))


@pytest.fixture
def document() -> Document:
    loop = [
        ("again", 0.95, LOST),
        ("and", 0.99, LOST),
        ("again", 0.99, LOST),
        ("and", 0.99, LOST),
        ("again", 0.9, LOST),
    ]
    wrong = [("a", 0.98, HEARD), ("wrong", 0.12, Evidence(0.6, 0.8, 0.7)), ("word", 0.9, HEARD)]
    return Document([good(0), cue(1, *loop), good(2), cue(3, *wrong), good(4)], "en")


def test_what_was_heard_is_not_flagged() -> None:
    assert findings(Document([good(number) for number in range(3)])) == []
    assert findings(Document()) == []
    assert worst([]) == []


def test_a_loop_has_no_sound_behind_it_however_sure_the_model_is(document: Document) -> None:
    loop, wrong = findings(document)
    assert (loop.reason, loop.cue, loop.start, loop.end) == (Reason.UNBACKED, 1, 2000, 3480)
    assert loop.words == (0, 1, 2, 3, 4)
    assert (wrong.reason, wrong.cue, wrong.words) == (Reason.UNSURE, 3, (1,))
    assert 0.3 < wrong.doubt <= 1
    assert [found.doubt for found in worst([wrong, loop])] == sorted([wrong.doubt, loop.doubt], reverse=True)
    assert len(worst([wrong, loop], count=1)) == 1


def test_speech_without_text_is_found_with_its_cue(document: Document) -> None:
    found = [place for place in findings(document, [(4500, 5500), (10_000, 11_000)]) if not place.words]
    assert [(place.reason, place.cue, place.start) for place in found] == [
        (Reason.UNWRITTEN, 2, 4500),
        (Reason.UNWRITTEN, -1, 10_000),
    ]


def test_what_a_person_accepted_or_wrote_is_settled(document: Document) -> None:
    AcceptWords(1).do(document)
    SetText(3, "a right word").do(document)
    assert findings(document) == []
    AcceptSilence(10_000, 11_000).do(document)
    assert findings(document, [(10_000, 11_000)]) == []
    document.captions.append(Caption(12_000, 13_000, "Written by hand"))
    assert findings(document, [(12_100, 12_900)]) == []
    document.captions[-1] = Caption(12_000, 13_000, "")
    assert len(findings(document, [(12_100, 12_900)])) == 1


def test_words_without_evidence_part_neighbours_and_are_never_flagged() -> None:
    known = Word(" a", 0, 100, 0.5, HEARD)
    first, typed, last = vectors([known, Word(" b", 100, 200), known])
    assert typed is None
    assert first == last
    assert first is not None
    assert first[:4] == pytest.approx(first[4:])
    assert vectors([]) == []
    assert findings(Document([Caption(0, 1000, "b", (Word(" b", 0, 500, 0.01),))])) == []


@pytest.mark.parametrize("scale", [UNBACKED, UNSURE])
def test_probabilities_stay_probabilities(scale) -> None:  # type: ignore[no-untyped-def]
    for value in (0.0, 1.0, 8.0, 1e9):
        assert 0 <= scale.probability([value] * len(scale.weights)) <= 1
    assert scale.probability([0.0] * len(scale.weights)) < scale.flag
