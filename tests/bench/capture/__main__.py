"""Plays the desk, records it with the command line, and compares. Prints a table; `--out` writes the figures as JSON.

    python -m tests.bench.capture [--sample K] [--ours] [--read-s S] [--out FILE] [--keep FOLDER]

`--sample K` reads only each K-th picture of the arm that reads every change (its cost is scaled, its facts are then too few).
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image

from app.engines import Models
from app.memory import Memory
from app.paths import Places
from app.tally import percentiles
from capture.virtual import VirtualDesktop
from models.embed import EmbedClient
from models.fake import FakeEmbedder
from models.host import WorkerHost
from models.ocr import OcrClient
from tests.bench.capture.arms import FullReader, Pictures, run_arms
from tests.bench.capture.desk import EXCLUDED, EXCLUDED_TITLE, MONITORS, SIZE, Desk
from tests.bench.capture.facts import CANARIES, Fact, facts

_SLACK_PX = 60
# From the grab of a frame of the editor to its being searchable, where nothing else waited to be read.
TYPED = """
SELECT (m.read_us - m.at_us) / 1e6 FROM moment m WHERE m.app = 'Mousepad' AND m.read_us IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM moment o WHERE o.at_us < m.at_us AND o.read_us > m.at_us)
"""


class Recollect:
    """The command line on a memory of its own."""

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder / "memory", folder / "key")
        self._environment = os.environ | {
            "RECOLLECT_HOME": str(self.places.home),
            "RECOLLECT_KEY_FILE": str(self.places.key_file),
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "app", *arguments], env=self._environment, stdout=subprocess.PIPE, text=True
        )

    def run(self, *arguments: str) -> str:
        out, _ = (process := self.start(*arguments)).communicate()
        if process.returncode:
            raise RuntimeError(f"recollect {arguments[0]} ended with {process.returncode}")
        return out

    def opened(self) -> Memory:
        return Memory.open(self.places, models=Models(None, None, FakeEmbedder(), None))


def play(recollect: Recollect, folder: Path, told: list[Fact], read_s: float) -> tuple[dict[str, Any], float]:
    """Record the desk while the script runs; the recorder's report and the length of the script in seconds."""
    with VirtualDesktop(*SIZE) as desktop:
        desk = Desk(desktop, folder, told, read_s=read_s)
        desk.open()
        length_s = 9 * 4.0 + read_s * 105
        recorder = recollect.start("record", "--for", str(round(length_s)), "--display", desktop.display, "--json")
        command = [
            sys.executable,
            "-m",
            "tests.bench.capture.taker",
            desktop.display,
            str(folder / "taken"),
            str(length_s),
        ]
        taker = subprocess.Popen(command)
        time.sleep(4)
        started = time.monotonic()
        desk.play()
        took_s = time.monotonic() - started
        print(f"script {took_s:.0f} s of {length_s:.0f} s", file=sys.stderr)
        out, _ = recorder.communicate()
        taker.wait()
    return json.loads(out), length_s


def static_cost(recollect: Recollect, folder: Path) -> dict[str, float]:
    """Processor seconds a minute of a screen on which nothing happens, the start not counted."""
    with VirtualDesktop(*SIZE) as desktop:
        Desk(desktop, folder, []).open()
        reports = []
        for seconds in (20, 80):
            out = recollect.run("record", "--for", str(seconds), "--display", desktop.display, "--json")
            reports.append(json.loads(out))
    minutes = (reports[1]["seconds"] - reports[0]["seconds"]) / 60
    return {
        "start_cpu_s": round(start_cost(), 3),
        "cpu_s_a_minute": round((reports[1]["cpu_s"] - reports[0]["cpu_s"]) / minutes, 3),
        "recorder_cpu_s_a_minute": round((reports[1]["recorder_cpu_s"] - reports[0]["recorder_cpu_s"]) / minutes, 3),
    }


def start_cost() -> float:
    """Processor seconds until the workers that a recording uses are ready: the text recognition and the embedder."""
    host = WorkerHost()
    try:
        OcrClient(host).engine_name()
        EmbedClient(host).queries(["a"])
        return sum(float(state["cpu_s"]) for state in host.states().values())
    finally:
        host.close()


def found_by_search(recollect: Recollect, folder: Path, told: list[Fact]) -> dict[str, str]:
    """Of each fact that stands in the text of one of the first five hits, the moment."""
    asked = folder / "asked.jsonl"
    asked.write_text("".join(json.dumps({"query": fact.query}) + "\n" for fact in told))
    results = [json.loads(line) for line in recollect.run("search", "--queries", str(asked), "--json").splitlines()]
    found = {}
    for fact, result in zip(told, results, strict=True):
        for hit in result["hits"][:5]:
            if fact.in_text(hit["text"]):
                found[fact.name] = hit["id"]
                break
    return found


def stored(recollect: Recollect, reader: FullReader, told: list[Fact], found: dict[str, str]) -> dict[str, Any]:
    """What the stored pictures and texts hold: bytes against lossless ones, facts read again, canaries."""
    memory = recollect.opened()
    try:
        moments = [one for one in memory.timeline(limit=100_000) if one.has_picture]
        left = {name: x for name, x, _ in MONITORS}
        lossless = leaks = 0
        again: dict[str, str] = {}
        for moment in moments:
            picture = Image.open(io.BytesIO(memory.picture(moment.id))).convert("RGB")
            out = io.BytesIO()
            picture.save(out, "WEBP", lossless=True, method=4, quality=80)
            lossless += len(out.getvalue())
            x, y, width, height = EXCLUDED
            x -= left[moment.monitor]
            if -width < x < picture.width:
                area = (
                    x - _SLACK_PX,
                    y - _SLACK_PX,
                    min(x + width + _SLACK_PX, picture.width),
                    min(y + height + _SLACK_PX, picture.height),
                )
                cut = picture.crop((max(area[0], 0), max(area[1], 0), *area[2:]))
                leaks += _canaries(reader.read(cut.resize((cut.width * 2, cut.height * 2), Image.Resampling.LANCZOS)))
            if moment.id in found.values():
                again[moment.id] = reader.read(picture)
        texts = "\n".join(
            str(row) for table in ("passage", "moment", "turn") for row in memory.store.rows(f"SELECT * FROM {table}")
        )
        logs = "".join(file.read_text(errors="replace") for file in recollect.places.logs.rglob("*") if file.is_file())
        read_again = [
            fact.name for fact in told if fact.name in found and fact.in_text(again.get(found[fact.name], ""))
        ]
        typed = percentiles([row[0] for row in memory.store.rows(TYPED)])
        pictures = int(memory.store.value("SELECT sum(size_bytes) FROM picture"))
    finally:
        memory.close()
    return {
        "typed_searchable_s": typed, "pictures": len(moments), "picture_bytes": pictures, "lossless_bytes": lossless,
        "share_of_lossless": round(pictures / lossless, 3),
        "read_again": len(read_again), "read_again_of": len(found),
        "canaries_in_pictures": leaks, "canaries_in_rows": _canaries(texts), "canaries_in_logs": _canaries(logs),
    }  # fmt: skip


def _canaries(text: str) -> int:
    return sum(one in text.replace(" ", "").lower() for one in CANARIES)


def report(figures: dict[str, Any]) -> str:
    """The figures as a table and a few lines."""
    ours, full = figures["record"], figures["arms"][0] if figures["arms"] else {"cpu_s": float("nan")}
    minutes = figures["length_s"] / 60
    lines = [
        f"Desk of {minutes:.1f} minutes, {figures['facts']} facts, two monitors (logical ones of one Xvfb screen).",
        "", "| arm | frames kept | facts | CPU s a minute |", "|---|---|---|---|",
        f"| ours | {ours['frames']} | {figures['found']} by search | {ours['cpu_s'] / minutes:.2f} with everything |",
    ]  # fmt: skip
    lines += [
        f"| {arm['name']} | {arm['kept']} | {len(arm['found'])} | {arm['cpu_s'] / minutes:.2f} reading alone |"
        for arm in figures["arms"]
    ]
    kept = figures["stored"]
    lines += [
        "",
        f"ours / every change: {ours['cpu_s'] / full['cpu_s']:.3f} of the CPU with the start of all workers",
        f"  without it, as the other arm: {(ours['cpu_s'] - figures['static']['start_cpu_s']) / full['cpu_s']:.3f}",
        f"recorder thread: {100 * ours['recorder_cpu_s'] / ours['seconds']:.2f} % of a core",
        f"workers: {ours['worker_cpu_s']} s of {ours['cpu_s']} s",
        f"static screen: {figures['static']}",
        f"bytes: {ours['bytes']} in all, {ours['bytes'] / minutes * 60 / 1e6:.1f} MB an hour; pictures {kept['share_of_lossless']} of lossless",
        f"read again from stored pictures: {kept['read_again']} of {kept['read_again_of']}",
        f"grab to searchable, a typed line when nothing waits: {kept['typed_searchable_s']}",
        f"grab to searchable, all: {ours['searchable_s']}; coverage {ours['coverage']}; ticks {ours['ticks']}",
        f"canaries: {kept['canaries_in_pictures']} in pictures, {kept['canaries_in_rows']} in rows, {kept['canaries_in_logs']} in logs",
        f"not found: {figures['missing']}",
    ]  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=1)
    parser.add_argument("--read-s", type=float, default=3.0)
    parser.add_argument("--ours", action="store_true", help="leave the other arms out")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        measure(folder, options)


def measure(folder: Path, options: argparse.Namespace) -> None:
    """One whole run in a folder."""
    told, recollect = facts(), Recollect(folder)
    recollect.run("init")
    memory = recollect.opened()
    memory.add_rule("title", f"{EXCLUDED_TITLE}*")
    memory.close()
    recorded, length_s = play(recollect, folder, told, options.read_s)
    (folder / "record.json").write_text(json.dumps(recorded))
    found = found_by_search(recollect, folder, told)
    pictures = Pictures(folder / "taken")
    reader = FullReader(pictures)
    try:
        kept = stored(recollect, reader, told, found)
        arms = [] if options.ours else run_arms(pictures, reader, told, length_s, sample=options.sample)
    finally:
        reader.close()
    missing = [f"{fact.surface}: {fact.name}" for fact in told if fact.name not in found]
    figures = {
        "length_s": length_s, "facts": len(told), "found": len(found), "missing": missing,
        "record": recorded, "stored": kept, "static": static_cost(recollect, folder),
        "arms": [{"name": arm.name, "kept": arm.kept, "found": arm.found, "cpu_s": round(arm.cpu_s, 2)} for arm in arms],
    }  # fmt: skip
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1))
    print(report(figures))


if __name__ == "__main__":
    main()
