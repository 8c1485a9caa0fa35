"""The approved pictures: which scenes they are of, how they are taken the same on every machine, and how they are renewed.

They are taken in processes of their own, with the clock held, the project's own font, no desktop, and a memory whose pictures hold the
words that were drawn. `tests/images` keeps them reduced, WebP without loss.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.pictures.compare import difference, reduced
from tests.pictures.surroundings import environment

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "tests" / "images"
DAYS = 3
BLOCKS = 4000
WRONG, WRONG_OF = "wrong.png", "timeline-day-week-1280x800-light"
SPOILT = "spoilt-button_off"


@dataclass(frozen=True, slots=True)
class Part:
    """Scenes of one memory in one colour and at one scale, taken by one process."""

    memory: str
    scale: int
    mode: str
    scenes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The files of its pictures, without the suffix."""
        size = "1280x800" if self.scale == 1 else "200"
        return tuple(f"{scene}-{size}-{self.mode}" for scene in self.scenes)


PARTS = (
    Part("week", 1, "light", (
        "timeline-day-week", "timeline-year-week", "search-results-week", "ask-quoted-week", "memories-people-week",
        "insights-week-week", "settings-recording-week", "shell-paused-week",
    )),
    Part("week", 1, "dark", (
        "timeline-forgetting-week", "search-narrowed_in_vain-week", "ask-counted-week", "memories-facts-week",
        "privacy-rules-week", "settings-passphrase-week", "shell-note-week",
    )),
    Part("week", 1, "contrast", ("timeline-high_contrast-week",)),
    Part("week", 2, "light", ("timeline-day-week",)),
    Part("empty", 1, "light", ("timeline-recording-empty", "first_run-step_1-empty")),
    Part("empty", 1, "dark", ("first_run-wrong_passphrase-empty",)),
)  # fmt: skip
NAMES = tuple(name for part in PARTS for name in part.names)


def make(folder: Path) -> None:
    """Make the memories that they are of. Raises CalledProcessError with what was said."""
    for memory in ("week", "empty"):
        walk(folder, 1, "--memory", memory, "--make", "--small", str(DAYS))


def take(folder: Path, into: Path, *, spoil: bool = False) -> None:
    """Take all of them, at full size, of the memories in a folder; with `spoil` also what is wrong on purpose. Raises as `make`."""
    for memory, scale in dict.fromkeys((part.memory, part.scale) for part in PARTS):
        parts = [part for part in PARTS if (part.memory, part.scale) == (memory, scale)]
        names = [f"{scene}:{part.mode}" for part in parts for scene in part.scenes]
        more = ["--spoil"] if spoil and (memory, scale) == ("week", 1) else []
        walk(folder, scale, "--memory", memory, "--into", str(into), "--only", *names, *more)


def walk(folder: Path, scale: int, *words: str) -> None:
    """Walk through scenes of a memory in a folder, the same on every machine. Raises as `make`."""
    command = [sys.executable, "-m", "tests.pictures.walk", *words, "--from", str(folder / words[1]), "--compared"]
    with_path = environment(folder, scale=scale, own_font=True)
    with_path["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    subprocess.run(command, cwd=ROOT, env=with_path, check=True, capture_output=True, text=True)


def shown(file: Path) -> Image.Image:
    """A picture as it is compared."""
    with Image.open(file) as picture:
        return reduced(picture)


def kept(name: str) -> Image.Image:
    """An approved picture."""
    with Image.open(IMAGES / f"{name}.webp") as picture:
        return picture.convert("RGB")


def renew() -> int:
    """Take the approved pictures anew, and the wrong one; says which changed. Returns the exit status."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        taken = Path(folder) / "taken"
        try:
            make(Path(folder))
            take(Path(folder), taken, spoil=True)
        except subprocess.CalledProcessError as error:
            print(error.stderr, file=sys.stderr)
            return 1
        keep(taken)
    return 0


def keep(taken: Path) -> None:
    """Approve of pictures that were taken."""
    IMAGES.mkdir(exist_ok=True)
    for name in NAMES:
        new, file = shown(taken / f"{name}.png"), IMAGES / f"{name}.webp"
        moved = difference(kept(name), new).count if file.exists() else BLOCKS
        if moved:
            new.save(file, "WEBP", lossless=True, quality=100, method=6)
            print(f"{name}: {moved} blocks are new", file=sys.stderr)
    shown(taken / f"{SPOILT}.png").save(IMAGES / WRONG, optimize=True)
    for file in IMAGES.glob("*.webp"):
        if file.stem not in NAMES:
            file.unlink()
