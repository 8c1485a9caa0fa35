"""Many questions at once over one D-Bus connection, each with what is to be done with its answer. Knows no service."""

import contextlib
import time
from collections import deque
from collections.abc import Callable
from typing import Any

Then = Callable[[tuple[Any, ...] | None], None]
# So many questions may wait at the programs asked: enough to keep them busy, few enough to be done soon after we give up.
_ON_THE_WAY = 48


class LineLost(Exception):
    """There is no bus at the address, or it went away."""


class AccessLine:
    """One connection. `ask` only notes a question; `run` sends, hears and calls back until nothing is left to do."""

    def __init__(self, address: str) -> None:
        """Raises LineLost."""
        from jeepney.auth import AuthenticationError
        from jeepney.io.blocking import open_dbus_connection

        self._asked: dict[int, Then] = {}
        self._noted: deque[tuple[Any, Then]] = deque()
        try:
            self._connection = open_dbus_connection(address, auth_timeout=0.2)
        except (OSError, RuntimeError, ValueError, AuthenticationError) as failure:
            raise LineLost from failure

    def ask(self, then: Then, name: str, path: str, method: str, signature: str | None = None, *body: Any) -> None:
        """Note a question: `method` with its interface before it. `then` gets the answer's body, None for an error."""
        from jeepney import DBusAddress, MessageFlag, new_method_call

        interface, _, member = method.rpartition(".")
        message = new_method_call(DBusAddress(path, name, interface), member, signature, body)
        message.header.flags = MessageFlag.no_auto_start
        self._noted.append((message, then))

    def run(self, until_s: float) -> bool:
        """Ask and hear; False when `until_s`, by the monotonic clock, came first: the line is then of no more use.

        Raises LineLost.
        """
        while self._noted or self._asked:
            message = self._exchange(until_s)
            if message is None:
                return False
            self._take(message)
        return True

    def _exchange(self, until_s: float) -> Any:
        """Send what may be sent and wait for a message; None when none came in time."""
        try:
            while self._noted and len(self._asked) < _ON_THE_WAY:
                message, then = self._noted.popleft()
                number = next(self._connection.outgoing_serial)
                self._connection.send(message, serial=number)
                self._asked[number] = then
            left_s = until_s - time.monotonic()
            return self._connection.receive(timeout=left_s) if left_s > 0 else None
        except TimeoutError:
            return None
        except (OSError, ValueError, AssertionError, KeyError) as failure:
            raise LineLost from failure

    def _take(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageType

        kind = message.header.message_type
        if kind not in (MessageType.method_return, MessageType.error):
            return
        then = self._asked.pop(message.header.fields.get(HeaderFields.reply_serial, 0), None)
        if then is not None:
            then(tuple(message.body) if kind is MessageType.method_return else None)

    def close(self) -> None:
        """Let go of the bus."""
        with contextlib.suppress(OSError):
            self._connection.close()
