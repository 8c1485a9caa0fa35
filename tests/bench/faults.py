"""What becomes of a memory when the world fails it: a table of faults. Exit status 1 when anything acknowledged was lost.

python -m tests.bench.faults [--seconds S]
"""

import argparse
import contextlib
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.__main__ import main
from app.cli.context import Given
from app.daemon import Session, take_lock
from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.settings import Settings
from app.sink import StoreSink
from app.store.db import open_store
from capture.frame import Tick
from tests.bench import disks
from tests.bench.crash import operations, rounds, scene
from tests.bench.crash.__main__ import ONE_THREAD
from tests.bench.crash.check import Expected, verify

PAGE = 4096
DISK_MB = 6
# Where in a page a bit is flipped: its contents, its initialisation vector, its seal.
REGIONS = {"contents": 700, "vector": PAGE - 76, "seal": PAGE - 10}
PAGES = {"first": 0.0, "second": 0.0, "middle": 0.5, "last": 1.0}


@dataclass
class Outcome:
    """What was done, what the program said to it, and what was wrong afterwards, when the world was whole again."""

    fault: str
    ran: int = 0
    said: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def row(self) -> str:
        """As a line of the table."""
        said = ", ".join(dict.fromkeys(one.split(".")[0] for one in self.said)) or "nothing"
        end = "; ".join([*self.mistakes, *self.wrong]) or "all there"
        return f"{self.fault:<42} {self.ran:>3} commands, said: {said[:110]:<110}  after: {end}"


@dataclass
class Filled:
    """A memory with some of everything, and what was told of it."""

    places: Places
    expected: Expected
    some_id: str
    some_word: str


def filled(folder: Path, home: Path | None = None) -> Filled:
    """Record, read, import; the log of writes is empty and the file closed."""
    places, expected = Places(home or folder / "home", folder / "key"), Expected()
    initialise(places)
    key = scene.key_of(places)
    sink = StoreSink(lambda: open_store(places, key))
    for number in range(1, 9):
        at = scene.begins(number)
        kept = sink.keep(scene.frame(number, 1, at, None))
        sink.tick(Tick(at, "UTC", f"m{number}", "kept", "", "timer", 1.0, kept))
        expected.hear([{"kept": kept, "number": number}, {"ticks": 1}, {"read": kept}])
    sink.close()
    memory = Memory.open(places, models=scene.models())
    for number in range(20, 30):
        path, ids = scene.message_file(folder, number, scene.begins(9))
        memory.import_messages(path, wait=True)
        rows = [memory.store.value("SELECT public_id FROM moment WHERE source_id = ?", (one,)) for one in ids]
        expected.hear([{"imported": rows, "number": number}])
    memory.read_pending()
    memory.store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    memory.close()
    return Filled(places, expected, next(iter(expected.moments)), scene.word(1))


# -- the command line


def _given(places: Places) -> Given:
    def opened(where: Places, passphrase: str | None, settings: Settings | None) -> tuple[Memory, Callable[[], None]]:
        memory = Memory.open(where, passphrase=passphrase, models=scene.models())
        return memory, memory.close

    return Given(places, opened, Session, lambda where, passphrase: initialise(where, passphrase=passphrase))


def say(out: Outcome, places: Places, *words: str) -> int:
    """Run a command; what it says to a failure is noted, a mistake of the program too."""
    printed, complained = io.StringIO(), io.StringIO()
    out.ran += 1
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        status = main(list(words), here=_given(places))
    text = complained.getvalue()
    if "Traceback" in text or "made a mistake" in text:
        out.mistakes.append(f"{words[0]}: {' '.join(text.split())[:90]}")
    elif status not in (0, 1) or (status == 1 and not (text.strip() or printed.getvalue().strip())):
        out.mistakes.append(f"{words[0]} ended with {status} and said nothing")
    elif status == 1 and text.strip():
        out.said.append(" ".join(text.split()))
    return status


def say_all(out: Outcome, one: Filled, folder: Path) -> None:
    """The commands of a day."""
    path, _ = scene.message_file(folder, 777, scene.begins(10))
    for words in (
        ["status"], ["doctor"], ["timeline"], ["search", one.some_word], ["ask", f"what says {one.some_word}?"],
        ["show", one.some_id], ["show", one.some_id, "--image", str(folder / "picture.png")], ["note", "a note of today"],
        ["import", "messages", str(path)], ["forget", "--source", "note", "--yes"], ["init"],
    ):  # fmt: skip
        say(out, one.places, *words)


def look(out: Outcome, one: Filled) -> Outcome:
    """Note what is wrong now."""
    found = verify(one.places, one.expected)
    out.wrong += [f"{found.lost} lost"] if found.lost else []
    out.wrong += [f"{found.orphans} orphans"] if found.orphans else []
    out.wrong += found.broken
    return out


# -- the faults


def disk_full(folder: Path) -> Outcome:
    """Record and import until the disk is full, try everything, make room, and go on."""
    out = Outcome("disk full")
    with disks.small_disk(folder / "disk", DISK_MB) as disk:
        one = filled(folder, disk / "home")
        _fill(out, one, disk)
        say_all(out, one, folder)
        with contextlib.suppress(KnownError):
            _import(one, folder, 500)
        disks.grow(disk, 64)
        _recorded_again(out, one)
        look(out, one)
    return out


def _fill(out: Outcome, one: Filled, disk: Path) -> None:
    """Leave a little room, then record until none is left."""
    free_bytes = shutil.disk_usage(disk).free
    (disk / "ballast").write_bytes(bytes(max(free_bytes - 600_000, 0)))
    key = scene.key_of(one.places)
    sink = StoreSink(lambda: open_store(one.places, key))
    try:
        for number in range(100, 100_000):
            kept = sink.keep(scene.frame(number, 1, scene.begins(11), None))
            sink.tick(Tick(scene.begins(11), "UTC", "m", "kept", "", "timer", 1.0, kept))
            one.expected.hear([{"kept": kept, "number": number}])
    except OSError as error:
        out.said.append(f"recorder: {error.strerror}")
    finally:
        sink.close()
    with contextlib.suppress(OSError), (disk / "more ballast").open("wb", buffering=0) as ballast:
        while True:  # a picture no longer fits; now not even a row does
            ballast.write(bytes(512))


def _import(one: Filled, folder: Path, number: int) -> None:
    path, ids = scene.message_file(folder, number, scene.begins(12))
    memory = Memory.open(one.places, models=scene.models())
    try:
        memory.import_messages(path)
        rows = [memory.store.value("SELECT public_id FROM moment WHERE source_id = ?", (key,)) for key in ids]
        one.expected.hear([{"imported": rows, "number": number}])
    finally:
        memory.close()


def _recorded_again(out: Outcome, one: Filled) -> None:
    sink = StoreSink(lambda: open_store(one.places, scene.key_of(one.places)))
    try:
        kept = sink.keep(scene.frame(900, 1, scene.begins(13), None))
        one.expected.hear([{"kept": kept, "number": 900}])
    except OSError as error:
        out.wrong.append(f"recording does not go on: {error.strerror}")
    finally:
        sink.close()


def read_only_folder(folder: Path) -> Outcome:
    """A home to which nobody may write."""
    out, one = Outcome("read-only folder"), filled(folder)
    with disks.read_only(one.places.home):
        say_all(out, one, folder)
    return look(out, one)


def flipped_in_database(folder: Path, page: str, region: str) -> Outcome:
    """One bit of a page is not what it was; afterwards it is again, unless the page was written anew meanwhile."""
    out, one = Outcome(f"a bit flipped in the {page} page's {region}"), filled(folder)
    pages = one.places.database.stat().st_size // PAGE
    number = 1 if page == "second" else round(PAGES[page] * (pages - 1))
    with flipped(one.places.database, number * PAGE + REGIONS[region]):
        say_all(out, one, folder)
    return look(out, one)


@contextlib.contextmanager
def flipped(path: Path, at: int) -> Iterator[None]:
    """A bit of a file, flipped as long as the block lasts."""
    before = _byte(path, at)
    _set_byte(path, at, before ^ 0x10)
    try:
        yield
    finally:
        if path.stat().st_size > at and _byte(path, at) == before ^ 0x10:
            _set_byte(path, at, before)


def _byte(path: Path, at: int) -> int:
    return path.read_bytes()[at]


def _set_byte(path: Path, at: int, value: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes([value]))


def damaged_picture(folder: Path, how: str) -> Outcome:
    """The picture of one moment is damaged; everything else, also of that moment, is there."""
    out, one = Outcome(f"a picture {how}"), filled(folder)
    store = open_store(one.places, scene.key_of(one.places))
    names = store.rows(
        "SELECT file FROM picture WHERE moment_id = (SELECT id FROM moment WHERE public_id = ?)", (one.some_id,)
    )
    store.close()
    whole: dict[Path, bytes] = {}
    for (name,) in names:
        path = one.places.pictures / name[:2] / name
        whole[path] = path.read_bytes()
        damage(path, how)
    say_all(out, one, folder)
    for path, data in whole.items():
        path.write_bytes(data)
    return look(out, one)


def damage(path: Path, how: str) -> None:
    """Damage a file: flipped, truncated, emptied or gone."""
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "flipped":
        at = len(data) // 2
        other = ord("1") if data[at] == ord("0") else ord("0")  # a digit stays a digit
        path.write_bytes(data[:at] + bytes([other]) + data[at + 1 :])
    else:
        path.write_bytes(data[: len(data) // 2] if how == "truncated" else b"")


def damaged_file(folder: Path, name: str, how: str) -> Outcome:
    """The database or the key slots damaged, and put back afterwards: nothing that was tried meanwhile made it worse."""
    out, one = Outcome(f"{name} {how}"), filled(folder)
    kept = folder / "kept"
    shutil.copytree(one.places.home, kept)
    path = one.places.home / name
    damage(path, how)
    say_all(out, one, folder)
    for part in one.places.home.glob(f"{name}*"):
        part.unlink()
    shutil.copy(kept / name, path)
    return look(out, one)


def truncated_log(folder: Path) -> Outcome:
    """The write-ahead log ends in the middle: what was in the file before is there, and the file is whole."""
    out, one = Outcome("memory.db-wal truncated"), filled(folder)
    memory = Memory.open(one.places, models=scene.models())
    memory.note("a note that lies in the log alone")
    copy = folder / "copy"
    shutil.copytree(one.places.home, copy)  # as after a power cut: the file and its log, no process
    memory.close()
    other = Filled(Places(copy, one.places.key_file), one.expected, one.some_id, one.some_word)
    log = copy / "memory.db-wal"
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2 + 7])
    say_all(out, other, folder)
    return look(out, other)


def two_recorders(folder: Path) -> Outcome:
    """A recorder is there already."""
    out, one = Outcome("two recorders"), filled(folder)
    lock = take_lock(one.places)
    try:
        if say(out, one.places, "record", "--for", "1") == 0:
            out.wrong.append("a second recorder started")
    finally:
        lock.close()
    return look(out, one)


def four_at_once(folder: Path, seconds: float) -> Outcome:
    """Four processes write to one memory for a while; forks, so call it in a process without threads."""
    out, places, expected = Outcome(f"four processes at once for {seconds:g} s"), scene.fresh(folder), Expected()
    chance = random.Random(4)
    working = [
        rounds.start(name, operations.ALWAYS[name], places, folder, n + 1, n)
        for n, name in enumerate(("forget", "record", "read", "import"))
    ]
    rounds.kill_all(working, chance, lasts_s=seconds)
    for process in working:
        steps = process.steps()
        expected.hear(steps)
        out.ran += len(steps)
        out.mistakes += [f"{process.name}: {step['failed']}" for step in steps if "failed" in step]
    return look(out, Filled(places, expected, "", ""))


# -- all of them


def faults(seconds: float) -> dict[str, Callable[[Path], Outcome]]:
    """Every fault that can be made here, by name."""
    made: dict[str, Callable[[Path], Outcome]] = {}
    if not disks.cannot_mount():
        made |= {"disk full": disk_full, "read-only folder": read_only_folder}
    for page in PAGES:
        for region in REGIONS:
            made[f"{page} {region}"] = lambda at, page=page, region=region: flipped_in_database(at, page, region)  # type: ignore[misc]
    for how in ("flipped", "truncated", "emptied", "gone"):
        made[f"picture {how}"] = lambda at, how=how: damaged_picture(at, how)  # type: ignore[misc]
    for name in ("memory.db", "keys.json"):
        for how in ("flipped", "truncated", "emptied", "gone"):
            made[f"{name} {how}"] = lambda at, name=name, how=how: damaged_file(at, name, how)  # type: ignore[misc]
    made |= {"log truncated": truncated_log, "two recorders": two_recorders}
    return made | {"four at once": lambda at: four_at_once(at, seconds)}


def table(seconds: float) -> int:
    """Make every fault and print what happened. 1 when something acknowledged was lost or a mistake was shown."""
    failed = 0
    for make in faults(seconds).values():
        with tempfile.TemporaryDirectory(prefix="recollect-fault-") as folder:
            out = make(Path(folder))
        print(out.row, flush=True)
        failed += bool(out.wrong or out.mistakes)
    if reason := disks.cannot_mount():
        print(f"disk full, read-only folder: left out, {reason}")
    return 1 if failed else 0


def options_from(arguments: list[str] | None = None) -> Any:
    """The command line, read."""
    parser = argparse.ArgumentParser(prog="tests.bench.faults", description="Makes the world fail a memory.")
    parser.add_argument("--seconds", type=float, default=60.0, help="so long four processes write at once")
    parser.add_argument("--only", default="", help="one fault by name")
    return parser.parse_args(arguments)


def only(name: str, seconds: float) -> int:
    """One fault, its row printed."""
    with tempfile.TemporaryDirectory(prefix="recollect-fault-") as folder:
        out = faults(seconds)[name](Path(folder))
    print(out.row)
    return 1 if out.wrong or out.mistakes else 0


if __name__ == "__main__":
    if not set(ONE_THREAD) <= set(os.environ):
        command = [sys.executable, "-m", "tests.bench.faults", *sys.argv[1:]]
        sys.exit(subprocess.call(command, env=os.environ | ONE_THREAD))
    chosen = options_from()
    sys.exit(only(chosen.only, chosen.seconds) if chosen.only else table(chosen.seconds))
