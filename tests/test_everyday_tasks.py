"""What people do every day, each by keyboard alone and by mouse alone, with its steps counted: none takes more than six.

A step is one press of keys, one text that is typed, one click or one drag. What has no page yet is not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from models.fake import FakeEmbedder, FakeOcr
from tests import believing
from tests.desktop import VirtualDesktop, missing_programs
from tests.ui_home import Opened, copied, open_window
from ui.answer_text import AnswerText
from ui.belief_words import GROUPS
from ui.evidence import Card
from ui.heatmap import LEFT, STEP, TOP, Year
from ui.moment_view import MomentView
from ui.settings import SettingsPage

MOST_STEPS = 6
QUESTION = "When do I bring the boat varnish?"
needs_display = pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")


@dataclass
class Hands:
    """Does steps at a window, as somebody would who has only the keys or only the mouse, and counts them."""

    opened: Opened
    qtbot: QtBot
    steps: list[str] = field(default_factory=list)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the keyboard is."""
        self._count(f"{modifier.name}+{key.name}")
        at = QApplication.activePopupWidget() or QApplication.focusWidget() or self.opened.window
        QTest.keyClick(at, key, modifier)

    def control(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def open_page(self, key: str) -> None:
        """Press the keys of a page."""
        self.control(Qt.Key(Qt.Key.Key_1.value + list(self.opened.window.pages).index(key)))

    def type(self, text: str) -> None:
        """Type a text where the keyboard is."""
        self._count(f"type {text!r}")
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClicks(at, text)

    def tab_to(self, name: str) -> None:
        """Press Tab until the keyboard is on a widget; each press is a step."""
        while (now := QApplication.focusWidget()) is None or now.objectName() != name:
            self.press(Qt.Key.Key_Tab)

    def click(
        self,
        what: QWidget | str,
        at: QPoint | None = None,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Click on a widget, or on the visible button of a name."""
        widget = self.button(what) if isinstance(what, str) else what
        self._count(f"click {widget.objectName()}")
        assert widget.isVisible()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifier, at or QPoint())

    def click_row(self, view: QAbstractItemView, row: int) -> None:
        """Click on a row of a list."""
        place = view.visualRect(view.model().index(row, 0))
        self.click(view.viewport(), place.center())

    def choose(self, menu: QMenu, action: QAction) -> None:
        """Click on an entry of an open menu."""
        self.click(menu, menu.actionGeometry(action).center())

    def button(self, name: str) -> QAbstractButton:
        found = [one for one in self.opened.window.findChildren(QAbstractButton, name) if one.isVisible()]
        assert len(found) == 1, f"{len(found)} visible buttons are called {name}"
        return found[0]

    def until(self, true: object) -> None:
        assert callable(true)
        self.qtbot.waitUntil(true)

    def _count(self, step: str) -> None:
        self.steps.append(step)
        at = QApplication.focusWidget()
        assert len(self.steps) <= MOST_STEPS, (self.steps, at.objectName() if at is not None else "")


@pytest.fixture
def hands(opened: Opened, qtbot: QtBot) -> Hands:
    """At the window on two days, which stands on its timeline."""
    opened.window.activateWindow()
    opened.window.timeline.setFocus()
    return Hands(opened, qtbot)


@pytest.fixture(scope="module")
def promised(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A memory with messages of Anna's and what was made of them. Not to be changed."""
    folder = tmp_path_factory.mktemp("promised")
    places = Places(folder / "home", folder / "key")
    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    said = believing.said(memory, "I promised Anna to bring the boat varnish on Friday.", author="Me")
    anna = believing.said(memory, "Anna Berger moved to Leeds", author="Anna Berger")
    believing.person(memory, "Anna Berger", [said, anna], times=3)
    believing.put(
        memory, "semantic", "fact:promise", "Promised Anna Berger the boat varnish", "Boat varnish on Friday", [said]
    )
    believing.fact(memory, "Anna Berger", "lives in", "Leeds", [anna])
    memory.embed_waiting()
    memory.close()
    return places


@pytest.fixture
def with_anna(promised: Places, tmp_path: Path, qtbot: QtBot) -> Iterator[Hands]:
    """At the window on the memory with Anna in it."""
    opened = open_window(copied(promised, tmp_path))
    qtbot.waitUntil(opened.window.timeline.settled)
    opened.window.activateWindow()
    opened.window.timeline.setFocus()
    yield Hands(opened, qtbot)
    opened.close()


# -- find a page seen last week
def test_a_page_of_last_week_is_found_by_keyboard(hands: Hands) -> None:
    window = hands.opened.window
    hands.control(Qt.Key.Key_K)
    hands.type("invoice")
    page = window.search_page
    hands.until(lambda: page.result is not None and page.result.query == "invoice" and page.result.meaning_used)
    hands.press(Qt.Key.Key_Down)
    wanted = page.current_hit()
    assert wanted is not None
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: window.page() == "timeline" and window.timeline.current == wanted.moment)
    assert len(hands.steps) == 4


def test_a_page_of_last_week_is_found_by_mouse(hands: Hands) -> None:
    window = hands.opened.window
    day = window.timeline.dates[-1]
    hands.click("dayChoice")
    year = window.timeline.head.popup.year
    hands.until(year.isVisible)
    hands.click(year, place_of(year, date.fromisoformat(day)))
    hands.until(lambda: window.timeline.moments and window.timeline.moments[0].time.date().isoformat() == day)
    chart = window.timeline.chart
    hands.click(chart, QPoint(chart.width() * 2 // 3, 40))
    hands.until(window.timeline.settled)
    assert window.timeline.current != window.timeline.moments[0]
    assert len(hands.steps) == 3


def place_of(year: Year, day: date) -> QPoint:
    """Where a day stands in the heat map: weeks from left to right, the present one last."""
    today = datetime.now(UTC).astimezone().date()
    monday = today - timedelta(days=today.weekday())
    weeks = (monday - (day - timedelta(days=day.weekday()))).days // 7
    assert year.isVisible()
    return QPoint(LEFT + (52 - weeks) * STEP + 4, TOP + day.weekday() * STEP + 4)


# -- forget the last ten minutes
def last_ten_minutes(hands: Hands) -> list[str]:
    """The ids of the moments of the last ten minutes that were recorded."""
    moments = hands.opened.window.timeline.moments
    return [one.id for one in moments if one.time > moments[-1].time - timedelta(minutes=10)]


def test_the_last_ten_minutes_are_forgotten_by_keyboard(hands: Hands) -> None:
    timeline, going = hands.opened.window.timeline, last_ten_minutes(hands)
    hands.control(Qt.Key.Key_End)
    hands.until(timeline.settled)
    for _ in going[1:]:
        hands.press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    hands.press(Qt.Key.Key_Delete)
    if len(going) > 1:
        hands.until(timeline.bar.isVisible)
        hands.tab_to("forgetYes")
        hands.press(Qt.Key.Key_Space)
    hands.until(lambda: not set(going) & {one.id for one in timeline.moments})
    assert len(hands.steps) <= MOST_STEPS


def test_the_last_ten_minutes_are_forgotten_by_mouse(hands: Hands) -> None:
    timeline, going = hands.opened.window.timeline, last_ten_minutes(hands)
    hands.click("now")
    hands.until(timeline.settled)
    if len(going) > 1:
        middle = timeline.strip.rect().center()
        hands.click(timeline.strip, middle - QPoint(130 * (len(going) - 1), 0), Qt.KeyboardModifier.ShiftModifier)
    hands.click("forget")
    if len(going) > 1:
        hands.until(timeline.bar.isVisible)
        hands.click("forgetYes")
    hands.until(lambda: not set(going) & {one.id for one in timeline.moments})
    assert len(hands.steps) <= MOST_STEPS


# -- what did I promise Anna
def test_what_was_promised_is_looked_up_by_keyboard(with_anna: Hands) -> None:
    hands, page = with_anna, with_anna.opened.window.search_page
    hands.control(Qt.Key.Key_K)
    hands.type("promised Anna")
    hands.until(lambda: page.result is not None and page.result.meaning_used and bool(page.result.hits))
    hands.press(Qt.Key.Key_Down)
    hit = page.current_hit()
    assert hit is not None
    assert "varnish" in hit.snippet
    assert len(hands.steps) == 3


def answered(page: QWidget) -> bool:
    return bool(answer_of(page))


def answer_of(page: QWidget) -> str:
    """What the newest answer of the ask page says."""
    return "".join(one.toPlainText() for one in page.findChildren(AnswerText) if one.isVisible())


def test_what_was_promised_is_looked_up_by_mouse(with_anna: Hands) -> None:
    hands, page = with_anna, with_anna.opened.window.memories
    hands.click("railMemories")
    hands.until(lambda: page.settled)
    hands.click_row(page.groups_list, list(GROUPS).index("facts"))
    hands.until(lambda: page.settled and page.group == "facts" and page.rows.rowCount() > 1)
    hands.click_row(page.list, next(at for at in range(page.rows.rowCount()) if "varnish" in row_text(page.list, at)))
    hands.until(lambda: page.belief.held is not None and "varnish" in page.belief.held.entry.title)
    assert len(hands.steps) == 3


def row_text(view: QAbstractItemView, row: int) -> str:
    return str(view.model().index(row, 0).data())


# -- exclude a window
@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(1024, 700) as one:
        one.run("xterm", "-class", "Mail", "-title", "Inbox", "-geometry", "40x10+20+20", "-e", "sleep 600")
        yield one


@pytest.fixture
def beside_mail(hands: Hands, desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Where another window is on the screen."""
    monkeypatch.setenv("DISPLAY", desktop.display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return hands


def excluded(hands: Hands) -> bool:
    return [(rule.field, rule.pattern) for rule in hands.opened.window.privacy.rules] == [("app", "Mail")]


@pytest.mark.display
@needs_display
def test_a_window_is_excluded_by_keyboard(beside_mail: Hands) -> None:
    hands, page = beside_mail, beside_mail.opened.window.privacy
    hands.open_page("privacy")
    hands.until(lambda: len(page.rows) == 1)
    hands.tab_to("leaveOutApp")
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: excluded(hands))


@pytest.mark.display
@needs_display
def test_a_window_is_excluded_by_mouse(beside_mail: Hands) -> None:
    hands, page = beside_mail, beside_mail.opened.window.privacy
    hands.click("railPrivacy")
    hands.until(lambda: len(page.rows) == 1 and next(iter(page.rows.values())).isVisible())
    hands.click("leaveOutApp")
    hands.until(lambda: excluded(hands))
    assert len(hands.steps) == 2


# -- pause for an hour
def is_paused(hands: Hands) -> bool:
    state = hands.opened.window.recording.state
    left = state.until - datetime.now(UTC) if state.until is not None else timedelta(0)
    return state.state == "paused" and timedelta(minutes=58) < left <= timedelta(hours=1)


def test_recording_is_paused_for_an_hour_by_keyboard(hands: Hands) -> None:
    hands.control(Qt.Key.Key_K)
    hands.tab_to("recordingPill")
    hands.press(Qt.Key.Key_Space)
    hands.until(hands.opened.window.pill.menu_.isVisible)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: is_paused(hands))


def test_recording_is_paused_for_an_hour_by_mouse(hands: Hands) -> None:
    menu = hands.opened.window.pill.menu_
    hands.click("recordingPill")
    hands.until(menu.isVisible)
    hour = menu.findChild(QAction, "pause60")
    assert hour is not None
    hands.choose(menu, hour)
    hands.until(lambda: is_paused(hands))
    assert len(hands.steps) == 2


# -- how long in the editor yesterday
def test_how_long_an_application_was_used_is_asked_by_keyboard(hands: Hands) -> None:
    window = hands.opened.window
    day, app = window.timeline.dates[0], window.timeline.moments[-1].app
    hands.control(Qt.Key.Key_K)
    hands.type(f"How long did I use {app} on {date.fromisoformat(day):%d %B %Y}?")
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: answered(window.ask_page))
    assert "min" in answer_of(window.ask_page) or "hour" in answer_of(window.ask_page), answer_of(window.ask_page)
    assert len(hands.steps) == 3


# -- correct a wrong fact
def lives_in_leeds(hands: Hands) -> bool:
    memory = hands.opened.memory()
    try:
        return any("Leeds" in f"{one.title} {one.snippet}" for one in memory.beliefs.entries("facts", ""))
    finally:
        memory.close()


def test_a_wrong_fact_is_corrected_by_keyboard(with_anna: Hands) -> None:
    hands, page = with_anna, with_anna.opened.window.memories
    hands.open_page("memories")
    hands.until(lambda: page.settled)
    hands.press(Qt.Key.Key_Slash)
    hands.type("Leeds")
    hands.until(lambda: page.settled and "Leeds" in str(page.current()))
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: page.belief.held is not None and "Leeds" in str(page.belief.held.entry))
    hands.press(Qt.Key.Key_D)
    hands.until(lambda: not lives_in_leeds(hands))
    assert len(hands.steps) == 5


def test_a_wrong_fact_is_corrected_by_mouse(with_anna: Hands) -> None:
    hands, page = with_anna, with_anna.opened.window.memories
    hands.click("railMemories")
    hands.until(lambda: page.settled)
    hands.click_row(page.groups_list, list(GROUPS).index("facts"))
    hands.until(lambda: page.settled and page.group == "facts" and page.rows.rowCount() > 1)
    hands.click_row(page.list, next(at for at in range(page.rows.rowCount()) if "Leeds" in row_text(page.list, at)))
    hands.until(lambda: page.belief.held is not None and "Leeds" in str(page.belief.held.entry))
    hands.click("beliefDeny")
    hands.until(lambda: not lives_in_leeds(hands))
    assert len(hands.steps) == 4


# -- change retention
def test_how_long_pictures_are_kept_is_changed_by_keyboard(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    page = hands.opened.window.pages["settings"]
    assert isinstance(page, SettingsPage)
    hands.control(Qt.Key.Key_Comma)
    hands.until(lambda: page.held is not None)
    hands.type("pictures are kept; small ones")
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: (at := QApplication.focusWidget()) is not None and at.objectName() == "pictures_days")
    hands.type("90")
    hands.press(Qt.Key.Key_Return)
    memory = hands.opened.memory()
    agree = hands.opened.window.findChild(QAbstractButton, "retentionYes")
    assert agree is not None
    hands.until(agree.isVisible)  # what would go was counted
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    hands.until(lambda: memory.settings().pictures_days == 90)
    memory.close()


# -- open a citation
def cards(page: QWidget) -> list[Card]:
    """What an answer cites, as it stands beside it."""
    return [one for one in page.findChildren(Card) if one.isVisible()]


def test_a_citation_is_opened_by_keyboard(with_anna: Hands) -> None:
    hands, window = with_anna, with_anna.opened.window
    hands.control(Qt.Key.Key_K)
    hands.type(QUESTION)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: answered(window.ask_page) and bool(cards(window.ask_page)))
    hands.press(Qt.Key.Key_Up)  # to its first number
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: any(one.isVisible() for one in window.findChildren(MomentView)))


def test_a_citation_is_opened_by_mouse(with_anna: Hands) -> None:
    hands, window = with_anna, with_anna.opened.window
    window.ask(QUESTION)  # asked before; only opening it is counted
    hands.until(lambda: answered(window.ask_page) and bool(cards(window.ask_page)))
    window.open_page("timeline")
    hands.click("railAsk")
    hands.until(lambda: bool(cards(window.ask_page)))
    hands.click(cards(window.ask_page)[0])
    hands.until(lambda: any(one.isVisible() for one in window.findChildren(MomentView)))
    assert len(hands.steps) == 2
