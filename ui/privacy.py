"""The privacy page: what would be kept of the screen now, window by window, what the user has left out, and for how long things stay.

It looks again every second while it can be seen. The look itself runs in a lane; nothing of it is stored.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import KnownError
from app.records import Rule, Selection
from ui import words
from ui.page import Desk, Page
from ui.storage import StorageSection
from ui.tasks import Ticket
from ui.theme import READING_WIDTH, Theme
from ui.translate import QT_TRANSLATE_NOOP
from ui.undo import ForgetBar
from ui.widgets import Elided, label
from ui.window_rows import RuleRow, WindowRow

if TYPE_CHECKING:
    from app.kept_now import PageAddresses, Picture, Preview, Row

LOOK_AGAIN_MS = 1000
PICTURE_WIDTH_PX = 960
PICTURE_HEIGHT = 336
GAP = 16


class Screens(QWidget):
    """The pictures that would be kept, side by side; a quiet rectangle where no picture would be taken."""

    ROLE = "Graphic"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("keptScreens")
        self.setFixedHeight(PICTURE_HEIGHT)
        self._theme = theme
        self._screens: list[tuple[QSize, QImage]] = []
        theme.changed.connect(self.update)

    def show_screens(self, seen: "Preview") -> None:
        """Show one rectangle a monitor, in its shape, with its picture where there is one."""
        pictures = {one.monitor: one for one in seen.pictures}
        self._screens = [
            (QSize(look.monitor.width, look.monitor.height), _image(pictures.get(look.monitor.name)))
            for look in seen.looks
        ]
        self.update()

    def clear(self) -> None:
        """Let go of the pictures."""
        self._screens = []
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = 0.0
        for place, image in self._places():
            shape = QPainterPath()
            shape.addRoundedRect(place, 8, 8)
            painter.fillPath(shape, self._theme.colour("raised"))
            if not image.isNull():
                painter.save()
                painter.setClipPath(shape)
                painter.drawImage(place, image)
                painter.restore()
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawPath(shape)
            left = place.right()
        painter.end()
        self.setAccessibleDescription("" if left else self.tr("No picture"))

    def _places(self) -> list[tuple[QRectF, QImage]]:
        """Where each screen goes: all at one scale, as large as fits."""
        if not self._screens:
            return []
        wide = sum(size.width() for size, _ in self._screens)
        high = max(size.height() for size, _ in self._screens)
        room = self.width() - 1 - GAP * (len(self._screens) - 1)
        scale = min(room / max(wide, 1), (self.height() - 1) / max(high, 1))
        places, left = [], 0.5
        for size, image in self._screens:
            place = QRectF(left, 0.5, size.width() * scale, size.height() * scale)
            places.append((place, image))
            left = place.right() + GAP
        return places


def _image(picture: "Picture | None") -> QImage:
    if picture is None:
        return QImage()
    image = QImage(picture.rgb, picture.width_px, picture.height_px, picture.width_px * 3, QImage.Format.Format_RGB888)
    return image.copy()  # the bytes are Python's


class PrivacyPage(Page):
    """What would be kept now, and the user's rules. `changed` says that something was forgotten or brought back."""

    KEY, LABEL, ICON = "privacy", QT_TRANSLATE_NOOP("pages", "Privacy"), "eye"

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.seen: Preview | None = None
        self.rules: tuple[Rule, ...] = ()
        self.rows: dict[tuple[str, int], WindowRow] = {}
        self._looking: Ticket | None = None
        self._pages: PageAddresses | None = None  # made and used in the interactive lane only
        theme = desk.theme
        self._head = label(theme, self.tr("What would be kept now"), size="title", strong=True)
        self._state = Elided(theme, size="text", tone="second")
        self._state.setObjectName("keptState")
        self._secrets = label(
            theme, self.tr("Secrets such as card numbers are painted out later, when the picture is read."),
            size="caption", tone="faint",
        )  # fmt: skip
        self.screens = Screens(theme)
        self._windows_head = label(theme, self.tr("Windows"), strong=True, tone="second")
        self._rules_head = label(theme, self.tr("Your rules"), strong=True, tone="second")
        self._no_rules = label(theme, words.said("no_rules"), tone="faint", wrap=True)
        self.storage = StorageSection(theme, desk.core)
        self.storage.said.connect(self.said)
        self.bar = ForgetBar(theme, desk.core)
        self.bar.said.connect(self.said)
        self.bar.setParent(self)
        self._arrange()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)
        self.bar.forgotten.connect(lambda _ids: self.changed.emit())
        self.bar.restored.connect(self.changed)
        self.bar.closed.connect(self.setFocus)

    def _arrange(self) -> None:
        sheet = QWidget()
        sheet.setMaximumWidth(READING_WIDTH)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 24, 0, 96)
        column.setSpacing(8)
        self._rows, self._rule_rows = QVBoxLayout(), QVBoxLayout()
        for one in (self._rows, self._rule_rows):
            one.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._state)
        column.addSpacing(8)
        column.addWidget(self.screens)
        column.addWidget(self._secrets)
        column.addSpacing(16)
        column.addWidget(self._windows_head)
        column.addLayout(self._rows)
        column.addSpacing(16)
        column.addWidget(self._rules_head)
        column.addWidget(self._no_rules)
        column.addLayout(self._rule_rows)
        column.addSpacing(24)
        column.addWidget(self.storage)
        column.addStretch(1)
        middle = QWidget()
        outer = QHBoxLayout(middle)
        outer.setContentsMargins(24, 0, 24, 0)
        outer.addStretch(1)
        outer.addWidget(sheet, 1000)
        outer.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("privacyScroll")
        self._scroll.setAccessibleName(self.label())
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidget(middle)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    # looking

    def look(self) -> None:
        """Look once, and again a second after the answer, as long as the page can be seen."""
        self._timer.stop()
        if self.isVisible() and not self.window().isMinimized() and self.desk.core.is_open and self._looking is None:
            self._looking = self.desk.core.read(self, "kept now", self._read, self._show, self._failed, low=True)
        elif self.isVisible():
            self._timer.start()

    def looks_again(self) -> bool:
        """Whether another look is under way or to come."""
        return self._looking is not None or self._timer.isActive()

    def _read(self, memory: Any, _ticket: Ticket) -> "tuple[Preview | KnownError, tuple[Rule, ...]]":
        """In the lane. A screen that is not there is told with the rules, which are there all the same."""
        from app.kept_now import PageAddresses, kept_now

        self._pages = self._pages or PageAddresses()
        try:
            seen: Preview | KnownError = kept_now(memory, pages=self._pages, picture_width_px=PICTURE_WIDTH_PX)
        except KnownError as error:
            seen = error
        return seen, tuple(memory.rules())

    def _show(self, found: "tuple[Preview | KnownError, tuple[Rule, ...]]") -> None:
        self._looking = None
        seen, rules = found
        if isinstance(seen, KnownError):
            self.seen = None
            self._state.set_whole(words.said(seen.code, seen.params))
            self.screens.clear()
            self._show_rows(())
        else:
            self.seen = seen
            self._state.set_whole(words.seen_now(seen))
            self.screens.show_screens(seen)
            self._show_rows(seen.rows)
        if rules != self.rules or not self._rule_rows.count():
            self._show_rules(rules)
        if self.isVisible():
            self._timer.start()

    def _failed(self, error: KnownError) -> None:
        self._looking = None
        self._state.set_whole(words.said(error.code, error.params))
        if self.isVisible():
            self._timer.start()

    def _show_rows(self, rows: "tuple[Row, ...]") -> None:
        """A window keeps its place as long as it is there, so that no button moves away from under the pointer."""
        there = {(row.monitor, row.window_id): row for row in rows}
        for key in [key for key in self.rows if key not in there]:
            self.rows.pop(key).deleteLater()
        ours_last = sorted(there.items(), key=lambda one: one[1].reason == "own_window")
        for key, row in ours_last:
            if key not in self.rows:
                line = self.rows[key] = WindowRow(self.desk.theme)
                line.left_out.connect(self.leave_out)
                self._rows.addWidget(line)
                self._order(line)
            self.rows[key].show_row(row)
        self._windows_head.setVisible(bool(self.rows))

    def _order(self, line: WindowRow) -> None:
        """Let Tab come by a row before what stands below it."""
        for button in line.findChildren(QAbstractButton):
            QWidget.setTabOrder(self._scroll, button)

    def _show_rules(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        while (item := self._rule_rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for rule in rules:
            line = RuleRow(self.desk.theme, rule)
            line.removed.connect(self._remove)
            self._rule_rows.addWidget(line)
        self._no_rules.setVisible(not rules)

    # leaving out

    def leave_out(self, field: str, name: str) -> None:
        """Add a rule against an application or a site, then offer to forget what was kept of it before."""

        def work(memory: Any, _ticket: Ticket) -> None:
            memory.add_rule(field, literal(name))

        def then(_value: None) -> None:
            selection = Selection(app=name) if field == "app" else Selection(site=name)
            self.bar.offer(selection, words.said(f"excluded_{field}", {"pattern": name}))
            self._place_bar()
            self.look()

        self.desk.core.read(self, f"leave out:{field}:{name}", work, then, self._not_done)

    def _remove(self, id_: str) -> None:
        self.desk.core.read(
            self, "keep again", lambda memory, _: memory.remove_rule(id_), lambda _: self.look(), self._not_done
        )

    def _not_done(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))

    # coming and going

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.storage.refresh()
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self.screens.clear()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_bar()
        super().resizeEvent(event)

    def _place_bar(self) -> None:
        width = min(680, self.width() - 48)
        self.bar.setGeometry((self.width() - width) // 2, self.height() - 56 - 24, width, 56)
        self.bar.raise_()


def literal(name: str) -> str:
    """A pattern that means this name alone, whatever signs are in it.

    >>> literal("notes [draft]")
    'notes [[]draft]'
    """
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
