"""The sealed spool: written without a key, read only with the master key, brought in once whatever is killed when."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.errors import KnownError
from app.memory import Memory
from app.paths import Places
from app.records import Rule, Selection
from app.sink import Policy, SpoolSink
from app.store import drain, images, layers, ledger, spool, tombstones
from app.store.keys import MasterKey
from capture.change import Pixels
from capture.frame import Frame, Monitor, Tick, Window
from tests.desktop import wait_for

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ONE = Monitor("one", 0, 0, 320, 200)
FREE = Policy((), False, None)
WORDS = ("heron", "millpond", "mousepad")


def screen(seed: int) -> Pixels:
    """Pixels that no other seed has, some of them alike, as on a screen."""
    return np.repeat(np.random.default_rng(seed).integers(0, 1 << 24, (200, 80), dtype=np.uint32), 4, axis=1)


def frame(number: int, pixels: Pixels, base: str | None = None, *changed: tuple[int, int, int, int]) -> Frame:
    window = Window(1, "mousepad", f"heron at the millpond {number}", "mousepad", 5, 0, 0, 320, 200, True)
    parts = changed or ((0, 0, 320, 200),)
    return Frame(NOON + timedelta(seconds=number), "Europe/Rome", ONE, pixels, window, "change", parts, base)


def looked(number: int, outcome: str = "same", id_: str | None = None) -> Tick:
    return Tick(NOON + timedelta(seconds=number), "Europe/Rome", "one", outcome, "no_change", "", 3.0, id_)  # type: ignore[arg-type]


def sealed_by(memory: Memory, policy: Policy = FREE) -> SpoolSink:
    return SpoolSink(memory.store.places, spool.public_key(memory.store.key), policy)


def rgb(pixels: Pixels) -> np.ndarray:  # type: ignore[type-arg]
    return np.ascontiguousarray(pixels).view(np.uint8).reshape(200, 320, 4)[:, :, 2::-1]


def shown(memory: Memory, id_: str) -> np.ndarray:  # type: ignore[type-arg]
    return np.asarray(layers.picture_of(memory.store, id_))


def a_talk(sink: SpoolSink, length: int) -> dict[str, Pixels]:
    """Frames that each change a part of the one before, with their ticks; what each must show."""
    wanted: dict[str, Pixels] = {}
    pixels, base = screen(0), None
    for number in range(length):
        if number:
            pixels = pixels.copy()
            left = 8 * (number % 30)
            pixels[20:60, left : left + 64] = screen(number)[20:60, left : left + 64]
            id_ = sink.keep(frame(number, pixels, base, (left, 20, 64, 40)))
        else:
            id_ = sink.keep(frame(number, pixels))
        sink.tick(looked(number, "kept", id_))
        wanted[id_] = pixels
        base = id_
    return wanted


def test_what_was_sealed_is_there_after_unlocking_as_it_was_seen(memory: Memory) -> None:
    sink = sealed_by(memory)
    wanted = a_talk(sink, 25)
    sink.tick(looked(30))
    sink.close()
    assert drain.drain(memory.store) == drain.Drained(moments=25, ticks=26)
    moments = memory.timeline()
    assert [moment.id for moment in moments] == list(wanted)
    assert {moment.reading for moment in moments} == {"pending"}
    assert moments[3].title == "heron at the millpond 3"
    for id_, pixels in wanted.items():
        assert (shown(memory, id_) == rgb(pixels)).all()
    assert memory.read_pending() == 25
    assert ledger.tick_counts(memory.store, NOON, NOON + timedelta(hours=1)) == {"kept": 25, "same": 1}
    assert list(spool.folder(memory.store.places).iterdir()) == []
    assert memory.store.rows("SELECT 1 FROM control WHERE name LIKE 'spool%'") == []
    assert drain.drain(memory.store) == drain.Drained()


def test_the_sealed_bytes_say_nothing_and_another_key_opens_nothing(memory: Memory) -> None:
    sink = sealed_by(memory)
    ids = list(a_talk(sink, 3))
    sink.close()
    [path] = spool.waiting(memory.store.places)
    held = path.read_bytes()
    plain = [*WORDS, *ids, "kept", "title", "RIFF", "WEBP", "Europe/Rome", "ticks"]
    assert [word for word in plain if word.encode() in held] == []
    packed = spool.pack(spool.SealedTicks((ledger.TickEntry(NOON, "Europe/Rome", "one", "kept"),)))
    assert b"kept" in packed  # it would be found, were it not sealed
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    reader = spool.SpoolReader(path, MasterKey(os.urandom(32)))
    assert not reader.ours
    assert [reader.read(place) for place in reader.places] == [None] * 7
    reader.close()


def test_what_another_key_sealed_is_left_where_it_is(memory: Memory) -> None:
    stranger = SpoolSink(memory.store.places, spool.public_key(MasterKey(os.urandom(32))), FREE)
    stranger.keep(frame(0, screen(0)))
    stranger.close()
    [path] = spool.waiting(memory.store.places)
    before = path.read_bytes()
    assert drain.drain(memory.store) == drain.Drained(left=1)
    assert path.read_bytes() == before
    path.write_bytes(b"RCSPOOL\x09" + before[8:])  # a newer program's
    assert drain.drain(memory.store) == drain.Drained(left=1)


def test_a_record_cannot_be_moved_doubled_or_taken_to_another_file(memory: Memory) -> None:
    sink = sealed_by(memory)
    a_talk(sink, 4)
    sink.close()
    [path] = spool.waiting(memory.store.places)
    reader = spool.SpoolReader(path, memory.store.key)
    first, second = reader.places[1], reader.places[3]
    assert reader.read(first) is not None
    assert reader.read(spool.Place(second.number, first.start, first.size)) is None
    reader.close()
    elsewhere = path.with_name("00000009-0011223344556677.spool")
    path.rename(elsewhere)
    reader = spool.SpoolReader(elsewhere, memory.store.key)
    assert not reader.ours
    reader.close()


@pytest.mark.parametrize("cut_bytes", [1, 3, 40, 500])
def test_a_torn_end_is_cut_and_the_rest_comes_in(memory: Memory, cut_bytes: int) -> None:
    sink = sealed_by(memory)
    a_talk(sink, 3)
    sink.keep(frame(9, screen(9)))
    sink.writer.close()
    [path] = spool.waiting(memory.store.places)
    os.truncate(path, path.stat().st_size - cut_bytes)
    assert drain.drain(memory.store) == drain.Drained(moments=3, ticks=3)
    assert spool.waiting(memory.store.places) == []


@pytest.mark.parametrize("left_bytes", [0, 5, 8, 10, 60])
def test_a_file_that_was_never_begun_goes(memory: Memory, left_bytes: int) -> None:
    sealed_by(memory).writer.close()
    [path] = spool.waiting(memory.store.places)
    os.truncate(path, left_bytes)
    assert drain.drain(memory.store) == drain.Drained()
    assert spool.waiting(memory.store.places) == []


def test_a_damaged_record_is_counted_as_lost_with_what_lies_on_it_alone(memory: Memory) -> None:
    sink = sealed_by(memory)
    wanted = a_talk(sink, 12)  # the tenth is whole again
    sink.close()
    [path] = spool.waiting(memory.store.places)
    reader = spool.SpoolReader(path, memory.store.key)
    place = reader.places[5]  # the third frame
    reader.close()
    with path.open("r+b") as file:
        file.seek(place.start + place.size // 2)
        file.write(b"\x00\x01\x02\x03\x04")
    done = drain.drain(memory.store)
    ids = list(wanted)
    assert done.lost == 7
    assert [moment.id for moment in memory.timeline()] == [*ids[:2], *ids[9:]]
    for id_ in [*ids[:2], *ids[9:]]:
        assert (shown(memory, id_) == rgb(wanted[id_])).all()


def test_what_was_forgotten_meanwhile_stays_forgotten_and_what_lies_on_it_comes_in(memory: Memory) -> None:
    sink = sealed_by(memory)
    wanted = a_talk(sink, 4)
    sink.close()
    first, *others = wanted
    with memory.store.writing():
        tombstones.add(memory.store, [tombstones.of_moment(first)])
    assert drain.drain(memory.store) == drain.Drained(moments=3, ticks=4)
    assert [moment.id for moment in memory.timeline()] == others
    for id_ in others:
        assert (shown(memory, id_) == rgb(wanted[id_])).all()


def test_a_half_drained_spool_goes_on_where_its_base_was_read_or_forgotten(memory: Memory) -> None:
    sink = sealed_by(memory)
    wanted = a_talk(sink, 6)
    sink.close()
    [path] = spool.waiting(memory.store.places)
    store, reader = memory.store, spool.SpoolReader(path, memory.store.key)
    chain = drain._Chain(store, reader)
    for place in reader.places[:5]:  # the first two frames with their ticks, as a kill leaves it
        record = reader.read(place)
        chain.met(place, record)
        if isinstance(record, spool.SealedFrame):
            drain._add_frame(store, path.name, place, record, chain)
        elif record is not None:
            drain._add_ticks(store, path.name, place, record)
    reader.close()
    first, second, *others = wanted
    memory.read_pending()
    memory.forget(Selection(ids=(second,)))
    assert drain.drain(store) == drain.Drained(moments=4, ticks=4)
    assert [moment.id for moment in memory.timeline()] == [first, *others]
    for id_ in others:
        assert (shown(memory, id_) == rgb(wanted[id_])).all()
    assert ledger.tick_counts(store, NOON, NOON + timedelta(hours=1)) == {"kept": 6}


def test_a_file_that_is_still_written_is_let_be(memory: Memory) -> None:
    sink = sealed_by(memory)
    a_talk(sink, 2)
    assert drain.drain(memory.store) == drain.Drained(left=1)
    sink.close()
    assert drain.drain(memory.store) == drain.Drained(moments=2, ticks=2)


def test_pause_and_rules_hold_as_they_were_and_a_timed_pause_ends(memory: Memory) -> None:
    memory.add_rule("app", "chat")
    memory.pause(NOON + timedelta(minutes=15))
    timed = sealed_by(memory, Policy.now(memory.store, NOON))
    assert [(rule.field, rule.pattern) for rule in timed.rules()] == [("app", "chat")]
    assert timed.paused(NOON + timedelta(minutes=14)) == "by_user"
    assert timed.paused(NOON + timedelta(minutes=15)) is None
    memory.pause()
    assert sealed_by(memory, Policy.now(memory.store, NOON)).paused(NOON + timedelta(days=99)) == "by_user"
    memory.resume()
    free = sealed_by(memory, Policy((Rule("a", "app", "x"),), False, None))
    assert free.paused(NOON) is None
    assert free.epoch() == free.epoch()


def test_a_full_disk_is_said_and_what_was_sealed_before_and_after_is_whole(memory: Memory) -> None:
    sink = sealed_by(memory)
    kept = [sink.keep(frame(0, screen(0)))]
    limit = sink.writer.path.stat().st_size + 100
    before, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            sink.keep(frame(1, screen(1)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)
    kept.append(sink.keep(frame(2, screen(2))))
    sink.close()
    assert drain.drain(memory.store).lost == 0
    assert [moment.id for moment in memory.timeline()] == kept


APPENDING = """
import sys
from pathlib import Path
from app.paths import Places
from app.sink import Policy, SpoolSink
from tests.test_spool import FREE, frame, looked, screen
sink = SpoolSink(Places(Path(sys.argv[1]), None), bytes.fromhex(sys.argv[2]), FREE)
base, number = None, 0
while True:
    pixels = screen(number)
    id_ = sink.keep(frame(number, pixels, base, *([(8, 8, 256, 96)] if base else [])))
    print(id_, flush=True)
    sink.tick(looked(number, "kept", id_))
    base, number = id_, number + 1
"""

DRAINING = """
import sys
from pathlib import Path
from app.memory import Memory
from app.paths import Places
from app.store import drain
memory = Memory.open(Places(Path(sys.argv[1]), Path(sys.argv[2])))
print("ready", flush=True)
drain.drain(memory.store)
"""


def child(code: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1], env=os.environ | {"PYTHONPATH": "."},
    )  # fmt: skip


def test_killed_while_it_seals_nothing_that_was_acknowledged_is_lost(memory: Memory) -> None:
    places, public = memory.store.places, spool.public_key(memory.store.key).hex()
    acknowledged: list[str] = []
    for round_ in range(4):
        writing = child(APPENDING, places.home, public)
        assert writing.stdout is not None
        acknowledged += [writing.stdout.readline().strip() for _ in range(3 + 5 * round_)]
        writing.kill()
        acknowledged += writing.communicate()[0].split()
    assert len(spool.waiting(places)) == 4
    done = drain.drain(memory.store)
    there = [moment.id for moment in memory.timeline(limit=10_000)]
    assert done.lost == 0
    assert set(acknowledged) <= set(there)
    assert len(there) <= len(acknowledged) + 4  # one each that was kept and not yet said
    assert images.orphan_files(memory.store) == []


def test_killed_while_it_drains_it_goes_on_without_doubling_or_losing(memory: Memory, places: Places) -> None:
    wanted: dict[str, Pixels] = {}
    for _ in range(2):
        sink = sealed_by(memory)
        wanted |= a_talk(sink, 40)
        sink.close()
    chance, kills = random.Random(4), 0
    for _ in range(60):
        draining = child(DRAINING, places.home, places.key_file)
        assert draining.stdout is not None
        assert draining.stdout.readline() == "ready\n"
        goal = memory.store.value("SELECT count(*) FROM moment") + chance.randint(0, 16)
        wait_for(
            lambda draining=draining, goal=goal: (
                draining.poll() is not None  # type: ignore[misc]
                or memory.store.value("SELECT count(*) FROM moment") >= goal
            ),
            every_s=0.0005,
        )
        draining.kill()
        kills += draining.wait() != 0
        draining.stdout.close()
        if not spool.waiting(places):
            break
    assert kills >= 5
    drain.drain(memory.store)
    assert {moment.id for moment in memory.timeline()} == set(wanted)
    assert memory.store.value("SELECT count(*) FROM moment") == 80
    assert memory.store.value("SELECT count(*) FROM job WHERE kind = 'read'") == 80
    assert ledger.tick_counts(memory.store, NOON, NOON + timedelta(hours=1)) == {"kept": 80}
    for id_, pixels in wanted.items():
        assert (shown(memory, id_) == rgb(pixels)).all()
    assert spool.waiting(places) == []
    assert memory.store.rows("SELECT 1 FROM control WHERE name LIKE 'spool%'") == []


def test_a_store_that_cannot_be_written_leaves_the_spool_as_it_was(memory: Memory) -> None:
    sink = sealed_by(memory)
    a_talk(sink, 2)
    sink.close()
    [path] = spool.waiting(memory.store.places)
    before = path.read_bytes()
    memory.store.execute("CREATE TRIGGER full BEFORE INSERT ON moment BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    with pytest.raises(KnownError, match="disk_full"):
        drain.drain(memory.store)
    assert path.read_bytes() == before
    assert images.orphan_files(memory.store) == []
    memory.store.execute("DROP TRIGGER full")
    assert drain.drain(memory.store) == drain.Drained(moments=2, ticks=2)


def test_payloads_come_back_as_they_were() -> None:
    ticks = spool.SealedTicks((ledger.TickEntry(NOON, "Europe/Rome", "one", "kept", "changed", 2.5, "id"),))
    assert spool.unpack(spool.pack(ticks)) == ticks
    assert json.loads(spool.pack(spool.SealedTicks(()))[4:]) == {"ticks": []}
