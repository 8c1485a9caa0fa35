"""How exact computed answers are: questions made of a demo week's own script, with the answer that follows from the script alone.

    PYTHONPATH=. python -m tests.bench.computed CACHE [a|b] [--held-back] [--misses]

The expected answers come from `app.demo.truth` and the script's moments, by code that shares nothing with the program's. Time in an
application is that of its uses, from the first to the last screen of each, a use being cut where half an hour lies between two screens.
Each kind of question has wordings that the program was built with and three that were held back: those are measured apart, and so is week
b, which nothing was chosen on. An answer that is not computed is a miss; so is one whose number, name, day or list differs at all.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from app import demo
from app.answer import computed
from app.memory import Memory
from app.paths import Places
from app.records import Answer, Filters

LAST_DAY = date(2026, 11, 15)
ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
PAUSE = timedelta(minutes=30)
EACH = 9

# (wordings the program was built with, wordings held back). {x} is whom or what it is about, {t} its time.
WORDINGS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "time": (
        ("How long was I in {x} {t}?", "How much time did I spend in {x} {t}?", "how long did I use {x} {t}",
         "How many minutes was I in {x} {t}?"),
        ("How much time have I spent using {x} {t}?", "{t}, how long was I working in {x}?", "How long did I have {x} open {t}?"),
    ),
    "computer": (
        ("How long was I at the computer {t}?", "How many hours did I work {t}?", "How much time did I spend at the computer {t}?"),
        ("For how long was I at my computer {t}?", "How many hours was I on the computer {t}?", "How long did I work {t}?"),
    ),
    "times": (
        ("How often did I open {x} {t}?", "How many times did I use {x} {t}?", "how often was I in {x} {t}?"),
        ("How many times did I go to {x} {t}?", "{t}, how often did I switch to {x}?", "How often have I used {x} {t}?"),
    ),
    "messages": (
        ("How many messages did I get from {x} {t}?", "How many messages from {x} {t}?", "How many messages did {x} send me {t}?"),
        ("How many times did {x} write to me {t}?", "How many texts did I receive from {x} {t}?", "{t}, how many messages did {x} write?"),
    ),
    "sent": (
        ("How many messages did I send {t}?", "How many messages did I write {t}?", "how many messages have I sent {t}?"),
        ("How many messages have I written {t}?", "{t}, how many messages did I send?", "How many texts did I write {t}?"),
    ),
    "last": (
        ("When did I last open {x}?", "When was the last time I used {x}?", "When did I use {x} last?"),
        ("When was {x} last open?", "What time did I last look at {x}?", "When was I last in {x}?"),
    ),
    "first": (
        ("When did I first open {x} {t}?", "When was the first time I used {x} {t}?", "When did I use {x} for the first time {t}?"),
        ("What time did I first use {x} {t}?", "When did I open {x} first {t}?", "{t}, when did I first look at {x}?"),
    ),
    "last_message": (
        ("When did I last hear from {x}?", "When was the last message from {x}?", "When did {x} last write to me?"),
        ("When did {x} last message me?", "When was the last time I heard from {x}?", "When did I last get a message from {x}?"),
    ),
    "apps": (
        ("Which apps did I use {t}?", "What programs did I use {t}?", "List the apps I used {t}."),
        ("Show me all the applications that I opened {t}.", "{t}, which apps did I use?", "What apps have I used {t}?"),
    ),
    "sites": (
        ("Which sites did I visit {t}?", "What websites did I look at {t}?", "List the sites I visited {t}."),
        ("Which websites have I been on {t}?", "What web sites did I open {t}?", "Show me the sites I was on {t}."),
    ),
    "people": (
        ("Who did I write with {t}?", "List the people I wrote with {t}.", "Which people did I talk to {t}?"),
        ("Who did I exchange messages with {t}?", "What people did I chat with {t}?", "{t}, who did I talk to?"),
    ),
    "pdfs": (
        ("Which PDFs did I read {t}?", "What PDFs did I open {t}?", "List the PDFs I read {t}."),
        ("Which PDF files did I look at {t}?", "Show me the PDFs that I opened {t}.", "Which pdfs have I seen {t}?"),
    ),
    "busiest_day": (
        ("Which day was my busiest {t}?", "What was my busiest day {t}?", "On which day was I most active {t}?"),
        ("{t}, which day was the busiest?", "On what day did I work the most {t}?", "What day was I busiest {t}?"),
    ),
    "busiest_hour": (
        ("What was my busiest hour {t}?", "Which hour was the busiest {t}?", "In which hour was I most active {t}?"),
        ("{t}, what was the busiest hour?", "At what hour was I busiest {t}?", "When was I busiest {t}?"),
    ),
    "most": (
        ("Which app did I use most {t}?", "What app did I use the most {t}?", "What was my most used app {t}?"),
        ("Which program did I spend the most time in {t}?",
         "{t}, which application did I use longest?", "In which app did I spend most time {t}?"),
    ),
    "at": (
        ("What was I doing {t}?", "What was on my screen {t}?", "Which app was I using {t}?"),
        ("What did I have open {t}?", "{t}, what was I working on?", "What was I looking at {t}?"),
    ),
    "begun": (
        ("When did I start working {t}?", "When did I begin {t}?", "What time did I start working {t}?"),
        ("When did I start my day {t}?", "{t}, when did I begin working?", "At what time did I start {t}?"),
    ),
    "ended": (
        ("When did I stop working {t}?", "When did I finish {t}?", "What time did I stop working {t}?"),
        ("When did I finish work {t}?", "{t}, when did I end my day?", "At what time did I stop {t}?"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its exact answer: a line's beginning, or the names of a list."""

    kind: str
    text: str
    expected: str | frozenset[str]
    held_back: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A time as it is said, and its bounds."""

    said: str
    since: datetime
    until: datetime


class Week:
    """A week as its script tells it."""

    def __init__(self, story: str) -> None:
        self.zone = ZoneInfo(ZONE)
        self.moments = list(demo.week(story=story, last_day=LAST_DAY))  # type: ignore[arg-type]
        self.truth = demo.truth(story, last_day=LAST_DAY)  # type: ignore[arg-type]
        self.screens = [one for one in self.moments if one.kind == "screen"]
        self.messages = [one for one in self.moments if one.kind == "message"]
        self.at = {one.key: one.at for one in self.moments}
        self.uses = [(use.app, run) for use in self.truth.uses for run in self._runs(use.moments)]
        self.apps = [app for app, _ in Counter(one.app for one in self.screens).most_common()]
        self.people = [
            name for name, _ in Counter(m.author for m in self.messages).most_common() if name != self.truth.owner
        ]

    def _runs(self, keys: Sequence[str]) -> Iterator[list[datetime]]:
        run: list[datetime] = []
        for at in (self.at[key] for key in keys):
            if run and at - run[-1] > PAUSE:
                yield run
                run = []
            run.append(at)
        yield run

    def day(self, number: int) -> date:
        return LAST_DAY - timedelta(days=7 - number)

    def local(self, day: date, clock: time = time()) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone)

    def days(self) -> list[Asked]:
        out = []
        for n in range(1, 8):
            day = self.day(n)
            said = (f"on {day:%A}", f"on {day.day} {day:%B}", *(["yesterday"] if n == 7 else []))
            out += [Asked(one, self.local(day), self.local(day + timedelta(days=1))) for one in said]
        return out

    def weeks(self) -> list[Asked]:
        first, last = self.local(self.day(1)), self.local(self.day(8))
        return [
            Asked("last week", first, last),
            Asked("over the weekend", self.local(self.day(6)), last),
            Asked("from Monday to Friday last week", first, self.local(self.day(6))),
        ]

    def parts(self) -> list[Asked]:
        out = []
        for n in range(1, 8):
            day = self.day(n)
            out.append(Asked(f"on {day:%A} morning", self.local(day, time(5)), self.local(day, time(12))))
            out.append(
                Asked(f"on {day:%A} between 14:00 and 17:00", self.local(day, time(14)), self.local(day, time(17)))
            )
        return out

    def seconds(self, app: str | None, since: datetime, until: datetime) -> float:
        """How long an application was in front; of none, how long anything was."""
        return sum((b - a).total_seconds() for a, b in self.pieces(app, since, until))

    def pieces(self, app: str | None, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        runs = [run for one, run in self.uses if one == app] if app else [[one.at for one in self.screens]]
        pairs = [(a, b) for run in runs for a, b in pairwise(run) if b - a <= PAUSE]
        return [(max(a, since), min(b, until)) for a, b in pairs if min(b, until) > max(a, since)]

    def count(self, app: str, since: datetime, until: datetime) -> int:
        return sum(1 for one, run in self.uses if one == app and any(since <= at < until for at in run))


def amount(seconds: float) -> str:
    """As a person would write it."""
    if round(seconds) < 60:
        return f"{round(seconds)} s"
    minutes = int((round(seconds) + 30) // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")


def point(at: datetime) -> str:
    local = at.astimezone(ZoneInfo(ZONE))
    return f"{local:%A} {local.day} {local:%B}, {local.hour}:{local:%M}"


def questions(story: str, *, held_back: bool) -> list[Question]:
    """The questions of a week, the same at each call."""
    week, chance = Week(story), random.Random(f"{story} {held_back}")
    out = []
    for kind, wordings in WORDINGS.items():
        cases = list(_CASES[kind](week))
        chance.shuffle(cases)
        for n, (subject, said, expected) in enumerate(cases[:EACH]):
            text = wordings[held_back][n % len(wordings[held_back])]
            text = " ".join(text.replace("{x}", subject).replace("{t}", said).split()).replace(" ?", "?")
            out.append(Question(kind, text[0].upper() + text[1:], expected, held_back))
    return out


Case = tuple[str, str, str | frozenset[str]]


def _times_of(week: Week) -> Iterator[Case]:
    for app in week.apps:
        for asked in (*week.days(), *week.weeks(), *week.parts()):
            seconds = week.seconds(app, asked.since, asked.until)
            if seconds:
                yield app, asked.said, f"{amount(seconds)} in {app}"


def _computer(week: Week) -> Iterator[Case]:
    for asked in (*week.days(), *week.weeks()):
        yield "", asked.said, f"{amount(week.seconds(None, asked.since, asked.until))} at the computer"


def _counts(week: Week) -> Iterator[Case]:
    for app in week.apps:
        for asked in (*week.days(), *week.weeks()):
            n = week.count(app, asked.since, asked.until)
            often = {1: "once", 2: "twice"}.get(n, f"{n} times")
            yield app, asked.said, f"{app} was opened {often}," if n else f"{app} was not opened,"


def _messages(week: Week) -> Iterator[Case]:
    for name in week.people:
        for asked in (*week.days()[::2], *week.weeks()):
            n = sum(m.author == name and asked.since <= m.at < asked.until for m in week.messages)
            if n:
                yield name, asked.said, f"{n} message{'s' * (n != 1)} from {name}"


def _sent(week: Week) -> Iterator[Case]:
    for asked in (*week.days(), *week.weeks()):
        n = sum(m.author == week.truth.owner and asked.since <= m.at < asked.until for m in week.messages)
        yield "", asked.said, f"{n} message{'s' * (n != 1)} from you" if n else "No messages from you"


def _last(week: Week) -> Iterator[Case]:
    for app in week.apps:
        yield app, "", f"{app} was last on the screen {point(max(s.at for s in week.screens if s.app == app))}."
    for item in week.truth.documents:
        held = [s.at for s in week.screens if item.name.lower() in s.title.lower()]
        if held:
            yield item.name, "", f"{item.name} was last on the screen {point(max(held))}."


def _first(week: Week) -> Iterator[Case]:
    for app in week.apps:
        for asked in week.days():
            held = [s.at for s in week.screens if s.app == app and asked.since <= s.at < asked.until]
            if held:
                yield app, asked.said, f"{app} was first on the screen {point(min(held))}."


def _last_message(week: Week) -> Iterator[Case]:
    for name in week.people:
        yield name, "", f"The last message from {name}: {point(max(m.at for m in week.messages if m.author == name))}."


def _names(week: Week, of: Callable[[demo.DemoMoment], str]) -> Iterator[Case]:
    for asked in (*week.days(), *week.weeks()):
        names = frozenset(of(one) for one in week.moments if asked.since <= one.at < asked.until) - {""}
        if names:
            yield "", asked.said, names


def _people(week: Week) -> Iterator[Case]:
    alone = {m.thread for m in week.messages} & {m.author for m in week.messages}

    def partner(one: demo.DemoMoment) -> str:
        if one.kind != "message":
            return ""
        if one.author != week.truth.owner:
            return one.author
        return one.thread if one.thread in alone else ""

    yield from _names(week, partner)


def _busiest(week: Week, step: timedelta, times: Sequence[Asked]) -> Iterator[Case]:
    for asked in times:
        held: Counter[datetime] = Counter()
        for a, b in week.pieces(None, asked.since, asked.until):
            at = a
            while at < b:
                local = at.astimezone(week.zone)
                begin = local.replace(minute=0, second=0) if step < timedelta(days=1) else week.local(local.date())
                held[begin] += round((min(b, begin + step) - at).total_seconds())
                at = min(b, begin + step)
        top = max(held.values(), default=0)
        if top and sum(value == top for value in held.values()) == 1:
            begin = next(one for one in held if held[one] == top)
            name = f"{begin:%A} {begin.day} {begin:%B}"
            end = begin + step
            until = f"{end.hour}:00" if end.hour else "24:00"
            name += "" if step >= timedelta(days=1) else f", {begin.hour}:00 to {until}"
            yield "", asked.said, f"{name}: {amount(top)} at the computer"


def _most(week: Week) -> Iterator[Case]:
    for asked in (*week.days(), *week.weeks()):
        held = {app: week.seconds(app, asked.since, asked.until) for app in week.apps}
        top = max(held.values())
        if top and sum(value == top for value in held.values()) == 1:
            app = next(one for one in held if held[one] == top)
            yield "", asked.said, f"{app}: {amount(top)}"


def _at(week: Week) -> Iterator[Case]:
    for before, after in zip(week.screens, week.screens[1:], strict=False):
        at = (before.at + timedelta(minutes=1)).astimezone(week.zone).replace(second=0)
        if before.at < at < after.at:
            yield "", f"on {at:%A} at {at.hour}:{at:%M}", f"{point(at)}: {before.app}, {before.title}."


def _edges(week: Week, *, last: bool) -> Iterator[Case]:
    for asked in week.days():
        held = [s.at for s in week.screens if asked.since <= s.at < asked.until]
        yield (
            "",
            asked.said,
            f"The {'last' if last else 'first'} screen is of {point(max(held) if last else min(held))}.",
        )


_CASES: dict[str, Callable[[Week], Iterator[Case]]] = {
    "time": _times_of,
    "computer": _computer,
    "times": _counts,
    "messages": _messages,
    "sent": _sent,
    "last": _last,
    "first": _first,
    "last_message": _last_message,
    "apps": lambda week: _names(week, lambda one: one.app if one.kind == "screen" else ""),
    "sites": lambda week: _names(week, lambda one: one.site),
    "people": _people,
    "pdfs": lambda week: _names(week, lambda one: one.title if one.title.endswith(".pdf") else ""),
    "busiest_day": lambda week: _busiest(week, timedelta(days=1), week.weeks()),
    "busiest_hour": lambda week: _busiest(week, timedelta(hours=1), week.days()),
    "most": _most,
    "at": _at,
    "begun": lambda week: _edges(week, last=False),
    "ended": lambda week: _edges(week, last=True),
}


def exact(question: Question, answer: Answer | None) -> bool:
    """Whether an answer says exactly what is expected, and cites what it says."""
    if answer is None or answer.mode != "computed":
        return False
    lines = answer.text.split("\n")
    if isinstance(question.expected, frozenset):
        named = {match[1] for line in lines[1:] if (match := re.match(r"(.+?): \d", line))}
        return named == question.expected and bool(answer.citations)
    zero = question.expected.startswith(("No ",))
    return lines[0].startswith(question.expected) and (zero or bool(answer.citations))


def measured(
    memory: Memory, asked: Sequence[Question]
) -> tuple[dict[str, tuple[int, int]], list[tuple[Question, str]]]:
    """(right, asked) by kind, and the questions that were missed with what was answered."""
    right: Counter[str] = Counter()
    missed = []
    for one in asked:
        answer = computed.answered(memory.store, one.text, Filters(), now=NOW, zone=ZONE)
        if exact(one, answer):
            right[one.kind] += 1
        else:
            missed.append((one, answer.text if answer else "(not computed)"))
    asked_of = Counter(one.kind for one in asked)
    return {kind: (right[kind], asked_of[kind]) for kind in asked_of}, missed


def main(cache: Path, story: str, *, held_back: bool, misses: bool) -> None:
    """Print how many are exact, by kind."""
    memory = Memory.open(Places(cache / f"week{story}", cache / f"week{story}.key"))
    try:
        by_kind, missed = measured(memory, questions(story, held_back=held_back))
    finally:
        memory.close()
    for kind, (right, asked) in by_kind.items():
        print(f"{kind:14} {right:3} of {asked}")
    right, asked = (sum(pair[n] for pair in by_kind.values()) for n in (0, 1))
    print(
        f"week {story}, {'held-back' if held_back else 'known'} wording: {right} of {asked} exact ({right / asked:.1%})"
    )
    for one, said in missed if misses else ():
        print(f"\n{one.kind}: {one.text}\n  expected {one.expected}\n  said     {said}")


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    main(
        Path(words[0]), words[1] if len(words) > 1 else "a", held_back="--held-back" in sys.argv,
        misses="--misses" in sys.argv,
    )  # fmt: skip
