"""The search page: results as one types in the box above, narrowed by chips, gone through by keyboard."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedLayout, QVBoxLayout, QWidget

from app.errors import KnownError
from app.records import Facet, Filters, Hit, SearchResult
from ui import words
from ui.filters import FilterBar
from ui.found import EVERYTHING, Centred, DayAbove, Found, Remark, look
from ui.hits import CUT, EDGE, ROW_HEIGHT, HitPainter, Hits
from ui.page import Desk, Empty, Page
from ui.preview import FOOT_HEIGHT, Preview
from ui.shortcut import ShortcutLine
from ui.sought import shown_boxes, sought_words
from ui.tasks import Ticket
from ui.understood import UnderstoodBar, key_of, reworded
from ui.widgets import label

TYPING_MS = 40
SETTLED_MS = 350
LIMIT = 40
WIDTH = 820
LEAST_EDGE = 16


def sketch(width: float, _height: float) -> list[QRectF]:
    """How the page looks with results."""
    left = max((width - WIDTH) / 2, 16)
    rows: list[QRectF] = []
    for row in range(7):
        top = 44 + row * ROW_HEIGHT
        rows += [
            QRectF(left + 10, top, CUT.width(), CUT.height()),
            QRectF(left + 180, top + 4, 240, 14),
            QRectF(left + 180, top + 32, min(WIDTH, width - 32) - 210, 12),
            QRectF(left + 180, top + 52, min(WIDTH, width - 32) - 290, 12),
        ]
    return rows


class SearchPage(Page):
    """Finds moments by words and meaning."""

    KEY = "search"
    left = Signal()
    ask_instead = Signal(str)
    rewritten = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._text = ""
        self._ignored: frozenset[str] = frozenset()
        self._gone: frozenset[str] = frozenset()
        self._under_way: Ticket | None = None
        self.result: SearchResult | None = None
        self.filters = FilterBar(desk, "searchFilter")
        self.understood = UnderstoodBar(desk.theme)
        self.remark = Remark(desk.theme)
        self._hint = label(desk.theme, size="caption", tone="faint")
        self._hint.setObjectName("searchHint")
        self._told = label(desk.theme, size="caption", tone="faint")
        self._told.setObjectName("searchTold")
        self.hits = Hits(self)
        self.list = Centred(WIDTH, LEAST_EDGE)
        self.list.setObjectName("searchResults")
        self.list.setAccessibleName(self.tr("Results"))
        self.list.setModel(self.hits)
        self.painter = HitPainter(desk.theme, desk.pictures, self)
        self.list.setItemDelegate(self.painter)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.day = DayAbove(desk.theme, self.list, self.hits)
        self.empty = Empty(desk.theme, "searchEmpty", sketch)
        self.shortcut = ShortcutLine(desk.theme, desk.shortcut)
        self.preview = Preview(desk, self)
        self._arrange()
        self._typing = self._timer(TYPING_MS, lambda: self._search(as_you_type=True))
        self._settled = self._timer(SETTLED_MS, lambda: self._search(as_you_type=False))
        self.filters.changed.connect(self.search_now)
        self.understood.unwanted.connect(self._leave_out)
        self.understood.changed.connect(self._reword)
        self.remark.widened.connect(self.search_everything)
        self.remark.asked.connect(self._ask)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        self.list.entered.connect(self._point)
        self.list.selectionModel().currentChanged.connect(self._point)
        self.list.verticalScrollBar().valueChanged.connect(lambda _: self._want())
        self.list.installEventFilter(self)
        desk.pictures.arrived.connect(lambda _: self.list.viewport().update())
        desk.theme.changed.connect(self.list.viewport().update)
        self.empty.acted.connect(self._act)
        self._say_keys(in_list=False)
        self._say_nothing()

    def _timer(self, length_ms: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(length_ms)
        timer.timeout.connect(then)
        return timer

    def _arrange(self) -> None:
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, EDGE, 4)
        top.addWidget(self.filters, 1)
        top.addWidget(self._told)
        inner.addLayout(top)
        inner.addWidget(self.understood)
        inner.addWidget(self.remark)
        row = QHBoxLayout()
        row.setContentsMargins(LEAST_EDGE, 0, LEAST_EDGE, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(self.list)
        blank = QWidget()
        foot = QVBoxLayout(blank)
        foot.addStretch(1)
        foot.addWidget(self.shortcut)
        self._stack.addWidget(blank)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(row)
        whole.addWidget(stack, 1)
        whole.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        self._hint.setFixedHeight(FOOT_HEIGHT)
        self._room = stack
        stack.installEventFilter(self)
        self.empty.setParent(self)

    # searching

    def search(self, text: str) -> None:
        """Search for what was typed so far; once typing rests, by meaning too."""
        if text != self._text:
            self._text, self._ignored = text, frozenset()
            self._typing.start()
            self._settled.start()

    def search_now(self) -> None:
        """Search for what was typed, all the way."""
        self._typing.stop()
        self._settled.stop()
        self._search(as_you_type=False)

    def arrive(self) -> None:
        self.filters.refresh()
        if self.hits.rowCount():
            self.enter_list()
        else:
            self.left.emit()

    def refresh(self) -> None:
        self.filters.refresh()

    def shown_ids(self) -> set[str]:
        return {hit.moment.id for hit in self.result.hits} if self.result is not None else set()

    def take_away(self, gone: frozenset[str]) -> None:
        self._gone |= gone
        if self.result is not None and self.shown_ids() & gone:
            self.result = self._without_gone(self.result)
            self.hits.show_hits(self.result.hits)
            self.search_now()

    def _without_gone(self, result: SearchResult) -> SearchResult:
        """A search may have begun before something was forgotten, and end after."""
        return replace(result, hits=tuple(hit for hit in result.hits if hit.moment.id not in self._gone))

    def give_back(self) -> None:
        self._gone = frozenset()
        self.search_now()

    def search_everything(self) -> None:
        """Search the same without any limit: no chip, and nothing read out of the words."""
        self._ignored = EVERYTHING
        if self.filters.filters() != Filters():
            self.filters.clear()
        else:
            self.search_now()

    def _leave_out(self, facet: Facet) -> None:
        self._ignored |= {key_of(facet)}
        self.search_now()

    def _reword(self, facet: Facet, said: str) -> None:
        """Change the words in the box that a chip stands for, and search for that."""
        self._text = reworded(self._text, facet.said, said)
        self.rewritten.emit(self._text)
        self.search_now()

    def _search(self, *, as_you_type: bool) -> None:
        text, filters = self._text.strip(), self.filters.filters()
        ignored = self._ignored
        if not text:
            self.result = None
            self.hits.show_hits(())
            self.understood.show_understood(None)
            self.remark.tell(None)
            self._say_nothing()
            return
        # Typing must never wait for the model of meaning; a search that may wait for it goes by the other lane.
        lane = self.desk.core.read if as_you_type else self.desk.core.long
        if self._under_way is not None:
            self._under_way.cancel()
        self._under_way = lane(
            self,
            "search",
            lambda memory, _: look(memory, text, filters, limit=LIMIT, as_you_type=as_you_type, ignore=ignored),
            lambda found: self._show(found, settled=not as_you_type),
            self._failed,
        )

    def _show(self, found: Found, *, settled: bool) -> None:
        result, last = self._without_gone(found.result), self.result
        before = self.current_hit() if last is not None and last.query == result.query else None
        self.result = result
        if settled:  # while one types nothing is read out of the words yet
            self.understood.show_understood(result.understood)
        self.remark.tell(found)
        self.hits.show_hits(result.hits, sought_words(result.understood.words, result.hits))
        many = self.tr("The best {n} moments") if len(result.hits) == LIMIT else self.tr("{n} moments")
        count = words.counted(len(result.hits), self.tr("1 moment"), many)
        if not result.meaning_used:
            count = self.tr("{moments}, by words so far").format(moments=count)
        self._told.setText(count if result.hits else "")
        self._stack.setCurrentIndex(0 if result.hits else 1)
        self._hint.setVisible(bool(result.hits))
        self.empty.setVisible(not result.hits)
        if not result.hits:
            self.empty.say(*self._nothing_found())
        self._keep_place(before)
        self._want()

    def _keep_place(self, before: Hit | None) -> None:
        for at in range(self.hits.rowCount()):
            row = self.hits.row(self.hits.index(at, 0))
            if before is not None and row is not None and row.hit is not None and row.hit.id == before.id:
                self.list.setCurrentIndex(self.hits.index(at, 0))
                return
        self.list.scrollToTop()

    def _nothing_found(self) -> tuple[str, str]:
        if self.filters.filters() != Filters():
            return self.tr("Nothing here matches within these limits."), self.tr("Search everything")
        return self.tr("Nothing remembered matches these words."), self.tr("Ask about it instead")

    def _say_nothing(self) -> None:
        self._stack.setCurrentIndex(1)
        self._hint.hide()
        self._told.setText("")
        self.empty.say(self.tr("Type a word, a name or what you remember of it. Moments appear as you type."))
        self.empty.show()

    def _act(self) -> None:
        if self.filters.filters() != Filters():
            self.search_everything()
        else:
            self._ask()

    def _ask(self) -> None:
        if self._text.strip():
            self.ask_instead.emit(self._text.strip())

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))

    # going through the rows

    def current_hit(self) -> Hit | None:
        """The hit that is chosen."""
        row = self.hits.row(self.list.currentIndex())
        return row.hit if row is not None else None

    def enter_list(self) -> None:
        """Go from the box into the results."""
        if self.hits.rowCount():
            if self.current_hit() is None:
                self.list.setCurrentIndex(self.hits.first_hit())
            self.list.setFocus()
            if not self.list.selectionModel().hasSelection():  # the focus alone stands on a row that nobody sees
                self.list.setCurrentIndex(self.list.currentIndex())

    def _point(self, index: QModelIndex) -> None:
        row = self.hits.row(index)
        if row is not None and row.hit is not None:
            self.inspected.emit(row.hit.moment, row.hit.reasons)
            if not self.preview.isHidden() and row.hit == self.current_hit():
                self.preview.show_hit(row.hit)

    def _open(self, index: QModelIndex) -> None:
        row = self.hits.row(index)
        if row is not None and row.hit is not None:
            self.preview.hide()
            self._learn(row.hit)
            self.moment_asked.emit(row.hit.moment, shown_boxes(row.hit))

    def _learn(self, hit: Hit) -> None:
        """Ranking learns from what is opened."""
        if self.result is not None:
            query = self.result.query
            self.desk.core.long(self, "opened", lambda memory, _: memory.opened(query, hit.id))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self._room and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        if watched is self.list and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._say_keys(in_list=event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Space:
                self.toggle_preview()
            case Qt.Key.Key_Escape if not self.preview.isHidden():
                self.preview.hide()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._ask()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(self.list.currentIndex())
            case Qt.Key.Key_Up if self.list.currentIndex().row() <= 1:
                self.left.emit()
            case _:
                return False
        return True

    def _say_keys(self, *, in_list: bool) -> None:
        """Tell the keys that do something where the keyboard is now; the box itself says how to ask."""
        keys = self.tr("Space: look  ·  Enter: open  ·  Esc: back") if in_list else self.tr("Down: to the results")
        self._hint.setText(keys)

    def toggle_preview(self) -> None:
        """Look at the chosen hit large, or stop looking."""
        hit = self.current_hit()
        if not self.preview.isHidden() or hit is None:
            self.preview.hide()
            return
        self.preview.show_hit(hit)
        self._place()
        self.preview.raise_()
        self.preview.show()

    def _want(self) -> None:
        self.painter.ratio = self.devicePixelRatioF()
        if self.painter.width != self.list.viewport().width():
            self.painter.width = self.list.viewport().width()
            self.list.scheduleDelayedItemsLayout()
        first = self.list.indexAt(self.list.viewport().rect().topLeft()).row()
        last = self.list.indexAt(self.list.viewport().rect().bottomLeft()).row()
        last = last if last >= 0 else self.hits.rowCount() - 1
        rows = [
            self.hits.row(self.hits.index(at, 0)) for at in range(max(first, 0), min(last + 3, self.hits.rowCount()))
        ]
        hits = [row.hit for row in rows if row is not None and row.hit is not None and words.pictured(row.hit.moment)]
        self.desk.pictures.want("search", [self.painter.wanted(hit) for hit in hits])

    def _place(self) -> None:
        # Above the blank, so that its button can be clicked; below the chips and above the foot, which can be clicked too.
        top = self._room.mapTo(self, QPoint(0, 0)).y()
        foot = 0 if self.shortcut.isHidden() else self.shortcut.height()
        self.empty.setGeometry(0, top, self.width(), max(self._room.height() - foot, 10))
        self.preview.setGeometry(self.rect())
        self.list.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        self._want()
        super().resizeEvent(event)
