"""Facts that a newer message says otherwise in words of its own: the older and the newer become facts, and the one closes the other.

What is held against what is told by `aligned`; facts are stored as those of plain statements are. Screens are not read so: what stands
there side by side is no thread.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from app.consolidate import aligned, weighing
from app.consolidate.aligned import Change
from app.consolidate.english import ENGLISH
from app.consolidate.extract import Claim, sentences
from app.consolidate.heard import EXACT, Heard, heard
from app.consolidate.phrases import Value
from app.consolidate.verify import missing
from app.consolidate.words import Words
from app.recall.timewords import Here
from app.store import facts as rows
from app.store import told
from app.store.db import Store
from app.store.facts import Seen

_LONGEST = timedelta(days=400)
_MOST_SENTENCES = 12
_ASIDE = ("screen", "clipboard")


def sentences_of(moment: Seen, here: Here, author: str, where: str, words: Words = ENGLISH) -> list[Heard]:
    """The plain sentences of a message or note; one that tells no value is read again together with the next: "It is on Friday"."""
    if moment.kind in _ASIDE:
        return []
    texts = [text for text, _ in sentences([line.text for line in moment.lines])[:_MOST_SENTENCES]]
    read = [heard(text, here, author, where, words) for text in texts]
    both = [
        heard(f"{texts[n]} {texts[n + 1]}", here, author, where, words)
        for n, (one, other) in enumerate(itertools.pairwise(read))
        if one and other and other.values and not any(value.kind.split()[0] in EXACT for value in one.values)
    ]
    return [one for one in (*read, *both) if one is not None]


def older(store: Store, moment: Seen, new: Heard) -> list[int]:
    """Row ids of earlier moments that may tell of the same thing, the newest first."""
    if not new.values:
        return []
    tokens = new.tokens
    phrases = {
        new.text[one.start : other.end].casefold() for one, other in itertools.pairwise(tokens) if not other.starts
    }
    found = told.earlier(store, moment, sorted(phrases), moment.at - _LONGEST)
    near = told.lately(store, moment, moment.at - aligned.HEAD_ALONE)
    return [*found, *(one for one in near if one not in found)]


def latest(new: Heard, earlier: Sequence[tuple[int, Heard]], words: Words = ENGLISH) -> list[tuple[int, Heard, Change]]:
    """What is said otherwise than in the nearest of earlier sentences; `earlier` are those, the newest first.

    Nothing where the thing is named by its last word alone, and several things of the thread end with that.
    """
    by_kind: dict[str, tuple[int, Heard, Change]] = {}
    best: dict[str, tuple[bool, int, float]] = {}
    for place, old in earlier:
        for change in aligned.candidates(old, new, words):
            likely = weighing.believed(old, new, change, words)
            if likely is not None and (*_nearness(old, change, new), likely) > best.get(
                change.predicate, (False, 0, 0.0)
            ):
                best[change.predicate] = (*_nearness(old, change, new), likely)
                by_kind[change.predicate] = (place, old, change)
    short = [old for _, old, _ in by_kind.values()]
    things = {aligned.same_thing(old, new, words) for _, old in earlier if short and old.where == new.where}
    return list(by_kind.values()) if len({one for one in things if one}) <= 1 or not _by_head(by_kind) else []


def in_short(
    new: Heard, earlier: Sequence[tuple[int, Heard]], words: Words = ENGLISH
) -> tuple[int, Heard, Change] | None:
    """What a sentence that names no thing says otherwise than the last one of its thread that names one."""
    before = [(place, old) for place, old in earlier if old.where == new.where]
    last = next(
        ((place, old) for place, old in before if any(run.last - run.first >= 2 for run in aligned.runs(old))), None
    )
    change = aligned.in_short(last[1], new, words) if last else None
    return (last[0], last[1], change) if last and change else None


def _nearness(old: Heard, change: Change, new: Heard) -> tuple[bool, int]:
    """The same thread comes first, then the longer name that both share."""
    return bool(new.where) and old.where == new.where, len(new.text[slice(*change.now_about)].split())


def _by_head(by_kind: dict[str, tuple[int, Heard, Change]]) -> bool:
    return any(" " not in old.text[slice(*change.was_about)] for _, old, change in by_kind.values())


def claims_of(
    said: Heard, about: tuple[int, int], value: Value, predicate: str, words: Words = ENGLISH
) -> Claim | None:
    """A value of a sentence as a claim about a run of its words; None where the sentence does not hold them."""
    key = tuple(dict.fromkeys(one.stem for one in said.tokens if about[0] <= one.start < about[1]))
    subject = said.text[about[0] : about[1]]
    if not key or missing(f"{subject} {value.said}", [said.text], words=words, sense=False):
        return None
    return Claim(subject, key, predicate, value.value, value.said, said.text, changed=False)


def possible(said: Heard, words: Words = ENGLISH) -> Iterator[Claim]:
    """Every claim that could have been made of a sentence: for making one again by its name."""
    for first in range(len(said.tokens)):
        for last in range(first, len(said.tokens)):
            if last > first and said.tokens[last].starts:
                break
            about = (said.tokens[first].start, said.tokens[last].end)
            for value in said.values:
                kinds = {"status" if value.kind.startswith("state") else value.kind}
                kinds |= {"choice"} if value.kind in ("place", "name") else set()
                for kind in sorted(kinds):
                    claim = claims_of(said, about, value, kind, words)
                    if claim is not None:
                        yield claim


def known(store: Store, moment_id: int, claim: Claim) -> tuple[int, str] | None:
    """The fact that a moment already stands behind and that says this value: its row and status."""
    found = told.facts_of(store, moment_id)
    return next(((row, status) for row, *rest, status in found if tuple(rest) == (claim.predicate, claim.value)), None)


def is_open(status: str) -> bool:
    """Whether a fact of this status can be closed or close another."""
    return status in (rows.FRESH, rows.ACTIVE)


def as_changed(claim: Claim) -> Claim:
    """A claim of a sentence that tells of a change."""
    return replace(claim, changed=True)
