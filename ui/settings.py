"""The settings page: groups at the left, rows at the right, a box that narrows them. What is changed is saved at once and can be undone.

Rows are built from what `app.settings.Settings` says of its fields. What a change means is decided behind the front door.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.errors import KnownError
from app.settings import Settings
from ui import setting_words, words
from ui.page import Desk, Page
from ui.saved_bar import SavedBar
from ui.setting_block import Block
from ui.setting_group import Group, groups
from ui.setting_keys import KeysBlock
from ui.setting_models import ModelsBlock
from ui.setting_more import AboutBlock, BudgetBlock, LooksBlock, ShortcutsBlock
from ui.setting_moving import BackupBlock, ImportBlock
from ui.setting_retention import RetentionAsk, shortens
from ui.setting_row import SettingRow
from ui.tasks import Ticket
from ui.theme import READING_WIDTH
from ui.widgets import button, fit, hairline, label

if TYPE_CHECKING:
    from ui.window import Window

NAV_WIDTH = 216
TYPING_MS = 120
APPLY_AFTER_MS = 1500
Change = Callable[[Any], Settings]
BLOCKS: dict[str, Callable[[Desk], Block]] = {
    "budget": BudgetBlock, "model": ModelsBlock, "retention": RetentionAsk, "security": KeysBlock, "import": ImportBlock,
    "backup": BackupBlock, "shortcuts": ShortcutsBlock, "looks": LooksBlock, "about": AboutBlock,
}  # fmt: skip


class SettingsPage(Page):
    """Everything that can be set. `lock_asked` and `theme_asked` go to the window, and so does `applied`: other settings hold."""

    KEY = "settings"

    lock_asked = Signal()
    theme_asked, motion_asked = Signal(str), Signal(str)
    applied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.held: Settings | None = None
        self.groups: dict[str, Group] = {}
        self.rows: dict[str, SettingRow] = {}
        self.entries: dict[str, QPushButton] = {}
        self._order = groups()
        self._undo: dict[str, Any] = {}
        self._open = "recording"

    def fill(self) -> None:
        """Build what is on the page, when it is wanted first: the window is up before, and locks without waiting for it."""
        if self.entries:
            return
        desk = self.desk
        self.search = QLineEdit()
        self.search.setObjectName("settingsSearch")
        self.search.setAccessibleName(self.tr("Search in settings"))
        self.search.setPlaceholderText(self.tr("Search in settings"))
        self._nothing = label(desk.theme, tone="second", size="text", wrap=True)
        self._nothing.setObjectName("settingsNothing")
        self._wrong = label(desk.theme, tone="danger", wrap=True)
        self._wrong.setObjectName("settingsError")
        self._arrange()
        self.bar = SavedBar(desk.theme, self)
        self._typing, self._applying = self._timer(TYPING_MS, self._narrow), self._timer(APPLY_AFTER_MS, self._apply)
        self._resting = self._timer(0, self._build_next)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self._enter)
        self.bar.undone.connect(self.undo)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self.go_to("recording")
        self._resting.start()

    def _timer(self, length_ms: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(length_ms)
        timer.timeout.connect(then)
        return timer

    def _arrange(self) -> None:
        nav = QWidget()
        nav.setFixedWidth(NAV_WIDTH)
        left = QVBoxLayout(nav)
        left.setContentsMargins(16, 20, 12, 16)
        left.setSpacing(2)
        left.addWidget(self.search)
        left.addSpacing(12)
        for key, _ in self._order:
            entry = self.entries[key] = button(f"settingsNav-{key}", setting_words.section_name(key), "row")
            entry.setCheckable(True)
            entry.clicked.connect(lambda _=False, one=key: self.go_to(one))
            left.addWidget(entry)
        left.addStretch(1)
        self._sheet = QWidget()
        self._sheet.setMaximumWidth(READING_WIDTH)
        self._column = column = QVBoxLayout(self._sheet)
        column.setContentsMargins(0, 24, 0, 96)
        column.setSpacing(0)
        for one in (self._wrong, self._nothing):
            column.addWidget(one)
        column.addStretch(1)
        middle = QWidget()
        outer = QHBoxLayout(middle)
        outer.setContentsMargins(32, 0, 24, 0)
        outer.addWidget(self._sheet, 1000)
        outer.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("settingsScroll")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(middle)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(nav)
        whole.addWidget(hairline(upright=True))
        whole.addWidget(self.area, 1)

    # building, a group at a time

    def group(self, key: str) -> Group:
        """A group, built when it is wanted first."""
        if key not in self.groups:
            order = [one for one, _ in self._order]
            before = sum(order.index(one) < order.index(key) for one in self.groups)
            made = self.groups[key] = Group(self.desk, key, dict(self._order)[key], self._made_block(key))
            made.hide()
            self._column.insertWidget(2 + before, made)
            self.rows |= made.rows
            for name, row in made.rows.items():
                row.wanted.connect(self.want)
                if self.held is not None:
                    row.show_value(getattr(self.held, name))
        return self.groups[key]

    def _made_block(self, key: str) -> Block | None:
        kind = BLOCKS.get(key)
        block = kind(self.desk) if kind is not None else None
        if isinstance(block, ModelsBlock):
            block.changes.connect(self.change)
        elif isinstance(block, RetentionAsk):
            block.agreed.connect(self._agreed)
            block.kept.connect(self._keep)
        elif isinstance(block, KeysBlock):
            block.lock_asked.connect(self.lock_asked)
            block.said.connect(self.said)
        elif isinstance(block, LooksBlock):
            block.theme_asked.connect(self.theme_asked)
            block.motion_asked.connect(self.motion_asked)
        return block

    def _build_next(self) -> None:
        """Build one more group when there is nothing else to do."""
        left = next((key for key, _ in self._order if key not in self.groups), None)
        if left is not None and self.isVisible():
            self.group(left)
            self._resting.start()
            if self._sought():
                self._narrow()

    @property
    def models(self) -> ModelsBlock:
        block = self.group("model").block
        assert isinstance(block, ModelsBlock)
        return block

    @property
    def retention(self) -> RetentionAsk:
        block = self.group("retention").block
        assert isinstance(block, RetentionAsk)
        return block

    def connect_window(self, window: "Window") -> None:
        """Let the window do what is its own."""
        self.lock_asked.connect(window.lock)
        self.theme_asked.connect(window.use_theme)
        self.motion_asked.connect(window.use_motion)
        self.applied.connect(window.settings_applied)

    # what is shown

    def refresh(self) -> None:
        """Look again at what holds. What is being typed stays."""
        if self.desk.core.is_open and self.isVisible():
            self.desk.core.read(self, "settings", lambda memory, _: memory.settings(), self._show, self._failed)

    def _failed(self, error: KnownError) -> None:
        self._wrong.setText(words.said(error.code, error.params))
        self._fit()

    def _show(self, settings: Settings) -> None:
        self.held = settings
        if self._wrong.text():
            self._wrong.setText("")
            self._fit()
        for name, row in self.rows.items():
            if not row.is_edited() and not row.error():
                row.show_value(getattr(settings, name))

    def go_to(self, key: str) -> None:
        """Show one group."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._open = key
        self._narrow()
        self.area.verticalScrollBar().setValue(0)

    def _sought(self) -> list[str]:
        return self.search.text().casefold().split()

    def _narrow(self) -> None:
        """Show the open group or, while something is sought, what it stands in; groups that are not built yet follow one by one."""
        sought, found = self._sought(), 0
        if not sought:
            self.group(self._open)
        for key, group in self.groups.items():
            count = group.narrow(sought) if sought or key == self._open else 0
            group.setVisible(count > 0)
            found += count
            if self.isVisible() and group.block is not None:
                seen = count > 0 and not group.block.isHidden()
                group.block.arrive() if seen else group.block.leave()
        for key, entry in self.entries.items():
            entry.setChecked(not sought and key == self._open)
            entry.setEnabled(not sought or key not in self.groups or not self.groups[key].isHidden())
        text, whole = self.search.text().strip(), len(self.groups) == len(self._order)
        if not whole:
            self._resting.start()
        self._nothing.setText(
            "" if found or not whole else self.tr("No setting speaks of {text}.").format(text=words.quoted(text))
        )
        self._fit()

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Whatever has the focus can be seen."""
        if now is not None and self.isVisible() and self._sheet.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, 48)

    def _enter(self) -> None:
        """From the box to the first field that was found, or to a button that is called so."""
        self._typing.stop()
        for key, _ in self._order:
            self.group(key)
        self._narrow()
        sought = self._sought()
        stops = [stop for key, _ in self._order if key in self.groups for stop in self.groups[key].stops()]
        called = (one for one, row in stops if row or all(word in one.accessibleName().casefold() for word in sought))
        first = next(called, None) or next((one for one, _ in stops), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)  # what stands there is selected

    # changing

    def want(self, name: str, value: Any) -> None:
        """Set a setting. What cannot be brought back is asked about first."""
        if self.held is None:
            return
        if value == getattr(self.held, name):
            self.rows[name].show_value(value)
        elif shortens(self.held, name, value):
            self.groups["retention"].show()
            self.retention.show()
            self.retention.ask(name, value, self.rows[name].sentence)
            self.area.ensureWidgetVisible(self.retention)
        else:
            self._set(name, value)

    def _agreed(self, name: str, value: Any) -> None:
        self.rows[name].field.setFocus()
        self._set(name, value)

    def _keep(self, name: str) -> None:
        """Leave a setting as it was."""
        self.rows[name].show_value(getattr(self.held, name))
        self.rows[name].field.setFocus()

    def _set(self, name: str, value: Any) -> None:
        work: Change = lambda memory: memory.change_settings(**{name: value})  # noqa: E731
        if value and name == "chat_server":
            work = lambda memory: memory.models.use_server(value)  # noqa: E731
        elif value and name in ("chat_path", "embed_model"):
            work = lambda memory: memory.models.use(value)  # noqa: E731
        elif name in ("chat_path", "chat_server"):
            work = lambda memory: memory.models.use_no_chat()  # noqa: E731
        self.change(work, lambda error: self._refused(name, value, error))

    def change(self, work: Change, failed: Callable[[KnownError], None]) -> None:
        """Carry out a change in the lane, then show it and offer to undo it."""

        def both(memory: Any, _ticket: Ticket) -> tuple[Settings, Settings]:
            return memory.settings(), work(memory)

        self.desk.core.read(self, f"change settings:{id(work)}", both, lambda found: self._changed(*found), failed)

    def _refused(self, name: str, value: Any, error: KnownError) -> None:
        row = self.rows[name]
        if error.code == "server_not_allowed":
            self.models.show()
            self.models.confirm.ask(str(value), self._sheet.width())
            self.area.ensureWidgetVisible(self.models.confirm)
            row.show_value(getattr(self.held, name))
        elif error.code == "bad_setting" and error.params.get("name") == name:
            row.show_error(setting_words.refusal(row.about, value))
        else:
            row.show_error(words.said(error.code, error.params))

    def _changed(self, before: Settings, after: Settings) -> None:
        changed = {
            one.name: getattr(before, one.name)
            for one in fields(after)
            if getattr(before, one.name) != getattr(after, one.name)
        }
        self.held = after
        for name, row in self.rows.items():
            if name in changed or row.waits:
                row.show_value(getattr(after, name))
        if changed:
            self._undo = changed
            self.bar.say(self._saved_text(changed, after))
            self._applying.start()
        self._arrive_again()

    def _arrive_again(self) -> None:
        for group in self.groups.values():
            if group.block is not None and group.block.isVisible():
                group.block.arrive()

    def _saved_text(self, changed: dict[str, Any], after: Settings) -> str:
        names = [name for name in changed if name in self.rows]
        if len(names) != 1:
            return self.tr("Saved.")
        value = setting_words.value_text(names[0], self.rows[names[0]].about, getattr(after, names[0]))
        return self.tr("Saved: {value}").format(value=value)

    def undo(self) -> None:
        """Take back what was changed last."""
        values, self._undo = self._undo, {}
        self.bar.hide()
        if values:
            self.desk.core.read(
                self, "undo setting", lambda memory, _: memory.change_settings(**values), self._undone, self._failed
            )

    def _undone(self, settings: Settings) -> None:
        self._show(settings)
        self.bar.say(self.tr("It is as it was."), undoable=False)
        self._applying.start()
        self._arrive_again()

    def _apply(self) -> None:
        """Let session and models begin anew with what was set, where they have to."""
        self.desk.shortcut.start()
        self.applied.emit()
        start = self.desk.start
        if start is not None and self.desk.core.is_open:
            self.desk.core.renew(self, start.apply_settings, start.close_old, self._failed)

    # keys, coming and going

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.key() == Qt.Key.Key_Slash or event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus()
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.go_to(self._open)
        else:
            super().keyPressEvent(event)

    def arrive(self) -> None:
        """The page was opened: one types what one looks for."""
        self.fill()
        self.search.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fill()
        self._resting.start()
        self.refresh()
        self._narrow()

    def hideEvent(self, event: QHideEvent) -> None:
        for group in self.groups.values():
            if group.block is not None:
                group.block.leave()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.entries:
            self._fit()
            self.bar.place()

    def _fit(self) -> None:
        width = min(self.width() - NAV_WIDTH - 1 - 56 - 12, READING_WIDTH)
        for text in (self._wrong, self._nothing):
            fit(text, max(width, 160))
            text.setVisible(bool(text.text()))
        for group in self.groups.values():
            if not group.isHidden():
                group.set_width(max(width, 160))
