"""How well an answer agrees with a gold one: pure functions of texts. No memory, no models.

A gold answer is prose of a few words. An answer contains it when it holds two thirds of its words that say something (as the index cuts
them) and its first number; words by which a gold answer only says yes or no count nothing.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.recall.english import ENGLISH
from app.recall.grammar import spans
from app.recall.timewords import Here

Terms = Callable[[str], list[str]]
ENOUGH = 2 / 3
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_ORDINAL, _CENTURY = r"(\d{1,2})(?:st|nd|rd|th)?", r"((?:19|20)\d\d)"
_DAY = re.compile(
    rf"\b(around\s+)?(?:{_ORDINAL}\s+({_MONTH})\.?,?\s+{_CENTURY}|({_MONTH})\.?\s+{_ORDINAL},?\s+{_CENTURY})\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\b(\d{{1,2}})(?:\s+({_MONTH}))?(?:\s+((?:19|20)\d\d))?\s+to\s+(\d{{1,2}})\s+({_MONTH})\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_OF_MONTH = re.compile(rf"\b({_MONTH}),?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_WEEK_BEFORE = re.compile(r"\s*(?:the\s+)?week\s+before\b", re.IGNORECASE)
Days = tuple[date, date]


def contains(text: str, gold: str, terms: Terms) -> bool:
    """Whether a text holds a gold answer, see the module."""
    wanted, held = set(terms(gold)), set(terms(text))
    numbers = _NUMBER.findall(gold)
    if numbers and numbers[0].rstrip(".,") not in [one.rstrip(".,") for one in _NUMBER.findall(text)]:
        return False
    return len(wanted & held) >= ENOUGH * len(wanted)


def quotes(text: str, needles: Sequence[str]) -> bool:
    """Whether a text holds one of the phrases that give an answer away, read with some slips."""
    held = _bare(text)
    return any(_share_of(_bare(needle), held) >= 0.85 for needle in needles)


def best_line(text: str, gold: str, terms: Terms) -> str:
    """The line of a text that holds most of a gold answer's words, the first of those that hold as many."""
    wanted = set(terms(gold))
    return max(text.splitlines(), key=lambda line: len(wanted & set(terms(line))), default="")


def _share_of(needle: str, text: str) -> float:
    words, held = needle.split(), text.split()
    return max(
        (sum(w in held[n : n + len(words) + 2] for w in words) / len(words) for n in range(len(held))), default=0.0
    )


def f1(text: str, gold: str) -> float:
    """Token F1 as SQuAD counts it: no capitals, punctuation, articles."""
    said, wanted = _normal(text), _normal(gold)
    common = sum((Counter(said) & Counter(wanted)).values())
    if not common:
        return float(said == wanted)
    precision, recall = common / len(said), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


def _normal(text: str) -> list[str]:
    return _ARTICLE.sub(" ", _bare(text)).split()


def _bare(text: str) -> str:
    return " ".join("".join(" " if sign in string.punctuation else sign for sign in text.casefold()).split())


def days_meant(gold: str) -> Days | None:
    """The first and last day that a gold answer names, None where it names none. "The week before" a day is the calendar's.

    >>> days_meant("7 May 2023"), days_meant("in 2022")[1], days_meant("magical")
    ((datetime.date(2023, 5, 7), datetime.date(2023, 5, 7)), datetime.date(2022, 12, 31), None)
    """
    if not _YEAR.search(gold):
        return None
    here = Here(datetime(2026, 12, 31, tzinfo=UTC), ZoneInfo("UTC"), ENGLISH)
    for span in spans(gold, here, whole=True):
        if span.since and span.until and span.until > span.since:
            if _WEEK_BEFORE.match(gold[span.start :]):
                day = span.until.date()
                monday = day - timedelta(days=day.weekday() + 7)
                return monday, monday + timedelta(days=6)
            return span.since.date(), (span.until - timedelta(seconds=1)).date()
    found = days_said(gold)
    return found[0] if found else None


def days_said(text: str) -> list[Days]:
    """Every written date of a text, with its year: a span of days, a day, a month, a year; each text counts once, as the most exact."""
    out: list[Days] = []
    for pattern, read in ((_SPAN, _span), (_DAY, _one), (_OF_MONTH, _month), (_YEAR, _year)):
        for match in pattern.finditer(text):
            days = read(match)
            if days is not None:
                out.append(days)
        text = pattern.sub(" ", text)
    return out


def same_days(said: Sequence[Days], gold: Days) -> bool:
    """Whether one of the dates that are said is the gold one: most of the days of both are the same."""
    return any(_overlap(one, gold) >= 0.5 for one in said)


def _overlap(one: Days, other: Days) -> float:
    both = (min(one[1], other[1]) - max(one[0], other[0])).days + 1
    either = (max(one[1], other[1]) - min(one[0], other[0])).days + 1
    return max(both, 0) / either


def _number_of(month: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()[:3]))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), _number_of(month), int(day))
    except ValueError:
        return None


def _span(match: re.Match[str]) -> Days | None:
    first, month, year, last, last_month, last_year = match.groups()
    since = _day(year or last_year, month or last_month, first)
    until = _day(last_year, last_month, last)
    return (since, until) if since and until else None


def _one(match: re.Match[str]) -> Days | None:
    about, first, month, year, other_month, other, other_year = match.groups()
    day = _day(year or other_year, month or other_month, first or other)
    slack = timedelta(days=3 if about else 0)
    return (day - slack, day + slack) if day else None


def _month(match: re.Match[str]) -> Days | None:
    year, month = int(match[2]), _number_of(match[1])
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _year(match: re.Match[str]) -> Days | None:
    return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)


@dataclass(frozen=True, slots=True)
class Graded:
    """What one answer was worth. Of its citations `right` is the share that is evidence and `shown` whether any is; `proved` is, of an answer
    that contains the gold one, whether the line with most of that cites evidence. None where there is nothing to tell: nothing cited, not
    contained, no date in the gold answer."""

    category: str
    answerable: bool
    refused: bool
    likely: float
    contains: bool
    quotes: bool
    shown: bool
    proved: bool | None
    right: float | None
    f1: float
    f1_marked: float
    dated: bool | None
