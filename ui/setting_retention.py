"""What a shorter limit takes away, asked before it holds: there is no undo for what went by age or size."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.errors import KnownError
from ui import words
from ui.page import Desk
from ui.setting_block import Block, beside
from ui.tasks import Ticket
from ui.widgets import button, fit, label

if TYPE_CHECKING:
    from app.records import Forecast
    from app.settings import Settings

LIMITS = ("pictures_days", "thumbnails_days", "text_days", "max_gb")


def shortens(held: "Settings", name: str, value: Any) -> bool:
    """Whether another value of a limit keeps less than before; 0 is no limit.

    >>> from app.settings import Settings
    >>> [shortens(Settings(), "max_gb", value) for value in (5, 20, 50, 0)]
    [True, False, False, False]
    """
    before = getattr(held, name) if name in LIMITS else 0
    return name in LIMITS and value != 0 and (before == 0 or value < before)


class RetentionAsk(Block):
    """Hidden until a limit is made shorter. `agreed` carries the setting and its value, `kept` the setting that stays."""

    agreed = Signal(str, object)
    kept = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "retentionAsk")
        self.setAccessibleName(self.tr("Limits"))
        self.say(
            self.tr(
                "What goes by age or size cannot be brought back. Pinned moments never go. The forecast is on the Privacy page."
            )
        )
        self._name, self._value, self._sentence = "", 0, ""
        self._width = 0
        self._frame = QFrame()
        self._frame.setObjectName("retentionConfirm")
        self._frame.setProperty("plane", "bar")
        self._said = label(desk.theme, wrap=True)
        self._said.setObjectName("retentionSaid")
        self.yes = button("retentionYes", self.tr("Set it"), "danger")
        self.yes.setShortcut(QKeySequence("Alt+S"))
        self.yes.setToolTip(self.tr("Set it (Alt+S)"))
        self.no = button("retentionNo", self.tr("Leave it as it was"))
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(12)
        inside.addWidget(self._said)
        inside.addWidget(beside(self.no, self.yes))
        self.column.addWidget(self._frame)
        self._frame.hide()
        self.yes.clicked.connect(self._agree)
        self.no.clicked.connect(self._keep)

    def set_width(self, width: int) -> None:
        self._width = width
        super().set_width(width)
        fit(self._said, max(width - 34, 160))

    def leave(self) -> None:
        if self.is_asking():
            self._keep()

    def is_asking(self) -> bool:
        """Whether an answer is waited for."""
        return not self._frame.isHidden()

    def ask(self, name: str, value: int, sentence: str) -> None:
        """See what would go by this value, say it, and wait."""
        if self.is_asking() and self._name != name:
            self.kept.emit(self._name)
        self._name, self._value, self._sentence = name, value, sentence

        def work(memory: Any, _ticket: Ticket) -> "Forecast":
            return memory.storage(replace(memory.settings(), **{name: value}))  # type: ignore[no-any-return]

        self._tell(self.tr("Looking at what would go."))
        self.desk.core.long(self, "shorter limit", work, self._show, self._failed)

    def _show(self, one: "Forecast") -> None:
        if not self.is_asking():
            return
        going = (
            (one.pictures_going, self.tr("1 picture"), self.tr("{n} pictures")),
            (one.thumbnails_going, self.tr("1 small picture"), self.tr("{n} small pictures")),
            (one.text_going, self.tr("1 moment with its text"), self.tr("{n} moments with their text")),
        )
        what = ", ".join(words.counted(each.count, single, many) for each, single, many in going if each.count)
        if what:
            self._tell(self.tr("With this, {what} go within 30 days. They cannot be brought back.").format(what=what))
        else:
            self._tell(self.tr("With this nothing goes within 30 days; what goes later cannot be brought back."))

    def _tell(self, text: str) -> None:
        self._said.setText(f"{self._sentence}\n{text}")
        self._frame.setAccessibleName(text)
        self._frame.show()
        self.set_width(self._width)

    def _failed(self, error: KnownError) -> None:
        self._tell(words.said(error.code, error.params))

    def _agree(self) -> None:
        self._frame.hide()
        self.agreed.emit(self._name, self._value)

    def _keep(self) -> None:
        self._frame.hide()
        self.kept.emit(self._name)
