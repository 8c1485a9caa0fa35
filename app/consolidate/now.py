"""Making all that can be made now: first by rules, then, where there is a model, what waits for it. Gives way to whoever asks."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.consolidate import making
from app.consolidate.written import Filler, Pen, may_write, write_all, write_next
from app.settings import Settings
from app.store import ledger, waiting
from app.store.asking import give_way
from app.store.db import Store
from capture.power import on_battery

# The model writes by itself when nothing was kept for so long: who is at the computer is not slowed down.
WRITE_AFTER_S = 60.0


def consolidate(
    store: Store,
    filler: Filler | None,
    failures: tuple[type[Exception], ...],
    settings: Settings,
    *,
    until_done: bool,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Counts of what was made; "pending" still wait for a model, "mode" is "written" where there is one, else "extractive"."""
    made = {"episodes": 0, "facts": 0, "superseded": 0, "digests": making.remake(store)}
    writes = may_write(filler, settings, on_battery)
    today = datetime.now().astimezone().date().isoformat()
    by_rules = 0
    while not cancelled() and (until_done or not by_rules):
        give_way(store.places, cancelled)
        if not (counts_as := making.make_next(store, today)):
            break
        made[counts_as] = made.get(counts_as, 0) + 1
        by_rules += 1
    if filler is not None and writes and (until_done or not by_rules):
        write_all(store, Pen(filler, failures, cancelled), once=not until_done)
    pending = waiting.pending(store)["waiting"]
    return {**made, "pending": pending, "mode": "written" if writes else "extractive"}


def write_meanwhile(
    store: Store,
    filler: Filler | None,
    failures: tuple[type[Exception], ...],
    settings: Settings,
    comes: Sequence[threading.Event],
) -> bool:
    """Let the model write one piece beside a recording, when nobody was at the computer for a while. Whether anything was done.

    It stops as soon as one of the events `comes`.
    """

    def cancelled() -> bool:
        return any(one.is_set() for one in comes)

    kept = ledger.last_kept(store)
    at_work = kept is not None and datetime.now(UTC) - kept < timedelta(seconds=WRITE_AFTER_S)
    if filler is None or at_work or cancelled() or not may_write(filler, settings, on_battery):
        return False
    return write_next(store, Pen(filler, failures, cancelled)) in ("written", "facts", "failed")
