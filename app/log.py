"""The log file: ids, counts and durations, and where a bug was. Never what was seen, so exceptions are logged without their words."""

import contextlib
import logging
import logging.handlers
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from app.paths import Places, make_private_folder

_LARGEST_BYTES = 1_000_000
_KEPT_FILES = 3


class _Wordless(logging.Formatter):
    """Formats an exception as its type and its frames: its message may hold what was on the screen."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # what another handler has formatted holds the message
        try:
            return super().format(record)
        finally:
            record.exc_text = None

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name that logging calls
        kind, error, frames = ei if isinstance(ei, tuple) else (None, None, None)
        lines = traceback.format_tb(frames)
        cause = error.__cause__ if isinstance(error, BaseException) else None
        told = f"{kind.__name__}" if isinstance(kind, type) else "exception"
        return "".join(lines) + told + (f" caused by {type(cause).__name__}" if cause else "")


class _Quiet(logging.handlers.RotatingFileHandler):
    """Lets a line go that cannot be written: the disk is full, and its words on the terminal would tell what was being done."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


@contextlib.contextmanager
def log_to(places: Places, program: str) -> Iterator[Path]:
    """Send log lines to the program's file in the memory's folder, mode 0600, as long as the block lasts.

    Where the memory has no folder yet, nothing is written until `log_bug` makes one.
    """
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.setLevel(logging.INFO)
    if places.home.is_dir():
        _add_file(root, places, program)
    try:
        yield _file(places, program)
    finally:
        root.setLevel(level)
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
            handler.close()


def log_bug(places: Places, program: str, error: BaseException) -> Path:
    """Log a bug, making the folder for it where there is none, and return the file's path."""
    root = logging.getLogger()
    if not any(isinstance(handler, logging.handlers.RotatingFileHandler) for handler in root.handlers):
        _add_file(root, places, program)
    root.error("a bug", exc_info=error)
    return _file(places, program)


def _file(places: Places, program: str) -> Path:
    return places.logs / f"{program}.log"


def _add_file(root: logging.Logger, places: Places, program: str) -> None:
    try:
        make_private_folder(places.home)
        make_private_folder(places.logs)
        file = _file(places, program)
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    except OSError:
        return  # a memory that may not be written to is told of by whoever opens it
    handler = _Quiet(file, maxBytes=_LARGEST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True)
    handler.setFormatter(_Wordless("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
