"""Before there is an open memory: the steps that make the first one, unlocking one, and saying why one cannot be opened."""

from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.paths import Places
from ui import icons, words
from ui.first_steps import FirstSteps
from ui.keeper import Locked, Tried, Wanted
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, fit, label, secret

WIDTH = 560
TEXT_WIDTH = 496
ASKS_FOR_PASSPHRASE = ("wrong_key", "key_locked", "key_missing", "passphrase_needed")


class Start(Protocol):
    """What makes a memory, builds its session anew, and holds the passphrase that lanes open it with."""

    def set_up(self, wanted: Wanted) -> dict[str, Any]: ...
    def apps_on_screen(self) -> list[str]: ...
    def try_out(self) -> Tried: ...
    def use_passphrase(self, passphrase: str) -> None: ...
    def begin_lock(self) -> None: ...
    def lock(self) -> Locked: ...
    def was_opened(self) -> None: ...
    def apply_settings(self) -> bool: ...
    def close_old(self) -> None: ...


class FirstRun(QWidget):
    """One calm column: the first steps, or what opens the memory and one button."""

    def __init__(self, theme: Theme, core: Core, start: Start, places: Places) -> None:
        super().__init__()
        self.setObjectName("firstRun")
        self.setAccessibleName(self.tr("Before the first moment"))
        self._theme, self._core, self._start, self._places = theme, core, start, places
        self._unlocking = self._needs_passphrase = self._locked = False
        column = QWidget()
        column.setFixedWidth(WIDTH)
        self._column = QVBoxLayout(column)
        self._column.setSpacing(8)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._title = label(theme, size="page", strong=True, wrap=True)
        self._title.setObjectName("firstRunTitle")
        self._column.addWidget(self._title)
        self._lead = label(theme, size="text", tone="second", wrap=True)
        self._lead.setObjectName("firstRunLead")
        self._column.addWidget(self._lead)
        self._column.addSpacing(16)
        self._fields = QWidget()
        self._fill_fields(QVBoxLayout(self._fields))
        self._column.addWidget(self._fields)
        self._error = label(theme, tone="danger", wrap=True)
        self._error.setObjectName("firstRunError")
        self._column.addWidget(self._error)
        self._column.addSpacing(12)
        self._go = button("firstRunGo", "", "main")
        self._go.setMinimumHeight(40)
        self._go.clicked.connect(self._act)
        self._column.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        self.steps = FirstSteps(theme, core, start, places)
        self.steps.setFixedWidth(WIDTH)
        self.steps.begun.connect(self._begin)
        self._opening = column
        logo = QLabel()
        logo.setPixmap(icons.logo(56, 2.0))
        logo.setFixedWidth(WIDTH)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        for one in (logo, column, self.steps):
            outer.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.show_reason("not_initialised", {})

    def _fill_fields(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 4, 0, 0)
        self.passphrase = secret("passphrase", self.tr("Passphrase"), 360)
        self.passphrase.returnPressed.connect(self._act)
        column.addWidget(self.passphrase)

    # what is shown

    def show_reason(self, code: str, params: dict[str, object]) -> None:
        """Say why no memory is open, and offer the way on."""
        again = self._unlocking
        self._unlocking, self._locked = code != "not_initialised", False
        if code == "not_initialised":
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
        self.passphrase.clear()
        self.steps.forget_typed()

    def error(self) -> str:
        """The sentence that says what went wrong."""
        return self._error.text()

    def _arrange(self) -> None:
        self.steps.setVisible(not self._unlocking)
        self._opening.setVisible(self._unlocking)
        self._fields.setVisible(self._needs_passphrase)
        text = self.tr("Open") if self._needs_passphrase or self._locked else self.tr("Try again")
        for told in (self._title, self._lead, self._error):
            fit(told, WIDTH - 24)
        self._go.setText(text)
        self._go.setAccessibleName(text)
        if not self._fields.isHidden():
            self.passphrase.setFocus()

    # what is done

    def _act(self) -> None:
        self._error.setText("")
        if self._needs_passphrase:
            self._unlock()
        else:
            self._core.open()

    def _unlock(self) -> None:
        if self.passphrase.text():
            self._go.setEnabled(False)
            self._start.use_passphrase(self.passphrase.text())
            self._core.open()

    def _begin(self) -> None:
        """The first run is over: open the memory, and let its recorder go."""
        self._core.open()
        self._core.read(self, "begin", lambda memory, _: memory.resume())
