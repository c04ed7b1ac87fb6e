from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alm_studio.base.errors import UsageError
from alm_studio.captions.naming import check_template, file_name, unique

MEDIA = Path("/films/My film.mp4")


def named(template, media=MEDIA, **more):
    return str(file_name(template, media, format_name="srt", ending="srt", today=date(2026, 11, 23), **more))


def test_templates():
    assert named("{name}.{language}.{format}", language="zh") == "My film.zh.srt"
    assert named("{name}.{language}.{format}") == "My film.srt"
    assert named("{name}") == "My film.srt"
    assert named("{date}/{number} {name}.{format}", number=3) == "2026-11-23/3 My film.srt"
    assert named("{name}-{style}-{model}.{ending}", style="netflix", model="base") == "My film-netflix-base.srt"
    assert named("{name}_{language}.{format}") == "My film.srt"


def test_names_stay_in_their_folder_and_suit_every_disk():
    assert named("../{name}.{format}") == "My film.srt"
    assert named("{name}.{format}", Path("a/ev:il?.mp4")) == "ev_il.srt"
    assert named("{name}.{format}", Path("con.mp4")) == "_con.srt"
    assert named("{name}.{format}", model="a/b", media=Path("x.mp4")) == "x.srt"
    assert len(named("{name}.{format}", Path("x" * 250 + ".mp4"))) <= 180


@pytest.mark.parametrize("template", ["", "{date}.{format}", "{who}.srt", "{name", "{name.upper}", "{0}"])
def test_templates_that_make_no_names(template):
    with pytest.raises(UsageError, match=r"template"):
        check_template(template)


@given(st.text(min_size=1, max_size=40), st.sampled_from(["{name}.{format}", "{language}/{name}.{format}"]))
def test_every_name_is_one_file_below_the_folder(stem, template):
    path = file_name(template, Path(stem.replace("\0", "") or "x"), format_name="srt", ending="srt", language="en")
    assert not path.is_absolute() and ".." not in path.parts
    assert path.name


def test_no_two_files_get_one_name():
    taken = {Path("a.srt"), Path("a-2.srt")}
    assert unique(Path("a.srt"), taken) == Path("a-3.srt")
    assert unique(Path("b.srt"), taken) == Path("b.srt")
