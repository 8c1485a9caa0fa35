"""Pictures as piles of layers: few pieces, the same pixels before and after a neighbour is forgotten, nothing of what is gone."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.errors import KnownError
from app.memory import Memory
from app.paths import Places
from app.records import Box, Selection
from app.store import images, layers
from app.store.frames import NewMoment, Pixels, add_picture_moment, moment_by_id
from app.store.layers import LAYERS_AT_MOST

WIDTH, HEIGHT = 320, 200
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
SHOT = NewMoment(kind="screen", at=START, zone="UTC", app="editor", title="plan", source="screen", stream="one")


class Screen:
    """A screen that changes by rectangles, kept as the recorder keeps it: each frame told as a change of an earlier one."""

    def __init__(self, memory: Memory, seed: int = 7) -> None:
        self.memory, self.random = memory, random.Random(seed)
        self.shown: dict[str, bytes] = {}
        self.order: list[str] = []
        self.pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)

    def change(self) -> Box:
        x, y = self.random.randrange(0, WIDTH - 40), self.random.randrange(0, HEIGHT - 20)
        box = Box(x, y, self.random.randrange(8, 40), self.random.randrange(8, 20))
        noise = np.random.default_rng(self.random.randrange(1 << 30)).integers(0, 255, (box.height, box.width, 3))
        self.pixels[box.y : box.y + box.height, box.x : box.x + box.width] = noise
        return box

    def keep(self, base: str | None, changed: list[Box]) -> str:
        at = START + timedelta(seconds=len(self.order))
        picture = Pixels(self.pixels.tobytes(), WIDTH, HEIGHT)
        public_id = add_picture_moment(self.memory.store, replace(SHOT, at=at), picture, base=base, changed=changed)
        self.memory.store.execute("UPDATE moment SET reading = 'done' WHERE public_id = ?", (public_id,))
        self.shown[public_id] = picture.rgb
        self.order.append(public_id)
        return public_id


def stored(memory: Memory, public_id: str) -> bytes:
    return layers.picture_of(memory.store, public_id).tobytes()


def pile_of(memory: Memory, public_id: str) -> list[layers.Layer]:
    return layers.layers_of(memory.store, moment_by_id(memory.store, public_id)[0])


def forget(memory: Memory, *public_ids: str) -> None:
    memory.forget(Selection(ids=public_ids), undo_s=0)
    memory.finish_forgetting()


def test_a_small_change_is_a_small_piece_and_every_picture_is_whole(memory: Memory) -> None:
    screen = Screen(memory)
    last = screen.keep(None, [])
    for _ in range(40):
        last = screen.keep(last, [screen.change()])
    for public_id in screen.order:
        assert stored(memory, public_id) == screen.shown[public_id]
        assert len(pile_of(memory, public_id)) <= LAYERS_AT_MOST
    sizes = dict(
        memory.store.rows(
            "SELECT moment_id, sum(width_px * height_px) FROM picture WHERE role = 'full' GROUP BY moment_id"
        )
    )
    assert sorted(sizes.values())[len(sizes) // 2] < WIDTH * HEIGHT / 10


def test_a_frame_that_changes_nothing_has_no_piece_of_its_own(memory: Memory) -> None:
    screen = Screen(memory)
    first = screen.keep(None, [])
    again = screen.keep(first, [])
    assert stored(memory, again) == stored(memory, first)
    assert memory.store.value("SELECT count(*) FROM picture WHERE role = 'full'") == 1
    forget(memory, first)
    assert stored(memory, again) == screen.shown[again]


@pytest.mark.parametrize("seed", range(6))
def test_after_any_forgetting_the_rest_shows_the_same_bytes_and_no_pixel_belongs_to_nobody(
    memory: Memory, seed: int
) -> None:
    screen = Screen(memory, seed)
    last = screen.keep(None, [])
    for _ in range(30):
        base = screen.random.choice([last, last, screen.random.choice(screen.order)])
        before = np.frombuffer(screen.shown[base], np.uint8).reshape(HEIGHT, WIDTH, 3)
        screen.change()
        differs = (before != screen.pixels).any(axis=2)
        rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
        hull = Box(int(columns[0]), int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1)
        last = screen.keep(base, [hull])
    left = list(screen.order)
    while len(left) > 3:
        gone = [left.pop(screen.random.randrange(len(left))) for _ in range(min(4, len(left) - 3))]
        forget(memory, *gone)
        for public_id in left:
            assert stored(memory, public_id) == screen.shown[public_id]
        assert_every_pixel_is_shown(memory, left)


def assert_every_pixel_is_shown(memory: Memory, public_ids: list[str]) -> None:
    """Each stored piece holds, beside flat paint, only pixels that a moment which is still there shows."""
    seen: dict[int, np.ndarray[tuple[int, int], np.dtype[np.bool_]]] = {}
    for public_id in public_ids:
        pile = pile_of(memory, public_id)
        for layer in pile:
            seen[layer.id] = seen.get(
                layer.id, np.zeros((layer.height_px, layer.width_px), np.bool_)
            ) | layers._visible(layer, pile)
    rows = memory.store.rows("SELECT id, file, key, width_px, height_px FROM picture WHERE role = 'full'")
    assert {row[0] for row in rows} == set(seen)
    for row_id, name, key, _, _ in rows:
        pixels = np.asarray(images.decode(images.read_piece(memory.store.places, name, key)))
        assert (pixels[~seen[row_id]] == images.PAINT).all()


def test_what_only_the_forgotten_showed_is_in_no_file(memory: Memory, places: Places) -> None:
    screen = Screen(memory)
    screen.pixels[20:40, 20:120] = (200, 30, 90)  # a colour that is nowhere else
    first = screen.keep(None, [])
    screen.pixels[20:40, 20:120] = 255
    second = screen.keep(first, [Box(20, 20, 100, 20)])
    assert holds_colour(memory, (200, 30, 90))
    forget(memory, first)
    assert stored(memory, second) == screen.shown[second]
    assert not holds_colour(memory, (200, 30, 90))
    files = [path for path in places.pictures.rglob("*") if path.is_file()]
    assert len(files) == memory.store.value("SELECT count(*) FROM picture")


def holds_colour(memory: Memory, colour: tuple[int, int, int]) -> bool:
    rows = memory.store.rows("SELECT file, key FROM picture WHERE role = 'full'")
    pictures = [images.decode(images.read_piece(memory.store.places, *row)) for row in rows]
    return any((np.asarray(one) == colour).all(axis=2).any() for one in pictures)


def test_a_base_that_was_forgotten_meanwhile_is_not_built_on(memory: Memory) -> None:
    screen = Screen(memory)
    first = screen.keep(None, [])
    box = screen.change()
    memory.forget(Selection(ids=(first,)), undo_s=60)
    second = screen.keep(first, [box])
    assert stored(memory, second) == screen.shown[second]
    assert len(pile_of(memory, second)) == 1


def test_a_photograph_loses_a_little_and_text_nothing(memory: Memory) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    photo = Image.fromarray(noise).resize((1200, 800), Image.Resampling.BICUBIC)
    patch = images.Patch(0, 0, 1200, 800, photo.tobytes())
    hasty, _ = images.encode_at_once(patch)
    settled = images.encode_settled(patch, quality=65, hasty_bytes=len(hasty))
    assert 2 * len(settled) < len(hasty)
    flat = images.Patch(0, 0, 1200, 800, bytes([240]) * (1200 * 800 * 3))
    quick, _ = images.encode_at_once(flat)
    assert images.decode(images.encode_settled(flat, quality=65, hasty_bytes=len(quick))).tobytes() == flat.rgb


def test_a_store_of_the_first_schema_shows_its_pictures(memory: Memory, tmp_path: Path) -> None:
    screen = Screen(memory)
    kept = screen.keep(None, [])
    store = memory.store
    store.execute("DROP TABLE layer")
    from app.store.migrations import LAYERS, _statements

    for statement in _statements(LAYERS):
        if "ALTER TABLE" not in statement and "moment_base" not in statement:
            store.execute(statement)
    assert stored(memory, kept) == screen.shown[kept]


def test_a_glimpse_shows_the_same_picture_small_whether_it_is_one_piece_or_a_pile(memory: Memory) -> None:
    screen = Screen(memory)
    screen.pixels[60:140, 80:240] = (20, 90, 200)
    first = screen.keep(None, [])
    second = screen.keep(first, [screen.change()])
    assert (len(pile_of(memory, first)), len(pile_of(memory, second))) == (1, 2)
    shown = {one: images.decode(memory.glimpse(one)) for one in (first, second)}
    for one, picture in shown.items():
        assert picture.size == (WIDTH, HEIGHT)
        exact = np.frombuffer(screen.shown[one], np.uint8).reshape(HEIGHT, WIDTH, 3).astype(int)
        assert np.abs(np.asarray(picture).astype(int) - exact).mean() < 6
    other = np.asarray(shown[first]).astype(int) - 255  # the known-bad case: an empty screen is told from it
    assert np.abs(other).mean() > 6


def test_a_glimpse_of_what_was_not_read_yet_is_refused(memory: Memory) -> None:
    public_id = Screen(memory).keep(None, [])
    memory.store.execute("UPDATE moment SET reading = 'pending' WHERE public_id = ?", (public_id,))
    with pytest.raises(KnownError, match="picture_waiting"):
        memory.glimpse(public_id)
