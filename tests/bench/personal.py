"""What learning from openings is worth: somebody asks half of the questions of a folder and opens what answers them; how well are the
other half answered before and after?

    python -m tests.bench.personal --messages DIR [--messages DIR] [--cache DIR]

Prints nDCG@10 in per cent, a line for each conversation. The weights that ship have seen these questions: what counts is the difference.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.engines import build_models
from app.paths import Places
from app.recall import learned, personal
from app.settings import Settings
from tests.bench import ranking_sets
from tests.bench.learning import Row, quality, ranked
from tests.bench.train_ranking import FOLDS, LEARNED_TIME_BONUS

ROUNDS = 3


def learnt_from(rows: Sequence[Row], rng: np.random.Generator) -> personal.Learnt:
    """What somebody teaches who opens the first evidence of each question that is shown."""
    shipped, learnt = learned.shipped(), personal.NOTHING
    for n in rng.permutation(len(rows)):
        row = rows[n]
        moments = ranked(row, personal.personal(shipped, learnt).ranking.of(row.signals), LEARNED_TIME_BONUS)[:20]
        places = [row.moments.index(one) for one in moments]
        shown = personal.Shown(tuple(moments), {name: one[places] for name, one in row.signals.items()})
        opened = next((one for one in moments if one in row.gold), "")
        learnt = personal.opened(learnt, shipped.ranking, shown, opened)
    return learnt


def gain(rows: Sequence[Row]) -> tuple[float, float, int]:
    """nDCG@10 of questions not asked yet before and after, and of how many openings was learnt, over some divisions in half."""
    before, after, openings = [], [], 0
    for seed in range(ROUNDS):
        rng = np.random.default_rng(seed)
        half = rng.permutation(len(rows))
        asked, left = ([rows[n] for n in part] for part in np.array_split(half, 2))
        learnt = learnt_from(asked, rng)
        openings += learnt.openings
        shipped = learned.shipped()
        for weights, out in ((shipped.ranking, before), (personal.personal(shipped, learnt).ranking, after)):
            out.append(quality(left, [ranked(row, weights.of(row.signals), LEARNED_TIME_BONUS) for row in left]).ndcg_10)
    return 100 * float(np.mean(before)), 100 * float(np.mean(after)), openings // ROUNDS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=Path, action="append", default=[])
    parser.add_argument("--cache", type=Path, default=None)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache = given.cache or Path(folder)
        models = build_models(Places(cache / "none", None), Settings())
        try:
            for name in given.messages:
                held = [one for one in ranking_sets.messages(models, cache, name, FOLDS) if one.answerable and one.gold]
                for fold in sorted({one.fold for one in held if not one.fold.startswith("part ")}) or [""]:
                    rows = [one for one in held if fold in ("", one.fold)]
                    before, after, openings = gain(rows)
                    print(f"{name.name} {fold}: {before:.1f} before, {after:.1f} after {openings} openings, n={len(rows)}")
        finally:
            models.close()


if __name__ == "__main__":
    main()
