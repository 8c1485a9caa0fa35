"""How likely what was read answers a question: learned weights over its signals, read from the file that ships beside. Pure but for that.

Half the chance is a logistic's, half a small forest's, which knows that a missing name counts otherwise where nothing else fits either.
`tests/bench/train_refusals.py` learns both and writes the file, which says by itself how it was made.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from app.answer.fitting import Columns
from app.recall.learned import Linear

FILE = "likely.json"


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes in numbers: which signal each looks at, up to which value it goes on to `low`, else to `high`; one of -1 ends with `chance`."""

    signal: tuple[int, ...]
    bound: tuple[float, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    chance: tuple[float, ...]

    def of(self, values: Sequence[float]) -> float:
        """The chance at the leaf that some values lead to."""
        node = 0
        while self.signal[node] >= 0:
            node = self.low[node] if values[self.signal[node]] <= self.bound[node] else self.high[node]
        return self.chance[node]


@dataclass(frozen=True, slots=True)
class Model:
    """`least` is the chance below which memory is said to hold no answer."""

    signals: tuple[str, ...]
    logistic: Linear
    forest: tuple[Tree, ...]
    least: float

    def of(self, signals: Columns) -> float:
        """The chance, 0 to 1, that an answer was found."""
        values = [float(signals[name][0]) for name in self.signals]
        sure = 1 / (1 + math.exp(-max(-30.0, min(30.0, float(self.logistic.of(signals)[0])))))
        voted = sum(tree.of(values) for tree in self.forest) / len(self.forest)
        return (sure + voted) / 2


@cache
def shipped() -> Model:
    """The model that ships with the program."""
    return parsed(json.loads(files("app.answer").joinpath(FILE).read_text("utf-8")))


def parsed(held: Mapping[str, Any]) -> Model:
    """A model from what its file holds."""
    names, weights = held["signals"], held["logistic"]["weights"]
    return Model(
        tuple(names),
        Linear(dict(zip(names, weights, strict=True)), held["logistic"]["bias"]),
        tuple(Tree(*(tuple(column) for column in tree)) for tree in held["forest"]),
        held["least"],
    )
