"""The insights page: how the time of some days went, as bars that open their moments. Counted by `memory.insights`; drawn here."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.errors import KnownError
from ui import words
from ui.bars import BarButton
from ui.insight_export import Export
from ui.insight_head import InsightsHead
from ui.insight_opening import Opening
from ui.insight_sheets import RangeSheet
from ui.insight_table import FigureTable
from ui.insight_view import InsightsView
from ui.insight_words import range_text, table_rows
from ui.page import Desk, Empty, Page
from ui.ranges import KINDS, Range, around
from ui.storage import Bar as Progress
from ui.tasks import Ticket
from ui.widgets import button, hairline, label

if TYPE_CHECKING:
    from app.insights import Counting, Figures

# So long a piece of counting lasts; between two of them other long work has its turn.
BUDGET_S = 0.4
COUNT_AGAIN_MS = 20_000
YEAR = timedelta(days=370)
LETTERS = {Qt.Key.Key_D: "day", Qt.Key.Key_W: "week", Qt.Key.Key_M: "month", Qt.Key.Key_Y: "year"}
# The keys with which one goes through the table.
OF_TABLE = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home)
BLANK, BARS, TABLE, EMPTY, NOTHING = range(5)


def sketch(width: float, height: float) -> list[QRectF]:
    """How the page looks with figures."""
    floor = min(height * 0.4, 260.0)
    tall = (90, 130, 60, 150, 110, 40, 24)
    columns = [QRectF(40 + at * (width - 80) / 7, floor - tall[at], (width - 80) / 7 - 30, tall[at]) for at in range(7)]
    third = (width - 80) / 3
    bars = [
        QRectF(40 + column * third, floor + 70 + row * 40, (third - 40) * (1 - row * 0.17 - column * 0.08), 12)
        for column in range(3)
        for row in range(int(max(height - floor - 90, 0) // 40))
        if row < 5
    ]
    return [*columns, *bars]


class InsightsPage(Page):
    """Hours by application, project and site, focus, meetings, what was recorded. `search_asked` carries Filters and how they are said."""

    KEY = "insights"

    search_asked = Signal(object, str)
    kept_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.range = around("week", _today())
        self.found: Figures | None = None
        self.settled = False  # whether what is shown was counted for this range
        self._tabled: Figures | None = None  # what the table holds: it is filled when it is looked at
        self._shown: Range | None = None
        self._tickets: dict[str, Ticket] = {}
        self._loading = False
        self._year_counted = False
        theme = desk.theme
        self.head = InsightsHead(theme)
        self.view = InsightsView(theme)
        self.table = FigureTable(theme, self)
        self.opening = Opening(desk, self)
        self.days = RangeSheet(theme, self)
        self.export = Export(desk, self)
        self.empty = Empty(theme, "insightsEmpty", sketch)
        self.nothing = Empty(theme, "insightsNothing", sketch)
        self._status = label(theme, size="text", tone="second")
        self._status.setObjectName("insightsStatus")
        self._progress = Progress(theme)
        self._try_again = button("insightsTryAgain", self.tr("Try again"), "main")
        self._try_again.clicked.connect(self.load)
        self._try_again.hide()
        self.empty.say(
            self.tr("Nothing is remembered yet. How your time goes appears here after the first hour."),
            self.tr("What is kept now"),
        )
        self.nothing.say(self.tr("Nothing was seen in these days."), self.tr("Go to the newest days"))
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(COUNT_AGAIN_MS)
        self._arrange()
        self._connect()
        self.head.show_range(self.range, _today())

    def _arrange(self) -> None:
        self.rolled = QScrollArea()
        self.rolled.setObjectName("insightsScroll")
        self.rolled.setWidgetResizable(True)
        self.rolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rolled.setFrameShape(QScrollArea.Shape.NoFrame)
        self.rolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rolled.setWidget(self.view)
        self.rolled.installEventFilter(self)
        self.table.installEventFilter(self)
        blank = QWidget()
        middle = QVBoxLayout(blank)
        middle.addStretch(1)
        middle.addWidget(self._status, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addSpacing(16)
        middle.addWidget(self._try_again, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(2)
        self._progress.setFixedWidth(320)
        self._progress.hide()
        held = QWidget()
        padded = QVBoxLayout(held)
        padded.setContentsMargins(24, 8, 12, 0)
        padded.addWidget(self.table)
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        for sheet in (blank, self.rolled, held, self.empty, self.nothing):
            self._stack.addWidget(sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(hairline())
        column.addWidget(stack, 1)

    def _connect(self) -> None:
        head = self.head
        head.before.clicked.connect(lambda: self.go(-1))
        head.after.clicked.connect(lambda: self.go(1))
        head.now.clicked.connect(self.go_to_today)
        head.kind_chosen.connect(self.choose_kind)
        head.table.toggled.connect(self._turn_to_table)
        head.csv_asked.connect(lambda: self.export.ask_csv(self.found))
        head.png_asked.connect(lambda: self.export.ask_png(self.view, self.head.title.text()))
        self.export.said.connect(self.said)
        opening = self.opening
        self.view.opened.connect(opening.open)
        self.view.table_asked.connect(lambda: head.table.setChecked(True))
        self.table.opened.connect(lambda row: opening.open(row.kind, row.opens))
        opening.moment_asked.connect(lambda moment: self.moment_asked.emit(moment, ()))
        opening.range_asked.connect(self.show_range)
        opening.search_asked.connect(lambda filters: self.search_asked.emit(filters, self.head.title.text()))
        opening.said.connect(self.said)
        self.days.chosen.connect(self.show_range)
        self.empty.acted.connect(self.kept_asked)
        self.nothing.acted.connect(self._go_to_latest)
        self._again.timeout.connect(self.load)

    # which days

    def show_range(self, shown: Range) -> None:
        """Show other days."""
        self.range = shown
        self.head.show_range(shown, _today())
        self.load()

    def go(self, by: int) -> None:
        """Go to the range before (-1) or after (1); none begins in the future."""
        moved = self.range.moved(by)
        if moved.first <= _today():
            self.show_range(moved)

    def choose_kind(self, kind: str) -> None:
        """Show the day, week, month or year around the days that are shown, or ask for days."""
        if kind == "free":
            self.head.show_range(self.range, _today())
            self.days.choose(self.range, self.head.kinds["free"])
            return
        inside = min(max(self.range.first, self._newest_inside()), self.range.last)
        self.show_range(around(next(one for one in KINDS if one == kind), inside))

    def _newest_inside(self) -> date:
        """The newest day of the range that holds something: a narrower range opens there."""
        held = [day for day, us in self.found.days if us] if self.found is not None else []
        return held[-1] if held else min(self.range.last, _today())

    def go_to_today(self) -> None:
        """Show the range that today lies in."""
        kind = self.range.kind if self.range.kind != "free" else "week"
        self.show_range(around(kind, _today()))

    def _go_to_latest(self) -> None:
        if self.found is not None and self.found.latest is not None:
            self.show_range(around(self.range.kind if self.range.kind != "free" else "week", self.found.latest))

    # counting

    def arrive(self) -> None:
        self.load()
        self.setFocus()

    def refresh(self) -> None:
        """Count again after a while: something was stored, and counting costs."""
        if self.isVisible() and not self._again.isActive() and not self._loading:
            self._again.start() if self.settled else self.load()

    def load(self) -> None:
        """Count the range."""
        if not self.desk.core.is_open:
            return
        self.settled, self._loading = False, True
        self._try_again.hide()
        shown = self.range

        def work(memory: Any, _ticket: Ticket) -> "Figures | Counting":
            return memory.insights.figures(shown.first, shown.last, budget_s=BUDGET_S)  # type: ignore[no-any-return]

        self._ask("insights", work, lambda found: self._counted(found, shown))

    def _ask(self, key: str, work: Callable[[Any, Ticket], Any], then: Callable[[Any], None]) -> None:
        self._tickets[key] = self.desk.core.long(self, key, work, then, self._failed)

    def _counted(self, found: "Figures | Counting", shown: Range) -> None:
        from app.insights import Counting

        if isinstance(found, Counting):
            if self._shown != shown:
                self._tell_counting(found)
            self.load()
            return
        self.settled, self._loading = True, False
        changed = found != self.found or shown != self._shown
        self.found, self._shown = found, shown
        self.opening.show_range(shown, found.zone)
        if changed:
            self.view.show_figures(found, shown)
            self._tabled = None
        self._show_sheet()
        if changed or not self._year_counted:
            self._load_year()

    def _tell_counting(self, found: "Counting") -> None:
        self._status.setText(
            self.tr("Counting {days}: {done} of {of} days").format(
                days=range_text(self.range, _today()), done=found.done, of=found.of
            )
        )
        self._progress.show_shares((("accent", 255, found.done),), found.of)
        self._progress.setAccessibleName(self._status.text())
        self._progress.show()
        self._stack.setCurrentIndex(BLANK)

    def _show_sheet(self) -> None:
        found = self.found
        if found is None:
            return
        if self.head.table.isChecked() and self._tabled is not found:
            self._tabled = found
            self.table.show_rows(table_rows(found))
        seen = bool(found.held_us or found.apps or found.appointments or any(c.kind != "off" for c in found.covering))
        if found.began is None:
            self._stack.setCurrentIndex(EMPTY)
        elif not seen:
            action = self.tr("Go to the newest days") if found.latest is not None else ""
            self.nothing.say(self.tr("Nothing was seen in these days."), action)
            self._stack.setCurrentIndex(NOTHING)
        else:
            self._stack.setCurrentIndex(TABLE if self.head.table.isChecked() else BARS)
        for one in (self.head.table, self.head.export):
            one.setEnabled(seen)

    def _turn_to_table(self, on: bool) -> None:
        self._show_sheet()
        if not self.head.table.hasFocus():
            (self.table if on else self).setFocus()

    def _load_year(self) -> None:
        """Count the year for its squares, newest days first, a piece at a time."""
        today = _today()
        last = today if self.range.last > today - YEAR else date(self.range.last.year, 12, 31)
        first = last - YEAR

        def work(memory: Any, _ticket: Ticket) -> "Counting":
            return memory.insights.days(first, last, budget_s=BUDGET_S)  # type: ignore[no-any-return]

        def then(found: "Counting") -> None:
            self.view.show_year(found, last)
            self._year_counted = found.done == found.of
            if found.done < found.of and self.isVisible():
                self._load_year()

        self._ask("insights year", work, then)

    def _failed(self, error: KnownError) -> None:
        self._loading = False
        self._status.setText(words.said(error.code, error.params))
        self._progress.hide()
        self._try_again.show()
        self._stack.setCurrentIndex(BLANK)

    def hideEvent(self, event: QHideEvent) -> None:
        self._again.stop()
        self._loading = False
        for ticket in self._tickets.values():
            ticket.cancel()
        super().hideEvent(event)

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and watched in (self.rolled, self.table)
        ):
            only = watched is self.table and event.key() in OF_TABLE
            return not only and self._key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        held = self.focusWidget()
        match event.key():
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.go(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                by = 1 if event.key() == Qt.Key.Key_Right else -1
                sideways = isinstance(held, BarButton) and self.view.step_sideways(held, by)
                if control or not sideways:
                    self.go(by)
            case Qt.Key.Key_Up | Qt.Key.Key_Down if self._stack.currentIndex() == BARS:
                self.step(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Home:
                self.go_to_today()
            case Qt.Key.Key_T if not control:
                self.head.table.toggle()
            case key if not control and key in LETTERS:
                self.choose_kind(LETTERS[Qt.Key(key)])
            case _:
                return False
        return True

    def step(self, by: int) -> None:
        """Go to the bar after or before the one with the focus, from one list to the next."""
        bar = self.view.step(self.focusWidget(), by)
        if bar is not None:
            bar.setFocus()
            self.rolled.ensureWidgetVisible(bar, 0, 48)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
