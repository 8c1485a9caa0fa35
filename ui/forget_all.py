"""Forgetting everything: what goes, what stays, what is out of reach, and a word to type before anything happens."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.errors import KnownError
from app.records import Receipt, Selection
from ui import words
from ui.sections import Section
from ui.tasks import Core
from ui.theme import Theme
from ui.widgets import button, label


class ForgetAllSection(Section):
    """`forgotten` says that everything is gone."""

    forgotten = Signal()

    def __init__(self, theme: Theme, core: Core) -> None:
        super().__init__(
            theme, core, "forgetAllSection", self.tr("Forget everything"),
            self.tr("All that was ever recorded, at once and for good. This cannot be undone."),
        )  # fmt: skip
        self.ready = False
        self._going = label(theme, size="text", wrap=True)
        self._going.setObjectName("forgetAllGoing")
        self._stays = label(
            theme, self.tr("Your settings, rules, keys and the vault stay, and recording goes on as it is set."),
            tone="second", wrap=True,
        )  # fmt: skip
        self._beyond = label(theme, tone="second", wrap=True)
        self._beyond.setObjectName("forgetAllBeyond")
        self.word = self.tr("FORGET")
        self._ask = label(theme, self.tr("Type {word} to go on:").format(word=self.word))
        self.field = QLineEdit()
        self.field.setObjectName("forgetAllWord")
        self.field.setAccessibleName(self._ask.text())
        self.field.setFixedWidth(160)
        self.go = button("forgetAllGo", self.tr("Forget everything"), "danger")
        self._ended = label(theme, wrap=True)
        self._ended.setObjectName("forgetAllEnded")
        for one in (self._going, self._stays, self._beyond):
            self.column.addWidget(one)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self._ask, self.field, self.go):
            row.addWidget(part)
        row.addStretch(1)
        self.column.addSpacing(8)
        self.column.addLayout(row)
        self.column.addWidget(self._ended)
        self.field.textChanged.connect(self._offer)
        self.field.returnPressed.connect(self._forget)
        self.go.clicked.connect(self._forget)
        self._offer()

    def refresh(self) -> None:
        if self._core.is_open:
            self._core.long(self, "forget all preview", _look, lambda found: self._show(*found), self._failed)

    def _show(self, would: Receipt, backups: list[tuple[Path, bool]]) -> None:
        self.ready = True
        what = words.receipt_text(would)
        self._going.setText(self.tr("This would go: {what}, and the list of who asked.").format(what=what))
        lines = [self.tr("Out of reach are exports and copies that you made yourself, and what you gave to others.")]
        for folder, there in backups:
            said = (
                self.tr("The backup in {folder} is rewritten, too.")
                if there
                else self.tr("The backup in {folder} cannot be reached now and keeps everything until it can.")
            )
            lines.append(said.format(folder=words.short_path(folder)))
        self._beyond.setText("\n".join(lines))
        self._offer()

    def _offer(self) -> None:
        self.go.setEnabled(self.ready and self.field.text().strip() == self.word)

    def _forget(self) -> None:
        if not self.go.isEnabled():
            return
        self.ready = False
        self.field.clear()
        self._ended.setText(self.tr("Everything is being forgotten. You can go on with something else."))
        self._core.long(
            self, "forget all", lambda memory, _: memory.forget(Selection(everything=True)), self._done, self._failed
        )

    def _done(self, receipt: Receipt) -> None:
        gone = receipt.state == "gone"
        text = self.tr("Gone: {what}.") if gone else self.tr("{what}: the last traces are cleared when you are away.")
        left = [words.said("backup_out_of_reach", {"folder": folder}) for folder in receipt.backups_left]
        self._ended.setText("\n".join([text.format(what=words.receipt_text(receipt)), *left]))
        self.forgotten.emit()
        self.refresh()

    def _failed(self, error: KnownError) -> None:
        self._ended.setText(words.said(error.code, error.params))


def _look(memory: Any, _ticket: object) -> tuple[Receipt, list[tuple[Path, bool]]]:
    """What would go, and which backups there are and can be reached. Runs in a lane."""
    return (
        memory.forget(Selection(everything=True), dry_run=True),
        [(folder, folder.is_dir()) for folder in memory.backups()],
    )
