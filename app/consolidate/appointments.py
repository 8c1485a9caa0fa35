"""Appointments: what has a day and a time of day, in a calendar on the screen or in a sentence. Finding is pure; keeping is at the end.

A weekday in a calendar is that of the week it shows; in a sentence the next one, seen from the moment.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.consolidate.ahead import days_named
from app.consolidate.english import ENGLISH
from app.consolidate.extract import Claim, claims, sentences
from app.consolidate.facts import here_of, topic
from app.consolidate.letters import author_of, letter_head, spoken
from app.consolidate.phrases import WORD, is_content, part_of, patterns_of
from app.consolidate.verify import supported
from app.consolidate.words import Words
from app.recall.timewords import Here
from app.store import facts as rows
from app.store.db import Store, to_us
from app.store.facts import Held, Seen
from app.store.memories import DENIED, NewMemory

_ENTRY = re.compile(
    r"^\W{0,4}(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s*[-–]\s*(?P<hour2>[01]?\d|2[0-3])[:.](?P<minute2>[0-5]\d))?\s+(?P<what>[^\W\d_].{2,120})$"
)
_LONGEST_AHEAD = timedelta(days=550)
_LONGEST_WHAT = 80


@dataclass(frozen=True, slots=True)
class Appointment:
    """What is at a time; `moved_from` are the times at which it no longer is. `fresh`: its words are new in this moment."""

    what: str
    quote: str
    at: datetime
    until: datetime | None
    with_: tuple[str, ...] = ()
    moved_from: tuple[datetime, ...] = ()
    listed: bool = False
    fresh: bool = True


def found(moment: Seen, words: Words = ENGLISH) -> list[Appointment]:
    """The appointments that a moment names."""
    here = here_of(moment.at, moment.zone, words)
    listed = list(_listed(moment, here, words))
    return listed or list(_told(moment, here, words))


# -- calendars


def shown_days(moment: Seen, words: Words = ENGLISH) -> set[date]:
    """The days of a calendar that stand as headings in a moment."""
    here = here_of(moment.at, moment.zone, words)
    days = (_heading(line.text, moment, here, words) for line in moment.lines)
    return {day for day in days if day is not None}


def _listed(moment: Seen, here: Here, words: Words) -> Iterator[Appointment]:
    if moment.kind != "screen":
        return
    day: date | None = None
    for line in moment.lines:
        heading = _heading(line.text, moment, here, words)
        day = heading or day
        match = None if heading else _ENTRY.match(line.text)
        if match is None or day is None:
            continue
        begin = here.minutes(day, int(match["hour"]) * 60 + int(match["minute"]), 0)[0]
        end = here.minutes(day, int(match["hour2"]) * 60 + int(match["minute2"]), 0)[0] if match["hour2"] else None
        what = match["what"].split(",")[0].strip()
        yield Appointment(
            what, match["what"].strip(), begin, end, _with(match["what"], words), listed=True, fresh=line.fresh
        )  # fmt: skip


def _heading(line: str, moment: Seen, here: Here, words: Words) -> date | None:
    """The day that a line names and nothing else."""
    text = line.strip(" |[]•·-–:,.")
    if not 3 <= len(text) <= 30:
        return None
    named = days_named(text, here)
    if not named or sum(one.end - one.start for one in named) < len(re.sub(r"[\s,.]", "", text)) - 1:
        return None
    sure = next((one for one in named if not one.vague), None)
    if sure is not None:
        return sure.day
    monday = here.today - timedelta(days=here.today.weekday())
    later = 7 if re.search(words.next_week, moment.title, re.IGNORECASE) else 0
    return monday + timedelta(days=later + named[0].day.weekday())


# -- sentences


def _told(moment: Seen, here: Here, words: Words) -> Iterator[Appointment]:
    speakers = [spoken(line.text) for line in moment.lines]
    lines = [said[1] if said else line.text for said, line in zip(speakers, moment.lines, strict=True)]
    about = topic(moment)
    letter = moment.kind == "screen" and letter_head(lines, words) is not None
    for sentence, places in sentences(lines):
        held = claims(sentence, here, words, about=about)
        times = [
            one for one in held if one.predicate == "time" and not re.match(words.bounding, one.said, re.IGNORECASE)
        ]
        if not times or any(one.beside for one in times):
            continue
        claim = times[0]
        day = claim.others.get("day")
        if day is None:
            continue
        begin, end = _span(date.fromisoformat(day), claim.value, here)
        if not moment.at - timedelta(hours=1) <= begin <= moment.at + _LONGEST_AHEAD:
            continue
        what = about if letter and about else _what(sentence, claim, words)
        if supported(what, [sentence, about], words=words):
            moved = tuple(_span(date.fromisoformat(day), value, here)[0] for value in claim.denied)
            fresh = any(moment.lines[place].fresh for place in places)
            yield Appointment(what, sentence, begin, end, _with(sentence, words), moved, fresh=fresh)


def _span(day: date, value: str, here: Here) -> tuple[datetime, datetime | None]:
    begin, _, end = value.partition("-")
    minutes = [int(one[:2]) * 60 + int(one[3:]) for one in (begin, end) if one]
    bounds = [here.minutes(day, one, 0)[0] for one in minutes]
    return bounds[0], bounds[1] if len(bounds) > 1 else None


def _what(sentence: str, claim: Claim, words: Words) -> str:
    """What an appointment is called: its subject, or the label of the sentence where that says no more than "appointment"."""
    label = re.match(r"^([^:,]{3,40}):\s", sentence)
    if label and set(claim.key) <= words.appointment_stems:
        return label[1]
    return claim.subject[:_LONGEST_WHAT]


def _with(text: str, words: Words) -> tuple[str, ...]:
    pattern = patterns_of(words).company
    return tuple(dict.fromkeys(match["name"] for match in pattern.finditer(text)))


# -- keeping


def key_of(what: str, words: Words = ENGLISH) -> frozenset[str]:
    """The stems by which an appointment is known, however it is written."""
    return frozenset(part_of(word, words) for word in WORD.findall(what) if is_content(word, words))


def appointment_name(one: Appointment, words: Words = ENGLISH) -> str:
    """The name of an appointment: what and when."""
    told = f"{' '.join(sorted(key_of(one.what, words))) or one.what.casefold()}|{to_us(one.at)}"
    return rows.APPOINTMENT + hashlib.sha256(told.encode()).hexdigest()[:24]


def learn(store: Store, moment: Seen, named: Sequence[Appointment], words: Words = ENGLISH) -> int:
    """Store the appointments that a moment names. Returns how many are new. Call inside `store.writing()`."""
    new = 0
    for one in named:
        if not one.fresh:
            continue
        name = appointment_name(one, words)
        held = rows.by_name(store, name)
        if held is not None:
            _gain(store, held, moment)
            continue
        memory_id = rows.put(store, new_appointment(one, moment, name, [moment.id]))
        if memory_id is not None:
            new += 1
            _close_moved(store, moment, one, memory_id, named, words)
    return new


def _gain(store: Store, held: Held, moment: Seen) -> None:
    if held.status not in (DENIED, rows.SUPERSEDED):
        new = rows.add_evidence(store, held.id, [moment.id])
        if new and held.status == rows.FRESH:
            rows.set_status(store, held.id, rows.ACTIVE)


def _close_moved(
    store: Store, moment: Seen, new: Appointment, new_id: int, named: Sequence[Appointment], words: Words
) -> None:
    """Close the appointment that this one is, moved: no longer in the calendar that shows its day, or said to be at this time now."""
    key = key_of(new.what, words)
    if not key:
        return
    here = here_of(moment.at, moment.zone, words)
    shown = shown_days(moment, words) if new.listed else set()
    there = {appointment_name(one, words) for one in named}
    for day in shown or {at.astimezone(here.zone).date() for at in new.moved_from}:
        span = here.days(day, day)
        for held in rows.appointments_between(store, span.since, span.until):
            if held.id == new_id or held.valid_from == new.at or held.learnt >= moment.at:
                continue
            old = key_of(str(held.data.get("what", "")), words)
            gone = new.listed and key == old and held.name not in there
            if gone or (held.valid_from in new.moved_from and (key <= old or old <= key) and old):
                rows.supersede(store, held.id, new_id, moment.at)


def new_appointment(one: Appointment, moment: Seen, name: str, moment_ids: Sequence[int]) -> NewMemory:
    """The memory of an appointment."""
    return NewMemory(
        rows.KIND, name, one.what, one.quote, one.at, one.until, moments=list(moment_ids), learnt=moment.at,
        data={
            "what": one.what, "with": list(one.with_), "at_us": to_us(one.at), "quote": one.quote,
            "until_us": None if one.until is None else to_us(one.until), "author": author_of(moment),
        },
    )  # fmt: skip


def make_again(store: Store, name: str, words: Words = ENGLISH) -> bool:
    """Make an appointment again of the moments that it still has. False when none of them names it."""
    held = rows.by_name(store, name)
    if held is None:
        return False
    told: list[tuple[Seen, Appointment]] = []
    for moment_id in rows.evidence_ids(store, held.id):
        moment = rows.seen(store, moment_id)
        named = found(moment, words) if moment is not None else []
        told += [(moment, one) for one in named if moment and appointment_name(one, words) == name][:1]
    if not told:
        return False
    moment, one = told[0]
    with store.writing():
        if rows.put(store, new_appointment(one, moment, name, [seen.id for seen, _ in told])) is None:
            return False
        rows.set_learnt(store, held.id, moment.at)
        status = rows.SUPERSEDED if held.expired is not None else rows.ACTIVE if len(told) > 1 else rows.FRESH
        rows.set_status(store, held.id, status)
    return True
