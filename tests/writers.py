"""A model that writes memories as a test says, and episodes for it to write about."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.consolidate.written import Pen
from app.engines import FAILURES
from app.ingest.reading import add_text_moment
from app.store import memories
from app.store.db import Store
from app.store.frames import NewMoment
from app.store.memories import NewMemory
from tests.bench.babbling import shown

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
RENT = "The rent of the workshop is 950 EUR."
BOAT = "Karl owns the blue boat."
ANSWER = Callable[[Sequence[dict[str, str]], dict[str, Any]], str]


class Model:
    """A chat model that says what the test says, and remembers what it was asked."""

    def __init__(self, answer: ANSWER, name: str = "test-1b") -> None:
        self.answer, self.name, self.asked = answer, name, []  # type: ignore[var-annotated]

    def available(self) -> bool:
        return True

    def identity(self) -> dict[str, Any]:
        return {"name": self.name}

    def generate(self, messages: list[dict[str, str]], *, max_tokens: int, on_text: Callable[[str], None] | None,
                 cancelled: Callable[[], bool], schema: dict[str, Any] | None) -> str:  # fmt: skip
        assert schema is not None
        self.asked.append((next(iter(schema["properties"])), messages))
        return self.answer(messages, schema)


def right(messages: Sequence[dict[str, str]], schema: dict[str, Any]) -> str:
    """Fills in each form from the first note that fits."""
    notes = shown(list(messages))
    if "contradicts" in schema["properties"]:
        return json.dumps({"contradicts": "1"})
    note = next((one for one in notes if "rent" in one["text"] or "boat" in one["text"]), None)
    if note is None:
        return ""
    text = note["text"]
    if "facts" in schema["properties"]:
        subject, predicate, value = ("Karl", "owns", text[10:-1]) if "boat" in text else ("the workshop", "rent is", text[28:-1])  # fmt: skip
        fact = {"n": note["n"], "quote": text, "subject": subject, "predicate": predicate, "value": value}
        return json.dumps({"facts": [fact]})
    return json.dumps({"title": {"n": note["n"], "quote": text[:-1], "text": text[:-1]},
                       "sentences": [{"n": note["n"], "quote": text[:-1], "text": text}]})  # fmt: skip


def pen(model: Any, cancelled: Callable[[], bool] = lambda: False) -> Pen:
    return Pen(model, FAILURES, cancelled)


def add(store: Store, day: int, *texts: str) -> str:
    """An episode as rules make it, of some messages; returns its name."""
    at = AT + timedelta(days=day)
    ids = [
        add_text_moment(store, NewMoment(kind="message", at=at + timedelta(minutes=n), zone="UTC", app="chat", author="Ilse",
                                         source="test", source_id=f"{day}-{n}"), text)
        for n, text in enumerate(texts)
    ]  # fmt: skip
    rows = [store.value("SELECT id FROM moment WHERE public_id = ?", (one,)) for one in ids]
    name = f"episode:{ids[0]}"
    made = NewMemory("episodic", name, "Chat with Ilse", "Ilse wrote. " + texts[0], at, at + timedelta(hours=1), moments=rows,
                     data={"level": "episode", "apps": ["chat"], "people": ["Ilse"]})  # fmt: skip
    assert memories.put(store, made)
    return name


def row(store: Store, name: str) -> dict[str, Any]:
    columns = "id, public_id, title, text, data, status, made_by, replaced_by, valid_to_us"
    found = store.rows(f"SELECT {columns} FROM memory WHERE name = ?", (name,))[0]
    return dict(zip(columns.split(", "), found, strict=True))


def facts(store: Store) -> list[dict[str, Any]]:
    names = [
        one[0]
        for one in store.rows("SELECT name FROM memory WHERE kind = 'semantic' AND name LIKE 'fact:%' ORDER BY id")
    ]
    return [row(store, name) for name in names]


def due(store: Store) -> None:
    store.execute("UPDATE job SET not_before_us = 0")
