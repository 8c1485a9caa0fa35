"""How well questions find their moments, in both demo weeks and any folder of messages with questions, as the learned weights
rank them and as the first look does.

    python -m tests.bench.ranking [--messages DIR]...

DIR holds messages.jsonl and questions.jsonl ({"question","thread","evidence"}). Prints per cent.
"""

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app import demo
from app.demo_memory import fill_demo
from app.engines import Models, build_models
from app.memory import Memory, initialise
from app.paths import Places
from app.recall import learned
from app.recall.judging import Judge
from app.recall.learned import Linear
from app.records import Filters, SearchResult
from app.settings import Settings

LAST_DAY = date(2026, 11, 15)
NOT_FOUND = 999
_FIRST_LOOK = Linear({"first": 1.0, "screen first": 1.0})


def found_within(asked: Sequence[demo.Question], results: Sequence[SearchResult], ids: dict[str, str]) -> list[int]:
    """The place, from 0, of the first hit that is evidence of each question; NOT_FOUND where none is."""
    out = []
    for one, result in zip(asked, results, strict=True):
        gold = {ids[key] for key in one.evidence}
        out.append(next((place for place, hit in enumerate(result.hits) if hit.id in gold), NOT_FOUND))
    return out


def message_scores(rows: Sequence[dict[str, Any]], results: Sequence[SearchResult]) -> tuple[float, float]:
    """Mean recall@10 and nDCG@10 of evidence messages."""
    recall = gain = 0.0
    for row, result in zip(rows, results, strict=True):
        gold = set(row["evidence"])
        ranked = [hit.moment.source_id for hit in result.hits[:10]]
        recall += len(gold & set(ranked)) / len(gold)
        best = sum(1 / math.log2(place + 2) for place in range(min(10, len(gold))))
        gain += sum(1 / math.log2(place + 2) for place, one in enumerate(ranked) if one in gold) / best
    return recall / len(rows), gain / len(rows)


@contextmanager
def a_memory(models: Models) -> Iterator[Memory]:
    with tempfile.TemporaryDirectory() as folder:
        places = Places(Path(folder) / "home", Path(folder) / "key")
        initialise(places)
        memory = Memory.open(places, models=models)
        try:
            yield memory
        finally:
            memory.close()


def each_arm(memory: Memory, measure: Callable[[], str]) -> None:
    """As it ships, and by the sum of shares that brings candidates up. What each signal adds: tests/bench/train_ranking.py."""
    searcher, shipped = memory._search(), learned.shipped()
    for name, ranking in (("learnt", shipped.ranking), ("first look alone", _FIRST_LOOK)):
        searcher.judge = Judge(replace(shipped, ranking=ranking))
        print(f"  {name:16} {measure()}", flush=True)


def demo_week(models: Models, story: str) -> None:
    with a_memory(models) as memory:
        ids = fill_demo(memory, story=story, last_day=LAST_DAY)["ids"]
        asked = [one for one in demo.questions(story, last_day=LAST_DAY) if one.evidence]  # type: ignore[arg-type]

        def measure() -> str:
            results = list(memory.search_many([(one.question, Filters()) for one in asked], limit=10))
            ranks = found_within(asked, results, ids)
            parts = []
            for style in ("same_words", "other_words", ""):
                held = [r for one, r in zip(asked, ranks, strict=True) if style in ("", one.style)]
                shares = " ".join(f"{100 * sum(r < n for r in held) / len(held):5.1f}" for n in (1, 5, 10))
                parts.append(f"{style or 'all'} {shares}")
            return " | ".join(parts)

        print(f"demo week {story}: {len(asked)} questions, moment among the first 1, 5, 10")
        each_arm(memory, measure)


def messages(models: Models, folder: Path) -> None:
    rows = [json.loads(line) for line in (folder / "questions.jsonl").open()]
    rows = [row for row in rows if row["evidence"] and str(row["category"]) != "5"]
    with a_memory(models) as memory:
        memory.import_messages(folder / "messages.jsonl", wait=True)
        asked = [(row["question"], Filters(thread=row["thread"])) for row in rows]

        def measure() -> str:
            recall, gain = message_scores(rows, list(memory.search_many(asked, limit=10)))
            return f"recall@10 {100 * recall:.1f}  nDCG@10 {100 * gain:.1f}"

        print(f"{folder.name}: {len(rows)} questions")
        each_arm(memory, measure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=Path, action="append", default=[])
    given = parser.parse_args()
    models = build_models(Places(Path(tempfile.mkdtemp()), None), Settings())
    try:
        for story in ("a", "b"):
            demo_week(models, story)
        for folder in given.messages:
            messages(models, folder)
    finally:
        models.close()


if __name__ == "__main__":
    main()
