"""Pictures of every page of the window in each of its states. `make screenshots`, or `python -m tests.screenshots`.

Each scene of `tests.pictures.scenes` is taken in light and dark, at 1280x800, 1920x1080 and at 200 %, on an empty memory, a week or
a year. The single pictures go to `--into`; `docs/pictures` gets one contact sheet a page and the few that the README shows. Ends with
1 where a scene could not be reached. `--approve` takes anew what `tests/test_ui_pictures.py` compares with, and nothing else.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from tests.pictures import approved, sheets
from tests.pictures.scene import MEMORIES
from tests.pictures.scenes import PAGES, SCENES
from tests.pictures.surroundings import environment

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ROOT / "docs" / "pictures"
SIZES = ("1280x800", "1920x1080", "200")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("screenshots", description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "pictures")
    parser.add_argument("--only", nargs="+", choices=PAGES, default=list(PAGES), help="pages")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES), help="200 is 1280x800 at 200 %%")
    parser.add_argument("--memories", nargs="+", choices=MEMORIES, default=list(MEMORIES))
    parser.add_argument("--week", type=Path, help="a folder with a made-up week that was read already (memory, key)")
    parser.add_argument("--anew", action="store_true", help="make the memories anew that lie beside the pictures")
    parser.add_argument("--approve", action="store_true", help="take the approved pictures anew")
    return parser.parse_args()


class Run:
    """One call of the command."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options, self._folder = options, folder
        self._memories = options.into / "memories"

    def make(self) -> bool:
        """Make the memories that are not there yet; whether that went well."""
        if self._options.anew:
            shutil.rmtree(self._memories, ignore_errors=True)
        wanted = set(self._options.memories) | ({"week"} if "year" in self._options.memories else set())
        return all(self._made(memory) for memory in MEMORIES if memory in wanted)

    def _made(self, memory: str) -> bool:
        folder = self._memories / memory
        if folder.exists():
            return True
        week = self._memories / "week" if memory == "year" else self._options.week
        more = ["--week", str(week)] if week is not None else []
        partial = self._memories / f"{memory}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        if not self._call(1, "--memory", memory, "--from", str(partial), "--make", *more):
            return False
        partial.rename(folder)
        return True

    def walk(self) -> bool:
        """Take the pictures anew; whether all scenes were reached."""
        for scene in SCENES:
            if scene.page in self._options.only and scene.memory in self._options.memories:
                for size in self._options.sizes:
                    for old in self._options.into.glob(f"{scene.name}-{size}-*.png"):
                        old.unlink()
        plain = [size for size in self._options.sizes if size != "200"]
        runs = [(1, plain)] if plain else []
        runs += [(2, ["1280x800"])] if "200" in self._options.sizes else []
        reached = [
            self._walked(memory, *run) for memory in self._options.memories for run in runs
        ]  # each, whatever comes of it
        return all(reached)

    def _walked(self, memory: str, scale: int, sizes: list[str]) -> bool:
        return self._call(
            scale, "--memory", memory, "--from", str(self._memories / memory), "--into", str(self._options.into), "--sizes", *sizes,
            "--only", *self._options.only,
        )  # fmt: skip

    def _call(self, scale: int, *words: str) -> bool:
        command = [sys.executable, "-m", "tests.pictures.walk", *words]
        return (
            subprocess.run(command, cwd=ROOT, env=environment(self._folder, scale=scale), check=False).returncode == 0
        )

    def lay(self) -> None:
        """Contact sheets, and the pictures of the README."""
        for page in self._options.only:
            sheet = sheets.lay(page, SCENES, self._options.into, DOCUMENTS / "sheets")
            if sheet is not None:
                print(f"{sheet.relative_to(ROOT)}: {sheet.stat().st_size // 1000} kB", file=sys.stderr)
        for scene in SCENES:
            taken = self._options.into / f"{scene.name}-{scene.document.partition('-')[2]}.png"
            if scene.document and taken.exists():
                with Image.open(taken) as picture:
                    picture.convert("RGB").save(DOCUMENTS / f"{scene.document}.png", optimize=True)


def main() -> int:
    """Take all pictures; returns the exit status."""
    options, began_s = _options(), time.monotonic()
    if options.approve:
        return approved.renew()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        run = Run(options, Path(folder))
        reached = run.make() and run.walk()
        run.lay()
    count = sum(1 for _ in options.into.glob("*.png"))
    print(f"{count} pictures in {options.into}, {time.monotonic() - began_s:.0f} s", file=sys.stderr)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
