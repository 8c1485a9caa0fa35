"""Who asked for what: the read log, day by day. It holds who, what and when, and no word that was asked."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from app.errors import KnownError
from app.records import Read
from ui import words
from ui.letting_go import empty
from ui.sections import Line, Section
from ui.tasks import Core
from ui.theme import Theme
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import button, label

SHOWN = 60
WHO: dict[str, str] = {
    "window": QT_TRANSLATE_NOOP("reads", "This window"),
    "cli": QT_TRANSLATE_NOOP("reads", "Command line"),
    "schedule": QT_TRANSLATE_NOOP("reads", "A question asked by itself"),
    "lending": QT_TRANSLATE_NOOP("reads", "Command line, with the models of this session"),
}
WHAT: dict[str, str] = {
    "search": QT_TRANSLATE_NOOP("reads", "searched"),
    "ask": QT_TRANSLATE_NOOP("reads", "asked a question"),
    "draft": QT_TRANSLATE_NOOP("reads", "had a text drafted"),
    "moment": QT_TRANSLATE_NOOP("reads", "looked at moments"),
    "show": QT_TRANSLATE_NOOP("reads", "looked at a moment"),
    "timeline": QT_TRANSLATE_NOOP("reads", "listed moments"),
    "memories": QT_TRANSLATE_NOOP("reads", "read memories"),
    "vault": QT_TRANSLATE_NOOP("reads", "opened the vault"),
    "export": QT_TRANSLATE_NOOP("reads", "exported everything"),
    "backup": QT_TRANSLATE_NOOP("reads", "made a backup"),
    "queries": QT_TRANSLATE_NOOP("reads", "compared a question by meaning"),
    "generate": QT_TRANSLATE_NOOP("reads", "had an answer written"),
}


def read_text(one: Read) -> str:
    """Who did what, in one line."""
    who = words.translated("reads", WHO[one.who]) if one.who in WHO else one.who
    what = words.translated("reads", WHAT[one.what]) if one.what in WHAT else one.what
    return f"{who}  ·  {what}"


class ReadsSection(Section):
    """The log, and a button that empties it."""

    def __init__(self, theme: Theme, core: Core) -> None:
        super().__init__(
            theme, core, "readsSection", self.tr("Who asked"),
            self.tr("Every look into your memory, by this window or another program. The words that were asked are not kept here."),
        )  # fmt: skip
        self.reads: list[Read] | None = None
        self._none = label(theme, self.tr("Nobody asked for anything yet."), tone="faint", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.clear = button("readsClear", self.tr("Empty this list"))
        self.column.addWidget(self._none)
        self.column.addLayout(self._rows)
        self.column.addSpacing(8)
        self.column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        self.clear.clicked.connect(self._clear)
        for one in (self._none, self.clear):
            one.hide()

    def refresh(self) -> None:
        if self._core.is_open:
            self._core.read(self, "reads", lambda memory, _: memory.reads(SHOWN), self._show, self._failed, low=True)

    def _show(self, reads: list[Read]) -> None:
        if reads == self.reads:
            return
        self.reads = reads
        empty(self._rows)
        self._none.setVisible(not reads)
        self.clear.setVisible(bool(reads))
        day: date | None = None
        for one in reads:
            if day != words.local_date(one.until, ""):
                day = words.local_date(one.until, "")
                self._rows.addSpacing(8)
                self._rows.addWidget(label(self._theme, words.day_text(day), strong=True, tone="second"))
            self._rows.addWidget(Line(self._theme, "readLine", read_text(one), self._when(one)))

    def _when(self, one: Read) -> str:
        since, until = words.clock(one.since, ""), words.clock(one.until, "")
        times = self.tr("{n} times").format(n=one.times) if one.times > 1 else ""
        when = since if since == until else self.tr("{since} to {until}").format(since=since, until=until)
        return "  ·  ".join(part for part in (times, when) if part)

    def _clear(self) -> None:
        self._core.read(
            self, "clear reads", lambda memory, _: memory.forget_reads(), lambda _: self.refresh(), self._failed
        )

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))
