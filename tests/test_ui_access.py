"""Every page without a mouse and without eyes: names and roles, the way of Tab, where the keyboard is, and what AT-SPI tells."""

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.desktop import VirtualDesktop, missing_programs, wait_for
from tests.private_bus import PrivateBus
from tests.ui_home import Opened
from ui.pages import PAGES
from ui.window import Window

KEYS = [page.key for page in PAGES]
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
ABSENT = [*missing_programs(), *(["dbus-daemon"] if shutil.which("dbus-daemon") is None else [])]
ABSENT += [] if LAUNCHER.exists() else ["at-spi2-core"]
MOST_STOPS = 200


def open_page(opened: Opened, qtbot: QtBot, key: str) -> QWidget:
    """Open a page as it is with something in it."""
    window = opened.window
    window.activateWindow()
    if key == "search":
        window.top.box.setText("invoice")
        qtbot.waitUntil(lambda: window.search_page.result is not None and bool(window.search_page.result.hits))
    window.open_page(key)
    qtbot.wait(150)
    return window.pages[key]


def is_stop(widget: QWidget) -> bool:
    """Whether Tab is to come by: it can be seen, used, and takes part."""
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget, Window)
        and not (isinstance(widget, QScrollArea) and widget.verticalScrollBar().maximum() == 0)
    )


def walked(window: Window) -> list[QWidget]:
    """What Tab comes by until it is where it was."""
    stops: list[QWidget] = []
    for _ in range(MOST_STOPS):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now in stops:
            return stops
        stops.append(now)
    raise AssertionError(f"Tab never comes round: {[one.objectName() for one in stops[-4:]]}")


def told(widget: QWidget) -> tuple[str, QAccessible.Role]:
    """Name and role as a screen reader hears them."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(QAccessible.Text.Name), interface.role()


def untold(window: Window) -> list[str]:
    """What can be used and has no name, no role, or no name for tests."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r}: {told(widget)}"
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.objectName().startswith("qt_")
        and (
            not widget.objectName()
            or not told(widget)[0]
            or told(widget)[1] in (QAccessible.Role.Client, QAccessible.Role.NoRole)
        )
    ]


@pytest.mark.parametrize("key", KEYS)
def test_everything_that_can_be_used_has_a_name_and_a_role(opened: Opened, qtbot: QtBot, key: str) -> None:
    open_page(opened, qtbot, key)
    assert untold(opened.window) == []


def test_a_widget_without_a_name_or_a_role_is_found(opened: Opened) -> None:
    odd = QWidget(opened.window)
    odd.setObjectName("odd")
    odd.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    assert [one.split(":")[0] for one in untold(opened.window)] == ["QWidget 'odd'"]


@pytest.mark.parametrize("key", KEYS)
def test_tab_comes_by_everything_of_a_page_and_shows_where_it_is(opened: Opened, qtbot: QtBot, key: str) -> None:
    page = open_page(opened, qtbot, key)
    window = opened.window
    stops = walked(window)
    names = {one.objectName() for one in stops}
    parts = [page, window.rail, window.top]
    missed = {
        widget.objectName()
        for part in parts
        for widget in [part, *part.findChildren(QWidget)]
        if is_stop(widget) and widget not in stops
    }
    assert missed == set(), names
    assert [one for one in unseen(window, stops) if one] == []


def unseen(window: Window, stops: list[QWidget]) -> Iterator[str]:
    """The stops that look the same with the keyboard on them and without."""
    for stop, other in zip(stops, [*stops[1:], stops[0]], strict=True):
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        window.ring.show_around(stop)
        QApplication.processEvents()
        place = QRect(stop.mapTo(window, QPoint(0, 0)), stop.size()).adjusted(-4, -4, 4, 4).intersected(window.rect())
        focused = window.grab(place).toImage()
        other.setFocus(Qt.FocusReason.TabFocusReason)
        window.ring.show_around(None)
        QApplication.processEvents()
        if window.grab(place).toImage() == focused:
            yield stop.objectName()


def test_a_click_takes_the_ring_away(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    window.activateWindow()
    QTest.keyClick(window.timeline, Qt.Key.Key_Tab)
    assert window.ring.isVisible()
    qtbot.mouseClick(window.top.box, Qt.MouseButton.LeftButton)
    assert not window.ring.isVisible()


# -- in a real session
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication(["recollect"])
from app.paths import Places
from tests.ui_home import open_window
opened = open_window(Places(Path(sys.argv[1]), Path(sys.argv[2])))
app.exec()
"""
REGISTRY, ROOT = "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
FOCUSABLE, SHOWING, FILLER = 11, 25, 23  # of at-spi2-core's atspi-constants.h


@dataclass(frozen=True)
class Thing:
    """An object of the tree."""

    name: str
    role: str
    states: int


class Tree:
    """Asks the accessibility bus of a session."""

    def __init__(self, session: str) -> None:
        with open_dbus_connection(session) as line:
            launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            address = line.send_and_get_reply(new_method_call(launcher, "GetAddress"), timeout=20).body[0]
        self._line: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        self._line.close()

    def _ask(self, bus: str, path: str, member: str) -> Any:
        """What an object answers. Raises LookupError where it is gone: a window lives while one reads it."""
        reply = self._line.send_and_get_reply(new_method_call(DBusAddress(path, bus, ACCESSIBLE), member), timeout=20)
        if reply.header.message_type is MessageType.error:
            raise LookupError(path)
        return reply.body[0]

    def things(self, program: str) -> list[Thing]:
        """Everything below a program's windows."""
        waiting = [place for place in self._ask(REGISTRY, ROOT, "GetChildren") if self._name(place) == program]
        found = []
        while waiting:
            place = waiting.pop()
            low, high = self._ask(*place, "GetState")
            found.append(Thing(self._name(place), str(self._ask(*place, "GetRoleName")), low | high << 32))
            waiting += [one for one in self._ask(*place, "GetChildren") if not one[1].endswith("/null")]
        return found

    def _name(self, place: tuple[str, str]) -> str:
        address = DBusAddress(place[1], place[0], ACCESSIBLE)
        reply = self._line.send_and_get_reply(Properties(address).get("Name"), timeout=20)
        return str(reply.body[0][1]) if isinstance(reply.body[0], tuple) else ""


@pytest.mark.skipif(bool(ABSENT), reason=f"not installed: {', '.join(ABSENT)}")
@pytest.mark.display
def test_a_screen_reader_in_a_real_session_hears_names_and_roles(opened: Opened, tmp_path: Path) -> None:
    places = opened.places
    assert places.key_file is not None
    with PrivateBus(tmp_path / "session", with_services=True) as bus, VirtualDesktop(1400, 900) as desk:
        del desk.environment["NO_AT_BRIDGE"]
        environment = {
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
            "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere",
            "XDG_RUNTIME_DIR": str(tmp_path),
            "GSETTINGS_BACKEND": "memory",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        desk.run(str(LAUNCHER), "--launch-immediately", environment=environment)
        wait_for(lambda: bus.owns("org.a11y.Bus"))
        desk.run(
            sys.executable, "-c", PROGRAM, str(places.home), str(places.key_file),
            environment=environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        with contextlib.closing(Tree(bus.address)) as tree:
            things = wait_for(lambda: settled(tree))
    by_name = {thing.name: thing.role for thing in things if thing.name}
    assert by_name["Search or ask anything"] in ("text", "entry")
    assert by_name["Pages"] == "tool bar"
    # The large picture is called by its moment, "Friday 20 November 2026, 12:00, plan.md".
    assert any(one.role in ("image", "graphic", "icon") and re.search(r"\d\d:\d\d, ", one.name) for one in things)
    assert by_name["Forget"] in ("push button", "button")
    assert [one for one in things if one.states >> FOCUSABLE & 1 and one.states >> SHOWING & 1 and not one.name] == []


def settled(tree: Tree) -> list[Thing]:
    """The tree once the timeline shows a day, whole."""
    try:
        things = tree.things("recollect")
    except LookupError:
        return []
    return things if any(one.name.startswith("Day: ") and len(one.name) > 6 for one in things) else []
