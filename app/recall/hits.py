"""From ranked candidates to hits: each in the first moment that may be shown, repeated views as one, with its reasons. Ranks nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.recall import narrowing, rank, snippets
from app.recall.candidates import Candidates
from app.records import Filters, Hit, Reason, Understood
from app.store import sightings
from app.store.db import Store

Floats = rank.Floats
LOOKED_UP = 30
SAME_VIEW = 0.8
# A passage that shares no word with the question and is this far from its meaning has nothing to do with it.
LEAST_MEANING = 0.12


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates in numbers: signals and scores `(c,)`, and which lie in the time that was named, None where none was."""

    found: Candidates
    signals: rank.Signals
    scores: Floats
    inside: rank.Bools | None
    has_words: bool


@dataclass(slots=True)
class View:
    """What will be a hit: the candidate at `place`, ranked by the one at `ranked`."""

    seen: sightings.Sighted
    words: frozenset[str]
    place: int
    ranked: int


def views(store: Store, ranked: Ranked, understood: Understood, given: Filters, limit: int) -> list[View]:
    """The best candidates that may be shown, best first; `given` are the filters that were set, not read out of the words."""
    shown: list[View] = []
    signals = ranked.signals
    best = [
        int(place)
        for place in rank.best(ranked.scores, limit * 4 + 20)
        if signals.words_around[place] > 0 or signals.meaning[place] >= LEAST_MEANING or not ranked.has_words
    ]
    for start in range(0, len(best), LOOKED_UP):
        for place, seen in _visible(store, best[start : start + LOOKED_UP], ranked, understood, given):
            if not narrowing.says(understood.facets, seen.text, seen.moment):
                continue
            if seen.moment.id not in {one.seen.moment.id for one in shown}:
                _show(shown, seen, place, limit)
        if len(shown) == limit and not any(one.seen.moment.kind == "screen" for one in shown):
            break  # only a screen may be shown by a fuller text that comes later
    return shown


def _visible(
    store: Store, places: list[int], ranked: Ranked, understood: Understood, given: Filters
) -> Iterator[tuple[int, sightings.Sighted]]:
    """Candidates in the first moment that may be shown of each, in their order."""
    ids = ranked.found.ids
    within = [place for place in places if ranked.inside is not None and ranked.inside[place]]
    seen = sightings.visible(store, ids[within].tolist(), understood.filters) if within else {}
    others = [place for place in places if place not in within]
    seen |= sightings.visible(store, ids[others].tolist(), given)
    for place in places:
        if int(ids[place]) in seen:
            yield place, seen[int(ids[place])]


def _show(shown: list[View], seen: sightings.Sighted, place: int, limit: int) -> None:
    """Add a view, unless a better hit shows nearly the same text of the same window: then the fuller of the two stands there.

    What is typed is seen half written first; the whole is what is sought.
    """
    words = frozenset(seen.text.casefold().split())
    for one in shown if seen.moment.kind == "screen" else ():
        same = (one.seen.moment.app, one.seen.moment.title) == (seen.moment.app, seen.moment.title)
        if same and len(words & one.words) >= SAME_VIEW * max(1, min(len(words), len(one.words))):
            if len(words) >= len(one.words) and len(seen.text) > len(one.seen.text):
                one.seen, one.words, one.place = seen, words, place
            return
    if len(shown) < limit:
        shown.append(View(seen, words, place, place))


def hit(one: View, ranked: Ranked, is_sought: Callable[[str], bool], understood: Understood) -> Hit:
    """A view as it is shown, with the words that are sought marked."""
    seen = one.seen
    found = snippets.marks(seen.text, is_sought)
    text, text_marks = snippets.snippet(seen.text, found)
    reasons = _reasons(seen.text, found, ranked, one.place, understood)
    lines: Sequence[Any] = seen.lines
    return Hit(
        id=seen.moment.id, moment=seen.moment, text=seen.text, snippet=text, snippet_marks=text_marks,
        score=round(float(ranked.scores[one.ranked]), 4), boxes=snippets.boxes(lines, is_sought) if lines else (),
        reasons=reasons + narrowing.reasons(understood, seen.moment), seen_times=seen.times, seen_until=seen.until,
    )  # fmt: skip


def _reasons(
    text: str, found: Sequence[tuple[int, int]], ranked: Ranked, place: int, understood: Understood
) -> tuple[Reason, ...]:
    out = []
    if found:
        words = list(dict.fromkeys(text[a:b].casefold() for a, b in found))
        out.append(Reason("words", {"words": ", ".join(words[:6])}))
    meaning = float(ranked.signals.meaning[place])
    if meaning > 0.3:
        out.append(Reason("meaning", {"percent": round(100 * meaning)}))
    if not found and ranked.signals.words_around[place] > 0:
        out.append(Reason("neighbours"))
    if ranked.inside is not None and ranked.inside[place]:
        out.append(Reason("time", {"words": understood.time_words}))
    return tuple(out)


def answerable_by_first_look(ranked: Ranked) -> float:
    """How likely the best passages hold an answer, where no learned weights could judge: a logistic of cosine and words covered."""
    top = rank.best(ranked.scores, 5)
    if not len(top):
        return 0.0
    signals = ranked.signals
    cosine = float(max(signals.meaning[top].max(), signals.meaning_around[top].max()))
    covered = float(signals.covered[top].max()) if ranked.has_words else 0.0
    return round(1.0 / (1.0 + float(np.exp(-(_BIAS + _COSINE * cosine + _COVERED * covered)))), 4)


# A first estimate, set by hand on the first demo week; questions about things near to what is remembered still look answerable.
_BIAS, _COSINE, _COVERED = -3.2, 5.0, 2.0
