"""What can be done with moments of the timeline: copy their text, open their page again, pin them, forget them. Knows no day."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.errors import KnownError
from app.records import Moment, Selection
from ui import words
from ui.moment_view import MomentView, copyable
from ui.opening import OpenSheet, can_open
from ui.page import Desk
from ui.undo import ForgetBar


class Deeds(QObject):
    """`pinned` carries the ids that were pinned or not any more, `said` a sentence."""

    said = Signal(str)
    pinned = Signal(object, bool)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._core = desk.core
        self.bar = ForgetBar(desk.theme, desk.core)
        self.bar.said.connect(self.said)
        self.sheet = OpenSheet(desk.theme, desk.core, page)
        self.sheet.said.connect(self.said)

    def copy(self, view: MomentView) -> None:
        """Put the selected or the whole recognised text on the clipboard."""
        text = copyable(view)
        if text:
            QGuiApplication.clipboard().setText(text)
            self.said.emit(self.tr("The text is on the clipboard."))
        else:
            self.said.emit(self.tr("There is no text in this moment."))

    def open_again(self, moment: Moment) -> None:
        """Show what opening the page or file of a moment again would open."""
        if can_open(moment.url):
            self.sheet.ask(moment.url)
        else:
            self.said.emit(self.tr("No address of a page or file was known at this moment."))

    def pin(self, chosen: Sequence[Moment]) -> None:
        """Pin moments, or let them age again where all are pinned."""
        pinned = not all(moment.pinned for moment in chosen)
        ids = [moment.id for moment in chosen if moment.pinned != pinned]

        def work(memory: Any, _ticket: object) -> None:
            for one in ids:
                memory.pin(one, pinned)

        def done(_value: object) -> None:
            self.pinned.emit(frozenset(ids), pinned)
            self.said.emit(
                self.tr("Pinned. It stays whole, however old it grows.")
                if pinned
                else self.tr("Not pinned any more. It ages like the others.")
            )

        if ids:
            self._core.read(self, f"pin:{' '.join(ids)}", work, done, self._failed)

    def forget(self, chosen: Sequence[Moment]) -> None:
        """Forget one moment at once, several after showing what would go."""
        selection = Selection(ids=tuple(moment.id for moment in chosen))
        if len(chosen) > 1:
            self.bar.ask(selection)
        elif chosen:
            self.bar.take(selection)

    def forget_last(self, length: timedelta) -> None:
        """Show what was kept and asked for so long, and wait for a yes."""
        minutes = self.tr("{n} minutes").format(n=words.number(round(length.total_seconds() / 60)))
        self.bar.ask(
            Selection(since=datetime.now(UTC) - length), lead=self.tr("The last {minutes}.").format(minutes=minutes),
            nothing=self.tr("Nothing was kept in the last {minutes}.").format(minutes=minutes),
        )  # fmt: skip

    def menu(self, page: QWidget, view: MomentView, chosen: Sequence[Moment], at: QPoint) -> QMenu:
        """The menu over the picture; it goes when it is closed."""
        menu = QMenu(page)
        menu.setObjectName("momentMenu")
        menu.setAccessibleName(self.tr("What can be done with this moment"))
        moment = chosen[-1]
        copied = bool(view.picture.selected_text())
        menu.addAction(self.tr("Copy selected text") if copied else self.tr("Copy text"), lambda: self.copy(view))
        menu.addAction(self.tr("Select all text"), view.picture.select_all).setEnabled(moment.has_picture)
        again = menu.addAction(self.tr("Open again…"), lambda: self.open_again(moment))
        again.setEnabled(can_open(moment.url))
        menu.addSeparator()
        pinned = all(one.pinned for one in chosen)
        menu.addAction(self.tr("Let it age again") if pinned else self.tr("Pin"), lambda: self.pin(chosen))
        many = self.tr("Forget {n} moments…").format(n=len(chosen))
        menu.addAction(many if len(chosen) > 1 else self.tr("Forget"), lambda: self.forget(chosen))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        return menu

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))
