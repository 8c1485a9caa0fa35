"""The rows of the privacy page: a window with what would be kept of it and why, and a rule with what takes it away."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kept_now import Row
from app.records import Rule
from ui import words
from ui.theme import Theme
from ui.widgets import Dot, Elided, button

ROW_HEIGHT = 52
RULE_HEIGHT = 40


def why(row: Row) -> str:
    """Whether a window would be kept and why not, in one sentence."""
    return words.said("why_kept" if row.kept else f"why_{row.reason}")


class WindowRow(QWidget):
    """One window. Its buttons are there when the pointer or the focus is; their room is kept, so that nothing jumps.

    `left_out` carries the field of a rule, "app" or "site", and what it names.
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
        self._app = button("leaveOutApp", self.tr("Leave out this application"))
        self._site = button("leaveOutSite", self.tr("Leave out this site"))
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
            policy = one.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            one.setSizePolicy(policy)
            one.hide()
            one.installEventFilter(self)
            whole.addWidget(one)
        self._app.clicked.connect(lambda: self.row and self.left_out.emit("app", self.row.app))
        self._site.clicked.connect(lambda: self.row and self.left_out.emit("site", self.row.site))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_row(self, row: Row) -> None:
        """Show what is known of the window now."""
        if row == self.row:
            return
        self.row = row
        self._dot.show_app(row.app) if row.kept else self._dot.show_role("faint", hollow=True)
        title = f"{row.app}  ·  {row.title}" if row.app and row.title and row.title != row.app else row.title or row.app
        self._title.set_whole(title or self.tr("Unknown window"))
        self._why.set_whole(why(row))
        self.setAccessibleName(f"{self._title.whole()}. {self._why.whole()}")
        self._offer()

    def _offer(self) -> None:
        row = self.row
        here = self.underMouse() or self.hasFocus() or self._app.hasFocus() or self._site.hasFocus()
        ours = row is None or row.reason in ("own_window", "lock_screen")
        self._app.setVisible(here and not ours and bool(row and row.app) and bool(row and row.reason != "rule_app"))
        self._site.setVisible(here and not ours and bool(row and row.site) and bool(row and row.reason != "rule_site"))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._offer()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._offer()
        super().leaveEvent(event)

    def focusInEvent(self, event: QEvent) -> None:  # type: ignore[override]
        self._offer()
        super().focusInEvent(event)  # type: ignore[arg-type]

    def focusOutEvent(self, event: QEvent) -> None:  # type: ignore[override]
        # The focus may be on its way to a button of this row, which must not go before it arrives there.
        if not (self.focusWidget() in (self._app, self._site)):
            self._offer()
        super().focusOutEvent(event)  # type: ignore[arg-type]


class RuleRow(QWidget):
    """One of the user's rules, with a button that takes it away. `removed` carries the rule's id."""

    removed = Signal(str)

    def __init__(self, theme: Theme, rule: Rule) -> None:
        super().__init__()
        self.setFixedHeight(RULE_HEIGHT)
        said = Elided(theme)
        said.set_whole(_rule_text(self, rule))
        away = button("keepAgain", self.tr("Remove this rule"))
        away.clicked.connect(lambda: self.removed.emit(rule.id))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(said, 1)
        row.addWidget(away)


def _rule_text(owner: QWidget, rule: Rule) -> str:
    texts = {
        ("app", False): owner.tr("Application {pattern} is left out"),
        ("site", False): owner.tr("Site {pattern} is left out"),
        ("title", False): owner.tr("Windows with {pattern} in their title are left out"),
        ("app", True): owner.tr("Application {pattern} is kept"),
        ("site", True): owner.tr("Site {pattern} is kept"),
        ("title", True): owner.tr("Windows with {pattern} in their title are kept"),
    }
    return texts[rule.field, rule.allow].format(pattern=rule.pattern)
