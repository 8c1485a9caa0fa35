"""What the killed processes do, in a loop, telling each step once it is durable. Runs in the child; judges nothing."""

import importlib
import importlib.util
import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.engines import FAILURES
from app.ingest.embedding import embed_next
from app.ingest.reading import read_next
from app.jobs import finish_forgetting
from app.memory import Memory
from app.paths import Places
from app.records import Filters, Selection
from app.settings import Settings
from app.sink import StoreSink
from app.store import frames, images
from app.store.db import open_store
from capture.frame import Tick
from tests.bench.crash import scene


@dataclass
class Child:
    """One process at work: where, on what, and the pipe on which it tells what it has done."""

    places: Places
    folder: Path
    round: int
    chance: random.Random
    pipe: int

    def tell(self, **what: Any) -> None:
        """One step and when it was done, by a clock that all processes share; whole before this returns."""
        os.write(self.pipe, json.dumps({"at": time.monotonic()} | what).encode() + b"\n")

    def number(self) -> int:
        """A number that no other round uses."""
        return self.round * 10_000 + self.chance.randrange(10_000)

    def memory(self) -> Memory:
        return Memory.open(self.places, models=scene.models())


def record(child: Child) -> None:
    """Frames and ticks as the recorder brings them: a picture, and some changes of it."""
    key = scene.key_of(child.places)
    sink = StoreSink(lambda: open_store(child.places, key))
    at = scene.begins(child.round)
    sink.rules()
    child.tell(ready=True)
    while True:
        number, base = child.number(), None
        for shade in range(child.chance.randint(1, 5)):
            at += timedelta(milliseconds=200)
            base = sink.keep(scene.frame(number, shade, at, base))
            child.tell(kept=base, number=number)
            sink.tick(Tick(at, "UTC", f"m{number}", "kept", "", "timer", 1.0, base))
            child.tell(ticks=1)


def read(child: Child) -> None:
    """Record a little, then read and embed what waits: also what a killed reader had taken."""
    memory, sink = child.memory(), StoreSink(lambda: open_store(child.places, scene.key_of(child.places)))
    memory.store.execute("UPDATE job SET lease_us = 0, not_before_us = 0")  # the dead do not come back for it
    at = scene.begins(child.round)
    child.tell(ready=True)
    while True:
        number, base = child.number(), None
        for shade in range(4):
            at += timedelta(milliseconds=200)
            base = sink.keep(scene.frame(number, shade, at, base))
            child.tell(kept=base, number=number)
        while (claim := read_next(memory.store, scene.NumberReader(), FAILURES)) is not None:
            if not frames.is_pending(
                memory.store, claim.moment_id
            ):  # else its picture changed meanwhile, and it is read again
                child.tell(read=claim.public_id)
        embed_next(memory.store, memory._models.embed, FAILURES)


def import_(child: Child) -> None:
    """Take in files of messages, each twice."""
    memory = child.memory()
    child.tell(ready=True)
    while True:
        _bring(child, memory, child.number(), wait=child.chance.random() < 0.3)


def _bring(child: Child, memory: Memory, number: int, *, wait: bool = False, minutes_before: int = 0) -> None:
    """Import a file of messages twice; the second time brings nothing."""
    at = scene.begins(child.round) - timedelta(minutes=minutes_before)
    path, ids = scene.message_file(child.folder, number, at)
    for _ in range(2):
        memory.import_messages(path, wait=wait)
        rows = [
            memory.store.value("SELECT public_id FROM moment WHERE source = 'messages' AND source_id = ?", (one,))
            for one in ids
        ]
        child.tell(imported=rows, number=number)


def forget(child: Child) -> None:
    """Forget what earlier rounds left, in one way after the other."""
    memory = child.memory()
    until = scene.begins(child.round)
    child.tell(ready=True)
    while True:
        known = memory.timeline(until=until, limit=400)
        if len(known) < 4:
            _stock(child, memory)
            continue
        one = child.chance.choice(known)
        way = child.chance.choice(["ids", "range", "app", "thread"])
        if way == "ids":
            chosen = child.chance.sample(known, min(len(known), child.chance.randint(1, 12)))
            selection = Selection(ids=tuple(moment.id for moment in chosen))
        else:
            filters = {
                "range": Filters(since=one.time, until=min(until, one.time + timedelta(seconds=1))),
                "app": Filters(app=one.app, until=until, since=one.time),
                "thread": Filters(thread=one.thread, until=until, since=one.time),
            }[way]  # fmt: skip
            chosen = memory.timeline(filters=filters, limit=10_000)
            if not chosen:
                continue
            selection = Selection(since=filters.since, until=filters.until, app=filters.app, thread=filters.thread)
        child.tell(will=[moment.id for moment in chosen])
        memory.forget(selection)
        child.tell(forgot=[moment.id for moment in chosen])


def _stock(child: Child, memory: Memory) -> None:
    """Something to forget, from before this round."""
    sink = StoreSink(lambda: open_store(child.places, scene.key_of(child.places)))
    at = scene.begins(child.round) - timedelta(minutes=10)
    for _ in range(3):
        number, base = child.number(), None
        for shade in range(4):
            at += timedelta(milliseconds=500)
            base = sink.keep(scene.frame(number, shade, at, base))
            child.tell(kept=base, number=number)
    _bring(child, memory, child.number(), minutes_before=10)
    memory.read_pending()
    sink.close()


def tidy(child: Child) -> None:
    """What a start does with what a kill left."""
    store = open_store(child.places, scene.key_of(child.places))
    child.tell(ready=True)
    while True:
        finish_forgetting(store)
        images.remove_files(store)
        images.remove_orphans(store, older_than_s=600)  # others may be writing theirs right now


def migrate(child: Child) -> None:
    """Open a store that an earlier version left."""
    child.tell(ready=True)
    store = open_store(child.places, scene.key_of(child.places))
    child.tell(migrated=True)
    store.close()


def retain(child: Child) -> None:
    """Let old pictures go, in steps."""
    retention = importlib.import_module("app.store.retention")
    memory = child.memory()
    limits: dict[str, Any] = {"pictures_days": 1, "thumbnails_days": 1, "text_days": 0, "max_gb": 0}
    settings = replace(Settings(), **limits)
    child.tell(ready=True)
    _stock(child, memory)
    now = scene.begins(child.round) + timedelta(days=3)
    while True:
        if not retention.retain_step(memory.store, settings, now):
            _stock(child, memory)


def back_up(child: Child) -> None:
    """Back up into one folder, again and again, while it grows."""
    memory = child.memory()
    child.tell(ready=True)
    while True:
        began = time.monotonic()
        memory.backup(child.folder / "backup")  # type: ignore[attr-defined,unused-ignore]
        child.tell(backed_up=began)
        _stock(child, memory)


ALWAYS: dict[str, Callable[[Child], None]] = {
    "record": record, "read": read, "import": import_, "forget": forget, "tidy": tidy, "migrate": migrate,
}  # fmt: skip


def operations() -> tuple[dict[str, Callable[[Child], None]], list[str]]:
    """What this program can do, and the names of what it cannot do yet."""
    found, absent = dict(ALWAYS), []
    for name, work, there in (
        ("retain", retain, importlib.util.find_spec("app.store.retention") is not None),
        ("backup", back_up, hasattr(Memory, "backup")),
    ):
        if there:
            found[name] = work
        else:
            absent.append(name)
    return found, absent
