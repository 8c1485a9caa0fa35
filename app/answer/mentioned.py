"""What a question of a conversation names: its times, names, people, things and places. Pure."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.answer import asks
from app.answer import conversation_english as words
from app.recall.english import ENGLISH
from app.recall.grammar import Span, spans
from app.recall.query import understand
from app.recall.timewords import Here

NAME = r"[A-ZÀ-ÞА-Я][\w’'&-]*(?:\s+[A-ZÀ-ÞА-Я][\w’'&-]*)*"
FILE = re.compile(r"(?<![\w/@])[\w][\w()@+~-]*(?:[_.-][\w-]+)*\.[A-Za-z][A-Za-z0-9]{0,4}\b|“[^”]+”|\"[^\"]+\"")


def kinds(question: str, zone: str, asked: datetime) -> tuple[list[str], list[str], list[str]]:
    """The people, things and places that a question names, in order."""
    bare = question.rstrip(" ?!.")
    people, things, places = [], [], []
    ask = asks.read(understand(question, now=asked, zone=zone).words)
    if ask is not None and ask.subject and (ask.role or ask.verb in {"talk", "hear", "send"}):
        people.append(ask.subject)
    elif ask is not None and ask.subject:
        things.append(ask.subject)
        places.append(f"in {ask.subject}")
    for start, end in names(bare):
        name, before = bare[start:end], bare[:start].rstrip()
        if name in people or name in things:
            continue
        if FILE.fullmatch(name) or re.search(rf"\b{words.THING_BEFORE}$", before, re.IGNORECASE):
            things.append(name)
        elif found := re.search(rf"\b{words.PLACE_BEFORE}(?:\s+{words.DETERMINERS})?$", before, re.IGNORECASE):
            places.append(f"{found[0]} {name}")
            things.append(name)
        else:
            people.append(name)
    spoken = re.findall(
        rf"\b(?:at|in|on|during)\s+{words.DETERMINERS}\s+[a-zà-þ][\w’'-]*(?:\s+with\s+(?:{NAME}))?", bare
    )
    places += [one for one in spoken if not is_time(one, asked, zone)]
    if not things:
        nouns = re.findall(rf"\b{words.DETERMINERS}\s+[a-zà-þ][\w’'-]*", bare)
        things += [one for one in nouns if not is_time(one, asked, zone)][-1:]
    return people, things, places


def names(text: str) -> list[tuple[int, int]]:
    """Where the names of a question stand: file names, and words with a capital that do not begin it and are no time."""
    found = [match.span() for match in FILE.finditer(text)]
    for match in re.finditer(NAME, text):
        start, end = match.span()
        parts = list(re.finditer(r"\S+", text[start:end]))
        kept = [one for one in parts if one[0].casefold() not in words.NO_NAMES and (start + one.start() > 0)]
        if kept and not any(low < end and start < high for low, high in found):
            found.append((start + kept[0].start(), start + kept[-1].end()))
    return sorted((low, low + len(re.sub(r"['’]s$", "", text[low:high]))) for low, high in found)


def word_at(text: str, name: str) -> tuple[int, int] | None:
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return match.span() if match else None


def dated(question: str, asked: datetime, zone: str) -> str:
    """A question of another day with its times as dates."""
    bare = question
    for span in reversed(spans_of(bare, asked, zone)):
        if span.since is not None and span.until is not None:
            first, end = local_day(span.since, zone), local_day(span.until - timedelta(microseconds=1), zone)
            said = words.ON.format(day=first) if first == end else words.FROM_TO.format(since=first, until=end)
            bare = bare[: span.start] + said + bare[span.end :]
    return bare


# -- times


def spans_of(text: str, now: datetime, zone: str) -> list[Span]:
    return spans(text, Here(now.astimezone(UTC), ZoneInfo(zone), ENGLISH))


def time_words(text: str, now: datetime, zone: str) -> str:
    """The words of a text that name a time; of a text that is a time and nothing else all of it."""
    found = spans_of(text, now, zone)
    return " ".join(text[span.start : span.end] for span in found)


def without_times(text: str, now: datetime, zone: str) -> str:
    """The words of a text that name no time."""
    for span in reversed(spans_of(text, now, zone)):
        text = text[: span.start] + " " + text[span.end :]
    left = " ".join(text.split()).strip(" ,")
    return re.sub(rf"\s+{words.PREPOSITIONS}$|^{words.PREPOSITIONS}$", "", left, flags=re.IGNORECASE).strip(" ,")


def is_time(text: str, now: datetime, zone: str) -> bool:
    return bool(spans_of(text, now, zone))


def local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def bound(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d}" if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%dT%H:%M}"


def tidy(text: str) -> str:
    text = re.sub(r"\s+([?.!,;:])", r"\1", " ".join(text.split())).strip(" ,;:?")
    return text[:1].upper() + text[1:]
