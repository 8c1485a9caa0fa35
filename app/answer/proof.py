"""Whether the moments that a sentence cites say what it says: words, numbers, names, days, times and denial. Pure; no model, no store.

It compares sentence with sentence, not meaning with meaning: what another word order turns round ("Anna told Bo") it does not see.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.answer import days, english
from app.recall.english import ENGLISH as TIMES

State = Literal["supported", "partly", "unsupported"]
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_UNIT = re.compile(r"(?<=[.!?])[\"”')\]]*\s+|\n+")
_CLAUSE = re.compile(english.CLAUSE, re.IGNORECASE)
_NEGATION = re.compile(english.NEGATION, re.IGNORECASE)
_NO_NEGATION = re.compile(english.NO_NEGATION, re.IGNORECASE)
_ADDRESS = re.compile(english.ADDRESS)
_REPORTED = re.compile(english.REPORTED, re.IGNORECASE)
_BESIDE_DAY = re.compile(english.BESIDE_DAY, re.IGNORECASE)
_TIME_NAMES = frozenset((*TIMES.weekdays, *TIMES.months)) - {"may", "march"}
_NO_NAME = re.compile(r"(?:ing|ed|ly|tion|ness)$")
_SHORTEST_STEM = 3
# With no more than this share of what it says, nothing supports a sentence.
LEAST_HELD = 0.5
# A sentence may use this share of other words than its source, where numbers, names and days are right.
OTHER_WORDS = 0.4
# A part of the source speaks of what the sentence does when it shares this much of what the best part shares.
NEARLY_BEST = 0.5
# Two clauses say the same thing when this share of the shorter one's words stands in the other.
SAME_CLAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Source:
    """What a cited moment says. `about` are its app, title and thread; `around` is what stood beside it, which gives words only."""

    text: str
    time: datetime
    zone: str = "UTC"
    author: str = ""
    about: str = ""
    around: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unsupported` are the words that no cited moment says, as the sentence writes them, or the whole sentence where it is denied."""

    state: State
    unsupported: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A stretch of text taken apart. `stems` are those of its content words, `folded` all its words."""

    text: str
    stems: frozenset[str]
    folded: frozenset[str]
    clocks: tuple[days.Clock, ...]
    numbers: tuple[days.Number, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    stem: str


def verdict(sentence: str, sources: Sequence[Source], *, now: datetime | None = None, zone: str = "UTC") -> Verdict:
    """What of a sentence the sources say, all of them together. Without sources nothing is said.

    Days that are told from a source's day ("yesterday") are resolved; those in the sentence from `now`, where that is given.

    >>> from datetime import UTC
    >>> said = Source("I paid the plumber 120 euros yesterday.", datetime(2026, 11, 20, tzinfo=UTC), author="Ann")
    >>> verdict("Ann paid the plumber EUR 120 on 19 November 2026.", [said]).state
    'supported'
    >>> verdict("Ann paid the plumber EUR 210 on 19 November 2026.", [said])
    Verdict(state='partly', unsupported=('EUR 210',))
    >>> verdict("Ann did not pay the plumber 120 euros.", [said]).state
    'unsupported'
    """
    claim = _claim(sentence, local_date(now, zone) if now else None)
    if not claim.weight or not sources:
        return Verdict("unsupported", (sentence.strip(),))
    held = [_held(source, claim) for source in sources]
    wrong = [*_wrong_days(claim, held), *_wrong_clocks(claim, held), *_wrong_numbers(claim, held)]
    names, others = _wrong_words(claim, held)
    wrong += names
    missing = (len(wrong) + len(others)) / claim.weight
    if 1 - missing <= LEAST_HELD or not _same_sense(sentence, held):
        return Verdict("unsupported", (sentence.strip(),))
    turned = [one for one in others if _is_turned(one, held)]
    too_many = len(others) > OTHER_WORDS * len(claim.tokens)
    if wrong or turned or too_many:
        return Verdict("partly", tuple(dict.fromkeys((*wrong, *(others if too_many else turned)))))
    return Verdict("supported")


def share_said(sentence: str, source: Source) -> float:
    """The share of a sentence's words, numbers and days that stand in one source, 0 to 1."""
    claim = _claim(sentence, None)
    if not claim.weight:
        return 0.0
    held = [_held(source, claim)]
    names, others = _wrong_words(claim, held)
    wrong = [*_wrong_days(claim, held), *_wrong_clocks(claim, held), *_wrong_numbers(claim, held), *names, *others]
    return 1 - len(wrong) / claim.weight


# -- a sentence taken apart


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    dates: tuple[days.Days, ...]
    clocks: tuple[days.Clock, ...]
    numbers: tuple[days.Number, ...]
    tokens: tuple[_Token, ...]
    first: int

    @property
    def weight(self) -> int:
        """How many things it says."""
        return len(self.dates) + len(self.clocks) + len(self.numbers) + len(self.tokens)


def _claim(sentence: str, today: date | None) -> _Claim:
    found_days = days.days(sentence, today)
    rest = _blanked(sentence, found_days)
    found_clocks = days.clocks(rest, bare=False)
    rest = _blanked(rest, found_clocks)
    found_numbers = days.numbers(rest)
    rest = _blanked(rest, found_numbers)
    tokens = tuple(
        _Token(one[0], one.start(), stem(fold(one[0]))) for one in TOKEN.finditer(rest) if not _is_idle(one[0])
    )
    first = next((one.start() for one in TOKEN.finditer(sentence)), 0)
    return _Claim(sentence, tuple(found_days), tuple(found_clocks), tuple(found_numbers), tokens, first)


def _blanked(text: str, found: Iterable[days.Days | days.Clock | days.Number]) -> str:
    for one in found:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def fold(word: str) -> str:
    """A word by which the same name in another writing is found.

    >>> fold("Zoë’s")
    'zoe'
    """
    apart = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(one for one in apart if not unicodedata.combining(one)).removesuffix("'s")


@functools.lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A folded word without its ending, or the first of its group of like words.

    >>> stem("moved"), stem("moving"), stem("met"), stem("kids") == stem("child")
    ('mov', 'mov', 'meet', True)
    """
    word = english.SAME.get(word, word)
    for ending, instead in english.ENDINGS:
        shortest = _SHORTEST_STEM - len(instead)
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= shortest:
            shorter = word.removesuffix(ending) + instead
            word = english.SAME.get(shorter, shorter)
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


def _is_idle(token: str) -> bool:
    folded = fold(token)
    return folded in english.IDLE or len(folded) == 1 or "n't" in folded or folded.split("'")[0] in english.IDLE


# -- a source taken apart


@dataclass(frozen=True, slots=True)
class _Held:
    """A source beside a claim. `best` are the parts of it that speak of what the claim does, `near` those with their neighbours."""

    source: Source
    today: date
    minute: int
    dates: tuple[days.Days, ...]
    best: tuple[_Read, ...]
    near: tuple[_Read, ...]
    words: frozenset[str]
    names: frozenset[str]


@functools.lru_cache(maxsize=512)
def _read(text: str) -> _Read:
    tokens = [fold(one) for one in TOKEN.findall(text)]
    return _Read(
        text,
        frozenset(stem(one) for one in tokens if not _is_idle(one)),
        frozenset((*tokens, *(part for one in tokens for part in one.split("'")))),
        tuple(days.clocks(text, bare=True)),
        tuple(days.numbers(text)),
    )


@functools.lru_cache(maxsize=128)
def units(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text."""
    return tuple(one.strip() for one in _UNIT.split(text) if any(sign.isalnum() for sign in one))


def local_date(time: datetime, zone: str) -> date:
    """The day of a time where it happened."""
    return _in_zone(time, zone).date()


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something."""
    return _read(text).stems


def _in_zone(time: datetime, zone: str) -> datetime:
    try:
        return time.astimezone(ZoneInfo(zone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return time


def _held(source: Source, claim: _Claim) -> _Held:
    here = _in_zone(source.time, source.zone)
    parts = [_read(one) for one in units(source.text)]
    wanted = {one.stem for one in claim.tokens}
    shares = [len(wanted & one.stems) for one in parts]
    most = max(shares, default=0)
    chosen = {at for at, share in enumerate(shares) if most == 0 or share >= NEARLY_BEST * most}
    beside = sorted({near for at in chosen for near in (at - 1, at, at + 1) if 0 <= near < len(parts)})
    about = _read(f"{source.author}. {source.about}")
    whole = _read(source.text)
    return _Held(
        source=source,
        today=here.date(),
        minute=here.hour * 60 + here.minute,
        dates=tuple(days.days(f"{source.text}\n{source.about}", here.date())),
        best=tuple(parts[at] for at in sorted(chosen)),
        near=(*(parts[at] for at in beside), about),
        words=frozenset().union(*(parts[at].stems for at in beside), about.stems, _read(source.around).stems),
        names=whole.folded | about.folded,
    )


# -- days, times, numbers


def _wrong_days(claim: _Claim, held: Sequence[_Held]) -> list[str]:
    return [
        claim.text[one.start : one.end] for one in claim.dates if not any(_day_held(one, claim, each) for each in held)
    ]


def _day_held(day: days.Days, claim: _Claim, held: _Held) -> bool:
    """Whether the best parts of a source name the day; where they name none, the rest of it does, or it was then."""
    said = [one for part in held.best for one in days.days(part.text, held.today)]
    if any(_same_day(day, other) for other in said):
        return True
    told_then = bool(_REPORTED.search(claim.text) or _BESIDE_DAY.search(claim.text[: day.start]))
    if said and not told_then:
        return False
    return _is_within(day, held.today) or (not said and any(_same_day(day, other) for other in held.dates))


def _same_day(day: days.Days, other: days.Days) -> bool:
    """Whether a claim's day is the one that the source names, or says it less exactly."""
    if day.relative:
        return day.relative == other.relative if not day.spans else any(span in other.spans for span in day.spans)
    if any(day.covers(*span) for span in other.spans):
        return True
    if other.weekday >= 0 and day.weekday == other.weekday and not (day.month or day.day or day.year):
        return True
    said = (other.year, other.month, other.day)
    asked = (day.year, day.month, day.day)
    return (
        day.weekday < 0
        and any(said)
        and all(not mine or mine == theirs for mine, theirs in zip(asked, said, strict=True))
    )


def _is_within(day: days.Days, today: date) -> bool:
    if day.relative:
        return any(first <= today <= last for first, last in day.spans)
    return day.covers(today, today)


def _wrong_clocks(claim: _Claim, held: Sequence[_Held]) -> list[str]:
    told_then = bool(_REPORTED.search(claim.text))
    return [
        claim.text[one.start : one.end].strip()
        for one in claim.clocks
        if not any(_clock_held(one, each, told_then) for each in held)
    ]


def _clock_held(clock: days.Clock, held: _Held, told_then: bool) -> bool:
    said = [one for part in held.best for one in part.clocks] or [one for part in held.near for one in part.clocks]
    if any(clock.same(one) for one in said):
        return True
    return (told_then or not said) and abs(clock.minute - held.minute) <= 1


def _wrong_numbers(claim: _Claim, held: Sequence[_Held]) -> list[str]:
    return [
        claim.text[one.start : one.end].strip()
        for one in claim.numbers
        if not any(_number_held(one, each) for each in held)
    ]


def _number_held(number: days.Number, held: _Held) -> bool:
    found = [one for part in held.best for one in part.numbers] or [one for part in held.near for one in part.numbers]
    if any(number.values & other.values and _same_unit(number, other) for other in found):
        return not _is_anothers(number, found)
    if number.values == {1.0} and any("one" in part.folded for part in held.best):
        return True
    whole = next(iter(number.values))
    counts = bool(number.thing) and fold(number.thing) not in english.IDLE
    if len(number.values) == 1 and whole in range(1, 25) and not counts:
        hour = int(whole) * 60
        if any(clock.minute % 720 == hour % 720 for part in held.near for clock in part.clocks):
            return True
    if whole in range(1900, 2100):
        return any(first.year == last.year == int(whole) for one in held.dates for first, last in one.spans)
    return any(_named_day(one, int(whole)) for one in held.dates) if whole in range(1, 32) else False


def _named_day(one: days.Days, day: int) -> bool:
    return one.day == day


def _same_unit(number: days.Number, other: days.Number) -> bool:
    return not number.unit or not other.unit or number.unit == other.unit


def _is_anothers(number: days.Number, found: Sequence[days.Number]) -> bool:
    """Whether the source counts the thing that the number counts, and by another number only."""
    if not number.thing or number.unit or fold(number.thing) in english.IDLE:
        return False
    same = [one for one in found if one.thing and stem(fold(one.thing)) == stem(fold(number.thing))]
    return bool(same) and not any(one.values & number.values for one in same)


# -- words and names


def _wrong_words(claim: _Claim, held: Sequence[_Held]) -> tuple[list[str], list[str]]:
    """The names, and the other words, that no source has."""
    names: list[str] = []
    others: list[str] = []
    for one in claim.tokens:
        if _is_code(one.text):
            if not any(fold(one.text) in each.names for each in held):
                names.append(one.text)
        elif one.text[0].isupper() and fold(one.text) not in _TIME_NAMES:
            if not any(_name_held(one, claim, each) for each in held):
                (names if _is_name(one, claim) else others).append(one.text)
        elif not any(one.stem in each.words for each in held):
            others.append(one.text)
    return names, others


def _is_code(token: str) -> bool:
    return any(sign.isdigit() for sign in token)


def _name_held(token: _Token, claim: _Claim, held: _Held) -> bool:
    """Whether a source has a name. One that the writer only addresses is not who did what the writer tells of himself."""
    folded = fold(token.text)
    if token.start == claim.first and held.source.author and folded != fold(held.source.author).split(" ")[0]:
        addressed = {fold(one["first"] or one["last"]) for one in _ADDRESS.finditer(held.source.text)}
        elsewhere = _ADDRESS.sub(" ", held.source.text)
        if folded in addressed and folded not in _read(elsewhere).folded:
            return False
    if folded in held.names:
        return True
    return not _is_name(token, claim) and token.stem in held.words


def _is_name(token: _Token, claim: _Claim) -> bool:
    """A capital within a sentence is a name's; at its start it is one unless the word has the ending of a verb or of a manner."""
    return token.start != claim.first or not _NO_NAME.search(token.text)


def _is_turned(word: str, held: Sequence[_Held]) -> bool:
    """Whether the sources say the opposite of a word that they do not hold."""
    folded = fold(word)
    said = frozenset(one for each in held for part in each.near for one in part.folded)
    return any((folded in one and said & other) or (folded in other and said & one) for one, other in english.OPPOSITES)


# -- denial


def denials(text: str) -> int:
    """How often a stretch of text says that something is not so.

    >>> denials("She did not come"), denials("Do not forget the milk"), denials("There was not no milk")
    (1, 0, 2)
    """
    return len(_NEGATION.findall(_NO_NEGATION.sub(" ", text)))


def _clauses(text: str) -> list[tuple[frozenset[str], int]]:
    """(stems, denials) of the clauses of a text; one with no word of its own belongs to the one before."""
    out: list[tuple[frozenset[str], int]] = []
    for piece in _CLAUSE.split(text):
        stems, denied = _read(piece).stems, denials(piece)
        if not stems and denied and out:
            out[-1] = (out[-1][0], out[-1][1] + denied)
        elif stems:
            out.append((stems, denied))
    return out


def _same_sense(sentence: str, held: Sequence[_Held]) -> bool:
    """Whether each clause is denied only where the clause of a source that says the same is denied too."""
    said = [clause for each in held for part in each.near for clause in _clauses(part.text)]
    return all(_clause_agrees(stems, denied, said) for stems, denied in _clauses(sentence))


def _clause_agrees(stems: frozenset[str], denied: int, said: Sequence[tuple[frozenset[str], int]]) -> bool:
    rated = [(len(stems & other), other, how) for other, how in said]
    most = max((shared for shared, _, _ in rated), default=0)
    best = [(other, how) for shared, other, how in rated if shared == most]
    shorter = min(len(stems), max((len(other) for other, _ in best), default=0))
    if most < max(1, SAME_CLAUSE * shorter):
        return not denied or any(how for _, how in said)
    return any(min(how, 1) == denied or how >= denied >= 1 for _, how in best)
