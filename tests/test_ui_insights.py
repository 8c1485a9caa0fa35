"""The insights page: bars that say what answers say, are gone through by keyboard, open their moments, and stand in a table and in files too."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.engines import Models
from app.errors import KnownError
from app.insights import Bar, Figures, Insights
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Moment
from app.store.frames import NewMoment, add_moment
from models.fake import FakeEmbedder, FakeOcr
from tests.ui_home import LAST_DAY, Opened, open_window
from tests.ui_home import copied as copied_home
from ui import insights, words
from ui.bars import BarButton, Bars
from ui.insight_words import as_csv, length, share
from ui.insights import BARS, BLANK, EMPTY, NOTHING, TABLE, InsightsPage
from ui.ranges import Range, around, slots

HOSTILE = "=HYPERLINK(1) <b>{0}%s"
WEEK = around("week", LAST_DAY)
Key = Qt.Key


@dataclass
class Page:
    """The open page with what lies behind it."""

    opened: Opened
    page: InsightsPage
    qtbot: QtBot

    def show(self, shown: Range) -> Figures:
        self.page.show_range(shown)
        self.qtbot.waitUntil(
            lambda: self.page.settled and self.found.first == shown.first and self.found.last == shown.last
        )
        return self.found

    @property
    def found(self) -> Figures:
        assert self.page.found is not None
        return self.page.found

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget() or self.page, key, modifier)

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()))

    def names(self, kind: str) -> list[str]:
        """The accessible names of the bars of a section."""
        return [one.accessibleName() for one in self.page.view.sections[kind].bars.buttons if one.isVisible()]

    def current(self) -> Moment:
        """The moment that the timeline shows."""
        current = self.opened.window.timeline.current
        assert current is not None
        return current

    def is_on_timeline(self, wanted: str) -> None:
        """Wait until the timeline is open on this moment."""
        window = self.opened.window
        self.until(lambda: window.page() == "timeline")
        self.until(lambda: self.current().id == wanted)


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory, two_days: Places) -> Places:
    """Two days of the demo week, a call and a program with a hostile name."""
    places = copied_home(two_days, tmp_path_factory.mktemp("called"))
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    begin = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 20, tzinfo=UTC)
    with memory.store.writing():
        for minutes, app in ((0, "Zoom"), (18, "Zoom"), (20, HOSTILE), (29, HOSTILE)):
            at = begin + timedelta(minutes=minutes)
            add_moment(memory.store, NewMoment("screen", at, "UTC", app=app, title=f"{app} window", stream="demo"))
    memory.close()
    return places


@pytest.fixture(scope="module")
def standing(qapp: QApplication, called: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A window for all these tests: none of them changes the memory."""
    opened = open_window(copied_home(called, tmp_path_factory.mktemp("standing")))
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot: QtBot, standing: Opened) -> Iterator[Page]:
    """The page open on the week of the demo days."""
    window = standing.window
    qtbot.waitUntil(window.timeline.settled)
    window.activateWindow()
    window.open_page("insights")
    one = Page(standing, window.insights, qtbot)
    qtbot.waitUntil(lambda: one.page.settled)
    one.show(WEEK)
    window.insights.head.table.setChecked(False)
    window.insights.setFocus()
    yield one
    window.search_page.filters.clear()


# -- what the bars say


def test_the_page_stands_between_memories_and_privacy(page: Page) -> None:
    window = page.opened.window
    assert list(window.pages)[3:6] == ["memories", "insights", "privacy"]
    for key, name in ((Key.Key_6, "privacy"), (Key.Key_5, "insights")):
        page.qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        page.until(lambda name=name: window.page() == name)


def test_each_bar_is_named_with_its_figure_and_that_is_what_ask_answers(page: Page) -> None:
    memory = page.opened.memory()
    found = page.found
    assert len(found.apps) >= 3
    for bar, name in zip(found.apps, page.names("apps"), strict=False):
        assert name == f"{bar.name}, {length(bar.held_us)}"
        if bar.name != HOSTILE:
            when = f"from {found.first:%-d %B %Y} to {found.last:%-d %B %Y}"
            answer = memory.ask(f"How long was I in {bar.name} {when}?", use_model=False)
            assert answer.mode == "computed"
            assert answer.text.startswith(f"{length(bar.held_us)} in {bar.name}"), name
    memory.close()
    summary = page.page.findChild(QLabel, "insightsSummary")
    assert summary is not None
    assert summary.text().startswith(length(found.held_us))
    assert page.names("meetings") == ["Zoom, 18 min"]
    assert not answer.text.startswith(length(found.apps[0].held_us + 60_000_000))  # a minute more would be seen


def test_the_columns_hold_the_days_and_the_year_its_squares(page: Page) -> None:
    names = page.names("days")
    assert len(names) == 7
    held = dict(page.found.days)[LAST_DAY]
    assert names[6].startswith(f"{words.short_day(LAST_DAY)}, {length(held)}")
    year = page.page.view.year
    page.until(lambda: year.said() == f"{words.short_day(LAST_DAY)}, {length(year._days.get(LAST_DAY, -1))}")
    assert abs(year._days[LAST_DAY] - held) < 60_000_000


def test_captured_names_are_shown_as_they_are(page: Page) -> None:
    bar = next(one for one in page.page.view.sections["apps"].bars.buttons if one.mark.name == HOSTILE)
    assert "<" not in bar.toolTip()
    assert bar.accessibleName() == f"{HOSTILE}, 9 min"


# -- by keyboard


def test_arrows_go_from_bar_to_bar_and_enter_opens_a_moment_on_the_timeline(page: Page) -> None:
    bar = page.found.apps[0]
    page.press(Key.Key_Down)  # the columns
    page.press(Key.Key_Down)  # the first application
    held = QApplication.focusWidget()
    assert isinstance(held, BarButton)
    assert held.accessibleName() == f"{bar.name}, {length(bar.held_us)}"
    page.press(Key.Key_Down, Key.Key_Up, Key.Key_Return)
    sheet = page.page.opening.stretches
    page.until(sheet.isVisible)
    assert [one.mark.opens for one in sheet.list.buttons] == [one.moment for one in bar.stretches]
    page.qtbot.keyClick(sheet.list.buttons[0], Key.Key_Return)
    page.is_on_timeline(bar.stretches[0].moment.id)


def test_up_and_down_pass_every_list_and_come_back(page: Page) -> None:
    seen: list[QWidget] = []
    while not seen or QApplication.focusWidget() is not seen[-1]:
        seen.append(QApplication.focusWidget() or page.page)
        page.press(Key.Key_Down)
        if seen[-1] is page.page.view.year:
            break
    assert seen[-1] is page.page.view.year
    bars = [one for one in seen if isinstance(one, BarButton)]
    lists = {one.parent().objectName() for one in bars if isinstance(one.parent(), Bars)}
    assert {"daysBars", "appsBars", "sitesBars", "focusBars", "meetingsBars"} <= lists
    page.page.view.sections["focus"].bars.buttons[0].setFocus()
    page.press(Key.Key_Up)
    assert isinstance(QApplication.focusWidget(), BarButton)
    assert QApplication.focusWidget() is not page.page.view.sections["focus"].bars.buttons[0]


def test_left_and_right_go_to_other_days_but_among_columns_from_one_to_the_next(page: Page) -> None:
    page.press(Key.Key_Left)
    page.until(lambda: page.page.range == WEEK.moved(-1))
    page.press(Key.Key_PageDown)
    page.until(lambda: page.page.settled and page.page.range == WEEK)
    columns = page.page.view.sections["days"].bars.buttons
    page.press(Key.Key_Down, Key.Key_Right)
    assert QApplication.focusWidget() is columns[1]
    assert page.page.range == WEEK
    page.press(Key.Key_Left, modifier=Qt.KeyboardModifier.ControlModifier)
    page.until(lambda: page.page.range == WEEK.moved(-1))


def test_letters_choose_day_week_month_and_year_around_what_holds_something(page: Page) -> None:
    for key, kind in ((Key.Key_M, "month"), (Key.Key_Y, "year"), (Key.Key_D, "day"), (Key.Key_W, "week")):
        page.press(key)
        page.until(lambda: page.page.settled)
        assert page.page.range == around(kind, LAST_DAY)  # type: ignore[arg-type]
        assert page.page.head.kinds[kind].isChecked()
    assert len(page.names("days")) == 7


def test_a_column_opens_its_day_an_hour_its_moments_and_a_month_itself(page: Page) -> None:
    memory = page.opened.memory()
    begin = datetime.combine(LAST_DAY, datetime.min.time()).astimezone()
    first = memory.timeline(begin, limit=1)[0]
    memory.close()
    page.qtbot.mouseClick(page.page.view.sections["days"].bars.buttons[6], Qt.MouseButton.LeftButton)
    page.is_on_timeline(first.id)
    page.opened.window.open_page("insights")
    found = page.show(around("day", LAST_DAY))
    hour = next(n for n, held in enumerate(found.hours) if held)
    page.qtbot.mouseClick(page.page.view.sections["days"].bars.buttons[hour], Qt.MouseButton.LeftButton)
    page.until(lambda: page.opened.window.page() == "timeline")
    since = begin + timedelta(hours=hour)
    page.until(lambda: since <= page.current().time < since + timedelta(hours=1))
    page.opened.window.open_page("insights")
    page.show(around("year", LAST_DAY))
    page.qtbot.mouseClick(page.page.view.sections["days"].bars.buttons[10], Qt.MouseButton.LeftButton)
    page.until(lambda: page.page.settled and page.page.range == around("month", LAST_DAY))


def test_focus_and_squares_of_the_year_open_their_moments(page: Page) -> None:
    longest = page.found.focus[0]
    page.qtbot.mouseClick(page.page.view.sections["focus"].bars.buttons[0], Qt.MouseButton.LeftButton)
    page.is_on_timeline(longest.moment.id)
    page.opened.window.open_page("insights")
    year = page.page.view.year
    page.until(lambda: page.page.settled and year._days.get(LAST_DAY))
    year.setFocus()
    page.qtbot.keyClick(year, Key.Key_End)
    while year.at() != LAST_DAY:
        page.qtbot.keyClick(year, Key.Key_Up)
    page.qtbot.keyClick(year, Key.Key_Return)
    page.until(lambda: page.opened.window.page() == "timeline")
    page.until(lambda: page.current().time.astimezone().date() == LAST_DAY)


def test_a_search_within_a_bar_keeps_to_it_and_to_its_days(page: Page) -> None:
    bar = page.found.apps[0]
    page.press(Key.Key_Down, Key.Key_Down, Key.Key_Return)
    page.until(page.page.opening.stretches.isVisible)
    page.qtbot.mouseClick(page.page.opening.stretches.search, Qt.MouseButton.LeftButton)
    window = page.opened.window
    page.until(lambda: window.page() == "search")
    filters = window.search_page.filters.filters()
    assert filters.app == bar.name
    assert filters.since is not None
    assert filters.until is not None
    assert (filters.since.astimezone().date(), filters.until.astimezone().date()) == (
        WEEK.first,
        WEEK.last + timedelta(days=1),
    )
    assert bar.name in window.search_page.filters.chip("app").accessibleName()
    assert page.page.head.title.text() in window.search_page.filters.chip("time").accessibleName()


# -- as a table, in files


def test_the_table_holds_every_figure_of_the_bars_and_opens_them(page: Page) -> None:
    page.press(Key.Key_T)
    assert page.page._stack.currentIndex() == TABLE
    table = page.page.table
    shown = [
        tuple(table.rows.data(table.rows.index(at, column)) for column in range(3))
        for at in range(table.rows.rowCount())
    ]
    for bar in (*page.found.apps, *page.found.sites, *page.found.meetings):
        assert (" ".join(bar.name.split()), length(bar.held_us)) in [(name, told) for _, name, told in shown]
    assert len([kind for kind, _, _ in shown if kind == "Applications"]) == len(page.found.apps)
    row = next(at for at, one in enumerate(shown) if one[0] == "Focus")
    table.setCurrentIndex(table.rows.index(row, 0))
    page.qtbot.keyClick(table, Key.Key_Return)
    page.is_on_timeline(page.found.focus[0].moment.id)
    page.opened.window.open_page("insights")
    page.press(Key.Key_T)
    page.until(lambda: page.page._stack.currentIndex() == BARS)


def test_figures_are_saved_where_the_dialog_says_and_nowhere_without_it(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    said: list[str] = []
    page.page.said.connect(said.append)
    page.page.head.csv_asked.emit()
    dialog = page.page.export.dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
    assert list(tmp_path.glob("*.csv")) == []
    page.page.head.csv_asked.emit()
    assert page.page.export.dialog is not None
    page.page.export.dialog.fileSelected.emit(str(file))
    page.page.export.dialog.reject()
    page.until(lambda: said)
    assert "not encrypted" in said[0]
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    apps = {row["name"]: int(row["seconds"]) for row in rows if row["kind"] == "Applications"}
    assert {
        bar.name: round(bar.held_us / 1e6) for bar in page.found.apps if bar.name != HOSTILE
    }.items() <= apps.items()
    assert "'" + " ".join(HOSTILE.split()) in apps  # no spreadsheet runs it


def test_a_picture_of_the_figures_can_be_saved(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "figures.png"
    page.page.head.png_asked.emit()
    assert page.page.export.dialog is not None
    page.page.export.dialog.fileSelected.emit(str(file))
    page.page.export.dialog.reject()
    page.until(file.exists)
    page.until(lambda: not QImage(str(file)).isNull())
    image = QImage(str(file))
    assert image.width() == 2 * page.page.view.width()
    assert len({image.pixel(x, y) for x in range(0, image.width(), 40) for y in range(0, image.height(), 40)}) > 3


def test_a_file_that_cannot_be_written_is_told(page: Page, tmp_path: Path) -> None:
    said: list[str] = []
    page.page.said.connect(said.append)
    page.page.export._save(tmp_path / "nowhere" / "x.csv", lambda file: file.write_text(as_csv(page.found)))
    page.until(lambda: said)
    assert "nowhere" in said[0]


# -- states


def test_days_without_anything_offer_the_newest_ones(page: Page) -> None:
    page.show(around("week", date(2026, 11, 21)))
    assert page.page._stack.currentIndex() == NOTHING
    page.page.nothing.acted.emit()
    page.until(lambda: page.page.settled and page.page.range == WEEK)
    assert page.page._stack.currentIndex() == BARS


def test_an_empty_memory_says_what_will_be_here(qtbot: QtBot, places: Places) -> None:
    initialise(places)
    opened = open_window(places)
    qtbot.waitUntil(opened.window.timeline.settled)
    opened.window.open_page("insights")
    page = opened.window.insights
    qtbot.waitUntil(lambda: page.settled)
    assert page._stack.currentIndex() == EMPTY
    assert "Nothing is remembered yet" in page.empty.accessibleName()
    assert not page.head.export.isEnabled()
    page.empty.acted.emit()
    assert opened.window.page() == "privacy"
    opened.close()


def test_long_counting_says_how_far_it_is_and_comes_to_an_end(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insights, "BUDGET_S", 0.0)
    told: list[str] = []
    shown = page.page._stack.currentChanged
    status = page.page.findChild(QLabel, "insightsStatus")
    assert status is not None
    shown.connect(lambda at: told.append(status.text()) if at == BLANK else None)
    page.page.desk.core.long(page.page, "forget", lambda memory, _: memory.insights._held.clear())
    page.show(Range("free", LAST_DAY - timedelta(days=40), LAST_DAY))
    assert told
    assert " of " in told[0]
    assert page.page._stack.currentIndex() == BARS


def test_every_widget_that_can_be_reached_has_a_name(page: Page) -> None:
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    nameless = [
        (type(one).__name__, one.objectName())
        for kind in kinds
        for one in page.page.findChildren(kind)
        if not one.accessibleName() and not one.objectName().startswith("qt_")
    ]
    assert nameless == []
    stops = [one for one in page.page.view.findChildren(BarButton) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    lists = [one for one in page.page.view.findChildren(Bars) if one.buttons]
    roles = {QAccessible.queryAccessibleInterface(one).role() for one in stops}
    assert roles <= {QAccessible.Role.Button, QAccessible.Role.PushButton}
    assert len(stops) == len(lists)  # the Tab key stops once in each list


# -- ranges and words


def test_ranges_follow_each_other_without_a_gap() -> None:
    for kind in ("day", "week", "month", "year"):
        one = around(kind, date(2024, 2, 29))  # type: ignore[arg-type]
        for _ in range(30):
            after = one.moved(1)
            assert after.first == one.last + timedelta(days=1)
            assert after.moved(-1) == one
            one = after
    free = Range("free", date(2026, 11, 3), date(2026, 11, 5))
    assert free.moved(-2).first == date(2026, 10, 28)
    assert [len(slots(one)) for one in (free, around("month", date(2026, 2, 1)), around("year", date(2026, 1, 1)))] == [
        3,
        28,
        12,
    ]


def test_a_range_of_ones_own_days_is_asked_for(page: Page) -> None:
    sheet = page.page.days
    page.page.head.kinds["free"].click()
    page.until(sheet.isVisible)
    sheet.first.setDate(sheet.first.date().addDays(3))
    page.qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    page.until(lambda: page.page.settled)
    assert page.page.range == Range("free", WEEK.first + timedelta(days=3), WEEK.last)
    assert page.page.head.kinds["free"].isChecked()


def test_lengths_and_shares_are_said_to_the_minute() -> None:
    assert [length(us * 1_000_000) for us in (0, 59, 89, 90, 3599, 3600, 8070)] == [
        "0 s", "59 s", "1 min", "2 min", "1 h", "1 h", "2 h 15 min",
    ]  # fmt: skip
    assert [share(part, 1000) for part in (0, 4, 10, 999)] == ["0 %", "< 1 %", "1 %", "100 %"]


def test_a_bar_without_any_moment_left_says_so(page: Page) -> None:
    said: list[str] = []
    page.page.said.connect(said.append)
    bar: Bar = replace(page.found.apps[0], stretches=())
    page.page.opening.bar("app", bar)
    assert said == ["Nothing was kept then."]


def test_a_count_that_failed_says_why_and_is_tried_again_at_a_press(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = Insights.figures

    def fail(_self: Insights, *_given: object, **_named: object) -> Figures:
        raise KnownError("damaged")

    monkeypatch.setattr(Insights, "figures", fail)
    page.page.show_range(around("month", LAST_DAY))
    again = page.page.findChild(QAbstractButton, "insightsTryAgain")
    assert again is not None
    page.until(again.isVisible)
    assert page.page._status.text() == words.said("damaged")
    monkeypatch.setattr(Insights, "figures", figures)
    page.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    page.until(lambda: page.page.settled and page.page._stack.currentIndex() == BARS)
    assert not again.isVisible()
