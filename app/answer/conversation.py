"""Follow-up questions made whole: what a question leaves out is taken from the turns before it. No answer is ever read as evidence.

Pure but for `said`, which reads the turns.

An elliptic question ("and last week?", "what about Bo?") takes the words of the one before and replaces what it names itself. A whole
question keeps its words; only "he", "it", "there" and "then" in it become the person, thing, place and time that were named last. What
comes out is a question as one would have typed it, so that the chips show how it was understood.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.answer import asks, mentioned
from app.answer import conversation_english as words
from app.recall.query import understand
from app.recall.timewords import month_before
from app.records import Turn
from app.store import chats, figures, made
from app.store.db import Store

MOST_TURNS = 6
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Said:
    """A question of the conversation and when it was asked; `people` are who was named in it or wrote what its answer cites."""

    question: str
    asked: datetime
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Last:
    """What may be taken up from the turns before: the last whole question, its time, and who, what and where were named last."""

    question: str
    since: datetime | None
    until: datetime | None
    time_words: str
    person: str
    thing: str
    place: str


def whole(question: str, before: Sequence[Said], *, now: datetime, zone: str) -> str:
    """The question with what it leaves out. `before` are the turns before it, oldest first; without any it stays as it is.

    >>> at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    >>> whole("and last week?", [Said("How long was I in Slack yesterday?", at)], now=at, zone="UTC")
    'How long was I in Slack last week?'
    """
    made: list[tuple[str, Said]] = []
    for said in before[-MOST_TURNS:]:
        made.append((_followed(said.question, made, said.asked, zone), said))
    return _followed(question, made, now, zone)


def said(store: Store, conversation: str) -> list[Said]:
    """The last turns of a conversation, oldest first, as far as they may be shown."""
    held = chats.turns(store, conversation)[-MOST_TURNS:]
    user = made.user_of_messages(store) if held else ""
    return [
        Said(turn.answer.question, turn.time, tuple(one for one in _writers(store, turn) if one != user))
        for turn in held
    ]


def _writers(store: Store, turn: Turn) -> list[str]:
    return figures.writers(store, [citation.id for citation in turn.answer.citations])


def _followed(question: str, made: Sequence[tuple[str, Said]], now: datetime, zone: str) -> str:
    text = " ".join(question[:_LONGEST].split())
    if not made or not text:
        return question
    last = _last(made, now, zone)
    bare = text.rstrip(" ?!.")
    leans = re.match(words.LEANS, bare, re.IGNORECASE)
    joined = re.match(words.AND, bare, re.IGNORECASE)
    rest = bare[(leans or joined).end() :] if leans or joined else bare  # type: ignore[union-attr]
    is_question = re.match(words.QUESTION, rest, re.IGNORECASE) and not leans
    if joined and re.match(words.WHICH_THING, rest, re.IGNORECASE):
        return _elliptic(rest, last, now, zone)
    if is_question and not re.match(words.NOT_WHOLE, rest, re.IGNORECASE):
        return (
            _whole_question(rest, last, now, zone, joined=bool(joined))
            if _refers(rest, joined=bool(joined))
            else question
        )
    if leans or joined or _is_fragment(rest, now, zone):
        return _elliptic(rest, last, now, zone)
    return question


def _refers(text: str, *, joined: bool) -> bool:
    patterns = (
        words.HE,
        words.HIS,
        words.HER,
        words.IT,
        words.THERE,
        words.THEN,
        words.SINCE_THEN,
        words.BEFORE_THEN,
        words.ELSE,
    )
    return joined or any(re.search(one, text, re.IGNORECASE) for one in patterns)


def _is_fragment(text: str, now: datetime, zone: str) -> bool:
    """Whether a text is a time alone, a step in time, or no more than a name with a word before it."""
    if re.match(words.STEP, text, re.IGNORECASE) or not mentioned.without_times(text, now, zone):
        return True
    name = re.sub(rf"^{words.PREPOSITIONS}\s+", "", mentioned.without_times(text, now, zone), flags=re.IGNORECASE)
    return bool(re.fullmatch(mentioned.NAME, name) or mentioned.FILE.fullmatch(name)) and len(name.split()) <= 4


# -- whole questions with words that point back


def _whole_question(text: str, last: _Last, now: datetime, zone: str, *, joined: bool) -> str:
    own_time = bool(mentioned.time_words(text, now, zone))
    text = re.sub(words.ELSE, "", text, flags=re.IGNORECASE)
    for pattern, form, at in (
        (words.SINCE_THEN, words.SINCE, last.until),
        (words.BEFORE_THEN, words.BEFORE, last.since),
    ):
        if at is not None and re.search(pattern, text, re.IGNORECASE):
            text, own_time = (
                re.sub(pattern, form.format(day=mentioned.bound(at, zone)), text, flags=re.IGNORECASE),
                True,
            )
    pointed = re.search(words.THEN, text, re.IGNORECASE)
    if pointed and last.time_words:
        text = mentioned.tidy(text[: pointed.start()] + text[pointed.end() :])
    if last.person:
        text = re.sub(words.HIS, f"{last.person}'s", text, flags=re.IGNORECASE)
        text = re.sub(words.HE + "|" + words.HER, last.person, text, flags=re.IGNORECASE)
    text, placed = _placed(text, last)
    if last.thing and not re.search(words.IS_IT, text, re.IGNORECASE):
        text = re.sub(words.IT, last.thing, text, flags=re.IGNORECASE)
    takes_time = (joined or pointed or placed) and not own_time and last.time_words
    return mentioned.tidy(f"{text} {last.time_words}" if takes_time else text) + "?"


def _placed(text: str, last: _Last) -> tuple[str, bool]:
    """The text with the place that "there" points to, and whether it pointed to one."""
    if re.search(words.THERE_IS, text, re.IGNORECASE) or not re.search(words.THERE, text, re.IGNORECASE):
        return text, False
    if not last.place:
        return text, False
    return re.sub(words.THERE, lambda _: last.place, text, flags=re.IGNORECASE), True


# -- questions that name only what is different


def _elliptic(rest: str, last: _Last, now: datetime, zone: str) -> str:
    stepped = _stepped(rest, last, now, zone)
    if stepped:
        return _with_time(last.question, stepped, last, zone, now)
    for pattern, form, at in (
        (words.SINCE_THEN, words.SINCE, last.until),
        (words.BEFORE_THEN, words.BEFORE, last.since),
    ):
        if at is not None and re.fullmatch(pattern, rest, re.IGNORECASE):
            return _with_time(last.question, form.format(day=mentioned.bound(at, zone)), last, zone, now)
    question, times, left = (
        last.question,
        mentioned.time_words(rest, now, zone),
        mentioned.without_times(rest, now, zone),
    )
    day = _one_day(last, zone)
    if day and re.match(words.PART_OF_DAY, rest, re.IGNORECASE):
        return _with_time(question, f"{rest} {words.ON.format(day=day)}", last, zone, now)
    which = re.match(words.THIS_WHICH, question, re.IGNORECASE)
    if which and re.match(words.WHICH_THING, left, re.IGNORECASE):
        question, left = mentioned.tidy(left + question[which.end() :]) + "?", ""
    if left:
        left = _pointed_out(left, last)
        question = _with_name(question, left, now, zone)
    if times:
        question = _with_time(question, times, last, zone, now)
    return question


def _pointed_out(text: str, last: _Last) -> str:
    for pattern, name in ((words.HE + "|" + words.HER, last.person), (words.IT, last.thing)):
        match = re.fullmatch(rf"(?P<lead>(?:{words.PREPOSITIONS}\s+)?)(?:{pattern})", text, re.IGNORECASE)
        if name and match:
            return str(match["lead"]) + name
    return text


def _with_name(question: str, said: str, now: datetime, zone: str) -> str:
    """The question about another name: in the place of the subject of a computation, of what stood after the same preposition, of a
    name, or of the first thing with an article."""
    lead = re.match(rf"^(?P<lead>{words.PREPOSITIONS})\s+(?P<name>.+)$", said, re.IGNORECASE)
    name = lead["name"] if lead else said
    bare = question.rstrip(" ?!.")
    read = asks.read(understand(question, now=now, zone=zone).words)
    if read is not None and read.subject and (at := mentioned.word_at(bare, read.subject)) is not None:
        begin = re.sub(rf"\b{words.DETERMINERS}\s+$", "", bare[: at[0]], flags=re.IGNORECASE)
        return mentioned.tidy(begin + name + bare[at[1] :]) + "?"
    if lead:
        same = re.search(rf"\b{lead['lead']}\s+(?P<name>{words.DETERMINERS}\s+\w+|{mentioned.NAME})", bare)
        if same and not mentioned.is_time(same["name"], now, zone):
            return mentioned.tidy(bare[: same.start("name")] + name + bare[same.end("name") :]) + "?"
        return mentioned.tidy(_before_time(bare, said, now, zone)) + "?"
    names = mentioned.names(bare)
    if names and (
        re.fullmatch(mentioned.NAME, name) or mentioned.FILE.fullmatch(name) or not _article_name(bare, name)
    ):
        start, end = names[0]
        return mentioned.tidy(bare[:start] + name + bare[end:]) + "?"
    thing = re.search(rf"\b{words.DETERMINERS}\s+(?:[\w’'-]+)", bare, re.IGNORECASE)
    if thing and not mentioned.is_time(thing[0], now, zone):
        return mentioned.tidy(bare[: thing.start()] + name + bare[thing.end() :]) + "?"
    return mentioned.tidy(_before_time(bare, said, now, zone)) + "?"


def _article_name(bare: str, name: str) -> bool:
    """Whether a name with an article stands for a thing with one."""
    return bool(
        re.match(rf"{words.DETERMINERS}\s", name, re.IGNORECASE)
        and re.search(rf"\b{words.DETERMINERS}\s+\w", bare, re.IGNORECASE)
    )


def _before_time(bare: str, said: str, now: datetime, zone: str) -> str:
    found = mentioned.spans_of(bare, now, zone)
    at = found[0].start if found else len(bare)
    return f"{bare[:at]} {said} {bare[at:]}"


def _with_time(question: str, said: str, last: _Last, zone: str, now: datetime) -> str:
    """The question of another time: that which it names is replaced, else the new one is added."""
    bare = question.rstrip(" ?!.")
    found = mentioned.spans_of(bare, now, zone)
    if not found:
        return mentioned.tidy(f"{bare} {said}") + "?"
    for span in reversed(found[1:]):
        bare = bare[: span.start] + bare[span.end :]
    first = found[0]
    return mentioned.tidy(bare[: first.start] + said + bare[first.end :]) + "?"


def _stepped(rest: str, last: _Last, now: datetime, zone: str) -> str:
    """ "the week before" and its like, seen from the last time; empty where it is nothing of the kind."""
    match = re.match(words.STEP, rest, re.IGNORECASE)
    if match is None or not any(match[name] for name in ("before", "after", "earlier", "later")):
        return ""
    sign = -1 if match["before"] or match["earlier"] else 1
    number = match["number"] or "1"
    count = sign * (words.NUMBERS.get(number.lower()) or int(number))
    same = bool(re.match(words.SAME_SPAN, match["before"] or match["after"] or "", re.IGNORECASE) or match["number"])
    here = ZoneInfo(zone)
    since = (last.since or now).astimezone(here).date()
    until = ((last.until or now) - timedelta(microseconds=1)).astimezone(here).date()
    first, end = _shifted(since, until, match["unit"].lower(), count, same=same)
    return words.ON.format(day=first) if first == end else words.FROM_TO.format(since=first, until=end)


def _shifted(since: date, until: date, unit: str, count: int, *, same: bool) -> tuple[date, date]:
    """A span some units on: `same` in length ("a week earlier"), or the whole unit that lies there ("the week before")."""
    if unit == "day":
        edge = since if count < 0 else until
        day = edge + timedelta(days=count)
        return day, day
    if unit in {"month", "year"}:
        first = month_before(since.replace(day=1), -count * (12 if unit == "year" else 1))
        return first, month_before(first, -(12 if unit == "year" else 1)) - timedelta(days=1)
    if unit == "weekend":
        saturday = since - timedelta(days=(since.weekday() - 5) % 7) + timedelta(days=7 * count)
        return saturday, saturday + timedelta(days=1)
    if same:
        return since + timedelta(days=7 * count), until + timedelta(days=7 * count)
    monday = since - timedelta(days=since.weekday()) + timedelta(days=7 * count)
    return monday, monday + timedelta(days=6)


# -- what was said before


def _last(made: Sequence[tuple[str, Said]], now: datetime, zone: str) -> _Last:
    question, said = made[-1]
    if mentioned.local_day(said.asked, zone) != mentioned.local_day(now, zone):
        question = mentioned.dated(question, said.asked, zone)
    read = understand(question, now=now, zone=zone)
    people, things, places = [], [], []
    for one, of in made:
        found = mentioned.kinds(one, zone, of.asked)
        people += found[0] or list(of.people[:1])
        things += found[1]
        places += found[2]
    return _Last(
        question, read.filters.since, read.filters.until, read.time_words, people[-1] if people else "",
        things[-1] if things else "", places[-1] if places else "",
    )  # fmt: skip


def _one_day(last: _Last, zone: str) -> date | None:
    """The day that the time before lies on, if it lies on one."""
    if last.since is None or last.until is None:
        return None
    first, end = (
        mentioned.local_day(last.since, zone),
        mentioned.local_day(last.until - timedelta(microseconds=1), zone),
    )
    return first if first == end else None
