"""Changed facts and near misses to develop on: many wordings in families, of which any may be left out in turn.

    python -m tests.bench.more_ways [--seed 5] [--pairs 360] [--misses]

All of these may be looked at. What was never looked at stands in `unseen_ways`.
"""

import argparse
import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from tests.bench import fresh_ways, unseen_ways
from tests.bench.changed_facts import BEGIN, Pair, Told, consolidated, said_at
from tests.bench.more_wordings import NEAR, WAYS

WHEN = ("time", "day", "date")
MODIFIERS = (
    "harvest", "ladies", "residents", "physics", "choir", "robotics", "lantern", "veterans", "autism", "poetry", "salsa", "judo",
    "finance", "legal", "bonsai", "kindergarten", "refugee", "bird", "steel band", "canal", "project", "quarterly", "design", "town",
)  # fmt: skip
EVENTS = (
    "lunch", "gig", "review", "hearing", "examination", "reading", "festival", "kickoff", "lottery", "excursion", "service", "rehearsal",
    "ball", "webinar", "forum", "test", "game", "talk", "survey", "camp",
)  # fmt: skip
GOODS = (
    "bus",
    "tent",
    "fridge",
    "roof",
    "website",
    "insurance",
    "guitar",
    "van",
    "bench",
    "camera",
    "flooring",
    "membership",
)
POSTS = (
    "warden",
    "nurse",
    "goalkeeper",
    "supervisor",
    "pianist",
    "cook",
    "gardener",
    "janitor",
    "representative",
    "registrar",
)
AT = {**unseen_ways.AT, "place": "in {}", "code": "{}"}


def _values(dice: random.Random, kind: str, at: datetime) -> tuple[str, str]:
    if kind == "code":
        first, second = (f"{dice.choice('acdfkx')}{one}" for one in dice.sample(range(1000, 9999), 2))
        return first, second
    pick = {
        "place": fresh_ways.PLACES,
        "name": fresh_ways.NAMES,
        "post": fresh_ways.NAMES,
        "status": fresh_ways.STATUSES,
    }
    if kind == "status":
        return dice.choice(fresh_ways.STATUSES)
    if kind in pick:
        first, second = dice.sample(pick[kind], 2)
        return str(first), str(second)
    return unseen_ways.values(dice, kind, at)


def told(seed: int, count: int, ways: frozenset[str] | None = None) -> Told:
    """`count` pairs, in turn of each family, each with a near miss in a thread of its own."""
    dice = random.Random(seed)
    out = Told([], [], set())
    things = {
        kind: dice.sample(names, len(names))
        for kind, names in {
            "event": [f"{sort}{one} {noun}" for sort in ("", "county ") for one in MODIFIERS for noun in EVENTS],
            "price": [f"{sort}{one} {noun}" for sort in ("", "used ") for one in MODIFIERS for noun in GOODS],
            "post": [f"{one} {noun}" for one in MODIFIERS for noun in POSTS],
            "other": [f"{sort} {one} {noun}" for sort in ("parish", "city") for one in MODIFIERS for noun in EVENTS],
        }.items()
    }
    things["person"] = [f"{one} {other}" for one in unseen_ways.PEOPLE for other in unseen_ways.SURNAMES]
    dice.shuffle(things["person"])
    order = sorted(ways or WAYS)
    for number in range(count):
        way = order[number % len(order)]
        at = BEGIN + timedelta(hours=3 * number + dice.randrange(3), minutes=dice.randrange(60))
        kinds, older, newer = WAYS[way][number // len(order) % len(WAYS[way])]
        kind = dice.choice(kinds)
        texts = _say(out, dice, things, (f"{number}", kind, older, newer), at)
        out.pairs.append(Pair(f"{number}-old", f"{number}-new", way, kind, held_back=False, texts=texts))
        kinds, older, newer = NEAR[number % len(NEAR)]
        _say(out, dice, things, (f"{number}n", dice.choice(kinds), older, newer), at + timedelta(minutes=20))
        out.distractors.add(f"{number}n-new")
    out.messages.sort(key=lambda one: one["time"])
    return out


def _say(
    out: Told, dice: random.Random, things: dict[str, list[str]], what: tuple[str, str, str, str], at: datetime
) -> tuple[str, str]:
    number, kind, older, newer = what
    first, second = _values(dice, kind, at)
    thing = things[kind if kind in ("price", "post") else "event"].pop()
    other = things["other"].pop()
    named = "{p}" in older
    about, another = (things["person"].pop(), things["person"].pop()) if named else dice.sample(unseen_ways.PEOPLE, 2)
    speakers = dice.sample(("Nils", "Olga", "Pia"), 3)
    at_ = AT.get(kind, "{}")
    fill = {
        "t": f"the {thing}", "T": f"The {thing}", "bare": thing, "Bare": thing[0].upper() + thing[1:], "noun": thing.split()[-1],
        "a": first, "b": second, "at_a": at_.format(first), "at_b": at_.format(second), "to": f"the {other}", "TO": f"The {other}",
        "Other": other[0].upper() + other[1:], "p": about, "q": another, "who": speakers[2],
    }  # fmt: skip
    texts = older.format(**fill), newer.format(**fill)
    bound = not any(
        mark in newer for mark in ("{t}", "{T}", "{bare}", "{Bare}", "{p}", "{q}", "{to}", "{TO}", "{Other}", "{noun}")
    )
    gaps = (4, 12, 45, 110) if bound else (15, 90, 600, 1500) if kind in ("time", "day") else (60, 900, 4000, 11000)
    same = bound or dice.random() < 0.6
    said_at(out, f"{number}-old", f"more {number}", speakers[0], at, texts[0])
    said_at(
        out,
        f"{number}-new",
        f"more {number}",
        speakers[0 if same else 1],
        at + timedelta(minutes=dice.choice(gaps)),
        texts[1],
    )
    return texts


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--pairs", type=int, default=360)
    parser.add_argument("--misses", action="store_true", help="show what was missed, and what was wrongly replaced")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = consolidated(Path(folder), told(given.seed, given.pairs))
    sys.stdout.write(unseen_ways.report(found))
    for pair in found.missed if given.misses else ():
        sys.stdout.write(f"  missed {pair.way} {pair.kind}: {pair.texts[0]} > {pair.texts[1]}\n")
    for old, new in found.wrong if given.misses else ():
        sys.stdout.write(f"  wrong: {old} > {new}\n")


if __name__ == "__main__":
    main()
