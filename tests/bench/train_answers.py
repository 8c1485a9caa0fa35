"""Learns which sentence of the evidence answers, prints how well that does on what was not seen, and writes the weights' file.

    python -m tests.bench.train_answers --messages DIR [--cache DIR] [--write]

DIR holds messages.jsonl and questions.jsonl ({"question","thread","category","answer","evidence"}), left out a conversation at a time; of the
first demo week a third of the questions is. The second week is not looked at.
"""

import argparse
import json
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from app.answer import extractive, fitting, sought, weighing
from app.answer.ask import HITS
from app.answer.fitting import Columns, Floats
from app.answer.reading import Sentence
from app.engines import build_models
from app.memory import Memory
from app.paths import Places
from app.recall.learned import Linear
from app.recall.search import Asked
from app.settings import Settings
from app.zone import zone_name
from tests.bench import answers, grading
from tests.bench.answers import Gold
from tests.bench.learning import Listwise
from tests.bench.ranking_sets import Kept

STRICTNESS, FOLDS = 8.0, 3
WEEK, MESSAGES = 2.0, 1.0
TIME = frozenset({"time"})


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its sentences, their signals, which of them answer `(n,)`, and what it counts."""

    name: str
    fold: int
    gold: Gold
    found: list[Sentence]
    signals: Columns
    good: Floats
    weight: float


def rows(memory: Memory, name: str, golds: Sequence[Gold], weight: float, *, by_moment_id: bool) -> Iterator[Row]:
    searcher, now, zone = memory._search(), datetime.now(UTC), zone_name()
    threads = sorted({one.filters.thread or "" for one in golds})
    for gold in golds:
        result = searcher.search(Asked(gold.question, gold.filters, limit=HITS), now=now, zone=zone)
        if not gold.answerable or not result.hits:
            continue
        held = weighing.compared(searcher, result)
        found, signals = held.found, held.signals
        together = zlib.crc32((" ".join(gold.needles) or gold.question).encode())
        fold = together if by_moment_id else threads.index(gold.filters.thread or "")
        good = (
            _good_screens(gold, found, searcher.content_terms)
            if by_moment_id
            else _good_messages(gold, found, searcher.content_terms)
        )
        yield Row(name, fold % FOLDS, gold, found, signals, good, weight)


def _good_screens(gold: Gold, found: Sequence[Sentence], terms: fitting.Terms) -> Floats:
    """Sentences of evidence that hold the gold answer; where none does, those with the words that give it away."""
    there = [one.hit.id in gold.evidence for one in found]
    holds = [a and grading.contains(one.text, gold.answer, terms) for a, one in zip(there, found, strict=True)]
    if not any(holds):
        holds = [a and grading.quotes(one.text, gold.needles) for a, one in zip(there, found, strict=True)]
    return np.array(holds, np.float64)


def _good_messages(gold: Gold, found: Sequence[Sentence], terms: fitting.Terms) -> Floats:
    """Of each message that is evidence the sentence with most of the gold answer, or with a time where a date is the answer."""
    wanted, out = set(terms(gold.answer)), np.zeros(len(found))
    asks_date = grading.days_meant(gold.answer)
    worth = [
        len(wanted & set(terms(one.text))) / max(1, len(wanted))
        + 0.5 * bool(asks_date and sought.holds(one.text, TIME))
        for one in found
    ]
    for moment in gold.evidence:
        of = [n for n, one in enumerate(found) if one.hit.moment.source_id == moment]
        for n in of:
            out[n] = worth[n] >= max(worth[m] for m in of) - 0.05
    return out


def fitted(held: Sequence[Row], names: Sequence[str]) -> Linear:
    """Weights under which what answers stands above the rest: a softmax over each question's sentences, bounded by an L2 term."""
    kept = [row for row in held if row.good.any() and not row.good.all()]
    lists = [np.stack([row.signals[name] for name in names], axis=1).astype(np.float64) for row in kept]
    whole = np.concatenate(lists)
    middle, spread = whole.mean(axis=0), whole.std(axis=0) + 1e-6
    good, counts = np.concatenate([row.good for row in kept]), np.array([row.weight for row in kept])
    loss = Listwise((whole - middle) / spread, good, [len(one) for one in lists], np.zeros(len(kept), np.bool_), counts)
    bounds = np.full(len(names), STRICTNESS)
    found = minimize(
        lambda w: loss(w, bounds), np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 150}
    ).x
    scaled = found / spread
    return Linear(dict(zip(names, scaled.tolist(), strict=True)), -float(middle @ scaled))


def shares(held: Sequence[Row], fits: Sequence[Floats]) -> dict[str, str]:
    """Per cents by set and category: a sentence that answers first, among three, among five, among the chosen; how many are chosen."""
    out = {}
    for name, category in sorted({(row.name, which) for row in held for which in ("", row.gold.category)}):
        of = [n for n, row in enumerate(held) if row.name == name and category in ("", row.gold.category)]
        orders = [np.argsort(-fits[n], kind="stable") for n in of]
        figures = [
            float(np.mean([held[n].good[order[:k]].any() for n, order in zip(of, orders, strict=True)]))
            for k in (1, 3, 5)
        ]
        picked = [extractive.chosen(held[n].found, fits[n]) for n in of]
        hit = [any(held[n].good[held[n].found.index(one)] for one in some) for n, some in zip(of, picked, strict=True)]
        figures.append(float(np.mean(hit)))
        line = " ".join(f"{100 * one:5.1f}" for one in figures)
        out[f"{name} {category}".strip()] = f"{line}  chosen {np.mean([len(some) for some in picked]):.1f}  n={len(of)}"
    return out


def learn(held: Sequence[Row], *, write: bool) -> None:
    names = list(held[0].signals)
    fits: list[Floats] = [np.zeros(0, np.float32)] * len(held)
    for fold in range(FOLDS):
        model = fitted([row for row in held if row.fold != fold], names)
        fits = [model.of(row.signals) if row.fold == fold else one for row, one in zip(held, fits, strict=True)]
    first = shares(held, [fitting.first_look(row.signals) for row in held])
    learnt = shares(held, fits)
    for title, lines in (("without learnt weights", first), (f"learnt, {len(names)} signals, not seen", learnt)):
        print(f"{title}: first, among 3, among 5, chosen")
        for name, line in lines.items():
            print(f"  {name:24} {line}")
    if write:
        _write(fitted(held, names), learnt)


def _write(model: Linear, figures: dict[str, str]) -> None:
    made = {
        "date": datetime.now(UTC).date().isoformat(), "by": "tests/bench/train_answers.py",
        "left out together": "a conversation, or a third of the questions",
        "a sentence that answers is first, among 3, among 5, among the chosen": figures,
    }  # fmt: skip
    weights = {name: float(f"{value:.4g}") for name, value in model.weights.items()}
    file = Path(fitting.__file__).with_name(fitting.FILE)
    held = {"made": made, "sentence": {"bias": round(model.bias, 4), "weights": weights}}
    file.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    print(f"{file.name}: {file.stat().st_size} bytes")


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
                golds = answers.of_week(memory, cache / "weeka.ids.json", "a")
                held += rows(memory, "week a", golds, WEEK, by_moment_id=True)
            for one in given.messages:
                with Kept(models, cache, one.name) as memory:
                    held += rows(memory, one.name, answers.of_messages(memory, one), MESSAGES, by_moment_id=False)
        finally:
            models.close()
        learn(held, write=given.write)


if __name__ == "__main__":
    main()
