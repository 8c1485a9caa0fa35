"""The graph beside the list of memories, with what narrows it: kinds as chips, how much is shown, the way back. Asks the lanes."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.errors import KnownError
from ui import belief_words, words
from ui.graph import STEP, GraphView
from ui.letting_go import empty
from ui.page import Desk
from ui.web import Graph, Node, colour, read_graph, said
from ui.widgets import Elided, IconButton, button, label, restyle

FIRST, MOST = 24, 40
CHIPS_A_ROW = 5


def spot(shade: QColor) -> QIcon:
    """A round spot as an icon: the colour of a kind in the graph."""
    drawing = QPixmap(24, 24)
    drawing.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawEllipse(5, 5, 14, 14)
    painter.end()
    return QIcon(drawing)


def _row(chips: list[QPushButton]) -> QWidget:
    """Chips beside each other, from the left."""
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for chip in chips:
        row.addWidget(chip)
    row.addStretch(1)
    return held


class GraphPane(QWidget):
    """Shows what hangs on one memory. `opened` carries the id of the one that was chosen, `left` says that the text is wanted."""

    opened = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("graphPane")
        self._desk = desk
        self.id = ""
        self.kind = ""
        self._shown = FIRST
        self.view = GraphView(desk.theme)
        self.title = Elided(desk.theme, size="title", strong=True)
        self.title.setObjectName("graphTitle")
        self.back = button("graphBack", self.tr("Details"))
        self.back.setToolTip(self.tr("Back to the text (Esc)"))
        self.more = button("graphMore", self.tr("More"), "word")
        self._said = Elided(desk.theme, tone="second")
        self._said.setObjectName("graphSaid")
        self._alone = label(desk.theme, self.tr("Nothing hangs on this yet. Links come as days go by."), tone="faint")
        self._alone.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.larger = IconButton(desk.theme, "graphLarger", "plus", self.tr("Larger"), tip=self.tr("Larger (+)"))
        self.smaller = IconButton(desk.theme, "graphSmaller", "minus", self.tr("Smaller"), tip=self.tr("Smaller (-)"))
        self.whole = IconButton(desk.theme, "graphAll", "fit", self.tr("Show all"), tip=self.tr("Show all (0)"))
        self.chips: dict[str, QPushButton] = {}
        self._arrange()
        self.back.clicked.connect(self.left)
        self.more.clicked.connect(self._show_more)
        self.larger.clicked.connect(lambda: self.view.zoom_by(STEP))
        self.smaller.clicked.connect(lambda: self.view.zoom_by(1 / STEP))
        self.whole.clicked.connect(self.view.show_all)
        self.view.opened.connect(self.opened)
        self.view.left.connect(self.left)
        self.view.pointed.connect(self._point)
        desk.theme.changed.connect(self._paint_anew)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        for one in (self.smaller, self.larger, self.whole):
            head.addWidget(one)
        head.addSpacing(4)
        head.addWidget(self.back)
        self._chips = QVBoxLayout()
        self._chips.setSpacing(6)
        foot = QHBoxLayout()
        foot.addWidget(self._said, 1)
        foot.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._chips)
        column.addWidget(self.view, 1)
        column.addWidget(self._alone, 1)
        column.addLayout(foot)
        self._alone.hide()
        self.more.hide()

    @Slot()
    def _paint_anew(self) -> None:
        if self.view.graph:
            self._show_chips(self.view.graph.kinds)

    def show_of(self, id_: str) -> None:
        """Show what hangs on a memory, all kinds of it; nothing for ""."""
        if id_ != self.id:
            self.id, self.kind, self._shown = id_, "", FIRST
            self.view.show_graph(None)
        self.look()

    def look(self) -> None:
        """Read the graph again."""
        id_, shown, kind = self.id, self._shown, self.kind
        if id_ and self._desk.core.is_open:
            self._desk.core.read(
                self, "graph", lambda memory, _: read_graph(memory, id_, shown, kind), self._show, self._failed
            )

    def _show(self, graph: Graph) -> None:
        if graph.nodes[0].id != self.id:
            return
        self.title.set_whole(graph.nodes[0].title)
        alone = not graph.kinds
        self._alone.setVisible(alone)
        self.view.setVisible(not alone)
        self._show_chips(graph.kinds)
        self.view.show_graph(graph)
        self._offer(graph)

    def _show_chips(self, kinds: dict[str, int]) -> None:
        wanted = ["", *(key for key in belief_words.GROUPS if key in kinds)] if len(kinds) > 1 else []
        if list(self.chips) != wanted:
            empty(self._chips)
            self.chips = {key: self._chip(key) for key in wanted}
            for start in range(0, len(wanted), CHIPS_A_ROW):
                self._chips.addWidget(_row([self.chips[key] for key in wanted[start : start + CHIPS_A_ROW]]))
        for key, chip in self.chips.items():
            restyle(chip, set="true" if key == self.kind else "false")
            if key:
                chip.setIcon(spot(colour(self._desk.theme, key)))

    def _chip(self, key: str) -> QPushButton:
        chip = button(f"graphKind{key.capitalize()}", belief_words.group_name(key) if key else self.tr("All"), "chip")
        chip.clicked.connect(lambda: self.narrow(key))
        return chip

    def narrow(self, kind: str) -> None:
        """Show links of one kind only; "" shows all."""
        self.kind, self._shown = kind, FIRST
        self.look()

    def _offer(self, graph: Graph) -> None:
        room = MOST - self._shown
        self.more.setVisible(graph.left > 0)
        self.more.setEnabled(room > 0)
        many = belief_words.count_text(graph.left if room <= 0 else min(graph.left, room))
        text = (
            self.tr("{n} more").format(n=many) if room > 0 else self.tr("{n} weaker links are not shown").format(n=many)
        )
        self.more.setText(text)
        self.more.setAccessibleName(text)

    def _show_more(self) -> None:
        self._shown = MOST
        self.look()

    def _point(self, node: Node | None) -> None:
        self._said.set_whole("" if node is None else said(node) if node.why else self.tr("Arrows walk, Enter opens."))

    def enter(self) -> None:
        """Go into the graph."""
        self.view.setFocus()

    def _failed(self, error: KnownError) -> None:
        self.view.show_graph(None)
        self._said.set_whole(words.said(error.code, error.params))

    def hideEvent(self, event: QHideEvent) -> None:
        self.view.show_graph(None)
        super().hideEvent(event)
