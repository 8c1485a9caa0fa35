"""How what a question says is searched for: which passages may be found at all, and which come first.

Works on the mirror and the index as a `Searcher` does; knows no scores. Phrases and exclusions hide, all else only comes first,
since a name in a question may be meant otherwise.
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from app.recall import rank
from app.recall.facets import Known, is_called
from app.recall.looks import LOOKS, is_app_of, looks_like
from app.recall.mirror import Mirror
from app.records import Facet, Moment, Reason, Understood
from app.store import index

# What a named place, person or kind is worth beside a score: a place or a person is said outright, a kind may be a mere word.
BONUS = {"app": 2.0, "site": 2.0, "thread": 2.0, "person": 1.0, "kind": 0.5, "mention": 0.5}
_TITLE, _WHO = index.COLUMN_ORDER.index("title"), index.COLUMN_ORDER.index("who")
Floats = np.ndarray[Any, np.dtype[np.float32]]
Terms = Callable[[str], list[str]]
Find = Callable[[str], rank.Postings]


def kept(facets: Sequence[Facet], count: int, terms: Terms, find: Find) -> rank.Bools:
    """Which passages may be found `(count,) bool`: they hold every word of each phrase and no excluded one."""
    out: rank.Bools = np.ones(count, np.bool_)
    for facet in facets:
        if facet.field not in {"phrase", "without"}:
            continue
        held = [_holding(find(term), count) for term in dict.fromkeys(terms(facet.value))]
        if held:
            together = _together(held, count)
            out &= ~together if facet.field == "without" else together
    return out


def _holding(found: rank.Postings, count: int, column: int | None = None) -> rank.Bools:
    out: rank.Bools = np.zeros(count, np.bool_)
    out[found.places if column is None else found.places[found.columns == column]] = True
    return out


def bonus(facets: Sequence[Facet], mirror: Mirror, terms: Terms, find: Find) -> Floats:
    """What the passages that fit the named places, people and kinds gain, `(n,) float32`."""
    out = np.zeros(len(mirror.ids), np.float32)
    for facet in facets:
        if facet.field in BONUS:
            out[_fitting(facet, mirror, terms, find)] += np.float32(BONUS[facet.field])
    return out


def _fitting(facet: Facet, mirror: Mirror, terms: Terms, find: Find) -> rank.Bools:
    count, columns = len(mirror.ids), mirror.columns
    match facet.field:
        case "app":
            apps = [mirror.apps.find(name) for name in mirror.apps.names() if is_called("app", name, facet.value)]
            return np.isin(columns[:, 0], apps)
        case "site":
            sites = [mirror.sites.find(name) for name in mirror.sites.names() if is_called("site", name, facet.value)]
            return np.isin(columns[:, 1], sites)
        case "thread":
            return np.isin(columns[:, 2], [mirror.threads.find(facet.value)])
        case "person":
            return _together([_holding(find(term), count, _WHO) for term in terms(facet.value)], count)
        case "mention":
            return _together([_holding(find(term), count) for term in terms(facet.value)], count)
    return _of_kind(facet.value, mirror, terms, find)


def _together(held: Sequence[rank.Bools], count: int) -> rank.Bools:
    """Where all of them hold; nowhere where there are none."""
    out: rank.Bools = np.full(count, bool(held), np.bool_)
    for one in held:
        out &= one
    return out


def _of_kind(kind: str, mirror: Mirror, terms: Terms, find: Find) -> rank.Bools:
    look, count, columns = LOOKS[kind], len(mirror.ids), mirror.columns
    apps = [mirror.apps.find(name) for name in mirror.apps.names() if is_app_of(kind, name)]
    out = np.isin(columns[:, 4], [mirror.kinds.find(one) for one in look.kinds]) | np.isin(columns[:, 0], apps)
    out |= np.isin(columns[:, 1], [mirror.sites.find(site) for site in look.sites])
    for title in look.titles:
        for term in terms(title):
            out |= _holding(find(term), count, _TITLE)
    return out


def known(mirror: Mirror, terms: Terms, find: Find, stop: Collection[str]) -> Known:
    """The names that a memory holds. Words of `stop` are nobody's, and too frequent to look for."""

    def is_author(name: str) -> bool:
        words = terms(name)
        if not words or any(word in stop for word in words):
            return False
        told = [set(found.places[found.columns == _WHO].tolist()) for found in map(find, words)]
        return bool(set.intersection(*told))

    return Known(mirror.apps.names, mirror.sites.names, mirror.threads.names, is_author)


def says(facets: Sequence[Facet], text: str, moment: Moment) -> bool:
    """Whether a hit holds each quoted phrase word for word."""
    phrases = [facet.value for facet in facets if facet.field == "phrase"]
    if not phrases:
        return True
    whole = "\n".join((_plain(text), _plain(moment.title), _plain(moment.author)))
    return all(re.search(rf"(?<!\w){re.escape(_plain(phrase))}(?!\w)", whole) for phrase in phrases)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def fits(facet: Facet, moment: Moment) -> bool:
    """Whether a moment is of the place, person or kind that was named; True for other facets."""
    match facet.field:
        case "app":
            return is_called("app", moment.app, facet.value)
        case "site":
            return is_called("site", moment.site, facet.value)
        case "thread":
            return moment.thread.casefold() == facet.value.casefold()
        case "person":
            return set(facet.value.casefold().split()) <= set(re.findall(r"\w+", moment.author.casefold()))
        case "kind":
            return looks_like(facet.value, moment)
    return True


def reasons(understood: Understood, moment: Moment) -> tuple[Reason, ...]:
    """Why a moment fits what was named beside the time."""
    named = [facet for facet in understood.facets if facet.field in BONUS and facet.field != "mention"]
    fitting = [facet for facet in named if fits(facet, moment)]
    people = [Reason("person", {"name": facet.value}) for facet in fitting if facet.field == "person"]
    where = [facet.said for facet in fitting if facet.field != "person"]
    return (*people, Reason("place", {"words": ", ".join(where)})) if where else tuple(people)
