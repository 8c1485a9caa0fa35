"""The tray icon, where the desktop has a tray: state, pause, last stored, a way back to the window."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QSystemTrayIcon

from app.records import RecordingState
from ui import icons, words
from ui.pill import Recording, RecordingMenu
from ui.theme import LIGHT, Theme

COLOURS = {"recording": LIGHT.danger, "paused": "#E2B35A", "private": "#E2B35A", "problem": "#E2B35A"}


def available() -> bool:
    """Whether this desktop shows tray icons."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """Made only where there is a tray. `wanted` asks for the window, `ended` for the end of the program."""

    wanted = Signal()
    searched = Signal()
    ended = Signal()

    def __init__(self, theme: Theme, recording: Recording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.menu = RecordingMenu(theme, recording, "trayMenu")
        self.menu.addSeparator()
        for name, text, signal in (
            ("trayOpen", self.tr("Open Recollect"), self.wanted),
            ("trayQuit", self.tr("Quit"), self.ended),
        ):
            action = self.menu.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(signal)
        self.menu.search_asked.connect(self.searched)
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        recording.told.connect(self.tell)
        self.tell(recording.state)
        self.icon.show()

    def tell(self, state: RecordingState) -> None:
        """Show a state by a spot on the icon and in words."""
        self.icon.setIcon(_spotted(COLOURS.get("recording" if state.reason == "sealed" else state.state)))
        last = words.last_kept(state, datetime.now(UTC)) if state.last_kept is not None else ""
        lines = ("Recollect", words.state_text(state), words.kept_now(state), last)
        self.icon.setToolTip("\n".join(line for line in lines if line))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.wanted.emit()


def _spotted(colour: str | None) -> QIcon:
    drawing = QPixmap(icons.logo(64))
    if colour is not None:
        painter = QPainter(drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        painter.drawEllipse(36, 36, 28, 28)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(40, 40, 20, 20)
        painter.end()
    return QIcon(drawing)
