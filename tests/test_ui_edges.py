"""What the eye goes along: edges that meet, figures that stand once, days that are said shortly, room that is not kept for nothing."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui_home import LAST_DAY, Opened
from tests.ui_settings import page, part, window_of_all
from ui.insight_words import range_text
from ui.ranges import Range, around
from ui.setting_more import LooksBlock
from ui.settings import SettingsPage
from ui.widgets import Dot

__all__ = ["page", "window_of_all"]


def right_edge(widget: QWidget, of: QWidget) -> int:
    return widget.mapTo(of, QPoint(widget.width(), 0)).x()


@pytest.mark.parametrize("key", ["recording", "budget", "retention", "security", "shortcuts"])
def test_fields_and_switches_of_the_settings_end_where_their_rows_end(
    page: SettingsPage, key: str, qtbot: QtBot
) -> None:
    page.go_to(key)
    rows = [row for row in page.group(key).rows.values() if row.isVisible()]
    assert rows
    qtbot.waitUntil(lambda: all(right_edge(row.field, row) == row.width() for row in rows))
    heights = {row.field.height() for row in rows}
    assert heights == {32}


def test_the_usual_value_is_told_only_where_another_holds(page: SettingsPage) -> None:
    page.go_to("recording")
    row = page.rows["max_gap_s"]
    row.show_value(5)
    assert "usually" not in " ".join(one.text() for one in row.findChildren(QLabel))
    row.show_value(9)
    assert "usually 5 seconds" in " ".join(one.text() for one in row.findChildren(QLabel))
    row.show_value(5)


def test_no_line_stands_below_the_last_row_of_a_part(page: SettingsPage) -> None:
    group = page.group("recording")
    page.go_to("recording")
    for _, rows in group._parts:
        assert [line.isVisible() for _, line in rows] == [True] * (len(rows) - 1) + [False]


def test_what_moves_is_chosen_beside_the_colours(page: SettingsPage, window_of_all: Opened) -> None:
    block = part(page, "looks", LooksBlock)
    assert isinstance(block, LooksBlock)
    block.motion.chosen.emit("none")
    assert not window_of_all.window.theme.moves
    assert block.motion.value == "none"
    block.motion.chosen.emit("system")
    assert window_of_all.window.theme.motion == "system"


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (around("week", date(2026, 11, 11)), "9 – 15 November"),
        (around("week", date(2026, 12, 1)), "30 November – 6 December"),
        (around("week", date(2025, 11, 11)), "10 – 16 November 2025"),
        (around("week", date(2026, 12, 31)), "28 December 2026 – 3 January 2027"),
        (Range("free", date(2026, 11, 2), date(2026, 11, 2)), "2 November"),
        (around("week", date(2026, 11, 18)), "This week, 16 – 22 November"),
    ],
)
def test_days_are_said_without_saying_month_or_year_twice(qapp: QApplication, shown: Range, said: str) -> None:
    assert range_text(shown, date(2026, 11, 21)) == said


def test_what_finds_no_room_among_the_bars_is_one_click_away(opened: Opened, qtbot: QtBot) -> None:
    one = opened.window.insights
    opened.window.open_page("insights")
    one.show_range(around("week", LAST_DAY))
    qtbot.waitUntil(lambda: one.settled)
    section = one.view.sections["sites"]
    section.tell_more("")
    assert section.more.isHidden()
    section.tell_more("3 more in the table")
    assert section.more.accessibleName() == "Sites: 3 more in the table"
    qtbot.mouseClick(section.more, Qt.MouseButton.LeftButton)
    assert one.head.table.isChecked()


def test_the_foot_of_the_rail_has_words_under_each_sign(opened: Opened) -> None:
    entries = [one for one in opened.window.rail.findChildren(QAbstractButton) if one.isVisible()]
    assert len(entries) == 8
    assert all(one.text() for one in entries)
    lefts = {(one.x(), one.width()) for one in entries}
    assert len(lefts) == 1


def test_a_spot_of_something_kept_again_is_full_again(opened: Opened) -> None:
    dot = Dot(opened.window.theme)
    dot.show_role("faint", hollow=True)
    dot.show_app("Firefox")
    assert not dot._hollow


def test_without_a_picture_privacy_keeps_no_room_for_one(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    one = opened.window.privacy
    opened.window.open_page("privacy")
    qtbot.waitUntil(lambda: "no screen" in one.findChild(QLabel, "keptState").text())  # type: ignore[union-attr]
    assert one.screens.isHidden()
    assert one.picking.button.isHidden()


def test_the_one_model_to_take_is_the_one_button_in_colour(page: SettingsPage, qtbot: QtBot) -> None:
    page.go_to("model")
    block = page.models
    qtbot.waitUntil(lambda: block.stock is not None)
    assert block.stock is not None
    looks = [
        one.property("look")
        for one in block.findChildren(QPushButton)
        if one.objectName().startswith("modelGet-") and not one.isHidden()
    ]
    fits = any(one.entry.kind == "chat" and one.fit == "yes" for one in block.stock.offers)
    writes = any(one.kind == "chat" for one in block.stock.found)
    assert looks.count("main") == int(fits and not writes)
