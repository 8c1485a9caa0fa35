"""The timeline page: a day's moments as picture, strip, lanes and ruler, gone through by key, wheel and pointer."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.errors import KnownError
from app.records import Box, Day, LedgerRow, Moment, RecordingState, Selection
from ui import words
from ui.day import nearest
from ui.daychart import DayChart
from ui.moment_view import MomentView, copyable
from ui.page import Desk, Empty, Page
from ui.strip import Strip
from ui.timeline_head import TimelineHead
from ui.translate import QT_TRANSLATE_NOOP
from ui.undo import ForgetBar

MOST_A_DAY = 20_000
SETTLE_MS = 120


@dataclass(frozen=True, slots=True)
class LoadedDay:
    """A day as the page shows it, and the moment it was loaded for."""

    days: tuple[Day, ...]
    day: Day | None
    moments: tuple[Moment, ...]
    ledger: tuple[LedgerRow, ...]
    wanted: str


def load_day(memory: Any, day_date: str, wanted: str) -> LoadedDay:
    """Read a day, or the day of the moment `wanted`, or the newest. Runs in a lane."""
    days = tuple(memory.days())
    if wanted and not day_date:
        moment = memory.moment(wanted).moment
        day_date = words.local_date(moment.time, moment.zone).isoformat()
    day = next((one for one in days if one.date == day_date), days[0] if days else None)
    if day is None:
        return LoadedDay(days, None, (), (), wanted)
    until = day.last + timedelta(microseconds=1)
    moments = tuple(memory.timeline(day.first, until, limit=MOST_A_DAY))
    ledger = tuple(memory.ledger(day.first, until))
    return LoadedDay(days, day, moments, ledger, wanted)


def sketch(width: float, height: float) -> list[QRectF]:
    """How the page looks with a day in it."""
    picture = QRectF(24, 52, width - 48, max(height - 330, 40))
    tiles = [QRectF(16 + at * 130, height - 262, 122, 76) for at in range(int(width // 130) + 1)]
    spans = [
        QRectF(116 + at * 90 % max(width - 240, 1), height - 160 + at % 4 * 24, 70 + at * 17 % 60, 14)
        for at in range(14)
    ]
    return [picture, *tiles, *spans]


class TimelinePage(Page):
    """What was seen, day by day."""

    KEY, LABEL, ICON = "timeline", QT_TRANSLATE_NOOP("pages", "Timeline"), "timeline"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._days: tuple[Day, ...] = ()
        self._day: Day | None = None
        self._moments: tuple[Moment, ...] = ()
        self._index = 0
        self._anchor: int | None = None
        self._hits: tuple[str, tuple[Box, ...]] = ("", ())
        self._loaded_once = False
        self.head = TimelineHead(desk.theme)
        self.view = MomentView(desk.theme, desk.core, desk.pictures, "timeline")
        self.strip = Strip(desk.theme, desk.pictures)
        self.chart = DayChart(desk.theme)
        self.bar = ForgetBar(desk.theme, desk.core)
        self.bar.said.connect(self.said)
        self.empty = Empty(desk.theme, "timelineEmpty", sketch)
        self.tell_recording(RecordingState("recording"))
        self._build()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self.strip.asked.connect(self._asked_in_strip)
        self.chart.asked.connect(self.go)
        self.bar.forgotten.connect(self._after_forgetting)
        self.bar.restored.connect(self.refresh)
        self.bar.closed.connect(self.setFocus)

    def _build(self) -> None:
        head = self.head
        head.before.clicked.connect(lambda: self.step_day(-1))
        head.after.clicked.connect(lambda: self.step_day(1))
        head.now.clicked.connect(self.newest)
        head.date.clicked.connect(self.choose_day)
        head.popup.year.chosen.connect(self.open_day)
        head.marks.toggled.connect(self.view.picture.mark_words)
        head.pin.clicked.connect(self.pin_chosen)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("P"), self, self.pin_chosen, context=within)
        head.copy.clicked.connect(self.copy_text)
        head.forget.clicked.connect(self.forget_chosen)
        self._arrange()

    def _arrange(self) -> None:
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(self.head)
        frame = QHBoxLayout()
        frame.setContentsMargins(16, 0, 16, 6)
        frame.addWidget(self.view)
        column.addLayout(frame, 1)
        column.addWidget(self.strip)
        side = QHBoxLayout()
        side.setContentsMargins(8, 4, 16, 0)
        side.addWidget(self.chart)
        column.addLayout(side)
        self._stack = QStackedLayout(self)
        blank = QWidget()
        for sheet in (blank, full, self.empty):
            self._stack.addWidget(sheet)
        self.bar.setParent(full)

    # what is shown

    @property
    def moments(self) -> tuple[Moment, ...]:
        return self._moments

    @property
    def days(self) -> tuple[Day, ...]:
        return self._days

    @property
    def current(self) -> Moment | None:
        return self._moments[self._index] if self._index < len(self._moments) else None

    def chosen_range(self) -> tuple[int, int] | None:
        """First and last index of what is selected, or None for just the current moment."""
        if self._anchor is None or self._anchor == self._index:
            return None
        return min(self._anchor, self._index), max(self._anchor, self._index)

    def settled(self) -> bool:
        """Whether the day, or that there is none, is on the screen with its picture."""
        return self._loaded_once and (not self._moments or self.view.settled())

    def tell_recording(self, state: RecordingState) -> None:
        """Say on an empty page whether something will come by itself."""
        if state.state == "paused":
            self.empty.say(self.tr("Nothing is remembered yet, and recording is paused."), self.tr("Resume recording"))
        elif state.state in ("off", "problem"):
            kept = words.kept_now(state) if state.state == "problem" else self.tr("Recollect is not recording.")
            self.empty.say(f"{self.tr('Nothing is remembered yet.')} {kept}", self.tr("What is kept now"))
        else:
            self.empty.say(
                self.tr("Nothing is remembered yet. What the screen shows appears here in a moment."),
                self.tr("What is kept now"),
            )

    def refresh(self) -> None:
        current = self.current
        following = self._anchor is None
        at_end = (
            following
            and self._index >= len(self._moments) - 1
            and self._day is not None
            and self._days[:1] == (self._day,)
        )
        wanted = "" if at_end or current is None else current.id
        day_date = "" if at_end or self._day is None else self._day.date
        self._load(day_date, wanted, keep=True)

    def open_day(self, day_date: str) -> None:
        """Go to a day, to its first moment."""
        self._load(day_date, "first")
        self.setFocus()

    def open_moment(self, moment_id: str, hits: tuple[Box, ...] = ()) -> None:
        """Go to a moment and mark what was searched for."""
        self._hits = (moment_id, hits)
        self._load("", moment_id)

    def step_day(self, by: int) -> None:
        """Go to the day before (-1) or after (1) that holds moments."""
        dates = [day.date for day in self._days]
        if self._day is not None and self._day.date in dates:
            at = dates.index(self._day.date) - by
            if 0 <= at < len(dates):
                self._load(dates[at], "last" if by < 0 else "first")

    def newest(self) -> None:
        """Go to the newest moment."""
        self._load("", "last")

    def choose_day(self) -> None:
        """Open the year."""
        self.head.choose_day(self._days, self._day.date if self._day else None)

    def _load(self, day_date: str, wanted: str, *, keep: bool = False) -> None:
        edge = wanted in ("first", "last")
        self.desk.core.read(
            self,
            "day",
            lambda memory, _: load_day(memory, day_date, "" if edge else wanted),
            lambda loaded: self._show(loaded, wanted if edge else "", keep=keep),
            self._failed,
        )

    def _show(self, loaded: LoadedDay, edge: str, *, keep: bool) -> None:
        if keep and loaded.moments == self._moments and loaded.day == self._day and self._loaded_once:
            self._days = loaded.days
            return
        self._loaded_once = True
        anchored = self._moments[self._anchor].id if keep and self._anchor is not None else ""
        self._days, self._day, self._moments = loaded.days, loaded.day, loaded.moments
        self._stack.setCurrentIndex(1 if self._moments else 2)
        if loaded.day is None or not self._moments:
            self.inspected.emit(None, ())
            return
        self.head.show_day(loaded.day, self._days)
        self.strip.show_moments(self._moments)
        self.chart.show_day(self._moments, loaded.ledger)
        self._anchor = next((at for at, moment in enumerate(self._moments) if moment.id == anchored), None)
        self.go(self._place_of(loaded.wanted, edge), extend=self._anchor is not None, glide=False)

    def _place_of(self, wanted: str, edge: str) -> int:
        if edge == "first":
            return 0
        ids = {moment.id: index for index, moment in enumerate(self._moments)}
        return ids.get(wanted, len(self._moments) - 1) if wanted or edge == "last" else len(self._moments) - 1

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))

    # going through the day

    def go(self, index: int, *, extend: bool = False, glide: bool = True) -> None:
        """Show a moment of the day; `extend` keeps what is selected from where the choice began."""
        if not self._moments:
            return
        if extend and self._anchor is None:
            self._anchor = self._index
        elif not extend:
            self._anchor = None
        self._index = min(max(index, 0), len(self._moments) - 1)
        moment = self._moments[self._index]
        hits = self._hits[1] if self._hits[0] == moment.id else ()
        self.strip.show_current(self._index, self.chosen_range(), glide=glide)
        self.chart.show_current(self._index, self.chosen_range())
        self.view.show_moment(moment, self.strip.wanted(moment), hits)
        self._say_moment(moment)
        self.inspected.emit(moment, ())
        self._settle.start()

    def _say_moment(self, moment: Moment) -> None:
        self.head.show_moment(moment)
        chosen = self.chosen_range()
        if chosen is not None:
            first, last = chosen
            self.head.show_selection(self._moments[first], self._moments[last], last - first + 1)
            self.head.show_pinned(all(one.pinned for one in self._moments[first : last + 1]))

    def _settled(self) -> None:
        near = [self._moments[at] for at in (self._index + 1, self._index - 1) if 0 <= at < len(self._moments)]
        self.view.prefetch([moment for moment in near if moment.has_picture])

    def _asked_in_strip(self, index: int, extend: bool) -> None:
        self.setFocus()
        self.go(index, extend=extend)

    def _step(self, by: int, *, extend: bool) -> None:
        to = self._index + by
        if not extend and not 0 <= to < len(self._moments):
            self.step_day(1 if by > 0 else -1)
        else:
            self.go(to, extend=extend)

    def _step_app(self, by: int) -> None:
        index, app = self._index, self._moments[self._index].app
        while 0 <= index + by < len(self._moments) and self._moments[index + by].app == app:
            index += by
        self._step(index + by - self._index, extend=False)

    def go_to_hour(self, hour: int) -> None:
        """Show the moment nearest to an hour of the shown day."""
        first = words.in_zone(self._moments[0].time, self._moments[0].zone)
        times = [moment.time for moment in self._moments]
        self.go(nearest(times, first.replace(hour=hour, minute=0, second=0, microsecond=0)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._moments:
            return super().keyPressEvent(event)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                by = 1 if event.key() == Qt.Key.Key_Right else -1
                self.step_day(by) if control else self._step(by, extend=shift)
            case Qt.Key.Key_Home | Qt.Key.Key_End if control:
                self._load("", "last") if event.key() == Qt.Key.Key_End else self.open_day(self._days[-1].date)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self.go(0 if event.key() == Qt.Key.Key_Home else len(self._moments) - 1, extend=shift)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self._step_app(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.forget_chosen()
            case Qt.Key.Key_Escape if self._anchor is not None:
                self.go(self._index)
            case Qt.Key.Key_C if control:
                self.copy_text()
            case Qt.Key.Key_Z if control:
                self.bar.undo()
            case _:
                super().keyPressEvent(event)
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        if delta and self._moments and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = max(1, abs(delta) // 120)
            self._step(-steps if delta > 0 else steps, extend=False)
        event.accept()

    # doing something with moments

    def copy_text(self) -> None:
        """Put the selected or the whole recognised text on the clipboard."""
        text = copyable(self.view)
        if text:
            QGuiApplication.clipboard().setText(text)
            self.said.emit(self.tr("The text is on the clipboard."))

    def pin_chosen(self) -> None:
        """Pin the current moment or the selected ones, or let them age again where all are pinned."""
        first, last = self.chosen_range() or (self._index, self._index)
        chosen = self._moments[first : last + 1]
        if not chosen:
            return
        pinned = not all(moment.pinned for moment in chosen)
        ids = [moment.id for moment in chosen if moment.pinned != pinned]

        def work(memory: Any, _ticket: object) -> None:
            for one in ids:
                memory.pin(one, pinned)

        self.desk.core.read(
            self, f"pin:{' '.join(ids)}", work, lambda _: self._after_pinning(frozenset(ids), pinned), self._failed
        )

    def _after_pinning(self, ids: frozenset[str], pinned: bool) -> None:
        self._moments = tuple(
            replace(moment, pinned=pinned) if moment.id in ids else moment for moment in self._moments
        )
        self.strip.show_moments(self._moments)
        current = self.current
        if current is not None:
            self._say_moment(current)
            self.inspected.emit(current, ())
        self.said.emit(
            self.tr("Pinned. It stays whole, however old it grows.")
            if pinned
            else self.tr("Not pinned any more. It ages like the others.")
        )

    def forget_chosen(self) -> None:
        """Forget the current moment at once, a selection after showing what would go."""
        chosen = self.chosen_range()
        if chosen is not None:
            self.bar.ask(Selection(ids=tuple(moment.id for moment in self._moments[chosen[0] : chosen[1] + 1])))
        elif self.current is not None:
            self.bar.take(Selection(ids=(self.current.id,)))
        self._place_bar()

    def _after_forgetting(self, ids: tuple[str, ...]) -> None:
        gone = set(ids)
        self.desk.pictures.drop(gone)
        left = [moment for moment in self._moments if moment.id not in gone]
        before = [moment for moment in self._moments[: self._index + 1] if moment.id not in gone]
        self._anchor = None
        wanted = before[-1].id if before else left[0].id if left else ""
        self._load(self._day.date if self._day and left else "", wanted)

    def _place_bar(self) -> None:
        size = QSize(min(680, self.width() - 48), 56)
        self.bar.setGeometry(
            (self.width() - size.width()) // 2, self.height() - 272 - size.height(), size.width(), size.height()
        )
        self.bar.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_bar()
        super().resizeEvent(event)
