"""The search page: rows as high as their words, the day held above them, chips for people and kinds, remarks, and the key from anywhere."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QListView, QStyleOptionViewItem
from pytestqt.qtbot import QtBot
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from app.records import Filters, Hit, Moment, Reason, SearchResult, Understood
from tests.desktop import VirtualDesktop, missing_programs
from tests.test_ui_window import search
from tests.ui_home import Opened
from ui.found import DayAbove, Found, Remark, look
from ui.hits import HEAD_HEIGHT, ROW_HEIGHT, HitPainter, Hits
from ui.hotkey import Hotkey, read
from ui.theme import Theme

AT = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
LONG = "the gutter over the back door leaks again and drips on the bicycles that stand below it " * 4


def hit(name: str, snippet: str, *, pictured: bool = False, at: datetime = AT, code: str = "words") -> Hit:
    moment = Moment(name, "screen" if pictured else "message", at, "UTC", author="Ann", has_picture=pictured)
    return Hit(name, moment, snippet, snippet, (), 1.0, (Reason(code),), ())


@pytest.fixture
def theme(qapp: "object") -> Theme:
    return Theme(qapp, "light")  # type: ignore[arg-type]


# -- rows


def test_a_row_without_a_picture_is_as_high_as_its_words_and_one_with_a_picture_as_the_picture(
    opened: Opened, theme: Theme
) -> None:
    painter, rows = HitPainter(theme, opened.window.desk.pictures), Hits()
    painter.width = 800
    rows.show_hits([hit("short", "One line."), hit("long", LONG), hit("seen", "One line.", pictured=True)])
    heights = [painter.sizeHint(QStyleOptionViewItem(), rows.index(at, 0)).height() for at in range(4)]
    assert heights[0] == HEAD_HEIGHT
    assert heights[1] < heights[2] <= ROW_HEIGHT == heights[3]
    assert heights[1] < 96
    painter.width = 4000  # where there is room for it on one line, the long one is as low as the short one
    assert painter.sizeHint(QStyleOptionViewItem(), rows.index(2, 0)).height() <= heights[1]


def test_the_day_stays_above_its_rows_while_they_are_scrolled(qtbot: QtBot, opened: Opened, theme: Theme) -> None:
    rows, view = Hits(), QListView()
    view.setModel(rows)
    view.setItemDelegate(HitPainter(theme, opened.window.desk.pictures, view))
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.resize(QSize(600, 400))
    qtbot.addWidget(view)
    day = DayAbove(theme, view, rows)
    earlier = AT - timedelta(days=3)
    rows.show_hits([*(hit(f"a{n}", "A.") for n in range(6)), *(hit(f"b{n}", "B.", at=earlier) for n in range(9))])
    view.show()
    qtbot.waitExposed(view)
    assert day.day() == ""  # its own line is in sight
    bar = view.verticalScrollBar()
    bar.setValue(120)
    assert "12 November" in day.day()
    second = next(at for at in range(1, rows.rowCount()) if rows.row(rows.index(at, 0)).hit is None)  # type: ignore[union-attr]
    bar.setValue(bar.value() + view.visualRect(rows.index(second, 0)).top() - 10)
    assert "12 November" in day.day()
    assert day.y() < 0  # the next day pushes it up
    bar.setValue(bar.value() + 120)
    assert "9 November" in day.day()
    bar.setValue(0)
    assert day.day() == ""


# -- remarks


class OneMemory:
    """Answers searches with what a test lays out, by whether they are limited."""

    def __init__(self, within: tuple[Hit, ...], beyond: tuple[Hit, ...] = (), answerable: float = 1.0) -> None:
        self.within, self.beyond, self.answerable = within, beyond, answerable

    def search(self, text: str, filters: Filters, *, ignore: frozenset[str] = frozenset(), **_: object) -> SearchResult:
        hits = self.beyond if "everything" in ignore else self.within
        return SearchResult(text, Understood(text, filters), hits, self.answerable, meaning_used=True)


def test_what_is_said_above_the_results_fits_what_was_found(qtbot: QtBot, theme: Theme) -> None:
    remark = Remark(theme)
    qtbot.addWidget(remark)

    def said(memory: OneMemory, *, as_you_type: bool = False) -> str:
        remark.tell(look(memory, "roof", Filters(), limit=5, as_you_type=as_you_type))
        return remark.text()

    there, close = hit("a", "roof"), hit("b", "tiles", code="meaning")
    assert said(OneMemory((there,))) == ""
    assert said(OneMemory((there,), answerable=0.2)).startswith("Memory may hold nothing")
    assert said(OneMemory((there,), answerable=0.2), as_you_type=True) == ""
    assert said(OneMemory((close,))).startswith("These words stand nowhere")
    assert said(OneMemory((), (there,))).startswith("Nothing lies within these limits")
    assert not remark.widen.isHidden()
    assert said(OneMemory(())) == ""
    remark.tell(Found(OneMemory((there,)).search("x", Filters()), doubtful=True))
    assert remark.widen.isHidden()


# -- chips


def test_a_person_and_a_kind_narrow_a_search(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.search_page
    person = "Jakub Sieger"
    assert {one.moment.author for one in search(qtbot, opened, "invoice lower")} != {person}
    page.filters.narrow("author", person)
    qtbot.waitUntil(lambda: page.result is not None and {one.moment.author for one in page.result.hits} == {person})
    assert page.filters.chip("author").accessibleName() == person
    page.filters.narrow("author", None)
    page.filters.narrow("kind", "message")
    qtbot.waitUntil(lambda: page.result is not None and {one.moment.kind for one in page.result.hits} == {"message"})
    assert page.filters.chip("kind").accessibleName() == "Messages"
    page.filters.narrow("kind", "document")  # of which there are none: the nearest are shown
    qtbot.waitUntil(page.remark.isVisible)


def test_the_chips_offer_the_names_that_memory_holds(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.search_page
    search(qtbot, opened, "garden")
    menu = page.filters.chip("author").menu()

    def offered() -> list[str]:
        menu.aboutToShow.emit()
        return [action.text() for action in menu.actions() if action.text()]

    qtbot.waitUntil(lambda: len(offered()) > 1)
    assert offered()[0] == "Anyone"
    memory = opened.memory()
    assert set(offered()[1:]) <= set(memory.people())
    memory.close()


# -- keys


def test_control_enter_asks_from_the_list_and_another_query_starts_at_its_top(opened: Opened, qtbot: QtBot) -> None:
    window, page = opened.window, opened.window.search_page
    assert search(qtbot, opened, "boiler inspection")
    qtbot.keyClick(window.top.box, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    page.list.setCurrentIndex(page.hits.index(page.hits.rowCount() - 1, 0))
    assert search(qtbot, opened, "garden")
    qtbot.waitUntil(lambda: page.list.verticalScrollBar().value() == 0)
    qtbot.keyClick(window.top.box, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.page() == "ask"
    assert window.ask_page.turns[-1].question() == "garden"


def test_a_letter_among_the_results_reads_no_row(opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    search(qtbot, opened, "garden")
    page = opened.window.search_page
    page.enter_list()
    stands = page.list.currentIndex().row()
    read: list[int] = []
    texts = Hits.data
    monkeypatch.setattr(Hits, "data", lambda self, index, role=0: (read.append(role), texts(self, index, role))[1])
    qtbot.keyClicks(page.list, "xyz")
    assert page.list.currentIndex().row() == stands
    assert int(Qt.ItemDataRole.DisplayRole) not in [int(role) for role in read]


def test_keys_are_read_as_x_counts_them() -> None:
    assert read("Ctrl+Alt+K") == (12, "K")
    assert read("Super+Shift+F5") == (65, "F5")


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Display]:
    """An X server of its own, and a program on it that presses keys."""
    if missing_programs():
        pytest.skip(f"not installed: {', '.join(missing_programs())}")
    with VirtualDesktop() as running:
        monkeypatch.setenv("DISPLAY", running.display)
        monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        pressing = Display(running.display)
        yield pressing
        pressing.close()


def press(desktop: Display, *names: str) -> None:
    """Press keys together and let them go."""
    codes = [desktop.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
    for code in codes:
        xtest.fake_input(desktop, X.KeyPress, code)
    for code in reversed(codes):
        xtest.fake_input(desktop, X.KeyRelease, code)
    desktop.sync()


@pytest.mark.display
def test_the_key_is_heard_from_anywhere_also_with_caps_lock_and_no_other_key_is(qtbot: QtBot, desktop: Display) -> None:
    key = Hotkey()
    assert key.take("Ctrl+Alt+K") == "shortcut_here"
    heard: list[int] = []
    key.pressed.connect(lambda: heard.append(1))
    press(desktop, "Control_L", "k")
    press(desktop, "Control_L", "Alt_L", "j")
    press(desktop, "Control_L", "Alt_L", "k")
    qtbot.waitUntil(lambda: len(heard) == 1)
    press(desktop, "Caps_Lock")
    press(desktop, "Control_L", "Alt_L", "k")
    qtbot.waitUntil(lambda: len(heard) == 2)
    press(desktop, "Caps_Lock")
    key.release()


@pytest.mark.display
def test_a_key_that_another_program_has_is_left_to_it_until_it_lets_go(qtbot: QtBot, desktop: Display) -> None:
    first, second = Hotkey(), Hotkey()
    assert first.take("Ctrl+Alt+K") == "shortcut_here"
    assert second.take("Ctrl+Alt+K") == "shortcut_taken"
    assert second.take("Ctrl+Alt+J") == "shortcut_here"
    with qtbot.waitSignal(second.pressed):
        press(desktop, "Control_L", "Alt_L", "j")
    first.release()
    assert second.take("Ctrl+Alt+K") == "shortcut_here"
    with qtbot.waitSignal(second.pressed):
        press(desktop, "Control_L", "Alt_L", "k")
    second.release()


def test_where_no_program_may_have_a_key_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    key = Hotkey()
    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert key.take("Ctrl+Alt+K") == "shortcut_nowhere"
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    assert key.take("Ctrl+Alt+K") == "shortcut_nowhere"
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    monkeypatch.delenv("DISPLAY")
    assert key.take("Ctrl+Alt+K") == "shortcut_nowhere"


@pytest.mark.display
def test_the_window_says_how_the_key_stands_and_switches_it(qtbot: QtBot, opened: Opened, desktop: Display) -> None:
    window = opened.window
    line, shortcut = window.search_page.shortcut, window.shortcut
    window.open_page("search")
    assert not line.isVisible()  # before anything is known
    shortcut.start()
    qtbot.waitUntil(lambda: shortcut.code == "shortcut_here")
    said = line.findChild(QLabel, "shortcutSaid")
    assert said is not None
    assert said.text() == "Ctrl+Alt+K opens this from any program."
    with qtbot.waitSignal(shortcut.wanted):
        press(desktop, "Control_L", "Alt_L", "k")
    qtbot.mouseClick(line.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shortcut.code == "shortcut_off")
    other = Hotkey()
    assert other.take("Ctrl+Alt+K") == "shortcut_here"  # it was given back
    qtbot.mouseClick(line.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shortcut.code == "shortcut_taken")
    assert said.text().startswith("Another program has Ctrl+Alt+K")
    assert not line.switch.isVisible()
    other.release()
    memory = opened.memory()
    assert memory.settings().global_shortcut
    memory.close()
