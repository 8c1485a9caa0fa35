"""What opens the memory, on the settings page: lock now, the passphrase, a new recovery key. What is typed stays in no field."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import KnownError
from ui import words
from ui.page import Desk
from ui.setting_block import Block
from ui.widgets import button, secret

if TYPE_CHECKING:
    from app.key_change import NewRecovery


class KeysBlock(Block):
    """`lock_asked` wants the memory locked; `said` carries a sentence for the user."""

    lock_asked = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "keysBlock")
        self.setAccessibleName(self.tr("Lock now, passphrase, recovery key"))
        self.kinds: list[str] = []
        self._width, self._doing = 0, ""
        self._opens = self.say(name="keysOpens")
        self.lock = button("lockNowHere", self.tr("Lock now"))
        self.lock.setToolTip(self.tr("Lock now (Ctrl+Shift+L)"))
        self.change = button("passphraseChange", self.tr("Set a passphrase"))
        self.renew = button("recoveryNew", self.tr("Make a new recovery key"))
        self._buttons = self.row(self.lock, self.change, self.renew)
        self._lead = self.say(name="keysLead", tone="text")
        self.old = secret("keyOld", self.tr("Passphrase or recovery key of now"), 320)
        self.new = secret("keyNew", self.tr("New passphrase"), 320)
        self.again = secret("keyAgain", self.tr("The new passphrase again"), 320)
        for field in (self.old, self.new, self.again):
            self.column.addWidget(field)
            field.returnPressed.connect(self._go)
        self.shown = QLineEdit()
        self.shown.setObjectName("keyShown")
        self.shown.setAccessibleName(self.tr("Recovery key"))
        self.shown.setReadOnly(True)
        self.shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.column.addWidget(self.shown)
        self._error = self.say(tone="danger", name="keysError", size="caption")
        self.go = button("keyGo", self.tr("Set a passphrase"), "main")
        self.away = button("keyAway", self.tr("Cancel"))
        self._steps = self.row(self.go, self.away)
        self.lock.clicked.connect(self.lock_asked)
        self.change.clicked.connect(lambda: self.begin("passphrase"))
        self.renew.clicked.connect(lambda: self.begin("recovery"))
        self.go.clicked.connect(self._go)
        self.away.clicked.connect(self._leave_off)
        self.end()

    def arrive(self) -> None:
        self.desk.core.read(self, "keys", lambda memory, _: memory.keys.kinds(), self._show, self._wrong)

    def leave(self) -> None:
        self.end()

    def set_width(self, width: int) -> None:
        self._width = width
        super().set_width(width)
        self.shown.setFixedWidth(min(width, 480))

    def _show(self, kinds: list[str]) -> None:
        self.kinds = kinds
        names = {
            "keyring": self.tr("this computer's keyring"), "passphrase": self.tr("your passphrase"),
            "file": self.tr("a key file"), "recovery": self.tr("the recovery key"),
        }  # fmt: skip
        told = ", ".join(names.get(kind, kind) for kind in kinds)
        self._opens.setText(self.tr("What opens this memory: {keys}.").format(keys=told))
        text = self.tr("Change the passphrase") if "passphrase" in kinds else self.tr("Set a passphrase")
        self.change.setText(text)
        self.change.setAccessibleName(text)
        self.set_width(self._width)

    # changing

    def begin(self, what: str) -> None:
        """Ask for what is needed to change the "passphrase" or to make a new "recovery" key."""
        self.end()
        self._doing = what
        locked = "passphrase" in self.kinds
        fields: list[QWidget] = [self.old] if locked else []
        if what == "passphrase":
            self._lead.setText(
                self.tr("Whoever knows the passphrase can read everything. An older one opens nothing any more.")
            )
            fields += [self.new, self.again]
            self.go.setText(self.change.text())
        else:
            self._lead.setText(
                self.tr("It opens this memory when nothing else does. The one that you have opens nothing any more. "
                        "It cannot be shown again later, for it is kept nowhere.")
            )  # fmt: skip
            self.go.setText(self.renew.text())
        self.go.setAccessibleName(self.go.text())
        for one in (*fields, self._steps):
            one.show()
        self._buttons.hide()
        self.set_width(self._width)
        (fields[0] if fields else self.go).setFocus()

    def end(self) -> None:
        """Put away what was begun, and forget what was typed."""
        self._doing = ""
        for field in (self.old, self.new, self.again, self.shown):
            field.clear()
            field.hide()
        self._lead.setText("")
        self._error.setText("")
        self._steps.hide()
        self.away.show()
        self._buttons.show()
        self.set_width(self._width)

    def _leave_off(self) -> None:
        self.end()
        self.change.setFocus()

    def _go(self) -> None:
        if self._doing == "shown":
            self._leave_off()
            return
        self._error.setText("")
        if self._doing == "passphrase" and self.new.text() != self.again.text():
            self._complain(words.said("passphrases_differ"))
            return
        if not self.old.isHidden() and not self.old.text():
            self._complain(self.tr("Give the passphrase of now first."))
            return
        self.go.setEnabled(False)
        typed, new = self.old.text(), self.new.text()
        if self._doing == "passphrase":
            self._carry_out(lambda memory: memory.keys.set_passphrase(new, typed), lambda _: self._is_set(new))
        else:
            self._carry_out(lambda memory: memory.keys.new_recovery_key(typed), self._made)

    def _carry_out(self, work: Callable[[Any], Any], then: Callable[[Any], None]) -> None:
        self.desk.core.read(self, "change key", lambda memory, _: work(memory), then, self._wrong)

    def _is_set(self, new: str) -> None:
        self.go.setEnabled(True)
        if self.desk.start is not None:
            self.desk.start.use_passphrase(new)
        self._leave_off()
        self.said.emit(self.tr("The memory opens with the new passphrase."))
        self.arrive()

    def _made(self, made: "NewRecovery") -> None:
        self.go.setEnabled(True)
        if made.opens_by and self.desk.start is not None:
            self.desk.start.use_passphrase(made.opens_by)
        self.old.clear()
        self.old.hide()
        self._doing = "shown"
        self._lead.setText(self.tr("Write it down and keep it apart from this computer: it is shown only now."))
        self.shown.setText(made.key)
        self.shown.setCursorPosition(0)
        self.shown.show()
        self.go.setText(self.tr("I have written it down"))
        self.go.setAccessibleName(self.go.text())
        self.away.hide()
        self.set_width(self._width)
        self.shown.setFocus()
        self.shown.selectAll()
        self.arrive()

    def _wrong(self, error: KnownError) -> None:
        self.go.setEnabled(True)
        self._complain(words.said(error.code, error.params))

    def _complain(self, text: str) -> None:
        self._error.setText(text)
        self.set_width(self._width)
