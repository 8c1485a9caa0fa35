"""What the bars of the insights page lead to: their stretches, a moment on the timeline, other days, a search within them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.records import Filters
from ui import words
from ui.insight_sheets import StretchesSheet
from ui.insight_view import covering_said
from ui.page import Desk
from ui.ranges import Range

if TYPE_CHECKING:
    from app.insights import Appointment, Bar, Covering, Stretch


class Opening(QObject):
    """Opens what is chosen. `moment_asked` carries a moment, `range_asked` a Range, `search_asked` Filters."""

    moment_asked = Signal(object)
    range_asked = Signal(object)
    search_asked = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._shown: Range | None = None
        self._zone = ""
        self._bar: tuple[str, Bar] | None = None
        self.stretches = StretchesSheet(desk.theme, page)
        self.stretches.opened.connect(self.moment_asked)
        self.stretches.search_asked.connect(self._search)
        self._openers: dict[str, Callable[[Any], None]] = {
            "days": self.slot, "year": self.slot, "apps": partial(self.bar, "app"), "sites": partial(self.bar, "site"),
            "projects": partial(self.bar, ""), "meetings": partial(self.bar, ""), "focus": self._stretch,
            "appointments": self._appointment, "covering": self._covering,
        }  # fmt: skip

    def show_range(self, shown: Range, zone: str) -> None:
        """Say which days the bars are of."""
        self._shown, self._zone = shown, zone

    def open(self, kind: str, what: object) -> None:
        """Open what a bar of a kind stands for."""
        if self._shown is not None:
            self._openers[kind](what)

    def slot(self, what: "Range | date | int") -> None:
        """Open a column or a square: a month on the page, a day or an hour on the timeline."""
        if isinstance(what, Range) and what.kind == "month":
            self.range_asked.emit(what)
            return
        assert self._shown is not None
        day = what.first if isinstance(what, Range) else what if isinstance(what, date) else self._shown.first
        since = datetime.combine(day, time(what if isinstance(what, int) else 0)).astimezone(UTC)
        until = since + (timedelta(hours=1) if isinstance(what, int) else timedelta(days=1))
        self._go_to_first(lambda memory: memory.timeline(since, until, limit=1))

    def bar(self, field: str, bar: "Bar") -> None:
        """Show the stretches of a bar; `field` is what a search can be narrowed to, "" for nothing."""
        self._bar = (field, bar)
        if not bar.stretches:
            self._say_nothing()
            return
        self.stretches.show_bar(bar, self._zone, self._page.focusWidget() or self._page, searchable=bool(field))

    def _stretch(self, stretch: "Stretch") -> None:
        self.moment_asked.emit(stretch.moment)

    def _appointment(self, one: "Appointment") -> None:
        if one.moment is not None:
            self.moment_asked.emit(one.moment)
        else:
            self.said.emit(self.tr("The moment that named it is gone."))

    def _covering(self, one: "Covering") -> None:
        """The timeline where it was for longest: there the day shows it as a gap."""
        since, until = one.since, one.until
        if since is None or until is None:
            self.said.emit(covering_said(one.kind))
            return
        day = timedelta(days=1)
        self._go_to_first(
            lambda memory: (
                memory.timeline(since - day, until + timedelta(minutes=1), limit=1, newest_first=True)
                or memory.timeline(since, since + day, limit=1)
            )
        )

    def _go_to_first(self, look: Callable[[Any], Any]) -> None:
        def then(moments: list[Any]) -> None:
            if moments:
                self.moment_asked.emit(moments[0])
            else:
                self._say_nothing()

        self._desk.core.read(self, "first moment", lambda memory, _: look(memory), then, self._failed)

    def _say_nothing(self) -> None:
        self.said.emit(self.tr("Nothing was kept then."))

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))

    def _search(self) -> None:
        if self._bar is None or self._shown is None:
            return
        field, bar = self._bar
        narrowed: dict[str, Any] = {field: bar.name}
        since = datetime.combine(self._shown.first, time()).astimezone(UTC)
        until = datetime.combine(self._shown.last + timedelta(days=1), time()).astimezone(UTC)
        self.search_asked.emit(Filters(since=since, until=until, **narrowed))
