"""Text that a window tells: used where it can be trusted, the rest is recognised; an address that comes late still counts."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.engines import FAILURES, Models
from app.ingest.reading import read_next
from app.ingest.told import WindowTexts, is_told, without_told
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Box
from app.sink import StoreSink
from app.store.db import open_store
from app.store.keys import open_slots
from capture.frame import Frame, Monitor, Pane, Rect, Window
from capture.recorder import Recorder
from capture.screen import open_desktop
from models.access import AccessText
from tests.desktop import wait_for
from tests.test_models_access import Room, client, names, needs_bus, needs_programs, room  # noqa: F401

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CODES = "lI1|O0o rn-m S5-8B vv-w"
MONITOR = Monitor("one", 1000, 0, 400, 200)


@dataclass
class Teller:
    """A window that tells what it was given."""

    said: AccessText | None
    asked: int = 0

    def text(self, pid: int, title: str, *, budget_ms: int = 200) -> AccessText | None:
        self.asked += 1
        return self.said


def line(text: str, x: int, y: int) -> tuple[str, int, int, int, int]:
    return (text, x, y, 100, 16)


def picture(*boxes: tuple[int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.uint32]]:
    """White, with something like a word at places of the picture."""
    pixels = np.full((200, 400), 0xFFFFFF, np.uint32)
    for x, y in boxes:
        pixels[y + 4 : y + 12 : 2, x + 5 : x + 90 : 3] = 0
    return pixels


def frame(
    pixels: np.ndarray[tuple[int, int], np.dtype[np.uint32]], parts: tuple[Rect, ...] = ((0, 0, 300, 200),)
) -> Frame:
    window = Window(1, "firefox", "Plans", "firefox", 77, 1000, 0, 300, 200, focused=True)
    return Frame(NOON, "UTC", MONITOR, pixels, window, "start", ((0, 0, 400, 200),), panes=(Pane(window, parts),))


def asked(teller: Teller, one: Frame) -> tuple[str, ...]:
    texts = WindowTexts(teller, FAILURES)
    texts.note("m1", one)
    return tuple(told.text for told in texts.ask("m1", Image.fromarray((one.pixels & 0xFF).astype(np.uint8))).lines)


def test_lines_are_taken_where_they_lie_in_what_was_seen_and_where_something_stands() -> None:
    said = AccessText((line("first", 1010, 20), line("covered", 1290, 20), line("second", 1010, 60)), "", whole=True)
    assert asked(Teller(said), frame(picture((10, 20), (10, 60)))) == ("first", "second")


def test_torn_late_or_misplaced_text_is_not_used() -> None:
    words = (line("first", 1010, 20), line("second", 1010, 60))
    drawn = frame(picture((10, 20), (10, 60)))
    assert asked(Teller(AccessText(words, "", whole=False)), drawn) == ()
    assert asked(Teller(None), drawn) == ()
    assert asked(Teller(AccessText(words, "", whole=True)), frame(picture((10, 120)))) == ()
    texts = WindowTexts(late := Teller(AccessText(words, "", whole=True)), FAILURES)
    texts.note("m1", drawn)
    texts.note("m2", drawn)
    assert texts.ask("m1", Image.new("RGB", (400, 200))).lines == ()
    assert late.asked == 0


def test_a_program_that_tells_nothing_is_left_in_peace_for_a_while() -> None:
    texts = WindowTexts(silent := Teller(None), FAILURES)
    for number in range(3):
        texts.note(f"m{number}", frame(picture()))
        texts.ask(f"m{number}", Image.new("RGB", (400, 200)))
    assert silent.asked == 1


def test_what_was_told_is_not_recognised_again() -> None:
    texts = WindowTexts(Teller(AccessText((line("first", 1010, 20),), "", whole=True)), FAILURES)
    one = frame(picture((10, 20), (10, 60)))
    texts.note("m1", one)
    shown = Image.fromarray((one.pixels & 0xFF).astype(np.uint8)).convert("RGB")
    told = texts.ask("m1", shown).lines
    left = np.asarray(without_told(shown, told).convert("L"))
    assert left[20:36].min() == 255
    assert left[60:76].min() == 0
    assert is_told(Box(20, 22, 40, 10), told)
    assert not is_told(Box(20, 62, 40, 10), told)


def test_a_site_that_is_left_out_goes_when_its_address_comes_late(places: Places, fake_models: Models) -> None:
    initialise(places)
    memory = Memory.open(places, models=fake_models)
    memory.add_rule("site", "bank.example")
    texts = WindowTexts(
        Teller(AccessText((line("first", 1010, 20),), "https://www.bank.example/a", whole=True)), FAILURES
    )
    sink = StoreSink(lambda: open_store(places, open_slots(places)), on_kept=texts.note)
    sink.keep(frame(picture((10, 20))))
    read_next(memory.store, fake_models.ocr, FAILURES, told=texts)
    assert memory.timeline() == []
    memory.finish_forgetting()
    assert memory.store.value("SELECT count(*) FROM moment") == 0
    sink.close()
    memory.close()


@pytest.fixture
def kept_texts(places: Places) -> Iterator[tuple[Places, Memory]]:
    initialise(places)
    memory = Memory.open(places)
    yield places, memory
    memory.close()


@needs_bus
@needs_programs
@pytest.mark.display
def test_an_editor_tells_its_lines_letter_by_letter_and_its_menu_is_recognised(
    room: Room,  # noqa: F811
    client: object,  # noqa: F811
    kept_texts: tuple[Places, Memory],
    real_models: Models,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places, memory = kept_texts
    file = Path(room.folder) / "codes-note.txt"
    file.write_text(f"{CODES}\n")  # what recognition cannot tell apart
    room.desk.run("mousepad", "--disable-server", str(file), environment=room.environment)
    wait_for(lambda: "codes-note.txt" in names(room.desk))
    monkeypatch.setattr("app.ingest.told.BUDGET_MS", 8000)
    monkeypatch.setattr("app.ingest.told._FRESH_S", 30.0)
    texts = WindowTexts(client, FAILURES)  # type: ignore[arg-type]
    sink = StoreSink(lambda: open_store(places, open_slots(places)), on_kept=texts.note)
    desktop = open_desktop(room.desk.display)
    recorder = Recorder(desktop.screen, desktop.windows, desktop.idle, sink)

    def told() -> bool:
        recorder.tick()
        while read_next(memory.store, real_models.ocr, FAILURES, told=texts):
            pass
        texts._silent = {}
        time.sleep(0.2)
        return "lI1|O0o rn-m S5-8B vv-w" in " ".join(
            moment.text for moment in [memory.moment(one.id).moment for one in memory.timeline()]
        )

    wait_for(told)
    whole = "\n".join(passage for one in memory.timeline() for passage in memory.moment(one.id).passages)
    assert "Search" in whole
    desktop.screen.close()
    sink.close()
