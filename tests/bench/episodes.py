"""How well episodes and resources made of a demo week agree with its script, without a model.

    PYTHONPATH=. python -m tests.bench.episodes CACHE [a|b] [--without-meaning]

A border is where an episode begins or ends. A true one is found when a made one of the same sort lies within two minutes; a made one is
true when a true one does. Those within a day are also told apart: where a day begins and ends nobody can miss. Week b is for checking only.
"""

import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app import demo
from app.consolidate import episodes, making, resources
from app.demo_memory import fill_demo
from app.engines import build_models
from app.memory import Memory, initialise
from app.paths import Places
from app.settings import Settings
from app.store import made
from app.store.db import from_us

LAST_DAY = date(2026, 11, 15)
TODAY = "2026-12-31"
NEAR = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Span:
    """An episode's day and times."""

    day: str
    start: datetime
    end: datetime


def compare(true: Sequence[Span], found: Sequence[Span]) -> dict[str, float]:
    """Shares of true borders that were made, and of made ones that are true; all of them, and those within a day only."""
    out: dict[str, float] = {}
    for name, inner in (("all", False), ("within days", True)):
        wanted, got = _borders(true, inner=inner), _borders(found, inner=inner)
        out[f"{name}: true borders"], out[f"{name}: made borders"] = len(wanted), len(got)
        out[f"{name}: recall"] = _share(wanted, got)
        out[f"{name}: precision"] = _share(got, wanted)
    return out


def _borders(spans: Sequence[Span], *, inner: bool) -> list[tuple[str, datetime]]:
    days: dict[str, list[Span]] = {}
    for one in spans:
        days.setdefault(one.day, []).append(one)
    starts = [("start", one.start) for held in days.values() for one in held[int(inner) :]]
    ends = [("end", one.end) for held in days.values() for one in held[: len(held) - int(inner)]]
    return [*starts, *ends]


def _share(of: Sequence[tuple[str, datetime]], among: Sequence[tuple[str, datetime]]) -> float:
    hit = sum(any(sort == other and abs(at - when) <= NEAR for other, when in among) for sort, at in of)
    return hit / len(of) if of else 1.0


def true_spans(truth: demo.Truth) -> list[Span]:
    """The script's episodes."""
    return [Span(one.start.date().isoformat(), one.start, one.end) for one in truth.episodes]


def made_spans(memory: Memory) -> list[Span]:
    """The episodes that were made."""
    return [
        Span(from_us(one.from_us).date().isoformat(), from_us(one.from_us), from_us(one.until_us))
        for one in made.shown(memory.store, episodes.KIND, episodes.PREFIX)
    ]


def documents_found(memory: Memory, truth: demo.Truth) -> tuple[list[str], list[str]]:
    """The scripted documents that are a resource, by a name in its title or versions, and those that are none."""
    names = set()
    for one in made.shown(memory.store, resources.KIND):
        names |= {one.title.casefold(), *(str(version["title"]).casefold() for version in one.data["versions"])}
    found = [one.name for one in truth.documents if any(one.name.casefold() in name for name in names)]
    return found, [one.name for one in truth.documents if one.name not in found]


def measured(memory: Memory, story: str) -> dict[str, Any]:
    """Make everything of a week and compare it with its truth."""
    truth = demo.truth(story, last_day=LAST_DAY)  # type: ignore[arg-type]
    spent: dict[str, float] = {}
    for step in making.STEPS:
        began_s = time.process_time()
        while step.next(memory.store, TODAY):
            pass
        spent[step.counts_as] = round(spent.get(step.counts_as, 0.0) + time.process_time() - began_s, 2)
    found, missing = documents_found(memory, truth)
    return {
        **{name: round(value, 3) for name, value in compare(true_spans(truth), made_spans(memory)).items()},
        "documents": f"{len(found)} of {len(truth.documents)}",
        "missing": missing,
        "resources": len(made.shown(memory.store, resources.KIND)),
        "cpu_s": spent,
    }


def main(cache: Path, story: str, *, without_meaning: bool) -> None:
    """Fill the week once into `cache`, then measure on a copy."""
    kept, copy = cache / f"week{story}", cache / f"week{story}-made"
    places = Places(kept / "home", kept / "key")
    models = build_models(places, Settings())
    if not (kept / "ids.json").exists():
        kept.mkdir(parents=True)
        initialise(places)
        memory = Memory.open(places, models=models)
        (kept / "ids.json").write_text(json.dumps(fill_demo(memory, story=story, last_day=LAST_DAY)["ids"]))
        memory.close()
    models.close()
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(kept, copy)
    memory = Memory.open(Places(copy / "home", copy / "key"))
    if without_meaning:
        memory.store.execute("DELETE FROM vector")
    try:
        for name, value in measured(memory, story).items():
            print(f"{name:26} {value}")
    finally:
        memory.close()


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    main(Path(words[0]), words[1] if len(words) > 1 else "a", without_meaning="--without-meaning" in sys.argv)
