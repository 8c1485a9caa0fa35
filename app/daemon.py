"""A recording session: starts recorder, reading and jobs, and stops them in order. Every thread here has its own connection."""

import contextlib
import errno
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.engines import FAILURES, Models, build_models
from app.errors import KnownError
from app.ingest.panes import pack_panes, site_of
from app.ingest.reading import ReadingFailed, embed_next, read_next
from app.ingest.secret import cleaned
from app.jobs import Schedule, finish_forgetting, remove_orphans
from app.paths import Places
from app.records import Box, Rule
from app.settings import Settings, load
from app.store import forget, frames, ledger
from app.store.db import Store, open_store, to_us
from app.store.frames import NewMoment
from app.store.images import Patch
from app.store.keys import MasterKey, open_slots
from capture.change import Pixels, rgb_bytes
from capture.frame import Frame, KnownCaptureError, Tick
from capture.recorder import Recorder
from capture.screen import open_desktop

log = logging.getLogger(__name__)
OnEvent = Callable[[str, dict[str, Any]], None]
READ_WAIT_S = 0.25
WATCH_EVERY_S = 5.0
STUCK_AFTER_S = 60.0
# Reading gives way to looking: it never starts more than this many vectors at once.
EMBED_BATCH = 32


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """The recorder's pixels, of which rectangles are cut as the store wants them."""

    pixels: Pixels

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])

    def cut(self, box: Box) -> Patch:
        part = self.pixels[box.y : box.y + box.height, box.x : box.x + box.width]
        return Patch(box.x, box.y, box.width, box.height, rgb_bytes(part))


class StoreSink:
    """Where the recorder's frames and ticks go. Lives in the recorder's thread; `beat` is when it last heard of it."""

    def __init__(self, open_: Callable[[], Store], settings: Settings) -> None:
        self._open = open_
        self._store: Store | None = None
        self._settings = settings
        self._rules: tuple[int, Sequence[Rule]] = (-1, ())
        self.beat = time.monotonic()
        self.grabs_ms: list[float] = []

    @property
    def store(self) -> Store:
        if self._store is None:
            self._store = self._open()
        return self._store

    def keep(self, frame: Frame) -> str:
        """Keep a frame; durable when it returns. Raises OSError ENOSPC when the disk is full."""
        window = frame.window
        moment = NewMoment(
            kind="screen", at=frame.at, zone=frame.zone, stream=frame.monitor.name, trigger=frame.trigger, source="screen",
            app=window.app if window else "", title=cleaned(window.title) if window else "", process=window.process if window else "",
            url=cleaned(window.url) if window else "", site=site_of(window.url) if window else "",
        )  # fmt: skip
        changed = [Box(*part) for part in frame.changed]
        try:
            return frames.add_picture_moment(
                self.store, moment, Shot(frame.pixels), base=frame.base, changed=changed, panes=pack_panes(frame.panes)
            )
        except KnownError as error:
            raise OSError(errno.ENOSPC if error.code == "disk_full" else errno.EIO, error.code) from error

    def tick(self, tick: Tick) -> None:
        self.beat = time.monotonic()
        if tick.grab_ms:
            self.grabs_ms.append(tick.grab_ms)
        entry = ledger.TickEntry(
            tick.at, tick.zone, tick.monitor, tick.outcome, tick.reason, tick.grab_ms, tick.moment_id
        )
        with contextlib.suppress(KnownError):  # a full disk cannot take the row that says so; the next tick tries again
            ledger.add_tick(self.store, entry)

    def paused(self, now: datetime) -> str | None:
        self.beat = time.monotonic()
        return "by_user" if ledger.paused_until(self.store, now)[0] else None

    def rules(self) -> Sequence[Rule]:
        version = self.store.data_version()
        if version != self._rules[0]:
            self._rules = (version, ledger.rules(self.store))
        return self._rules[1]

    def epoch(self) -> int:
        """Another number once something was forgotten."""
        return forget.epoch(self.store)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


class Session:
    """One recorder, one reader and the jobs of one memory, from `start` to `stop`.

    `record=False` reads and tidies without looking at the screen. `on_event` hears what happened, as code and parameters,
    in the thread where it happened. Raises KnownError from `start`: recorder_running, no_display, wrong_key and their like.
    """

    def __init__(
        self,
        places: Places,
        *,
        passphrase: str | None = None,
        display: str | None = None,
        on_event: OnEvent | None = None,
        models: Models | None = None,
        record: bool = True,
    ) -> None:
        self.places, self.display, self.record = places, display, record
        self._key: MasterKey = open_slots(places, passphrase=passphrase)
        self.settings = load(places.settings)
        self._tell: OnEvent = on_event or (lambda code, params: None)
        self._owns_models = models is None
        self.models = models or build_models(places, self.settings, on_event=self._worker_event)
        self._stop, self._quit_reading = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock: Any = None
        self._sink: StoreSink | None = None
        self._schedule = Schedule(self.open_store)
        self.started: datetime | None = None
        self.reading_failure = ""

    def open_store(self) -> Store:
        """A connection of its own for the calling thread, which closes it."""
        return open_store(self.places, self._key)

    def start(self) -> None:
        if self.record:
            self._lock = take_lock(self.places)
            try:
                self._desktop()
            except KnownError:
                self._release()
                raise
        self.started = datetime.now(UTC)
        self._bytes_before, self._cpu_before = size_bytes(self.places), time.process_time()
        self._spawn("reading", self._read_loop)
        if self.record:
            self._spawn("recorder", self._record_loop)
            self._spawn("watchdog", self._watch_loop)
        self._tidy()
        self._schedule.start()

    def _tidy(self) -> None:
        """What a kill may have left half done."""
        store = self.open_store()
        try:
            finish_forgetting(store)
            remove_orphans(store)
        finally:
            store.close()

    def stop(self, *, finish_reading: bool = False, timeout_s: float = 600.0) -> None:
        """Stop looking, then, with `finish_reading`, read what was kept, then stop everything."""
        self._stop.set()
        for thread in self._threads:
            if thread.name != "reading":
                thread.join(timeout=30)
        if finish_reading:
            self._finish_reading(timeout_s)
        self._quit_reading.set()
        for thread in self._threads:
            thread.join(timeout=60)
        self._threads.clear()
        self._schedule.stop()
        self._release()

    def close(self) -> None:
        """End the worker processes that this session started."""
        if self._owns_models:
            self.models.close()

    def _finish_reading(self, timeout_s: float) -> None:
        store = self.open_store()
        try:
            end = time.monotonic() + timeout_s
            while time.monotonic() < end and not self.reading_failure and (waiting(store, self.models.embed.model_id)):
                self._quit_reading.wait(READ_WAIT_S)
        finally:
            store.close()

    # -- the recorder's thread

    def _desktop(self) -> Any:
        try:
            return open_desktop(self.display)
        except KnownCaptureError as error:
            raise KnownError(error.code, **error.params) from error

    def _record_loop(self, generation: int = 0) -> None:
        sink = StoreSink(self.open_store, self.settings)
        self._sink = sink
        try:
            desktop = self._desktop()
            recorder = Recorder(
                desktop.screen,
                desktop.windows,
                desktop.idle,
                sink,
                watch=desktop.watch,
                idle_after_s=self.settings.idle_after_s,
                own_pid=os.getpid(),
            )
            recorder.run(self._stop)
        except KnownError as error:
            self._tell("recorder_failed", {"reason": error.code})
        finally:
            sink.close()

    def _watch_loop(self) -> None:
        """Start the recorder anew when its thread has ended, and say so when it has been silent for long."""
        silent = False
        while not self._stop.wait(WATCH_EVERY_S):
            recorder = next(t for t in reversed(self._threads) if t.name == "recorder")
            if not recorder.is_alive():
                self._tell("recorder_restarted", {})
                self._spawn("recorder", self._record_loop)
                continue
            stuck = self._sink is not None and time.monotonic() - self._sink.beat > STUCK_AFTER_S
            if stuck and not silent:
                self._tell("recorder_silent", {"seconds": int(STUCK_AFTER_S)})
            silent = stuck

    # -- the reading thread

    def _read_loop(self) -> None:
        store = self.open_store()
        try:
            epoch = forget.epoch(store)
            while not self._quit_reading.is_set():
                if epoch != (epoch := forget.epoch(store)):
                    self._forget_readings()
                if not self._read_step(store):
                    self._quit_reading.wait(READ_WAIT_S)
        finally:
            store.close()

    def _forget_readings(self) -> None:
        try:
            self.models.ocr.forget()
        except FAILURES as failure:
            log.warning("the reader's memory went with its worker: %s", getattr(failure, "code", ""))

    def _read_step(self, store: Store) -> bool:
        """One moment or one batch of vectors. False when nothing waits, or it cannot be done now."""
        try:
            if read_next(store, self.models.ocr, FAILURES, quality=self.settings.picture_quality) is not None:
                self.reading_failure = ""
                return True
            done = embed_next(store, self.models.embed, FAILURES, batch=EMBED_BATCH) > 0
        except ReadingFailed as failure:
            log.warning("reading failed: %s", failure.code)
            if not failure.blame and failure.code != "worker_died":
                if self.reading_failure != failure.code:
                    self._tell(failure.code, failure.params)
                self.reading_failure = failure.code
            return False
        except KnownError as error:
            log.warning("reading waits: %s", error.code)
            return False
        else:
            self.reading_failure = ""
            return done

    # -- odds and ends

    def _worker_event(self, event: Any) -> None:
        log.info("worker %s %s %s", event.kind, event.what, event.detail)
        if event.what in ("died", "restarted"):
            self._tell(f"worker_{event.what}", {"kind": event.kind})

    def _spawn(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def report(self) -> dict[str, Any]:
        """What this session did and cost, in the shape of `record --json`."""
        now = datetime.now(UTC)
        since = self.started or now
        store = self.open_store()
        try:
            finish_forgetting(store)
            ticks = dict.fromkeys(OUTCOMES, 0) | ledger.tick_counts(store, since, now)
            waits = store.rows(
                "SELECT (read_us - at_us) / 1e6 FROM moment WHERE kind = 'screen' AND at_us >= ? AND read_us IS NOT NULL",
                (to_us(since),),
            )
            kept = store.value("SELECT count(*) FROM moment WHERE kind = 'screen' AND at_us >= ?", (to_us(since),))
            pending = frames.pending_count(store)
        finally:
            store.close()
        workers = sum(float(state.get("cpu_s", 0.0)) for state in self.models.states().values())
        return {
            "seconds": round((now - since).total_seconds(), 3),
            "ticks": ticks,
            "coverage": coverage(ticks),
            "frames": kept,
            "pending": pending,
            "cpu_s": round(time.process_time() - self._cpu_before + workers, 3),
            "bytes": size_bytes(self.places) - self._bytes_before,
            "grab_ms": percentiles(self._sink.grabs_ms if self._sink else []),
            "searchable_s": percentiles([row[0] for row in waits]),
        }


OUTCOMES = ("kept", "same", "excluded", "idle", "locked", "asleep", "paused", "disk_full", "failed")


def coverage(ticks: dict[str, int]) -> float | None:
    """The share of the ticks of an active user that were accounted for as kept, same or excluded; None when there was none.

    >>> coverage({"kept": 1, "same": 2, "failed": 1, "idle": 9})
    0.75
    """
    good = sum(ticks.get(name, 0) for name in ("kept", "same", "excluded"))
    active = good + ticks.get("failed", 0) + ticks.get("disk_full", 0)
    return round(good / active, 4) if active else None


def percentiles(values: Sequence[float]) -> dict[str, float | None]:
    """Median and 95th percentile, by nearest rank.

    >>> percentiles([3, 1, 2])
    {'p50': 2, 'p95': 3}
    """
    ranked = sorted(values)
    if not ranked:
        return {"p50": None, "p95": None}
    return {f"p{p}": round(ranked[min(len(ranked) - 1, -(-p * len(ranked) // 100) - 1)], 3) for p in (50, 95)}


def waiting(store: Store, model: str) -> bool:
    """Whether anything kept is not searchable yet."""
    unread = store.value("SELECT 1 FROM moment WHERE reading = 'pending' AND forgetting_id IS NULL LIMIT 1")
    bare = "SELECT 1 FROM passage p LEFT JOIN vector v ON v.passage_id = p.id AND v.model = ? WHERE v.passage_id IS NULL LIMIT 1"
    return bool(unread or store.value(bare, (model,)))


def size_bytes(places: Places) -> int:
    """What the memory takes on the disk: database, its log, pictures."""
    files = [*places.home.glob("memory.db*"), *_files_below(places)]
    total = 0
    for path in files:
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def _files_below(places: Places) -> Iterator[Any]:
    return (path for path in places.pictures.glob("*/*") if path.is_file())


def take_lock(places: Places) -> Any:
    """Hold the recorder's lock until the returned file is closed or this process ends. Raises KnownError recorder_running."""
    file = places.recorder_lock.open("a+b")
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        file.close()
        raise KnownError("recorder_running") from None
    return file
