"""Forgetting everything at once: what was there before goes in one stroke instead of row by row; what came since stays.

The indexes of words and of parts of words are emptied and built again from what stays. Rules, settings and keys are the user's own and stay.
"""

from app.store import images, spool, tombstones
from app.store.db import Store, now_us
from app.store.migrations import trigger_sql

_NAMES_AT_ONCE = 2000
# Rows that hang on a doomed moment, children before parents. `doomed` is a condition on a moment's row id.
_TRIGGERS = ("passage_removed", "picture_removed", "turn_removed", "memory_removed", "moment_removed")


def wipe(store: Store, forgetting_id: int) -> None:
    """Remove all that a forgetting of everything hid. Killed at any step, it begins again and gives the same end."""
    _bury(store, forgetting_id)
    with store.writing():
        sql = {name: trigger_sql(store.db, name) for name in _TRIGGERS}
        for name in _TRIGGERS:
            store.execute(f"DROP TRIGGER {name}")
        _remove_rows(store, forgetting_id)
        for statement in sql.values():
            store.execute(statement)
        store.execute("INSERT INTO passage_fts(passage_fts) VALUES ('rebuild')")
        store.execute("INSERT INTO passage_grams(passage_grams) VALUES ('rebuild')")
        store.execute("INSERT INTO change(kind, row_id, action) VALUES ('forgetting', ?, 'wiped')", (forgetting_id,))
        store.execute("UPDATE forgetting SET step = 'purged' WHERE id = ?", (forgetting_id,))
    while images.remove_files(store):
        pass
    _remove_spools(store)


def _remove_spools(store: Store) -> None:
    """What was sealed before, for whatever reason it was not brought in: nobody else can read it, but it is there."""
    until_s = store.value("SELECT max(created_us) FROM forgetting WHERE step = 'purged'") / 1e6
    for path in spool.waiting(store.places):
        if path.stat().st_mtime < until_s:
            path.unlink()


def _bury(store: Store, forgetting_id: int) -> None:
    """Tombstones first, in small steps: they may be many."""
    reached = -1
    while True:
        rows = store.rows(
            "SELECT id, public_id, source, source_id FROM moment WHERE forgetting_id = ? AND id > ? ORDER BY id LIMIT ?",
            (forgetting_id, reached, _NAMES_AT_ONCE),
        )
        if not rows:
            return
        reached = rows[-1][0]
        names = [tombstones.of_moment(row[1]) for row in rows]
        names += [tombstones.of_source(row[2], row[3]) for row in rows if row[3] is not None]
        with store.writing():
            tombstones.add(store, names)


def _remove_rows(store: Store, forgetting_id: int) -> None:
    doomed = "(SELECT id FROM moment WHERE forgetting_id = ?1)"
    stays = "(SELECT id FROM moment WHERE forgetting_id IS NOT ?1)"
    until_us = store.value("SELECT created_us FROM forgetting WHERE id = ?", (forgetting_id,)) or now_us()
    # A text that was on the screen before and still is: only what was seen since stays.
    store.execute(
        "UPDATE sighting SET (moment_id, from_us) = (SELECT m.id, m.at_us FROM moment m WHERE m.stream = sighting.stream"
        "  AND m.forgetting_id IS NOT ?1 AND m.at_us BETWEEN sighting.from_us AND sighting.until_us ORDER BY m.at_us, m.id LIMIT 1)"
        f" WHERE moment_id IN {doomed} AND last_moment_id IN {stays}",
        (forgetting_id,),
    )
    for statement in (
        f"DELETE FROM sighting WHERE moment_id IN {doomed} OR last_moment_id IN {doomed}",
        "DELETE FROM vector WHERE passage_id NOT IN (SELECT passage_id FROM sighting)",
        "DELETE FROM passage WHERE id NOT IN (SELECT passage_id FROM sighting)",
        f"DELETE FROM layer WHERE moment_id IN {doomed}",
        (
            "INSERT OR IGNORE INTO removal(file) SELECT file FROM picture WHERE (role = 'full' AND id NOT IN (SELECT picture_id FROM layer))"
            f" OR (role <> 'full' AND moment_id IN {doomed})"
        ),
        "DELETE FROM picture WHERE file IN (SELECT file FROM removal)",
        f"UPDATE picture SET moment_id = (SELECT min(l.moment_id) FROM layer l WHERE l.picture_id = picture.id) WHERE moment_id IN {doomed}",
        "DELETE FROM turn WHERE forgetting_id = ?1",
        "DELETE FROM memory WHERE forgetting_id = ?1",
        "DELETE FROM conversation WHERE NOT EXISTS (SELECT 1 FROM turn WHERE conversation_id = conversation.id)",
        f"DELETE FROM derivation WHERE parent_kind = 'moment' AND parent_id IN {doomed}",
        (
            "DELETE FROM derivation WHERE child_kind = 'forgetting' OR (child_kind = 'turn' AND child_id NOT IN (SELECT id FROM turn))"
            " OR (child_kind = 'memory' AND child_id NOT IN (SELECT id FROM memory))"
        ),
        f"DELETE FROM job WHERE (kind = 'read' AND target_id IN {doomed}) OR (kind <> 'read' AND target_id NOT IN (SELECT id FROM memory))",
        f"UPDATE ledger SET moment_id = NULL WHERE moment_id IN {doomed}",
        f"UPDATE moment SET base_id = NULL WHERE base_id IN {doomed}",
        "DELETE FROM moment WHERE forgetting_id = ?1",
    ):
        store.execute(statement, (forgetting_id,) if "?1" in statement else ())
    store.execute("DELETE FROM ledger WHERE until_us < ? AND moment_id IS NULL", (until_us,))
    store.execute("DELETE FROM vault WHERE made_us < ?", (until_us,))
    store.execute("DELETE FROM control WHERE name IN ('meter', 'ranking')")
