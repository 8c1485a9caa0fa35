"""A recording session: starts recorder, reading and jobs, and stops them in order. Every thread here has its own connection."""

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from app.addresses import AddressedWindows, Addresses
from app.autolock import AutoLock, Watchfulness
from app.consolidate.now import Meanwhile
from app.engines import FAILURES, Models, build_models
from app.errors import KnownError
from app.governor import Cost, Governor
from app.ingest.reading import ReadingFailed, own_patterns, read_next
from app.ingest.reembedding import Backlogs, embed_step, standing
from app.ingest.told import WindowTexts, session_bus_there
from app.jobs import Schedule, finish_forgetting, remove_orphans
from app.lending import Lender
from app.live import LiveSources
from app.paths import Places
from app.recorder_lock import take_lock
from app.sealing import bring_in, sealing
from app.settings import load
from app.sink import SpoolSink, StoreSink
from app.store import forget, frames, ledger, reads, rewrite
from app.store.db import Store, open_store
from app.store.keys import MasterKey, open_slots
from app.store.layers import Composer
from app.tally import counted, percentiles, size_bytes, waiting
from capture.clock import zone_name
from capture.frame import Frame, KnownCaptureError
from capture.power import on_battery
from capture.recorder import Recorder
from capture.screen import open_desktop

log = logging.getLogger(__name__)
__all__ = ["Session", "take_lock"]
OnEvent = Callable[[str, dict[str, Any]], None]
READ_WAIT_S = 0.25
WORKERS_FINISH_S = 2.0
# The recorder wakes the reader; what other processes bring is seen this often.
LOOK_ROUND_S = 2.0
ROOM_EVERY_S = 10.0
METER_EVERY_S = 120.0
WATCH_EVERY_S = 5.0
STUCK_AFTER_S = 60.0
# So long active and nothing kept: something is wrong, or something is being left out that the user does not know of.
NOTHING_KEPT_S = 15 * 60.0
# The rewrite of a large file gives way when a picture was kept so lately.
DISTURBED_S = 3.0
NOTICE_EVERY = 12  # rounds of the watchdog
# Reading gives way to looking: it never starts more than this many vectors at once.
EMBED_BATCH = 32


class Session:
    """One recorder, one reader and the jobs of one memory, from `start` to `stop`.

    `record=False` reads and tidies without looking at the screen. `on_event` hears what happened, as code and parameters,
    in the thread where it happened; with `lockable` also `auto_lock`, when it is time for its owner to call `lock`. Raises
    KnownError from `start`: recorder_running, no_display, wrong_key and their like.
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
        lockable: bool = False,
    ) -> None:
        self.places, self.display, self.record, self.lockable = places, display, record, lockable
        self._key: MasterKey | None = open_slots(places, passphrase=passphrase)
        self.settings = load(places.settings)
        self._tell: OnEvent = on_event or (lambda code, params: None)
        self._owns_models = models is None
        self.models = models or build_models(places, self.settings, on_event=self._worker_event)
        self._stop, self._quit_reading = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock: Any = None
        self._sink: StoreSink | SpoolSink | None = None
        self._sealing: Callable[[], SpoolSink] | None = None
        self._schedule = Schedule(self.open_store, lambda: load(places.settings), self._disturbed, self.models.embed)
        self.governor = Governor(self.settings, on_battery)
        self._told, self._composer = self._window_texts(), Composer()
        self._addresses = Addresses() if self.settings.browser_history else None
        self._recorder_stop, self._wake = threading.Event(), threading.Event()
        self._metered_s = self._room_at_s = self._meter_at_s = 0.0
        self._meter: Cost | None = None
        self._lender: Lender | None = None
        self._backlogs, self._meanwhile = Backlogs(), Meanwhile()
        self.started: datetime | None = None
        self.reading_failure = ""

    def open_store(self) -> Store:
        """A connection of its own for the calling thread, which closes it. Raises KnownError locked."""
        if self._key is None:
            raise KnownError("locked")
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
        self._bytes_before = size_bytes(self.places)
        self._cpu_before = self._metered_s = self._cpu_s()
        self._begin()

    def _begin(self) -> None:
        """Start everything that an open memory has, once what waits in the spool is in."""
        bring_in(self.places, self.open_store, self._tell)
        self._spawn("reading", self._read_loop)
        if self.record:
            self._start_recorder()
            self._spawn("watchdog", self._watch_loop)
            self._start_sources()
        if self.lockable:
            watching = Watchfulness(60.0 * self.settings.lock_after_min, self.settings.lock_with_screen)
            auto = AutoLock(watching, self._desktop, lambda: self._sink.said if self._sink else ("", ""), self._tell)
            self._spawn("auto-lock", partial(auto.run, self._stop))
        self._tidy()
        self._schedule.start()
        self._lender = Lender(self.places, self.models, self._lent)
        self._lender.start()

    def _lent(self, asked: str) -> None:
        reads.note(self.places, self._key, "lending", asked)  # the key is looked up each time: locked, there is none

    # -- locking

    @property
    def locked(self) -> bool:
        """Whether this session has no key: nothing can be read until `unlock`."""
        return self._key is None

    @property
    def sealed(self) -> bool:
        """Whether the recorder goes on without a key, into the spool."""
        return self._sealing is not None

    def lock(self) -> None:
        """Let go of the key and of all that it opened: reading, jobs, sources, connections and the worker processes end.

        The recorder ends too or, where the settings say so, goes on into the spool, under the rules and the pause of now.
        """
        if self._key is None:
            return
        made = self._sealing_by_now(self._key)
        self._let_workers_finish()
        try:
            self._halt()
        except KnownError as error:  # a store that cannot be settled is locked all the same
            log.warning("locking: %s", error.code)
        if self._sink is not None:
            self._sink.close()  # a recorder that hangs was left behind with its connection
        self._sink = None
        self._told, self._composer, self._key = None, Composer(), None
        self._addresses = Addresses() if self.settings.browser_history else None
        if made is not None:
            self._sealing = made
            self._ready_to_start()
            self._start_recorder()
            self._spawn("watchdog", self._watch_loop)
            if self._addresses is not None:
                self._spawn("addresses", partial(self._addresses.run, self._stop))

    def unlock(self, passphrase: str | None = None, *, models: Models | None = None) -> None:
        """Open the memory again, bring in what was sealed, and start all anew; with `models` those, else its own.

        Where there is a passphrase it is wanted. Raises KnownError as `open_slots`; the session then stays as it is.
        """
        key = open_slots(self.places, passphrase=passphrase, ask=True)
        if self._key is not None:
            return
        self._halt()
        self._sealing, self._key = None, key
        if models is not None or self._owns_models:
            self.models = models or build_models(self.places, self.settings, on_event=self._worker_event)
        self._told = self._window_texts()
        self._metered_s = self._cpu_s()
        self._ready_to_start()
        self._begin()

    def _sealing_by_now(self, key: MasterKey) -> Callable[[], SpoolSink] | None:
        if not (self.record and self.settings.while_locked == "seal"):
            return None
        try:
            return sealing(self.places, key, self.open_store)
        except KnownError as error:  # without the policy of now nothing may be sealed
            log.warning("nothing is sealed: %s", error.code)
            return None

    def _let_workers_finish(self) -> None:
        """What a worker does now may take a moment more; a model that is loading may not hold up the lock."""
        self._stop.set()
        self._quit_reading.set()
        self._wake.set()
        for thread in self._threads:
            if thread.name == "reading":
                thread.join(timeout=WORKERS_FINISH_S)
        self.models.close()

    def _ready_to_start(self) -> None:
        self._stop, self._quit_reading = threading.Event(), threading.Event()
        self._wake.clear()

    def _window_texts(self) -> WindowTexts | None:
        """Who asks windows for their text: nobody without a session bus, or when another display than the session's is recorded."""
        own_display = self.display is None or self.display == os.environ.get("DISPLAY")
        if not (
            self.settings.screen_reader_text and self.models.access is not None and own_display and session_bus_there()
        ):
            return None
        return WindowTexts(self.models.access, FAILURES)

    def _start_sources(self) -> None:
        """What goes on beside the screen, as far as it is switched on."""
        if self._addresses is not None:
            self._spawn("addresses", partial(self._addresses.run, self._stop))
        address_of = self._addresses.of if self._addresses else None
        live = LiveSources(self.settings, self.open_store, self.display, address_of=address_of)
        for name, loop in live.loops().items():
            self._spawn(name, partial(loop, self._stop))

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
        self._halt(finish_reading=finish_reading, timeout_s=timeout_s)
        self._release()

    def _halt(self, *, finish_reading: bool = False, timeout_s: float = 600.0) -> None:
        if self._lender is not None:
            self._lender.stop()
        self._stop.set()
        self._recorder_stop.set()
        self._wake.set()
        for thread in self._threads:
            if thread.name != "reading":
                thread.join(timeout=30)
        if finish_reading and not self.locked:
            self._finish_reading(timeout_s)
        self._quit_reading.set()
        self._wake.set()
        for thread in self._threads:
            thread.join(timeout=60)
        self._threads.clear()
        self._schedule.stop()
        if not self.locked:
            self._settle()

    def _settle(self) -> None:
        """Bring what was written into the database file itself, as far as no reader holds it."""
        store = self.open_store()
        try:
            rewrite.empty_log(store)
        finally:
            store.close()

    def close(self) -> None:
        """End the worker processes that this session started."""
        if self._owns_models:
            self.models.close()

    def _finish_reading(self, timeout_s: float) -> None:
        with closing(self.open_store()) as store:
            end = time.monotonic() + timeout_s
            used = standing(store, self.models).used
            while time.monotonic() < end and not self.reading_failure and waiting(store, used.model_id):
                self._quit_reading.wait(READ_WAIT_S)

    # -- the recorder's thread

    def _desktop(self) -> Any:
        try:
            return open_desktop(self.display)
        except KnownCaptureError as error:
            raise KnownError(error.code, **error.params) from error

    def _start_recorder(self) -> None:
        """A recorder in a thread of its own; one that hangs is told to end and left behind."""
        self._recorder_stop.set()
        self._recorder_stop = threading.Event()
        self._sink = self._sealing() if self._sealing else StoreSink(self.open_store, on_kept=self._kept)
        self._spawn("recorder", partial(self._record_loop, self._sink, self._recorder_stop))

    def _kept(self, public_id: str, frame: Frame) -> None:
        if self._told is not None:
            self._told.note(public_id, frame)
        self._wake.set()

    def _record_loop(self, sink: StoreSink | SpoolSink, stop: threading.Event) -> None:
        settings = self.settings
        try:
            desktop = self._desktop()
            windows = AddressedWindows(desktop.windows, self._addresses.of) if self._addresses else desktop.windows
            recorder = Recorder(
                desktop.screen, windows, desktop.idle, sink, watch=desktop.watch, own_pid=os.getpid(),
                idle_after_s=settings.idle_after_s, stale_s=settings.max_gap_s,
                keep_unknown=settings.unknown_window == "keep", pause_when_shared=settings.pause_when_shared,
                off=settings.off,
            )  # fmt: skip
            recorder.run(stop)
        except KnownError as error:
            self._tell("recorder_failed", {"reason": error.code})
        finally:
            sink.close()

    def _watch_loop(self) -> None:
        """Start the recorder anew when its thread has ended or hangs, and say so; say so too when nothing was kept for long."""
        told_at: datetime | None = None
        rounds = 0
        while not self._stop.wait(WATCH_EVERY_S):
            recorder = next(t for t in reversed(self._threads) if t.name == "recorder")
            if not recorder.is_alive():
                self._restart_recorder("recorder_restarted", "ended")
            elif self._sink is not None and time.monotonic() - self._sink.beat > STUCK_AFTER_S:
                self._restart_recorder("recorder_silent", "stuck", seconds=int(STUCK_AFTER_S))
            rounds += 1
            if rounds % NOTICE_EVERY == 0 and not self.locked:
                told_at = self._notice_nothing_kept(told_at)

    def _disturbed(self) -> bool:
        """Whether the recorder wants to write just now."""
        return isinstance(self._sink, StoreSink) and time.monotonic() - self._sink.wanted < DISTURBED_S

    def _restart_recorder(self, code: str, reason: str, **params: Any) -> None:
        self._tell(code, params)
        log.warning("recorder %s, started again", reason)
        if not self.locked:
            self._note_failure(f"recorder_{reason}")
        self._start_recorder()

    def _note_failure(self, reason: str) -> None:
        store = self.open_store()
        try:
            ledger.add_tick(store, ledger.TickEntry(datetime.now(UTC), zone_name(), "", "failed", reason))
        except KnownError as error:
            log.warning("tick not written: %s", error.code)
        finally:
            store.close()

    def _notice_nothing_kept(self, told_at: datetime | None) -> datetime | None:
        """Tell once that the user was active for long and nothing was kept, and why; when it was told."""
        now = datetime.now(UTC)
        if self.started is None or now - self.started < timedelta(seconds=NOTHING_KEPT_S):
            return told_at
        store = self.open_store()
        try:
            found = ledger.nothing_kept(store, now - timedelta(seconds=NOTHING_KEPT_S), now)
        finally:
            store.close()
        if found is None or (told_at is not None and now - told_at < timedelta(seconds=4 * NOTHING_KEPT_S)):
            return told_at
        self._tell(f"nothing_kept_{found}", {"minutes": int(NOTHING_KEPT_S // 60)})
        return now

    # -- the reading thread

    def _read_loop(self) -> None:
        store = self.open_store()
        try:
            epoch = forget.epoch(store)
            while not self._quit_reading.is_set():
                self._wake.clear()
                if epoch != (epoch := forget.epoch(store)):
                    self._forget_readings()
                self._read_in_turn(store)
        finally:
            store.close()

    def _read_in_turn(self, store: Store) -> None:
        """One step of reading if the budget allows, else or when nothing waits a pause; both are told to the meter."""
        now_s, before_s = time.monotonic(), self._cpu_s()
        self.governor.spent(before_s - self._metered_s, now_s)
        self._metered_s = before_s
        if now_s - self._room_at_s > ROOM_EVERY_S:
            self._room_at_s = now_s
            self.governor.kept(frames.picture_bytes_today(store, datetime.now(UTC), zone_name()))
            self._write_meter(store, now_s)
        finishing = self._stop.is_set()  # the recording is over: what is left is read at once
        if not finishing and self.governor.wait_s(now_s) > 0:
            self._quit_reading.wait(READ_WAIT_S)
        elif self._read_step(store):
            self.governor.read(self._cpu_s() - before_s)
        else:
            self._wake.wait(READ_WAIT_S if finishing or self.reading_failure else LOOK_ROUND_S)

    def _write_meter(self, store: Store, now_s: float) -> None:
        """Leave the meter where other processes find it, when it says something new."""
        cost = self.governor.cost(now_s)
        if cost == self._meter and now_s - self._meter_at_s < METER_EVERY_S:
            return
        self._meter, self._meter_at_s = cost, now_s
        try:
            ledger.write_meter(store, datetime.now(UTC), asdict(cost))
        except KnownError as error:
            log.warning("meter not written: %s", error.code)

    def _forget_readings(self) -> None:
        self._backlogs = Backlogs()  # what was given another title waits for a new vector
        self._composer.forget()
        self.models.forget()

    def _read_step(self, store: Store) -> bool:
        """One moment or one batch of vectors. False when nothing waits, or it cannot be done now."""
        try:
            claim = read_next(
                store, self.models.ocr, FAILURES, own_patterns(self.settings.secret_pattern), told=self._told,
                quality=0 if self.governor.full else self.settings.picture_quality, composer=self._composer,
            )  # fmt: skip
            if claim is not None:
                self.reading_failure = ""
                return True
            done = embed_step(store, self.models, FAILURES, self._backlogs, batch=EMBED_BATCH) > 0
            comes = (self._wake, self._stop, self._quit_reading)
            done = done or self._meanwhile.write(store, self.models.chat, FAILURES, self.settings, comes)
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
            done = counted(store, since, now)
        finally:
            store.close()
        return {
            "seconds": round((now - since).total_seconds(), 3),
            **done,
            "recorder_cpu_s": round(self._sink.cpu_s if self._sink else 0.0, 3),
            "cpu_s": round(self._cpu_s() - self._cpu_before, 3),
            "worker_cpu_s": {
                kind: round(float(state.get("cpu_s", 0.0)), 3) for kind, state in self.models.states().items()
            },
            "bytes": size_bytes(self.places) - self._bytes_before,
            "grab_ms": percentiles(self._sink.grabs_ms if self._sink else []),
        }

    def _cpu_s(self) -> float:
        """Processor time of this process and its workers so far."""
        return time.process_time() + sum(float(state.get("cpu_s", 0.0)) for state in self.models.states().values())

    def cost(self) -> Cost:
        """The meter: what this session costs now."""
        return self.governor.cost(time.monotonic())
