"""What hangs on a memory, read and laid out for the graph. Runs in a lane; no widgets."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QColor

from app.belief_records import Entry, Related
from ui import belief_words
from ui.graph_layout import Point, arranged
from ui.theme import Theme, oklch

HUES = {
    "people": 255.0, "projects": 150.0, "things": 195.0, "facts": 90.0, "appointments": 25.0, "episodes": 60.0, "documents": 345.0,
    "ways": 120.0, "digests": 310.0, "you": 285.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A memory in the graph. `why` says how it is linked to the one in the middle, "" for that one itself; `tail`
    tells it apart from another of the same title."""

    id: str
    title: str
    group: str
    why: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """A memory in the middle, what is linked to it, and where all that stands. `left` are links beyond those shown."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]
    places: dict[str, Point]
    kinds: dict[str, int]
    left: int = 0


def read_graph(memory: Any, id_: str, shown: int, kind: str) -> Graph:
    """The strongest links of a memory, of one kind where that is named, laid out. Runs in a lane. Raises KnownError no_such_memory."""
    beliefs = memory.beliefs
    middle: Entry = beliefs.entry(id_)
    linked: list[Related] = [one for one in beliefs.linked(id_, limit=400) if one.memory.id != id_]
    groups = beliefs.groups([one.memory.id for one in linked])
    linked = sorted((one for one in linked if one.memory.id in groups), key=lambda one: -one.weight)
    kinds: dict[str, int] = {}
    for one in linked:
        group = groups[one.memory.id]
        kinds[group] = kinds.get(group, 0) + 1
    wanted = [one for one in linked if not kind or groups[one.memory.id] == kind]
    chosen = wanted[:shown]
    nodes = [Node(id_, belief_words.title_of(middle.title, middle.snippet), middle.group, "")]
    for one, tail in zip(chosen, belief_words.told_apart(chosen, groups), strict=True):
        title = belief_words.title_of(one.memory.title, one.memory.text)
        nodes.append(Node(one.memory.id, title, groups[one.memory.id], belief_words.why_text(one), tail))
    ids = [one.id for one in nodes]
    edges = dict.fromkeys([*((id_, one) for one in ids[1:]), *beliefs.among(ids)])
    pairs = tuple(pair for pair in edges if (pair[1], pair[0]) not in edges or pair[0] == id_)
    return Graph(tuple(nodes), pairs, arranged(ids, pairs), kinds, len(wanted) - len(chosen))


def colour(theme: Theme, group: str) -> QColor:
    """The colour of a group in the graph: hues far apart, at one lightness for all."""
    lightness, chroma = (0.74, 0.115) if theme.dark else (0.62, 0.135)
    return QColor(*oklch(lightness, chroma, HUES.get(group, 0.0)))


def said(node: Node) -> str:
    """A node in one line: its title, its kind, and why it hangs there."""
    return "  ·  ".join(part for part in (node.title, belief_words.one_of(node.group), node.why) if part)
