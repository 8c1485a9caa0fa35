"""Changed facts as sixteen people tell them, and near misses: frozen before anything was tuned, and never looked at one by one.

    python -m tests.bench.unseen_ways [--seed 31] [--pairs 360]

Only figures by family come out; there is no way to show what was missed. Whoever changes the rules tunes on `changed_facts`,
`fresh_ways` and the pairs of `train_changes`, and measures here at the end. To change a wording here is to start a new set.
"""

import argparse
import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from tests.bench.changed_facts import BEGIN, Found, Pair, Told, consolidated, said_at

NAMES = (
    "Beatrix",
    "Callum",
    "Dagny",
    "Eszter Varga",
    "Fabio",
    "Gwen Hollis",
    "Hamid",
    "Ilse",
    "Joaquin Reyes",
    "Kirsten",
)
FIRST = (
    "tenants", "alumni", "woodwork", "orchestra", "swimming", "debate", "pensioners", "astronomy", "beekeepers", "rowing",
    "knitting", "hospice", "fundraising", "onboarding", "compliance", "warehouse", "marketing", "safety", "street", "Latin",
)  # fmt: skip
EVENTS = (
    "meeting", "training", "dinner", "open day", "audit", "call", "demo", "retreat", "panel", "practice", "brunch", "vigil",
    "market", "visit", "ceilidh", "sprint review", "info evening", "photo shoot", "bake sale", "barbecue", "matinee", "stocktake",
)  # fmt: skip
GOODS = (
    "oven",
    "minibus",
    "gazebo",
    "dishwasher",
    "piano",
    "fence",
    "awning",
    "scanner",
    "kiln",
    "lawnmower",
    "caterer",
    "cleaning",
)
POSTS = (
    "bookkeeper",
    "lifeguard",
    "usher",
    "translator",
    "captain",
    "auditor",
    "receptionist",
    "mentor",
    "landlord",
    "vet",
)
PLACES = (
    "the library", "the old bakery", "St Mary's", "the canteen", "room 2.14", "the north pavilion", "Studio 5", "the ice rink",
    "Hotel Astor", "the sports centre", "building F", "Riverside Park",
)  # fmt: skip
STATES = (
    ("pending", "approved"), ("in stock", "sold out"), ("open", "closed"), ("draft", "final"), ("ordered", "delivered"),
    ("unpaid", "paid"), ("confirmed", "cancelled"), ("broken", "fixed"),
)  # fmt: skip
PEOPLE = (
    "Ottilie",
    "Ravi",
    "Signe",
    "Tobias",
    "Ursula",
    "Wim",
    "Xenia",
    "Zoltan",
    "Agnieszka",
    "Bram",
    "Cosima",
    "Delphine",
)
SURNAMES = (
    "Abel", "Bosch", "Carver", "Dunne", "Eklund", "Farrow", "Gruber", "Haas", "Iversen", "Jansen", "Kovacs", "Lind", "Marsh", "Nowak",
    "Olsen", "Pratt", "Quist", "Rossi", "Stein", "Tanaka", "Ulrich", "Voss", "Wells", "Young",
)  # fmt: skip
CITIES = ("Basel", "Leeds", "Porto", "Turku", "Graz", "Gdansk", "Nantes", "Bergen", "Utrecht", "Cork")
FIRMS = ("Halvorsen Glass", "Brightwater", "the city archive", "Nordlicht Press", "Oakley Foods", "the tax office")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AT = {
    "time": "at {}", "day": "on {}", "date": "on {}", "place": "at {}", "price": "for {}", "number": "with {}", "name": "with {}",
    "status": "{}", "city": "in {}", "firm": "at {}", "phone": "{}",
}  # fmt: skip
WHEN = ("time", "day", "date")

# (kinds of value, the older, the newer). {t} is the thing with its article, {bare} without, {p} a person whom it is about.
Way = tuple[tuple[tuple[str, ...], str, str], ...]
WAYS: dict[str, Way] = {
    "parent": (
        (WHEN, "{T} for the kids is {at_a}. Can you drive?", "Just saw the note from school - {t} is {at_b} after all, not what I told you"),
        (("place",), "Drop them off at {a} for {t} please", "Careful, {t} isn't where it usually is, drop them at {b}!"),
        (("price",), "School wants {a} for {t}", "School sent a new letter, they want {b} for {t} because of the coach"),
    ),
    "invitation": (
        ((*WHEN, "place"), "Invitation: {Bare}, {a}", "Updated invitation: {Bare}, {b}"),
        (("name",), "{Bare} (organiser: {a})", "{Bare} (organiser: {b}). The organiser of this event has changed."),
        (("number",), "{Bare}: {a} accepted", "{Bare}: {b} accepted"),
    ),
    "tradesman": (
        (WHEN, "We can fit {t} in {at_a}.", "Running behind on another job, so {b} is the soonest we can do {t}."),
        (("price",), "Labour and parts for {t} come to {a}.", "Found rot behind {t}. That brings the job to {b}, sorry."),
        (("name",), "{a} is going to see to {t}.", "{a} has put his back out, so {b} is going to see to {t}."),
    ),
    "text message": (
        (WHEN, "{bare} {a} ok?? see u there", "{bare} {b} pls, {a} doesnt work 4 me"),
        (("place",), "{bare} @ {a} btw", "cant get a table, {bare} @ {b}"),
        (("number",), "were {a} for {t} i think thats everyone", "make that {b} for {t}, jo and her bf r in"),
    ),
    "minutes": (
        ((*WHEN, "place", "price"), "Agreed: {bare} - {a}.", "Revised: {bare} - {b}."),
        (("name",), "Action: {a} to run {t}.", "Action reassigned: {b} to run {t}."),
        (("status",), "Matters arising: {bare}, {a}.", "Matters arising: {bare}, {b}."),
    ),
    "club letter": (
        (("place",), "You will find us at {a} for {t}.", "Dear members, {t} has found a new home: see you all at {b}."),
        (WHEN, "We look forward to welcoming you to {t} {at_a}.", "Dear members, by popular demand {t} will be celebrated {at_b}."),
        (("price",), "Tickets for {t} are available at {a}.", "Dear members, the committee has set tickets for {t} at {b}."),
    ),
    "hold on": (
        ((*WHEN, "price", "place"), "so {t}, that's {a}", "hold on, I had {t} down wrong: {b}"),
        (("number",), "so {t}, that's {a} people", "hold on, recounted, {t} is {b} people"),
        (("name",), "so for {t} we've got {a}", "hold on, for {t} we've got {b}, my bad"),
    ),
    "handover": (
        (("name",), "{a} looks after {t} for us.", "From this week it's {b} who looks after {t}, {a} has left the team."),
        (("post",), "Our {bare} is called {a}.", "We have a new {bare} since Easter, {b}, very nice."),
        (("post",), "For anything about keys ask {a}, the {bare}.", "{a} retired. {b} is the {bare} these days."),
    ),
    "weather": (
        ((*WHEN, "place"), "{T} goes ahead {at_a}.", "With this rain we're doing {t} {at_b}, spread the word"),
        ((*WHEN, "place"), "See you all {at_a} for {t}", "Storm warning. {T} is put off, come {at_b}."),
    ),
    "supplier": (
        (("day", "date"), "We confirm delivery of {t} on {a}.", "Regrettably the delivery of {t} slips to {b}."),
        (("price",), "Our offer for {t}: {a} net.", "Please find attached our improved offer for {t}: {b} net."),
        (("status",), "Tracking: {bare} {a}", "Tracking: {bare} {b}"),
    ),
    "note to self": (
        ((*WHEN, "price", "place"), "{bare} {a} (call to check)", "called about {t}, it's {b}"),
        (("name", "number"), "{bare}: {a}", "{bare}: {b} (was {a})"),
        (("status",), "{bare} still {a}", "{bare} finally {b}"),
    ),
    "crowd": (
        (("number",), "{a} signed up for {t} so far", "after the cancellations we're down to {b} for {t}"),
        (("number",), "Catering for {t}: {a} covers", "Two tables dropped out, tell the kitchen {b} covers for {t}"),
        (("time",), "Doors for {t} at {a}", "They let people in earlier: doors for {t} at {b}"),
    ),
    "hearsay made sure": (
        (WHEN, "According to the website {t} is {at_a}.", "The website is out of date. I rang them and {t} is {at_b}."),
        (("price",), "According to the website {t} costs {a}.", "The website is out of date. They charge {b} for {t} since January."),
        (("place",), "According to the website {t} is {at_a}.", "The website is out of date, {t} has moved. It's {at_b}."),
    ),
    "people": (
        (("city",), "{p} lives in {a}.", "{p} packed up and left {a}, the new flat is in {b}."),
        (("firm",), "{p} works at {a}.", "{p} quit and started at {b} last week."),
        (("phone",), "{p}'s number is {a}.", "{p} lost the phone, reach {p} on {b}."),
        (("city",), "{p} is based in {a}", "{p} relocated to {b}"),
    ),
    "two sentences": (
        (WHEN, "{T} is {at_a}.", "News about {t}. The speaker is ill, so it's going to be {b}."),
        (("place",), "{T} is {at_a}.", "News about {t}. There was a burst pipe and we've been given {b}."),
        (("name",), "{a} leads {t}.", "News about {t}. {a} can't, so it will be led by {b}."),
        (("price",), "{T} costs {a}.", "News about {t}. With the discount we pay {b}."),
    ),
    "excited": (
        (WHEN, "OMG {t} is {a}!!!", "guys!! {t} got bumped to {b}!!!"),
        (("place",), "OMG {t} is at {a}!!!", "guys!! bigger venue!! {t} is gonna be at {b}!!!"),
        (("price",), "OMG {t} is {a}!!!", "guys!! {t} dropped to {b}!!!"),
    ),
}  # fmt: skip

# Both stay true.
NEAR: Way = (
    ((*WHEN, "place"), "Agreed: {bare} - {a}.", "Agreed: {other} - {b}."),
    (("price",), "Our offer for {t}: {a} net.", "Our offer for delivery of {t}: {b} net."),
    (("time",), "{T} starts at {a}.", "Lunch at {t} is served at {b}."),
    (("time", "day"), "{T} is {at_a}.", "Any chance of getting {t} {at_b}?"),
    (WHEN, "{T} is {at_a}.", "My sister thinks {t} is {at_b} but she mixes things up."),
    (("place",), "{T} is {at_a}.", "We park at {b} for {t}."),
    (("place",), "{T} is {at_a}.", "Tickets for {t} can be picked up at {b}."),
    (("price",), "Adults pay {a} for {t}.", "Students pay {b} for {t}."),
    (("price",), "I paid {a} for {t}.", "{who} paid {b} for {t}."),
    (("name",), "{a} is coming to {t}.", "{b} is coming to {t} as well."),
    (("name",), "{a} takes photos at {t}.", "{b} does the sound at {t}."),
    (("name",), "{a} asked about {t}.", "{b} asked about {t}."),
    (("time", "place"), "{T} on {d1} is {at_a}.", "{T} on {d2} is {at_b}."),
    (("time",), "First shift of {t}: {a}.", "Second shift of {t}: {b}."),
    (("time",), "{T} begins {at_a}.", "{T} should be over by {b}."),
    (("time",), "{T} is {at_a}.", "I'll be at {t} from {b}."),
    (("time", "place"), "{T} is {at_a}.", "Last time {t} was {at_b}."),
    (("number",), "{a} people came to {t}.", "{b} people stayed to clean up after {t}."),
    (("number",), "We need {a} chairs for {t}.", "We need {b} tables for {t}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "If the hall is locked we do {t} {at_b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "I'd much rather have {t} {at_b}."),
    (("time", "place"), "{T} is {at_a}.", "Before {t} I meet {who} {at_b}."),
    (("time", "place"), "{T} is {at_a}.", "The {other} is {at_b}, right after {t}."),
    (("day", "date"), "{T} is on {a}.", "Sign up for {t} by {b}."),
    (("day", "date"), "{T} is on {a}.", "The report on {t} is due {b}."),
    (("city",), "{p} lives in {a}.", "{p} is in {b} for the weekend."),
    (("city",), "{p} lives in {a}.", "{q} lives in {b}."),
    (("firm",), "{p} works at {a}.", "{p} bought a lamp at {b}."),
    (("phone",), "{p}'s number is {a}.", "{q}'s number is {b}."),
    (("status",), "{Bare}: {a}", "{Other}: {b}"),
    (("time", "day"), "{T} is {at_a}.", "They announced two dates, {t} is also {at_b}."),
    ((*WHEN, "price"), "Agreed: {bare} - {a}.", "Rejected: {bare} - {b}."),
    ((*WHEN, "place"), "{T} is {at_a}.", "{who} joked that {t} is {at_b}."),
    (("price",), "{T} costs {a}.", "A similar {noun} costs {b} in town."),
)  # fmt: skip
CHATTER = (
    "thanks!", "Has anybody seen my blue umbrella?", "The lift is out of order again.", "lol", "I'll bring crisps.", "Good morning all",
    "My flight lands at 18:40.", "Parcel for {q} at the desk.", "It was 31 degrees at noon.", "Great, see you then", "The cat is back",
    "{q} says hi", "We finished 12 of 20 tickets.", "can someone let me in", "Happy birthday {q}!!",
)  # fmt: skip


def values(dice: random.Random, kind: str, at: datetime) -> tuple[str, str]:
    """An older and a newer value."""
    if kind == "time":
        hours, minute = dice.sample(range(8, 21), 2), dice.choice((0, 0, 15, 30, 45))
        form = dice.choice(("24", "12", "mixed"))
        said = [_clock(hour, minute, form if form != "mixed" else dice.choice(("24", "12"))) for hour in hours]
        return said[0], said[1]
    if kind == "date":
        form = dice.choice(("{0.day} {0:%B}", "{0:%B} {0.day}", "{0:%b} {0.day}", "{0:%Y-%m-%d}"))
        first, second = (form.format(at + timedelta(days=ahead)) for ahead in dice.sample(range(6, 60), 2))
        return first, second
    if kind == "price":
        form = dice.choice(("{} EUR", "£{}", "${}", "{} euros", "€{}", "{} pounds"))
        first, second = (form.format(one) for one in dice.sample(range(15, 990, 5), 2))
        return first, second
    if kind == "number":
        first, second = map(str, dice.sample(range(4, 95), 2))
        return first, second
    if kind == "phone":
        first, second = (f"0{dice.randrange(100, 999)} {dice.randrange(10**5, 10**6)}" for _ in range(2))
        return first, second
    if kind == "status":
        return dice.choice(STATES)
    pool = {"day": DAYS, "place": PLACES, "name": NAMES, "post": NAMES, "city": CITIES, "firm": FIRMS}[kind]
    first, second = dice.sample(pool, 2)
    return first, second


def _clock(hour: int, minute: int, form: str) -> str:
    if form == "24":
        return f"{hour}:{minute:02d}"
    return f"{hour % 12 or 12}{f':{minute:02d}' if minute else ''}{'am' if hour < 12 else 'pm'}"


def _pool(dice: random.Random, nouns: tuple[str, ...], sorts: tuple[str, ...]) -> list[str]:
    found = [f"{sort}{first} {noun}" for sort in sorts for first in FIRST for noun in nouns]
    dice.shuffle(found)
    return found


def told(seed: int, count: int) -> Told:
    """`count` pairs, in turn of each family, each with a near miss in a thread of its own and some chatter."""
    dice = random.Random(seed)
    out = Told([], [], set())
    things = {
        "event": _pool(dice, EVENTS, ("", "joint ")), "price": _pool(dice, GOODS + EVENTS[:8], ("big ", "")),
        "post": _pool(dice, POSTS, ("", "deputy ")),
        "other": _pool(dice, EVENTS, ("senior ", "regional ")),
        "person": sorted(f"{one} {other}" for one in PEOPLE for other in SURNAMES),
    }  # fmt: skip
    dice.shuffle(things["person"])
    order = sorted(WAYS)
    for number in range(count):
        way = order[number % len(order)]
        at = BEGIN + timedelta(hours=3 * number + dice.randrange(3), minutes=dice.randrange(60))
        kinds, older, newer = dice.choice(WAYS[way])
        kind = dice.choice(kinds)
        texts = _say(out, dice, things, (f"{number}", kind, older, newer), at)
        out.pairs.append(Pair(f"{number}-old", f"{number}-new", way, kind, held_back=True, texts=texts))
        kinds, older, newer = dice.choice(NEAR)
        _say(out, dice, things, (f"{number}n", dice.choice(kinds), older, newer), at + timedelta(minutes=20))
        out.distractors.add(f"{number}n-new")
    out.messages.sort(key=lambda one: one["time"])
    return out


def _say(
    out: Told, dice: random.Random, things: dict[str, list[str]], what: tuple[str, str, str, str], at: datetime
) -> tuple[str, str]:
    number, kind, older, newer = what
    first, second = values(dice, kind, at)
    thing = things[kind if kind in ("price", "post") else "event"].pop()
    other = things["other"].pop()
    named = "{p}" in older
    about, another = (things["person"].pop(), things["person"].pop()) if named else tuple(dice.sample(PEOPLE, 2))
    speakers, days = dice.sample(("Rosa", "Emil", "Femke", "Anders"), 3), dice.sample(DAYS, 2)
    at_ = AT.get(kind, "{}")
    fill = {
        "t": f"the {thing}", "T": f"The {thing}", "bare": thing, "Bare": thing[0].upper() + thing[1:], "noun": thing.split()[-1],
        "a": first, "b": second, "at_a": at_.format(first), "at_b": at_.format(second), "other": other,
        "Other": other[0].upper() + other[1:], "p": about, "q": another, "who": speakers[2], "d1": days[0], "d2": days[1],
    }  # fmt: skip
    gap = timedelta(minutes=dice.choice((15, 90, 600, 1500) if kind in ("time", "day") else (60, 900, 4000, 11000)))
    texts = older.format(**fill), newer.format(**fill)
    same = dice.random() < 0.6
    elsewhere = same and dice.random() < 0.2
    said_at(out, f"{number}-old", f"unseen {number}", speakers[0], at, texts[0])
    if dice.random() < 0.5:
        said_at(out, f"{number}-c", f"unseen {number}", speakers[1], at + gap / 2, dice.choice(CHATTER).format(**fill))
    thread = f"unseen {number}{'b' if elsewhere else ''}"
    said_at(out, f"{number}-new", thread, speakers[0 if same else 1], at + gap, texts[1])
    return texts


def report(found: Found) -> str:
    """The figures by family, and those of all."""
    lines = [f"{way:18} {found.first[way]:3} of {found.pairs[way]:3}" for way in sorted(found.pairs)]
    lines.append(f"all                {found.share(set(found.pairs)):.1%} of {sum(found.pairs.values())}")
    share = len(found.wrong) / found.distractors
    lines.append(f"wrongly replaced {len(found.wrong)}, near misses {found.distractors} ({share:.1%})")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--pairs", type=int, default=360)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = consolidated(Path(folder), told(given.seed, given.pairs))
    sys.stdout.write(report(found))


if __name__ == "__main__":
    main()
