"""The lanes: results in the GUI thread, the latest wins, failures go where they belong, every start has a stop."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from ui.tasks import Core, Ticket


class Memory:
    """An open thing with the two methods that a lane itself uses."""

    def __init__(self) -> None:
        self.interrupted = threading.Event()
        self.closed = threading.Event()

    def interrupt(self) -> None:
        self.interrupted.set()

    def close(self) -> None:
        self.closed.set()


class Kitchen:
    """Opens memories and remembers them."""

    def __init__(self) -> None:
        self.opened: list[Memory] = []
        self.refusal: KnownError | None = None

    def open(self) -> Memory:
        if self.refusal is not None:
            raise self.refusal
        self.opened.append(Memory())
        return self.opened[-1]


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


@pytest.fixture
def core(qtbot: QtBot, kitchen: Kitchen) -> Iterator[Core]:
    made = Core(kitchen.open)
    with qtbot.waitSignal(made.opened):
        made.start()
    yield made
    made.stop()
    made.deleteLater()


def wait_for_interrupt(memory: Memory, ticket: Ticket) -> str:
    assert memory.interrupted.wait(10)
    memory.interrupted.clear()
    return "older"


def test_work_runs_in_a_lane_and_its_result_arrives_in_the_gui_thread(qtbot: QtBot, core: Core) -> None:
    gui = QThread.currentThread()
    seen: list[object] = []
    core.read(
        core, "where", lambda _m, _t: threading.get_ident(), lambda ident: seen.extend([ident, QThread.currentThread()])
    )
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] != threading.get_ident()
    assert seen[1] is gui


def test_newer_work_of_the_same_key_interrupts_the_older_and_wins(qtbot: QtBot, core: Core) -> None:
    begun, results = threading.Event(), []

    def older(memory: Memory, ticket: Ticket) -> str:
        begun.set()
        return wait_for_interrupt(memory, ticket)

    core.read(core, "search", older, results.append)
    assert begun.wait(10)
    core.read(core, "search", lambda _m, _t: "newer", results.append)
    qtbot.waitUntil(lambda: results == ["newer"])


def test_work_of_another_key_is_left_alone(qtbot: QtBot, core: Core, kitchen: Kitchen) -> None:
    results: list[str] = []
    go = threading.Event()
    core.read(core, "first", lambda _m, _t: "first" if go.wait(10) else "", results.append)
    core.read(core, "second", lambda _m, _t: "second", results.append)
    go.set()
    qtbot.waitUntil(lambda: results == ["first", "second"])
    assert not kitchen.opened[0].interrupted.is_set()


def test_work_of_the_same_key_for_another_owner_is_left_alone(qtbot: QtBot, core: Core, kitchen: Kitchen) -> None:
    """Two pages of a kind do not take each other's reads away: one would wait for ever."""
    results: list[str] = []
    one, other, go = QObject(core), QObject(core), threading.Event()
    core.read(one, "picture", lambda _m, _t: "first" if go.wait(10) else "", results.append)
    core.read(one, "day", lambda _m, _t: "waiting", results.append)
    core.read(other, "picture", lambda _m, _t: "second", results.append)
    core.read(other, "day", lambda _m, _t: "other", results.append)
    go.set()
    qtbot.waitUntil(lambda: results == ["first", "waiting", "second", "other"])
    assert not kitchen.opened[0].interrupted.is_set()


def test_low_work_lets_everything_else_pass(qtbot: QtBot, core: Core) -> None:
    results: list[str] = []
    go = threading.Event()
    core.read(core, "gate", lambda _m, _t: go.wait(10))
    core.read(core, "picture", lambda _m, _t: "picture", results.append, low=True)
    core.read(core, "day", lambda _m, _t: "day", results.append)
    go.set()
    qtbot.waitUntil(lambda: results == ["day", "picture"])


def test_known_errors_reach_the_one_who_asked(qtbot: QtBot, core: Core) -> None:
    def work(_memory: Memory, _ticket: Ticket) -> None:
        raise KnownError("disk_full", free_mb=3)

    failures: list[KnownError] = []
    core.long(core, "forget", work, None, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].code == "disk_full"


def test_a_bug_is_raised_in_the_gui_thread_and_the_lane_goes_on(qtbot: QtBot, core: Core) -> None:
    results: list[str] = []
    with qtbot.captureExceptions() as caught:
        core.read(core, "bug", lambda _m, _t: 1 // 0)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    core.read(core, "after", lambda _m, _t: "after", results.append)
    qtbot.waitUntil(lambda: results == ["after"])


def test_reports_end_when_the_work_is_cancelled(qtbot: QtBot, core: Core) -> None:
    heard: list[int] = []
    finished = threading.Event()

    def work(memory: Memory, ticket: Ticket) -> None:
        ticket.report(1)
        assert memory.interrupted.wait(10)
        assert ticket.cancelled()
        ticket.report(2)
        finished.set()

    ticket = core.long(core, "ask", work, heard.append, heard=heard.append)
    qtbot.waitUntil(lambda: heard == [1])
    ticket.cancel()
    assert finished.wait(10)
    later: list[str] = []
    core.long(core, "later", lambda _m, _t: "later", later.append)
    qtbot.waitUntil(lambda: later == ["later"])
    assert heard == [1]


def test_nothing_is_handed_to_an_owner_that_is_gone(qtbot: QtBot, core: Core) -> None:
    results: list[str] = []
    owner, go = QObject(), threading.Event()
    core.read(owner, "late", lambda _m, _t: "late" if go.wait(10) else "", results.append)
    import shiboken6

    shiboken6.delete(owner)
    go.set()
    core.read(core, "next", lambda _m, _t: "next", results.append)
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["next"]


def test_stopping_ends_the_threads_and_closes_their_memories(qtbot: QtBot, kitchen: Kitchen) -> None:
    core = Core(kitchen.open)
    core.start()
    begun = threading.Event()

    def endless(memory: Memory, _ticket: Ticket) -> None:
        begun.set()
        memory.interrupted.wait(30)

    core.long(core, "endless", endless)
    assert begun.wait(10)
    qtbot.waitUntil(lambda: core.is_open)
    assert sorted(core.running()) == ["errands", "interactive", "long"]
    core.stop()
    assert core.running() == []
    assert len(kitchen.opened) == 2
    assert all(memory.closed.is_set() for memory in kitchen.opened)
    core.deleteLater()


def test_the_last_work_is_done_beside_long_work_and_nothing_is_taken_on_after_it(qtbot: QtBot, core: Core) -> None:
    begun, go = threading.Event(), threading.Event()
    results: list[object] = []

    def endless(_memory: Memory, _ticket: Ticket) -> None:
        begun.set()
        go.wait(30)

    core.long(core, "endless", endless)
    assert begun.wait(10)
    core.end(core, lambda: "ended", results.append)
    assert core.read(core, "late", lambda _m, _t: "late", results.append).cancelled()
    qtbot.waitUntil(lambda: results == ["ended"])
    go.set()


def test_a_memory_that_does_not_open_says_why_and_opens_later(qtbot: QtBot, kitchen: Kitchen) -> None:
    kitchen.refusal = KnownError("wrong_key")
    core = Core(kitchen.open)
    with qtbot.waitSignal(core.not_open) as refused:
        core.start()
    assert refused.args == ["wrong_key", {}]
    kitchen.refusal = None
    with qtbot.waitSignal(core.opened):
        core.open()
    core.stop()
    core.deleteLater()


def test_threads_of_the_window_start_only_in_tasks() -> None:
    import re
    from pathlib import Path

    import ui

    def starts(text: str) -> bool:
        return bool(re.search(r"QThreadPool|threading\.Thread\(|\(QThread\)", text))

    folder = Path(ui.__file__).parent
    assert {path.name for path in folder.glob("*.py") if starts(path.read_text())} == {"tasks.py"}


def test_an_errand_lets_questions_pass(qtbot: QtBot, core: Core) -> None:
    go, results = threading.Event(), list[object]()
    core.long(
        core, "download", lambda _m, _t: "whole" if go.wait(30) else "", results.append, needs_memory=False, errand=True
    )
    core.long(core, "question", lambda _m, _t: "answer", results.append)
    qtbot.waitUntil(lambda: results == ["answer"])
    go.set()
    qtbot.waitUntil(lambda: results == ["answer", "whole"])


def test_renewing_lets_each_lane_open_its_memory_anew_and_ends_when_the_last_has(
    qtbot: QtBot, core: Core, kitchen: Kitchen
) -> None:
    seen: list[Memory] = []
    core.long(core, "before", lambda memory, _: memory, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 1)
    ended = threading.Event()
    core.renew(core, lambda: True, ended.set, lambda _error: None)
    qtbot.waitUntil(ended.is_set)
    assert all(memory.closed.is_set() for memory in kitchen.opened)
    core.long(core, "after", lambda memory, _: memory, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[1] is not seen[0]
    assert not seen[1].closed.is_set()


def test_renewing_leaves_the_memories_where_nothing_begins_anew(qtbot: QtBot, core: Core, kitchen: Kitchen) -> None:
    results: list[object] = []
    core.renew(core, lambda: False, lambda: results.append("ended"), lambda _error: None)
    core.long(core, "after", lambda _m, _t: "after", results.append)
    qtbot.waitUntil(lambda: results == ["after"])
    assert not any(memory.closed.is_set() for memory in kitchen.opened)
