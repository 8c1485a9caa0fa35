"""From a question to ranked evidence, each hit with its reasons. Reads the store through its index; writes nothing."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import numpy as np

from app.recall import events, features, learned, narrowing, rank, snippets
from app.recall.honest import newest_above
from app.recall.judging import POOL, Brought, Judge
from app.recall.listing import listed
from app.recall.mirror import Mirror
from app.recall.query import understand
from app.recall.stopwords import ENGLISH
from app.recall.timewords import Here
from app.records import Box, Event, Filters, Hit, Reason, SearchResult, Understood
from app.store import frames, index, passages, sightings
from app.store.db import Store, to_us
from app.store.index import Tokenizer

Floats = np.ndarray[Any, np.dtype[np.float32]]
MOST_TERMS = 24
MOST_PREFIX_TERMS = 24
CACHED_QUERIES = 256
# What a time that was read out of the words is worth: enough to come before what lies outside it, not to hide that.
TIME_BONUS = 2.0
# The same among candidates that the learned weights judged.
LEARNED_TIME_BONUS = 20.0
# "Late in the evening" is often remembered, or read, wrongly: what lies this near to the time that was named gets half.
NEARLY = timedelta(hours=12)


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
    """One search: the words as typed and what narrows it. `wait_for_meaning` loads the embedder when it is not up yet.

    `ignore` names what of the words is not to be read: "time", the key of a facet, or "everything".
    """

    text: str
    filters: Filters
    limit: int = 20
    as_you_type: bool = False
    meaning: bool = True
    wait_for_meaning: bool = True
    ignore: frozenset[str] = frozenset()

    @property
    def said(self) -> str:
        """The words without what is no character and can be neither stored nor sent: halves of surrogate pairs, NUL."""
        return self.text.encode("utf-8", "replace").decode().replace("\x00", " ")


@dataclass(frozen=True, slots=True)
class Looked:
    """What the first look at a question found. `signals`, `scores` and `time_fit` are of all passages, the last from 1 inside the time that
    was named to 0, None where none was; `judgeable` are the signals of the candidates at `places`, None without the question's vector."""

    groups: list[list[str]]
    signals: rank.Signals
    scores: Floats
    time_fit: Floats | None
    places: rank.Ints
    judgeable: features.Columns | None

    @property
    def inside(self) -> rank.Bools | None:
        """What lies in the time that was named."""
        return None if self.time_fit is None else self.time_fit == 1


class Searcher:
    """What searches share: the mirror of the index, the tokenizer, the vectors of recent questions. Belongs to one thread."""

    def __init__(self, store: Store, embedder: QueryEmbedder | None, failures: tuple[type[Exception], ...]) -> None:
        self.store = store
        self.embedder = embedder
        self.failures = failures
        self.tokenizer = Tokenizer()
        self.mirror = Mirror(embedder.model_id if embedder else "", embedder.dim if embedder else 1)
        self._vectors: OrderedDict[str, Floats] = OrderedDict()
        self.judge = Judge(learned.shipped())
        self._kept = CACHED_QUERIES
        self._stop = frozenset(term for word in ENGLISH for term in self.tokenizer.terms(word))

    def close(self) -> None:
        self.tokenizer.close()

    def forget(self) -> None:
        """Let go of the vectors of recent questions and of the words that they found."""
        self._vectors.clear()
        self.judge.forget()

    def search(self, asked: Asked, *, now: datetime, zone: str) -> SearchResult:
        """Ranked evidence for a question."""
        self.mirror.refresh(self.store)
        understood = self.understood(asked, now=now, zone=zone)
        if understood.time_words and not self._says_anything(understood.words):
            return listed(self.store, asked.text, understood, limit=asked.limit)
        looked = self.look(asked, understood)
        if looked is None:
            return SearchResult(asked.text, understood, (), 0.0, meaning_used=False)
        scores, answerable = self._judged(looked)
        scale = 1.0 if looked.judgeable is None else LEARNED_TIME_BONUS / TIME_BONUS
        fitting = narrowing.bonus(understood.facets, self.mirror, self.tokenizer.terms, self._where)
        scores = scores + np.float32(scale) * fitting
        hits = newest_above(self._hits(asked, understood, looked.groups, looked.signals, scores, looked.inside))
        return SearchResult(asked.text, understood, hits, answerable, looked.judgeable is not None)

    def look(self, asked: Asked, understood: Understood) -> Looked | None:
        """The first look: every passage's signals and score, and more of the candidates; None when there is nothing to look at."""
        self.mirror.refresh(self.store)
        allowed = self._allowed(asked.filters)
        allowed &= narrowing.kept(understood.facets, len(allowed), self.tokenizer.terms, self._where)
        if not len(self.mirror.ids) or not allowed.any():
            return None
        groups = self._terms(understood.words, as_you_type=asked.as_you_type)
        half_typed = asked.as_you_type and len(groups) < 2  # one unfinished word has no meaning yet
        vector = None if half_typed else self._vector(understood.words or asked.said, asked)
        signals, tf, idf = self._signals(groups, vector, allowed)
        scores = rank.combine(signals, self.mirror.columns[:, 4] == self.mirror.kinds.find("screen"), allowed)
        if not groups and vector is None:
            scores = np.where(allowed, self._newest_first(allowed), -np.inf).astype(np.float32)
        time_fit = self._time_fit(understood, asked.filters)
        places, judgeable = np.zeros(0, np.int64), None
        if vector is not None:
            places = rank.best(scores + _bonus(time_fit, TIME_BONUS), max(POOL, 4 * asked.limit + 20))
            brought = Brought(places, tf[:, places], idf, rank.taken(signals, places), scores[places])
            question = features.question(asked.text, [group[0] for group in groups], ENGLISH)
            judgeable = self.judge.signals(self.store, self.mirror, question, vector, brought)
        return Looked(groups, signals, scores, time_fit, places, judgeable)

    def _judged(self, looked: Looked) -> tuple[Floats, float]:
        """Scores of all passages, and how likely memory holds an answer. Without a question's vector the first look is all there is."""
        signals, scores, time_fit = looked.signals, looked.scores, looked.time_fit
        if looked.judgeable is not None:
            judged, answerable = self.judge.judged(looked.judgeable)
            scores = np.full(len(scores), -np.inf, np.float32)
            scores[looked.places] = judged
            return scores + _bonus(time_fit, LEARNED_TIME_BONUS), answerable
        if time_fit is not None:
            scores = scores + _bonus(time_fit, TIME_BONUS)
        elif looked.groups:
            scores = np.where(signals.words > 0, scores, -np.inf).astype(np.float32)
        return scores, self._answerable(signals, scores, looked.groups)

    def understood(self, asked: Asked, *, now: datetime, zone: str) -> Understood:
        """What was read out of the words; a filter that was given outright stands."""
        if asked.as_you_type or "everything" in asked.ignore:
            return Understood(asked.said, asked.filters)
        self.mirror.refresh(self.store)
        known = narrowing.known(self.mirror, self.tokenizer.terms, self._where, self._stop)
        read = understand(asked.said, now=now, zone=zone, known=known, remembered=self._remembered, ignore=asked.ignore)
        given = asked.filters
        if given.since is not None or given.until is not None:
            return Understood(read.words or asked.said, given, "", read.facets)
        return replace(read, filters=replace(given, since=read.filters.since, until=read.filters.until))

    def _remembered(self, words: str, here: Here) -> Event | None:
        """The remembered event of these words; by words alone, so that no likeness of meaning makes one up."""
        asked = Asked(words, Filters(), limit=8, meaning=False, ignore=frozenset({"everything"}))
        hits = self.search(asked, now=here.now, zone=here.zone.key).hits
        return events.remembered(hits, self.content_terms, words, here)

    def _where(self, term: str) -> rank.Postings:
        """Where a term of the index stands."""
        return self._postings([[term]])[0]

    def passages_with(self, asked: Asked) -> list[int]:
        """Ids of all passages that hold every sought word: what "forget what matches" means."""
        self.mirror.refresh(self.store)
        groups = self._terms(asked.said, as_you_type=False)
        if not groups or not len(self.mirror.ids):
            return []
        tf = rank.frequencies(self._postings(groups), len(self.mirror.ids))
        held = (tf > 0).all(axis=0) & self._allowed(asked.filters)
        return [int(one) for one in self.mirror.ids[held]]

    def whole_text(self, hit: Hit) -> str:
        """All the text of a hit's moment, its passages apart by an empty line."""
        row_id, _ = frames.moment_by_id(self.store, hit.id)
        return "\n\n".join(text for _, text, _ in passages.lines_of(self.store, row_id))

    def content_terms(self, text: str) -> list[str]:
        """The terms of a text that say something; all of them where none does."""
        terms = list(dict.fromkeys(self.tokenizer.terms(text)))
        return [term for term in terms if term not in self._stop] or terms

    def _says_anything(self, words: str) -> bool:
        return any(term not in self._stop and term not in IDLE for term in self.tokenizer.terms(words))

    def _terms(self, words: str, *, as_you_type: bool) -> list[list[str]]:
        """Groups of terms of the index, a group for each sought word; the last is open-ended as it is typed."""
        groups = [[term] for term in self.content_terms(words)[:MOST_TERMS]]
        if as_you_type and groups and words[-1:].isalnum():
            last = words.rsplit(maxsplit=1)[-1].casefold()
            found = index.terms_with_prefix(self.store, last, MOST_PREFIX_TERMS)
            groups[-1] = list(dict.fromkeys([*groups[-1], *found]))
        return groups

    def _postings(self, groups: list[list[str]]) -> list[rank.Postings]:
        out = []
        for group in groups:
            found = [index.postings(self.store, term) for term in group]
            places = self.mirror.places(np.concatenate([ids for ids, _ in found]))
            columns = np.concatenate([columns for _, columns in found])
            out.append(rank.Postings(places[places >= 0], columns[places >= 0]))
        return out

    def _signals(
        self, groups: list[list[str]], vector: Floats | None, allowed: rank.Bools
    ) -> tuple[rank.Signals, Floats, Floats]:
        """The signals of all passages, and the frequencies and weights of the sought terms."""
        mirror, count = self.mirror, len(self.mirror.ids)
        tf = rank.frequencies(self._postings(groups), count)
        words, idf = rank.bm25(tf, mirror.words, allowed)
        beside = mirror.around.summed(tf)
        words_around, idf_around = rank.bm25(beside, mirror.around.summed(mirror.words), allowed)
        if vector is None:
            meaning = meaning_around = np.zeros(count, np.float32)
        else:
            meaning = (mirror.vectors @ vector).astype(np.float32)
            meaning_around = (mirror.around.summed(meaning) / np.maximum(self._norms_around(), 1e-6)).astype(np.float32)
        words, words_around = rank.share(words, idf), rank.share(words_around, idf_around)
        found = rank.Signals(words, words_around, meaning, meaning_around, rank.cover(beside, idf))
        return found, tf, idf

    def _norms_around(self) -> Floats:
        """Lengths of the sums of each vector with those beside it."""
        mirror = self.mirror
        if mirror.around_norms is None:
            mirror.around_norms = np.linalg.norm(mirror.around.summed(mirror.vectors.T), axis=0).astype(np.float32)
        return mirror.around_norms

    def _vector(self, text: str, asked: Asked) -> Floats | None:
        if not asked.meaning or self.embedder is None or not text.strip() or not self.mirror.has_vector.any():
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

    def _allowed(self, filters: Filters) -> rank.Bools:
        mirror = self.mirror
        allowed: rank.Bools = np.ones(len(mirror.ids), np.bool_)
        for column, codes, wanted in (
            (0, mirror.apps, filters.app),
            (2, mirror.threads, filters.thread),
            (3, mirror.sources, filters.source),
            (4, mirror.kinds, filters.kind),
        ):
            if wanted is not None:
                allowed &= mirror.columns[:, column] == codes.find(wanted)
        if filters.site is not None:
            allowed &= np.isin(mirror.columns[:, 1], mirror.sites.matching(filters.site))
        if filters.since is not None or filters.until is not None:
            allowed &= self._seen_in(filters)
        return allowed

    def _time_fit(self, understood: Understood, given: Filters) -> Floats | None:
        """How well passages fit the time that the words named; None when they named none."""
        meant = understood.filters
        if meant == given:
            return None
        wider = replace(meant, since=_moved(meant.since, -NEARLY), until=_moved(meant.until, NEARLY))
        fit: Floats = (np.float32(0.5) * self._seen_in(meant) + np.float32(0.5) * self._seen_in(wider)).astype(
            np.float32
        )
        return fit

    def _seen_in(self, filters: Filters) -> rank.Bools:
        since = None if filters.since is None else to_us(filters.since)
        until = None if filters.until is None else to_us(filters.until)
        places = self.mirror.places(index.passages_between(self.store, since, until))
        out = np.zeros(len(self.mirror.ids), np.bool_)
        out[places[places >= 0]] = True
        return out

    def _newest_first(self, allowed: rank.Bools) -> Floats:
        first = self.mirror.first_us.astype(np.float64)
        newest_first: Floats = ((first - first[allowed].min()) / 1e12).astype(np.float32)
        return newest_first

    def _is_sought(self, groups: list[list[str]]) -> Callable[[str], bool]:
        sought = {term for group in groups for term in group}
        known: dict[str, bool] = {}

        def is_sought(word: str) -> bool:
            if word not in known:
                known[word] = any(term in sought for term in self.tokenizer.terms(word))
            return known[word]

        return is_sought

    def _hits(
        self,
        asked: Asked,
        understood: Understood,
        groups: list[list[str]],
        signals: rank.Signals,
        scores: Floats,
        inside: rank.Bools | None,
    ) -> tuple[Hit, ...]:
        is_sought = self._is_sought(groups)
        shown: list[_Shown] = []
        for place in rank.best(scores, asked.limit * 4 + 20):
            if signals.words_around[place] <= 0 and signals.meaning[place] < LEAST_MEANING and groups:
                continue
            within = understood.filters if inside is not None and inside[place] else asked.filters
            seen = sightings.visible(self.store, int(self.mirror.ids[place]), within)
            if seen is None or any(seen.moment.id == one.seen.moment.id for one in shown):
                continue
            if not narrowing.says(understood.facets, seen.text, seen.moment):
                continue
            _show(shown, seen, int(place), asked.limit)
        return tuple(self._hit(one, is_sought, signals, scores, inside, understood) for one in shown)

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
            reasons=_reasons(seen.text, found, signals, one.place, inside, understood) + narrowing.reasons(understood, seen.moment),
            seen_times=seen.times, seen_until=seen.until,
        )  # fmt: skip

    @staticmethod
    def _boxes(lines: Sequence[Any], is_sought: Callable[[str], bool]) -> tuple[Box, ...]:
        return snippets.boxes(lines, is_sought)

    def _answerable(self, signals: rank.Signals, scores: Floats, groups: list[list[str]]) -> float:
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


@dataclass(slots=True)
class _Shown:
    """A view that will be a hit: the passage at `place` of the mirror, ranked by the one at `ranked`."""

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


def _bonus(time_fit: Floats | None, worth: float) -> Floats:
    """What lies in the time that was named gets on top."""
    return np.zeros(1, np.float32) if time_fit is None else time_fit * np.float32(worth)


def _moved(time: datetime | None, by: timedelta) -> datetime | None:
    """A bound of a time, moved; the first and last that can be written stay."""
    try:
        return None if time is None else time + by
    except OverflowError:
        return time


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
