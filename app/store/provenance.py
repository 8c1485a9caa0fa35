"""What is made of what. Each content-bearing table says here how it goes when its evidence goes; made memories are followed to any depth.

`derivation(child, parent)` says that a child was made from a parent. What hangs on its evidence by a foreign key (vectors, layers,
sightings, thumbnails) needs no such row.
"""

from app.store.db import Store

# How the rows of each table go. A test holds this against the schema: a table that is not listed fails it.
GOES: dict[str, str] = {
    "moment": "is what is forgotten; its tombstone is a keyed hash",
    "picture": "with its moment, or handed to another that shows it, cut to what that one shows",
    "layer": "with its moment",
    "removal": "names of files to unlink, random",
    "sighting": "is cut out of the time that was forgotten",
    "passage": "with its last sighting; its title is taken from a moment that stays",
    "passage_fts": "with its passage, by trigger, with FTS5's secure-delete",
    "passage_grams": "with its passage, by trigger, with FTS5's secure-delete; titles are not in it",
    "vector": "with its passage, or made anew when the passage's title was forgotten",
    "derivation": "with its child or its parent",
    "job": "with its target",
    "change": "numbers only; the oldest are cut off",
    "ledger": "stays without its moment: it holds outcomes, no titles",
    "rule": "the user's own, kept until they are removed",
    "control": "states of the program; holds nothing seen",
    "forgetting": "counts and states only",
    "tombstone": "keyed hashes only",
    "conversation": "with its last question",
    "turn": "loses the sentences that cite what goes, and goes with the last of them, or when it is itself forgotten",
    "memory": "is made again from what evidence is left, or goes with the last of it; what the user wrote loses words that only it held",
    "memory_version": "with its memory; all of them when it loses a part of its evidence",
    "link": "with either of its memories",
    "proposal": "with either of its memories; also when one of them loses a part of its evidence",
    "vault": "the user's own, sealed; removed by the user, or with everything; the file is then written anew",
    "backup": "names of folders; rewritten after each forgetting",
    "_sqlite_migrations": "names of migrations",
}

# Memories made, at any depth, of moments or memories of a forgetting.
DESCENDANTS = (
    "WITH RECURSIVE made(id) AS ("
    " SELECT d.child_id FROM derivation d JOIN moment m ON m.id = d.parent_id"
    "  WHERE d.child_kind = 'memory' AND d.parent_kind = 'moment' AND m.forgetting_id = ?1"
    " UNION SELECT d.child_id FROM derivation d JOIN memory o ON o.id = d.parent_id"
    "  WHERE d.child_kind = 'memory' AND d.parent_kind = 'memory' AND o.forgetting_id = ?1"
    " UNION SELECT d.child_id FROM derivation d JOIN made ON d.parent_kind = 'memory' AND d.parent_id = made.id"
    "  WHERE d.child_kind = 'memory')"
)


def hide_descendants(store: Store, forgetting_id: int) -> None:
    """Hide every memory that was made from what a forgetting hides. Call inside `store.writing()`."""
    store.execute(
        DESCENDANTS + " UPDATE memory SET forgetting_id = ?1 WHERE id IN made AND forgetting_id IS NULL",
        (forgetting_id,),
    )


def made_from(store: Store, moment_ids_table: str) -> list[tuple[int, str]]:
    """(row id, kind) of the memories made, at any depth, from the moments in a temporary table of ids."""
    assert moment_ids_table == "temp.doomed"
    return [
        (row[0], row[1])
        for row in store.rows(
            "WITH RECURSIVE made(id) AS ("
            " SELECT d.child_id FROM derivation d WHERE d.child_kind = 'memory' AND d.parent_kind = 'moment'"
            "  AND d.parent_id IN (SELECT id FROM temp.doomed)"
            " UNION SELECT d.child_id FROM derivation d JOIN made ON d.parent_kind = 'memory' AND d.parent_id = made.id"
            "  WHERE d.child_kind = 'memory')"
            " SELECT id, kind FROM memory WHERE id IN made AND forgetting_id IS NULL"
        )
    ]


def note(store: Store, child_kind: str, child_id: int, parent_kind: str, parent_ids: list[int]) -> None:
    """Say that a child was made from these parents. Call inside `store.writing()`."""
    store.connection.executemany(
        "INSERT OR IGNORE INTO derivation(child_kind, child_id, parent_kind, parent_id) VALUES (?, ?, ?, ?)",
        [(child_kind, child_id, parent_kind, parent_id) for parent_id in parent_ids],
    )
