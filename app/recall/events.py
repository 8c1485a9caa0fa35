"""Times that a question names by something remembered: "before the Berlin trip", "the day of the dentist".

Pure: the memory is asked through a callable; which of its hits is that event is decided here too. Precision first: no
event is read without a word for one (trip, call, dentist), and none stands for a time without a hit that holds all its words.
"""

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.recall.grammar import Span, grammar, spans
from app.recall.language import Language
from app.recall.timewords import Groups, Here, When, anchored
from app.records import Event, Hit

_LONGEST_QUESTION = 1000
# What is spoken of again and again over a longer time is no one event.
_ONE_EVENT = timedelta(days=7)
_SENTENCE = re.compile(r"[^.!?\n]+")


@dataclass(frozen=True, slots=True)
class Named:
    """An event as a question names it: where its words stand, and which time is meant, seen from the event."""

    start: int
    end: int
    words: str
    groups: Groups


@functools.cache
def _pattern(language: Language) -> re.Pattern[str]:
    return re.compile(grammar(language).filled(language.event) if language.event else "(?!)", re.IGNORECASE)


def named(text: str, language: Language) -> Named | None:
    """The event that a question names, if it names one."""
    for match in _pattern(language).finditer(text[:_LONGEST_QUESTION]):
        words = " ".join(match["event"].split())
        unit = (match["unit"] or "").lower()
        if language.connectors[match["side"].lower()] == "of" and not unit:
            continue
        if set(re.findall(r"[\w'’]+", words.lower())) & language.event_nouns:
            return Named(match.start(), match.end(), words, match.groupdict())
    return None


def bounds(event: Event, groups: Groups, here: Here) -> tuple[datetime | None, datetime | None]:
    """The time that is meant, seen from the event."""
    side, unit = (groups.get("side") or "").lower(), (groups.get("unit") or "").lower()
    when = When(event.time, event.until)
    first = event.time.astimezone(here.zone).date()
    connector = here.language.connectors[side]
    if connector == "of":
        if here.language.units.get(unit) == "week":
            monday = first - timedelta(days=first.weekday())
            when = here.days(monday, monday + timedelta(days=6))
        elif unit in here.language.parts:
            when = When(*here.minutes(first, *here.language.parts[unit]))
        else:
            when = here.days(first, (event.until - timedelta(microseconds=1)).astimezone(here.zone).date())
        return when.since, when.until
    moved = anchored(groups, here.days(first, first), here) if unit else None
    if moved is not None:
        return moved.since, moved.until
    if not event.told:  # what tells of it belongs to it, and all that was seen that day may
        last = event.until.astimezone(here.zone).date()
        day = here.days(first, last)
        event = replace(event, time=day.since, until=day.until)
        after = day.since
    else:
        after = event.until
    return {
        "before": (None, event.time),
        "until": (None, event.until),
        "after": (after, None),
        "since": (event.time, None),
    }.get(connector, (event.time, event.until))


def remembered(hits: Sequence[Hit], terms: Callable[[str], list[str]], words: str, here: Here) -> Event | None:
    """The hit that is the event: it holds all its words, and best says itself when that is. None where no hit is sure.

    `terms` cuts a text into the terms that say something. Of several, what gives a date comes first, then the better hit.
    """
    sought = set(terms(words))
    sure = [hit for hit in hits if sought <= set(terms(f"{hit.moment.title} {hit.moment.author} {hit.text}"))]
    dated = ((hit, told_time(hit, sought, terms, here)) for hit in sure)
    found = next(((hit, when) for hit, when in dated if when is not None), None)
    if found is not None:
        hit, when = found
        return Event(hit.id, _title(hit, words), when[0], when[1])
    if not sure or max(hit.moment.time for hit in sure) - min(hit.moment.time for hit in sure) > _ONE_EVENT:
        return None
    first = sure[0]
    seen = max(first.seen_until or first.moment.time, first.moment.time)
    return Event(first.id, _title(first, words), first.moment.time, seen, told=False)


def told_time(
    hit: Hit, sought: set[str], terms: Callable[[str], list[str]], here: Here
) -> tuple[datetime, datetime] | None:
    """When the event is, by the sentence that tells of it, seen from the moment that sentence was seen ("dentist tomorrow")."""
    then = Here(hit.moment.time, _zone(hit.moment.zone, here), here.language)
    for sentence in _SENTENCE.findall(hit.text[:_LONGEST_QUESTION]):
        if not sought & set(terms(sentence)):
            continue
        found: list[Span] = spans(sentence, then)
        if len(found) == 1 and found[0].since is not None and found[0].until is not None:
            return found[0].exact or (found[0].since, found[0].until)
    return None


def _zone(name: str, here: Here) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return here.zone


def _title(hit: Hit, words: str) -> str:
    return hit.moment.title or " ".join(hit.text.split())[:60] or words
