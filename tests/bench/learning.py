"""Fitting the weights of ranking and of `answerable`, and how well they do. Arrays in, numbers out; no memory, no models."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from app.recall.features import Columns
from app.recall.learned import Linear
from app.recall.rank import Bools, Floats, Ints

MOST_TIMES = 120
# Where the data say little, the score of the first look is what is left.
FREE = ("first", "screen first")
FIRST_NEGATIVES, OTHER_NEGATIVES, MOST_POSITIVES = 50, 20, 20


@dataclass(frozen=True, slots=True)
class Row:
    """One question: signals of its candidates, the moments that they would show, which of these are evidence.

    `each` says whether every piece of evidence is wanted (messages) or any one (screens, which show the same for hours). `fold` names the
    part of the data that is left out together; `gold` holds all evidence, brought up or not. `time_fit` is 1 for what lies in the
    time that was named, less for what lies near it, None where none was.
    """

    question: str
    fold: str
    category: str
    answerable: bool
    each: bool
    gold: frozenset[str]
    moments: tuple[str, ...]
    signals: Columns
    time_fit: Floats | None

    @property
    def good(self) -> Bools:
        return np.array([one in self.gold for one in self.moments], np.bool_)


def matrix(row: Row, names: Sequence[str]) -> Floats:
    return np.stack([row.signals[name] for name in names], axis=1)


def _looked_at(row: Row, rng: np.random.Generator) -> Ints:
    """Candidates that are learnt from: the evidence, the first that are none, a few further ones."""
    count = len(row.moments)
    good = np.flatnonzero(row.good)[:MOST_POSITIVES]
    if row.time_fit is not None and row.time_fit[good].any():
        # The time that was named decides between these and the rest, not the weights.
        return np.flatnonzero(row.time_fit == row.time_fit[good].max())
    further = rng.integers(0, count, OTHER_NEGATIVES)
    return np.unique(np.concatenate([np.arange(min(FIRST_NEGATIVES, count)), good, further]))


def fit_ranking(
    rows: Sequence[Row], weights: Sequence[float], names: Sequence[str], *, strictness: float, on_screen: float
) -> Linear:
    """Weights under which evidence stands above the other candidates of its question: a softmax over each list, bounded by an L2 term."""
    rng = np.random.default_rng(0)
    lists, goods, each, counts = [], [], [], []
    for row, weight in zip(rows, weights, strict=True):
        good = row.good
        if not good.any() or good.all() or not row.answerable:
            continue
        kept = _looked_at(row, rng)
        lists.append(matrix(row, names)[kept].astype(np.float64))
        goods.append(good[kept].astype(np.float64))
        each.append(row.each)
        counts.append(weight)
    held, good = np.concatenate(lists), np.concatenate(goods)
    middle, spread = held.mean(axis=0), held.std(axis=0) + 1e-6
    loss = Listwise((held - middle) / spread, good, [len(one) for one in lists], np.array(each), np.array(counts))
    bounds = np.array([on_screen if name.startswith("screen") else strictness for name in names])
    bounds[[name in FREE for name in names]] = 0.1
    found = minimize(
        lambda w: loss(w, bounds),
        np.zeros(len(names)),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": MOST_TIMES},
    ).x
    scaled = found / spread
    return Linear(dict(zip(names, scaled.tolist(), strict=True)), -float(middle @ scaled))


class Listwise:
    """The loss and its slope. Lists that want each evidence add a term for every one, against what is none; others one for any."""

    def __init__(self, held: Floats, good: Floats, sizes: Sequence[int], each: Bools, counts: Floats) -> None:
        self.held, self.good, self.counts, self.each = held, good, counts, each
        self.starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self.list_of = np.repeat(np.arange(len(sizes)), sizes)
        self.goods = np.bincount(self.list_of, good)

    def __call__(self, w: Floats, bounds: Floats) -> tuple[float, Floats]:
        of, good = self.list_of, self.good
        score = self.held @ w
        e = np.exp(score - np.maximum.reduceat(score, self.starts)[of])
        bad = np.bincount(of, e * (1 - good))
        # Each: the share of one piece of evidence beside what is none.
        share = e / (bad[of] + e)
        weight = good / np.sqrt(self.goods[of]) * (self.counts * self.each)[of]
        loss = -(weight * np.log(np.maximum(share, 1e-12))).sum()
        slope = -weight * (1 - share) + e * (1 - good) * np.bincount(of, weight / (bad[of] + e))[of]
        # Any: the share of all evidence together.
        together, whole = np.bincount(of, e * good), np.bincount(of, e)
        any_weight = self.counts * ~self.each
        loss -= (any_weight * np.log(np.maximum(together / whole, 1e-12))).sum()
        slope += (e / whole[of] - e * good / np.maximum(together, 1e-30)[of]) * any_weight[of]
        count = len(self.starts)
        return float(loss + bounds @ (w * w)) / count, (self.held.T @ slope + 2 * bounds * w) / count


def fit_answerable(signals: Sequence[Columns], answerable: Bools, weights: Floats, *, strictness: float) -> Linear:
    """A logistic of the best candidates' signals."""
    names = list(signals[0])
    held = np.array([[float(one[name][0]) for name in names] for one in signals])
    middle, spread = held.mean(axis=0), held.std(axis=0) + 1e-6
    found = LogisticRegression(C=1 / strictness, max_iter=2000).fit((held - middle) / spread, answerable, weights)
    scaled = found.coef_[0] / spread
    return Linear(dict(zip(names, scaled.tolist(), strict=True)), float(found.intercept_[0] - middle @ scaled))


def ranked(row: Row, scores: Floats, time_bonus: float) -> list[str]:
    """Moments in the order in which they would be shown, each once."""
    if row.time_fit is not None:
        scores = scores + time_bonus * row.time_fit
    order = np.argsort(-scores, kind="stable")
    return list(dict.fromkeys(row.moments[int(place)] for place in order if row.moments[int(place)]))


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares from 0 to 1: of evidence among the first 5 and 10, nDCG@10, of questions with evidence first and among the first 5."""

    recall_5: float
    recall_10: float
    ndcg_10: float
    first: float
    in_five: float
    count: int

    def __str__(self) -> str:
        values = (self.recall_5, self.recall_10, self.ndcg_10, self.first, self.in_five)
        return " ".join(f"{100 * one:6.1f}" for one in values) + f"  n={self.count}"


def quality(rows: Sequence[Row], orders: Sequence[list[str]]) -> Quality:
    """Means over the questions that have evidence and can be answered."""
    found = []
    for row, order in zip(rows, orders, strict=True):
        if not row.gold or not row.answerable:
            continue
        gain = sum(1 / math.log2(place + 2) for place, one in enumerate(order[:10]) if one in row.gold)
        best = sum(1 / math.log2(place + 2) for place in range(min(10, len(row.gold))))
        five, ten = len(row.gold.intersection(order[:5])), len(row.gold.intersection(order[:10]))
        all_ = len(row.gold)
        found.append((five / all_, ten / all_, gain / best, order[:1] != [] and order[0] in row.gold, five > 0))
    means = np.array(found, float).mean(axis=0).tolist()
    return Quality(*means, count=len(found))


def auroc(likely: Floats, answerable: Bools) -> float:
    """How often an answerable question is held likelier than one that is not; half for equals."""
    yes, no = likely[answerable], likely[~answerable]
    return float((yes[:, None] > no).mean() + 0.5 * (yes[:, None] == no).mean())
