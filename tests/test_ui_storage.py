"""The storage section of the privacy page, pins in the window, and what is shown of a time whose pictures are gone."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.settings import Settings, load
from app.store import retention
from app.store.tiers import Limits
from tests.ui_home import Opened
from ui.storage import StorageSection


@pytest.fixture
def storage(opened: Opened, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> StorageSection:
    """The section, filled; no screen to look at."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    opened.window.open_page("privacy")
    opened.window.privacy.open_section("storage")
    section = opened.window.privacy.storage
    qtbot.waitUntil(lambda: section.forecast is not None)
    return section


def text_of(section: StorageSection, name: str) -> str:
    found = section.findChild(QLabel, name)
    assert found is not None
    return found.text()


def pin_button(opened: Opened) -> QToolButton:
    found = opened.window.timeline.findChild(QToolButton, "pin")
    assert found is not None
    return found


def test_the_section_tells_what_each_part_takes_and_when_the_cap_is_reached(storage: StorageSection) -> None:
    assert [field.text() for field in storage.fields.values()] == ["180 days", "730 days", "For ever", "20 GB"]
    assert "Pictures" in storage.bar.accessibleName()
    assert "20.0 GB" in storage.bar.accessibleName()
    assert text_of(storage, "storagePace").startswith("It grows by ")
    assert storage.save.isHidden()
    assert all(field.accessibleName() and field.accessibleDescription() for field in storage.fields.values())


def test_a_changed_limit_says_what_would_go_and_holds_only_once_it_is_saved(
    opened: Opened, storage: StorageSection, qtbot: QtBot
) -> None:
    storage.fields["pictures_days"].setValue(1)
    assert not storage.save.isHidden()
    qtbot.waitUntil(lambda: "cannot be brought back" in text_of(storage, "storageGoing"))
    assert load(opened.places.settings) == Settings()
    qtbot.mouseClick(storage.back, Qt.MouseButton.LeftButton)
    assert storage.fields["pictures_days"].value() == 180
    assert storage.save.isHidden()
    storage.fields["max_gb"].setValue(50)
    storage.fields["text_days"].setValue(3000)
    qtbot.mouseClick(storage.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(storage.save.isHidden)
    assert load(opened.places.settings) == Settings(max_gb=50, text_days=3000)
    qtbot.waitUntil(lambda: storage.forecast is not None and storage.forecast.cap_bytes == 50_000_000_000)


def test_looking_again_leaves_what_is_being_typed(storage: StorageSection, qtbot: QtBot) -> None:
    storage.fields["thumbnails_days"].setValue(99)
    before = storage.forecast
    storage.refresh()
    qtbot.waitUntil(lambda: storage.forecast is not before)
    assert storage.fields["thumbnails_days"].value() == 99
    assert not storage.save.isHidden()


def test_the_wheel_scrolls_the_page_and_changes_no_limit(storage: StorageSection) -> None:
    field = storage.fields["pictures_days"]
    field.setFocus()
    middle = QPointF(field.rect().center())
    turn = QWheelEvent(
        middle, QPointF(field.mapToGlobal(field.rect().center())), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, turn)
    assert field.value() == 180


def test_p_pins_the_moment_and_takes_the_pin_off_again(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    timeline.setFocus()
    qtbot.keyClick(timeline, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: timeline.current is not None and timeline.current.pinned)
    assert timeline.current is not None
    pinned = timeline.current.id
    assert pin_button(opened).isChecked()
    assert pin_button(opened).accessibleName() == "Pinned: let it age again"
    memory = opened.memory()
    assert memory.moment(pinned).moment.pinned
    qtbot.mouseClick(pin_button(opened), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: timeline.current is not None and not timeline.current.pinned)
    assert not memory.moment(pinned).moment.pinned
    assert pin_button(opened).accessibleName() == "Pin: keep it whole"
    memory.close()


def test_a_range_is_pinned_together_and_the_inspector_says_so(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    opened.window.fold_inspector(False)
    timeline.go(0, glide=False)
    timeline.go(3, extend=True, glide=False)
    timeline.pin_chosen()
    qtbot.waitUntil(lambda: [moment.pinned for moment in timeline.moments[:5]] == [True] * 4 + [False])
    said = opened.window.inspector.findChild(QLabel, "inspectorPinned")
    assert said is not None
    assert said.text().startswith("Pinned")


def test_of_an_old_time_the_small_picture_and_the_text_are_shown(opened: Opened, qtbot: QtBot) -> None:
    timeline, memory = opened.window.timeline, opened.memory()
    shown = next(at for at, moment in enumerate(timeline.moments) if moment.has_picture)
    while retention.step(memory.store, Limits(pictures_days=1), datetime.now(UTC) + timedelta(days=9999)):
        pass
    timeline.newest()
    qtbot.waitUntil(lambda: not timeline.moments[shown].has_picture)
    timeline.go(shown, glide=False)
    said = timeline.view.left.findChild(QLabel, "timelineLeftSaid")
    assert said is not None
    qtbot.waitUntil(lambda: said.text() == "Only the text and a small picture are kept of that time.")
    qtbot.waitUntil(lambda: bool(timeline.view.text.toPlainText()))
    with memory.store.writing():
        memory.store.execute("DELETE FROM picture")
    opened.window.desk.pictures.take_away([moment.id for moment in timeline.moments])
    timeline.go(shown + 1, glide=False)
    timeline.go(shown, glide=False)
    qtbot.waitUntil(lambda: said.text() == "This moment has no picture any more.")
    memory.close()
