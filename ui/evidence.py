"""The evidence of an answer as moments beside it: small pictures with number, title, time and the quoted sentence."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTextOption
from PySide6.QtWidgets import QAbstractButton, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.answer.plain import plain
from app.records import Answer, Citation, Unused
from ui import words
from ui.cited import Place, Places, place_of
from ui.letting_go import let_go
from ui.page import Desk
from ui.pictures import Wanted
from ui.widgets import button, label, plain_tip

WIDTH = 288
INSET = 8
PICTURE = QSize(WIDTH - 2 * INSET, 136)
TEXT_HEIGHT = 102
QUOTE_HEIGHT = 36
LONGEST_QUOTE = 400


class Card(QAbstractButton):
    """One cited moment. Click or Enter opens it."""

    pointed = Signal(int)

    def __init__(self, desk: Desk, citation: Citation, place: Place) -> None:
        super().__init__()
        self.setObjectName(f"evidence{citation.n}")
        self.citation, self.place, self._desk, self._lit = citation, place, desk, False
        self._when = words.when(citation.time, place.zone)
        self._title = " ".join(plain(citation.title or citation.app).split())
        quote = " ".join(plain(citation.quote[: 4 * LONGEST_QUOTE]).split())[:LONGEST_QUOTE]
        self._quote = quote if quote.casefold() != self._title.casefold() else ""  # what stands above is not said again
        said = self.tr("Source {n}: {title}, {when}").format(
            n=citation.n, title=citation.title or citation.app, when=self._when
        )
        self.setAccessibleName(said)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        height = TEXT_HEIGHT - (0 if self._quote else QUOTE_HEIGHT)
        self.setFixedSize(WIDTH, height + (PICTURE.height() if place.pictured else -INSET))
        desk.pictures.arrived.connect(self._arrived)
        desk.theme.changed.connect(self.update)

    def _arrived(self, wanted: Wanted) -> None:
        if wanted.id == self.citation.id:
            self.update()

    def wanted(self) -> Wanted:
        """The picture of the moment around the quoted words, in this card's size; the whole where only its title is quoted."""
        size = PICTURE * self.devicePixelRatioF()
        boxes = self.place.boxes if self._quote else ()
        part: Literal["cut", "small"] = "cut" if boxes else "small"
        return Wanted(self.citation.id, part, boxes, size.width(), size.height())

    def light(self, on: bool) -> None:
        """Make it stand out, or not."""
        self._lit = on
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.pointed.emit(self.citation.n)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(0)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # places are counted from the left
        theme = self._desk.theme
        card = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        lit = self._lit or self.underMouse() or self.hasFocus()
        if lit:
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(card, 8, 8)
        picture = QRectF(INSET, INSET, PICTURE.width(), PICTURE.height() if self.place.pictured else -INSET)
        if self.place.pictured:
            self._paint_picture(painter, picture)
        self._paint_number(painter, picture)
        self._paint_text(painter, QRectF(INSET, picture.bottom() + 8, picture.width(), 82))
        painter.end()

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(place, 6, 6)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(place, self._desk.theme.colour("raised"))
        pixmap = self._desk.pictures.get(self.wanted())
        if pixmap is not None and not pixmap.isNull():
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        painter.restore()
        painter.setPen(QPen(self._desk.theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 6, 6)

    def _paint_number(self, painter: QPainter, place: QRectF) -> None:
        theme = self._desk.theme
        badge = QRectF(place.left(), place.bottom() + 9, 22, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(badge, 5, 5)
        painter.setPen(theme.colour("on_accent"))
        painter.setFont(theme.font("caption", strong=True))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), str(self.citation.n))

    def _paint_text(self, painter: QPainter, place: QRectF) -> None:
        theme, citation = self._desk.theme, self.citation
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.app_colour(citation.app))
        painter.drawEllipse(QRectF(place.left() + 30, place.top() + 6, 8, 8))
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("control", strong=True))
        room = QRectF(place.left() + 44, place.top(), place.width() - 44, 20)
        shown = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.setFont(theme.font("caption", tabular=True))
        painter.setPen(theme.colour("faint"))
        when = QRectF(place.left(), place.top() + 24, place.width(), 16)
        painter.drawText(when, int(Qt.AlignmentFlag.AlignVCenter), self._when)
        painter.setPen(theme.colour("second"))
        painter.setFont(theme.font("caption"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        fits = int(place.width() * 2.7)
        quote = painter.fontMetrics().elidedText(self._quote, Qt.TextElideMode.ElideRight, fits)
        painter.drawText(QRectF(place.left(), place.top() + 43, place.width(), 40), quote, option)


class UnusedRow(QPushButton):
    """A moment that was found and is not cited, in one line. Click or Enter opens it."""

    def __init__(self, desk: Desk, unused: Unused, place: Place) -> None:
        super().__init__()
        citation = unused.citation
        self.setObjectName("unusedMoment")
        self.setProperty("look", "title")
        self.setFixedWidth(WIDTH)
        self.setMinimumHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title, when = " ".join(plain(citation.title or citation.app).split()), words.when(citation.time, place.zone)
        why = {
            "weaker": self.tr("Found, but others answer better."),
            "orders": self.tr("It speaks to machines, so the model was not given it."),
        }[unused.reason]
        self.setAccessibleName(f"{title}, {when}. {why}")
        self.setToolTip(plain_tip(f"{title}\n{when}\n{why}"))
        mark = "! " if unused.reason == "orders" else ""
        day = words.short_day(words.local_date(citation.time, place.zone))
        room = WIDTH - 40 - self.fontMetrics().horizontalAdvance(day)
        short = self.fontMetrics().elidedText(f"{mark}{title}", Qt.TextElideMode.ElideRight, room)
        self.setText(f"{short}  ·  {day}".replace("&", "&&"))


class Evidence(QScrollArea):
    """The cards of one answer, one below the other, and below them, folded, what was found and is not cited."""

    opened = Signal(object, object)  # Citation, Place
    pointed = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("evidence")
        self.setAccessibleName(self.tr("Evidence"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its cards take the focus, and scroll into sight then
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH + 32)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._desk = desk
        self._cards: list[Card] = []
        self._lines: list[UnusedRow] = []
        self._shown: tuple[object, ...] = ()
        self._told = label(desk.theme, self.tr("Evidence"), strong=True, tone="second")
        self._told.setContentsMargins(INSET, 0, 0, 0)
        self.others = button("unusedMoments", "", "word")
        self.others.setCheckable(True)
        self.others.toggled.connect(self._unfold)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(8, 16, 16, 16)
        self._column.setSpacing(8)
        self._rest = QVBoxLayout()
        self._rest.setSpacing(0)
        self._column.addWidget(self._told)
        self._column.addWidget(self.others, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(self._rest)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.show_citations((), {})

    def show_answer(self, answer: Answer, places: Places) -> None:
        """Show what an answer used and what it left out, or what comes nearest where there is no answer."""
        self.show_citations(answer.citations or answer.nearest, places, answer.unused, nearest=not answer.citations)

    def show_citations(
        self, citations: Sequence[Citation], places: Places, unused: Sequence[Unused] = (), *, nearest: bool = False
    ) -> None:
        """Show moments; `places` tell where in them. `nearest` are those that prove nothing."""
        shown = (tuple(citations), tuple(unused))
        if shown == self._shown:
            return
        self._shown = shown
        for one in (*self._cards, *self._lines):
            let_go(one)
        self._cards = [self._card(citation, place_of(places, citation)) for citation in citations]
        self._lines = [self._line(one, place_of(places, one.citation)) for one in unused]
        self._told.setText(self.tr("Nearest moments") if nearest else self.tr("Evidence"))
        self._told.setVisible(bool(self._cards))
        for at, card in enumerate(self._cards):
            self._column.insertWidget(at + 1, card)
        for line in self._lines:
            self._rest.addWidget(line)
        said = self.tr("Found, not used: {n}").format(n=len(unused))
        self.others.setText(said)
        self.others.setAccessibleName(said)
        self.others.setVisible(bool(unused))
        self.others.setChecked(False)
        self._unfold(False)
        self._desk.pictures.want("evidence", [card.wanted() for card in self._cards if card.place.pictured])

    def _unfold(self, on: bool) -> None:
        for line in self._lines:
            line.setVisible(on)

    def light(self, number: int) -> None:
        """Light the card of a number and bring it into sight; 0 lights none."""
        for card in self._cards:
            card.light(card.citation.n == number)
            if card.citation.n == number:
                self.ensureWidgetVisible(card)

    def focus_card(self, number: int) -> None:
        """Give the card of a number the focus, where it stands here."""
        for card in self._cards:
            if card.citation.n == number:
                card.setFocus()

    def _card(self, citation: Citation, place: Place) -> Card:
        card = Card(self._desk, citation, place)
        card.clicked.connect(lambda: self.opened.emit(citation, place))
        card.pointed.connect(self.pointed)
        return card

    def _line(self, unused: Unused, place: Place) -> UnusedRow:
        line = UnusedRow(self._desk, unused, place)
        line.clicked.connect(lambda: self.opened.emit(unused.citation, place))
        return line
