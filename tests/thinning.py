"""Memories of many days for the tests of retention: pictures that share pieces, small pictures, notes. Real stores, quick models."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from app.ingest.reading import add_text_moment
from app.memory import Memory
from app.records import Box
from app.store import layers, retention
from app.store.frames import NewMoment, Pixels, add_picture_moment
from app.store.tiers import Limits

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
WIDTH, HEIGHT = 160, 100
SHOT = NewMoment(kind="screen", at=NOW, zone="UTC", app="editor", title="plan", source="screen", stream="one")


class Days:
    """Keeps days of a screen that changes by rectangles, and remembers what each picture showed."""

    def __init__(self, memory: Memory, seed: int = 7) -> None:
        self.memory, self.random = memory, random.Random(seed)
        self.shown: dict[str, bytes] = {}
        self.ago: dict[str, int] = {}
        self.notes: dict[str, int] = {}
        self.pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
        self.last: str | None = None

    def change(self) -> Box:
        x, y = self.random.randrange(0, WIDTH - 40), self.random.randrange(0, HEIGHT - 20)
        box = Box(x, y, self.random.randrange(8, 40), self.random.randrange(8, 20))
        noise = np.random.default_rng(self.random.randrange(1 << 30)).integers(0, 255, (box.height, box.width, 3))
        self.pixels[box.y : box.y + box.height, box.x : box.x + box.width] = noise
        return box

    def day(self, days_ago: int, pictures: int = 6) -> list[str]:
        """A day with so many pictures, a minute apart, each told as a change of the one before, and a note."""
        start = (NOW - timedelta(days=days_ago)).replace(hour=9)
        kept = []
        for number in range(pictures):
            changed = [self.change()] if self.last else []
            picture = Pixels(self.pixels.tobytes(), WIDTH, HEIGHT)
            new = replace(SHOT, at=start + timedelta(minutes=number))
            self.last = add_picture_moment(self.memory.store, new, picture, base=self.last, changed=changed)
            self.shown[self.last], self.ago[self.last] = picture.rgb, days_ago
            kept.append(self.last)
        note = NewMoment(kind="note", at=start + timedelta(hours=1), zone="UTC", source="note")
        self.notes[add_text_moment(self.memory.store, note, f"the kettle was mended {days_ago} days ago")] = days_ago
        self.memory.read_pending()
        return kept

    def new_picture(self) -> None:
        """Let the next picture begin anew."""
        self.last = None


def thin(memory: Memory, limits: Limits, now: datetime = NOW, most: int = 5000) -> int:
    """Do all that is due; returns in how many steps."""
    for steps in range(most):
        if not retention.step(memory.store, limits, now):
            return steps
    raise AssertionError("it never ends")


def stored(memory: Memory, public_id: str) -> bytes:
    return layers.picture_of(memory.store, public_id).tobytes()


def loose_ends(memory: Memory) -> list[str]:
    """What must never be: rows that point nowhere, pieces that nobody shows, files without rows, rows without files."""
    store = memory.store
    known = {row[0] for row in store.rows("SELECT file FROM picture")}
    there = {path.name for path in store.places.pictures.rglob("*") if path.is_file()}
    unshown = store.value(
        "SELECT count(*) FROM picture p WHERE role = 'full' AND NOT EXISTS (SELECT 1 FROM layer l WHERE l.picture_id = p.id)"
    )
    strange = store.value(
        "SELECT count(*) FROM picture p WHERE role = 'full' AND NOT EXISTS"
        " (SELECT 1 FROM layer l WHERE l.picture_id = p.id AND l.moment_id = p.moment_id)"
    )
    out = [f"unshown {unshown}"] if unshown else []
    out += [f"owner does not show it {strange}"] if strange else []
    out += [f"file without row {len(there - known)}"] if there - known else []
    out += [f"row without file {len(known - there)}"] if known - there else []
    return out + [str(row) for row in store.rows("PRAGMA foreign_key_check")]
