"""The window in German: every text has one, with the same places to fill; dates and numbers by locale; and from right to left."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.paths import Places
from app.records import RecordingState
from app.sentences import SENTENCES
from tests.ui_home import Opened, copied, open_window
from ui import language, words

ROOT = Path(__file__).resolve().parents[1]
TS = ROOT / "ui" / "translations" / "recollect_de.ts"
PLACE = re.compile(r"\{\w*[^}]*\}")
GERMAN, ARABIC = QLocale("de_AT"), QLocale("ar_EG")


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """The application speaks German until the test is over."""
    loaded = language.speak(qapp, "de", GERMAN)
    assert loaded
    yield
    language.fall_silent(loaded)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """packaging/translations.py, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def translated() -> dict[tuple[str, str], tuple[str, bool]]:
    """(context, English) -> (German, whether it is finished)."""
    found = {}
    for context in ElementTree.parse(TS).getroot().iter("context"):
        for message in context.findall("message"):
            translation = message.find("translation")
            assert translation is not None
            key = (context.findtext("name") or "", message.findtext("source") or "")
            found[key] = (translation.text or "", translation.get("type") is None)
    return found


def said_in_source() -> Iterator[tuple[str, str, str]]:
    """(where, context, text) of every text that a module of the window gives away for translation, by the syntax tree."""
    for path in sorted((ROOT / "ui").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for top in tree.body:
            for node in ast.walk(top):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                where = f"{path.name}:{node.lineno}"
                if name in ("QT_TRANSLATE_NOOP", "translate", "translated") and len(given) == 2:
                    yield where, given[0], given[1]
                elif name == "tr" and given:
                    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
                    if isinstance(owner, ast.Name) and owner.id != "self":
                        yield where, "", given[0]
                        continue
                    yield where, top.name if isinstance(top, ast.ClassDef) else "", given[0]


def lacking(known: dict[tuple[str, str], tuple[str, bool]]) -> list[str]:
    """What has no finished German, or German with other places to fill. `make translations` collects what is new."""
    by_function = {context for context, _ in known if context.islower()}
    out = []
    for where, context, text in [
        *said_in_source(),
        *(("app/sentences.py", "sentences", one) for one in SENTENCES.values()),
    ]:
        contexts = [context] if context else sorted(by_function)
        found = [known[one, text] for one in contexts if (one, text) in known]
        if not any(german and finished for german, finished in found):
            out.append(f"{where}: no German for {text!r}")
        elif any(set(PLACE.findall(german)) != set(PLACE.findall(text)) for german, _ in found):
            out.append(f"{where}: other places in the German of {text!r}")
    return out


def test_every_text_of_the_window_has_german_with_the_same_places_to_fill() -> None:
    known = translated()
    assert lacking(known) == []
    assert sum(1 for _ in said_in_source()) > 400


def test_a_text_without_german_and_one_with_other_places_are_found() -> None:
    known = translated()
    known["LooksBlock", "Dark"] = ("Dunkel", False)
    known["words", "{n} moments"] = ("Momente", True)
    found = lacking(known)
    assert [one.partition(": ")[2] for one in found if "Dark" in one] == ["no German for 'Dark'"]
    assert any("other places in the German of '{n} moments'" in one for one in found)


def test_every_sentence_has_german() -> None:
    known = translated()
    assert [code for code, text in SENTENCES.items() if not known.get(("sentences", text), ("", False))[1]] == []


def test_what_is_compiled_is_what_is_written(german: None, qapp: QApplication) -> None:
    differing = [
        key for key, (text, finished) in translated().items() if finished and qapp.translate(key[0], key[1]) != text
    ]
    assert differing == []


def test_collecting_anew_keeps_what_is_translated_and_loses_nothing(script: ModuleType) -> None:
    root, unfinished = script.merged(script.collected(), TS)
    assert unfinished == []
    assert {
        (group.findtext("name"), message.findtext("source"))
        for group in root.iter("context")
        for message in group.findall("message")
    } >= {(context, text) for _, context, text in said_in_source() if context}


def test_a_new_text_is_listed_until_it_has_german(script: ModuleType, tmp_path: Path) -> None:
    message = ElementTree.Element("message")
    found = {"Window": {"Dark": message, "A text nobody has translated": message}, "Elsewhere": {"Dark": message}}
    root, unfinished = script.merged(found, TS)
    assert unfinished == [("Window", "A text nobody has translated")]
    assert [one.text for one in root.iter("translation")] == ["Dunkel", None, "Dunkel"]
    assert script.merged(found, tmp_path / "none.ts")[1] != unfinished


# -- which language
@pytest.mark.parametrize(
    ("setting", "system", "expected", "month"),
    [
        ("system", "de_AT", "de", "Jänner"),
        ("system", "en_US", "en", "January"),
        ("system", "C", "en", "January"),
        ("system", "fr_FR", "en", "janvier"),
        ("de", "en_US", "de", "Januar"),
        ("en", "de_DE", "en", "January"),
        ("nonsense", "de_DE", "de", "Januar"),
    ],
)
def test_the_language_is_the_one_that_is_set_else_the_systems_else_english(
    setting: str, system: str, expected: str, month: str
) -> None:
    locale = QLocale.c() if system == "C" else QLocale(system)
    assert language.spoken(setting, locale) == expected
    assert language.locale_of(setting, locale).standaloneMonthName(1) == month


def test_german_dates_and_numbers(german: None) -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert words.day_text(date(2026, 11, 15), now.date()) == "Sonntag, 15. November"
    assert words.short_day(date(2026, 11, 15)) == "So. 15. Nov. 2026"
    assert words.counted(12345, words.tr("1 moment"), words.tr("{n} moments")) in (
        "12.345 Momente",
        "12\xa0345 Momente",
    )
    state = RecordingState("recording", cpu_percent=1.25, mb_today=1234.0, mb_limit=2000)
    assert words.cost(state).startswith("1,3 % eines Kerns") or words.cost(state).startswith("1,2 % eines Kerns")
    assert words.said("why_rule_app") == "Sie haben diese Anwendung weggelassen."
    assert words.said("worker_died", {"kind": "ocr"}).startswith("Der Hilfsprozess „Lesen“")


# -- the window
@pytest.fixture
def german_window(german: None, two_days: Places, tmp_path: Path, qtbot: QtBot) -> Iterator[Opened]:
    opened = open_window(copied(two_days, tmp_path))
    qtbot.waitUntil(opened.window.timeline.settled)
    yield opened
    opened.close()


def test_no_page_of_the_german_window_says_anything_in_english(german_window: Opened, qtbot: QtBot) -> None:
    window = german_window.window
    own = {text for _, text in translated()}
    same = {text for (_, text), (german, _) in translated().items() if german == text}
    for key in window.pages:
        window.open_page(key)
        qtbot.wait(50)
    said = {one.text() for kind in (QLabel, QAbstractButton) for one in window.findChildren(kind) if one.text()}
    said |= {one.accessibleName() for one in window.findChildren(QAbstractButton)}
    assert said & (own - same) == set()
    assert "Zeitleiste" in said


def test_every_name_in_the_rail_fits_in_german(german_window: Opened) -> None:
    for entry in german_window.window.rail.findChildren(QAbstractButton):
        if entry.text():
            assert entry.fontMetrics().horizontalAdvance(entry.text()) + 8 <= entry.width(), entry.text()


@pytest.fixture
def arabic(qapp: QApplication) -> Iterator[None]:
    """The layout of an Arabic desktop."""
    QLocale.setDefault(ARABIC)
    qapp.setLayoutDirection(ARABIC.textDirection())
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QLocale.setDefault(QLocale.system())


def test_from_right_to_left_the_rail_stands_at_the_right_and_every_page_opens(
    arabic: None, two_days: Places, tmp_path: Path, qtbot: QtBot
) -> None:
    opened = open_window(copied(two_days, tmp_path))
    try:
        window = opened.window
        qtbot.waitUntil(window.timeline.settled)
        with qtbot.captureExceptions() as thrown:
            for key in window.pages:
                window.open_page(key)
                qtbot.wait(30)
                window.grab()
        assert thrown == []
        rail = window.rail.mapTo(window, window.rail.rect().topLeft())
        stack = window.stack.mapTo(window, window.stack.rect().topLeft())
        assert rail.x() > stack.x() + window.stack.width() // 2
    finally:
        opened.close()


def test_the_language_is_remembered_beside_the_window(tmp_path: Path) -> None:
    file = str(tmp_path / "window.ini")
    QSettings(file, QSettings.Format.IniFormat).setValue(language.CHOICE, "de")
    again = QSettings(file, QSettings.Format.IniFormat)
    assert language.chosen(again) == "de"
    again.setValue(language.CHOICE, "nonsense")
    assert language.chosen(again) == "system"
    assert language.chosen(None) == "system"
