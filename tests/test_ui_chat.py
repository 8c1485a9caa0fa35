"""A written answer in the window, by the real llama.cpp on a small file: it streams, can be stopped, and its worker may die."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.paths import Places
from models.chat import ChatClient
from models.host import WorkerHost
from tests.tiny_gguf import write_tiny_gguf
from tests.ui_home import Opened, copied, open_window
from ui.answer_text import AnswerText
from ui.evidence import Card
from ui.talk import TurnView
from ui.theme import Theme

QUESTION = "Who comes for the boiler inspection?"
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def host() -> Iterator[WorkerHost]:
    made = WorkerHost()
    yield made
    made.close()


@pytest.fixture(scope="module")
def babbler(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with random weights: what it writes proves nothing, and it takes its time."""
    return write_tiny_gguf(tmp_path_factory.mktemp("gguf") / "babbler.gguf", layers=8, width=256)


@pytest.fixture
def written(qtbot: QtBot, two_days: Places, tmp_path: Path, host: WorkerHost, babbler: Path) -> Iterator[Opened]:
    window = open_window(copied(two_days, tmp_path), chat=ChatClient(host, path=babbler, context_tokens=1024))
    qtbot.waitUntil(window.window.timeline.settled)
    yield window
    window.close()


def streaming(qtbot: QtBot, opened: Opened) -> TurnView:
    """Ask, and wait until something is being written below the quoted answer, which is there before."""
    opened.window.ask(QUESTION)
    turn = opened.window.ask_page.turns[-1]
    qtbot.waitUntil(lambda: turn.answer is not None, timeout=WAIT_MS)
    assert turn.answer is not None
    assert (turn.answer.mode, turn.answer.notice) == ("extractive", "")
    assert turn.text.isVisible()
    qtbot.waitUntil(turn.written.isVisible, timeout=WAIT_MS)
    assert turn.notice() == "Writing. Each sentence is checked when it is done."
    return turn


def quoted_with(qtbot: QtBot, turn: TurnView, notice: str) -> None:
    """The quoted answer stands in the window, with its evidence, and why it is not a written one."""
    qtbot.waitUntil(lambda: turn.answer is not None and turn.answer.notice == notice, timeout=WAIT_MS)
    assert turn.answer is not None
    assert turn.answer.mode == "extractive"
    assert not turn.written.isVisible()
    assert turn.answer.citations
    assert turn.text.toPlainText().startswith(turn.answer.text[:20])


def test_what_a_babbling_model_writes_is_replaced_by_what_can_be_proved(qtbot: QtBot, written: Opened) -> None:
    turn = streaming(qtbot, written)
    quoted_with(qtbot, turn, "model_unproved")
    assert "could not be proved" in turn.notice()


def test_stopping_leaves_the_quoted_answer(qtbot: QtBot, written: Opened) -> None:
    turn = streaming(qtbot, written)
    written.window.ask_page.stop()
    assert turn.notice() == "Stopping…"
    quoted_with(qtbot, turn, "stopped")
    assert not written.window.ask_page.composer.busy


def test_what_was_stopped_can_be_asked_again_and_streams_again(qtbot: QtBot, written: Opened) -> None:
    page = written.window.ask_page
    turn = streaming(qtbot, written)
    assert not turn.repeat.isVisible()  # while it is under way it can be stopped, not asked again
    page.stop()
    quoted_with(qtbot, turn, "stopped")
    assert page.evidence.others.isVisible()  # what was found and not used is told for the quoted answer too
    turn.repeat.click()
    again = page.turns[-1]
    assert again is not turn
    assert again.question() == turn.question()
    qtbot.waitUntil(again.written.isVisible, timeout=WAIT_MS)
    page.stop()
    quoted_with(qtbot, again, "stopped")
    assert turn.text.isVisible()


def test_a_worker_killed_in_mid_sentence_leaves_the_quoted_answer_and_its_reason(
    qtbot: QtBot, written: Opened, host: WorkerHost
) -> None:
    turn = streaming(qtbot, written)
    os.kill(host.states()["chat"]["pid"], signal.SIGKILL)
    quoted_with(qtbot, turn, "worker_died")
    assert "ended unexpectedly" in turn.notice()


def test_another_question_takes_the_place_of_one_that_is_being_written(qtbot: QtBot, written: Opened) -> None:
    first = streaming(qtbot, written)
    written.window.ask("What is the number of the locker?")
    second = written.window.ask_page.turns[-1]
    assert first.notice() == "Stopped."
    assert not first.written.isVisible()
    assert first.text.isVisible()  # what is quoted stays
    qtbot.waitUntil(lambda: second.answer is not None, timeout=WAIT_MS)
    assert first.answer is not None
    assert first.answer.mode == "extractive"


def test_a_killed_worker_leaves_the_proof_and_nothing_of_what_it_wrote(
    qtbot: QtBot, written: Opened, host: WorkerHost
) -> None:
    turn = streaming(qtbot, written)
    qtbot.waitUntil(lambda: bool(turn.written.toPlainText().strip()), timeout=WAIT_MS)
    half = turn.written.toPlainText()
    os.kill(host.states()["chat"]["pid"], signal.SIGKILL)
    quoted_with(qtbot, turn, "worker_died")
    page = written.window.ask_page
    assert turn.answer is not None
    assert half not in turn.text.toPlainText()
    assert turn.answer.doubts == ()
    assert not page.composer.busy
    cards = [card.citation for card in page.evidence.findChildren(Card)]
    assert cards == list(turn.answer.citations)
    again = streaming(qtbot, written)  # the worker has come up again
    page.stop()
    quoted_with(qtbot, again, "stopped")
    assert again.answer is not None
    assert again.answer.text == turn.answer.text


def test_nothing_is_written_any_more_once_stopping_was_answered(qtbot: QtBot, written: Opened) -> None:
    turn = streaming(qtbot, written)
    written.window.ask_page.stop()
    quoted_with(qtbot, turn, "stopped")
    said = turn.written.toPlainText()
    turn._redraw.timeout.emit()  # a redraw that was on its way comes late
    assert not turn.written.isVisible()
    assert turn.written.toPlainText() in (said, "")


def test_what_answers_stands_out_whatever_letters_come_before_it(qtbot: QtBot, qapp: QApplication) -> None:
    shown = AnswerText(Theme(qapp, "light"))
    qtbot.addWidget(shown)
    text = "The 🦢 comes on Friday [1]."
    shown.show_text(text, (), ((15, 21),))
    cursor = QTextCursor(shown.document())
    strong = ""
    for at in range(1, shown.document().characterCount()):
        cursor.setPosition(at)
        if cursor.charFormat().fontWeight() == QFont.Weight.DemiBold:
            strong += shown.document().characterAt(at - 1)
    assert strong == "Friday"
    assert shown.toPlainText() == text
