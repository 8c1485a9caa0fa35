"""Where the next question of a conversation is written. No memory."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPlainTextEdit

from ui.page import Desk
from ui.widgets import IconButton

EDGE = 5


class Composer(QFrame):
    """Where a question is written. `sent` carries it; `up` that one goes up from it to the last answer."""

    sent = Signal(str)
    stop = Signal()
    up = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("composer")
        self.setAccessibleName(self.tr("Write a question"))
        self.field = QPlainTextEdit()
        self.field.setObjectName("questionField")
        self.field.setAccessibleName(self.tr("Question"))
        self.field.setPlaceholderText(self.tr("Ask about what you have seen"))
        self.field.setProperty("field", True)
        self.field.setFont(desk.theme.font("text"))
        self.field.setTabChangesFocus(True)
        self.field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.send = IconButton(
            desk.theme, "sendQuestion", "send", self.tr("Ask"), tip=self.tr("Ask (Enter)"), role="accent"
        )
        self.busy = False
        self.field.setViewportMargins(0, 0, self.send.minimumWidth() + EDGE, 0)
        corner = QHBoxLayout()
        corner.setContentsMargins(0, 0, EDGE, EDGE)
        corner.addStretch(1)
        corner.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        whole = QGridLayout(self)  # the button stands in the field's corner
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.field, 0, 0)
        whole.addLayout(corner, 0, 0)
        self.field.installEventFilter(self)
        self.field.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.send.clicked.connect(self._act)
        self._fit()

    def set_busy(self, busy: bool) -> None:
        """Offer to stop while an answer is on its way."""
        self.busy = busy
        said = self.tr("Stop") if busy else self.tr("Ask")
        self.send.set_icon("stop" if busy else "send", "danger" if busy else "accent")
        self.send.setAccessibleName(said)
        self.send.setToolTip(self.tr("Stop (Escape)") if busy else self.tr("Ask (Enter)"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._act()
                return True
            if event.key() == Qt.Key.Key_Up and self.field.document().isEmpty():
                self.up.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.busy:
                self.stop.emit()
                return True
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        text = self.field.toPlainText().strip()
        if self.busy:
            self.stop.emit()
        elif text:
            self.field.clear()
            self.sent.emit(text)

    def _fit(self) -> None:
        lines = min(max(self.field.document().blockCount(), round(self.field.document().size().height()), 1), 6)
        self.field.setFixedHeight(lines * self.field.fontMetrics().lineSpacing() + 24)
