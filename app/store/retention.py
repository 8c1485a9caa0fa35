"""Letting the memory grow thinner, in small steps that a kill may end anywhere: each is one short write, files go after their rows.

What goes is decided in `tiers`. Of each tier a cursor remembers up to when there is nothing left, so that looking whether something
is due costs next to nothing; once a day they start anew, for what was unpinned, brought back or imported since.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.settings import Settings
from app.store import gauge, images, layers, ledger, purge
from app.store.db import Store, now_us
from app.store.gauge import Tally
from app.store.images import Piece
from app.store.layers import Layer
from app.store.tiers import TIERS, Act, Ages, Limits, Tier, limits_of, plan, pressed

CONTROL = "retention"
LOOKED_AT = 400  # rows of a look for the next candidate
TEXT_MOMENTS = 25
MOMENTS = 30  # that go in one step
MOST_MOMENTS = 60  # where they share a picture
FILES = 100
CHANGES_KEPT = 200_000
CHANGES_AT_ONCE = 2_000
_WALK_AGAIN_US = 86_400_000_000

# Whether a moment holds something of a tier that may go. `m` is the moment.
_HOLDS: dict[Tier, str] = {
    "pictures": "m.reading IN ('done', 'failed') AND EXISTS (SELECT 1 FROM layer l WHERE l.moment_id = m.id)",
    "thumbnails": "EXISTS (SELECT 1 FROM picture p WHERE p.moment_id = m.id AND p.role = 'thumb')",
    "text": "1",
}
_FREE = "m.pinned = 0 AND m.forgetting_id IS NULL"
Cursor = tuple[int, int]
_BEGIN: Cursor = (-(1 << 62), 0)


@dataclass(frozen=True, slots=True)
class State:
    """What one step leaves to the next, in the store. A cursor is the time and row id from which on a tier may hold something."""

    cursors: dict[Tier, Cursor] = field(default_factory=lambda: dict.fromkeys(TIERS, _BEGIN))
    walked_us: int = 0
    easing: bool = False
    tally: Tally = field(default_factory=Tally)


def retain_step(store: Store, settings: Settings, now: datetime) -> bool:
    """Do one small step of what is due. False when there is nothing to do. The zone of `now` says when a day ends."""
    return step(store, limits_of(settings), now)


def step(store: Store, limits: Limits, now: datetime) -> bool:
    """As `retain_step`, by these limits."""
    if images.remove_files(store, FILES) or _trim_changes(store):
        return True
    before = _load(store)
    state = replace(before, tally=gauge.counted_on(store, before.tally))
    if not 0 <= now_us() - state.walked_us < _WALK_AGAIN_US:
        state = replace(state, cursors=dict.fromkeys(TIERS, _BEGIN), walked_us=now_us())
    cursors, found = _walked(store, state.cursors)
    sizes = gauge.sizes_by(store, state.tally)
    easing = pressed(limits, sizes, easing=state.easing) if state.tally.whole else state.easing
    state = replace(state, cursors=cursors, easing=easing)
    known = limits if state.tally.whole else replace(limits, cap_bytes=0)
    act = plan(now, known, sizes, found, easing=easing) if found is not None else None
    if act is not None:
        _DOING[act.tier](store, act, state)
        return True
    if state != before:
        with store.writing():
            _save(store, state)
    return found is None or not state.tally.whole


def _load(store: Store) -> State:
    value = ledger.get_control(store, CONTROL)
    if value is None:
        return State()
    held: dict[str, Any] = json.loads(value)
    cursors: dict[Tier, Cursor] = {tier: (held["cursors"][tier][0], held["cursors"][tier][1]) for tier in TIERS}
    return State(cursors, held["walked_us"], held["easing"], Tally(**held["tally"]))


def _save(store: Store, state: State) -> None:
    held = {
        "cursors": state.cursors,
        "walked_us": state.walked_us,
        "easing": state.easing,
        "tally": state.tally.stored(),
    }
    ledger.set_control(store, CONTROL, json.dumps(held))


# -- finding what may go


def _walked(store: Store, cursors: dict[Tier, Cursor]) -> tuple[dict[Tier, Cursor], Ages | None]:
    """The cursors moved on to the oldest that each tier holds, with its age; no ages when the walk is not at its end yet."""
    moved, oldest, ends = dict(cursors), dict[str, int | None](), True
    for tier in TIERS:
        moved[tier], at_us, end = _next(store, tier, cursors[tier])
        oldest[tier] = at_us
        ends = ends and end
    return moved, Ages(**oldest) if ends else None


def _next(store: Store, tier: Tier, cursor: Cursor) -> tuple[Cursor, int | None, bool]:
    """(the cursor, when the first moment from it on that holds something of a tier happened, whether the walk is at its end)."""
    for most in (1, LOOKED_AT):
        rows = store.rows(candidates_sql(tier), (*cursor, most))
        for moment_id, at_us, holds in rows:
            if holds:
                return (at_us, moment_id), at_us, True
        if rows:
            cursor = (rows[-1][1], rows[-1][0] + 1)
        if len(rows) < most:
            return cursor, None, True
    return cursor, None, False


def candidates_sql(tier: Tier) -> str:
    """Moments from a cursor on in order of time, with whether each holds something of a tier that may go. Walks an index."""
    return (
        f"SELECT m.id, m.at_us, {_FREE} AND {_HOLDS[tier]} FROM moment m"
        " WHERE (m.at_us, m.id) >= (?, ?) ORDER BY m.at_us, m.id LIMIT ?"
    )


def _due(store: Store, act: Act, cursor: Cursor, most: int) -> list[int]:
    """Row ids of the oldest moments that hold something of a tier from before a time, as far as one look reaches."""
    rows = store.rows(candidates_sql(act.tier), (*cursor, LOOKED_AT))
    return [moment_id for moment_id, at_us, holds in rows if holds and at_us < act.before_us][:most]


# -- pictures


def _drop_pictures(store: Store, act: Act, state: State) -> None:
    """Let the pictures of some moments go. What stays shows the same; nothing stays that only they showed."""
    going = _with_sharers(store, act, _due(store, act, state.cursors["pictures"], MOMENTS))
    seen = _piles(store, going)
    fresh = _freed_of(store, going)
    try:
        with store.writing():
            if (
                _piles(store, going) != seen
            ):  # pinned, built on, painted or forgotten meanwhile: the next step looks again
                images.discard(store.places, [piece for _, piece in fresh])
                return
            for layer, piece in fresh:
                layers.replace_layer(store, layer, piece)
            freed = layers.let_go(store, going) + sum(layer.size_bytes - piece.size_bytes for layer, piece in fresh)
            _save(store, replace(state, tally=state.tally.less(pictures=freed)))
    except BaseException:
        images.discard(store.places, [piece for _, piece in fresh])
        raise
    images.remove_files(store, FILES)


def _with_sharers(store: Store, act: Act, due: Sequence[int]) -> list[int]:
    """These moments and the due ones that lie on the same lowest piece, up to a bound: then nothing has to be written anew."""
    going = list(due)
    rows = store.rows(
        "SELECT DISTINCT m.id FROM layer b JOIN layer l ON l.picture_id = b.picture_id JOIN moment m ON m.id = l.moment_id"
        f" WHERE b.moment_id IN (SELECT value FROM json_each(?)) AND b.place = 0 AND m.at_us < ? AND {_FREE}"
        " AND m.reading IN ('done', 'failed') ORDER BY m.at_us, m.id LIMIT ?",
        (json.dumps(going), act.before_us, MOST_MOMENTS),
    )
    known = set(going)
    return (going + [row[0] for row in rows if row[0] not in known])[:MOST_MOMENTS]


def _piles(store: Store, going: Sequence[int]) -> list[tuple[Any, ...]]:
    """What must not change between looking and writing: who shows the pieces that these moments show, and that these may go."""
    ids = json.dumps(list(going))
    return store.rows(
        f"SELECT m.id, 0, '' FROM moment m WHERE m.id IN (SELECT value FROM json_each(?1)) AND {_FREE}"
        " UNION ALL SELECT l.moment_id, p.id, p.file FROM layer l JOIN picture p ON p.id = l.picture_id WHERE p.id IN"
        " (SELECT picture_id FROM layer WHERE moment_id IN (SELECT value FROM json_each(?1))) ORDER BY 1, 2, 3",
        (ids,),
    )


def _freed_of(store: Store, going: Sequence[int]) -> list[tuple[Layer, Piece]]:
    """Written pieces in the place of those that others show too: without what only these moments show. Slow, no transaction."""
    sharers: dict[int, list[int]] = {}
    for picture_id, moment_id in store.rows(
        "SELECT DISTINCT g.picture_id, o.moment_id FROM layer g JOIN layer o ON o.picture_id = g.picture_id"
        " WHERE g.moment_id IN (SELECT value FROM json_each(?1)) AND o.moment_id NOT IN (SELECT value FROM json_each(?1))",
        (json.dumps(list(going)),),
    ):
        sharers.setdefault(picture_id, []).append(moment_id)
    out: list[tuple[Layer, Piece]] = []
    try:
        for picture_id, stay in sharers.items():
            layer = layers.layer_by_id(store, picture_id)
            piece = None if layer is None else layers.without_unseen(store, layer, stay)
            if layer is not None and piece is not None:
                out.append((layer, piece))
    except BaseException:
        images.discard(store.places, [piece for _, piece in out])
        raise
    return out


# -- small pictures, text, the log of changes


def _drop_thumbnails(store: Store, act: Act, state: State) -> None:
    with store.writing():
        going = _due(store, act, state.cursors["thumbnails"], MOST_MOMENTS)
        gone = store.rows(
            "DELETE FROM picture WHERE role = 'thumb' AND moment_id IN (SELECT value FROM json_each(?)) RETURNING size_bytes",
            (json.dumps(going),),
        )
        _save(store, replace(state, tally=state.tally.less(thumbnails=sum(row[0] for row in gone))))
    images.remove_files(store, FILES)


def _drop_text(store: Store, act: Act, state: State) -> None:
    freed = _let_text_go(store, _due(store, act, state.cursors["text"], TEXT_MOMENTS))
    with store.writing():
        _save(store, replace(state, tally=state.tally.less(pictures=freed)))


def _let_text_go(store: Store, moment_ids: list[int]) -> int:
    """Let moments go whole: picture, text, words and vectors. What was made of them stays. Returns the bytes of their pictures."""
    pieces = store.rows(
        "SELECT id, size_bytes FROM picture WHERE moment_id IN (SELECT value FROM json_each(?1)) UNION SELECT p.id, p.size_bytes"
        " FROM layer l JOIN picture p ON p.id = l.picture_id WHERE l.moment_id IN (SELECT value FROM json_each(?1))",
        (json.dumps(moment_ids),),
    )
    purge.age_out(store, moment_ids)
    left = store.value(
        "SELECT coalesce(sum(size_bytes), 0) FROM picture WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([row[0] for row in pieces]),),
    )
    return int(sum(row[1] for row in pieces) - left)


def _trim_changes(store: Store) -> bool:
    """Take the oldest off the log of changes; who has not read them by then reads everything anew. False when it is short enough."""
    rows = store.rows("SELECT (SELECT min(seq) FROM change), (SELECT max(seq) FROM change)")
    first, last = rows[0]
    if first is None or last - first < CHANGES_KEPT:
        return False
    with store.writing():
        store.execute("DELETE FROM change WHERE seq <= ?", (min(last - CHANGES_KEPT, first + CHANGES_AT_ONCE),))
    return True


_DOING = {"pictures": _drop_pictures, "thumbnails": _drop_thumbnails, "text": _drop_text}
