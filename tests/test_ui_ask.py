"""The ask page: how an answer was made, its table, chips that ask again, its moments beside it, earlier conversations, questions by
themselves, drafts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt, QTime
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.memory import Memory, initialise
from app.paths import Places
from app.records import TableRow
from tests.test_drafts import FIT, NOT_AT_WORK, keep
from tests.ui_home import Opened, open_window
from ui.answer_table import around
from ui.by_itself import when_words
from ui.evidence import UnusedRow
from ui.examples import examples
from ui.talk import TurnView

QUESTION = "Who comes for the boiler inspection?"
APPS = "Which apps did I use most on 14 November 2026?"


def text_of(turn: TurnView, name: str) -> str:
    found = turn.findChild(QLabel, name)
    assert found is not None
    return found.text()


def ask(qtbot: QtBot, opened: Opened, question: str) -> TurnView:
    """Ask, and wait for the answer."""
    opened.window.ask(question)
    turn = opened.window.ask_page.turns[-1]
    qtbot.waitUntil(lambda: turn.answer is not None and turn.repeat.isVisible())
    return turn


def next_turn(qtbot: QtBot, opened: Opened, act: Callable[[], object]) -> TurnView:
    """Do something that asks, and wait for that answer."""
    page = opened.window.ask_page
    count = len(page.turns)
    act()
    qtbot.waitUntil(lambda: len(page.turns) == count + 1 and page.turns[-1].answer is not None)
    return page.turns[-1]


def with_memory(opened: Opened, read: Callable[[Memory], object]) -> object:
    memory = opened.memory()
    try:
        return read(memory)
    finally:
        memory.close()


# -- how an answer was made, and what it rests on


def test_a_counted_answer_says_so_and_its_table_opens_the_moments_that_prove_it(opened: Opened, qtbot: QtBot) -> None:
    turn = ask(qtbot, opened, APPS)
    assert turn.answer is not None
    assert text_of(turn, "manner") == "Counted"
    assert turn.notice().startswith("Exact, proved by ")
    rows = turn.answer.table
    assert turn.table.rowCount() == len(rows) > 1
    assert turn.table.item(0, 0).text() == rows[0].name
    assert rows[0].name in turn.text.toPlainText()  # the sentence with its time stays
    assert rows[1].name not in turn.text.toPlainText()  # the others stand in the table only
    qtbot.mouseClick(
        turn.table.viewport(), Qt.MouseButton.LeftButton, pos=turn.table.visualItemRect(turn.table.item(1, 0)).center()
    )
    beside = opened.window.ask_page.beside
    assert beside.isVisible()
    assert beside.citation is not None
    assert f"[{beside.citation.n}]" in rows[1].line
    turn.copy_answer()
    assert all(row.line in QGuiApplication.clipboard().text() for row in rows)


def test_the_lines_of_a_table_are_told_once_and_what_stands_around_them_stays() -> None:
    rows = (TableRow("Mail", "2 h", "Mail: 2 h [1]"), TableRow("Calc", "1 h", "Calc: 1 h [2]"))
    assert around("Two apps:\nMail: 2 h [1]\nCalc: 1 h [2]\nand 3 more", rows) == ("Two apps:", "and 3 more")
    assert around("Nothing here [1]\nMail: 3 h [1]", rows) == ("Nothing here [1]\nMail: 3 h [1]", "")


def test_a_moment_opens_beside_the_conversation_and_escape_goes_back_to_its_card(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.ask_page
    turn = ask(qtbot, opened, QUESTION)
    assert turn.answer is not None
    cited = turn.answer.citations[0]
    page.evidence.focus_card(1)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    assert page.beside.isVisible()
    assert not page.evidence.isVisible()
    qtbot.waitUntil(lambda: page.beside.view.moment is not None and page.beside.view.moment.id == cited.id)
    left, right = page.composer.rect(), page.beside.rect()
    left = QRect(page.composer.mapTo(page, left.topLeft()), left.size())
    assert not left.intersects(QRect(page.beside.mapTo(page, right.topLeft()), right.size()))
    qtbot.keyClick(page.beside.timeline, Qt.Key.Key_Escape)
    assert page.evidence.isVisible()
    assert opened.window.page() == "ask"
    qtbot.waitUntil(lambda: page.focusWidget() is not None and page.focusWidget().objectName() == "evidence1")


def test_what_was_found_and_not_used_is_told_and_can_be_opened_but_is_not_stored(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.ask_page
    turn = ask(qtbot, opened, QUESTION)
    assert turn.answer is not None
    unused = turn.answer.unused
    assert unused
    assert not {one.citation.id for one in unused} & {one.id for one in turn.answer.citations}
    rows = page.evidence.findChildren(UnusedRow)
    assert len(rows) == len(unused)
    assert not any(row.isVisible() for row in rows)
    page.evidence.others.setChecked(True)
    assert all(row.isVisible() for row in rows)
    qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert page.beside.citation == unused[0].citation

    def stored(memory: Memory) -> object:
        place = memory.conversations()[0][0]
        return memory.turns(place)[0].answer.unused, memory.store.value("SELECT answer FROM turn")

    held, packed = with_memory(opened, stored)  # type: ignore[misc]
    assert held == ()
    assert unused[0].citation.id not in packed


# -- asking again


def test_a_follow_up_shows_what_it_was_taken_for_and_asked_again_it_means_the_same(
    opened: Opened, qtbot: QtBot
) -> None:
    ask(qtbot, opened, "Which apps did I use most on 15 November 2026?")
    turn = ask(qtbot, opened, "and the day before?")
    assert turn.answer is not None
    assert "2026-11-14" in turn.answer.read_as
    assert turn.answer.read_as in text_of(turn, "readAs")
    again = next_turn(qtbot, opened, turn.repeat.click)
    assert again.answer is not None
    assert again.question() == turn.answer.read_as  # not yet another day before
    assert again.answer.text == turn.answer.text


def test_a_time_is_changed_and_left_out_and_the_question_is_asked_again(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.ask_page
    ask(qtbot, opened, APPS)
    chip = page.understood.chips[0]
    assert chip.facet.said == "on 14 November 2026"
    chip.field.setText("on 15 November 2026")
    other = next_turn(qtbot, opened, lambda: qtbot.keyClick(chip.field, Qt.Key.Key_Return))
    assert other.question() == "Which apps did I use most on 15 November 2026?"
    assert other.answer is not None
    assert other.answer.mode == "computed"
    bare = next_turn(qtbot, opened, lambda: qtbot.keyClick(page.understood.chips[0], Qt.Key.Key_Delete))
    assert bare.question() == "Which apps did I use most?"
    qtbot.waitUntil(lambda: page.understood.chips == [])


def test_a_person_left_out_is_passed_over_and_the_words_stay(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.ask_page
    turn = ask(qtbot, opened, "What did Jakub write about the invoice?")
    assert turn.answer is not None
    assert [one.field for one in turn.answer.understood.facets] == ["person"]
    again = next_turn(qtbot, opened, page.understood.chips[0].leave_out.trigger)
    assert again.answer is not None
    assert again.question() == turn.question()
    assert again.answer.understood.facets == ()


def test_a_chip_above_the_composer_narrows_the_next_question(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.ask_page
    ask(qtbot, opened, QUESTION)
    page.filters.narrow("app", "No Such Program")
    turn = next_turn(qtbot, opened, page.turns[-1].repeat.click)
    assert turn.answer is not None
    assert turn.answer.mode == "none"


# -- earlier conversations


def test_earlier_conversations_are_searched_opened_and_exported(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    page = opened.window.ask_page
    ask(qtbot, opened, QUESTION)
    page.start_anew()
    ask(qtbot, opened, APPS)
    qtbot.mouseClick(page.history, Qt.MouseButton.LeftButton)
    earlier = page.earlier
    qtbot.waitUntil(lambda: earlier.rows.rowCount() == 2)
    assert earlier.field.hasFocus()
    qtbot.keyClicks(earlier.field, "boiler")
    qtbot.waitUntil(lambda: earlier.rows.rowCount() == 1)
    file = tmp_path / "conversation.md"
    with qtbot.waitSignal(earlier.said) as said:
        earlier.export_to(file)
    assert "not encrypted" in said.args[0]
    assert QUESTION in file.read_text(encoding="utf-8")
    with qtbot.waitSignal(earlier.said) as failed:
        earlier.export_to(tmp_path / "no folder" / "x.md")
    assert "cannot be written" in failed.args[0]
    qtbot.keyClick(earlier.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [turn.question() for turn in page.turns] == [QUESTION])
    assert page.composer.isVisible()
    qtbot.keyClicks(earlier.field, " and nothing of the kind")
    earlier.load()
    qtbot.waitUntil(lambda: earlier.rows.rowCount() == 0)
    assert not earlier.open.isEnabled()


def test_a_deleted_conversation_can_be_brought_back_and_is_not_shown_meanwhile(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.ask_page
    ask(qtbot, opened, QUESTION)
    page.show_earlier()
    earlier = page.earlier
    qtbot.waitUntil(lambda: earlier.rows.rowCount() == 1)
    earlier.list.setFocus()
    qtbot.keyClick(earlier.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: earlier.rows.rowCount() == 0)
    assert page.turns == []
    assert earlier.bar.can_undo()
    earlier.bar.undo()
    qtbot.waitUntil(lambda: earlier.rows.rowCount() == 1)
    qtbot.keyClick(earlier.list, Qt.Key.Key_Escape)
    assert page.composer.isVisible()


# -- by itself


def test_nothing_is_asked_by_itself_until_one_adds_it_and_each_can_be_switched_off(
    opened: Opened, qtbot: QtBot
) -> None:
    page = opened.window.ask_page
    view = page.by_itself
    turn = ask(qtbot, opened, QUESTION)
    assert with_memory(opened, lambda memory: memory.scheduled()) == []
    qtbot.mouseClick(turn.schedule, Qt.MouseButton.LeftButton)
    assert view.isVisible()
    assert view.field.text() == QUESTION
    assert view.rows == []
    view.choose_days("weekday")
    view.time.setTime(QTime(17, 30))
    qtbot.mouseClick(view.add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(view.rows) == 1)
    held = with_memory(opened, lambda memory: memory.scheduled()[0])
    assert (held.question, held.days, held.minute, held.on) == (QUESTION, frozenset(range(5)), 1050, True)  # type: ignore[attr-defined]
    view.rows[0].on.click()
    qtbot.waitUntil(lambda: not with_memory(opened, lambda memory: memory.scheduled()[0].on))
    qtbot.waitUntil(lambda: not view.rows[0].on.isChecked())
    answers = view.rows[0].findChild(QPushButton, "scheduledAnswers")
    assert answers is not None
    qtbot.mouseClick(answers, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.turns) == 1 and page.composer.isVisible())
    assert page.turns[0].notice().startswith("Asked by itself from now on")
    page.show_by_itself()
    qtbot.waitUntil(lambda: len(view.rows) == 1)
    view.rows[0].removed.emit(held.id)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: view.rows == [])


def test_days_are_told_as_people_say_them() -> None:
    assert when_words(frozenset(range(7)), 18 * 60) == "Every day at 18:00"
    assert when_words(frozenset({0, 1, 2, 3, 4}), 0) == "Monday to Friday at 00:00"
    assert when_words(frozenset({4}), 9 * 60 + 5) == "Friday at 09:05"


# -- examples


def test_an_empty_page_offers_questions_about_what_this_memory_holds(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.ask_page
    opened.window.open_page("ask")
    qtbot.waitUntil(lambda: len(page.empty.examples()) == 3)
    names = with_memory(opened, lambda memory: [*memory.apps(), *memory.sites(), *memory.people()])
    texts = [one.accessibleName() for one in page.empty.examples()]
    assert all(any(name in text for name in names) for text in texts)  # type: ignore[attr-defined]
    first = page.empty.examples()[0]
    turn = next_turn(qtbot, opened, lambda: qtbot.mouseClick(first, Qt.MouseButton.LeftButton))
    assert turn.question() == texts[0]
    assert turn.answer is not None
    assert turn.answer.mode != "none"


def test_an_empty_memory_offers_none(memory: Memory) -> None:
    assert examples(memory) == ()


# -- drafts


@pytest.fixture
def pavilion(qtbot: QtBot, places: Places, fake_models: object) -> Iterator[Opened]:
    """The window on a memory of messages about a pavilion, some of them private."""
    initialise(places)
    memory = Memory.open(places, models=fake_models)  # type: ignore[arg-type]
    keep(memory, [*NOT_AT_WORK, FIT["work"], FIT["family"]])
    memory.read_pending()
    memory.close()
    window = open_window(places)
    qtbot.waitUntil(window.window.timeline.settled)
    yield window
    window.close()


def test_a_draft_leaves_out_what_is_private_says_why_and_takes_a_piece_in_when_told_to(
    pavilion: Opened, qtbot: QtBot
) -> None:
    page = pavilion.window.ask_page
    pavilion.window.open_page("ask")
    qtbot.mouseClick(page.draft, Qt.MouseButton.LeftButton)
    sheet = page.drafts
    assert sheet.isVisible()
    assert not sheet.copy.isEnabled()
    qtbot.mouseClick(sheet.kinds.buttons()[2], Qt.MouseButton.LeftButton)
    qtbot.keyClick(sheet.about, Qt.Key.Key_Return)
    assert sheet.notice.text() == "Which project?"
    qtbot.keyClicks(sheet.about, "pavilion")
    qtbot.keyClick(sheet.about, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.copy.isEnabled)
    shown = sheet.text.toPlainText()
    assert FIT["work"][2] in shown
    assert not any(text in shown for _, _, text in NOT_AT_WORK)
    assert sheet.left_head.text().startswith("Left out: ")
    rows = [row for row in sheet._left if row.findChild(QPushButton, "takeIn").isVisibleTo(row)]  # type: ignore[union-attr]
    secret = [row for row in sheet._left if row not in rows]
    assert rows
    assert secret  # the password shows no words and cannot be taken in
    before = len(sheet._left)
    rows[0].findChild(QPushButton, "takeIn").click()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: sheet._ticket is None and len(sheet._left) == before - 1)
    qtbot.mouseClick(sheet.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == sheet.text.toPlainText()
    assert not sheet.isVisible()
    assert with_memory(pavilion, lambda memory: memory.conversations()) == []  # nothing is stored


def test_another_audience_is_drafted_for_anew_with_nothing_taken_in(pavilion: Opened, qtbot: QtBot) -> None:
    sheet = pavilion.window.ask_page.drafts
    pavilion.window.open_page("ask")
    sheet.open()
    sheet.kinds.buttons()[2].click()
    sheet.about.setText("pavilion")
    qtbot.mouseClick(sheet.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.copy.isEnabled)
    qtbot.mouseClick(sheet.audiences.buttons()[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet._ticket is None and FIT["family"][2] in sheet.text.toPlainText())
    assert FIT["work"][2] not in sheet.text.toPlainText()
    sheet.reject()
