"""What computed answers count: lists by time or by messages, the busiest stretch, what stood at a point in time. No wording of a question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from app.answer import named, saying
from app.answer.asks import Ask
from app.answer.named import Named
from app.answer.saying import SAID
from app.answer.uses import PAUSE_US, Stretch, Use, total_us, uses
from app.consolidate.things import thing_of
from app.recall.looks import looks_like
from app.records import Moment
from app.store import figures, made
from app.store.daily import Seen
from app.store.db import Store, from_us, to_us
from app.store.figures import Message, Screen

MOST_LISTED = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer, row ids of the moments that prove it, and, of a row of a table, its name and amount."""

    text: str
    proof: tuple[int, ...]
    cells: tuple[str, str] | None = None


def row(code: str, name: str, amount: str, proof: tuple[int, ...]) -> Line:
    """A line that is a row of a table too: what is counted, and how much of it."""
    return Line(SAID[code].format(name=name, amount=amount), proof, (name, amount))


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list: its name, how much of it, and its proof."""

    name: str
    amount: str
    proof: tuple[int, ...]


# -- lists


def by_time(streams: Sequence[Sequence[Stretch]], ask: Ask) -> list[Item]:
    """The applications, sites or documents of some stretches, by how long they were in front."""
    held: dict[str, list[Use]] = {}
    titles: dict[str, str] = {}
    for use in uses(streams, _key(ask, titles)):
        held.setdefault(use.key, []).append(use)
    order = sorted(held, key=lambda name: (-total_us(held[name]), -sum(len(use.screens) for use in held[name]), name))
    return [
        Item(
            titles.get(name, name),
            f"{saying.amount(total_us(held[name]))}, {saying.times(len(held[name]))}",
            tuple(dict.fromkeys((held[name][0].screens[0].id, held[name][-1].screens[-1].id))),
        )
        for name in order
    ]


def _key(ask: Ask, titles: dict[str, str]) -> Callable[[Screen], str | None]:
    if ask.thing == "app":
        return lambda screen: screen.app or None
    if ask.thing == "site":
        return lambda screen: screen.site or None
    known: dict[tuple[str, str, str], str | None] = {}

    def document(screen: Screen) -> str | None:
        window = (screen.app, screen.site, screen.title)
        if window not in known:
            known[window] = _document(screen, ask.narrower, titles)
        return known[window]

    return document


def _document(screen: Screen, narrower: str, titles: dict[str, str]) -> str | None:
    """The key of the document or page that a window shows; its title is kept beside."""
    seen = Seen(screen.id, "", screen.at_us, screen.zone, "screen", screen.app, screen.title, "", screen.site, "", "")
    thing = thing_of(seen)
    if thing is None or (narrower == "page" and thing.kind != "page"):
        return None
    if narrower in {"pdf", "table"}:
        moment = Moment(
            "", "screen", from_us(screen.at_us), screen.zone, app=screen.app, title=screen.title, site=screen.site
        )
        if not looks_like(narrower, moment):
            return None
    titles[thing.key] = thing.title
    return thing.key


def by_messages(store: Store, ask: Ask, span: tuple[int, int]) -> list[Item]:
    """The people, or threads, of the messages of a time, by how many they are. The user is none of the people; with whom one writes alone
    counts also where only the user wrote."""
    user = made.user_of_messages(store)
    if ask.thing == "person" and not user:
        return []
    held: dict[str, list[Message]] = {}
    alone = set(figures.threads(store)) & set(figures.authors(store)) if ask.thing == "person" else set()
    for one in figures.messages(store, *span):
        name = one.thread if ask.thing == "thread" else one.author
        if ask.thing == "person" and name == user:
            name = one.thread if one.thread in alone and not ask.role else ""
        if name:
            held.setdefault(name, []).append(one)
    order = sorted(held, key=lambda name: (-len(held[name]), held[name][0].at_us))
    return [
        Item(
            name,
            saying.counted(len(held[name]), "one_message", "n_messages"),
            tuple(dict.fromkeys((held[name][0].id, held[name][-1].id))),
        )
        for name in order
    ]


# -- messages


def messages(store: Store, ask: Ask, span: tuple[int, int]) -> tuple[Named | None, str, list[Message]] | None:
    """(about whom, how that is said, the messages in order); None where the name is nobody's, or who the user is cannot be told."""
    who, place = _about(store, ask)
    user = made.user_of_messages(store) if ask.role in {"mine", "others", "to"} else ""
    about = {"author": who, "with": who or place, "to": place, "thread": place}.get(ask.role)
    if (about is None and ask.role not in {"any", "mine", "others"}) or (
        ask.role in {"mine", "others", "to"} and not user
    ):
        return None

    def wanted(one: Message) -> bool:
        match ask.role:
            case "any":
                return True
            case "mine" | "others":
                return (one.author == user) == (ask.role == "mine")
            case "to":
                return place is not None and place.holds(one) and one.author == user
            case "author":
                return who is not None and who.holds(one)
        return any(named_ is not None and named_.holds(one) for named_ in (who, place))

    form = "in_thread" if ask.role == "thread" else "from" if ask.role == "author" else ask.role
    said = SAID[form].format(name=about.name if about else "")
    return about, said, [one for one in figures.messages(store, *span) if wanted(one)]


def _about(store: Store, ask: Ask) -> tuple[Named | None, Named | None]:
    """The person and the thread that messages are asked about, as far as the question is about one."""
    if ask.role in {"any", "mine", "others"}:
        return None, None
    who = None if ask.role == "thread" else named.person(store, ask.subject)
    if ask.role == "author":
        return who, None
    return who, named.talks_with(store, who, ask.subject) or named.thread(store, ask.subject)


# -- the busiest


def busiest(found: Sequence[Use], unit: str, zone: ZoneInfo) -> tuple[int, int, tuple[int, ...]] | None:
    """(begin in UTC microseconds, how long, proof) of the local hour, day or week that held most of some uses; the first of equals."""
    held: dict[int, int] = {}
    reached = -(1 << 62)
    for low, high in sorted(part for use in found for part in use.parts):
        at = max(low, reached)
        reached = max(reached, high)
        while at < high:
            begin, end = _bucket(at, unit, zone)
            held[begin] = held.get(begin, 0) + min(high, end) - at
            at = min(high, end)
    if not held:
        return None
    top = min(held, key=lambda begin: (-held[begin], begin))
    _, end = _bucket(top, unit, zone)
    inside = [screen for use in found for screen in use.screens if top <= screen.at_us < end]
    inside = inside or [use.screens[0] for use in found if any(low < end and high > top for low, high in use.parts)]
    inside.sort(key=lambda screen: screen.at_us)
    return top, held[top], tuple(dict.fromkeys((inside[0].id, inside[-1].id)))


def _bucket(at_us: int, unit: str, zone: ZoneInfo) -> tuple[int, int]:
    at = from_us(at_us)
    if unit == "hour":
        begin = at - timedelta(minutes=at.astimezone(zone).minute, seconds=at.second, microseconds=at.microsecond)
        return to_us(begin), to_us(begin + timedelta(hours=1))
    local = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit == "week":
        local -= timedelta(days=local.weekday())
    end = local + timedelta(days=7 if unit == "week" else 1)
    return to_us(local.astimezone(UTC)), to_us(end.astimezone(UTC))


# -- at a time


def at_point(streams: Sequence[Sequence[Stretch]], at_us: int, said: Callable[[int], str]) -> list[Line]:
    """What stood on each monitor at a point in time; the nearest before or after where nothing did."""
    lines, near = [], []
    for stretches_ in streams:
        before = [one for one in stretches_ if one.screen.at_us <= at_us]
        after = [one for one in stretches_ if one.screen.at_us > at_us]
        near += [*before[-1:], *after[:1]]
        if before and _stood(before[-1], at_us):
            lines.append(
                Line(SAID["at_point"].format(time=said(at_us), name=window(before[-1].screen)), (before[-1].screen.id,))
            )
    if lines or not near:
        return lines
    nearest = min(near, key=lambda one: abs(one.screen.at_us - at_us)).screen
    return [Line(SAID["nothing_then"].format(time=said(nearest.at_us), name=window(nearest)), (nearest.id,))]


def _stood(one: Stretch, at_us: int) -> bool:
    reached = one.from_us + one.held_us if one.proved else one.screen.at_us + PAUSE_US
    return at_us <= reached


def in_order(streams: Sequence[Sequence[Stretch]], zone: ZoneInfo) -> list[Line]:
    """The windows of a time in the order in which they came to the front."""
    found = uses(streams, window)
    return [
        Line(
            SAID["at_span"].format(
                since=saying.clock(use.from_us, zone), until=saying.clock(use.until_us, zone), name=use.key
            ),
            (use.screens[0].id,),
        )
        for use in found[:MOST_LISTED]
    ]


def window(screen: Screen) -> str:
    """A window as it is named in a line."""
    return ", ".join(part for part in (screen.app, screen.title) if part) or screen.site or screen.stream
