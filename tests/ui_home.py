"""Small memories for the tests of the window, and the window on them. Real stores and real pictures; quick models."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app import demo
from app.demo_memory import _keep
from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from app.store import layers
from models.chat import ChatClient
from models.fake import FakeChat, FakeEmbedder, FakeOcr
from ui.keeper import Keeper
from ui.tasks import Core
from ui.theme import Theme
from ui.window import Window

LAST_DAY = date(2026, 11, 15)


def fill_two_days(places: Places) -> Places:
    """Make a memory that holds two days of the demo week; the words of each picture are those that were drawn."""
    initialise(places)
    ocr = FakeOcr()
    memory = Memory.open(places, models=Models(None, ocr, FakeEmbedder(), None))
    for one in demo.week(days=2, last_day=LAST_DAY):
        kept = _keep(memory, one)
        if one.kind == "screen":
            picture = layers.picture_of(memory.store, kept)
            ocr.learn(picture.tobytes(), one.lines)
    memory.read_pending()
    memory.close()
    return places


def copied(places: Places, folder: Path) -> Places:
    """A copy of a memory that a test may change."""
    shutil.copytree(places.home, folder / "home")
    return Places(folder / "home", places.key_file)


@dataclass
class Opened:
    """A window with what is behind it."""

    places: Places
    keeper: Keeper
    core: Core
    window: Window
    models: Models

    def memory(self) -> Memory:
        """A memory of the caller's own, to look past the window; the caller closes it."""
        return Memory.open(self.places, models=self.models)

    def close(self) -> None:
        self.window.recording.stop()
        self.window.close()
        self.core.stop()
        self.keeper.stop()
        self.window.deleteLater()


def open_window(places: Places, reply: str = "", *, chat: ChatClient | None = None) -> Opened:
    """Open the window; with a `reply`, a stand-in writes that as each answer; with a `chat`, that model does."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    models = Models(None, FakeOcr(), FakeEmbedder(), chat or (FakeChat(reply) if reply else None))
    keeper = Keeper(places, record=False, models=models)
    core = Core(keeper.open_memory)
    window = Window(Theme(app, "light"), core, keeper, places)
    window.resize(1280, 800)
    core.start()
    window.show()
    return Opened(places, keeper, core, window, models)
