"""What a scene is: a page in a state, on a memory, and how to come there. The table of all of them stands in `scenes`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.pictures.camera import Camera

Held = Literal["empty", "week", "year"]
MEMORIES: tuple[Held, ...] = ("empty", "week", "year")
Does = Callable[[Camera], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """A state of a page. `reach` brings it about, from wherever the window is; `pose` what has to be done again at each size, such as
    opening a menu; `leave` what would stand in the way of others. `stage` says how the window is opened, see `stages`; `modes` are
    other colours than light and dark. `document` is its picture among those of the README, with size and colours.
    """

    page: str
    state: str
    reach: Does
    memory: Held = "week"
    stage: str = "usual"
    pose: Does | None = None
    leave: Does | None = None
    modes: tuple[str, ...] = ("light", "dark")
    document: str = ""

    @property
    def name(self) -> str:
        """Its name in a file."""
        return f"{self.page}-{self.state}-{self.memory}".replace(" ", "_")


def scenes(page: str, memory: Held, stage: str = "usual", **states: Does) -> tuple[Scene, ...]:
    """Scenes that need nothing but to be reached; `_` in a state's name is a space."""
    return tuple(Scene(page, state.replace("_", " "), reach, memory, stage) for state, reach in states.items())


def of_usual_kind(page: str, reach: Does) -> tuple[Scene, ...]:
    """What every page is taken in besides its own states: high contrast, German, from right to left."""
    return (
        Scene(page, "high contrast", reach, modes=("contrast",)),
        Scene(page, "in German", reach, stage="german"),
        Scene(page, "right to left", reach, stage="mirrored", modes=("light",)),
    )
