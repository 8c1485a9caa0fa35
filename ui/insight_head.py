"""The row above the figures: which days, another kind of range, table or bars, export. Shows what it is told; the page connects it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QWidget

from ui.insight_words import KINDS, range_text, tr
from ui.ranges import KINDS as CALENDAR
from ui.ranges import Range
from ui.theme import Theme
from ui.widgets import IconButton, button, label, restyle


class InsightsHead(QWidget):
    """Going and the days at the left, kinds of ranges in the middle, table and export at the right."""

    kind_chosen = Signal(str)
    csv_asked = Signal()
    png_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("insightsHead")
        self.before = IconButton(theme, "rangeBefore", "left", self.tr("Before"), tip=self.tr("Before (Page Up)"))
        self.after = IconButton(theme, "rangeAfter", "right", self.tr("After"), tip=self.tr("After (Page Down)"))
        self.now = IconButton(theme, "rangeNow", "now", self.tr("Today"), tip=self.tr("Today (Home)"))
        self.title = label(theme, size="title", strong=True)
        self.title.setObjectName("rangeTitle")
        self.kinds = {
            kind: button(f"range{kind.capitalize()}", tr(KINDS[kind]), "chip") for kind in (*CALENDAR, "free")
        }
        self.table = IconButton(theme, "showTable", "table", self.tr("As a table"), tip=self.tr("As a table (T)"))
        self.table.setCheckable(True)
        self.export = IconButton(theme, "exportFigures", "export", self.tr("Save these figures"))
        self.export.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._group = QButtonGroup(self)
        for kind, one in self.kinds.items():
            one.setCheckable(True)
            self._group.addButton(one)
            one.clicked.connect(lambda _=False, chosen=kind: self.kind_chosen.emit(chosen))
        menu = QMenu(self.export)
        menu.setObjectName("exportMenu")
        menu.addAction(self.tr("As a table (CSV)…")).triggered.connect(self.csv_asked)
        menu.addAction(self.tr("As a picture (PNG)…")).triggered.connect(self.png_asked)
        self.export.setMenu(menu)
        self._arrange()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 12, 6)
        row.setSpacing(2)
        for one in (self.before, self.after):
            row.addWidget(one)
        row.addSpacing(6)
        row.addWidget(self.title)
        row.addSpacing(4)
        row.addWidget(self.now)
        row.addStretch(1)
        for chip in self.kinds.values():
            row.addWidget(chip)
            row.addSpacing(4)
        row.addSpacing(8)
        row.addWidget(self.table)
        row.addWidget(self.export)

    def show_range(self, shown: Range, today: date) -> None:
        """Name the days, and say whether there may be others after them."""
        self.title.setText(range_text(shown, today))
        self.after.setEnabled(shown.last < today)
        self.now.setEnabled(not shown.first <= today <= shown.last)
        for kind, one in self.kinds.items():
            one.setChecked(kind == shown.kind)
            restyle(one, set=kind == shown.kind)
