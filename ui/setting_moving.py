"""Bringing messages in, backing the memory up, and writing it out, on the settings page: each in the background, with its progress."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from app.errors import KnownError
from ui import words
from ui.errand import Errand, count_far
from ui.page import Desk
from ui.setting_block import Block
from ui.setting_row import Choice
from ui.widgets import button

if TYPE_CHECKING:
    from app.records import BackupDone, Exported, Imported

NAMED_LINES = 5


class ImportBlock(Block):
    """A file of messages."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "importBlock")
        self.setAccessibleName(self.tr("Import messages, JSON lines file"))
        self.say(
            self.tr("Messages of other programs: a text file with one JSON object a line, with id, thread, time, author and text. "
                    "What is here already is skipped; what you have forgotten does not come back.")
        )  # fmt: skip
        self.pick = button("importPick", self.tr("Choose a file of messages"))
        self.row(self.pick)
        self.errand = Errand(desk.theme, desk.core, "importing")
        self.column.addWidget(self.errand)
        self._lines = self.say(name="importLines", size="caption")
        self._width = 0
        self._stopped = False
        self.pick.clicked.connect(self._pick)
        self.errand.ended.connect(lambda: self.pick.setEnabled(True))

    def set_width(self, width: int) -> None:
        self._width = width
        super().set_width(width)
        self.errand.set_width(width)

    def _pick(self) -> None:
        dialog = QFileDialog(self, self.pick.text())
        dialog.setObjectName("importDialog")
        dialog.fileSelected.connect(lambda path: self.bring_in(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def bring_in(self, file: Path) -> None:
        """Take in a file of messages."""
        self._lines.setText("")
        self.pick.setEnabled(False)

        def work(memory: Any, tell: Any, cancelled: Any) -> "tuple[Imported, bool]":
            done = memory.import_messages(file, on_progress=tell, cancelled=cancelled)
            return done, cancelled()

        self.errand.send(self.tr("Taking in {name}").format(name=file.name), work, self._done)

    def _done(self, found: "tuple[Imported, bool]") -> str:
        done, stopped = found
        bad = len(done.rejected) + done.unnamed
        told = self.tr("{new} messages were taken in, {known} were here already, {bad} lines are no messages.")
        text = told.format(new=words.number(done.imported), known=words.number(done.skipped), bad=words.number(bad))
        if stopped:
            text = self.tr("Stopped.") + " " + text + " " + self.tr("The next try goes on from there.")
        lines = [
            words.said("bad_line", {"line": line, "reason": words.said(why)})
            for line, why in done.rejected[:NAMED_LINES]
        ]
        self._lines.setText("\n".join(lines))
        self.set_width(self._width)
        return text


def usual_folder() -> Path:
    """Where a backup goes as long as nobody has said where."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "Recollect backup"


def wanted_folder(memory: Any) -> Path:
    """The folder of the settings, else the one used last, else the usual one. Runs in a lane."""
    chosen, used = memory.settings().backup_folder, memory.backups()
    return Path(chosen) if chosen else used[-1] if used else usual_folder()


class BackupBlock(Block):
    """Backing up now, into the folder that was chosen, the last one, or one that is offered; and exporting."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "backupBlock")
        self.setAccessibleName(self.tr("Back up now, export, Markdown, JSON"))
        self._width = 0
        self.say(
            self.tr("A backup is encrypted like the memory itself and opens with the same keys. It holds one state; what you forget "
                    "leaves it too, as soon as it is within reach.")
        )  # fmt: skip
        self.now = button("backupNow", self.tr("Back up now"))
        self.elsewhere = button("backupElsewhere", self.tr("Back up into another folder"))
        self.row(self.now, self.elsewhere)
        self._where = self.say(name="backupWhere", size="caption")
        self.backing = Errand(desk.theme, desk.core, "backingUp")
        self.column.addWidget(self.backing)
        self.head(self.tr("Export"))
        self.say(
            self.tr(
                "All that may be shown, as files for other programs. They are not encrypted: whoever has them can read everything."
            )
        )
        texts = (("markdown", self.tr("Pages to read (Markdown)")), ("json", self.tr("Lines for programs (JSON)")))
        self.form = Choice(desk.theme, "exportForm", self.tr("Form of the export"), texts)
        self.form.setFixedWidth(236)
        self.form.show_value("markdown")
        self.form.chosen.connect(self.form.show_value)
        self.out = button("exportPick", self.tr("Export into a folder"))
        self.row(self.form, self.out)
        self.exporting = Errand(desk.theme, desk.core, "exporting")
        self.column.addWidget(self.exporting)
        self.now.clicked.connect(self._now)
        self.elsewhere.clicked.connect(lambda: self._pick("backupDialog", self.elsewhere.text(), self.back_up))
        self.out.clicked.connect(lambda: self._pick("exportDialog", self.out.text(), self.export))
        for errand, buttons in ((self.backing, (self.now, self.elsewhere)), (self.exporting, (self.out,))):
            errand.ended.connect(lambda those=buttons: [one.setEnabled(True) for one in those])

    def set_width(self, width: int) -> None:
        self._width = width
        super().set_width(width)
        for one in (self.backing, self.exporting):
            one.set_width(width)

    def arrive(self) -> None:
        self._look(self._tell_folder)

    def _look(self, then: Callable[[Path], None]) -> None:
        """See into which folder a backup goes now."""
        self.desk.core.read(
            self, f"backup folder:{then.__name__}", lambda memory, _: wanted_folder(memory), then, self._not_found
        )

    def _tell_folder(self, folder: Path) -> None:
        text = self.tr("It goes into {folder}.").format(folder=words.short_path(folder))
        if folder == usual_folder():
            text += " " + self.tr("Another drive is safer: it outlives this one.")
        self.now.setAccessibleDescription(text)
        self._tell_where(text)

    def _not_found(self, error: KnownError) -> None:
        self._tell_where(words.said(error.code, error.params))
        if not self.backing.is_under_way():
            self.now.setEnabled(True)

    def _tell_where(self, text: str) -> None:
        self._where.setText(text)
        self.set_width(self._width)

    def _now(self) -> None:
        self.now.setEnabled(False)
        self._look(self.back_up)

    def _pick(self, name: str, said: str, then: Any) -> None:
        dialog = QFileDialog(self, said)
        dialog.setObjectName(name)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def back_up(self, folder: Path) -> None:
        """Let a folder hold the memory as it is."""
        for one in (self.now, self.elsewhere):
            one.setEnabled(False)
        self.backing.send(
            self.tr("Backing up into {folder}").format(folder=words.short_path(folder)),
            lambda memory, tell, cancelled: memory.backup(folder, on_progress=tell, cancelled=cancelled),
            lambda done: self._backed_up(done, folder),
        )

    def _backed_up(self, done: "BackupDone", folder: Path) -> str:
        text = self.tr("{folder} holds the memory now, {whole}; {new} of it were new.").format(
            folder=words.short_path(folder),
            whole=words.size_text(done.total_bytes),
            new=words.size_text(done.written_bytes),
        )
        if done.missing_pictures:
            text += " " + self.tr("{n} pictures are missing in the memory itself.").format(
                n=words.number(done.missing_pictures)
            )
        return text

    def export(self, folder: Path) -> None:
        """Write all that may be shown into an empty folder."""
        self.out.setEnabled(False)
        form = self.form.value
        self.exporting.send(
            self.tr("Exporting into {folder}").format(folder=words.short_path(folder)),
            lambda memory, tell, cancelled: memory.export(folder, form, on_progress=tell, cancelled=cancelled),
            lambda done: self._exported(done, folder), show=count_far, failed=self._export_failed,
        )  # fmt: skip

    def _exported(self, done: "Exported", folder: Path) -> str:
        text = self.tr("{moments} moments of {days} days and {pictures} pictures are in {folder}.").format(
            moments=words.number(done.moments), days=words.number(done.days), pictures=words.number(done.pictures),
            folder=words.short_path(folder),
        )  # fmt: skip
        return text + " " + self.tr("They are not encrypted: keep them safe, or delete them after use.")

    def _export_failed(self, error: KnownError) -> str:
        return words.said(error.code, error.params)
