"""Brings the translations up to date: collects the texts of the window, compiles what is translated.

    python packaging/translations.py            after texts changed, or a translation was written into a .ts file
    python packaging/translations.py --list     the texts that have no translation yet
    python packaging/translations.py --fill F   takes translations from F: a JSON object, text → translation

``--code en`` does so for English, whose file holds the plurals alone.

New texts stand in ``resources/translations/alm_studio_*.ts`` as unfinished; Qt Linguist or any editor fills them in.
"""

import argparse
import ast
import json
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
CODES = ("zh_CN", "en")

_ERRORS = ("AlmError", "UsageError", "MediaError", "ModelError", "OutputError")
_TELLING = ("Warned", "warn", "_warn", "Notice")

_FIELD = re.compile(r"\{\w*\}")
_WORDS = re.compile(r"[A-Za-z]{3,}.* ")
"""A sentence, and no mere arrangement of what is filled in."""

_HELPER = re.compile(r'def _tr\(.*?QCoreApplication\.translate\(\s*"(\w+)"', re.DOTALL)
"""A module's own short form of ``translate``; lupdate knows the long one alone."""


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--fill", type=Path, metavar="F")
    parser.add_argument("--code", default="zh_CN", choices=CODES)
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for code in CODES:
        collect(FOLDER / f"alm_studio_{code}.ts", plurals_only=code == "en")
    if options.fill:
        left = fill(FOLDER / f"alm_studio_{options.code}.ts", json.loads(options.fill.read_text(encoding="utf-8")))
        print(f"{left} texts have no translation yet.")
    if options.list:
        texts = dict.fromkeys(source for _, source in unfinished(FOLDER / f"alm_studio_{options.code}.ts"))
        print(json.dumps(dict.fromkeys(texts, ""), ensure_ascii=False, indent=0))
    for code in CODES:
        ts = FOLDER / f"alm_studio_{code}.ts"
        subprocess.run([tool("lrelease"), "-silent", str(ts), "-qm", str(ts.with_suffix(".qm"))], check=True)
    return 0


def tool(name: str) -> str:
    """Qt's program of that name, as PySide6 brings it."""
    found = shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent)) or shutil.which(f"pyside6-{name}")
    if found is None:
        raise SystemExit(f"pyside6-{name} is missing. Install PySide6-Essentials.")
    return found


def collect(ts: Path, plurals_only: bool = False) -> None:
    """Bring the messages of ``ts`` up to date with the sources; new ones are unfinished, old ones leave."""
    with tempfile.TemporaryDirectory() as folder:
        copies = []
        for source in sorted((ROOT / "alm_studio" / "gui").rglob("*.py")):
            text = source.read_text(encoding="utf-8")
            if helper := _HELPER.search(text):
                text = re.sub(r"(?<!def )(?<![\w.])_tr\(", f'QCoreApplication.translate("{helper[1]}", ', text)
            copy = Path(folder) / source.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, encoding="utf-8")
            copies.append(str(copy))
        said = Path(folder) / "sentences.py"
        lines = (
            f'QCoreApplication.translate("Sentences", {json.dumps(text, ensure_ascii=False)})' for text in sentences()
        )
        said.write_text("\n".join(lines), encoding="utf-8")
        command = [tool("lupdate"), *copies, str(said), "-silent", "-no-obsolete", "-locations", "none"]
        command += ["-source-language", "en", "-target-language", ts.stem.removeprefix("alm_studio_")]
        subprocess.run([*command, *(["-pluralonly"] if plurals_only else []), "-ts", str(ts)], check=True)


def sentences() -> list[str]:
    """What errors and warnings of the packages below the window say, with ``{1}``, ``{2}`` … for what is filled in.

    These packages know no Qt. The window looks their sentences up when it shows them (``gui.i18n.said``).
    """
    found: dict[str, None] = {}
    for path in sorted((ROOT / "alm_studio").rglob("*.py")):
        if path.relative_to(ROOT).parts[1] in ("gui", "cli"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in _TELLING or (name.endswith("Error") and name in _ERRORS):
                    found |= dict.fromkeys(
                        text for text in _templates(node.args[0]) if _WORDS.search(_FIELD.sub("", text))
                    )
    return list(found)


def _templates(node: ast.expr) -> list[str]:
    """A literal or a formatted text as a template; both branches of a choice."""
    if isinstance(node, ast.IfExp):
        return [*_templates(node.body), *_templates(node.orelse)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        text, number = "", 0
        for part in node.values:
            if isinstance(part, ast.Constant):
                text += str(part.value)
            else:
                number += 1
                text += f"{{{number}}}"
        return [text]
    return []


def unfinished(ts: Path) -> list[tuple[str, str]]:
    """Context and source of each message without a translation."""
    return [
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in ElementTree.parse(ts).getroot().iter("context")
        for message in context.iter("message")
        if (found := message.find("translation")) is None or found.get("type") == "unfinished"
    ]


def fill(ts: Path, texts: dict[str, str | list[str]]) -> int:
    """Write translations into ``ts``, wherever the source stands; those of one context as ``"Context\\x1fsource"``.

    A list holds the forms of a plural: in English that for one, and that for more.

    Returns:
        How many messages are still without one.
    """
    tree = ElementTree.parse(ts)
    left = 0
    for context in tree.getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            source, target = message.findtext("source") or "", message.find("translation")
            wanted = texts.get(f"{name}\x1f{source}", texts.get(source))
            if target is None or (target.get("type") != "unfinished" and wanted is None):
                continue
            if not wanted:
                left += 1
                continue
            target.attrib.pop("type", None)
            if message.get("numerus") == "yes":
                for form in list(target):
                    target.remove(form)
                for form in [wanted] if isinstance(wanted, str) else wanted:
                    ElementTree.SubElement(target, "numerusform").text = form
            else:
                target.text = str(wanted)
    text = ElementTree.tostring(tree.getroot(), encoding="unicode")
    ts.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")
    return left


if __name__ == "__main__":
    sys.exit(main())
