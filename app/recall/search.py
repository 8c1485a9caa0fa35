"""From a question to ranked evidence, each hit with its reasons. Reads the store through its index; writes nothing."""

import math
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import numpy as np

from app.recall import nearly, rank, snippets
from app.recall.candidates import Candidates, Sources, Wanted, gather
from app.recall.listing import listed
from app.recall.mirror import Mirror
from app.recall.postings import Reader, Sought
from app.recall.query import understand
from app.recall.stopwords import ENGLISH
from app.records import Box, Filters, Hit, Reason, SearchResult, Understood
from app.store import frames, index, passages, sightings
from app.store.db import Store, to_us
from app.store.index import Tokenizer

Floats = np.ndarray[Any, np.dtype[np.float32]]
MOST_TERMS = 24
MOST_PARTS = 4
CACHED_QUERIES = 256
# How long somebody who types waits for the vectors of a memory just opened, at each letter.
PATIENCE_S = 0.1
# Sightings of a time that are looked at one by one; a time with more holds so much that its exact edges are left to its hits.
MOST_SEEN = 300_000
LOOKED_UP = 30
LAST_ID = (1 << 62) - 1
# What a time that was read out of the words is worth: enough to come before what lies outside it, not to hide that.
TIME_BONUS = 2.0
# What is quoted may be the name of a song as well as what is sought: it comes first, and hides nothing.
QUOTED = re.compile(r'["“„«]([^"“”„«»]+)["”“»]')
QUOTED_BONUS, MOST_QUOTED = 1.0, 200


class QueryEmbedder(Protocol):
    """Turns questions into unit vectors `(n, dim) float32`; `ready` says whether it would answer at once."""

    @property
    def model_id(self) -> str: ...
    @property
    def dim(self) -> int: ...
    def queries(self, texts: Sequence[str]) -> Floats: ...
    def ready(self) -> bool: ...
    def warm(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """One search: the words as typed and what narrows it. `wait_for_meaning` loads the embedder when it is not up yet."""

    text: str
    filters: Filters
    limit: int = 20
    as_you_type: bool = False
    meaning: bool = True
    wait_for_meaning: bool = True


class Searcher:
    """What searches share: the mirror of the index, the tokenizer, the vectors of recent questions. Belongs to one thread."""

    def __init__(self, store: Store, embedder: QueryEmbedder | None, failures: tuple[type[Exception], ...]) -> None:
        self.store = store
        self.embedder = embedder
        self.failures = failures
        self.tokenizer = Tokenizer()
        self.mirror = Mirror(embedder.model_id if embedder else "", embedder.dim if embedder else 1)
        self._reader = Reader()
        self._vocabulary = nearly.Vocabulary()
        # What was seen in the time that was asked for last: the next letter that is typed asks for the same.
        self._seen: rank.Bools = np.zeros(0, np.bool_)
        self._seen_of: tuple[int | None, ...] | None = None
        self._vectors: OrderedDict[str, Floats] = OrderedDict()
        self._kept = CACHED_QUERIES
        self._stop = frozenset(term for word in ENGLISH for term in self.tokenizer.terms(word))

    def close(self) -> None:
        self.tokenizer.close()

    def forget(self) -> None:
        """Let go of what recent questions were, what they meant and where their words stand."""
        self._vectors.clear()
        self._reader.forget()
        self._vocabulary.forget()
        self.tokenizer.forget()

    def search(self, asked: Asked, *, now: datetime, zone: str) -> SearchResult:
        """Ranked evidence for a question."""
        understood = self.understood(asked, now=now, zone=zone)
        self.mirror.refresh(self.store, patience_s=math.inf if asked.wait_for_meaning else PATIENCE_S)
        if understood.time_words and not self._says_anything(understood.words):
            return listed(self.store, asked.text, understood, limit=asked.limit)
        allowed = self._allowed(asked.filters)
        if not allowed.any():
            return SearchResult(asked.text, understood, (), 0.0, meaning_used=False)
        groups = self._terms(understood.words, as_you_type=asked.as_you_type)
        half_typed = asked.as_you_type and len(groups) < 2  # one unfinished word has no meaning yet
        vector = None if half_typed else self._vector(understood.words or asked.text, asked)
        inside, quoted = self._inside(understood, asked.filters), self._quoted(understood.words)
        wanted = Wanted(groups, vector, allowed, inside=inside, quoted=quoted)
        found = gather(Sources(self.store, self.mirror, self._reader), wanted)
        signals = rank.Signals(found.words, found.words_around, found.meaning, found.meaning_around, found.covered)
        scores = rank.combine(signals, found.on_screen, np.ones(len(found.ids), np.bool_))
        if not groups and vector is None:
            scores = ((found.first_seen - found.first_seen.min(initial=0)) / 1e6).astype(np.float32)
        scores = scores + np.where(found.quoted, np.float32(QUOTED_BONUS), np.float32(0))
        inside = self._exactly_inside(found, understood, asked.filters)
        if inside is not None:
            scores = scores + np.where(inside, np.float32(TIME_BONUS), np.float32(0))
        elif vector is None and groups:
            scores = np.where(signals.words > 0, scores, -np.inf).astype(np.float32)
        hits = self._hits(asked, understood, groups, found, signals, scores, inside)
        return SearchResult(asked.text, understood, hits, self._answerable(signals, scores, groups), vector is not None)

    def understood(self, asked: Asked, *, now: datetime, zone: str) -> Understood:
        """What was read out of the words; a filter that was given outright stands."""
        if asked.as_you_type:
            return Understood(asked.text, asked.filters)
        read = understand(asked.text, now=now, zone=zone)
        given = asked.filters
        if given.since is not None or given.until is not None:
            return Understood(read.words or asked.text, given, "")
        return replace(read, filters=replace(given, since=read.filters.since, until=read.filters.until))

    def passages_with(self, asked: Asked) -> list[int]:
        """Ids of all passages that hold every sought word: what "forget what matches" means."""
        self.mirror.refresh(self.store)
        words = [raw for raw, _ in self._content(asked.text)[:MOST_TERMS]]
        if not words:
            return []
        match = " AND ".join(index.matching([word]) for word in words)
        places = self.mirror.places(index.newest_matching(self.store, match, 0, LAST_ID, LAST_ID))
        places = places[places >= 0]
        return [int(one) for one in self.mirror.ids[places[self._allowed(asked.filters)[places]]]]

    def whole_text(self, hit: Hit) -> str:
        """All the text of a hit's moment, its passages apart by an empty line."""
        row_id, _ = frames.moment_by_id(self.store, hit.id)
        return "\n\n".join(text for _, text, _ in passages.lines_of(self.store, row_id))

    def content_terms(self, text: str) -> list[str]:
        """The terms of a text that say something; all of them where none does."""
        return [term for _, term in self._content(text)]

    def _content(self, text: str) -> list[tuple[str, str]]:
        """(word, term) of each different term that says something; of all where none does."""
        pairs = list({term: (raw, term) for raw, term in reversed(self.tokenizer.pairs(text))}.values())[::-1]
        return [pair for pair in pairs if pair[1] not in self._stop] or pairs

    def _says_anything(self, words: str) -> bool:
        return any(term not in self._stop and term not in IDLE for term in self.tokenizer.terms(words))

    def _terms(self, words: str, *, as_you_type: bool) -> list[Sought]:
        """What is sought, a word at a time; the last is open-ended as it is typed."""
        groups = [Sought((term,), (raw,)) for raw, term in self._content(words)[:MOST_TERMS]]
        typed = self.tokenizer.pairs(words)[-1][0] if as_you_type and groups and words[-1:].isalnum() else ""
        if typed and groups[-1].raw == (typed,):
            seq = self.mirror.seq
            groups[-1] = nearly.beginning(self.store, self.tokenizer, self._vocabulary, seq, groups[-1], typed)
        else:
            groups = nearly.slips(self.store, self.tokenizer, groups)
        return nearly.with_parts(groups, nearly.parts(words)[:MOST_PARTS])

    def _vector(self, text: str, asked: Asked) -> Floats | None:
        if not asked.meaning or self.embedder is None or not text.strip() or not self.mirror.has_vectors():
            return None
        if text in self._vectors:
            self._vectors.move_to_end(text)
            return self._vectors[text]
        if not asked.wait_for_meaning and not self.embedder.ready():
            self.embedder.warm()
            return None
        try:
            self._vectors[text] = self.embedder.queries([text])[0]
        except self.failures:
            return None
        if len(self._vectors) > self._kept:
            self._vectors.popitem(last=False)
        return self._vectors[text]

    def prepare(self, texts: Sequence[str], *, keep: int) -> None:
        """Embed many questions at once, for the next `keep` searches. Does nothing when the embedder fails: words still answer."""
        self._kept = max(CACHED_QUERIES, keep)
        fresh = [text for text in dict.fromkeys(texts) if text.strip() and text not in self._vectors]
        if self.embedder is None or not fresh:
            return
        try:
            vectors = self.embedder.queries(fresh)
        except self.failures:
            return
        for text, vector in zip(fresh, vectors, strict=True):
            self._vectors[text] = vector

    def _quoted(self, words: str) -> np.ndarray[Any, np.dtype[np.int64]] | None:
        """Places of the newest passages that hold all that stands in quotation marks, word for word; None where nothing does."""
        phrases = [[raw for raw, _ in self.tokenizer.pairs(one)] for one in QUOTED.findall(words)]
        if not any(phrases):
            return None
        match = " AND ".join(index.matching(phrase) for phrase in phrases if phrase)
        places = self.mirror.places(index.newest_matching(self.store, match, 0, LAST_ID, MOST_QUOTED))
        return places[places >= 0]

    def _allowed(self, filters: Filters) -> rank.Bools:
        allowed = self.mirror.allowed(filters)
        if filters.since is not None or filters.until is not None:
            allowed &= self._seen_in(filters)
        return allowed

    def _inside(self, understood: Understood, given: Filters) -> rank.Bools | None:
        """Which passages lie in the time that the words named; None when they named none."""
        if understood.filters == given:
            return None
        return self._seen_in(understood.filters)

    def _seen_in(self, filters: Filters) -> rank.Bools:
        """Which passages were seen in a time; of one that holds very many, all that were first seen before its end."""
        since, until = _us(filters.since), _us(filters.until)
        state = (since, until, self.mirror.seq, index.last_sighting(self.store))
        if self._seen_of != state:
            ids = index.passages_between(self.store, since, until, MOST_SEEN)
            if ids is None:
                self._seen = self.mirror.first_seen_before(until)
            else:
                places = self.mirror.places(ids)
                self._seen = np.zeros(len(self.mirror.ids), np.bool_)
                self._seen[places[places >= 0]] = True
            self._seen_of = state
        return self._seen

    def _exactly_inside(self, found: Candidates, understood: Understood, given: Filters) -> rank.Bools | None:
        """Which candidates were seen in the time that the words named; None when they named none."""
        if understood.filters == given:
            return None
        since, until = _us(understood.filters.since), _us(understood.filters.until)
        return np.isin(found.ids, index.seen_between(self.store, since, until, found.ids.tolist()))

    def _is_sought(self, groups: list[Sought], texts: Sequence[str]) -> Callable[[str], bool]:
        """Tells of each word of some texts whether it is sought."""
        cut = self.tokenizer.terms_of(word for text in texts for word in snippets.WORD.findall(text))
        terms = {term for group in groups for term in (*group.terms, *group.near)}
        sought = {word for word, held in cut.items() if not terms.isdisjoint(held)}
        sought |= {word for group in groups if group.part for word in cut if group.has_part(word)}
        return sought.__contains__

    def _hits(
        self,
        asked: Asked,
        understood: Understood,
        groups: list[Sought],
        found: Candidates,
        signals: rank.Signals,
        scores: Floats,
        inside: rank.Bools | None,
    ) -> tuple[Hit, ...]:
        shown: list[_Shown] = []
        best = [
            int(place)
            for place in rank.best(scores, asked.limit * 4 + 20)
            if signals.words_around[place] > 0 or signals.meaning[place] >= LEAST_MEANING or not groups
        ]
        for start in range(0, len(best), LOOKED_UP):
            for place, seen in self._visible(best[start : start + LOOKED_UP], asked, understood, found, inside):
                if all(seen.moment.id != one.seen.moment.id for one in shown):
                    _show(shown, seen, place, asked.limit)
            if len(shown) == asked.limit and not any(one.seen.moment.kind == "screen" for one in shown):
                break  # only a screen may be shown by a fuller text that comes later
        is_sought = self._is_sought(groups, [one.seen.text for one in shown])
        return tuple(self._hit(one, is_sought, signals, scores, inside, understood) for one in shown)

    def _visible(
        self,
        places: list[int],
        asked: Asked,
        understood: Understood,
        found: Candidates,
        inside: rank.Bools | None,
    ) -> Iterator[tuple[int, sightings.Sighted]]:
        """Candidates in the first moment that may be shown of each, in their order."""
        within = [place for place in places if inside is not None and inside[place]]
        seen = sightings.visible(self.store, found.ids[within].tolist(), understood.filters) if within else {}
        others = [place for place in places if place not in within]
        seen |= sightings.visible(self.store, found.ids[others].tolist(), asked.filters)
        for place in places:
            if int(found.ids[place]) in seen:
                yield place, seen[int(found.ids[place])]

    def _hit(
        self,
        one: "_Shown",
        is_sought: Callable[[str], bool],
        signals: rank.Signals,
        scores: Floats,
        inside: rank.Bools | None,
        understood: Understood,
    ) -> Hit:
        seen = one.seen
        found = snippets.marks(seen.text, is_sought)
        text, text_marks = snippets.snippet(seen.text, found)
        return Hit(
            id=seen.moment.id, moment=seen.moment, text=seen.text, snippet=text, snippet_marks=text_marks,
            score=round(float(scores[one.ranked]), 4), boxes=self._boxes(seen.lines, is_sought) if seen.lines else (),
            reasons=_reasons(seen.text, found, signals, one.place, inside, understood),
            seen_times=seen.times, seen_until=seen.until,
        )  # fmt: skip

    @staticmethod
    def _boxes(lines: Sequence[Any], is_sought: Callable[[str], bool]) -> tuple[Box, ...]:
        return snippets.boxes(lines, is_sought)

    def _answerable(self, signals: rank.Signals, scores: Floats, groups: list[Sought]) -> float:
        """How likely the best passages hold an answer: a logistic of their cosine and of the share of words they cover."""
        top = rank.best(scores, 5)
        if not len(top):
            return 0.0
        cosine = float(max(signals.meaning[top].max(), signals.meaning_around[top].max()))
        covered = float(signals.covered[top].max()) if groups else 0.0
        return round(
            1.0 / (1.0 + float(np.exp(-(ANSWERABLE_BIAS + ANSWERABLE_COSINE * cosine + ANSWERABLE_COVERED * covered)))),
            4,
        )


# A first estimate, set by hand on the first demo week; questions about things near to what is remembered still look answerable.
ANSWERABLE_BIAS, ANSWERABLE_COSINE, ANSWERABLE_COVERED = -3.2, 5.0, 2.0
SAME_VIEW = 0.8
# Beside stop words, words that ask for all that a time held: as terms of the index.
IDLE = frozenset(
    ("done", "work", "see", "seen", "saw", "look", "happen", "everyth", "anyth", "someth", "thing", "show")
)
# A passage that shares no word with the question and is this far from its meaning has nothing to do with it.
LEAST_MEANING = 0.12


def _us(time: datetime | None) -> int | None:
    return None if time is None else to_us(time)


@dataclass(slots=True)
class _Shown:
    """A view that will be a hit: the candidate at `place`, ranked by the one at `ranked`."""

    seen: sightings.Sighted
    words: frozenset[str]
    place: int
    ranked: int


def _show(shown: list[_Shown], seen: sightings.Sighted, place: int, limit: int) -> None:
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
        shown.append(_Shown(seen, words, place, place))


def _reasons(
    text: str,
    found: Sequence[tuple[int, int]],
    signals: rank.Signals,
    place: int,
    inside: rank.Bools | None,
    understood: Understood,
) -> tuple[Reason, ...]:
    out = []
    if found:
        words = list(dict.fromkeys(text[a:b].casefold() for a, b in found))
        out.append(Reason("words", {"words": ", ".join(words[:6])}))
    if signals.meaning[place] > 0.3:
        out.append(Reason("meaning", {"percent": round(100 * float(signals.meaning[place]))}))
    if not found and signals.words_around[place] > 0:
        out.append(Reason("neighbours"))
    if inside is not None and inside[place]:
        out.append(Reason("time", {"words": understood.time_words}))
    return tuple(out)
