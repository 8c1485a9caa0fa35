"""The weights of ranking and of `answerable`, read from the file that ships beside this module. Pure but for reading that file.

The file says by itself how it was made; `tests/bench/train_ranking.py` writes it.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from app.recall.features import Columns
from app.recall.rank import Floats

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of named signals, plus `bias`."""

    weights: dict[str, float]
    bias: float = 0.0

    def of(self, signals: Columns) -> Floats:
        """The sum for each candidate, `(n,) float32`."""
        rows = np.stack([signals[name] for name in self.weights])
        out: Floats = (np.fromiter(self.weights.values(), np.float32, len(self.weights)) @ rows + self.bias).astype(
            np.float32
        )
        return out


@dataclass(frozen=True, slots=True)
class Model:
    """`ranking` orders candidates, `content` does so whoever said them, `answerable` is a logistic over what the best ones are."""

    ranking: Linear
    content: Linear
    answerable: Linear


@cache
def shipped() -> Model:
    """The model that ships with the program."""
    return parsed(json.loads(files("app.recall").joinpath(FILE).read_text("utf-8")))


def parsed(held: dict[str, Any]) -> Model:
    """A model from what its file holds."""
    return Model(*(Linear(held[name]["weights"], held[name]["bias"]) for name in ("ranking", "content", "answerable")))
