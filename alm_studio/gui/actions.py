"""Everything the user can do, each with text, tip, shortcut and icon, and the menus that hold it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from alm_studio.gui import theme

Keys = QKeySequence.StandardKey | str


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


@dataclass(frozen=True)
class Spec:
    """One action: its name, menu text, tooltip, shortcut and icon."""

    name: str
    text: str
    tip: str
    keys: Keys
    icon: str = ""


def specs() -> list[Spec]:
    """All actions."""
    standard = QKeySequence.StandardKey
    return [
        Spec("open", _tr("&Open media…"), _tr("Open video or sound files"), standard.Open, "open"),
        Spec("open_folder", _tr("Open &folder…"), _tr("Open all media in a folder"), "Ctrl+Alt+O", "folder"),
        Spec(
            "import_captions",
            _tr("&Import captions…"),
            _tr("Take captions from a file, of any usual format"),
            "Ctrl+Shift+I",
            "import",
        ),
        Spec(
            "export_film",
            _tr("Export fil&m…"),
            _tr("Put these captions into a copy of the video"),
            "Ctrl+Alt+E",
            "video",
        ),
        Spec("queue_pause", _tr("&Pause the work"), _tr("Let the work rest, or go on"), "Ctrl+Shift+.", "pause"),
        Spec("queue_up", _tr("Move &up"), _tr("Let this file have its turn earlier"), "Ctrl+Alt+Up", "up"),
        Spec("queue_down", _tr("Move &down"), _tr("Let this file have its turn later"), "Ctrl+Alt+Down", "down"),
        Spec(
            "automatic",
            _tr("&Automatic work…"),
            _tr("Watch a folder, and export captions when they are finished"),
            "Ctrl+Alt+A",
            "automatic",
        ),
        Spec("export", _tr("&Export captions…"), _tr("Write these captions to a file"), "Ctrl+E", "export"),
        Spec("export_all", _tr("Export &all…"), _tr("Write all captions to files"), "Ctrl+Shift+E", "export"),
        Spec(
            "open_project",
            _tr("Open &project…"),
            _tr("Open captions that are kept in a project"),
            "Ctrl+Shift+O",
            "project",
        ),
        Spec(
            "save_project",
            _tr("&Save project as…"),
            _tr("Keep everything about this medium in a file; later changes are saved there as you make them"),
            standard.Save,
            "save",
        ),
        Spec("library", _tr("&Library…"), _tr("Search everything that was ever said"), "Ctrl+K", "library"),
        Spec("quit", _tr("&Quit"), _tr("Close the program"), "Ctrl+Q", "quit"),
        Spec("undo", _tr("&Undo"), _tr("Take the last edit back"), standard.Undo, "undo"),
        Spec("redo", _tr("&Redo"), _tr("Make the edit again that was taken back"), standard.Redo, "redo"),
        Spec("edit", _tr("Edit &text"), _tr("Edit the text of the selected cue"), "F2", "edit"),
        Spec("split", _tr("S&plit cue"), _tr("Cut the cue at the cursor or the play head"), "Ctrl+Shift+K", "split"),
        Spec("merge", _tr("&Merge cues"), _tr("Make one of the selected cues"), "Ctrl+Shift+J", "merge"),
        Spec("word_next", _tr("Last word to the &next cue"), _tr("Give the last word away"), "Alt+Shift+Down", "down"),
        Spec(
            "word_previous",
            _tr("&First word to the previous cue"),
            _tr("Give the first word away"),
            "Alt+Shift+Up",
            "up",
        ),
        Spec("insert", _tr("&Insert cue"), _tr("Make a new cue at the play head"), "Ctrl+Ins", "add"),
        Spec("duplicate", _tr("&Duplicate"), _tr("Copy the selected cues"), "Ctrl+D", "copy"),
        Spec("delete", _tr("De&lete"), _tr("Take the selected cues out"), standard.Delete, "delete"),
        Spec("speaker", _tr("&Speaker…"), _tr("Say who speaks in the selected cues"), "Ctrl+Alt+P", "speaker"),
        Spec("note", _tr("N&ote…"), _tr("Write a note to the selected cues"), "Ctrl+Shift+N", "note"),
        Spec("find", _tr("&Find and replace…"), _tr("Find and replace text in all cues"), standard.Find, "find"),
        Spec("spelling", _tr("Spellin&g…"), _tr("Go through misspelled words"), "Ctrl+Shift+Y", "spelling"),
        Spec("shift", _tr("S&hift and stretch…"), _tr("Move cues in time"), "Ctrl+Shift+H", "shift"),
        Spec("sort", _tr("So&rt and renumber"), _tr("Put all cues in order of time"), "Ctrl+Alt+R", "queue"),
        Spec("quality", _tr("&Quality"), _tr("Show or hide what breaks the caption style"), "Ctrl+Shift+U", "quality"),
        Spec("fix", _tr("Fi&x"), _tr("Mend what the selected cues do against the style"), "Ctrl+Shift+F", "fix"),
        Spec("fix_all", _tr("Fix &all cues"), _tr("Mend all that breaks the caption style"), "Ctrl+Alt+F", "fix"),
        Spec("own_style", _tr("Own caption st&yle…"), _tr("Set your own limits for cues"), "Ctrl+Alt+Y", "settings"),
        Spec("preferences", _tr("&Preferences…"), _tr("Search, precision, words to expect"), "Ctrl+,", "settings"),
        Spec(
            "generate",
            _tr("&Generate captions"),
            _tr("Write captions with the model"),
            "Ctrl+Return",
            "captions",
        ),
        Spec(
            "align",
            _tr("&Align text…"),
            _tr("Find the times of a script or of captions that you have"),
            "Ctrl+Shift+A",
            "captions",
        ),
        Spec(
            "resume",
            _tr("&Continue captions"),
            _tr("Go on where the captions were stopped"),
            "Ctrl+Shift+Return",
            "captions",
        ),
        Spec("cancel", _tr("&Stop"), _tr("Stop; what is done is kept"), "Ctrl+.", "stop"),
        Spec(
            "train",
            _tr("&Fine-tune a model…"),
            _tr("Let a model learn from your own speech and text"),
            "Ctrl+T",
            "train",
        ),
        Spec(
            "remove",
            _tr("&Remove from the queue"),
            _tr("Take this file out of the queue"),
            "Ctrl+W",
            "remove",
        ),
        Spec("play", _tr("&Play"), _tr("Play or pause"), "Space", "play"),
        Spec("back", _tr("&Back 5 seconds"), _tr("Go back 5 seconds"), "Ctrl+Left", "back"),
        Spec("forward", _tr("&Forward 5 seconds"), _tr("Go forward 5 seconds"), "Ctrl+Right", "forward"),
        Spec("previous", _tr("P&revious cue"), _tr("Go to the previous cue"), "Ctrl+Up", "previous"),
        Spec("next", _tr("&Next cue"), _tr("Go to the next cue"), "Ctrl+Down", "next"),
        Spec("word_back", _tr("Previous &word"), _tr("Go to the previous word"), "Alt+Left", "word_back"),
        Spec("word_forward", _tr("Next w&ord"), _tr("Go to the next word"), "Alt+Right", "word_forward"),
        Spec("frame_back", _tr("Previous p&icture"), _tr("Go to the previous picture of the video"), ",", "frame_back"),
        Spec("frame_forward", _tr("Next pi&cture"), _tr("Go to the next picture of the video"), ".", "frame_forward"),
        Spec("loop", _tr("&Loop cue"), _tr("Play this cue again and again"), "Shift+Space", "loop"),
        Spec("slower", _tr("&Slower"), _tr("Play slower, with the pitch kept"), "J", "slower"),
        Spec("normal_speed", _tr("Normal sp&eed"), _tr("Play at normal speed"), "K", "normal_speed"),
        Spec("faster", _tr("F&aster"), _tr("Play faster, with the pitch kept"), "L", "faster"),
        Spec("set_in", _tr("Set &in-time"), _tr("Let the cue begin at the play head"), "I", "set_in"),
        Spec("set_out", _tr("Set ou&t-time"), _tr("Let the cue end at the play head"), "O", "set_out"),
        Spec("mute", _tr("&Mute"), _tr("Sound on or off"), "Ctrl+Shift+M", "volume"),
        Spec("queue", _tr("&Queue"), _tr("Show or hide the list of files"), "Ctrl+L", "queue"),
        Spec("review", _tr("&Review"), _tr("Show or hide the places that are worth a look"), "Ctrl+R", "warning"),
        Spec("review_play", _tr("&Play"), _tr("Play the place and a little around it"), "F6", "play"),
        Spec("review_accept", _tr("&Accept"), _tr("The text is right; go to the next place"), "F7", "done"),
        Spec("review_edit", _tr("&Edit"), _tr("Edit the text of the place"), "F8", "edit"),
        Spec("review_next", _tr("&Next"), _tr("Go to the next place"), "F9", "next"),
        Spec("timeline", _tr("&Timeline"), _tr("Show or hide sound and words along time"), "Ctrl+Shift+T", "timeline"),
        Spec(
            "spectrogram",
            _tr("&Spectrogram"),
            _tr("Show or hide the sound as frequencies along time"),
            "Ctrl+Shift+G",
            "spectrogram",
        ),
        Spec("look", _tr("Caption &look…"), _tr("Font, size and place of the captions"), "Ctrl+Shift+P", "look"),
        Spec("attention", _tr("&Attention"), _tr("Show or hide where the model listened"), "Ctrl+I", "attention"),
        Spec("zoom_in", _tr("Zoom &in"), _tr("Show less of the timeline, larger"), standard.ZoomIn, "zoom_in"),
        Spec("zoom_out", _tr("Zoom &out"), _tr("Show more of the timeline, smaller"), standard.ZoomOut, "zoom_out"),
        Spec(
            "live",
            _tr("Start &live captions"),
            _tr("Caption what is said now, and record it"),
            "F5",
            "microphone",
        ),
        Spec("live_pause", _tr("&Pause"), _tr("Stop listening for a while"), "Shift+F5", "pause"),
        Spec("live_mark", _tr("Set a &mark"), _tr("Mark this moment, to find it again"), "Ctrl+F5", "mark"),
        Spec(
            "live_through",
            _tr("&Click through"),
            _tr("Let the mouse reach what lies under the live captions"),
            "Ctrl+Shift+F5",
            "through",
        ),
        Spec(
            "live_settings",
            _tr("Live captions: &settings…"),
            _tr("Sound input, language, look and outputs of the live captions"),
            "Alt+F5",
            "settings",
        ),
        Spec(
            "shortcuts",
            _tr("&Keyboard shortcuts…"),
            _tr("See all keys, and choose others"),
            "Ctrl+/",
            "keyboard",
        ),
        Spec("log", _tr("Open &log folder"), _tr("Open the folder with the log files"), "Ctrl+Shift+L", "info"),
        Spec("about", _tr("&About ALM Studio"), _tr("Version and licence"), "Shift+F1", "info"),
    ]


class Actions:
    """The actions by name, as ``actions["open"]``."""

    def __init__(self, window: QMainWindow, icons: theme.Icons) -> None:
        self._actions: dict[str, QAction] = {}
        for spec in specs():
            action = QAction(spec.text, window)
            action.setShortcut(QKeySequence(spec.keys))
            action.setIconText(spec.text.replace("&", "").rstrip("…"))
            action.setToolTip(spec.tip + theme.shortcut_hint(action))
            action.setStatusTip("")
            if spec.icon:
                icons.set(action, spec.icon)
            self._actions[spec.name] = action
        self["mute"].setCheckable(True)
        self["queue"].setCheckable(True)
        self["queue_pause"].setCheckable(True)
        for name in (
            "review",
            "quality",
            "timeline",
            "attention",
            "spectrogram",
            "loop",
            "live_through",
            "queue_pause",
        ):
            self[name].setCheckable(True)
        for name in ("live", "live_pause", "live_mark", "live_through"):  # also from the captions' own window
            self[name].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        # Space plays where it means nothing else: in the table and on the picture, not on a button.
        self["play"].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self["preferences"].setMenuRole(QAction.MenuRole.PreferencesRole)
        self["about"].setMenuRole(QAction.MenuRole.AboutRole)

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def get(self, *names: str) -> list[QAction]:
        """Several of them."""
        return [self._actions[name] for name in names]

    def fill_menu_bar(self, window: QMainWindow) -> QMenu:
        """Make the menus; returns the one for the recent files."""
        bar = window.menuBar()
        file = bar.addMenu(_tr("&File"))
        file.addActions(self.get("open", "open_folder", "open_project"))
        recent = file.addMenu(_tr("Open &recent"))
        file.addActions(self.get("library", "remove"))
        file.addSeparator()
        file.addAction(self["save_project"])
        file.addSeparator()
        file.addActions(self.get("import_captions", "export", "export_all", "export_film"))
        file.addSeparator()
        file.addAction(self["quit"])
        edit = bar.addMenu(_tr("&Edit"))
        edit.addActions(self.get("undo", "redo"))
        edit.addSeparator()
        edit.addActions(self.get("edit", "split", "merge", "word_previous", "word_next"))
        edit.addSeparator()
        edit.addActions(self.get("insert", "duplicate", "delete"))
        edit.addSeparator()
        edit.addActions(self.get("speaker", "note"))
        edit.addSeparator()
        edit.addActions(self.get("find", "spelling", "shift", "sort"))
        edit.addSeparator()
        edit.addAction(self["preferences"])
        captions = bar.addMenu(_tr("&Captions"))
        captions.addActions(self.get("generate", "resume", "align", "cancel"))
        captions.addMenu(_tr("&Queue")).addActions(self.get("queue_pause", "queue_up", "queue_down", "automatic"))
        captions.addSeparator()
        captions.addActions(self.get("fix", "fix_all", "own_style"))
        captions.addSeparator()
        captions.addMenu(_tr("&Review")).addActions(
            self.get("review_play", "review_accept", "review_edit", "review_next")
        )
        captions.addSeparator()
        captions.addActions(self.get("live", "live_pause", "live_mark", "live_through", "live_settings"))
        captions.addSeparator()
        captions.addAction(self["train"])
        playback = bar.addMenu(_tr("&Playback"))
        playback.addActions(self.get("play", "loop"))
        playback.addSeparator()
        playback.addActions(self.get("back", "forward", "previous", "next"))
        playback.addActions(self.get("word_back", "word_forward", "frame_back", "frame_forward"))
        playback.addSeparator()
        playback.addActions(self.get("set_in", "set_out"))
        playback.addSeparator()
        playback.addActions(self.get("slower", "normal_speed", "faster"))
        playback.addSeparator()
        playback.addAction(self["mute"])
        view = bar.addMenu(_tr("&View"))
        view.addActions(self.get("timeline", "spectrogram", "queue", "review", "quality", "attention"))
        view.addSeparator()
        view.addActions(self.get("zoom_in", "zoom_out"))
        view.addSeparator()
        view.addAction(self["look"])
        help_menu = bar.addMenu(_tr("&Help"))
        help_menu.addActions(self.get("shortcuts", "log", "about"))
        return recent
