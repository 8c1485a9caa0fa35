"""Questions that are asked by themselves: a list with switches, and a line to add one. There are none at first."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QScrollArea,
    QTimeEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import KnownError
from app.records import Scheduled
from ui import icons, words
from ui.letting_go import let_go
from ui.page import Desk
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import Elided, IconButton, button, label

USUAL = QTime(18, 0)
# The words by which the memory is told when, and how they are said here; weekdays are named by locale.
DAYS = {
    "day": QT_TRANSLATE_NOOP("by_itself", "Every day"),
    "weekday": QT_TRANSLATE_NOOP("by_itself", "Monday to Friday"),
    "weekend": QT_TRANSLATE_NOOP("by_itself", "At weekends"),
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def day_words(code: str) -> str:
    """How days are called."""
    if code in WEEKDAYS:
        return QLocale().standaloneDayName(WEEKDAYS.index(code) + 1)
    return QCoreApplication.translate("by_itself", DAYS[code])


def when_words(days: frozenset[int], minute: int) -> str:
    """When a question is asked, by locale."""
    whole = {frozenset(range(7)): "day", frozenset(range(5)): "weekday", frozenset({5, 6}): "weekend"}.get(days)
    said = day_words(whole) if whole else ", ".join(day_words(WEEKDAYS[day]) for day in sorted(days))
    clock = QLocale().toString(QTime(minute // 60, minute % 60), QLocale.FormatType.ShortFormat)
    return words.translated("by_itself", QT_TRANSLATE_NOOP("by_itself", "{days} at {time}")).format(
        days=said, time=clock
    )


class ScheduledRow(QWidget):
    """One question: whether it is on, when it is asked, its answers, and a way to be rid of it."""

    switched = Signal(str, bool)
    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, desk: Desk, one: Scheduled) -> None:
        super().__init__()
        self.setObjectName("scheduledRow")
        self.setFixedHeight(56)
        self.on = QCheckBox()
        self.on.setObjectName("scheduledOn")
        self.on.setAccessibleName(self.tr("Ask it: {question}").format(question=one.question))
        self.on.setChecked(one.on)
        question = Elided(desk.theme, strong=one.on, tone="text" if one.on else "faint")
        question.set_whole(one.question)
        asked = (
            self.tr("last asked {when}").format(when=words.when(one.asked, ""))
            if one.asked is not None
            else self.tr("not asked yet")
        )
        caption = Elided(desk.theme, size="caption", tone="faint")
        caption.set_whole(f"{when_words(one.days, one.minute)}  ·  {asked}")
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addStretch(1)
        said.addWidget(question)
        said.addWidget(caption)
        said.addStretch(1)
        answers = button("scheduledAnswers", self.tr("Answers"), "word")
        away = IconButton(desk.theme, "scheduledAway", "close", self.tr("Ask this no more; its answers stay"))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.on)
        row.addLayout(said, 1)
        row.addWidget(answers)
        row.addWidget(away)
        self.on.toggled.connect(lambda on: self.switched.emit(one.id, on))
        answers.clicked.connect(lambda: self.opened.emit(one.conversation))
        away.clicked.connect(lambda: self.removed.emit(one.id))


class ByItselfView(QWidget):
    """`opened` carries the conversation in which the answers are, `left` asks for the conversation again."""

    opened = Signal(str)
    left = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("byItself")
        self.setAccessibleName(self.tr("Asked by itself"))
        self._desk = desk
        self._days = "day"
        self._rows: list[ScheduledRow] = []
        self.field = QLineEdit()
        self.field.setObjectName("scheduledQuestion")
        self.field.setAccessibleName(self.tr("Question to ask by itself"))
        self.field.setPlaceholderText(self.tr("What did I promise today?"))
        self.field.setMaxLength(400)
        self.days = self._chip()
        self.time = QTimeEdit(USUAL)
        self.time.setObjectName("scheduledTime")
        self.time.setAccessibleName(self.tr("Time of day"))
        self.time.setFixedWidth(92)
        self.time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.add = button("scheduledAdd", self.tr("Add"), "main")
        self._none = label(
            desk.theme,
            self.tr(
                "Nothing is asked by itself. Write a question and a time: its answers, counted or quoted, then wait here each day."
            ),
            tone="second",
            wrap=True,
        )
        self._none.setObjectName("scheduledNone")
        self._arrange()
        self.field.textChanged.connect(lambda _: self._offer())
        self.field.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self._offer()

    def _chip(self) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName("scheduledDays")
        chip.setProperty("look", "chip")
        chip.setMinimumHeight(32)
        chip.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        menu = QMenu(chip)
        menu.setObjectName("scheduledDaysMenu")
        for code in (*DAYS, *WEEKDAYS):
            menu.addAction(day_words(code)).triggered.connect(lambda _=False, chosen=code: self.choose_days(chosen))
        chip.setMenu(menu)
        return chip

    def _arrange(self) -> None:
        theme = self._desk.theme
        away = IconButton(theme, "byItselfAway", "left", self.tr("Back to the conversation"))
        away.clicked.connect(self.left)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(away)
        head.addWidget(label(theme, self.tr("Asked by itself"), size="text", strong=True), 1)
        adding = QHBoxLayout()
        adding.setSpacing(8)
        for one in (self.days, self.time, self.add):
            adding.addWidget(one)
        adding.addStretch(1)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("scheduledList")
        scroll.setAccessibleName(self.tr("Asked by itself"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        how = label(
            theme,
            self.tr(
                "Asked while Recollect runs, never with a model that writes. What was missed is asked once, later."
            ),
            size="caption",
            tone="faint",
            wrap=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addLayout(adding)
        column.addWidget(self._none)
        column.addWidget(scroll, 1)
        column.addWidget(how)
        self.choose_days("day")
        self._desk.theme.changed.connect(self._paint_anew)

    def choose_days(self, code: str) -> None:
        """Take these days for the question that is added next."""
        self._days = code
        said = day_words(code)
        self.days.setText("\u2002" + said)
        self.days.setAccessibleName(said)
        self.days.setIcon(icons.icon("calendar", self._desk.theme.colour("second")))

    def _paint_anew(self) -> None:
        self.choose_days(self._days)

    def arrive(self, question: str = "") -> None:
        """The list was asked for, with a question to add or without one."""
        if question:
            self.field.setText(question)
        self._read()
        self.field.setFocus()

    @property
    def rows(self) -> list[ScheduledRow]:
        return list(self._rows)

    def _read(self) -> None:
        self._desk.core.read(self, "scheduled", lambda memory, _: memory.scheduled(), self._show, self._failed)

    def _show(self, held: Sequence[Scheduled]) -> None:
        for row in self._rows:
            let_go(row)
        self._rows = [ScheduledRow(self._desk, one) for one in held]
        for at, row in enumerate(self._rows):
            row.switched.connect(self._switch)
            row.opened.connect(self.opened)
            row.removed.connect(self._remove)
            self._column.insertWidget(at, row)
        self._none.setVisible(not held)

    def _offer(self) -> None:
        self.add.setEnabled(bool(self.field.text().strip()))

    def _add(self) -> None:
        question, every = self.field.text().strip(), f"{self._days} {self.time.time().toString('HH:mm')}"
        if question:
            self.field.clear()
            self._desk.core.read(
                self,
                "schedule",
                lambda memory, _: memory.ask_every(every, question),
                lambda _: self._read(),
                self._failed,
            )

    def _switch(self, id_: str, on: bool) -> None:
        self._desk.core.read(
            self, f"switch {id_}", lambda memory, _: memory.ask_by_itself(id_, on), lambda _: self._read(), self._failed
        )

    def _remove(self, id_: str) -> None:
        self._desk.core.read(
            self, f"remove {id_}", lambda memory, _: memory.ask_no_more(id_), lambda _: self._read(), self._failed
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _failed(self, error: KnownError) -> None:
        self.said.emit(words.said(error.code, error.params))
