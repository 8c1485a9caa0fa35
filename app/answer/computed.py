"""Computed answers: how long, how often, when last, which, busiest, counted from what memory holds, without a model. Exact or none at all.

What a question asks for is read by `asks`, whom it is about by `named`, how time is counted is told in `uses`. Each line cites moments that
prove it. Where the recorder was paused, or a rule left something out, in the time that was asked for, the answer says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.answer import asks, counting, named, promises, saying
from app.answer.asks import Ask
from app.answer.counting import Line
from app.answer.named import Named
from app.answer.saying import SAID
from app.answer.uses import FOLLOWED_US, Ledger, Stretch, Use, stretches, total_us, uses
from app.errors import KnownError
from app.recall.query import parse_time, understand
from app.records import Answer, Citation, Facet, Filters, TableRow, Understood
from app.store import figures, passages
from app.store.db import Store, from_us, to_us

LEAST_GAP_US = 60_000_000
NOT_LOOKED = ("paused", "excluded", "failed", "disk_full")
# A longer time is not one in which one was doing something.
LONGEST_AT = timedelta(hours=3)
_SHORTEST_DAY = timedelta(hours=23)
LONGEST_QUOTE = 320
# Where nothing stood at a point in time, so far before and after is looked.
NEAREST_US = 24 * 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class Counted:
    """What a computation works on: the store, the question's time in UTC microseconds and as it is said, and the present."""

    store: Store
    understood: Understood
    since_us: int
    until_us: int
    zone: ZoneInfo
    now: datetime

    @property
    def when(self) -> str:
        filters = self.understood.filters
        return saying.when(filters.since, filters.until, self.zone, self.now)

    @property
    def bounded(self) -> bool:
        return self.understood.filters.since is not None

    def point(self, at_us: int) -> str:
        return saying.point(at_us, self.zone, self.now)

    def clock(self, at_us: int) -> str:
        """A time of day, with its day where the question's time is longer than one."""
        one_day = self.bounded and self.until_us - self.since_us <= 25 * 3600 * 1_000_000
        return saying.clock(at_us, self.zone) if one_day else self.point(at_us)

    def ledger(self) -> Ledger:
        return figures.looked_at(self.store, self.since_us - FOLLOWED_US, self.until_us)

    def streams(self, who: Named | None = None) -> list[list[Stretch]]:
        """The stretches of the question's time; where they are asked of an application only, at least its own."""
        span = (self.since_us - FOLLOWED_US, self.until_us)
        of_app = who is not None and who.field == "app"
        shown = (
            figures.screens_of_apps(self.store, who.values, *span)
            if who and of_app
            else figures.screens(self.store, *span)
        )
        return stretches(shown, self.ledger(), self.since_us, self.until_us)


def answered(store: Store, question: str, filters: Filters, *, now: datetime, zone: str) -> Answer | None:
    """The computed answer of a question; None where it asks for no computation, or for one about a name that memory does not hold."""
    if any((filters.app, filters.site, filters.kind, filters.thread, filters.source, filters.author)):
        return None
    read = understand(question, now=now, zone=zone)
    ask = asks.read(read.words)
    if ask is None:
        return None
    given = filters if filters.since or filters.until else Filters(read.filters.since, read.filters.until)
    understood = Understood(read.words, given, "" if given is filters else read.time_words)
    now_us = to_us(now.astimezone(UTC))
    since_us = figures.EVER[0] if given.since is None else to_us(given.since)
    until_us = now_us + 1 if given.until is None else min(to_us(given.until), now_us + 1)
    counted = Counted(store, understood, since_us, until_us, saying.zone_of(zone), now)
    found = _COMPUTATIONS[ask.kind](counted, ask)
    if found is None:
        return None
    who, lines = found
    if not lines:
        return None
    lines = [*lines, *(_gaps(counted) if ask.kind not in {"asked", "messages", "promised"} else ())]
    said, citations = _cited(store, lines)
    rows = tuple(TableRow(*line.cells, text) for line, text in zip(lines, said, strict=True) if line.cells)
    text = "\n".join(said)
    return Answer(question, text, "computed", citations, 1.0, _with_chips(understood, ask, who), table=rows)


Found = tuple[Named | None, list[Line]]


def _with_chips(understood: Understood, ask: Ask, who: Named | None) -> Understood:
    if who is None or who.field in {"all", "title"}:
        return understood
    return replace(
        understood, facets=(Facet(who.field, who.values[0] if len(who.values) == 1 else who.name, ask.subject),)
    )


# -- screens


def _time(counted: Counted, ask: Ask) -> Found | None:
    who = named.on_screen(counted.store, ask)
    if who is None:
        return None
    found = uses(counted.streams(who), who.key)
    if not found:
        return who, _none(counted, who, "time_none")
    form = "time_computer" if who.field == "all" else "time"
    said = SAID[form].format(amount=saying.amount(total_us(found)), name=who.name, when=counted.when)
    longest = sorted((use for use in found if use.held_us), key=lambda use: -use.held_us)[:3] if len(found) > 1 else []
    return who, [Line(said, _ends(found)), _how(counted, found), *(_long(counted, use) for use in longest)]


def _times(counted: Counted, ask: Ask) -> Found | None:
    who = named.on_screen(counted.store, ask)
    if who is None or who.field == "all":
        return None
    found = uses(counted.streams(who), who.key)
    if not found:
        return who, _none(counted, who, "times_none")
    said = SAID["times"].format(name=who.name, times=saying.times(len(found)), when=counted.when)
    return who, [Line(said, _ends(found)), _how(counted, found)]


def _ends(found: Sequence[Use]) -> tuple[int, ...]:
    return tuple(dict.fromkeys((found[0].screens[0].id, found[-1].screens[-1].id)))


def _how(counted: Counted, found: Sequence[Use]) -> Line:
    moments = saying.counted(sum(len(use.screens) for use in found), "one_moment", "moments")
    said = SAID["counted_time"].format(
        moments=moments, uses=saying.counted(len(found), "one_use", "uses"), first=counted.clock(found[0].from_us),
        last=counted.clock(max(use.until_us for use in found)),
    )  # fmt: skip
    return Line(said, _ends(found))


def _long(counted: Counted, use: Use) -> Line:
    said = SAID["longest"].format(
        since=counted.clock(use.from_us),
        until=saying.clock(use.until_us, counted.zone),
        amount=saying.amount(use.held_us),
    )
    return Line(said, (use.screens[0].id,))


def _none(counted: Counted, who: Named, code: str) -> list[Line]:
    """That a thing was not there in that time, proved by when it was before or after."""
    near = [] if who.field == "all" else _edge(counted.store, who, figures.EVER[0], counted.until_us, last=True)
    near = near or (
        [] if who.field == "all" else _edge(counted.store, who, counted.since_us, figures.EVER[1], last=False)
    )
    lines = [Line(SAID[code].format(name=who.name, when=counted.when), tuple(one.id for one in near))]
    if near:
        lines.append(Line(SAID["nearest_use"].format(name=who.name, time=counted.point(near[0].at_us)), (near[0].id,)))
    return lines


def _edge(store: Store, who: Named, since_us: int, until_us: int, *, last: bool) -> list[figures.Screen]:
    return figures.screen_at_edge(store, who.field, who.values, since_us, until_us, last=last)


def _at_edge(counted: Counted, ask: Ask, *, last: bool) -> Found | None:
    if ask.verb in named.PEOPLE_VERBS:
        return _message_at_edge(counted, ask, last=last)
    who = named.on_screen(counted.store, ask)
    if who is None or who.field == "all":
        return None
    found = _edge(counted.store, who, counted.since_us, counted.until_us, last=last)
    if not found:
        return who, _none(counted, who, "times_none")
    at_us = found[0].at_us
    if last:  # it may have stood there longer than its picture is old
        window = replace(counted, since_us=at_us, until_us=min(counted.until_us, at_us + FOLLOWED_US))
        at_us = max((use.until_us for use in uses(window.streams(who), who.key)), default=at_us)
    code = "last_use" if last else "first_use"
    return who, [Line(SAID[code].format(name=who.name, time=counted.point(at_us)), (found[0].id,))]


def _day_edge(counted: Counted, ask: Ask, *, last: bool) -> Found | None:
    if not counted.bounded or counted.until_us - counted.since_us > 25 * 3600 * 1_000_000:
        return None
    found = uses(counted.streams(), Named("all", name=SAID["computer"]).key)
    if not found:
        return None
    screen = found[-1].screens[-1] if last else found[0].screens[0]
    at_us = max(use.until_us for use in found) if last else found[0].from_us
    return None, [Line(SAID["ended" if last else "begun"].format(time=counted.point(at_us)), (screen.id,))]


def _listed(counted: Counted, ask: Ask) -> Found | None:
    if ask.thing in {"person", "thread"}:
        items = counting.by_messages(counted.store, ask, (counted.since_us, counted.until_us))
    else:
        items = counting.by_time(counted.streams(), ask)
    if not items:
        empty = counted.bounded and ask.thing not in {"person", "thread"} and not any(counted.streams())
        return (None, [Line(SAID["list_none"].format(when=counted.when), ())]) if empty else None
    if ask.kind == "most":
        top = items[0]
        said = SAID["most"].format(name=top.name, amount=top.amount, when=counted.when)
        others = [counting.row("item_time", one.name, one.amount, one.proof) for one in items[1:4]]
        return None, [Line(said, top.proof, (top.name, top.amount)), *others]
    head = Line(SAID[f"number_{ask.thing}"].format(count=len(items), when=counted.when), ())
    lines = [counting.row("item_time", one.name, one.amount, one.proof) for one in items]
    more = len(lines) - counting.MOST_LISTED
    return None, [
        head,
        *lines[: counting.MOST_LISTED],
        *([Line(SAID["more"].format(count=more), ())] if more > 0 else []),
    ]


def _busiest(counted: Counted, ask: Ask) -> Found | None:
    who = named.on_screen(counted.store, ask)
    if who is None:
        return None
    found = uses(counted.streams(who), who.key)
    long = counted.until_us - counted.since_us > 25 * 3600 * 1_000_000
    unit = ask.unit or ("day" if long else "hour")
    top = counting.busiest(found, unit, counted.zone)
    if top is None:
        return None
    at_us, held_us, proof = top
    where = SAID["at_computer"] if who.field == "all" else SAID["in_name"].format(name=who.name)
    step = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}[unit]
    begin = from_us(at_us)
    end = (begin.astimezone(counted.zone) + step).astimezone(UTC) if unit != "hour" else begin + step
    name = saying.when(begin, end, counted.zone, counted.now)
    return who, [Line(SAID["busiest"].format(name=name, amount=saying.amount(held_us), where=where), proof)]


def _at(counted: Counted, ask: Ask) -> Found | None:
    filters = counted.understood.filters
    if filters.since is None or filters.until is None or filters.until - filters.since > LONGEST_AT:
        return None
    point = _point(counted)
    if point is None:
        return None, counting.in_order(counted.streams(), counted.zone)
    at_us = to_us(point)
    around = replace(counted, since_us=at_us - NEAREST_US, until_us=min(at_us + NEAREST_US, to_us(counted.now)))
    return None, counting.at_point(around.streams(), at_us, counted.point)


def _point(counted: Counted) -> datetime | None:
    """The time of day that a question names, where it names one and no span."""
    words, zone = counted.understood.time_words, counted.zone.key
    try:
        low, high = (parse_time(words, now=counted.now, zone=zone, end=end) for end in (False, True))
    except KnownError:
        return None
    return low if low == high else None


# -- messages


def _messages(counted: Counted, ask: Ask) -> Found | None:
    found = counting.messages(counted.store, ask, (counted.since_us, counted.until_us))
    if found is None:
        return None
    who, about, held = found
    if not held:
        return who, [Line(SAID["messages_none"].format(about=about, when=counted.when), ())]
    proof = tuple(dict.fromkeys((held[0].id, held[-1].id)))
    said = SAID["messages"].format(
        messages=saying.counted(len(held), "one_message", "n_messages"), about=about, when=counted.when
    )
    how = SAID["counted_messages"].format(first=counted.clock(held[0].at_us), last=counted.clock(held[-1].at_us))
    return who, [Line(said, proof), Line(how, proof)]


def _message_at_edge(counted: Counted, ask: Ask, *, last: bool) -> Found | None:
    role = {"talk": "with", "hear": "author", "send": "to"}[ask.verb]
    span = (counted.since_us, counted.until_us)
    found = counting.messages(counted.store, replace(ask, role=role), span)
    if found is None:
        return None
    who, about, held = found
    if not held:
        return who, [Line(SAID["messages_none"].format(about=about, when=counted.when), ())]
    edge = held[-1] if last else held[0]
    code = "last_message" if last else "first_message"
    return who, [Line(SAID[code].format(about=about, time=counted.point(edge.at_us)), (edge.id,))]


def _promised(counted: Counted, ask: Ask) -> Found | None:
    """Sentences of messages in which somebody takes something on, the last ones first. Where none of them was written in a time that was
    named, that is said; where none was written at all, it may stand elsewhere than in messages.
    """
    found = promises.promises(counted.store, ask, (counted.since_us, counted.until_us))
    if found is None:
        return None
    who, held = found
    if not held:
        return (who, [Line(SAID["promised_none"].format(when=counted.when), ())]) if counted.bounded else None
    form = f"promised_{ask.role or 'mine'}"
    head = Line(SAID[form].format(name=who.name if who else "", when=counted.when), ())
    shown = [
        Line(SAID["promised_item"].format(time=counted.point(one.at_us), sentence=one.text), (one.id,))
        for one in reversed(held[-counting.MOST_LISTED :])
    ]
    return who, [head, *shown]


def _asked(counted: Counted, ask: Ask) -> Found | None:
    """What was asked of the memory itself: a list of questions, which prove nothing and are cited by nothing."""
    held = figures.questions(counted.store, counted.since_us, counted.until_us)
    if ask.subject:
        held = [one for one in held if ask.subject.casefold() in one[2].casefold()]
    if not held:
        return None, [Line(SAID["asked_none"].format(when=counted.when), ())]
    head = Line(SAID["asked"].format(count=len(held), when=counted.when), ())
    shown = [
        Line(SAID["asked_item"].format(time=counted.point(to_us(at)), question=question), ())
        for at, _, question in held[-counting.MOST_LISTED :]
    ]
    return None, [head, *shown]


_COMPUTATIONS = {
    "time": _time,
    "times": _times,
    "messages": _messages,
    "number": _listed,
    "list": _listed,
    "most": _listed,
    "last": lambda counted, ask: _at_edge(counted, ask, last=True),
    "first": lambda counted, ask: _at_edge(counted, ask, last=False),
    "begun": lambda counted, ask: _day_edge(counted, ask, last=False),
    "ended": lambda counted, ask: _day_edge(counted, ask, last=True),
    "busiest": _busiest,
    "at": _at,
    "promised": _promised,
    "asked": _asked,
}


# -- what was not seen, and the proof


def _gaps(counted: Counted) -> list[Line]:
    """What of the question's time was not looked at, as far as the ledger knows."""
    if not counted.bounded:
        return []
    lines = []
    first = figures.first_at_us(counted.store)
    if (
        first is not None
        and from_us(first).astimezone(counted.zone).date() > from_us(counted.since_us).astimezone(counted.zone).date()
    ):
        lines.append(Line(SAID["gap_before"].format(time=counted.point(first)), ()))
    held: dict[tuple[str, str], int] = {}
    for monitor, from_us_, until_us, outcome in figures.looked_at(counted.store, counted.since_us, counted.until_us):
        inside = min(until_us, counted.until_us) - max(from_us_, counted.since_us)
        held[outcome, monitor] = held.get((outcome, monitor), 0) + max(inside, 0)
    for outcome in NOT_LOOKED:
        longest = max((us for (one, _), us in held.items() if one == outcome), default=0)
        if longest >= LEAST_GAP_US:
            lines.append(Line(SAID[f"gap_{outcome}"].format(amount=saying.amount(longest)), ()))
    return lines


def _cited(store: Store, lines: Sequence[Line]) -> tuple[list[str], tuple[Citation, ...]]:
    """The lines with the numbers of the moments that prove them, and those moments."""
    numbers: dict[int, int] = {}
    held = figures.moments(store, [one for line in lines for one in line.proof])
    out = []
    for line in lines:
        marks = [f"[{numbers.setdefault(one, len(numbers) + 1)}]" for one in line.proof if one in held]
        out.append(" ".join([line.text, *marks]))
    citations = []
    for row_id, n in numbers.items():
        moment = held[row_id]
        quote = moment.title or " ".join(text for _, text, _ in passages.lines_of(store, row_id))
        citations.append(
            Citation(
                n,
                moment.id,
                moment.time,
                moment.app or moment.source,
                moment.title,
                " ".join(quote.split())[:LONGEST_QUOTE],
            )
        )
    return out, tuple(citations)
