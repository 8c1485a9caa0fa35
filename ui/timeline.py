"""The timeline page: a day's moments as picture, strip, lanes and ruler, gone through by key, wheel and pointer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.errors import KnownError
from app.records import Box, Moment, RecordingState
from ui import timeline_keys, words
from ui.day import nearest
from ui.daychart import ZOOM_IN, DayChart
from ui.deeds import Deeds
from ui.loaded import LoadedDay, Wish, load_day
from ui.moment_view import MomentView
from ui.page import Desk, Empty, Page
from ui.passing import Passing
from ui.play import Player
from ui.strip import Strip
from ui.timeline_head import TimelineHead
from ui.turning import NOTCH, Turning

SETTLE_MS = 120


def sketch(width: float, height: float) -> list[QRectF]:
    """How the page looks with a day in it."""
    high = max(height - 330, 40)
    wide = min(high * 1.6, width - 48)
    picture = QRectF((width - wide) / 2, 48, wide, high)
    tiles = [
        QRectF(width / 2 - 61 + at * 130, height - 270, 122, 76)
        for at in range(-int(width // 260), int(width // 260) + 1)
    ]
    spans = [
        QRectF(140 + at * max(width - 260, 1) / 14, height - 150 + at * 3 % 5 * 22, 30 + at * 17 % 40, 12)
        for at in range(14)
    ]
    return [picture, *tiles, *spans]


class TimelinePage(Page):
    """What was seen, day by day."""

    KEY = "timeline"
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(timeline_keys.told())
        self._loaded = LoadedDay(Wish())
        self._moments: tuple[Moment, ...] = ()
        self._index = 0
        self._anchor: int | None = None
        self._hits: tuple[str, tuple[Box, ...]] = ("", ())
        self._loaded_once = self._scrubbing = False
        self.head = TimelineHead(desk.theme, desk.core)
        self.view = MomentView(desk.theme, desk.core, desk.pictures, "timeline")
        self.strip = Strip(desk.theme, desk.pictures)
        self.chart = DayChart(desk.theme)
        self.player = Player(self)
        self._wheel = Turning()
        self._passing = Passing(desk.pictures)
        self.deeds = Deeds(desk, self)
        self.bar = self.deeds.bar
        self.empty = Empty(desk.theme, "timelineEmpty", sketch)
        self.trouble = Empty(desk.theme, "timelineTrouble", sketch, "", self.tr("Try again"))
        self.tell_recording(RecordingState("recording"))
        self._arrange()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._connect_head()
        self._connect()
        self.head.show_playing(self.player)

    def _connect_head(self) -> None:
        head = self.head
        clicks: dict[QWidget, Callable[[], None]] = {
            head.before: lambda: self.step_day(-1),
            head.after: lambda: self.step_day(1),
            head.now: self.newest,
            head.date: self.choose_day,
            head.play: self.player.toggle,
            head.speed: self.player.next_speed,
            head.open: self.open_again,
            head.pin: self.pin_chosen,
            head.copy: self.copy_text,
            head.forget: self.forget_chosen,
        }
        for one, does in clicks.items():
            one.clicked.connect(lambda _=False, does=does: does())  # type: ignore[attr-defined]
        head.popup.chosen_day.connect(self.open_day)
        head.popup.chosen_time.connect(self.open_time)
        head.marks.toggled.connect(self.view.picture.mark_words)

    def _connect(self) -> None:
        self.strip.asked.connect(self._asked_in_strip)
        self.chart.asked.connect(self._asked_in_chart)
        self.strip.scrubbing.connect(self._scrub)
        self.chart.ranged.connect(self._ranged_in_chart)
        self.chart.scrubbing.connect(self._scrub)
        self.chart.zoomed_out.connect(self.choose_day)
        self.chart.entered.connect(self._want_skeleton)
        self.player.stepped.connect(self._play_on)
        self.player.changed.connect(lambda: self.head.show_playing(self.player))
        self.deeds.said.connect(self.said)
        self.deeds.pinned.connect(self._after_pinning)
        self.bar.forgotten.connect(self._after_forgetting)
        self.bar.restored.connect(self.refresh)
        self.bar.closed.connect(self.setFocus)
        self.bar.shown.connect(self._place_bar)
        self.trouble.acted.connect(self.refresh)

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
        for sheet in (blank, full, self.empty, self.trouble):
            self._stack.addWidget(sheet)
        self.bar.setParent(self)  # above each sheet: a question may be forgotten where there is no moment
        self._stack.currentChanged.connect(lambda _: self.bar.raise_())

    # what is shown

    @property
    def moments(self) -> tuple[Moment, ...]:
        return self._moments

    @property
    def dates(self) -> tuple[str, ...]:
        """The days that hold moments, as ISO dates, newest first."""
        return self._loaded.dates

    @property
    def shown_date(self) -> str:
        """The day that is shown, "" while there is none."""
        return self._loaded.day.date if self._loaded.day is not None else ""

    @property
    def current(self) -> Moment | None:
        return self._moments[self._index] if self._index < len(self._moments) else None

    def chosen_range(self) -> tuple[int, int] | None:
        """First and last index of what is selected, or None for just the current moment."""
        if self._anchor is None or self._anchor == self._index:
            return None
        return min(self._anchor, self._index), max(self._anchor, self._index)

    def chosen(self) -> tuple[Moment, ...]:
        """What is selected, or just the current moment."""
        first, last = self.chosen_range() or (self._index, self._index)
        return self._moments[first : last + 1]

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
        current, dates = self.current, self.dates
        follows = self._anchor is None and self._index >= len(self._moments) - 1
        if current is None or (follows and dates[:1] == (self.shown_date,)):
            self._look_again(Wish())
        else:
            self._look_again(Wish(self.shown_date, current.id))

    def open_day(self, day_date: str) -> None:
        """Go to a day, to its first moment."""
        self._load(Wish(day_date, edge="first"))
        self.setFocus()

    def open_time(self, time: datetime) -> None:
        """Go to the moment nearest to a time, on the nearest day that holds something."""
        self._load(Wish(time=time))
        self.setFocus()

    def open_moment(self, moment_id: str, hits: tuple[Box, ...] = ()) -> None:
        """Go to a moment and mark what was searched for."""
        self._hits = (moment_id, hits)
        self._load(Wish(moment=moment_id))

    def step_day(self, by: int) -> None:
        """Go to the day before (-1) or after (1) that holds moments."""
        if self.shown_date in self.dates:
            at = self.dates.index(self.shown_date) - by
            if 0 <= at < len(self.dates):
                self._load(Wish(self.dates[at], edge="last" if by < 0 else "first"))

    def newest(self) -> None:
        """Go to the newest moment."""
        self._load(Wish(edge="last"))

    def oldest(self) -> None:
        """Go to the very first moment."""
        if self.dates:
            self.open_day(self.dates[-1])

    def choose_day(self) -> None:
        """Open the year, with a field for a date in words."""
        self.player.stop()
        self.head.choose_day(self.dates, self.shown_date)

    def _load(self, wish: Wish) -> None:
        self.desk.core.read(self, "day", lambda memory, _: load_day(memory, wish), self._show, self._failed)

    def _look_again(self, wish: Wish) -> None:
        """Read the shown day anew; what was gone to meanwhile stays."""
        before = self._loaded

        def work(memory: object, _ticket: object) -> tuple[LoadedDay, bool]:
            loaded = load_day(memory, wish)
            return loaded, loaded.same_day(before)

        def then(found: tuple[LoadedDay, bool]) -> None:
            loaded, same = found
            if self._loaded is not before:
                return
            if same and self._loaded_once:
                self._loaded = replace(before, dates=loaded.dates)
            else:
                self._show(loaded, keep=True)

        self.desk.core.read(self, "look again", work, then, self._failed)

    def _show(self, loaded: LoadedDay, *, keep: bool = False) -> None:
        self._loaded_once = True
        anchored = self._moments[self._anchor].id if keep and self._anchor is not None else ""
        self._loaded, self._moments = loaded, loaded.moments
        self._stack.setCurrentIndex(1 if self._moments else 2)
        if loaded.day is None or not self._moments:
            self.player.stop()
            self.inspected.emit(None, ())
            return
        self.head.show_day(loaded.day, loaded.dates)
        self._passing.show_moments(self._moments)
        self.strip.show_moments(self._moments)
        self.chart.show_day(loaded.lines)
        self._anchor = next((at for at, moment in enumerate(self._moments) if moment.id == anchored), None)
        self.go(loaded.place(), extend=self._anchor is not None, glide=False)
        if loaded.missed:
            day = words.short_day(datetime.fromisoformat(loaded.missed).date())
            self.said.emit(self.tr("{day}: nothing was kept. This is the nearest day.").format(day=day))

    def _failed(self, error: KnownError) -> None:
        said = words.said(error.code, error.params)
        if self._loaded_once:
            self.said.emit(said)
        else:
            self.trouble.say(said, self.tr("Try again"))
            self._stack.setCurrentIndex(3)

    # going through the day

    def go(self, index: int, *, extend: bool = False, glide: bool = True) -> None:
        """Show a moment of the day; `extend` keeps what is selected from where the choice began."""
        if not self._moments:
            return
        if extend and self._anchor is None:
            self._anchor = self._index
        elif not extend:
            self._anchor = None
        before, self._index = self._index, min(max(index, 0), len(self._moments) - 1)
        moment = self._moments[self._index]
        self.strip.show_current(self._index, self.chosen_range(), glide=glide)
        self.chart.show_current(self._index, self.chosen_range())
        passing = self._passing.is_burst() or self._scrubbing or self.player.playing
        self._show_large(moment, whole=not passing)
        if passing:
            self._passing.want_ahead(self._index, self._index - before)
        self._say_moment(moment)
        self.inspected.emit(moment, ())
        self._settle.start()

    def _show_large(self, moment: Moment, *, whole: bool) -> None:
        hits = self._hits[1] if self._hits[0] == moment.id else ()
        self.view.show_moment(moment, self._passing.stand_in(self._index), hits, whole=whole)

    def _want_skeleton(self) -> None:
        scale, lines = self.chart.scale(), self._loaded.lines
        if scale is not None and lines is not None:
            self._passing.want_skeleton(lines, scale)

    def select(self, first: int, last: int) -> None:
        """Select from one moment to another, and show the second."""
        self._anchor = first
        self.go(last, extend=True)

    def select_episode(self) -> None:
        """Select the episode that the shown moment belongs to."""
        bars = self._loaded.lines.bars if self._loaded.lines is not None else ()
        bar = next((one for one in bars if one.first <= self._index <= one.last), None)
        if bar is None:
            self.said.emit(self.tr("This moment belongs to no episode yet."))
        else:
            self.select(bar.last, bar.first)

    def let_go(self) -> None:
        """Stop playing, or select nothing any more; else leave the moment for the page that opened it."""
        if self.player.playing:
            self.player.stop()
        elif self._anchor is not None:
            self.go(self._index)
        else:
            self.left.emit()

    def _scrub(self, on: bool) -> None:
        self._scrubbing = on
        self.setFocus()
        if not on:
            self._settle.start()

    def _play_on(self) -> None:
        following = self._index + 1
        if following >= len(self._moments):
            self.player.stop()
            self.said.emit(self.tr("This is the end of the day."))
            return
        if self.player.may_step(at_hand=self._passing.is_at_hand(following)):
            self.go(following)
        else:
            self._passing.want_ahead(following, 1)

    def _say_moment(self, moment: Moment) -> None:
        self.head.show_moment(moment)
        chosen = self.chosen_range()
        if chosen is not None:
            first, last = chosen
            self.head.show_selection(self._moments[first], self._moments[last], last - first + 1)
            self.head.show_pinned(all(one.pinned for one in self._moments[first : last + 1]))

    def _settled(self) -> None:
        current = self.current
        if current is None:
            return
        self._show_large(current, whole=True)
        if QAccessible.isActive() and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.head.told()))
        near = [self._moments[at] for at in (self._index + 1, self._index - 1) if 0 <= at < len(self._moments)]
        self.view.prefetch([moment for moment in near if moment.has_picture])

    def _ranged_in_chart(self, first: int, last: int) -> None:
        if not self.chart.hasFocus():  # the keyboard goes on there, the pointer from here
            self.setFocus()
        self.select(first, last)

    def _asked_in_chart(self, index: int, extend: bool) -> None:
        if not self.chart.hasFocus():
            self.setFocus()
        if index != self._index or not self._scrubbing or extend:
            self.go(index, extend=extend)

    def _asked_in_strip(self, index: int, extend: bool) -> None:
        self.setFocus()
        self.go(index, extend=extend)

    def step(self, by: int, *, extend: bool = False) -> None:
        """Go so many moments on or back; beyond the day's ends to the day there, unless a choice is extended."""
        to = self._index + by
        if not extend and not 0 <= to < len(self._moments):
            self.step_day(1 if by > 0 else -1)
        else:
            self.go(to, extend=extend)

    def step_app(self, by: int, *, extend: bool = False) -> None:
        """Go to where another application begins (1) or the one before ended (-1)."""
        index, app = self._index, self._moments[self._index].app
        while 0 <= index + by < len(self._moments) and self._moments[index + by].app == app:
            index += by
        self.step(index + by - self._index, extend=extend)

    def step_page(self, by: int, *, extend: bool = False) -> None:
        """Go an hour on (1) or back (-1), or, where less than the day is in sight, as much as is; over a gap to its end."""
        scale, lines = self.chart.scale(), self._loaded.lines
        if scale is None or lines is None:
            return
        seconds = min(scale.seconds * 0.9, 3600.0) if self.chart.zoomed_in() else 3600.0
        to = nearest(lines.times, lines.times[self._index] + timedelta(seconds=by * seconds))
        self.step(to - self._index if (to - self._index) * by > 0 else by, extend=extend)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._moments or not timeline_keys.pressed(self, event):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        if delta and self._moments:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.chart.zoom(ZOOM_IN ** (delta / NOTCH))
            elif notches := self._wheel.notches(delta):
                self.step(-notches)
        event.accept()

    # doing something with moments

    def copy_text(self) -> None:
        """Put the selected or the whole recognised text on the clipboard."""
        self.deeds.copy(self.view)

    def open_again(self) -> None:
        """Show what opening the page or file of the current moment again would open."""
        if self.current is not None:
            self.deeds.open_again(self.current)

    def pin_chosen(self) -> None:
        """Pin the current moment or the selected ones, or let them age again where all are pinned."""
        self.deeds.pin(self.chosen())

    def _after_pinning(self, ids: frozenset[str], pinned: bool) -> None:
        self._moments = tuple(
            replace(moment, pinned=pinned) if moment.id in ids else moment for moment in self._moments
        )
        self._loaded = replace(self._loaded, moments=self._moments)
        self.strip.show_moments(self._moments)
        current = self.current
        if current is not None:
            self._say_moment(current)
            self.inspected.emit(current, ())

    def forget_chosen(self) -> None:
        """Forget the current moment at once, a selection after showing what would go."""
        self.player.stop()
        self.deeds.forget(self.chosen())
        self._place_bar()

    def forget_last(self, length: timedelta) -> None:
        """Go to the newest moment, show what was kept for so long, and ask whether it is to be forgotten."""
        self.player.stop()
        self.newest()
        self.deeds.forget_last(length)

    def _after_forgetting(self, ids: tuple[str, ...]) -> None:
        gone = set(ids)
        self.desk.pictures.take_away(gone or {moment.id for moment in self._moments})  # those of a time are not named
        left = [moment for moment in self._moments if moment.id not in gone]
        before = [moment for moment in self._moments[: self._index + 1] if moment.id not in gone]
        self._anchor = None
        wanted = before[-1].id if before else left[0].id if left else ""
        self._load(Wish(self.shown_date if left else "", wanted))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._moments and self.view.geometry().contains(event.pos()):
            self.deeds.menu(self, self.view, self.chosen(), event.globalPos())

    def _place_bar(self) -> None:
        width = min(760, self.width() - 48)
        layout = self.bar.layout()
        height = max(56, layout.totalHeightForWidth(width) if layout is not None else 0)
        below = self.strip.y() or self.height() - 280
        self.bar.setGeometry((self.width() - width) // 2, below - height - 8, width, height)
        self.bar.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bar()

    def hideEvent(self, event: QHideEvent) -> None:
        self.player.stop()
        super().hideEvent(event)
