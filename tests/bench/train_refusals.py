"""Learns when memory holds no answer, prints how well that tells on what was not seen, and writes the file of its weights.

    python -m tests.bench.train_refusals --messages DIR [--cache DIR] [--write]

DIR is as in tests.bench.train_answers. Learnt from are the questions of the first demo week, those in obscure wording, those that it does not
answer (`unanswerable_questions_a.jsonl`, written for this), and the messages' own; left out a conversation or a fifth of the questions
at a time. The second week is not looked at.
"""

import argparse
import json
import math
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier

from app.answer import likely, weighing
from app.answer.ask import HITS
from app.answer.fitting import Columns
from app.answer.likely import Model
from app.engines import build_models
from app.memory import Memory
from app.paths import Places
from app.recall import answerable
from app.recall.search import Asked, Searcher
from app.records import Filters
from app.settings import Settings
from app.zone import zone_name
from tests.bench import answers, learning, ranking_sets
from tests.bench.answers import Gold
from tests.bench.ranking_sets import Kept

Array = np.ndarray[Any, np.dtype[Any]]
WEEK, OBSCURE, WRITTEN = "week a", "week a, obscure", "week a, written for this"
FOLDS = 5
# What a question of messages counts beside one of a week.
SETS_OF_WEEK = frozenset((WEEK, OBSCURE, WRITTEN))
MESSAGES = 0.3
# The obscure wordings, which can all be answered, teach their style too.
OF_OBSCURE = 0.3
STRICTNESS = 30.0
TREES, LEAVES, FEWEST, LOOKED_AT = 80, 16, 6, 0.3
# Of the questions of the week that can be answered, so many may lie below the bound, out of fold.
FALSE_REFUSALS = 0.033
UNANSWERABLE = Path(__file__).with_name("unanswerable_questions_a.jsonl")


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its signals and those of the search's own chance."""

    of: str
    fold: int
    answerable: bool
    signals: Columns
    search: Columns


def written_for_this() -> list[Gold]:
    """Questions about the first week that it does not answer."""
    lines = UNANSWERABLE.read_text("utf-8").splitlines()
    return [Gold(json.loads(line)["question"], Filters(), "unanswerable", "", frozenset()) for line in lines]


def obscure() -> list[Gold]:
    return [Gold(one.question, Filters(), one.style, one.answer, frozenset()) for one in ranking_sets._further()]


def rows(memory: Memory, name: str, golds: Sequence[Gold]) -> Iterator[Row]:
    searcher, now, zone = memory._search(), datetime.now(UTC), zone_name()
    threads = sorted({one.filters.thread or "" for one in golds})
    asked = [searcher.understood(Asked(one.question, one.filters), now=now, zone=zone).words for one in golds]
    searcher.prepare([words or one.question for words, one in zip(asked, golds, strict=True)], keep=len(golds))
    for gold in golds:
        asked = Asked(gold.question, gold.filters, limit=HITS)
        found = searcher.search(asked, now=now, zone=zone)
        if not found.hits or not found.understood.words:
            continue
        held = weighing.compared(searcher, found)
        if held.vectors is None:
            continue
        together = zlib.crc32(gold.question.encode()) if len(threads) == 1 else threads.index(gold.filters.thread or "")
        signals = weighing.supported(searcher, found, held)
        yield Row(name, together % FOLDS, gold.answerable, signals, _of_search(searcher, asked, now, zone))


def _of_search(searcher: Searcher, asked: Asked, now: datetime, zone: str) -> Columns:
    looked = searcher.look(asked, searcher.understood(asked, now=now, zone=zone))
    if looked is None or looked.judgeable is None:
        raise RuntimeError("the embedder did not answer")
    shipped = searcher.judge.shipped
    ranking, content = shipped.ranking.of(looked.judgeable), shipped.content.of(looked.judgeable)
    return answerable.columns(looked.judgeable, ranking, content)


def as_not_seen(held: Sequence[Row]) -> list[Row]:
    """The rows with the search's chance as learnt without their fold: what ships has learnt from some of them, and would be trusted too much."""
    out = list(held)
    learnt = [row for row in held if row.of not in (OBSCURE, WRITTEN)]
    for fold in range(FOLDS):
        seen = [row for row in learnt if row.fold != fold]
        yes, weights = np.array([row.answerable for row in seen]), np.array([1.0 + (row.of == WEEK) for row in seen])
        model = learning.fit_answerable([row.search for row in seen], yes, weights, strictness=30.0)
        for n, row in enumerate(held):
            if row.fold == fold:
                limit = math.log(1e4)
                search = np.clip(model.of(row.search), -limit, limit)
                changed = {"search": search, "search, message": search * row.signals["message"]}
                out[n] = replace(row, signals=row.signals | changed)
    return out


def counted(held: Sequence[Row]) -> Array:
    """What each row counts: messages and screens each so much, and of both as much for what can be answered as for what cannot."""
    week = np.array([row.of in SETS_OF_WEEK for row in held])
    yes = np.array([row.answerable for row in held])
    out = np.zeros(len(held))
    for chosen, weight in ((week, 1.0), (~week, MESSAGES)):
        out[chosen & yes] = weight
        out[chosen & ~yes] = weight * (chosen & yes).sum() / max(1, (chosen & ~yes).sum())
    return out * np.where([row.of == OBSCURE for row in held], OF_OBSCURE, 1.0)


def fitted(held: Sequence[Row]) -> Model:
    """A logistic and a forest of small trees."""
    names = tuple(held[0].signals)
    yes, weights = np.array([row.answerable for row in held]), counted(held)
    logistic = learning.fit_answerable([row.signals for row in held], yes, weights, strictness=STRICTNESS)
    values = np.array([[row.signals[name][0] for name in names] for row in held], np.float32)
    forest = ExtraTreesClassifier(
        TREES, max_leaf_nodes=LEAVES, min_samples_leaf=FEWEST, max_features=LOOKED_AT, random_state=0
    )
    forest.fit(values, yes, sample_weight=weights)
    return Model(names, logistic, tuple(_tree(one.tree_) for one in forest.estimators_), 0.5)


def _tree(held: Any) -> likely.Tree:
    chances = held.value[:, 0, 1] / held.value[:, 0].sum(axis=1)
    return likely.Tree(
        tuple(int(one) if one >= 0 else -1 for one in held.feature), tuple(float(f"{one:.5g}") for one in held.threshold),
        tuple(held.children_left.tolist()), tuple(held.children_right.tolist()), tuple(round(float(one), 3) for one in chances),
    )  # fmt: skip


def out_of_fold(held: Sequence[Row]) -> Array:
    chances = np.zeros(len(held))
    for fold in range(FOLDS):
        model = fitted([row for row in held if row.fold != fold])
        for n, row in enumerate(held):
            if row.fold == fold:
                chances[n] = model.of(row.signals)
    return chances


def refused(held: Sequence[Row], chances: Array, least: float) -> dict[str, str]:
    """A line a set: refused of those that can be answered and of those that cannot, and the area under the curve."""
    yes, sets = np.array([row.answerable for row in held]), np.array([row.of for row in held])
    out = {}
    for name in dict.fromkeys(sets.tolist()):
        parts = []
        of = sets == name
        for kind, chosen in (("answerable", of & yes), ("unanswerable", of & ~yes)):
            if chosen.any():
                parts.append(f"{kind} {100 * (chances[chosen] < least).mean():.1f} % of {chosen.sum()}")
        curve = of & yes if (of & ~yes).any() else None
        parts += [] if curve is None or not curve.any() else [f"AUROC {learning.auroc(chances[of], yes[of]):.3f}"]
        out[name] = ", ".join(parts)
    week = np.isin(sets, list(SETS_OF_WEEK))
    out["week a, all"] = f"AUROC {learning.auroc(chances[week], yes[week]):.3f}"
    return out


def bound(held: Sequence[Row], chances: Array) -> float:
    """The chance below which so few of the week's questions lie that can be answered."""
    can = np.array([row.answerable and row.of == WEEK for row in held])
    return round(float(np.quantile(chances[can], FALSE_REFUSALS)), 3)


def learn(held: Sequence[Row], *, write: bool) -> None:
    before = np.array([float(row.signals["search"][0]) for row in held])
    for name, line in refused(held, before, bound(held, before)).items():
        print(f"the search's chance alone, refused of {name}: {line}")
    chances = out_of_fold(held)
    least = bound(held, chances)
    lines = refused(held, chances, least)
    for name, line in lines.items():
        print(f"{len(held[0].signals)} signals, not seen, refused of {name}: {line}")
    if write:
        _write(replace(fitted(held), least=least), lines)


def _write(model: Model, lines: dict[str, str]) -> None:
    made = {
        "date": datetime.now(UTC).date().isoformat(), "by": "tests/bench/train_refusals.py",
        "left out together": "a conversation, or a fifth of the questions", "refused of what was not seen": lines,
    }  # fmt: skip
    weights = [float(f"{model.logistic.weights[name]:.4g}") for name in model.signals]
    held = {
        "made": made, "least": model.least, "signals": model.signals,
        "logistic": {"bias": round(model.logistic.bias, 4), "weights": weights},
    }  # fmt: skip
    trees = [[one.signal, one.bound, one.low, one.high, one.chance] for one in model.forest]
    text = json.dumps(held, indent=1).removesuffix("\n}")
    text += (
        ',\n "forest": [\n' + ",\n".join(f"  {json.dumps(tree, separators=(',', ':'))}" for tree in trees) + "\n ]\n}\n"
    )
    file = Path(likely.__file__).with_name(likely.FILE)
    file.write_text(text, encoding="utf-8")
    print(f"{file.name}: {file.stat().st_size} bytes, least {model.least}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=Path, action="append", default=[])
    parser.add_argument("--cache", type=Path, default=None, help="where the memories are kept for the next time")
    parser.add_argument("--write", action="store_true", help="replace the weights that ship")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache = given.cache or Path(folder)
        models = build_models(Places(cache / "none", None), Settings())
        held: list[Row] = []
        try:
            with Kept(models, cache, "weeka") as memory:
                week = answers.of_week(memory, cache / "weeka.ids.json", "a")
                for name, golds in ((WEEK, week), (OBSCURE, obscure()), (WRITTEN, written_for_this())):
                    held += rows(memory, name, golds)
            for one in given.messages:
                with Kept(models, cache, one.name) as memory:
                    held += rows(memory, one.name, answers.of_messages(memory, one))
        finally:
            models.close()
        learn(as_not_seen(held), write=given.write)


if __name__ == "__main__":
    main()
