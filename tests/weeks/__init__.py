"""Made-up weeks of quite different lives, filled as text: what entities and appointments are found in them.

    python -m tests.weeks one|two [--list]

A week is a text file beside this one: `#s HH:MM APP | TITLE` a screen, `#m HH:MM APP | THREAD | AUTHOR | TEXT` a message;
`#person`, `#project NAME = needle || needle`, `#appointment NAME @ DAY HH:MM = needle` say what is true in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

from app.demo.script import fill_dates
from app.demo.truth import Item

LAST_DAY = date(2026, 11, 15)


@dataclass(frozen=True)
class Written:
    """One moment of a week as it is written."""

    kind: str
    at: datetime
    app: str
    title: str
    thread: str
    author: str
    lines: tuple[str, ...]

    def shows(self, needle: str) -> bool:
        """Whether it shows these words."""
        return any(needle in text for text in (self.title, self.thread, self.author, *self.lines))


@dataclass
class Life:
    """A whole week: its moments and what is true in it."""

    zone: str = "UTC"
    moments: list[Written] = field(default_factory=list)
    people: list[Item] = field(default_factory=list)
    projects: list[Item] = field(default_factory=list)
    appointments: list[Item] = field(default_factory=list)


def life(name: str) -> Life:
    """Read a week; an item's evidence are the places of its moments, as numbers written out."""
    text = files("tests.weeks").joinpath(f"{name}.txt").read_text("utf-8")
    read = Life(zone=text.partition("#zone ")[2].split("\n")[0])
    parts = re.split(r"^#(?=[a-z]+ )", text, flags=re.MULTILINE)[1:]
    read.moments = list(_moments(parts, read.zone))
    kinds = {"person": read.people, "project": read.projects, "appointment": read.appointments}
    for part in parts:
        kind, _, rest = part.strip().partition(" ")
        if kind in kinds:
            called, _, needles = rest.partition(" = ")
            kinds[kind].append(_item(called, needles, read.moments))
    return read


def _moments(parts: list[str], zone: str) -> Iterator[Written]:
    day = LAST_DAY
    for part in parts:
        head, *lines = fill_dates(part.rstrip("\n"), LAST_DAY).split("\n")
        word, _, rest = head.partition(" ")
        if word == "day":
            day = LAST_DAY + timedelta(days=int(rest) - 7)
        elif word in ("s", "m"):
            clock, _, told = rest.partition(" ")
            at = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZoneInfo(zone))
            cells = told.split(" | ")
            if word == "s":
                yield Written("screen", at, cells[0], " | ".join(cells[1:]), "", "", tuple(lines))
            else:
                yield Written("message", at, cells[0], "", cells[1], cells[2], (" | ".join(cells[3:]),))


def _item(called: str, needles: str, moments: list[Written]) -> Item:
    name, _, at = called.partition(" @ ")
    clock = re.sub(r"\{d(\d+)\}", r"{I\1}", at)
    wanted = [fill_dates(one, LAST_DAY) for one in needles.split(" || ")]
    shown = tuple(str(n) for n, one in enumerate(moments) if any(one.shows(needle) for needle in wanted))
    return Item(name, fill_dates(clock, LAST_DAY), shown)
