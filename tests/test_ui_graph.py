"""The graph of a memory's links and the strip of when it occurred: laid out the same each time, walked by keys, opened by a click."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.belief_records import Occurred
from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from app.store import links
from models.fake import FakeEmbedder, FakeOcr
from tests import believing
from tests.ui_home import Opened, copied, open_window
from ui.belief import LinkRow
from ui.graph import Graph, GraphView
from ui.graph_layout import BOX_HEIGHT, BOX_WIDTH, arranged, neighbour
from ui.memories import MemoriesPage
from ui.occurrences import bars
from ui.theme import Theme
from ui.web import Node

TWINS = "Leeds"


def overlapping(places: dict[str, tuple[float, float]]) -> list[tuple[str, str]]:
    """The pairs whose boxes lie over each other."""
    found = sorted(places)
    return [
        (one, other)
        for at, one in enumerate(found)
        for other in found[:at]
        if abs(places[one][0] - places[other][0]) < BOX_WIDTH and abs(places[one][1] - places[other][1]) < BOX_HEIGHT
    ]


def test_forty_nodes_are_laid_out_the_same_each_time_and_none_lies_over_another() -> None:
    ids = [f"node {at}" for at in range(41)]
    edges = [(ids[0], one) for one in ids[1:]] + [(ids[at], ids[at * 7 % 40]) for at in range(1, 40) if at * 7 % 40]
    places = arranged(ids, edges)
    assert places[ids[0]] == (0.0, 0.0)
    assert overlapping(places) == []
    assert arranged(ids, edges) == places
    assert overlapping({"a": (0, 0), "b": (BOX_WIDTH - 1, 0)}) == [("b", "a")]


def test_the_neighbour_is_the_nearest_one_in_that_direction_only() -> None:
    places = {"a": (0.0, 0.0), "near": (90.0, 20.0), "far": (300.0, 0.0), "below": (10.0, 80.0)}
    assert neighbour(places, "a", 1, 0) == "near"
    assert neighbour(places, "near", 1, 0) == "far"
    assert neighbour(places, "a", 0, 1) == "below"
    assert neighbour(places, "far", 1, 0) == "far"


def test_labels_that_would_lie_over_each_other_are_left_out_until_there_is_room(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    view = GraphView(Theme(app, "light"))
    qtbot.addWidget(view)
    view.resize(600, 500)
    nodes = tuple(Node(str(at), f"A long title of a memory, {at}", "facts", "named" if at else "") for at in range(4))
    view.show_graph(Graph(nodes, (("0", "1"),), {str(at): (at * 60.0, 0.0) for at in range(4)}, {"facts": 3}))
    view.show()
    view.zoom_by(1 / view.zoom())
    view.grab()
    few = dict(view.shown_labels)
    assert 0 < len(few) < 4
    view.zoom_by(3)
    view.grab()
    assert len(view.shown_labels) == 4
    boxes = list(view.shown_labels.values())
    assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[:at])


def test_days_become_weeks_and_months_as_they_grow_many() -> None:
    days = [Occurred("2026-01-05", 2, "a"), Occurred("2026-01-07", 1, "b")]
    assert [one.moments for one in bars(days)] == [2, 0, 1]
    weeks = bars([*days, Occurred("2026-06-01", 4, "c")])
    assert (weeks[0].moments, weeks[0].moment, weeks[-1].moments) == (3, "a", 4)
    assert (weeks[0].last - weeks[0].first).days == 6
    months = bars([*days, Occurred("2028-03-31", 5, "d")])
    assert (months[0].moments, months[-1].moment, len(months)) == (3, "d", 27)
    assert bars([]) == []


# -- on the page


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Places, str]:
    """A person who was met on three days, with links to twelve other memories, two of the same title."""
    folder = tmp_path_factory.mktemp("linked")
    places = Places(folder / "home", folder / "key")
    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    said = [believing.said(memory, f"Anna writes, letter {day}", day, author="Anna") for day in (0, 1, 5)]
    said.append(believing.said(memory, "Anna writes again", 5, author="Anna", minute=9))
    anna = believing.person(memory, "Anna", said)
    others = [believing.fact(memory, "Anna", "likes", f"thing {at}", said[:1]) for at in range(10)]
    others.append(believing.put(memory, "semantic", "place:leeds", TWINS, "A town.", said[:1]))
    others.append(believing.put(memory, "semantic", "project:leeds", TWINS, "A project.", said[:1]))
    rows = [believing.row_id(memory, one) for one in others]
    for row in rows:
        links.draw(memory.store, row, [(believing.row_id(memory, anna), links.NAMES, 1.0)])
    links.draw(memory.store, rows[0], [(believing.row_id(memory, anna), links.NAMES, 1.0), (rows[1], links.ALIKE, 0.9)])
    memory.close()
    return places, anna


@pytest.fixture
def at(qtbot: QtBot, filled: tuple[Places, str], tmp_path: Path) -> Iterator[tuple[Opened, MemoriesPage]]:
    """The page with the person shown."""
    opened = open_window(copied(filled[0], tmp_path))
    qtbot.waitUntil(opened.window.timeline.settled)
    opened.window.open_page("memories")
    page = opened.window.memories
    qtbot.waitUntil(lambda: page.settled and page.belief.held is not None)
    yield opened, page
    opened.close()


def shown(page: MemoriesPage) -> Graph | None:
    return page.graph.view.graph


def test_g_shows_the_graph_arrows_walk_it_and_enter_opens_what_is_there(
    at: tuple[Opened, MemoriesPage], filled: tuple[Places, str], qtbot: QtBot
) -> None:
    _, page = at
    qtbot.keyClick(page.list, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: shown(page) is not None)
    graph = shown(page)
    assert graph is not None
    view = page.graph.view
    assert (len(graph.nodes), graph.nodes[0].id, view.current) == (13, filled[1], filled[1])
    assert len(graph.edges) == 13  # one between two facts
    places = graph.places
    walked = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
        walked.append(view.current)
    assert len(set(walked)) > 2
    node = view.node(view.current)
    assert node is not None
    assert node.title in view.accessibleDescription()
    page.graph.look()
    qtbot.waitUntil(lambda: shown(page) is not graph)
    assert shown(page) is not None
    assert shown(page).places == places  # type: ignore[union-attr]
    chosen = view.current
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.belief.held is not None and page.belief.held.entry.id == chosen)
    assert not page.shows_graph()


def test_the_graph_is_narrowed_by_kind_and_escape_goes_back_to_the_text(
    at: tuple[Opened, MemoriesPage], qtbot: QtBot
) -> None:
    _, page = at
    button = page.findChild(QAbstractButton, "beliefGraph")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(page) is not None)
    assert list(page.graph.chips) == ["", "projects", "things", "facts"]
    qtbot.mouseClick(page.graph.chips["things"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [one.title for one in shown(page).nodes] == ["Anna", TWINS])  # type: ignore[union-attr]
    before = page.graph.view.zoom()
    centre = page.graph.view.rect().center()
    wheel = QWheelEvent(
        centre.toPointF(), centre.toPointF(), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.graph.view, wheel)
    assert page.graph.view.zoom() > before
    qtbot.keyClick(page.graph.view, Qt.Key.Key_0)
    assert page.graph.view.zoom() == before
    qtbot.keyClick(page.graph.view, Qt.Key.Key_Escape)
    assert not page.shows_graph()
    assert page.list.hasFocus()


def test_links_of_one_title_are_told_apart_by_their_kind_and_the_rest_is_a_link_of_its_own(
    at: tuple[Opened, MemoriesPage], qtbot: QtBot
) -> None:
    _, page = at
    more = page.belief.more
    assert more.accessibleName() == "4 more"
    first = page.belief.findChild(LinkRow, "memoryLink")
    assert first is not None
    assert more.x() == first.mapTo(more.parentWidget(), QPoint()).x()
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)

    def links_shown() -> list[LinkRow]:
        return [one for one in page.belief.findChildren(LinkRow, "memoryLink") if one.isVisible()]

    qtbot.waitUntil(lambda: len(links_shown()) == 12)
    names = [one.accessibleName() for one in links_shown()]
    assert len(set(names)) == 12
    assert {one for one in names if one.startswith(TWINS)} == {f"{TWINS}, Project", f"{TWINS}, Place or thing"}


def test_the_strip_tells_the_days_and_a_bar_opens_its_first_moment(
    at: tuple[Opened, MemoriesPage], qtbot: QtBot
) -> None:
    opened, page = at
    strip = page.belief.occurrences
    assert [one.moments for one in strip.bars] == [1, 1, 0, 0, 0, 2]
    assert strip.isVisible()
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert "1 moment" in strip.accessibleDescription()
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.place(5).center().toPoint())
    qtbot.waitUntil(lambda: opened.window.page() == "timeline")
    timeline = opened.window.timeline
    qtbot.waitUntil(lambda: timeline.current is not None and timeline.current.id == strip.bars[5].moment)


def test_a_project_met_on_one_day_only_has_no_strip(at: tuple[Opened, MemoriesPage], qtbot: QtBot) -> None:
    _, page = at
    page.groups_list.setCurrentIndex(page.groups.at("projects"))
    qtbot.waitUntil(lambda: page.belief.held is not None and page.belief.held.entry.group == "projects")
    assert len(page.belief.occurrences.bars) == 1
    assert not page.belief.occurrences.isVisible()
