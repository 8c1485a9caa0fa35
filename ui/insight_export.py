"""Saving the figures where the user says: as a table that programs read, or as a picture. Never without a file dialog."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import KnownError
from ui import words
from ui.insight_words import as_csv
from ui.page import Desk

if TYPE_CHECKING:
    from app.insights import Figures

SHARPNESS = 2
HEAD_HEIGHT = 56
LEAST_WIDTH = 1000


class Export(QObject):
    """Asks for a file and writes it off the GUI thread. `said` carries a sentence for the window."""

    said = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.dialog: QFileDialog | None = None

    def ask_csv(self, found: "Figures | None") -> None:
        """Save the figures as CSV."""
        if found is not None:
            name = f"recollect-{found.first.isoformat()}-{found.last.isoformat()}.csv"
            self._ask(name, self.tr("Table (*.csv)"), lambda file: file.write_text(as_csv(found), encoding="utf-8"))

    def ask_png(self, view: QWidget, title: str) -> None:
        """Save what the page shows as a picture."""
        image = self.drawn(view, title)

        def write(file: Path) -> None:
            if not image.save(str(file)):
                raise OSError(str(file))

        self._ask("recollect.png", self.tr("Picture (*.png)"), write)

    def drawn(self, view: QWidget, title: str) -> QImage:
        """The figures with their days above them, twice as sharp as on the screen."""
        theme = self._desk.theme
        if not view.isVisible():  # behind the table it may never have been laid out
            view.resize(max(view.width(), LEAST_WIDTH), max(view.height(), view.sizeHint().height()))
        size = QSize(view.width(), view.height() + HEAD_HEIGHT)
        image = QImage(size * SHARPNESS, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SHARPNESS)
        image.fill(theme.colour("window"))
        painter = QPainter(image)
        painter.setFont(theme.font("page", strong=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(32, 12, view.width() - 64, HEAD_HEIGHT - 12, int(Qt.AlignmentFlag.AlignVCenter), title)
        view.render(painter, QPoint(0, HEAD_HEIGHT), QRegion(), QWidget.RenderFlag.DrawChildren)
        painter.end()
        return image

    def _ask(self, name: str, kind: str, write: Callable[[Path], object]) -> None:
        dialog = self.dialog = QFileDialog(
            self._page, self.tr("Save the figures, readable for everybody who has the file")
        )
        dialog.setObjectName("saveFigures")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(kind)
        dialog.setDefaultSuffix(name.rpartition(".")[2])
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda file: self._save(Path(file), write))
        dialog.open()

    def _save(self, file: Path, write: Callable[[Path], object]) -> None:
        def work(_memory: None, _ticket: object) -> None:
            try:
                write(file)
            except OSError as error:
                raise KnownError("no_permission", folder=str(file.parent)) from error

        self._desk.core.long(self, "save figures", work, lambda _: self._saved(file), self._failed, needs_memory=False)

    def _saved(self, file: Path) -> None:
        self.said.emit(self.tr("Saved as {file}. It is not encrypted.").format(file=words.short_path(file)))

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))
