"""What the user opens trains the weights further: each signal may come to count up to twice or half as much as it shipped.

A result that was opened should have stood above those before it that were passed over (Joachims, "Optimizing search engines using
clickthrough data", 2002). Only a factor for each signal is kept, of all openings together: nothing of what was sought or seen. Pure.
"""

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.recall.features import Columns
from app.recall.learned import Linear, Model

# Faster learnt more from the chance of a few openings than from habits, see tests/bench/personal.py.
RATE = 0.02
MOST = math.log(2)
# Somebody who looks further down than this has passed over everything, whatever it was.
LOOKED_OVER = 20
REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Learnt:
    """The logarithm of a factor for each signal, and of how many openings it was learnt."""

    factors: Mapping[str, float]
    openings: int = 0


NOTHING = Learnt({})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a search showed, best first: ids of hits and their signals `(hits,)`."""

    ids: tuple[str, ...]
    signals: Columns


class Recent:
    """What the last searches showed, by their words. In memory only."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Shown] = OrderedDict()

    def forget(self) -> None:
        self._held.clear()

    def put(self, query: str, ids: Sequence[str], signals: Columns, places: Sequence[int]) -> None:
        """Keep what stood at some places of the signals as what a query showed."""
        chosen = list(places)
        self._held[query] = Shown(tuple(ids), {name: values[chosen] for name, values in signals.items()})
        self._held.move_to_end(query)
        while len(self._held) > REMEMBERED:
            self._held.popitem(last=False)

    def take(self, query: str) -> Shown | None:
        return self._held.get(query)


def opened(learnt: Learnt, shipped: Linear, shown: Shown, hit_id: str) -> Learnt:
    """What is learnt when one of the hits is opened. The first one, or one that was not shown, teaches nothing."""
    if hit_id not in shown.ids[1:LOOKED_OVER]:
        return learnt
    place = shown.ids.index(hit_id)
    names = list(shipped.weights)
    base = np.fromiter(shipped.weights.values(), np.float64, len(names))
    logs = np.array([learnt.factors.get(name, 0.0) for name in names])
    rows = np.stack([shown.signals[name] for name in names]).astype(np.float64)
    better = rows[:, [place]] - rows[:, :place]
    margin = (base * np.exp(logs)) @ better
    wrong = 1.0 / (1.0 + np.exp(np.clip(margin, -30, 30)))
    step = RATE * (base[:, None] * better * wrong).mean(axis=1)
    logs = np.clip(logs + np.clip(step, -RATE, RATE), -MOST, MOST)
    kept = {name: round(float(one), 5) for name, one in zip(names, logs, strict=True) if abs(one) > 1e-5}
    return Learnt(kept, learnt.openings + 1)


def personal(shipped: Model, learnt: Learnt) -> Model:
    """The model with what was learnt; `answerable` stays as it is calibrated."""
    return replace(shipped, ranking=_scaled(shipped.ranking, learnt.factors))


def _scaled(linear: Linear, factors: Mapping[str, float]) -> Linear:
    weights = {
        name: weight * math.exp(max(-MOST, min(MOST, factors.get(name, 0.0))))
        for name, weight in linear.weights.items()
    }
    return replace(linear, weights=weights)
