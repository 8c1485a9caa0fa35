"""Locking in the window: what the memory showed leaves every widget, the key is asked for again, and the page comes back."""

import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.engines import Models
from app.memory import Memory
from app.paths import Places
from app.store import keys
from models.fake import FakeEmbedder, FakeOcr
from tests.ui_home import Opened, copied, open_window
from ui.__main__ import Program, _options
from ui.keeper import Keeper
from ui.tasks import Ticket

WORDS = "three blue herons"


@pytest.fixture
def behind(two_days: Places, tmp_path: Path) -> Places:
    """Two days behind a passphrase; the key file would open them too."""
    places = copied(two_days, tmp_path)
    keys.set_passphrase(places, keys.open_slots(places), WORDS)
    return places


@pytest.fixture
def guarded(qtbot: QtBot, behind: Places) -> Iterator[Opened]:
    opened = open_window(behind)
    qtbot.waitUntil(opened.window.timeline.settled)
    yield opened
    opened.close()


def open_files(places: Places) -> list[str]:
    names = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            names.append(str(link.readlink()))
        except FileNotFoundError:
            continue
    return [name for name in names if name.startswith(str(places.database))]


def shown_words() -> str:
    """Every word that a widget, an action or a model of this program holds."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    texts: list[str] = []
    for widget in app.allWidgets():
        texts += [widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        texts += [_own_text(widget)]
    for top in app.topLevelWidgets():
        texts += [action.text() for action in top.findChildren(QAction)]
    return "\n".join(texts)


def _own_text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QAbstractItemView) and (rows := widget.model()) is not None:
        columns = 1 if isinstance(rows, QAbstractListModel) else rows.columnCount()
        places = [rows.index(at, column) for at in range(rows.rowCount()) for column in range(columns)]
        return "\n".join(str(rows.data(place)) for place in places)
    whole = getattr(widget, "whole", None)
    return str(whole()) if callable(whole) else ""


def lock(qtbot: QtBot, opened: Opened) -> None:
    with qtbot.waitSignal(opened.window.locked):
        opened.window.lock()
    first_run = opened.window.first_run
    qtbot.waitUntil(first_run._go.isEnabled)


def on_first_run(opened: Opened) -> bool:
    return opened.window._sheets.currentWidget() is opened.window.first_run


def give(qtbot: QtBot, opened: Opened, typed: str) -> None:
    field = opened.window.first_run.passphrase
    field.setText(typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_locking_closes_the_memory_and_asks_for_the_passphrase_though_a_key_file_is_there(
    qtbot: QtBot, guarded: Opened
) -> None:
    window = guarded.window
    assert open_files(guarded.places) != []
    lock(qtbot, guarded)
    assert open_files(guarded.places) == []
    assert guarded.keeper._passphrase is None
    assert on_first_run(guarded)
    first_run = window.first_run
    assert "locked" in first_run._title.text()
    assert first_run.passphrase.isVisible()
    assert window.focusWidget() is first_run.passphrase
    assert window.pill.text() == "Locked"
    give(qtbot, guarded, "three blue heron")
    qtbot.waitUntil(lambda: first_run.error() != "")
    assert on_first_run(guarded)
    assert open_files(guarded.places) == []
    give(qtbot, guarded, WORDS)
    qtbot.waitUntil(lambda: not on_first_run(guarded))
    qtbot.waitUntil(window.timeline.settled)
    assert first_run.passphrase.text() == ""
    assert len(window.timeline.moments) > 0


def test_nothing_of_the_memory_stays_in_a_widget(qtbot: QtBot, guarded: Opened) -> None:
    window = guarded.window
    window.fold_inspector(False)
    window.top.box.setText("garden")
    qtbot.waitUntil(lambda: window.search_page.result is not None and window.search_page.hits.rowCount() > 0)
    window.search_page.list.setCurrentIndex(window.search_page.hits.first_hit())
    window.search_page.toggle_preview()
    inspected = window.inspector._title.text()
    memory = guarded.memory()
    told = {word for one in memory.timeline(limit=500) for word in (one.title, one.url, one.author, one.thread) if word}
    memory.close()
    assert any(word in shown_words() for word in told)
    pictures = window.desk.pictures
    qtbot.waitUntil(lambda: bool(pictures._kept))
    old = [window.timeline, window.search_page, window.inspector, pictures]
    gone: list[str] = []
    for one in old:
        assert isinstance(one, QObject)
        one.destroyed.connect(lambda *_: gone.append("gone"))
    lock(qtbot, guarded)
    qtbot.waitUntil(lambda: len(gone) == len(old))
    after = shown_words()
    assert [word for word in told if word in after] == []
    assert inspected not in after
    assert "garden" not in after
    assert window.desk.pictures._kept == {}
    assert window.search_page.result is None
    assert window.timeline.moments == ()


def test_a_lock_lets_go_of_every_page_and_of_all_pictures(qtbot: QtBot, guarded: Opened) -> None:
    window = guarded.window
    for key in window.pages:
        window.open_page(key)
    held = [window.desk.pictures, window.inspector, *window.pages.made()]
    widgets = [one for page in window.pages.made() for one in page.findChildren(QWidget)]
    gone = [(type(one).__name__, one.objectName(), weakref.ref(one)) for one in (*held, *widgets)]
    assert len(gone) > 500
    del held, widgets
    lock(qtbot, guarded)
    qtbot.waitUntil(lambda: [(kind, name) for kind, name, one in gone if one() is not None] == [])


def test_the_page_that_was_open_is_open_again(qtbot: QtBot, guarded: Opened) -> None:
    window = guarded.window
    window.open_page("ask")
    window.fold_inspector(False)
    lock(qtbot, guarded)
    give(qtbot, guarded, WORDS)
    qtbot.waitUntil(lambda: not on_first_run(guarded))
    assert window.page() == "ask"
    assert not window.inspector.isHidden()
    window.open_page("timeline")
    qtbot.waitUntil(window.timeline.settled)
    window.timeline.newest()
    qtbot.waitUntil(lambda: window.inspector._moment is not None)  # the new pages are connected as the old ones were
    window.top.box.setText("garden")
    qtbot.waitUntil(lambda: window.page() == "search" and window.search_page.hits.rowCount() > 0)


def test_a_memory_without_a_passphrase_is_one_click_away(qtbot: QtBot, opened: Opened) -> None:
    window = opened.window
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: on_first_run(opened) and window.first_run._go.isEnabled())
    assert not window.first_run.passphrase.isVisible()
    assert window.first_run._go.text() == "Open"
    assert open_files(opened.places) == []
    qtbot.mouseClick(window.first_run._go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not on_first_run(opened))


def test_nothing_is_asked_of_a_locked_memory_and_no_old_answer_arrives(qtbot: QtBot, guarded: Opened) -> None:
    window, core = guarded.window, guarded.core
    heard: list[object] = []

    def slow(_memory: Memory, ticket: Ticket) -> None:
        until = time.monotonic() + 10
        while not ticket.cancelled() and time.monotonic() < until:
            time.sleep(0.01)
        heard.append(ticket.cancelled())

    core.long(window, "slow", slow, heard.append)
    core.read(window, "quick", lambda memory, _: memory.days(), heard.append)
    lock(qtbot, guarded)
    core.read(window, "late", lambda memory, _: memory.days(), heard.append)
    window.open_page("search")
    window.write_note()
    window.show_kept_now()
    with qtbot.waitSignal(core.not_open):
        core.open()  # without the passphrase
    done: list[object] = []
    core.long(window, "after all", lambda _memory, _ticket: "done", done.append, needs_memory=False)
    qtbot.waitUntil(lambda: done == ["done"])
    assert [one for one in heard if one is not True] == []
    assert not window.note.isVisible()
    assert open_files(guarded.places) == []


def test_the_menu_locks_and_offers_nothing_that_needs_the_memory_afterwards(qtbot: QtBot, guarded: Opened) -> None:
    menu = guarded.window.pill.menu_
    actions = {action.objectName(): action for action in menu.actions()}
    menu.refresh()
    assert actions["lockNow"].isVisible()
    actions["lockNow"].trigger()
    qtbot.waitUntil(guarded.window.first_run._go.isEnabled)
    menu.refresh()
    assert [
        name
        for name in ("pause15", "pause60", "pauseDay", "resume", "keptPreview", "lockNow")
        if actions[name].isVisible()
    ] == []
    assert "locked" in actions["keptNow"].text()


def test_the_list_of_earlier_questions_and_a_draft_go_with_the_lock(qtbot: QtBot, guarded: Opened) -> None:
    memory = guarded.memory()
    memory.ask("Where is the heron?", conversation=memory.new_conversation(), use_model=False)
    memory.close()
    page = guarded.window.ask_page
    guarded.window.open_page("ask")
    page.show_earlier()
    qtbot.waitUntil(lambda: "heron" in shown_words())
    page.drafts.open()
    page.drafts.text.setPlainText("the heron stands in the pond")
    lock(qtbot, guarded)
    qtbot.waitUntil(lambda: "heron" not in shown_words())
    assert QApplication.activeModalWidget() is None


def test_the_session_is_locked_with_the_window_and_goes_on_after_it(qtbot: QtBot, guarded: Opened) -> None:
    keeper = guarded.keeper
    keeper.start_recording()
    session = keeper._session
    lock(qtbot, guarded)
    assert session.locked
    assert keeper.start_recording() == ""  # not while it is locked
    assert session.locked
    give(qtbot, guarded, WORDS)
    qtbot.waitUntil(lambda: not on_first_run(guarded))
    keeper.start_recording()
    assert keeper._session is session
    assert not session.locked


def test_a_session_that_asks_for_it_locks_the_program_s_window(
    qtbot: QtBot, behind: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    monkeypatch.setattr(app, "exit", lambda code: None)
    program = Program(app, behind, _options(["--no-recording"]))
    program.keeper._models = Models(None, FakeOcr(), FakeEmbedder(), None)  # the real ones would only take long to load
    program.start()
    qtbot.waitUntil(program.window.timeline.settled)
    program._record()
    keeper: Keeper = program.keeper
    qtbot.waitUntil(lambda: keeper._session is not None and keeper._session.started is not None)
    keeper.happened.emit("auto_lock", {"reason": "idle"})
    qtbot.waitUntil(program.window.first_run._go.isEnabled)
    assert keeper._session.locked
    assert not program._recording_asked
    program.window.first_run.passphrase.setText(WORDS)
    program.window.first_run._go.click()
    qtbot.waitUntil(lambda: not keeper._session.locked, timeout=20_000)
    program.window.recording.stop()
    program.core.stop()
    keeper.stop()
    program.window.deleteLater()
    Memory.open(behind, passphrase=WORDS).close()
