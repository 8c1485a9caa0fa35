"""What the killed processes put into a memory: pictures that carry a number, the reader that finds it, messages, an older store."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from app.engines import Models
from app.memory import initialise
from app.paths import Places
from app.records import Line
from app.store import db, dbapi
from app.store.db import Store
from app.store.keys import MasterKey, create_slots, open_slots
from app.store.migrations import KNOWN, migrations
from capture.frame import Frame, Monitor, Pane, Window
from models.fake import FakeEmbedder, _fake_line
from models.ocr import ReadLine

FIRST = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
WIDE, HIGH = 160, 120
BITS = 32
CHANGED = (0, 84, 64, 32)
APPS = ("editor", "browser", "mail")
MESSAGES_A_FILE = 12


def begins(round_: int) -> datetime:
    """When the moments of a round begin; those of the rounds before are all earlier."""
    return FIRST + timedelta(hours=round_)


def word(number: int) -> str:
    """The word that stands on the picture with this number, and nowhere else."""
    digest = hashlib.blake2b(str(number).encode(), digest_size=14).digest()
    return "".join(chr(ord("a") + byte % 26) for byte in digest) + "q"


def picture(number: int, shade: int) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """Pixels whose first row is the number; `shade` is what may change without the text changing."""
    pixels = np.full((HIGH, WIDE), 0xE0E0E0, np.uint32)
    pixels[0, :BITS] = [0xFFFFFF if number >> bit & 1 else 0 for bit in range(BITS)]
    x, y, width, height = CHANGED
    pixels[y : y + height, x : x + width] = _shade(shade)
    return pixels


def _shade(shade: int) -> int:
    return shade * 0x2A1507 & 0xFFFFFF


def shade_of(shade: int) -> tuple[int, int, int]:
    """Red, green and blue of what changed on a picture."""
    return (_shade(shade) >> 16, _shade(shade) >> 8 & 255, _shade(shade) & 255)


def number_on(rgb: bytes) -> int:
    """The number on a picture, from its first pixels."""
    return sum((rgb[3 * bit] > 127) << bit for bit in range(BITS))


def frame(number: int, shade: int, at: datetime, base: str | None) -> Frame:
    """A picture with its window, whole or as a change of another that shows the same number."""
    window = Window(
        1, APPS[number % len(APPS)], f"title {number}", "proc", 7, 0, 0, WIDE, HIGH, focused=True,
        url=f"https://site{number % 5}.example/{number}",
    )  # fmt: skip
    panes = (Pane(window, ((0, 0, WIDE, HIGH),)),)
    changed = (CHANGED,) if base else ()
    monitor = Monitor(f"m{number}", 0, 0, WIDE, HIGH)
    return Frame(at, "UTC", monitor, picture(number, shade), window, "timer", changed, base=base, panes=panes)


class NumberReader:
    """Reads the word of the number on a picture, and on every third a password below it, which has to be painted."""

    def read_parts(self, parts: Sequence[tuple[int, int, int, int, bytes]], known: Sequence[Line]) -> list[Any]:
        return [*(line for part in parts if part[:2] == (0, 0) for line in self._lines(part[4])), *known]

    def _lines(self, rgb: bytes) -> list[ReadLine]:
        number = number_on(rgb)
        lines = [_fake_line(0, f"it says {word(number)} here")]
        return [*lines, _fake_line(1, "password: hunter2-Xk9")] if number % 3 == 0 else lines

    def forget(self) -> None:
        """It remembers no reading."""

    def engine_name(self) -> str:
        return "numbers 1"


def models() -> Models:
    """Quick models that need no process."""
    return Models(None, NumberReader(), FakeEmbedder(), None)


def message_file(folder: Path, number: int, at: datetime) -> tuple[Path, list[str]]:
    """A file of messages of one time, and their ids."""
    path, ids = folder / f"messages-{number}.jsonl", [f"{number}-{n}" for n in range(MESSAGES_A_FILE)]
    lines = [
        {"id": one, "thread": f"t{number % 4}", "time": at.isoformat(), "author": "Ana", "text": f"it says {word(number)}"}
        for one in ids
    ]  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path, ids


def fresh(folder: Path) -> Places:
    """An empty memory."""
    places = Places(folder / "home", folder / "key")
    initialise(places)
    return places


def older(folder: Path, schema: int, moments: int) -> tuple[Places, list[str]]:
    """A memory as an earlier version left it, with some moments; the schema of that many migrations."""
    places = Places(folder / "home", folder / "key")
    db.ready_folders(places)
    master, _, _ = create_slots(places)
    connection = dbapi.connect(str(places.database), isolation_level=None)
    db._prepare(connection, master)
    places.database.chmod(0o600)
    store = Store(places, master, connection)
    migrations.apply(store.db, stop_before=KNOWN[schema])
    ids = [_old_moment(store, number) for number in range(moments)]
    store.close()
    return places, ids


def _old_moment(store: Store, number: int) -> str:
    """A message with its text, in words that every schema knows."""
    public_id, at_us = f"old{number}", db.to_us(FIRST) + number
    with store.writing():
        store.execute(
            "INSERT INTO moment(public_id, kind, at_us, zone, day, source) VALUES (?, 'message', ?, 'UTC', '2026-03-01', 'old')",
            (public_id, at_us),
        )
        store.execute(
            "INSERT INTO passage(hash, kind, text, words, first_us) VALUES (?, 'message', ?, 3, ?)",
            (public_id.encode(), f"it says {word(number)}", at_us),
        )
        store.execute(
            "INSERT INTO sighting(passage_id, moment_id, last_moment_id, from_us, until_us)"
            " SELECT p.id, m.id, m.id, m.at_us, m.at_us FROM passage p, moment m WHERE p.hash = ? AND m.public_id = ?",
            (public_id.encode(), public_id),
        )
    return public_id


def key_of(places: Places) -> MasterKey:
    return open_slots(places)
