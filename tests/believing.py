"""Memories put by hand, as the steps of the consolidation put them, on moments of one's own."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.ingest.reading import add_text_moment
from app.memory import Memory
from app.store import memories
from app.store.frames import NewMoment, moment_by_id
from app.store.memories import NewMemory

MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def said(
    memory: Memory, text: str, day: int = 0, *, app: str = "mail", title: str = "", author: str = "", minute: int = 0
) -> str:
    """A message, so many days after the first morning; its id."""
    at = MORNING + timedelta(days=day, minutes=minute)
    new = NewMoment(kind="message", at=at, zone="UTC", app=app, title=title, author=author, source="test")
    return add_text_moment(memory.store, new, text)


def put(
    memory: Memory, kind: str, name: str, title: str, text: str, on: Sequence[str], /, *, day: int = 0, learnt: datetime | None = None,
    above: Sequence[str] = (), **data: Any,
) -> str:  # fmt: skip
    """A memory that stands on these moments (and memories `above`); its id."""
    at = MORNING + timedelta(days=day)
    new = NewMemory(
        kind, name, title, text, at, None, moments=[moment_by_id(memory.store, one)[0] for one in on],
        memories=[row_id(memory, one) for one in above], data=data, learnt=learnt or at,
    )  # fmt: skip
    public_id = memories.put(memory.store, new)
    assert public_id is not None
    return public_id


def fact(
    memory: Memory, about: str, predicate: str, value: str, on: Sequence[str], *, day: int = 0, text: str = ""
) -> str:
    """A fact as the extractor puts it."""
    return put(
        memory, "semantic", f"fact:{about} {predicate} {value}", f"{about}: {predicate} {value}",
        text or f"{about} {predicate} {value}", on, day=day, entity_name=about, predicate=predicate, value=value, quote=value, changed=False,
    )  # fmt: skip


def person(memory: Memory, name: str, on: Sequence[str], *, times: int = 1, aliases: Sequence[str] = ()) -> str:
    """A person as the extractor puts one."""
    return put(
        memory, "semantic", f"person:{name.casefold()}", name, f"{name} writes letters.", on, entity="person", name=name,
        aliases=list(aliases), first_us=1, last_us=2, times=times,
    )  # fmt: skip


def row_id(memory: Memory, public_id: str) -> int:
    return int(memory.store.value("SELECT id FROM memory WHERE public_id = ?", (public_id,)))


def everything_written(memory: Memory) -> str:
    """All words in memories, their versions, links, proposals and states."""
    tables = ("memory", "memory_version", "link", "proposal", "control")
    return repr([memory.store.rows(f"SELECT * FROM {table}") for table in tables])
