"""What of a demo week's people, projects and appointments became a memory, and whether its facts stand in their evidence.

    python -m tests.bench.memories_of_week [a|b] --cache FOLDER [--list]

The week is drawn and read once by the real OCR and kept in the cache; it is consolidated anew each time, in a copy, without a model.
"""

import argparse
import json
import re
import shutil
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from app.consolidate import making
from app.consolidate.verify import fold, supported
from app.demo.script import read_script
from app.demo.truth import Item, Truth, truth
from app.demo_memory import fill_demo
from app.engines import Models, build_models
from app.memory import Memory, initialise
from app.paths import Places
from app.settings import Settings
from app.store import facts, memories
from app.store.facts import Held

LAST_DAY = date(2026, 11, 15)
_SMALL = frozenset(("the", "a", "an", "of", "at", "in", "to", "with", "mr", "ms", "mrs", "dr", "and", "for", "on"))
_DATED = re.compile(r"(?P<day>\d{4}-\d\d-\d\d) (?P<clock>\d\d:\d\d)")


@dataclass
class Report:
    """How many there are, which were missed, and how the facts stand."""

    there: dict[str, int] = field(default_factory=dict)
    missed: dict[str, list[str]] = field(default_factory=dict)
    facts: int = 0
    unsupported: list[str] = field(default_factory=list)
    entities: dict[str, int] = field(default_factory=dict)
    changes: int = 0
    cpu_s: float = 0.0

    def share(self) -> float:
        """The share of the scripted people, projects and appointments that are memories."""
        return 1 - sum(map(len, self.missed.values())) / max(1, sum(self.there.values()))


def look(memory: Memory, told: Truth, ids: dict[str, str], zone: str) -> Report:
    """Hold what was made against what is true."""
    report = Report()
    store = memory.store
    held = [one for name in facts.names_like(store, "") if (one := facts.by_name(store, name)) is not None]
    evidence = {one.id: set(memories.evidence(store, one.id)) for one in held}
    entities = [one for one in held if "entity" in one.data]
    appointments = [one for one in held if one.name.startswith(facts.APPOINTMENT)]
    for what, items, among in (
        ("people", told.people, [one for one in entities if one.data["entity"] == "person"]),
        ("projects", told.projects, entities),
        ("appointments", told.appointments, appointments),
    ):
        report.there[what] = len(items)
        report.missed[what] = [item.name for item in items if not _is_memory(item, among, evidence, ids, what, zone)]
    for one in entities:
        kind = str(one.data["entity"])
        report.entities[kind] = report.entities.get(kind, 0) + 1
    report.facts = sum(one.name.startswith(facts.FACT) for one in held)
    report.unsupported = [one.title for one in held if "entity" not in one.data and not _stands(memory, one)]
    report.changes = sum(_is_known_change(held, evidence, change, ids) for change in told.changes)
    return report


def _is_memory(
    item: Item, among: Iterable[Held], evidence: dict[int, set[str]], ids: dict[str, str], what: str, zone: str
) -> bool:
    """Whether one of these memories is this item: it bears its name, or is at its time, and stands on a moment that shows it."""
    shown = {ids[key] for key in item.evidence}
    wanted = _words(item.name)
    for one in among:
        if not evidence[one.id] & shown:
            continue
        called = [_words(name) for name in (one.title, *one.data.get("aliases", ()))]
        if what == "appointments":
            if _at(one, item.about, zone) and wanted & (called[0] | _words(one.text)):
                return True
        elif any(name and (name <= wanted or wanted <= name) for name in called):
            return True
    return False


def _at(one: Held, about: str, zone: str) -> bool:
    """Whether a memory is at the time that stands in the words about an appointment."""
    dated = _DATED.search(about)
    if dated is None or one.valid_from is None:
        return False
    return one.valid_from.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") == f"{dated['day']} {dated['clock']}"


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", fold(name)) if word not in _SMALL}


def _stands(memory: Memory, one: Held) -> bool:
    """Whether the moments of a fact or an appointment show its words."""
    texts = []
    for moment in memories.evidence(memory.store, one.id):
        detail = memory.moment(moment)
        texts.append(f"{detail.moment.title}\n{detail.moment.text}".replace("\n", " "))
    return supported(one.title, texts)


def _is_known_change(held: list[Held], evidence: dict[int, set[str]], change: object, ids: dict[str, str]) -> bool:
    before = {ids[key] for key in change.before_evidence}  # type: ignore[attr-defined]
    return any(one.status == facts.SUPERSEDED and evidence[one.id] & before for one in held)


def filled(cache: Path, story: str) -> tuple[Places, dict[str, str]]:
    """The week as it was read, from the cache or made now."""
    folder = cache / f"week{story}"
    places = Places(folder / "home", folder / "key")
    kept = folder / "ids.json"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        initialise(places)
        models = build_models(places, Settings())
        memory = Memory.open(places, models=models)
        try:
            kept.write_text(json.dumps(fill_demo(memory, story=story, last_day=LAST_DAY)["ids"]))
        finally:
            memory.close()
            models.close()
    return places, json.loads(kept.read_text())


def run(cache: Path, story: str) -> tuple[Report, list[str]]:
    """Consolidate a copy of the week and look at it; also the titles of all that was made."""
    from models.fake import FakeEmbedder, FakeOcr

    places, ids = filled(cache, story)
    copy = cache / f"copy{story}"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(places.home.parent, copy)
    there = Places(copy / "home", copy / "key")
    memory = Memory.open(there, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    try:
        begun = time.process_time()
        step = next(step for step in making.STEPS if step.counts_as == "moments")
        while step.next(memory.store, LAST_DAY.isoformat()):
            pass
        spent = time.process_time() - begun
        report = look(memory, truth(story, last_day=LAST_DAY), ids, read_script(story).zone)  # type: ignore[arg-type]
        report.cpu_s = spent
        listed = [
            f"{one.status} {name.split(':')[0]} {one.title} | {one.text[:110]!r}"
            for name in facts.names_like(memory.store, "")
            if (one := facts.by_name(memory.store, name))
        ]
    finally:
        memory.close()
    return report, listed


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("story", choices=("a", "b"), default="a", nargs="?")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--list", action="store_true", help="show all that was made")
    given = parser.parse_args()
    report, listed = run(given.cache, given.story)
    say = sys.stdout.write
    for what, count in report.there.items():
        say(
            f"{what:13} {count - len(report.missed[what])} of {count}  missed: {', '.join(report.missed[what]) or 'none'}\n"
        )
    say(f"all           {report.share():.1%}\n")
    say(f"facts         {report.facts}, not supported: {len(report.unsupported)}\n")
    say(f"entities      {report.entities}\n")
    say(f"changes       {report.changes} of the script's have a superseded memory\n")
    say(f"{report.cpu_s:.1f} s of one core\n")
    if given.list:
        say("\n".join(listed) + "\n")


if __name__ == "__main__":
    main()
