"""How what a question says is searched for: which passages may be found at all, which are looked at too, and which come first.

Works on the mirror and the index as a `Searcher` does; knows no scores. Phrases and exclusions hide, all else only comes first,
since a name in a question may be meant otherwise.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from app.recall.candidates import Bools, Candidates, Floats, Ints
from app.recall.facets import Known, is_called
from app.recall.looks import LOOKS, is_app_of, looks_like
from app.recall.mirror import Mirror
from app.records import Facet, Moment, Reason, Understood
from app.store import index
from app.store.db import Store

# What a named place, person or kind is worth beside a score: a place or a person is said outright, a kind may be a mere word.
BONUS = {"app": 2.0, "site": 2.0, "thread": 2.0, "person": 1.0, "kind": 0.5, "mention": 0.5}
# Passages with a phrase, or with a named person, that are looked up, the newest.
MOST_KEPT, MOST_BY_PERSON, MOST_MENTIONS = 200_000, 20_000, 200
LAST_ID = (1 << 62) - 1
Words = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Memory:
    """What is narrowed: the store, its mirror, and what cuts a text into the words of the index."""

    store: Store
    mirror: Mirror
    words: Words

    def places(self, match: str, most: int) -> Ints:
        """Places of the newest passages that the words' index finds."""
        places = self.mirror.places(index.newest_matching(self.store, match, 0, LAST_ID, most))
        return places[places >= 0]

    def mask(self, match: str, most: int) -> Bools:
        out = np.zeros(len(self.mirror.ids), np.bool_)
        out[self.places(match, most)] = True
        return out


def kept(facets: Sequence[Facet], memory: Memory) -> Bools | None:
    """Which passages may be found `(count,)`: they hold each phrase and no excluded word. None where nothing is hidden."""
    out = None
    for facet in facets:
        words = memory.words(facet.value) if facet.field in {"phrase", "without"} else []
        if words:
            held = memory.mask(index.matching(words), MOST_KEPT)
            held = ~held if facet.field == "without" else held
            out = held if out is None else out & held
    return out


def also(facets: Sequence[Facet], memory: Memory) -> list[Bools]:
    """Passages of the named places, people and kinds, each `(count,)`, among which is looked though others fit better."""
    out = []
    for facet in facets:
        if facet.field == "person":
            words = memory.words(facet.value)
            if words:
                out.append(memory.mask(index.matching_in("who", words), MOST_BY_PERSON))
        elif facet.field in BONUS and facet.field != "mention":
            out.append(memory.mirror.from_contexts(_contexts(facet, memory.mirror)))
    return [one for one in out if one.any()]


def mentioned(facets: Sequence[Facet], memory: Memory) -> Ints:
    """Places of the newest passages that hold a title that the question quotes, word for word."""
    found = [
        memory.places(index.matching(words), MOST_MENTIONS)
        for facet in facets
        if facet.field == "mention" and (words := memory.words(facet.value))
    ]
    return np.concatenate([np.zeros(0, np.int64), *found])


def bonus(facets: Sequence[Facet], memory: Memory, found: Candidates) -> Floats:
    """What the candidates that fit the named places, people and kinds gain, `(c,) float32`."""
    out = np.zeros(len(found.ids), np.float32)
    wanted = [facet for facet in facets if facet.field in BONUS]
    if not wanted or not len(out):
        return out
    texts = {row[0]: row[1:] for row in index.texts_of(memory.store, found.ids.tolist())}
    held = [texts.get(one, ("", "", "", "")) for one in found.ids.tolist()]
    for facet in wanted:
        fitting = memory.mirror.from_contexts(_contexts(facet, memory.mirror))[found.places]
        fitting |= np.array([_says(facet, *one[:3]) for one in held], np.bool_)
        out[fitting] += np.float32(BONUS[facet.field])
    return out


def _contexts(facet: Facet, mirror: Mirror) -> Bools:
    """Which of the places that passages come from fit a facet."""
    contexts = mirror.contexts
    match facet.field:
        case "app" | "site":
            names = [name for name in contexts.names(facet.field) if is_called(facet.field, name, facet.value)]
            return contexts.named(facet.field, names)
        case "thread":
            return contexts.named("thread", [facet.value])
        case "kind":
            look = LOOKS[facet.value]
            apps = [name for name in contexts.names("app") if is_app_of(facet.value, name)]
            return contexts.named("kind", look.kinds) | contexts.named("app", apps) | contexts.named("site", look.sites)
    return np.zeros(len(contexts), np.bool_)


def _says(facet: Facet, text: str, title: str, who: str) -> bool:
    """Whether a passage's own words make it fit."""
    match facet.field:
        case "person":
            return _wholly(facet.value, who)
        case "mention":
            return holds_phrase(facet.value, text, title)
        case "kind":
            words = set(re.findall(r"\w+", title.casefold()))
            return not words.isdisjoint(LOOKS[facet.value].titles)
    return False


def _wholly(name: str, who: str) -> bool:
    return bool(name) and set(name.casefold().split()) <= set(re.findall(r"\w+", who.casefold()))


def known(memory: Memory, stop: Collection[str]) -> Known:
    """The names that a memory holds. Words of `stop` are nobody's, and too frequent to look for."""

    def is_author(name: str) -> bool:
        words = memory.words(name)
        if not words or any(word in stop for word in words):
            return False
        return len(index.newest_matching(memory.store, index.matching_in("who", words), 0, LAST_ID, 1)) > 0

    names = memory.mirror.contexts.names
    return Known(lambda: names("app"), lambda: names("site"), lambda: names("thread"), is_author)


def says(facets: Sequence[Facet], text: str, moment: Moment) -> bool:
    """Whether a hit holds each quoted phrase word for word."""
    phrases = [facet.value for facet in facets if facet.field == "phrase"]
    return all(holds_phrase(phrase, text, moment.title, moment.author) for phrase in phrases)


def holds_phrase(phrase: str, *texts: str) -> bool:
    """Whether one of some texts holds a phrase word for word, whatever its capitals and spaces."""
    whole = "\n".join(map(_plain, texts))
    return re.search(rf"(?<!\w){re.escape(_plain(phrase))}(?!\w)", whole) is not None


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
            return _wholly(facet.value, moment.author)
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
