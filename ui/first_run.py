"""Before there is an open memory: making the first one, unlocking one, and saying why one cannot be opened."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from app.errors import KnownError
from app.paths import Places
from ui import icons, words
from ui.keeper import Locked
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, fit, label

WIDTH = 560
TEXT_WIDTH = 496
ASKS_FOR_PASSPHRASE = ("wrong_key", "key_locked", "key_missing", "passphrase_needed")


class Start(Protocol):
    """What makes a memory and holds the passphrase that lanes open it with."""

    def make(self, passphrase: str | None) -> dict[str, Any]: ...
    def use_passphrase(self, passphrase: str) -> None: ...
    def begin_lock(self) -> None: ...
    def lock(self) -> Locked: ...
    def was_opened(self) -> None: ...
    def apply_settings(self) -> bool: ...
    def close_old(self) -> None: ...


class FirstRun(QWidget):
    """One calm column: what is kept, where, how its key is kept, one button."""

    def __init__(self, theme: Theme, core: Core, start: Start, places: Places) -> None:
        super().__init__()
        self.setObjectName("firstRun")
        self.setAccessibleName(self.tr("Before the first moment"))
        self._theme, self._core, self._start, self._places = theme, core, start, places
        self._unlocking = self._needs_passphrase = self._showing_recovery = self._locked = False
        column = QWidget()
        column.setFixedWidth(WIDTH)
        self._column = QVBoxLayout(column)
        self._column.setSpacing(8)
        logo = QLabel()
        logo.setPixmap(icons.logo(56, 2.0))
        self._column.addWidget(logo)
        self._column.addSpacing(8)
        self._title = label(theme, size="page", strong=True, wrap=True)
        self._title.setObjectName("firstRunTitle")
        self._column.addWidget(self._title)
        self._lead = label(theme, size="text", tone="second", wrap=True)
        self._lead.setObjectName("firstRunLead")
        self._column.addWidget(self._lead)
        self._column.addSpacing(16)
        self._points = QWidget()
        self._fill_points(QVBoxLayout(self._points))
        self._column.addWidget(self._points)
        self._keys = QWidget()
        self._fill_keys(QVBoxLayout(self._keys))
        self._column.addWidget(self._keys)
        self._fields = QWidget()
        self._fill_fields(QVBoxLayout(self._fields))
        self._column.addWidget(self._fields)
        self.recovery = QLineEdit()
        self.recovery.setObjectName("recoveryKey")
        self.recovery.setAccessibleName(self.tr("Recovery key"))
        self.recovery.setReadOnly(True)
        self.recovery.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._column.addWidget(self.recovery)
        self._error = label(theme, tone="danger", wrap=True)
        self._error.setObjectName("firstRunError")
        self._column.addWidget(self._error)
        self._column.addSpacing(12)
        self._go = button("firstRunGo", "", "main")
        self._go.setMinimumHeight(40)
        self._go.clicked.connect(self._act)
        self._column.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(column, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.show_reason("not_initialised", {})

    def _fill_points(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(14)
        for icon, head, text in (
            (
                "eye",
                self.tr("What is kept"),
                self.tr(
                    "Pictures of the screen when it changes, and the words on them. Private windows and password managers are left out."
                ),
            ),
            (
                "disk",
                self.tr("Where it is kept"),
                self.tr("In {folder}, encrypted. Nothing leaves this computer.").format(
                    folder=words.short_path(self._places.home)
                ),
            ),
            (
                "pause",
                self.tr("You decide"),
                self.tr("Pause at any time, in the upper right corner. Forget a moment, a day or all of it."),
            ),
        ):
            row = QHBoxLayout()
            row.setSpacing(14)
            sign = _Sign(self._theme, icon)
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            words_ = QVBoxLayout()
            words_.setSpacing(1)
            words_.addWidget(label(self._theme, head, strong=True))
            told = label(self._theme, text, tone="second", wrap=True)
            fit(told, TEXT_WIDTH)
            words_.addWidget(told)
            row.addLayout(words_)
            row.addStretch(1)
            column.addLayout(row)

    def _fill_keys(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(self._theme, self.tr("How its key is kept"), strong=True))
        self._choice = QButtonGroup(self)
        self.by_key_file = self._option(
            "keyByFile", self.tr("In the key file {file}").format(file=self._places.key_file)
        )
        self.by_keyring = self._option(
            "keyByKeyring", self.tr("In this computer's keyring: opens when you are logged in")
        )
        self.by_passphrase = self._option("keyByPassphrase", self.tr("Behind a passphrase: asked for at each start"))
        for option in (self.by_key_file, self.by_keyring, self.by_passphrase):
            column.addWidget(option)
        self.by_key_file.setVisible(self._places.key_file is not None)
        (self.by_key_file if self._places.key_file is not None else self.by_keyring).setChecked(True)
        self.by_passphrase.toggled.connect(self._arrange)

    def _option(self, name: str, text: str) -> QRadioButton:
        option = QRadioButton(text)
        option.setObjectName(name)
        option.setAccessibleName(text)
        option.setMinimumHeight(32)
        self._choice.addButton(option)
        return option

    def _fill_fields(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 4, 0, 0)
        self.passphrase = self._secret("passphrase", self.tr("Passphrase"))
        self.again = self._secret("passphraseAgain", self.tr("The same passphrase again"))
        column.addWidget(self.passphrase)
        column.addWidget(self.again)

    def _secret(self, name: str, said: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(said)
        field.setPlaceholderText(said)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaximumWidth(360)
        field.returnPressed.connect(self._act)
        return field

    # what is shown

    def show_reason(self, code: str, params: dict[str, object]) -> None:
        """Say why no memory is open, and offer the way on."""
        again = self._unlocking
        self._unlocking, self._locked = code != "not_initialised", False
        if code == "not_initialised":
            self._title.setText(self.tr("A memory of what you have seen"))
            self._lead.setText(self.tr("Recollect remembers what was on your screen, so that you can find it again."))
            self._error.setText("")
        elif code in ASKS_FOR_PASSPHRASE:
            self._title.setText(self.tr("Your memory is locked"))
            self._lead.setText(self.tr("Give its passphrase to open it."))
            asked_first = code in ("wrong_key", "passphrase_needed") and not again
            self._error.setText("" if asked_first else words.said(code, params))
        else:
            self._title.setText(self.tr("The memory cannot be opened"))
            self._lead.setText(words.said(code, params))
            self._error.setText("")
        self._needs_passphrase = code in ASKS_FOR_PASSPHRASE
        self._go.setEnabled(True)
        self._arrange()

    def show_locking(self) -> None:
        """The memory is being locked; how it opens is known in a moment."""
        self.forget_typed()
        self._unlocking, self._needs_passphrase, self._locked = True, False, True
        self._title.setText(self.tr("Your memory is locked"))
        self._lead.setText("")
        self._error.setText("")
        self._go.setEnabled(False)
        self._arrange()

    def show_locked(self, locked: Locked) -> None:
        """The memory is locked: ask for its passphrase, or offer to open it where none is needed."""
        lead = (
            self.tr("Give its passphrase to open it.")
            if locked.by_passphrase
            else self.tr("Its key is at hand: one click opens it.")
        )
        if locked.sealed:
            lead += " " + self.tr("Recording goes on: what may be kept is sealed, and comes in when you open it.")
        self._lead.setText(lead)
        self._needs_passphrase = locked.by_passphrase
        self._go.setEnabled(True)
        self._arrange()
        if not locked.by_passphrase:
            self._go.setFocus()

    def forget_typed(self) -> None:
        """Nothing that was typed stays in a field."""
        for field in (self.passphrase, self.again):
            field.clear()

    def error(self) -> str:
        """The sentence that says what went wrong."""
        return self._error.text()

    def _arrange(self) -> None:
        making = not self._unlocking and not self._showing_recovery
        self._points.setVisible(making)
        self._keys.setVisible(making)
        self._fields.setVisible(self._needs_passphrase or (making and self.by_passphrase.isChecked()))
        self.again.setVisible(making)
        self.recovery.setVisible(self._showing_recovery)
        text = self._button_text(making)
        for told in (self._title, self._lead, self._error):
            fit(told, WIDTH - 24)
        self._go.setText(text)
        self._go.setAccessibleName(text)
        if not self._fields.isHidden():
            self.passphrase.setFocus()

    def _button_text(self, making: bool) -> str:
        if self._showing_recovery:
            return self.tr("I have written it down")
        if making:
            return self.tr("Begin")
        return self.tr("Open") if self._needs_passphrase or self._locked else self.tr("Try again")

    def _show_recovery(self, key: str) -> None:
        self._showing_recovery = True
        self._title.setText(self.tr("Your recovery key"))
        self._lead.setText(
            self.tr("It opens this memory when nothing else does. Write it down and keep it apart from this computer: "
                    "it is shown only now.")
        )  # fmt: skip
        self.recovery.setText(key)
        self.recovery.setCursorPosition(0)
        self._go.setEnabled(True)
        self._arrange()
        self.recovery.selectAll()
        self.recovery.setFocus()

    # what is done

    def _act(self) -> None:
        self._error.setText("")
        if self._showing_recovery:
            self._showing_recovery = False
            self.recovery.clear()
            self._core.open()
        elif not self._unlocking:
            self._make()
        elif self._needs_passphrase:
            self._unlock()
        else:
            self._core.open()

    def _make(self) -> None:
        passphrase = None
        if self.by_passphrase.isChecked():
            passphrase = self.passphrase.text()
            if len(passphrase) < 8:
                self._complain(self.tr("Take at least eight characters."))
                return
            if passphrase != self.again.text():
                self._complain(self.tr("The two passphrases differ."))
                return
        self._go.setEnabled(False)
        self._start_work(lambda: self._start.make(passphrase))

    def _unlock(self) -> None:
        if self.passphrase.text():
            self._go.setEnabled(False)
            self._start.use_passphrase(self.passphrase.text())
            self._core.open()

    def _start_work(self, make: Callable[[], dict[str, Any]]) -> None:
        self._core.long(
            self, "make memory", lambda _memory, _ticket: make(), self._made, self._failed, needs_memory=False
        )

    def _made(self, made: dict[str, Any]) -> None:
        self.passphrase.clear()
        self.again.clear()
        if made.get("recovery_key"):
            self._show_recovery(str(made["recovery_key"]))
        else:
            self._core.open()

    def _failed(self, error: KnownError) -> None:
        self._go.setEnabled(True)
        if error.code == "no_keyring":
            self.by_passphrase.setChecked(True)
        self._complain(words.said(error.code, error.params))

    def _complain(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._arrange()


class _Sign(QLabel):
    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setFixedSize(24, 24)
        theme.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        self.setPixmap(icons.pixmap(self._icon, self._theme.colour("accent"), 22, 2.0))
