"""What stands between a worker's desk and the engines behind it: the request's line to its caller, and refusals.

Apart from `worker`, which runs as `__main__` and would exist twice if the engines imported it.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol


class Refused(Exception):
    """An engine cannot do what was asked; becomes WorkerFailed(code, **params) in the parent."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Talk:
    """The line to the caller of the request at hand: pieces go out, the wish to stop comes in."""

    def __init__(self, emit: Callable[[dict[str, Any]], None]) -> None:
        self.emit = emit
        self.cancelled = False
        self._when_cancelled: Callable[[], None] | None = None
        self._lock = threading.Lock()

    def when_cancelled(self, action: Callable[[], None]) -> None:
        """Have `action` called at once, from the reader thread, when the caller wishes to stop."""
        with self._lock:
            self._when_cancelled = action
            late = self.cancelled
        if late:
            action()

    def cancel(self) -> None:
        with self._lock:
            self.cancelled = True
            action = self._when_cancelled
        if action:
            action()


class Engine(Protocol):
    """What a kind of worker does. `loaded`: its model is in memory."""

    loaded: bool

    def answer(
        self, method: str, params: dict[str, Any], blobs: Sequence[bytes], talk: Talk
    ) -> tuple[dict[str, Any], Sequence[bytes]]: ...
