"""Choosing what is forgotten, hiding it at once, taking that back, and the receipt. Removing it is the part of `purge` and `rewrite`.

*Hide*: one short transaction writes the intent; every reader passes over hidden moments, questions and memories from then on.
*Purge*: small steps remove rows, then files; a killed one goes on at the next start. *Rewrite*: the database file is written anew,
because deleted rows leave words in its slack; only when that, the log and the backups in reach are done the receipt says gone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from app.errors import KnownError
from app.records import Receipt, Selection
from app.store import provenance
from app.store.db import Store, from_us, now_us, to_us
from app.store.frames import new_public_id

EMPTY = {"frames": 0, "pictures": 0, "passages": 0, "vectors": 0, "episodes": 0, "facts": 0, "digests": 0, "chat_answers": 0,
         "bytes_freed": 0}  # fmt: skip
# Which number of the receipt a kind of memory counts in.
COUNTED_AS = {"episodic": "episodes", "digest": "digests"}
# A text that was first seen in what goes, and says so much, is offered to be forgotten wherever else it stands.
_TELLING_WORDS = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """Row ids of what a selection means itself; what is made of it follows by provenance."""

    moments: list[int]
    turns: list[int]
    memories: list[int]
    everything: bool = False


def choose(store: Store, selection: Selection, matching: list[int] | None = None) -> Chosen:
    """What a selection means. `matching` are the moments that its search found, when it has one.

    Questions are chosen by the time in which they were asked, and by the words of a search. Raises KnownError nothing_selected,
    no_such_moment.
    """
    if selection.everything:
        return Chosen(
            [row[0] for row in store.rows("SELECT id FROM moment WHERE forgetting_id IS NULL")],
            [row[0] for row in store.rows("SELECT id FROM turn WHERE forgetting_id IS NULL")],
            [row[0] for row in store.rows("SELECT id FROM memory WHERE forgetting_id IS NULL")],
            everything=True,
        )
    if selection.ids:
        chosen = _chosen_by_id(store, selection.ids)
    else:
        chosen = Chosen(_moments(store, selection, matching), _turns(store, selection), [])
    if selection.also_elsewhere:
        return replace(chosen, moments=sorted({*chosen.moments, *_elsewhere(store, chosen.moments)}))
    return chosen


def _moments(store: Store, selection: Selection, matching: list[int] | None) -> list[int]:
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


def _turns(store: Store, selection: Selection) -> list[int]:
    """The questions asked in a time, or whose words or answer hold those of a search; none where an app or site is meant."""
    if any(x is not None for x in (selection.app, selection.site, selection.thread, selection.source)):
        return []
    clauses, values = ["forgetting_id IS NULL"], []
    if selection.since is not None:
        clauses.append("at_us >= ?")
        values.append(to_us(selection.since))
    if selection.until is not None:
        clauses.append("at_us < ?")
        values.append(to_us(selection.until))
    rows = store.rows(f"SELECT id, question, answer FROM turn WHERE {' AND '.join(clauses)}", values)
    words = (selection.matching or "").replace('"', " ").casefold().split()
    return [row_id for row_id, question, answer in rows if all(word in _said(question, answer) for word in words)]


def _said(question: str, answer: str) -> str:
    return f"{question} {json.loads(answer)['text']}".casefold()


def _chosen_by_id(store: Store, public_ids: tuple[str, ...]) -> Chosen:
    found = Chosen([], [], [])
    tables = (("moment", found.moments), ("turn", found.turns), ("memory", found.memories))
    for public_id in public_ids:
        for table, into in tables:
            row_id = store.value(f"SELECT id FROM {table} WHERE public_id = ? AND forgetting_id IS NULL", (public_id,))
            if row_id is not None:
                into.append(int(row_id))
                break
        else:
            raise KnownError("no_such_moment")
    return found


def _elsewhere(store: Store, moments: list[int]) -> list[int]:
    """The other moments that show a text which was first seen in these."""
    _fill_doomed(store, moments)
    rows = store.rows(
        "SELECT p.id FROM passage p WHERE p.words >= ? AND p.bare = 0 AND p.id IN (SELECT passage_id FROM temp.touched)"
        " AND (SELECT s.moment_id FROM sighting s WHERE s.passage_id = p.id ORDER BY s.from_us, s.id LIMIT 1)"
        "  IN (SELECT id FROM temp.doomed)",
        (_TELLING_WORDS,),
    )
    return moments_showing(store, [row[0] for row in rows])


def moments_showing(store: Store, passage_ids: list[int]) -> list[int]:
    """Row ids of all moments in which any of these passages stood."""
    found: set[int] = set()
    for passage_id in passage_ids:
        found.update(
            row[0]
            for row in store.rows(
                "SELECT m.id FROM sighting s JOIN moment m ON m.id = s.moment_id OR"
                " (s.stream <> '' AND m.stream = s.stream AND m.at_us BETWEEN s.from_us AND s.until_us)"
                " WHERE s.passage_id = ? AND m.forgetting_id IS NULL",
                (passage_id,),
            )
        )
    return sorted(found)


def preview(store: Store, chosen: Chosen) -> Receipt:
    """Count what forgetting this would take, without taking it. `also_seen` counts passages that stay, seen elsewhere too."""
    counts, also = _counted(store, chosen)
    return Receipt(id="", **counts, state="hidden", dry_run=True, also_seen=also)


def hide(
    store: Store, moment_ids: Sequence[int], *, turns: Sequence[int] = (), memories: Sequence[int] = (), undo_s: float,
    everything: bool = False,
) -> Receipt:  # fmt: skip
    """Write the intent and hide these, and all that was made of them, from every reader, at once.

    What is counted for the receipt is counted before, outside the transaction.
    """
    chosen = Chosen(list(moment_ids), list(turns), list(memories), everything)
    counts, also = _counted(store, chosen)
    public_id, now = new_public_id(), now_us()
    with store.writing():
        forgetting_id = store.execute(
            "INSERT INTO forgetting(public_id, state, undo_until_us, counts, created_us, step) VALUES (?, 'hidden', ?, ?, ?, ?)",
            (public_id, now + int(undo_s * 1e6), json.dumps(counts), now, "everything" if everything else ""),
        ).lastrowid
        assert forgetting_id is not None
        store.execute(
            "UPDATE moment SET forgetting_id = ? WHERE forgetting_id IS NULL AND id IN (SELECT id FROM temp.doomed)",
            (forgetting_id,),
        )
        for table, ids in (("turn", chosen.turns), ("memory", chosen.memories)):
            store.connection.executemany(
                f"UPDATE {table} SET forgetting_id = ? WHERE forgetting_id IS NULL AND id = ?",
                [(forgetting_id, one) for one in ids],
            )
        provenance.note(store, "forgetting", forgetting_id, "memory", chosen.memories)
        provenance.hide_descendants(store, forgetting_id)
        store.execute("INSERT INTO change(kind, row_id, action) VALUES ('forgetting', ?, 'hidden')", (forgetting_id,))
    return Receipt(id=public_id, **counts, state="hidden", dry_run=False, also_seen=also)


def undo(store: Store, public_id: str) -> bool:
    """Show what a forgetting hid again. False when it has begun for real."""
    with store.writing():
        forgetting_id = store.value("SELECT id FROM forgetting WHERE public_id = ? AND state = 'hidden'", (public_id,))
        if forgetting_id is None:
            return False
        for table in ("moment", "turn", "memory"):
            store.execute(f"UPDATE {table} SET forgetting_id = NULL WHERE forgetting_id = ?", (forgetting_id,))
        store.execute("DELETE FROM derivation WHERE child_kind = 'forgetting' AND child_id = ?", (forgetting_id,))
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


def receipt(store: Store, public_id: str) -> Receipt:
    """The receipt of a forgetting, as it stands. Raises KnownError no_such_receipt."""
    rows = store.rows("SELECT state, counts, backups_left FROM forgetting WHERE public_id = ?", (public_id,))
    if not rows:
        raise KnownError("no_such_receipt")
    state: Literal["hidden", "purging", "gone"] = rows[0][0]
    counts, left = json.loads(rows[0][1]), tuple(json.loads(rows[0][2]))
    return Receipt(id=public_id, **counts, state=state, dry_run=False, backups_left=left)


def receipts(store: Store) -> list[tuple[datetime, Receipt]]:
    """When each forgetting was asked for, and its receipt, newest first."""
    rows = store.rows("SELECT created_us, public_id FROM forgetting WHERE id > 0 ORDER BY id DESC")
    return [(from_us(created_us), receipt(store, public_id)) for created_us, public_id in rows]


def epoch(store: Store) -> int:
    """Grows with each forgetting: what is remembered outside the store has to go when it does."""
    return int(store.value("SELECT coalesce(max(id), 0) FROM forgetting"))


def last_minutes(now: datetime, minutes: float) -> Selection:
    """The selection of what was remembered in the last minutes."""
    return Selection(
        since=now.astimezone(UTC) - timedelta(minutes=minutes), until=now.astimezone(UTC) + timedelta(seconds=1)
    )


# -- counting


def _counted(store: Store, chosen: Chosen) -> tuple[dict[str, Any], int]:
    """The receipt's numbers, and how many passages stay that were also seen elsewhere. Leaves temp.doomed filled."""
    _fill_doomed(store, chosen.moments)
    counts = _counts(store)
    also = int(store.value("SELECT count(DISTINCT passage_id) FROM temp.touched")) - counts["passages"]
    cited = {
        row[0]
        for row in store.rows(
            "SELECT child_id FROM derivation WHERE child_kind = 'turn' AND parent_kind = 'moment'"
            " AND parent_id IN (SELECT id FROM temp.doomed)"
        )
    }
    counts["chat_answers"] = len(cited | set(chosen.turns))
    made = dict(provenance.made_from(store, "temp.doomed"))
    for row_id in chosen.memories:
        made[row_id] = str(store.value("SELECT kind FROM memory WHERE id = ?", (row_id,)))
    for kind in made.values():
        counts[COUNTED_AS.get(kind, "facts")] += 1
    return counts, also


def _fill_doomed(store: Store, moment_ids: Sequence[int]) -> None:
    """Two temporary tables: the moments that go, and the sightings that touch them with whether they would end.

    They lie in memory, and filling them takes no lock that a writer would wait for.
    """
    store.execute("CREATE TEMP TABLE IF NOT EXISTS doomed(id INTEGER PRIMARY KEY)")
    store.execute("CREATE TEMP TABLE IF NOT EXISTS touched(id INTEGER PRIMARY KEY, passage_id INTEGER, ends INTEGER)")
    with store.reading():
        store.execute("DELETE FROM temp.doomed")
        store.execute("DELETE FROM temp.touched")
        store.connection.executemany("INSERT OR IGNORE INTO temp.doomed(id) VALUES (?)", [(one,) for one in moment_ids])
        for end in ("moment_id", "last_moment_id"):  # CROSS: the few moments lead, not the many sightings
            store.execute(
                "INSERT OR IGNORE INTO temp.touched SELECT s.id, s.passage_id, s.stream = '' OR NOT EXISTS ("
                "   SELECT 1 FROM moment m WHERE m.stream = s.stream AND m.at_us BETWEEN s.from_us AND s.until_us"
                "   AND m.id NOT IN (SELECT id FROM temp.doomed))"
                f" FROM temp.doomed d CROSS JOIN sighting s ON s.{end} = d.id"
            )


def _counts(store: Store) -> dict[str, Any]:
    doomed = "(SELECT id FROM temp.doomed)"
    going = (
        "(SELECT passage_id FROM temp.touched GROUP BY passage_id HAVING min(ends) = 1 AND"
        " (SELECT count(*) FROM sighting s WHERE s.passage_id = touched.passage_id) = count(*))"
    )
    pictures = store.value(f"SELECT count(DISTINCT moment_id) FROM layer WHERE moment_id IN {doomed}")
    size = store.value(
        f"SELECT coalesce(sum(size_bytes), 0) FROM picture WHERE role = 'thumb' AND moment_id IN {doomed}"
    ) + store.value(
        "SELECT coalesce(sum(p.size_bytes), 0) FROM picture p"
        f" WHERE p.id IN (SELECT picture_id FROM layer WHERE moment_id IN {doomed})"
        f" AND NOT EXISTS (SELECT 1 FROM layer l WHERE l.picture_id = p.id AND l.moment_id NOT IN {doomed})"
    )
    return EMPTY | {
        "frames": store.value("SELECT count(*) FROM temp.doomed"),
        "pictures": pictures,
        "passages": store.value(f"SELECT count(*) FROM passage WHERE id IN {going}"),
        "vectors": store.value(f"SELECT count(*) FROM vector WHERE passage_id IN {going}"),
        "bytes_freed": size,
    }
