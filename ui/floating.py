"""The small pill above other windows, where the desktop has no tray: the state of recording, and the menu that the tray would have."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.errors import KnownError
from ui import words
from ui.pill import Pill, Recording
from ui.tasks import Core
from ui.theme import Theme

PLACE = "pill"
FROM_EDGE = 24
FLAGS = (
    Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)  # fmt: skip


class FloatingPill(QWidget):
    """Seen while no window of this program is in front, and as long as the settings want it. It never takes the keyboard: what is
    in its menu is in the window, too. `wanted` asks for the window, `searched` for the one box, `ended` for the end of the program.
    """

    wanted = Signal()
    searched = Signal()
    ended = Signal()

    def __init__(self, theme: Theme, recording: Recording, core: Core, choices: QSettings | None) -> None:
        super().__init__(None, FLAGS)
        self.setObjectName("floatingPill")
        self.setWindowTitle("Recollect")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._core, self._choices, self._recording = core, choices, recording
        self._in_use = self._hide_for_good = False
        self._pressed: QPoint | None = None
        self.pill = Pill(theme, recording, "floating")
        self.menu = self.pill.menu_
        self.menu.search_asked.connect(self.searched)
        self._add_to_menu()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetFixedSize)
        row.addWidget(self.pill)
        theme.dress(self)
        self.pill.installEventFilter(self)
        self.menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self.look))
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._focus_moved)
        core.opened.connect(self._write)
        recording.told.connect(self._state_told)  # each second: a window that is hidden does not always tell

    def _add_to_menu(self) -> None:
        self.menu.addSeparator()
        for name, text, act in (
            ("floatingOpen", self.tr("Open Recollect"), self.wanted.emit),
            ("floatingHide", self.tr("Hide this pill"), self.hide_for_good),
            ("floatingQuit", self.tr("Quit"), self.ended.emit),
        ):
            action = self.menu.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(lambda _=False, now=act: now())

    # whether it is there

    def ask(self) -> None:
        """See what the settings say; again after they were changed."""
        if self._core.is_open:
            self._core.read(
                self, "floating", lambda memory, _: memory.settings().floating_pill, self.use, lambda _: None
            )

    def use(self, on: bool) -> None:
        """Be there from now on, or no more."""
        self._in_use = on
        self.look()

    def hide_for_good(self) -> None:
        """Go, until the settings bring it back."""
        self.use(False)
        self._hide_for_good = True
        self._write()

    def _write(self) -> None:
        """Tell the settings, once the memory is open: while it is locked they cannot be written."""
        if self._hide_for_good and self._core.is_open:
            self._hide_for_good = False
            self._core.read(
                self,
                "hide pill",
                lambda memory, _: memory.change_settings(floating_pill=False),
                None,
                self._not_written,
            )

    def _not_written(self, error: KnownError) -> None:
        self._recording.failed.emit(words.said(error.code, error.params))

    def look(self) -> None:
        """Come or go with what is in front."""
        if self.menu.isVisible():
            return
        here = QApplication.activeWindow() not in (None, self)
        if self._in_use and not here and not self.isVisible():
            self.adjustSize()
            self._place()
            self.show()
        elif self.isVisible() and (here or not self._in_use):
            self.hide()

    @Slot(object)
    def _state_told(self, _state: object) -> None:
        self.look()

    def _focus_moved(self, _window: Any) -> None:
        QTimer.singleShot(0, self, self.look)  # the focus goes to nobody on its way from one window to the next

    # where it is

    def _place(self) -> None:
        """Where it was put, as far as that is on a screen; else at the lower right."""
        held = self._choices.value(PLACE) if self._choices is not None else None
        screen = QGuiApplication.screenAt(held) if isinstance(held, QPoint) else None
        room = (screen or QGuiApplication.primaryScreen()).availableGeometry()
        corner = (
            held
            if isinstance(held, QPoint) and screen is not None
            else room.bottomRight() - QPoint(FROM_EDGE, FROM_EDGE)
        )
        left = min(corner.x(), room.right() - self.width() + 1 - (0 if screen else FROM_EDGE))
        top = min(corner.y(), room.bottom() - self.height() + 1 - (0 if screen else FROM_EDGE))
        self.move(max(left, room.left()), max(top, room.top()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            match event.type():
                case QEvent.Type.MouseButtonPress if event.button() == Qt.MouseButton.LeftButton:
                    self._pressed = event.globalPosition().toPoint() - self.pos()
                case QEvent.Type.MouseMove if self._pressed is not None:
                    return self._drag(event.globalPosition().toPoint())
                case QEvent.Type.MouseButtonRelease:
                    self._pressed = None
        return super().eventFilter(watched, event)

    def _drag(self, pointer: QPoint) -> bool:
        assert self._pressed is not None
        aim = pointer - self._pressed
        if (aim - self.pos()).manhattanLength() < QApplication.startDragDistance() and self.pill.isDown():
            return False
        self.pill.setDown(False)  # it is moved, not clicked
        self.move(aim)
        if self._choices is not None:
            self._choices.setValue(PLACE, aim)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._place()  # longer words must not reach beyond the screen
        if QGuiApplication.platformName() != "xcb":  # elsewhere a window has the shape that it paints, or none
            return
        shape, round_ = QPainterPath(), self.height() / 2
        shape.addRoundedRect(QRectF(self.rect()), round_, round_)
        self.setMask(QRegion(shape.toFillPolygon().toPolygon()))
