"""Bringing in what other programs hold: files of messages, each message once. What was forgotten does not come back."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from itertools import islice
from pathlib import Path

from app.ingest.cut import text_passages
from app.ingest.secret import cleaned
from app.records import Imported
from app.sources.messages import MessageLine, RejectedLine, read_messages
from app.store import bulk
from app.store.bulk import NewText
from app.store.db import Store
from app.store.frames import NewMoment, new_public_ids
from app.store.passages import hash_key

# A transaction of so many takes some tenths of a second; between two of them others write.
BATCH = 2000
# Who waits for the writer's lock looks for it every tenth of a second at worst; without a rest it would hardly ever find it free.
REST_S = 0.02
# So many bad lines are named; of a file that holds no messages at all, memory must not hold a million reasons.
MOST_NAMED = 10_000


def import_messages(
    store: Store,
    file: Path,
    *,
    source: str,
    on_progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Imported:
    """Take in a file of messages; those that are there, or were forgotten, are skipped.

    `on_progress` hears bytes read and bytes in all. What was taken in before `cancelled`, or an interruption, stays, and a
    second run passes over it. Raises KnownError file_missing, file_unreadable.
    """
    with bulk.in_bulk(store), ThreadPoolExecutor(1, "import") as beside:
        running = _Import(store, file, source, beside)
        while not cancelled() and running.step():
            if on_progress:
                on_progress(*running.read)
        running.finish()
    return running.result()


class _Import:
    """A file on its way into the store: one batch is stored while the next is cleaned and the one after that is read."""

    def __init__(self, store: Store, file: Path, source: str, beside: ThreadPoolExecutor) -> None:
        self.read = (0, file.stat().st_size if file.is_file() else 0)
        self._store, self._source, self._beside = store, source, beside
        self._key = hash_key(store)
        self._lines = read_messages(file, on_progress=self._told)
        self._plain = lru_cache(maxsize=1024)(cleaned)  # of names, which come again and again
        self._reading = beside.submit(self._take)
        self._cleaning: Future[list[NewText]] | None = None
        self._imported = self._found = self._bad = 0
        self._rejected: list[tuple[int, str]] = []

    def step(self) -> bool:
        """Take one more batch; False when the file is at its end."""
        part = self._reading.result()
        found = [line for line in part if isinstance(line, MessageLine)]
        told = [(line.line, line.reason) for line in part if isinstance(line, RejectedLine)]
        self._rejected += told[: max(0, MOST_NAMED - len(self._rejected))]
        self._bad, self._found = self._bad + len(told), self._found + len(found)
        # The work on their text is done for those only that are new.
        there = bulk.known_ids(self._store, self._source, {line.source_id for line in found})
        before = self._cleaning
        self._cleaning = self._beside.submit(self._texts, [line for line in found if line.source_id not in there])
        self._reading = self._beside.submit(self._take)
        self._keep(before)
        return bool(part)

    def finish(self) -> None:
        """Store what is on its way."""
        self._keep(self._cleaning)
        self._cleaning = None

    def result(self) -> Imported:
        skipped = self._found - self._imported
        return Imported(self._imported, skipped, tuple(self._rejected), self._bad - len(self._rejected))

    def _told(self, done: int, whole: int) -> None:
        self.read = (done, whole)

    def _take(self) -> list[MessageLine | RejectedLine]:
        return list(islice(self._lines, BATCH))

    def _texts(self, lines: Sequence[MessageLine]) -> list[NewText]:
        """Messages without the secrets in them, cut into passages."""
        return [self._text(line, public_id) for line, public_id in zip(lines, new_public_ids(len(lines)), strict=True)]

    def _text(self, line: MessageLine, public_id: str) -> NewText:
        moment = NewMoment(
            kind="message", at=line.time, zone="UTC", thread=self._plain(line.thread), author=self._plain(line.author),
            source=self._source, source_id=line.source_id,
        )  # fmt: skip
        return bulk.new_text(self._key, public_id, moment, text_passages(cleaned(line.text)))

    def _keep(self, cleaning: "Future[list[NewText]] | None") -> None:
        texts = cleaning.result() if cleaning is not None else []
        if texts:
            self._imported += bulk.add_texts(self._store, self._source, texts)
            time.sleep(REST_S)
