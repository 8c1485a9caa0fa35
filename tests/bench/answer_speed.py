"""How soon an answer without a model is there: computed and quoted questions in an encrypted memory, the question's embedding included.

`python -m tests.bench.answer_speed [--size 100000] [--questions 300] [--home DIR] [--profile]`

Half of the questions are computed (how long, how often, when last, which, busiest), half quoted. Prints one JSON object: p50, p95 and max
of the clock and of the processor time of the asking thread, by kind; exit 1 where 95 of 100
answers of any kind are not there within half a second.
A DIR that is filled already is used again. Times are those of a clock: nothing else should run.
"""

import argparse
import cProfile
import json
import pstats
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.engines import build_models
from app.memory import Memory
from app.paths import Places
from app.settings import Settings
from tests.bench.made_up import START, Words
from tests.bench.search_speed import filled, spread

BOUND_MS = 500.0
# {app} and the others are filled with names that the memory holds, {when} with a time in it.
COMPUTED = (
    "How long was I in {app} {when}?",
    "How many messages did I get from {person} {when}?",
    "When did I last use {app}?",
    "When did I first write to {person}?",
    "Which apps did I use {when}?",
    "Which sites did I visit {when}?",
    "How often did I open {app} {when}?",
    "Which day was I busiest {when}?",
    "Who wrote to me {when}?",
    "How long was I at the computer {when}?",
)
QUOTED = (
    "What did {person} say about the {word}?",
    "Where is the {word} for the {other}?",
    "Who told me of {word} and {other}?",
    "How much does the {word} cost?",
    "When is the {word} {other}?",
    "What was the {word} {when}?",
    "Why did we {word} the {other}?",
    "{word} {other}",
    "Which {word} do we need for the {other} {third}?",
    "What is {person}'s {word}?",
)


def questions(words: Words, count: int, moments: int) -> list[str]:
    """As many computed as quoted questions, by turns, about all of the memory's time."""
    chance, out = words.chance, []
    last = START + timedelta(seconds=30 * moments)
    for nth in range(count):
        forms = (COMPUTED, QUOTED)[nth % 2]
        word, other, third = words.some_content(3)
        day = last - timedelta(days=chance.randrange(1, 20))
        when = chance.choice(
            (f"on {day:%Y-%m-%d}", f"between {day - timedelta(days=6):%Y-%m-%d} and {day:%Y-%m-%d}", "")
        )
        said = forms[nth // 2 % len(forms)].format(
            app=f"app{chance.randrange(40)}", person=chance.choice(("Ann", "Ben", "Cleo")), when=when,
            word=word, other=other, third=third,
        )  # fmt: skip
        out.append(" ".join(said.split()).replace(" ?", "?"))
    return out


def measure(memory: Memory, asked: Sequence[str]) -> dict[str, Any]:
    """Answers without a model, and how long each kind took."""
    clock: dict[str, list[float]] = {}
    processor: dict[str, list[float]] = {}
    slowest: list[tuple[float, str]] = []
    for question in asked:
        began, worked = time.perf_counter(), time.thread_time()
        answer = memory.ask(question, use_model=False)
        took, work = (time.perf_counter() - began) * 1e3, (time.thread_time() - worked) * 1e3
        for kind in (answer.mode, "all"):
            clock.setdefault(kind, []).append(took)
            processor.setdefault(kind, []).append(work)
        slowest.append((round(took, 1), f"{answer.mode}: {question}"))
    return {
        "answers": {kind: len(held) for kind, held in clock.items()},
        "clock_ms": {kind: spread(held) for kind, held in clock.items()},
        "processor_ms": {kind: spread(held) for kind, held in processor.items()},
        "slowest": sorted(slowest, reverse=True)[:5],
    }


def opened(folder: Path, size: int, models: Any) -> Memory:
    """The memory of so many passages, made where it is not there."""
    filled(folder, size, models.embed.model_id).close()
    return Memory.open(Places(folder / str(size) / "home", folder / str(size) / "key"), models=models)


def main() -> int:
    """Fill, measure, print; 1 where the bound is broken."""
    parser = argparse.ArgumentParser("answer_speed", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--home", type=Path, help="use this folder, filled already or not")
    parser.add_argument("--profile", action="store_true", help="tell where the time goes; no bound then")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        models = build_models(Places(Path(made), None), Settings())
        try:
            models.embed.queries(["warm"])
            memory = opened(options.home or Path(made), options.size, models)
            asked = questions(Words(seed=11), options.questions, int(memory.store.value("SELECT max(id) FROM moment")))
            first = measure(memory, ["What was the warming up about?"])  # reads the mirror
            if options.profile:
                profile = cProfile.Profile()
                profile.runcall(measure, memory, asked)
                pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
            found = measure(memory, asked)
            found |= {"passages": options.size, "first_ms": first["clock_ms"]["all"]["max"]}
            memory.close()
        finally:
            models.close()
    print(json.dumps(found, indent=1), flush=True)
    return 0 if options.profile or max(one["p95"] for one in found["clock_ms"].values()) <= BOUND_MS else 1


if __name__ == "__main__":
    sys.exit(main())
