"""Chips for what was read out of a question: its time, app, site, thread, kind, person, phrases, exclusions. Each can be changed or left out.

Nothing is searched here: the page hears which reading is unwanted, or what its words are to be instead.
"""

import re

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from app.records import Facet, Understood
from ui import icons, words
from ui.letting_go import let_go
from ui.theme import Theme
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import plain_tip, restyle

TIME = "time"
SAID = {
    TIME: QT_TRANSLATE_NOOP("understood", "Time: {value}"),
    "app": QT_TRANSLATE_NOOP("understood", "In {value}"),
    "site": QT_TRANSLATE_NOOP("understood", "On {value}"),
    "thread": QT_TRANSLATE_NOOP("understood", "In the thread {value}"),
    "kind": QT_TRANSLATE_NOOP("understood", "Kind: {value}"),
    "person": QT_TRANSLATE_NOOP("understood", "From {value}"),
    "phrase": QT_TRANSLATE_NOOP("understood", "Exactly {value}"),
    "mention": QT_TRANSLATE_NOOP("understood", "About {value}"),
    "without": QT_TRANSLATE_NOOP("understood", "Without {value}"),
}
KINDS = {
    "pdf": QT_TRANSLATE_NOOP("understood", "PDF"),
    "table": QT_TRANSLATE_NOOP("understood", "spreadsheet"),
    "slides": QT_TRANSLATE_NOOP("understood", "slides"),
    "terminal": QT_TRANSLATE_NOOP("understood", "terminal"),
    "note": QT_TRANSLATE_NOOP("understood", "note"),
    "message": QT_TRANSLATE_NOOP("understood", "message"),
    "mail": QT_TRANSLATE_NOOP("understood", "mail"),
    "document": QT_TRANSLATE_NOOP("understood", "document"),
    "copied": QT_TRANSLATE_NOOP("understood", "copied text"),
}
ICONS = {TIME: "clock", "app": "app", "site": "site", "thread": "message", "kind": "document", "person": "message"}
LONGEST = 36


def readings(understood: Understood) -> tuple[Facet, ...]:
    """All that was read, the time first. A time named by a remembered event says which."""
    if not understood.time_words:
        return understood.facets
    value = understood.time_words
    if understood.event is not None:
        value = f"{value} ({understood.event.title})"
    return Facet(TIME, value, understood.time_words), *understood.facets


def key_of(facet: Facet) -> str:
    """By which a search is told to leave a reading out."""
    return TIME if facet.field == TIME else facet.key


def said_of(facet: Facet) -> str:
    """A reading in words."""
    value = facet.value
    if facet.field == "kind":
        value = QCoreApplication.translate("understood", KINDS.get(value, value))
    elif facet.field in {"phrase", "mention", TIME}:
        value = words.quoted(value)
    return QCoreApplication.translate("understood", SAID.get(facet.field, "{value}")).format(value=value)


def reworded(text: str, old: str, new: str) -> str:
    """A question with some of its words changed; as it was where they do not stand in it.

    >>> reworded("roof  in  Slack", "in Slack", "in Mail")
    'roof  in Mail'
    """
    pattern = r"\s+".join(re.escape(word) for word in old.split())
    return re.sub(pattern, lambda _: new, text, count=1) if pattern else text


class Chip(QToolButton):
    """One reading. Enter opens its menu, Delete leaves it out."""

    unwanted = Signal(object)
    changed = Signal(object, str)

    def __init__(self, theme: Theme, facet: Facet) -> None:
        super().__init__()
        self.facet = facet
        text = said_of(facet)
        self.setObjectName(f"understood_{facet.field}")
        self.setProperty("look", "chip")
        self.setMinimumHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText("\u2002" + (text if len(text) <= LONGEST else text[: LONGEST - 1] + "…").replace("&", "&&"))
        self.setAccessibleName(text)
        self.setAccessibleDescription(self.tr("Enter: change it. Delete: leave it out."))
        self.setToolTip(plain_tip(text))
        self.setIcon(icons.icon(ICONS.get(facet.field, "words"), theme.colour("accent")))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._fill()
        restyle(self, set=True)

    def _fill(self) -> None:
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}Menu")
        self.field = QLineEdit(self.facet.said)
        self.field.setAccessibleName(self.tr("Other words for this"))
        self.field.setMinimumWidth(220)
        self.field.returnPressed.connect(self._change)
        editing = QWidgetAction(menu)
        editing.setDefaultWidget(self.field)
        if "," not in self.facet.said:  # several times in one question stand apart in it
            menu.addAction(editing)
            menu.aboutToShow.connect(self.field.selectAll)
            menu.addSeparator()
        self.leave_out = menu.addAction(self.tr("Leave this out"))
        self.leave_out.triggered.connect(lambda: self.unwanted.emit(self.facet))
        self.setMenu(menu)

    def _change(self) -> None:
        self.menu().close()
        new = " ".join(self.field.text().split())
        if new != self.facet.said:
            self.changed.emit(self.facet, new)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.unwanted.emit(self.facet)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.showMenu()
            case _:
                super().keyPressEvent(event)


class UnderstoodBar(QWidget):
    """The chips in a row; gone where nothing was read. `unwanted` and `changed` tell what the user did to one."""

    unwanted = Signal(object)
    changed = Signal(object, str)

    def __init__(self, theme: Theme, edge: int = 0) -> None:
        super().__init__()
        self.setObjectName("understood")
        self.setAccessibleName(self.tr("What was understood"))
        self._theme = theme
        self.chips: list[Chip] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(edge, 0, edge, 4)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        theme.changed.connect(self._redraw)
        self.hide()

    def show_understood(self, understood: Understood | None) -> None:
        """Show what was read; chips that stay are kept as they are, so that none loses the focus."""
        wanted = readings(understood) if understood is not None else ()
        if wanted != tuple(chip.facet for chip in self.chips):
            self._build(wanted)
        self.setVisible(bool(wanted))

    def _redraw(self) -> None:
        self._build(tuple(chip.facet for chip in self.chips))

    def _build(self, wanted: tuple[Facet, ...]) -> None:
        for chip in self.chips:
            self._row.removeWidget(chip)
            let_go(chip)
        self.chips = [Chip(self._theme, facet) for facet in wanted]
        for at, chip in enumerate(self.chips):
            chip.unwanted.connect(self.unwanted)
            chip.changed.connect(self.changed)
            chip.installEventFilter(self)
            self._row.insertWidget(at, chip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right go from chip to chip."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in steps:
            at = next((at for at, chip in enumerate(self.chips) if chip is watched), 0)
            self.chips[(at + steps[Qt.Key(event.key())]) % len(self.chips)].setFocus()
            return True
        return super().eventFilter(watched, event)
