"""The large picture of a moment: its recognised words can be marked, selected and copied like text. Fetches nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.records import Box, Line
from ui.theme import Theme

HIT_FILL = QColor(255, 213, 74, 96)
HIT_EDGE = QColor(214, 158, 0)
PASSAGE_PX = 44  # what is higher than a line of large type is a passage: framed, so that it can be read

Word = tuple[str, Box, int]  # text, box, number of its line


def words_of(lines: Sequence[Line]) -> list[Word]:
    """Every recognised word in reading order; a line without words counts as one."""
    result: list[Word] = []
    for number, line in enumerate(lines):
        parts = line.words or ((line.text, line.box),)
        result.extend((text, box, number) for text, box in parts)
    return result


class PictureView(QWidget):
    """One picture, as large as fits, on nothing. `selected` says whether there is text to copy."""

    ROLE = "Graphic"

    selected = Signal(bool)

    def __init__(self, theme: Theme, name: str = "picture") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Picture of the moment"))
        self.setMinimumSize(160, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        self._theme = theme
        self.at_top = False  # where it is wider than its room it stands in the middle, or at the top
        self._pixmap = QPixmap()
        self._scaled = QPixmap()
        self._size = QSize()
        self._words: list[Word] = []
        self._hits: tuple[Box, ...] = ()
        self._chosen: tuple[int, int] | None = None
        self._drag_from: int | None = None
        self._marking = False
        self._notice = ""
        theme.changed.connect(self.update)

    def show_picture(self, pixmap: QPixmap, size: QSize) -> None:
        """Show a picture; `size` is that of the whole picture, in which boxes are counted."""
        self._pixmap, self._size, self._notice = pixmap, size, ""
        self._scaled = QPixmap()
        self.update()

    def show_notice(self, text: str) -> None:
        """Show a sentence where the picture would be."""
        self._pixmap, self._scaled, self._notice = QPixmap(), QPixmap(), text
        self.update()

    def show_words(self, lines: Sequence[Line], hits: tuple[Box, ...] = ()) -> None:
        """Tell what was recognised, and which boxes were searched for."""
        self._words, self._hits = words_of(lines), hits
        self._choose(None)

    def mark_words(self, on: bool) -> None:
        """Outline every recognised word, or leave the picture as it was."""
        self._marking = on
        self.update()

    def select_all(self) -> None:
        """Select every recognised word."""
        self._choose((0, len(self._words) - 1) if self._words else None)

    def selected_text(self) -> str:
        """The selected words, a line a line."""
        if self._chosen is None:
            return ""
        first, last = sorted(self._chosen)
        result, line_before = "", None
        for text, _, line in self._words[first : last + 1]:
            separator = "" if line_before is None else " " if line == line_before else "\n"
            result, line_before = result + separator + text, line
        return result

    def all_text(self) -> str:
        """Every recognised line."""
        chosen, self._chosen = self._chosen, (0, len(self._words) - 1) if self._words else None
        text, self._chosen = self.selected_text(), chosen
        return text

    def copy(self) -> None:
        """Put the selected words, or all of them, on the clipboard."""
        text = self.selected_text() or self.all_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def place(self) -> QRectF:
        """Where the picture lies in this widget."""
        if self._size.isEmpty():
            return QRectF()
        room = QSize(max(self.width() - 4, 1), max(self.height() - 4, 1))
        size = self._size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        top = 2.0 if self.at_top else (self.height() - size.height()) / 2
        return QRectF((self.width() - size.width()) / 2, top, size.width(), size.height())

    def _box_place(self, box: Box, place: QRectF) -> QRectF:
        factor = place.width() / max(self._size.width(), 1)
        return QRectF(
            place.left() + box.x * factor, place.top() + box.y * factor, box.width * factor, box.height * factor
        )

    def _word_at(self, at: QPointF, *, close: bool = False) -> int | None:
        place = self.place()
        best, best_distance = None, 1e9
        for index, (_, box, _) in enumerate(self._words):
            where = self._box_place(box, place).adjusted(-2, -2, 2, 2)
            if where.contains(at):
                return index
            if close:
                down = max(where.top() - at.y(), 0.0, at.y() - where.bottom())
                across = max(where.left() - at.x(), 0.0, at.x() - where.right())
                if 4 * down + across < best_distance:
                    best, best_distance = index, 4 * down + across
        return best

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = self._word_at(event.position())
            self._choose(None)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            to = self._word_at(event.position(), close=True)
            self._choose((self._drag_from, to) if to is not None else None)
        over = self._drag_from is not None or self._word_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        word = self._word_at(event.position())
        self._choose((word, word) if word is not None else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.select_all()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.unsetCursor()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scaled = QPixmap()
        super().resizeEvent(event)

    def _choose(self, chosen: tuple[int, int] | None) -> None:
        self._chosen = chosen
        self.selected.emit(chosen is not None)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self.place()
        if self._notice or place.isEmpty():
            painter.setPen(self._theme.colour("faint"))
            painter.setFont(self._theme.font("text"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._notice)
        else:
            self._paint_picture(painter, place)
        painter.end()

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(place, 8, 8)
        painter.save()
        painter.setClipPath(shape)
        if self._pixmap.isNull():
            painter.fillRect(place, self._theme.colour("raised"))
        else:
            painter.drawPixmap(place, self._fitting(place), QRectF(self._fitting(place).rect()))
        self._paint_words(painter, place)
        painter.restore()
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(-0.5, -0.5, 0.5, 0.5), 8, 8)

    def _fitting(self, place: QRectF) -> QPixmap:
        if self._scaled.isNull():
            ratio = self.devicePixelRatioF()
            wanted = QSize(round(place.width() * ratio), round(place.height() * ratio))
            smooth = Qt.TransformationMode.SmoothTransformation
            self._scaled = self._pixmap.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        return self._scaled

    def _paint_words(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if self._hits:
            # A picture keeps its own colours whatever the window's are: one mark that shows on light and on dark.
            painter.setPen(QPen(HIT_EDGE, 1.6))
            for box in self._hits:
                painter.setBrush(HIT_FILL if box.height <= PASSAGE_PX else Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self._box_place(box, place).adjusted(-3, -2, 3, 2), 3, 3)
        if self._marking:
            painter.setPen(QPen(self._theme.colour("accent", 150), 1))
            painter.setBrush(self._theme.colour("accent", 26))
            for _, box, _ in self._words:
                painter.drawRoundedRect(self._box_place(box, place).adjusted(-1, -1, 1, 1), 2, 2)
        if self._chosen is not None:
            first, last = sorted(self._chosen)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent", 90))
            for _, box, _ in self._words[first : last + 1]:
                painter.drawRect(self._box_place(box, place).adjusted(-2, -1, 2, 1))

    def word_place(self, index: int) -> QPoint:
        """The middle of a recognised word in this widget, for tests and for help with the pointer."""
        return self._box_place(self._words[index][1], self.place()).center().toPoint()
