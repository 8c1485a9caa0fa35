"""A window with words in it, for the doctor to find again: `python -m ui.test_card WORD...`. Knows no memory.

It says "shown" on its standard output once it is painted, and closes with its standard input, so that it never outlives
the program that asked for it.
"""

import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

NAME = "recollect-test-card"
AT_MOST_MS = 180_000
WIDTH, HEIGHT = 720, 280


class Card(QWidget):
    """Black words on white, large enough for any text recognition."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("testCard")
        self.setWindowTitle(QCoreApplication.translate("testCard", "Recollect test card"))
        self.setAccessibleName(self.windowTitle())
        self.setFixedSize(WIDTH, HEIGHT)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._words = " ".join(words)
        self._told = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        painter.setPen(QColor("black"))
        self._write(painter, 40, 15, QCoreApplication.translate("testCard", "Recollect looks for these words:"))
        self._write(painter, 96, 38, self._words)
        note = QCoreApplication.translate("testCard", "This window closes by itself, and is then forgotten.")
        self._write(painter, 200, 15, note)
        painter.end()
        if not self._told:
            self._told = True
            QTimer.singleShot(0, _tell_shown)

    def _write(self, painter: QPainter, top: int, size_px: int, text: str) -> None:
        font = QFont(self.font())
        font.setPixelSize(size_px)
        painter.setFont(font)
        painter.drawText(0, top, self.width(), size_px * 2, int(Qt.AlignmentFlag.AlignCenter), text)


def _tell_shown() -> None:
    sys.stdout.write("shown\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the card until standard input ends; returns the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    QGuiApplication.setDesktopFileName(NAME)
    app = QApplication([NAME])
    app.setApplicationName(NAME)
    card = Card(words)
    ended = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    ended.activated.connect(lambda: None if os.read(sys.stdin.fileno(), 64) else app.quit())
    QTimer.singleShot(AT_MOST_MS, app.quit)
    card.show()
    card.raise_()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
