"""Days of work for the tests of what is made of them: windows with their text, and messages. Real stores; no pictures, no models."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from app.consolidate import making
from app.ingest.panes import site_of
from app.ingest.reading import add_text_moment
from app.memory import Memory
from app.store.db import to_us
from app.store.frames import NewMoment, add_moment
from app.store.passages import NewPassage, add_sightings

MORNING = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)  # a Monday
TODAY = "2026-11-30"

WALL = (
    "The gabion wall stands on gravel.",
    "Sandstone from the quarry fills the gabion baskets.",
    "Gravel drains the wall on the slope.",
)
BREAD = (
    "The sourdough rests for fourteen hours.",
    "Rye flour and walnuts go into the dough.",
    "Bake the sourdough bread in a hot oven.",
)


def at(minute: float, day: int = 0) -> datetime:
    """So many minutes after eight, so many days after the Monday."""
    return MORNING + timedelta(days=day, minutes=minute)


def look(memory: Memory, when: datetime, app: str, title: str, *texts: str, url: str = "", stream: str = "one") -> str:
    """Keep a window in which these texts are read; returns the moment's public id."""
    new = NewMoment("screen", when, "UTC", app=app, title=title, url=url, site=site_of(url), stream=stream)
    store = memory.store
    with store.writing():
        row_id, public_id = add_moment(store, new)
        add_sightings(store, row_id, to_us(when), stream, [(new, NewPassage(text)) for text in texts])
    return public_id


def say(memory: Memory, when: datetime, thread: str, author: str, text: str) -> str:
    """Keep a message; returns its public id."""
    new = NewMoment("message", when, "UTC", app="Talk", thread=thread, author=author)
    return add_text_moment(memory.store, new, text)


def wall_and_bread(memory: Memory, day: int = 0) -> tuple[list[str], list[str]]:
    """A morning in two parts: reading about a wall with a colleague, then, after a pause, about bread. Public ids of each."""
    wall = [look(memory, at(4 * n, day), "Reader", "wall_v1.pdf", *WALL[: n + 1]) for n in range(3)]
    wall += [look(memory, at(12 + 3 * n, day), "Notes", "Wall with Jakub", *WALL[n:]) for n in range(2)]
    wall.append(say(memory, at(17, day), "Jakub", "Jakub Sieger", "Bring the gabion drawing along"))
    url = "https://www.bread.example/rye?from=feed"
    bread = [
        look(memory, at(60 + 4 * n, day), "Firefox", "Rye bread - Firefox", *BREAD[: n + 1], url=url) for n in range(3)
    ]
    return wall, bread


def made_of(memory: Memory) -> Counter[str]:
    """Make all there is to make; how many pieces of each."""
    today = datetime.now().astimezone().date().isoformat()
    made: Counter[str] = Counter({"digests": making.remake(memory.store)})
    while piece := making.make_next(memory.store, today):
        made[piece] += 1
    return made


def holds(memory: Memory, word: str) -> list[str]:
    """Where in what was made a word stands, in any of its columns."""
    tables = {
        "memory": ("name", "title", "text", "data"),
        "memory_version": ("title", "text", "data"),
        "proposal": ("data",),
        "link": ("kind",),
        "control": ("name", "value"),
    }
    return [
        f"{table}.{column}"
        for table, columns in tables.items()
        for column in columns
        if memory.store.value(f"SELECT 1 FROM {table} WHERE instr(lower({column}), lower(?)) LIMIT 1", (word,))
    ]
