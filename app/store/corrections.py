"""What the user says about what was made: other words, "that is wrong", "these two are one"; and taking the last of it back.

Each correction writes what a memory said before as a version whose `change` begins with `user_` and goes on with the row's other
fields as JSON (numbers and who made it, no words). Forgetting moments takes versions away, and with them the way back.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import KnownError
from app.store import memories, merging, passages, tombstones
from app.store.db import Store, now_us

MASK = "[forgotten]"
_BEFORE = ("made_by", "replaced_by", "expired_us", "valid_to_us")
# The other names are hashes, times and ids.
_NAMED_IN_WORDS = ("person", "project", "place", "thing", "organisation", "resource", "profile")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Row:
    """A memory as it lies in the store."""

    id: int
    public_id: str
    kind: str
    name: str
    title: str
    text: str
    data: Mapping[str, Any]
    status: str
    made_by: str


def row(store: Store, public_id: str, *, denied: bool = False) -> Row:
    """A memory that may be corrected; one that was denied only for who asks for those too. Raises KnownError no_such_memory."""
    rows = store.rows(
        "SELECT id, public_id, kind, name, title, text, data, status, made_by FROM memory"
        " WHERE public_id = ? AND forgetting_id IS NULL AND status NOT IN (?, ?)",
        (public_id, memories.STALE, memories.STALE if denied else memories.DENIED),
    )
    if not rows:
        raise KnownError("no_such_memory")
    row_id, own_id, kind, name, title, text, data, status, made_by = rows[0]
    return Row(row_id, own_id, kind, name, title, text, json.loads(data), status, made_by)


def edit(
    store: Store, public_id: str, *, title: str | None = None, text: str | None = None, at_us: int | None = None
) -> None:
    """Let a memory say what the user says. What is made later does not overwrite it. Raises KnownError no_such_memory, empty_edit."""
    if (
        (title is None and text is None)
        or (title is not None and not title.strip())
        or (text is not None and not text.strip())
    ):
        raise KnownError("empty_edit")
    with store.writing():
        held = row(store, public_id)
        data = dict(held.data)
        if text is not None and "value" in data:  # a fact: its fields must not go on saying what its text does not
            data |= {"value": text.strip(), "quote": ""}
        _change(
            store, held, "edited", at_us or now_us(), title=(title or held.title).strip(), text=(text or held.text).strip(),
            data=json.dumps(data, ensure_ascii=False, sort_keys=True), made_by=memories.BY_USER,
        )  # fmt: skip


def deny(store: Store, public_id: str, *, at_us: int | None = None) -> None:
    """Let a memory be wrong: it is shown no more and not made again. Raises KnownError no_such_memory."""
    with store.writing():
        held = row(store, public_id)
        if held.name:
            tombstones.add(store, [tombstones.of_denied(held.kind, held.name)])
        _change(store, held, "denied", at_us or now_us(), status=memories.DENIED)


def archive(store: Store, public_id: str, *, at_us: int | None = None) -> None:
    """Let a memory be of the past. Raises KnownError no_such_memory."""
    with store.writing():
        _change(store, row(store, public_id), "archived", at_us or now_us(), status="archived")


def confirm(store: Store, public_id: str, *, at_us: int | None = None) -> None:
    """Let a memory stand that rested on little. Raises KnownError no_such_memory."""
    with store.writing():
        _change(store, row(store, public_id), "confirmed", at_us or now_us(), status="active")


def supersede(store: Store, public_id: str, by: str, *, at_us: int | None = None) -> None:
    """Let a memory be closed by a newer one, as a changed fact is. Raises KnownError no_such_memory."""
    with store.writing():
        older, newer = row(store, public_id), row(store, by)
        at = at_us or now_us()
        since = store.value("SELECT coalesce(valid_from_us, learnt_us) FROM memory WHERE id = ?", (newer.id,))
        _change(
            store, older, "superseded", at, status="superseded", replaced_by=newer.id, expired_us=at, valid_to_us=since
        )


def merge(store: Store, into: str, other: str, *, at_us: int | None = None) -> None:
    """Let two people, places or things be one, by the name of the first. Raises KnownError no_such_memory, not_mergeable."""
    with store.writing():
        stays, goes = row(store, into), row(store, other)
        kinds = {stays.data.get("entity"), goes.data.get("entity")}
        if stays.id == goes.id or len(kinds) != 1 or None in kinds or "superseded" in (stays.status, goes.status):
            raise KnownError("not_mergeable")
        at = at_us or now_us()
        _change(store, goes, "merged", at, status="superseded", replaced_by=stays.id, expired_us=at)
        merging.carry(store, goes.id)
        _draw_links_again(store, stays.id)
        make_children_again(store, stays.id)


def merged_into(store: Store, public_id: str) -> list[str]:
    """Public ids of those that were merged into a memory."""
    return [
        found[0]
        for found in store.rows(
            "SELECT o.public_id FROM memory o JOIN memory i ON i.id = o.replaced_by WHERE i.public_id = ? AND o.forgetting_id IS NULL"
            " AND json_extract(o.data, '$.entity') IS NOT NULL",
            (public_id,),
        )
    ]


def _change(store: Store, held: Row, what: str, at_us: int, **values: Any) -> None:
    before = dict(
        zip(_BEFORE, store.rows(f"SELECT {', '.join(_BEFORE)} FROM memory WHERE id = ?", (held.id,))[0], strict=True)
    )
    store.execute(
        "INSERT INTO memory_version(memory_id, at_us, change, title, text, data, status) SELECT id, ?, ?, title, text, data, status"
        " FROM memory WHERE id = ?",
        (at_us, f"user_{what} {json.dumps(before)}", held.id),
    )
    columns = ", ".join(f"{name} = ?" for name in values)
    store.execute(f"UPDATE memory SET {columns} WHERE id = ?", (*values.values(), held.id))
    _draw_links_again(store, held.id)
    make_children_again(store, held.id)


def _draw_links_again(store: Store, memory_id: int) -> None:
    """It may name others now, or be called otherwise."""
    store.execute("DELETE FROM link WHERE from_id = ?1 AND (to_id = ?1 OR kind = 'names')", (memory_id,))


def make_children_again(store: Store, memory_id: int) -> None:
    """Queue what was made of a memory, at any depth, to be made of what it says now. Call inside `store.writing()`."""
    children = store.rows(
        "WITH RECURSIVE made(id) AS (SELECT d.child_id FROM derivation d WHERE d.child_kind = 'memory' AND d.parent_kind = 'memory'"
        "  AND d.parent_id = ?1 UNION SELECT d.child_id FROM derivation d JOIN made ON d.child_kind = 'memory'"
        "  AND d.parent_kind = 'memory' AND d.parent_id = made.id)"
        " SELECT id FROM memory WHERE id IN made AND made_by <> ?2 AND status IN ('fresh', 'active') AND forgetting_id IS NULL"
        " AND id IS NOT (SELECT replaced_by FROM memory WHERE id = ?1)",
        (memory_id, memories.BY_USER),
    )
    for (child,) in children:
        store.execute("UPDATE memory SET status = ? WHERE id = ?", (memories.STALE, child))
        store.execute(
            "INSERT OR IGNORE INTO job(kind, target_id, created_us) VALUES ('remake', ?, ?)", (child, now_us())
        )


# -- taking it back


def last_us(store: Store) -> int:
    """When the last correction was that can be taken back; 0 when there is none."""
    return int(
        store.value(
            "SELECT at_us FROM memory_version v JOIN memory m ON m.id = v.memory_id WHERE change LIKE 'user\\_%' ESCAPE '\\'"
            " AND m.forgetting_id IS NULL ORDER BY v.id DESC LIMIT 1"
        )
        or 0
    )


def undo(store: Store, at_us: int) -> list[str]:
    """Take back what was corrected at that time, in one; returns the public ids of the memories that say again what they said."""
    with store.writing():
        versions = store.rows(
            "SELECT id, memory_id, change, title, text, data, status FROM memory_version WHERE at_us = ?"
            " AND change LIKE 'user\\_%' ESCAPE '\\' ORDER BY id DESC",
            (at_us,),
        )
        for version_id, memory_id, change, *said in versions:
            _take_back(store, memory_id, change, said)
            store.execute("DELETE FROM memory_version WHERE id = ?", (version_id,))
        ids = [one[1] for one in versions]
        return [str(store.value("SELECT public_id FROM memory WHERE id = ?", (one,))) for one in dict.fromkeys(ids)]


def _take_back(store: Store, memory_id: int, change: str, said: list[str]) -> None:
    what, _, fields = change.partition(" ")
    before = json.loads(fields)
    kind, name, into = store.rows("SELECT kind, name, replaced_by FROM memory WHERE id = ?", (memory_id,))[0]
    columns = ", ".join(f"{column} = ?" for column in ("title", "text", "data", "status", *before))
    store.execute(f"UPDATE memory SET {columns} WHERE id = ?", (*said, *before.values(), memory_id))
    if what == "user_denied":
        tombstones.take_back(store, [tombstones.of_denied(kind, name)])
    if what == "user_merged" and into is not None:
        merging.apart(store, into, memory_id)
        store.execute(
            "DELETE FROM link WHERE to_id = ? AND kind = 'names'", (into,)
        )  # what only the other's name led to
        _draw_links_again(store, into)
        make_children_again(store, into)
    _draw_links_again(store, memory_id)
    make_children_again(store, memory_id)


# -- when moments are forgotten


def keep_own_words(store: Store, memory_id: int) -> None:
    """Of a memory that the user corrected and that lost a part of its evidence: what the user wrote, and what the rest still holds.

    Words that the program had said are taken out unless evidence that stays has them too. Call inside `store.writing()`, before
    the moments go.
    """
    title, text, data, name = store.rows("SELECT title, text, data, name FROM memory WHERE id = ?", (memory_id,))[0]
    versions = [
        one[1:]
        for one in store.rows("SELECT change, title, text, data FROM memory_version WHERE memory_id = ?", (memory_id,))
        if not _by_user(one[0])
    ]
    made = _words(" ".join(part for one in versions or [(title, text, data)] for part in one))
    held = _held(store, memory_id)
    doubtful = made - held
    about, _, words = name.partition(":")
    if about in _NAMED_IN_WORDS and not _words(words) <= held:
        name = f"{about}:kept {memory_id}"
    store.execute(
        "UPDATE memory SET title = ?, text = ?, data = ?, name = ?, forgetting_id = NULL WHERE id = ?",
        (masked(title, doubtful), masked(text, doubtful), json.dumps(_wordless(json.loads(data))), name, memory_id),
    )


def _by_user(change: str) -> bool:
    """Whether a version holds what the user had written by then, and not only what the program had."""
    what, _, before = change.partition(" ")
    return what.startswith("user_") and bool(json.loads(before)["made_by"] == memories.BY_USER)


def masked(text: str, words: set[str]) -> str:
    """A text without these words; those that follow each other leave one mark. Pure.

    >>> masked("Anna moved to Porto Alto in May", {"porto", "alto"})
    'Anna moved to [forgotten] in May'
    """
    out = _WORD.sub(lambda found: MASK if found.group().casefold() in words else found.group(), text)
    return re.sub(rf"{re.escape(MASK)}(?:\W+{re.escape(MASK)})+", MASK, out)


def _words(text: str) -> set[str]:
    return {found.casefold() for found in _WORD.findall(text)}


def _wordless(data: Any) -> Any:
    """The same fields with their numbers, without their words."""
    if isinstance(data, dict):
        return {key: _wordless(value) for key, value in data.items() if key != "own"}
    if isinstance(data, list):
        return []
    return "" if isinstance(data, str) else data


def _held(store: Store, memory_id: int) -> set[str]:
    """The words of the moments that a memory still stands on."""
    found: set[str] = set()
    for moment_id, *said in store.rows(
        "WITH RECURSIVE above(kind, id) AS (SELECT 'memory', ?1 UNION SELECT d.parent_kind, d.parent_id FROM derivation d"
        " JOIN above ON d.child_kind = 'memory' AND above.kind = 'memory' AND d.child_id = above.id)"
        " SELECT m.id, m.app, m.title, m.url, m.thread, m.author FROM above JOIN moment m ON above.kind = 'moment' AND m.id = above.id"
        " WHERE m.forgetting_id IS NULL",
        (memory_id,),
    ):
        found |= _words(" ".join([*said, *(text for _, text, _ in passages.lines_of(store, moment_id))]))
    return found
