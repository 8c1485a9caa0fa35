"""The timeline by pointer and key: scrubbing, selecting, episodes, zoom, play, going to a date, opening again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.records import LedgerRow, Moment
from app.store import frames
from app.store.memories import NewMemory, put
from tests.ui_home import Opened
from ui import timeline_keys
from ui.day import lines_of
from ui.daychart import DayChart
from ui.daypaint import EPISODES_HEIGHT, GUTTER, HEIGHT, LANES_TOP, RULER_TOP
from ui.heatmap import Year, shade
from ui.pictures import Wanted
from ui.play import SPEEDS
from ui.theme import Theme
from ui.timeline import TimelinePage

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL, SHIFT, NONE = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.NoModifier
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def x_of(timeline: TimelinePage, index: int) -> int:
    scale = timeline.chart.scale()
    assert scale is not None
    return GUTTER + round(scale.x(timeline.moments[index].time))


def drag(
    chart: QWidget, y: int, places: list[int], modifier: Qt.KeyboardModifier = NONE, *, release: bool = True
) -> None:
    """Press at the first place, move over the others, and let go."""
    left = Qt.MouseButton.LeftButton
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(places) - 1)]
    for kind, x in zip(kinds, places, strict=True):
        at = QPointF(x, y)
        QApplication.sendEvent(chart, QMouseEvent(kind, at, chart.mapToGlobal(at), left, left, modifier))
    if release:
        at = QPointF(places[-1], y)
        none = Qt.MouseButton.NoButton
        release_ = QMouseEvent(QEvent.Type.MouseButtonRelease, at, chart.mapToGlobal(at), left, none, modifier)
        QApplication.sendEvent(chart, release_)


def turn(chart: QWidget, delta: int, modifier: Qt.KeyboardModifier, x: int = GUTTER + 200) -> None:
    at = QPointF(x, RULER_TOP + 4)
    event = QWheelEvent(
        at, chart.mapToGlobal(at), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart, event)


def add_episode(opened: Opened, first: int, last: int, title: str = "Letters to Anna") -> None:
    """Let the memory hold an episode of moments of the shown day."""
    moments = opened.window.timeline.moments
    memory = opened.memory()
    row_id, _ = frames.moment_by_id(memory.store, moments[first].id)
    times = (moments[first].time, moments[last].time)
    put(memory.store, NewMemory("episodic", f"episode:{moments[first].id}", title, "", *times, moments=[row_id]))
    memory.close()


# -- the pointer


def test_dragging_through_the_lanes_takes_small_pictures_and_the_whole_one_where_it_ends(
    opened: Opened, qtbot: QtBot
) -> None:
    timeline, pictures = opened.window.timeline, opened.window.desk.pictures
    timeline.go(0)
    qtbot.waitUntil(timeline.settled)
    pictured = [at for at, moment in enumerate(timeline.moments) if moment.has_picture]
    way = [x_of(timeline, at) for at in range(len(timeline.moments))]
    drag(timeline.chart, LANES_TOP + 40, way, release=False)
    assert timeline.current is not None
    passed = [at for at in pictured if 2 <= at < len(timeline.moments) - 3]
    assert len(passed) > 5
    assert [at for at in passed if pictures.get(Wanted(timeline.moments[at].id, "whole")) is not None] == []
    drag(timeline.chart, LANES_TOP + 40, [x_of(timeline, pictured[-1])])
    qtbot.waitUntil(timeline.settled)
    assert timeline.current == timeline.moments[pictured[-1]]
    timeline.go(passed[0])  # the known-bad case: who goes there in one step has it whole
    qtbot.waitUntil(lambda: pictures.get(Wanted(timeline.moments[passed[0]].id, "whole")) is not None)


def test_what_is_passed_by_is_shown_by_the_nearest_small_picture(opened: Opened, qtbot: QtBot) -> None:
    timeline, pictures = opened.window.timeline, opened.window.desk.pictures
    at = next(at for at in range(3, 20) if timeline.moments[at].has_picture and timeline.moments[at + 1].has_picture)
    pictures.want("test", [Wanted(timeline.moments[at].id, "small")], rank=0)
    qtbot.waitUntil(lambda: pictures.get(Wanted(timeline.moments[at].id, "small")) is not None)
    pictures.take_away([timeline.moments[at + 1].id])
    timeline.chart.scrubbing.emit(True)
    timeline.go(at + 1)
    shown = timeline.view.picture
    assert shown.accessibleName()
    assert not shown.grab().isNull()
    near = timeline._passing.stand_in(at + 1)
    assert near is not None
    assert near.id in {timeline.moments[at].id, timeline.moments[at + 1].id}
    timeline.chart.scrubbing.emit(False)
    qtbot.waitUntil(timeline.settled)


def test_dragging_on_the_ruler_selects_and_a_click_goes_there(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    drag(timeline.chart, RULER_TOP + 10, [x_of(timeline, 4), x_of(timeline, 6), x_of(timeline, 12)])
    chosen = timeline.chosen_range()
    assert chosen is not None
    first, last = chosen
    assert timeline.moments[first].time == timeline.moments[4].time
    assert timeline.moments[last].time == timeline.moments[12].time
    assert timeline.chosen() == timeline.moments[first : last + 1]
    qtbot.keyClick(timeline, Key.Key_Escape)
    assert timeline.chosen_range() is None
    drag(timeline.chart, RULER_TOP + 10, [x_of(timeline, 8)])
    assert timeline.chosen_range() is None
    assert timeline.current is not None
    assert timeline.current.time == timeline.moments[8].time


def test_the_row_of_pictures_can_be_dragged(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    timeline.go(10, glide=False)
    qtbot.waitUntil(timeline.settled)
    middle = timeline.strip.width() // 2
    heard: list[bool] = []
    timeline.strip.scrubbing.connect(heard.append)
    drag(timeline.strip, 40, [middle, middle + 60, middle + 130, middle + 390])
    assert timeline.current == timeline.moments[7]
    assert heard == [True, False]
    drag(timeline.strip, 40, [middle, middle - 10_000])
    assert timeline.current == timeline.moments[-1]


def test_after_the_pointer_chose_something_the_keys_work_on_it(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    opened.window.focus_box()
    drag(timeline.chart, RULER_TOP + 10, [x_of(timeline, 4), x_of(timeline, 12)])
    assert timeline.hasFocus() or timeline.focusWidget() is timeline
    assert len(timeline.chosen()) > 1
    qtbot.keyClick(timeline, Key.Key_Delete)
    qtbot.waitUntil(timeline.bar.isVisible)


def test_shift_and_a_click_in_the_lanes_extends_the_choice(opened: Opened) -> None:
    timeline = opened.window.timeline
    timeline.go(2)
    drag(timeline.chart, LANES_TOP + 40, [x_of(timeline, 9)], SHIFT)
    chosen = timeline.chosen_range()
    assert chosen is not None
    assert (chosen[0], timeline.moments[chosen[1]].time) == (2, timeline.moments[9].time)


def test_an_episode_is_a_bar_whose_click_selects_its_span_and_e_does_so_by_key(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    add_episode(opened, 5, 9)
    timeline.refresh()
    qtbot.waitUntil(lambda: bool(timeline.chart.things()))
    middle = QPoint((x_of(timeline, 5) + x_of(timeline, 9)) // 2, EPISODES_HEIGHT // 2)
    assert timeline.chart.told(middle).startswith("Letters to Anna\n")
    qtbot.mouseClick(timeline.chart, Qt.MouseButton.LeftButton, pos=middle)
    assert timeline.chosen_range() == (5, 9)
    assert timeline.current == timeline.moments[5]
    qtbot.keyClick(timeline, Key.Key_Escape)
    timeline.go(7)
    qtbot.keyClick(timeline, Key.Key_E)
    assert timeline.chosen_range() == (5, 9)
    timeline.go(2)
    with qtbot.waitSignal(timeline.said):
        qtbot.keyClick(timeline, Key.Key_E)
    assert timeline.chosen_range() is None


def chart_of(qtbot: QtBot, theme: Theme, moments: int = 60, gap: LedgerRow | None = None) -> DayChart:
    chart = DayChart(theme)
    qtbot.addWidget(chart)
    chart.resize(GUTTER + 624, HEIGHT)
    seen = [Moment(f"m{n}", "screen", START + timedelta(minutes=n), "UTC", app="Mail") for n in range(moments)]
    chart.show_day(lines_of(seen, [gap] if gap else []))
    chart.show_current(moments // 2)
    return chart


@pytest.fixture
def theme() -> Theme:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return Theme(app, "light")


def test_control_and_the_wheel_zoom_to_seconds_and_back_to_the_day_and_then_to_the_year(
    qtbot: QtBot, theme: Theme
) -> None:
    chart = chart_of(qtbot, theme)
    whole = chart.scale()
    assert whole is not None
    for _ in range(60):
        turn(chart, 120, CONTROL)
    scale = chart.scale()
    assert scale is not None
    assert scale.seconds == 10
    assert chart.zoomed_in()
    with qtbot.assertNotEmitted(chart.zoomed_out):
        while chart.zoomed_in():
            turn(chart, -120, CONTROL)
    assert chart.scale() == whole
    with qtbot.waitSignal(chart.zoomed_out):
        turn(chart, -120, CONTROL)


def test_two_fingers_on_a_touchpad_step_as_far_as_a_wheel_and_no_further(opened: Opened) -> None:
    timeline = opened.window.timeline
    timeline.go(10)
    for _ in range(30):
        turn(timeline, 12, NONE)
    assert timeline.current is not None
    assert timeline.moments.index(timeline.current) == 7  # 30 parts of 12 are three notches
    turn(timeline, -240, NONE)
    assert timeline.moments.index(timeline.current) == 9


def test_a_pinch_zooms_around_the_fingers(qtbot: QtBot, theme: Theme) -> None:
    chart = chart_of(qtbot, theme)
    before = chart.scale()
    at = QPointF(GUTTER + 300, 60)
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2, at, at, at, 0.5, QPointF()
    )
    QApplication.sendEvent(chart, pinch)
    after = chart.scale()
    assert before is not None
    assert after is not None
    assert after.seconds == pytest.approx(before.seconds / 1.5)
    assert abs((after.time(300) - before.time(300)).total_seconds()) < 1


def test_a_double_click_brings_a_span_into_sight_and_the_sideways_wheel_moves_along(qtbot: QtBot, theme: Theme) -> None:
    chart = chart_of(qtbot, theme)
    scale = chart.scale()
    assert scale is not None
    chart.show_stretch(START + timedelta(minutes=20), START + timedelta(minutes=30))
    near = chart.scale()
    assert near is not None
    assert near.seconds == pytest.approx(660)
    assert near.since < START + timedelta(minutes=20) < START + timedelta(minutes=30) < near.until
    at = QPointF(GUTTER + 100, 60)
    sideways = QWheelEvent(
        at, at, QPoint(), QPoint(-240, 0), Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(chart, sideways)
    moved = chart.scale()
    assert moved is not None
    assert moved.since > near.since
    assert moved.seconds == pytest.approx(near.seconds)


def test_gaps_are_told_to_who_cannot_see_them(qtbot: QtBot, theme: Theme) -> None:
    gap = LedgerRow(START + timedelta(minutes=20), START + timedelta(minutes=40), 9, "excluded", "banking", "")
    chart = chart_of(qtbot, theme, gap=gap)
    assert "1 gap" in chart.accessibleDescription()
    qtbot.keyClick(chart, Key.Key_Down)
    assert chart.accessibleDescription() == "A page of a bank was on the screen. Nothing of it was kept.\n09:20 – 09:40"
    with qtbot.waitSignal(chart.asked) as asked:
        qtbot.keyClick(chart, Key.Key_Return)
    assert asked.args == [20, False]


def test_a_memory_that_cannot_be_read_is_said_to_be_with_a_way_on(opened: Opened, qtbot: QtBot) -> None:
    opened.window._make_anew()  # a page that has shown nothing yet
    timeline = opened.window.timeline
    timeline._failed(KnownError("damaged"))
    assert timeline.trouble.isVisible()
    action = timeline.trouble.findChild(QAbstractButton, "timelineTroubleAction")
    assert isinstance(action, QAbstractButton)
    qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(timeline.settled)
    assert not timeline.trouble.isVisible()
    with qtbot.waitSignal(timeline.said):  # what is shown stays where a later look fails
        timeline._failed(KnownError("damaged"))
    assert not timeline.trouble.isVisible()


def test_what_is_shown_can_be_listened_to(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    at = next(index for index, moment in enumerate(timeline.moments) if moment.has_picture)
    with qtbot.waitSignal(timeline.view.detailed):
        timeline.go(at)
    picture = timeline.view.picture
    assert timeline.moments[at].title.split()[0] in picture.accessibleName()
    assert picture.accessibleDescription() == picture.all_text()[:2000] != ""
    assert timeline.moments[at].app in timeline.head.told()
    timeline.go(at + 2, extend=True)
    assert "3 moments selected" in timeline.head.told()


# -- keys


def test_keys_go_by_the_hour_by_what_is_in_sight_and_by_application(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    timeline.go(0)
    times = [moment.time for moment in timeline.moments]
    qtbot.keyClick(timeline, Key.Key_PageDown)
    hour = timeline.moments.index(timeline.current) if timeline.current else 0
    wanted = times[0] + timedelta(hours=1)
    assert hour >= 1
    assert hour == 1 or abs(times[hour] - wanted) == min(abs(time - wanted) for time in times)
    qtbot.keyClick(timeline, Key.Key_PageUp)
    assert timeline.current == timeline.moments[0]
    for _ in range(25):
        qtbot.keyClick(timeline, Key.Key_Plus, CONTROL)
    assert timeline.chart.zoomed_in()
    qtbot.keyClick(timeline, Key.Key_PageDown)
    assert timeline.current == timeline.moments[1]  # the next moment lies further away than what is in sight
    qtbot.keyClick(timeline, Key.Key_0, CONTROL)
    assert not timeline.chart.zoomed_in()
    app = timeline.moments[1].app
    qtbot.keyClick(timeline, Key.Key_PageDown, CONTROL)
    assert timeline.current is not None
    assert timeline.current.app != app
    qtbot.keyClick(timeline, Key.Key_Left, CONTROL)
    qtbot.waitUntil(lambda: timeline.shown_date == "2026-11-14")
    qtbot.keyClick(timeline, Key.Key_N)
    qtbot.waitUntil(lambda: timeline.shown_date == "2026-11-15")
    assert timeline.current == timeline.moments[-1]


def test_every_key_is_told_in_the_manual_and_to_a_screen_reader(opened: Opened) -> None:
    page = opened.window.timeline
    row = next(
        line
        for line in (Path(__file__).parent.parent / "docs" / "manual.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| Timeline")
    )
    for keys, does in timeline_keys.TOLD:
        assert f"{keys}: {does}" in row
        assert f"{keys}: {does}" in page.accessibleDescription()


def test_playing_goes_on_by_itself_faster_and_slower_and_stops_at_the_end(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    timeline.go(len(timeline.moments) - 4)
    qtbot.waitUntil(timeline.settled)
    for _ in SPEEDS:
        qtbot.keyClick(timeline, Key.Key_Period)
    assert timeline.player.speed == SPEEDS[-1]
    speed = timeline.head.speed
    qtbot.keyClick(timeline, Key.Key_Space)
    assert timeline.player.playing
    assert speed.isVisible()
    with qtbot.waitSignal(timeline.said) as said:
        qtbot.waitUntil(lambda: not timeline.player.playing, timeout=15_000)
    assert said.args == ["This is the end of the day."]
    assert timeline.current == timeline.moments[-1]
    assert not speed.isVisible()
    timeline.go(0)
    qtbot.mouseClick(timeline.head.play, Qt.MouseButton.LeftButton)
    qtbot.keyClick(timeline, Key.Key_Comma)
    assert timeline.player.speed == SPEEDS[-2]
    opened.window.open_page("search")
    assert not timeline.player.playing


# -- going to a date


def typed(opened: Opened, qtbot: QtBot, text: str, until: Callable[[str], bool]) -> None:
    page = opened.window.timeline
    qtbot.keyClick(page, Key.Key_G, CONTROL)
    popup = page.head.popup
    qtbot.waitUntil(popup.isVisible)
    said = popup.findChild(QLabel, "goToSaid")
    assert isinstance(said, QLabel)
    qtbot.keyClicks(popup.field, text)
    qtbot.waitUntil(lambda: until(said.text()))


def test_a_date_in_words_is_understood_while_it_is_typed_and_gone_to(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    typed(opened, qtbot, "14 November 2026", lambda said: "14 Nov 2026" in said)
    qtbot.keyClick(timeline.head.popup.field, Key.Key_Return)
    qtbot.waitUntil(lambda: timeline.shown_date == "2026-11-14")
    assert timeline.current == timeline.moments[0]
    typed(opened, qtbot, "gibberish", lambda said: said.startswith("Not understood"))
    qtbot.keyClick(timeline.head.popup.field, Key.Key_Return)
    assert timeline.head.popup.isVisible()
    qtbot.keyClick(timeline.head.popup, Key.Key_Escape)
    assert not timeline.head.popup.isVisible()
    assert timeline.shown_date == "2026-11-14"


def test_a_date_that_holds_nothing_leads_to_the_nearest_and_says_so(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    typed(opened, qtbot, "3 May 2026", lambda said: "nothing was kept" in said)
    popup = timeline.head.popup
    popup._counted({"2026-11-14": 7})  # counts that come late leave what was said of the typed date
    said = popup.findChild(QLabel, "goToSaid")
    assert isinstance(said, QLabel)
    assert "nothing was kept" in said.text()
    with qtbot.waitSignal(timeline.said) as told:
        qtbot.keyClick(timeline.head.popup.field, Key.Key_Return)
    assert "nothing was kept" in str(told.args)
    assert timeline.shown_date == "2026-11-14"


def test_the_years_before_can_be_turned_to_and_gone_into(qtbot: QtBot, theme: Theme) -> None:
    year = Year(theme)
    qtbot.addWidget(year)
    today = datetime.now(UTC).astimezone().date()
    days = [today - timedelta(days=number) for number in range(0, 3650, 5)]
    year.show_days([day.isoformat() for day in days], today.isoformat())
    assert year.first <= today <= year.last
    assert not year.can_turn(1)
    turned = 0
    while year.can_turn(-1):
        before = year.first
        year.turn(-1)
        turned += 1
        assert year.last >= before - timedelta(days=1)  # no day is left out between two years
    assert turned in (9, 10)
    assert year.first <= days[-1]
    with qtbot.waitSignal(year.chosen) as chosen:
        qtbot.keyClick(year, Key.Key_Return)
    assert date.fromisoformat(chosen.args[0]) in days
    assert shade(100, 100) > shade(25, 100) > shade(1, 100) > 0
