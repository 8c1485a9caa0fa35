"""The chips of what was understood: each named, changed, left out, by mouse and keyboard; and the mark on what was replaced."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.records import Event, Facet, Filters, Hit, Moment, Understood
from ui.hits import Hits, grouped
from ui.theme import Theme
from ui.understood import Chip, UnderstoodBar, readings, reworded, said_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui_home import Opened

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FACETS = (
    Facet("app", "Slack", "in Slack"),
    Facet("site", "github.com", "on github"),
    Facet("thread", "#release", "in #release"),
    Facet("kind", "pdf", "PDF"),
    Facet("person", "Anna", "Anna"),
    Facet("phrase", "blue <b>heron</b> & co", '"blue <b>heron</b> & co"'),
    Facet("without", "mill", "-mill"),
)
UNDERSTOOD = Understood("roof", Filters(), "before the Berlin trip", FACETS, Event("m", "Trip to Berlin", AT, AT))


@pytest.fixture
def bar(qtbot: "QtBot") -> UnderstoodBar:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = UnderstoodBar(Theme(app, "light"))
    qtbot.addWidget(made)
    made.show_understood(UNDERSTOOD)
    return made


def test_each_reading_has_a_chip_with_a_name_and_the_event_is_named(bar: UnderstoodBar) -> None:
    names = [chip.accessibleName() for chip in bar.chips]
    assert [name.split()[0] for name in names] == ["Time:", "In", "On", "In", "Kind:", "From", "Exactly", "Without"]
    assert "Trip to Berlin" in names[0]
    assert names[4] == "Kind: PDF"
    assert all(chip.accessibleDescription() and chip.focusPolicy() == Qt.FocusPolicy.StrongFocus for chip in bar.chips)
    assert all("<" not in chip.toolTip() for chip in bar.chips)
    assert len(readings(UNDERSTOOD)) == len(FACETS) + 1
    assert said_of(Facet("app", "a {b}", "in a {b}")) == "In a {b}"


def test_delete_leaves_a_reading_out_and_arrows_go_through_the_chips(bar: UnderstoodBar, qtbot: "QtBot") -> None:
    with qtbot.waitSignal(bar.unwanted) as told:
        qtbot.keyClick(bar.chips[1], Qt.Key.Key_Delete)
    assert told.args == [FACETS[0]]
    with qtbot.waitSignal(bar.unwanted) as told:
        bar.chips[2].leave_out.trigger()
    assert told.args == [FACETS[1]]
    bar.show()
    bar.chips[0].setFocus()
    qtbot.keyClick(bar.chips[0], Qt.Key.Key_Left)
    assert bar.focusWidget() is bar.chips[-1]


def test_other_words_change_a_reading_and_the_same_words_do_nothing(bar: UnderstoodBar, qtbot: "QtBot") -> None:
    chip = bar.chips[1]
    with qtbot.assertNotEmitted(bar.changed):
        qtbot.keyClick(chip.field, Qt.Key.Key_Return)
    chip.field.setText("  in  Mail ")
    with qtbot.waitSignal(bar.changed) as told:
        qtbot.keyClick(chip.field, Qt.Key.Key_Return)
    assert told.args == [FACETS[0], "in Mail"]


def test_chips_that_stay_are_not_made_anew_and_none_are_shown_for_nothing(bar: UnderstoodBar) -> None:
    chips: list[Chip] = list(bar.chips)
    bar.show_understood(UNDERSTOOD)
    assert bar.chips == chips
    bar.show_understood(Understood("roof", Filters()))
    assert bar.chips == []
    assert bar.isHidden()


def test_words_are_changed_where_they_stand() -> None:
    assert reworded("roof  in\tSlack now", "in Slack", r"in \1") == r"roof  in \1 now"
    assert reworded("roof", "in Slack", "x") == "roof"
    assert reworded("roof", "", "x") == "roof"


def test_in_the_window_a_chip_is_shown_changed_and_left_out(opened: "Opened", qtbot: "QtBot") -> None:
    window, page = opened.window, opened.window.search_page
    window.focus_box()
    qtbot.keyClicks(window.top.box, "garden -boiler")
    qtbot.waitUntil(lambda: [chip.facet.key for chip in page.understood.chips] == ["without:boiler"])
    assert page.result is not None
    assert not any("boiler" in hit.text.lower() for hit in page.result.hits)
    chip = page.understood.chips[0]
    chip.field.setText("-wall")
    qtbot.keyClick(chip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [chip.facet.key for chip in page.understood.chips] == ["without:wall"])
    assert window.top.box.text() == "garden -wall"
    qtbot.keyClick(page.understood.chips[0], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.understood.chips == [])
    assert page.result.understood.facets == ()
    assert window.top.box.text() == "garden -wall"


def test_a_time_can_be_left_out_in_the_window(opened: "Opened", qtbot: "QtBot") -> None:
    window, page = opened.window, opened.window.search_page
    window.focus_box()
    qtbot.keyClicks(window.top.box, "garden on 14 November 2026")
    qtbot.waitUntil(lambda: [chip.facet.field for chip in page.understood.chips] == ["time"])
    page.understood.chips[0].leave_out.trigger()
    qtbot.waitUntil(lambda: page.understood.chips == [])
    assert page.result is not None
    assert page.result.understood.filters.since is None
    assert page.result.understood.words == "garden"


def hit(name: str, time: datetime, replaced_by: str = "") -> Hit:
    moment = Moment(name, "message", time, "UTC", author="Ann")
    return Hit(name, moment, name, name, (), 1.0, (), (), replaced_by=replaced_by)


def test_what_was_replaced_says_so_and_stands_below_also_on_another_day() -> None:
    day = timedelta(days=1)
    hits = [hit("other", AT), hit("newer", AT + day), hit("older", AT, "newer"), hit("oldest", AT - day, "newer")]
    rows = grouped(hits)
    assert [row.hit.id for row in rows if row.hit] == ["newer", "other", "older", "oldest"]
    model = Hits()
    model.show_hits(hits)
    said = [str(model.data(model.index(at, 0), Qt.ItemDataRole.AccessibleTextRole)) for at in range(model.rowCount())]
    assert [text.startswith("Replaced by") for text in said if text.endswith((": other", ": newer", ": older"))] == [
        False,
        False,
        True,
    ]
    assert "Replaced" in str(model.data(model.index(len(rows) - 1, 0), Qt.ItemDataRole.ToolTipRole))
