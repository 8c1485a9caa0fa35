"""The jobs that APScheduler runs while a session lasts. They share one thread and its connection; each does a small step."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app import forgetting
from app.consolidate.digest import make_next, remake
from app.errors import KnownError
from app.store import images
from app.store.db import Interrupted, Store

log = logging.getLogger(__name__)
FORGET_EVERY_S = 2
CLEAN_EVERY_S = 3600
DIGEST_EVERY_S = 3600
# Between two steps of a job, so that who waits to write gets in.
_BREATH_S = 0.005


class Schedule:
    """A background scheduler over one memory; `start` and `stop` belong to the session that made it."""

    def __init__(self, open_store: Callable[[], Store], disturbed: Callable[[], bool] | None = None) -> None:
        self._open_store = open_store
        self._disturbed = disturbed
        self._scheduler: Any = None
        self._store: Store | None = None

    def start(self) -> None:
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        # A grace of 1 s, the library's own, would skip what came due while the machine slept. One thread, so that the jobs can
        # share a connection: opening one thirty times a minute is most of what an idle session would cost.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)}, job_defaults=defaults, timezone="UTC"
        )
        self._scheduler.add_job(self._run, "interval", args=[self._forget], seconds=FORGET_EVERY_S, id="forget")
        self._scheduler.add_job(self._run, "interval", args=[make_digests], seconds=DIGEST_EVERY_S, id="digest")
        self._scheduler.add_job(self._run, "interval", args=[remove_orphans], seconds=CLEAN_EVERY_S, id="clean")
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None
        if self._store is not None:
            self._store.close()
            self._store = None

    def _forget(self, store: Store) -> None:
        finish_forgetting(store, self._disturbed)

    def _run(self, work: Callable[[Store], object]) -> None:
        try:
            if self._store is None:
                self._store = self._open_store()
            work(self._store)
        except (KnownError, Interrupted) as error:
            log.warning("job %s waits: %s", work.__name__, getattr(error, "code", "interrupted"))


def finish_forgetting(store: Store, disturbed: Callable[[], bool] | None = None) -> list[str]:
    """Carry on the forgettings whose time for undo is over, and those that a kill cut short. Returns their ids.

    The rewrite of a large file waits until nobody is at the computer, and gives way when somebody is `disturbed`.
    """
    done = forgetting.finish(
        store,
        remake=remake,
        may_rewrite=lambda held: forgetting.is_quiet(held, datetime.now(UTC)),
        disturbed=disturbed,
        between=lambda: time.sleep(_BREATH_S),
    )
    return [one.id for one in done]


def make_digests(store: Store) -> int:
    """Make the digests of days and weeks that are over. Returns how many."""
    today = datetime.now().astimezone().date().isoformat()
    done = remake(store)
    while make_next(store, today):
        done += 1
    return done


def remove_orphans(store: Store) -> int:
    """Remove picture files that a kill left without a row, or whose row names another by now. Returns how many."""
    return images.remove_files(store) + images.remove_orphans(store)
