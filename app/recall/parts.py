"""Parts of a day: "in the evening", "at 14:30", "between 2 and 3pm". Pure; whose day is `grammar`'s part."""

import re
from dataclasses import dataclass
from datetime import timedelta

from app.recall.language import Language
from app.recall.timewords import Groups, Here, When, word_of

_FIRST_WAKING_HOUR = 7


@dataclass(frozen=True, slots=True)
class Part:
    """A phrase that names a part of a day, in minutes from its midnight; `exact` is the minute meant."""

    start: int
    end: int
    first: int
    last: int
    exact: int | None
    firm: bool
    alone: bool
    onward: bool = False


def narrowed(span: When, part: Part, here: Here) -> When:
    """A part of the day that a span names. Of a night it may lie past midnight."""
    assert span.day is not None
    since, until = here.minutes(span.day, part.first, part.last)
    if until <= span.since or (until - since < timedelta(hours=6) and since < span.since):
        later = here.minutes(span.day, part.first + 1440, part.last + 1440)
        if later[0] < span.until:
            since, until = later
    point = None
    if part.exact is not None:
        minute = here.minutes(span.day, part.exact, part.exact)[0]
        point = (minute, minute)
    return When(since, until, span.day, exact=point)


def _clock_minute(match: re.Match[str], suffix: str = "", half: str | None = None) -> int | None:
    hour, minute = int(match["hour" + suffix]), int(match["minute" + suffix] or 0)
    half = (match["half" + suffix] or half or "").lower().replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + minute


def part_of_day(rule: str, match: re.Match[str], language: Language) -> Part | None:
    """What a phrase of a part rule means, or None when it is no time after all ("13pm")."""
    if rule == "clocks":
        return _clock_range(match)
    if rule == "clock":
        return _clock(match, language)
    groups = match.groupdict()
    if rule == "spoken_clock":
        return _spoken_clock(match.start(), match.end(), groups, language)
    how, name = (groups.get("how") or "").lower(), (groups.get("meal") or groups.get("part") or "").lower()
    edge = how if groups.get("meal") and how in language.before | language.after else groups.get("early") or ""
    first, last = language.parts[f"{edge} {name}".strip().lower()]
    return Part(match.start(), match.end(), first, last, None, firm=bool(how), alone=False)


def _clock(match: re.Match[str], language: Language) -> Part | None:
    """ "at 3pm", "around noon", "before 9:30". Round times are meant less sharply than 14:35."""
    groups = match.groupdict()
    word, how = (groups.get("word") or "").lower(), (groups.get("how") or "").lower()
    if not (word or groups["minute"] or groups["half"] or groups["clock"]):
        return None
    minute = language.clock_words[word] if word else _clock_minute(match)
    if minute is None:
        return None
    if groups.get("clock") and not groups["half"] and 0 < minute < 60 * _FIRST_WAKING_HOUR:
        minute += 720
    earlier, later = (60, 60) if how in language.around else (10, 15) if groups.get("minute") else (15, 45)
    first, last = minute - earlier, minute + later
    if how in language.after | language.open_after:
        first, last = minute, 1440 if minute else 300
    elif how in language.before:
        first, last = 0, minute or 1440
    return Part(
        match.start(), match.end(), first, last, minute, firm=bool(how), alone=True, onward=how in language.open_after
    )


def _clock_range(match: re.Match[str]) -> Part | None:
    """ "between 2 and 3pm": the first hour takes the second's half of the day where that keeps their order."""
    if not any(match[name] for name in ("half", "half2", "minute", "minute2")):
        return None
    last = _clock_minute(match, "2")
    if last is None:
        return None
    first = next(
        (m for half in (match["half2"], None) if (m := _clock_minute(match, "", half)) is not None and m < last), None
    )
    if first is None:
        return None
    named = not match.group()[0].isdigit()
    return Part(match.start(), match.end(), first, last, None, firm=named, alone=named)


def _spoken_clock(start: int, end: int, groups: Groups, language: Language) -> Part | None:
    """ "around half past two": of the hours that it could be, the one in which people are awake."""
    word = word_of(groups, "hour")
    hour = int(word) if word.isdecimal() else int(language.numbers[word])
    minute = (hour % 12 + (12 if hour % 12 < _FIRST_WAKING_HOUR else 0)) * 60
    minute += language.clock_edges[word_of(groups, "edge")]
    how = word_of(groups, "how")
    first, last = (minute - 60, minute + 60) if how in language.around else (minute - 10, minute + 15)
    if how in language.after | language.open_after:
        first, last = minute, 1440
    elif how in language.before:
        first, last = 0, minute
    return Part(start, end, first, last, minute, firm=True, alone=True, onward=how in language.open_after)
