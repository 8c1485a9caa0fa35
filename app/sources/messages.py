"""Reading messages from a file of one JSON object a line, whatever state it is in. No SQL.

A line that cannot be used is told by its number and a reason code, and the rest goes on.
"""

import codecs
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import KnownError

LONGEST_LINE_BYTES = 4 * 1024 * 1024
_PROGRESS_EVERY_LINES = 200
_MILLISECONDS_FROM = 1e11  # as seconds that would be the year 5138
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message: `time` is aware UTC, `source_id` the id its source knows it by."""

    source_id: str
    thread: str
    time: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that cannot be used. `line` counts from 1.

    `reason` is not_json, not_an_object, no_id, no_time, odd_time, no_text or too_long.
    """

    line: int
    reason: str


class _UnusableError(Exception):
    """Carries the reason code from where a line fails to where it is told."""


def read_messages(
    file: Path, *, on_progress: Callable[[int, int], None] | None = None
) -> Iterator[MessageLine | RejectedLine]:
    """Every line of a file as a message or as a rejected line, in order; blank lines are passed over.

    Lines are UTF-8 (with or without a mark at the start), or else read as Windows-1252; a file that starts with a
    UTF-16 mark is read as that. Times without an offset are UTC. `on_progress` gets bytes read and bytes in all.
    Raises KnownError "file_missing" or "file_unreadable".
    """
    try:
        with file.open("rb") as opened:
            yield from _lines(opened, file.stat().st_size, on_progress)
    except FileNotFoundError:
        raise KnownError("file_missing", file=str(file)) from None
    except OSError:
        raise KnownError("file_unreadable", file=str(file)) from None


def _lines(
    file: BinaryIO, size_bytes: int, on_progress: Callable[[int, int], None] | None
) -> Iterator[MessageLine | RejectedLine]:
    for number, raw in enumerate(_raw_lines(file), start=1):
        if on_progress and number % _PROGRESS_EVERY_LINES == 0:
            on_progress(min(file.tell(), size_bytes), size_bytes)
        if len(raw) > LONGEST_LINE_BYTES:
            yield RejectedLine(number, "too_long")
        elif raw.strip():
            try:
                yield _message(_decoded(raw))
            except _UnusableError as reason:
                yield RejectedLine(number, str(reason))
    if on_progress:
        on_progress(size_bytes, size_bytes)


def _raw_lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines as UTF-8 bytes where they were; of one that is too long only its beginning, just longer than allowed."""
    start = file.read(3)
    file.seek(len(codecs.BOM_UTF8) if start == codecs.BOM_UTF8 else 0)
    if start[:2] not in _UTF16:
        yield from _limited(file.readline)
        return
    text = io.TextIOWrapper(file, encoding="utf-16", errors="replace", newline="\n")
    try:
        yield from _limited(lambda limit: text.readline(limit).encode("utf-8", "replace"))
    finally:
        text.detach()  # the file stays its opener's


def _limited(readline: Callable[[int], bytes]) -> Iterator[bytes]:
    limit = LONGEST_LINE_BYTES + 1
    while line := readline(limit):
        rest = line
        while len(rest) >= limit and not rest.endswith(b"\n"):
            rest = readline(limit)
        yield line


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _message(line: str) -> MessageLine:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise _UnusableError("not_json") from None
    if not isinstance(found, dict):
        raise _UnusableError("not_an_object")
    source_id, text = _text(found.get("id")).strip(), _text(found.get("text"))
    if not source_id:
        raise _UnusableError("no_id")
    if not text.strip():
        raise _UnusableError("no_text")
    return MessageLine(
        source_id=source_id,
        thread=_text(found.get("thread")).strip(),
        time=_time(found.get("time")),
        author=_text(found.get("author")).strip(),
        text=text,
    )


def _text(value: Any) -> str:
    """Text or a number as text that a database and a screen can hold: no NUL, no half characters."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _time(value: Any) -> datetime:
    """ISO 8601, or seconds or milliseconds since 1970."""
    if value is None or value == "":
        raise _UnusableError("no_time")
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _UnusableError("odd_time")
        return datetime.fromtimestamp(value / 1000 if abs(value) >= _MILLISECONDS_FROM else value, UTC)
    except (ValueError, OverflowError, OSError):
        raise _UnusableError("odd_time") from None
