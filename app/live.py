"""Sources beside the screen while a session runs: copied text and used documents. Each has its switch; both are off at first.

Whoever starts the threads runs what `loops` gives. Each loop opens its own connection to the store, in its own thread.
"""

import errno
import logging
import os
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.errors import KnownError
from app.ingest.reading import add_text_moment
from app.ingest.secret import cleaned
from app.records import Rule
from app.settings import Settings
from app.sources.recent import Document, allowed, new_documents, read_recent, recent_file
from app.store import ledger
from app.store.db import Store
from app.store.frames import NewMoment
from capture.clipboard import Copied, open_clipboard
from capture.clock import Clock, SystemClock
from capture.frame import KnownCaptureError
from capture.window import AddressOf

log = logging.getLogger(__name__)
Loop = Callable[[threading.Event], None]
LOOK_EVERY_S = 30.0
# The recorder looks every second or so; what it last said of the screen holds for this long.
_LEDGER_HOLDS = timedelta(seconds=10)
_CLOSED = {"paused", "locked", "asleep"}


class LiveSources:
    """The loops of the sources that are switched on.

    `display` is the X11 display to listen to, that of this session when None. `documents` is the list of used
    documents, the user's own when None. `own_pid` is the process whose copies are left out, this one when None.
    `address_of` is `Addresses.of`, where histories are looked up: it lets rules on sites hold for copied text too.
    """

    def __init__(
        self,
        settings: Settings,
        open_store: Callable[[], Store],
        display: str | None = None,
        *,
        documents: Path | None = None,
        own_pid: int | None = None,
        clock: Clock | None = None,
        address_of: AddressOf | None = None,
    ) -> None:
        self._settings, self._open, self._display = settings, open_store, display
        self._documents = documents or recent_file()
        self._own_pid = os.getpid() if own_pid is None else own_pid
        self._clock: Clock = clock or SystemClock()
        self._address_of = address_of

    def loops(self) -> dict[str, Loop]:
        """What is to run, by name: each until its event is set, each in a thread of its own."""
        loops: dict[str, Loop] = {}
        if self._settings.clipboard:
            loops["clipboard"] = self.listen
        if self._settings.recent_documents:
            loops["documents"] = self.look_again_and_again
        return loops

    def listen(self, stop: threading.Event) -> None:
        """Keep what is copied, until `stop`. Ends at once where the desktop has no clipboard that can be listened to."""
        shelf = ClipboardShelf(self._open)
        try:
            clipboard = open_clipboard(
                shelf, self._display, own_pid=self._own_pid, clock=self._clock, address_of=self._address_of
            )
            clipboard.run(stop)
        except KnownCaptureError as error:
            log.warning("clipboard: %s", error.code)
        finally:
            shelf.close()

    def look_again_and_again(self, stop: threading.Event) -> None:
        """Keep which documents are used from now on, until `stop`; a last look takes what was used just before."""
        watch = DocumentWatch(self._documents, self._clock)
        store = self._open()
        try:
            while not stop.is_set():
                watch.look(store)
                self._clock.wait(stop, LOOK_EVERY_S)
            watch.look(store)
        finally:
            store.close()


class ClipboardShelf:
    """Where copied texts go. Lives in the thread that listens, which closes it."""

    def __init__(self, open_: Callable[[], Store]) -> None:
        self._open = open_
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        if self._store is None:
            self._store = self._open()
        return self._store

    def copied(self, copied: Copied) -> None:
        """Keep a copied text without the secrets in it. Raises OSError when it cannot be written."""
        moment = NewMoment(
            kind="clipboard", at=copied.at, zone=copied.zone, app=copied.app, title=copied.title, source="clipboard"
        )
        try:
            add_text_moment(self.store, moment, copied.text)
        except KnownError as error:
            raise OSError(errno.ENOSPC if error.code == "disk_full" else errno.EIO, error.code) from error
        log.info("copied text kept, characters=%d", len(copied.text))

    def paused(self, now: datetime) -> str | None:
        """Why nothing is to be kept now, by the user's wish or by what the recorder found."""
        return closed(self.store, now, now)

    def rules(self) -> Sequence[Rule]:
        return ledger.rules(self.store)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


class DocumentWatch:
    """Compares the list of used documents with what it was at the look before. What was used before the first is let be."""

    def __init__(self, file: Path, clock: Clock) -> None:
        self._file, self._clock = file, clock
        self._known: list[Document] | None = None
        self._since = clock.now()
        self._stamp = (0, 0)
        self._told = ""

    def look(self, store: Store) -> int:
        """Keep the documents that were used since the last look. Returns how many."""
        try:
            stamp = self._stamp_now()
            if stamp == self._stamp and self._known is not None:
                return 0
            found = read_recent(self._file)
            fresh = [one for one in new_documents(self._known or (), found) if one.at >= self._since]
            kept = self._keep(store, fresh) if fresh else 0
        except KnownError as error:
            if error.code != self._told:  # once, not at every look
                log.warning("documents: %s", error.code)
            self._told = error.code
            return 0
        self._known, self._stamp, self._told = found, stamp, ""
        return kept

    def _stamp_now(self) -> tuple[int, int]:
        try:
            state = self._file.stat()
        except OSError:
            return (0, 0)
        return (state.st_mtime_ns, state.st_size)

    def _keep(self, store: Store, fresh: Sequence[Document]) -> int:
        now, zone = self._clock.now(), self._clock.zone()
        wanted = [one for one in allowed(fresh, ledger.rules(store)) if closed(store, min(one.at, now), now) is None]
        with store.writing():
            for one in wanted:
                moment = NewMoment(
                    kind="document", at=min(one.at, now), zone=zone, app=one.app, title=one.name, url=cleaned(one.uri),
                    process=one.command, source="recent",
                )  # fmt: skip
                add_text_moment(store, moment, one.text)
        log.info("documents kept=%d left_out=%d", len(wanted), len(fresh) - len(wanted))
        return len(wanted)


def closed(store: Store, at: datetime, now: datetime) -> str | None:
    """Why nothing was to be kept at a time, `now` included: paused by the user, or found locked, asleep or paused.

    The ledger says so of times that are past; a pause that has only begun stands in no ledger yet.
    """
    if now - at < _LEDGER_HOLDS and ledger.paused_until(store, now)[0]:
        return "by_user"
    until = min(at + _LEDGER_HOLDS, now) + timedelta(microseconds=1)  # the end is not part of it
    rows = ledger.ledger_between(store, at - _LEDGER_HOLDS, until)
    away = [max(row.since - at, at - row.until, timedelta(0)) for row in rows]
    near = [row.outcome for row, distance in zip(rows, away, strict=True) if distance == min(away)]
    return next((outcome for outcome in near if outcome in _CLOSED), None)
