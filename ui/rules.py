"""What the user leaves out: a form for a rule, the list of rules, each to be changed or taken away, and taking it away undone."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import KnownError
from app.records import Rule
from ui import icons, words
from ui.letting_go import empty
from ui.sections import Section
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, label
from ui.window_rows import RuleRow

FIELDS = ("app", "site", "title")


class RulesSection(Section):
    """`left_out` carries field and pattern of a rule that was added, so that what was kept before can be offered to go;
    `changed` says that the rules are others."""

    left_out = Signal(str, str)
    changed = Signal()

    def __init__(self, theme: Theme, core: Core) -> None:
        super().__init__(
            theme, core, "rulesSection", self.tr("Left out"),
            self.tr("What you name here is not recorded from then on. * stands for anything."),
        )  # fmt: skip
        self.rules: tuple[Rule, ...] = ()
        self._editing: Rule | None = None
        self._gone: Rule | None = None
        self.field = Choice(theme)
        self.field.setObjectName("ruleField")
        self.field.setAccessibleName(self.tr("What the rule is about"))
        self.field.view().setObjectName("ruleFields")
        self.field.view().setAccessibleName(self.field.accessibleName())
        for name, text in zip(FIELDS, (self.tr("Application"), self.tr("Site"), self.tr("Title")), strict=True):
            self.field.addItem(text, name)
        self.pattern = QLineEdit()
        self.pattern.setObjectName("rulePattern")
        self.pattern.setAccessibleName(self.tr("Name or pattern"))
        self.pattern.setMaxLength(400)
        self.allow = QCheckBox(self.tr("Keep it instead"))
        self.allow.setObjectName("ruleAllow")
        self.allow.setProperty("look", "field")
        self.allow.setAccessibleName(self.tr("Keep it instead, also where another rule would leave it out"))
        self.allow.setToolTip(self.allow.accessibleName())
        self.add = button("ruleAdd", self.tr("Add"), "main")
        self.away = button("ruleCancel", self.tr("Cancel"))
        self._undo = _Undo(theme, self.tr("The rule is gone."))
        self._none = label(theme, words.said("no_rules"), tone="faint", wrap=True)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self._arrange()
        self.field.currentIndexChanged.connect(self._hint)
        self.pattern.textChanged.connect(self._offer)
        self.pattern.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.away.clicked.connect(self._leave)
        self._undo.button.clicked.connect(self._bring_back)
        self._hint()
        self._leave()

    def _arrange(self) -> None:
        form = QHBoxLayout()
        form.setSpacing(8)
        for one in (self.field, self.pattern, self.allow, self.add, self.away):
            form.addWidget(one, 1 if one is self.pattern else 0)
        self.column.addLayout(form)
        self._below = QVBoxLayout()
        self.column.addLayout(self._below)
        self.column.addWidget(self._undo)
        self.column.addSpacing(8)
        self.column.addWidget(self._none)
        self.column.addLayout(self.rows)

    def offer_too(self, way: QWidget) -> None:
        """Put another way to leave something out below the form."""
        self._below.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)

    def show_rules(self, rules: tuple[Rule, ...]) -> None:
        """Show these rules, where they are others."""
        if rules == self.rules and (self.rows.count() or not rules):
            return
        self.rules = rules
        empty(self.rows)
        for rule in rules:
            line = RuleRow(self._theme, rule)
            line.removed.connect(self._remove)
            line.edit_asked.connect(self._edit)
            self.rows.addWidget(line)
        self._none.setVisible(not rules)

    # the form

    def _hint(self) -> None:
        hints = {"app": self.tr("Firefox"), "site": self.tr("example.org"), "title": self.tr("*private*")}
        self.pattern.setPlaceholderText(hints[self.field.currentData()])

    def _offer(self) -> None:
        self.add.setEnabled(bool(self.pattern.text().strip()))

    def _add(self) -> None:
        pattern, old, allow = self.pattern.text().strip(), self._editing, self.allow.isChecked()
        if not pattern:
            return
        field = self.field.currentData()

        def work(memory: Any, _ticket: object) -> None:
            if old is not None and (old.field, old.pattern, old.allow) != (field, pattern, allow):
                memory.remove_rule(old.id)
            memory.add_rule(field, pattern, allow)

        def then(_value: None) -> None:
            self._leave()
            self.changed.emit()
            if not allow:
                self.left_out.emit(field, pattern)

        self._core.read(self, "add rule", work, then, self._failed)

    def _edit(self, rule: Rule) -> None:
        self._editing = rule
        self.field.setCurrentIndex(self.field.findData(rule.field))
        self.pattern.setText(rule.pattern)
        self.allow.setChecked(rule.allow)
        self.add.setText(self.tr("Save"))
        self.add.setAccessibleName(self.add.text())
        self.away.show()
        self.pattern.setFocus()
        self.pattern.selectAll()

    def _leave(self) -> None:
        self._editing = None
        self.pattern.clear()
        self.allow.setChecked(False)
        self.add.setText(self.tr("Add"))
        self.add.setAccessibleName(self.add.text())
        self.away.hide()
        self._offer()

    # taking away

    def _remove(self, id_: str) -> None:
        gone = next((rule for rule in self.rules if rule.id == id_), None)

        def then(_value: None) -> None:
            self._gone = gone
            self._undo.show()
            self.changed.emit()

        self._core.read(self, "keep again", lambda memory, _: memory.remove_rule(id_), then, self._failed)

    def _bring_back(self) -> None:
        gone, self._gone = self._gone, None
        self._undo.hide()
        if gone is not None:
            self._core.read(
                self, "rule back", lambda memory, _: memory.add_rule(gone.field, gone.pattern, gone.allow),
                lambda _: self.changed.emit(), self._failed,
            )  # fmt: skip

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))


class Choice(QComboBox):
    """A box to choose from, with the arrow of the set: a styled box draws none of its own."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("look", "field")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = icons.pixmap("down", self._theme.colour("second"), 14, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 22, (self.height() - 14) // 2, arrow)
        painter.end()


class _Undo(QWidget):
    """A line that says what went, with a button that brings it back."""

    def __init__(self, theme: Theme, said: str) -> None:
        super().__init__()
        self.setObjectName("ruleGone")
        self.button = button("ruleUndo", self.tr("Undo"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(theme, said, tone="second"))
        row.addWidget(self.button)
        row.addStretch(1)
        self.hide()
