"""Making all that can be made now: first by rules, then, where there is a model, what waits for it. Gives way to whoever asks."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.consolidate import making
from app.consolidate.written import Filler, Pen, may_write, write_all, write_next
from app.settings import Settings
from app.store import memories, waiting
from app.store.asking import give_way
from app.store.db import Store
from capture.power import on_battery

# The model writes by itself when nothing was kept for so long: who is at the computer is not slowed down.
WRITE_AFTER_S = 60.0
# When nothing waited, or somebody came, so long it does not look again.
LOOK_EVERY_S = 30.0


def consolidate(
    store: Store,
    filler: Filler | None,
    failures: tuple[type[Exception], ...],
    settings: Settings,
    *,
    until_done: bool,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Counts of what there is more of than before; "pending" still wait for a model, "mode" is "written" where there is one, else
    "extractive"."""
    before = memories.counts(store)
    by_rules = making.remake(store)
    writes = may_write(filler, settings, on_battery)
    today = datetime.now().astimezone().date().isoformat()
    while not cancelled() and (until_done or not by_rules):
        give_way(store.places, cancelled)
        if not making.make_next(store, today):
            break
        by_rules += 1
    if filler is not None and writes and (until_done or not by_rules):
        write_all(store, Pen(filler, failures, cancelled), once=not until_done)
    made = {name: max(0, count - before[name]) for name, count in memories.counts(store).items()}
    return {**made, "pending": waiting.pending(store)["waiting"], "mode": "written" if writes else "extractive"}


class Meanwhile:
    """The model's writing beside a recording, when nobody was at the computer for a while. Belongs to one thread."""

    def __init__(self) -> None:
        self._next_s = 0.0

    def write(
        self,
        store: Store,
        filler: Filler | None,
        failures: tuple[type[Exception], ...],
        settings: Settings,
        comes: Sequence[threading.Event],
    ) -> bool:
        """Write one piece, stopping as soon as one of the events `comes`. Whether anything was done; if not, it looks later again."""

        def cancelled() -> bool:
            return any(one.is_set() for one in comes)

        if filler is None or time.monotonic() < self._next_s or cancelled():
            return False
        at_work = waiting.kept_since(store, datetime.now(UTC) - timedelta(seconds=WRITE_AFTER_S))
        if at_work or not may_write(filler, settings, on_battery):
            return False
        done = write_next(store, Pen(filler, failures, cancelled)) in ("written", "facts", "failed")
        if not done:
            self._next_s = time.monotonic() + LOOK_EVERY_S
        return done
