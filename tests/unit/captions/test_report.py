import csv
import io
import json

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.own_style import load_own_style, save_own_style
from alm_studio.captions.quality import check
from alm_studio.captions.report import summarise, write_report
from alm_studio.captions.styles import OWN, STYLES, get_style

NETFLIX = get_style("netflix")
DOCUMENT = Document(
    [Caption(3_600_000, 3_600_500, "A <b>bold</b>\nclaim, “so”."), Caption(3_602_000, 3_604_000, "Ok.")]
)


def report(form):
    breaches = check(DOCUMENT, NETFLIX)
    return write_report(form, "a & b.mp4", DOCUMENT, breaches, summarise(DOCUMENT, breaches, NETFLIX))


def test_text_names_the_cue_its_time_and_what_is_wrong():
    lines = report("txt").splitlines()
    assert lines[:2] == ["a & b.mp4", "Style netflix: 1 of 2 cues (50.0 %) break a rule: cps 1, duration 1."]
    assert lines[3].startswith("    1  1:00:00.000  Cue 1 runs at")
    assert lines[4].strip() == "A <b>bold</b> claim, “so”."


def test_a_table_can_be_read_again():
    rows = list(csv.reader(io.StringIO(report("csv"))))
    assert rows[0] == ["Cue", "In", "Rule", "Finding", "Text"]
    assert [row[2] for row in rows[1:]] == ["cps", "duration"]


def test_a_page_shows_text_as_text():
    page = report("html")
    assert "a &amp; b.mp4" in page and "&lt;b&gt;bold" in page and "<b>bold" not in page


def test_nothing_wrong_and_nothing_there():
    assert summarise(Document(), [], NETFLIX) == "Style netflix: 0 of 0 cues (0.0 %) break a rule."


def test_the_own_style_is_kept(tmp_path):
    before, path = STYLES[OWN], tmp_path / "folder" / "style.json"
    try:
        saved = save_own_style(STYLES["bbc"], path)
        assert (saved.name, saved.characters, get_style(OWN)) == (OWN, 37, saved)
        STYLES[OWN] = before
        assert load_own_style(path) == saved == get_style(OWN)
        stored = json.loads(path.read_text())
        stored |= {"characters": -3, "max_lines": "two", "min_gap": 100, "reading_speed": 15, "unknown": 1}
        STYLES[OWN] = before
        path.write_text(json.dumps(stored))
        read = load_own_style(path)
        assert (read.characters, read.max_lines, read.min_gap, read.reading_speed) == (42, 2, 100, 15)
        STYLES[OWN] = before
        path.write_text("{")
        assert load_own_style(path) == before == load_own_style(tmp_path / "none.json")
    finally:
        STYLES[OWN] = before
