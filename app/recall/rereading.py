"""What a cross-encoder that reads question and passage together adds to learned scores. Asks no model; `search` does."""

import numpy as np

from app.recall import rank
from app.recall.candidates import Candidates
from app.store import passages
from app.store.db import Store

MOST_READ = 20
# What one standard deviation among those read is worth, in the learned weights' scale, where 1 is odds of e to 1 and the first 20 spread by
# 1.2. Mild on purpose: off-the-shelf cross-encoders lost up to 7 points on conversations (arXiv 2606.04194). On 383 questions of
# three development conversations a reader that knows nothing costs 2.1 of nDCG@10 at this worth, one that holds the right passage one deviation
# above the others adds 3.5; at 0.25 it is 0.8 and 1.5, at 1.0 it is 6.2 and 3.1.
WORTH = 0.5
# A text that stands far out among the others gets no more than this many deviations above the mean.
FARTHEST = 2.0


def texts(store: Store, found: Candidates, places: rank.Ints) -> list[str]:
    """What is read of the candidates at these places: who said it, or the window's title, and the text; "" of one that is gone."""
    ids = found.ids[places].tolist()
    kinds = dict(zip(ids, np.where(found.on_screen[places], "screen", "").tolist(), strict=True))
    said = {
        one: passages.embed_text(kinds[one], title, who, text) for one, text, who, title in passages.said_of(store, ids)
    }
    return [said.get(one, "") for one in ids]


def moved(scores: rank.Floats, places: rank.Ints, read: rank.Floats) -> rank.Floats:
    """The scores `(c,)` with those at `places` raised by what was read of them `(n,)`.

    The least fitting is raised by nothing, so that all that was read stays above the rest, whose order stays. Where the reader sees no
    difference nothing is moved.

    >>> moved(np.array([3, 2.9, 1], np.float32), np.array([0, 1]), np.array([-7, 2], np.float32)).round(2)
    array([3. , 3.9, 1. ], dtype=float32)
    """
    spread = float(read.std()) if len(read) else 0.0
    if not spread > 0:
        return scores
    standard = np.clip((read - read.mean()) / spread, -FARTHEST, FARTHEST)
    out: rank.Floats = scores.copy()
    out[places] += np.float32(WORTH) * (standard - standard.min()).astype(np.float32)
    return out
