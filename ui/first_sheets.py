"""The sheets of the first run's five steps, and what was decided on them. They make and record nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.paths import Places
from ui import icons, words
from ui.keeper import Wanted
from ui.privacy import literal
from ui.theme import Theme
from ui.widgets import button, fit, label, secret

if TYPE_CHECKING:
    from app.model_shelf import Stock

WIDTH = 560
MOST_MODELS = 4
MOST_APPS = 5
UNDER_OPTION = 30


class Sheets(QWidget):
    """What the steps ask. `told` says that a sheet has something else to say."""

    told = Signal()

    def __init__(self, theme: Theme, places: Places) -> None:
        super().__init__()
        self._theme, self._places = theme, places
        self._apps: list[str] = []  # those that are on the screen

    def made_sheets(self) -> tuple[QWidget, ...]:
        """The sheets, in their order."""
        return self._kept(), self._key(), self._left_out(), self._model(), self._begin()

    def _kept(self) -> QWidget:
        sheet, column = _sheet(20)
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
            row.setSpacing(16)
            row.addWidget(_Sign(self._theme, icon), 0, Qt.AlignmentFlag.AlignTop)
            said = QVBoxLayout()
            said.setSpacing(2)
            said.addWidget(label(self._theme, head, size="text", strong=True))
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
        self.passphrase = secret("firstPassphrase", self.tr("Passphrase"), 360)
        self.again = secret("firstPassphraseAgain", self.tr("The same passphrase again"), 360)
        for field in (self.passphrase, self.again):
            below = QHBoxLayout()  # of the option that they belong to
            below.addSpacing(UNDER_OPTION)
            below.addWidget(field)
            below.addStretch(1)
            column.addLayout(below)
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
        self._seen_said = label(self._theme, self.tr("On the screen now:"), size="caption", tone="faint")
        self._seen_said.hide()
        column.addWidget(self._seen_said)
        self._seen = QHBoxLayout()
        self._seen.setSpacing(8)
        self._seen.addStretch(1)
        column.addLayout(self._seen)
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
        column.addWidget(self.try_it, 0, Qt.AlignmentFlag.AlignLeft)
        self.picture = label(self._theme)
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

    # what is decided

    def _show_fields(self) -> None:
        for field in (self.passphrase, self.again):
            field.setVisible(self.by_passphrase.isChecked())

    def rules(self) -> tuple[tuple[str, str], ...]:
        """What is to be left out, as fields of rules and what they name."""
        named = [one.strip() for one in self.left_out.text().split(",") if one.strip()]
        return tuple((self._field(one), one) for one in dict.fromkeys(named))

    def _field(self, name: str) -> str:
        """Whether a name means an application or a site; what is on the screen as an application is one."""
        return "site" if "." in name and " " not in name and name not in self._apps else "app"

    def show_apps(self, apps: list[str]) -> None:
        """Offer the applications that are on the screen."""
        for app in [one for one in apps if one not in self._apps][: MOST_APPS - len(self._apps)]:
            self._apps.append(app)
            offer = button(f"firstApp-{app}", app.replace("&", "&&"), "chip")
            offer.setAccessibleName(self.tr("Leave out {app}").format(app=app))
            offer.clicked.connect(lambda _=False, one=app: self._add_left_out(one))
            self._seen.insertWidget(self._seen.count() - 1, offer)
            self._seen_said.show()

    def _add_left_out(self, app: str) -> None:
        if app not in [name for _, name in self.rules()]:
            self.left_out.setText(", ".join([*(name for _, name in self.rules()), app]))

    def _tell_left_out(self) -> None:
        templates = {"app": self.tr("application {name}"), "site": self.tr("site {name}")}
        told = ", ".join(templates[field].format(name=name) for field, name in self.rules())
        self._left_out_said.setText(self.tr("Never kept: {what}.").format(what=told) if told else "")
        self.told.emit()

    def show_models(self, stock: "Stock") -> None:
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
        dialog = QFileDialog(self, self.pick.text())
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
