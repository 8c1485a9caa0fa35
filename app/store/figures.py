"""What is counted for a computed answer: screens, messages and ledger of a time, as rows. Only what may be shown; no rule stands here."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from app.records import Moment
from app.store.db import Store, from_us
from app.store.frames import COLUMNS, to_moment

EVER = (-(1 << 62), 1 << 62)
LOOKED = ("kept", "same")


class Screen(NamedTuple):
    """One picture of a monitor: which window was in front of it from then on. A tuple, since there may be a hundred thousand."""

    id: int
    at_us: int
    stream: str
    app: str
    site: str
    title: str
    zone: str


class Message(NamedTuple):
    """One message: who wrote it in which thread."""

    id: int
    at_us: int
    thread: str
    author: str
    zone: str


_FOLDED = "replace(replace(lower(m.title), '_', ' '), '-', ' ')"


def folded_title(title: str) -> str:
    """A title as parts of titles are looked for: small letters, and blanks for the signs that file names have instead."""
    return " ".join(title.lower().replace("_", " ").replace("-", " ").split())


_SCREEN = "m.id, m.at_us, m.stream, m.app, m.site, m.title, m.zone"
_SHOWN = "m.kind = 'screen' AND m.forgetting_id IS NULL"


def screens(store: Store, since_us: int, until_us: int) -> list[Screen]:
    """The screens of a time, in order; one range of one index."""
    rows = store.rows(
        f"SELECT {_SCREEN} FROM moment m INDEXED BY moment_at WHERE m.at_us >= ? AND m.at_us < ? AND {_SHOWN} ORDER BY m.at_us, m.id",
        (since_us, until_us),
    )
    return list(map(Screen._make, rows))


def screens_of_apps(store: Store, apps_: Sequence[str], since_us: int, until_us: int) -> list[Screen]:
    """The screens of some apps in a time, each followed by what came next on its monitor; in order. Of a long time they are far fewer
    than all."""
    rows = store.rows(
        "WITH own AS MATERIALIZED (SELECT m.id, m.stream, m.at_us FROM moment m INDEXED BY moment_app"
        f"  WHERE m.app IN (SELECT value FROM json_each(?)) AND m.at_us >= ? AND m.at_us < ? AND {_SHOWN}),"
        " wanted(id) AS (SELECT id FROM own UNION SELECT (SELECT m.id FROM moment m INDEXED BY moment_stream"
        f"  WHERE m.stream = own.stream AND m.at_us >= own.at_us AND (m.at_us, m.id) > (own.at_us, own.id) AND {_SHOWN}"
        "  ORDER BY m.at_us, m.id LIMIT 1) FROM own)"
        f" SELECT {_SCREEN} FROM wanted CROSS JOIN moment m ON m.id = wanted.id WHERE m.at_us < ? ORDER BY m.at_us, m.id",
        (json.dumps(list(apps_)), since_us, until_us, until_us),
    )
    return list(map(Screen._make, rows))


def following(store: Store, stream: str, from_us: int, until_us: int) -> list[Screen]:
    """The first screen of a monitor in a time: one, or none."""
    rows = store.rows(
        f"SELECT {_SCREEN} FROM moment m INDEXED BY moment_stream WHERE m.stream = ? AND m.at_us >= ? AND m.at_us < ? AND {_SHOWN}"
        " ORDER BY m.at_us, m.id LIMIT 1",
        (stream, from_us, until_us),
    )
    return list(map(Screen._make, rows))


def screen_at_edge(
    store: Store, field: str, values: Sequence[str], since_us: int, until_us: int, *, last: bool
) -> list[Screen]:
    """The last or the first screen of a time whose app or site is one of these, or whose title holds one of these: one, or none."""
    fits = {
        "app": "m.app IN (SELECT value FROM json_each(?1))",
        "site": "m.site IN (SELECT value FROM json_each(?1))",
    }.get(field, f"EXISTS (SELECT 1 FROM json_each(?1) WHERE instr({_FOLDED}, value) > 0)")
    order = "DESC" if last else "ASC"
    rows = store.rows(
        f"SELECT {_SCREEN} FROM moment m WHERE {fits} AND m.at_us >= ?2 AND m.at_us < ?3 AND {_SHOWN}"
        f" ORDER BY m.at_us {order}, m.id {order} LIMIT 1",
        (json.dumps(list(values)), since_us, until_us),
    )
    return list(map(Screen._make, rows))


def first_at_us(store: Store) -> int | None:
    """When the oldest moment is of that may be shown."""
    value = store.value("SELECT m.at_us FROM moment m WHERE m.forgetting_id IS NULL ORDER BY m.at_us LIMIT 1")
    return None if value is None else int(value)


def last_at_us(store: Store) -> int | None:
    """When the newest screen is of that may be shown."""
    value = store.value(f"SELECT m.at_us FROM moment m WHERE {_SHOWN} ORDER BY m.at_us DESC LIMIT 1")
    return None if value is None else int(value)


def titles_with(store: Store, part: str, *, most: int = 200) -> int:
    """How many screens have a title that holds some words in small letters, counted up to `most`."""
    return int(
        store.value(
            f"SELECT count(*) FROM (SELECT 1 FROM moment m WHERE instr({_FOLDED}, ?) > 0 AND {_SHOWN} LIMIT ?)",
            (part, most),
        )
    )


def messages(store: Store, since_us: int, until_us: int) -> list[Message]:
    """The messages of a time, in order; those of a thread that came at the same time in the order in which they were kept."""
    rows = store.rows(
        "SELECT m.id, m.at_us, m.thread, m.author, m.zone FROM moment m INDEXED BY moment_at WHERE m.at_us >= ? AND m.at_us < ?"
        " AND m.kind = 'message' AND m.forgetting_id IS NULL ORDER BY m.at_us, m.id",
        (since_us, until_us),
    )
    return list(map(Message._make, rows))


def authors(store: Store) -> list[str]:
    """Who wrote messages that may be shown."""
    rows = store.rows(
        "SELECT DISTINCT author FROM moment WHERE thread <> '' AND author <> '' AND kind = 'message' AND forgetting_id IS NULL"
    )
    return [row[0] for row in rows]


def threads(store: Store) -> list[str]:
    """The threads of messages."""
    # That index holds the rows with a thread only, and is taken only where this is said in its own words.
    return _each(store, "thread", "message", "INDEXED BY moment_thread", "thread <> '' AND ")


def apps(store: Store) -> list[str]:
    """The apps of screens."""
    return _each(store, "app", "screen")


def _each(store: Store, column: str, kind: str, index: str = "", said: str = "") -> list[str]:
    """The different values of an indexed column of moments that may be shown, each looked up in the index by the one before it."""
    rows = store.rows(
        f"WITH RECURSIVE each(value) AS (SELECT min({column}) FROM moment {index} WHERE {said}{column} > ''"
        f" UNION ALL SELECT (SELECT min({column}) FROM moment {index} WHERE {said}{column} > each.value)"
        "  FROM each WHERE each.value IS NOT NULL)"
        f" SELECT value FROM each WHERE value IS NOT NULL AND EXISTS(SELECT 1 FROM moment {index}"
        f"  WHERE {said}{column} = each.value AND kind = ? AND forgetting_id IS NULL)",
        (kind,),
    )
    return [row[0] for row in rows]


def sites(store: Store) -> list[str]:
    """The sites of screens."""
    rows = store.rows("SELECT DISTINCT site FROM moment WHERE site <> '' AND kind = 'screen' AND forgetting_id IS NULL")
    return [row[0] for row in rows]


def standing(
    store: Store, passage_ids: Iterable[int], since_us: int, until_us: int, *, last: bool
) -> list[tuple[int, int, str]]:
    """(moment's row id, time, zone) of the first or last moment of a time that shows any of these passages; one, or none."""
    order = "DESC" if last else "ASC"
    rows = store.rows(
        "SELECT m.id, m.at_us, m.zone FROM sighting s JOIN moment m ON m.id IN (s.moment_id, s.last_moment_id)"
        " WHERE s.passage_id IN (SELECT value FROM json_each(?)) AND m.at_us >= ? AND m.at_us < ? AND m.forgetting_id IS NULL"
        f" ORDER BY m.at_us {order} LIMIT 1",
        (json.dumps(list(passage_ids)), since_us, until_us),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def looked_at(store: Store, since_us: int, until_us: int) -> list[tuple[str, int, int, str]]:
    """(monitor, from, until, outcome) of the ledger's rows that touch a time, by monitor and time."""
    rows = store.rows(
        "SELECT monitor, from_us, until_us, outcome FROM ledger WHERE until_us >= ? AND from_us < ? ORDER BY monitor, from_us, id",
        (since_us, until_us),
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def moments(store: Store, row_ids: Sequence[int]) -> dict[int, Moment]:
    """Moments by their row ids, as far as they may be shown."""
    rows = store.rows(
        f"SELECT m.id, {COLUMNS} FROM moment m WHERE m.id IN (SELECT value FROM json_each(?)) AND m.forgetting_id IS NULL",
        (json.dumps(list(row_ids)),),
    )
    return {row[0]: to_moment(row[1:]) for row in rows}


def texts(store: Store, row_ids: Sequence[int]) -> dict[int, str]:
    """What messages say, by the row ids of their moments."""
    rows = store.rows(
        "SELECT s.moment_id, p.text FROM sighting s JOIN passage p ON p.id = s.passage_id"
        " WHERE s.moment_id IN (SELECT value FROM json_each(?)) ORDER BY s.moment_id, s.id",
        (json.dumps(list(row_ids)),),
    )
    out: dict[int, str] = {}
    for row_id, text in rows:
        out[row_id] = f"{out[row_id]}\n{text}" if row_id in out else text
    return out


def questions(store: Store, since_us: int, until_us: int) -> list[tuple[datetime, str, str]]:
    """(time, zone, question) of what was asked in a time, in order."""
    rows = store.rows(
        "SELECT at_us, zone, question FROM turn WHERE at_us >= ? AND at_us < ? AND forgetting_id IS NULL ORDER BY at_us, id",
        (since_us, until_us),
    )
    return [(from_us(row[0]), row[1], row[2]) for row in rows]


def writers(store: Store, public_ids: Sequence[str]) -> list[str]:
    """Who wrote these moments, each once, in the order of the moments given."""
    rows = store.rows(
        "SELECT public_id, author FROM moment WHERE public_id IN (SELECT value FROM json_each(?)) AND author <> '' AND forgetting_id IS NULL",
        (json.dumps(list(public_ids)),),
    )
    by_id = dict(rows)
    return list(dict.fromkeys(by_id[one] for one in public_ids if one in by_id))
