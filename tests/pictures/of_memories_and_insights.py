"""How the states of the memories and of the insights are reached."""

from datetime import date, timedelta
from typing import Any

from app.errors import KnownError
from tests.pictures.camera import Camera, wait
from tests.pictures.clock import LAST_DAY, NOW
from tests.pictures.scene import Does, Scene, of_usual_kind, scenes
from ui.ranges import Range, around

# -- memories


def group(camera: Camera, name: str, nth: int = 0) -> Any:
    """Stand on a memory of a group."""
    camera.put_away()
    page = camera.window.memories
    camera.window.open_page("memories")
    page.correcting.sheet.put_away()
    page.belief.stop_editing()
    page._detail.setCurrentIndex(0)
    page.box.clear()
    page._typing.stop()
    page.groups_list.setCurrentIndex(page.groups.at(name))
    page.look()
    wait(lambda: page.settled)
    page.list.setCurrentIndex(page.rows.index(min(nth, page.rows.rowCount() - 1), 0))
    camera.settle()
    page.list.setFocus()
    return page


def of_group(name: str, nth: int = 0) -> Does:
    """Reach the memories of a group."""

    def reach(camera: Camera) -> None:
        group(camera, name, nth)

    return reach


def nothing_made(camera: Camera) -> None:
    """No memory was made yet."""
    camera.put_away()
    camera.window.open_page("memories")
    wait(lambda: camera.window.memories.settled)


def being_made(camera: Camera) -> None:
    """Memories are being made, and that can be stopped."""
    nothing_made(camera)
    work = camera.held(0, 0)
    camera.core.long(camera.window, "held", lambda memory, _t: work(memory, lambda *_: None, lambda: False))
    making = camera.window.memories.making
    making.click()
    making._timer.stop()


def made(camera: Camera) -> None:
    """They are made, as far as there was anything to make them of."""
    camera.put_away()
    wait(lambda: not camera.window.memories.making.is_under_way())
    camera.window.toast.hide()


def graph(camera: Camera) -> None:
    """What hangs on a project, or where there is none on a fact, as a graph."""
    page = group(camera, "projects")
    if not page.rows.rowCount():
        page = group(camera, "facts")
    page.show_graph()
    wait(lambda: page.shows_graph() and page.graph.view.graph is not None)


def editing(camera: Camera) -> None:
    """Other words for a fact."""
    group(camera, "facts").edit()


def merging(camera: Camera) -> None:
    """What a person is the same as."""
    page = group(camera, "people")
    page.merge()
    wait(page.correcting.sheet.isVisible)


def forgetting(camera: Camera) -> None:
    """What forgetting a memory would take."""
    page = group(camera, "facts")
    page.forget()
    wait(page.bar.isVisible)


def sought(camera: Camera) -> None:
    """Memories with a word."""
    page = group(camera, "people")
    page.box.setText("garden")
    page._typing.stop()
    page.look()
    wait(lambda: page.settled)


def sought_in_vain(camera: Camera) -> None:
    """No memory holds the words."""
    page = group(camera, "people")
    page.box.setText("zeppelin")
    page._typing.stop()
    page.look()
    wait(lambda: page.settled)


# -- insights


def shown(camera: Camera, days: Range) -> Any:
    """Show the figures of some days."""
    camera.put_away()
    page = camera.window.insights
    camera.window.open_page("insights")
    page.head.table.setChecked(False)
    page.show_range(days)
    wait(lambda: page.settled and page._shown == days, patience_ms=180_000)
    wait(lambda: page._year_counted, patience_ms=180_000)
    return page


def of_range(kind: str, back: timedelta = timedelta()) -> Does:
    """Reach the figures of the day, week, month or year that lies so far back."""

    def reach(camera: Camera) -> None:
        shown(camera, around(kind, LAST_DAY - timedelta(days=3) - back))  # type: ignore[arg-type]

    return reach


this_week = of_range("week")


def table(camera: Camera) -> None:
    """The figures as a table."""
    shown(camera, around("week", LAST_DAY)).head.table.setChecked(True)


def stretches(camera: Camera) -> None:
    """The stretches of a bar."""
    page = camera.window.insights
    page.opening.open("apps", page.found.apps[0])  # type: ignore[union-attr]


def own_days(camera: Camera) -> None:
    """From one day to another."""
    page = camera.window.insights
    page.days.choose(page.range, page.head.kinds["free"])


def before_memory(camera: Camera) -> None:
    """Days before memory began."""
    camera.put_away()
    page = camera.window.insights
    camera.window.open_page("insights")
    page.show_range(around("week", date(2024, 5, 8)))
    wait(lambda: page.settled)


def counting(camera: Camera) -> None:
    """A long range is being counted."""
    from app.insights import Counting

    page = shown(camera, around("year", LAST_DAY))
    page._tell_counting(Counting(122, 365, ()))


def not_counted(camera: Camera) -> None:
    """The figures could not be read."""
    shown(camera, around("week", LAST_DAY))._failed(KnownError("busy"))


def no_figures(camera: Camera) -> None:
    """Nothing was ever remembered."""
    camera.put_away()
    page = camera.window.insights
    camera.window.open_page("insights")
    page.show_range(around("week", NOW.date()))
    wait(lambda: page.settled)


SCENES = (
    *scenes("memories", "empty", nothing_made=nothing_made),
    Scene("memories", "being made", being_made, "empty", leave=made),
    *scenes(
        "memories", "week", people=of_group("people"), projects=of_group("projects"), facts=of_group("facts", 2), inbox=of_group("inbox"),
        everything=of_group("everything"), graph=graph, editing=editing, forgetting=forgetting, sought=sought, sought_in_vain=sought_in_vain,
    ),
    Scene("memories", "merging", merging),
    *scenes("memories", "year", people=of_group("people"), projects=of_group("projects"), everything=of_group("everything", 12), graph=graph),
    *of_usual_kind("memories", of_group("projects")),
    *scenes("insights", "empty", no_figures=no_figures),
    *scenes(
        "insights", "week", week=this_week, day=of_range("day"), table=table, nothing_in_these_days=before_memory, counting=counting,
        not_counted=not_counted,
    ),
    Scene("insights", "stretches", this_week, pose=stretches),
    Scene("insights", "own days", this_week, pose=own_days),
    *scenes("insights", "year", month=of_range("month", timedelta(days=60)), year=of_range("year"), week=of_range("week", timedelta(days=70))),
    *of_usual_kind("insights", this_week),
)  # fmt: skip
