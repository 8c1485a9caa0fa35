"""Parts of the window on their own: chart, strip, year, cut pictures, answers as text, tray, menus."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.records import Answer, Box, Citation, Filters, LedgerRow, Line, Moment, RecordingState, Understood
from tests.ui_home import Opened
from ui import words
from ui.answer_text import AnswerText, pieces, with_sources
from ui.cited import quoted_boxes
from ui.day import lines_of
from ui.daychart import DayChart
from ui.daypaint import GUTTER, HEIGHT, LANES_TOP
from ui.filters import time_range
from ui.heatmap import LEFT, STEP, TOP, Year
from ui.pictures import cut_around
from ui.pill import tomorrow
from ui.theme import Theme
from ui.tray import Tray

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


def moment(minutes: int, app: str) -> Moment:
    return Moment(f"m{minutes}", "screen", START + timedelta(minutes=minutes), "UTC", app=app, title=app)


def test_the_chart_goes_to_the_moment_under_the_pointer_and_tells_why_nothing_was_kept(
    qtbot: QtBot, theme: Theme
) -> None:
    chart = DayChart(theme)
    qtbot.addWidget(chart)
    chart.resize(GUTTER + 624, HEIGHT)
    chart.show()
    ledger = [LedgerRow(START + timedelta(minutes=20), START + timedelta(minutes=40), 9, "excluded", "banking", "")]
    chart.show_day(lines_of([moment(0, "Mail"), moment(50, "Editor")], ledger))
    scale = chart.scale()
    assert scale is not None
    at = GUTTER + round(scale.x(START + timedelta(minutes=49)))
    with qtbot.waitSignal(chart.asked) as asked:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(at, LANES_TOP + 20))
    assert asked.args == [1, False]
    gap = chart.told(QPoint(GUTTER + round(scale.x(START + timedelta(minutes=30))), LANES_TOP + 20))
    assert gap == "A page of a bank was on the screen. Nothing of it was kept.\n09:20 – 09:40"
    assert chart.told(QPoint(GUTTER + round(scale.x(START + timedelta(minutes=2))), LANES_TOP + 10)).startswith(
        "Mail\n"
    )


def test_a_click_in_the_strip_opens_and_with_shift_selects(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    timeline.go(3, glide=False)
    middle = timeline.strip.rect().center()
    qtbot.mouseClick(timeline.strip, Qt.MouseButton.LeftButton, pos=middle + QPoint(130, 0))
    assert timeline.current == timeline.moments[4]
    timeline.go(4, glide=False)
    qtbot.mouseClick(
        timeline.strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, middle + QPoint(260, 0)
    )
    assert timeline.chosen_range() == (4, 6)


def test_the_year_goes_to_a_day_by_key_and_by_click(qtbot: QtBot, theme: Theme) -> None:
    year = Year(theme)
    qtbot.addWidget(year)
    today = datetime.now(UTC).astimezone().date()
    dates = [today - timedelta(days=days) for days in (0, 9, 30)]
    year.show_days([one.isoformat() for one in dates], dates[0].isoformat())
    year.show()
    qtbot.keyClick(year, Qt.Key.Key_Left)
    with qtbot.waitSignal(year.chosen) as chosen:
        qtbot.keyClick(year, Qt.Key.Key_Return)
    assert chosen.args == [dates[1].isoformat()]
    at = QPoint(LEFT + 52 * STEP + 4, TOP + today.weekday() * STEP + 4)
    with qtbot.waitSignal(year.chosen) as clicked:
        qtbot.mouseClick(year, Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [today.isoformat()]


def test_a_picture_is_cut_around_the_words_and_never_beyond_its_edges() -> None:
    size, shape = QSize(1920, 1080), QSize(192, 120)
    for box in (Box(0, 0, 40, 10), Box(1880, 1070, 40, 10), Box(900, 500, 200, 20)):
        cut = cut_around((box,), size, shape)
        assert QRect(0, 0, 1920, 1080).contains(cut)
        assert cut.contains(QRect(box.x, box.y, box.width, box.height))
    assert cut_around((), size, shape) == QRect(0, 0, 1920, 1080)


def test_a_quote_is_found_in_the_lines_that_it_is_made_of() -> None:
    lines = [
        Line("Our limit is", Box(0, 0, 9, 9)),
        Line("38,000 EUR", Box(0, 10, 9, 9)),
        Line("Dear", Box(0, 20, 9, 9)),
    ]
    assert [box.y for box in quoted_boxes(lines, "our limit is 38,000 EUR")] == [0, 10]
    assert quoted_boxes(lines, "nothing of it") == ()


ANSWER = Answer(
    "q", "It is 5 [1]. <b>Not</b> [7].", "extractive",
    (Citation(1, "a", START, "Mail", "Re: <i>Five</i>", "It is 5"),), 1.0, Understood("q", Filters()),
)  # fmt: skip


def test_an_answer_is_plain_text_in_which_only_real_citations_are_links(qtbot: QtBot, theme: Theme) -> None:
    assert pieces(ANSWER.text, {1}) == [("It is 5 ", None), ("[1]", 1), (". <b>Not</b> [7].", None)]
    text = AnswerText(theme)
    qtbot.addWidget(text)
    text.show_text(ANSWER.text, ANSWER.citations)
    assert text.toPlainText() == ANSWER.text
    assert text.toHtml().count("href=") == 1
    theme.use("dark")
    assert text.toPlainText() == ANSWER.text
    text.light(1)
    assert len(text.extraSelections()) == 1


def test_an_answer_is_copied_with_its_sources() -> None:
    assert with_sources(ANSWER, ["Friday, 09:00"]).splitlines()[-1] == "[1] Friday, 09:00 — Mail — Re: <i>Five</i>"


def test_times_are_told_in_the_moment_s_own_zone() -> None:
    assert words.clock(START, "Asia/Tokyo") == "18:00"
    assert words.clock(START, "Europe/Berlin") == "10:00"
    assert words.local_date(START + timedelta(hours=9), "Asia/Tokyo") == date(2026, 11, 21)
    assert words.day_text(date(2026, 11, 20), date(2026, 11, 21)) == "Yesterday"
    assert words.clock(START, "No/Such Zone")


def test_a_worker_is_called_by_what_it_does() -> None:
    assert words.said("worker_died", {"kind": "embed"}).startswith("The meaning worker ended")
    assert words.said("disk_full", {}) != ""
    assert words.said("no_such_code") == "no such code"


def test_a_pause_until_tomorrow_ends_on_the_next_morning() -> None:
    end = tomorrow(datetime(2026, 11, 20, 23, 30).astimezone()).astimezone()
    assert (end.date(), end.hour) == (date(2026, 11, 21), 6)


def test_the_time_chip_means_whole_local_days() -> None:
    since, until = time_range("week", date(2026, 11, 20))
    assert until is None
    assert since.astimezone().date() == date(2026, 11, 14)
    assert since.astimezone().hour == 0


def test_the_tray_tells_the_state_and_offers_the_same_as_the_pill(opened: Opened, qtbot: QtBot) -> None:
    tray = Tray(opened.window.theme, opened.window.recording)
    tray.tell(RecordingState("paused"))
    assert tray.icon.toolTip() == "Recollect\nPaused\nNothing is kept while recording is paused."
    names = {action.objectName() for action in tray.menu.actions()}
    assert {"keptNow", "lastStored", "pause15", "pause60", "pauseDay", "resume", "trayOpen", "trayQuit"} <= names
    with qtbot.waitSignal(tray.wanted):
        next(action for action in tray.menu.actions() if action.objectName() == "trayOpen").trigger()
    tray.icon.hide()
    tray.menu.deleteLater()
    tray.deleteLater()
