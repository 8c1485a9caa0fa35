"""The frame around the pages: the rail at the left and the bar at the top with its one box. No pages, no memory."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.pages import Entry
from ui.theme import Theme
from ui.widgets import IconButton, label

RAIL_WIDTH = 68
BAR_HEIGHT = 52
BOX_WIDTH = 520


def key_text(keys: str) -> str:
    """Keys as they are written on this system's keyboard and in its language."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


class Rail(QFrame):
    """An entry for each page, icon with label below. `chosen` carries the page's key."""

    ROLE = "ToolBar"

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Pages"))
        self.setFixedWidth(RAIL_WIDTH)
        self._theme = theme
        self._buttons: dict[str, tuple[QToolButton, str]] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 12, 4, 8)
        self._column.setSpacing(4)
        self._logo = QLabel()
        self._logo.setPixmap(icons.logo(28, 2.0))
        self._logo.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._logo.setAccessibleName("Recollect")
        self._column.addWidget(self._logo)
        self._column.addSpacing(8)
        self._column.addStretch(1)
        self.note_button = self._entry("newNote", self.tr("Note"), self.tr("New note (Ctrl+N)"))
        self.note_button.setAccessibleName(self.tr("New note"))
        self._column.addWidget(self.note_button)
        theme.changed.connect(self._paint)

    def add(self, page: Entry) -> None:
        """Give a page its entry; pages come in the order in which they are added."""
        keys = key_text(page.keys or f"Ctrl+{len(self._buttons) + 1}")
        entry = self._entry(f"rail{page.key.capitalize()}", page.said(), f"{page.said()} ({keys})")
        entry.setCheckable(True)
        entry.clicked.connect(lambda: self.chosen.emit(page.key))
        self._group.addButton(entry)
        self._buttons[page.key] = (entry, page.icon)
        self._column.insertWidget(self._column.count() - (0 if page.keys else 2), entry)
        self._paint()

    def _entry(self, name: str, text: str, tip: str) -> QToolButton:
        """A button with its icon above its name."""
        entry = QToolButton()
        entry.setObjectName(name)
        entry.setText(text)
        entry.setAccessibleName(text)
        entry.setToolTip(tip)
        entry.setProperty("look", "rail")
        entry.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        entry.setIconSize(QSize(22, 22))
        entry.setFont(self._theme.font("caption"))
        entry.setFixedHeight(54)
        entry.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # As wide as the longest name in the user's language needs.
        widest = QFontMetrics(self._theme.font("caption", strong=True)).horizontalAdvance(text)
        self.setFixedWidth(max(self.minimumWidth(), widest + 20))
        return entry

    def stand_on(self, key: str) -> None:
        """Show which page is open."""
        self._buttons[key][0].setChecked(True)

    def _paint(self) -> None:
        for entry, icon in self._buttons.values():
            entry.setIcon(icons.icon(icon, self._theme.colour("second"), self._theme.colour("accent")))
        self.note_button.setIcon(icons.icon("note", self._theme.colour("second")))


class Box(QLineEdit):
    """The one box: search as one types, ask with Ctrl+Enter or a question mark."""

    entered = Signal()
    asked = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("box")
        self.setAccessibleName(self.tr("Search or ask anything"))
        self.setPlaceholderText(self.tr("Search or ask anything"))
        self.setFixedHeight(36)
        self.setMaximumWidth(BOX_WIDTH)
        self.setMaxLength(2000)
        self._theme = theme
        self._glass = QLabel(self)
        self._hint = label(theme, key_text("Ctrl+K"), size="caption", tone="faint")
        self._hint.setParent(self)
        for one in (self._glass, self._hint):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextMargins(24, 0, 96, 0)
        self.textChanged.connect(self._say_hint)
        theme.changed.connect(self._paint)
        self._paint()
        self._say_hint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = self.text().strip()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
                if text and (control or text.endswith("?")):
                    self.asked.emit(text)
                else:
                    self.entered.emit()
            case Qt.Key.Key_Down:
                self.entered.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        super().resizeEvent(event)

    def _say_hint(self) -> None:
        text = self.text().strip()
        if not text:
            self._hint.setText(key_text("Ctrl+K"))
        elif text.endswith("?"):
            self._hint.setText(self.tr("Enter asks"))
        else:
            self._hint.setText(self.tr("Ctrl+Enter asks"))
        self._place()

    def _place(self) -> None:
        self._glass.setGeometry(10, (self.height() - 18) // 2, 18, 18)
        width = self._hint.sizeHint().width()
        self._hint.setGeometry(self.width() - width - 12, 0, width, self.height())

    def _paint(self) -> None:
        self._glass.setPixmap(icons.pixmap("search", self._theme.colour("faint"), 18, self.devicePixelRatioF()))


class TopBar(QWidget):
    """The box in the middle, the pill and the inspector's switch at the right."""

    def __init__(self, theme: Theme, pill: QWidget) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setFixedHeight(BAR_HEIGHT)
        self.box = Box(theme)
        self.fold = IconButton(
            theme, "foldInspector", "panel", self.tr("About this moment"), tip=self.tr("About this moment (I)")
        )
        self.fold.setCheckable(True)
        self.box.setMinimumWidth(320)
        right = QHBoxLayout()
        right.setSpacing(8)
        right.addStretch(1)
        right.addWidget(pill)
        right.addWidget(self.fold)
        # The box stays in the middle of the pages below it, whatever the pill says.
        row = QGridLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setHorizontalSpacing(16)
        row.setColumnStretch(0, 1)
        row.setColumnStretch(1, 3)
        row.setColumnStretch(2, 1)
        row.setColumnMinimumWidth(0, 120)
        row.setColumnMinimumWidth(2, 240)
        row.addWidget(self.box, 0, 1)
        row.addLayout(right, 0, 2)


class Toast(QFrame):
    """A sentence that goes by itself, at the foot of the window."""

    ROLE = "AlertMessage"

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("toast")
        self.setProperty("plane", "bar")
        self._said = label(theme, wrap=True)
        self._said.setObjectName("toastSaid")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.addWidget(self._said)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence; the caller hides it."""
        self._said.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()

    def text(self) -> str:
        """The sentence that is shown."""
        return self._said.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self._room.rect()
        width = min(
            max(self._said.fontMetrics().horizontalAdvance(self._said.text()) + 48, 200), room.width() - 120, 640
        )
        height = self._said.heightForWidth(width - 32) + 22
        self.setGeometry((room.width() - width) // 2, room.height() - height - 20, width, height)
