"""The rows of the privacy page: a window with what would be kept of it and why, and a rule with what takes it away."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.records import Rule
from ui import words
from ui.theme import Theme
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import Dot, Elided, button

if TYPE_CHECKING:
    from app.kept_now import Row

ROW_HEIGHT = 52
RULE_HEIGHT = 40
RULES = {
    ("app", False): QT_TRANSLATE_NOOP("rules", "Application {pattern} is left out"),
    ("site", False): QT_TRANSLATE_NOOP("rules", "Site {pattern} is left out"),
    ("title", False): QT_TRANSLATE_NOOP("rules", "Windows with {pattern} in their title are left out"),
    ("app", True): QT_TRANSLATE_NOOP("rules", "Application {pattern} is kept"),
    ("site", True): QT_TRANSLATE_NOOP("rules", "Site {pattern} is kept"),
    ("title", True): QT_TRANSLATE_NOOP("rules", "Windows with {pattern} in their title are kept"),
}


def why(row: "Row") -> str:
    """Whether a window would be kept and why not, in one sentence."""
    return words.said("why_kept" if row.kept else f"why_{row.reason}")


class WindowRow(QWidget):
    """One window, with buttons to leave out what it belongs to. `left_out` carries the field of a rule, "app" or "site", and
    what it names.
    """

    left_out = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("windowRow")
        self.setFixedHeight(ROW_HEIGHT)
        self.row: Row | None = None
        self._dot = Dot(theme, 8)
        self._title = Elided(theme, strong=True)
        self._why = Elided(theme, size="caption", tone="second")
        self._site = button("leaveOutSite", self.tr("Leave out the site"), "word")
        self._app = button("leaveOutApp", self.tr("Leave out"), "word")
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addStretch(1)
        said.addWidget(self._title)
        said.addWidget(self._why)
        said.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._dot)
        whole.addSpacing(4)
        whole.addLayout(said, 1)
        for one in (self._site, self._app):
            whole.addWidget(one)
        self._app.clicked.connect(self._leave_out_app)
        self._site.clicked.connect(self._leave_out_site)

    def show_row(self, row: "Row") -> None:
        """Show what is known of the window now."""
        if row == self.row:
            return
        self.row = row
        self._dot.show_app(row.app) if row.kept else self._dot.show_role("faint", hollow=True)
        title = f"{row.app}  ·  {row.title}" if row.app and row.title and row.title != row.app else row.title or row.app
        self._title.set_whole(title or self.tr("Unknown window"))
        self._why.set_whole(why(row))
        self.setAccessibleName(f"{self._title.whole()}. {self._why.whole()}")
        self._offer(row)

    def _leave_out_app(self) -> None:
        if self.row is not None:
            self.left_out.emit("app", self.row.app)

    def _leave_out_site(self) -> None:
        if self.row is not None:
            self.left_out.emit("site", self.row.site)

    def _offer(self, row: "Row") -> None:
        always = row.reason in ("own_window", "lock_screen", "password_manager")
        by_site = bool(row.site) and not always and row.reason not in ("rule_app", "rule_site")
        self._app.setText(self.tr("Leave out the application") if by_site else self.tr("Leave out"))
        self._app.setAccessibleName(self.tr("Leave out the application {name}").format(name=row.app))
        self._app.setVisible(bool(row.app) and not always and row.reason != "rule_app")
        self._site.setAccessibleName(self.tr("Leave out the site {name}").format(name=row.site))
        self._site.setVisible(by_site)


class RuleRow(QWidget):
    """One of the user's rules, with buttons that change it or take it away. `removed` carries its id, `edit_asked` the rule."""

    removed = Signal(str)
    edit_asked = Signal(object)

    def __init__(self, theme: Theme, rule: Rule) -> None:
        super().__init__()
        self.setFixedHeight(RULE_HEIGHT)
        said = Elided(theme)
        said.set_whole(_rule_text(rule))
        change = button("changeRule", self.tr("Change"), "word")
        change.clicked.connect(lambda: self.edit_asked.emit(rule))
        away = button("keepAgain", self.tr("Remove this rule"), "word")
        away.clicked.connect(lambda: self.removed.emit(rule.id))
        row = QHBoxLayout(self)
        for one in (change, away):
            one.setAccessibleName(f"{one.text()}: {said.whole()}")
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(said, 1)
        row.addWidget(change)
        row.addWidget(away)


def _rule_text(rule: Rule) -> str:
    return words.translated("rules", RULES[rule.field, rule.allow]).format(pattern=rule.pattern)
