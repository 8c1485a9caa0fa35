"""Bringing in what other programs hold: files of messages, each message once. What was forgotten does not come back."""

from collections.abc import Callable
from pathlib import Path

from app.ingest.reading import add_text_moment
from app.records import Imported
from app.sources.messages import RejectedLine, read_messages
from app.store import tombstones
from app.store.db import Store
from app.store.frames import NewMoment

BATCH = 500


def import_messages(
    store: Store, file: Path, *, source: str, on_progress: Callable[[int, int], None] | None = None
) -> Imported:
    """Take in a file of messages; those that are there, or were forgotten, are skipped.

    `on_progress` hears bytes read and bytes in all. Raises KnownError file_missing, file_unreadable.
    """
    imported = skipped = 0
    rejected: list[tuple[int, str]] = []
    batch: list[tuple[NewMoment, str]] = []

    def write() -> None:
        nonlocal imported, skipped
        added = _add(store, batch)
        imported, skipped = imported + added, skipped + len(batch) - added
        batch.clear()

    for line in read_messages(file, on_progress=on_progress):
        if isinstance(line, RejectedLine):
            rejected.append((line.line, line.reason))
            continue
        moment = NewMoment(
            kind="message", at=line.time, zone="UTC", thread=line.thread, author=line.author, source=source,
            source_id=line.source_id,
        )  # fmt: skip
        batch.append((moment, line.text))
        if len(batch) >= BATCH:
            write()
    write()
    return Imported(imported, skipped, tuple(rejected))


def _add(store: Store, batch: list[tuple[NewMoment, str]]) -> int:
    """Add those messages that are not there yet and were never forgotten, in one transaction."""
    added = 0
    with store.writing():
        for moment, text in batch:
            name = (moment.source, moment.source_id or "")
            there = store.value("SELECT 1 FROM moment WHERE source = ? AND source_id = ?", name)
            if there is None and not tombstones.stands(store, tombstones.of_source(*name)):
                add_text_moment(store, moment, text)
                added += 1
    return added
