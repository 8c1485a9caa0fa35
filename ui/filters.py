"""Chips that narrow a search or a question: application, site, time. Holds what was chosen; asks the memory for the names."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from app.records import Filters, Understood
from ui import icons, words
from ui.page import Desk
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import restyle

TIMES = {
    "today": QT_TRANSLATE_NOOP("filters", "Today"),
    "yesterday": QT_TRANSLATE_NOOP("filters", "Yesterday"),
    "week": QT_TRANSLATE_NOOP("filters", "Last 7 days"),
    "month": QT_TRANSLATE_NOOP("filters", "Last 30 days"),
}
MOST_NAMES = 24


def time_range(code: str, today: date) -> tuple[datetime, datetime | None]:
    """Since and until of a choice of the time chip, by the local calendar.

    >>> since, until = time_range("yesterday", date(2026, 11, 20))
    >>> (until - since).days
    1
    """
    days = {"today": 0, "yesterday": 1, "week": 6, "month": 29}[code]
    start = datetime.combine(today - timedelta(days=days), datetime.min.time()).astimezone()
    until = datetime.combine(today, datetime.min.time()).astimezone() if code == "yesterday" else None
    return start.astimezone(UTC), until.astimezone(UTC) if until else None


class FilterBar(QWidget):
    """Chips in a row. `changed` says that another choice was made."""

    changed = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._desk = desk
        self._filters = Filters()
        self._time = ""
        self._understood = ""
        self._apps: tuple[str, ...] = ()
        self._sites: tuple[str, ...] = ()
        self.app_chip = self._chip(f"{name}App")
        self.site_chip = self._chip(f"{name}Site")
        self.time_chip = self._chip(f"{name}Time")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for chip in (self.app_chip, self.site_chip, self.time_chip):
            row.addWidget(chip)
        row.addStretch(1)
        self.app_chip.menu().aboutToShow.connect(self._fill_apps)
        self.site_chip.menu().aboutToShow.connect(self._fill_sites)
        self.time_chip.menu().aboutToShow.connect(self._fill_times)
        desk.theme.changed.connect(self._say)
        self._say()

    def filters(self) -> Filters:
        """What is chosen."""
        return self._filters

    def clear(self) -> None:
        """Choose nothing."""
        if self._filters != Filters():
            self._choose(Filters(), "")

    def refresh(self) -> None:
        """Ask the memory which applications and sites there are."""
        self._desk.core.read(
            self, f"names {self.objectName()}", lambda memory, _: _names(memory), self._take_names, low=True
        )

    def tell_understood(self, understood: Understood) -> None:
        """Show the time that was read out of the question."""
        self._understood = understood.time_words
        self._say()

    def _take_names(self, names: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        self._apps, self._sites = names
        self._say()

    def _chip(self, name: str) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(name)
        chip.setProperty("look", "chip")
        chip.setMinimumHeight(32)
        chip.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(chip)
        menu.setObjectName(f"{name}Menu")
        chip.setMenu(menu)
        return chip

    def _fill_apps(self) -> None:
        self._fill(self.app_chip.menu(), "app", self.tr("Any app"), self._apps)

    def _fill_sites(self) -> None:
        self._fill(self.site_chip.menu(), "site", self.tr("Any site"), self._sites)

    def _fill(self, menu: QMenu, field: str, everything: str, names: tuple[str, ...]) -> None:
        menu.clear()
        menu.addAction(everything).triggered.connect(lambda: self._narrow(field, None))
        menu.addSeparator()
        for name in names[:MOST_NAMES]:
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, chosen=name: self._narrow(field, chosen))

    def _fill_times(self) -> None:
        menu = self.time_chip.menu()
        menu.clear()
        menu.addAction(self.tr("Any time")).triggered.connect(self._any_time)
        menu.addSeparator()
        for code, text in TIMES.items():
            action = menu.addAction(QCoreApplication.translate("filters", text))
            action.triggered.connect(lambda _=False, chosen=code: self.choose_time(chosen))

    def narrow_app(self, app: str | None) -> None:
        """Keep to one application, or to none."""
        self._narrow("app", app)

    def take(self, filters: Filters, time_said: str) -> None:
        """Keep to these limits; `time_said` names their time."""
        self._understood = time_said
        self._choose(filters, "")

    def choose_time(self, code: str) -> None:
        """Keep to one of the named stretches of time."""
        since, until = time_range(code, datetime.now(UTC).astimezone().date())
        self._choose(replace(self._filters, since=since, until=until), code)

    def _narrow(self, field: str, value: str | None) -> None:
        values: dict[str, Any] = {field: value}
        self._choose(replace(self._filters, **values), self._time)

    def _any_time(self) -> None:
        self._understood = ""
        self._choose(replace(self._filters, since=None, until=None), "")

    def _choose(self, filters: Filters, time: str) -> None:
        self._filters, self._time = filters, time
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        time = (
            QCoreApplication.translate("filters", TIMES[self._time]) if self._time else words.quoted(self._understood)
        )
        self._say_chip(self.app_chip, "app", self._filters.app, self.tr("Any app"))
        self._say_chip(self.site_chip, "site", self._filters.site, self.tr("Any site"))
        self._say_chip(self.time_chip, "clock", time or None, self.tr("Any time"))

    def _say_chip(self, chip: QToolButton, icon: str, value: str | None, otherwise: str) -> None:
        text = value or otherwise
        chip.setText("\u2002" + _short(text).replace("&", "&&"))
        chip.setAccessibleName(text)
        chip.setIcon(icons.icon(icon, self._desk.theme.colour("accent" if value else "second")))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        restyle(chip, set=value is not None)


def _short(text: str) -> str:
    return text if len(text) <= 28 else text[:27] + "…"


def _names(memory: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(memory.apps()), tuple(memory.sites())
