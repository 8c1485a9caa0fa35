"""The first run: five steps, one decision each. Nothing is made before the fourth is answered, nothing is recorded before the end.

What was decided is carried out by the `Start` that the window is given.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.errors import KnownError
from app.paths import Places
from ui import icons, words
from ui.keeper import Tried, Wanted
from ui.privacy import literal
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, fit, label

if TYPE_CHECKING:
    from app.model_shelf import Stock
    from ui.first_run import Start

WIDTH, HEIGHT = 560, 440
LEAST_CHARACTERS = 8
STEPS = ("kept", "key", "left_out", "model", "begin")
PICTURE_WIDTH, PICTURE_HEIGHT = 400, 200
MOST_MODELS = 4


class FirstSteps(QWidget):
    """`begun` says that the memory is made and its owner wants it to begin."""

    begun = Signal()

    def __init__(self, theme: Theme, core: Core, start: "Start", places: Places) -> None:
        super().__init__()
        self.setObjectName("firstSteps")
        self._theme, self._core, self._start, self._places = theme, core, start, places
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
        for made in (self._kept(), self._key(), self._left_out(), self._model(), self._begin()):
            self._stack.addWidget(made)
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

    def _kept(self) -> QWidget:
        sheet, column = _sheet(14)
        folder = words.short_path(self._places.home)
        for icon, head, text in (
            ("eye", self.tr("What is kept"),
             self.tr("Pictures of the screen when it changes, and the words on them. Private windows and password managers are left out.")),
            ("disk", self.tr("Where it is kept"),
             self.tr("In {folder}, encrypted. Nothing leaves this computer.").format(folder=folder)),
            ("pause", self.tr("You decide"),
             self.tr("Pause at any time, in the upper right corner. Forget a moment, a day or all of it.")),
        ):  # fmt: skip
            row = QHBoxLayout()
            row.setSpacing(14)
            row.addWidget(_Sign(self._theme, icon), 0, Qt.AlignmentFlag.AlignTop)
            said = QVBoxLayout()
            said.setSpacing(1)
            said.addWidget(label(self._theme, head, strong=True))
            told = label(self._theme, text, tone="second", wrap=True)
            fit(told, WIDTH - 64)
            said.addWidget(told)
            row.addLayout(said)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)
        return sheet

    def _key(self) -> QWidget:
        sheet, column = _sheet(6)
        self._kinds = QButtonGroup(self)
        self.by_key_file = self._option(
            "keyByFile", self.tr("In the key file {file}").format(file=self._places.key_file)
        )
        self.by_keyring = self._option(
            "keyByKeyring", self.tr("In this computer's keyring: opens when you are logged in")
        )
        self.by_passphrase = self._option("keyByPassphrase", self.tr("Behind a passphrase: asked for at each start"))
        for option in (self.by_key_file, self.by_keyring, self.by_passphrase):
            self._kinds.addButton(option)
            column.addWidget(option)
        self.by_key_file.setVisible(self._places.key_file is not None)
        (self.by_key_file if self._places.key_file is not None else self.by_keyring).setChecked(True)
        self.passphrase = self._secret("firstPassphrase", self.tr("Passphrase"))
        self.again = self._secret("firstPassphraseAgain", self.tr("The same passphrase again"))
        for field in (self.passphrase, self.again):
            column.addWidget(field)
        self.by_passphrase.toggled.connect(self._show_fields)
        column.addStretch(1)
        self._show_fields()
        return sheet

    def _left_out(self) -> QWidget:
        sheet, column = _sheet(8)
        self.left_out = QLineEdit()
        self.left_out.setObjectName("firstLeftOut")
        self.left_out.setAccessibleName(self.tr("Applications and sites to leave out, joined by commas"))
        self.left_out.setPlaceholderText(self.tr("Signal, mail.example.org"))
        self.left_out.setMaxLength(1000)
        self.left_out.setFixedWidth(420)
        self.left_out.textChanged.connect(self._tell_left_out)
        column.addWidget(self.left_out)
        self._left_out_said = label(self._theme, size="caption", tone="second", wrap=True)
        self._left_out_said.setObjectName("firstLeftOutSaid")
        column.addWidget(self._left_out_said)
        column.addStretch(1)
        return sheet

    def _model(self) -> QWidget:
        sheet, self._models = _sheet(4)
        self._model_choice = QButtonGroup(self)
        self.no_model = self._option("firstNoModel", self.tr("Not now: answers quote memory word for word"))
        self.no_model.setChecked(True)
        self._add_model(self.no_model, "")
        self.pick = button("firstModelPick", self.tr("Choose a GGUF file"))
        self.pick.clicked.connect(self._pick)
        self._models.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignLeft)
        self._models.addStretch(1)
        return sheet

    def _begin(self) -> QWidget:
        sheet, column = _sheet(8)
        self.recovery = QLineEdit()
        self.recovery.setObjectName("firstRecovery")
        self.recovery.setAccessibleName(self.tr("Recovery key"))
        self.recovery.setReadOnly(True)
        self.recovery.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        column.addWidget(self.recovery)
        self.try_it = button("firstTry", self.tr("Try it now"))
        self.try_it.setMinimumHeight(40)
        self.try_it.clicked.connect(self.try_out)
        column.addWidget(self.try_it, 0, Qt.AlignmentFlag.AlignLeft)
        self.picture = QLabel()
        self.picture.setObjectName("firstPicture")
        self.picture.setAccessibleName(self.tr("The first remembered moment"))
        column.addWidget(self.picture)
        self._tried_said = label(self._theme, tone="second", wrap=True)
        self._tried_said.setObjectName("firstTried")
        column.addWidget(self._tried_said)
        column.addStretch(1)
        return sheet

    def _option(self, name: str, text: str) -> QRadioButton:
        option = QRadioButton(text)
        option.setObjectName(name)
        option.setAccessibleName(text)
        option.setMinimumHeight(32)
        return option

    def _secret(self, name: str, said: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(said)
        field.setPlaceholderText(said)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setFixedWidth(360)
        return field

    # going between them

    def show_step(self, at: int) -> None:
        """Show a step from 0 to 4."""
        self.at = at
        self._error.setText("")
        self._stack.setCurrentIndex(at)
        self._count.setText(self.tr("Step {n} of {all}").format(n=at + 1, all=len(STEPS)))
        if STEPS[at] == "model":
            self._look_for_models()
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
            fit(text, WIDTH - 24)

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

    def _show_fields(self) -> None:
        for field in (self.passphrase, self.again):
            field.setVisible(self.by_passphrase.isChecked())

    def _passphrase_fits(self) -> bool:
        if not self.by_passphrase.isChecked():
            return True
        if len(self.passphrase.text()) < LEAST_CHARACTERS:
            self.complain(self.tr("Take at least eight characters."))
        elif self.passphrase.text() != self.again.text():
            self.complain(self.tr("The two passphrases differ."))
        return not self.error()

    def rules(self) -> tuple[tuple[str, str], ...]:
        """What is to be left out, as fields of rules and what they name."""
        named = [one.strip() for one in self.left_out.text().split(",") if one.strip()]
        return tuple(("site" if "." in one and " " not in one else "app", one) for one in dict.fromkeys(named))

    def _tell_left_out(self) -> None:
        templates = {"app": self.tr("application {name}"), "site": self.tr("site {name}")}
        told = ", ".join(templates[field].format(name=name) for field, name in self.rules())
        self._left_out_said.setText(self.tr("Never kept: {what}.").format(what=told) if told else "")
        self._arrange()

    def _look_for_models(self) -> None:
        from app.model_shelf import Shelf

        places = self._places
        self._core.long(
            self,
            "find models",
            lambda _m, _t: Shelf(places).stock(),
            self._show_models,
            self._failed,
            needs_memory=False,
        )

    def _show_models(self, stock: "Stock") -> None:
        known = {one.property("model") for one in self._model_choice.buttons()}
        writing = [one for one in stock.found if one.kind == "chat" and str(one.path) not in known]
        for one in writing[:MOST_MODELS]:
            text = self.tr("{name}, {size}, found in {place}").format(
                name=one.name, size=words.size_text(one.bytes), place=one.by
            )
            self._add_model(self._option(f"firstModel-{one.name}", text), str(one.path))

    def _add_model(self, option: QRadioButton, model: str) -> None:
        option.setProperty("model", model)
        self._model_choice.addButton(option)
        self._models.insertWidget(len(self._model_choice.buttons()) - 1, option)

    def _pick(self) -> None:
        dialog = QFileDialog(self.window(), self.pick.text())
        dialog.setObjectName("firstModelDialog")
        dialog.setNameFilter("GGUF (*.gguf)")
        dialog.fileSelected.connect(self.take_model)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_model(self, path: str) -> None:
        """Choose a file as the model."""
        option = self._option("firstModelChosen", Path(path).name)
        self._add_model(option, path)
        option.setChecked(True)

    def wanted(self) -> Wanted:
        """All that was decided."""
        model = self._model_choice.checkedButton()
        return Wanted(
            self.passphrase.text() if self.by_passphrase.isChecked() else None,
            tuple((field, literal(name)) for field, name in self.rules()),
            str(model.property("model")) if model is not None else "",
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
        problem = made.get("model_problem")
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

    def forget_typed(self) -> None:
        """Nothing that was typed stays in a field."""
        for field in (self.passphrase, self.again):
            field.clear()


class _Sign(QLabel):
    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setFixedSize(24, 24)
        theme.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        self.setPixmap(icons.pixmap(self._icon, self._theme.colour("accent"), 22, 2.0))


def _sheet(spacing: int) -> tuple[QWidget, QVBoxLayout]:
    sheet = QWidget()
    column = QVBoxLayout(sheet)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return sheet, column
