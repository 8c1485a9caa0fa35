"""The first run: five steps, one decision each. Nothing is made before the fourth is answered, nothing is recorded before the end.

What was decided is carried out by the `Start` that the window is given.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
)

from app.errors import KnownError
from app.paths import Places
from ui import words
from ui.first_sheets import WIDTH, Sheets
from ui.keeper import Tried
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, fit, label

if TYPE_CHECKING:
    from ui.first_run import Start

HEIGHT = 440
LEAST_CHARACTERS = 8
STEPS = ("kept", "key", "left_out", "model", "begin")
PICTURE_WIDTH, PICTURE_HEIGHT = 400, 200


class FirstSteps(Sheets):
    """`begun` says that the memory is made and its owner wants it to begin."""

    begun = Signal()

    def __init__(self, theme: Theme, core: Core, start: "Start", places: Places) -> None:
        super().__init__(theme, places)
        self.setObjectName("firstSteps")
        self._core, self._start = core, start
        self.at = 0
        self._made = self._shows_recovery = self._tried = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addSpacing(10)
        self._count = label(theme, size="caption", tone="faint")
        self._count.setObjectName("firstCount")
        self._title = label(theme, size="page", strong=True, wrap=True)
        self._title.setObjectName("firstTitle")
        self._lead = label(theme, size="text", tone="second", wrap=True)
        self._lead.setObjectName("firstLead")
        for one in (self._count, self._title, self._lead):
            self._column.addWidget(one)
        self._column.addSpacing(8)
        self._stack = QStackedWidget()
        for sheet in self.made_sheets():
            self._stack.addWidget(sheet)
        self.told.connect(self._arrange)
        self.try_it.clicked.connect(self.try_out)
        self._column.addWidget(self._stack)
        self._error = label(theme, tone="danger", wrap=True)
        self._error.setObjectName("firstError")
        self._column.addWidget(self._error)
        self._column.addStretch(1)
        self._add_buttons()
        self.setFixedHeight(HEIGHT)  # neither title nor buttons move from step to step
        self.show_step(0)

    def _add_buttons(self) -> None:
        self.next = button("firstNext", "", "main")
        self.next.setMinimumHeight(40)
        self.back = button("firstBack", self.tr("Back"))
        self.back.setMinimumHeight(40)
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.next)
        row.addWidget(self.back)
        row.addStretch(1)
        self._column.addLayout(row)
        self.next.clicked.connect(self.go_on)
        self.back.clicked.connect(self.go_back)

    # the steps

    # going between them

    def show_step(self, at: int) -> None:
        """Show a step from 0 to 4."""
        self.at = at
        self._error.setText("")
        self._stack.setCurrentIndex(at)
        self._count.setText(self.tr("Step {n} of {all}").format(n=at + 1, all=len(STEPS)))
        if STEPS[at] == "model":
            self._look_for_models()
        elif STEPS[at] == "left_out":
            self._look_for_apps()
        self._arrange()
        self._focus()

    def _arrange(self) -> None:
        title, lead, go = self._words()
        self._title.setText(title)
        self._lead.setText(lead)
        self.next.setText(go)
        self.next.setAccessibleName(go)
        self.back.setVisible(self.at > 0 and not self._made)
        showing = self._shows_recovery
        self.recovery.setVisible(showing)
        self.try_it.setVisible(self._made and not showing and not self._tried)
        for one in (self.picture, self._tried_said):
            one.setVisible(self._made and not showing)
        for text in (self._title, self._lead, self._error, self._left_out_said, self._tried_said):
            fit(text, WIDTH)

    def _words(self) -> tuple[str, str, str]:
        go_on = self.tr("Next")
        if self._shows_recovery:
            lead = self.tr(
                "It opens this memory when nothing else does. Write it down and keep it apart from this computer: "
                "it is shown only now."
            )
            return self.tr("Your recovery key"), lead, self.tr("I have written it down")
        return (
            (self.tr("A memory of what you have seen"),
             self.tr("Recollect remembers what was on your screen, so that you can find it again."), go_on),
            (self.tr("How its key is kept"),
             self.tr("What is kept is encrypted. Whoever has the key can read it, so choose where it lies."), go_on),
            (self.tr("What is left out"),
             self.tr("Private browser windows, password managers and pages of banks are left out by themselves. "
                     "Name other applications or sites that are never to be kept, or nothing."), go_on),
            (self.tr("A model for answers"),
             self.tr("It writes answers in whole sentences, on this computer. It can wait: the settings offer several to download."),
             self.tr("Make the memory")),
            (self.tr("Ready to begin"),
             self.tr("Nothing was recorded so far. Try it: a card with made-up words is shown, remembered, found and forgotten again."),
             self.tr("Begin")),
        )[self.at]  # fmt: skip

    def _focus(self) -> None:
        if STEPS[self.at] == "left_out":
            self.left_out.setFocus()
        elif STEPS[self.at] == "key" and self.by_passphrase.isChecked():
            self.passphrase.setFocus()
        else:
            self.next.setFocus()

    def go_on(self) -> None:
        """Take the step's decision and go to the next one."""
        self._error.setText("")
        step = STEPS[self.at]
        if not self.next.isEnabled():
            return
        if self._shows_recovery:
            self._shows_recovery = False
            self.recovery.clear()
            self.show_step(self.at)
        elif step == "begin":
            self._finish()
        elif step == "model":
            self._make()
        elif step != "key" or self._passphrase_fits():
            self.show_step(self.at + 1)

    def go_back(self) -> None:
        """Go to the step before, as long as nothing is made."""
        if self.at > 0 and not self._made and self.next.isEnabled():
            self.show_step(self.at - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape or (alt and event.key() == Qt.Key.Key_Left):
            self.go_back()
        elif alt and event.key() == Qt.Key.Key_Right:
            self.go_on()
        else:
            super().keyPressEvent(event)

    def complain(self, text: str) -> None:
        """Say what is wrong with this step."""
        self._error.setText(text)
        self._arrange()

    def error(self) -> str:
        """What is wrong with this step."""
        return self._error.text()

    # what is decided

    def _passphrase_fits(self) -> bool:
        if not self.by_passphrase.isChecked():
            return True
        if len(self.passphrase.text()) < LEAST_CHARACTERS:
            self.complain(self.tr("Take at least eight characters."))
        elif self.passphrase.text() != self.again.text():
            self.complain(self.tr("The two passphrases differ."))
        return not self.error()

    def _look_for_apps(self) -> None:
        self._core.long(
            self, "apps on screen", lambda _m, _t: self._start.apps_on_screen(), self.show_apps, lambda _: None, needs_memory=False
        )  # fmt: skip

    def _look_for_models(self) -> None:
        from app.model_shelf import Shelf

        places = self._places
        self._core.long(
            self,
            "find models",
            lambda _m, _t: Shelf(places).stock(),
            self.show_models,
            self._failed,
            needs_memory=False,
        )

    # what is done

    def _make(self) -> None:
        wanted = self.wanted()
        self.next.setEnabled(False)
        self._core.long(
            self,
            "make memory",
            lambda _m, _t: self._start.set_up(wanted),
            self._is_made,
            self._failed,
            needs_memory=False,
        )

    def _is_made(self, made: dict[str, Any]) -> None:
        self._made = True
        self.next.setEnabled(True)
        self.forget_typed()
        self.recovery.setText(str(made.get("recovery_key", "")))
        self.recovery.setCursorPosition(0)
        self._shows_recovery = bool(self.recovery.text())
        self.show_step(STEPS.index("begin"))
        problem = made.get("problem")
        if isinstance(problem, KnownError):
            self.complain(words.said(problem.code, problem.params))
        if self._shows_recovery:
            self.recovery.selectAll()
            self.recovery.setFocus()

    def _failed(self, error: KnownError) -> None:
        self.next.setEnabled(True)
        self.try_it.setEnabled(True)
        if error.code == "no_keyring":
            self.by_passphrase.setChecked(True)
            self.show_step(STEPS.index("key"))
        self.complain(words.said(error.code, error.params))

    def try_out(self) -> None:
        """Show a card, remember it, find it, and forget it again."""
        for one in (self.next, self.try_it):
            one.setEnabled(False)
        self._error.setText("")
        self._tried_said.setText(self.tr("Looking at the screen. This takes some seconds, at most a minute."))
        self._arrange()
        self._core.long(
            self, "try out", lambda _m, _t: self._start.try_out(), self._show_tried, self._failed, needs_memory=False
        )

    def _show_tried(self, tried: Tried) -> None:
        for one in (self.next, self.try_it):
            one.setEnabled(True)
        self._tried = tried.ok
        self._tried_said.setText("")
        if tried.ok:
            image = QImage.fromData(tried.picture).scaled(
                PICTURE_WIDTH,
                PICTURE_HEIGHT,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self.picture.setPixmap(QPixmap.fromImage(image))
            seconds = words.decimal(float(tried.params.get("seconds", 0)))
            self._tried_said.setText(
                self.tr("This was remembered, and found by its words after {seconds} s. It is forgotten again.").format(
                    seconds=seconds
                )
            )
            self._arrange()
        else:
            self.complain(words.said(tried.detail, tried.params))
        self.next.setFocus()

    def _finish(self) -> None:
        self.picture.clear()
        self.begun.emit()
