"""Smaller parts of the settings page: the budget's meter, shortcuts, language and colours, and what this program is."""

from typing import Any

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from app import __version__
from ui import language, words
from ui.page import Desk
from ui.setting_block import Block, Gauge, pairs
from ui.setting_row import FIELD_WIDTH, Choice
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import button, hairline, label

LOOK_EVERY_MS = 2000
KEYS_WIDTH = 152
# Keys as Qt names them, one or several, and what they do. Those of a page hold where it is open.
SHORTCUTS: tuple[tuple[str, str], ...] = (
    ("Ctrl+K Ctrl+F /", QT_TRANSLATE_NOOP("shortcuts", "Search, wherever you are")),
    ("Ctrl+Return", QT_TRANSLATE_NOOP("shortcuts", "Ask what stands in the box")),
    ("Ctrl+1", QT_TRANSLATE_NOOP("shortcuts", "Open the first page; Ctrl+2 the second, and so on")),
    ("Ctrl+,", QT_TRANSLATE_NOOP("shortcuts", "Open the settings")),
    ("Ctrl+N", QT_TRANSLATE_NOOP("shortcuts", "Write a note")),
    ("Ctrl+Shift+L", QT_TRANSLATE_NOOP("shortcuts", "Lock the memory")),
    ("Ctrl+R", QT_TRANSLATE_NOOP("shortcuts", "Pause recording, go on, and see what it does")),
    ("Ctrl+Q", QT_TRANSLATE_NOOP("shortcuts", "Quit")),
    ("I", QT_TRANSLATE_NOOP("shortcuts", "Show or hide what is known of a moment")),
    (
        "Left Right",
        QT_TRANSLATE_NOOP("shortcuts", "Timeline: the moment before and the next; with Shift, choose them too"),
    ),
    ("Ctrl+Left Ctrl+Right", QT_TRANSLATE_NOOP("shortcuts", "Timeline: the day before and the next")),
    ("Home End", QT_TRANSLATE_NOOP("shortcuts", "Timeline: the first and the last moment of the day")),
    ("PgUp PgDown", QT_TRANSLATE_NOOP("shortcuts", "Timeline: the application before and the next")),
    ("P", QT_TRANSLATE_NOOP("shortcuts", "Timeline: pin the moment, or let it age again")),
    ("Del", QT_TRANSLATE_NOOP("shortcuts", "Forget what is chosen")),
    ("Ctrl+Shift+Del", QT_TRANSLATE_NOOP("shortcuts", "Forget the last ten minutes, after showing what goes")),
    ("E", QT_TRANSLATE_NOOP("shortcuts", "Memories: write it in other words")),
    ("D", QT_TRANSLATE_NOOP("shortcuts", "Memories: it is wrong")),
    ("M", QT_TRANSLATE_NOOP("shortcuts", "Memories: make two of them one")),
    ("A R", QT_TRANSLATE_NOOP("shortcuts", "Memories: accept or reject what is asked")),
    ("Ctrl+Z", QT_TRANSLATE_NOOP("shortcuts", "Take back what was done last")),
    ("Space", QT_TRANSLATE_NOOP("shortcuts", "Search: look at the picture")),
    ("Esc", QT_TRANSLATE_NOOP("shortcuts", "Back")),
)


class BudgetBlock(Block):
    """What reading and pictures cost now, against what they may."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "budgetBlock")
        self.setAccessibleName(self.tr("Budget meter: what recording and reading cost now"))
        self._width = 0
        self._processor = self.say(name="budgetProcessor", tone="text")
        self._processor_bar = Gauge(desk.theme, "budgetProcessorBar")
        self._pictures = self.say(name="budgetPictures", tone="text")
        self._pictures_bar = Gauge(desk.theme, "budgetPicturesBar")
        self._waiting = self.say(name="budgetWaiting", size="caption")
        self.column.insertWidget(1, self._processor_bar)
        self.column.insertWidget(3, self._pictures_bar)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def arrive(self) -> None:
        self.look()
        self._timer.start()

    def leave(self) -> None:
        self._timer.stop()

    def set_width(self, width: int) -> None:
        self._width = width
        super().set_width(width)

    def look(self) -> None:
        """Ask what is spent now."""
        if self.desk.core.is_open:
            self.desk.core.read(self, "cost", lambda memory, _: memory.cost(), self.show_cost, lambda _: None, low=True)

    def show_cost(self, cost: dict[str, float | str] | None) -> None:
        """Show the meter; without one, nothing runs that costs anything."""
        if cost is None:
            self._processor.setText(self.tr("Nothing is recorded or read now, so nothing is spent."))
            self._pictures.setText("")
            self._waiting.setText("")
        else:
            self._processor.setText(
                self.tr("{used} % of one processor core over the last minute; reading may use {most} %.")
                .format(used=_short(cost["cpu_percent"]), most=_short(cost["cpu_limit_percent"]))
            )  # fmt: skip
            self._pictures.setText(
                self.tr("{used} of {most} MB of pictures today.")
                .format(used=_short(cost["mb_today"]), most=_short(cost["mb_limit"]))
            )  # fmt: skip
            waits = {
                "battery": self.tr("Reading waits for mains power."),
                "share": self.tr("Reading has used its share and waits a little."),
            }
            self._waiting.setText(waits.get(str(cost.get("waiting", "")), ""))
        for bar, text, used, most in (
            (self._processor_bar, self._processor, "cpu_percent", "cpu_limit_percent"),
            (self._pictures_bar, self._pictures, "mb_today", "mb_limit"),
        ):
            bar.setVisible(cost is not None)
            bar.show_part(None if cost is None else float(cost[used]) / max(float(cost[most]), 0.1), text.text())
        self.set_width(self._width)


def _short(value: float | str) -> str:
    number = float(value)
    return words.number(round(number)) if number >= 10 or number == round(number) else words.decimal(number)


class ShortcutsBlock(Block):
    """What the keys do."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "shortcutsBlock")
        self.setAccessibleName(self.tr("Keyboard shortcuts"))
        for place, told in by_place([(_named(keys), words.translated("shortcuts", text)) for keys, text in SHORTCUTS]):
            if place:
                self.head(place)
            self.column.addLayout(pairs(desk.theme, told, names_width=KEYS_WIDTH))


def by_place(told: list[tuple[str, str]]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Keys and what they do, by the page that stands before a colon; what holds everywhere first.

    >>> by_place([("P", "Timeline: pin it"), ("Esc", "Back")])
    [('', (('Esc', 'Back'),)), ('Timeline', (('P', 'Pin it'),))]
    """
    places: dict[str, list[tuple[str, str]]] = {"": []}
    for keys, text in told:
        place, _, what = text.rpartition(": ")
        places.setdefault(place, []).append((keys, what[:1].upper() + what[1:]))
    return [(place, tuple(held)) for place, held in places.items()]


def _named(keys: str) -> str:
    """Keys as this system writes them."""
    form = QKeySequence.SequenceFormat.NativeText
    return "   ".join(QKeySequence(one).toString(form) for one in keys.split())


class LooksBlock(Block):
    """The window's language, colours and motion. `theme_asked` carries the colours that were chosen, `motion_asked` how much moves."""

    theme_asked = Signal(str)
    motion_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "looksBlock")
        self.setAccessibleName(self.tr("Language, English, German, Deutsch, light, dark, colours, motion"))
        self._width = 0
        languages = (("system", self.tr("Like the system")), ("en", "English"), ("de", "Deutsch"))
        self.language = Choice(desk.theme, "languageChoice", self.tr("The language of the window."), languages)
        self.language.show_value(language.chosen(desk.choices))
        self._add(self.language, self.tr("The language of the window."))
        self._later = self.say(name="languageLater")
        self.column.addWidget(hairline())
        modes = (
            ("system", self.tr("Like the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
            ("contrast", self.tr("High contrast")),
        )
        self.colours = Choice(desk.theme, "colourChoice", self.tr("The colours of the window."), modes)
        self._add(self.colours, self.tr("The colours of the window."))
        self.column.addWidget(hairline())
        motions = (("system", self.tr("Like the system")), ("full", self.tr("Glides")), ("none", self.tr("Nothing")))
        self.motion = Choice(desk.theme, "motionChoice", self.tr("What moves by itself in the window."), motions)
        self.motion.show_value(desk.theme.motion)
        self._add(self.motion, self.tr("What moves by itself in the window."))
        self.motion.chosen.connect(self.motion.show_value)
        self.motion.chosen.connect(self.motion_asked)
        self.language.chosen.connect(self.speak)
        self.colours.chosen.connect(self.theme_asked)
        desk.theme.changed.connect(self._show_colours)
        self._show_colours()

    def _add(self, choice: Choice, text: str) -> None:
        """A row like those of the settings: what, and at the right edge how."""
        choice.setFixedWidth(FIELD_WIDTH)
        row = QHBoxLayout()
        row.addWidget(label(self.desk.theme, text), 1)
        row.addWidget(choice)
        self.column.addLayout(row)

    def _show_colours(self) -> None:
        self.colours.show_value(self.desk.theme.mode)

    def set_width(self, width: int) -> None:
        self._width = width
        super().set_width(width)

    def speak(self, code: str) -> None:
        """Choose a language for the next start."""
        self.language.show_value(code)
        if self.desk.choices is not None:
            self.desk.choices.setValue(language.CHOICE, code)
        self._later.setText(self.tr("It holds when Recollect is started again."))
        self.set_width(self._width)


class AboutBlock(Block):
    """What this program is, where it keeps things, and what leaves the machine."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "aboutBlock")
        self.setAccessibleName(self.tr("About: version, folders, licence, network"))
        self._width = 0
        self._home = ""
        self._leaves = self.say(name="aboutLeaves", tone="text")
        self.column.addLayout(pairs(desk.theme, (
            (self.tr("Version"), __version__),
            (self.tr("Licence"), "Apache-2.0"),
        )))  # fmt: skip
        self._places = self.say(name="aboutPlaces")
        self.open = button("aboutOpen", self.tr("Open the memory's folder"))
        self.row(self.open)
        self.open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self._home)))

    def set_width(self, width: int) -> None:
        self._width = width
        super().set_width(width)

    def arrive(self) -> None:
        self.desk.core.read(
            self,
            "about",
            lambda memory, _: (memory.home, memory.settings()),
            lambda told: self._show(*told),
            lambda _: None,
        )

    def _show(self, home: Any, settings: Any) -> None:
        from app.model_choice import is_elsewhere

        self._home = str(home)
        if is_elsewhere(settings):
            text = self.tr(
                "What you ask, and what memory holds of it, goes to {address}, which you confirmed. "
                "Nothing else leaves this machine."
            )
            self._leaves.setText(text.format(address=settings.chat_server))
        else:
            self._leaves.setText(
                self.tr("What leaves this machine: nothing. There is no account, no server and no telemetry. The network is used "
                        "only to download a model that you name.")
            )  # fmt: skip
        self._places.setText(
            self.tr("The memory is in {home}: memory.db and pictures are encrypted, settings.toml and logs hold nothing that was seen.")
            .format(home=words.short_path(home))
        )  # fmt: skip
        self.set_width(self._width)
