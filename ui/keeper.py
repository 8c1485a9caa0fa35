"""Between the window and the memory's session: opens memories for the lanes, starts and stops recording. Called in lanes only.

No widgets. What happens in the session's threads is passed on by the signal `happened`, which crosses threads.
"""

import threading
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.errors import KnownError
from app.paths import Places

# Sections of the settings that the session asks for each time, and those that are built into the models.
HOLD_AT_ONCE, OF_MODELS = frozenset({"retention", "backup", "window"}), frozenset({"model", "reading"})
CARRY_ON_WITHOUT_RECORDING = ("no_display", "wayland_unsupported", "platform_untried", "recorder_running")


@dataclass(frozen=True, slots=True)
class Locked:
    """How a memory was locked: whether a passphrase opens it, and whether recording goes on, sealed."""

    by_passphrase: bool
    sealed: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the first run asked: a passphrase, if one opens the memory; rules as (field, pattern); the file of a model, or ""."""

    passphrase: str | None = None
    left_out: tuple[tuple[str, str], ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """How the first look ended, as a code with parameters; where it was found, the picture (WebP) and its words."""

    ok: bool
    detail: str
    params: dict[str, Any]
    picture: bytes
    text: str


class Keeper(QObject):
    """Holds the passphrase for this run, the shared models and the one session."""

    happened = Signal(str, dict)

    def __init__(self, places: Places, *, record: bool = True, display: str | None = None, models: Any = None) -> None:
        super().__init__()
        self.places, self._record, self._display = places, record, display
        self._passphrase: str | None = None
        self._models: Any = models
        self._session: Any = None
        self._lock = threading.Lock()
        self._turn = threading.Lock()  # one at a time starts, locks or stops the session
        self._locked = self._ask = False
        self._problem = ""
        self._quitting = threading.Event()
        self._old: list[Any] = []
        self._settings: Any = None  # those that session and models were built with

    def open_memory(self) -> Any:
        """A memory for the calling thread, which closes it. Raises KnownError."""
        from app.memory import Memory

        memory = Memory.open(self.places, passphrase=self._passphrase, models=self._shared_models(), ask=self._ask)
        memory.who = "window"
        return memory

    def set_up(self, wanted: Wanted) -> dict[str, Any]:
        """Make the memory as its owner wants it and hold its recorder until `resume`. Raises KnownError.

        Returns what `initialise` returns, with "problem" where what else was wanted could not be done.
        """
        from app.memory import initialise
        from app.model_shelf import Shelf

        made: dict[str, Any] = initialise(self.places, passphrase=wanted.passphrase)
        self._passphrase = wanted.passphrase
        memory = self.open_memory()
        try:
            memory.pause()
            for field, pattern in wanted.left_out:
                memory.add_rule(field, pattern)
            if wanted.model:
                Shelf(self.places).use(wanted.model)
                self.apply_settings()
        except KnownError as error:
            made["problem"] = error  # the memory is there, and its recovery key has to be shown
        finally:
            memory.close()
            self.close_old()
        return made

    def apps_on_screen(self) -> list[str]:
        """The applications that are on the screen now and would be kept. Raises KnownError where no screen can be seen."""
        from app.kept_now import apps_on_screen

        return apps_on_screen(self._display)

    def try_out(self) -> "Tried":
        """Remember a card on the screen, find it, and forget it again, for a memory whose recorder is held. Raises KnownError."""
        import os

        from app.daemon import Session
        from app.self_test import self_test

        memory, seen = self.open_memory(), []

        def show(moment: Any) -> None:
            seen.append((memory.picture(moment.id), memory.moment(moment.id).moment.text))

        def session() -> Session:
            return Session(
                self.places, passphrase=self._passphrase, display=self._display, models=self._shared_models()
            )

        environment = {**os.environ, "DISPLAY": self._display} if self._display else None
        try:
            memory.resume()
            check = self_test(memory, session, environment=environment, on_found=show, cancelled=self._quitting.is_set)
        finally:
            memory.pause()
            memory.close()
        picture, text = seen[0] if seen else (b"", "")
        return Tried(check.ok, check.detail, check.params, picture, text)

    def use_passphrase(self, passphrase: str) -> None:
        """Open with this passphrase from now on. It is kept in this process only."""
        self._passphrase = passphrase

    def start_recording(self) -> str:
        """Start recorder, reading and jobs, or go on after a lock; "" or the code of what keeps the recorder from running."""
        with self._turn:
            if self._locked:
                return ""
            if self._session is None:
                self._problem = self._start()
            elif self._session.locked:
                self._session.unlock(self._passphrase, models=self._shared_models())
            return self._problem

    def _start(self) -> str:
        reason = "" if self._record else "off"
        try:
            self._session = self._started(record=self._record)
        except KnownError as error:
            if error.code not in CARRY_ON_WITHOUT_RECORDING:
                raise
            reason = error.code
            self._session = self._started(record=False)
        return "" if reason in ("recorder_running", "off") else reason

    def apply_settings(self) -> bool:
        """Let changed settings hold now: the session begins anew, with other models where those are wanted. Raises KnownError.

        True where the models changed: memories that were opened before use the old ones, until `close_old`.
        """
        from app.settings import differing_sections, load

        with self._turn:
            wanted = load(self.places.settings)
            changed = differing_sections(self._settings, wanted) if self._settings is not None else frozenset()
            if self._locked or not changed - HOLD_AT_ONCE:
                return False
            with self._lock:
                renews = self._models is not None and self._models.host is not None and bool(changed & OF_MODELS)
                if renews:
                    self._old.append(self._models)
                    self._models = None
                self._settings = wanted
            if self._session is not None:
                self._session.stop()
                self._session = None
                self._problem = self._start()
            return renews

    def close_old(self) -> None:
        """End the workers of models whose place others have taken."""
        with self._lock:
            old, self._old = self._old, []
        for models in old:
            models.close()

    def begin_lock(self) -> None:
        """Forget the passphrase at once: from now on it has to be given again. In the GUI thread; `lock` follows in a lane."""
        self._locked = self._ask = True
        self._passphrase = None

    def lock(self) -> Locked:
        """Let the session go of its key, end the worker processes, and say how it can be opened again."""
        from app.store.keys import slot_kinds

        with self._turn:
            if self._session is not None:
                self._session.lock()
            self._close_models()
            sealed = self._session is not None and self._session.sealed
        try:
            kinds = slot_kinds(self.places)
        except KnownError:
            kinds = []  # opening says what is wrong
        return Locked("passphrase" in kinds, bool(sealed))

    def was_opened(self) -> None:
        """The memory is open again. In the GUI thread."""
        self._locked = False

    def stop(self) -> None:
        """Stop the session and end the worker processes."""
        self._quitting.set()
        with self._turn:
            if self._session is not None:
                self._session.stop()
                self._session = None
            self._close_models()

    def _close_models(self) -> None:
        """End the workers; models that have none, as in tests, are kept."""
        self.close_old()
        if self._models is not None:
            self._models.close()
            if self._models.host is not None:
                self._models = None

    def _started(self, *, record: bool) -> Any:
        from app.daemon import Session

        session = Session(
            self.places,
            passphrase=self._passphrase,
            display=self._display,
            on_event=self._tell,
            models=self._shared_models(),
            record=record,
            lockable=True,
        )
        session.start()
        return session

    def _shared_models(self) -> Any:
        from app.engines import build_models
        from app.settings import load

        with self._lock:
            if self._models is None:
                self._settings = load(self.places.settings)
                self._models = build_models(self.places, self._settings, on_event=self._worker_event)
            elif self._settings is None:
                self._settings = load(self.places.settings)
            return self._models

    def _worker_event(self, event: Any) -> None:
        if event.what in ("died", "restarted"):
            self._tell(f"worker_{event.what}", {"kind": event.kind})

    def _tell(self, code: str, params: dict[str, Any]) -> None:
        self.happened.emit(code, params)
