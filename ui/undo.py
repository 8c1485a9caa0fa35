"""Forgetting from the window: what it would take, the bar that asks or offers to undo, and the end of the delay. No pages."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.errors import KnownError
from app.records import Receipt, Selection
from ui import words
from ui.tasks import Core, Ticket
from ui.theme import Theme
from ui.widgets import button, label

UNDO_S = 10


class ForgetBar(QFrame):
    """A bar below the page. First it shows what would go, for more than one moment; then it offers to undo for ten seconds.

    `forgotten` and `restored` say that lists have to look again; `forgotten` carries the ids that are gone, if known. `said` tells
    how it ended: gone, or still being cleared. `shown` says that its text, and with it its height, is another one.
    """

    forgotten = Signal(tuple)
    restored = Signal()
    closed = Signal()
    shown = Signal()
    said = Signal(str)

    def __init__(self, theme: Theme, core: Core, undo_s: int = UNDO_S) -> None:
        super().__init__()
        self.setObjectName("forgetBar")
        self.setAccessibleName(self.tr("Forgetting"))
        self.setProperty("plane", "bar")
        self._core = core
        self.undo_s = undo_s
        self._selection: Selection | None = None
        self._receipt: Receipt | None = None
        self._looking: Ticket | None = None
        self._left_s = 0
        self._said = label(theme, wrap=True)
        self._said.setObjectName("forgetSaid")
        self._yes = button("forgetYes", self.tr("Forget"), "danger")
        self._no = button("forgetNo", self.tr("Keep"))
        self._undo = button("forgetUndo", self.tr("Undo"))
        self._others = button("forgetOthers", self.tr("The others too"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._said, 1)
        for one in (self._others, self._no, self._yes, self._undo):
            row.addWidget(one)
        self._yes.clicked.connect(self._go)
        self._no.clicked.connect(self._close)
        self._undo.clicked.connect(self.undo)
        self._others.clicked.connect(self._take_others)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def ask(self, selection: Selection, *, lead: str = "", nothing: str = "") -> None:
        """Show what would go, and how many others show what was first seen then, and wait for a yes. `lead` says first what is
        meant; where that may be nothing at all, `nothing` is said instead.
        """
        self._look_at(None)
        wider = replace(selection, also_elsewhere=True)
        self._looking = self._core.read(
            self,
            "forget preview",
            lambda memory, _: (memory.forget(selection, dry_run=True), memory.forget(wider, dry_run=True)),
            lambda found: self._preview(selection, found[0], found[1], lead, nothing),
            self._failed,
        )

    def _take_others(self) -> None:
        """Choose also the other moments that show what was first seen in those that go."""
        if self._selection is not None:
            self.ask(replace(self._selection, also_elsewhere=True))

    def offer(self, selection: Selection, said: str) -> None:
        """After a sentence, show what would go and wait for a yes, where there is anything to forget; else only the sentence is told."""
        self._look_at(None)
        self._looking = self._core.read(
            self,
            "forget preview",
            lambda memory, _: memory.forget(selection, dry_run=True),
            lambda receipt: self._offered(selection, receipt, said),
            self._failed,
        )

    def take(self, selection: Selection) -> None:
        """Forget at once, with ten seconds to undo it."""
        self._look_at(selection)
        self._go()

    def _look_at(self, selection: Selection | None) -> None:
        """What a yes is about from now on: nothing, until what would go is shown."""
        self._let_go()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self._selection = selection
        for one in (self._yes, self._others):
            one.setEnabled(selection is not None)

    def can_undo(self) -> bool:
        """Whether what was forgotten last can be taken back here still."""
        return self._receipt is not None

    def undo(self) -> None:
        """Take back what was forgotten last, while that is possible."""
        receipt = self._receipt
        if receipt is not None:
            self._timer.stop()
            self._receipt = None
            self._core.read(self, "undo", lambda memory, _: memory.undo_forget(receipt.id), self._undone, self._failed)

    def _offered(self, selection: Selection, receipt: Receipt, said: str) -> None:
        self._look_at(selection)
        if receipt.frames:
            what = words.receipt_text(receipt)
            self._said.setText(
                said + " " + self.tr("Forget what was kept of it before, too: {what}?").format(what=what)
            )
            self._show(ask=True)
        else:
            self.said.emit(said)

    def _preview(self, selection: Selection, receipt: Receipt, wider: Receipt, lead: str, nothing: str) -> None:
        self._look_at(selection)
        if nothing and not receipt.frames and not receipt.chat_answers:
            self._close()
            self.said.emit(nothing)
            return
        text = self.tr("Forget {what}? What was made of it goes too.").format(what=words.receipt_text(receipt))
        others = wider.frames - receipt.frames
        if others:
            shown = words.counted(others, self.tr("1 other moment shows"), self.tr("{n} other moments show"))
            text += " " + self.tr("{others} what was first seen then.").format(others=shown)
        self._said.setText(f"{lead} {text}" if lead else text)
        self._show(ask=True, others=others > 0)
        self._yes.setFocus()

    def _go(self) -> None:
        selection, undo_s = self._selection, self.undo_s
        if selection is not None:
            self._yes.setEnabled(False)
            self._core.read(
                self,
                "forget",
                lambda memory, _: memory.forget(selection, undo_s=float(undo_s)),
                lambda receipt: self._hidden(selection, receipt),
                self._failed,
            )

    def _hidden(self, selection: Selection, receipt: Receipt) -> None:
        self._receipt, self._left_s = receipt, self.undo_s
        self._yes.setEnabled(True)
        self._count_down()
        self._show(ask=False)
        self._timer.start()
        self.forgotten.emit(selection.ids)

    def _tick(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0:
            self._timer.stop()
            self._receipt = None
            QTimer.singleShot(1000, self, self._complete)
            self._close()
        else:
            self._count_down()

    def _count_down(self) -> None:
        if self._receipt is not None:
            self._said.setText(
                self.tr("Forgot {what}. It can be undone for {n} s.").format(
                    what=words.receipt_text(self._receipt), n=self._left_s
                )
            )

    def _let_go(self) -> None:
        """The last forgetting can be undone no more here; the memory completes it once its time is over."""
        if self._receipt is not None:
            self._timer.stop()
            self._receipt = None
            QTimer.singleShot(1000 * self.undo_s + 1000, self, self._complete)

    def _complete(self) -> None:
        self._core.long(
            self, "finish forgetting", lambda memory, _: memory.finish_forgetting(), self._completed, self._failed
        )

    def _completed(self, receipts: list[Receipt]) -> None:
        if not receipts:
            return
        gone = all(one.state == "gone" for one in receipts)
        text = self.tr("Gone: {what}.") if gone else self.tr("{what}: the last traces are cleared when you are away.")
        said = [text.format(what=words.receipt_text(receipts[-1]))]
        left = dict.fromkeys(folder for one in receipts for folder in one.backups_left)
        said += [words.said("backup_out_of_reach", {"folder": folder}) for folder in left]
        self.said.emit(" ".join(said))

    def _undone(self, possible: bool) -> None:
        self._close()
        if possible:
            self.restored.emit()

    def _failed(self, error: KnownError) -> None:
        self._said.setText(words.said(error.code, error.params))
        self._yes.setEnabled(True)
        self._show(ask=False)
        self._undo.hide()

    def _show(self, *, ask: bool, others: bool = False) -> None:
        self._others.setVisible(others)
        self._yes.setVisible(ask)
        self._no.setVisible(ask)
        self._undo.setVisible(not ask)
        self.show()
        self.shown.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(held, QPushButton):
            if not event.isAutoRepeat():  # a key that is still held down says yes to nothing
                held.click()
        elif event.key() == Qt.Key.Key_Escape and self._no.isVisible():
            self._close()
        else:
            super().keyPressEvent(event)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
