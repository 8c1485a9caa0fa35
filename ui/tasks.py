"""Work off the GUI thread: lanes, each a thread with its own open memory. The only place where the window starts threads.

`interactive` answers what the user looks at now: a newer piece of work with the same key and owner replaces the older
one and interrupts it. `long` takes what may last: questions, forgetting. `errands` takes what may last for hours and nobody waits for:
downloads, imports, backups; a question does not stand in line behind them. Results, reports and failures come back by queued
signals and are handed on in the GUI thread. No widgets, no rules, no SQL.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from app.errors import KnownError
from ui.rings import Rings

log = logging.getLogger(__name__)

STOP_WAIT_MS = 10_000
LOCK_WAIT_S = 10.0


class OpenMemory(Protocol):
    """What a lane itself needs of a memory."""

    def close(self) -> None: ...
    def interrupt(self) -> None: ...


class CannotOpen(Exception):
    """The lane could not open the memory; `reason` says why in a code."""

    def __init__(self, reason: KnownError) -> None:
        super().__init__(reason.code)
        self.reason = reason


class Ticket:
    """One piece of work. Its `work` runs in the lane; `then`, `failed` and `heard` run in the GUI thread."""

    def __init__(
        self,
        lane: "Lane",
        owner: QObject,
        key: str,
        work: Callable[[Any, "Ticket"], Any],
        then: Callable[[Any], None] | None,
        failed: Callable[[KnownError], None] | None,
        heard: Callable[[Any], None] | None,
        *,
        low: bool = False,
        needs_memory: bool = True,
    ) -> None:
        self._lane = lane
        self._cancelled = threading.Event()
        self.owner, self.key, self.work = owner, key, work
        self.then, self.failed, self.heard = then, failed, heard
        self.low, self.needs_memory = low, needs_memory
        self.era = 0  # how often the core had been locked when this was asked for

    def cancelled(self) -> bool:
        """Whether nobody waits for this any more; long work asks between its steps."""
        return self._cancelled.is_set()

    def mark_cancelled(self) -> None:
        """Say that nobody waits; the lane's `drop` also interrupts what runs."""
        self._cancelled.set()

    def cancel(self) -> None:
        """Give up: a waiting ticket never runs, a running one is interrupted. Nothing is handed on afterwards."""
        self._lane.drop(self)

    def report(self, value: Any) -> None:
        """Hand something on while the work goes on. Called in the lane."""
        if not self.cancelled():
            self._lane.reported.emit(self, value)


class Lane(QThread):
    """A thread that carries out tickets one after the other on a memory of its own."""

    finished_work = Signal(object, object, object)  # ticket, value, error
    reported = Signal(object, object)

    def __init__(self, name: str, opener: Callable[[], OpenMemory], parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._opener = opener
        self._memory: OpenMemory | None = None
        self._waiting: list[Ticket] = []
        self._running: Ticket | None = None
        self._stopping = False
        self._bell = threading.Condition()

    def put(self, ticket: Ticket) -> None:
        """Queue a ticket; it replaces one with the same key of the same owner. Any thread."""
        with self._bell:
            there = [*self._waiting, *([self._running] if self._running is not None else [])]
            for one in [one for one in there if one.key == ticket.key and one.owner is ticket.owner]:
                self._drop(one)
            self._waiting.append(ticket)
            self._bell.notify()

    def drop(self, ticket: Ticket) -> None:
        """Forget a waiting ticket or interrupt it where it runs. Any thread."""
        with self._bell:
            self._drop(ticket)

    def _drop(self, ticket: Ticket) -> None:
        ticket.mark_cancelled()
        if ticket in self._waiting:
            self._waiting.remove(ticket)
        elif ticket is self._running and self._memory is not None:
            self._memory.interrupt()

    def let_go(self) -> None:
        """Close the memory. Called in the lane."""
        with self._bell:
            memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()

    def drop_all(self) -> None:
        """Forget all that waits and interrupt what runs. Any thread."""
        with self._bell:
            for ticket in [*self._waiting, *([self._running] if self._running else [])]:
                self._drop(ticket)

    def stop(self) -> None:
        """Drop what waits, interrupt what runs, and end the thread. `wait` afterwards."""
        self.drop_all()
        with self._bell:
            self._stopping = True
            self._bell.notify()

    def run(self) -> None:
        """The thread's body."""
        try:
            while (ticket := self._next()) is not None:
                self._carry_out(ticket)
                with self._bell:
                    self._running = None
                del ticket  # it holds its page: what is the GUI thread's is not to be let go of last here
        finally:
            self.let_go()

    def _next(self) -> Ticket | None:
        with self._bell:
            while not self._waiting and not self._stopping:
                self._bell.wait()
            if self._stopping:
                return None
            ticket = next((one for one in self._waiting if not one.low), self._waiting[0])
            self._waiting.remove(ticket)
            self._running = ticket
            return ticket

    def _carry_out(self, ticket: Ticket) -> None:
        try:
            value = ticket.work(self._opened() if ticket.needs_memory else None, ticket)
        except Exception as error:  # noqa: BLE001 - the loop's edge: whatever went wrong is handed to the GUI thread
            if not ticket.cancelled():
                self.finished_work.emit(ticket, None, error)
            return
        if not ticket.cancelled():
            self.finished_work.emit(ticket, value, None)

    def _opened(self) -> OpenMemory:
        if self._memory is None:
            try:
                memory = self._opener()
            except KnownError as reason:
                raise CannotOpen(reason) from reason
            with self._bell:
                self._memory = memory
        return self._memory


class Core(QObject):
    """The lanes, seen from the GUI thread. Starting it opens the memory; stopping it ends their threads."""

    opened = Signal()
    not_open = Signal(str, dict)

    def __init__(self, opener: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_open = False
        self._closed = self._locked = False
        self._era = 0
        self._rings = Rings(self)
        self._lanes = {name: Lane(name, opener, self) for name in ("interactive", "long", "errands")}
        for lane in self._lanes.values():
            lane.finished_work.connect(self._finished, Qt.ConnectionType.QueuedConnection)
            lane.reported.connect(self._reported, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the threads and open the memory in the first. `opened` or `not_open` follows."""
        self._rings.start()
        for lane in self._lanes.values():
            lane.start()
        self.open()

    def open(self) -> None:
        """Try to open the memory (again). `opened` or `not_open` follows."""
        self.read(self, "open", _nothing, self._is_open)

    def lock(self, owner: QObject, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Drop everything and close the memory of all lanes, then carry out `work` without one. Until `open` succeeds nothing is
        accepted that needs a memory, and nothing is handed on that was asked for before."""
        self.is_open, self._locked = False, True
        self._era += 1
        for lane in self._lanes.values():
            lane.drop_all()
        others = [name for name in self._lanes if name != "interactive"]
        closed = {name: threading.Event() for name in others}

        def close(name: str) -> None:
            self._lanes[name].let_go()
            closed[name].set()

        def close_and_work(_memory: Any, ticket: Ticket) -> Any:
            self._lanes["interactive"].let_go()
            value = work()
            end_s = time.monotonic() + LOCK_WAIT_S
            while not all(one.is_set() for one in closed.values()) and not ticket.cancelled():
                if time.monotonic() >= end_s:
                    break
                next(one for one in closed.values() if not one.is_set()).wait(0.05)  # it ends when it is interrupted
            return value

        for name in others:
            work_ = partial(_without_memory, partial(close, name))
            self._put(name, owner, "lock", work_, None, None, None, needs_memory=False)
        self._put("interactive", owner, "lock", close_and_work, then, None, None, needs_memory=False)

    def renew(
        self, owner: QObject, begin: Callable[[], bool], end: Callable[[], None], failed: Callable[[KnownError], None]
    ) -> None:
        """Carry out `begin` and, where it says True, let every lane open its memory anew when its turn comes; then `end`, in the last."""
        left, turn = set(self._lanes), threading.Lock()

        def let_go(name: str) -> None:
            self._lanes[name].let_go()
            with turn:
                left.discard(name)
                last = not left
            if last:
                end()

        def pass_on(begun: bool) -> None:
            for name in self._lanes if begun else ():
                work = partial(_without_memory, partial(let_go, name))
                self._put(name, self, "renew", work, None, None, None, needs_memory=False)

        self.long(owner, "renew begins", lambda _m, _t: begin(), pass_on, failed, needs_memory=False)

    def end(self, owner: QObject, work: Callable[[], Any], then: Callable[[object], None]) -> None:
        """Drop everything, carry out one last piece of work without a memory, and accept nothing after it.

        It runs in the interactive lane, for the long one may be waiting for what this work is about to end.
        """
        for lane in self._lanes.values():
            lane.drop_all()
        self._put("interactive", owner, "end", lambda _m, _t: work(), then, then, None, needs_memory=False)
        self._closed = True

    def stop(self) -> None:
        """End the threads; returns when they have closed their memories."""
        self._closed = True
        for lane in self._lanes.values():
            lane.stop()
        for lane in self._lanes.values():
            lane.wait(STOP_WAIT_MS)
        self._rings.stop()

    def running(self) -> list[str]:
        """The names of the lanes whose threads live."""
        return [name for name, lane in self._lanes.items() if lane.isRunning()]

    def read(
        self,
        owner: QObject,
        key: str,
        work: Callable[[Any, Ticket], Any],
        then: Callable[[Any], None] | None = None,
        failed: Callable[[KnownError], None] | None = None,
        *,
        low: bool = False,
    ) -> Ticket:
        """Queue interactive work: the latest of each `key` of an owner wins. `low` lets everything else pass first."""
        return self._put("interactive", owner, key, work, then, failed, None, low=low)

    def long(
        self,
        owner: QObject,
        key: str,
        work: Callable[[Any, Ticket], Any],
        then: Callable[[Any], None] | None = None,
        failed: Callable[[KnownError], None] | None = None,
        *,
        heard: Callable[[Any], None] | None = None,
        needs_memory: bool = True,
        errand: bool = False,
    ) -> Ticket:
        """Queue long work; `heard` gets what it reports on the way. Keys work as for `read`. An `errand` may take hours: it goes to a
        lane of its own, so that questions do not wait behind it."""
        lane = "errands" if errand else "long"
        return self._put(lane, owner, key, work, then, failed, heard, needs_memory=needs_memory)

    def _put(self, lane: str, owner: QObject, key: str, *parts: Any, **named: Any) -> Ticket:
        ticket = Ticket(self._lanes[lane], owner, key, *parts, **named)
        ticket.era = self._era
        if self._closed or (self._locked and ticket.needs_memory and ticket.owner is not self):
            ticket.mark_cancelled()
        else:
            self._lanes[lane].put(ticket)
        return ticket

    def _is_open(self, _value: object) -> None:
        self.is_open, self._locked = True, False
        self.opened.emit()

    def _is_awaited(self, ticket: Ticket) -> bool:
        return not ticket.cancelled() and ticket.era == self._era and shiboken6.isValid(ticket.owner)

    @Slot(object, object)
    def _reported(self, ticket: Ticket, value: object) -> None:
        if ticket.heard is not None and self._is_awaited(ticket):
            ticket.heard(value)

    @Slot(object, object, object)
    def _finished(self, ticket: Ticket, value: object, error: Exception | None) -> None:
        if not self._is_awaited(ticket):
            return
        if error is None:
            if ticket.then is not None:
                ticket.then(value)
        elif isinstance(error, CannotOpen):
            self.is_open = False
            self.not_open.emit(error.reason.code, error.reason.params)
        elif isinstance(error, KnownError) and ticket.failed is not None:
            ticket.failed(error)
        else:
            log.error("work %s failed with %s", ticket.key.partition(":")[0], type(error).__name__)
            raise error


def _without_memory(work: Callable[[], None], _memory: object, _ticket: Ticket) -> None:
    work()


def _nothing(_memory: object, _ticket: Ticket) -> None:
    return None
