"""A picture that waits to be read is not seen in the window, and appears by itself once it was read."""

from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from app.engines import FAILURES
from app.ingest.reading import read_next
from app.store import frames
from app.store.db import now_us
from app.store.frames import NewMoment, Pixels, add_picture_moment
from tests.ui_home import Opened
from ui.pictures import Wanted


def test_a_waiting_picture_is_a_sentence_and_appears_when_it_was_read(opened: Opened, qtbot: QtBot) -> None:
    window, pictures = opened.window, opened.window.desk.pictures
    new = NewMoment(kind="screen", at=datetime.now(UTC), zone="UTC", app="editor", source="screen", stream="m")
    memory = opened.memory()
    with memory.store.writing():  # and held, so that nobody else reads it before the window has seen it
        id_ = add_picture_moment(memory.store, new, Pixels(bytes([90]) * (640 * 400 * 3), 640, 400))
        memory.store.execute("UPDATE job SET state = 'running', lease_us = ?", (now_us() + 600_000_000,))
    window.open_page("timeline")
    window.timeline.open_moment(id_)
    qtbot.waitUntil(lambda: pictures.waits(id_) and window.timeline.view.settled())
    whole = pictures.get(Wanted(id_, "whole"))
    assert whole is not None
    assert whole.isNull()
    memory.store.execute("UPDATE job SET lease_us = 0")
    read_next(memory.store, opened.models.ocr, FAILURES)
    qtbot.waitUntil(lambda: frames.moment_by_id(memory.store, id_)[1].reading == "done")
    memory.close()

    def shown() -> bool:
        pixmap = pictures.get(Wanted(id_, "whole"))
        return pixmap is not None and not pixmap.isNull()

    qtbot.waitUntil(shown, timeout=15_000)
    assert not pictures.waits(id_)
