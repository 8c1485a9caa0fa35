"""Statements that a newer one replaces, amid others that only look so: how many are known as such, and how many wrongly.

    python -m tests.bench.changed_facts [--seed 1] [--pairs 360] [--misses]

A pair is told in one thread by people of that thread, hours or days apart, with distractors between. It counts as found when the
fact of the older statement is superseded by that of the newer, and the newer stands first among the facts about the thing.
Three ways to tell a change are held back: no pattern was written for their words, and their figures are told apart. So are those of
three earlier ones, which had been measured before the rules were finished. Since the weights of changes are learnt from all of them
(`train_changes`), what was never looked at stands in `unseen_ways`.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from app.store import facts

BEGIN = datetime(2026, 9, 7, 8, tzinfo=UTC)
NAMES = ("Ann", "Bo", "Lena", "Omar", "Priya", "Viktor", "Wanda", "Yusuf")
THREADS = 45
MODIFIERS = (
    "budget",
    "harbour",
    "allotment",
    "archive",
    "jazz",
    "kitchen",
    "river",
    "museum",
    "chess",
    "sailing",
    "pottery",
    "library",
)
EVENTS = (
    "lecture",
    "ceremony",
    "parade",
    "contest",
    "viewing",
    "briefing",
    "clinic",
    "regatta",
    "gala",
    "quiz",
    "walk",
    "course",
    "tasting",
    "rehearsal",
    "workshop",
    "inspection",
    "tour",
    "seminar",
    "reception",
    "tournament",
    "screening",
    "fitting",
    "auction",
    "picnic",
)
PRICED = ("boiler", "canoe", "sofa", "licence", "subscription", "projector", "trailer", "carpet", "ladder", "freezer")
CODED = ("door code", "booking code", "locker number", "access code", "gate code", "alarm code")
ROLES = ("treasurer", "caretaker", "referee", "editor", "coach", "organiser")
ROOMS = ("room 4", "room 12", "hall 2", "hall 7", "the Linden Hall", "the Harbour Office", "the Mill Building")
PLACES = ("castle", "station", "market", "bridge", "abbey", "quarry", "mill", "tower")
OTHERS = ("potluck", "raffle", "interview", "excursion", "vaccination", "handover", "choir", "drill")
NOUN_OF = {"time": "event", "day": "event", "place": "event"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

NOUNS = {"event": EVENTS, "price": PRICED, "code": CODED, "name": ROLES}

Ways = tuple[tuple[str, str], ...]
# (older, newer) by what changes; {t} is the thing with its article, {a} the old value and {b} the new.
WAYS: dict[str, Ways] = {
    "time": (
        ("{T} is at {a}.", "{T} was moved to {b}."),
        ("{T} starts at {a}.", "{T} now starts at {b}."),
        ("Reminder: {t} is at {a}", "Change of plan, {t} is at {b} instead"),
        ("We booked {t} for {a}.", "We had to shift {t} to {b}."),
        ("{T} begins at {a} sharp.", "Update: {t} begins at {b}."),
        ("{T} is at {a}", "{T} is at {b}, not {a}."),
        ("{T} starts at {a}", "{T} starts at {b} instead of {a}"),
        ("They want us at {t} by {a}", "{T} has been pushed back to {b}"),
    ),
    "day": (
        ("{T} is on {a}.", "{T} has been postponed to {b}."),
        ("{T} takes place on {a}.", "Actually {t} takes place on {b}."),
        ("{T} is on {a}", "{T} is now on {b}."),
        ("We do {t} on {a}.", "We do {t} on {b} instead of {a}."),
        ("{T} is planned for {a}", "{T} was rescheduled to {b}"),
        ("Don't miss {t} on {a}", "Sorry, {t} is on {b}"),
    ),
    "place": (
        ("{T} is in {a}.", "{T} was moved to {b}."),
        ("{T} takes place in {a}.", "{T} now takes place in {b}."),
        ("We meet for {t} in {a}.", "{T} is in {b} instead of {a}."),
        ("{T} happens in {a}", "Correction: {t} happens in {b}"),
    ),
    "price": (
        ("{T} costs {a} EUR.", "{T} now costs {b} EUR."),
        ("{T} is {a} EUR", "The price went up, {t} is {b} EUR now"),
        ("They ask {a} EUR for {t}.", "{T} was raised to {b} EUR."),
        ("{T} costs {a} EUR", "{T} costs {b} EUR, not {a} EUR"),
    ),
    "code": (
        ("{T} is {a}.", "{T} is {b} now."),
        ("{T}: {a}", "New {bare}: {b}"),
        ("{T} is {a}", "{T} was changed to {b}."),
    ),
    "name": (
        ("{T} is {a}.", "{T} is now {b}."),
        ("{a} is {t}.", "{b} is now {t}."),
        ("{T} is {a}", "The new {bare} is {b}"),
    ),
}  # fmt: skip
EARLIER: dict[str, Ways] = {
    "crossed out": (("Got word that {t} is {at_a}.", "Cross out {a} for {t} and write {b}."),),
    "mix-up": (("{T}: we are looking at {a}.", "Word from the office: {t} is going to be {at_b} due to a mix-up."),),
    "note it": (("Mark {a} for {t}.", "There was a hiccup around {t}, everybody is asked to note {b}."),),
}
# Shares no wording with the rules. When first measured 19 % and 7 % of these were found (seeds 1 and 2, 400 pairs): other claims crowded
# the older one out, and a denied clause hid it. Both were mended for any wording; no phrase of these was added.
HELD_BACK: dict[str, Ways] = {
    "make it": (("{T} will be {at_a}.", "The desk rang about {t}: make it {b}."),),
    "fallback": (("We have {a} down for {t}.", "{T} no good {at_a}, {b} is the fallback."),),
    "sign": (("Tickets say {t} runs {at_a}.", "The sign at the entrance lists {t} {at_b}."),),
}
AT = {"time": "at {}", "day": "on {}", "price": "{}"}
# Told in the same threads about other things, or about the same in ways that replace nothing.
NEAR = (
    "Is {t} at {b}?", "Maybe {t} could be at {b}.", "Last year {t} was at {b}.", "{T} lasts 90 minutes.", "{T} is fun.",
    "Who comes to {t}?", "I would prefer {t} at {b}.", "If {t} is at {b} I cannot come.", "We talked 20 minutes about {t}.",
    "{T} ends at {late}.", "I bought 3 tickets for {t}.", "After {t} I have a call at {b}.", "The {other} is at {b}.",
    "The {other} was moved to {b}.", "{T} is at {a}, the {other} at {b}.",
)  # fmt: skip
FAR = (
    "Lunch today is at 12:30.", "I ran 7 km this morning.", "The bus was 15 minutes late.", "Can somebody water the plants?",
    "My train leaves at 17:20.", "We ate 4 pizzas.", "The battery is at 30 percent.", "It rains until 16:00.", "Build 41 is green.",
    "Ticket 112 is closed.", "I paid 18 EUR for parking.", "Dinner at 7 with {name}.", "{name} is on holiday until Friday.",
    "The printer is in room 9.", "See you at 9.", "Room 3 is free at 14:00.", "I was at the dentist at 11.",
    "{name} now works from home.", "New photos are online.", "The score is 3 to 2.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """An older and a newer statement by the ids of their messages; `way` names the template."""

    older: str
    newer: str
    way: str
    kind: str
    held_back: bool
    texts: tuple[str, str]


@dataclass
class Told:
    """Messages and what is true of them; `near_of` says by which wording each near miss was told, where that is noted."""

    messages: list[dict[str, str]]
    pairs: list[Pair]
    distractors: set[str]
    near_of: list[int] = field(default_factory=list)


def told(seed: int, count: int, *, held_back_share: float = 0.34) -> Told:
    """`count` pairs in threads, with some five distractors a pair."""
    dice = random.Random(seed)
    out = Told([], [], set())
    things = {kind: [f"{modifier} {noun}" for modifier in MODIFIERS for noun in nouns] for kind, nouns in NOUNS.items()}
    others = [f"{place} {modifier} {noun}" for place in PLACES for modifier in MODIFIERS for noun in OTHERS]
    dice.shuffle(others)
    for pool in things.values():
        dice.shuffle(pool)
    for number in range(count):
        drawn = dice.random()
        apart = HELD_BACK if drawn < held_back_share else EARLIER if drawn < 1.4 * held_back_share else None
        kinds = ("time", "day", "price") if apart else tuple(WAYS)
        kind = dice.choice([one for one in kinds if things[NOUN_OF.get(one, one)]])
        _pair(out, dice, number, kind, things[NOUN_OF.get(kind, kind)].pop(), others, apart)
    out.messages.sort(key=lambda one: one["time"])
    return out


def _pair(
    out: Told, dice: random.Random, number: int, kind: str, thing: str, others: list[str], apart: dict[str, Ways] | None
) -> None:
    first, second = _values(dice, kind)
    way = dice.choice(tuple(apart)) if apart else f"{kind} {dice.randrange(len(WAYS[kind]))}"
    older, newer = dice.choice(apart[way]) if apart else WAYS[kind][int(way.split()[-1])]
    thread = f"thread {number % THREADS}.{number // THREADS}" if number % 3 else f"thread {number % THREADS}"
    people = dice.sample(NAMES, 3)
    unit = " EUR" if kind == "price" and apart else ""
    at = BEGIN + timedelta(hours=7 * number + dice.randrange(5))
    gap = timedelta(minutes=dice.choice((25, 70, 180, 600, 1500)))
    fill = {
        "t": f"the {thing}", "T": f"The {thing}", "bare": thing, "a": first + unit, "b": second + unit, "late": "21:45",
        "at_a": AT.get(kind, "{}").format(first) + unit, "at_b": AT.get(kind, "{}").format(second) + unit,
        "other": others.pop(), "name": people[2],
    }  # fmt: skip
    texts = older.format(**fill), newer.format(**fill)
    said_at(out, f"{number}-old", thread, people[0], at, texts[0])
    said_at(out, f"{number}-new", thread, people[0] if dice.random() < 0.6 else people[1], at + gap, texts[1])
    out.pairs.append(Pair(f"{number}-old", f"{number}-new", way, kind, apart is HELD_BACK, (texts[0], texts[1])))
    spread = _values(dice, "time")
    for place, text in enumerate([*dice.sample(NEAR, 3), *dice.sample(FAR, 3)]):
        before = place % 2
        when = (
            at - timedelta(hours=dice.randrange(1, 30)) if before else at + gap + timedelta(hours=dice.randrange(1, 30))
        )
        said = text.format(**{**fill, "a": spread[0], "b": spread[1]})
        if not (text in NEAR and kind == "time" and "{T} is at {a}" in text):
            said_at(out, f"{number}-d{place}", thread, dice.choice(people), when, said)
            out.distractors.add(f"{number}-d{place}")


def _values(dice: random.Random, kind: str) -> tuple[str, str]:
    if kind == "time":
        first, second = dice.sample(range(9, 20), 2)
        minute = dice.choice(("00", "15", "30"))
        late = dice.random() < 0.4
        return tuple(
            f"{one % 12 or 12}{'am' if one < 12 else 'pm'}" if late else f"{one}:{minute}" for one in (first, second)
        )  # type: ignore[return-value]
    if kind == "price":
        return tuple(map(str, dice.sample(range(20, 900, 5), 2)))  # type: ignore[return-value]
    if kind == "code":
        return tuple(f"{dice.choice('abcdefgh')}{one}" for one in dice.sample(range(1000, 9999), 2))  # type: ignore[return-value]
    pool = {"day": DAYS, "place": ROOMS, "name": NAMES}[kind]
    first_, second_ = dice.sample(pool, 2)
    return first_, second_


def said_at(out: Told, id_: str, thread: str, author: str, at: datetime, text: str) -> None:
    """One message, by its author, in its thread."""
    out.messages.append({"id": id_, "thread": thread, "author": author, "time": at.isoformat(), "text": text})


@dataclass
class Found:
    """How many pairs there were and were found, by way; false supersessions, of how many distractors."""

    pairs: Counter[str]
    found: Counter[str]
    first: Counter[str]
    missed: list[Pair]
    wrong: list[tuple[str, str]]
    distractors: int

    def share(self, ways: set[str]) -> float:
        """The share of the pairs of some ways that were found with the newer first."""
        return sum(self.first[way] for way in ways) / max(1, sum(self.pairs[way] for way in ways))


def measure(memory: Memory, told_: Told) -> Found:
    """Look into a memory that was told and consolidated."""
    ids = dict(memory.store.rows("SELECT source_id, id FROM moment"))
    held = dict(memory.store.rows("SELECT id, replaced_by FROM memory WHERE kind = 'semantic'"))
    of_moment: dict[int, list[int]] = {}
    for child, parent in memory.store.rows(
        "SELECT child_id, parent_id FROM derivation WHERE child_kind = 'memory' AND parent_kind = 'moment'"
    ):
        of_moment.setdefault(parent, []).append(child)
    found = Found(Counter(), Counter(), Counter(), [], [], len(told_.distractors))
    right: set[tuple[int, int]] = set()
    for pair in told_.pairs:
        new = set(of_moment.get(ids[pair.newer], ()))
        old = of_moment.get(ids[pair.older], [])
        closed = [one for one in old if held.get(one) is not None and held[one] in new]
        right.update((one, held[one]) for one in closed)
        found.pairs[pair.way] += 1
        found.found[pair.way] += bool(closed)
        ordered = [row for one in closed if (row := _first_is_newer(memory, one, held[one]))]
        found.first[pair.way] += bool(ordered)
        if not ordered:
            found.missed.append(pair)
    texts = {one["id"]: one["text"] for one in told_.messages}
    sources = {row: source for source, row in ids.items()}
    evidence = {child: parent for parent, children in of_moment.items() for child in children}
    for one, by in held.items():
        if by is not None and (one, by) not in right:
            found.wrong.append((texts[sources[evidence[one]]], texts[sources[evidence[by]]]))
    return found


def _first_is_newer(memory: Memory, old: int, new: int) -> bool:
    """Whether among the facts about the thing, newest first, the newer stands above the older, which is marked."""
    store = memory.store
    there = {row: facts.by_id(store, row) for row in (old, new)}
    older, newer = there[old], there[new]
    if older is None or newer is None:
        return False
    listed = memory.memories(facts.KIND, str(older.data["subject"]))
    order = [one.id for one in listed]
    marked = any(one.id == older.public_id and one.status == facts.SUPERSEDED for one in listed)
    return marked and (newer.public_id not in order or order.index(newer.public_id) < order.index(older.public_id))


def run(folder: Path, seed: int, count: int) -> Found:
    """Tell, consolidate, look."""
    return consolidated(folder, told(seed, count))


def consolidated(folder: Path, said: Told) -> Found:
    """A memory in an empty folder that was told this, consolidated and looked into."""
    from models.fake import FakeEmbedder, FakeOcr

    file = folder / "messages.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in said.messages), encoding="utf-8")
    places = Places(folder / "home", folder / "key")
    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    try:
        memory.import_messages(file)
        memory.consolidate()
        return measure(memory, said)
    finally:
        memory.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=360)
    parser.add_argument("--misses", action="store_true", help="show what was missed of the ways that are not held back")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), given.seed, given.pairs)
    say = sys.stdout.write
    for way in sorted(found.pairs):
        say(f"{way:12} {found.first[way]:3} of {found.pairs[way]:3}\n")
    known = set(found.pairs) - set(HELD_BACK) - set(EARLIER)
    say(f"known ways     {found.share(known):.1%} of {sum(found.pairs[way] for way in known)}\n")
    say(f"earlier ways   {found.share(set(EARLIER)):.1%} of {sum(found.pairs[way] for way in EARLIER)}\n")
    say(f"held-back ways {found.share(set(HELD_BACK)):.1%} of {sum(found.pairs[way] for way in HELD_BACK)}\n")
    say(f"all            {found.share(set(found.pairs)):.1%} of {sum(found.pairs.values())}\n")
    say(
        f"wrongly replaced {len(found.wrong)} of {found.distractors} distractors ({len(found.wrong) / found.distractors:.1%})\n"
    )
    if given.misses:
        for pair in found.missed:
            if not pair.held_back:
                say(f"  missed {pair.way}: {pair.texts[0]} > {pair.texts[1]}\n")
        for old, new in found.wrong:
            say(f"  wrong: {old} > {new}\n")


if __name__ == "__main__":
    main()
