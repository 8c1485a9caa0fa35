"""Accessibility text inside its worker: find the bus, the program, its window, and have its tree walked.

Asks only who is there already: neither the accessibility bus nor anything on it is started by this.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.access_line import AccessLine, LineLost
from models.access_tree import (
    ACCESSIBLE,
    PROPERTY,
    Node,
    TreeWalk,
    address_of,
    is_active,
    is_showing,
    lines_of,
    there,
)
from models.engine import Talk

_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
_LAUNCHER = "org.a11y.Bus"
_REGISTRY = "org.a11y.atspi.Registry"
_ROOT = "/org/a11y/atspi/accessible/root"


@dataclass
class _Window:
    """A top-level object of a program."""

    node: Node
    toolkit: str
    title: str = ""
    showing: bool = False
    active: bool = False


class AccessEngine:
    """Keeps the connection to the accessibility bus, and which process speaks there under which name."""

    loaded = True

    def __init__(self) -> None:
        self._line: AccessLine | None = None
        self._pids: dict[str, int] = {}

    def answer(
        self, method: str, params: dict[str, Any], blobs: Sequence[bytes], talk: Talk
    ) -> tuple[dict[str, Any], Sequence[bytes]]:
        """Methods: text (`pid`, `title`, `budget_ms`): `found` is None or has lines, url, whole."""
        del method, blobs, talk
        until_s = time.monotonic() + params["budget_ms"] / 1000
        try:
            return {"found": self._found(int(params["pid"]), str(params["title"]), until_s)}, ()
        except LineLost:
            self._drop()
            return {"found": None}, ()
        except Exception:
            self._drop()  # what a program answered made no sense; the rest of it must not meet the next question
            raise

    def _found(self, pid: int, title: str, until_s: float) -> dict[str, Any] | None:
        line = self._line = self._line or _accessibility_bus(until_s)
        if line is None:
            return None
        windows: list[_Window] = []
        self._note_windows(line, pid, windows)
        if not line.run(until_s):
            self._drop()
            return {"lines": [], "url": "", "whole": False} if windows else None
        window = _chosen(windows, title)
        if window is None:
            return None
        walk = TreeWalk(line, window.toolkit)
        walk.start(window.node)
        done = line.run(until_s)
        if not done:
            self._drop()
        whole = done and not walk.torn
        rows = lines_of(window.node) if whole else []
        return {"lines": [[text, *box] for text, box in rows], "url": address_of(window.node), "whole": whole}

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line, self._pids = None, {}

    # -- whose window --------------------------------------------------------------------------------------------------

    def _note_windows(self, line: AccessLine, pid: int, windows: list[_Window]) -> None:
        """Have the windows of a process asked for: of all programs that are its own, one by one."""

        def programs(answer: tuple[Any, ...] | None) -> None:
            found = there(answer[0]) if answer else []
            self._pids = {bus: self._pids[bus] for bus, _ in found if bus in self._pids}
            for bus, path in found:
                if bus in self._pids:
                    whose(bus, path)
                else:
                    line.ask(lambda answer, bus=bus, path=path: learnt(answer, bus, path), *_BUS, # type: ignore[misc]
                             "org.freedesktop.DBus.GetConnectionUnixProcessID", "s", bus)  # fmt: skip

        def learnt(answer: tuple[Any, ...] | None, bus: str, path: str) -> None:
            if answer:
                self._pids[bus] = int(answer[0])
                whose(bus, path)

        def whose(bus: str, path: str) -> None:
            if self._pids[bus] == pid:
                _note_program(line, bus, path, windows)

        line.ask(programs, _REGISTRY, _ROOT, f"{ACCESSIBLE}.GetChildren")


def _note_program(line: AccessLine, bus: str, path: str, windows: list[_Window]) -> None:
    """Have the toolkit of a program asked for, then its windows with what tells them apart."""

    def toolkit(answer: tuple[Any, ...] | None) -> None:
        name = str(answer[0][1]) if answer else ""
        line.ask(lambda answer: children(answer, name), bus, path, f"{ACCESSIBLE}.GetChildren")

    def children(answer: tuple[Any, ...] | None, name: str) -> None:
        for place in there(answer[0]) if answer else []:
            window = _Window(Node(*place), name)
            windows.append(window)
            _note_facts(line, window)

    line.ask(toolkit, bus, path, PROPERTY, "ss", "org.a11y.atspi.Application", "ToolkitName")


def _note_facts(line: AccessLine, window: _Window) -> None:
    def states(answer: tuple[Any, ...] | None) -> None:
        window.showing, window.active = (is_showing(answer[0]), is_active(answer[0])) if answer else (False, False)

    def title(answer: tuple[Any, ...] | None) -> None:
        window.title = str(answer[0][1]) if answer else ""

    where = window.node.bus, window.node.path
    line.ask(states, *where, f"{ACCESSIBLE}.GetState")
    line.ask(title, *where, PROPERTY, "ss", ACCESSIBLE, "Name")


def _chosen(windows: Sequence[_Window], title: str) -> _Window | None:
    """The window that is meant: by its title, of several the active one; by being active; or the only one. Else none."""
    shown = [one for one in windows if one.showing]
    named = [one for one in shown if _plain(one.title) == _plain(title)]
    for among in (named, shown):
        active = [one for one in among if one.active]
        if len(active) == 1 or len(among) == 1:
            return (active or among)[0]
        if among is named and named:
            return None
    return None


def _plain(title: str) -> str:
    return " ".join(title.split())


def _accessibility_bus(until_s: float) -> AccessLine | None:
    """The accessibility bus that the session's bus names; None where nobody on it has one."""
    session = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if not session:
        return None
    line = AccessLine(session)
    found: list[str] = []

    def owned(answer: tuple[Any, ...] | None) -> None:
        if answer and answer[0]:
            line.ask(named, _LAUNCHER, "/org/a11y/bus", "org.a11y.Bus.GetAddress")

    def named(answer: tuple[Any, ...] | None) -> None:
        if answer:
            found.append(str(answer[0]))

    try:
        line.ask(owned, *_BUS, "org.freedesktop.DBus.NameHasOwner", "s", _LAUNCHER)
        line.run(until_s)
    finally:
        line.close()
    return AccessLine(found[0]) if found else None
