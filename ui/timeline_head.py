"""The row above the picture: which day, which moment, and what can be done with it. Shows what it is told; asks nobody."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.records import Day, Moment
from ui import words
from ui.goto import GoTo
from ui.opening import can_open
from ui.play import Player
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import Dot, Elided, IconButton, button, label

NARROW = 840


class TimelineHead(QWidget):
    """Day and moment at the left as one line, going on and the actions at the right. The page connects the buttons."""

    def __init__(self, theme: Theme, core: Core) -> None:
        super().__init__()
        self.setObjectName("timelineHead")
        self._day: date | None = None
        self.before = IconButton(
            theme, "dayBefore", "left", self.tr("Day before"), tip=self.tr("Day before (Ctrl+Left)")
        )
        self.after = IconButton(theme, "dayAfter", "right", self.tr("Day after"), tip=self.tr("Day after (Ctrl+Right)"))
        self.date = button("dayChoice", "", "title")
        self.date.setFont(theme.font("title", strong=True))
        self.date.setToolTip(self.tr("Go to a day (Ctrl+G)"))
        self.date.setAccessibleName(self.tr("Go to a day"))
        self.now = IconButton(theme, "now", "now", self.tr("Newest"), tip=self.tr("Newest moment (N)"))
        self.play = IconButton(theme, "play", "resume", self.tr("Play"), tip=self.tr("Play the day (Space)"))
        self.speed = button("playSpeed", "", "word")
        self.speed.setFont(theme.font("caption", tabular=True))
        self.speed.setFixedWidth(52)
        self.marks = IconButton(theme, "markWords", "words", self.tr("Mark the recognised words"))
        self.marks.setCheckable(True)
        self.pin = IconButton(theme, "pin", "pin", self.tr("Pin this moment"))
        self.pin.setCheckable(True)
        self.open = IconButton(theme, "openAgain", "open", self.tr("Open again"))
        self.copy = IconButton(theme, "copyText", "copy", self.tr("Copy text"), tip=self.tr("Copy the text (Ctrl+C)"))
        self.forget = IconButton(
            theme, "forget", "forget", self.tr("Forget"), tip=self.tr("Forget this moment (Delete)")
        )
        self.popup = GoTo(theme, core, self)
        self._time = label(theme)
        self._time.setFont(theme.font("control", strong=True, tabular=True))
        self._time.setObjectName("momentTime")
        self._dot = Dot(theme)
        self._title = Elided(theme, tone="second")
        self._title.setObjectName("momentTitle")
        self._arrange()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(2)
        for one in (self.before, self.after, self.date):
            row.addWidget(one)
        row.addSpacing(8)
        row.addWidget(self._time)
        row.addSpacing(10)
        row.addWidget(self._dot)
        row.addSpacing(4)
        row.addWidget(self._title, 1)
        row.addSpacing(8)
        for one in (self.speed, self.play, self.now):
            row.addWidget(one)
        row.addSpacing(12)
        for action in (self.marks, self.open, self.pin, self.copy, self.forget):
            row.addWidget(action)

    def show_playing(self, player: Player) -> None:
        """Say whether the day plays, and how fast."""
        playing = player.playing
        self.play.set_icon("pause" if playing else "resume")
        self.play.setAccessibleName(self.tr("Stop playing") if playing else self.tr("Play"))
        self.play.setToolTip(self.tr("Stop playing (Space)") if playing else self.tr("Play the day (Space)"))
        self.speed.setText(self.tr("{n} / s").format(n=player.speed))
        self.speed.setAccessibleName(self.tr("Speed: {n} moments a second").format(n=player.speed))
        self.speed.setToolTip(self.tr("Moments a second: slower (,) or faster (.)"))
        self.speed.setVisible(playing)

    def show_day(self, day: Day, days: Sequence[str]) -> None:
        """Name the day, and say whether there are others before and after; `days` come newest first."""
        self._day = date.fromisoformat(day.date)
        self._say_day()
        self.date.setAccessibleName(self.tr("Day: {day}").format(day=words.day_text(self._day)))
        self.before.setEnabled(day.date != days[-1])
        self.after.setEnabled(day.date != days[0])

    def _say_day(self) -> None:
        """The day's name, as much of it as there is room for beside the rest; the room for the speed goes first."""
        narrow = self.width() < NARROW
        room = self.speed.sizePolicy()
        room.setRetainSizeWhenHidden(not narrow)  # nothing moves when it comes
        self.speed.setSizePolicy(room)
        if self._day is not None:
            self.date.setText(words.smallest_day(self._day) if narrow else words.day_text(self._day))
            self.date.setMinimumWidth(self.date.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.size().width() < NARROW) != (event.oldSize().width() < NARROW):
            self._say_day()

    def show_moment(self, moment: Moment) -> None:
        """Name the moment, and say whether it is pinned."""
        self._time.setText(words.clock(moment.time, moment.zone))
        self._dot.show_app(words.app_name(moment))
        self._title.set_whole("  ·  ".join(dict.fromkeys((words.title_of(moment), words.app_name(moment)))))
        self.show_pinned(moment.pinned)
        can = can_open(moment.url)
        self.open.setEnabled(can)
        tip = self.tr("Open the file again (O)") if moment.kind == "document" else self.tr("Open the page again (O)")
        self.open.setToolTip(tip if can else self.tr("Nothing to open: no address was known then"))

    def show_pinned(self, pinned: bool) -> None:
        """Say whether what is shown or selected is pinned, and what the button does."""
        self.pin.setChecked(pinned)
        self.pin.setAccessibleName(self.tr("Pinned: let it age again") if pinned else self.tr("Pin: keep it whole"))
        self.pin.setToolTip(
            self.tr("Pinned: let it age again (P)")
            if pinned
            else self.tr("Pin: keep it whole, however old it grows (P)")
        )

    def show_selection(self, first: Moment, last: Moment, count: int) -> None:
        """Say how much is selected, instead of the moment's name."""
        self._title.set_whole(
            self.tr("{n} moments selected, {since} to {until}").format(
                n=count, since=words.clock(first.time, first.zone), until=words.clock(last.time, last.zone)
            )
        )

    def told(self) -> str:
        """The moment or the selection in one line, for who listens."""
        return f"{self._time.text()}, {self._title.whole()}"

    def choose_day(self, days: Sequence[str], current: str) -> None:
        """Open the year and the field for a date below the day's name."""
        self.popup.open_below(self.date, days, current)
