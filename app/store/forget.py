"""One delete for everything: a moment's picture, text, words, vectors and the answers that stand on it, with a receipt.

In three steps. *Hide*: one short transaction writes the intent; every reader passes over hidden moments from then on.
*Purge*: small steps remove rows, then files; a killed one goes on at the next start. *Clear*: a truncating checkpoint and a rewrite
of the database file remove what deleted rows leave in its slack; only then does the receipt say gone.
"""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from app.errors import KnownError
from app.records import Receipt, Selection
from app.store import chats, images, layers, tombstones
from app.store.db import Store, now_us, to_us
from app.store.frames import new_public_id

STEP_MOMENTS = 25
EMPTY = {"frames": 0, "pictures": 0, "passages": 0, "vectors": 0, "episodes": 0, "facts": 0, "digests": 0, "chat_answers": 0,
         "bytes_freed": 0}  # fmt: skip


def select_ids(store: Store, selection: Selection, matching: list[int] | None = None) -> list[int]:
    """Row ids of the moments that a selection means. `matching` are those that its search found, when it has one.

    Raises KnownError nothing_selected.
    """
    if selection.everything:
        return [row[0] for row in store.rows("SELECT id FROM moment WHERE forgetting_id IS NULL")]
    if selection.ids:
        return _ids_by_public(store, selection.ids)
    clauses, values = ["forgetting_id IS NULL"], []
    for clause, value in (
        ("at_us >= ?", None if selection.since is None else to_us(selection.since)),
        ("at_us < ?", None if selection.until is None else to_us(selection.until)),
        ("app = ? COLLATE NOCASE", selection.app),
        ("(site = ? OR site LIKE '%.' || ?)", selection.site),
        ("thread = ?", selection.thread),
        ("source = ?", selection.source),
    ):
        if value is not None:
            clauses.append(clause)
            values.extend([value] * clause.count("?"))
    if len(clauses) == 1 and matching is None:
        raise KnownError("nothing_selected")
    found = [row[0] for row in store.rows(f"SELECT id FROM moment WHERE {' AND '.join(clauses)}", values)]
    return found if matching is None else sorted(set(found) & set(matching))


def _ids_by_public(store: Store, public_ids: tuple[str, ...]) -> list[int]:
    found = []
    for public_id in public_ids:
        row_id = store.value("SELECT id FROM moment WHERE public_id = ? AND forgetting_id IS NULL", (public_id,))
        if row_id is None:
            raise KnownError("no_such_moment")
        found.append(int(row_id))
    return found


def moments_showing(store: Store, passage_ids: list[int]) -> list[int]:
    """Row ids of all moments in which any of these passages stood."""
    found: set[int] = set()
    for passage_id in passage_ids:
        found.update(
            row[0]
            for row in store.rows(
                "SELECT m.id FROM sighting s JOIN moment m ON m.id = s.moment_id OR"
                " (s.stream <> '' AND m.stream = s.stream AND m.at_us BETWEEN s.from_us AND s.until_us)"
                " WHERE s.passage_id = ?",
                (passage_id,),
            )
        )
    return sorted(found)


def preview(store: Store, moment_ids: list[int]) -> Receipt:
    """Count what forgetting these moments would take, without taking it. `also_seen` counts passages that stay, seen elsewhere too."""
    with store.writing():
        _fill_doomed(store, moment_ids)
        counts = _counts(store)
        also = int(store.value("SELECT count(DISTINCT passage_id) FROM temp.touched")) - counts["passages"]
    return Receipt(id="", **counts, state="hidden", dry_run=True, also_seen=also)


def hide(store: Store, moment_ids: list[int], *, undo_s: float) -> Receipt:
    """Write the intent and hide the moments from every reader, at once."""
    public_id, now = new_public_id(), now_us()
    with store.writing():
        _fill_doomed(store, moment_ids)
        counts = _counts(store)
        also = int(store.value("SELECT count(DISTINCT passage_id) FROM temp.touched")) - counts["passages"]
        forgetting_id = store.execute(
            "INSERT INTO forgetting(public_id, state, undo_until_us, counts, created_us) VALUES (?, 'hidden', ?, ?, ?)",
            (public_id, now + int(undo_s * 1e6), json.dumps(counts), now),
        ).lastrowid
        store.execute("UPDATE moment SET forgetting_id = ? WHERE id IN (SELECT id FROM temp.doomed)", (forgetting_id,))
        store.execute("INSERT INTO change(kind, row_id, action) VALUES ('forgetting', ?, 'hidden')", (forgetting_id,))
    return Receipt(id=public_id, **counts, state="hidden", dry_run=False, also_seen=also)


def undo(store: Store, public_id: str) -> bool:
    """Show the moments of a forgetting again. False when it has begun for real."""
    with store.writing():
        forgetting_id = store.value("SELECT id FROM forgetting WHERE public_id = ? AND state = 'hidden'", (public_id,))
        if forgetting_id is None:
            return False
        store.execute("UPDATE moment SET forgetting_id = NULL WHERE forgetting_id = ?", (forgetting_id,))
        store.execute("DELETE FROM forgetting WHERE id = ?", (forgetting_id,))
        store.execute("INSERT INTO change(kind, row_id, action) VALUES ('forgetting', ?, 'undone')", (forgetting_id,))
    return True


def due(store: Store) -> list[str]:
    """Public ids of the forgettings that are to go on: their time for undo is over and they are not gone yet."""
    return [
        row[0]
        for row in store.rows(
            "SELECT public_id FROM forgetting WHERE state = 'purging' OR (state = 'hidden' AND undo_until_us <= ?) ORDER BY id",
            (now_us(),),
        )
    ]


def purge(store: Store, public_id: str) -> None:
    """Remove everything of a hidden forgetting in small steps. Going on after a kill, at any step, gives the same end."""
    with store.writing():
        forgetting_id = store.value("SELECT id FROM forgetting WHERE public_id = ?", (public_id,))
        store.execute("UPDATE forgetting SET state = 'purging' WHERE id = ? AND state = 'hidden'", (forgetting_id,))
    _rebase(store, forgetting_id)
    while _purge_step(store, forgetting_id):
        pass
    while images.remove_files(store):
        pass


def _rebase(store: Store, forgetting_id: int) -> None:
    """Take out of shared layers what only the moments that go show: their neighbours look the same before and after."""
    fresh = layers.prune(store, forgetting_id)
    try:
        with store.writing():
            for layer, piece in fresh:
                if not layers.replace_layer(store, layer, piece):
                    store.execute("INSERT OR IGNORE INTO removal(file) VALUES (?)", (piece.name,))
    except BaseException:
        images.discard(store.places, [piece for _, piece in fresh])
        raise


def _purge_step(store: Store, forgetting_id: int) -> bool:
    with store.writing():
        rows = store.rows(
            "SELECT id, at_us, stream, public_id, source, source_id FROM moment WHERE forgetting_id = ? LIMIT ?",
            (forgetting_id, STEP_MOMENTS),
        )
        if not rows:
            return False
        chats.drop_cited(store, [row[0] for row in rows])
        tombstones.add(store, [tombstones.of_moment(row[3]) for row in rows])
        tombstones.add(store, [tombstones.of_source(row[4], row[5]) for row in rows if row[5] is not None])
        for moment_id, at_us, stream, *_ in rows:
            _release_sightings(store, moment_id, at_us, stream)
            store.execute("DELETE FROM job WHERE kind = 'read' AND target_id = ?", (moment_id,))
            store.execute("UPDATE ledger SET moment_id = NULL WHERE moment_id = ?", (moment_id,))
            layers.hand_over(store, moment_id)
            store.execute("UPDATE moment SET base_id = NULL WHERE base_id = ?", (moment_id,))
            store.execute("DELETE FROM moment WHERE id = ?", (moment_id,))
    return True


def _release_sightings(store: Store, moment_id: int, at_us: int, stream: str) -> None:
    """Shorten the sightings that begin or end with a moment; one that was this moment's alone goes, and a passage with its last."""
    rows = store.rows(
        "SELECT id, passage_id, moment_id, last_moment_id, from_us, until_us FROM sighting WHERE moment_id = ? OR last_moment_id = ?",
        (moment_id, moment_id),
    )
    for sighting_id, passage_id, first, last, from_us_, until_us in rows:
        if first == last:
            store.execute("DELETE FROM sighting WHERE id = ?", (sighting_id,))
            store.execute(
                "DELETE FROM passage WHERE id = ? AND NOT EXISTS (SELECT 1 FROM sighting WHERE passage_id = passage.id)",
                (passage_id,),
            )
            continue
        ascending = first == moment_id
        nearest = store.rows(
            f"SELECT id, at_us FROM moment WHERE stream = ? AND at_us BETWEEN ? AND ? AND id <> ?"
            f" ORDER BY at_us {'ASC' if ascending else 'DESC'} LIMIT 1",
            (stream, from_us_, until_us, moment_id),
        )[0]
        column, time_column = ("moment_id", "from_us") if ascending else ("last_moment_id", "until_us")
        store.execute(f"UPDATE sighting SET {column} = ?, {time_column} = ? WHERE id = ?", (*nearest, sighting_id))


def clear(store: Store) -> bool:
    """Rewrite the file and empty the write-ahead log, so that no page keeps a deleted word. False when a reader held it up.

    The rewrite costs about 54 MB a second; callers do it when nobody waits.
    """
    store.execute("VACUUM")
    for _ in range(20):
        busy, _frames, _done = store.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        if not busy:
            break
        time.sleep(0.05)
    else:
        return False
    with store.writing():
        store.execute("UPDATE forgetting SET state = 'gone', finished_us = ? WHERE state = 'purging'", (now_us(),))
    return True


def receipt(store: Store, public_id: str) -> Receipt:
    """The receipt of a forgetting, as it stands. Raises KnownError no_such_receipt."""
    rows = store.rows("SELECT state, counts FROM forgetting WHERE public_id = ?", (public_id,))
    if not rows:
        raise KnownError("no_such_receipt")
    state: Literal["hidden", "purging", "gone"] = rows[0][0]
    return Receipt(id=public_id, **json.loads(rows[0][1]), state=state, dry_run=False)


def epoch(store: Store) -> int:
    """Grows with each forgetting: what is remembered outside the store has to go when it does."""
    return int(store.value("SELECT coalesce(max(id), 0) FROM forgetting"))


def last_minutes(now: datetime, minutes: float) -> Selection:
    """The selection of what was remembered in the last minutes."""
    return Selection(
        since=now.astimezone(UTC) - timedelta(minutes=minutes), until=now.astimezone(UTC) + timedelta(seconds=1)
    )


def _fill_doomed(store: Store, moment_ids: list[int]) -> None:
    """Two temporary tables: the moments that go, and the sightings that touch them with whether they would end."""
    store.execute("CREATE TEMP TABLE IF NOT EXISTS doomed(id INTEGER PRIMARY KEY)")
    store.execute("CREATE TEMP TABLE IF NOT EXISTS touched(id INTEGER PRIMARY KEY, passage_id INTEGER, ends INTEGER)")
    store.execute("DELETE FROM temp.doomed")
    store.execute("DELETE FROM temp.touched")
    store.connection.executemany("INSERT OR IGNORE INTO temp.doomed(id) VALUES (?)", [(one,) for one in moment_ids])
    store.execute(
        "INSERT OR IGNORE INTO temp.touched SELECT s.id, s.passage_id, s.stream = '' OR NOT EXISTS ("
        "   SELECT 1 FROM moment m WHERE m.stream = s.stream AND m.at_us BETWEEN s.from_us AND s.until_us"
        "   AND m.id NOT IN (SELECT id FROM temp.doomed))"
        " FROM temp.doomed d JOIN sighting s ON s.moment_id = d.id OR s.last_moment_id = d.id"
    )


def _counts(store: Store) -> dict[str, Any]:
    doomed = "(SELECT id FROM temp.doomed)"
    going = (
        "(SELECT passage_id FROM temp.touched GROUP BY passage_id HAVING min(ends) = 1 AND"
        " (SELECT count(*) FROM sighting s WHERE s.passage_id = touched.passage_id) = count(*))"
    )
    pictures = store.value(f"SELECT count(DISTINCT moment_id) FROM layer WHERE moment_id IN {doomed}")
    size = store.value(
        "SELECT coalesce(sum(p.size_bytes), 0) FROM picture p WHERE (p.role = 'thumb' AND p.moment_id IN (SELECT id FROM temp.doomed))"
        " OR (p.role = 'full' AND p.id IN (SELECT picture_id FROM layer WHERE moment_id IN (SELECT id FROM temp.doomed))"
        " AND NOT EXISTS (SELECT 1 FROM layer l WHERE l.picture_id = p.id AND l.moment_id NOT IN (SELECT id FROM temp.doomed)))"
    )
    return EMPTY | {
        "frames": store.value("SELECT count(*) FROM temp.doomed"),
        "pictures": pictures,
        "passages": store.value(f"SELECT count(*) FROM passage WHERE id IN {going}"),
        "vectors": store.value(f"SELECT count(*) FROM vector WHERE passage_id IN {going}"),
        "chat_answers": store.value(
            f"SELECT count(DISTINCT child_id) FROM derivation WHERE child_kind = 'turn' AND parent_kind = 'moment' AND parent_id IN {doomed}"
        ),
        "bytes_freed": size,
    }
