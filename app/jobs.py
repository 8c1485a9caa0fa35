"""The jobs that APScheduler runs while a session lasts. They share one thread and its connection; each does a small step."""

import logging
from collections.abc import Callable
from typing import Any

from app.errors import KnownError
from app.store import forget, images
from app.store.db import Store

log = logging.getLogger(__name__)
FORGET_EVERY_S = 2
CLEAN_EVERY_S = 3600


class Schedule:
    """A background scheduler over one memory; `start` and `stop` belong to the session that made it."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store
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
        self._scheduler.add_job(self._run, "interval", args=[finish_forgetting], seconds=FORGET_EVERY_S, id="forget")
        self._scheduler.add_job(self._run, "interval", args=[remove_orphans], seconds=CLEAN_EVERY_S, id="clean")
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None
        if self._store is not None:
            self._store.close()
            self._store = None

    def _run(self, work: Callable[[Store], object]) -> None:
        try:
            if self._store is None:
                self._store = self._open_store()
            work(self._store)
        except KnownError as error:
            log.warning("job %s waits: %s", work.__name__, error.code)


def finish_forgetting(store: Store) -> list[str]:
    """Complete the forgettings whose time for undo is over, and those that a kill cut short. Returns their ids."""
    due = forget.due(store)
    for public_id in due:
        forget.purge(store, public_id)
    if due and not forget.clear(store):
        log.info("forgetting is not cleared yet: a reader holds the log")
    return due


def remove_orphans(store: Store) -> int:
    """Remove picture files that a kill left without a row, or whose row names another by now. Returns how many."""
    return images.remove_files(store) + images.remove_orphans(store)
