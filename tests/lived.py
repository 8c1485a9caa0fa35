"""A memory of somebody who has used it until now: a day of last week, yesterday, the last half hour, and what was made of them.

Pictures and words are those of the demo's week, moved to days that lie so many days before the day of the test.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app import demo
from app.demo_memory import _keep
from app.engines import Models
from app.ingest.reading import add_text_moment
from app.memory import Memory, initialise
from app.paths import Places
from app.store import layers
from app.store.frames import NewMoment
from models.fake import FakeEmbedder, FakeOcr
from tests import believing

EDITOR = "Visual Studio Code"
PROMISE = "I did promise Anna to bring the boat varnish on Friday."
LAST_WEEK, YESTERDAY = 2, 3  # days of the demo: of the first a page is looked for, on the second something was written
MINUTES_AGO = (40, 8, 5, 2)


def today() -> date:
    return datetime.now(UTC).astimezone().date()


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def seen() -> Iterator[demo.DemoMoment]:
    """Some pictures of both days, and of the last minutes, oldest first. Seven days ago was last week, whatever day it is."""
    week = [one for one in demo.week(last_day=days_ago(1)) if one.kind == "screen"]
    first = days_ago(7)
    for number, until in ((LAST_WEEK, days_ago(7)), (YESTERDAY, days_ago(1))):
        day = [one for one in week if (one.at.date() - first).days == number - 1]
        chosen = [one for one in day if one.site][:3] + [one for one in day if one.app == EDITOR] + day[:1]
        moved = timedelta(days=(until - first).days - (number - 1))
        for one in sorted({one.key: one for one in chosen}.values(), key=lambda one: one.at):
            yield replace(one, key=f"{one.key} {until}", at=one.at + moved)
    now = datetime.now(UTC)
    for one, minutes in zip(week[-len(MINUTES_AGO) :], MINUTES_AGO, strict=True):
        yield replace(one, key=f"{one.key} now", at=now - timedelta(minutes=minutes))


def fill(places: Places) -> Places:
    """Make the memory. What is drawn is read as it was drawn."""
    initialise(places)
    ocr = FakeOcr()
    memory = Memory.open(places, models=Models(None, ocr, FakeEmbedder(), None))
    _write(memory)
    for one in seen():
        picture = layers.picture_of(memory.store, _keep(memory, one))
        ocr.learn(picture.tobytes(), one.lines)
    memory.read_pending()
    memory.embed_waiting()
    memory.close()
    return places


def _write(memory: Memory) -> None:
    """Messages of the day before yesterday, and what was made of them."""
    at = datetime.now(UTC) - timedelta(days=2)
    mine = _said(memory, PROMISE, at, "Me")
    hers = _said(memory, "I moved to Leeds, the new flat is lovely.", at + timedelta(minutes=4), "Anna Berger")
    believing.person(memory, "Anna Berger", [mine, hers], times=3)
    believing.fact(memory, "Anna Berger", "lives in", "Leeds", [hers])


def _said(memory: Memory, text: str, at: datetime, author: str) -> str:
    new = NewMoment(kind="message", at=at, zone="UTC", app="Signal", thread="Anna", author=author, source="test")
    return add_text_moment(memory.store, new, text)
