"""The figures of some days as bars: columns of days, lists of applications, projects and sites, focus, meetings, what was recorded, the year.

Draws what it is given; which bar was opened is said with its kind.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.bars import PAD, BarButton, Mark, Section
from ui.insight_words import (
    COVERING,
    HOW,
    NOTHING,
    SECTIONS,
    appointment_text,
    hour_text,
    length,
    share,
    slot_name,
    slot_text,
    span_text,
    stretch_name,
    tr,
)
from ui.insight_year import YearOfHours
from ui.ranges import Range, slots
from ui.theme import READING_WIDTH, Theme
from ui.translate import QT_TRANSLATE_NOOP
from ui.widgets import label

if TYPE_CHECKING:
    from app.insights import Bar, Counting, Figures

MOST_BARS = 8
FOCUS_BARS = 6
WIDEST = 1240
# The colour of what the recorder did.
SHADES = {"recorded": "accent", "excluded": "warn", "failed": "danger", "paused": "warn"}
OFF = QT_TRANSLATE_NOOP("insights", "Recollect did not run then, so there is nothing to show.")


def covering_said(kind: str) -> str:
    """What there is to say of time that has no moments."""
    return tr(OFF) if kind == "off" else tr(COVERING[kind])


class Sums(QWidget):
    """The figures that everything below is made of: a large number each, and what it is the length of."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("insightsSums")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 0, PAD, 0)
        row.setSpacing(40)
        self._pairs: list[tuple[QLabel, QLabel]] = []
        for name in ("insightsSummary", "insightsFocus", "insightsCalls"):
            number, said = label(theme, size="page", strong=True), label(theme, tone="second")
            number.setObjectName(name)
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(number)
            pair.addWidget(said)
            row.addLayout(pair)
            self._pairs.append((number, said))
        row.addStretch(1)

    def show_sums(self, sums: Sequence[tuple[str, str]]) -> None:
        """Show lengths and what they are of; what is not there takes no room."""
        for at, (number, said) in enumerate(self._pairs):
            held = at < len(sums)
            number.setVisible(held)
            said.setVisible(held)
            if held:
                number.setText(sums[at][0])
                said.setText(sums[at][1])
        self.setAccessibleName(", ".join(f"{number} {said}" for number, said in sums))


class InsightsView(QWidget):
    """The sections. `opened` carries the kind of a bar and what it stands for; `table_asked` wants all that did not find room here."""

    opened = Signal(str, object)
    table_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("insightsView")
        self._theme = theme
        self.sums = Sums(theme)
        self.sections = {
            kind: Section(
                theme, kind, tr(SECTIONS[kind]), tr(HOW[kind]) if kind in HOW else "",
                upright=kind == "days", headed=kind != "days",
            )
            for kind in ("days", "apps", "projects", "sites", "focus", "meetings", "covering")
        }  # fmt: skip
        self.year = YearOfHours(theme)
        self._year_said = label(theme, tone="second")
        for kind, section in self.sections.items():
            section.opened.connect(partial(self._opened, kind))
            section.more.clicked.connect(self.table_asked)
        self.year.opened.connect(partial(self.opened.emit, "year"))
        self.year.pointed.connect(self._year_said.setText)
        self._arrange()

    def _opened(self, kind: str, what: object) -> None:
        if kind == "meetings" and not hasattr(what, "times"):
            kind = "appointments"
        self.opened.emit(kind, what)

    def _arrange(self) -> None:
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 24, 0, 40)
        column.setSpacing(32)
        top = QVBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.sums)
        top.addWidget(self.sections["days"])
        column.addLayout(top)
        for kinds in (("apps", "projects", "sites"), ("focus", "meetings")):
            row = QHBoxLayout()
            row.setSpacing(32)
            for kind in kinds:
                row.addWidget(self.sections[kind], 1)
            column.addLayout(row)
        column.addWidget(self.sections["covering"])
        column.addWidget(self._year_whole())
        column.addWidget(self._counted_how())
        column.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 0, 24, 0)
        outer.addStretch(1)
        outer.addWidget(body, 1000)
        outer.addStretch(1)

    def _year_whole(self) -> QWidget:
        whole = QWidget()
        whole.setObjectName("yearSection")
        column = QVBoxLayout(whole)
        column.setContentsMargins(PAD, 0, PAD, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(self._theme, tr(SECTIONS["year"]), size="text", strong=True))
        head.addStretch(1)
        head.addWidget(self._year_said)
        column.addLayout(head)
        column.addWidget(self.year)
        whole.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return whole

    def _counted_how(self) -> QWidget:
        """How each is counted, out of the way of what is counted."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(PAD, 0, PAD, 0)
        column.setSpacing(4)
        column.addWidget(label(self._theme, self.tr("How this is counted"), tone="second", strong=True))
        for kind, how in HOW.items():
            line = label(self._theme, f"{tr(SECTIONS[kind])}: {tr(how)}", size="caption", tone="faint", wrap=True)
            line.setMaximumWidth(READING_WIDTH)
            column.addWidget(line)
        return whole

    # what is shown

    def show_figures(self, found: "Figures", shown: Range) -> None:
        """Draw the figures of a range."""
        self.sums.show_sums(self._sums(found))
        self._show_days(found, shown)
        self._show_bars("apps", found.apps, "")
        self._show_bars("projects", found.projects, "accent")
        self._show_bars("sites", found.sites, "accent")
        self._show_focus(found)
        self._show_meetings(found)
        self._show_covering(found)

    def _sums(self, found: "Figures") -> list[tuple[str, str]]:
        sums = [(length(found.held_us), self.tr("at the computer"))]
        if found.focus_us:
            sums.append((length(found.focus_us), self.tr("in focus")))
        if found.meetings_us:
            sums.append((length(found.meetings_us), self.tr("in calls")))
        return sums

    def _show_days(self, found: "Figures", shown: Range) -> None:
        if shown.days == 1:
            held = [(hour_text(hour), str(hour), us, hour) for hour, us in enumerate(found.hours)]
            columns: list[tuple[str, str, int, object]] = list(held)
        else:
            days = dict(found.days)
            columns = [
                (
                    slot_name(one),
                    slot_text(one),
                    sum(us for day, us in days.items() if one.first <= day <= one.last),
                    one,
                )
                for one in slots(shown)
            ]
            if len(columns) > 12:  # the day of the month is enough
                columns = [
                    (name, str(slots(shown)[at].first.day), us, one) for at, (name, _, us, one) in enumerate(columns)
                ]
        most = max((us for _, _, us, _ in columns), default=0) or 1
        marks = [Mark(name, length(us) if us else "", us / most, one, foot) for name, foot, us, one in columns]
        self.sections["days"].show_marks(marks)

    def _show_bars(self, kind: str, bars: Sequence["Bar"], role: str) -> None:
        most = bars[0].held_us if bars and bars[0].held_us else 1
        marks = [Mark(one.name, length(one.held_us), one.held_us / most, one, "", role) for one in bars[:MOST_BARS]]
        self.sections[kind].show_marks(marks, tr(NOTHING[kind]))
        more = len(bars) - MOST_BARS
        self.sections[kind].tell_more(self.tr("{n} more in the table").format(n=more) if more > 0 else "")

    def _show_focus(self, found: "Figures") -> None:
        most = found.focus[0].held_us if found.focus else 1
        marks = [
            Mark(
                stretch_name(one), length(one.held_us), one.held_us / most, one,
                f"{one.moment.app}   {span_text(one.since, one.until, found.zone, year=found.first.year != found.last.year)}",
            )
            for one in found.focus[:FOCUS_BARS]
        ]  # fmt: skip
        self.sections["focus"].show_marks(marks, tr(NOTHING["focus"]))

    def _show_meetings(self, found: "Figures") -> None:
        most = found.meetings[0].held_us if found.meetings and found.meetings[0].held_us else 1
        marks = [
            Mark(one.name, length(one.held_us), one.held_us / most, one, "", "") for one in found.meetings[:MOST_BARS]
        ]
        planned = found.appointments[: MOST_BARS - min(len(marks), 3)]
        year = found.first.year != found.last.year
        marks += [Mark(one.title, "", -1.0, one, appointment_text(one, found.zone, year=year)) for one in planned]
        self.sections["meetings"].show_marks(marks, tr(NOTHING["meetings"]))

    def _show_covering(self, found: "Figures") -> None:
        marks = [
            Mark(
                tr(COVERING[one.kind]), f"{length(one.held_us)}   {share(one.held_us, found.whole_us)}",
                one.held_us / (found.whole_us or 1), one, "", SHADES.get(one.kind, "faint"),
            )
            for one in found.covering
        ]  # fmt: skip
        self.sections["covering"].show_marks(marks, tr(NOTHING["covering"]))
        self.sections["covering"].figure.setText(
            self.tr("of {time}").format(time=length(found.whole_us)) if marks else ""
        )

    def show_year(self, found: "Counting", last: date) -> None:
        """Draw the squares of the year, as far as they are counted."""
        days = dict(found.days)
        counted_from = date.min if found.done == found.of else min(days, default=date.max)
        self.year.show_days(days, last, counted_from)

    # going from bar to bar

    def step(self, held: QWidget | None, by: int) -> QWidget | None:
        """The bar after or before one, in the order in which they are read; of columns that stand side by side one counts."""
        stops: list[QWidget] = []
        at = -1
        for section in self.sections.values():
            buttons = section.bars.buttons if section.bars.isVisibleTo(self) else []
            if section.bars.upright:
                current = [one for one in buttons if one is held] or [
                    one for one in buttons if one.focusPolicy() & Qt.FocusPolicy.TabFocus
                ]
                buttons = current[:1]
            stops += buttons
        stops.append(self.year)
        if held in stops:
            at = stops.index(held)
        elif by < 0:
            return None
        return stops[min(max(at + by, 0), len(stops) - 1)]

    def step_sideways(self, held: BarButton, by: int) -> bool:
        """Go to the column beside one. False where the bar is none of columns side by side."""
        buttons = self.sections["days"].bars.buttons
        if held not in buttons:
            return False
        buttons[min(max(buttons.index(held) + by, 0), len(buttons) - 1)].setFocus()
        return True
