"""Chips that narrow a search or a question: application, site, person, kind, time. Holds what was chosen; asks memory for the names."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from app.records import Filters
from ui import icons
from ui.page import Desk
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import restyle

TIMES = {
    "today": QT_TRANSLATE_NOOP("filters", "Today"),
    "yesterday": QT_TRANSLATE_NOOP("filters", "Yesterday"),
    "week": QT_TRANSLATE_NOOP("filters", "Last 7 days"),
    "month": QT_TRANSLATE_NOOP("filters", "Last 30 days"),
}
KINDS = {
    "screen": QT_TRANSLATE_NOOP("filters", "Pictures of the screen"),
    "message": QT_TRANSLATE_NOOP("filters", "Messages"),
    "note": QT_TRANSLATE_NOOP("filters", "Notes"),
    "clipboard": QT_TRANSLATE_NOOP("filters", "Copied text"),
    "document": QT_TRANSLATE_NOOP("filters", "Documents"),
}
# The fields in the order in which they stand, each with its icon.
FIELDS = {"app": "app", "site": "site", "author": "person", "kind": "document", "time": "clock"}
MOST_NAMES = 24
LONGEST = 20


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

    def __init__(self, desk: Desk, name: str, fields: tuple[str, ...] = tuple(FIELDS)) -> None:
        super().__init__()
        self.setObjectName(name)
        self._desk = desk
        self._filters = Filters()
        self._time, self._time_said = "", ""
        self._names: dict[str, tuple[str, ...]] = {}
        self._chips = {field: self._chip(f"{name}{field.capitalize()}", field) for field in fields}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for chip in self._chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        desk.theme.changed.connect(self._say)
        self._say()

    def chip(self, field: str) -> QToolButton:
        """The chip of a field of FIELDS."""
        return self._chips[field]

    def filters(self) -> Filters:
        """What is chosen."""
        return self._filters

    def clear(self) -> None:
        """Choose nothing."""
        if self._filters != Filters():
            self._choose(Filters(), "")

    def refresh(self) -> None:
        """Ask the memory which applications, sites and people there are."""
        self._desk.core.read(
            self, f"names {self.objectName()}", lambda memory, _: _names(memory), self._take_names, low=True
        )

    def _take_names(self, names: dict[str, tuple[str, ...]]) -> None:
        self._names = names
        self._say()

    def _chip(self, name: str, field: str) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(name)
        chip.setProperty("look", "chip")
        chip.setProperty("quiet", True)  # what narrows nothing has no border
        chip.setMinimumHeight(32)
        chip.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(chip)
        menu.setObjectName(f"{name}Menu")
        menu.aboutToShow.connect(lambda: self._fill(menu, field))
        chip.setMenu(menu)
        return chip

    def _fill(self, menu: QMenu, field: str) -> None:
        menu.clear()
        menu.addAction(self._unset(field)).triggered.connect(lambda: self.narrow(field, None))
        menu.addSeparator()
        for value, text in self._choices(field):
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == self._value(field))
            action.triggered.connect(lambda _=False, chosen=value: self.narrow(field, chosen))

    def _choices(self, field: str) -> list[tuple[str, str]]:
        """What can be chosen of a field: its value, and how it is called."""
        table = {"kind": KINDS, "time": TIMES}.get(field)
        if table is not None:
            return [(value, QCoreApplication.translate("filters", text)) for value, text in table.items()]
        return [(name, name) for name in self._names.get(field, ())[:MOST_NAMES]]

    def _unset(self, field: str) -> str:
        return {
            "app": self.tr("Any app"),
            "site": self.tr("Any site"),
            "author": self.tr("Anyone"),
            "kind": self.tr("Any kind"),
            "time": self.tr("Any time"),
        }[field]

    def _value(self, field: str) -> str | None:
        return (self._time or self._time_said or None) if field == "time" else getattr(self._filters, field)

    def narrow(self, field: str, value: str | None) -> None:
        """Keep to one value of a field, or to none; a time is named by its code in TIMES."""
        if field == "time" and value is not None:
            self.choose_time(value)
        elif field == "time":
            self._choose(replace(self._filters, since=None, until=None), "")
        else:
            values: dict[str, Any] = {field: value}
            self._choose(replace(self._filters, **values), self._time, self._time_said)

    def take(self, filters: Filters, time_said: str) -> None:
        """Keep to these limits; `time_said` names their time."""
        self._choose(filters, "", time_said)

    def choose_time(self, code: str) -> None:
        """Keep to one of the named stretches of time."""
        since, until = time_range(code, datetime.now(UTC).astimezone().date())
        self._choose(replace(self._filters, since=since, until=until), code)

    def _choose(self, filters: Filters, time: str, time_said: str = "") -> None:
        self._filters, self._time, self._time_said = filters, time, time_said
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        for field, chip in self._chips.items():
            value = self._value(field)
            said = next((text for one, text in self._choices(field) if one == value), value)
            self._say_chip(chip, FIELDS[field], said, self._unset(field))

    def _say_chip(self, chip: QToolButton, icon: str, value: str | None, otherwise: str) -> None:
        text = value or otherwise
        chip.setText("\u2002" + _short(text).replace("&", "&&"))
        chip.setAccessibleName(text)
        chip.setIcon(icons.icon(icon, self._desk.theme.colour("accent" if value else "second")))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        restyle(chip, set=value is not None)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _names(memory: Any) -> dict[str, tuple[str, ...]]:
    return {"app": tuple(memory.apps()), "site": tuple(memory.sites()), "author": tuple(memory.people())}
