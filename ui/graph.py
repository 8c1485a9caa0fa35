"""The links of a memory as a picture that can be read: nodes with labels, lines between them. Draws and walks; reads nothing."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.graph_layout import BOX_HEIGHT, BOX_WIDTH, neighbour
from ui.theme import Theme
from ui.web import Graph, Node, colour, said
from ui.widgets import plain_tip

LEAST_ZOOM, MOST_ZOOM, STEP = 0.25, 3.0, 1.25
LABEL_WIDTH, LABEL_HEIGHT, TAIL_HEIGHT = 140.0, 18.0, 14.0
MARGIN = 24.0
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class GraphView(QWidget):
    """Draws a graph. The wheel and + and - zoom, 0 shows all, dragging moves, arrows walk. `opened` carries an id."""

    ROLE = "Chart"

    opened = Signal(str)
    pointed = Signal(object)  # Node
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("memoryGraph")
        self.setAccessibleName(self.tr("Graph of links"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self.graph: Graph | None = None
        self.current = ""
        self._over = ""
        self._zoom, self._middle, self._fits = 1.0, QPointF(), True
        self._grip: QPointF | None = None
        self._dragged = False
        self.shown_labels: dict[str, QRectF] = {}
        theme.changed.connect(self.update)

    def show_graph(self, graph: Graph | None) -> None:
        """Show another graph, or the same with other nodes: who points at a node stays there."""
        same = graph is not None and self.graph is not None and graph.nodes[0].id == self.graph.nodes[0].id
        self.graph = graph
        if graph is None:
            self.current = self._over = ""
        elif not same or self.current not in graph.places:
            self.current = graph.nodes[0].id
        if not same:
            self._fits = True
        if self._fits:
            self.show_all()
        self._tell()

    def node(self, id_: str) -> Node | None:
        """The node of a memory."""
        return next((one for one in self.graph.nodes if one.id == id_), None) if self.graph else None

    def zoom(self) -> float:
        """How large it is drawn; 1 is full size."""
        return self._zoom

    def where(self, id_: str) -> QPointF:
        """Where a node is drawn, in pixels of this widget."""
        x, y = self.graph.places[id_] if self.graph else (0.0, 0.0)
        return QPointF(
            self.width() / 2 + (x - self._middle.x()) * self._zoom,
            self.height() / 2 + (y - self._middle.y()) * self._zoom,
        )

    def show_all(self) -> None:
        """As large as all of it fits, never larger than full size."""
        self._fits = True
        if self.graph is not None:
            whole = self._extent()
            self._middle = whole.center()
            wide = (self.width() - 2 * MARGIN) / max(whole.width(), 1)
            high = (self.height() - 2 * MARGIN) / max(whole.height(), 1)
            self._zoom = max(LEAST_ZOOM, min(1.25, wide, high))
        self.update()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Draw it larger or smaller; what lies at a place stays there."""
        place = at or QPointF(self.width() / 2, self.height() / 2)
        zoom = max(LEAST_ZOOM, min(MOST_ZOOM, self._zoom * factor))
        offset = place - QPointF(self.width() / 2, self.height() / 2)
        self._middle += offset / self._zoom - offset / zoom
        self._zoom, self._fits = zoom, False
        self.update()

    def _extent(self) -> QRectF:
        places = self.graph.places.values() if self.graph else ()
        whole = QRectF()
        for x, y in places:
            whole = whole.united(QRectF(x - BOX_WIDTH / 2, y - 14, BOX_WIDTH, BOX_HEIGHT))
        return whole

    # drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.graph is not None:
            lit = self._lit()
            self._draw_lines(painter, self.graph, lit)
            self._place_labels(self.graph)
            for node in reversed(self.graph.nodes):
                self._draw_node(painter, node, not lit or node.id in lit)
        painter.end()

    def _lit(self) -> set[str]:
        """The node that is pointed at with its neighbours; none while it is the one in the middle, which all hang on."""
        graph, id_ = self.graph, self._over or (self.current if self.hasFocus() else "")
        if graph is None or not id_ or id_ == graph.nodes[0].id:
            return set()
        return {id_, *(one for pair in graph.edges for one in pair if id_ in pair)}

    def _draw_lines(self, painter: QPainter, graph: Graph, lit: set[str]) -> None:
        chosen = self._over or self.current
        for one, other in graph.edges:
            strong = bool(lit) and chosen in (one, other)
            shade = self._theme.colour("accent" if strong else "faint", 255 if strong else 110 if not lit else 50)
            painter.setPen(QPen(shade, 1.6 if strong else 1.0))
            painter.drawLine(self.where(one), self.where(other))

    def _place_labels(self, graph: Graph) -> None:
        """Which labels have room: that of the node pointed at first, then the strongest links."""
        first = [id_ for id_ in (self._over, self.current) if id_]
        order = list(dict.fromkeys([*first, *(one.id for one in graph.nodes)]))
        taken: dict[str, QRectF] = {}
        for id_ in order:
            if id_ not in graph.places:
                continue
            spot = self.where(id_)
            node = self.node(id_)
            high = LABEL_HEIGHT + (TAIL_HEIGHT if node is not None and node.tail else 0)
            wide = self._wide(node)
            place = QRectF(spot.x() - wide / 2, spot.y() + 10, wide, high)
            if not any(place.intersects(other) for other in taken.values()):
                taken[id_] = place
        self.shown_labels = taken

    def _wide(self, node: Node | None) -> float:
        """How much room the label of a node takes."""
        figures = QFontMetricsF(self._theme.font("caption", strong=True))
        lines = (node.title, node.tail) if node is not None else ()
        return min(LABEL_WIDTH, max((figures.horizontalAdvance(one) for one in lines), default=0.0) + 8)

    def _draw_node(self, painter: QPainter, node: Node, lit: bool) -> None:
        spot, middle = self.where(node.id), not node.why
        radius = 9.0 if middle else 6.0
        painter.setOpacity(1.0 if lit else 0.35)
        painter.setPen(QPen(self._theme.colour("window"), 3))
        painter.setBrush(self._theme.colour("accent") if middle else colour(self._theme, node.group))
        painter.drawEllipse(spot, radius, radius)
        if node.id == self.current and self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot, radius + 4, radius + 4)
        place = self.shown_labels.get(node.id)
        if place is not None:
            self._draw_label(painter, node, place)
        painter.setOpacity(1.0)

    def _draw_label(self, painter: QPainter, node: Node, place: QRectF) -> None:
        strong = not node.why or node.id in (self.current if self.hasFocus() else "", self._over)
        painter.setFont(self._theme.font("caption", strong=strong))
        lines = [(node.title, "text", LABEL_HEIGHT), (node.tail, "faint", TAIL_HEIGHT)]
        top = place.top()
        for text, role, high in lines[: 2 if node.tail else 1]:
            line = QRectF(place.left(), top, place.width(), high)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("window", 225))
            painter.drawRoundedRect(line, 4, 4)
            painter.setPen(self._theme.colour(role))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), shown)
            painter.setFont(self._theme.font("caption"))
            top += high

    # pointing

    def at(self, place: QPointF) -> str:
        """The id of the node at a place, by its spot or its label; "" where there is none."""
        if self.graph is None:
            return ""
        for node in self.graph.nodes:
            spot, label = self.where(node.id), self.shown_labels.get(node.id)
            if (place - spot).manhattanLength() <= 16 or (label is not None and label.contains(place)):
                return node.id
        return ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            moved = event.position() - self._grip
            if self._dragged or moved.manhattanLength() > 4:
                self._dragged, self._fits, self._grip = True, False, event.position()
                self._middle -= moved / self._zoom
                self.update()
            return
        over = self.at(event.position())
        if over != self._over:
            self._over = over
            node = self.node(over)
            self.setCursor(Qt.CursorShape.PointingHandCursor if node else Qt.CursorShape.ArrowCursor)
            self.setToolTip(plain_tip(said(node)) if node else "")
            self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip, self._dragged = event.position(), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        id_ = self.at(event.position())
        if id_ and not self._dragged and event.button() == Qt.MouseButton.LeftButton:
            self.go(id_)
            self.opened.emit(id_)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    # walking

    def go(self, id_: str) -> None:
        """Stand on a node; it is moved into sight."""
        self.current = id_
        spot = self.where(id_)
        if not QRectF(self.rect()).adjusted(40, 24, -40, -40).contains(spot):
            self._middle += (spot - QPointF(self.width() / 2, self.height() / 2)) / self._zoom
            self._fits = False
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.graph is None:
            event.ignore()
        elif key in ARROWS:
            self.go(neighbour(self.graph.places, self.current, *ARROWS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_Home:
            self.go(self.graph.nodes[0].id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            event.ignore()

    def _tell(self) -> None:
        node = self.node(self._over or self.current)
        self.setAccessibleDescription(said(node) if node else "")
        self.pointed.emit(node)
        self.update()

    def leaveEvent(self, event: Any) -> None:
        self._over = ""
        self._tell()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fits:
            self.show_all()
        super().resizeEvent(event)
