"""What a designer's read of the pages changed: marks only on what was looked for, ways back, columns that stand where the eye looks."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from app.records import Box, Hit, Moment, Reason
from tests.test_ui_window import search
from tests.ui_home import Opened
from ui import words
from ui.daypaint import GUTTER, RULER_TOP
from ui.hits import HitPainter, Hits
from ui.inbox import ProposalView
from ui.inspector import run_on
from ui.search import WIDTH
from ui.sought import is_unmarked, shown_boxes, sought_words, title_marks

AT = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
LINES = (Box(10, 10, 80, 12), Box(10, 30, 60, 12), Box(10, 50, 95, 12))


def hit(snippet: str, marks: tuple[tuple[int, int], ...] = ()) -> Hit:
    moment = Moment("a", "screen", AT, "UTC", title="invoices.ods")
    return Hit("a", moment, snippet, snippet, marks, 1.0, (Reason("words"),), LINES)


def across(widget: QWidget, page: QWidget) -> QRect:
    """Where a widget stands on its page."""
    return QRect(widget.mapTo(page, QPoint()), widget.size())


def hint(opened: Opened) -> str:
    found = opened.window.search_page.findChild(QLabel, "searchHint")
    assert found is not None
    return found.text()


# -- marks


def test_a_title_is_marked_where_its_words_begin_with_what_was_looked_for() -> None:
    assert title_marks("invoices.ods", ("invoice",)) == [(0, 7)]
    assert title_marks("my_invoices of the Invoicer", ("invoice",)) == [(3, 10), (19, 26)]
    assert title_marks("reinvoice", ("invoice",)) == []
    assert title_marks("invoices.ods", ()) == []


@pytest.mark.parametrize(("typed", "expected"), [("invoice", ("invoice",)), ("the invoice", ()), ("", ())])
def test_of_several_words_typed_only_those_are_marked_that_a_hit_holds(typed: str, expected: tuple[str, ...]) -> None:
    assert sought_words(typed, [hit("20 August")]) == expected
    assert sought_words(typed, [hit("An Invoice", ((3, 10),))]) == ("invoice",)


def test_a_passage_without_the_words_is_one_mark_and_words_are_marked_each() -> None:
    assert shown_boxes(hit("20 August")) == (Box(10, 10, 95, 52),)
    assert shown_boxes(hit("An invoice", ((3, 10),))) == LINES
    assert shown_boxes(replace(hit("20 August"), boxes=())) == ()


def test_passages_of_one_line_stand_without_blank_lines_and_the_others_with() -> None:
    assert run_on(()) == ""
    assert run_on(("Number", "Client")) == "Number\nClient"
    assert run_on(("Number", "Dear Clara,\nthe plan", "Yours")) == "Number\n\nDear Clara,\nthe plan\n\nYours"


def test_a_row_in_which_nothing_is_marked_has_to_say_why_it_is_there() -> None:
    assert is_unmarked(hit("20 August"), ())
    assert not is_unmarked(hit("20 August"), ("invoice",))  # its title is marked
    assert not is_unmarked(hit("An invoice", ((3, 10),)), ())


# -- ways back


def test_escape_leads_from_an_opened_moment_back_to_the_hit_it_was_opened_from(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    assert search(qtbot, opened, "boiler inspection")
    qtbot.keyClick(window.top.box, Qt.Key.Key_Return)
    qtbot.keyClick(window.search_page.list, Qt.Key.Key_Down)
    chosen = window.search_page.current_hit()
    assert chosen is not None
    qtbot.keyClick(window.search_page.list, Qt.Key.Key_Return)
    assert window.page() == "timeline"
    qtbot.waitUntil(lambda: window.timeline.current is not None and window.timeline.current.id == chosen.id)
    qtbot.keyClick(window.timeline, Qt.Key.Key_Escape)
    assert window.page() == "search"
    assert window.search_page.current_hit() == chosen
    assert window.search_page.list.hasFocus()
    window.open_page("timeline")  # who came by the rail was sent by no page
    qtbot.keyClick(window.timeline, Qt.Key.Key_Escape)
    assert window.page() == "timeline"


def test_a_row_can_be_seen_to_be_chosen_as_soon_as_the_keyboard_is_in_the_results(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    page = window.search_page
    assert search(qtbot, opened, "boiler inspection")
    assert not page.list.selectionModel().hasSelection()
    page.list.selectionModel().clearCurrentIndex()
    page.list.setFocus()  # alone it chooses nothing
    assert not page.list.selectionModel().hasSelection()
    qtbot.keyClick(window.top.box, Qt.Key.Key_Down)
    assert page.list.selectionModel().hasSelection()
    assert page.current_hit() == page.hits.row(page.hits.first_hit()).hit  # type: ignore[union-attr]


def test_the_keys_are_told_where_they_work(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    assert search(qtbot, opened, "boiler inspection")
    in_box = hint(opened)
    qtbot.keyClick(window.top.box, Qt.Key.Key_Return)
    assert window.search_page.list.hasFocus()
    assert "Space" in hint(opened)
    assert "Space" not in in_box


# -- columns


def test_the_results_stand_in_the_middle_and_scroll_wherever_the_pointer_is(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    page = window.search_page
    assert search(qtbot, opened, "garden")
    window.resize(1280, 600)
    qtbot.waitUntil(lambda: page.list.verticalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: page.list.viewport().width() == WIDTH)
    rows = across(page.list.viewport(), page)
    assert abs(rows.center().x() - page.rect().center().x()) <= 1
    assert across(page.list.verticalScrollBar(), page).right() == page.rect().right()
    beside = QPointF(20, 200)
    assert not rows.contains(beside.toPoint())
    event = QWheelEvent(
        beside, page.list.mapToGlobal(beside), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.list, event)
    assert page.list.verticalScrollBar().value() > 0


def test_the_preview_has_its_title_over_its_picture(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    page = window.search_page
    assert search(qtbot, opened, "boiler inspection")
    qtbot.keyClick(window.top.box, Qt.Key.Key_Return)
    while (at := page.current_hit()) is not None and not at.moment.has_picture:
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
    page.toggle_preview()
    view = page.preview.view
    qtbot.waitUntil(lambda: not view.picture.place().isEmpty())
    picture = view.picture.place().translated(view.picture.mapTo(page.preview, QPoint()))
    title = page.preview._title
    qtbot.waitUntil(lambda: abs(title.mapTo(page.preview, QPoint()).x() - picture.left()) <= 2)


def test_before_the_first_question_the_conversation_stands_in_the_middle(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    window.open_page("ask")
    page = window.ask_page
    qtbot.waitUntil(page.composer.isVisible)
    middle = page.rect().center().x()
    qtbot.waitUntil(lambda: abs(across(page.composer, page).center().x() - middle) <= 24)
    assert not page.evidence.isVisible()
    send, field = across(page.composer.send, page), across(page.composer.field, page)
    assert field.contains(send)
    window.ask("Who comes for the boiler inspection?")
    qtbot.waitUntil(lambda: page.turns[-1].answer is not None)
    assert page.evidence.isVisible()
    assert across(page.composer, page).right() < across(page.evidence, page).left()


def test_a_day_of_this_year_is_told_without_its_year() -> None:
    assert words.near_day(AT.date(), AT.date()) == "Thu 12 Nov"
    assert words.near_day(AT.date().replace(year=2025), AT.date()) == "Wed 12 Nov 2025"


def test_the_time_of_the_moment_stands_at_the_playhead(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    chart, scale = timeline.chart, timeline.chart.scale()
    assert scale is not None
    timeline.go(len(timeline.moments) // 2, glide=False)
    x = GUTTER + round(scale.x(timeline.moments[len(timeline.moments) // 2].time))
    accent = opened.window.theme.colour("accent").name()

    def coloured(at: int) -> int:
        shown = chart.grab().toImage()
        return sum(shown.pixelColor(at + dx, RULER_TOP + 23).name() == accent for dx in range(-12, 13))

    qtbot.waitUntil(lambda: coloured(x) > 15)
    timeline.go(0, glide=False)
    qtbot.waitUntil(lambda: coloured(x) == 0)


def test_a_row_is_drawn_the_same_where_one_reads_from_the_right(opened: Opened) -> None:
    rows, painter = Hits(), HitPainter(opened.window.theme, opened.window.desk.pictures)
    rows.show_hits([hit("An invoice", ((3, 10),))], ("invoice",))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 800, 115)  # type: ignore[attr-defined]

    def drawn(direction: Qt.LayoutDirection) -> QImage:
        image = QImage(800, 115, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        with_painter = QPainter(image)
        with_painter.setLayoutDirection(direction)
        painter.paint(with_painter, option, rows.index(1, 0))
        with_painter.end()
        return image

    left = drawn(Qt.LayoutDirection.LeftToRight)
    assert left == drawn(Qt.LayoutDirection.RightToLeft)
    rows.show_hits([hit("An invoice", ((3, 10),))])
    assert left != drawn(Qt.LayoutDirection.LeftToRight)  # the mark in the title can be seen


def test_the_answers_of_a_question_stand_below_each_other_where_they_have_no_room(opened: Opened, qtbot: QtBot) -> None:
    view = ProposalView(opened.window.desk)
    qtbot.addWidget(view)
    view._inside.show()
    view.resize(800, 400)
    view.show()
    qtbot.waitUntil(lambda: view.accept.geometry().right() < view.reject.x())
    view.resize(380, 400)
    qtbot.waitUntil(lambda: view.accept.x() == view.reject.x() and view.accept.y() < view.reject.y())
    qtbot.waitUntil(lambda: view._inside.width() <= view.viewport().width())
