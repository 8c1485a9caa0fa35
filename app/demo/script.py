"""Reads a story's script and plays it as a week of moments. Text and times only: pictures are drawn in `draw`.

A script is plain text. A line that starts with one of these words is a direction, all other lines are on the screen:

    #zone ZONE                                              once
    #app NAME = Application; process; layout; theme; side, bar, entries
    #day N                                                  1 to 7
    #ep TITLE                                               an episode begins
    #s HH:MM NAME TITLE | URL                               a window comes to the front, its lines follow
    #+ M                                                    M minutes later these lines have been added
    #= M TITLE                                              M minutes later the window shows these lines instead
    #~ M OLD => NEW                                         M minutes later OLD has become NEW
    #m HH:MM Application | THREAD | AUTHOR | TEXT           a message
    #n HH:MM TEXT                                           a note of one's own

`{d9}` stands for the name of the weekday of the story's day 9, `{D9}` for its date, `{I9}` for its ISO date.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

Story = Literal["a", "b"]
Kind = Literal["screen", "message", "note"]
Theme = Literal["light", "dark"]

VISIBLE_ROWS = 24
"""Rows of text that fit into any of the drawn windows; a longer text is scrolled to its end."""

_DIRECTION = re.compile(r"#(zone|app|day|ep|s|\+|=|~|m|n)(?: (.*))?$")
_DATE = re.compile(r"\{([dDI])(-?\d+)\}")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How the windows of one application look. `layout` names a function of `draw`, `side` is its side bar."""

    app: str
    process: str
    layout: str
    theme: Theme
    side: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """What a picture needs beside the text: `rows` keeps empty lines, the box is in pixels of the 1280x800 screen."""

    look: Look
    theme: Theme
    rows: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DemoMoment:
    """One moment of the made-up week. `key` is stable over seeds and dates; `at` is aware UTC; screens have `draw`."""

    key: str
    kind: Kind
    at: datetime
    zone: str
    app: str
    title: str
    url: str
    site: str
    process: str
    thread: str
    author: str
    lines: tuple[str, ...]
    draw: Draw | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One moment as scripted, dates not filled in. `minute` counts from the day's midnight in the story's zone."""

    key: str
    day: int
    minute: int
    kind: Kind
    name: str
    title: str
    url: str
    rows: tuple[str, ...]
    thread: str
    author: str
    episode: str


@dataclass(frozen=True, slots=True)
class Script:
    """A whole story, as written."""

    zone: str
    looks: dict[str, Look]
    steps: tuple[Step, ...]


def week(*, seed: int = 1, days: int = 7, story: Story = "a", last_day: date | None = None) -> Iterator[DemoMoment]:
    """Yield the week's moments in time order.

    The week ends on `last_day` (none: yesterday, in the machine's zone); with fewer `days` its first days are missing.
    `seed` varies seconds, window positions and themes, never facts. Raises ValueError unless 1 <= days <= 7.
    """
    if not 1 <= days <= 7:
        raise ValueError("the demo's week has 1 to 7 days")
    script, last = read_script(story), last_day or yesterday()
    for step in script.steps:
        if step.day > 7 - days:
            yield _moment(script, step, seed, last)


def yesterday() -> date:
    """The day before today, in the machine's zone."""
    return datetime.now().astimezone().date() - timedelta(days=1)


def fill_dates(text: str, last_day: date) -> str:
    """Replace the script's day marks by weekdays and dates of the week that ends on `last_day`.

    >>> fill_dates("{d7} is {D7}, {I8} follows", date(2026, 11, 15))
    'Sunday is 15 November, 2026-11-16 follows'
    """

    def word(match: re.Match[str]) -> str:
        day = last_day + timedelta(days=int(match[2]) - 7)
        if match[1] == "d":
            return _WEEKDAYS[day.weekday()]
        return day.isoformat() if match[1] == "I" else f"{day.day} {_MONTHS[day.month - 1]}"

    return _DATE.sub(word, text)


@lru_cache(maxsize=2)
def read_script(story: Story) -> Script:
    """The story's script, parsed. Raises ValueError where the script breaks its own rules."""
    reader = _Reader(story)
    for line in files("app.demo").joinpath(f"story_{story}.txt").read_text("utf-8").splitlines():
        reader.take(line.rstrip())
    return reader.script()


class _Reader:
    """Takes a script line by line; holds the window that is being filled."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._zone = "UTC"
        self._looks: dict[str, Look] = {}
        self._steps: list[Step] = []
        self._day = 0
        self._episode = ""
        self._open: Step | None = None

    def take(self, line: str) -> None:
        direction = _DIRECTION.fullmatch(line)
        if direction is None:
            if self._open is not None:
                self._open = replace(self._open, rows=(*self._open.rows, line))
            return
        word, rest = direction[1], direction[2] or ""
        if word in ("+", "=", "~"):
            self._go_on(word, rest)
            return
        self._close()
        if word == "zone":
            self._zone = rest
        elif word == "app":
            self._add_look(rest)
        elif word == "day":
            self._day = int(rest)
        elif word == "ep":
            self._episode = rest
        elif word == "s":
            clock, name, title = rest.split(" ", 2)
            title, _, url = title.partition(" | ")
            self._open = self._step(clock, "screen", name=name, title=title, url=url)
        elif word == "m":
            clock, message = rest.split(" ", 1)
            name, thread, author, text = message.split(" | ", 3)
            self._steps.append(self._step(clock, "message", name=name, rows=(text,), thread=thread, author=author))
        else:
            clock, text = rest.split(" ", 1)
            self._steps.append(self._step(clock, "note", rows=(text,)))

    def script(self) -> Script:
        self._close()
        ordered = sorted(self._steps, key=lambda step: (step.day, step.minute))
        counts: dict[int, int] = {}
        numbered = []
        for step in _with_sessions(self._with_lists(ordered), self._looks):
            counts[step.day] = counts.get(step.day, 0) + 1
            numbered.append(replace(step, key=f"{self._story}-d{step.day}-{counts[step.day]:03}"))
        return Script(self._zone, self._looks, tuple(numbered))

    def _with_lists(self, steps: list[Step]) -> Iterator[Step]:
        """The steps, each mail and each note below the list of those before it, as such programs show them."""
        seen: dict[str, list[str]] = {"mail": [], "notes": []}
        for step in steps:
            layout = self._looks[step.name].layout if step.kind == "screen" else ""
            if layout not in seen:
                yield step
                continue
            entry = step.rows[0]
            if layout == "mail":
                entry = f"{entry.removeprefix('From: ')}: {step.rows[2].removeprefix('Subject: ')}"
            seen[layout] = [*(other for other in seen[layout] if other != entry), entry][-7:]
            yield replace(step, rows=(*seen[layout], "", *step.rows))

    def _close(self) -> None:
        if self._open is not None:
            self._steps.append(replace(self._open, rows=_trimmed(self._open.rows)))
            self._open = None

    def _go_on(self, word: str, rest: str) -> None:
        before = self._open
        if before is None:
            raise ValueError(f"no window is open for #{word} {rest}")
        self._close()
        minutes, _, words = rest.partition(" ")
        later = replace(before, minute=before.minute + int(minutes))
        if word == "=":
            title, _, url = words.partition(" | ")
            later = replace(later, rows=(), title=title or before.title, url=url or before.url)
        elif word == "~":
            old, _, new = words.partition(" => ")
            if not any(old in row for row in before.rows):
                raise ValueError(f"nothing to replace: {old}")
            later = replace(later, rows=tuple(row.replace(old, new) for row in before.rows))
        self._open = later

    def _add_look(self, rest: str) -> None:
        name, _, values = rest.partition(" = ")
        app, process, layout, theme, side = values.split("; ")
        shade: Theme = "dark" if theme == "dark" else "light"
        self._looks[name] = Look(app, process, layout, shade, tuple(side.split(", ")))

    def _step(self, clock: str, kind: Kind, *, name: str = "", title: str = "", url: str = "",
              rows: tuple[str, ...] = (), thread: str = "", author: str = "") -> Step:  # fmt: skip
        hour, minute = clock.split(":")
        at = int(hour) * 60 + int(minute)
        return Step("", self._day, at, kind, name, title, url, rows, thread, author, self._episode)


def _with_sessions(steps: Iterator[Step], looks: dict[str, Look]) -> Iterator[Step]:
    """The steps, each terminal below what was typed in it earlier that day."""
    day, title = 0, ""
    rows: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    for step in steps:
        if step.kind != "screen" or looks[step.name].layout != "terminal":
            yield step
            continue
        if step.day != day:
            day, title, earlier = step.day, step.title, ()
        elif step.title != title:
            title, earlier = step.title, rows
        rows = (*earlier, *step.rows)
        yield replace(step, rows=rows)


def _trimmed(rows: tuple[str, ...]) -> tuple[str, ...]:
    """Rows without the empty ones at the end."""
    end = len(rows)
    while end and not rows[end - 1]:
        end -= 1
    return rows[:end]


def step_time(script: Script, step: Step, seed: int, last_day: date) -> datetime:
    """When a step happens, aware UTC: its minute of the story, and some seconds by the seed."""
    chance = random.Random(f"{seed} {step.key} seconds")
    day = last_day + timedelta(days=step.day - 7)
    clock = time(step.minute // 60, step.minute % 60, chance.randrange(50))
    return datetime.combine(day, clock, tzinfo=ZoneInfo(script.zone)).astimezone(UTC)


def _moment(script: Script, step: Step, seed: int, last_day: date) -> DemoMoment:
    rows = tuple(fill_dates(row, last_day) for row in step.rows)
    at, zone = step_time(script, step, seed, last_day), script.zone
    if step.kind != "screen":
        lines = tuple(row for row in rows if row)
        return DemoMoment(step.key, step.kind, at, zone, step.name, "", "", "", "", step.thread, step.author, lines)
    look, shown = script.looks[step.name], rows[-VISIBLE_ROWS:]
    title, site = fill_dates(step.title, last_day), (urlsplit(step.url).hostname or "").removeprefix("www.")
    table = look.layout == "sheet"
    lines = tuple(" ".join(filter(None, cells(row))) if table else row for row in shown if row)
    draw = _drawing(look, shown, f"{seed} {step.day} {step.name}")
    return DemoMoment(step.key, "screen", at, zone, look.app, title, step.url, site, look.process, "", "", lines, draw)


def cells(row: str) -> list[str]:
    """The cells of a table's row.

    >>> cells("Sum | | 420 | EUR")
    ['Sum', '', '420', 'EUR']
    """
    return [cell.strip() for cell in row.split("|")]


def _drawing(look: Look, rows: tuple[str, ...], seed: str) -> Draw:
    """Where the window stands that day, and whether it is light or dark."""
    chance = random.Random(f"{seed} window")
    theme = look.theme
    if look.layout != "terminal" and chance.random() < 0.2:
        theme = "light" if theme == "dark" else "dark"
    if chance.random() < 0.6:
        return Draw(look, theme, rows, 0, 0, 1280, 800)
    x, y = chance.randrange(0, 24), chance.randrange(0, 16)
    return Draw(look, theme, rows, x, y, 1280 - x - chance.randrange(60, 90), 800 - y - chance.randrange(0, 16))
