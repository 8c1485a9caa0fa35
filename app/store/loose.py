"""Ends that should not be loose: what points nowhere, what nothing points to. Finding them for the doctor, and tying them up."""

import os
from pathlib import Path

from app.paths import Places
from app.store.db import Store, now_us
from app.store.dbapi import DatabaseError


def index_is_whole(store: Store) -> bool:
    """Whether the indexes of words and of their parts say the same as the passages."""
    try:
        store.connection.execute("INSERT INTO passage_grams(passage_grams, rank) VALUES ('integrity-check', 1)")
        store.connection.execute("INSERT INTO passage_fts(passage_fts, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        return False
    return True


def rebuild_index(store: Store) -> None:
    """Make the indexes of words and of their parts again from the passages."""
    with store.writing():
        store.execute("INSERT INTO passage_grams(passage_grams) VALUES ('rebuild')")
        store.execute("INSERT INTO passage_fts(passage_fts) VALUES ('rebuild')")


def odd_vectors(store: Store, model: str, dim: int) -> int:
    """How many vectors of a model have a length that is none of its own."""
    return int(
        store.value(
            "SELECT count(*) FROM vector WHERE model = ? AND length(data) NOT IN (?, ?)", (model, 4 + dim, 2 * dim)
        )
    )


def remove_odd_vectors(store: Store, model: str, dim: int) -> int:
    """Remove vectors that cannot be used; their passages get new ones. Returns how many."""
    with store.writing():
        return int(
            store.execute(
                "DELETE FROM vector WHERE model = ? AND length(data) NOT IN (?, ?)", (model, 4 + dim, 2 * dim)
            ).rowcount
        )


def unseen_passages(store: Store) -> int:
    """How many passages nothing shows."""
    return int(
        store.value("SELECT count(*) FROM passage p WHERE NOT EXISTS (SELECT 1 FROM sighting WHERE passage_id = p.id)")
    )


def remove_unseen_passages(store: Store) -> int:
    """Remove passages that nothing shows, and so nobody can reach. Returns how many."""
    with store.writing():
        return int(
            store.execute(
                "DELETE FROM passage WHERE NOT EXISTS (SELECT 1 FROM sighting WHERE passage_id = passage.id)"
            ).rowcount
        )


def remove_loose_derivations(store: Store) -> int:
    """Remove the derivations of which an end is gone. Returns how many."""
    with store.writing():
        return sum(
            int(
                store.execute(
                    f"DELETE FROM derivation WHERE {end}_kind = ? AND {end}_id NOT IN (SELECT id FROM {kind})", (kind,)
                ).rowcount
            )
            for end in ("child", "parent")
            for kind in ("moment", "turn", "memory")
        )


def pictures_without_file(store: Store) -> list[int]:
    """Row ids of the pieces whose file is not there."""
    return [
        row_id
        for row_id, name in store.rows("SELECT id, file FROM picture")
        if not (store.places.pictures / name[:2] / name).exists()
    ]


def let_go_of_pictures(store: Store, picture_ids: list[int]) -> None:
    """Take the pictures whose pieces are gone from the moments that showed them; texts stay."""
    with store.writing():
        for picture_id in picture_ids:
            store.execute(
                "DELETE FROM layer WHERE moment_id IN (SELECT moment_id FROM layer WHERE picture_id = ?)", (picture_id,)
            )
        store.execute(
            "DELETE FROM picture WHERE role = 'full' AND NOT EXISTS (SELECT 1 FROM layer WHERE picture_id = picture.id)"
        )
        for picture_id in picture_ids:
            store.execute("DELETE FROM picture WHERE id = ?", (picture_id,))
        # What was not read yet never will be.
        store.execute(
            "UPDATE moment SET reading = 'failed', failure = 'picture_gone' WHERE reading = 'pending' AND width_px > 0"
            " AND NOT EXISTS (SELECT 1 FROM layer WHERE moment_id = moment.id)"
        )
        store.execute(
            "DELETE FROM job WHERE kind = 'read' AND target_id IN (SELECT id FROM moment WHERE failure = 'picture_gone')"
        )


def unqueued(store: Store) -> int:
    """How many moments wait to be read without anybody knowing."""
    return int(
        store.value(
            "SELECT count(*) FROM moment WHERE reading = 'pending'"
            " AND NOT EXISTS (SELECT 1 FROM job WHERE kind = 'read' AND target_id = moment.id)"
        )
    )


def queue_unqueued(store: Store) -> int:
    """Queue the moments that wait to be read without anybody knowing. Returns how many."""
    with store.writing():
        return int(
            store.execute(
                "INSERT OR IGNORE INTO job(kind, target_id, created_us) SELECT 'read', id, ? FROM moment WHERE reading = 'pending'"
                " AND NOT EXISTS (SELECT 1 FROM job WHERE kind = 'read' AND target_id = moment.id)",
                (now_us(),),
            ).rowcount
        )


def readable_by_others(places: Places) -> list[Path]:
    """The memory's files and folders that others than their owner may read."""
    if os.name != "posix":
        return []
    paths = (places.home, places.pictures, places.logs, places.database, places.key_slots, places.settings)
    return [path for path in paths if path.exists() and path.stat().st_mode & 0o077]


def tighten(places: Places) -> int:
    """Let only the owner read the memory's files. Returns how many were open."""
    found = readable_by_others(places)
    for path in found:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return len(found)
