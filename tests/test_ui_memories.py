"""The memories page: what is believed, by kind and with its proof, and everything that its owner may do to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.belief_records import Entry
from app.engines import Models
from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.store import corrections, proposals
from models.fake import FakeEmbedder, FakeOcr
from tests import believing
from tests.ui_home import Opened, copied, open_window
from ui import belief_words, words
from ui.belief import LinkRow
from ui.belief_words import INBOX
from ui.memories import EVERYTHING, MemoriesPage
from ui.shelf import Rows

HOSTILE = "<b>bold</b><img src='file:///etc/passwd'> {0} %s"


@dataclass
class Given:
    """A small memory of hand-made beliefs, and the ids of some."""

    anna: str
    anne: str
    old: str
    new: str
    message: str


def fill(memory: Memory) -> Given:
    """Two people who may be one, a fact that took another's place, one of each other kind."""
    message = believing.said(memory, "Anna Berger moved to Bristol", author="Anna Berger")
    other = believing.said(memory, f"Anne sends {HOSTILE}", 1, author="Anne")
    anna = believing.person(memory, "Anna Berger", [message], times=3)
    anne = believing.person(memory, "Anne", [other])
    old = believing.fact(memory, "Anna Berger", "lives in", "Leeds", [message])
    new = believing.fact(memory, "Anna Berger", "lives in", "Bristol", [message, other], day=1)
    corrections.supersede(memory.store, old, new)
    for kind, name in (
        ("episodic", "episode:1"), ("resource", "resource:a"), ("procedural", "way:1"), ("core", "profile:1"),
        ("digest", "day:2026-11-02"), ("semantic", "place:leeds"), ("semantic", "project:boat"), ("semantic", "appointment:1"),
    ):  # fmt: skip
        title = "2026-11-02: Leeds and letters" if kind == "digest" else f"{name} title"
        believing.put(memory, kind, name, title, f"{name} says {HOSTILE}", [other])
    proposals.propose(memory.store, "merge", believing.row_id(memory, anna), believing.row_id(memory, anne))
    return Given(anna, anne, old, new, message)


@dataclass
class Page:
    """The open page with what lies behind it."""

    opened: Opened
    page: MemoriesPage
    given: Given
    qtbot: QtBot

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true)

    def choose(self, group: str, id_: str = "") -> None:
        """Go to a group, and to a row of it, and wait until it is shown beside the list."""
        page = self.page
        page.groups_list.setCurrentIndex(page.groups.at(group))
        self.until(lambda: page.group == group and page.settled)
        if id_:
            page.list.setCurrentIndex(page.rows.find(id_))
        page.list.setFocus()
        if page.rows.rowCount():
            self.until(lambda: page.current() is not None and self.shown() == getattr(page.current(), "id", ""))

    def shown(self) -> str:
        """The id of what stands beside the list."""
        held, asked = self.page.belief.held, self.page.proposal.asked
        return held.entry.id if held is not None else asked.proposal.id if asked is not None else ""

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.page.list, key, modifier)

    def click(self, name: str) -> None:
        found = self.page.findChild(QAbstractButton, name)
        assert found is not None
        assert found.isVisible()
        self.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)

    def titles(self) -> list[str]:
        rows = (self.page.rows.row(self.page.rows.index(at, 0)) for at in range(self.page.rows.rowCount()))
        return [row.title for row in rows if isinstance(row, Entry)]

    def believed(self, id_: str) -> str:
        """What a memory says now, past the window; its state where it says nothing any more."""
        memory = self.opened.memory()
        try:
            made = memory.beliefs.show(id_).memory
            return made.text if made.status not in ("denied", "superseded") else made.status
        except KnownError as error:
            return error.code
        finally:
            memory.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Places, Given]:
    """The small memory. Not to be changed."""
    folder = tmp_path_factory.mktemp("believed")
    places = Places(folder / "home", folder / "key")
    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    given = fill(memory)
    memory.close()
    return places, given


@pytest.fixture
def at(qtbot: QtBot, filled: tuple[Places, Given], tmp_path: Path) -> Iterator[Page]:
    """The page, opened on a copy of the small memory."""
    places, given = filled
    opened = open_window(copied(places, tmp_path))
    qtbot.waitUntil(opened.window.timeline.settled)
    opened.window.open_page("memories")
    page = Page(opened, opened.window.memories, given, qtbot)
    qtbot.waitUntil(lambda: page.page.settled and page.page.belief.held is not None)
    yield page
    opened.close()


def label(page: QWidget, name: str) -> QLabel:
    found = page.findChild(QLabel, name)
    assert found is not None
    return found


# -- showing


def test_every_kind_stands_there_with_its_count_and_the_inbox_on_top(at: Page) -> None:
    groups = at.page.groups
    assert groups.key(groups.index(0, 0)) == INBOX
    counts = {key: groups.count(key) for key in belief_words.GROUPS}
    assert counts == {
        INBOX: 1, EVERYTHING: 12, "people": 2, "projects": 1, "things": 1, "facts": 2, "appointments": 1, "episodes": 1,
        "documents": 1, "ways": 1, "digests": 1, "you": 1,
    }  # fmt: skip
    for group, count in counts.items():
        at.choose(group)
        assert at.page.rows.rowCount() == count


def test_a_memory_shows_its_evidence_and_a_moment_of_it_opens_on_the_timeline(at: Page) -> None:
    at.choose("facts", at.given.new)
    assert label(at.page, "beliefTitle").text() == "Anna Berger: lives in Bristol"
    held = at.page.belief.held
    assert held is not None
    assert (held.count, len(held.moments)) == (2, 2)
    at.press(Qt.Key.Key_Right)
    proofs = at.page.belief.proofs
    assert proofs.hasFocus()
    at.qtbot.keyClick(proofs, Qt.Key.Key_Return)
    at.until(lambda: at.opened.window.page() == "timeline")
    timeline = at.opened.window.timeline
    at.until(lambda: timeline.current is not None and timeline.current.id == at.given.message)


def test_what_was_superseded_is_told_as_past_and_leads_to_what_took_its_place(at: Page) -> None:
    at.choose("facts", at.given.old)
    assert "Past" in label(at.page, "beliefState").text()
    assert label(at.page, "beliefPast").isVisible()
    link = at.page.belief.findChildren(LinkRow, "memoryLink")[0]
    assert link.id == at.given.new
    at.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    at.until(lambda: at.shown() == at.given.new)
    assert not label(at.page, "beliefPast").isVisible()


def test_searching_narrows_the_counts_and_looks_through_everything_where_the_kind_holds_nothing(at: Page) -> None:
    at.choose("people")
    at.press(Qt.Key.Key_Slash)
    assert at.page.box.hasFocus()
    at.qtbot.keyClicks(at.page.box, "letters")  # of the people, and of the digest's title
    at.until(lambda: at.page.groups.count("facts") == 0 and at.page.settled)
    assert at.titles() == ["Anna Berger", "Anne"]
    at.page.box.setText("episode:1")
    at.until(lambda: at.page.group == EVERYTHING and at.titles() == ["episode:1 title"])
    at.page.box.setText("nowhere")
    at.until(lambda: at.page.rows.rowCount() == 0 and at.page.settled)
    assert label(at.page, "memoriesNone").text() == "No memory holds these words."
    assert at.page.belief.held is None
    at.qtbot.keyClick(at.page.box, Qt.Key.Key_Escape)
    at.until(lambda: at.page.rows.rowCount() == 12)


def test_captured_text_is_shown_as_it_is(at: Page) -> None:
    at.choose("episodes")
    text = label(at.page, "beliefText")
    assert text.text() == f"episode:1 says {HOSTILE}"
    assert {one.textFormat() for one in at.page.findChildren(QLabel) if one.pixmap().isNull()} == {
        Qt.TextFormat.PlainText
    }


def test_a_list_of_many_thousands_stays_as_it_is_when_the_same_comes_again(qtbot: QtBot) -> None:
    rows = Rows()
    many = tuple(Entry(str(at), "facts", f"fact {at}", "", None, "active", "", "") for at in range(20_000))
    assert rows.show_rows(many, grouped=True)
    assert not rows.show_rows(tuple(many), grouped=True)
    assert rows.find("19999").row() == 19_999
    assert not rows.find("none").isValid()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("2026-W46", "Week 46 of 2026"),
        ("2026-11-02: a\nb", "Mon 2 Nov 2026: a b"),
        ("2026-99-99", "2026-99-99"),
        ("", "Without a title"),
    ],
)
def test_titles_say_dates_as_people_do(title: str, shown: str, qtbot: QtBot) -> None:
    assert belief_words.title_of(title) == shown


# -- correcting


def test_other_words_are_written_in_place_and_can_be_taken_back(at: Page) -> None:
    at.choose("facts", at.given.new)
    before = at.believed(at.given.new)
    at.press(Qt.Key.Key_E)
    at.page.belief.editor.text.setPlainText("left again")
    at.qtbot.keyClick(at.page.belief.editor.text, Qt.Key.Key_Escape)
    assert not at.page.belief.is_editing()
    assert at.page.list.hasFocus()
    assert at.believed(at.given.new) == before
    at.press(Qt.Key.Key_E)
    editor = at.page.belief.editor
    assert editor.text.hasFocus()
    editor.text.setPlainText("Anna lives in Bath.")
    at.qtbot.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.until(lambda: label(at.page, "beliefText").text() == "Anna lives in Bath.")
    assert at.believed(at.given.new) == "Anna lives in Bath."
    assert "in your words" in label(at.page, "beliefState").text()
    assert before in label(at.page, "beliefVersion").text()
    at.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    at.until(lambda: label(at.page, "beliefText").text() == before)


def test_what_is_called_wrong_goes_and_comes_back_with_undo(at: Page) -> None:
    at.choose("facts", at.given.new)
    at.press(Qt.Key.Key_D)
    at.press(Qt.Key.Key_D)  # a key held down does not reach the next one
    at.until(lambda: at.titles() == ["Anna Berger: lives in Leeds"])
    assert at.believed(at.given.new) == "denied"
    assert at.believed(at.given.old) == "superseded"
    at.click("memoriesUndo")
    at.until(lambda: at.shown() == at.given.new and len(at.titles()) == 2)


def test_two_people_are_made_one_with_the_picker(at: Page) -> None:
    at.choose("facts", at.given.new)
    at.press(Qt.Key.Key_M)  # a fact is nobody
    at.choose("people", at.given.anna)
    at.press(Qt.Key.Key_M)
    sheet = at.page.correcting.sheet
    at.until(sheet.isVisible)
    assert [sheet.rows.row(sheet.rows.index(one, 0)).title for one in range(sheet.rows.rowCount())] == ["Anne"]  # type: ignore[union-attr]
    at.qtbot.keyClicks(sheet.box, "zz")
    assert not sheet.yes.isEnabled()
    sheet.box.setText("ann")
    at.qtbot.keyClick(sheet.box, Qt.Key.Key_Return)
    at.until(lambda: at.believed(at.given.anne) == "superseded")
    assert not sheet.isVisible()


def test_forgetting_shows_first_what_goes_and_can_be_undone(at: Page) -> None:
    at.choose("facts", at.given.new)
    at.press(Qt.Key.Key_Delete)
    bar = at.page.bar
    at.until(bar.isVisible)
    assert label(bar, "forgetSaid").text().startswith("Forget 1 memory?")
    at.click("forgetYes")
    at.until(lambda: at.given.new not in {row.id for row in [at.page.rows.row(at.page.rows.index(0, 0))] if row})
    assert at.believed(at.given.new) == "no_such_memory"
    at.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    at.until(lambda: len(at.titles()) == 2)
    assert at.believed(at.given.new) != "no_such_memory"


# -- the inbox


def test_a_question_is_a_sentence_and_is_accepted_and_taken_back(at: Page) -> None:
    at.choose(INBOX)
    assert (
        label(at.page, "proposalQuestion").text()
        == f"Are {words.quoted('Anna Berger')} and {words.quoted('Anne')} the same?"
    )
    assert len(at.page.proposal.findChildren(LinkRow)) == 2
    at.click("proposalAccept")
    at.until(lambda: at.page.groups.count(INBOX) == 0)
    assert at.believed(at.given.anne) == "superseded"
    assert label(at.page, "memoriesNone").text() == "Nothing waits for a decision."
    at.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    at.until(lambda: at.page.groups.count(INBOX) == 1)
    assert at.believed(at.given.anne) != "superseded"


def test_a_rejected_question_leaves_all_as_it_is(at: Page) -> None:
    at.choose(INBOX)
    at.press(Qt.Key.Key_R)
    at.until(lambda: at.page.groups.count(INBOX) == 0)
    assert at.believed(at.given.anne) == "Anne writes letters."


def test_a_question_about_a_secret_asks_before_it_forgets(at: Page) -> None:
    memory = at.opened.memory()
    proposals.propose(memory.store, "secret", believing.row_id(memory, at.given.new))
    id_ = memory.beliefs.inbox()[1].id
    memory.close()
    at.page.look()
    at.choose(INBOX, id_)
    at.press(Qt.Key.Key_A)
    at.until(at.page.bar.isVisible)
    assert at.believed(at.given.new) == "Anna Berger lives in Bristol"
    at.click("forgetYes")
    at.until(lambda: at.page.groups.count(INBOX) == 1)
    assert at.believed(at.given.new) == "no_such_memory"


def test_a_question_can_be_answered_with_other_words(at: Page) -> None:
    memory = at.opened.memory()
    proposals.propose(memory.store, "stale", believing.row_id(memory, at.given.new))
    id_ = memory.beliefs.inbox()[1].id
    memory.close()
    at.page.look()
    at.choose(INBOX, id_)
    at.press(Qt.Key.Key_E)
    at.page.proposal.editor.text.setPlainText("Anna moved to Bath.")
    at.click("proposalEditorKeep")
    at.until(lambda: at.page.groups.count(INBOX) == 1)
    assert at.believed(at.given.new) == "Anna moved to Bath."


# -- making


@pytest.fixture
def unmade(qtbot: QtBot, places: Places) -> Iterator[Opened]:
    """The window on a memory of a few messages, of which nothing was made yet."""
    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    for minute in range(4):
        believing.said(memory, f"Anna Berger moved to Bristol, box {minute}", author="Anna Berger", minute=minute)
    memory.close()
    opened = open_window(places)
    qtbot.waitUntil(opened.window.timeline.settled)
    opened.window.open_page("memories")
    qtbot.waitUntil(lambda: opened.window.memories.settled)
    yield opened
    opened.close()


def test_an_empty_page_teaches_and_makes_memories_when_asked(unmade: Opened, qtbot: QtBot) -> None:
    page = unmade.window.memories
    assert page.empty.isVisible()
    assert "Memories are made of the days that are over" in label(page, "memoriesEmptySentence").text()
    button = page.findChild(QAbstractButton, "memoriesEmptyAction")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.making.is_under_way()
    assert button.text() == "Stop"
    qtbot.waitUntil(lambda: not page.making.is_under_way(), timeout=30_000)
    qtbot.waitUntil(lambda: not page.empty.isVisible() and page.groups.count(EVERYTHING) > 0)
    assert unmade.window.toast.text().endswith("memories more.")


def test_making_stops_when_asked_and_that_is_no_fault(unmade: Opened, qtbot: QtBot) -> None:
    page = unmade.window.memories
    page.making.click()
    page.making.click()
    qtbot.waitUntil(lambda: not page.making.is_under_way())
    assert page.making.button.text() == "Make new ones"
