"""The table of all scenes: each page of the window, the first run, and what stands around the pages."""

from tests.pictures import (
    of_first_run_and_shell,
    of_memories_and_insights,
    of_privacy_and_settings,
    of_search_and_ask,
    of_timeline,
)
from tests.pictures.scene import Scene

SCENES: tuple[Scene, ...] = (
    *of_timeline.SCENES,
    *of_search_and_ask.SCENES,
    *of_memories_and_insights.SCENES,
    *of_privacy_and_settings.SCENES,
    *of_first_run_and_shell.SCENES,
)
PAGES = tuple(dict.fromkeys(scene.page for scene in SCENES))
