"""The log file: ids, counts and durations, and where a bug was. Never what was seen, so exceptions are logged without their words."""

import logging
import logging.handlers
import os
import traceback
from pathlib import Path

from app.paths import Places, make_private_folder

_LARGEST_BYTES = 1_000_000
_KEPT_FILES = 3


class _Wordless(logging.Formatter):
    """Formats an exception as its type and its frames: its message may hold what was on the screen."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name that logging calls
        kind, error, frames = ei if isinstance(ei, tuple) else (None, None, None)
        lines = traceback.format_tb(frames)
        cause = error.__cause__ if isinstance(error, BaseException) else None
        told = f"{kind.__name__}" if isinstance(kind, type) else "exception"
        return "".join(lines) + told + (f" caused by {type(cause).__name__}" if cause else "")


def log_to(places: Places, program: str) -> Path:
    """Send log lines of this process to its file in the memory's folder, mode 0600, and return its path.

    Where the memory has no folder yet, nothing is written until `bug` makes one.
    """
    file = places.logs / f"{program}.log"
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    if places.home.is_dir():
        _add_file(root, places, file)
    else:
        root.addHandler(logging.NullHandler())
    return file


def log_bug(places: Places, program: str, error: BaseException) -> Path:
    """Log a bug, making the folder for it where there is none, and return the file's path. Raises OSError."""
    file = places.logs / f"{program}.log"
    root = logging.getLogger()
    if not any(isinstance(handler, logging.handlers.RotatingFileHandler) for handler in root.handlers):
        _add_file(root, places, file)
    root.error("a bug", exc_info=error)
    return file


def _add_file(root: logging.Logger, places: Places, file: Path) -> None:
    make_private_folder(places.home)
    make_private_folder(places.logs)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    handler = logging.handlers.RotatingFileHandler(
        file, maxBytes=_LARGEST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(_Wordless("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
