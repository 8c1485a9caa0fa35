"""The one owner of the worker processes: who is asked, who waits, who is started anew, who is let go.

Thread-safe. Nothing here imports a model library; those live in the workers (`models.worker`).
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from models.child import Child, illegal_instruction
from models.turn import Turn
from models.wire import Frame

KINDS = ("ocr", "embed", "chat", "access", "rerank")
_Request = tuple[str, dict[str, Any], Sequence[bytes]]
_POLL_S = 0.04
_KEEPER_S = 0.5
_MAX_BACK_OFF_S = 30.0

log = logging.getLogger(__name__)


class WorkerFailed(Exception):
    """A worker could not do what was asked; `code` names the sentence, `params` fill its places.

    Codes: worker_died, worker_timeout, worker_error, model_missing, model_broken, memory_short, out_of_memory,
    worker_starved, illegal_instruction, lora_unfit, projector_unfit, ocr_missing; of another program's model: server_unreachable,
    server_silent, server_refused, server_not_allowed.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class WorkerEvent:
    """What happened to a worker. `detail` is a reason code, `at` is time.time()."""

    kind: str
    what: Literal["started", "died", "restarted", "unloaded"]
    detail: str
    at: float


@dataclass
class _Seat:
    """What the host knows of one kind over the lives of its workers."""

    turn: Turn = field(default_factory=Turn)
    child: Child | None = None
    starts: int = 0
    deaths_in_a_row: int = 0
    not_before: float = 0.0
    ended_cpu_s: float = 0.0
    after_death: bool = False


class WorkerHost:
    """Starts each worker at its first use, asks it one thing at a time, and leaves no process behind after `close`."""

    def __init__(
        self,
        *,
        log_folder: Path | None = None,
        idle_s: float = 300.0,
        idle_s_of: Mapping[str, float] | None = None,
        on_event: Callable[[WorkerEvent], None] | None = None,
        silence_s: float = 60.0,
    ) -> None:
        """`idle_s`: a worker unused so long is let go, `idle_s_of` by kind. `silence_s`: a working one without a sign of life is ended."""
        self._log_folder = log_folder
        self._idle_s = dict.fromkeys(KINDS, idle_s) | dict(idle_s_of or {})
        self._silence_s = silence_s
        self._on_event = on_event
        self._seats = {kind: _Seat() for kind in KINDS}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._keeper: threading.Thread | None = None

    def call(
        self,
        kind: str,
        method: str,
        params: dict[str, Any],
        blobs: Sequence[bytes] = (),
        *,
        timeout_s: float = 120.0,
        urgent: bool = False,
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Ask and wait for the answer. Waits for its turn first; `urgent` goes before those that are not.

        `timeout_s` counts from the turn. Raises WorkerFailed; a call in flight when the worker dies is not repeated.
        """
        with self._seats[kind].turn.hold(urgent=urgent):
            for frame in self._exchange(kind, (method, params, blobs), lambda: False, timeout_s):
                if frame.header["t"] == "reply":
                    return frame.header.get("result", {}), frame.blobs
        raise WorkerFailed("worker_died", kind=kind)

    def stream(
        self,
        kind: str,
        method: str,
        params: dict[str, Any],
        blobs: Sequence[bytes] = (),
        *,
        cancelled: Callable[[], bool],
        timeout_s: float,
    ) -> Iterator[dict[str, Any]]:
        """The pieces of an answer as they come, the result last; no result when `cancelled` came first."""
        with self._seats[kind].turn.hold(urgent=True, cancelled=cancelled) as got:
            if not got:
                return
            for frame in self._exchange(kind, (method, params, blobs), cancelled, timeout_s):
                yield frame.header.get("result") or frame.header.get("piece") or {}

    def post(self, kind: str, method: str, params: dict[str, Any]) -> None:
        """Ask without waiting for the start or the answer: to load a model before it is needed."""
        self._order(partial(self._post, kind, method, params))

    def ready(self, kind: str) -> bool:
        """Whether the worker is up with its model loaded."""
        child = self._seats[kind].child
        return child is not None and child.alive and child.loaded

    def states(self) -> dict[str, dict[str, Any]]:
        """Per kind: pid (or None), alive, loaded, restarts, rss_bytes, cpu_s (workers that ended included)."""
        return {kind: self._state(seat) for kind, seat in self._seats.items()}

    def unload(self, kind: str) -> None:
        """Let a worker go now, unless it is at work: it and its model leave the memory, and it starts again when it is asked."""
        with self._seats[kind].turn.hold():
            child = self._seats[kind].child
            if child is not None and child.alive:
                child.kill("unloaded", expected=True)

    def close(self) -> None:
        """End every worker and the keeper; calls in flight raise. The host cannot be used afterwards."""
        self._closed.set()
        with self._lock:
            keeper = self._keeper
        self._orders.put(None)
        if keeper is not None and keeper is not threading.current_thread():
            keeper.join()
        for seat in self._seats.values():
            if seat.child is not None:
                seat.child.kill("closed", expected=True)

    def _exchange(
        self, kind: str, request: _Request, cancelled: Callable[[], bool], timeout_s: float
    ) -> Iterator[Frame]:
        """The frames of one request up to its reply. A worker that died before it took the request is replaced once."""
        deadline = time.monotonic() + timeout_s
        for first in (True, False):
            child = self._running(kind, deadline, cancelled)
            if child is None:
                return
            number, answers = child.ask(*request)
            taken = finished = False
            try:
                while (frame := self._next(child, answers, cancelled, deadline)) is not None:
                    taken = True
                    finished = frame.header["t"] == "reply"
                    if frame.header["t"] == "error":
                        finished = True
                        raise WorkerFailed(frame.header["code"], **{"kind": kind, **frame.header.get("params", {})})
                    if frame.header["t"] != "taken":
                        yield frame
                    if finished:
                        return
            finally:
                if not finished and child.alive:
                    child.cancel(number)
            if child.alive:  # cancelled: the worker stops by itself, whoever comes next waits for that
                return
            if taken or not first:
                raise self._died(child)

    def _next(
        self, child: Child, answers: "queue.SimpleQueue[Frame | None]", cancelled: Callable[[], bool], deadline: float
    ) -> Frame | None:
        """The next frame of a request; None when the worker ended or the caller gave up."""
        while not cancelled():
            try:
                return answers.get(timeout=_POLL_S)
            except queue.Empty:
                if time.monotonic() > deadline:
                    child.kill("worker_timeout")
                    raise WorkerFailed("worker_timeout", kind=child.kind) from None
        return None

    def _died(self, child: Child) -> WorkerFailed:
        if child.end_reason in ("worker_timeout", "silent"):
            return WorkerFailed("worker_timeout", kind=child.kind)
        if child.starved():
            return WorkerFailed("worker_starved", kind=child.kind)
        code = "illegal_instruction" if illegal_instruction(child) else "worker_died"
        return WorkerFailed(code, kind=child.kind, reason=child.end_reason)

    def _running(self, kind: str, deadline: float, cancelled: Callable[[], bool]) -> Child | None:
        """The live worker of this kind, started when there is none, after the back-off that repeated deaths earn."""
        seat = self._seats[kind]
        while not (seat.child and seat.child.alive):
            if self._closed.is_set() or time.monotonic() > deadline:
                raise WorkerFailed("worker_died", kind=kind)
            if cancelled():
                return None
            pause_s = seat.not_before - time.monotonic()
            if pause_s > 0:
                self._closed.wait(min(pause_s, _POLL_S))
                continue
            started = threading.Event()
            self._order(partial(self._start_and_say, kind, started))
            while not started.wait(_POLL_S) and not self._closed.is_set():
                pass
        return seat.child

    def _order(self, order: Callable[[], None]) -> None:
        with self._lock:
            if self._keeper is None and not self._closed.is_set():
                self._keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)
                self._keeper.start()
        self._orders.put(order)

    def _keep(self) -> None:
        """The keeper's loop. It alone starts workers: on Linux they end with the thread that started them."""
        while not self._closed.is_set():
            try:
                order = self._orders.get(timeout=_KEEPER_S)
            except queue.Empty:
                self._look_after()
                continue
            if order is None:
                return
            try:
                order()
            except Exception:  # the loop's edge: without its keeper the host could start nothing any more
                log.exception("the keeper could not do an order")

    def _start_and_say(self, kind: str, done: threading.Event) -> None:
        try:
            self._start(kind)
        except OSError as error:  # no more processes or memory: whoever waits tries again until its deadline
            log.warning("worker %s not started: errno %s", kind, error.errno)
            self._seats[kind].not_before = time.monotonic() + 1.0
        finally:
            done.set()

    def _start(self, kind: str) -> None:
        seat = self._seats[kind]
        if (seat.child and seat.child.alive) or self._closed.is_set():
            return
        seat.child = Child(kind, self._log_folder, self._ended)
        seat.starts += 1
        self._tell(kind, "restarted" if seat.after_death else "started", f"pid {seat.child.pid}")
        seat.after_death = False

    def _post(self, kind: str, method: str, params: dict[str, Any]) -> None:
        seat = self._seats[kind]
        if time.monotonic() < seat.not_before:
            return
        self._start(kind)
        if seat.child:
            seat.child.ask(method, params, ())

    def _look_after(self) -> None:
        for seat in self._seats.values():
            child = seat.child
            if child is None or not child.alive:
                continue
            if child.silent_s() > self._silence_s:
                child.kill("silent")
            elif child.idle_s() > self._idle_s[child.kind]:
                child.kill("idle", expected=True)

    def _ended(self, child: Child) -> None:
        """Called once by the child's reader thread when it is gone."""
        seat = self._seats[child.kind]
        seat.ended_cpu_s += child.cost()[1]
        if child.expected_end:
            self._tell(child.kind, "unloaded", child.end_reason)
            return
        seat.after_death = True
        seat.deaths_in_a_row = 1 if child.served else seat.deaths_in_a_row + 1
        seat.not_before = time.monotonic() + back_off_s(seat.deaths_in_a_row)
        self._tell(child.kind, "died", child.end_reason)

    def _state(self, seat: _Seat) -> dict[str, Any]:
        child = seat.child
        alive = child is not None and child.alive
        rss_bytes, cpu_s = child.cost() if child and alive else (0, 0.0)
        return {
            "pid": child.pid if child and alive else None,
            "alive": alive,
            "loaded": bool(child and alive and child.loaded),
            "restarts": max(0, seat.starts - 1),
            "rss_bytes": rss_bytes,
            "cpu_s": round(seat.ended_cpu_s + cpu_s, 3),
        }

    def _tell(self, kind: str, what: Literal["started", "died", "restarted", "unloaded"], detail: str) -> None:
        log.info("worker %s %s (%s)", kind, what, detail)
        if self._on_event:
            self._on_event(WorkerEvent(kind, what, detail, time.time()))


def back_off_s(deaths_in_a_row: int) -> float:
    """Seconds to wait before a start: none after the first death, then 1, 2, 4 ... up to 30.

    >>> [back_off_s(deaths) for deaths in (0, 1, 2, 3, 9)]
    [0.0, 0.0, 1.0, 2.0, 30.0]
    """
    return 0.0 if deaths_in_a_row < 2 else min(_MAX_BACK_OFF_S, 2.0 ** (deaths_in_a_row - 2))
