"""The window in another language: nothing untranslated, nothing said in the code alone, and back again."""

import ast
import importlib.util
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

import alm_studio.gui
from alm_studio.audio.media import probe
from alm_studio.base.errors import MediaError
from alm_studio.gui import i18n
from alm_studio.gui.controllers.language import speak
from alm_studio.gui.dialogs.automatic import AutomaticDialog
from alm_studio.gui.dialogs.preferences import PreferencesDialog
from alm_studio.gui.relabel import Dictionary
from alm_studio.gui.said import said

from .helpers import talk, write_sound

_SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "translations.py"
_spec = importlib.util.spec_from_file_location("translations", _SCRIPT)
translations = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(translations)

SOURCES = sorted(Path(alm_studio.gui.__file__).parent.rglob("*.py"))

SHOWN = {
    *("setText", "setToolTip", "setStatusTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName"),
    *("setAccessibleDescription", "setTitle", "setLabelText", "setSuffix", "setPrefix", "setInformativeText"),
    *("setWhatsThis", "addAction", "addMenu", "addItem", "addTab", "addButton", "addRow", "setHeaderLabels"),
    *("setHorizontalHeaderLabels", "warn", "inform", "set_empty_text"),
    *("QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QToolBar", "QToolButton"),
}
"""Calls whose texts people read."""
SAME_EVERYWHERE = {"ALM Studio", "MFCC", "LSTM", "Transformer", "Whisper", "Matroska (*.mkv)", "MP4 (*.mp4)"}


@pytest.fixture
def english(qapp):
    yield
    i18n.use(qapp, "en")


def messages(code):
    for context in ElementTree.parse(translations.FOLDER / f"alm_studio_{code}.ts").getroot().iter("context"):
        for message in context.iter("message"):
            forms = [form.text or "" for form in message.iter("numerusform")]
            yield context.findtext("name"), message.findtext("source"), forms or [message.findtext("translation") or ""]


@pytest.mark.parametrize("code", translations.CODES)
def test_every_text_of_the_window_is_translated(tmp_path, code):
    """Collected anew, nothing is new and nothing is open: else run packaging/translations.py."""
    ts = tmp_path / f"alm_studio_{code}.ts"
    ts.write_bytes((translations.FOLDER / ts.name).read_bytes())
    translations.collect(ts, plurals_only=code == "en")
    assert translations.unfinished(ts) == []
    assert (translations.FOLDER / f"alm_studio_{code}.qm").stat().st_size > 500


def test_translations_keep_fields_keys_and_signs():
    for _, source, forms in messages("zh_CN"):
        for text in forms:
            assert text, source
            for pattern in (r"\{[^{}]*\}", r"%n", r"…$", r"\n"):
                assert sorted(re.findall(pattern, source)) == sorted(re.findall(pattern, text)), source
            keys = re.findall(r"&(\w)", source)
            assert [key.upper() for key in keys] == [key.upper() for key in re.findall(r"\(&(\w)\)", text)], source


def test_no_text_is_set_without_translation():
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SHOWN:
                told = [*node.args, *(word.value for word in node.keywords if word.arg in ("text", "title", "toolTip"))]
                found += [f"{path.name}:{node.lineno} {text!r}" for one in told for text in literals(one)]
    assert found == []


def literals(node):
    """Words in a text that stands in the code as it is."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts = [node.value]
    elif isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
    else:
        parts = []
    words = [re.sub(r"<[^<>]*>?", "", part).strip(" –-") for part in parts]
    plain = re.compile(r"[a-z_]*$")  # what programs call something, in item data
    return [
        word
        for word in words
        if re.search(r"[A-Za-z]{3,}", word) and not plain.match(word) and word not in SAME_EVERYWHERE
    ]


def shown(window):
    """Every text that stands in a window, by its owner."""
    found = {}
    for thing in [window, *window.findChildren(QWidget), *window.findChildren(QAction)]:
        for name in ("text", "title", "windowTitle", "toolTip", "placeholderText", "accessibleName"):
            text = thing.property(name)
            if isinstance(text, str) and text:
                found[id(thing), name] = text
        if isinstance(thing, QComboBox):
            found |= {(id(thing), n): thing.itemText(n) for n in range(thing.count())}
    return found


def change(window, code):
    window.settings.interface_language = code
    speak(window)


def test_the_window_changes_its_language_and_back(window, qtbot, english, tmp_path):
    window.commands.open_paths([write_sound(tmp_path / "talk.wav", 1.0)])
    dialogs = [PreferencesDialog(window.settings, window), AutomaticDialog(window.settings.queue, window)]
    for dialog in dialogs:
        dialog.show()
    before = shown(window)
    change(window, "zh_CN")
    chinese = shown(window)
    assert window.actions_["open"].text() == "打开媒体(&O)…"
    assert window.actions_["open"].toolTip().startswith("打开视频或音频文件 (")
    assert dialogs[0].windowTitle() == "首选项" and window.dock.windowTitle() == "队列"
    # What is left of English words is names.
    names = re.compile(r"ALM Studio|talk\.wav|[\w.]*\.\w{3,4}\b|\{\w+\}|Ctrl|Shift|Alt|Return|Home|End|Del|Ins|Esc|"
                       r"Space|Up|Down|Left|Right|CPU|GPU|CUDA|MPS|NVIDIA|Apple|English|Whisper|SubRip|WebVTT|Sub\w+|TTML|JSON|"
                       r"Netflix|BBC|Amazon|ARTE|Arte|float\d+|bfloat16|int8|base|Base|Tiny|Small|OBS|Qwen|log-mel|"
                       r"Advanced|Word|Unicode|qt_\w+|Enter|Num|F\d+|Media|PgUp|PgDown|Tab|Backspace")  # fmt: skip
    left = {t for t in chinese.values() if re.search(r"[A-Za-z]{4,}", names.sub("", t)) and not re.search("[一-龥]", t)}
    known = language_names() | {"Scroll Left", "Scroll Right", "Float", window.jobs.description}
    assert " ".join(sorted(text for text in left if text not in known and tmp_path.name not in text)) == ""
    change(window, "en")
    after = shown(window)
    assert {key: text for key, text in after.items() if before.get(key, text) != text} == {}


def language_names():
    from alm_studio.text.languages import LANGUAGES

    return set(LANGUAGES.values())


def test_a_window_can_begin_in_chinese(qapp, english, window, qtbot):
    i18n.use(qapp, "zh_CN")
    dialog = PreferencesDialog(window.settings, window)
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    assert "名称的写法保持一致；耗时略长。" in texts
    buttons = [button.text() for button in dialog.findChildren(QAbstractButton) if button.text()]
    assert any("取消" in text for text in buttons)  # Qt's own


def test_names_of_languages_and_what_the_system_speaks(monkeypatch):
    assert i18n.resolve("zh_CN") == "zh_CN"
    assert i18n.resolve(i18n.SYSTEM) in i18n.LANGUAGES
    for wanted, found in (
        (["zh-Hans-CN"], "zh_CN"),
        (["zh-Hant-TW", "en"], "en"),
        (["de-DE", "zh-CN"], "zh_CN"),
        (["fr-FR"], "en"),
    ):
        monkeypatch.setattr("alm_studio.gui.i18n.QLocale", fake_locale(wanted))
        assert i18n.resolve(i18n.SYSTEM) == found


def fake_locale(names):
    class Locale:
        @staticmethod
        def system():
            return Locale()

        def uiLanguages(self):
            return names

    return Locale


def test_texts_are_looked_up_backwards():
    old = {("A", "&Open…"): "&Open…", ("B", "{n} cues of {all}"): "{n} cues of {all}", ("C", "Text"): "Text"}
    new = {("A", "&Open…"): "打开(&O)…", ("B", "{n} cues of {all}"): "{all} 条中的 {n} 条", ("C", "Text"): "文本"}
    there, back = Dictionary(old, new), Dictionary(new, old)
    for text, other in (("&Open…", "打开(&O)…"), ("Open", "打开"), ("Text (Ctrl+T)", "文本 (Ctrl+T)")):
        assert there.translate(text, []) == other
        assert back.translate(other, []) == text
    assert there.translate("3 cues of 5", []) == "5 条中的 3 条"
    assert there.translate("Somebody's own words", []) == "Somebody's own words"


def test_the_choice_is_made_in_the_preferences(window, qtbot, english, backend):
    backend.default = talk(2)
    window.actions_["preferences"].trigger()
    (dialog,) = window.findChildren(PreferencesDialog)
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    dialog.accept()
    assert window.settings.interface_language == "zh_CN"
    assert window.actions_["generate"].text().startswith("生成字幕")


def test_errors_of_every_package_are_said_in_chinese(qapp, english, notifier, tmp_path):
    with pytest.raises(MediaError) as caught:
        probe(tmp_path / "none.wav")
    assert notifier.sentence(caught.value, tmp_path / "none.wav").startswith("There is no file none.wav.")
    i18n.use(qapp, "zh_CN")
    assert notifier.sentence(caught.value, tmp_path / "none.wav") == "没有文件 none.wav。请检查名称，或重新选择文件。"
    assert said("film.srt: This is not a SubRip file: it has no line with times. Choose another file.") == (
        "film.srt：这不是 SubRip 文件：没有时间行。请选择其他文件。"
    )
    assert said("Nobody has translated this: it is new.") == "Nobody has translated this: it is new."
    assert len(translations.sentences()) > 200
