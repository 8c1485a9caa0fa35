"""How many messages a second are stored, what others who write meanwhile wait, and how an import with vectors compares with the embedder alone.

`python -m tests.bench.importing [--messages 200000] [--embed 3000] [--file MESSAGES.jsonl]`. Without a file the messages are made up,
of 1 to 60 words. The embedder alone is sentence-transformers in a process of its own, with its defaults, on the very texts that the
import embeds; both have their model loaded when the clock starts, and it runs before and after. Prints one JSON object; exit 1
where a bound is broken: 5,000 messages a second without vectors, 90 % of the embedder's speed with them.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from app.engines import Models, build_models
from app.memory import Memory, initialise
from app.paths import Places
from app.settings import Settings
from models import weights
from models.fake import FakeEmbedder, FakeOcr

START = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = [f"{a}{b}{c}" for a in ("bar", "cel", "dom", "fir", "gol", "hen") for b in ("ta", "ri", "mo", "ne", "su") for c in
         ("", "n", "s", "ing", "ed", "ly", "er", "ful")]  # fmt: skip
BOUNDS = {"stored_per_s": 5000.0, "of_embedder": 0.9}
OTHERS_EVERY_S = 0.2
ALONE = """
import json, os, sys, time
os.nice(5)  # as the worker
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu", local_files_only=True)
texts = json.load(open(sys.argv[2]))
model.encode(texts[:64])
began, began_cpu = time.perf_counter(), time.process_time()
model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
print(time.perf_counter() - began, time.process_time() - began_cpu)
"""


def made_up(count: int, folder: Path) -> Path:
    """A file of messages, five hundred to a thread."""
    chance, at, file = random.Random(1), START, folder / "made-up.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for number in range(count):
            at += timedelta(seconds=chance.randrange(1, 300))
            text = " ".join(chance.choices(WORDS, k=int(chance.triangular(1, 60, 12))))
            line = {
                "id": f"m{number}",
                "thread": f"t{number // 500}",
                "time": at.isoformat(),
                "author": f"a{number % 7}",
            }
            out.write(json.dumps(line | {"text": text}) + "\n")
    return file


def first_lines(file: Path, count: int, folder: Path) -> Path:
    cut = folder / f"first-{count}.jsonl"
    with file.open(encoding="utf-8") as lines:
        cut.write_text("".join(islice(lines, count)), encoding="utf-8")
    return cut


class Writer(threading.Thread):
    """Writes a note five times a second, as a recorder writes moments, and notes how long each took."""

    def __init__(self, places: Places, models: Models) -> None:
        super().__init__()
        self.places, self.models, self.took_ms, self.over = places, models, list[float](), threading.Event()

    def run(self) -> None:
        memory = Memory.open(self.places, models=self.models)
        while not self.over.wait(OTHERS_EVERY_S):
            began = time.perf_counter()
            memory.note("a note meanwhile")
            self.took_ms.append((time.perf_counter() - began) * 1e3)
        memory.close()


def stored(file: Path, folder: Path) -> dict[str, Any]:
    """An import without vectors, alone, then into another memory beside who writes, then once more over the same file."""
    models = Models(None, FakeOcr(), FakeEmbedder(), None)
    out: dict[str, Any] = {}
    for name in ("alone", "beside"):
        places = Places(folder / name, folder / f"{name}.key")
        initialise(places)
        memory, writer = Memory.open(places, models=models), Writer(places, models)
        if name == "beside":
            writer.start()
        began, began_cpu = time.perf_counter(), time.process_time()
        done = memory.import_messages(file)
        took, cpu = time.perf_counter() - began, time.process_time() - began_cpu
        writer.over.set()
        if name == "alone":
            began = time.perf_counter()
            memory.import_messages(file)
            out |= {"messages": done.imported, "stored_per_s": done.imported / took, "stored_per_cpu_s": done.imported / cpu,
                    "skipped_per_s": done.imported / (time.perf_counter() - began)}  # fmt: skip
        else:
            writer.join()
            waits = sorted(writer.took_ms) or [0.0]
            out |= {"beside_per_s": done.imported / took, "other_writes": len(waits), "other_p50_ms": waits[len(waits) // 2],
                    "other_p95_ms": waits[int(0.95 * len(waits))], "other_worst_ms": waits[-1]}  # fmt: skip
        memory.close()
    return out


def embedded(file: Path, folder: Path) -> dict[str, Any]:
    """An import with vectors beside the embedder alone on the same texts."""
    texts = folder / "texts.json"
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    texts.write_text(json.dumps([f"{line['author']}: {line['text']}" for line in lines]), encoding="utf-8")
    before, before_cpu = alone(texts)
    places = Places(folder / "whole", folder / "whole.key")
    initialise(places)
    models = build_models(places, Settings())
    models.embed.passages(["warm"] * 64)
    memory = Memory.open(places, models=models)
    began, began_cpu = time.perf_counter(), time.process_time() + worker_cpu_s(models)
    memory.import_messages(file)
    without = time.perf_counter() - began
    count = memory.embed_waiting()
    whole, cpu = time.perf_counter() - began, time.process_time() + worker_cpu_s(models) - began_cpu
    memory.close()
    models.close()
    after, after_cpu = alone(texts)
    by_itself = (before + after) / 2
    return {"embedded": count, "import_s": whole, "of_it_storing_s": without, "embedder_alone_s": [before, after],
            "import_cpu_s": cpu, "embedder_alone_cpu_s": [before_cpu, after_cpu], "of_embedder": by_itself / whole}  # fmt: skip


def worker_cpu_s(models: Models) -> float:
    """Processor time of the embedder's worker so far."""
    return float(models.states()["embed"]["cpu_s"])


def alone(texts: Path) -> tuple[float, float]:
    """Seconds, and seconds of processor time, that the embedder takes for a file of texts, in a process of its own."""
    found = weights.pinned()
    assert found is not None
    # As in our workers: threads that spin while they wait would make it slower wherever the machine has other work.
    run = subprocess.run(
        [sys.executable, "-c", ALONE, found.place, str(texts)], capture_output=True, text=True, check=True,
        env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE"},
    )  # fmt: skip
    took, cpu = run.stdout.split()
    return float(took), float(cpu)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--messages", type=int, default=200_000)
    ask.add_argument("--embed", type=int, default=3000)
    ask.add_argument("--file", type=Path)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = given.file or made_up(given.messages, folder)
        out = stored(first_lines(file, given.messages, folder), folder) if given.messages else {}
        if given.embed:
            out |= embedded(first_lines(file, given.embed, folder), folder)
    out = {key: round(value, 3) if isinstance(value, float) else value for key, value in out.items()}
    broken = [key for key, least in BOUNDS.items() if key in out and out[key] < least]
    print(json.dumps(out | {"broken": broken}))
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
