"""Going to a day: a field that understands a date in words, above the year as a heat map. Closes on Escape or a click beside it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.errors import KnownError
from app.zone import zone_name
from ui import words
from ui.heatmap import Year, shade
from ui.loaded import nearest_date
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import IconButton, label


def as_iso(text: str) -> str:
    """A date written as the user's locale writes it, as ISO; anything else as it is."""
    for form in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat):
        day = QLocale().toDate(text.strip(), form)
        if day.isValid() and day.year() >= 1990:
            return str(day.toString(Qt.DateFormat.ISODate))
    return text


class Legend(QWidget):
    """From less to more, in the shades of the map."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        row.addWidget(label(theme, self.tr("less"), size="caption", tone="faint"))
        self._cells = [QFrame() for _ in range(4)]
        for cell in self._cells:
            cell.setFixedSize(11, 11)
            row.addWidget(cell)
        row.addWidget(label(theme, self.tr("more"), size="caption", tone="faint"))
        self._theme = theme
        theme.changed.connect(self._colour)
        self._colour()

    def _colour(self) -> None:
        for at, cell in enumerate(self._cells):
            colour = self._theme.colour("accent", shade((at + 1) ** 2, 16))
            cell.setStyleSheet(f"background: {colour.name(colour.NameFormat.HexArgb)}; border-radius: 3px;")


class GoTo(QFrame):
    """`chosen_day` carries an ISO date that holds moments, `chosen_time` a time that was typed."""

    chosen_day = Signal(str)
    chosen_time = Signal(object)

    def __init__(self, theme: Theme, core: Core, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("goTo")
        self.setAccessibleName(self.tr("Go to a day"))
        self.setProperty("plane", "sheet")
        self._core = core
        self._dates: tuple[str, ...] = ()
        self._shown = ""
        self._meant: tuple[datetime, datetime] | None = None
        self._wants_to_go = False
        self.field = QLineEdit()
        self.field.setObjectName("goToField")
        self.field.setAccessibleName(self.tr("A day or a time, in words"))
        self.field.setPlaceholderText(self.tr("last Tuesday, 3 May, 14:30, two weeks ago"))
        self.year = Year(theme)
        self.older = IconButton(
            theme, "yearBefore", "left", self.tr("Year before"), tip=self.tr("Year before (Page Up)")
        )
        self.newer = IconButton(
            theme, "yearAfter", "right", self.tr("Year after"), tip=self.tr("Year after (Page Down)")
        )
        self._said: QLabel = label(theme, tone="second")
        self._said.setObjectName("goToSaid")
        self._arrange(theme)
        self.year.pointed.connect(self._said.setText)
        self.year.chosen.connect(self._choose_day)
        self.year.turned.connect(self._turned)
        self.older.clicked.connect(lambda: self.year.turn(-1))
        self.newer.clicked.connect(lambda: self.year.turn(1))
        self.field.textEdited.connect(self._typed)
        self.field.returnPressed.connect(self._entered)

    def _arrange(self, theme: Theme) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self._said, 1)
        foot.addWidget(Legend(theme))
        foot.addSpacing(12)
        foot.addWidget(self.older)
        foot.addWidget(self.newer)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(self.field)
        column.addWidget(self.year)
        column.addLayout(foot)

    def open_below(self, anchor: QWidget, dates: Sequence[str], current: str) -> None:
        """Show the sheet under a widget; what is typed is understood as seen from the day that is shown."""
        self._dates, self._shown, self._meant = tuple(dates), current, None
        self.field.clear()
        self.year.show_days(dates, current or None)
        self.resize(self.sizeHint())
        place, room = anchor.mapToGlobal(QPoint(0, anchor.height() + 6)), self.screen().availableGeometry()
        self.move(max(min(place.x(), room.right() - self.width()), room.left()), place.y())
        self.show()
        self.field.setFocus()

    def _turned(self, first: str, last: str) -> None:
        self.older.setEnabled(self.year.can_turn(-1))
        self.newer.setEnabled(self.year.can_turn(1))
        wanted = [one for one in self._dates if first <= one <= last]
        self._core.read(
            self,
            "counts",
            lambda memory, _: memory.almanac.counts(wanted),
            self._counted,
            self._failed,
            low=True,
        )

    def _counted(self, counts: dict[str, int]) -> None:
        self.year.show_counts(counts)
        if not self.field.text().strip():  # else it says what was typed
            self.year.say()

    def _typed(self, text: str) -> None:
        self._meant, self._wants_to_go = None, False
        asked, shown = as_iso(text), self._shown
        if not text.strip():
            self._said.clear()
            return

        def work(memory: Any, _ticket: object) -> tuple[datetime, datetime]:
            found: tuple[datetime, datetime] = memory.almanac.meant(asked, shown)
            return found

        self._core.read(self, "meant", work, self._understood, self._not_understood)

    def _understood(self, meant: tuple[datetime, datetime]) -> None:
        self._meant = meant
        since, zone = meant[0], zone_name()
        day = words.local_date(since, zone)
        whole = words.in_zone(since, zone).time() == datetime.min.time()
        said = words.short_day(day) if whole else f"{words.short_day(day)}, {words.clock(since, zone)}"
        if self._dates and day.isoformat() not in self._dates:
            near = date.fromisoformat(nearest_date(self._dates, day.isoformat()))
            said = self.tr("{day}: nothing was kept. The nearest day is {near}.").format(
                day=said, near=words.short_day(near)
            )
            self.year.stand(near)
        else:
            self.year.stand(day)
        self._said.setText(said)
        if self._wants_to_go:
            self._entered()

    def _not_understood(self, _error: KnownError) -> None:
        self._wants_to_go = False
        self._said.setText(self.tr("Not understood. Try “yesterday”, “3 May” or “14:30”."))

    def _failed(self, error: KnownError) -> None:
        self._said.setText(words.said(error.code, error.params))

    def _entered(self) -> None:
        if self._meant is not None:
            meant, self._meant = self._meant, None
            self.hide()
            self.chosen_time.emit(meant[0])
        else:
            self._wants_to_go = bool(self.field.text().strip())

    def _choose_day(self, day_date: str) -> None:
        self.hide()
        self.chosen_day.emit(day_date)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.hide()
            case Qt.Key.Key_Down if self.field.hasFocus():
                self.year.setFocus()
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.year.turn(-1 if event.key() == Qt.Key.Key_PageUp else 1)
            case _:
                super().keyPressEvent(event)
