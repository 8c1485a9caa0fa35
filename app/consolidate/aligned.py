"""Two sentences about one thing, held against each other: which value of the older one the newer says otherwise. Pure; no store.

No pattern of a change is asked for. Both must share a run of words that names the thing, and each must hold one value of the same
kind that the other lacks; whether the one takes the place of the other is weighed by `weighing`.
"""

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.consolidate.english import ENGLISH
from app.consolidate.english_changes import ENGLISH_CHANGES
from app.consolidate.heard import IN_WORDS, Heard, Token
from app.consolidate.phrases import WORD, Value, bare, part_of, patterns_of, stems_of
from app.consolidate.subjects import MOST_OF_SUBJECT
from app.consolidate.words import ChangeWords, Words
from app.recall.replaced import longest

HEAD_ALONE = timedelta(days=1)
IN_SHORT = timedelta(hours=3)
_MOST_PAIRS, _LONGEST_LEAD = 3, 4


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


def candidates(old: Heard, new: Heard, words: Words = ENGLISH, more: ChangeWords = ENGLISH_CHANGES) -> list[Change]:
    """What an older sentence says of a thing and a newer one perhaps otherwise; nothing where they speak of different things."""
    together = bool(new.where) and old.where == new.where
    if not (together or (new.author and old.author == new.author)) or not old.at < new.at or _asks(new, words, more):
        return []
    pair = _shared(old, new, words, head=together and new.at - old.at <= HEAD_ALONE)
    if pair is None or (not together and pair[1].last - pair[1].first < 2):
        return []
    if re.search(more.unlike, new.text[: pair[1].start], re.IGNORECASE):
        return []
    told = signs(new, words, more)
    found = list(_exact(old, new, pair)) or (list(_in_words(old, new, pair)) if together else [])
    ended = _ends(old, words, more) != _ends(new, words, more)
    return [
        one for one in found
        if not (ended and one.predicate in ("day", "time")) and not _forbidden(new, one, words, more)
        and new.at - old.at <= longest(one.predicate.split()[0], one.was.said.casefold(), told)
    ]  # fmt: skip


def _asks(new: Heard, words: Words, more: ChangeWords) -> bool:
    """Whether a sentence asks, is not sure, begins with a condition or tells of something besides."""
    opening = patterns_of(words).opening.match(new.text)
    plain = re.sub(more.sign, " ", new.text, flags=re.IGNORECASE)
    if "?" in new.text or re.search(f"{more.beside}|{more.doubtful}", plain, re.IGNORECASE):
        return True
    return patterns_of(words).asks_first.match(new.text, opening.end() if opening else 0) is not None


def _ends(said: Heard, words: Words, more: ChangeWords) -> bool:
    """Whether a sentence tells of an end: that of a thing does not replace its beginning."""
    plain = re.sub(more.sign, " ", said.text, flags=re.IGNORECASE)
    ends = {part_of(one, words) for one in words.aspects.get("end", ())}
    return bool(ends & {part_of(one, words) for one in WORD.findall(plain)})


def _forbidden(said: Heard, found: Change, words: Words, more: ChangeWords) -> bool:
    """Whether the clause of the newer value says that it shall not be so, and no older value is what it denies."""
    if any(one.denied or one.value == found.was.value for one in said.values):
        return False
    clause = patterns_of(words).innocent.sub(" ", said.text[clause_start(said, found.now.start) : found.now.start])
    return re.search(more.forbids, clause, re.IGNORECASE) is not None


def same_thing(old: Heard, new: Heard, words: Words = ENGLISH) -> tuple[str, ...]:
    """The whole name by which an older sentence knows what a newer one is about; empty where they share nothing."""
    pair = _shared(old, new, words, head=True)
    return tuple(one.stem for one in old.tokens[pair[0].first : pair[0].last]) if pair else ()


def in_short(old: Heard, new: Heard, words: Words = ENGLISH, more: ChangeWords = ENGLISH_CHANGES) -> Change | None:
    """What a short sentence that names no thing says otherwise than what was said right before it in its thread: "sorry, it is at 4".

    It must tell of a change or say "it", and hold nothing but one value of a kind of which the older holds one.
    """
    near = bool(new.where) and old.where == new.where and timedelta() < new.at - old.at <= IN_SHORT
    if not near or old.author != new.author or not _settles(new, words, more) or not _stood(old, more):
        return None
    told = signs(new, words, more)
    states = re.search(rf"{words.pronoun}(?:['’]s|\s+{words.state})(?!\w)", new.text, re.IGNORECASE)
    if not (told or states) or (_names_something(new) and not _puts_right(new, more)):
        return None
    thing = next((run for run in runs(old) if run.last - run.first >= 2), None)
    if thing is None or any(own(new, one, more) and not told for one in new.values):
        return None
    nowhere = Subject(len(new.text), len(new.text), len(new.tokens), len(new.tokens))
    for kind in dict.fromkeys(one.kind for one in new.values if one.kind != "choice"):
        values = _pairs(old, new, (thing, nowhere), kind)
        if len(values) == 1:
            return _change(kind, values[0], (thing, nowhere))
    values = _pairs(_pooled(old, ()), _pooled(new, ()), (thing, nowhere), "choice") if _puts_right(new, more) else []
    return _change("choice", values[0], (thing, nowhere)) if len(values) == 1 else None


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


def _puts_right(said: Heard, more: ChangeWords) -> bool:
    """Whether a sentence begins with an apology or the like, and a value right behind it: "oops, 9 of us"."""
    first = min(said.values, key=lambda one: one.start, default=None)
    lead = said.text[: first.start] if first else ""
    return bool(lead) and len(lead.split()) <= _LONGEST_LEAD and re.search(more.amends, lead, re.IGNORECASE) is not None


def _settles(new: Heard, words: Words, more: ChangeWords) -> bool:
    plain = re.sub(more.sign, " ", patterns_of(words).innocent.sub(" ", new.text), flags=re.IGNORECASE)
    if "?" in plain or re.search(f"{more.unsettled}|{more.beside}", plain, re.IGNORECASE):
        return False
    over = re.search(more.over, plain, re.IGNORECASE)
    return over is None or patterns_of(words).change.search(new.text) is not None


def _stood(old: Heard, more: ChangeWords) -> bool:
    plain = re.sub(more.proposed, " ", old.text, flags=re.IGNORECASE)
    return "?" not in plain and re.search(f"{more.unsettled}|{more.over}", plain, re.IGNORECASE) is None


def signs(new: Heard, words: Words, more: ChangeWords) -> bool:
    """Whether a sentence tells that something is otherwise."""
    patterns = patterns_of(words)
    return bool(
        re.search(more.sign, new.text, re.IGNORECASE) or patterns.change.search(new.text) or patterns.revision.search(new.text)
        or any(one.denied for one in new.values)
    )  # fmt: skip


def own(said: Heard, value: Value, more: ChangeWords) -> bool:
    """Whether the clause of a value is about who says it."""
    return (
        re.search(more.own_doing, said.text[clause_start(said, value.start) : value.start], re.IGNORECASE) is not None
    )


def clause_start(said: Heard, place: int) -> int:
    """Where the clause begins that a place of a sentence belongs to."""
    return max((match.end() for match in _CLAUSE.finditer(said.text) if match.end() <= place), default=0)


_CLAUSE = re.compile(r"[,;:.!]\s+|\s[–-]\s+|\s+(?:and|but|so)\s+")


# -- the thing


def _shared(old: Heard, new: Heard, words: Words, *, head: bool) -> tuple[Subject, Subject] | None:
    """The longest run of words that both hold and that names one thing in both; of equally long ones, a whole name, and no person's."""
    best: tuple[float, int, int, int] | None = None
    for i in range(len(old.tokens)):
        for j in range(len(new.tokens)):
            length = _run(old.tokens, new.tokens, i, j)
            if not length or (best is not None and length + 0.5 < best[0]):
                continue
            if _names_it(old, new, i, j, length, words, head=head):
                score = length + (new.tokens[j].starts + old.tokens[i].starts) / 4 - 0.6 * _in_name(new, j, length)
                if best is None or score > best[0]:
                    best = (score, i, j, length)
    if best is None:
        return None
    _, i, j, length = best
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


def _names_it(old: Heard, new: Heard, i: int, j: int, length: int, words: Words, *, head: bool) -> bool:
    """Whether a shared run can be one thing's name in both: no word before it tells two things apart; one word alone needs an article."""
    before = ["" if said.tokens[n].starts else said.tokens[n - 1].stem for said, n in ((old, i), (new, j))]
    if all(before) or any(one in stems_of(words.telling_apart, words) for one in before):
        return False
    if {one.stem for one in new.tokens[j : j + length]} & stems_of(words.varies, words):
        return False
    ends = [goes_on(said, n + length) for said, n in ((old, i), (new, j))]
    if length >= 2:
        return not all(ends) and (not before[0] or head)
    if before[1] or any(ends) or new.tokens[j].stem in _said_of_things(words):
        return False
    if all(one.text[one.tokens[n].start].isupper() for one, n in ((old, i), (new, j))):
        return not before[0]
    if not head or not has_article(new, j, words) or described(new, j, words):
        return False
    return bool(before[0]) or (has_article(old, i, words) and new.at - old.at <= HEAD_ALONE)


@functools.cache
def _said_of_things(words: Words) -> frozenset[str]:
    """What a thing has: alone it names none."""
    return stems_of(ENGLISH_CHANGES.attributes | words.coded, words)


def has_article(said: Heard, place: int, words: Words) -> bool:
    """Whether an article or its like stands before a token."""
    preceded = said.text[: said.tokens[place].start].casefold().split()
    return bool(preceded) and re.fullmatch(words.determiners, preceded[-1]) is not None


def _in_name(said: Heard, place: int, length: int) -> bool:
    """Whether a run of words is a person's name or a place."""
    start, end = said.tokens[place].start, said.tokens[place + length - 1].end
    return any(one.start <= start and end <= one.end for one in said.values if one.kind in ("name", "place"))


def described(said: Heard, place: int, words: Words) -> bool:
    """Whether a light word stands before a token as a part of the name: "Open day walk"."""
    before = list(WORD.finditer(said.text, 0, said.tokens[place].start))
    if not before or said.text[before[-1].end() : said.tokens[place].start].strip(" ") or not said.tokens[place].starts:
        return False
    word = bare(before[-1][0])
    if word not in words.light or re.fullmatch(words.revision, word, re.IGNORECASE):
        return False
    return len(before) == 1 or re.fullmatch(words.determiners, before[-2][0], re.IGNORECASE) is not None


def goes_on(said: Heard, place: int) -> bool:
    """Whether a name goes on at a token; a verb is no part of it."""
    if place >= len(said.tokens) or said.tokens[place].starts:
        return False
    if any(one.start == said.tokens[place].start and one.kind != "choice" for one in said.values):
        return False
    word = said.text[said.tokens[place].start : said.tokens[place].end]
    if word in ENGLISH_CHANGES.past_forms or ENGLISH.forms.get(word, word) != word:
        return False
    return not word.endswith(("s", "ed")) or word.endswith("ss")


# -- values of the same kind


def _left(said: Heard, about: Subject, kind: str, *, denied: bool) -> list[Value]:
    """The values of a kind that are not within the name of the thing, each once; those that are denied only where they are wanted."""
    found = {
        one.value: one for one in said.values
        if is_kind(one.kind, kind) and (denied or not one.denied) and (one.end <= about.start or about.end <= one.start)
    }  # fmt: skip
    return list(found.values())


def is_kind(one: str, other: str) -> bool:
    """Whether two values can be of one kind: an amount without its unit can be one with it, save a price."""
    if one == other:
        return True
    units = {one.removeprefix("number").strip(), other.removeprefix("number").strip()}
    return one.startswith("number") and other.startswith("number") and "" in units and not units & ENGLISH.prices


def _pairs(old: Heard, new: Heard, pair: tuple[Subject, Subject], kind: str) -> list[tuple[Value, Value]]:
    """The values of a kind in each that the other lacks, each with each; the newer may name the older one beside its own."""
    was, now = _left(old, pair[0], kind, denied=True), _left(new, pair[1], kind, denied=False)
    common = {one.value for one in was} & {one.value for one in new.values}
    if len(was) > 1:
        was = [one for one in was if one.value not in common]
    now = [one for one in now if one.value not in common]
    return [(one, other) for one in was for other in now] if len(was) * len(now) <= _MOST_PAIRS else []


def _exact(old: Heard, new: Heard, pair: tuple[Subject, Subject]) -> Iterator[Change]:
    for kind in dict.fromkeys(one.kind for one in new.values if one.kind not in IN_WORDS):
        for values in _pairs(old, new, pair, kind):
            yield _change(kind, values, pair)


def _in_words(old: Heard, new: Heard, pair: tuple[Subject, Subject]) -> Iterator[Change]:
    """Values that are words: two of a kind, or else one of each."""
    for kind in IN_WORDS:
        found = _pairs(old, new, pair, kind)
        yield from (_change(kind, values, pair) for values in found)
        if found:
            return
    people = {one.value for one in old.values if one.kind == "name"} & {one.value for one in new.values}
    for aside in (people, set[str]()):  # who told is named in both; but so is the place that is left
        pooled = [_pooled(said, aside) for said in (old, new)]
        found = _pairs(pooled[0], pooled[1], pair, "choice")
        yield from (_change("choice", values, pair) for values in found)
        if found:
            return


def _pooled(said: Heard, aside: Collection[str]) -> Heard:
    """A sentence whose values in words are all of one kind, without some of them."""
    held = (one for one in said.values if one.kind in IN_WORDS and one.value not in aside)
    return replace(said, values=tuple(replace(one, kind="choice") for one in held))


def _change(predicate: str, values: tuple[Value, Value], pair: tuple[Subject, Subject]) -> Change:
    about = [(one.start, one.end) for one in pair]
    return Change("status" if predicate.startswith("state") else predicate, values[0], values[1], about[0], about[1])
