"""One connection to a D-Bus message bus, by jeepney. Knows no service and decides nothing.

Nothing here waits longer than it is told, and nothing starts a service by asking for it.
"""

import contextlib
import itertools
import select
import socket
import struct
import time
from collections.abc import Iterator
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageFlag, MessageType, Parser, new_method_call
from jeepney.bus import get_connectable_addresses
from jeepney.io.blocking import prep_socket

THE_BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_PIECE_BYTES = 1 << 16
# What parsing raises about bytes that are no message.
_UNREADABLE = (ValueError, KeyError, IndexError, AssertionError, struct.error)


class BusLostError(Exception):
    """There is no bus at the address, or it has gone or does not answer."""


class BusLine:
    """A connection that belongs to one thread. After `BusLostError` it is of no use but to be closed."""

    def __init__(self, address: str, *, patience_s: float) -> None:
        """Connect and be admitted, both within `patience_s`. Raises BusLostError."""
        self._parser = Parser()
        self._numbers = itertools.count(1)
        try:
            place = next(get_connectable_addresses(address))
            self._socket: socket.socket = prep_socket(place, timeout=patience_s)
        except (OSError, ValueError, RuntimeError, StopIteration) as failure:
            raise BusLostError from failure
        try:
            self._socket.settimeout(patience_s)  # a bus that takes nothing in any more
            hello = self.ask(THE_BUS, "Hello")
            if not any(answers(heard) == hello for heard in self.messages(time.monotonic() + patience_s)):
                raise BusLostError
        except BusLostError:
            self.close()
            raise

    def ask(self, whom: DBusAddress, method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> int:
        """Send a question; the number that its answer will bear. Raises BusLostError."""
        return self._send(new_method_call(whom, method, signature, body), MessageFlag.no_auto_start)

    def tell(self, whom: DBusAddress, method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> None:
        """Send what needs no answer. Raises BusLostError."""
        self._send(
            new_method_call(whom, method, signature, body), MessageFlag.no_auto_start | MessageFlag.no_reply_expected
        )

    def _send(self, message: Message, flags: int) -> int:
        message.header.flags = flags
        number = next(self._numbers)
        try:
            self._socket.sendall(message.serialise(number))
        except OSError as failure:
            raise BusLostError from failure
        return number

    def messages(self, until_s: float) -> Iterator[Message]:
        """What comes in, until `until_s` by the monotonic clock; all that lies there already when that is past.

        Raises BusLostError.
        """
        while True:
            try:
                while (found := self._parser.get_next_message()) is not None:
                    yield found
                if not self._has_more(until_s):
                    return
                data = self._socket.recv(_PIECE_BYTES)
            except (OSError, *_UNREADABLE) as failure:
                raise BusLostError from failure
            if not data:
                raise BusLostError
            self._parser.add_data(data)

    def _has_more(self, until_s: float) -> bool:
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(max(0.0, until_s - time.monotonic()) * 1000.0))

    def close(self) -> None:
        """Let go of the bus."""
        with contextlib.suppress(OSError):
            self._socket.close()


def answers(message: Message) -> int:
    """The number of the question that a message answers; 0 when it answers none."""
    if message.header.message_type not in (MessageType.method_return, MessageType.error):
        return 0
    return int(message.header.fields.get(HeaderFields.reply_serial, 0))
