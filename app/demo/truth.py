"""What is true in a demo week, for machines: who and what occurs in it, what changed, which episodes it consists of."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from itertools import groupby
from typing import Any

from app.demo.questions import evidence
from app.demo.script import DemoMoment, Script, Step, Story, fill_dates, read_script, step_time, week, yesterday


@dataclass(frozen=True, slots=True)
class Item:
    """A person, project, document or appointment: its name, one sentence about it, the moments that show it."""

    name: str
    about: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that was one thing and became another; each with the moments that say so."""

    about: str
    before: str
    after: str
    before_evidence: tuple[str, ...]
    after_evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of the week that belongs together, from its first to its last moment, aware UTC."""

    title: str
    start: datetime
    end: datetime
    moments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A run of screens of one application with no other in between, from its first to its last screen, aware UTC."""

    app: str
    start: datetime
    end: datetime
    moments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is true in a week."""

    owner: str
    people: tuple[Item, ...]
    projects: tuple[Item, ...]
    documents: tuple[Item, ...]
    appointments: tuple[Item, ...]
    changes: tuple[Change, ...]
    episodes: tuple[Episode, ...]
    uses: tuple[Use, ...]


def truth(story: Story = "a", *, seed: int = 1, last_day: date | None = None) -> Truth:
    """The truth of the week that `week` yields for the same story, seed and last day."""
    last, script = last_day or yesterday(), read_script(story)
    text = fill_dates(files("app.demo").joinpath(f"truth_{story}.toml").read_text("utf-8"), last)
    table: dict[str, Any] = tomllib.loads(text)
    moments = list(week(seed=seed, story=story, last_day=last))
    item = partial(_item, moments)
    return Truth(
        owner=table["owner"],
        people=tuple(map(item, table["people"])),
        projects=tuple(map(item, table["projects"])),
        documents=tuple(map(item, table["documents"])),
        appointments=tuple(map(item, table["appointments"])),
        changes=tuple(_change(moments, entry) for entry in table["changes"]),
        episodes=tuple(_episodes(script, seed, last)),
        uses=tuple(_uses(moments)),
    )


def _item(moments: list[DemoMoment], entry: dict[str, str]) -> Item:
    needles = tuple(entry.get("needle", entry["name"]).split(" || "))
    return Item(entry["name"], entry["about"], evidence(needles, moments))


def _change(moments: list[DemoMoment], entry: dict[str, str]) -> Change:
    def found(which: str) -> tuple[str, ...]:
        return evidence(tuple(entry[which].split(" || ")), moments)

    return Change(entry["about"], entry["before"], entry["after"], found("needle_before"), found("needle_after"))


def _episodes(script: Script, seed: int, last_day: date) -> Iterable[Episode]:
    for (_day, title), group in groupby(script.steps, key=lambda step: (step.day, step.episode)):
        steps: list[Step] = list(group)
        times = [step_time(script, step, seed, last_day) for step in steps]
        yield Episode(title, times[0], times[-1], tuple(step.key for step in steps))


def _uses(moments: list[DemoMoment]) -> Iterable[Use]:
    screens = (moment for moment in moments if moment.kind == "screen")
    for (_day, app), group in groupby(screens, key=lambda moment: (moment.key[:4], moment.app)):
        run = list(group)
        yield Use(app, run[0].at, run[-1].at, tuple(moment.key for moment in run))
