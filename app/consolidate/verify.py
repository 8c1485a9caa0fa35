"""Whether evidence contains what a field claims: every name, number, date, time and content word. Pure; no model, no store.

It looks at words, not at who did what to whom: "Anna told Bo" supports "Bo told Anna". Words of a sentence that is denied support
only what is denied too.
"""

import functools
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.consolidate.english import ENGLISH
from app.consolidate.words import Words

_TOKEN = re.compile(r"[€$£%]|\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?")
_CLOCK = re.compile(
    r"(?<![\w.:])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)(?!\d|[.:]\d))?\s?(?P<half>[ap]\.?m\b)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})?(?!\d)")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")
_CLAUSE = re.compile(r"[;,:](?=\s|$)")
_SYMBOLS = {
    "€": "eur",
    "euro": "eur",
    "euros": "eur",
    "$": "usd",
    "dollars": "usd",
    "£": "gbp",
    "pounds": "gbp",
    "%": "percent",
}
_SHORTEST_STEM = 3
_HELD = 0.6


@dataclass(frozen=True, slots=True)
class _Read:
    """A text taken apart. `exact` are its words folded, `lower` the stems of those written small, `stems` of all."""

    exact: frozenset[str]
    lower: frozenset[str]
    stems: frozenset[str]
    numbers: frozenset[str]
    clocks: frozenset[int]
    hours: frozenset[int]
    dates: frozenset[tuple[int, int, int]]


def supported(
    field_text: str, evidence_texts: Sequence[str], *, dates: Collection[date] = (), words: Words = ENGLISH
) -> bool:
    """Whether the evidence, all its texts together, contains all that a field says. A field that says nothing is not supported.

    `dates` are those that code resolved out of the evidence ("on Friday" of that week), as the field may name them.

    >>> supported("Anna moved to Lisbon", ["I hear that Anna has moved to Lisbon!"])
    True
    >>> supported("Anna moved to Porto", ["Anna moved to Lisbon, not to Porto."])
    False
    >>> supported("rent is 950 EUR from 15:00", ["From 3pm the rent is €950."])
    True
    """
    return not missing(field_text, evidence_texts, dates=dates, words=words)


def missing(
    field_text: str,
    evidence_texts: Sequence[str],
    *,
    dates: Collection[date] = (),
    words: Words = ENGLISH,
    sense: bool = True,
) -> tuple[str, ...]:
    """What of a field the evidence does not contain: its words, or the whole field where that is denied or says nothing.

    Without `sense` it is not asked whether the evidence denies it: for who has read the sentence itself.
    """
    held = _together([_read(text, words) for text in evidence_texts])
    rest, absent = field_text, []
    for found, (year, month, day) in _dates(field_text, words):
        known = {*held.dates, *((one.year, one.month, one.day) for one in dates)}
        if not any(m == month and d == day and (not y or not year or y == year) for y, m, d in known):
            absent.append(found)
        rest = rest.replace(found, " ", 1)
    for found, minute in _clocks(rest):
        if minute not in held.clocks and not (minute % 60 == 0 and held.hours & {minute // 60, minute // 60 % 12}):
            absent.append(found)
        rest = rest.replace(found, " ", 1)
    tokens = [one for one in _TOKEN.findall(rest) if not _is_idle(one, words)]
    absent += [one for one in tokens if not _is_held(one, held, words)]
    if not tokens and rest == field_text:
        return (field_text,)
    if sense and not absent and not _same_sense(field_text, tokens, evidence_texts, words):
        return (field_text,)
    return tuple(absent)


def fold(text: str) -> str:
    """A text by which the same name in another writing is found: without case, accents and other forms of letters.

    >>> fold("Zoë  Größe")
    'zoe grosse'
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())


@functools.lru_cache(maxsize=4096)
def stem(word: str, words: Words = ENGLISH) -> str:
    """A folded word without its ending.

    >>> stem("moved"), stem("moving"), stem("copies"), stem("met")
    ('mov', 'mov', 'copy', 'meet')
    """
    word = words.forms.get(word, word)
    for ending, instead in words.endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


def is_negated(text: str, words: Words = ENGLISH) -> bool:
    """Whether a sentence says that something is not so."""
    negation, innocent = _negations(words)
    return bool(negation.search(innocent.sub(" ", text)))


@functools.cache
def _negations(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(words.negation, re.IGNORECASE), re.compile(words.no_negation, re.IGNORECASE)


@functools.lru_cache(maxsize=256)
def _read(text: str, words: Words) -> _Read:
    tokens = _TOKEN.findall(text)
    plain = [_plain(one) for one in tokens]
    return _Read(
        exact=frozenset(plain),
        lower=frozenset(stem(folded, words) for one, folded in zip(tokens, plain, strict=True) if not one[0].isupper()),
        stems=frozenset(stem(folded, words) for folded in plain),
        numbers=frozenset(form for one in tokens for form in _number_forms(one, words)),
        clocks=frozenset(minute for _, minute in _clocks(text)),
        hours=frozenset(_hours(text, words)),
        dates=frozenset(one for _, one in _dates(text, words)),
    )


def _together(read: Sequence[_Read]) -> _Read:
    return _Read(
        exact=frozenset(word for one in read for word in one.exact),
        lower=frozenset(word for one in read for word in one.lower),
        stems=frozenset(word for one in read for word in one.stems),
        numbers=frozenset(number for one in read for number in one.numbers),
        clocks=frozenset(minute for one in read for minute in one.clocks),
        hours=frozenset(hour for one in read for hour in one.hours),
        dates=frozenset(named for one in read for named in one.dates),
    )


def _plain(token: str) -> str:
    folded = fold(token).replace("’", "'").removesuffix("'s")
    return _SYMBOLS.get(folded, folded)


def _is_idle(token: str, words: Words) -> bool:
    return _plain(token) in words.idle


def _is_held(token: str, held: _Read, words: Words) -> bool:
    numbers = _number_forms(token, words)
    if numbers:
        return bool(numbers & held.numbers)
    folded = _plain(token)
    if folded in held.exact:
        return True
    return stem(folded, words) in (held.lower if token[0].isupper() else held.stems)


def _number_forms(token: str, words: Words) -> set[str]:
    """A number as it may be written elsewhere; nothing where the token is none. "38.000" may be 38 or 38 thousand."""
    if not _NUMBER.fullmatch(token):
        value = words.times.numbers.get(token.casefold())
        return (
            {f"{value:g}"}
            if value is not None and token.casefold() not in words.idle and value == int(value)
            else set()
        )
    forms = {f"{float(token):g}"} if token.replace(".", "", 1).isdigit() and len(token) < 7 else {token}
    if _GROUPED.fullmatch(token):
        mark = next(one for one in token if not one.isdigit())
        forms.add(_trimmed(token.replace(mark, "").replace(",", ".")))
    elif token.count(",") == 1:
        forms.add(_trimmed(token.replace(",", ".")))
    return forms | {_trimmed(token)}


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _clocks(text: str) -> Iterator[tuple[str, int]]:
    """(as written, minutes after midnight) of the times of day; a bare number is none."""
    for found in _CLOCK.finditer(text):
        if found["minute"] is None and found["half"] is None:
            continue
        hour, half = int(found["hour"]), (found["half"] or "").lower()
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        yield found[0].strip(), hour * 60 + int(found["minute"] or 0)


def _hours(text: str, words: Words) -> Iterator[int]:
    for found in re.finditer(words.at_hour + r"(?P<hour>\d{1,2})(?![\w:.]\d|\w)", text, re.IGNORECASE):
        yield int(found["hour"]) % 24


def _dates(text: str, words: Words) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """(as written, (year or 0, month, day)) of the dates that name a day and a month."""
    for pattern in (_ISO, _DOTTED):
        for found in pattern.finditer(text):
            if 1 <= int(found["month"]) <= 12 and 1 <= int(found["day"]) <= 31:
                yield found[0], (int(found["year"] or 0), int(found["month"]), int(found["day"]))
    for found in _named_dates(words).finditer(text):
        day, month = (found["day"] or found["day2"]), (found["month"] or found["month2"])
        yield found[0], (int(found["year"] or 0), words.times.months[month.casefold()], int(day))


@functools.cache
def _named_dates(words: Words) -> re.Pattern[str]:
    month = "|".join(sorted(words.times.months, key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month>{month})|(?P<month2>{month})\.?\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?)"
        r"\b(?![:.]\d)(?:,?\s+(?P<year>(?:19|20)\d\d))?",
        re.IGNORECASE,
    )


def _same_sense(field_text: str, tokens: Sequence[str], evidence_texts: Sequence[str], words: Words) -> bool:
    """Whether the sentences that hold most of a field deny it only where the field denies it too."""
    wanted = {stem(_plain(one), words) for one in tokens if not is_negated(one, words)}
    if len(wanted) < 2:
        return True
    sentences = [one for text in evidence_texts for one in _SENTENCE.split(text) if one.strip()]
    holding = [one for one in sentences if len(wanted & _read(one, words).stems) >= _HELD * len(wanted)]
    denied = is_negated(field_text, words)
    return not holding or any(_denies(one, wanted, words) == denied for one in holding)


def _denies(sentence: str, wanted: Collection[str], words: Words) -> bool:
    """Whether some of the wanted words stand only in those clauses of a sentence that are denied."""
    if not is_negated(sentence, words):
        return False
    stems: dict[bool, set[str]] = {True: set(), False: set()}
    for clause in _CLAUSE.split(sentence):
        stems[is_negated(clause, words)].update(_read(clause, words).stems)
    return bool((stems[True] - stems[False]) & set(wanted))
