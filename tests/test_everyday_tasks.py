"""Ten things that people do every day, each by keyboard alone and by mouse alone, with its steps counted: none takes more than six.

What a step is, and that hands do no more than a person could, stands in `tests.hands`. What was done is looked for in the memory, past
the window. How each is done stands in `tests.everyday`; the manual repeats it.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.memory import Memory, restore_backup
from app.paths import Places
from tests import lived
from tests.desktop import VirtualDesktop, missing_programs
from tests.everyday import MEANT, SPENT, done
from tests.hands import Hands, Keys, Mouse
from tests.ui_home import Opened, copied, open_window
from ui.answer_text import AnswerText
from ui.bars import BarButton
from ui.evidence import Card
from ui.insight_words import length
from ui.moment_view import MomentView
from ui.ranges import around

SITE = "greenroofcongress.example"
TYPED = "green roof congress"
needs_display = pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """The memory of somebody who has used it until now. Not to be changed: copy its home to write."""
    folder = tmp_path_factory.mktemp("life")
    return lived.fill(Places(folder / "home", folder / "key"))


@pytest.fixture
def opened(life: Places, tmp_path: Path, qtbot: QtBot) -> Iterator[Opened]:
    """The window on a memory of its own, its timeline shown."""
    one = open_window(copied(life, tmp_path))
    qtbot.waitUntil(one.window.timeline.settled)
    one.window.activateWindow()
    one.window.timeline.setFocus()
    yield one
    one.close()


def held(hands: Hands, look: Callable[[Memory], Any]) -> Any:
    """What the memory itself says, past the window."""
    memory = hands.opened.memory()
    try:
        return look(memory)
    finally:
        memory.close()


# -- find a page seen last week
def stands_on_the_page(hands: Hands) -> bool:
    current = hands.window.timeline.current
    return (
        hands.window.page() == "timeline"
        and current is not None
        and (current.site, current.time.date()) == (SITE, lived.days_ago(7))
    )


def test_a_page_of_last_week_is_found_by_keyboard(keys: Keys) -> None:
    page = keys.window.search_page
    keys.control(Qt.Key.Key_K)
    keys.type(TYPED)
    keys.until(lambda: page.result is not None and page.result.query == TYPED and page.result.meaning_used)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: stands_on_the_page(keys))
    done(keys, "Find a page seen last week")


def test_a_page_of_last_week_is_found_by_mouse(mouse: Mouse) -> None:
    page = mouse.window.insights
    mouse.click("railInsights")
    mouse.until(lambda: page.settled)
    mouse.click("rangeBefore")
    mouse.until(lambda: bool(bars(page.view.sections["sites"], SITE)))
    mouse.click(bars(page.view.sections["sites"], SITE)[0])
    stretches = page.opening.stretches
    mouse.until(stretches.isVisible)
    mouse.click(stretches.list.buttons[0])
    mouse.until(lambda: stands_on_the_page(mouse))
    done(mouse, "Find a page seen last week")


def bars(inside: QWidget, name: str) -> list[BarButton]:
    """The bars of a name that can be seen."""
    return [one for one in inside.findChildren(BarButton) if one.mark.name == name and one.isVisible()]


# -- forget the last ten minutes
def only_the_last_minutes_are_gone(hands: Hands) -> bool:
    now = datetime.now(UTC)
    before, last = (
        held(hands, lambda memory: memory.timeline(now - timedelta(minutes=60), now - timedelta(minutes=10))),
        held(hands, lambda memory: memory.timeline(now - timedelta(minutes=10))),
    )
    return len(before) == 1 and not last


def test_the_last_ten_minutes_are_forgotten_by_keyboard(keys: Keys) -> None:
    timeline = keys.window.timeline
    keys.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    keys.until(lambda: timeline.bar.isVisible() and not only_the_last_minutes_are_gone(keys))
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: only_the_last_minutes_are_gone(keys))
    done(keys, "Forget the last ten minutes")


def test_the_last_ten_minutes_are_forgotten_by_mouse(mouse: Mouse) -> None:
    menu, timeline = mouse.window.pill.menu_, mouse.window.timeline
    mouse.click("recordingPill")
    mouse.until(menu.isVisible)
    mouse.choose(menu, "forgetLast")
    mouse.until(lambda: timeline.bar.isVisible() and not only_the_last_minutes_are_gone(mouse))
    mouse.click("forgetYes")
    mouse.until(lambda: only_the_last_minutes_are_gone(mouse))
    done(mouse, "Forget the last ten minutes")


# -- what did I promise Anna
def answer(hands: Hands) -> str:
    """What the newest answer of the ask page says, once all of it is there."""
    page = hands.window.ask_page
    if not page.turns or page.turns[-1].answer is None:
        return ""
    return "".join(one.toPlainText() for one in page.turns[-1].findChildren(AnswerText) if one.isVisible())


def cards(hands: Hands) -> list[Card]:
    """What the answer cites, as it stands beside it."""
    return [one for one in hands.window.ask_page.findChildren(Card) if one.isVisible()]


def example(hands: Hands, says: str) -> QWidget:
    """The question that the empty ask page offers and that says this."""
    empty = hands.window.ask_page.empty
    found: list[QWidget] = []
    hands.until(lambda: found.extend(one for one in empty.examples() if says in one.accessibleName()) or found)
    hands.until(found[0].isVisible)
    return found[0]


def cites_the_promise(hands: Hands) -> bool:
    turns = hands.window.ask_page.turns
    told = turns[-1].answer if turns else None
    return told is not None and any(
        "boat varnish" in held(hands, lambda memory, one=one: memory.moment(one.id).moment.text)
        for one in told.citations
    )


def test_what_was_promised_is_looked_up_by_keyboard(keys: Keys) -> None:
    keys.control(Qt.Key.Key_K)
    keys.type(MEANT)
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: "boat varnish" in answer(keys))
    assert cites_the_promise(keys)
    done(keys, "Look up what you promised Anna")


def test_what_was_promised_is_looked_up_by_mouse(mouse: Mouse) -> None:
    mouse.click("railAsk")
    mouse.click(example(mouse, "promise Anna"))
    mouse.until(lambda: "boat varnish" in answer(mouse))
    assert cites_the_promise(mouse)
    done(mouse, "Look up what you promised Anna")


# -- leave out a window
@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(1024, 700) as one:
        one.run("xterm", "-class", "Mail", "-title", "Inbox", "-geometry", "40x10+20+20", "-e", "sleep 600")
        yield one


@pytest.fixture
def beside_mail(desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another window is on the screen."""
    monkeypatch.setenv("DISPLAY", desktop.display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def is_left_out(hands: Hands) -> bool:
    return [(rule.field, rule.pattern) for rule in held(hands, lambda memory: memory.rules())] == [("app", "Mail")]


@pytest.mark.display
@needs_display
@pytest.mark.usefixtures("beside_mail")
def test_a_window_is_left_out_by_keyboard(keys: Keys) -> None:
    page = keys.window.privacy
    keys.open_page("privacy")
    keys.until(lambda: len(page.rows) == 1 and is_shown(keys, "leaveOutApp"))
    keys.tab_to("leaveOutApp")
    keys.press(Qt.Key.Key_Space)
    keys.until(lambda: is_left_out(keys))
    done(keys, "Leave out an application")


@pytest.mark.display
@needs_display
@pytest.mark.usefixtures("beside_mail")
def test_a_window_is_left_out_by_mouse(mouse: Mouse) -> None:
    page = mouse.window.privacy
    mouse.click("railPrivacy")
    mouse.until(lambda: len(page.rows) == 1 and next(iter(page.rows.values())).isVisible())
    mouse.click("leaveOutApp")
    mouse.until(lambda: is_left_out(mouse))
    done(mouse, "Leave out an application")


# -- pause for an hour
def is_paused(hands: Hands) -> bool:
    state = held(hands, lambda memory: memory.recording_state())
    left = state.until - datetime.now(UTC) if state.until is not None else timedelta(0)
    return state.state == "paused" and timedelta(minutes=58) < left <= timedelta(hours=1)


def test_recording_is_paused_for_an_hour_by_keyboard(keys: Keys) -> None:
    keys.control(Qt.Key.Key_R)
    keys.until(keys.window.pill.menu_.isVisible)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: is_paused(keys) and keys.window.pill.text().startswith("Paused until"))
    done(keys, "Pause for an hour")


def test_recording_is_paused_for_an_hour_by_mouse(mouse: Mouse) -> None:
    menu = mouse.window.pill.menu_
    mouse.click("recordingPill")
    mouse.until(menu.isVisible)
    mouse.choose(menu, "pause60")
    mouse.until(lambda: is_paused(mouse) and mouse.window.pill.text().startswith("Paused until"))
    done(mouse, "Pause for an hour")


# -- how long in the editor yesterday
def in_the_editor_yesterday(hands: Hands) -> str:
    day = lived.days_ago(1)
    counted = held(hands, lambda memory: memory.insights.figures(day, day, budget_s=60.0))
    return length(next(one.held_us for one in counted.apps if one.name == lived.EDITOR))


def test_how_long_the_editor_was_used_is_asked_by_keyboard(keys: Keys) -> None:
    keys.control(Qt.Key.Key_K)
    keys.type(SPENT)
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: answer(keys))
    assert in_the_editor_yesterday(keys) in answer(keys)
    done(keys, "See how long you were in the editor yesterday")


def test_how_long_the_editor_was_used_is_seen_by_mouse(mouse: Mouse) -> None:
    page = mouse.window.insights
    mouse.click("railInsights")
    mouse.until(lambda: page.settled)
    mouse.click("rangeDay")
    mouse.until(lambda: page.settled and page.range == around("day", lived.today()))
    mouse.click("rangeBefore")
    mouse.until(lambda: page.settled and page.range == around("day", lived.days_ago(1)))
    (bar,) = bars(page.view.sections["apps"], lived.EDITOR)
    assert bar.mark.value == in_the_editor_yesterday(mouse)
    done(mouse, "See how long you were in the editor yesterday")


# -- correct a wrong fact
def lives_in_leeds(hands: Hands) -> bool:
    facts = held(hands, lambda memory: memory.beliefs.entries("facts"))
    return any("Leeds" in f"{one.title} {one.snippet}" for one in facts)


def test_a_wrong_fact_is_corrected_by_keyboard(keys: Keys) -> None:
    page = keys.window.memories
    keys.open_page("memories")
    keys.until(lambda: page.settled)
    keys.press(Qt.Key.Key_Slash)
    keys.type("Leeds")
    keys.until(lambda: page.settled and "Leeds" in str(page.current()))
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: page.belief.held is not None and "Leeds" in str(page.belief.held.entry))
    assert lives_in_leeds(keys)
    keys.press(Qt.Key.Key_D)
    keys.until(lambda: not lives_in_leeds(keys))
    done(keys, "Say that a fact is wrong")


def test_a_wrong_fact_is_corrected_by_mouse(mouse: Mouse) -> None:
    page = mouse.window.memories
    mouse.click("railMemories")
    mouse.until(lambda: page.settled)
    mouse.click_row(page.groups_list, "Facts")
    mouse.until(lambda: page.settled and page.group == "facts" and page.rows.rowCount())
    mouse.click_row(page.list, "Leeds")
    mouse.until(lambda: page.belief.held is not None and "Leeds" in str(page.belief.held.entry))
    assert lives_in_leeds(mouse)
    mouse.click("beliefDeny")
    mouse.until(lambda: not lives_in_leeds(mouse))
    done(mouse, "Say that a fact is wrong")


# -- change retention
@pytest.fixture
def without_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is recorded when what was set is applied."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def kept_for(hands: Hands) -> int:
    """So many days pictures are kept, as it is stored."""
    return int(held(hands, lambda memory: memory.settings().pictures_days))


@pytest.mark.usefixtures("without_screen")
def test_how_long_pictures_are_kept_is_changed_by_keyboard(keys: Keys) -> None:
    assert kept_for(keys) == 180
    keys.control(Qt.Key.Key_Comma)
    keys.until(lambda: keys.window.pages["settings"].held is not None)  # type: ignore[attr-defined]
    keys.type("how long pictures")
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: (at := QApplication.focusWidget()) is not None and at.objectName() == "pictures_days")
    keys.type("90")
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: is_shown(keys, "retentionYes"))
    assert kept_for(keys) == 180
    keys.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    keys.until(lambda: kept_for(keys) == 90)
    done(keys, "Change how long pictures are kept")


@pytest.mark.usefixtures("without_screen")
def test_how_long_pictures_are_kept_is_changed_by_mouse(mouse: Mouse) -> None:
    mouse.click("railSettings")
    mouse.until(lambda: mouse.window.pages["settings"].held is not None)  # type: ignore[attr-defined]
    mouse.click("settingsNav-retention")
    mouse.until(lambda: is_shown(mouse, "pictures_daysUsual"))
    menu = mouse.window.findChild(QMenu, "pictures_daysUsualMenu")
    assert menu is not None
    mouse.click("pictures_daysUsual")
    mouse.until(menu.isVisible)
    mouse.choose(menu, "pictures_days-90")
    mouse.until(lambda: is_shown(mouse, "retentionYes"))
    assert kept_for(mouse) == 180
    mouse.click("retentionYes")
    mouse.until(lambda: kept_for(mouse) == 90)
    done(mouse, "Change how long pictures are kept")


def is_shown(hands: Hands, name: str) -> bool:
    one = hands.window.findChild(QWidget, name)
    return one is not None and one.isVisible()


# -- open a citation
def is_opened(hands: Hands) -> bool:
    """Whether the promise stands beside the conversation."""
    page = hands.window.ask_page
    return page.beside.citation is not None and any(one.isVisible() for one in page.findChildren(MomentView))


def test_a_citation_is_opened_by_keyboard(keys: Keys) -> None:
    keys.control(Qt.Key.Key_K)
    keys.type(MEANT)
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: answer(keys) and cards(keys))
    keys.press(Qt.Key.Key_Up)  # to its first number
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: is_opened(keys))
    assert cites_the_promise(keys)
    done(keys, "Open what an answer cites")


def test_a_citation_is_opened_by_mouse(mouse: Mouse) -> None:
    mouse.click("railAsk")
    mouse.click(example(mouse, "promise Anna"))
    mouse.until(lambda: answer(mouse) and cards(mouse))
    mouse.click(cards(mouse)[0])
    mouse.until(lambda: is_opened(mouse))
    assert cites_the_promise(mouse)
    done(mouse, "Open what an answer cites")


# -- back up
@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a first backup is offered to go into, in a home of the test's own."""
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "person" / ".config"))
    (tmp_path / "person" / "Documents").mkdir(parents=True)
    return tmp_path / "person" / "Documents" / "Recollect backup"


def opens_elsewhere(hands: Hands, folder: Path, tmp_path: Path) -> bool:
    """Whether a backup is whole: a memory made of it anew holds what this one holds."""
    places = Places(tmp_path / "elsewhere", hands.opened.places.key_file)
    restore_backup(places, folder)
    memory = Memory.open(places, models=hands.opened.models)
    found = [one.id for one in memory.timeline()]
    memory.close()
    return found == [one.id for one in held(hands, lambda memory: memory.timeline())] != []


def test_the_memory_is_backed_up_by_keyboard(keys: Keys, at_home: Path, tmp_path: Path) -> None:
    keys.control(Qt.Key.Key_Comma)
    keys.type("back up now")
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: (at := QApplication.focusWidget()) is not None and at.objectName() == "backupNow")
    keys.press(Qt.Key.Key_Space)
    keys.until(lambda: held(keys, lambda memory: memory.backups()) == [at_home])
    keys.until(lambda: "holds the memory now" in backed_up(keys))
    assert opens_elsewhere(keys, at_home, tmp_path)
    done(keys, "Back up")


def test_the_memory_is_backed_up_by_mouse(mouse: Mouse, at_home: Path, tmp_path: Path) -> None:
    mouse.click("railSettings")
    mouse.click("settingsNav-backup")
    mouse.until(lambda: mouse.button("backupNow").isEnabled())
    mouse.click("backupNow")
    mouse.until(lambda: "holds the memory now" in backed_up(mouse))
    assert opens_elsewhere(mouse, at_home, tmp_path)
    done(mouse, "Back up")


def backed_up(hands: Hands) -> str:
    """How the backup ended, as the page says it."""
    return hands.window.pages["settings"].group("backup").block.backing.said()  # type: ignore[attr-defined, no-any-return]
