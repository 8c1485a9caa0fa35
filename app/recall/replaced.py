"""Which statements a newer one replaces: "the meeting is at 3", then "moved to 4". Pure; English, all its words in the tables below.

Precision first: both must be plain statements of the same thread, document or author, about the same subject, and say one slot
(a time, a day, a number with its unit, a place, a name, a code) differently. What is asked, denied, thought or past replaces nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOVES = (
    r"moved|changed|postponed|rescheduled|pushed|shifted|raised|lowered|cut|increased|reduced|brought\s+forward|delayed"
)
_CHANGE = rf"(?:(?:has\s+been|have\s+been|was|is|are|got|is\s+being)\s+)?(?:just\s+)?(?:{MOVES})(?:\s+back)?\s+(?:to|until|into)"
STATE = (
    r"(?:is|are|will\s+be|costs?|starts?|begins?|ends?|takes\s+place|leaves|departs|arrives|opens|closes)"
    r"(?:\s+(?:on|at|in|from)(?=\s))?"
)
_PARTS = re.compile(
    rf"^(?P<subject>.*?)\s*(?:(?<!\w)(?P<change>{_CHANGE})|(?<!\w)(?P<early>now\s+)?(?P<state>{STATE})|(?P<colon>:(?=\s)|=))(?:(?<==)|(?=\s))"
    r"\s*(?P<late>now\s+)?(?P<said>.+)$",
    re.IGNORECASE,
)
OPENING = re.compile(r"^(?:(?P<update>update|correction|actually|sorry|edit)\s*[:,]?\s+)+", re.IGNORECASE)
NO_STATEMENT = re.compile(
    r"\?|\b(?:maybe|perhaps|might|could|would|should|shall|if|unless|not|never|had|think|guess|probably|suppose|or|were|when|whether|hope"
    r"|let's|lets|please|wish)\b|n['’]t\b",
    re.IGNORECASE,
)
PAST = re.compile(rf"\bwas\b(?!\s+(?:just\s+)?(?:{MOVES})\b)")
RELATIVE_DAY = re.compile(
    r"\b(?:today|tomorrow|tonight|yesterday|this\s+(?:morning|afternoon|evening|week))\b", re.IGNORECASE
)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIRST_PERSON = _set("i my mine me our ours we us")
IDLE = _set(
    "the a an of for to is are be will it its this that these those new now just on at in from by with and has been"
)
# Values of these change all the time, or stand at the head of every letter and list: another one replaces nothing.
VARIES = _set(
    "temperature weather score humidity progress status level count mood time date battery price stock error line page step day"
    " week version volume speed load usage total sent received updated modified created posted seen subject re cc bcc size duration"
    " items results unread inbox balance cpu memory ram disk uptime elapsed remaining"
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = (
    rf"\d{{4}}-\d\d-\d\d|(?:{'|'.join(WEEKDAYS)})|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})|(?:{_MONTHS})\s+\d{{1,2}}"
)
_PLACE = (
    r"(?:room|hall|gate|platform|floor|building|office|terminal)\s+[\w-]+"
    r"|(?:[A-Z]\w+\s+)+(?:Hall|Room|Building|Office|Lane|Street|Square|Park)(?:\s+\d+)?"
)
SLOTS = (
    ("day", re.compile(rf"\b(?P<value>{_DATE})\b", re.IGNORECASE)),
    (
        "time",
        re.compile(r"\b(?P<value>\d{1,2}[:.]\d\d(?:\s?[ap]m)?|\d{1,2}\s?[ap]m|noon|midnight|midday)\b", re.IGNORECASE),
    ),
    ("place", re.compile(rf"\b(?P<value>{_PLACE})")),
    (
        "number",
        re.compile(
            r"(?P<before>[€$£]\s?)?(?<![\w-])(?P<value>\d+(?:[.,]\d+)*)(?![\w-])(?:\s*(?P<unit>%|[€$£]|[A-Za-z]+))?"
        ),
    ),
    ("code", re.compile(r"(?<!\w)(?P<value>(?=[\w-]*\d)[\w-]+)(?!\w)")),
)
NAME = re.compile(r"(?<!\w)(?P<value>[A-Z][a-z]+(?:\s+[A-Z][a-z]+)*)(?!\w)")
CODED = _set("password code pin key token number address link port gate login id")
_BARE_HOUR = re.compile(r"^(?:(?:on|at|until)\s+)?(?P<hour>\d{1,2})$")
_HOURLY = re.compile(
    r"\b(?:starts?|begins?|leaves|departs|arrives|opens|closes|ends?)\b|\bat\s+\d{1,2}\s*$", re.IGNORECASE
)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_MOST_WORDS = 25
_MOST_SENTENCES = 12
_WEEK = timedelta(days=7)
_LONGEST_TIME, _LONGEST_DATE, _LONGEST = timedelta(days=3), timedelta(days=30), timedelta(days=730)
_LONGEST_ELLIPSIS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Statement:
    """A text with its time, who said it and where: a thread, or an app with its window's title. Empty is nobody and nowhere."""

    id: str
    text: str
    time: datetime
    author: str
    place: str


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence taken apart. `slots` are (type, value); `rest` the words of what is said beside them."""

    subject: frozenset[str]
    head: str
    slots: Mapping[str, str]
    rest: frozenset[str]
    change: bool
    corrects: bool
    turned: bool
    personal: bool
    relative: bool


def replacements(statements: Sequence[Statement]) -> dict[str, str]:
    """For each statement that is replaced, the id of the newest that replaces it.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 20, tzinfo=UTC)
    >>> old = Statement("a", "The meeting is at 3", at, "Ann", "work")
    >>> replacements([old, Statement("b", "The meeting moved to 4", at + timedelta(hours=1), "Bo", "work")])
    {'a': 'b'}
    """
    taken = [(one, _sentences(one.text)) for one in sorted(statements, key=lambda one: (one.time, one.id))]
    taken = [(one, said) for one, said in taken if said]
    out: dict[str, str] = {}
    for at, (new, said) in enumerate(taken):
        for now in said:
            pairs = [(old, was) for old, told in taken[:at] for was in told if old.time < new.time]
            found = [(old, was) for old, was in pairs if old.id != new.id and _replaces(old, was, new, now)]
            if now.subject or len({was.subject for _, was in found}) == 1:
                out.update((old.id, new.id) for old, _ in found)
    return out


def _sentences(text: str) -> tuple[_Said, ...]:
    found = (_taken_apart(" ".join(one.split())) for one in SENTENCE.split(text[:4000])[:_MOST_SENTENCES])
    return tuple(one for one in found if one is not None)


def _taken_apart(sentence: str) -> _Said | None:
    """A plain statement as subject and slots; None where it is none."""
    if len(sentence.split()) > _MOST_WORDS or NO_STATEMENT.search(sentence) or PAST.search(sentence):
        return None
    opening = OPENING.match(sentence)
    plain = sentence[opening.end() :] if opening else sentence
    parts = _PARTS.match(plain.rstrip(" .!"))
    if parts is None:
        return None
    subject = [word for word in words_of(parts["subject"]) if word not in IDLE]
    if set(subject) & VARIES or len(subject) > 6:
        return None
    change = parts["change"] is not None
    turned = not change and parts["said"].lower().startswith("the ") and bool(NAME.fullmatch(parts["subject"]))
    slots: Mapping[str, str]
    if turned:  # "Anna is the manager" says who the manager is
        slots, rest, subject = {"name": parts["subject"].casefold()}, frozenset[str](), words_of(parts["said"])[1:]
    else:
        slots, rest = _slots(
            parts["said"], subject, hourly=change or bool(_HOURLY.search(f"{parts['state']} {parts['said']}"))
        )
    if not slots or (not subject and not change):
        return None
    words = set(words_of(plain))
    now = bool(parts["early"] or parts["late"] or parts["said"].lower().endswith(" now"))
    return _Said(
        frozenset(subject), subject[-1] if subject else "", slots, rest, change, bool(opening) or now, turned,
        bool(words & FIRST_PERSON), bool(RELATIVE_DAY.search(sentence)),
    )  # fmt: skip


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"[\w'’-]+", text.casefold())


def _slots(said: str, subject: Sequence[str], *, hourly: bool) -> tuple[dict[str, str], frozenset[str]]:
    """The slots of what is said, of each type one, and the words left; nothing where a type stands twice."""
    out: dict[str, str] = {}
    left = said.strip()
    bare = _BARE_HOUR.match(left)
    if bare and hourly and 0 < int(bare["hour"]) <= 24:
        return {"time": clock(bare["hour"])}, frozenset()
    coded = bool(subject) and subject[-1] in CODED and len(left.split()) <= 4
    if coded and (left.split()[0][:1].isupper() or any(map(str.isdigit, left))):
        return {"code": left.casefold()}, frozenset()
    for name, pattern in SLOTS:
        found = list(pattern.finditer(left))
        if len(found) > 1:
            return {}, frozenset()
        if found:
            out[slot_name(name, found[0])] = slot_value(name, found[0])
            left = left[: found[0].start()] + " " + left[found[0].end() :]
    names = list(NAME.finditer(left))
    if len(names) == 1 and not out:
        out["name"] = names[0]["value"].casefold()
        left = left[: names[0].start()] + " " + left[names[0].end() :]
    return out, frozenset(word for word in words_of(left) if word not in IDLE)


def slot_name(name: str, found: re.Match[str]) -> str:
    """A slot as two statements must share it: a number only with its unit."""
    if name != "number":
        return name
    return f"number {(found['unit'] or (found['before'] or '').strip()).casefold()}"


def slot_value(name: str, found: re.Match[str]) -> str:
    """What a slot says, in a form that is equal for what means the same."""
    value = " ".join(found["value"].casefold().split())
    return clock(value) if name == "time" else value


def clock(text: str) -> str:
    """A time of day as minutes, so that 3pm and 15:00 are the same; a bare hour of the day's first half is of its second."""
    if not text[:1].isdigit():
        return {"noon": "720", "midday": "720"}.get(text, "0")
    hour, _, minute = re.sub(r"\s?[ap]m", "", text).replace(".", ":").partition(":")
    late = text.endswith("pm") or (not minute and not text.endswith("am") and int(hour) < 8)
    return str((int(hour) % 12 + 12 if late else int(hour)) * 60 + int(minute or 0))


# -- two statements


def _replaces(old: Statement, was: _Said, new: Statement, now: _Said) -> bool:
    """Whether what is said now takes the place of what was said then."""
    together = bool(old.place) and old.place == new.place
    same_author = old.author == new.author
    if not together and not (same_author and old.author):
        return False
    told = now.change or now.corrects
    if not told and not (together and same_author and not now.turned):
        return False
    if (was.personal or now.personal) and not same_author:
        return False
    if (was.relative or now.relative) and old.time.date() != new.time.date():
        return False
    apart = new.time - old.time
    if not now.subject and not (together and apart <= _LONGEST_ELLIPSIS):
        return False
    return _same_subject(was, now) and _differs(was, now, told, apart)


def _same_subject(was: _Said, now: _Said) -> bool:
    """Whether both are about one thing. "moved to 4" is about what was said last; "the meeting moved" may leave out "weekly"."""
    if was.subject == now.subject or not now.subject:
        return bool(was.subject)
    return now.change and now.subject < was.subject and now.head == was.head


def _differs(was: _Said, now: _Said, told: bool, apart: timedelta) -> bool:
    shared = was.slots.keys() & now.slots.keys()
    different = {name for name in shared if was.slots[name] != now.slots[name]}
    if not different or any(apart > longest(name, was.slots[name], told) for name in different):
        return False
    if told:
        return now.rest <= was.rest and now.slots.keys() <= was.slots.keys() | {"time", "day"}
    return len(different) == 1 and was.slots.keys() == now.slots.keys() and was.rest == now.rest


def longest(slot: str, value: str, told: bool) -> timedelta:
    """For how long a slot of this type can still be replaced: a time of day is soon over, a weekday within the week."""
    if slot == "day":
        return _WEEK if value in WEEKDAYS else _LONGEST_DATE
    if slot == "time":
        return 2 * _WEEK if told else _LONGEST_TIME
    return _LONGEST
