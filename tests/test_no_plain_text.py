"""No file of a memory shows a word, a title or an address of what was recorded to one who has no key."""

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app import log
from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Selection
from app.sink import StoreSink
from app.store.db import open_store
from app.store.keys import MasterKey, open_slots
from capture.change import rgb_bytes
from capture.frame import Frame, Monitor, Pane, Tick, Window
from models.fake import FakeEmbedder, FakeOcr
from tests import residue
from tests.cli_ran import Run

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WIDE, HIGH = 320, 200
MONITOR = Monitor("HDMI-1", 0, 0, WIDE, HIGH)
NO_KEY = MasterKey(bytes(32))


class Recorded:
    """What was put into a memory: 100 texts of each kind."""

    def __init__(self) -> None:
        chance = random.Random(6)
        names = ["".join(chance.choices("bcdfghjklmnpqrstvwxyz", k=18)) for _ in range(300)]
        self.words, self.titles, self.addresses = names[:100], names[100:200], names[200:]

    @property
    def needles(self) -> dict[str, list[bytes]]:
        return {one: residue.text_needles(one) for one in (*self.words, *self.titles, *self.addresses)}

    def frame(self, number: int) -> Frame:
        """A picture with a title, an address and a word of its own."""
        pixels = np.full((HIGH, WIDE), 0x101010 * (number % 15 + 1), np.uint32)
        pixels[number % HIGH, :] = number * 2477
        window = Window(
            1, "firefox", self.titles[number], "firefox", 0, 0, 0, WIDE, HIGH, focused=True,
            url=f"https://{self.addresses[number]}.example/{self.addresses[number]}",
        )  # fmt: skip
        at = NOON + timedelta(seconds=5 * number)
        panes = (Pane(window, ((0, 0, WIDE, HIGH),)),)
        return Frame(at, "Europe/Berlin", MONITOR, pixels, window, "timer", (), panes=panes)


def recorded(places: Places, run: Run, tmp_path: Path) -> Recorded:
    """Record, read, search, ask, log and forget as the program does, and leave the log of writes as it is."""
    held, ocr = Recorded(), FakeOcr()
    initialise(places)
    key = open_slots(places)
    sink = StoreSink(lambda: open_store(places, key))
    with log.log_to(places, "recollect"):
        for number in range(50):
            frame = held.frame(number)
            ocr.learn(rgb_bytes(frame.pixels), [f"it says {held.words[number]} here"])
            kept = sink.keep(frame)
            sink.tick(Tick(frame.at, frame.zone, MONITOR.name, "kept", "", "timer", 3.0, kept))
        memory = Memory.open(places, models=Models(None, ocr, FakeEmbedder(), None))
        assert memory.read_pending() == 50
        assert memory.search(held.words[7]).hits
        memory.forget(Selection(matching=held.words[8]), undo_s=60)
        memory.close()
        in_this_process(held, run)
    sink.close()
    in_its_own_process(held, places, tmp_path)
    return held


def in_this_process(held: Recorded, run: Run) -> None:
    """The commands that ask models, with quick ones."""
    for number in range(50, 75):
        assert run("note", f"noted {held.words[number]} of {held.titles[number]}: {held.addresses[number]}").status == 0
    assert run("search", held.words[60], "--json").json["hits"]
    assert run("ask", f"what about {held.words[61]}?").status == 0


def in_its_own_process(held: Recorded, places: Places, tmp_path: Path) -> None:
    """`recollect` as it is started for real."""
    file = tmp_path / "messages.jsonl"
    lines = [
        {"id": held.addresses[n], "thread": held.titles[n], "time": "2026-11-18T09:00:00Z", "author": "Ana", "text": held.words[n]}
        for n in range(75, 100)
    ]  # fmt: skip
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    where = os.environ | {"RECOLLECT_HOME": str(places.home), "RECOLLECT_KEY_FILE": str(places.key_file)}
    for words in (("import", "messages", str(file)), ("timeline", "--json"), ("show", held.words[3]), ("status",)):
        done = subprocess.run(
            [sys.executable, "-m", "app", *words], env=where, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr
        assert done.returncode == (1 if words[0] == "show" else 0), done.stderr


def test_no_file_shows_a_recorded_word_title_or_address(places: Places, run: Run, tmp_path: Path) -> None:
    held = recorded(places, run, tmp_path)
    with_key = residue.find(held.needles, places, open_slots(places))
    assert len(with_key) == len(held.needles)  # all of it is there for who has the key
    assert residue.find(held.needles, places, NO_KEY) == {}
    assert (places.logs / "recollect.log").stat().st_size > 0


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
def test_a_plain_file_among_them_is_found(places: Places, coding: str) -> None:
    held = Recorded()
    initialise(places)
    planted = places.home / "pictures" / "cache.bin"
    planted.write_bytes(b"\x00\x01" * 500 + f"GET /{held.addresses[5]}".encode(coding))
    assert residue.find(held.needles, places, NO_KEY) == {held.addresses[5]: ["pictures/cache.bin raw"]}
