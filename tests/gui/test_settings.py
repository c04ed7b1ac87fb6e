import json

from alm_studio.base.live_settings import LiveSettings
from alm_studio.base.settings import Settings, load_settings, save_settings, settings_path


def test_round_trip():
    settings = Settings(language="zh", volume=0.3, recent_files=["a", "b"])
    save_settings(settings)
    assert load_settings() == settings


def test_no_file_gives_the_defaults():
    assert load_settings() == Settings()


def test_a_damaged_file_is_set_aside_with_a_sentence():
    settings_path().write_text('{"language": "zh"')
    sentences = []
    assert load_settings(warn=sentences.append) == Settings()
    assert len(sentences) == 1 and "damaged" in sentences[0]
    assert not settings_path().exists()
    assert settings_path().with_suffix(".damaged.json").read_text() == '{"language": "zh"'


def test_wrong_types_and_unknown_names_do_no_harm():
    settings_path().write_text(
        json.dumps({"beam": "many", "volume": 7, "style": "bbc", "colour": 1, "recent_files": [1, "a"]})
    )
    settings = load_settings()
    assert (settings.beam, settings.volume, settings.style, settings.recent_files) == (0, 1.0, "bbc", ["a"])


def test_recent_files_are_unique_and_ten(tmp_path):
    settings = Settings()
    for number in [*range(12), 5]:
        settings.remember_file(tmp_path / str(number))
    assert len(settings.recent_files) == 10
    assert settings.recent_files[0] == str(tmp_path / "5")
    assert len(set(settings.recent_files)) == 10


def test_the_choices_for_live_captions_are_kept_within_their_bounds():
    live = {"size": 400, "lines": 0, "opacity": 1, "colors": "pink", "text_color": "red", "place": [1], "page": True}
    settings_path().write_text(json.dumps({"live": live, "volume": 0.5}))
    settings = load_settings()
    assert settings.live == LiveSettings(size=96, lines=1, opacity=1.0, page=True)
    assert settings.volume == 0.5


def test_choices_for_live_captions_of_a_wrong_kind_do_no_harm():
    settings_path().write_text(json.dumps({"live": "yes"}))
    assert load_settings() == Settings()
