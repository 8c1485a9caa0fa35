"""Which of two claims takes the place of the other: the same thing said otherwise, later. Pure.

What `app.recall.replaced` reads out of two plain statements holds here too. Beyond it, a sentence that says that something
changed ("now", "instead of", a verb of change) is held against the claims nearest to it in words. Precision first.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.consolidate import aligned, weighing
from app.consolidate.english import ENGLISH
from app.consolidate.english_changes import ENGLISH_CHANGES
from app.consolidate.extract import Claim
from app.consolidate.heard import Heard, heard
from app.consolidate.phrases import stems_of
from app.consolidate.words import Words
from app.recall.replaced import Statement, longest, replacements
from app.recall.timewords import Here

NEAREST = 5
_ENOUGH_SHARED = 2
_DOUBT = 0.4
_LONGEST_ELLIPSIS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with when, by whom and where it was said; `id` is the caller's own. `where` is a thread, or an app with its title."""

    id: str
    claim: Claim
    time: datetime
    author: str
    where: str


def nearest(new: Said, others: Sequence[Said]) -> list[Said]:
    """The claims of the same kind that share most words with a new one, at most five, the nearest first."""
    scored = [(_shared(new.claim, one.claim), one) for one in others if one.claim.predicate == new.claim.predicate]
    scored = [(score, one) for score, one in scored if score > 0]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].time.timestamp()))
    return [one for _, one in scored[:NEAREST]]


def _shared(one: Claim, other: Claim) -> float:
    """How much of the shorter subject both share, then how many words."""
    shared = _all(one) & _all(other)
    fewest = min(len(one.key), len(other.key)) or 1
    return min(1.0, len(shared) / fewest) + 0.1 * len(shared) if shared else 0.0


def _all(claim: Claim) -> set[str]:
    return {*claim.key, *claim.rest}


def _elliptic(new: Said, others: Sequence[Said]) -> list[Said]:
    """ "moved to 4" is about the one thing of its place that it can be about."""
    lately = [
        one for one in others
        if one.where == new.where and timedelta() < new.time - one.time <= _LONGEST_ELLIPSIS and one.claim.key and new.where
    ]  # fmt: skip
    fits = [one for one in lately if one.claim.predicate == new.claim.predicate and one.claim.value != new.claim.value]
    return fits if len({one.claim.key for one in fits}) == 1 else []


def replaced_by(new: Said, others: Sequence[Said], words: Words = ENGLISH) -> list[Said]:
    """Those of the nearest claims that a newer one takes the place of. Where several things fit equally well, none."""
    if not new.claim.key:
        return _elliptic(new, others)
    near = [one for one in nearest(new, others) if one.time < new.time and one.id != new.id]
    found = [one for one in near if _replaces(one, new, words)]
    if not found:
        return []
    best = found[0]
    return [one for one in found if one is best or set(one.claim.key) == set(best.claim.key)]


def _doubted(old: Said, new: Said, words: Words) -> bool:
    """Whether the two sentences as wholes speak against what their claims say: "it is also in the annex"."""
    taken = [_heard(one.claim.quote, one.time, one.author, one.where, words) for one in (old, new)]
    if taken[0] is None or taken[1] is None:
        return False
    likely = [
        weighing.likely(taken[0], taken[1], one, words) for one in aligned.candidates(taken[0], taken[1], words)
        if (one.was.said.casefold(), one.now.said.casefold()) == (old.claim.said.casefold(), new.claim.said.casefold())
    ]  # fmt: skip
    return bool(likely) and max(likely) < _DOUBT


@functools.lru_cache(maxsize=256)
def _heard(text: str, at: datetime, author: str, where: str, words: Words) -> Heard | None:
    return heard(text, Here(at, ZoneInfo("UTC"), words.times), author, where, words)


def same(one: Said, other: Said) -> bool:
    """Whether two claims say the same of the same thing."""
    a, b = one.claim, other.claim
    if (a.predicate, a.value) != (b.predicate, b.value) or not set(a.key) & set(b.key):
        return False
    if (a.personal or b.personal) and one.author != other.author:
        return False
    nested = set(a.key) < set(b.key) or set(b.key) < set(a.key)
    return set(a.key) == set(b.key) or (nested and one.where == other.where)


def _replaces(old: Said, new: Said, words: Words) -> bool:
    was, now = old.claim, new.claim
    if was.value == now.value or new.time - old.time > longest(_slot(now), was.said.casefold(), now.changed):
        return False
    if (was.personal or now.personal) and old.author != new.author:
        return False
    if now.personal and not was.personal and not now.changed:  # somebody's own doings about a thing
        return False
    if (now.denied and was.value not in now.denied) or _other_aspect(was, now):
        return False
    if now.predicate in words.about_one:
        return now.predicate in words.one_at_a_time and now.changed and was.key == now.key
    if now.beside:
        return _names_both(old, new, words)
    if _in_words(old, new):
        return True
    found = _stands_for(old, new, words) or (now.changed and _says_so(old, new, words))
    return found and not _doubted(old, new, words)


def _other_aspect(was: Claim, now: Claim) -> bool:
    """Whether one is the time of an end, and the other of a beginning."""
    return was.aspect != now.aspect and "end" in (was.aspect, now.aspect)


def _names_both(old: Said, new: Said, words: Words) -> bool:
    """A sentence that names the value of an older claim beside another one, which is said of nothing else."""
    was, now = old.claim, new.claim
    together = bool(new.where) and old.where == new.where
    return (
        was.value in now.beside and not now.own and (together or old.author == new.author)
        and set(was.key) <= _all(now) and not _apart(was, now, words)
    )  # fmt: skip


def _slot(claim: Claim) -> str:
    return claim.predicate.split()[0]


def _in_words(old: Said, new: Said) -> bool:
    """What two plain statements say by themselves."""
    pair = [Statement(one.id, one.claim.quote, one.time, one.author, one.where) for one in (old, new)]
    return replacements(pair).get(old.id) == new.id and bool(set(old.claim.key) & set(new.claim.key))


def _stands_for(old: Said, new: Said, words: Words) -> bool:
    """The same person says in the same place the same sentence with another value; or anybody says it of a thing of several words."""
    was, now = old.claim, new.claim
    single = _slot(now) != "number" or now.predicate.split()[-1] in words.prices
    if single and len(was.key) >= _ENOUGH_SHARED and old.where == new.where and new.where:
        nested = set(was.key) <= set(now.key) or (set(now.key) <= set(was.key) and len(now.key) >= _ENOUGH_SHARED)
        fits = nested and was.key[-1] in now.key and not was.relative and not now.relative and was.aspect == now.aspect
        clash = any(was.others[kind] != now.others[kind] for kind in was.others.keys() & now.others.keys())
        if fits and not clash and not _apart(was, now, words):
            return True
    return (
        was.firm and now.firm and bool(new.where) and old.where == new.where and old.author == new.author
        and (was.key, was.rest, was.linked, dict(was.others)) == (now.key, now.rest, now.linked, dict(now.others))
        and not now.relative and not was.relative
    )  # fmt: skip


def _says_so(old: Said, new: Said, words: Words) -> bool:
    """A sentence that says that something changed, about a thing that only one older claim can be about."""
    was, now = old.claim, new.claim
    mine, theirs = _all(now), _all(was)
    shared = mine & theirs
    together = bool(new.where) and old.where == new.where
    if not shared or not set(was.key) & shared or not set(now.key) & shared or _apart(was, now, words):
        return False
    if not together and len(shared) < _ENOUGH_SHARED and (old.author != new.author or was.key != now.key):
        return False
    if (was.relative or now.relative) and now.predicate == "time" and was.others.get("day") != now.others.get("day"):
        return False
    if was.value in now.denied:
        return True
    head_kept = was.key[-1] in shared if was.key else False
    return set(now.key) <= theirs or set(was.key) <= mine or (len(shared) >= _ENOUGH_SHARED and head_kept)


def _apart(was: Claim, now: Claim, words: Words) -> bool:
    """Whether the words around what both share make two things of it: "roof meeting", "budget meeting"; "with Anna", "with Bo"."""
    shared = _all(was) & _all(now)
    for word in shared:
        one, other = was.before.get(word), now.before.get(word)
        if one and other and one != other:
            return True
    for how in was.linked.keys() & now.linked.keys():
        if was.linked[how] != now.linked[how] and was.linked[how] not in shared and now.linked[how] not in shared:
            return True
    if any(  # "the bus home from the tour" is not the tour
        how in ENGLISH_CHANGES.parting and part in was.key and part not in was.linked.values()
        for how, part in now.linked.items()
    ) and _all(now) - _all(was) - stems_of(ENGLISH_CHANGES.attributes, words):
        return True
    only_was, only_now = set(was.key) - _all(now), set(now.key) - _all(was)
    telling = words.telling_apart
    return bool((only_was | only_now) & telling or any(one[0].isdigit() for one in only_was | only_now))
