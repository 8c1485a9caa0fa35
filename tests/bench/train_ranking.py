"""Learns the weights of ranking and of `answerable`, prints how well they do on what they did not see, and writes their file.

    python -m tests.bench.train_ranking --messages DIR --messages DIR [--cache DIR] [--write] [--second-week]

DIR holds messages.jsonl and questions.jsonl ({"question","thread","category","evidence"}). A folder with several conversations is left out
a conversation at a time, as it is and with six turns a message; one with a single conversation and the demo week a part of the questions
at a time. The second demo week is measured at the end and never learnt from.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from app.engines import build_models
from app.paths import Places
from app.recall import answerable, learned
from app.recall.learned import Linear, Model
from app.recall.rank import Bools, Floats
from app.recall.search import LEARNED_TIME_BONUS
from app.settings import Settings
from tests.bench import ranking_sets
from tests.bench.learning import FREE, Row, auroc, fit_answerable, fit_ranking, quality, ranked

STRICTNESS, ON_SCREEN, STRICTNESS_ANSWERABLE = 10.0, 10.0, 30.0
FOLDS = 3
# What a question of a set counts: many questions of one mould must not outweigh few of many.
SEVERAL, LONGER, SINGLE, WEEK, FURTHER = 1.0, 0.5, 0.3, 2.0, 1.0
FIRST_LOOK = Linear({"first": 1.0, "screen first": 1.0})
SPEAKER = ("said by the one named", "said by another", "said to the one named")
GROUPS: dict[str, Callable[[str], bool]] = {
    "the first look's score": lambda name: name.removeprefix("screen ") == "first",
    "words of the passage": lambda name: name.removeprefix("screen ").split(",")[0] in ("words", "covered", "matched"),
    "rarest words": lambda name: "rarest" in name or "weightiest" in name or "all matched" in name,
    "words in a row or near": lambda name: "in a row" in name or "words near" in name,
    "meaning of the passage": lambda name: name.removeprefix("screen ").split(",")[0] in ("meaning", "common"),
    "what stands beside": lambda name: any(one in name for one in ("beside", "wide", "before", "after", "short")),
    "the second step": lambda name: "clues" in name,
    "who said it": lambda name: name in SPEAKER,
    "names and numbers": lambda name: name.removeprefix("screen ") in ("names", "numbers"),
    "what is asked for": lambda name: ": " in name,
    "kind and length of text": lambda name: (
        name.removeprefix("screen ")
        in (
            "length",
            "tiny",
            "asks",
            "ends asking",
            "of oneself",
            "has a name",
            "to another",
            "says when",
            "counts",
            "has a number",
        )
    ),
}


class Sets:
    """All rows, with the set and the weight of each."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.sets: list[str] = []
        self.weights: list[float] = []
        self.folds: list[str] = []

    def add(self, name: str, rows: Sequence[Row], weight: float) -> None:
        self.rows += rows
        self.sets += [name] * len(rows)
        self.weights += [weight] * len(rows)

    def names(self) -> list[str]:
        return list(dict.fromkeys(self.sets))

    def of(self, name: str) -> list[int]:
        return [place for place, one in enumerate(self.sets) if one == name]

    def align(self) -> None:
        """Number the folds, so that each leaves out one conversation and one part of everything else."""
        numbers = {
            fold: n for n, fold in enumerate(sorted({r.fold for r in self.rows if not r.fold.startswith("part ")}))
        }
        self.folds = [str(numbers.get(row.fold, row.fold.removeprefix("part "))) for row in self.rows]


def out_of_fold(held: Sets, names: Sequence[str]) -> list[Floats]:
    """Scores of every row's candidates by weights that saw nothing of its fold."""
    scores: list[Floats] = [np.zeros(0, np.float32)] * len(held.rows)
    for fold in sorted(set(held.folds)):
        seen = [n for n, one in enumerate(held.folds) if one != fold]
        model = fit_ranking(
            [held.rows[n] for n in seen],
            [held.weights[n] for n in seen],
            names,
            strictness=STRICTNESS,
            on_screen=ON_SCREEN,
        )
        for n, one in enumerate(held.folds):
            if one == fold:
                scores[n] = model.of(held.rows[n].signals)
    return scores


def table(held: Sets, scores: Sequence[Floats]) -> dict[str, str]:
    """A line of figures for every set, and for every category of those that have several."""
    out = {}
    for name in held.names():
        places = held.of(name)
        for category in ("", *sorted({held.rows[n].category for n in places if held.rows[n].answerable})):
            chosen = [n for n in places if category in ("", held.rows[n].category)]
            orders = [ranked(held.rows[n], scores[n], LEARNED_TIME_BONUS) for n in chosen]
            out[f"{name} {category}".strip()] = str(quality([held.rows[n] for n in chosen], orders))
    return out


def show(title: str, lines: dict[str, str]) -> None:
    print(f"{title}\n{'':34}   R@5   R@10 nDCG10  first in five")
    for name, line in lines.items():
        print(f"  {name:32} {line}", flush=True)


def likely(
    held: Sets, ranking: Sequence[Floats], content: Sequence[Floats], chosen: Sequence[int]
) -> tuple[Floats, Bools, Linear]:
    """Out-of-fold chances of the chosen rows, which of them can be answered, and the weights learnt from all of them."""
    signals = [answerable.columns(held.rows[n].signals, ranking[n], content[n]) for n in chosen]
    yes = np.array([held.rows[n].answerable for n in chosen], np.bool_)
    weights = np.array([held.weights[n] for n in chosen])
    folds = np.array([held.folds[n] for n in chosen])
    chances = np.zeros(len(chosen))
    for fold in sorted(set(held.folds)):
        seen, left = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        model = fit_answerable([signals[n] for n in seen], yes[seen], weights[seen], strictness=STRICTNESS_ANSWERABLE)
        chances[left] = [1 / (1 + np.exp(-float(model.of(signals[n])[0]))) for n in left]
    return chances, yes, fit_answerable(signals, yes, weights, strictness=STRICTNESS_ANSWERABLE)


def show_likely(held: Sets, chosen: Sequence[int], chances: Floats, yes: Bools) -> dict[str, float]:
    out = {}
    sets = np.array([held.sets[n] for n in chosen])
    for name in dict.fromkeys(sets.tolist()):
        of = sets == name
        out[name] = round(auroc(chances[of], yes[of]), 3)
        low = float(np.quantile(chances[of & yes], 0.05))
        print(f"  answerable, {name}: AUROC {out[name]}, one answerable question in twenty lies below {low:.2f}")
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        of = (chances >= low) & (chances < high)
        if of.any():
            print(f"  said {low:.1f} to {min(high, 1):.1f}: {100 * yes[of].mean():5.1f} % are answerable, n={of.sum()}")
    return out


def ablation(held: Sets, names: Sequence[str]) -> None:
    for group, is_in in GROUPS.items():
        kept = [name for name in names if not is_in(name)]
        found = {name: line for name, line in table(held, out_of_fold(held, kept)).items() if name in held.names()}
        show(f"without {group} ({len(names) - len(kept)} signals)", found)


def gathered(models: object, given: argparse.Namespace) -> Sets:
    held = Sets()
    for folder in given.messages:
        rows = ranking_sets.messages(models, given.cache, folder, FOLDS)  # type: ignore[arg-type]
        several = len({row.fold for row in rows if not row.fold.startswith("part ")}) > 1
        held.add(folder.name, rows, SEVERAL if several else SINGLE)
        if several:
            longer = ranking_sets.made_longer(given.cache / "made", folder)
            held.add(longer.name, ranking_sets.messages(models, given.cache, longer, FOLDS), LONGER)  # type: ignore[arg-type]
    held.add("week a", ranking_sets.demo_week(models, given.cache, "a", FOLDS), WEEK)  # type: ignore[arg-type]
    further = ranking_sets.demo_week(models, given.cache, "a", FOLDS, further=True)  # type: ignore[arg-type]
    held.add("week a, obscure", further, FURTHER)
    held.align()
    return held


def written(model: Model, held: Sets, figures: dict[str, str], curves: dict[str, float]) -> None:
    made = {
        "date": datetime.now(UTC).date().isoformat(),
        "by": "tests/bench/train_ranking.py",
        "sets": {name: len(held.of(name)) for name in held.names()},
        "left out together": "a conversation, or a third of the questions",
        "recall@5 recall@10 nDCG@10 first in_five": figures,
        "answerable_auroc": curves,
    }
    parts = {
        name: {
            "bias": round(part.bias, 4),
            "weights": {key: float(f"{value:.4g}") for key, value in part.weights.items()},
        }
        for name, part in (("ranking", model.ranking), ("content", model.content), ("answerable", model.answerable))
    }
    file = Path(learned.__file__).with_name(learned.FILE)
    file.write_text(json.dumps({"made": made, **parts}, indent=1) + "\n", encoding="utf-8")
    print(f"{file.name}: {file.stat().st_size} bytes")


def learn(held: Sets, given: argparse.Namespace) -> Model:
    names = list(held.rows[0].signals)
    plain = [name for name in names if name not in (*SPEAKER, *FREE)]
    show("the first look alone", table(held, [FIRST_LOOK.of(row.signals) for row in held.rows]))
    ranking, content = out_of_fold(held, names), out_of_fold(held, plain)
    figures = table(held, ranking)
    show(f"learnt, {len(names)} signals", figures)
    # Only who says it tells an adversarial question; in six turns at once both speak, and nothing is to be learnt there.
    mixed = [
        name
        for name in held.names()
        if not name.endswith("-long") and not all(held.rows[n].answerable for n in held.of(name))
    ]
    chosen = [n for n, name in enumerate(held.sets) if name in mixed]
    chances, yes, answers = likely(held, ranking, content, chosen)
    curves = show_likely(held, chosen, chances, yes)
    if given.ablation:
        ablation(held, names)
    best = fit_ranking(held.rows, held.weights, names, strictness=STRICTNESS, on_screen=ON_SCREEN)
    model = Model(
        best, fit_ranking(held.rows, held.weights, plain, strictness=STRICTNESS, on_screen=ON_SCREEN), answers
    )
    if given.write:
        written(model, held, figures, curves)
    return model


def second_week(models: object, given: argparse.Namespace, model: Model) -> None:
    held = Sets()
    held.add("week b", ranking_sets.demo_week(models, given.cache, "b", FOLDS), 1.0)  # type: ignore[arg-type]
    scores = [model.ranking.of(row.signals) for row in held.rows]
    show("the first look alone", table(held, [FIRST_LOOK.of(row.signals) for row in held.rows]))
    show("learnt from the others", table(held, scores))
    content = [model.content.of(row.signals) for row in held.rows]
    chances = [
        1 / (1 + np.exp(-float(model.answerable.of(answerable.columns(row.signals, one, other))[0])))
        for row, one, other in zip(held.rows, scores, content, strict=True)
    ]
    show_likely(held, range(len(held.rows)), np.array(chances), np.array([row.answerable for row in held.rows]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=Path, action="append", default=[])
    parser.add_argument("--cache", type=Path, default=None, help="where the memories are kept for the next time")
    parser.add_argument("--write", action="store_true", help="replace the weights that ship")
    parser.add_argument("--ablation", action="store_true", help="what each group of signals adds")
    parser.add_argument("--second-week", action="store_true", help="measure the second demo week too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        given.cache = given.cache or Path(folder)
        models = build_models(Places(given.cache / "none", None), Settings())
        try:
            model = learn(gathered(models, given), given)
            if given.second_week:
                second_week(models, given, model)
        finally:
            models.close()


if __name__ == "__main__":
    main()
