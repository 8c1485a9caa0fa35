"""Removing what a forgetting hid, in steps of a few milliseconds that each leave the memory whole. No choosing, no rewriting.

A run is a row of moments of one monitor with nothing between them that stays. What was seen through it is cut there: the part before
and the part after stay, each with the moments that prove it.
"""

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.store import chats, corrections, images, layers, memories, tombstones
from app.store.db import Store, now_us
from app.store.passages import LONGEST_GAP_US, LONGEST_SIGHTING_US
from app.store.wipe import wipe

STEP_S = 0.010
# The row that marks moments which go by age: not a forgetting of the user's, so it has no receipt.
AGING = -1
_STEPS_A_CHECKPOINT = 20
_AUTOCHECKPOINT_PAGES = 1000  # SQLite's own
_RUN_AT_MOST = 200
_SIGHTINGS_AT_ONCE = 40
_WITNESSES = 8  # sightings that are asked whether a title was theirs


def purge(store: Store, public_id: str, *, between: Callable[[], None] = lambda: None) -> None:
    """Remove everything of a hidden forgetting. Going on after a kill, at any step, gives the same end.

    `between` is called after each step, when no lock is held.
    """
    forgetting_id, step = _begin(store, public_id)
    if step in ("purged", "rewritten"):
        return
    if step == "everything":
        wipe(store, forgetting_id)
        return
    with checkpointing_apart(store) as breathe:

        def rest() -> None:
            breathe()
            between()

        _purge(store, forgetting_id, rest)


@contextlib.contextmanager
def checkpointing_apart(store: Store) -> Iterator[Callable[[], None]]:
    """Let no commit in the block bring the log into the file, which would lengthen it by a sync; what it gives does so between two
    steps, when no lock is held."""
    store.execute("PRAGMA wal_autocheckpoint = 0")
    steps = 0

    def breathe() -> None:
        nonlocal steps
        steps += 1
        if steps % _STEPS_A_CHECKPOINT == 0:
            store.rows("PRAGMA wal_checkpoint(PASSIVE)")

    try:
        yield breathe
    finally:
        store.execute(f"PRAGMA wal_autocheckpoint = {_AUTOCHECKPOINT_PAGES}")


def _purge(store: Store, forgetting_id: int, between: Callable[[], None]) -> None:
    for layer in layers.shared_with_others(store, forgetting_id):
        _rebase(store, layer, forgetting_id)
        between()
    for part in (_forget_turns, _forget_citations, _forget_memories, _forget_moments):
        while part(store, forgetting_id):
            between()
    while images.remove_files(store):
        between()
    with store.writing():
        store.execute("DELETE FROM derivation WHERE child_kind = 'forgetting' AND child_id = ?", (forgetting_id,))
        store.execute("UPDATE forgetting SET step = 'purged' WHERE id = ?", (forgetting_id,))


def age_out(store: Store, moment_ids: Sequence[int]) -> None:
    """Let moments go that have grown too old: what was made of them stays, and no name is buried. What a kill left half done goes too."""
    with store.writing():
        store.execute(
            "INSERT OR IGNORE INTO forgetting(id, public_id, state, undo_until_us, counts, created_us) VALUES (?, 'aging', 'aging', 0, '{}', ?)",
            (AGING, now_us()),
        )
        store.connection.executemany(
            "UPDATE moment SET forgetting_id = ? WHERE id = ? AND forgetting_id IS NULL AND pinned = 0",
            [(AGING, one) for one in moment_ids],
        )
    for layer in layers.shared_with_others(store, AGING):
        _rebase(store, layer, AGING)
    with checkpointing_apart(store) as breathe:
        while _forget_moments(store, AGING):
            breathe()


def _begin(store: Store, public_id: str) -> tuple[int, str]:
    with store.writing():
        forgetting_id, step = store.rows("SELECT id, step FROM forgetting WHERE public_id = ?", (public_id,))[0]
        store.execute("UPDATE forgetting SET state = 'purging' WHERE id = ? AND state = 'hidden'", (forgetting_id,))
    return int(forgetting_id), str(step)


def _rebase(store: Store, layer: layers.Layer, forgetting_id: int) -> None:
    """Take out of a shared layer what only the moments that go show: their neighbours look the same before and after."""
    piece = layers.pruned(store, layer, forgetting_id)
    if piece is None:
        return
    try:
        with store.writing():
            current = store.value("SELECT file FROM picture WHERE id = ?", (layer.id,))
            if current != layer.name or not layers.replace_layer(store, layer, piece):
                store.execute("INSERT OR IGNORE INTO removal(file) VALUES (?)", (piece.name,))
    except BaseException:
        images.discard(store.places, [piece])
        raise


# -- what was made of it


def _forget_turns(store: Store, forgetting_id: int) -> bool:
    """Remove the questions that were themselves forgotten, with their answers."""
    with store.writing():
        rows = store.rows("SELECT id, public_id FROM turn WHERE forgetting_id = ? LIMIT 50", (forgetting_id,))
        tombstones.add(store, [tombstones.of_turn(row[1]) for row in rows])
        for turn_id, _ in rows:
            store.execute("DELETE FROM turn WHERE id = ?", (turn_id,))
        chats.drop_empty(store)
    return bool(rows)


def _forget_citations(store: Store, forgetting_id: int) -> bool:
    """Take the sentences that cite the moments that go out of stored answers."""
    with store.writing():
        rows = store.rows(
            "SELECT DISTINCT d.parent_id FROM moment m JOIN derivation d ON d.parent_kind = 'moment' AND d.parent_id = m.id"
            " WHERE m.forgetting_id = ? AND d.child_kind = 'turn' LIMIT 20",
            (forgetting_id,),
        )
        if rows:
            chats.drop_cited(store, [row[0] for row in rows])
    return bool(rows)


def _forget_memories(store: Store, forgetting_id: int) -> bool:
    """Remove one memory that has no evidence left or was itself chosen, or empty it to be made again; parents come first."""
    with store.writing():
        rows = store.rows(
            "SELECT id, public_id, kind, name, status, made_by FROM memory o WHERE forgetting_id = ?1 AND NOT EXISTS ("
            " SELECT 1 FROM derivation d JOIN memory p ON p.id = d.parent_id"
            "  WHERE d.child_kind = 'memory' AND d.child_id = o.id AND d.parent_kind = 'memory' AND p.forgetting_id = ?1) LIMIT 1",
            (forgetting_id,),
        )
        if not rows:  # a ring of memories, which nobody makes, must not be kept for that
            rows = store.rows(
                "SELECT id, public_id, kind, name, status, made_by FROM memory WHERE forgetting_id = ? LIMIT 1",
                (forgetting_id,),
            )
        for memory_id, public_id, kind, name, status, made_by in rows:
            chosen = store.value(
                "SELECT 1 FROM derivation WHERE child_kind = 'forgetting' AND child_id = ? AND parent_kind = 'memory' AND parent_id = ?",
                (forgetting_id, memory_id),
            )
            if chosen:
                tombstones.add(store, [tombstones.of_memory(public_id)])
                if name:
                    tombstones.add(store, [tombstones.of_made(kind, name)])
            if chosen or status == memories.DENIED or not _evidence_left(store, memory_id, forgetting_id):
                store.execute("DELETE FROM memory WHERE id = ?", (memory_id,))
            elif made_by == memories.BY_USER:
                corrections.keep_own_words(store, memory_id)
                _forget_around(store, memory_id, forgetting_id)
            else:
                _to_be_remade(store, memory_id, forgetting_id)
    return bool(rows)


def _evidence_left(store: Store, memory_id: int, forgetting_id: int) -> bool:
    return bool(
        store.value(
            "SELECT 1 FROM derivation d LEFT JOIN moment m ON d.parent_kind = 'moment' AND m.id = d.parent_id"
            " LEFT JOIN memory o ON d.parent_kind = 'memory' AND o.id = d.parent_id"
            " WHERE d.child_kind = 'memory' AND d.child_id = ?1"
            " AND ((m.id IS NOT NULL AND m.forgetting_id IS NOT ?2) OR o.id IS NOT NULL) LIMIT 1",
            (memory_id, forgetting_id),
        )
    )


def _to_be_remade(store: Store, memory_id: int, forgetting_id: int) -> None:
    """Empty a memory, for its words may be those that go, and queue it."""
    store.execute(
        "UPDATE memory SET title = '', text = '', data = '{}', status = 'stale', forgetting_id = NULL WHERE id = ?",
        (memory_id,),
    )
    _forget_around(store, memory_id, forgetting_id)
    store.execute(
        "INSERT OR IGNORE INTO job(kind, target_id, created_us) VALUES ('remake', ?, ?)", (memory_id, now_us())
    )


def _forget_around(store: Store, memory_id: int, forgetting_id: int) -> None:
    """What hangs on a memory that lost a part of its evidence, and the evidence that it lost."""
    store.execute("DELETE FROM memory_version WHERE memory_id = ?", (memory_id,))
    store.execute("DELETE FROM link WHERE from_id = ?1 OR to_id = ?1", (memory_id,))
    store.execute("DELETE FROM proposal WHERE memory_id = ?1 OR other_id = ?1", (memory_id,))
    store.execute(
        "DELETE FROM derivation WHERE child_kind = 'memory' AND child_id = ? AND parent_kind = 'moment'"
        " AND parent_id IN (SELECT id FROM moment WHERE forgetting_id = ?)",
        (memory_id, forgetting_id),
    )


# -- moments


@dataclass(frozen=True, slots=True)
class _Run:
    """Moments that go (row id, time), in order, and those just before and after them."""

    stream: str
    moments: tuple[tuple[int, int], ...]
    before: tuple[int, int] | None
    after: tuple[int, int] | None


def _forget_moments(store: Store, forgetting_id: int) -> bool:
    """One step: cut sightings out of a run, then remove its moments, for as long as a step may take."""
    end = time.perf_counter() + STEP_S
    with store.writing():
        run = _next_run(store, forgetting_id)
        if run is None:
            return False
        while sightings := _sightings_of(store, run):
            for sighting in sightings:
                _cut(store, sighting, run)
                if time.perf_counter() > end:
                    return True
        for moment_id, _ in run.moments:
            _cut_named(store, moment_id)
            _remove_moment(store, moment_id, bury=forgetting_id != AGING)
            if time.perf_counter() > end:
                break
    return True


def _next_run(store: Store, forgetting_id: int) -> _Run | None:
    rows = store.rows(
        "SELECT id, at_us, stream FROM moment WHERE forgetting_id = ? ORDER BY id LIMIT 1", (forgetting_id,)
    )
    if not rows:
        return None
    moment_id, at_us, stream = rows[0]
    if not stream:
        return _Run("", ((moment_id, at_us),), None, None)
    following = store.rows(
        "SELECT id, at_us, forgetting_id FROM moment WHERE stream = ? AND at_us >= ? ORDER BY at_us, id LIMIT ?",
        (stream, at_us, _RUN_AT_MOST),
    )
    run: list[tuple[int, int]] = []
    after = None
    for one, when, forgetting in following:
        if forgetting != forgetting_id:
            after = (one, when)
            break
        run.append((one, when))
    before = store.rows(
        "SELECT id, at_us FROM moment WHERE stream = ? AND at_us < ? ORDER BY at_us DESC, id DESC LIMIT 1",
        (stream, at_us),
    )
    if after is None:
        later = store.rows(
            "SELECT id, at_us FROM moment WHERE stream = ? AND at_us > ? ORDER BY at_us, id LIMIT 1",
            (stream, run[-1][1]),
        )
        after = later[0] if later else None
    return _Run(stream, tuple(run), before[0] if before else None, after)


_Sighting = tuple[int, int, int, int, int, int, int, bytes | None]


def _sightings_of(store: Store, run: _Run) -> list[_Sighting]:
    columns = "id, passage_id, moment_id, last_moment_id, from_us, until_us, place, boxes"
    if not run.stream:
        return store.rows(
            f"SELECT {columns} FROM sighting WHERE moment_id = ? LIMIT ?", (run.moments[0][0], _SIGHTINGS_AT_ONCE)
        )
    first, last = run.moments[0][1], run.moments[-1][1]
    # The index knows only sightings of streams, and SQLite has to be told that this is one: else it walks through all there are.
    return store.rows(
        f"SELECT {columns} FROM sighting WHERE stream = ? AND stream <> '' AND until_us BETWEEN ? AND ? AND from_us <= ? LIMIT ?",
        (run.stream, first, last + LONGEST_SIGHTING_US + LONGEST_GAP_US, last, _SIGHTINGS_AT_ONCE),
    )


def _cut(store: Store, sighting: _Sighting, run: _Run) -> None:
    """Take a run out of one sighting; a passage goes with its last."""
    sighting_id, passage_id, _, _, from_us, until_us, place, boxes = sighting
    before = run.before if run.before is not None and run.before[1] >= from_us else None
    after = run.after if run.after is not None and run.after[1] <= until_us else None
    if before is not None:
        store.execute(
            "UPDATE sighting SET last_moment_id = ?, until_us = ? WHERE id = ?", (before[0], before[1], sighting_id)
        )
    else:
        store.execute("DELETE FROM sighting WHERE id = ?", (sighting_id,))
    if after is not None:
        ends = (sighting[3], until_us)
        store.execute(
            "INSERT INTO sighting(passage_id, moment_id, last_moment_id, stream, from_us, until_us, place, boxes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (passage_id, after[0], ends[0], run.stream, after[1], ends[1], place, boxes),
        )
    if before is None:
        _settle_passage(store, passage_id)


def _cut_named(store: Store, moment_id: int) -> None:
    """Cut a moment out of what names it though its times say otherwise: after a clock was set, or by another program's hand."""
    columns = "id, passage_id, moment_id, last_moment_id, from_us, until_us, place, boxes"
    for sighting in store.rows(
        f"SELECT {columns} FROM sighting WHERE moment_id = ?1 UNION SELECT {columns} FROM sighting WHERE last_moment_id = ?1",
        (moment_id,),
    ):
        first, last = sighting[2], sighting[3]
        other = last if first == moment_id else first
        if other == moment_id:
            store.execute("DELETE FROM sighting WHERE id = ?", (sighting[0],))
            _settle_passage(store, sighting[1])
            continue
        other_us = store.value("SELECT at_us FROM moment WHERE id = ?", (other,))
        store.execute(
            "UPDATE sighting SET moment_id = ?1, last_moment_id = ?1, from_us = ?2, until_us = ?2 WHERE id = ?3",
            (other, other_us, sighting[0]),
        )
        _settle_passage(store, sighting[1])


def _settle_passage(store: Store, passage_id: int) -> None:
    """Remove a passage that nothing shows any more; else let it have only a title that somebody who stays has shown it under."""
    left = store.rows(
        "SELECT s.from_us, m.title, m.app, m.panes FROM sighting s JOIN moment m ON m.id = s.moment_id"
        " WHERE s.passage_id = ? AND m.forgetting_id IS NULL ORDER BY s.from_us, s.id LIMIT ?",
        (passage_id, _WITNESSES),
    )
    if not left:
        store.execute(
            "DELETE FROM passage WHERE id = ? AND NOT EXISTS (SELECT 1 FROM sighting WHERE passage_id = passage.id)",
            (passage_id,),
        )
        return
    title, app, first_us = store.rows("SELECT title, app, first_us FROM passage WHERE id = ?", (passage_id,))[0]
    titles = [name for _, *moment in left for name in _titles(moment, app)]
    if title and title not in titles:
        _retitle(store, passage_id, titles[0] if titles else "")
    if first_us < left[0][0]:
        store.execute("UPDATE passage SET first_us = ? WHERE id = ?", (left[0][0], passage_id))


def _titles(moment: list[str], app: str) -> list[str]:
    """The titles of a moment's windows of an application: title, app and panes of the moment."""
    title, own_app, panes = moment
    found = [title] if own_app == app else []
    return found + [pane[1] for pane in json.loads(panes or "[]") if pane[0] == app]


def _retitle(store: Store, passage_id: int, title: str) -> None:
    """Give a passage another title, in the index too; its vector was made with the older one and is made anew."""
    store.execute(
        "INSERT INTO passage_fts(passage_fts, rowid, text, title, who, place)"
        " SELECT 'delete', id, text, title, who, place FROM passage WHERE id = ?",
        (passage_id,),
    )
    store.execute("UPDATE passage SET title = ? WHERE id = ?", (title, passage_id))
    store.execute(
        "INSERT INTO passage_fts(rowid, text, title, who, place) SELECT id, text, title, who, place FROM passage WHERE id = ?",
        (passage_id,),
    )
    store.execute("DELETE FROM vector WHERE passage_id = ?", (passage_id,))


def _remove_moment(store: Store, moment_id: int, *, bury: bool) -> None:
    public_id, source, source_id = store.rows(
        "SELECT public_id, source, source_id FROM moment WHERE id = ?", (moment_id,)
    )[0]
    if bury:
        tombstones.add(store, [tombstones.of_moment(public_id)])
    if bury and source_id is not None:
        tombstones.add(store, [tombstones.of_source(source, source_id)])
    store.execute("DELETE FROM job WHERE kind = 'read' AND target_id = ?", (moment_id,))
    store.execute("UPDATE ledger SET moment_id = NULL WHERE moment_id = ?", (moment_id,))
    layers.hand_over(store, moment_id)
    store.execute("UPDATE moment SET base_id = NULL WHERE base_id = ?", (moment_id,))
    store.execute("DELETE FROM moment WHERE id = ?", (moment_id,))
