"""The jobs that APScheduler runs while a session lasts. The short ones share one thread and its connection; each does a small step.

Retention, backups and questions that are asked by themselves, which may take longer, have a thread and a connection of their own each.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app import forgetting
from app.answer import scheduled
from app.answer.ask import Asking, ask
from app.consolidate.making import make_next, remake
from app.engines import FAILURES
from app.errors import KnownError
from app.recall.meaning import QueryEmbedder
from app.recall.search import Searcher
from app.records import Answer
from app.settings import Settings
from app.store import backup, gauge, images, reads, retention, staging
from app.store.asking import give_way
from app.store.db import Interrupted, Store
from app.zone import zone_name

log = logging.getLogger(__name__)
FORGET_EVERY_S = 2
CLEAN_EVERY_S = 3600
DIGEST_EVERY_S = 3600
RETAIN_EVERY_S, RETAIN_FIRST_S = 600, 60  # the first soon: a session may be a short one
BACKUP_LOOK_EVERY_S = 600
ASK_LOOK_EVERY_S = 60
# Between two steps of a job, so that who waits to write gets in.
_BREATH_S = 0.005
# Between two steps of retention: so long, and so many times as long as the last one took.
REST_S, REST_TIMES = 0.05, 3.0


class Schedule:
    """A background scheduler over one memory; `start` and `stop` belong to the session that made it.

    `settings` is asked at each run of a long job, so that what the user changes holds at once. A rewrite of the file gives way
    when somebody is `disturbed`.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        settings: Callable[[], Settings] = Settings,
        disturbed: Callable[[], bool] | None = None,
        embedder: QueryEmbedder | None = None,
    ) -> None:
        self._open_store, self._settings, self._disturbed = open_store, settings, disturbed
        self._embedder = embedder
        self._scheduler: Any = None
        self._stores: dict[str, Store] = {}
        self._stop = threading.Event()
        self.retain_every_s = RETAIN_EVERY_S

    def start(self) -> None:
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        # A grace of 1 s, the library's own, would skip what came due while the machine slept. One thread for the short jobs, so that
        # they can share a connection: opening one thirty times a minute is most of what an idle session would cost.
        self._scheduler = BackgroundScheduler(
            executors={thread: ThreadPoolExecutor(1) for thread in ("default", "retain", "backup", "ask")},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone="UTC",
        )
        self._stop.clear()
        first = min(RETAIN_FIRST_S, self.retain_every_s)
        for work, seconds, first_s, thread in (
            (self._forget, FORGET_EVERY_S, FORGET_EVERY_S, "default"),
            (make_digests, DIGEST_EVERY_S, DIGEST_EVERY_S, "default"),
            (self._clean, CLEAN_EVERY_S, CLEAN_EVERY_S, "default"),
            (self._retain, self.retain_every_s, first, "retain"),
            (self._back_up, BACKUP_LOOK_EVERY_S, BACKUP_LOOK_EVERY_S, "backup"),
            (self._ask, ASK_LOOK_EVERY_S, ASK_LOOK_EVERY_S, "ask"),
        ):
            self._scheduler.add_job(
                self._run, "interval", args=[work, thread], seconds=seconds, executor=thread, id=work.__name__,
                next_run_time=datetime.now(UTC) + timedelta(seconds=first_s),
            )  # fmt: skip
        self._scheduler.start()

    def stop(self) -> None:
        self._stop.set()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None
        for store in self._stores.values():
            store.close()
        self._stores.clear()

    def _forget(self, store: Store) -> None:
        finish_forgetting(store, self._disturbed)

    def _clean(self, store: Store) -> None:
        remove_orphans(store)
        shrink(store, self._disturbed)

    def _retain(self, store: Store) -> None:
        retain(store, self._settings(), self._stop)

    def _back_up(self, store: Store) -> None:
        back_up_when_due(store, self._settings(), self._stop.is_set)

    def _ask(self, store: Store) -> None:
        ask_scheduled(store, self._embedder, datetime.now(UTC))

    def _run(self, work: Callable[[Store], object], thread: str) -> None:
        try:
            if thread not in self._stores:
                self._stores[thread] = self._open_store()
            work(self._stores[thread])
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
    """Make of moments what is not made yet, by rules. Returns in how many pieces."""
    today = datetime.now().astimezone().date().isoformat()
    done = remake(store)
    give_way(store.places)
    while make_next(store, today):
        done += 1
        give_way(store.places)
    return done


def ask_scheduled(store: Store, embedder: QueryEmbedder | None, now: datetime) -> int:
    """Ask the questions that are due by themselves, without a model that writes, and keep the answers. Returns how many."""
    zone = zone_name()

    def answer(question: str) -> Answer:
        searcher = Searcher(store, embedder, FAILURES)
        try:
            return ask(searcher, None, Asking(question, use_model=False), now=now, zone=zone)
        finally:
            searcher.close()

    done = scheduled.ask_due(store, answer, now, zone)
    if done:
        reads.note(store.places, store.key, "schedule", "ask")
        log.info("asked by themselves: %d questions", done)
    return done


def retain(store: Store, settings: Settings, stop: threading.Event) -> int:
    """Do all that retention has to do, step by step with rests between, until `stop`. Returns how many steps."""
    steps, rest_s = 0, 0.0
    while not stop.wait(rest_s):
        began_s = time.monotonic()
        if not retention.retain_step(store, settings, datetime.now(UTC).astimezone()):
            break
        steps += 1
        rest_s = max(REST_S, REST_TIMES * (time.monotonic() - began_s))
    if steps:
        log.info("retention: %d steps", steps)
    return steps


def back_up_when_due(store: Store, settings: Settings, cancelled: Callable[[], bool] = lambda: False) -> bool:
    """Back up into the folder of the settings when that is within reach and its backup is old enough. Whether it did."""
    folder = Path(settings.backup_folder)
    if not settings.backup_folder or not backup.due(store, folder, settings.backup_every_h):
        return False
    done = backup.backup(store, folder, cancelled=cancelled)
    log.info("backed up: %d files, %d bytes written", done.written_files, done.written_bytes)
    return True


def shrink(store: Store, disturbed: Callable[[], bool] | None = None) -> bool:
    """Give the disk back what free pages hold, when they are many and nobody is disturbed. True when that was done."""
    quiet = forgetting.is_quiet(store, datetime.now(UTC))
    return quiet and gauge.wants_rewrite(store) and forgetting.rewrite_now(store, disturbed)


def remove_orphans(store: Store) -> int:
    """Remove picture files that a kill left without a row, or whose row names another by now. Returns how many."""
    staging.tidy(store.places)
    return images.remove_files(store) + images.remove_orphans(store)
