"""Walks through the scenes of one memory at one scale and takes their pictures. A process of its own, since both hold for all of it.

`python -m tests.pictures.walk --memory week --from DIR --into DIR [--only timeline] [--sizes 1280x800]`; with `--make` it makes the
memory instead of walking through it. Ends with 1 where a scene could not be reached.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tests.pictures import clock

if TYPE_CHECKING:
    from tests.pictures.camera import Camera
    from tests.pictures.scene import Scene

SIZES = {"1280x800": (1280, 800), "1920x1080": (1920, 1080)}


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("walk", description=__doc__)
    parser.add_argument("--memory", choices=("empty", "week", "year"), required=True)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="the folder of the memory")
    parser.add_argument("--into", type=Path, help="where the pictures go")
    parser.add_argument("--only", nargs="+", default=[], help="pages, or scenes as name:colours")
    parser.add_argument("--sizes", nargs="+", choices=sorted(SIZES), default=["1280x800"])
    parser.add_argument("--make", action="store_true")
    parser.add_argument("--week", type=Path, help="with --make: a folder in which the week was read already")
    parser.add_argument("--small", type=int, help="with --make: only so many days, by quick stand-ins")
    parser.add_argument("--compared", action="store_true", help="own font, stand-ins for the models")
    parser.add_argument("--reach", action="store_true", help="only come to each scene, and take nothing")
    parser.add_argument("--spoil", action="store_true", help="also take what is wrong on purpose")
    return parser.parse_args(arguments)


def make(chosen: argparse.Namespace) -> None:
    """Make a memory."""
    from tests.pictures import homes
    from tests.pictures.year import fill_year

    folder = chosen.source
    folder.mkdir(parents=True)
    if chosen.memory == "empty":
        homes.empty(folder)
    elif chosen.small:
        homes.small_week(folder, chosen.small)
    elif chosen.memory == "week":
        homes.week(folder, chosen.week)
    else:
        homes.with_memory(homes.copied(chosen.week, folder), lambda memory: tell(f"{fill_year(memory)} moments"))


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Walk:
    """The scenes of one memory, one after the other."""

    def __init__(self, chosen: argparse.Namespace, scale: str) -> None:
        self.chosen, self.scale = chosen, scale
        self.taken = 0
        self.unreached: list[str] = []

    def go(self, scenes: "Sequence[Scene]", folder: Path) -> None:
        """Open a window for each stage, and walk through its scenes."""
        from tests.pictures import homes
        from tests.pictures.stages import STAGES, Ground

        models = homes.quick() if self.chosen.compared else None
        ground = Ground(homes.copied(self.chosen.source, folder), folder, models)
        for stage, of_stage in groupby(
            sorted(scenes, key=lambda one: list(STAGES).index(one.stage)), lambda one: one.stage
        ):
            held = list(of_stage)
            try:
                with STAGES[stage](ground) as camera:
                    camera.quiet_ms = camera.quiet_ms if not self.chosen.reach else 0
                    for scene in held:
                        self.visit(camera, scene)
            except Exception as error:  # noqa: BLE001 - one stage that fails leaves the others
                self._failed(f"stage {stage}", error)

    def visit(self, camera: "Camera", scene: "Scene") -> None:
        """Come to a scene and take it; note where that fails."""
        try:
            camera.frame(*SIZES[self.chosen.sizes[0]])
            scene.reach(camera)
            if self.chosen.reach:
                self._pose(camera, scene)
            else:
                self._take(camera, scene)
            if self.chosen.spoil and scene.name == "timeline-day-week":
                self._spoil(camera)
        except Exception as error:  # noqa: BLE001 - whatever it is, the scene was not reached, and others may be
            self._failed(scene.name, error)
        try:
            camera.release.set()
            if scene.leave is not None:
                scene.leave(camera)
        except Exception as error:  # noqa: BLE001
            self._failed(f"{scene.name} (leaving)", error)

    def _failed(self, name: str, error: Exception) -> None:
        self.unreached.append(name)
        tell(f"NOT REACHED {name}: {type(error).__name__} {error}")

    def _take(self, camera: "Camera", scene: "Scene") -> None:
        for size in self.chosen.sizes:
            camera.frame(*SIZES[size])
            self._pose(camera, scene)
            for mode in self.modes(scene):
                camera.colour(mode)
                self._save(camera, f"{scene.name}-{self._label(size)}-{mode}")
        camera.colour("light")

    def _pose(self, camera: "Camera", scene: "Scene") -> None:
        if scene.pose is not None:
            for top in camera.floating():
                top.hide()
            scene.pose(camera)
            camera.settle()

    def modes(self, scene: "Scene") -> list[str]:
        """The colours of a scene that are wanted; none where it is not wanted at all."""
        whole = not self.chosen.only or scene.page in self.chosen.only
        return [mode for mode in scene.modes if whole or f"{scene.name}:{mode}" in self.chosen.only]

    def _label(self, size: str) -> str:
        return size if self.scale == "1" else "200"

    def _save(self, camera: "Camera", name: str) -> None:
        image = camera.shot()
        if not image.save(str(self.chosen.into / f"{name}.png"), quality=80):
            raise OSError(f"{name} could not be written")
        self.taken += 1
        tell(f"{self.taken:4} {name}")

    def _spoil(self, camera: "Camera") -> None:
        from tests.pictures.spoiling import SPOILT

        for name, spoil in SPOILT.items():
            camera.colour("light")
            camera.frame(1280, 800)
            mend: Callable[[], None] = spoil(camera)
            camera.settle()
            self._save(camera, f"spoilt-{name}")
            mend()


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures, or make the memory."""
    chosen = options(arguments)
    clock.hold()
    if chosen.compared:
        from tests.pictures.surroundings import draw_with_own_font

        draw_with_own_font()
    if chosen.make:
        make(chosen)
        return 0
    import os

    from PySide6.QtWidgets import QApplication

    from tests.pictures.scenes import SCENES
    from ui.__main__ import _prepare

    app = QApplication(sys.argv[:1])
    _prepare(app)
    chosen.into.mkdir(parents=True, exist_ok=True)
    walk = Walk(chosen, os.environ.get("QT_SCALE_FACTOR", "1"))
    wanted = [scene for scene in SCENES if scene.memory == chosen.memory and walk.modes(scene)]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        walk.go(wanted, Path(folder))
    return 1 if walk.unreached else 0


if __name__ == "__main__":
    sys.exit(main())
