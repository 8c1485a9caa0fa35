"""What secrets were found and painted out: kinds and counts, and the moments that show such a place. Never a secret: none is kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.errors import KnownError
from app.records import SecretsFound
from ui import words
from ui.belief import LinkRow
from ui.letting_go import empty
from ui.sections import Line, Section
from ui.tasks import Core
from ui.theme import Theme
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import label

KINDS: dict[str, str] = {
    "card": QT_TRANSLATE_NOOP("secrets", "Card numbers"),
    "iban": QT_TRANSLATE_NOOP("secrets", "Account numbers"),
    "key": QT_TRANSLATE_NOOP("secrets", "Keys of programs"),
    "token": QT_TRANSLATE_NOOP("secrets", "Access tokens"),
    "private key": QT_TRANSLATE_NOOP("secrets", "Private keys"),
    "password": QT_TRANSLATE_NOOP("secrets", "Passwords"),
    "text": QT_TRANSLATE_NOOP("secrets", "Patterns of your own"),
}


class SecretsSection(Section):
    """`moment_asked` carries the moment that was chosen."""

    moment_asked = Signal(object)

    def __init__(self, theme: Theme, core: Core) -> None:
        super().__init__(
            theme, core, "secretsSection", self.tr("Secrets found"),
            self.tr("Painted out of pictures and taken out of text when it is read. What they were is not kept."),
        )  # fmt: skip
        self.found: list[SecretsFound] | None = None
        self._none = label(theme, self.tr("No secret was found yet."), tone="faint", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.addWidget(self._none)
        self.column.addLayout(self._rows)
        self._none.hide()

    def refresh(self) -> None:
        if self._core.is_open:
            self._core.long(self, "secrets", lambda memory, _: memory.secrets(), self._show, self._failed)

    def _show(self, found: list[SecretsFound]) -> None:
        if found == self.found:
            return
        self.found = found
        empty(self._rows)
        self._none.setVisible(not found)
        for one in found:
            times = words.counted(one.count, self.tr("found once"), self.tr("found {n} times"))
            kind = words.translated("secrets", KINDS[one.kind])
            self._rows.addWidget(Line(self._theme, "secretKind", kind, times, strong=True))
            for moment in one.moments:
                link = LinkRow(self._theme, moment.id, words.title_of(moment), words.when(moment.time, moment.zone))
                link.setObjectName("secretMoment")
                link.clicked.connect(lambda _=False, chosen=moment: self.moment_asked.emit(chosen))
                self._rows.addWidget(link)
            self._rows.addSpacing(12)

    def _failed(self, error: KnownError) -> None:
        self._none.setText(words.said(error.code, error.params))
        self._none.show()
