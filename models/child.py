"""One worker process seen from its parent: start it, ask it, hear it, end it. When to do so is decided in `host`."""

import contextlib
import itertools
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil

from models.room import oom_kills
from models.wire import BadFrame, Frame, read_frame, write_frame

_MAX_LOG_BYTES = 1 << 20
_FINAL = ("reply", "error")
_KILLED = 9

# Threads are bounded before the libraries load; nothing in a worker ever reaches for the network.
_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # Threads that spin while they wait take the cores from everybody. With both cores of the machine busy, 600 messages
    # cost 22 CPU-s and a query 0.98 s by default, 10 CPU-s and 0.02 s with this (torch 2.13, two threads, all-MiniLM-L6-v2).
    "OMP_WAIT_POLICY": "PASSIVE",
    # A question is too short to be shared among threads: 0.02 s on one, 0.09 s on two of a busy machine (numpy 2, all-MiniLM-L6-v2).
    "OPENBLAS_NUM_THREADS": "1",
}
# llama.cpp's threads meet after each matrix, hundreds of times a token, so they wait awake for some microseconds. A model of 40 MB on two
# cores, ms a token with nobody else at work and with both cores busy: asleep at once 8 and 9, 1000 turns 2.7 and 16, the library's
# 300,000 turns 2.7 and up to 110.
_CHAT_ENVIRONMENT = {"GOMP_SPINCOUNT": "1000"}
_OCR_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


class Child:
    """A running worker. Any thread may ask; one reader thread hears the answers and hands each to its asker.

    Make it from a thread that lives as long as the worker shall: on Linux the kernel ends the worker with that thread.
    """

    def __init__(self, kind: str, log_folder: Path | None, on_end: Callable[["Child"], None]) -> None:
        self.kind = kind
        self.loaded = False
        self.served = False
        self.end_reason = ""
        self.expected_end = False
        self._on_end = on_end
        self._numbers = itertools.count(1)
        self._open: dict[int, queue.SimpleQueue[Frame | None]] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._gone = threading.Event()
        self._cpu_s = 0.0
        self._oom_kills = oom_kills()
        self._heard = self.last_used = time.monotonic()
        self._process = _start(kind, log_folder)
        self._reader = threading.Thread(target=self._read, name=f"worker-{kind}", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self._gone.is_set()

    def ask(
        self, method: str, params: dict[str, Any], blobs: Sequence[bytes]
    ) -> tuple[int, queue.SimpleQueue[Frame | None]]:
        """Send one request. Its frames arrive in the queue; None means that the worker ended."""
        answers: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        with self._lock:
            number = next(self._numbers)
            if not self._open:
                self._heard = time.monotonic()
            self._open[number] = answers
        if not self._send({"t": "call", "id": number, "method": method, "params": params}, blobs):
            self._gone.wait(5.0)  # the pipe is broken: the reader is about to say why
            answers.put(None)
        return number, answers

    def cancel(self, number: int) -> None:
        """Tell the worker to stop one request; it stays open until the worker says that it has."""
        self._send({"t": "cancel", "id": number}, ())

    def silent_s(self) -> float:
        """Seconds without a sign of life while a request is open; 0 when nothing is open."""
        with self._lock:
            return time.monotonic() - self._heard if self._open else 0.0

    def idle_s(self) -> float:
        """Seconds since the last request ended; 0 while one is open."""
        with self._lock:
            return 0.0 if self._open else time.monotonic() - self.last_used

    def cost(self) -> tuple[int, float]:
        """Resident bytes and CPU seconds (user and system): of now, or the last known of one that ended."""
        try:
            process = psutil.Process(self.pid)
            times = process.cpu_times()
            rss_bytes = process.memory_info().rss
        except psutil.Error:
            return 0, self._cpu_s
        self._cpu_s = max(self._cpu_s, times.user + times.system)
        return rss_bytes, self._cpu_s

    def kill(self, reason: str, *, expected: bool = False) -> None:
        """End the worker at once (it holds nothing worth saving) and wait until it is gone."""
        if self.alive:
            self.cost()
            self.end_reason = self.end_reason or reason
            self.expected_end = self.expected_end or expected
            self._process.kill()
        self._gone.wait(10.0)
        if threading.current_thread() is not self._reader:
            self._reader.join(10.0)

    def end_signal(self) -> int:
        """The number of the signal that ended it, 0 for none."""
        code = self._process.returncode or 0
        return -code if code < 0 else 0

    def starved(self) -> bool:
        """Whether the kernel ended it for want of memory: killed, not by us, and the kernel has counted such a death since."""
        return self.end_signal() == _KILLED and not self.expected_end and oom_kills() > self._oom_kills

    def _send(self, header: dict[str, Any], blobs: Sequence[bytes]) -> bool:
        assert self._process.stdin is not None
        try:
            with self._writing:
                write_frame(self._process.stdin, header, blobs)
        except (OSError, ValueError):  # ValueError: the reader closed the pipe first
            return False
        return True

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(BadFrame, OSError, KeyError, ValueError):
            while frame := read_frame(self._process.stdout):
                self._hear(frame)
        self._finish()

    def _hear(self, frame: Frame) -> None:
        header = frame.header
        number, final = int(header["id"]), header["t"] in _FINAL
        with self._lock:
            self._heard = time.monotonic()
            self._cpu_s = max(self._cpu_s, float(header.get("cpu_s", 0.0)))
            self.loaded = bool(header.get("loaded", self.loaded))
            answers = self._open.pop(number, None) if final else self._open.get(number)
            if final:
                self.last_used = self._heard
                self.served = True
        if answers is not None and header["t"] != "beat":
            answers.put(frame)

    def _finish(self) -> None:
        """The pipe has ended: see the process off, tell the owner, wake everybody who waits."""
        try:
            self._process.wait(2.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with self._writing, contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        if self._process.stdout:
            self._process.stdout.close()
        self.loaded = False
        with self._lock:
            waiting, self._open = list(self._open.values()), {}
        if not self.end_reason:
            number = self.end_signal()
            self.end_reason = f"signal {number}" if number else f"exit {self._process.returncode}"
        try:
            self._on_end(self)  # before anybody who waits starts another in its place
        finally:  # who waits is told, whatever became of that
            self._gone.set()
            for answers in waiting:
                answers.put(None)


def illegal_instruction(child: Child) -> bool:
    """Whether the worker ended because its library was built for another processor."""
    return hasattr(signal, "SIGILL") and child.end_signal() == signal.SIGILL


def _start(kind: str, log_folder: Path | None) -> "subprocess.Popen[bytes]":
    # -P keeps the folder we happen to stand in out of the path: it may hold a `models` of its own.
    command = [sys.executable, "-P", "-m", "models.worker", kind]
    with contextlib.ExitStack() as stack:
        log = stack.enter_context(_open_log(kind, log_folder).open("ab")) if log_folder else None
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log or subprocess.DEVNULL,
            bufsize=0,
            env=_environment(kind),
        )


def _environment(kind: str) -> dict[str, str]:
    own = {"ocr": _OCR_ENVIRONMENT, "chat": _CHAT_ENVIRONMENT}.get(kind, {})
    environment = {**os.environ, **_ENVIRONMENT, **own}
    root = Path(__file__).resolve().parent.parent
    if root.name not in ("site-packages", "dist-packages"):  # a checkout: let the child find it from any folder
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH", ""))))
    return environment


def _open_log(kind: str, folder: Path) -> Path:
    """The log file of this kind, for its owner only, begun anew when it has grown too long."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"worker-{kind}.log"
    path.touch(mode=0o600)
    if path.stat().st_size > _MAX_LOG_BYTES:
        path.write_bytes(b"")
    return path
