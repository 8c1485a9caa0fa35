"""Which passages are worth ranking for a question, some hundreds of any number, and what speaks for each. Weighs nothing against anything.

Words come from the words' index, meaning from the signs of all vectors and then from the vectors of the nearest, and what stands
beside the best comes along. The numbers of a candidate are those of the whole memory: what is left out is only who is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.recall import rank
from app.recall.meaning import Meaning
from app.recall.mirror import FARTHEST, Mirror
from app.recall.nearby import Vectors
from app.recall.postings import Postings, Reader, Sought, weights_in_texts
from app.store.db import Store

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float32]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]

# How many of the best by words are looked at with what stands beside them, and how many of these go on, by each of the two.
WORDS_POOL, BY_WORDS = 500, 80
# How many of the nearest by signs are compared exactly, and how many of these go on.
SIGNS_POOL, BY_MEANING = 400, 100
SEEDS = 12  # the best of each kind, beside which is looked
BY_TIME = 200
# Passages by which an average over more than that is taken, and those by which is judged how much wider a common word is spread
# with what stands beside it.
SAMPLE, TERM_SAMPLE = 1_024, 128


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages worth ranking and what speaks for each; `c` of them for a question of `t` sought words."""

    places: Ints  # (c,) in the mirror, ascending
    ids: Ints  # (c,) passage ids
    tf: Floats  # (t, c) how often each word stands in the passage, weighted by column
    tf_around: Floats  # (t, c) the same with all that stands beside it
    idf: Floats  # (t,) how rare each word is among the passages allowed
    idf_around: Floats  # (t,) how rare among the passages with what stands beside each
    words: Floats  # (c,) BM25 as its share, 0 to 1, of the most that it could be
    words_around: Floats  # (c,) the same of the passage with all that stands beside it
    covered: Floats  # (c,) the share of the question's weight whose words stand in the passage or beside it
    meaning: Floats  # (c,) cosine with the question; 0 without a vector
    meaning_around: Floats  # (c,) cosine of the question with the sum of the vectors of all that stands beside it
    lengths: Floats  # (c,) words of the passage, up to 255
    lengths_around: Floats  # (c,) the same with all that stands beside it
    on_screen: Bools  # (c,) whether it stood on a screen
    first_seen: Ints  # (c,) seconds since 2000


@dataclass(frozen=True, slots=True)
class Sources:
    """Where candidates come from."""

    store: Store
    mirror: Mirror
    reader: Reader
    vectors: Vectors = field(default_factory=Vectors)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What candidates are gathered for. `meaning` waits for the question's vector. `allowed` `(count,)` marks places that may be
    found at all, `inside` those of a time that was named, which are looked at too though others fit better, and so are those of each of
    `also` (an app, a person that was named); `extra` are places that come along in any case."""

    sought: Sequence[Sought]
    meaning: Meaning
    allowed: Bools
    inside: Bools | None = None
    also: Sequence[Bools] = ()
    extra: Ints | None = None


def gather(sources: Sources, wanted: Wanted) -> Candidates:
    """The candidates of a question. Without words and vector these are the newest passages."""
    mirror, allowed = sources.mirror, wanted.allowed
    held = np.flatnonzero(allowed)
    lists = [np.zeros(0, np.int64)]
    postings = sources.reader.read(sources.store, mirror, wanted.sought, allowed)
    statistics = _statistics(sources, postings, allowed, held)
    if postings:
        lists += _by_words(sources, wanted, postings, statistics)
    vector = wanted.meaning()
    if vector is not None:
        lists += _by_meaning(sources, wanted, vector)
    if not postings and vector is None:
        lists.append(_newest(mirror, held))
    if wanted.inside is not None:
        lists.append(_newest(mirror, np.flatnonzero(allowed & wanted.inside)))
    if wanted.extra is not None:
        lists.append(wanted.extra[allowed[wanted.extra]])
    return _measured(sources, wanted, np.unique(np.concatenate(lists)), postings, statistics)


@dataclass(frozen=True, slots=True)
class _Statistics:
    """What BM25 needs to know of all passages allowed: how rare the words are, how long a passage is; also with what stands beside."""

    idf: Floats
    idf_around: Floats
    length: float
    length_around: float


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Some passages with all that stands beside them: `places` of all, and for each passage its own index and its range in them."""

    places: Ints
    own: Ints
    first: Ints
    after: Ints

    def summed(self, values: Floats) -> Floats:
        """`(..., places)` to `(..., passages)`: each with what stands beside it."""
        ends = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
        np.cumsum(values, axis=-1, out=ends[..., 1:])
        out: Floats = (ends[..., self.after] - ends[..., self.first]).astype(np.float32)
        return out


def _surroundings(mirror: Mirror, places: Ints) -> _Surroundings:
    first, after = mirror.beside(places)
    positions = np.unique(_ranges(first, after))
    around = mirror.order[positions].astype(np.int64)
    by_place = np.argsort(around)
    own = by_place[np.searchsorted(around, places, sorter=by_place)] if len(places) else np.zeros(0, np.int64)
    return _Surroundings(around, own, np.searchsorted(positions, first), np.searchsorted(positions, after))


def _ranges(first: Ints, after: Ints) -> Ints:
    """All whole numbers from each first to before each after, one range behind the other."""
    counts = after - first
    starts = np.repeat(first - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) if len(counts) else counts
    out: Ints = starts + np.arange(len(starts))
    return out


def _statistics(sources: Sources, postings: Sequence[Postings], allowed: Bools, held: Ints) -> _Statistics:
    mirror, total = sources.mirror, len(held)
    counts = np.array([allowed[one.places].sum() / one.share for one in postings])
    some = [one.places[:: len(one.places) // TERM_SAMPLE if len(one.places) > SAMPLE else 1] for one in postings]
    first, after = mirror.beside(np.concatenate([*some, np.zeros(0, np.int64)]))
    bounds = np.cumsum([0, *(len(one) for one in some)])
    wider = np.zeros(len(postings))
    for nth, one in enumerate(postings):
        part = slice(bounds[nth], bounds[nth + 1])
        touched = mirror.order[np.unique(_ranges(first[part], after[part]))]
        wider[nth] = allowed[touched].sum() * (len(one.places) / max(len(some[nth]), 1)) / one.share
    some_held = held[:: max(1, total // SAMPLE)]
    means = sources.reader.means.get(some_held.tobytes()) or _mean_lengths(mirror, some_held)
    sources.reader.keep_means(some_held.tobytes(), means)
    return _Statistics(
        rank.idf(np.minimum(counts, total), total), rank.idf(np.minimum(wider, total), total), means[0], means[1]
    )


def _mean_lengths(mirror: Mirror, sample: Ints) -> tuple[float, float]:
    """How many words passages have, alone and with what stands beside them; at least one."""
    if not len(sample):
        return 1.0, 1.0
    beside = _surroundings(mirror, sample)
    lengths = mirror.lengths(beside.places)
    return max(float(lengths[beside.own].mean()), 1.0), max(float(beside.summed(lengths).mean()), 1.0)


def _by_words(sources: Sources, wanted: Wanted, postings: Sequence[Postings], statistics: _Statistics) -> list[Ints]:
    """The best by words, alone and with what stands beside them."""
    mirror = sources.mirror
    score = np.zeros(len(wanted.allowed), np.float32)
    for one, idf in zip(postings, statistics.idf, strict=True):
        lengths = mirror.lengths(one.places)
        score[one.places] += rank.weighed(one.weights[None, :], lengths, np.array([idf]), statistics.length)
    pool = np.unique(np.concatenate([_top(score, allowed, WORDS_POOL) for allowed in _allowed_sets(wanted)]))
    if len(pool) <= BY_WORDS:
        best = pool
    else:
        best = pool[np.argsort(-score[pool], kind="stable")[:BY_WORDS]]
    pool = _with_beside(mirror, pool, best[np.argsort(-score[best], kind="stable")[:SEEDS]], wanted.allowed)
    around = _surroundings(mirror, pool)
    tf = np.stack([one.weights_at(around.places) for one in postings])
    lengths = around.summed(mirror.lengths(around.places))
    wider = rank.weighed(around.summed(tf), lengths, statistics.idf_around, statistics.length_around)
    return [best, pool[np.argsort(-wider, kind="stable")[:BY_WORDS]]]


def _allowed_sets(wanted: Wanted) -> list[Bools]:
    also = [*wanted.also] if wanted.inside is None else [wanted.inside, *wanted.also]
    return [wanted.allowed, *(wanted.allowed & one for one in also)]


def _top(score: Floats, allowed: Bools, count: int) -> Ints:
    """Places with the highest scores above nothing."""
    found = np.flatnonzero((score > 0) & allowed)
    if len(found) <= count:
        return found
    return found[np.argpartition(-score[found], count - 1)[:count]]


def _by_meaning(sources: Sources, wanted: Wanted, vector: Floats) -> list[Ints]:
    """The nearest: by signs, of these by their vectors, and what stands beside the nearest of all."""
    mirror = sources.mirror
    distances = mirror.distances(vector)
    out = []
    for allowed in _allowed_sets(wanted):
        pool = _nearest(np.where(allowed, distances, np.uint16(FARTHEST)), SIGNS_POOL)
        cosines = vectors_at(sources, pool) @ vector
        nearest = pool[np.argsort(-cosines, kind="stable")[:BY_MEANING]]
        out.append(_with_beside(mirror, nearest, nearest[:SEEDS], allowed))
    return out


def _nearest(distances: np.ndarray[Any, np.dtype[np.uint16]], count: int) -> Ints:
    """Places of the smallest distances, about so many; of equally far ones the newest."""
    tally = np.bincount(distances, minlength=FARTHEST + 1)[:FARTHEST]
    limit = int(np.searchsorted(np.cumsum(tally), count))
    nearer = np.flatnonzero(distances < min(limit, FARTHEST))
    level = np.flatnonzero(distances == limit) if limit < FARTHEST else np.zeros(0, np.int64)
    return np.concatenate([nearer, level[len(level) - max(0, min(count - len(nearer), len(level))) :]])


def _newest(mirror: Mirror, places: Ints) -> Ints:
    if len(places) <= BY_TIME:
        return places
    return places[np.argpartition(-mirror.seconds()[places], BY_TIME - 1)[:BY_TIME]]


def _with_beside(mirror: Mirror, places: Ints, seeds: Ints, allowed: Bools) -> Ints:
    """Places together with what stands beside some of them, as far as it is allowed."""
    first, after = mirror.beside(seeds)
    beside = mirror.order[_ranges(first, after)].astype(np.int64)
    return np.unique(np.concatenate([places, beside[allowed[beside]]]))


def _measured(
    sources: Sources, wanted: Wanted, places: Ints, postings: Sequence[Postings], statistics: _Statistics
) -> Candidates:
    """Everything that speaks for some passages, exactly."""
    mirror = sources.mirror
    around = _surroundings(mirror, places)
    tf = _frequencies(sources, wanted.sought, postings, around.places)
    own, beside = tf[:, around.own], around.summed(tf)
    lengths = mirror.lengths(around.places)
    lengths_around = around.summed(lengths)
    words = rank.weighed(own, lengths[around.own], statistics.idf, statistics.length)
    wider = rank.weighed(beside, lengths_around, statistics.idf_around, statistics.length_around)
    meaning, meaning_around = _cosines(sources, wanted.meaning(), around)
    return Candidates(
        places=places,
        ids=mirror.ids[places].astype(np.int64),
        tf=own,
        tf_around=beside,
        idf=statistics.idf,
        idf_around=statistics.idf_around,
        words=rank.share(words, statistics.idf),
        words_around=rank.share(wider, statistics.idf_around),
        covered=rank.cover(beside, statistics.idf),
        meaning=meaning,
        meaning_around=meaning_around,
        lengths=lengths[around.own],
        lengths_around=lengths_around,
        on_screen=mirror.on_screen(places),
        first_seen=mirror.seconds()[places].astype(np.int64),
    )


def _frequencies(sources: Sources, sought: Sequence[Sought], postings: Sequence[Postings], places: Ints) -> Floats:
    """Weighted term frequencies `(t, places)`; those of common words from the texts."""
    out = np.zeros((len(postings), len(places)), np.float32)
    common = [nth for nth, one in enumerate(postings) if not one.whole]
    for nth, one in enumerate(postings):
        if one.whole:
            out[nth] = one.weights_at(places)
    if common:
        ids = sources.mirror.ids[places].astype(np.int64)
        out[common] = weights_in_texts(sources.store, [sought[nth] for nth in common], ids)
    return out


def _cosines(sources: Sources, vector: Floats | None, around: _Surroundings) -> tuple[Floats, Floats]:
    """Cosines of a vector with each passage, and with the sum of all that stands beside it."""
    count = len(around.own)
    if vector is None or not count:
        return np.zeros(count, np.float32), np.zeros(count, np.float32)
    vectors = np.concatenate([vectors_at(sources, around.places), np.zeros((1, len(vector)), np.float32)])
    cosines = (vectors @ vector).astype(np.float32)
    # Sums of ranges, in the order in which they begin: each pair of ends gives a sum, and one between two ranges that is left out.
    sorted_ = np.argsort(around.first, kind="stable")
    ends = np.stack([around.first[sorted_], around.after[sorted_]], axis=1).ravel()
    sums = np.empty((count, len(vector)), np.float32)
    sums[sorted_] = np.add.reduceat(vectors, ends, axis=0)[::2]
    wider = (sums @ vector) / np.maximum(np.linalg.norm(sums, axis=1), 1e-6)
    return cosines[around.own], wider.astype(np.float32)


def vectors_at(sources: Sources, places: Ints) -> Floats:
    """The vectors of some passages `(places, dim)`; zeros, which are near to nothing, where one has none."""
    return sources.vectors.at(sources.store, sources.mirror, places)
