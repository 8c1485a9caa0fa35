"""Message buses of our own for tests, and a screen saver on them that answers as it is told. Starts nothing when imported."""

import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

from capture._bus_line import THE_BUS

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class PrivateBus:
    """A dbus-daemon with one socket in a folder; `kill` and `start` as often as one likes."""

    def __init__(self, folder: Path, *, with_services: bool = False) -> None:
        """`with_services`: programs that this machine offers are started when they are called, as on a desktop."""
        folder.mkdir(parents=True, exist_ok=True)
        self._socket = folder / "bus"
        self._config = folder / "bus.conf"
        services = "<standard_session_servicedirs/>" if with_services else ""
        self._config.write_text(CONFIG.format(socket=self._socket, services=services))
        self.address = f"unix:path={self._socket}"
        self.start()

    def start(self) -> None:
        self._socket.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={self._config}", "--nofork", "--print-address"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stdout.readline().startswith("unix:")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def owns(self, name: str) -> bool:
        """Whether somebody owns a name here."""
        with open_dbus_connection(self.address) as line:
            call = new_method_call(THE_BUS, "NameHasOwner", "s", (name,))
            return bool(line.send_and_get_reply(call, timeout=10).body[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()


class FakeService:
    """Owns a name and answers every call from a table by member, or by property for `Get`.

    An answer is (signature, value), the name of an error, or None for never. `asked` holds the members called so far.
    """

    def __init__(self, address: str, name: str, **replies: tuple[str, object] | str | None) -> None:
        self.replies = dict(replies)
        self.asked: list[str] = []
        self._end = threading.Event()
        self._line = open_dbus_connection(address)
        request = new_method_call(THE_BUS, "RequestName", "su", (name, 4))
        assert self._line.send_and_get_reply(request, timeout=10).body == (1,)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while not self._end.is_set():
            try:
                call = self._line.receive(timeout=0.05)
            except TimeoutError:
                continue
            except OSError:
                return
            if call.header.message_type is not MessageType.method_call:
                continue
            member = call.header.fields[HeaderFields.member]
            wanted = call.body[1] if member == "Get" else member
            self.asked.append(wanted)
            reply = self.replies.get(wanted, "org.freedesktop.DBus.Error.UnknownMethod")
            if isinstance(reply, str):
                self._line.send(new_error(call, reply, "s", ("no",)))
            elif reply is not None:
                answer = new_method_return(call, "v", (reply,)) if member == "Get" else None
                self._line.send(answer or new_method_return(call, reply[0], (reply[1],)))

    def signal(self, path: str, interface: str, member: str, value: bool) -> None:
        """Tell all who listen."""
        self._line.send(new_signal(DBusAddress(path, interface=interface), member, "b", (value,)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()
        self._line.close()
