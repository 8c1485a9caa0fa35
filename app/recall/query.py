"""What a question means: the time it names, and the words that are left to search. Pure: `now` and `zone` are given."""

import re
import string
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.errors import KnownError
from app.recall import events
from app.recall.english import ENGLISH
from app.recall.facets import Found, Known, facets
from app.recall.grammar import Span, spans
from app.recall.language import Language
from app.recall.timewords import Here
from app.records import Event, Filters, Understood

_DURATION = re.compile(r"(?P<number>\d{1,6}(?:\.\d{1,3})?)\s*(?P<unit>[a-z]+)", re.IGNORECASE)
_DAY_S = 86400
_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": _DAY_S,
    "week": 7 * _DAY_S,
    "month": 30 * _DAY_S,
    "year": 365 * _DAY_S,
}
_NOW = frozenset({"now"})
_LONGEST_TIME = 100


def understand(
    text: str,
    *,
    now: datetime,
    zone: str,
    language: Language = ENGLISH,
    known: Known = Known(),
    remembered: Callable[[str, Here], Event | None] = lambda words, here: None,
    ignore: Collection[str] = (),
) -> Understood:
    """Read out of a question the time it names, and the app, site, thread, kind, person, phrases and exclusions.

    `words` is the question without the words that named a time or a place, or that must not be found; those of the time stand
    in `time_words`. The words of an event stay, unless a unit counts from it ("the day of ..."). Several times narrow each
    other, or where they do not meet span all that lies between them. A time that is wholly to come narrows nothing, since
    memory holds only the past. Names are read as far as they are `known`, an event as far as it is `remembered`. What is to be
    ignored, by `Facet.key` or "time", is not read; the words of a time, and those that were not to be found, are left out all
    the same. Never raises.
    """
    here = Here(now.astimezone(UTC), _zone(zone), language)
    found = [span for span in spans(text, here) if span.since is None or span.since < here.now]
    event, span, unit = (None, None, "") if found else _event(text, here, remembered)
    found = [span] if span else found
    read = [one for one in facets(text, language, known) if not any(_overlap(one, span) for span in found)]
    wanted = [one for one in read if one.facet.key not in ignore]
    # What was after the trip often speaks of the trip; what was on its day need not.
    about = [] if event and not unit else found
    cuts = [one for one in read if one.cut and (one in wanted or one.facet.field == "without")]
    words = _without(text, [*about, *cuts]) if about or cuts else text
    if not words and not found and all(one.facet.field != "without" for one in cuts):
        words = text
    said = tuple(dict.fromkeys(one.facet for one in wanted))
    if not found or "time" in ignore:
        return Understood(words, Filters(), facets=said)
    since, until = _together(found)
    time_words = ", ".join(" ".join(text[span.start : span.end].split()) for span in found)
    return Understood(words, Filters(since=since, until=until), time_words, said, event)


def _event(
    text: str, here: Here, remembered: Callable[[str, Here], Event | None]
) -> tuple[Event | None, Span | None, str]:
    """The remembered event that names the time of a question, the time that it names, and the unit it is told in, if any."""
    named = events.named(text, here.language)
    event = remembered(named.words, here) if named else None
    if named is None or event is None:
        return None, None, ""
    since, until = events.bounds(event, named.groups, here)
    if since is not None and since >= here.now:
        return None, None, ""
    return event, Span(named.start, named.end, since, until), named.groups.get("unit") or ""


def _overlap(one: Found, span: Span) -> bool:
    return one.start < span.end and span.start < one.end


def parse_time(text: str, *, now: datetime, zone: str, end: bool = False) -> datetime:
    """A time given as ISO 8601 or in words, as aware UTC; of a whole day or longer its beginning, with `end` its end.

    Raises KnownError "bad_time".
    """
    here = Here(now.astimezone(UTC), _zone(zone), ENGLISH)
    trimmed = text.strip()[: _LONGEST_TIME + 1]
    if trimmed.lower() in _NOW:
        return here.now
    try:
        moment = _iso(trimmed, here, end) or _spoken(trimmed, here, end) or _other_notation(trimmed, here)
    except OverflowError:
        moment = None
    if moment is None or len(trimmed) > _LONGEST_TIME:
        raise KnownError("bad_time", text=text)
    return moment


def parse_duration(text: str) -> timedelta:
    """A length of time such as 10m, 1h, 2 days, or a bare number of seconds. Raises KnownError "bad_duration"."""
    trimmed = text.strip()
    match = _DURATION.fullmatch(trimmed + ("s" if trimmed.isdecimal() else ""))
    unit = ENGLISH.units.get(match["unit"].lower()) if match else None
    if match is None or unit is None or not float(match["number"]):
        raise KnownError("bad_duration", text=text)
    return timedelta(seconds=float(match["number"]) * _SECONDS[unit])


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _together(found: list[Span]) -> tuple[datetime | None, datetime | None]:
    """The bounds of several times: where they meet, or else all from the first to the last."""
    starts = [span.since for span in found if span.since is not None]
    ends = [span.until for span in found if span.until is not None]
    since, until = max(starts, default=None), min(ends, default=None)
    if since is None or until is None or since < until:
        return since, until
    return (min(starts) if len(starts) == len(found) else None), (max(ends) if len(ends) == len(found) else None)


def _without(text: str, found: Iterable[Span | Found]) -> str:
    kept, position = [], 0
    for span in sorted(found, key=lambda span: span.start):
        kept.append(text[position : span.start])
        position = span.end
    left = " ".join(" ".join([*kept, text[position:]]).split())
    left = re.sub(r"\s+([?.!,;:])", r"\1", left).strip(" ,;:")
    return left if left.strip(string.punctuation + string.whitespace) else ""


def _iso(text: str, here: Here, end: bool) -> datetime | None:
    """ISO 8601; without an offset it is the zone's own time, without a time of day a whole day."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    if "T" not in text.upper() and ":" not in text:
        day = here.days(moment.date(), moment.date())
        return day.until if end else day.since
    return here.utc(moment)


def _spoken(text: str, here: Here, end: bool) -> datetime | None:
    """Words that are a time and nothing else."""
    found = spans(text, here, whole=True)
    if len(found) != 1:
        return None
    span = found[0]
    left = (text[: span.start] + " " + text[span.end :]).lower().split()
    if any(word.strip(",.") not in ENGLISH.filler for word in left):
        return None
    since, until = span.exact or (span.since, span.until)
    return (until or since) if end else (since or until)


def _other_notation(text: str, here: Here) -> datetime | None:
    """Dates as others write them ("Fri, 20 Nov 2026 15:00 +0100"): only with a month's name and a year."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    months = [word for word in words if word in ENGLISH.months]
    known = {*ENGLISH.months, *ENGLISH.weekdays, "am", "pm", "t", "z", "utc", "gmt", "at", "st", "nd", "rd", "th"}
    if len(months) != 1 or not set(words) <= known or not re.search(r"\b(?:19|20)\d\d\b", text):
        return None
    import dateparser

    local = here.now.astimezone(here.zone).replace(tzinfo=None)
    settings = {"RELATIVE_BASE": local, "PREFER_DATES_FROM": "past", "STRICT_PARSING": True}
    moment = dateparser.parse(text, languages=[ENGLISH.code], settings=settings)
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else here.utc(moment)
