"""Filling a memory with the made-up week, by the way that real moments take: pictures first, then reading."""

from collections.abc import Callable
from typing import Any

from app import demo
from app.ingest.reading import add_text_moment
from app.memory import Memory
from app.store.frames import NewMoment, Pixels, add_picture_moment

SOURCE = "demo"


def fill_demo(
    memory: Memory,
    *,
    days: int = 7,
    seed: int = 1,
    story: str = "a",
    last_day: Any = None,
    on_progress: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> dict[str, Any]:
    """Keep the demo's moments and read them; returns {"days", "moments", "ids"}, `ids` from the demo's keys to public ids.

    `on_progress` hears a step (drawing, reading), how many are done and how many there are. A week that is there stays as it is.
    """
    week = list(demo.week(seed=seed, days=days, story=story, last_day=last_day))  # type: ignore[arg-type]
    store = memory.store
    there = dict(store.rows("SELECT source_id, public_id FROM moment WHERE source = ?", (SOURCE,)))
    ids: dict[str, str] = {}
    for done, one in enumerate(week, 1):
        ids[one.key] = there.get(one.key) or _keep(memory, one)
        on_progress("drawing", done, len(week))
    memory.read_pending(on_progress=lambda done, total: on_progress("reading", done, total))
    return {"days": days, "moments": len(week), "ids": ids}


def _keep(memory: Memory, one: demo.DemoMoment) -> str:
    screen = one.kind == "screen"
    new = NewMoment(
        kind=one.kind, at=one.at, zone=one.zone, app=one.app, title=one.title, process=one.process, url=one.url, site=one.site,
        thread=one.thread, author=one.author, source=SOURCE, source_id=one.key, stream="demo" if screen else "",
    )  # fmt: skip
    if not screen:
        return add_text_moment(memory.store, new, "\n".join(one.lines))
    picture = demo.picture(one)
    return add_picture_moment(memory.store, new, Pixels(picture.tobytes(), picture.width, picture.height))
