"""The window on real memories: what it shows, what it does, and what it leaves behind."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.memory import initialise
from app.paths import Places
from app.records import Box, Hit, Moment, RecordingState, Selection
from tests.ui_home import Opened, open_window
from ui import words
from ui.cited import place_of
from ui.heatmap import Year
from ui.widgets import plain_tip
from ui.window import TITLE_BAR

HOSTILE = "<b>bold</b><img src='file:///etc/passwd'><script>x</script> {0} %s \x1b[31m"


@pytest.fixture
def empty(qtbot: QtBot, places: Places) -> Iterator[Opened]:
    """The window on a memory that holds nothing."""
    initialise(places)
    window = open_window(places)
    qtbot.waitUntil(window.window.timeline.settled)
    yield window
    window.close()


def search(qtbot: QtBot, opened: Opened, text: str) -> tuple[Hit, ...]:
    """Type into the box and wait for the hits of the search by words and meaning."""
    page = opened.window.search_page
    opened.window.focus_box()
    opened.window.top.box.clear()
    qtbot.keyClicks(opened.window.top.box, text)
    qtbot.waitUntil(lambda: page.result is not None and page.result.query == text and page.result.meaning_used)
    assert page.result is not None
    return page.result.hits


# -- opening


def test_the_window_opens_on_the_newest_moment_of_the_newest_day(opened: Opened) -> None:
    timeline = opened.window.timeline
    assert list(timeline.dates) == ["2026-11-15", "2026-11-14"]
    assert timeline.current == timeline.moments[-1]
    assert opened.window.page() == "timeline"


def test_an_empty_memory_shows_the_page_faintly_with_one_sentence_and_one_button(empty: Opened, qtbot: QtBot) -> None:
    page = empty.window.timeline.empty
    qtbot.waitUntil(page.isVisible)
    sentence = page.findChild(QLabel, "timelineEmptySentence")
    assert sentence is not None
    assert sentence.text().startswith("Nothing is remembered yet.")
    assert [button.isVisible() for button in page.findChildren(QAbstractButton)] == [True]


def test_pages_open_by_rail_and_by_key(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    for key in ("search", "ask", "timeline"):
        button = window.rail.findChild(QAbstractButton, f"rail{key.capitalize()}")
        assert button is not None
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.page() == key
        assert button.isChecked()


# -- names and text


def test_every_interactive_widget_has_a_name_and_an_accessible_name(opened: Opened) -> None:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView, Year)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()!r} in {widget.parent().objectName()!r}"
        for widget in opened.window.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.objectName()[:3] != "qt_"
        and not (widget.objectName() and widget.accessibleName())
    ]
    assert nameless == []


def test_every_label_shows_its_text_as_it_is(opened: Opened) -> None:
    labels = [one for one in opened.window.findChildren(QLabel) if one.pixmap().isNull()]
    assert len(labels) > 20
    assert [one.objectName() for one in labels if one.textFormat() != Qt.TextFormat.PlainText] == []


def test_hostile_text_of_a_message_is_shown_as_plain_text(empty: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    line = {
        "id": "1",
        "time": "2026-11-20T10:00:00Z",
        "thread": HOSTILE,
        "author": HOSTILE,
        "text": f"garden {HOSTILE}",
    }
    file = tmp_path / "messages.jsonl"
    file.write_text(json.dumps(line) + "\n")
    memory = empty.memory()
    memory.import_messages(file)
    memory.close()
    empty.window.timeline.refresh()
    view = empty.window.timeline.view
    qtbot.waitUntil(lambda: "garden" in view.text.toPlainText())
    assert "<b>bold</b>" in view.text.toPlainText()
    empty.window.fold_inspector(False)
    title = empty.window.inspector.findChild(QLabel, "inspectorTitle")
    assert title is not None
    assert "<b>bold<" in title.text()
    assert title.textFormat() == Qt.TextFormat.PlainText
    assert [
        one.objectName()
        for one in empty.window.findChildren(QLabel)
        if "bold" in one.text() and one.textFormat() != Qt.TextFormat.PlainText
    ] == []


def test_a_tooltip_of_captured_text_is_never_taken_for_markup() -> None:
    taken_for_markup = QtGui.Qt.mightBeRichText  # type: ignore[attr-defined]
    assert taken_for_markup(HOSTILE)
    assert taken_for_markup("a &lt;b&gt; c")
    assert not taken_for_markup(plain_tip(HOSTILE))
    assert not taken_for_markup(plain_tip("a &lt;b&gt; c"))


# -- the timeline


def test_keys_go_through_the_day(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    last = len(timeline.moments) - 1
    for key, index in (
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, last),
    ):
        qtbot.keyClick(timeline, key)
        assert timeline.current == timeline.moments[index]
    qtbot.keyClick(timeline, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: timeline.moments[0].time.date().isoformat() == "2026-11-14")
    assert timeline.current == timeline.moments[-1]


def test_the_large_picture_lets_its_words_be_selected_and_copied(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    at = next(index for index, moment in enumerate(timeline.moments) if moment.has_picture)
    with qtbot.waitSignal(timeline.view.detailed):
        timeline.go(at)
    qtbot.waitUntil(timeline.settled)
    picture = timeline.view.picture
    words = picture.all_text().split()
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=picture.word_place(0))
    qtbot.mouseMove(picture, picture.word_place(1))
    picture.mouseMoveEvent(moved(picture.word_place(1)))
    qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=picture.word_place(1))
    assert picture.selected_text().split() == words[:2]
    timeline.setFocus()
    qtbot.keyClick(timeline, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split() == words[:2]


def moved(to: QPoint) -> "object":
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(to), QPointF(to), left, left, none)


def test_a_forgotten_moment_can_be_brought_back(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    before = timeline.moments
    qtbot.keyClick(timeline, Qt.Key.Key_Home)
    doomed = timeline.moments[0]
    qtbot.keyClick(timeline, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: doomed not in timeline.moments)
    qtbot.waitUntil(timeline.bar.isVisible)
    timeline.bar.undo()
    qtbot.waitUntil(lambda: timeline.moments == before)
    assert not timeline.bar.isVisible()


def test_what_is_forgotten_and_not_brought_back_is_gone_for_good(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    timeline.bar.undo_s = 1
    doomed = next(moment for moment in timeline.moments if moment.has_picture)
    timeline.go(timeline.moments.index(doomed))
    pictures = set(opened.places.pictures.glob("*/*"))
    qtbot.keyClick(timeline, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(pictures - set(opened.places.pictures.glob("*/*"))) >= 1, timeout=15_000)
    memory = opened.memory()
    with pytest.raises(KnownError, match="no_such_moment"):
        memory.moment(doomed.id)
    memory.close()


def test_a_range_shows_what_would_go_before_it_goes(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    before = timeline.moments
    qtbot.keyClick(timeline, Qt.Key.Key_Home)
    for _ in range(3):
        qtbot.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.chosen_range() == (0, 3)
    qtbot.keyClick(timeline, Qt.Key.Key_Delete)
    qtbot.waitUntil(timeline.bar.isVisible)
    said = timeline.bar.findChild(QLabel, "forgetSaid")
    assert said is not None
    assert said.text().startswith("Forget 4 moments, ")
    assert timeline.moments == before
    yes = timeline.bar.findChild(QAbstractButton, "forgetYes")
    assert yes is not None
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: timeline.moments == before[4:])


def test_the_others_that_show_the_same_are_offered_and_the_end_is_told(opened: Opened, qtbot: QtBot) -> None:
    memory = opened.memory()
    first, second = memory.note("The lease of the mill ends in May."), memory.note("The lease of the mill ends in May.")
    timeline = opened.window.timeline
    timeline.bar.undo_s = 1
    timeline.bar.ask(Selection(ids=(first,)))
    others, yes = (timeline.bar.findChild(QAbstractButton, name) for name in ("forgetOthers", "forgetYes"))
    assert others is not None
    assert yes is not None
    qtbot.waitUntil(others.isVisible)
    qtbot.mouseClick(others, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: timeline.bar.isVisible() and not others.isVisible())
    said = timeline.bar.findChild(QLabel, "forgetSaid")
    assert said is not None
    assert said.text().startswith("Forget 2 moments, ")
    with qtbot.waitSignal(timeline.bar.said, timeout=20_000) as told:
        qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert told.args is not None
    assert told.args[0].startswith("Gone: 2 moments")
    assert second not in [one.id for one in memory.timeline(limit=10_000)]
    memory.close()


def test_a_selection_stays_when_something_new_is_stored(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    timeline.go(3)
    timeline.go(6, extend=True)
    memory = opened.memory()
    memory.note("Something new.")
    memory.close()
    with qtbot.waitSignal(opened.window.recording.memory_changed, timeout=10_000):
        pass
    qtbot.waitUntil(lambda: len(timeline.dates) == 3)
    assert timeline.chosen_range() == (3, 6)


# -- search


def test_results_appear_while_one_types(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.search_page
    opened.window.focus_box()
    qtbot.keyClicks(opened.window.top.box, "boil")
    assert opened.window.page() == "search"
    qtbot.waitUntil(lambda: page.result is not None and len(page.result.hits) > 0)
    assert page.result is not None
    assert any("oiler" in hit.snippet for hit in page.result.hits)


def test_a_search_is_gone_through_by_keyboard_and_opens_its_moment_marked(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    assert search(qtbot, opened, "boiler inspection")
    qtbot.keyClick(window.top.box, Qt.Key.Key_Return)
    hit = window.search_page.current_hit()
    assert hit is not None
    qtbot.keyClick(window.search_page.list, Qt.Key.Key_Space)
    assert window.search_page.preview.isVisible()
    assert window.search_page.preview.view.moment == hit.moment
    qtbot.keyClick(window.search_page.list, Qt.Key.Key_Escape)
    assert not window.search_page.preview.isVisible()
    qtbot.keyClick(window.search_page.list, Qt.Key.Key_Return)
    assert window.page() == "timeline"
    qtbot.waitUntil(lambda: window.timeline.current is not None and window.timeline.current.id == hit.id)


def test_a_search_that_finds_nothing_within_its_limits_shows_the_nearest_outside_and_widens(
    opened: Opened, qtbot: QtBot
) -> None:
    page = opened.window.search_page
    assert search(qtbot, opened, "boiler inspection")
    assert page.remark.text() == ""
    page.filters.narrow("app", "No Such Program")
    qtbot.waitUntil(page.remark.isVisible)
    assert page.remark.text().startswith("Nothing lies within these limits.")
    assert page.hits.rowCount() > 1
    qtbot.mouseClick(page.remark.widen, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.remark.isVisible())
    assert page.filters.filters().app is None
    assert page.hits.rowCount() > 1


def test_an_empty_memory_finds_nothing_and_offers_to_ask(empty: Opened, qtbot: QtBot) -> None:
    page = empty.window.search_page
    empty.window.focus_box()
    qtbot.keyClicks(empty.window.top.box, "boiler")
    qtbot.waitUntil(lambda: page.result is not None and page.empty.isVisible())
    assert page.empty.accessibleName() == "Nothing remembered matches these words."
    page.empty.acted.emit()
    assert empty.window.page() == "ask"
    assert empty.window.ask_page.turns[-1].question() == "boiler"


def test_filters_narrow_a_search_to_an_application(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.search_page
    hits = search(qtbot, opened, "garden")
    app = hits[-1].moment.app
    assert {hit.moment.app for hit in hits} != {app}
    page.filters.narrow("app", app)
    qtbot.waitUntil(lambda: page.result is not None and {hit.moment.app for hit in page.result.hits} == {app})


def test_the_list_touches_no_disk_and_marks_survive_line_ends() -> None:
    from ui.hits import Hits
    from ui.sought import shown_snippet

    moment = Moment("m", "screen", datetime(2026, 11, 20, 9, 0, tzinfo=UTC), "Europe/Berlin", title="T")
    hit = Hit("m", moment, "a\nword here", "a\nword here", ((2, 6),), 1.0, (), (Box(1, 2, 3, 4),))
    text, marks = shown_snippet(hit)
    assert text[marks[0][0] : marks[0][1]] == "word"
    rows = Hits()
    rows.show_hits([hit])
    assert rows.data(rows.index(0, 0)) == rows.row(rows.index(0, 0)).head  # type: ignore[union-attr]
    assert "10:00" in rows.data(rows.index(1, 0))


# -- asking


def test_a_question_in_the_box_is_answered_and_its_citation_opens_the_moment(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    window.focus_box()
    qtbot.keyClicks(window.top.box, "Who comes for the boiler inspection?")
    qtbot.keyClick(window.top.box, Qt.Key.Key_Return)
    assert window.page() == "ask"
    turn = window.ask_page.turns[-1]
    qtbot.waitUntil(lambda: turn.answer is not None)
    assert turn.answer is not None
    assert turn.answer.citations
    assert "[1]" in turn.text.toPlainText()
    turn.copy_answer()
    assert "[1] " in QGuiApplication.clipboard().text()
    turn.text.cited.emit(1)
    assert window.page() == "ask"
    assert window.ask_page.beside.isVisible()
    qtbot.mouseClick(window.ask_page.beside.timeline, Qt.MouseButton.LeftButton)
    assert window.page() == "timeline"
    cited = turn.answer.citations[0].id
    qtbot.waitUntil(lambda: window.timeline.current is not None and window.timeline.current.id == cited)
    place = place_of(turn.places, turn.answer.citations[0])
    assert place.zone == "Europe/Berlin"
    if window.timeline.current is not None and window.timeline.current.has_picture:
        assert place.boxes


def test_a_citation_is_a_link_that_can_be_clicked(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    window.ask("Who comes for the boiler inspection?")
    turn = window.ask_page.turns[-1]
    qtbot.waitUntil(lambda: turn.answer is not None)
    text = turn.text
    qtbot.waitUntil(text.isVisible)
    cursor = text.document().find("[1]")
    assert not cursor.isNull()
    cursor.setPosition(cursor.selectionStart() + 1)
    at = text.cursorRect(cursor).center()
    with qtbot.waitSignal(text.cited) as cited:
        qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert cited.args == [1]


def test_a_question_that_nothing_fits_gets_a_sentence(empty: Opened, qtbot: QtBot) -> None:
    empty.window.ask("What was the number of the locker?")
    turn = empty.window.ask_page.turns[-1]
    qtbot.waitUntil(lambda: turn.answer is not None)
    assert turn.notice().startswith("Memory ")
    assert not turn.text.isVisible()


def test_a_conversation_can_be_left_and_read_again(opened: Opened, qtbot: QtBot) -> None:
    page = opened.window.ask_page
    for question in ("Who comes for the boiler inspection?", "When is the boiler inspection?"):
        opened.window.ask(question)
        turn = page.turns[-1]
        qtbot.waitUntil(lambda: turn.answer is not None)  # noqa: B023 - waited for before the next turn
    memory = opened.memory()
    conversations = memory.conversations()
    memory.close()
    assert len(conversations) == 1
    page.start_anew()
    assert page.turns == []
    page.open_conversation(conversations[0][0])
    qtbot.waitUntil(lambda: len(page.turns) == 2)
    assert all(turn.answer is not None for turn in page.turns)


# -- recording


def test_pausing_from_the_pill_writes_the_pause_and_the_pill_tells_the_truth(opened: Opened, qtbot: QtBot) -> None:
    menu = opened.window.pill.menu_
    action = next(one for one in menu.actions() if one.objectName() == "pause60")
    action.trigger()
    qtbot.waitUntil(lambda: opened.window.pill.text().startswith("Paused"))
    memory = opened.memory()
    state = memory.recording_state()
    assert state.state == "paused"
    assert state.until is not None
    assert timedelta(minutes=58) < state.until - datetime.now(UTC) < timedelta(minutes=61)
    menu.refresh()
    assert next(one for one in menu.actions() if one.objectName() == "keptNow").text() == (
        "Nothing is kept while recording is paused."
    )
    next(one for one in menu.actions() if one.objectName() == "resume").trigger()
    qtbot.waitUntil(lambda: not opened.window.pill.text().startswith("Paused"))
    assert memory.recording_state().state == "off"
    assert opened.window.pill.text() == "Not recording"
    memory.close()


def test_a_pause_from_the_command_line_is_seen(opened: Opened, qtbot: QtBot) -> None:
    memory = opened.memory()
    memory.pause(None)
    memory.close()
    qtbot.waitUntil(lambda: opened.window.pill.text() == "Paused", timeout=5000)


def test_what_others_store_appears_by_itself(opened: Opened, qtbot: QtBot) -> None:
    memory = opened.memory()
    note = memory.note("The locker number is 4711.")
    memory.close()
    timeline = opened.window.timeline
    qtbot.waitUntil(lambda: timeline.current is not None and timeline.current.id == note, timeout=10_000)


def test_looking_at_recollect_itself_is_no_private_window() -> None:
    own, bank = RecordingState("private", reason="own_window"), RecordingState("private", reason="banking")
    assert words.state_text(own) == "Recording"
    assert words.kept_now(own).endswith("Recollect's own window is left out.")
    assert words.state_text(bank) == "Private window"


def test_a_new_window_fits_the_screen_with_its_title_bar(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size before anybody chose one."""

    class Small:
        def availableGeometry(self) -> QRect:
            return QRect(0, 0, 1280, 800)

    window = opened.window
    monkeypatch.setattr(window, "screen", Small)
    window._restore()
    assert window.width() == 1280
    assert 800 - 2 * TITLE_BAR < window.height() <= 800 - TITLE_BAR
