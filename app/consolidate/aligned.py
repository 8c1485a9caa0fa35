"""Two sentences about one thing, held against each other: which value of the older one the newer says otherwise. Pure; no store.

No pattern of a change is asked for. Both must share a run of words that names the thing, each must hold one value of the same kind that
the other lacks, and nothing may tell that both hold: another instance, another part of the thing, a wish, somebody's own doings.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import SequenceMatcher

from app.consolidate.english import ENGLISH
from app.consolidate.english_changes import ENGLISH_CHANGES
from app.consolidate.heard import EXACT, IN_WORDS, Heard, Token
from app.consolidate.phrases import WORD, Value, bare, is_content, part_of, patterns_of, stems_of
from app.consolidate.subjects import MOST_OF_SUBJECT
from app.consolidate.words import ChangeWords, Words
from app.recall.replaced import longest

HEAD_ALONE = timedelta(days=1)
IN_SHORT = timedelta(hours=3)
_ALIKE = 0.5
_VERY_ALIKE = 0.7
_CLAUSE = re.compile(r"[,;:]\s+|\s[–-]\s+|\s+(?:and|but|so)\s+")


@dataclass(frozen=True, slots=True)
class Subject:
    """The words that both share, as they stand in one of the sentences."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is so no longer and the one in its place; `was_about` and `now_about` are (start, end) of the thing in each sentence."""

    predicate: str
    was: Value
    now: Value
    was_about: tuple[int, int]
    now_about: tuple[int, int]


# -- two sentences


def changes(old: Heard, new: Heard, words: Words = ENGLISH, more: ChangeWords = ENGLISH_CHANGES) -> list[Change]:
    """What an older sentence says that a newer one says otherwise; nothing where both may hold."""
    together = bool(new.where) and old.where == new.where
    if not (together or (new.author and old.author == new.author)) or not old.at < new.at:
        return []
    if not _settles(new, words, more) or not _stood(old, words, more):
        return []
    pair = _shared(old, new, words, head=together and new.at - old.at <= HEAD_ALONE)
    if (
        pair is None
        or (not together and pair[1].last - pair[1].first < 2)
        or {one.stem for one in new.tokens[pair[1].first : pair[1].last]} & stems_of(words.varies, words)
    ):
        return []
    found = list(_exact(old, new, pair, words, more)) or (
        list(_in_words(old, new, pair, words, more)) if together else []
    )
    return [one for one in found if _fits(old, new, one, words, more)]


def same_thing(old: Heard, new: Heard, words: Words = ENGLISH) -> tuple[str, ...]:
    """The whole name by which an older sentence knows what a newer one is about; empty where they share nothing."""
    pair = _shared(old, new, words, head=True)
    return tuple(one.stem for one in old.tokens[pair[0].first : pair[0].last]) if pair else ()


def in_short(old: Heard, new: Heard, words: Words = ENGLISH, more: ChangeWords = ENGLISH_CHANGES) -> Change | None:
    """What a short sentence that names no thing says otherwise than what was said right before it in its thread: "sorry, it is at 4".

    It must tell of a change or say "it", and hold nothing but one value of a kind of which the older holds one.
    """
    near = bool(new.where) and old.where == new.where and timedelta() < new.at - old.at <= IN_SHORT
    if not near or old.author != new.author or not _settles(new, words, more) or not _stood(old, words, more):
        return None
    told = signs(new, words, more)
    states = re.search(rf"{words.pronoun}(?:['’]s|\s+{words.state})(?!\w)", new.text, re.IGNORECASE)
    if not (told or states) or _names_something(new):
        return None
    thing = next((run for run in runs(old) if run.last - run.first >= 2), None)
    if thing is None or any(_own(new, one, more) and not told for one in new.values):
        return None
    nowhere = Subject(len(new.text), len(new.text), len(new.tokens), len(new.tokens))
    for kind in dict.fromkeys(one.kind for one in new.values if one.kind != "choice"):
        values = _pairs(old, new, (thing, nowhere), kind, told=told)
        if values is not None:
            return _change("status" if kind.startswith("state") else kind, values, (thing, nowhere))
    return None


def runs(said: Heard) -> Iterator[Subject]:
    """The runs of words of a sentence that may name a thing, without persons and places, in order."""
    first = 0
    for place in range(1, len(said.tokens) + 1):
        if place == len(said.tokens) or said.tokens[place].starts:
            if not _in_name(said, first, place - first):
                yield _subject(said, first, place)
            first = place


def _names_something(said: Heard) -> bool:
    """Whether a sentence names a thing itself: two words together, or one with an article."""
    return any(run.last - run.first >= 2 for run in runs(said)) or any(one.kind == "choice" for one in said.values)


def _settles(new: Heard, words: Words, more: ChangeWords) -> bool:
    plain = re.sub(more.sign, " ", patterns_of(words).innocent.sub(" ", new.text), flags=re.IGNORECASE)
    if re.search(f"{more.unsettled}|{more.beside}", plain, re.IGNORECASE):
        return False
    over = re.search(more.over, plain, re.IGNORECASE)
    return over is None or patterns_of(words).change.search(new.text) is not None


def _stood(old: Heard, words: Words, more: ChangeWords) -> bool:
    plain = re.sub(more.proposed, " ", old.text, flags=re.IGNORECASE)
    return re.search(f"{more.unsettled}|{more.over}", plain, re.IGNORECASE) is None


def signs(new: Heard, words: Words, more: ChangeWords) -> bool:
    """Whether a sentence tells that something is otherwise."""
    patterns = patterns_of(words)
    return bool(
        re.search(more.sign, new.text, re.IGNORECASE) or patterns.change.search(new.text) or patterns.revision.search(new.text)
        or any(one.denied for one in new.values)
    )  # fmt: skip


def _shared(old: Heard, new: Heard, words: Words, *, head: bool) -> tuple[Subject, Subject] | None:
    """The longest run of words that both hold and that names one thing in both."""
    best: tuple[int, int, int] | None = None
    for i in range(len(old.tokens)):
        for j in range(len(new.tokens)):
            length = _run(old.tokens, new.tokens, i, j)
            if length and (best is None or length > best[0]) and _is_whole(old, new, i, j, length, words, head=head):
                best = (length, i, j)
    if best is None:
        return None
    length, i, j = best
    first = i
    while not old.tokens[first].starts:
        first -= 1
    return _subject(old, first, i + length), _subject(new, j, j + length)


def _run(one: Sequence[Token], other: Sequence[Token], i: int, j: int) -> int:
    length = 0
    while i + length < len(one) and j + length < len(other) and one[i + length].stem == other[j + length].stem:
        if length and (one[i + length].starts or other[j + length].starts):
            break
        length += 1
    return min(length, MOST_OF_SUBJECT)


def _subject(said: Heard, first: int, last: int) -> Subject:
    return Subject(said.tokens[first].start, said.tokens[last - 1].end, first, last)


def _is_whole(old: Heard, new: Heard, i: int, j: int, length: int, words: Words, *, head: bool) -> bool:
    """Whether a shared run is the whole name in the newer sentence, and the whole or its end in the older."""
    if not new.tokens[j].starts or _in_name(new, j, length) or _described(old, i, words) or _described(new, j, words):
        return False
    if _goes_on(old, i + length) or _goes_on(new, j + length):
        return False
    before = "" if old.tokens[i].starts else old.tokens[i - 1].stem
    if length >= 2:
        return not before or (head and before not in stems_of(words.telling_apart, words))
    if not head or not _has_article(new, j, words):
        return False
    return bool(before) or (_has_article(old, i, words) and new.at - old.at <= HEAD_ALONE)


def _has_article(said: Heard, place: int, words: Words) -> bool:
    preceded = said.text[: said.tokens[place].start].casefold().split()
    return bool(preceded) and re.fullmatch(words.determiners, preceded[-1]) is not None


def _in_name(said: Heard, place: int, length: int) -> bool:
    """Whether a run of words is a person's name or a place."""
    start, end = said.tokens[place].start, said.tokens[place + length - 1].end
    return any(one.start <= start and end <= one.end for one in said.values if one.kind in ("name", "place"))


def _described(said: Heard, place: int, words: Words) -> bool:
    """Whether a light word stands before a run as a part of the name: "Open day walk"."""
    before = list(WORD.finditer(said.text, 0, said.tokens[place].start))
    if not before or said.text[before[-1].end() : said.tokens[place].start].strip(" ") or not said.tokens[place].starts:
        return False
    word = bare(before[-1][0])
    if word not in words.light or re.fullmatch(words.revision, word, re.IGNORECASE):
        return False
    return len(before) == 1 or re.fullmatch(words.determiners, before[-2][0], re.IGNORECASE) is not None


def _goes_on(said: Heard, place: int) -> bool:
    """Whether a name goes on behind a run of words; a verb is no part of it."""
    if place >= len(said.tokens) or said.tokens[place].starts:
        return False
    if any(one.start == said.tokens[place].start and one.kind != "choice" for one in said.values):
        return False
    word = said.text[said.tokens[place].start : said.tokens[place].end]
    return not word.endswith(("s", "ed")) or word.endswith("ss")


# -- values of the same kind


def _left(said: Heard, about: Subject, kind: str) -> list[Value]:
    """The values of a kind that are not within the name of the thing and not denied, each once."""
    found = {
        one.value: one for one in said.values
        if one.kind == kind and not one.denied and (one.end <= about.start or about.end <= one.start)
    }  # fmt: skip
    return list(found.values())


def _pairs(
    old: Heard, new: Heard, pair: tuple[Subject, Subject], kind: str, *, told: bool
) -> tuple[Value, Value] | None:
    """The one value of a kind in each that the other lacks; the newer may name the older one beside it where it tells of a change."""
    was, now = _left(old, pair[0], kind), _left(new, pair[1], kind)
    common = {one.value for one in was} & {one.value for one in now}
    if len(was) > 1:
        was = [one for one in was if one.value not in common]
    if common and (not told or len(now) > 2):
        now = now if kind in IN_WORDS and len(now) > 1 else []
    now = [one for one in now if one.value not in common]
    return (was[0], now[0]) if len(was) == 1 and len(now) == 1 else None


def _exact(old: Heard, new: Heard, pair: tuple[Subject, Subject], words: Words, more: ChangeWords) -> Iterator[Change]:
    told = signs(new, words, more)
    kinds = dict.fromkeys(one.kind for one in new.values if one.kind not in IN_WORDS)
    for kind in kinds:
        values = _pairs(old, new, pair, kind, told=told)
        amount = kind.startswith("number") and kind.split()[-1] not in words.prices
        if values is not None and (not amount or told or _alike(old, new, pair, values) >= _VERY_ALIKE):
            yield _change("status" if kind.startswith("state") else kind, values, pair)


def _in_words(
    old: Heard, new: Heard, pair: tuple[Subject, Subject], words: Words, more: ChangeWords
) -> Iterator[Change]:
    """Values that are words: two places, else two of a kind or one of each where the newer sentence tells of a change."""
    told = signs(new, words, more)
    if any(_left(old, pair[0], one.kind) for one in old.values if one.kind.split()[0] in EXACT):
        told = False  # what it says of the thing is another kind of value
    for kind in IN_WORDS:
        values = _pairs(old, new, pair, kind, told=told)
        if values is not None and (told or kind == "place"):
            yield _change(kind, values, pair)
            return
    if not told:
        return
    people = {one.value for one in old.values if one.kind == "name"} & {one.value for one in new.values}
    for aside in (people, set[str]()):  # who told is named in both; but so is the place that is left
        pooled = [_pooled(said, aside) for said in (old, new)]
        values = _pairs(pooled[0], pooled[1], pair, "choice", told=told)
        if values is not None:
            yield _change("choice", values, pair)
            return


def _pooled(said: Heard, aside: Collection[str]) -> Heard:
    """A sentence whose values in words are all of one kind, without some of them."""
    held = (one for one in said.values if one.kind in IN_WORDS and one.value not in aside)
    return replace(said, values=tuple(replace(one, kind="choice") for one in held))


def _change(predicate: str, values: tuple[Value, Value], pair: tuple[Subject, Subject]) -> Change:
    about = [(one.start, one.end) for one in pair]
    return Change(predicate, values[0], values[1], about[0], about[1])


# -- signs that both hold


def _fits(old: Heard, new: Heard, found: Change, words: Words, more: ChangeWords) -> bool:
    told = signs(new, words, more)
    slot = found.predicate.split()[0]
    if new.at - old.at > longest(slot, found.was.said.casefold(), told):
        return False
    if _aside(old, found.was_about, more) or _aside(new, found.now_about, more):
        return False
    if _ends(old, words, more) != _ends(new, words, more):
        return False
    if _own(old, found.was, more) and old.author != new.author:
        return False
    if _other_part(old, new, found, words, more) or _other_day(old, new, found, words, told=told):
        return False
    if told and any(found.was.value == one.value for one in new.values):
        return True
    return (told or not _own(new, found.now, more)) and not _contrasts(old, new, found, words, more)


def _aside(said: Heard, about: tuple[int, int], more: ChangeWords) -> bool:
    return re.search(more.adjunct, said.text[: about[0]], re.IGNORECASE) is not None


def _ends(said: Heard, words: Words, more: ChangeWords) -> bool:
    """Whether a sentence tells of an end: that of a thing does not replace its beginning."""
    plain = re.sub(more.sign, " ", said.text, flags=re.IGNORECASE)
    ends = {part_of(one, words) for one in words.aspects.get("end", ())}
    return bool(ends & {part_of(one, words) for one in WORD.findall(plain)})


def _own(said: Heard, value: Value, more: ChangeWords) -> bool:
    """Whether the clause of a value is about who says it."""
    starts = [match.end() for match in _CLAUSE.finditer(said.text) if match.end() <= value.start]
    return re.search(more.own_doing, said.text[max(starts, default=0) : value.start], re.IGNORECASE) is not None


def _other_part(old: Heard, new: Heard, found: Change, words: Words, more: ChangeWords) -> bool:
    """Whether the newer sentence is about something that only has to do with the thing: "the parking at"."""
    told = new.text[: found.now_about[0]]
    before = re.sub(more.sign, lambda match: "0" * len(match[0]), told, flags=re.IGNORECASE)
    joined = re.search(more.joined + r"$", before, re.IGNORECASE)
    if joined is None or not is_content(joined["word"], words):
        return False
    part = part_of(joined["word"], words)
    if part in {token.stem for token in old.tokens} | stems_of(more.attributes, words):
        return False
    return not any(one.start <= joined.start("word") < one.end and one.value == found.now.value for one in new.values)


def _other_day(old: Heard, new: Heard, found: Change, words: Words, *, told: bool) -> bool:
    if told or found.predicate == "day":
        return False
    days = [{one.value for one in said.values if one.kind == "day"} for said in (old, new)]
    if days[0] and days[1]:
        return days[0] != days[1]
    near = words.times.days.keys()
    relative = any({bare(one) for one in WORD.findall(said.text)} & near for said in (old, new))
    return relative and old.at.date() != new.at.date()


def _marked(said: Heard, about: tuple[int, int], value: Value) -> list[str]:
    """The words of a sentence, its thing and its value each as one mark."""
    out: list[str] = []
    for match in WORD.finditer(said.text):
        inside = about[0] <= match.start() < about[1]
        mark = "\x01" if inside else "\x02" if value.start <= match.start() < value.end else bare(match[0])
        if not (mark in "\x01\x02" and out and out[-1] == mark):
            out.append(mark)
    return out


def _alike(old: Heard, new: Heard, pair: tuple[Subject, Subject], values: tuple[Value, Value]) -> float:
    one = _marked(old, (pair[0].start, pair[0].end), values[0])
    return SequenceMatcher(None, one, _marked(new, (pair[1].start, pair[1].end), values[1]), autojunk=False).ratio()


def _contrasts(old: Heard, new: Heard, found: Change, words: Words, more: ChangeWords) -> bool:
    """Whether two sentences are built alike and differ in another word than the value: "a child pays", "a family pays"."""
    was, now = _marked(old, found.was_about, found.was), _marked(new, found.now_about, found.now)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return False
    upto = max(n for n, word in enumerate(now) if word in ("\x01", "\x02"))
    for what, i, i_end, j, j_end in matcher.get_opcodes():
        gone, come = (_telling(part, words, more) for part in (was[i:i_end], now[j:j_end]))
        if (what == "replace" and gone and come) or (
            what != "equal" and j <= upto and (come or (gone and j <= now.index("\x01")))
        ):
            return True
    return False


def _telling(part: Sequence[str], words: Words, more: ChangeWords) -> list[str]:
    told = [one for one in part if one not in ("\x01", "\x02") and is_content(one, words)]
    return [one for one in told if not re.fullmatch(f"(?:{more.sign}|{words.revision})", one, re.IGNORECASE)]
