"""A group of the settings page: a heading, a part that is more than rows, and the rows of some sections of the settings."""

from collections.abc import Iterable, Iterator
from dataclasses import Field, fields
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.settings import Settings
from ui import setting_words
from ui.page import Desk
from ui.setting_block import Block
from ui.setting_row import SettingRow
from ui.widgets import hairline, label

# The page's groups, in order, with the sections of the settings that belong to each.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("recording", ("recording", "sources", "reading")), ("budget", ("budget",)), ("model", ("model",)),
    ("retention", ("retention",)), ("security", ("security",)), ("import", ()), ("backup", ("backup",)),
    ("shortcuts", ("window",)), ("looks", ()), ("about", ()),
)  # fmt: skip
# What the program itself writes when the user confirms something elsewhere.
NOT_SHOWN = frozenset({"chat_server_allowed"})
WHERE_NEW_ONES_STAND = 4
# What is looked for most stands first in its section; the rest in the order of the settings.
FIRST = ("pause_when_shared", "monitors_off", "unknown_window")
# Groups in which the rows come after something larger.
WITH_MORE = frozenset({"model", "security", "backup"})


def groups() -> list[tuple[str, tuple[str, ...]]]:
    """The groups with their sections; a section that none of them names gets a group of its own."""
    known = {section for _, sections in GROUPS for section in sections}
    new = dict.fromkeys(one.metadata["section"] for one in fields(Settings) if one.metadata["section"] not in known)
    return [*GROUPS[:WHERE_NEW_ONES_STAND], *((one, (one,)) for one in new), *GROUPS[WHERE_NEW_ONES_STAND:]]


def shown_fields(section: str) -> list["Field[Any]"]:
    """The settings of a section that are shown as rows."""
    shown = [one for one in fields(Settings) if one.metadata["section"] == section and one.name not in NOT_SHOWN]
    return sorted(shown, key=lambda one: FIRST.index(one.name) if one.name in FIRST else len(FIRST))


class Group(QWidget):
    """`key` names it; `rows` are its settings by name."""

    def __init__(self, desk: Desk, key: str, sections: Iterable[str], block: Block | None) -> None:
        super().__init__()
        self.setObjectName(f"settings-{key}")
        self.key, self.block = key, block
        self.setAccessibleName(setting_words.section_name(key))
        self.rows: dict[str, SettingRow] = {}
        self._parts: list[tuple[QLabel | None, list[tuple[SettingRow, QFrame]]]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(0)
        column.addWidget(label(desk.theme, setting_words.section_name(key), size="title", strong=True))
        column.addSpacing(8)
        if block is not None:
            column.addWidget(block)
        for section in sections:
            head = None
            if section != key or key in WITH_MORE:
                text = setting_words.rest_of(key) if section == key else setting_words.section_name(section)
                head = label(desk.theme, text, size="text", strong=True)
                head.setContentsMargins(0, 28, 0, 4)
                column.addWidget(head)
            self._parts.append((head, [self._add(desk, one, column) for one in shown_fields(section)]))

    def _add(self, desk: Desk, one: "Field[Any]", column: QVBoxLayout) -> tuple[SettingRow, QFrame]:
        row, line = SettingRow(desk.theme, one), hairline()
        self.rows[one.name] = row
        column.addWidget(row)
        column.addWidget(line)
        return row, line

    def narrow(self, sought: list[str]) -> int:
        """Show what all these words stand in, all of it for none; returns how much that is."""
        count = 0
        own = setting_words.section_name(self.key).casefold()
        if self.block is not None:
            shown = not sought or all(word in own for word in sought) or self.block.fits(sought)
            self.block.setVisible(shown)
            count += shown
        for head, rows in self._parts:
            fitting = [row for row, _ in rows if row.fits(sought)]
            for row, line in rows:
                row.setVisible(row in fitting)
                line.setVisible(row in fitting[:-1])  # a line is between two
            here = len(fitting)
            if head is not None:
                head.setVisible(here > 0)
            count += here
        return count

    def stops(self) -> Iterator[tuple[QWidget, bool]]:
        """What Tab comes by here, from the top, and whether it is the field of a row."""
        for one in self.block.findChildren(QWidget) if self.block is not None else ():
            if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield one, False
        yield from ((row.field, True) for row in self.rows.values() if row.isVisible())

    def set_width(self, width: int) -> None:
        """Give wrapped text the height that it needs."""
        if self.block is not None:
            self.block.set_width(width)
        for row in self.rows.values():
            row.set_width(width)
