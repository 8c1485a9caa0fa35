"""Between the window and the memory's session: opens memories for the lanes, starts and stops recording. Called in lanes only.

No widgets. What happens in the session's threads is passed on by the signal `happened`, which crosses threads.
"""

import threading
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.errors import KnownError
from app.paths import Places

CARRY_ON_WITHOUT_RECORDING = ("no_display", "wayland_unsupported", "platform_untried", "recorder_running")


@dataclass(frozen=True, slots=True)
class Locked:
    """How a memory was locked: whether a passphrase opens it, and whether recording goes on, sealed."""

    by_passphrase: bool
    sealed: bool


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

    def open_memory(self) -> Any:
        """A memory for the calling thread, which closes it. Raises KnownError."""
        from app.memory import Memory

        memory = Memory.open(self.places, passphrase=self._passphrase, models=self._shared_models(), ask=self._ask)
        memory.who = "window"
        return memory

    def make(self, passphrase: str | None) -> dict[str, Any]:
        """Make the memory; returns what `initialise` returns. Raises KnownError."""
        from app.memory import initialise

        made = initialise(self.places, passphrase=passphrase)
        self._passphrase = passphrase
        return made

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
        with self._turn:
            if self._session is not None:
                self._session.stop()
                self._session = None
            self._close_models()

    def _close_models(self) -> None:
        """End the workers; models that have none, as in tests, are kept."""
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
                self._models = build_models(self.places, load(self.places.settings), on_event=self._worker_event)
            return self._models

    def _worker_event(self, event: Any) -> None:
        if event.what in ("died", "restarted"):
            self._tell(f"worker_{event.what}", {"kind": event.kind})

    def _tell(self, code: str, params: dict[str, Any]) -> None:
        self.happened.emit(code, params)
