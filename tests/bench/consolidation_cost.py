"""What it costs to make memories of the demo week without a model, on one core, and how much longer a question waits meanwhile.

`python -m tests.bench.consolidation_cost` draws the week, lets quick stand-ins read it (`--real`: the real OCR and embedder), and
measures three things: all steps alone on one core; questions alone, and beside the steps in a thread of the same process; and how soon a
model that writes a memory stops when somebody asks (the real llama.cpp, random weights). It ends with status 1 beyond the limits.
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app import demo
from app.consolidate import making
from app.consolidate.written import Pen, write_next
from app.demo import questions
from app.demo_memory import SOURCE, fill_demo
from app.engines import FAILURES, Models, build_models
from app.memory import Memory, initialise
from app.paths import Places
from app.settings import Settings
from app.store import asking
from app.store.asking import give_way
from app.store.db import Store
from app.tally import percentiles
from models.chat import ChatClient
from models.fake import FakeEmbedder, FakeOcr
from models.host import WorkerHost
from tests.bench.babbling import new_scene
from tests.tiny_gguf import write_tiny_gguf

LAST_DAY, TODAY = date(2026, 11, 15), "2026-11-16"
MOST_S, MOST_LONGER_MS, MOST_CANCEL_MS = 60.0, 300.0, 200.0
QUESTIONS = 60
STOPS = 20
BETWEEN_S = 0.03  # between two questions, so that steps have begun when the next one comes


@dataclass
class Steps:
    """How long each step took, by what it made."""

    took_ms: list[float] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    wall_s: float = 0.0
    cpu_s: float = 0.0


def filled(folder: Path, models: Models, days: int) -> Places:
    """A memory that holds the first demo week."""
    places = Places(folder / "home", folder / "key")
    initialise(places)
    memory = Memory.open(places, models=models)
    if isinstance(models.ocr, FakeOcr):
        for one in demo.week(days=days, last_day=LAST_DAY):
            if one.kind == "screen":
                models.ocr.learn(demo.picture(one).tobytes(), one.lines)
    fill_demo(memory, days=days, last_day=LAST_DAY)
    memory.close()
    return places


def make_all(memory: Memory, steps: Steps) -> None:
    """Run every step until nothing is left, as the job does it."""
    began_s, began_cpu_s = time.perf_counter(), time.thread_time()
    while True:
        give_way(memory.store.places)
        step_s = time.perf_counter()
        made = making.make_next(memory.store, TODAY)
        steps.took_ms.append((time.perf_counter() - step_s) * 1000)
        if not made:
            break
        steps.made[made] += 1
    steps.wall_s += time.perf_counter() - began_s
    steps.cpu_s += time.thread_time() - began_cpu_s


def alone(places: Places, folder: Path, models: Models) -> Steps:
    """All steps on one core."""
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    steps = Steps()
    if before:
        os.sched_setaffinity(0, {min(before)})
    try:
        memory = Memory.open(copied(places, folder / "alone"), models=models)
        make_all(memory, steps)
        memory.close()
    finally:
        if before:
            os.sched_setaffinity(0, before)
    return steps


def copied(places: Places, folder: Path) -> Places:
    """A copy of a memory that may be changed."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(places.home, folder)
    return Places(folder, places.key_file)


def asked_ms(memory: Memory, texts: Sequence[str]) -> list[float]:
    """How long each question took, without a model."""
    out = []
    for text in texts:
        began = time.perf_counter()
        memory.ask(text, use_model=False)
        out.append((time.perf_counter() - began) * 1000)
        time.sleep(BETWEEN_S)
    return out


def beside(places: Places, folder: Path, models: Models, texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """The times of questions with nothing beside them, and with all steps beside them, over and over, in the same process."""
    over, begun, rounds = threading.Event(), threading.Event(), 0
    home = copied(places, folder / "asked")
    asker = Memory.open(home, models=models)
    asked_ms(asker, texts[:5])
    quiet = asked_ms(asker, texts)

    def work() -> None:
        nonlocal rounds
        while not over.is_set():
            memory = Memory.open(home, models=models)
            memory.store.execute("DELETE FROM memory")
            memory.store.execute("DELETE FROM control WHERE name NOT IN ('pause', 'meter')")
            begun.set()
            make_all(memory, Steps())
            memory.close()
            rounds += 1

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    busy = asked_ms(asker, texts)
    over.set()
    thread.join()
    asker.close()
    print(f"  meanwhile all was made {rounds} times")
    return quiet, busy


class Writer(threading.Thread):
    """Writes one piece; `ended` is when it had."""

    def __init__(self, store: Store, client: ChatClient) -> None:
        super().__init__()
        self.store, self.client, self.ended = store, client, 0.0

    def run(self) -> None:
        write_next(self.store, Pen(self.client, FAILURES))
        self.ended = time.perf_counter()


def stopped_ms(folder: Path) -> list[float]:
    """How long after somebody asks a model that writes has stopped: in its prompt, and in its answer."""
    host, scene, out = WorkerHost(), new_scene(folder), []
    try:
        client = ChatClient(host, path=write_tiny_gguf(folder / "slow.gguf", layers=12, width=384))
        scene.add_episode()
        client.count("load")
        for turn in range(STOPS):
            used = host.states()["chat"]["cpu_s"]
            writer = Writer(scene.store, client)
            writer.start()
            while host.states()["chat"]["cpu_s"] < used + 0.05 * (1 + turn % 8):
                time.sleep(0.005)
            began = time.perf_counter()
            with asking.asking(scene.store.places):
                writer.join()
            out.append((writer.ended - began) * 1000)
            client.count("free")  # what the next one who asks waits for
    finally:
        host.close()
        scene.memory.close()
    return out


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--days", type=int, default=7)
    options.add_argument("--real", action="store_true", help="read the week with the real OCR and embedder")
    given = options.parse_args()
    texts = [one.question for one in questions("a", last_day=LAST_DAY)][:QUESTIONS]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = build_models(Places(folder, None), Settings()) if given.real else Models(None, FakeOcr(), FakeEmbedder(), None)  # fmt: skip
        try:
            places = filled(folder, models, given.days)
            memory = Memory.open(places, models=models)
            moments = memory.store.value("SELECT count(*) FROM moment WHERE source = ?", (SOURCE,))
            memory.close()
            steps = alone(places, folder, models)
            print(f"{moments} moments of {given.days} days, {len(making.STEPS)} kinds of steps, on one core:")
            print(f"  {steps.wall_s:.1f} s, {steps.cpu_s:.1f} s of processor, {dict(steps.made)}")
            print(f"  a step {percentiles(steps.took_ms)} ms, at most {max(steps.took_ms):.0f}")
            quiet, busy = beside(places, folder, models, texts)
        finally:
            models.close()
        stops = stopped_ms(folder / "scene")
    longer = {
        name: round((percentiles(busy)[name] or 0) - (percentiles(quiet)[name] or 0), 1) for name in ("p50", "p95")
    }
    most = max(after - before for before, after in zip(quiet, busy, strict=True))
    print(
        f"a question: {percentiles(quiet)} ms, meanwhile {percentiles(busy)} ms: longer by {longer} ms, the worst by {most:.0f} ms"
    )
    print(f"a model that writes has stopped {percentiles(stops)} ms after somebody asks, at most {max(stops):.0f}")
    good = (
        steps.wall_s < MOST_S and longer["p95"] < MOST_LONGER_MS and (percentiles(stops)["p95"] or 0) < MOST_CANCEL_MS
    )
    print("within the limits" if good else f"BEYOND A LIMIT: {MOST_S} s, {MOST_LONGER_MS} ms, {MOST_CANCEL_MS} ms")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
