"""Opening the page or the file of a moment again: only what is safe to open, and only after showing what that is.

An address was read off the screen or out of another program's list: it may be anything.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, label

WEB = ("http", "https")
# Opening one of these would run it.
RUN = frozenset(
    {".desktop", ".sh", ".exe", ".bat", ".cmd", ".msi", ".com", ".appimage", ".jar", ".run", ".py", ".lnk", ".url"}
)


@dataclass(frozen=True, slots=True)
class Target:
    """What would be opened. `kind` is page, file, folder (of a file that would run) or gone (a file that is not there any more)."""

    url: QUrl
    kind: str
    shown: str


def can_open(address: str) -> bool:
    """Whether an address is of a kind that can be opened at all. Asks no disk."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid():
        return False
    return (url.scheme() in WEB and bool(url.host())) or (
        url.scheme() == "file" and url.isLocalFile() and not url.host()
    )


def target_of(address: str) -> Target | None:
    """What opening an address would open, None where that is nothing safe. A file that would run is not opened, its folder is.

    Who opens a page is not signed in by what stood in its address: a user name in it goes, since it also hides whose page it is.
    """
    if not can_open(address):
        return None
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if url.scheme() in WEB:
        host, port = url.host(QUrl.ComponentFormattingOption.FullyEncoded), url.port()
        url.setAuthority((f"[{host}]" if ":" in host else host) + (f":{port}" if port >= 0 else ""))
        return Target(url, "page", url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
    path = Path(url.toLocalFile())
    if not path.exists():
        return Target(url, "gone", str(path))
    if path.is_file() and (path.suffix.casefold() in RUN or os.access(path, os.X_OK)):
        return Target(QUrl.fromLocalFile(str(path.parent)), "folder", str(path.parent))
    return Target(url, "file", str(path))


class OpenSheet(QDialog):
    """Shows an address whole, as plain text, and opens it when told to. `said` tells what was done."""

    said = Signal(str)

    def __init__(self, theme: Theme, core: Core, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("openSheet")
        self.setWindowTitle(self.tr("Open again"))
        self.setAccessibleName(self.tr("Open again"))
        self.setModal(True)
        self.setFixedSize(520, 212)
        self._core = core
        self._target: Target | None = None
        self._question = label(theme, size="text", wrap=True)
        self._question.setObjectName("openQuestion")
        self.address = QPlainTextEdit()
        self.address.setObjectName("openAddress")
        self.address.setAccessibleName(self.tr("What will be opened"))
        self.address.setReadOnly(True)
        self.address.setProperty("field", True)
        self.address.setTabChangesFocus(True)
        self._copy = button("openCopy", self.tr("Copy address"))
        self._away = button("openAway", self.tr("Cancel"))
        self.open_button = button("openYes", self.tr("Open"), "main")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._copy)
        row.addStretch(1)
        row.addWidget(self._away)
        row.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._question)
        column.addWidget(self.address, 1)
        column.addLayout(row)
        self._copy.clicked.connect(self._copy_address)
        self._away.clicked.connect(self.reject)
        self.open_button.clicked.connect(self._open)

    def ask(self, address: str) -> None:
        """Show what would be opened, and wait for a yes. Whether a file is there is looked up off this thread: it may lie far away."""
        self._core.read(
            self, "target", lambda _memory, _ticket: target_of(address), lambda target: self._show(address, target)
        )

    def _show(self, address: str, target: Target | None) -> None:
        self._target = target
        kind = target.kind if target is not None else "unsafe"
        self._question.setText(
            {
                "page": self.tr("Open this page in your browser?"),
                "file": self.tr("Open this file?"),
                "folder": self.tr("This file would run as a program. Open the folder that it lies in?"),
                "gone": self.tr("This file is not there any more. It may have been moved or renamed."),
                "unsafe": self.tr("This address cannot be opened safely from here."),
            }[kind]
        )
        self.address.setPlainText(target.shown if target is not None else address)
        can = kind in ("page", "file", "folder")
        self.open_button.setVisible(can)
        self.open()
        (self.open_button if can else self._away).setFocus()

    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self.address.toPlainText())
        self.said.emit(self.tr("The address is on the clipboard."))
        self.reject()

    def _open(self) -> None:
        self.accept()
        if self._target is not None and not QDesktopServices.openUrl(self._target.url):
            self.said.emit(self.tr("No program was found that opens this. Copy its address instead."))
