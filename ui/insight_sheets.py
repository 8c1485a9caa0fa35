"""The sheets of the insights page: the stretches of a bar, and a range of one's own days. They close on Escape or a click beside them."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.bars import BarButton, Bars, Mark
from ui.insight_words import length, span_text, stretch_name, times
from ui.ranges import Range
from ui.theme import Theme
from ui.widgets import Elided, button, label

if TYPE_CHECKING:
    from app.insights import Bar, Stretch

WIDTH = 440


class Sheet(QFrame):
    """A small sheet above the page."""

    def __init__(self, theme: Theme, parent: QWidget, name: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(name)
        self.setProperty("plane", "sheet")
        self._theme = theme

    def open_at(self, anchor: QWidget) -> None:
        """Show the sheet below a widget, within its window."""
        self.adjustSize()
        room = anchor.window().geometry()
        at = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        x = min(max(at.x(), room.left() + 8), max(room.right() - self.width() - 8, room.left() + 8))
        y = min(max(at.y(), room.top() + 8), max(room.bottom() - self.height() - 8, room.top() + 8))
        self.move(x, y)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


class StretchesSheet(Sheet):
    """The longest stretches of a bar. `opened` carries one's moment; `search_asked` says that one wants to search within the bar."""

    opened = Signal(object)
    search_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, "stretches")
        self._head = Elided(theme, size="text", strong=True)
        self._told = label(theme, size="caption", tone="faint")
        self.list = Bars(theme, "stretchBars", self.tr("Stretches"))
        self.search = button("searchWithin", self.tr("Search within these"))
        row = QHBoxLayout()
        row.addWidget(self.search)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for part in (self._head, self._told, self.list):
            column.addWidget(part)
        column.addLayout(row)
        self.setFixedWidth(WIDTH)
        self.list.opened.connect(self._open)
        self.search.clicked.connect(self._search)

    def show_bar(self, bar: "Bar", zone: str, anchor: QWidget, *, searchable: bool) -> None:
        """Show what a bar is made of; `searchable` where a search can be narrowed to it."""
        self._head.set_whole(bar.name)
        self.setAccessibleName(self.tr("Stretches of {name}").format(name=bar.name))
        told = (
            self.tr("{time} in {times}, the longest first").format(time=length(bar.held_us), times=times(bar.times))
            if bar.times <= len(bar.stretches)
            else self.tr("{time} in {times}; the {n} longest").format(
                time=length(bar.held_us), times=times(bar.times), n=len(bar.stretches)
            )
        )
        self._told.setText(told)
        self.list.show_marks([self._mark(one, zone) for one in bar.stretches])
        self.search.setVisible(searchable)
        self.open_at(anchor)
        self.list.buttons[0].setFocus()

    def _mark(self, one: "Stretch", zone: str) -> Mark:
        when = span_text(one.since, one.until, zone)
        return Mark(stretch_name(one), length(one.held_us), -1.0, one.moment, when)

    def _open(self, moment: object) -> None:
        self.hide()
        self.opened.emit(moment)

    def _search(self) -> None:
        self.hide()
        self.search_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        held = self.focusWidget()
        if by and isinstance(held, BarButton):
            at = self.list.buttons.index(held) + by
            if 0 <= at < len(self.list.buttons):
                self.list.buttons[at].setFocus()
        else:
            super().keyPressEvent(event)


class RangeSheet(Sheet):
    """Two days, and a button. `chosen` carries the Range between them."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, "rangeSheet")
        self.setAccessibleName(self.tr("From one day to another"))
        self.first = self._day("rangeFirst", self.tr("From"))
        self.last = self._day("rangeLast", self.tr("To"))
        self.go = button("rangeGo", self.tr("Show these days"), "main")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        for text, field in ((self.tr("From"), self.first), (self.tr("To"), self.last)):
            row = QHBoxLayout()
            row.addWidget(label(theme, text, tone="second"), 1)
            row.addWidget(field)
            column.addLayout(row)
        column.addWidget(self.go)
        self.go.clicked.connect(self._choose)

    def _day(self, name: str, said: str) -> QDateEdit:
        field = QDateEdit()
        field.setObjectName(name)
        field.setAccessibleName(said)
        field.setCalendarPopup(False)
        field.setMinimumHeight(32)
        field.setFixedWidth(140)
        return field

    def choose(self, shown: Range, anchor: QWidget) -> None:
        """Ask for days, beginning with those that are shown."""
        self.first.setDate(QDate(shown.first.year, shown.first.month, shown.first.day))
        self.last.setDate(QDate(shown.last.year, shown.last.month, shown.last.day))
        self.open_at(anchor)
        self.first.setFocus()

    def _choose(self) -> None:
        days = sorted(date(one.year(), one.month(), one.day()) for one in (self.first.date(), self.last.date()))
        self.hide()
        self.chosen.emit(Range("free", *days))
