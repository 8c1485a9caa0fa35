"""Carrying a forgetting through to its end: purge, make again what has other evidence, rewrite, backups. Who decides what goes is elsewhere.

One process does it at a time. The long part, the rewrite of the file, keeps writers waiting: it is done at once where it is short,
and else when nobody is at the computer.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.errors import KnownError
from app.records import Receipt
from app.store import forget, ledger, locks, rewrite
from app.store.backup import refresh_backups
from app.store.db import Interrupted, Store
from app.store.purge import purge

log = logging.getLogger(__name__)
AT_ONCE_S = 2.0
# A recorder that has not ticked for this long is not there; one that saw nobody for this long will not be disturbed.
QUIET_S = 30
_WAIT_S = 0.1
Remake = Callable[[Store], int]
Breather = Callable[[], None]


def finish(
    store: Store,
    *,
    remake: Remake | None = None,
    may_rewrite: Callable[[Store], bool] | None = None,
    disturbed: Callable[[], bool] | None = None,
    between: Breather = lambda: None,
    wait_s: float = 0.0,
) -> list[Receipt]:
    """Carry on every forgetting whose time for undo is over. Returns their receipts as they stand then.

    `remake` makes memories again that lost a part of their evidence; `may_rewrite` says whether the file may be written anew now,
    `disturbed` ends that early.
    Another process that is at it is waited for as long as `wait_s`.
    """
    due = forget.due(store)
    if not due:
        return []
    with _turn(store, wait_s) as mine:
        if mine:
            for public_id in due:
                purge(store, public_id, between=between)
            if remake is not None:
                remake(store)
            _clear(store, may_rewrite or (lambda _: True), disturbed)
    return [forget.receipt(store, public_id) for public_id in due]


@contextlib.contextmanager
def _turn(store: Store, wait_s: float) -> Iterator[bool]:
    """Whether it is this process's turn, for as long as the block lasts."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locks.held(store.places.forgetting_lock, "busy", wait_s=wait_s))
        except KnownError:
            yield False
        else:
            yield True


def _clear(store: Store, may_rewrite: Callable[[Store], bool], disturbed: Callable[[], bool] | None) -> None:
    if rewrite.wanted(store) and may_rewrite(store):
        rewrite_now(store, disturbed)
    if not rewrite.half_done(store):
        return
    if not rewrite.empty_log(store):
        log.info("forgetting is not cleared yet: a reader holds the log")
        return
    try:
        rewrite.finished(store, refresh_backups(store))
    except KnownError as error:
        if error.code not in ("busy", "backup_running"):
            raise
        log.info("forgetting is not cleared yet: a backup is being made")


def rewrite_now(store: Store, disturbed: Callable[[], bool] | None = None) -> bool:
    """Write the file anew unless somebody is disturbed by it, or holds it, or the disk is full. Whether it was done."""
    try:
        with _giving_way(store, disturbed):
            rewrite.rewrite(store)
    except Interrupted:
        log.info("the rewrite gave way")
        return False
    except KnownError as error:
        if error.code not in ("busy", "disk_full"):
            raise
        log.warning("the rewrite waits: %s", error.code)
        return False
    return rewrite.empty_log(store)


@contextlib.contextmanager
def _giving_way(store: Store, disturbed: Callable[[], bool] | None) -> Iterator[None]:
    """Interrupt what runs in the block as soon as somebody is disturbed by it."""
    if disturbed is None:
        yield
        return
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_WAIT_S):
            if disturbed():
                store.interrupt()

    watcher = threading.Thread(target=watch, name="rewrite-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def is_quiet(store: Store, now: datetime) -> bool:
    """Whether the file may be written anew without being felt: it is soon done, or nobody is at the computer, or nobody records."""
    if rewrite.seconds(store) <= AT_ONCE_S:
        return True
    tick = ledger.last_tick(store)
    if tick is None or now - tick[0] > timedelta(seconds=QUIET_S):
        return True
    kept = ledger.last_kept(store)
    return tick[1] in ("idle", "locked", "asleep") and (kept is None or now - kept > timedelta(seconds=QUIET_S))
