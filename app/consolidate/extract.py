"""What a sentence states: a subject and the day, time, place, number, code or name that is said of it. Pure; no model, no store.

Words of a language stand in its file. What is asked, wished, thought or past states nothing here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.consolidate.ahead import bare_hour, days_named, times_named
from app.consolidate.english import ENGLISH
from app.consolidate.phrases import WORD, Value, patterns_of, stems_of
from app.consolidate.subjects import MOST_OF_SUBJECT, plain_subject, subject_of
from app.consolidate.verify import fold, stem
from app.consolidate.words import Words
from app.recall.timewords import Here

_MOST_WORDS = 32
_ELLIPSIS = 6
_FEWEST_WORDS = 3
_NO_PROSE = re.compile(r"[=\[\]{}<>\\`$#@|_~]|\w\.\w+\(|://")
_BULLET = re.compile(r"^\s*(?:[-–•*·|\]]|\d{1,2}[.)])\s+")
_ENDS = re.compile(
    r"(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)(?<!\bProf\.)(?<!\bSt\.)(?<!\bNo\.)\s+(?=[\"“A-ZÄÖÜ0-9])"
)
_NUMBER = re.compile(
    r"(?P<before>[€$£]\s?)?(?<![\w.,:/-])(?P<value>\d+(?:[.,]\d+)*)(?![\w:/]|-\w|[.,]\d)(?:\s*(?P<unit>%|[€$£]|[A-Za-z]{1,12}\b))?"
)
_CODE = re.compile(r"(?<![\w.])(?P<value>(?=[\w-]*\d)[A-Za-z0-9][\w-]{2,})(?!\w|\.\w)")
_COLON = re.compile(r"^(?P<subject>[^\W\d_][^:=]{1,60}?)\s*(?::\s|=\s)\s*(?P<rest>.+)$")
_BARE_HOUR = re.compile(
    r"\b(?:at|to|until|for|by)\s+(?P<hour>[1-9]|1[0-2])(?=\s*(?:[.,;!?)]|$|sharp\b|o['’]clock|instead\b|not\b|rather\b|now\b|on\b))"
)
_THEN_NUMBER = re.compile(r"\s*(?:to|x|-|–)?\s*\d")
_AFTER_NUMBER = re.compile(r"\d\s*(?:x\s*)?$|\d\s+to\s+$")
_SYMBOLS = {"€": "eur", "euro": "eur", "euros": "eur", "$": "usd", "dollars": "usd", "£": "gbp", "%": "percent"}


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a sentence says of a subject. `key` are the stems that the subject is known by, in order.

    `rest` are the other stems of the sentence, `before` is the stem right before each of them, `linked` the word that "with", "of"
    and their like join to the subject. `firm`: the subject stands before a verb in the present, and the value after it.
    `own`: the words right before the value are its subject. `aspect` is begin or end, where the verb says whose time it is; `beside`
    are other values of the same kind in the sentence.
    `changed`: the sentence says that it was otherwise. `others` are the other values of the sentence by their kinds.
    """

    subject: str
    key: tuple[str, ...]
    predicate: str
    value: str
    said: str
    quote: str
    rest: frozenset[str] = frozenset()
    denied: tuple[str, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[str, str] = field(default_factory=dict)
    changed: bool = False
    personal: bool = False
    relative: bool = False
    firm: bool = False
    own: bool = False
    aspect: str = ""
    beside: tuple[str, ...] = ()


def sentences(lines: Sequence[str]) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of lines that stand below each other, each with the places of its lines.

    A line that goes on in small letters belongs to the one before, as long as that one did not end.

    >>> sentences(["The fitter can come on Friday", "between 7:30 and 8:30. Call us.", "- new roof"])
    [('The fitter can come on Friday between 7:30 and 8:30.', (0, 1)), ('Call us.', (1,)), ('new roof', (2,))]
    """
    runs: list[list[int]] = []
    for place, line in enumerate(lines):
        goes_on = runs and not _BULLET.match(line) and _is_open(lines[runs[-1][-1]], line)
        if goes_on:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [found for run in runs for found in _split(lines, run)]


def _is_open(before: str, line: str) -> bool:
    """Whether a line goes on in the next."""
    text = before.rstrip()
    if not text or text[-1] in ".!?:;" or not line[:1].strip():
        return False
    return line[:1].islower() or text[-1] == "," or (len(text) > 60 and line[:1].isdigit())


def _split(lines: Sequence[str], run: Sequence[int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    starts, text = [], ""
    for place in run:
        line = _BULLET.sub("", lines[place]) if place == run[0] else lines[place]
        text += (" " if text else "") + " ".join(line.split())
        starts.append((place, len(text)))
    at = 0
    for piece in _ENDS.split(text):
        begin = text.index(piece, at) if piece else at
        at = begin + len(piece)
        held = [place for n, (place, end) in enumerate(starts) if end > begin and (starts[n - 1][1] if n else 0) < at]
        if piece.strip():
            yield piece.strip(), tuple(held)


def is_prose(sentence: str, about: str) -> bool:
    """Whether a text on the screen is a sentence or a labelled value: not code, not a cell of a table, not the window's title.

    >>> is_prose("The gate code is 7714.", ""), is_prose('quality = 80', ""), is_prose("420 pieces", ""), is_prose("Plan - Writer", "Plan")
    (True, False, False, False)
    """
    letters = [word for word in sentence.split() if any(map(str.isalpha, word))]
    if _NO_PROSE.search(sentence) or len(letters) < _FEWEST_WORDS or not sentence[:1].isalpha():
        return False
    return not (about and sentence.startswith(about) and len(sentence) < len(about) + 30)


def is_statement(sentence: str, words: Words = ENGLISH) -> bool:
    """Whether a sentence plainly says something: it is not asked, wished, thought or past."""
    return _is_plain(sentence, words) and not _is_past(sentence, words)


def _is_plain(text: str, words: Words) -> bool:
    patterns = patterns_of(words)
    return patterns.no_statement.search(patterns.innocent.sub(" ", text)) is None


def _is_past(text: str, words: Words) -> bool:
    patterns = patterns_of(words)
    return patterns.past.search(text) is not None and patterns.change.search(text) is None


def claims(sentence: str, here: Here, words: Words = ENGLISH, *, about: str = "") -> tuple[Claim, ...]:
    """All that a sentence states. `here` is the moment in which it was said, `about` the subject of "we" and "it": a title.

    >>> from app.consolidate.english import ENGLISH
    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> here = Here(datetime(2026, 11, 20, 9, tzinfo=UTC), ZoneInfo("UTC"), ENGLISH.times)
    >>> [(one.subject, one.predicate, one.value) for one in claims("The roof meeting is moved to 4pm on Friday.", here)]
    [('roof meeting', 'time', '16:00'), ('roof meeting', 'day', '2026-11-20')]
    """
    plain = " ".join(sentence.split())
    patterns = patterns_of(words)
    opening = patterns.opening.match(plain)
    body = plain[opening.end() :] if opening else plain
    if not body or len(body.split()) > _MOST_WORDS:
        return ()
    about_people = tuple(_about_people(plain, words))
    if "?" in body or patterns.asks_first.match(body):
        return ()
    values = list(values_in(body, here, words))
    roles = tuple(_roles(plain, body, words))
    if roles:
        return (*roles, *about_people)
    lived = {one.value for one in about_people}
    return (*(one for one in _claims(plain, body, about, values, words) if one.value not in lived), *about_people)


def _without_denied(body: str, start: int, end: int, values: Sequence[Value]) -> str:
    """A part of a sentence without its values that are so no longer and the word that says it.

    "Friday, not Thursday" plainly says Friday.
    """
    for one in sorted((one for one in values if one.denied and start <= one.start < end), key=lambda one: -one.start):
        body = re.sub(r"\b\w+(?:\s+\w+)?\s*$", "", body[: one.start]) + body[one.end :]
        end -= one.end - one.start
    return body[start:end]


def _claims(quote: str, body: str, about: str, values: Sequence[Value], words: Words) -> Iterator[Claim]:
    patterns = patterns_of(words)
    changed = bool(
        patterns.change.search(body) or patterns.revision.search(quote) or any(one.denied for one in values)
    )  # fmt: skip
    found = set(WORD.findall(body.casefold()))
    told = [(one, subject_of(body, one, values, words, about)) for one in values if not one.denied]
    for one, subject in told:
        if set(subject.key) & stems_of(words.varies, words) or len(subject.key) > 2 * MOST_OF_SUBJECT:
            continue
        if not subject.key and not (len(body.split()) <= _ELLIPSIS and patterns.change.match(body)):
            continue
        start, segment, end = subject.span
        if not _is_plain(_without_denied(body, start, end, values), words) or _is_past(body[segment:end], words):
            continue
        yield Claim(
            subject=subject.said, key=subject.key, predicate=one.kind, value=one.value, said=one.said, quote=quote,
            denied=tuple(other.value for other in values if other.denied and other.kind == one.kind),
            beside=tuple(
                other.value for other, whose in told
                if other.kind == one.kind and other.value != one.value and whose.key == subject.key
            ),
            others={other.kind: other.value for other, _ in told if other.kind != one.kind},
            rest=subject.rest, before=subject.before, linked=subject.linked, changed=changed,
            personal=bool(found & words.first_person), relative=bool(found & words.times.days.keys()), firm=subject.firm,
            own=subject.own, aspect=subject.aspect,
        )  # fmt: skip


# -- values


def values_in(body: str, here: Here, words: Words) -> Iterator[Value]:
    """The values of a sentence in order, none within another."""
    taken: list[tuple[int, int]] = []
    found: list[Value] = []
    for one in _raw_values(body, here, words):
        if all(one.end <= start or end <= one.start for start, end in taken):
            taken.append((one.start, one.end))
            found.append(one)
    found.sort(key=lambda one: one.start)
    for one in found:
        yield replace(one, said=one.said.strip(" .,;:"), denied=one.denied or _is_denied(body, one, found, words))


def _raw_values(body: str, here: Here, words: Words) -> Iterator[Value]:
    patterns = patterns_of(words)
    for day in days_named(body, here):
        yield Value("day", body[day.start : day.end], day.day.isoformat(), day.start, day.end)
    for time in times_named(body, here):
        if time.until is not None and patterns.change.search(body[: time.start]):  # "moved from 3 to 5pm"
            middle = (time.start + time.end) // 2
            yield Value("time", body[time.start : middle], _clock(time.minute), time.start, middle, denied=True)
            yield Value("time", body[middle : time.end], _clock(time.until), middle, time.end)
            continue
        until = "" if time.until is None else f"-{_clock(time.until)}"
        yield Value("time", body[time.start : time.end], _clock(time.minute) + until, time.start, time.end)
    for match in _BARE_HOUR.finditer(body):
        minute = bare_hour(int(match["hour"]))
        yield Value("time", match[0], _clock(minute), match.start("hour"), match.end("hour"))
    yield from _places(body, words)
    yield from _numbers(body, words)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _numbers(body: str, words: Words) -> Iterator[Value]:
    patterns = patterns_of(words)
    verb = patterns.change.search(body) or patterns.state.search(body) or re.search(r"[:=]", body)
    coded = [match for match in WORD.finditer(body) if match[0].casefold() in words.coded]
    for match in _CODE.finditer(body) if coded else ():
        if match.start() > coded[0].end() and (
            match["value"].isdigit() or not match["value"].islower() or len(match["value"]) > 3
        ):
            yield Value("code", match["value"], match["value"].casefold(), match.start(), match.end())
    for match in _NUMBER.finditer(body):
        if _is_one_of_many(body, match) and not patterns.change.search(body[: match.start()]):
            continue
        unit = (match["before"] or match["unit"] or "").strip().casefold()
        end = match.end("value") if match["before"] else match.end()
        if unit in words.no_units or unit in words.times.months:
            unit, end = "", match.end("value")
        if not unit and (verb is None or match.start() < verb.end()):
            continue
        unit = _SYMBOLS.get(unit, stem(unit, words) if unit else "")
        value = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", match["value"]).replace(",", ".")
        yield Value(f"number {unit}".strip(), body[match.start() : end], value, match.start(), end)


def _is_one_of_many(body: str, match: re.Match[str]) -> bool:
    """Whether a number stands beside another: a range, a size, a telephone number."""
    return bool(_THEN_NUMBER.match(body, match.end("value")) or _AFTER_NUMBER.search(body[: match.start()]))


def _places(body: str, words: Words) -> Iterator[Value]:
    patterns = patterns_of(words)
    numbered = re.compile(rf"\b(?:{words.numbered_place})\s+(?=[\w-]*[\dA-Z])[\w-]+")
    for match in patterns.place.finditer(body):
        if fold(match["value"]).split()[0] not in words.times.months | words.times.weekdays:
            yield Value("place", match["value"], fold(match["value"]), match.start("value"), match.end("value"))
    for match in numbered.finditer(body):
        yield Value("place", match[0], fold(match[0]), match.start(), match.end())
    verb = patterns.change.search(body) or patterns.state.search(body)
    for match in patterns.plain_place.finditer(body) if verb else ():
        said = _cut_short(match["value"], words)
        if match.start() >= verb.start() and said and not {*said.casefold().split()} & words.no_places:  # type: ignore[union-attr]
            yield Value("place", said, fold(said), match.start("value"), match.start("value") + len(said))


def _cut_short(said: str, words: Words) -> str:
    """The words of a plain place up to the first that is no part of it."""
    kept = []
    for word in said.split():
        if word.casefold() in words.idle or word.casefold() in words.light:
            break
        kept.append(word)
    return " ".join(kept)


def _is_denied(body: str, one: Value, others: Sequence[Value], words: Words) -> bool:
    patterns = patterns_of(words)
    before = body[: one.start]
    begin = max((other.end for other in others if other.end <= one.start), default=0)
    before = before[begin:] if re.search(r"\w", before[begin:]) else before
    if patterns.denied.search(before):
        return True
    later = any(other.kind == one.kind and other.start > one.end for other in others)
    return bool(later and patterns.denied_from.search(before) and patterns.change.search(body))


# -- people and what they are


def _roles(quote: str, body: str, words: Words) -> Iterator[Claim]:
    """ "The lead is Anna", "Anna is now the lead": who has a part that one person has at a time."""
    patterns = patterns_of(words)
    for pattern in patterns.roles:
        match = pattern.match(body)
        if match is None or not is_name(match["name"], words):
            continue
        subject = plain_subject(match["role"], words)
        if not subject.key or set(subject.key) & stems_of(words.varies, words) or len(subject.key) > MOST_OF_SUBJECT:
            continue
        yield Claim(
            subject=subject.said or match["role"], key=subject.key, predicate="name", value=fold(match["name"]), said=match["name"],
            quote=quote, rest=subject.rest, before=subject.before, linked=subject.linked,
            changed=bool(patterns.revision.search(quote)), personal=bool(set(body.casefold().split()) & words.first_person),
        )  # fmt: skip
        return


def is_name(said: str, words: Words) -> bool:
    """Whether a capitalised sequence can be a name: it has no digits and is no day, month or light word."""
    parts = [fold(word) for word in said.split()]
    known = words.times.weekdays.keys() | words.times.months.keys() | words.light | words.idle
    return not any(map(str.isdigit, said)) and not known & set(parts) and all(len(part) > 1 for part in parts)


def _about_people(body: str, words: Words) -> Iterator[Claim]:
    for predicate, pattern in patterns_of(words).people:
        match = pattern.search(body)
        if match is None or not is_statement(body, words):
            continue
        said = " ".join(match["value"].split())
        name = re.sub(rf"^(?:{words.honorifics})\s+", "", match["subject"])
        key = tuple(fold(word) for word in name.split())
        small = words.idle | words.light
        if (
            name.split()[0].casefold() in small
            or not said
            or said.split()[-1].casefold() in small - words.telling_apart
        ):
            continue
        yield Claim(
            subject=match["subject"], key=key, predicate=predicate, value=fold(said), said=said, quote=body,
            changed=predicate in words.one_at_a_time and _tells_change(body, words),
        )  # fmt: skip


def _tells_change(text: str, words: Words) -> bool:
    patterns = patterns_of(words)
    return bool(patterns.change.search(text) or patterns.revision.search(text))
