"""The text of one window out of its tree of accessible objects: which are asked for what, and how lines come of it.

What is asked goes through an `AccessLine`; where the window is found stands in `models.access_engine`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from models.access_line import AccessLine

Box = tuple[int, int, int, int]
Row = tuple[str, Box]

ACCESSIBLE = "org.a11y.atspi.Accessible"
PROPERTY = "org.freedesktop.DBus.Properties.Get"
_TEXT = "org.a11y.atspi.Text"
_EXTENTS = "org.a11y.atspi.Component.GetExtents"
_ON_DESKTOP = 0  # coordinates from the desktop's corner, not the window's
# By rows: a granularity of AtspiTextGranularity; Qt knows only the older AtspiTextBoundaryType.
_BY_LINE, _BY_LINE_IN_QT = ("GetStringAtOffset", 3), ("GetTextAtOffset", 5)
_LONGEST_TEXT = 20_000
_MOST_ROWS = 400
_MOST_BLANK = 40
_LEAST_ROW_PX = 24  # a text less high than this has one row
_EMBEDDED = "\ufffc"  # stands in a text for another object

# Numbers of AtspiRole and AtspiStateType, from at-spi2-core's atspi-constants.h.
_STATE_ACTIVE, _STATE_SHOWING = 1, 25
_PASSWORD = 40
_STATIC = 116
_DOCUMENTS = {82, 94, 95}  # document frame, document text, document web
_EDITABLE = {60, 61, 79}  # terminal, text, entry: may hold far more than they show
_TOOL_BAR = 63
_CLIPPING = {28, 49, 68} | _DOCUMENTS  # internal frame, scroll pane, viewport
# label, list item, status bar, table cell, terminal, text, tool tip, paragraph, entry, caption, heading, section, link
_WITH_TEXT = {29, 32, 54, 56, 60, 61, 64, 73, 79, 81, 83, 85, 88, 94, 95, _STATIC}
# Chromium has all its text in static leaves and what is typed into; the texts above those only repeat it.
_WITH_TEXT_IN_CHROMIUM = {29, 61, 79, _STATIC}
# check box, check menu item, icon, list item, menu, menu item, page tab, push button, radio button, radio menu item,
# table cell, column header, toggle button, tree item, in Qt label: what is written on them is their name
_NAMED = {7, 8, 10, 26, 29, 32, 33, 35, 37, 43, 44, 45, 56, 57, 62, 91}
# Browsers give names to pictures, too, that are written nowhere.
_NAMES_UNSEEN = {"Chromium", "Gecko"}
_LEAST_LETTER_PX = 3


@dataclass
class Node:
    """One object, as far as it has answered."""

    bus: str
    path: str
    role: int = 0
    box: Box = (0, 0, 0, 0)
    name: str = ""
    rows: list[Row] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    url: str = ""


def is_showing(states: list[int]) -> bool:
    """Whether an object is on the screen, as far as its program knows."""
    return bool(states and states[0] >> _STATE_SHOWING & 1)


def is_active(states: list[int]) -> bool:
    """Whether a window is the one in use."""
    return bool(states and states[0] >> _STATE_ACTIVE & 1)


def there(places: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of some (bus name, path) that lead to an object; programs also name ones that are gone, or never were."""
    return [(bus, path) for bus, path in places if bus and not path.endswith("/null")]


class TreeWalk:
    """Asks for all that shows below a window, and is done once the line has run out of questions.

    `torn`: some text that shows was not told, or is too long to be asked for.
    """

    def __init__(self, line: AccessLine, toolkit: str) -> None:
        self._line = line
        self.torn = False
        self._by_line = _BY_LINE_IN_QT if toolkit == "Qt" else _BY_LINE
        self._names_seen = toolkit not in _NAMES_UNSEEN
        self._with_text = _WITH_TEXT_IN_CHROMIUM if toolkit == "Chromium" else _WITH_TEXT

    def start(self, window: Node) -> None:
        """Note the first questions; the others follow from their answers."""
        self._ask(window, _EXTENTS, lambda box: setattr(window, "box", box), "u", _ON_DESKTOP)
        self._visit(window)

    def _visit(self, node: Node) -> None:
        def known(states: list[int]) -> None:
            if is_showing(states):
                self._enter(node)

        self._ask(node, f"{ACCESSIBLE}.GetState", known)

    def _ask(self, node: Node, method: str, then: Any, signature: str | None = None, *body: Any) -> None:
        self._line.ask(
            lambda answer: then(answer[0] if len(answer) == 1 else answer) if answer else None,
            node.bus, node.path, method, signature, *body,
        )  # fmt: skip

    def _enter(self, node: Node) -> None:
        def known(role: int) -> None:
            node.role = role
            if role == _PASSWORD:
                return
            self._ask(node, f"{ACCESSIBLE}.GetChildren", lambda found: self._descend(node, found))
            texts, names = role in self._with_text, role in _NAMED and self._names_seen
            if texts or names or role in _CLIPPING:
                self._ask(node, _EXTENTS, lambda box: self._placed(node, box), "u", _ON_DESKTOP)
            if names:
                self._ask(node, PROPERTY, lambda value: setattr(node, "name", str(value[1])), "ss", ACCESSIBLE, "Name")
            if role in _DOCUMENTS:
                self._ask(node, "org.a11y.atspi.Document.GetAttributes", lambda found: _address(node, found))

        self._ask(node, f"{ACCESSIBLE}.GetRole", known)

    def _descend(self, node: Node, found: list[tuple[str, str]]) -> None:
        node.children = [Node(bus, path) for bus, path in there(found) if path != node.path]
        for child in node.children:
            self._visit(child)

    def _placed(self, node: Node, box: Box) -> None:
        node.box = box
        x, y, width, height = box
        if node.role not in self._with_text or width < 1 or height < 1:
            return
        if node.role in _EDITABLE and height >= _LEAST_ROW_PX * 2:
            self._line.ask(
                lambda answer: self._row(node, max(0, answer[0]) if answer else 0), node.bus, node.path,
                f"{_TEXT}.GetOffsetAtPoint", "iiu", x + 1, y + 1, _ON_DESKTOP,
            )  # fmt: skip
        elif node.role not in _EDITABLE and height >= _LEAST_ROW_PX:
            self._row(node, 0)
        else:
            self._ask(node, f"{_TEXT}.GetText", lambda text: node.rows.append((text, box)), "ii", 0, _LONGEST_TEXT)

    def _row(self, node: Node, offset: int, *, blank: int = 0) -> None:
        """Ask for the row of a text that holds this offset, and from there for the next, down to its lower edge.

        `blank`: how many questions in a row have brought nothing new.
        """

        def told(answer: tuple[Any, ...] | None) -> None:
            if answer is None or blank > _MOST_BLANK or len(node.rows) >= _MOST_ROWS:
                self.torn |= node.role in _EDITABLE
                return
            text, start, end = answer
            if end > offset:
                place = "iiu", start, end, _ON_DESKTOP
                self._ask(node, f"{_TEXT}.GetRangeExtents", lambda box: placed(text, end, box), *place)
            elif end == offset:  # an empty row, or the end of one that its program counts to no row
                self._row(node, offset + 1, blank=blank + 1)

        def placed(text: str, end: int, box: Box) -> None:
            if node.rows and _overlap(node.rows[-1][1], box)[3] * 2 > box[3]:
                self.torn = True  # Qt puts each row of its plain editor into the first one's place
                return
            node.rows.append((text[:_LONGEST_TEXT], box))
            if box[1] < node.box[1] + node.box[3]:
                self._row(node, end)

        method, size = self._by_line
        self._line.ask(told, node.bus, node.path, f"{_TEXT}.{method}", "iu", offset, size)


def _address(node: Node, attributes: dict[str, str]) -> None:
    node.url = attributes.get("DocURL", "") or attributes.get("URI", "")


@dataclass
class _Piece:
    """A part of a line. `inline`: it may go on in the next one, as where a link stands in a sentence."""

    text: str
    box: Box
    inline: bool


def lines_of(window: Node) -> list[Row]:
    """The lines of a window in the order of its tree, each once, as far as they lie in what is shown of it."""
    joined: list[_Piece] = []
    for piece in _pieces(window, window.box, names=True):
        last = joined[-1] if joined else None
        if last is not None and _goes_on(last, piece):
            joined[-1] = _Piece(last.text + piece.text, _around(last.box, piece.box), inline=True)
        else:
            joined.append(piece)
    return [(clean, piece.box) for piece in joined if (clean := " ".join(piece.text.split()))]


def _pieces(node: Node, clip: Box, *, names: bool) -> Iterator[_Piece]:
    names = names and node.role != _TOOL_BAR  # its buttons mostly show pictures
    if node.role in _CLIPPING and node.box[2] > 0 and node.box[3] > 0:
        clip = _overlap(clip, node.box)
    below = [piece for child in node.children for piece in _pieces(child, clip, names=names)]
    if not (below and any(child.role == _STATIC for child in node.children)):
        # a text that its children tell in smaller pieces is not told twice
        own = node.rows or ([(node.name, node.box)] if names and _is_written(node) and not below else [])
        shown = _overlap(clip, node.box) if node.role in _EDITABLE else clip
        for text, box in own:
            plain = text.replace(_EMBEDDED, " ")
            if plain.strip() and _shows(box, shown):
                yield _Piece(plain, _overlap(box, shown), node.role == _STATIC)
    yield from below


def _goes_on(one: _Piece, other: _Piece) -> bool:
    """Whether a piece stands right behind another in the same row."""
    if not (one.inline and other.inline):
        return False
    least = min(one.box[3], other.box[3])
    same_row = min(one.box[1] + one.box[3], other.box[1] + other.box[3]) - max(one.box[1], other.box[1]) > least // 2
    return same_row and -least // 4 <= other.box[0] - (one.box[0] + one.box[2]) <= least


def _is_written(node: Node) -> bool:
    """Whether a name fits on its object; one that does not is that of a picture."""
    return bool(node.name.strip()) and len(node.name.strip()) * _LEAST_LETTER_PX <= node.box[2]


def _shows(box: Box, clip: Box) -> bool:
    """Whether most of a row's height, and some of its width, lies within what is shown."""
    _, _, width, height = _overlap(box, clip)
    return width > 0 and height > 0 and height * 2 >= box[3]


def _overlap(one: Box, other: Box) -> Box:
    x, y = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[0] + one[2], other[0] + other[2]), min(one[1] + one[3], other[1] + other[3])
    return x, y, max(0, right - x), max(0, bottom - y)


def _around(one: Box, other: Box) -> Box:
    x, y = min(one[0], other[0]), min(one[1], other[1])
    right, bottom = max(one[0] + one[2], other[0] + other[2]), max(one[1] + one[3], other[1] + other[3])
    return x, y, right - x, bottom - y


def address_of(window: Node) -> str:
    """The address of the largest document that a window shows, empty for none."""
    found = [node for node in _all(window) if node.url]
    return max(found, key=lambda node: node.box[2] * node.box[3]).url if found else ""


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)
