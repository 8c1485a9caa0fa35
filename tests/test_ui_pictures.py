"""The window looks as it was approved to; the table of scenes covers every page; the command for all pictures takes them.

Whether two pictures are the same is measured, see `tests/pictures/compare.py`. What the measure says of the same scene taken twice, and
of small faults made on purpose, is tested here, so that the limit between them stays where it separates them.
"""

import subprocess
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.pictures import approved, compare
from tests.pictures.approved import NAMES, WRONG, WRONG_OF
from tests.pictures.camera import Camera, Unreached
from tests.pictures.scene import MEMORIES, Scene
from tests.pictures.scenes import SCENES
from tests.pictures.spoiling import SPOILT
from tests.pictures.stages import STAGES
from tests.pictures.walk import Walk, options
from ui.window import PAGES

ROOT = Path(__file__).resolve().parents[1]
# So many blocks a small fault has to change at least, so that the limit lies well below it.
FAULT = 4 * compare.MOST


@pytest.fixture(scope="module")
def memories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a memory of some days and an empty one."""
    folder = tmp_path_factory.mktemp("memories")
    approved.make(folder)
    return folder


@pytest.fixture(scope="module")
def taken(memories: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pictures of now, whole, and those that are wrong on purpose."""
    folder = tmp_path_factory.mktemp("pictures")
    approved.take(memories, folder, spoil=True)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_the_window_looks_as_it_was_approved_to(taken: Path, tmp_path: Path, name: str) -> None:
    new, old = approved.shown(taken / f"{name}.png"), approved.kept(name)
    found = compare.difference(old, new)
    if not found.passes:
        new.save(tmp_path / "new.png")
        old.save(tmp_path / "approved.png")
        compare.marked(new, found).save(tmp_path / "difference.png")
    assert found.passes, (
        f"{found.count} of {found.blocks.size} blocks of {name} differ (at most {compare.MOST} may): look at {tmp_path}."
        ' Where the new one is right: make screenshots ARGS="--approve".'
    )


def test_the_wrong_picture_fails() -> None:
    with Image.open(approved.IMAGES / WRONG) as picture:
        found = compare.difference(approved.kept(WRONG_OF), picture.convert("RGB"))
    assert not found.passes
    assert found.count < 40  # wrong in one place only


@pytest.mark.parametrize("fault", SPOILT)
def test_a_small_fault_is_seen(taken: Path, fault: str) -> None:
    found = compare.difference(approved.shown(taken / f"{WRONG_OF}.png"), approved.shown(taken / f"spoilt-{fault}.png"))
    assert found.count >= FAULT, f"{fault} changes {found.count} blocks"


def test_pictures_of_another_size_differ_and_the_same_picture_does_not() -> None:
    one = approved.kept(WRONG_OF)
    assert compare.difference(one, one).count == 0
    assert not compare.difference(one, one.resize((640, 360))).passes
    with pytest.raises(ValueError, match="evenly"):
        compare.reduced(Image.new("RGB", (1000, 800)))


def test_a_pixel_of_an_edge_that_falls_otherwise_is_no_difference() -> None:
    one = approved.kept(WRONG_OF)
    other = one.point(lambda level: max(0, level - 1))
    for x in range(0, 640, 80):
        red, green, blue = (int(level) for level in np.asarray(other)[200, x])
        other.putpixel((x, 200), (abs(red - 20), abs(green - 20), abs(blue - 20)))
    assert compare.difference(one, other).passes


# -- the table


def test_every_page_has_scenes_of_an_empty_memory_a_week_and_a_year() -> None:
    for page in PAGES:
        held = {scene.memory for scene in SCENES if scene.page == page.key}
        assert held == set(MEMORIES), page.key


def test_every_page_is_shown_in_high_contrast_in_german_and_from_right_to_left() -> None:
    for page in PAGES:
        states = {scene.state for scene in SCENES if scene.page == page.key}
        assert states >= {"high contrast", "in German", "right to left"}, page.key


@pytest.mark.parametrize("memory", ["week", "empty"])
def test_every_state_that_the_table_names_is_reached(memories: Path, tmp_path: Path, memory: str) -> None:
    try:
        approved.walk(memories, 1, "--memory", memory, "--into", str(tmp_path), "--reach")
    except subprocess.CalledProcessError as error:
        pytest.fail("\n".join(line for line in str(error.stderr).splitlines() if line.startswith("NOT REACHED")))


def test_a_state_that_is_not_reached_is_told_and_the_next_one_is_taken_all_the_same() -> None:
    def never(_camera: Camera) -> None:
        raise Unreached("waited in vain")

    camera: Any = SimpleNamespace(frame=lambda *_: None, release=threading.Event())
    chosen = options(["--memory", "week", "--from", "x", "--reach"])
    walk, seen = Walk(chosen, "1"), list[str]()
    for scene in (Scene("ask", "never", never), Scene("ask", "always", lambda _camera: seen.append("always"))):
        walk.visit(camera, scene)
    assert walk.unreached == ["ask-never-week"]
    assert seen == ["always"]


def test_every_scene_has_a_name_of_its_own_a_stage_that_exists_and_says_what_it_shows() -> None:
    names = [scene.name for scene in SCENES]
    assert len(set(names)) == len(names)
    assert {scene.stage for scene in SCENES} <= set(STAGES)
    assert [part for part in approved.PARTS if not set(part.scenes) <= set(names)] == []


def test_every_picture_among_the_documents_is_shown_in_one_and_each_page_has_its_sheet() -> None:
    pages = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    )
    pictures = ROOT / "docs" / "pictures"
    assert [file.name for file in pictures.glob("*.png") if file.name not in pages] == []
    sheets = {file.stem for file in (pictures / "sheets").glob("*.webp")}
    assert sheets == {scene.page.replace(" ", "-") for scene in SCENES}


def test_the_approved_pictures_are_those_of_the_table_and_small() -> None:
    files = list(approved.IMAGES.iterdir())
    assert {file.name for file in files} == {f"{name}.webp" for name in NAMES} | {WRONG}
    assert sum(file.stat().st_size for file in files) < 2_000_000
