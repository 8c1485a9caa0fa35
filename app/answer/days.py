"""Days, times of day and numbers that a text names, as values that can be compared. Pure; English, its words from `app.recall.english`.

What is said from a day ("yesterday") is resolved from the day on which it was said. No judgement of sentences lives here.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.recall.english import ENGLISH

_WEEKDAY = "|".join(sorted(ENGLISH.weekdays, key=len, reverse=True))
_MONTH = "|".join(sorted(ENGLISH.months, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_TH = r"(?:st|nd|rd|th)"
_UNITS = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
_COUNT = (
    r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a\s+couple\s+of|a\s+few)"
)
_PATTERNS = tuple(
    (name, re.compile(rf"(?<![\w/-]){pattern}(?![\w/-])", re.IGNORECASE))
    for name, pattern in (
        ("iso", r"(?P<year>(?:19|20)\d\d)[-/](?P<month>0?[1-9]|1[0-2])[-/](?P<day>0?[1-9]|[12]\d|3[01])(?:T[\d:]+)?"),
        ("dotted", rf"(?P<day>0?[1-9]|[12]\d|3[01])\.\s?(?P<month>0?[1-9]|1[0-2])\.\s?{_YEAR}?"),
        ("slashed", rf"(?P<first>0?[1-9]|[12]\d|3[01])/(?P<second>0?[1-9]|[12]\d|3[01])/{_YEAR}"),
        ("month_day", rf"(?P<name>{_MONTH})\.?\s+(?:the\s+)?(?P<day>[0-3]?\d){_TH}?(?!:)\b(?:,?\s+{_YEAR})?"),
        ("month_day", rf"(?P<day>[0-3]?\d){_TH}?\.?\s+(?:of\s+)?(?P<name>{_MONTH})\b\.?(?:,?\s+(?:of\s+)?{_YEAR})?"),
        ("month_year", rf"(?P<name>{_MONTH})\.?,?\s+(?:of\s+)?{_YEAR}"),
        ("relative", (r"(?:the\s+)?(?P<word>day\s+before\s+yesterday|day\s+after\s+tomorrow|yesterday|today|tonight|tomorrow|last\s+night"
         r"|this\s+(?:morning|afternoon|evening))")),
        ("ago", rf"{_COUNT}\s+(?P<unit>day|night|week|month|year)s?\s+(?:ago|back)"),
        ("ahead", rf"in\s+{_COUNT}\s+(?P<unit>day|week|month|year)s?"),
        ("span", r"(?P<which>last|this|next|past)\s+(?P<unit>week|weekend|month|year)"),
        ("weekday", rf"(?:(?P<which>last|next|this)\s+)?(?P<weekday>{_WEEKDAY})(?:['’]s)?"),
        ("nth", rf"the\s+(?P<day>[0-3]?\d){_TH}"),
        ("month", rf"(?:(?P<which>last|this|next)|in|of|since|until|till|by|early|late|mid)\s+(?P<name>{_MONTH})"),
        ("year", rf"(?:in|of|since|until|till|by|during|year)\s+{_YEAR}"),
    )
)  # fmt: skip
_SHORT_WORDS = frozenset(("mon", "wed", "sat", "sun", "fri", "thu", "tue", "thur", "weds", "tues"))
_FAR = {"day before yesterday": -2, "day after tomorrow": 2, "yesterday": -1, "last night": -1, "tomorrow": 1}
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """What a phrase says of a day: the fields that it names (0 or -1 where it does not), and from when to when that is, where that is
    known. `start` and `end` are offsets into the text; `relative` are words that mean another day on another day."""

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1
    spans: tuple[tuple[date, date], ...] = ()
    relative: str = ""

    def covers(self, first: date, last: date) -> bool:
        """Whether the fields that are named are right for all of these days."""
        return (
            (not self.year or self.year == first.year == last.year)
            and (not self.month or (self.month == first.month == last.month and first.year == last.year))
            and (not self.day or (self.day == first.day and first == last))
            and (self.weekday < 0 or (self.weekday == first.weekday() and first == last))
        )


def days(text: str, today: date | None) -> list[Days]:
    """The phrases of a text that name days, in order, none within another."""
    taken: list[Days] = []
    for name, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            if any(found.start() < one.end and one.start < found.end() for one in taken) or _is_no_day(name, found):
                continue
            meant = _meant(name, found, today)
            if meant is not None:
                taken.append(meant)
    return sorted(taken, key=lambda one: one.start)


def _is_no_day(name: str, found: re.Match[str]) -> bool:
    """Short names of weekdays are words too ("sat", "sun"), so they need a capital."""
    return name == "weekday" and found["weekday"].lower() in _SHORT_WORDS and not found["weekday"][0].isupper()


def _meant(name: str, found: re.Match[str], today: date | None) -> Days | None:
    start, end = found.span()
    held = found.groupdict()
    if name in ("iso", "dotted", "slashed", "month_day", "month_year", "nth", "month", "year"):
        return _written(start, end, held, today)
    if name == "weekday":
        number = ENGLISH.weekdays[found["weekday"].lower()]
        return Days(start, end, weekday=number, spans=_weekdays(number, held["which"], today))
    said = " ".join(found[0].lower().split()).removeprefix("the ")
    if today is None:
        return Days(start, end, relative=said)
    if name == "relative":
        day = today + timedelta(days=_FAR.get(" ".join(found["word"].lower().split()), 0))
        return Days(start, end, spans=((day, day),), relative=said)
    if name == "span":
        which = {"last": -1, "past": -1, "this": 0, "next": 1}[found["which"].lower()]
        return Days(start, end, spans=_calendar_span(found["unit"].lower(), which, today), relative=said)
    count = _count(found["count"]) * (-1 if name == "ago" else 1)
    return Days(start, end, spans=_counted(found["unit"].lower(), count, today), relative=said)


def _written(start: int, end: int, held: dict[str, str | None], today: date | None) -> Days | None:
    """A date in numbers or with a month's name. Of one without a year the nearest is meant, seen from the day it was said."""
    year, day = int(held.get("year") or 0), int(held.get("day") or 0)
    if held.get("first"):
        first, second = int(held["first"] or 0), int(held["second"] or 0)
        month, day = (first, second) if first <= 12 else (second, first)
        spans = tuple((one, one) for m, d in ((first, second), (second, first)) if (one := _date(year, m, d)))
        return Days(start, end, year, 0 if len(spans) > 1 else month, 0 if len(spans) > 1 else day, spans=spans)
    month = ENGLISH.months[str(held["name"]).lower()] if held.get("name") else int(held.get("month") or 0)
    if month and day and not _date(year or 2000, month, day):
        return None
    if not year and not month and today is not None:
        spans = tuple((one, one) for one in _nearest_nth(day, today))
    elif month and not year and today is not None:
        spans = _nearest_month(month, day, today)
    else:
        spans = _whole(year, month, day)
    return Days(start, end, year, month, day, spans=spans)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _whole(year: int, month: int, day: int) -> tuple[tuple[date, date], ...]:
    if not year or (day and not month):
        return ()
    if not month:
        return ((date(year, 1, 1), date(year, 12, 31)),)
    last = calendar.monthrange(year, month)[1]
    return ((date(year, month, day or 1), date(year, month, day or last)),)


def _nearest_month(month: int, day: int, today: date) -> tuple[tuple[date, date], ...]:
    near = [span for year in (today.year - 1, today.year, today.year + 1) for span in _whole(year, month, min(day, 28))]
    near.sort(key=lambda span: abs((span[0] - today).days))
    year = near[0][0].year
    return _whole(year, month, day) if not day or _date(year, month, day) else ()


def _nearest_nth(day: int, today: date) -> Iterator[date]:
    """The next and the last such day of a month."""
    for step in (-1, 0, 1):
        index = today.year * 12 + today.month - 1 + step
        found = _date(index // 12, index % 12 + 1, day)
        if found is not None and abs((found - today).days) <= 31:
            yield found


def _weekdays(number: int, which: str | None, today: date | None) -> tuple[tuple[date, date], ...]:
    """The days that a weekday may mean on a day: the last, this one, the next."""
    if today is None:
        return ()
    back = today - timedelta(days=(today.weekday() - number) % 7)
    before = back if back != today else back - 7 * _ONE
    after = back + 7 * _ONE
    said = {"last": (before, before - 7 * _ONE), "next": (after, after + 7 * _ONE)}.get((which or "").lower())
    return tuple((one, one) for one in said or (before, back, after))


def _calendar_span(unit: str, which: int, today: date) -> tuple[tuple[date, date], ...]:
    if unit in ("week", "weekend"):
        monday = today - timedelta(days=today.weekday()) + which * 7 * _ONE
        first = monday + 5 * _ONE if unit == "weekend" else monday
        return ((first, monday + 6 * _ONE),)
    if unit == "year":
        return _whole(today.year + which, 0, 0)
    index = today.year * 12 + today.month - 1 + which
    return _whole(index // 12, index % 12 + 1, 0)


def _counted(unit: str, count: int, today: date) -> tuple[tuple[date, date], ...]:
    """So many days, weeks, months or years away, as exactly as that is said."""
    if unit in ("day", "night"):
        day = today + timedelta(days=count)
        return ((day, day),)
    if unit == "week":
        day = today + timedelta(weeks=count)
        return ((day - timedelta(days=day.weekday()), day + timedelta(days=6 - day.weekday())), (day, day))
    if unit == "year":
        return _whole(max(1, today.year + count), 0, 0)
    index = today.year * 12 + today.month - 1 + count
    return _whole(max(1, index // 12), index % 12 + 1, 0)


def _count(text: str) -> int:
    word = " ".join(text.lower().split())
    if word.isdigit():
        return int(word)
    return int(ENGLISH.numbers.get(word, ENGLISH.numbers.get(word.removesuffix(" of"), 1)))


# -- times of day

_CLOCK = re.compile(
    r"(?<![\w.:,])(?P<hour>2[0-4]|[01]?\d)(?!\d)(?:(?P<mark>[:.])(?P<minute>[0-5]\d)(?![\d:]|\.\d))?\s?(?P<half>[ap]\.?m\b\.?)?"
    r"(?P<clock>\s*o['’]clock|\s*h\b)?",
    re.IGNORECASE,
)
_HOUR_WORDS = {
    word: int(value) for word, value in ENGLISH.numbers.items() if value in range(1, 13) and len(word) > 2
} | {str(hour): hour for hour in range(1, 25)}
_HOUR = "|".join(sorted((word for word in _HOUR_WORDS if word.isalpha() and " " not in word), key=len, reverse=True))
_SPOKEN = re.compile(
    rf"\b(?P<edge>half|quarter|five|ten|twenty)\s+(?P<side>past|to)\s+(?P<hour>{_HOUR}|1[0-2]|[1-9])\b", re.IGNORECASE
)
_BARE = re.compile(
    rf"\b(?:at|by|until|till|before|after|around|about|from|between|to|and)\s+(?P<hour>{_HOUR}|1\d|2[0-3]|\d)\b"
    r"(?:\s*(?P<half>[ap]\.?m\b)|\s*o['’]clock)?(?![:.,]\d|\d|\s*(?:%|€|\$|£|eur|percent|people|days?|weeks?|months?|years?|hours?|minutes?)\b)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?P<word>noon|midday|midnight)\b", re.IGNORECASE)
_EDGES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes after midnight; `half_known` is False where it may be of either half of the day."""

    start: int
    end: int
    minute: int
    half_known: bool

    def same(self, other: "Clock") -> bool:
        if self.half_known and other.half_known:
            return self.minute % 1440 == other.minute % 1440
        return self.minute % 720 == other.minute % 720


def clocks(text: str, *, bare: bool) -> list[Clock]:
    """The times of day of a text; with `bare` an hour after a word like "at" too."""
    out = [Clock(*one.span(), 720 if one["word"].lower() != "midnight" else 0, True) for one in _NAMED.finditer(text)]
    for found in _SPOKEN.finditer(text):
        hour = _HOUR_WORDS[found["hour"].lower()] * 60
        edge = _EDGES[found["edge"].lower()] * (1 if found["side"].lower() == "past" else -1)
        out.append(Clock(*found.span(), hour + edge, False))
    for found in _CLOCK.finditer(text):
        if not (found["half"] or found["clock"] or found["mark"] == ":" or _is_dotted(found, text)):
            continue
        hour, half = int(found["hour"]), (found["half"] or "").lower()
        hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
        known = bool(half) or found["minute"] is not None or hour > 12
        out.append(Clock(*found.span(), hour * 60 + int(found["minute"] or 0), known))
    if bare:
        for found in _BARE.finditer(text):
            if all(found.end() <= one.start or one.end <= found.start() for one in out):
                hour, half = _HOUR_WORDS[found["hour"].lower()], (found["half"] or "").lower()
                hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
                out.append(Clock(*found.span(), hour * 60, bool(half) or hour > 12))
    return out


def _is_dotted(found: re.Match[str], text: str) -> bool:
    """Whether "7.30" is a time: it follows a word of time."""
    return found["mark"] == "." and bool(
        re.search(r"\b(?:at|until|till|from|by|before|after)\s+$", text[: found.start()])
    )


# -- numbers

_TEENS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = {word: number for number, word in enumerate(_TEENS.split())} | {"dozen": 12}
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * number for number, word in enumerate(_TEN_WORDS.split(), 2)}
_BIG = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = "|".join((*_SMALL, *_TENS, *_BIG))
_WRITTEN_OUT = re.compile(rf"\b(?:{_WORD})(?:(?:[\s-]+|\s+and\s+)(?:{_WORD}))*\b", re.IGNORECASE)
_DIGITS = re.compile(
    r"(?P<before>[€$£]\s?|\b(?:EUR|USD|GBP|CHF)\s)?(?<![\w.,])(?P<number>\d+(?:[.,  ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)"
    r"(?P<scale>\s?(?:k|m|million|thousand|bn)\b)?(?:(?P<th>st|nd|rd|th)\b)?(?![\w]|[.,]\d)(?:[\s-]*(?P<after>%|[€$£]|[^\W\d_]+))?",
    re.IGNORECASE,
)
_MEASURES = {
    form: forms.split()[0]
    for forms in (
        "eur € euro euros", "usd $ dollar dollars bucks", "gbp £ pound pounds", "chf franken francs", "percent %", "minute min mins minutes",
        "hour h hr hrs hours", "day days", "week weeks", "month months", "year years yr yrs", "km kilometre kilometres kilometer kilometers",
        "mile miles", "m metre metres meter meters", "cm centimetre centimetres", "kg kilo kilos kilograms", "g gram grams",
        "gb gigabyte gigabytes", "mb megabyte megabytes", "litre litres liter liters l", "second seconds sec secs",
    )
    for form in forms.split()
}  # fmt: skip
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as all the values that its writing may mean; `unit` is a known measure, "" where none; `thing` the word after it."""

    start: int
    end: int
    values: frozenset[float]
    unit: str
    thing: str
    written_out: bool


def numbers(text: str) -> list[Number]:
    """The numbers of a text, in digits or in words; ordinals too. "one" in words is none by itself."""
    out = []
    for found in _DIGITS.finditer(text):
        before, after = (found["before"] or "").strip().lower(), (found["after"] or "").lower()
        scale = (found["scale"] or "").strip().lower()
        metres = scale == "m" and not before
        values = _values(found["number"])
        values = values if not scale or metres else frozenset(value * _SCALES[scale] for value in values)
        unit = _MEASURES.get(before) or ("m" if metres else _MEASURES.get(after, ""))
        end = found.end("after") if unit and found["after"] and after in _MEASURES else found.end("number")
        out.append(Number(found.start(), max(end, found.end("scale"), found.end("th")), values, unit, after, False))
    for found in _WRITTEN_OUT.finditer(text):
        words = [word for word in re.split(r"[\s-]+", found[0].lower()) if word != "and"]
        if words == ["one"] or any(found.start() < one.end and one.start < found.end() for one in out):
            continue
        thing = re.match(r"[\s-]*([^\W\d_]+)", text[found.end() :])
        after = thing[1].lower() if thing else ""
        out.append(Number(*found.span(), frozenset({_sum(words)}), _MEASURES.get(after, ""), after, True))
    return out


def _values(digits: str) -> frozenset[float]:
    """ "38.000" may be 38 or 38 thousand."""
    plain = re.sub(r"[  ]", "", digits)
    forms = {plain.replace(",", "")} if plain.count(".") <= 1 else set()
    if "," in plain and plain.count(",") == 1:
        forms.add(plain.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        forms.add(plain.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain):
        forms = {plain.replace(",", "")}
    return frozenset(float(one) for one in forms)


def _sum(words: list[str]) -> float:
    total = part = 0
    for word in words:
        if word in _BIG:
            part = max(part, 1) * _BIG[word]
            if _BIG[word] > 100:
                total, part = total + part, 0
        else:
            part += _SMALL.get(word, _TENS.get(word, 0))
    return float(total + part)
