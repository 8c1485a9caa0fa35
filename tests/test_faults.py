"""The world fails a memory: each command says what is wrong in a sentence, and nothing that was acknowledged is lost by it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import KnownError
from app.memory import Memory, initialise
from tests.bench import disks, faults
from tests.bench.crash.__main__ import ONE_THREAD
from tests.bench.faults import Filled, Outcome, filled, look, say

WRONG_KEY, DAMAGED = "The key does not open this memory", "The memory's file is damaged"
NO_MEMORY = "There is no memory here yet"
BAD_PICTURE = "The picture of this moment is damaged"
# What has to be said; the last page may hold what no command asks for.
SAID = {
    **{f"first {region}": WRONG_KEY for region in faults.REGIONS},
    **{f"{page} {region}": DAMAGED for page in ("second", "middle") for region in faults.REGIONS},
    **{f"last {region}": "" for region in faults.REGIONS},
    "picture flipped": BAD_PICTURE, "picture truncated": BAD_PICTURE, "picture emptied": BAD_PICTURE,
    "picture gone": "This moment has no picture any more",
    "memory.db flipped": DAMAGED, "memory.db truncated": DAMAGED, "memory.db emptied": DAMAGED, "memory.db gone": NO_MEMORY,
    "keys.json flipped": WRONG_KEY, "keys.json truncated": DAMAGED, "keys.json emptied": DAMAGED, "keys.json gone": NO_MEMORY,
    "log truncated": "", "two recorders": "Another recorder already writes",
}  # fmt: skip
ON_DISKS = {"disk full": "The disk is full", "read-only folder": "Recollect may not write to"}


def held(out: Outcome, sentence: str) -> None:
    """Nothing lost, no mistake shown, and the sentence said."""
    assert (out.mistakes, out.wrong) == ([], [])
    assert out.ran > 0
    assert not sentence or any(one.startswith(sentence) for one in out.said), out.said


@pytest.mark.parametrize("name", SAID)
def test_a_damage_is_said_in_a_sentence_and_made_no_worse(name: str, tmp_path: Path) -> None:
    held(faults.faults(1.0)[name](tmp_path), SAID[name])


@pytest.mark.skipif(bool(disks.cannot_mount()), reason=disks.cannot_mount() or "a disk can be made")
@pytest.mark.parametrize("name", ON_DISKS)
def test_a_disk_that_takes_nothing_loses_nothing(name: str, tmp_path: Path) -> None:
    held(faults.faults(1.0)[name](tmp_path), ON_DISKS[name])


def test_every_fault_of_the_table_is_tested() -> None:
    disks_too = {} if disks.cannot_mount() else ON_DISKS
    assert set(faults.faults(1.0)) == {*SAID, *disks_too, "four at once"}


def test_four_processes_write_to_one_memory_at_once() -> None:
    command = [sys.executable, "-m", "tests.bench.faults", "--only", "four at once", "--seconds", "3"]
    done = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all there" in done.stdout


# -- known-bad


@pytest.fixture
def one(tmp_path: Path) -> Filled:
    return filled(tmp_path)


def test_a_damage_that_stays_is_seen(one: Filled) -> None:
    at = faults.PAGE * 20 + 700
    with faults.flipped(one.places.database, at):
        assert look(Outcome("left as it is"), one).wrong
    assert look(Outcome("put back"), one).wrong == []


def test_a_command_that_ends_with_a_mistake_is_seen(one: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("a bug")

    out = Outcome("a bug")
    assert say(out, one.places, "status") == 0
    assert out.mistakes == []
    monkeypatch.setattr(Memory, "open", broken)
    assert say(out, one.places, "status") == 1
    assert len(out.mistakes) == 1


def test_a_file_that_lost_all_is_not_taken_for_a_new_memory(one: Filled) -> None:
    pictures = sorted(one.places.pictures.glob("*/*"))
    for lost in (lambda: one.places.database.write_bytes(b""), one.places.database.unlink):
        lost()
        with pytest.raises(KnownError, match="damaged"):
            initialise(one.places)
    assert sorted(one.places.pictures.glob("*/*")) == pictures
