"""A connection to an X server that breaks in one way only: `ScreenLostError`. Asks nothing of the server by itself."""

import contextlib
import os
import re
import socket
from collections.abc import Iterator
from typing import Any

from Xlib import display as xdisplay
from Xlib import error

from capture.frame import ScreenLostError

LOST = (error.ConnectionClosedError, error.DisplayError, error.XauthError, error.XNoAuthError, OSError)
GONE = (error.BadWindow, error.BadDrawable, error.BadMatch, error.BadValue)


class Link:
    """One connection to an X server. `age` grows with each new one: what was learnt over an old one is void."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.age = 0
        self._display: Any = None
        self._atoms: dict[str, int] = {}

    @contextlib.contextmanager
    def talking(self) -> Iterator[Any]:
        """The display, connected. Raises `ScreenLostError` when the connection breaks inside."""
        try:
            if self._display is None:
                self._connect()
            yield self._display
        except LOST as failure:
            self.drop()
            raise ScreenLostError from failure

    def _connect(self) -> None:
        _knock(self.name)
        self._display = xdisplay.Display(self.name)
        # Errors of requests without an answer (a window that vanished) would be printed; they are expected here.
        self._display.set_error_handler(lambda *_: None)
        self._atoms = {}
        self.age += 1

    def atom(self, name: str) -> int:
        """The number of an atom; only inside `talking`."""
        if name not in self._atoms:
            self._atoms[name] = self._display.intern_atom(name)
        return self._atoms[name]

    def drop(self) -> None:
        """Close the connection, if there is one."""
        display, self._display = self._display, None
        if display is not None:
            with contextlib.suppress(*LOST):
                display.close()
            display.display.socket.close()  # of a broken connection, close() leaves it open


def _knock(name: str) -> None:
    """See whether a local server listens. Raises OSError.

    python-xlib would go on to TCP when it does not, and forget the sockets that it tried.
    """
    local = re.match(r"(?:unix)?:(\d+)", name)
    if local is not None:
        path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108 - where X servers listen, by convention
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            door.connect(path if os.path.exists(path) else f"\0{path}")  # noqa: PTH110 - may be a socket of no file
