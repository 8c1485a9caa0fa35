"""What the best candidates say about whether memory holds an answer at all. Pure: signals in, one number a signal out; no weights.

Nearly every question finds something near to it. What tells: how far the best stand out, whether the rarest words and the names are there,
and whether what fits best was said by the one whom the question names or by another.
"""

import numpy as np

from app.recall.features import FIRST, Columns
from app.recall.rank import Floats, Ints

_LOOKED_AT = (
    "meaning", "meaning beside", "words", "words beside", "covered", "covered beside", "rarest", "second rarest", "matched", "weightiest",
    "words in a row", "words near", "names", "numbers", "said by the one named", "said by another",
)  # fmt: skip
_BY_SPEAKER = ("words", "meaning", "covered")


def columns(signals: Columns, ranking: Floats, content: Floats) -> Columns:
    """Signals of one question, each `(1,)`; `ranking` and `content` are the candidates' scores with and without who said them."""
    signals = {name: one + signals.get(f"screen {name}", np.float32(0)) for name, one in signals.items()}
    order, plain = np.argsort(-ranking, kind="stable"), np.argsort(-content, kind="stable")
    best, first = order[:FIRST], order[0]
    out = {
        "best score": ranking[first],
        "before the second": ranking[first] - ranking[order[min(1, len(order) - 1)]],
        "before the fifth": ranking[first] - ranking[best[-1]],
        "before the last": ranking[first] - ranking[order[-20:]].mean(),
        "best content": content[plain[0]],
        "screen": signals["screen"][first],
    }
    for name in _LOOKED_AT:
        held = signals[name]
        out |= {
            f"{name}, first": held[first],
            f"{name}, most": held[best].max(),
            f"{name}, mean": held[best].mean(),
            f"{name}, of the best content": held[plain[0]],
        }
    out |= _by_speaker(signals, content, plain[:FIRST])
    for name in ("when: says when", "count: counts", "why: of oneself", "who: of oneself"):
        out[f"{name}, best"] = signals[name][best].max()
    return {name: np.array([value], np.float32) for name, value in out.items()}


def _by_speaker(signals: Columns, content: Floats, best: Ints) -> dict[str, float]:
    """How much better the named person's words fit than the others'."""
    named, others = signals["said by the one named"] > 0, signals["said by another"] > 0

    def ahead(values: Floats, least: float) -> float:
        if not others.any():
            return 0.0
        return float((values[named].max() if named.any() else least) - values[others].max())

    out = {f"{name}, ahead of others": ahead(signals[name], 0.0) for name in _BY_SPEAKER}
    out["content, ahead of others"] = ahead(content, float(content.min()))
    out["best content by the one named"] = float(named[best].mean())
    out["best content by another"] = float(others[best].mean())
    return out
