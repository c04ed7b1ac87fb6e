from alm_studio.captions.document import Caption, Document
from alm_studio.captions.transcript import Word
from alm_studio.training.data.corrected import from_document
from tests.unit.training.data.sounds import wav


def test_cues_become_examples(tmp_path):
    words = (Word(" Guten", 2000, 2400), Word(" Tag.", 2400, 2900))
    document = Document(
        [
            Caption(2000, 3000, "Guten\nTag.", words),
            Caption(500, 1500, "Hello.", language="en"),
            Caption(60_000, 61_000, "Much later.", (Word(" Heard", 60_000, 61_000),)),
            Caption(61_000, 61_000, "no time"),
        ],
        language="de",
    )
    media = wav(tmp_path / "a.wav")
    first, second, third = from_document(document, media, "fr")
    assert (first.text, first.start, first.end, first.language, first.previous) == ("Hello.", 500, 1500, "en", "")
    assert (second.text, second.words, second.language) == ("Guten Tag.", words, "de")
    assert second.previous == "Hello."
    assert third.words == ()  # the text was changed and its words with it
    assert third.previous == ""  # half a minute later it follows on nothing
    assert {e.audio for e in (first, second, third)} == {media}


def test_language_of_a_document_that_tells_none(tmp_path):
    document = Document([Caption(0, 1000, "你好\n世界")])
    (only,) = from_document(document, tmp_path / "a.wav", "zh")
    assert (only.text, only.language) == ("你好世界", "zh")


def test_previous_text_is_bounded(tmp_path):
    document = Document([Caption(i * 1000, i * 1000 + 900, f"Sentence number {i} of many.") for i in range(50)])
    last = from_document(document, tmp_path / "a.wav")[-1]
    assert len(last.previous) <= 300
    assert last.previous.endswith("Sentence number 48 of many.")
    assert not last.previous.startswith(" ")
