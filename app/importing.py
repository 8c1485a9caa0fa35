"""Bringing in what other programs hold: files of messages, each message once. What was forgotten does not come back."""

from collections.abc import Callable, Iterator, Sequence
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
from app.store.frames import NewMoment

# A transaction of so many takes some tenths of a second; between two of them others write.
BATCH = 2000
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
    imported = skipped = bad = 0
    rejected: list[tuple[int, str]] = []
    lines = read_messages(file, on_progress=on_progress)
    with bulk.in_bulk(store):
        while not cancelled() and (part := list(islice(lines, BATCH))):
            found = [line for line in part if isinstance(line, MessageLine)]
            told = [(line.line, line.reason) for line in part if isinstance(line, RejectedLine)]
            rejected += told[: max(0, MOST_NAMED - len(rejected))]
            bad += len(told)
            added = _add(store, source, found)
            imported, skipped = imported + added, skipped + len(found) - added
    return Imported(imported, skipped, tuple(rejected), bad - len(rejected))


def _add(store: Store, source: str, found: Sequence[MessageLine]) -> int:
    """How many of these were new. The work on their text is done for those only, and before the transaction begins."""
    there = bulk.known_ids(store, source, {line.source_id for line in found})
    fresh = list(_texts(source, (line for line in found if line.source_id not in there)))
    return bulk.add_texts(store, source, fresh) if fresh else 0


def _texts(source: str, lines: Iterator[MessageLine]) -> Iterator[NewText]:
    """Messages without the secrets in them, cut into passages."""
    plain = lru_cache(maxsize=1024)(cleaned)  # of names, which come again and again
    for line in lines:
        moment = NewMoment(
            kind="message", at=line.time, zone="UTC", thread=plain(line.thread), author=plain(line.author), source=source,
            source_id=line.source_id,
        )  # fmt: skip
        yield NewText(moment, tuple(text_passages(cleaned(line.text))))
