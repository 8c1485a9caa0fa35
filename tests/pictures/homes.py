"""The memories that pictures are taken of: an empty one, the made-up week as a person would have it after using it, and a small one."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from app import demo
from app.demo_memory import SOURCE, _keep, fill_demo
from app.engines import Models
from app.ingest.reading import add_text_moment
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Moment
from app.store import layers, ledger, reads
from app.store.db import to_us
from app.store.frames import NewMoment
from models.fake import FakeEmbedder, FakeOcr
from tests.pictures.clock import LAST_DAY, NOW, ZONE

QUESTIONS = (
    "What is the limit for the whole terrace garden?", "Who comes for the boiler inspection?",
    "Which apps did I use most?", "When does the planning board meet?",
)  # fmt: skip
RULES = (("app", "KeePassXC"), ("site", "bank.example.org"), ("title", "*payslip*"))
SECRET = "Card for the nursery: 4111 1111 1111 1111, valid to 04/28"
REASONS = (("idle", "no_input"), ("locked", "lock_screen"), ("excluded", "password_manager"), ("paused", "by_user"))
COST = {"cpu_percent": 1.4, "cpu_limit_percent": 15.0, "mb_today": 62.0, "mb_limit": 400.0}
SEEN_FOR, PAUSE = timedelta(minutes=16), timedelta(minutes=2)


def quick() -> Models:
    """Stand-ins for the models."""
    return Models(None, FakeOcr(), FakeEmbedder(), None)


def places(folder: Path) -> Places:
    """Where a memory lies in a folder."""
    return Places(folder / "memory", folder / "key")


def copied(of: Path, into: Path) -> Places:
    """A copy of the memory in a folder, to be changed."""
    shutil.copytree(of / "memory", into / "memory")
    shutil.copy(of / "key", into / "key")
    return places(into)


def empty(folder: Path) -> Places:
    """A memory that holds nothing; its recorder has just begun."""
    made = places(folder)
    initialise(made)
    with_memory(made, lambda memory: record(memory, "same", "no_change"))
    return made


def with_memory(where: Places, then: Callable[[Memory], None], models: Models | None = None) -> None:
    """Do something with an open memory."""
    memory = Memory.open(where, models=models or quick())
    try:
        then(memory)
    finally:
        memory.close()


def record(memory: Memory, outcome: str, reason: str = "") -> None:
    """Let the recorder have said this just now."""
    memory.store.execute("DELETE FROM ledger WHERE monitor = 'now'")
    memory.store.execute(
        "INSERT INTO ledger(from_us, until_us, zone, ticks, monitor, outcome, reason, grab_ms) VALUES (?1, ?1, ?2, 1, 'now', ?3, ?4, 0)",
        (to_us(NOW), ZONE, outcome, reason),
    )
    ledger.write_meter(memory.store, NOW, dict(COST))


def week(folder: Path, given: Path | None = None) -> Places:
    """The made-up week, read by the real models and lived in; `given` is a folder with one that is filled already."""
    made = copied(given, folder) if given is not None else places(folder)
    if given is None:
        initialise(made)
        memory = Memory.open(made)
        fill_demo(memory, last_day=LAST_DAY)
        memory.close()
    with_memory(made, lived_in)
    return made


def small_week(folder: Path, days: int) -> Places:
    """The last days of the made-up week, in an instant: each picture holds the words that were drawn."""
    made, ocr = places(folder), FakeOcr()
    initialise(made)

    def fill(memory: Memory) -> None:
        for one in demo.week(days=days, last_day=LAST_DAY):
            kept = _keep(memory, one)
            if one.kind == "screen":
                ocr.learn(layers.picture_of(memory.store, kept).tobytes(), one.lines)
        memory.read_pending()
        lived_in(memory)

    with_memory(made, fill, Models(None, ocr, FakeEmbedder(), None))
    return made


def lived_in(memory: Memory) -> None:
    """What a week of use leaves beside its moments: a ledger, memories, questions, rules, a secret, something pinned."""
    if memory.memories():
        return
    days = sorted(day.date for day in memory.days())
    add_text_moment(
        memory.store,
        NewMoment("note", memory.days()[0].first + timedelta(minutes=47), ZONE, source=SOURCE, source_id="secret"),
        SECRET,
    )
    for date in days:
        lay_ledger(memory, date)
    memory.consolidate()
    for question in QUESTIONS:
        memory.ask(question, conversation=memory.new_conversation(), use_model=False)
    memory.ask_every("evening 18:00", "What did I promise today?")
    memory.ask_every("monday 08:30", "What is planned for this week?")
    for field, pattern in RULES:
        memory.add_rule(field, pattern)  # type: ignore[arg-type]
    for who, what in (("cli", "search"), ("cli", "ask"), ("schedule", "ask"), ("window", "moment"), ("cli", "backup")):
        reads.note(memory.store.places, memory.store.key, who, what)
    first = memory.days()[-1]
    memory.pin(memory.timeline(first.first, first.last, limit=1)[0].id, pinned=True)
    record(memory, "same", "no_change")


def lay_ledger(memory: Memory, day_date: str) -> None:
    """Tell of one made-up day when the recorder saw the screen and why it did not."""
    day = next(one for one in memory.days() if one.date == day_date)
    moments = memory.timeline(day.first, day.last + timedelta(seconds=1), limit=5000)
    rows = [(to_us(since), to_us(until), ZONE, outcome, reason) for since, until, outcome, reason in stretches(moments)]
    with memory.store.writing():
        memory.store.connection.executemany(LEDGER, rows)


LEDGER = "INSERT INTO ledger(from_us, until_us, zone, ticks, monitor, outcome, reason, grab_ms) VALUES (?, ?, ?, 9, 'demo', ?, ?, 0)"
Stretch = tuple[datetime, datetime, str, str]


def stretches(moments: "list[Moment]") -> list[Stretch]:
    """What the recorder did on a day with these moments: it saw each for a while, and between two was kept from it."""
    rows: list[Stretch] = []
    for at, moment in enumerate(moments):
        following = moments[at + 1].time if at + 1 < len(moments) else moment.time + timedelta(minutes=6)
        seen_until = min(following, moment.time + SEEN_FOR)
        rows.append((moment.time, seen_until, "same", "no_change"))
        if following - seen_until > PAUSE:
            rows.append((seen_until, following, *REASONS[len(rows) % 3 if len(rows) % 7 else 3]))
    return rows
