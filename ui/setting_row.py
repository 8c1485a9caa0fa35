"""One setting as a row: its sentence, a field of the right kind, the way back to the usual value, and what is wrong beside it.

Built from what the settings say of themselves; saves nothing.
"""

from dataclasses import Field
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui import icons, setting_words
from ui.theme import Theme
from ui.usual import VALUES, Usual
from ui.widgets import IconButton, fit, label

FIELD_WIDTH = 236
BESIDE_WIDTH = 36
RESET_WIDTH = 40
STEPPING_MS = 700


class Switch(QCheckBox):
    """On or off; drawn as a switch, a check box for everybody who listens."""

    def __init__(self, theme: Theme, name: str, said: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setFixedSize(48, 32)
        self._theme = theme
        theme.changed.connect(self.update)

    def hitButton(self, pos: Any) -> bool:
        return bool(self.rect().contains(pos))

    def sizeHint(self) -> QSize:
        return QSize(48, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.width() - 39.5, 6.5, 38, 20)  # its edge is that of the fields above and below it
        on = self.isChecked()
        painter.setPen(QPen(self._theme.colour("accent" if on else "faint"), 1))
        painter.setBrush(self._theme.colour("accent" if on else "surface"))
        painter.drawRoundedRect(track, 10, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("on_accent" if on else "faint"))
        painter.drawEllipse(QRectF(track.right() - 17 if on else track.left() + 3, track.top() + 3, 14, 14))
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track, 10, 10)
        painter.end()


class Choice(QPushButton):
    """One of a few, in a menu. `chosen` carries its value."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, said: str, choices: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", "choice")
        self.setMinimumHeight(32)
        self._theme, self._said, self._texts = theme, said, dict(choices)
        self.value = ""
        self._menu = QMenu(self)
        for value, text in choices:
            action = self._menu.addAction(text)
            action.setObjectName(f"{name}-{value}")
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, one=value: self.chosen.emit(one))
        self.clicked.connect(self.open_menu)

    def show_value(self, value: str) -> None:
        """Show which one holds."""
        self.value = value
        self.setText(self._texts.get(value, value))
        self.setAccessibleName(f"{self._said} {self.text()}")

    def open_menu(self) -> None:
        """Show the choices below, the one that holds marked."""
        self._menu.setMinimumWidth(self.width())
        for action in self._menu.actions():
            action.setChecked(action.text() == self.text())
            if action.isChecked():
                self._menu.setActiveAction(action)
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = icons.pixmap("down", self._theme.colour("faint"), 14, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 22, (self.height() - 14) // 2, arrow)
        painter.end()


class Number(QSpinBox):
    """A number with its unit. The wheel scrolls the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SettingRow(QWidget):
    """A setting of the dataclass. `wanted` carries its name and the value that it is to have."""

    wanted = Signal(str, object)

    def __init__(self, theme: Theme, one: "Field[Any]") -> None:
        super().__init__()
        self.name, self.about, self._default = one.name, one.metadata, one.default
        self.setObjectName(f"setting-{one.name}")
        self._theme = theme
        self._value: Any = one.default
        self._width = 0
        self.waits = False  # for what becomes of a value that was wanted
        self._wanted: Any = None
        self.sentence = setting_words.tr(one.metadata["sentence"])
        self._said = label(theme, self.sentence, wrap=True)
        self._detail = label(theme, self._detail_text(one.default), size="caption", tone="faint", wrap=True)
        self._error = label(theme, size="caption", tone="danger", wrap=True)
        self._error.setObjectName(f"{one.name}Error")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STEPPING_MS)
        self._timer.timeout.connect(self._emit_number)
        self.field: QWidget = self._made_field()
        self.reset = IconButton(theme, f"{one.name}Reset", "undo", self._reset_text())
        self.reset.clicked.connect(lambda: self.wanted.emit(self.name, self._default))
        self._arrange()

    def _detail_text(self, value: Any) -> str:
        """What may stand here, and what usually does where it is something else now."""
        if "low" not in self.about and ("pattern" not in self.about or not self._default):
            return ""
        said = setting_words.range_text(self.about)
        usual = setting_words.value_text(self.name, self.about, self._default)
        usually = setting_words.usually(usual) if value != self._default else ""
        return " · ".join(one for one in (said, usually) if one)

    def _reset_text(self) -> str:
        usual = setting_words.value_text(self.name, self.about, self._default)
        return setting_words.back_to(usual)

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addStretch(1)
        for one in (self._said, self._detail, self._error):
            left.addWidget(one)
        left.addStretch(1)
        self._fields = QHBoxLayout()
        self._fields.setSpacing(4)
        self._fields.addStretch(1)
        self._fields.addWidget(self.field)
        room = QWidget()
        room.setFixedWidth(FIELD_WIDTH)
        room.setLayout(self._fields)
        self._fields.setContentsMargins(0, 0, 0, 0)
        if self.about.get("names"):
            pick = IconButton(self._theme, f"{self.name}Pick", "open", self.tr("Choose it on the disk"))
            pick.clicked.connect(self._pick)
            self._fields.addWidget(pick)
        elif isinstance(self.field, QSpinBox) and self._has_usual():
            usual = Usual(self._theme, self.name, self.about, self.field.value, self._take)
            usual.stand_in(self.field)
        back = QWidget()
        back.setFixedWidth(RESET_WIDTH)
        column = QVBoxLayout(back)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.reset)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 10)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        whole.addWidget(room, 0, Qt.AlignmentFlag.AlignTop)

    # the field

    def _made_field(self) -> QWidget:
        about = self.about
        if "switch" in about:
            switch = Switch(self._theme, self.name, self.sentence)
            switch.clicked.connect(lambda on: self.wanted.emit(self.name, on))
            return switch
        if "choices" in about:
            texts = tuple((value, setting_words.choice(self.name, value)) for value in about["choices"])
            menu = Choice(self._theme, self.name, self.sentence, texts)
            menu.setFixedWidth(FIELD_WIDTH)
            menu.chosen.connect(lambda value: self.wanted.emit(self.name, value))
            return menu
        return self._number() if "low" in about else self._line()

    def _number(self) -> QSpinBox:
        number = Number()
        number.setObjectName(self.name)
        number.setAccessibleName(self.sentence)
        number.setRange(self.about["low"], self.about["high"])
        number.setSuffix(f" {setting_words.unit(self.about)}")
        if setting_words.nought(self.about):
            number.setSpecialValueText(setting_words.nought(self.about))
        number.setKeyboardTracking(False)
        number.setFixedSize(FIELD_WIDTH, 32)
        number.lineEdit().setTextMargins(11, 0, BESIDE_WIDTH if self._has_usual() else 11, 0)
        number.valueChanged.connect(self._timer.start)
        number.editingFinished.connect(self._emit_number)
        return number

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(self.name)
        line.setAccessibleName(self.sentence)
        line.setMaxLength(4096)
        line.setFixedWidth(FIELD_WIDTH - (BESIDE_WIDTH if self.about["names"] else 0))
        line.setPlaceholderText(setting_words.nothing())
        line.editingFinished.connect(self._emit_text)
        return line

    def _has_usual(self) -> bool:
        return self.about.get("unit") in VALUES

    def _take(self, value: int) -> None:
        """Let one of the usual values stand in the field, and want it."""
        assert isinstance(self.field, QSpinBox)
        self.field.setValue(value)
        self._emit_number()

    def _emit_number(self) -> None:
        self._timer.stop()
        assert isinstance(self.field, QSpinBox)
        value = self.field.value()
        if value != self._value and not (self.waits and value == self._wanted):  # a question is asked once
            self.waits, self._wanted = True, value
            self.wanted.emit(self.name, value)

    def _emit_text(self) -> None:
        assert isinstance(self.field, QLineEdit)
        text = self.field.text().strip()
        if text != self._value:
            self.waits = True
            self.wanted.emit(self.name, text)

    def _pick(self) -> None:
        dialog = QFileDialog(self, self.sentence)
        dialog.setObjectName(f"{self.name}Dialog")
        if self.about["names"] == "folder":
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setNameFilter("GGUF (*.gguf)")
        dialog.fileSelected.connect(lambda path: self.wanted.emit(self.name, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # what is shown

    def show_value(self, value: Any) -> None:
        """Show the value that holds; what was wrong before is right again."""
        self._value = value
        self._timer.stop()
        self.field.blockSignals(True)
        if isinstance(self.field, Switch):
            self.field.setChecked(value)
        elif isinstance(self.field, Choice):
            self.field.show_value(value)
        elif isinstance(self.field, QSpinBox):
            self.field.setValue(value)
        elif isinstance(self.field, QLineEdit):
            self.field.setText(value)
            self.field.setToolTip("")
        self.field.blockSignals(False)
        self.reset.setVisible(value != self._default)
        self._detail.setText(self._detail_text(value))
        self.show_error("")

    def is_edited(self) -> bool:
        """Whether the user is typing here, or waits for what becomes of it."""
        line = self.field.lineEdit() if isinstance(self.field, QSpinBox) else self.field
        return self.waits or (isinstance(line, QLineEdit) and line.hasFocus() and line.isModified())

    def show_error(self, text: str) -> None:
        """Say what is wrong, beside the field; what was typed stays."""
        self.waits = False
        self._error.setText(text)
        self.field.setAccessibleDescription(text)
        self.set_width(self._width)

    def error(self) -> str:
        """What is wrong."""
        return self._error.text()

    def fits(self, sought: list[str]) -> bool:
        """Whether all of these words, in small letters, stand in what the row says."""
        about = self.about
        said = " ".join(
            [self.sentence, self.name.replace("_", " "), setting_words.section_name(about["section"]), self._detail.text(),
             *(setting_words.choice(self.name, one) for one in about.get("choices", ()))]
        ).casefold()  # fmt: skip
        return all(word in said for word in sought)

    def set_width(self, width: int) -> None:
        """Give wrapped text the height that it needs in a row of this width."""
        self._width = width
        room = max(width - FIELD_WIDTH - RESET_WIDTH, 160)
        for text in (self._said, self._detail, self._error):
            fit(text, room)
        for text in (self._detail, self._error):
            text.setVisible(bool(text.text()))
