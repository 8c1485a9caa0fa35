"""Pieces of the models' part of the settings: a model as a row, and the question before words leave this machine."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.page import Desk
from ui.setting_block import beside
from ui.widgets import Elided, button, fit, label


class ModelRow(QWidget):
    """A model: its name, what one must know of it, and what can be done with it."""

    def __init__(
        self, desk: Desk, name: str, head: str, detail: str, *buttons: QPushButton, warns: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(f"{head}. {detail}")
        self._head = Elided(desk.theme, strong=True)
        self._head.set_whole(head)
        self._detail = Elided(desk.theme, size="caption", tone="warn" if warns else "second")
        self._detail.set_whole(detail)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self._head)
        said.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addLayout(said, 1)
        for one in buttons:
            row.addWidget(one)


class Confirm(QFrame):
    """Asked before words go to an address outside this machine. `agreed` carries that very address."""

    agreed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("serverConfirm")
        self.setProperty("plane", "bar")
        self._address = ""
        self._said = label(desk.theme, wrap=True)
        self._said.setObjectName("serverConfirmSaid")
        self.yes = button("serverConfirmYes", self.tr("Use this address"), "danger")
        self.no = button("serverConfirmNo", self.tr("Do not use it"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._said)
        column.addWidget(beside(self.no, self.yes))
        self.yes.clicked.connect(lambda: self.agreed.emit(self._address))
        self.no.clicked.connect(self.hide)
        self.hide()

    def ask(self, address: str, width: int) -> None:
        """Say what would leave this machine, and wait."""
        self._address = address
        self._said.setText(
            self.tr("{address} is not on this machine. What you ask, and what memory holds of it, would go there. Use it?")
            .format(address=address)
        )  # fmt: skip
        self.setAccessibleName(self._said.text())
        fit(self._said, max(width - 32, 160))
        self.show()
        self.no.setFocus()
