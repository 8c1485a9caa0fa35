"""The queue of memories that wait for a model to write them, and what it needs: their evidence, the facts near a new one.

A memory made by rules stands before it is queued, and stays when no model ever comes. A job is `waiting` for its title and text, then
for its `facts`; in the end it is `done`, or `given_up` after three tries, and then stays until the memory or the model is another.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.store import facts
from app.store.db import Store, from_us, now_us, to_us
from app.store.frames import new_public_id
from app.store.memories import NewMemory
from app.store.passages import LONGEST_GAP_US, LONGEST_SIGHTING_US

TITLE, FACTS = "waiting", "facts"
DONE, GIVEN_UP = "done", "given_up"
MOST_TRIES = 3
LEASE_US = 600_000_000
# After the first failure a minute, after the second ten; a model that is not there at all is asked again after as long.
BACK_OFF_US = (60_000_000, 600_000_000)
_MOST_MOMENTS = 120
_WRITER = "writer"
_OPEN = f"('{TITLE}', '{FACTS}')"
# Episodes that rules made and nobody has written since.
_UNWRITTEN = (
    "o.kind = 'episodic' AND o.name >= 'episode:' AND o.name < 'episode;' AND o.made_by = 'extractive'"
    " AND o.status IN ('fresh', 'active') AND o.forgetting_id IS NULL"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A memory that this process may write until its lease ends."""

    job_id: int
    memory_id: int
    stage: str
    tries: int


@dataclass(frozen=True, slots=True)
class Target:
    """A memory as it stands. `made_us` tells whether it was made anew meanwhile; `moments` are row ids by time."""

    id: int
    kind: str
    name: str
    title: str
    text: str
    data: Mapping[str, Any]
    valid_from: datetime | None
    valid_to: datetime | None
    learnt: datetime | None
    made_us: int
    made_by: str
    moments: tuple[int, ...]
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A text that a moment showed, with what was around it."""

    moment_id: int
    public_id: str
    at_us: int
    zone: str
    app: str
    site: str
    title: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that stands, as far as a new one is compared with it."""

    id: int
    title: str
    predicate: str
    value: str
    valid_from_us: int | None


def queue(store: Store) -> None:
    """Let every episode that rules made wait for a model, once, and again when it was made anew."""
    again = f"kind = 'write' AND EXISTS (SELECT 1 FROM memory o WHERE o.id = job.target_id AND o.made_us > job.created_us AND {_UNWRITTEN})"
    new = f"SELECT o.id FROM memory o WHERE {_UNWRITTEN} AND NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = 'write' AND j.target_id = o.id)"
    gone = "kind = 'write' AND NOT EXISTS (SELECT 1 FROM memory o WHERE o.id = job.target_id AND o.made_by <> 'user')"
    if not store.value(
        f"SELECT EXISTS ({new}) OR EXISTS (SELECT 1 FROM job WHERE {again}) OR EXISTS (SELECT 1 FROM job WHERE {gone})"
    ):
        return
    with store.writing():
        now = now_us()
        store.execute(f"DELETE FROM job WHERE {gone}")
        store.execute(
            f"UPDATE job SET state = '{TITLE}', attempts = 0, lease_us = 0, not_before_us = 0, failure = '', created_us = ? WHERE {again}",
            (now,),
        )
        store.execute(f"INSERT INTO job(kind, target_id, created_us) SELECT 'write', id, ? FROM ({new})", (now,))


def written_by(store: Store, writer: str) -> None:
    """Note which model writes now; what another gave up is tried again."""
    if store.value("SELECT value FROM control WHERE name = ?", (_WRITER,)) == writer:
        return
    with store.writing():
        store.execute("INSERT OR REPLACE INTO control(name, value) VALUES (?, ?)", (_WRITER, writer))
        store.execute(
            f"UPDATE job SET state = '{TITLE}', attempts = 0, not_before_us = 0 WHERE kind = 'write' AND state = '{GIVEN_UP}'"
        )


def claim(store: Store, owner: str) -> Claim | None:
    """Take the newest memory that waits, for a limited time; one whose writer died is taken again."""
    due = f"SELECT 1 FROM job WHERE kind = 'write' AND state IN {_OPEN} AND not_before_us <= ?1 AND lease_us <= ?1 LIMIT 1"
    if store.value(due, (now_us(),)) is None:
        return None
    with store.writing():
        rows = store.rows(
            "SELECT j.id, j.target_id, j.state, j.attempts FROM job j JOIN memory o ON o.id = j.target_id"
            f" WHERE j.kind = 'write' AND j.state IN {_OPEN} AND j.not_before_us <= ?1 AND j.lease_us <= ?1"
            " AND o.forgetting_id IS NULL AND o.status IN ('fresh', 'active') ORDER BY o.valid_from_us DESC, o.id DESC LIMIT 1",
            (now_us(),),
        )
        if not rows:
            return None
        job_id, memory_id, stage, tries = rows[0]
        store.execute(
            "UPDATE job SET owner = ?, lease_us = ?, attempts = attempts + 1 WHERE id = ?",
            (owner, now_us() + LEASE_US, job_id),
        )
        if tries >= MOST_TRIES:  # whoever took it before died over it each time
            _settle(store, job_id, GIVEN_UP, "died")
            return None
    return Claim(job_id, memory_id, stage, tries + 1)


def kept_since(store: Store, since: datetime) -> bool:
    """Whether a picture was kept since a time: somebody is at the computer."""
    return bool(store.value("SELECT 1 FROM moment WHERE at_us >= ? AND kind = 'screen' LIMIT 1", (to_us(since),)))


def give_back(store: Store, held: Claim) -> None:
    """Somebody else came first: it waits as before."""
    with store.writing():
        store.execute(
            "UPDATE job SET owner = '', lease_us = 0, attempts = max(0, attempts - 1) WHERE id = ? AND attempts = ?",
            (held.job_id, held.tries),
        )


def failed(store: Store, held: Claim, code: str) -> None:
    """The model made nothing of it: later again, or, after three tries, not with this model."""
    with store.writing():
        if store.value("SELECT attempts FROM job WHERE id = ?", (held.job_id,)) != held.tries:
            return  # the lease was over, and somebody else is at it
        if held.tries >= MOST_TRIES:
            _settle(store, held.job_id, GIVEN_UP, code)
            return
        store.execute(
            "UPDATE job SET owner = '', lease_us = 0, failure = ?, not_before_us = ? WHERE id = ?",
            (code, now_us() + BACK_OFF_US[held.tries - 1], held.job_id),
        )


def hold_all(store: Store, held: Claim, code: str) -> None:
    """There is no model just now: nothing is counted against the memory, and all wait for a while."""
    with store.writing():
        give_back(store, held)
        store.execute(
            f"UPDATE job SET not_before_us = max(not_before_us, ?), failure = ? WHERE kind = 'write' AND state IN {_OPEN}",
            (now_us() + BACK_OFF_US[0], code),
        )


def next_stage(store: Store, held: Claim) -> None:
    """Its title and text are settled, its facts come next. Call inside `store.writing()`."""
    store.execute(
        f"UPDATE job SET state = '{FACTS}', owner = '', lease_us = 0, attempts = 0, not_before_us = 0, failure = '' WHERE id = ?",
        (held.job_id,),
    )


def done(store: Store, held: Claim) -> None:
    """Nothing more is to be written of it. Call inside `store.writing()`."""
    _settle(store, held.job_id, DONE, "")


def _settle(store: Store, job_id: int, state: str, code: str) -> None:
    # the time tells an episode that was made anew afterwards
    store.execute(
        "UPDATE job SET state = ?, owner = '', lease_us = 0, failure = ?, created_us = ? WHERE id = ?",
        (state, code, now_us(), job_id),
    )


def pending(store: Store) -> dict[str, int]:
    """How many memories still wait for a model, and how many of them it could not write."""
    rows = dict(
        store.rows(
            "SELECT j.state, count(*) FROM job j JOIN memory o ON o.id = j.target_id WHERE j.kind = 'write' AND o.forgetting_id IS NULL"
            " AND o.made_by <> 'user' GROUP BY j.state"
        )
    )
    given_up = int(rows.get(GIVEN_UP, 0))
    return {"waiting": int(rows.get(TITLE, 0)) + int(rows.get(FACTS, 0)) + given_up, "given_up": given_up}


# -- what is written, and of what


def target(store: Store, memory_id: int) -> Target | None:
    """The memory as it stands; None when it may not be written any more."""
    rows = store.rows(
        "SELECT kind, name, title, text, data, valid_from_us, valid_to_us, learnt_us, made_us, made_by FROM memory WHERE id = ?"
        " AND forgetting_id IS NULL AND status IN ('fresh', 'active') AND made_by <> 'user'",
        (memory_id,),
    )
    if not rows:
        return None
    kind, name, title, text, data, *times, made_us, made_by = rows[0]
    from_, to, learnt = (None if us is None else from_us(us) for us in times)
    moments = store.rows(
        "SELECT m.id FROM derivation d JOIN moment m ON m.id = d.parent_id WHERE d.child_kind = 'memory' AND d.child_id = ?"
        " AND d.parent_kind = 'moment' ORDER BY m.at_us, m.id",
        (memory_id,),
    )
    parents = store.rows(
        "SELECT parent_id FROM derivation WHERE child_kind = 'memory' AND child_id = ? AND parent_kind = 'memory'",
        (memory_id,),
    )
    return Target(
        memory_id, kind, name, title, text, json.loads(data), from_, to, learnt, made_us, made_by,
        tuple(row[0] for row in moments), tuple(row[0] for row in parents),
    )  # fmt: skip


def unchanged(store: Store, held: Claim, as_read: Target) -> bool:
    """Whether the claim is still this process's and the memory what it was when it was read. Call inside `store.writing()`."""
    return bool(
        store.value(
            f"SELECT 1 FROM job j JOIN memory o ON o.id = j.target_id WHERE j.id = ? AND j.state IN {_OPEN} AND j.attempts = ?"
            " AND o.made_us = ? AND o.forgetting_id IS NULL AND o.status IN ('fresh', 'active')",
            (held.job_id, held.tries, as_read.made_us),
        )
    )


def seen(store: Store, moments: Sequence[int]) -> list[Seen]:
    """What the moments showed, each text once, by time; of very many moments some, evenly."""
    step = max(1, -(-len(moments) // _MOST_MOMENTS))
    taken: set[int] = set()
    out = []
    for moment_id in moments[::step]:
        for passage_id, one in _shown(store, moment_id):
            if passage_id not in taken:
                taken.add(passage_id)
                out.append(one)
    return out


def _shown(store: Store, moment_id: int) -> list[tuple[int, Seen]]:
    rows = store.rows(
        "SELECT public_id, at_us, zone, stream FROM moment WHERE id = ? AND forgetting_id IS NULL", (moment_id,)
    )
    if not rows:
        return []
    public_id, at_us, zone, stream = rows[0]
    columns = "SELECT p.id, p.app, p.site, p.title, p.who, p.text FROM sighting s JOIN passage p ON p.id = s.passage_id WHERE p.bare = 0 AND "
    if stream:
        found = store.rows(
            columns
            + "s.stream = ? AND s.stream <> '' AND s.until_us BETWEEN ? AND ? AND s.from_us <= ? ORDER BY s.place, s.id",
            (stream, at_us, at_us + LONGEST_SIGHTING_US + LONGEST_GAP_US, at_us),
        )
    else:
        found = store.rows(columns + "s.moment_id = ? ORDER BY s.place, s.id", (moment_id,))
    return [(row[0], Seen(moment_id, public_id, at_us, zone, *row[1:])) for row in found]


# -- facts


def entity_names(store: Store) -> dict[str, str]:
    """The names of the people, projects, places and things that are known, by what they are called; the oldest has a name."""
    out: dict[str, str] = {}
    for name, data in store.rows(
        "SELECT name, data FROM memory WHERE kind = 'semantic' AND name NOT LIKE 'fact:%' AND name NOT LIKE 'appointment:%'"
        " AND status IN ('fresh', 'active') AND forgetting_id IS NULL ORDER BY id"
    ):
        held = json.loads(data)
        for called in [held.get("name"), *(held.get("aliases") or [])]:
            if isinstance(called, str) and called:
                out.setdefault(called, name)
    return out


def facts_about(store: Store, entity_name: str) -> list[Fact]:
    """The facts that stand about an entity, newest first."""
    rows = store.rows(
        "SELECT id, title, json_extract(data, '$.predicate'), json_extract(data, '$.value'), valid_from_us FROM memory"
        " WHERE kind = 'semantic' AND name >= 'fact:' AND name < 'fact;' AND status IN ('fresh', 'active') AND forgetting_id IS NULL"
        " AND json_extract(data, '$.entity_name') = ? ORDER BY valid_from_us DESC, id DESC LIMIT 100",
        (entity_name,),
    )
    return [Fact(row[0], row[1], str(row[2] or ""), str(row[3] or ""), row[4]) for row in rows]


def is_there(store: Store, kind: str, name: str) -> bool:
    """Whether a memory of this name is there, in whatever state: also one that the user denied."""
    return store.value("SELECT 1 FROM memory WHERE kind = ? AND name = ?", (kind, name)) is not None


def titles_on(store: Store, moment_id: int) -> list[str]:
    """What the facts that stand on a moment say, whoever made them."""
    rows = store.rows(
        "SELECT o.title FROM derivation d JOIN memory o ON o.id = d.child_id WHERE d.child_kind = 'memory'"
        " AND d.parent_kind = 'moment' AND d.parent_id = ? AND o.kind = 'semantic' AND o.name >= 'fact:' AND o.name < 'fact;'",
        (moment_id,),
    )
    return [row[0] for row in rows]


def add_fact(store: Store, new: NewMemory) -> int | None:
    """Add a fact, not confirmed yet. None when it is there, or not to be. Call inside `store.writing()`."""
    return None if is_there(store, new.kind, new.name) else facts.put(store, new, status=facts.FRESH)


def propose(store: Store, new_id: int, old_id: int, by: str) -> None:
    """Ask the user whether a new fact contradicts an older one. Call inside `store.writing()`."""
    store.execute(
        "INSERT OR IGNORE INTO proposal(public_id, kind, memory_id, other_id, data, made_us) VALUES (?, 'contradiction', ?, ?, ?, ?)",
        (new_public_id(), new_id, old_id, json.dumps({"by": by}), now_us()),
    )
