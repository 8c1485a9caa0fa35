"""What makes everyday tasks short: the last minutes forgotten, usual values beside a limit, a folder offered for backups, questions offered."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.engines import Models
from app.ingest.reading import add_text_moment
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Selection
from app.settings import Settings
from app.store.frames import NewMoment
from models.fake import FakeEmbedder, FakeOcr
from tests.hands import Mouse
from tests.ui_home import Opened, open_window
from ui import setting_moving
from ui.examples import examples
from ui.settings import SettingsPage


def said(memory: Memory, text: str, ago: timedelta, *, author: str = "Me", app: str = "Signal") -> None:
    at = datetime.now(UTC) - ago
    new = NewMoment(kind="message", at=at, zone="UTC", app=app, author=author, source="test")
    add_text_moment(memory.store, new, text)


@pytest.fixture
def opened(qtbot: QtBot, places: Places, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """The window on a memory of one message, an hour old."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    said(memory, "The heron stands at the pond again.", timedelta(hours=1))
    memory.close()
    one = open_window(places)
    qtbot.waitUntil(one.window.timeline.settled)
    one.window.activateWindow()
    yield one
    one.close()


def kept(opened: Opened) -> int:
    memory = opened.memory()
    try:
        return len(memory.timeline())
    finally:
        memory.close()


def settings(opened: Opened) -> Settings:
    memory = opened.memory()
    try:
        return memory.settings()
    finally:
        memory.close()


def text_of(inside: QWidget, name: str) -> str:
    found = inside.findChild(QLabel, name)
    assert found is not None
    return found.text()


@pytest.fixture
def page(opened: Opened, qtbot: QtBot) -> SettingsPage:
    found = opened.window.pages["settings"]
    assert isinstance(found, SettingsPage)
    opened.window.open_page("settings")
    qtbot.waitUntil(lambda: found.held is not None)
    return found


# -- the last minutes
def test_where_the_last_minutes_left_nothing_that_is_said_and_nothing_is_asked(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    window.open_page("memories")
    window.forget_last()
    qtbot.waitUntil(lambda: window.toast.text() == "Nothing was kept in the last 10 minutes.")
    assert window.page() == "timeline"
    assert window.timeline.bar.isHidden()
    assert kept(opened) == 1


def test_the_last_minutes_are_kept_after_escape_and_come_back_after_undo(opened: Opened, qtbot: QtBot) -> None:
    memory = opened.memory()
    said(memory, "A card number that was read aloud.", timedelta(minutes=3))
    memory.close()
    bar = opened.window.timeline.bar
    opened.window.forget_last()
    qtbot.waitUntil(bar.isVisible)
    assert text_of(bar, "forgetSaid").startswith("The last 10 minutes. Forget 1 moment")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert kept(opened) == 2
    opened.window.forget_last()
    qtbot.waitUntil(bar.isVisible)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept(opened) == 1 and bar.can_undo())
    bar.undo()
    qtbot.waitUntil(lambda: kept(opened) == 2)


def test_a_question_is_offered_to_be_forgotten_where_there_is_no_moment(opened: Opened, qtbot: QtBot) -> None:
    memory = opened.memory()
    memory.forget(Selection(everything=True))
    memory.ask("Where does the heron stand?", conversation=memory.new_conversation())
    memory.close()
    timeline = opened.window.timeline
    timeline.refresh()
    qtbot.waitUntil(lambda: timeline.settled() and not timeline.moments)
    opened.window.forget_last()
    qtbot.waitUntil(timeline.bar.isVisible)
    assert timeline.bar.visibleRegion().boundingRect().size() == timeline.bar.size()


# -- limits
def usual(page: SettingsPage, name: str, value: int) -> None:
    """Open the usual values of a setting and take one."""
    menu = page.findChild(QMenu, f"{name}UsualMenu")
    assert menu is not None
    page.rows[name].findChild(QWidget, f"{name}Usual").click()  # type: ignore[union-attr]
    marked = [one.data() for one in menu.actions() if one.isChecked()]
    assert marked == [getattr(page.held, name)]
    menu.findChild(QAction, f"{name}-{value}").trigger()  # type: ignore[union-attr]
    menu.close()


def test_a_digit_on_the_button_of_usual_values_is_not_typed_into_its_field(page: SettingsPage) -> None:
    page.go_to("retention")
    row = page.rows["pictures_days"]
    button, before = row.findChild(QWidget, "pictures_daysUsual"), row.field.text()  # type: ignore[attr-defined]
    assert isinstance(button, QWidget)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_5)
    assert row.field.text() == before  # type: ignore[attr-defined]


def test_a_usual_value_that_keeps_more_holds_at_once_and_one_that_keeps_less_is_asked_about_once(
    opened: Opened, page: SettingsPage, qtbot: QtBot
) -> None:
    page.go_to("retention")
    usual(page, "pictures_days", 730)
    qtbot.waitUntil(lambda: settings(opened).pictures_days == 730 and page.held is not None)
    qtbot.waitUntil(lambda: page.held is not None and page.held.pictures_days == 730)
    usual(page, "pictures_days", 30)
    qtbot.waitUntil(page.retention.yes.isVisible)
    assert page.rows["pictures_days"].field.text() == "30 days"  # type: ignore[attr-defined]
    asked: list[object] = []
    page.rows["pictures_days"].wanted.connect(lambda *_: asked.append(None))
    page.rows["pictures_days"].field.editingFinished.emit()  # type: ignore[attr-defined]
    qtbot.mouseClick(page.retention.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: settings(opened).pictures_days == 30)
    assert asked == []
    page.retention._show(None)  # type: ignore[arg-type]  # what was looked up for it comes too late
    assert not page.retention.is_asking()


# -- backups
def test_a_backup_goes_where_it_was_set_to_go_else_where_it_went_last_else_where_it_is_offered(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "person" / ".config"))
    memory = opened.memory()
    assert setting_moving.wanted_folder(memory) == tmp_path / "person" / "Documents" / "Recollect backup"
    for name in ("first", "second", "first"):
        memory.backup(tmp_path / name)
        assert setting_moving.wanted_folder(memory) == tmp_path / name
    memory.change_settings(backup_folder=str(tmp_path / "third"))
    assert setting_moving.wanted_folder(memory) == tmp_path / "third"
    memory.close()


def test_a_backup_that_cannot_know_its_folder_says_so_and_can_be_tried_again(
    opened: Opened, page: SettingsPage, qtbot: QtBot
) -> None:
    page.go_to("backup")
    block = page.group("backup").block
    assert isinstance(block, setting_moving.BackupBlock)
    qtbot.waitUntil(lambda: "It goes into" in text_of(block, "backupWhere"))
    opened.places.settings.write_text("no = [toml")
    qtbot.mouseClick(block.now, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "cannot be read" in text_of(block, "backupWhere"))
    assert block.now.isEnabled()


# -- the search in settings
def test_enter_goes_to_what_is_called_so(page: SettingsPage, qtbot: QtBot) -> None:
    for typed, found in (
        ("back up now", "backupNow"),
        ("form export", "exportForm"),
        ("how long pictures", "pictures_days"),
    ):
        page.search.setText(typed)
        page.search.setFocus()
        qtbot.wait(150)  # what was typed has settled
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
        held = lambda name=found: (at := QApplication.focusWidget()) is not None and at.objectName() == name  # noqa: E731
        qtbot.waitUntil(held)


# -- what is offered
def test_what_an_empty_page_offers_can_be_clicked(opened: Opened, qtbot: QtBot) -> None:
    mouse = Mouse(opened, qtbot)
    window = opened.window
    mouse.click("railAsk")
    mouse.until(lambda: window.ask_page.empty.examples() and window.ask_page.empty.examples()[0].isVisible())
    mouse.click(window.ask_page.empty.examples()[0])
    mouse.until(lambda: window.ask_page.turns)
    window.top.box.setText("zebra")
    mouse.until(lambda: window.search_page.result is not None)
    mouse.click("searchEmptyAction")
    mouse.until(lambda: window.page() == "ask")


def test_only_what_has_an_answer_is_offered(memory: Memory) -> None:
    said(memory, "The library promised Anna a room.", timedelta(days=3), author="Anna Berger")
    assert examples(memory)[:2] == ("When did I last hear from Anna Berger?", "How long was I in Signal last week?")
    said(memory, "I have promised Anna the ladder.", timedelta(days=3))
    noon = datetime.now(UTC).astimezone().replace(hour=12) - timedelta(days=1)
    said(memory, "A line of code.", datetime.now(UTC) - noon, app="Kate")
    assert examples(memory)[:2] == ("What did I promise Anna?", "How long was I in Kate yesterday?")
