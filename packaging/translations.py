"""Makes ui/translations anew: what the window says, collected by lupdate, and the compiled .qm that it loads, by lrelease.

Run by `make translations`. German texts stand in the .ts alone; what is translated already stays. A text that is new gets
the German that the same English has elsewhere, where there is only one; what is left is listed, and the exit status is 1.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Set, Tuple
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "ui"
FOLDER = UI / "translations"
TS = FOLDER / "recollect_de.ts"
SENTENCES, SETTINGS = "sentences", "settings"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
Found = Dict[str, Dict[str, ElementTree.Element]]  # context -> English -> message


def tool(name: str) -> str:
    """One of PySide6's programs, beside this Python."""
    return str(Path(sys.executable).parent / name)


def context_of(module: Path) -> str:
    """The context of texts that a module gives to its own function `tr`; "" where it has none."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == "tr":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                    return str(call.args[0].value)
    return ""


def told() -> List[str]:
    """The English sentence of every code that leaves the layers below the window."""
    sys.path.insert(0, str(ROOT))
    from app import sentences

    return sorted(set(sentences.SENTENCES.values()))


def told_by_settings() -> List[str]:
    """What the settings say of themselves: a sentence each, and the units of numbers."""
    sys.path.insert(0, str(ROOT))
    from dataclasses import fields

    from app.settings import Settings

    about = [one.metadata for one in fields(Settings)]
    units = [str(one["unit"]).partition(" (")[0] for one in about if "unit" in one]
    return sorted({*(str(one["sentence"]) for one in about), *units})


def written_down(texts: Iterable[str], file: Path) -> None:
    """A module that lupdate reads the sentences out of."""
    calls = ["QT_TRANSLATE_NOOP({!r}, {!r})".format(SENTENCES, text) for text in texts]
    file.write_text("\n".join(calls) + "\n", encoding="utf-8")


def collected() -> Found:
    """Every text that the window may show, by context, without its German."""
    found: Found = {}
    with tempfile.TemporaryDirectory() as folder:
        table, ts = Path(folder) / "sentences.py", Path(folder) / "all.ts"
        written_down(told(), table)
        modules = [str(path) for path in sorted(UI.glob("*.py"))]
        command = [tool("pyside6-lupdate"), *modules, str(table), "-ts", str(ts), "-no-obsolete"]
        subprocess.run([*command, "-locations", "absolute"], check=True, capture_output=True)
        for context, message in messages(ts):
            place = message.find("location")
            file = Path(folder) / str(place.get("filename")) if place is not None else table
            # lupdate knows no context for a function of a module; the function itself names it.
            named = context or context_of((UI / file.name).resolve() if file.parent != table.parent else file)
            if (UI / (named + ".py")).exists():  # the `tr` of another module, called by its name
                named = context_of(UI / (named + ".py")) or named
            message[:] = [part for part in message if part.tag != "location"]
            found.setdefault(named, {})[message.findtext("source") or ""] = message
    for text in told_by_settings():
        found.setdefault(SETTINGS, {}).setdefault(text, ElementTree.Element("message"))
    for module in sorted(UI.glob("*.py")):
        for context, text in within_f_strings(module):
            found.setdefault(context, {}).setdefault(text, ElementTree.Element("message"))
    return found


def within_f_strings(module: Path) -> Iterator[Tuple[str, str]]:
    """(context, text) of what is given to `tr` inside an f-string, where lupdate does not look."""
    for top in ast.parse(module.read_text(encoding="utf-8")).body:
        context = top.name if isinstance(top, ast.ClassDef) else context_of(module)
        for string in (node for node in ast.walk(top) if isinstance(node, ast.JoinedStr)):
            for call in (node for node in ast.walk(string) if isinstance(node, ast.Call)):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                if name == "tr" and call.args and isinstance(call.args[0], ast.Constant):
                    yield context, str(call.args[0].value)


def messages(file: Path) -> List[Tuple[str, ElementTree.Element]]:
    """(context, message) of a .ts; nothing where there is no such file yet."""
    if not file.exists():
        return []
    root = ElementTree.parse(file).getroot()  # noqa: S314 - our own file
    return [
        (context.findtext("name") or "", message)
        for context in root.iter("context")
        for message in context.findall("message")
    ]


def german(file: Path) -> Tuple[Dict[Tuple[str, str], str], Dict[str, Set[str]]]:
    """What is translated and finished: by context and English, and by English alone."""
    exact: Dict[Tuple[str, str], str] = {}
    anywhere: Dict[str, Set[str]] = {}
    for context, message in messages(file):
        translation = message.find("translation")
        source = message.findtext("source") or ""
        if translation is not None and translation.text and translation.get("type") is None:
            exact[context, source] = translation.text
            anywhere.setdefault(source, set()).add(translation.text)
    return exact, anywhere


def merged(found: Found, file: Path) -> Tuple[ElementTree.Element, List[Tuple[str, str]]]:
    """The .ts to be written, and (context, English) of what has no German yet."""
    exact, anywhere = german(file)
    root = ElementTree.Element("TS", version="2.1", language="de_DE", sourcelanguage="en_GB")
    unfinished = []
    for context in sorted(found):
        group = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(group, "name").text = context
        for source in sorted(found[context]):
            message = ElementTree.SubElement(group, "message")
            ElementTree.SubElement(message, "source").text = source
            translation = ElementTree.SubElement(message, "translation")
            same = anywhere.get(source, set())
            text = exact.get((context, source)) or (next(iter(same)) if len(same) == 1 else "")
            if text:
                translation.text = text
            else:
                translation.set("type", "unfinished")
                unfinished.append((context, source))
    return root, unfinished


def main() -> int:
    """Collect, keep what is translated, compile; 1 when something has no German yet."""
    root, unfinished = merged(collected(), TS)
    ElementTree.indent(root, "    ")
    FOLDER.mkdir(exist_ok=True)
    TS.write_text(HEAD + ElementTree.tostring(root, encoding="unicode") + "\n", encoding="utf-8")
    subprocess.run(
        [tool("pyside6-lrelease"), "-silent", str(TS), "-qm", str(TS.with_suffix(".qm"))], check=True, cwd=str(ROOT)
    )
    for context, source in unfinished:
        print("no German yet: [{}] {}".format(context, source))
    print("{} texts, {} without German".format(len(list(root.iter("message"))), len(unfinished)))
    return 1 if unfinished else 0


if __name__ == "__main__":
    sys.exit(main())
