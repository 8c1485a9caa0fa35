"""From a question to ranked evidence, each hit with its reasons. Reads the store through its index; writes nothing."""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import numpy as np

from app.recall import (
    events,
    features,
    hits,
    learned,
    narrowing,
    nearly,
    personal,
    preferences,
    rank,
    rereading,
    snippets,
)
from app.recall.candidates import Candidates, Sources, Wanted, gather
from app.recall.hits import Ranked
from app.recall.honest import newest_above
from app.recall.judging import POOL, Brought, Judge
from app.recall.listing import listed
from app.recall.meaning import Meaning, Meanings, QueryEmbedder, nothing
from app.recall.mirror import Mirror
from app.recall.postings import Reader, Sought
from app.recall.query import understand
from app.recall.stopwords import ENGLISH
from app.recall.timewords import Here
from app.records import Event, Filters, Hit, SearchResult, Understood
from app.store import frames, index, passages
from app.store.db import Store, to_us
from app.store.index import Tokenizer
from models.weights import common_words

log = logging.getLogger(__name__)
Floats = np.ndarray[Any, np.dtype[np.float32]]
MOST_TERMS = 24
MOST_PARTS = 4
# How long somebody who types waits for the vectors of a memory just opened, at each letter.
PATIENCE_S = 0.1
# Sightings of a time that are looked at one by one; a time with more holds so much that its exact edges are left to its hits.
MOST_SEEN = 300_000
# What a time that was read out of the words is worth: enough to come before what lies outside it, not to hide that.
TIME_BONUS = 2.0
# The same among candidates that the learned weights judged.
LEARNED_TIME_BONUS = 20.0
# "Late in the evening" is often remembered, or read, wrongly: what lies this near to the time that was named gets half.
NEARLY = timedelta(hours=12)
# Beside stop words, words that ask for all that a time held: as terms of the index.
IDLE = frozenset(
    ("done", "work", "see", "seen", "saw", "look", "happen", "everyth", "anyth", "someth", "thing", "show")
)


class Reranker(Protocol):
    """Reads a question and texts together: `scores (n,) float32`, one a text, on a scale of its own; `ready` as of the embedder,
    `available` says whether one is set and not known to fail."""

    def available(self) -> bool: ...
    def ready(self) -> bool: ...
    def warm(self) -> None: ...
    def scores(self, question: str, texts: Sequence[str]) -> Floats: ...


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
    """What the first look at a question found: candidates, their signals and scores `(c,)`, `time_fit` from 1 inside the time that was
    named to 0, None where none was, and what the named places and people add. `judgeable` are the signals of the candidates that `chosen`
    counts up, best first; None without the question's vector."""

    sought: list[Sought]
    found: Candidates
    signals: rank.Signals
    scores: Floats
    time_fit: Floats | None
    named: Floats
    chosen: rank.Ints
    judgeable: features.Columns | None

    @property
    def inside(self) -> rank.Bools | None:
        """What lies in the time that was named."""
        return None if self.time_fit is None else self.time_fit == 1


class Searcher:
    """What searches share: the mirror of the index, the tokenizer, the vectors of recent questions. Belongs to one thread."""

    def __init__(
        self,
        store: Store,
        embedder: QueryEmbedder | None,
        failures: tuple[type[Exception], ...],
        reranker: Reranker | None = None,
    ) -> None:
        self.store = store
        index.hold_more(store)
        self.embedder = embedder
        self.reranker = reranker
        self.failures = failures
        self.tokenizer = Tokenizer()
        self.mirror = Mirror(embedder.model_id if embedder else "", embedder.dim if embedder else 1)
        self.judge = Judge(learned.shipped())
        self._sources = Sources(store, self.mirror, Reader())
        self._narrow = narrowing.Memory(store, self.mirror, self._words)
        self._vocabulary = nearly.Vocabulary()
        self._variants = nearly.Variants(store, self.tokenizer)
        self._recent = personal.Recent()
        # What was seen in the time that was asked for last: the next letter that is typed asks for the same.
        self._seen: rank.Bools = np.zeros(0, np.bool_)
        self._seen_of: tuple[int | None, ...] | None = None
        self._meanings = Meanings(embedder, failures)
        self._stop = frozenset(term for word in ENGLISH for term in self.tokenizer.terms(word))

    def close(self) -> None:
        self._meanings.close()
        self.tokenizer.close()

    def forget(self) -> None:
        """Let go of what recent questions were, what they meant and where their words stand."""
        self._meanings.forget()
        self._sources.reader.forget()
        self._sources.vectors.forget()
        self._vocabulary.forget()
        self._variants.forget()
        self.tokenizer.forget()
        self.judge.forget()
        self._recent.forget()

    def search(self, asked: Asked, *, now: datetime, zone: str) -> SearchResult:
        """Ranked evidence for a question."""
        rereads = self._rereads(asked)
        if rereads and self.reranker is not None:
            self.reranker.warm()  # comes up while the first look is taken
        understood = self.understood(asked, now=now, zone=zone)
        if understood.time_words and not self._says_anything(understood.words):
            return listed(self.store, asked.text, understood, limit=asked.limit)
        looked = self.look(asked, understood)
        if looked is None:
            return SearchResult(asked.text, understood, (), 0.0, meaning_used=False)
        self._learn()
        ranked, answerable = self._judged(looked)
        if rereads and looked.judgeable is not None:
            ranked = self._reread(asked, understood, ranked)
        found = newest_above(self._hits(asked, understood, looked, ranked))
        return SearchResult(asked.text, understood, found, answerable, looked.judgeable is not None)

    def look(self, asked: Asked, understood: Understood) -> Looked | None:
        """The first look: candidates, their signals and scores, and more of the best; None when there is nothing to look at."""
        self._refresh(asked)
        allowed = self._allowed(asked.filters)
        held = narrowing.kept(understood.facets, self._narrow)
        if held is not None:
            allowed &= held
        if not allowed.any():
            return None
        meaning = self._meaning(understood, asked)
        sought = self._terms(understood.words, as_you_type=asked.as_you_type)
        found = gather(self._sources, self._wanted(sought, meaning, allowed, understood, asked))
        vector = meaning()
        signals = rank.Signals(found.words, found.words_around, found.meaning, found.meaning_around, found.covered)
        scores = rank.combine(signals, found.on_screen, np.ones(len(found.ids), np.bool_))
        if not sought and vector is None:
            scores = ((found.first_seen - found.first_seen.min(initial=0)) / 1e6).astype(np.float32)
        time_fit = self._time_fit(found, understood, asked.filters)
        named = narrowing.bonus(understood.facets, self._narrow, found)
        chosen, judgeable = np.zeros(0, np.int64), None
        if vector is not None and len(found.ids):
            chosen = rank.best(scores + named + _bonus(time_fit, TIME_BONUS), max(POOL, 4 * asked.limit + 20))
            terms = [one.terms[0] if one.terms else one.raw[0] for one in sought]
            meant = asked.said if asked.as_you_type else self._respelt(asked.said)
            question = features.question(meant, terms, ENGLISH)
            judgeable = self.judge.signals(self._sources, question, vector, Brought(found, chosen, signals, scores))
        return Looked(sought, found, signals, scores, time_fit, named, chosen, judgeable)

    def _wanted(
        self, sought: list[Sought], meaning: Meaning, allowed: rank.Bools, understood: Understood, asked: Asked
    ) -> Wanted:
        inside = None if understood.filters == asked.filters else self._seen_in(understood.filters)
        also = narrowing.also(understood.facets, self._narrow)
        extra = narrowing.mentioned(understood.facets, self._narrow)
        return Wanted(sought, meaning, allowed, inside=inside, also=also, extra=extra)

    def _judged(self, looked: Looked) -> tuple[Ranked, float]:
        """The candidates with their last scores, and how likely memory holds an answer. Without a question's vector the first look is
        all there is."""
        scores, time_fit, has_words = looked.scores, looked.time_fit, bool(looked.sought)
        if looked.judgeable is not None:
            judged, answerable = self.judge.judged(looked.judgeable)
            scores = np.full(len(scores), -np.inf, np.float32)
            scores[looked.chosen] = judged
            scores = scores + _bonus(time_fit, LEARNED_TIME_BONUS)
            scores = scores + np.float32(LEARNED_TIME_BONUS / TIME_BONUS) * looked.named
            return Ranked(looked.found, looked.signals, scores, looked.inside, has_words), answerable
        if time_fit is not None:
            scores = scores + _bonus(time_fit, TIME_BONUS)
        elif has_words:
            scores = np.where(looked.signals.words > 0, scores, -np.inf).astype(np.float32)
        ranked = Ranked(looked.found, looked.signals, scores + looked.named, looked.inside, has_words)
        return ranked, hits.answerable_by_first_look(ranked)

    def _rereads(self, asked: Asked) -> bool:
        """Whether the best are read again: for whole questions only, never as one types, never where no model is to be asked."""
        return asked.meaning and not asked.as_you_type and self.reranker is not None and self.reranker.available()

    def _reread(self, asked: Asked, understood: Understood, ranked: Ranked) -> Ranked:
        """The best moved by what the cross-encoder says; as they are where it is not up for who does not wait, or fails."""
        assert self.reranker is not None
        if not asked.wait_for_meaning and not self.reranker.ready():
            return ranked
        best = rank.best(ranked.scores, rereading.MOST_READ)
        try:
            texts = rereading.texts(self.store, ranked.found, best)
            read = self.reranker.scores(understood.words or asked.said, texts)
        except self.failures as error:
            log.warning("the best were not read again: %s", getattr(error, "code", "failed"))
            return ranked
        return replace(ranked, scores=rereading.moved(ranked.scores, best, read))

    def _hits(self, asked: Asked, understood: Understood, looked: Looked, ranked: Ranked) -> tuple[Hit, ...]:
        shown = hits.views(self.store, ranked, understood, asked.filters, asked.limit)
        if looked.judgeable is not None:
            at = {int(place): nth for nth, place in enumerate(looked.chosen)}
            ids, places = [one.seen.moment.id for one in shown], [at[one.ranked] for one in shown]
            self._recent.put(asked.text, ids, looked.judgeable, places)
        is_sought = self._is_sought(looked.sought, [one.seen.text for one in shown])
        return tuple(hits.hit(one, ranked, is_sought, understood) for one in shown)

    def understood(self, asked: Asked, *, now: datetime, zone: str) -> Understood:
        """What was read out of the words; a filter that was given outright stands."""
        if asked.as_you_type or "everything" in asked.ignore:
            return Understood(asked.said, asked.filters)
        self._refresh(asked)
        known = narrowing.known(self._narrow, self._stop)
        read = understand(asked.said, now=now, zone=zone, known=known, remembered=self._remembered, ignore=asked.ignore)
        given = asked.filters
        if given.since is not None or given.until is not None:
            return Understood(read.words or asked.said, given, "", read.facets)
        return replace(read, filters=replace(given, since=read.filters.since, until=read.filters.until))

    def opened(self, query: str, hit_id: str) -> None:
        """The user opened a hit of a search that this searcher did: learn from it which signals to trust."""
        shown = self._recent.take(query)
        if shown is not None:
            before = preferences.learnt(self.store)
            after = personal.opened(before, self.judge.shipped.ranking, shown, hit_id)
            if after is not before:
                preferences.keep(self.store, after)

    def _learn(self) -> None:
        self.judge.learn(preferences.learnt(self.store))

    def _refresh(self, asked: Asked) -> None:
        patience_s = math.inf if asked.wait_for_meaning else PATIENCE_S
        self.mirror.refresh(self.store, patience_s=patience_s, meaning=asked.meaning)

    def _remembered(self, words: str, here: Here) -> Event | None:
        """The remembered event of these words; by words alone, so that no likeness of meaning makes one up."""
        asked = Asked(words, Filters(), limit=8, meaning=False, ignore=frozenset({"everything"}))
        found = self.search(asked, now=here.now, zone=here.zone.key).hits
        return events.remembered(found, self.content_terms, words, here)

    def passages_with(self, asked: Asked) -> list[int]:
        """Ids of all passages that hold every sought word: what "forget what matches" means."""
        self.mirror.refresh(self.store, meaning=False)
        words = [raw for raw, _ in self._content(asked.said)[:MOST_TERMS]]
        if not words:
            return []
        match = " AND ".join(index.matching([word]) for word in words)
        places = self.mirror.places(index.newest_matching(self.store, match, 0, narrowing.LAST_ID, narrowing.LAST_ID))
        places = places[places >= 0]
        return [int(one) for one in self.mirror.ids[places[self._allowed(asked.filters)[places]]]]

    def whole_text(self, hit: Hit) -> str:
        """All the text of a hit's moment, its passages apart by an empty line."""
        row_id, _ = frames.moment_by_id(self.store, hit.id)
        return "\n\n".join(text for _, text, _ in passages.lines_of(self.store, row_id))

    def _words(self, text: str) -> list[str]:
        """The words of a text without capitals and accents, as the index cuts them."""
        return [raw for raw, _ in self.tokenizer.pairs(text)]

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
            groups = nearly.slips(self.store, self._variants, groups)
        return nearly.with_parts(groups, nearly.parts(words)[:MOST_PARTS])

    def _respelt(self, words: str) -> str:
        return nearly.respelt(self.store, self.tokenizer, self._variants, common_words(), words)

    def _meaning(self, understood: Understood, asked: Asked) -> Meaning:
        """What the words mean, for who wants that: one unfinished word means nothing yet."""
        if not asked.meaning or not self.mirror.has_vectors():
            return nothing
        if asked.as_you_type:
            text = understood.words or asked.said
            half_typed = len(self._content(understood.words)) < 2
            return nothing if half_typed else self._meanings.of(text, wait=asked.wait_for_meaning)
        text = self._respelt(understood.words) or self._respelt(asked.said)
        return self._meanings.of(text, wait=asked.wait_for_meaning)

    def prepare(self, texts: Sequence[str], *, keep: int) -> None:
        """Embed many questions at once, for the next `keep` searches. Does nothing when the embedder fails: words still answer."""
        self._meanings.prepare([self._respelt(text) for text in texts], keep=keep)

    def _allowed(self, filters: Filters) -> rank.Bools:
        allowed = self.mirror.allowed(filters)
        if filters.since is not None or filters.until is not None:
            allowed &= self._seen_in(filters)
        if filters.author:
            words = self._narrow.words(filters.author)
            held = self._narrow.mask(index.matching_in("who", words), narrowing.MOST_BY_PERSON) if words else False
            allowed &= held
        return allowed

    def _time_fit(self, found: Candidates, understood: Understood, given: Filters) -> Floats | None:
        """How well candidates fit the time that the words named; None when they named none."""
        meant = understood.filters
        if meant == given:
            return None
        wider = replace(meant, since=_moved(meant.since, -NEARLY), until=_moved(meant.until, NEARLY))
        fit = np.zeros(len(found.ids), np.float32)
        for one in (meant, wider):
            seen = index.seen_between(self.store, _us(one.since), _us(one.until), found.ids.tolist())
            fit += np.float32(0.5) * np.isin(found.ids, seen)
        return fit

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

    def _is_sought(self, groups: list[Sought], texts: Sequence[str]) -> Callable[[str], bool]:
        """Tells of each word of some texts whether it is sought."""
        cut = self.tokenizer.terms_of(word for text in texts for word in snippets.WORD.findall(text))
        terms = {term for group in groups for term in (*group.terms, *group.near)}
        sought = {word for word, held in cut.items() if not terms.isdisjoint(held)}
        sought |= {word for group in groups if group.part for word in cut if group.has_part(word)}
        return sought.__contains__


def _bonus(time_fit: Floats | None, worth: float) -> Floats:
    """What lies in the time that was named gets on top."""
    return np.zeros(1, np.float32) if time_fit is None else time_fit * np.float32(worth)


def _us(time: datetime | None) -> int | None:
    return None if time is None else to_us(time)


def _moved(time: datetime | None, by: timedelta) -> datetime | None:
    """A bound of a time, moved; the first and last that can be written stay."""
    try:
        return None if time is None else time + by
    except OverflowError:
        return time
