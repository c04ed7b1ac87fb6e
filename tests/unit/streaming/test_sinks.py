import pytest

from alm_studio.base.errors import OutputError
from alm_studio.captions.transcript import Word
from alm_studio.streaming.events import Committed, Tentative
from alm_studio.streaming.sinks.caption_files import CaptionFiles, SegmentBuilder
from alm_studio.streaming.sinks.text_file import TextFile


def said(text, start, ends=False):
    words = tuple(Word(f" {word}", start + 300 * n, start + 300 * n + 250) for n, word in enumerate(text.split()))
    return Committed(words, "en", ends)


def test_text_is_there_as_soon_as_it_is_committed(tmp_path):
    path = tmp_path / "new" / "captions.txt"
    sink = TextFile(path)
    sink.show(said("Hello", 0))
    sink.show(Tentative(" everybody"))
    assert path.read_text() == "Hello"
    sink.show(said("there.", 400, ends=True))
    sink.show(Committed((), "en", True))
    sink.show(said("Next", 3000))
    assert path.read_text() == "Hello there.\nNext"
    sink.close()
    assert path.read_text() == "Hello there.\nNext\n"
    again = TextFile(path)
    again.show(said("More", 0, ends=True))
    again.close()
    assert path.read_text() == "Hello there.\nNext\nMore\n"


def test_a_file_that_cannot_be_written_gets_a_sentence(tmp_path):
    with pytest.raises(OutputError, match="Choose another"):
        TextFile(tmp_path)
    full = TextFile(tmp_path / "a.txt")
    full._file.close()
    full._file = open("/dev/full", "w")  # noqa: PTH123, SIM115
    with pytest.raises(OutputError, match="no longer"):
        full.show(said("Hello", 0))
    with pytest.raises(OutputError, match="no longer"):
        full.close()


def test_words_become_segments():
    builder = SegmentBuilder()
    assert builder.finish() is None
    assert builder.add(said("Hello", 0)) is None
    segment = builder.add(said("there.", 400, ends=True))
    assert segment is not None
    assert (segment.start, segment.end, segment.text, len(segment.words)) == (0, 650, "Hello there.", 2)
    assert builder.add(Committed((), "en", True)) is None


def test_captions_are_laid_out_at_the_end(tmp_path):
    sink = CaptionFiles({"srt": tmp_path / "a.srt", "json": tmp_path / "a.json"})
    sink.show(said("Hello there.", 0, ends=True))
    sink.show(said("And bye", 5000))
    sink.close()
    assert "Hello there." in (tmp_path / "a.srt").read_text() and "And bye" in (tmp_path / "a.srt").read_text()
    with pytest.raises(OutputError):
        CaptionFiles({"srt": tmp_path / "a.srt"})
