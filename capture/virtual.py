"""A desktop without a monitor: Xvfb with the window manager openbox. Standard library only, no Qt.

Used by the tests, the pictures of the manual, and `make run` on a machine without a display.
"""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from capture.frame import KnownCaptureError

PROGRAMS = ("Xvfb", "openbox")
_START_S = 30.0
_GONE_FROM_ENVIRONMENT = (
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "SESSION_MANAGER",
    "XDG_SESSION_ID",
    "XAUTHORITY",
    "DESKTOP_STARTUP_ID",
)


def missing_programs() -> tuple[str, ...]:
    """The programs that a virtual desktop needs and this machine lacks."""
    return tuple(name for name in PROGRAMS if shutil.which(name) is None)


class VirtualDesktop:
    """A running Xvfb with openbox; ended by `close`, by leaving the `with` block, and with the interpreter.

    `display` is its name, such as ":99", a free one unless asked for; `environment` what a program needs to appear
    there.
    Raises KnownCaptureError("virtual_display_failed") when it cannot be started.
    """

    def __init__(
        self, width_px: int = 1280, height_px: int = 800, *, display: str = "", server_options: Sequence[str] = ()
    ) -> None:
        if missing_programs():
            raise KnownCaptureError("virtual_display_failed", missing=", ".join(missing_programs()))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._folder = tempfile.mkdtemp(prefix="virtual-desktop-")
        self._end = weakref.finalize(self, _end, self._processes, self._folder)
        try:
            self.display = self._start_server(f"{width_px}x{height_px}x24", display, server_options)
            self.environment = {name: value for name, value in os.environ.items() if name not in _GONE_FROM_ENVIRONMENT}
            self.environment |= {"DISPLAY": self.display, "XDG_SESSION_TYPE": "x11", "NO_AT_BRIDGE": "1"}
            self._start_window_manager()
        except BaseException:
            self.close()
            raise

    def _start_server(self, screen: str, display: str, options: Sequence[str]) -> str:
        readable, writable = os.pipe()
        own = [display] if display else []
        command = ["Xvfb", *own, "-displayfd", str(writable), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
        try:
            server = subprocess.Popen(
                [*command, *options], pass_fds=(writable,), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._processes.append(server)
        finally:
            os.close(writable)
        with open(readable, "rb", buffering=0) as pipe:  # noqa: PTH123
            ready, _, _ = select.select([pipe], [], [], _START_S)
            number = pipe.readline().strip() if ready else b""
        if not number.isdigit():
            raise KnownCaptureError("virtual_display_failed", missing="Xvfb")
        return f":{int(number)}"

    def _start_window_manager(self) -> None:
        """openbox runs its start-up command once it manages the screen; the file that it makes is the sign."""
        sign = Path(self._folder) / "managed"
        manager = self.run("openbox", "--sm-disable", "--startup", f"touch {sign}")
        until = time.monotonic() + _START_S
        while not sign.exists():
            if manager.poll() is not None or time.monotonic() > until:
                raise KnownCaptureError("virtual_display_failed", missing="openbox")
            time.sleep(0.02)

    def run(self, *command: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; it ends with the desktop."""
        process = subprocess.Popen(
            command, env=self.environment | (environment or {}), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._processes.append(process)
        return process

    def xdotool(self, *arguments: str) -> str:
        """Drive mouse and keyboard; what xdotool printed. Raises CalledProcessError when it found nothing to do."""
        command = ["xdotool", *arguments]
        done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True, timeout=60)
        return done.stdout.strip()

    def close(self) -> None:
        """End all that runs here, the server last."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _end(processes: list[subprocess.Popen[bytes]], folder: str) -> None:
    while processes:
        end_process(processes.pop())
    shutil.rmtree(folder, ignore_errors=True)


def end_process(process: subprocess.Popen[bytes], *, patience_s: float = 3.0) -> None:
    """End a program that leads its own session, and what it started there, gently first."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal_number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=patience_s)
