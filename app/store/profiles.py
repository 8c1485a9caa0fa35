"""What is counted about the user over all moments and memories, each count with a few moments that show it. No words of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.store.db import Store

KIND = "core"
# So many moments prove a count, spread over its days.
WITNESSES = 6
# Of so many, the most often met, the days are counted.
_MOST_ENTITIES = 60
_SEEN = "m.forgetting_id IS NULL"


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something was met, on how many days, first and last, and row ids of moments or memories that show it."""

    what: str
    times: int
    days: int
    first_us: int
    last_us: int
    moments: tuple[int, ...] = ()
    memories: tuple[int, ...] = ()


def moments_by(store: Store, column: str, limit: int) -> list[Counted]:
    """The commonest values of a column of the moments, by days, then by times."""
    assert column in {"app", "site", "author", "thread"}
    rows = store.rows(
        f"SELECT m.{column}, count(*), count(DISTINCT m.day), min(m.at_us), max(m.at_us) FROM moment m WHERE {_SEEN}"
        f" AND m.{column} <> '' GROUP BY m.{column} ORDER BY count(DISTINCT m.day) DESC, count(*) DESC, m.{column} LIMIT ?",
        (limit,),
    )
    return [
        Counted(what, times, days, first, last, _witnesses(store, f"m.{column} = ?", (what,)))
        for what, times, days, first, last in rows
    ]


def _witnesses(store: Store, where: str, values: tuple[str | int, ...]) -> tuple[int, ...]:
    """The first moment of some days, the newest days first."""
    rows = store.rows(
        f"SELECT min(m.id) FROM moment m WHERE {_SEEN} AND {where} GROUP BY m.day ORDER BY m.day DESC LIMIT ?",
        (*values, WITNESSES),
    )
    return tuple(row[0] for row in rows)


@dataclass(frozen=True, slots=True)
class Minute:
    """A moment as a point in time: local day, zone and the first moment of that quarter of an hour."""

    id: int
    at_us: int
    zone: str
    day: str


def quarters(store: Store) -> list[Minute]:
    """One moment for each quarter of an hour in which there was one, in order."""
    rows = store.rows(
        f"SELECT min(m.id), min(m.at_us), m.zone, m.day FROM moment m WHERE {_SEEN} AND m.kind NOT IN ('message', 'note')"
        " GROUP BY m.at_us / 900000000, m.zone, m.day ORDER BY 2"
    )
    if not rows:
        rows = store.rows(
            f"SELECT min(m.id), min(m.at_us), m.zone, m.day FROM moment m WHERE {_SEEN} GROUP BY m.at_us / 900000000, m.zone, m.day ORDER BY 2"
        )
    return [Minute(*row) for row in rows]


def entities(store: Store, sort: str) -> list[Counted]:
    """People, projects, places, things or organisations by how many days, then how often, they were met; with their memory."""
    rows = store.rows(
        "SELECT o.id, o.title, coalesce(json_extract(o.data, '$.times'), 0), coalesce(json_extract(o.data, '$.first_us'), o.made_us),"
        " coalesce(json_extract(o.data, '$.last_us'), o.made_us) FROM memory o WHERE o.kind = 'semantic' AND o.forgetting_id IS NULL"
        " AND o.status IN ('fresh', 'active') AND json_extract(o.data, '$.entity') = ? AND o.title <> ''"
        " ORDER BY 3 DESC, o.id LIMIT ?",
        (sort, _MOST_ENTITIES),
    )
    return [
        Counted(title, max(times, 1), _days_of(store, row_id), first, last, memories=(row_id,))
        for row_id, title, times, first, last in rows
    ]


def _days_of(store: Store, memory_id: int) -> int:
    return int(
        store.value(
            "WITH RECURSIVE above(kind, id) AS (SELECT 'memory', ?1 UNION SELECT d.parent_kind, d.parent_id FROM derivation d"
            " JOIN above ON d.child_kind = 'memory' AND above.kind = 'memory' AND d.child_id = above.id)"
            " SELECT count(DISTINCT m.day) FROM above JOIN moment m ON above.kind = 'moment' AND m.id = above.id"
            f" WHERE {_SEEN}",
            (memory_id,),
        )
    )


def documents(store: Store) -> list[Counted]:
    """Documents, pages, files and repositories by how long they were read; with their memory."""
    rows = store.rows(
        "SELECT o.id, o.title, coalesce(json_extract(o.data, '$.times'), 1), coalesce(o.valid_from_us, o.made_us),"
        " coalesce(o.valid_to_us, o.made_us) FROM memory o WHERE o.kind = 'resource' AND o.forgetting_id IS NULL"
        " AND o.status IN ('fresh', 'active') AND o.title <> ''"
        " ORDER BY coalesce(json_extract(o.data, '$.reading_s'), 0) DESC, o.id LIMIT 100"
    )
    return [
        Counted(title, times, _days_of(store, row_id), first, last, memories=(row_id,))
        for row_id, title, times, first, last in rows
    ]


def app_quarters(store: Store) -> list[tuple[int, int, str, str]]:
    """(row id, time, application, day) of one moment for each quarter of an hour and application, in order."""
    rows = store.rows(
        f"SELECT min(m.id), min(m.at_us), m.app, m.day FROM moment m WHERE {_SEEN} AND m.app <> '' AND m.kind = 'screen'"
        " GROUP BY m.at_us / 900000000, m.app, m.day ORDER BY 2"
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def span(store: Store, moments: Sequence[int]) -> tuple[int, int]:
    """When the first and the last of these moments were."""
    times = [int(store.value("SELECT at_us FROM moment WHERE id = ?", (one,)) or 0) for one in moments]
    return (min(times), max(times)) if times else (0, 0)


def titles(store: Store) -> list[tuple[str, str, str]]:
    """(day, application, title) of all windows, documents and conversations, each once a day."""
    rows = store.rows(
        f"SELECT DISTINCT m.day, m.app, CASE WHEN m.thread <> '' THEN m.thread ELSE m.title END FROM moment m WHERE {_SEEN}"
        " AND (m.title <> '' OR m.thread <> '')"
    )
    return [(row[0], row[1], row[2]) for row in rows]


def titled(store: Store, word: str) -> tuple[int, ...]:
    """Moments in whose title or conversation's name a word stands, one for each of the last days."""
    return _witnesses(store, "instr(lower(m.title || ' ' || m.thread), lower(?)) > 0", (word,))


def sample(store: Store, at_most: int) -> list[tuple[int, str, str]]:
    """(row id of a moment, its day, a text that stood in it): the newest texts of some length, each once."""
    rows = store.rows(
        "SELECT s.moment_id, m.day, p.text FROM passage p JOIN sighting s ON s.id = (SELECT min(id) FROM sighting WHERE passage_id = p.id)"
        f" JOIN moment m ON m.id = s.moment_id WHERE {_SEEN} AND p.words >= 6 ORDER BY p.id DESC LIMIT ?",
        (at_most,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def state(store: Store) -> str:
    """Changes with what was made and kept, about by tenths."""
    moments, memories = (
        int(store.value(f"SELECT count(*) FROM {table} WHERE forgetting_id IS NULL{more}"))
        for table, more in (("moment", ""), ("memory", f" AND kind <> '{KIND}'"))
    )
    return f"{_tenth(moments)} {_tenth(memories)}"


def _tenth(count: int) -> int:
    """A number that grows by one with each tenth more."""
    steps, reached = 0, 8.0
    while reached < count:
        steps, reached = steps + 1, reached * 1.1
    return steps


def counted_in(store: Store, shade: str) -> str:
    """The state in which a shade was last counted."""
    return str(store.value("SELECT value FROM control WHERE name = ?", (f"profile {shade}",)) or "")


def settle(store: Store, shade: str, names: Sequence[str], state_: str) -> bool:
    """Lines of a shade that do not hold any more become archived, those that hold again active; what the user wrote stays.
    Whether any changed so."""
    with store.writing():
        prefix = f"profile:{shade}"
        lines = store.rows(
            "SELECT id, name, status FROM memory WHERE kind = ?1 AND (name = ?2 OR substr(name, 1, length(?2) + 1) = ?2 || ':')"
            " AND made_by <> 'user' AND status IN ('fresh', 'active', 'archived') AND forgetting_id IS NULL",
            (KIND, prefix),
        )
        turned = [
            (row_id, name in names) for row_id, name, status in lines if (name in names) != (status != "archived")
        ]
        for row_id, holds in turned:
            store.execute("UPDATE memory SET status = ? WHERE id = ?", ("active" if holds else "archived", row_id))
        store.execute("INSERT OR REPLACE INTO control(name, value) VALUES (?, ?)", (f"profile {shade}", state_))
    return bool(turned)
