"""How a window is opened for a picture: on a usual memory, in German, from right to left, with a model that writes, or on a memory that
does not open. Each gives a Camera and takes back afterwards what it changed for the whole program.
"""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QApplication

from app.engines import Models, build_models
from app.memory import initialise
from app.paths import Places
from app.settings import load
from models.fake import FakeChat
from models.host import WorkerFailed
from tests.pictures.camera import Camera, wait
from ui import language

PASSPHRASE = "three blue herons"
ARABIC = QLocale(QLocale.Language.Arabic, QLocale.Country.Egypt)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a window is opened on: the memory, a folder for others, and stand-ins for the models, if the real ones are not wanted."""

    where: Places
    folder: Path
    models: Models | None = None


Stage = Callable[[Ground], AbstractContextManager[Camera]]


class SlowChat(FakeChat):
    """Writes a few words of its answer, then waits until it is stopped, or ends as a worker does that was killed."""

    def __init__(self) -> None:
        super().__init__()
        self.dies = threading.Event()

    def generate(
        self, messages: Sequence[dict[str, str]], *, on_text: Callable[[str], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False, **_more: Any,
    ) -> str:  # fmt: skip
        said = ""
        for word in ("The ", "limit ", "for ", "the ", "terrace ", "garden ", "is "):
            said += word
            if on_text:
                on_text(word)
        while not cancelled() and not self.dies.wait(0.02):
            pass
        if self.dies.is_set():
            raise WorkerFailed("worker_died", kind="chat")
        return said


@contextmanager
def _opened(where: Places, *, ready: bool = True, models: Any = None) -> Iterator[Camera]:
    camera = Camera(where, models)
    try:
        if ready:
            wait(camera.window.timeline.settled)
            wait(lambda: camera.window.recording.state.state != "off")
        yield camera
    finally:
        camera.close()


def usual(on: Ground) -> AbstractContextManager[Camera]:
    """The window as it is."""
    return _opened(on.where, models=on.models)


@contextmanager
def _in_german(opens: Stage, on: Ground) -> Iterator[Camera]:
    app, before = QCoreApplication.instance(), QLocale()
    assert app is not None
    kept = language.speak(app, "de")
    try:
        with opens(on) as camera:
            yield camera
    finally:
        language.fall_silent(kept)
        QLocale.setDefault(before)


def german(on: Ground) -> AbstractContextManager[Camera]:
    """The window in the second language."""
    return _in_german(usual, on)


@contextmanager
def mirrored(on: Ground) -> Iterator[Camera]:
    """The window on a desktop that reads from right to left."""
    before = QLocale()
    QLocale.setDefault(ARABIC)
    QApplication.setLayoutDirection(ARABIC.textDirection())
    try:
        with _opened(on.where, models=on.models) as camera:
            yield camera
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        QLocale.setDefault(before)


@contextmanager
def writing(on: Ground) -> Iterator[Camera]:
    """The window with a model that is never done."""
    chat = SlowChat()
    models = on.models or build_models(on.where, load(on.where.settings))
    with _opened(on.where, models=replace(models, chat=chat)) as camera:
        try:
            yield camera
        finally:
            chat.dies.set()


def first(_on: Ground) -> AbstractContextManager[Camera]:
    """The window of somebody who begins: the usual place, and no memory there."""
    where = Places(Path.home() / ".local" / "share" / "recollect", None)
    shutil.rmtree(where.home, ignore_errors=True)
    return _opened(where, ready=False)


def first_german(on: Ground) -> AbstractContextManager[Camera]:
    """The same in the second language."""
    return _in_german(first, on)


def locked(on: Ground) -> AbstractContextManager[Camera]:
    """A memory behind a passphrase."""
    where = Places(on.folder / "locked", None)
    initialise(where, passphrase=PASSPHRASE)
    return _opened(where, ready=False)


def damaged(on: Ground) -> AbstractContextManager[Camera]:
    """A memory of which a part was overwritten."""
    where = Places(on.folder / "damaged", on.folder / "damaged.key")
    initialise(where)
    with where.database.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(3 * 4096))
    return _opened(where, ready=False)


def keyless(on: Ground) -> AbstractContextManager[Camera]:
    """A memory whose key file is gone."""
    where = Places(on.folder / "keyless", on.folder / "keyless.key")
    initialise(where)
    (on.folder / "keyless.key").unlink()
    return _opened(where, ready=False)


STAGES: dict[str, Stage] = {
    "usual": usual, "german": german, "mirrored": mirrored, "writing": writing, "first again": first, "first in German": first_german,
    "first": first, "locked": locked, "damaged": damaged, "keyless": keyless,
}  # fmt: skip
