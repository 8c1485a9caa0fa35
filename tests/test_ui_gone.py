"""What was forgotten stands nowhere in the window: not among results, not in an answer, not beside it; a yes is about what is shown."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from app.memory import Memory
from app.paths import Places
from app.records import Selection
from models.fake import FakeChat
from tests.test_ui_window import search
from tests.ui_home import Opened, copied, open_window
from ui.undo import ForgetBar

QUESTION = "Who comes for the boiler inspection?"


def listed(opened: Opened) -> set[str]:
    return opened.window.search_page.shown_ids()


def test_what_was_forgotten_is_no_result_when_one_comes_back_and_is_one_again_when_it_was_undone(
    qtbot: QtBot, opened: Opened
) -> None:
    search(qtbot, opened, "garden")
    window, page = opened.window, opened.window.search_page
    qtbot.waitUntil(lambda: page.result is not None and page.result.meaning_used)
    page.enter_list()
    hit = page.current_hit()
    assert hit is not None
    page._open(page.list.currentIndex())
    qtbot.waitUntil(lambda: [one.id for one in window.timeline.chosen()] == [hit.id])
    qtbot.waitUntil(lambda: hit.id in window.desk.pictures.shown_ids())
    window.timeline.forget_chosen()
    qtbot.waitUntil(window.timeline.bar.can_undo)
    window.open_page("search")
    qtbot.waitUntil(lambda: hit.id not in listed(opened) and page.result is not None and page.result.meaning_used)
    assert hit.id not in {row.hit.id for row in page.hits._rows if row.hit is not None}
    assert hit.id not in window.desk.pictures.shown_ids()
    assert hit.id not in window.inspector.shown_ids()
    window.timeline.bar.undo()
    qtbot.waitUntil(lambda: hit.id in listed(opened))
    window.open_page("timeline")
    window.open_moment(hit.id)
    qtbot.waitUntil(lambda: hit.id in window.desk.pictures.shown_ids())


def test_the_sentences_of_an_answer_go_with_the_moment_that_they_cite_and_come_back_with_it(
    qtbot: QtBot, opened: Opened
) -> None:
    window, page = opened.window, opened.window.ask_page
    window.ask(QUESTION)
    turn = page.turns[-1]
    qtbot.waitUntil(lambda: turn.answer is not None and turn.repeat.isVisible())
    assert turn.answer is not None
    cited, quote = turn.answer.citations[0].id, turn.answer.citations[0].quote
    assert cited in page.shown_ids()
    assert quote in turn.answer.text
    page.composer.field.setPlainText("what I am about to ask")
    window.open_moment(cited)
    qtbot.waitUntil(lambda: [one.id for one in window.timeline.chosen()] == [cited])
    window.timeline.forget_chosen()
    qtbot.waitUntil(lambda: bool(page.turns) and cited not in page.shown_ids())
    said = page.turns[0].answer
    assert page.turns == [turn]  # what stands there is changed: nothing is made anew
    assert said is not None
    assert quote not in said.text
    qtbot.waitUntil(lambda: not any(quote in one.text() for one in page.findChildren(QLabel)))
    qtbot.waitUntil(lambda: not any(quote in one.toPlainText() for one in page.findChildren(QTextEdit)))
    assert page.composer.field.toPlainText() == "what I am about to ask"
    window.timeline.bar.undo()
    qtbot.waitUntil(lambda: cited in page.shown_ids())


class Held(FakeChat):
    """Writes its answer once it is let go on."""

    def __init__(self) -> None:
        super().__init__(self._held)
        self.may = threading.Event()

    def generate(
        self, messages: Sequence[dict[str, str]], *, on_text: Callable[[str], None] | None = None, **more: Any
    ) -> str:
        if on_text is not None and not self.may.is_set():
            on_text("unchecked words")
        return super().generate(messages, on_text=on_text, **more)

    def _held(self, _messages: object) -> str:
        assert self.may.wait(30)
        return "It is so [1]."


def test_while_an_answer_is_written_what_it_quotes_and_what_stands_above_it_goes_at_once(
    qtbot: QtBot, two_days: Places, tmp_path: Path
) -> None:
    chat = Held()
    chat.may.set()
    opened = open_window(copied(two_days, tmp_path), chat=chat)
    try:
        window, page = opened.window, opened.window.ask_page
        qtbot.waitUntil(lambda: window.core.is_open)
        window.ask(QUESTION)
        first = page.turns[-1]
        qtbot.waitUntil(first.repeat.isVisible)
        chat.may.clear()
        window.ask("What did Jonas write about the tax return?")
        second = page.turns[-1]
        qtbot.waitUntil(lambda: second.answer is not None and bool(second.answer.citations))
        texts = lambda: "\n".join(one.toPlainText() for one in page.findChildren(QTextEdit))  # noqa: E731
        qtbot.waitUntil(lambda: "unchecked words" in texts())
        assert first.answer is not None
        assert second.answer is not None
        quotes = [one.quote for turn in (first, second) for one in turn.answer.citations]  # type: ignore[union-attr]
        gone = page.shown_ids()
        memory = opened.memory()
        memory.forget(Selection(ids=tuple(gone)))
        memory.close()
        window.recording._quiet.setInterval(10)
        window.recording.look()
        qtbot.waitUntil(lambda: not page.shown_ids() & gone)
        qtbot.waitUntil(lambda: not [one for one in (*quotes, "unchecked words") if one in texts()])
        assert not second.repeat.isVisible()  # it is still written
        chat.may.set()
        qtbot.waitUntil(second.repeat.isVisible)
        qtbot.waitUntil(lambda: page._ticket is None and not page._went)
        qtbot.wait(100)
        assert not page.shown_ids() & gone
        assert page.turns == [second]  # of the first nothing is left
    finally:
        chat.may.set()
        opened.close()


def test_the_evidence_goes_with_the_last_answer_and_does_not_come_back_beside_something_else(
    qtbot: QtBot, opened: Opened
) -> None:
    window, page = opened.window, opened.window.ask_page
    window.ask(QUESTION)
    qtbot.waitUntil(page.turns[-1].repeat.isVisible)
    page.arrive()
    qtbot.waitUntil(lambda: bool(page.evidence._cards))
    gone = page.shown_ids()
    memory = opened.memory()
    hidden = memory.forget(Selection(until=datetime.now(UTC) + timedelta(minutes=1)), undo_s=60)  # the question, too
    conversation = page._conversation
    window._gone.look()
    qtbot.waitUntil(lambda: page.turns == [])
    assert page.evidence._cards == []
    page._conversation = conversation
    page.show_earlier()
    memory.undo_forget(hidden.id)
    memory.close()
    page.give_back()
    qtbot.waitUntil(lambda: bool(page.shown_ids() & gone))
    assert page._proof.isHidden()
    page.show_talk()
    assert not page._proof.isHidden()


def test_a_conversation_that_is_read_again_does_not_come_back_over_another(qtbot: QtBot, opened: Opened) -> None:
    window, page = opened.window, opened.window.ask_page
    window.ask(QUESTION)
    qtbot.waitUntil(page.turns[-1].repeat.isVisible)
    page.give_back()  # it is read again
    page.start_anew()
    qtbot.wait(200)
    assert page.turns == []


def test_what_another_process_forgets_stands_here_no_more(qtbot: QtBot, opened: Opened) -> None:
    window = opened.window
    window.recording._quiet.setInterval(10)
    search(qtbot, opened, "garden")
    gone = sorted(listed(opened))[:2]
    window.inspector.show_moment(opened_moment(opened, gone[0]), ())
    memory = opened.memory()
    memory.forget(Selection(ids=tuple(gone)))
    memory.close()
    window.recording.look()
    qtbot.waitUntil(lambda: not (listed(opened) | window.inspector.shown_ids()) & set(gone))


def opened_moment(opened: Opened, id_: str) -> object:
    memory = opened.memory()
    try:
        return memory.moment(id_).moment
    finally:
        memory.close()


def test_a_yes_is_about_what_the_bar_shows(qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another question is put while the first stands there: until it is read, no yes is taken."""
    window = opened.window
    bar: ForgetBar = window.timeline.bar
    window.open_page("timeline")
    first, second = (Selection(ids=(moment.id,)) for moment in window.timeline.moments[:2])
    asked: list[tuple[Selection, bool]] = []
    forget = Memory.forget

    def noted(self: Memory, selection: Selection, *, dry_run: bool = False, undo_s: float = 0.0) -> object:
        asked.append((selection, dry_run))
        return forget(self, selection, dry_run=dry_run, undo_s=undo_s)

    monkeypatch.setattr(Memory, "forget", noted)
    bar.ask(first)
    yes = bar.findChild(QPushButton, "forgetYes")
    assert yes is not None
    qtbot.waitUntil(yes.isVisible)
    bar.ask(second)
    yes.click()
    assert not yes.isEnabled()
    qtbot.waitUntil(yes.isEnabled)
    held_down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(bar, held_down)
    bar.ask(first)  # not read yet when something else is taken at once
    bar.take(second)
    qtbot.waitUntil(bar.can_undo)
    qtbot.wait(100)
    assert bar.can_undo()
    assert [one for one, dry_run in asked if not dry_run] == [second]


def test_leaving_the_timeline_within_the_time_to_undo_says_where_that_is(qtbot: QtBot, opened: Opened) -> None:
    window = opened.window
    search(qtbot, opened, "garden")
    window.search_page.enter_list()
    window.search_page._open(window.search_page.list.currentIndex())
    qtbot.waitUntil(lambda: window.page() == "timeline" and bool(window.timeline.chosen()))
    window.timeline.forget_chosen()
    qtbot.waitUntil(window.timeline.bar.can_undo)
    window.timeline.let_go()
    assert window.page() == "search"
    assert "can be undone on the timeline" in window.toast.text()


def test_the_key_of_recording_does_nothing_while_the_memory_is_locked(qtbot: QtBot, opened: Opened) -> None:
    window = opened.window
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.pill.menu_.isVisible)
    window.pill.menu_.close()
    window.lock()
    qtbot.waitUntil(lambda: not opened.core.is_open and window.first_run._go.isEnabled())
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(100)
    assert not window.pill.menu_.isVisible()
