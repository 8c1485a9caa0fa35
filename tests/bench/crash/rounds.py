"""One round: processes at work on a memory, killed at a random moment. Forks, so it must run in a process without threads."""

import contextlib
import json
import os
import random
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.paths import Places
from tests.bench.crash import operations, scene
from tests.bench.crash.check import Expected, Findings, verify
from tests.bench.crash.operations import Child

LONGEST_S = 0.7  # from being ready to the kill
MIGRATING_S = 0.04
KILLS_A_MEMORY = 12
_TOGETHER = 0.3  # of the rounds have two processes at work
_NOT_LOOKED_AT = 0.25  # of the rounds are followed by the next one as they are
_OLD_MOMENTS = 30


@dataclass
class Tally:
    """Of one operation: how often it was killed, what it had told, what was wrong after it."""

    kills: int = 0
    told: int = 0
    mended: int = 0
    lost: int = 0
    orphans: int = 0
    broken: list[str] = field(default_factory=list)


@dataclass
class Working:
    """A started process and what it tells."""

    name: str
    pid: int
    pipe: int
    kill_at_s: float = 0.0
    held: bytes = b""
    ended: bool = False

    def steps(self) -> list[dict[str, Any]]:
        """What was told whole."""
        return [json.loads(line) for line in self.held.split(b"\n")[:-1]]


def start(name: str, work: Callable[[Child], None], places: Places, folder: Path, round_: int, seed: int) -> Working:
    """Fork a process that does one operation."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Working(name, pid, reading)
    status = 3
    try:
        os.close(reading)
        child = Child(places, folder, round_, random.Random(seed), writing)
        try:
            work(child)
        except BaseException:
            child.tell(failed=traceback.format_exc(limit=-6))
            raise
        status = 0
    finally:
        os._exit(status)


def kill_all(working: list[Working], chance: random.Random, *, lasts_s: float | None = None) -> None:
    """Listen to each process until its time has come, kill it, and hear what it had told until then.

    Its time is random, or `lasts_s` after it was ready.
    """
    while open_ := [one for one in working if not one.ended]:
        now_s = time.monotonic()
        for one in open_:
            if one.kill_at_s and now_s >= one.kill_at_s:
                os.kill(one.pid, signal.SIGKILL)
                one.kill_at_s = 0.0
        nearest_s = min([one.kill_at_s - now_s for one in open_ if one.kill_at_s], default=1.0)
        ready, _, _ = select.select([one.pipe for one in open_], [], [], max(nearest_s, 0.0))
        for one in open_:
            if one.pipe in ready:
                _hear(one, chance, lasts_s)
    for one in working:
        os.close(one.pipe)
        os.waitpid(one.pid, 0)


def _hear(one: Working, chance: random.Random, lasts_s: float | None) -> None:
    data = os.read(one.pipe, 65536)
    if not data:
        one.ended = True
        return
    if not one.held:  # it is ready: its end is set now
        at_most_s = MIGRATING_S if one.name == "migrate" else LONGEST_S
        one.kill_at_s = time.monotonic() + (chance.random() * at_most_s if lasts_s is None else lasts_s)
    one.held += data


class Rounds:
    """Kills, one after the other, on memories in a folder."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.operations, self.absent = operations.operations()
        self.tallies = {name: Tally() for name in self.operations}
        self._memories = 0

    def run(self, kills: int) -> None:
        """So many kills, each operation as often as the others."""
        names = [name for name in self.operations if name != "migrate"]
        done, turn = 0, 0
        while done < kills:
            if turn % len(self.operations) == len(names):
                done += self._migration()
                turn += 1
                continue
            places, expected = scene.fresh(self._next_folder()), Expected()
            for round_ in range(1, KILLS_A_MEMORY, 2):
                if done >= kills or turn % len(self.operations) == len(names):
                    break
                chosen = [names[turn % len(self.operations)]]
                turn += 1
                if self.chance.random() < _TOGETHER and kills - done > 1:
                    chosen += [self.chance.choice([name for name in names if name not in chosen])]
                done += self._round(places, expected, sorted(chosen, key=lambda name: name != "forget"), round_)
                if self.chance.random() > _NOT_LOOKED_AT or done >= kills:
                    self._note(chosen, verify(places, expected))

    def _next_folder(self) -> Path:
        self._memories += 1
        folder = self.folder / f"memory-{self._memories}"
        folder.mkdir()
        return folder

    def _round(self, places: Places, expected: Expected, chosen: list[str], round_: int) -> int:
        """Who forgets comes first: its round ends before that of the other begins."""
        working = [
            start(name, self.operations[name], places, places.home.parent, round_ + n, self.chance.randrange(1 << 30))
            for n, name in enumerate(chosen)
        ]
        kill_all(working, self.chance)
        for one in working:
            steps = one.steps()
            expected.hear(steps)
            tally = self.tallies[one.name]
            tally.kills += 1
            tally.told += sum("ready" not in step and "will" not in step for step in steps)
            tally.broken += [step["failed"] for step in steps if "failed" in step]
        return len(working)

    def _migration(self) -> int:
        places, ids = scene.older(self._next_folder(), self.chance.choice([1, 2]), _OLD_MOMENTS)
        expected = Expected({one: number for number, one in enumerate(ids)})
        kills = self._round(places, expected, ["migrate"], 1)
        self._note(["migrate"], verify(places, expected))
        return kills

    def _note(self, chosen: list[str], findings: Findings) -> None:
        tally = self.tallies[chosen[0]]
        tally.mended += findings.mended
        tally.lost += findings.lost
        tally.orphans += findings.orphans
        tally.broken += [f"{'+'.join(chosen)}: {what}" for what in findings.broken]


def forget_folder(folder: Path) -> None:
    """Remove what the rounds left."""
    import shutil

    with contextlib.suppress(OSError):
        shutil.rmtree(folder)
