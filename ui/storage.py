"""The storage section of the privacy page: what the memory takes, what will become of it, and the limits, which can be changed here.

Limits take effect only when they are saved: what goes by them cannot be brought back, so it is said before.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from app.errors import KnownError
from app.records import Forecast
from ui import words
from ui.tasks import Core, Ticket
from ui.theme import Theme
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import button, label

if TYPE_CHECKING:
    from app.settings import Settings

BAR_HEIGHT = 14
LOOK_AFTER_MS = 300
FIELD_WIDTH = 128
Shares = tuple[tuple[str, int, int], ...]  # role, opacity, bytes

# Name of the setting, largest value, what stands before the field, what it means.
FIELDS = (
    ("pictures_days", 36_500, QT_TRANSLATE_NOOP("storage", "Keep pictures for"),
     QT_TRANSLATE_NOOP("storage", "After that a small picture and the text stay.")),
    ("thumbnails_days", 36_500, QT_TRANSLATE_NOOP("storage", "Keep small pictures for"),
     QT_TRANSLATE_NOOP("storage", "After that only the text stays.")),
    ("text_days", 36_500, QT_TRANSLATE_NOOP("storage", "Keep text for"),
     QT_TRANSLATE_NOOP("storage", "After that the moment is gone; what was made of it stays.")),
    ("max_gb", 100_000, QT_TRANSLATE_NOOP("storage", "Take at most"),
     QT_TRANSLATE_NOOP("storage", "Above that the oldest pictures go first.")),
)  # fmt: skip


class Bar(QWidget):
    """What the memory takes, part by part, against its cap; without a cap, against all that it takes."""

    ROLE = "Chart"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("storageBar")
        self.setFixedHeight(BAR_HEIGHT)
        self._theme = theme
        self._shares: Shares = ()
        self._whole = 0
        theme.changed.connect(self.update)

    def show_shares(self, shares: Shares, whole: int) -> None:
        """Show parts of a whole, both in bytes."""
        self._shares, self._whole = shares, max(whole, sum(share[2] for share in shares), 1)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), self._theme.colour("raised"))
        left = 0.0
        for role, alpha, size_bytes in self._shares:
            # What is there is seen, however little it is.
            width = max(self.width() * size_bytes / self._whole, 2.0) if size_bytes else 0.0
            painter.fillRect(QRectF(left, 0, width, BAR_HEIGHT), self._theme.colour(role, alpha))
            left += width
        painter.end()


class Spot(QWidget):
    """The colour of a part of the bar, beside its name."""

    def __init__(self, theme: Theme, role: str, alpha: int) -> None:
        super().__init__()
        self._theme, self._role, self._alpha = theme, role, alpha
        self.setFixedSize(10, 10)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._role, self._alpha))
        painter.drawRoundedRect(self.rect(), 3, 3)
        painter.end()


class Days(QSpinBox):
    """A number with its unit. The wheel scrolls the page: a limit is nothing to be changed in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class StorageSection(QWidget):
    """The meter, the forecast and the limits. `said` carries a sentence for the window."""

    said = Signal(str)

    PARTS = (("accent", 255), ("accent", 130), ("faint", 255))

    def __init__(self, theme: Theme, core: Core) -> None:
        super().__init__()
        self.setObjectName("storage")
        self._core = core
        self._in_force: Settings | None = None
        self.forecast: Forecast | None = None
        self.bar = Bar(theme)
        self._legend = [label(theme, size="caption", tone="second") for _ in self.PARTS]
        self._whole = label(theme, size="caption", tone="second")
        self._pace = self._line(theme, "storagePace", "text")
        self._going = self._line(theme, "storageGoing", "second")
        self.fields: dict[str, QSpinBox] = {}
        self.save = button("storageSave", self.tr("Save these limits"), "main")
        self.back = button("storageBack", self.tr("Leave them as they were"))
        self._arrange(theme)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AFTER_MS)
        self._timer.timeout.connect(self._look)
        self.save.clicked.connect(self._save)
        self.back.clicked.connect(self._take_back)

    def _line(self, theme: Theme, name: str, tone: str) -> Any:
        result = label(theme, tone=tone, wrap=True)
        result.setObjectName(name)
        return result

    def _arrange(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(theme, self.tr("Storage and time"), size="title", strong=True))
        column.addSpacing(8)
        column.addWidget(self.bar)
        legend = QHBoxLayout()
        legend.setSpacing(6)
        for (role, alpha), text in zip(self.PARTS, self._legend, strict=True):
            legend.addWidget(Spot(theme, role, alpha))
            legend.addWidget(text)
            legend.addSpacing(12)
        legend.addStretch(1)
        legend.addWidget(self._whole)
        column.addLayout(legend)
        column.addSpacing(4)
        column.addWidget(self._pace)
        column.addWidget(self._going)
        column.addSpacing(8)
        column.addLayout(self._grid(theme))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column.addLayout(buttons)
        for one in (self.save, self.back, self._going):
            one.hide()

    def _grid(self, theme: Theme) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for row, (name, most, title, sentence) in enumerate(FIELDS):
            field = Days()
            field.setObjectName(name)
            field.setRange(0, most)
            field.setFixedSize(FIELD_WIDTH, 32)
            field.lineEdit().setTextMargins(11, 0, 11, 0)
            field.setSuffix(self.tr(" GB") if name == "max_gb" else self.tr(" days"))
            field.setSpecialValueText(self.tr("No limit") if name == "max_gb" else self.tr("For ever"))
            field.setAccessibleName(words.translated("storage", title))
            field.setAccessibleDescription(words.translated("storage", sentence))
            field.setEnabled(False)
            field.valueChanged.connect(self._changed)
            field.lineEdit().returnPressed.connect(self._enter)
            self.fields[name] = field
            grid.addWidget(label(theme, words.translated("storage", title)), row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(label(theme, words.translated("storage", sentence), tone="second", wrap=True), row, 2)
        return grid

    # what is shown

    def refresh(self) -> None:
        """Look again at what the memory takes. What is being changed stays as it is typed."""
        if self._core.is_open:
            self._look()

    def wanted(self) -> dict[str, int]:
        """The limits that stand in the fields."""
        return {name: field.value() for name, field in self.fields.items()}

    def differs(self) -> bool:
        """Whether the fields hold other limits than those in force."""
        held = self._in_force
        return held is not None and self.wanted() != {name: getattr(held, name) for name in self.fields}

    def _look(self) -> None:
        wanted = self.wanted() if self.differs() else {}

        def work(memory: Any, _ticket: Ticket) -> "tuple[Settings, Forecast]":
            from dataclasses import replace

            in_force = memory.settings()
            return in_force, memory.storage(replace(in_force, **wanted))

        self._core.long(self, "storage", work, lambda found: self._show(*found), self._failed)

    def _show(self, in_force: "Settings", forecast: Forecast) -> None:
        changing = self.differs()
        self._in_force, self.forecast = in_force, forecast
        if not changing:
            self._fill(in_force)
        self._show_meter(forecast)
        self._tell(self._pace, self._pace_text(forecast))
        self._tell(self._going, self._going_text(forecast))
        self._offer()

    def _fill(self, settings: "Settings") -> None:
        for name, field in self.fields.items():
            field.blockSignals(True)
            field.setValue(getattr(settings, name))
            field.blockSignals(False)
            field.setEnabled(True)

    def _show_meter(self, one: Forecast) -> None:
        parts = (one.pictures_bytes, one.thumbnails_bytes, one.database_bytes)
        self.bar.show_shares(
            tuple((role, alpha, size) for (role, alpha), size in zip(self.PARTS, parts, strict=True)), one.cap_bytes
        )
        names = (self.tr("Pictures {size}"), self.tr("Small pictures {size}"), self.tr("Text and index {size}"))
        for text, name, size in zip(self._legend, names, parts, strict=True):
            text.setText(name.format(size=words.size_text(size)))
        whole = self.tr("{size} of {cap}") if one.cap_bytes else self.tr("{size} together")
        self._whole.setText(whole.format(size=words.size_text(one.total_bytes), cap=words.size_text(one.cap_bytes)))
        self.bar.setAccessibleName(", ".join([*(text.text() for text in self._legend), self._whole.text()]))

    def _pace_text(self, one: Forecast) -> str:
        if not one.days:
            return self.tr("Nothing was recorded yet, so nobody can say how fast the memory grows.")
        grows = self.tr("It grows by {size} a day.").format(size=words.size_text(one.a_day_bytes))
        cap = words.size_text(one.cap_bytes)
        if not one.cap_bytes:
            free = words.size_text(one.free_bytes)
            return grows + " " + self.tr("No limit is set; {free} are free on the disk.").format(free=free)
        if one.cap_reached is None:
            return grows + " " + self.tr("At this pace {cap} are never reached.").format(cap=cap)
        now = datetime.now(UTC)
        if one.cap_reached <= now:
            return grows + " " + self.tr("It is above {cap}: the oldest pictures go.").format(cap=cap)
        month = words.month_of(one.cap_reached.astimezone().date(), now.astimezone().date())
        return grows + " " + self.tr("At this pace {cap} are reached in {month}.").format(cap=cap, month=month)

    def _going_text(self, one: Forecast) -> str:
        """What goes within a month; empty where nothing does."""
        going = (
            (one.pictures_going, self.tr("1 picture"), self.tr("{n} pictures")),
            (one.thumbnails_going, self.tr("1 small picture"), self.tr("{n} small pictures")),
            (one.text_going, self.tr("1 moment with its text"), self.tr("{n} moments with their text")),
        )
        what = [words.counted(each.count, single, many) for each, single, many in going if each.count]
        if not what:
            return self.tr("With these limits nothing goes within 30 days.") if self.differs() else ""
        size = words.size_text(sum(each.size_bytes for each, _, _ in going))
        said = (
            self.tr("With these limits {what} go within 30 days, about {size}. They cannot be brought back.")
            if self.differs()
            else self.tr("{what} go within 30 days, about {size}.")
        )
        return said.format(what=", ".join(what), size=size)

    def _tell(self, line: Any, text: str) -> None:
        line.setText(text)
        line.setVisible(bool(text))
        self._fit()

    def _fit(self) -> None:
        """Wrapped text gets the height that it needs; nested layouts do not ask it for that."""
        for line in (self._pace, self._going):
            line.setFixedHeight(max(line.heightForWidth(self.width()), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # changing

    def _changed(self) -> None:
        self._offer()
        self._timer.start()

    def _offer(self) -> None:
        for one in (self.save, self.back):
            one.setVisible(self.differs())

    def _take_back(self) -> None:
        if self._in_force is not None:
            self._fill(self._in_force)
            self._offer()
            self._look()

    def _enter(self) -> None:
        if self.differs():
            self._save()

    def _save(self) -> None:
        wanted = self.wanted()
        self.save.setEnabled(False)
        self._core.read(
            self, "save limits", lambda memory, _: memory.change_settings(**wanted), self._saved, self._failed
        )

    def _saved(self, settings: "Settings") -> None:
        self.save.setEnabled(True)
        self._in_force = settings
        self._offer()
        self.said.emit(self.tr("The limits are saved."))
        self._look()

    def _failed(self, error: KnownError) -> None:
        self.save.setEnabled(True)
        self._tell(self._pace, words.said(error.code, error.params))
