"""Learn how much each signal of a changed fact weighs, and say how well that holds for wordings left out.

    python -m tests.bench.train_changes [--write]

Pairs are told by `changed_facts`, `fresh_ways` and `more_ways`; a family of wordings and a near miss are never both learnt from and
measured. What `unseen_ways` tells is never learnt from.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from app.consolidate import changed, weighing
from app.consolidate.aligned import candidates
from app.consolidate.facts import here_of
from app.consolidate.heard import Heard
from app.store.facts import Seen, SeenLine
from tests.bench import changed_facts, fresh_ways, more_ways
from tests.bench.changed_facts import Told

# A fact closed wrongly is worse than a change that is not noticed: at 0.55 3.5 % of the distractors of `changed_facts` close one.
FOLDS, LEAST, STRICT = 8, 0.7, 0.1
# Left out: what depends on where somebody looks, and what told worse of families left out than of those learnt from.
NOT_LEARNT = frozenset(("other place", "same clause", "untold other part", "same lead"))


@dataclass(frozen=True, slots=True)
class Row:
    """The signals of what may be a change, whether it is one, and the family of its wording."""

    family: str
    good: bool
    found: dict[str, float]
    texts: tuple[str, str]
    pair: str


def heard(message: dict[str, str]) -> list[Heard]:
    """A told message taken apart as one of a memory is."""
    at = datetime.fromisoformat(message["time"])
    lines = tuple(SeenLine(line, fresh=True) for line in message["text"].split("\n"))
    moment = Seen(1, 1, "message", at, "UTC", "", "", message["thread"], message["author"], lines)
    return changed.sentences_of(moment, here_of(at, "UTC"), message["author"], message["thread"])


def rows(said: Told, name: str, near_of: Sequence[str]) -> Iterator[Row]:
    """What may be changes among the pairs of a set; `near_of` are the families of its near misses in their order."""
    by_id = {one["id"]: one for one in said.messages}
    told = [(one.older, one.newer, f"{name}/{one.way}", True) for one in said.pairs]
    for one in sorted(said.distractors):
        number, _, which = one.partition("-")
        if which == "new":
            told.append((f"{number}-old", one, near_of[int(number[:-1])], False))
        elif f"{number}-new" in by_id:
            told += [(f"{number}-{side}", one, f"{name} near", False) for side in ("old", "new")]
    read = {id_: heard(by_id[id_]) for one in told for id_ in one[:2]}
    for older, newer, family, good in told:
        texts = by_id[older]["text"], by_id[newer]["text"]
        for old in read[older]:
            for new in read[newer]:
                for change in candidates(old, new):
                    yield Row(family, good, weighing.signals(old, new, change), texts, f"{name}{older}")


def learnt_from(seed: int) -> list[Row]:
    """All pairs that are learnt from."""
    every = frozenset(range(len(fresh_ways.NEAR)))
    out: list[Row] = []
    fresh = fresh_ways.told(seed, 300, frozenset(fresh_ways.WAYS), every)
    out += rows(fresh, "fresh", [f"fresh near {fresh.near_of[n]}" for n in range(300)])
    count = 10 * len(more_ways.WAYS)
    more = more_ways.told(seed, count)
    out += rows(more, "more", [f"more near {n % len(more_ways.NEAR)}" for n in range(count)])
    plain = changed_facts.told(seed, 300)
    out += rows(plain, "plain", ())
    return out


def fitted(learnt: Sequence[Row], names: Sequence[str]) -> tuple[dict[str, float], float]:
    """Weights and bias by logistic regression; every family counts the same."""
    table = np.array([[one.found.get(name, 0.0) for name in names] for one in learnt])
    good = np.array([one.good for one in learnt])
    sizes: dict[str, int] = {}
    for one in learnt:
        sizes[one.family] = sizes.get(one.family, 0) + 1
    counts = np.array([1.0 / sizes[one.family] ** 0.5 for one in learnt])
    for which in (good, ~good):
        counts[which] *= len(learnt) / 2 / counts[which].sum()
    model = LogisticRegression(C=STRICT, max_iter=3000).fit(table, good, sample_weight=counts)
    return dict(zip(names, map(float, model.coef_[0]), strict=True)), float(model.intercept_[0])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="write the weights that ship")
    parser.add_argument("--misses", action="store_true", help="show what is judged wrongly when left out")
    parser.add_argument("--least", type=float, default=LEAST)
    given = parser.parse_args()
    learnt = learnt_from(3)
    names = sorted({name for one in learnt for name in one.found} - NOT_LEARNT)
    families = sorted({one.family for one in learnt})
    random.Random(1).shuffle(families)
    say = sys.stdout.write
    right: dict[bool, list[bool]] = {True: [], False: []}
    for fold in range(FOLDS):
        apart = set(families[fold::FOLDS])
        weights = weighing.Weights(
            *fitted([one for one in learnt if one.family not in apart], names), least=given.least
        )
        for one in (one for one in learnt if one.family in apart):
            told = weights.of(one.found) >= weights.least
            right[one.good].append(told == one.good)
            if given.misses and told != one.good:
                say(
                    f"  {'missed' if one.good else 'wrong '} {weights.of(one.found):.2f} {one.family}: {one.texts[0]} > {one.texts[1]}\n"
                )
    missed, wrong = 1 - np.mean(right[True]), 1 - np.mean(right[False])
    say(
        f"left out: {1 - missed:.1%} of {len(right[True])} changes told, {wrong:.1%} of {len(right[False])} near misses\n"
    )
    weights_, bias = fitted(learnt, names)
    if given.write:
        file = Path(weighing.__file__).with_name(weighing.FILE)
        held = {
            "how": "python -m tests.bench.train_changes --write", "rows": len(learnt), "families": len(families),
            "left_out": {"told": round(float(np.mean(right[True])), 3), "wrong": round(float(1 - np.mean(right[False])), 3)},
            "least": given.least, "bias": round(bias, 4), "weights": {name: round(one, 4) for name, one in weights_.items()},
        }  # fmt: skip
        file.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    else:
        for name, one in sorted(weights_.items(), key=lambda pair: pair[1]):
            say(f"{name:24} {one:6.2f}\n")


if __name__ == "__main__":
    main()
