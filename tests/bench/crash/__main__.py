"""Kills processes and prints what was left, by operation. Exit status 1 when anything was lost, left over or broken.

    python -m tests.bench.crash [--kills N] [--seed N] [--processes N] [--out FILE] [--machine]

`--machine` runs the state machine of tests/test_store_machine.py instead, 200 times 50 steps.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.crash.rounds import Rounds

# A library's threads would make forking unsafe.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main() -> int:
    """Run the worker processes, or be one."""
    options = options_from()
    if options.machine:
        return machine()
    if options.worker:
        with tempfile.TemporaryDirectory(prefix="recollect-crash-") as folder:
            rounds = Rounds(Path(folder), options.seed)
            rounds.run(options.kills)
        print(json.dumps({"absent": rounds.absent, "of": {name: asdict(one) for name, one in rounds.tallies.items()}}))
        return 0
    share = [options.kills // options.processes] * options.processes
    share[0] += options.kills - sum(share)
    found = joined([run.communicate()[0] for run in [worker(options.seed + n, kills) for n, kills in enumerate(share)]])
    if options.out:
        Path(options.out).write_text(json.dumps(found, indent=1) + "\n")
    print(table(found))
    return 1 if failed(found) else 0


def worker(seed: int, kills: int) -> "subprocess.Popen[str]":
    """A process of its own for a share of the kills."""
    command = [sys.executable, "-m", "tests.bench.crash", "--worker", "--seed", str(seed), "--kills", str(kills)]
    return subprocess.Popen(command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, text=True)


def joined(printed: list[str]) -> dict[str, Any]:
    """What all workers found, together. Raises RuntimeError when one of them ended without a word."""
    if not all(printed):
        raise RuntimeError("a worker ended early")
    out: dict[str, Any] = {"absent": [], "of": {}}
    for one in map(json.loads, printed):
        out["absent"] = one["absent"]
        for name, tally in one["of"].items():
            held = out["of"].setdefault(name, dict.fromkeys(tally, 0) | {"broken": []})
            for column, value in tally.items():
                held[column] += value
    return out


def failed(found: dict[str, Any]) -> bool:
    """Whether anything was lost, left over or broken."""
    return any(one["lost"] or one["orphans"] or one["broken"] for one in found["of"].values())


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    columns = ("kills", "told", "mended", "lost", "orphans", "broken")
    lines = [f"{'killed while':<14}" + "".join(f"{name:>9}" for name in columns)]
    rows = {name: [one[c] if c != "broken" else len(one[c]) for c in columns] for name, one in found["of"].items()}
    rows["together"] = [sum(column) for column in zip(*rows.values(), strict=True)]
    lines += [f"{name:<14}" + "".join(f"{value:>9}" for value in row) for name, row in rows.items()]
    lines += [f"{name} is not part of this program yet" for name in found["absent"]]
    lines += sorted({what for one in found["of"].values() for what in one["broken"]})
    return "\n".join(lines)


def machine() -> int:
    """The long run of the state machine."""
    command = [sys.executable, "-m", "pytest", "-q", "--timeout=0", "tests/test_store_machine.py"]
    return subprocess.call(command, env=os.environ | {"RECOLLECT_MACHINE_RUNS": "200", "RECOLLECT_MACHINE_STEPS": "50"})


def options_from() -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(prog="tests.bench.crash", description="Kills processes that work on a memory.")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", help="write the figures as JSON")
    parser.add_argument("--machine", action="store_true", help="the state machine, 200 times 50 steps")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
