"""Which documents were used, by the list that freedesktop programs share (recently-used.xbel). Reading only; no SQL.

The file is written by any program, so it is not trusted: it is limited in size, and one that declares a document type
(and with it entities) is refused whole.
"""

import os
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.parsers import expat

from app.errors import KnownError
from app.records import Rule
from capture.frame import Window
from capture.privacy import judge

LARGEST_BYTES = 5_000_000
_MOST_DOCUMENTS = 20_000
_LONGEST = 4096
_BOOKMARK = "http://www.freedesktop.org/standards/desktop-bookmarks"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A file on this computer and when an application last used it. `command` is the program that opens it there."""

    uri: str
    path: str
    app: str
    command: str
    at: datetime

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def text(self) -> str:
        """What is remembered of it, beside its name."""
        return f"{self.path}\n{self.app}" if self.app else self.path


def recent_file(environment: Mapping[str, str] | None = None) -> Path:
    """Where the list of this user lies."""
    environment = os.environ if environment is None else environment
    data = environment.get("XDG_DATA_HOME", "")
    home = Path(data) if data.startswith("/") else Path.home() / ".local" / "share"
    return home / "recently-used.xbel"


def read_recent(file: Path) -> list[Document]:
    """The documents of a list; one that is not there is empty.

    Raises KnownError "recent_unreadable", with a reason: access, too_long, doctype, or xml.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return []
    except OSError:
        raise KnownError("recent_unreadable", reason="access") from None
    return parse_recent(data)


def parse_recent(data: bytes) -> list[Document]:
    """The documents of a list, one for each application that used them. Those marked as private are left out.

    Raises KnownError "recent_unreadable".
    """
    if len(data) > LARGEST_BYTES:
        raise KnownError("recent_unreadable", reason="too_long")
    found = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = found.begin, found.end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # the last two for encodings that it does not know
        raise KnownError("recent_unreadable", reason="xml") from None
    if found.root != "xbel":
        raise KnownError("recent_unreadable", reason="xml")
    return found.documents


def _refuse_doctype(*_: Any) -> None:
    raise KnownError("recent_unreadable", reason="doctype")


class _Reading:
    """What has been met so far of a list that is being parsed."""

    def __init__(self) -> None:
        self.root = ""
        self.documents: list[Document] = []
        self._href = ""
        self._at: datetime | None = None
        self._private = False
        self._applications: list[tuple[str, str, datetime | None]] = []

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.root = self.root or tag
        if tag == "bookmark":
            self._href, self._private, self._applications = attributes.get("href", ""), False, []
            times = [_time(attributes.get(name, "")) for name in ("visited", "modified", "added")]
            self._at = max((time for time in times if time is not None), default=None)
        elif tag == f"{_BOOKMARK} private":
            self._private = True
        elif tag == f"{_BOOKMARK} application":
            at = _time(attributes.get("modified", ""))
            self._applications.append((attributes.get("name", ""), attributes.get("exec", ""), at))

    def end(self, tag: str) -> None:
        if tag != "bookmark":
            return
        path = _path(self._href)
        if path and not self._private:
            for name, command, at in self._applications or [("", "", self._at)]:
                used = at or self._at
                if used is not None and len(self.documents) < _MOST_DOCUMENTS:
                    self.documents.append(Document(self._href, path, _clean(name), _program(command), used))
        self._href = ""


def _path(uri: str) -> str:
    """The path of a file on this computer; empty for anything else."""
    if len(uri) > _LONGEST:
        return ""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return ""
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        return ""
    return _clean(unquote_to_bytes(parts.path).decode("utf-8", "replace"))


def _program(command: str) -> str:
    """The name of the program in a command such as `'/usr/bin/gedit %u'`."""
    try:
        words = shlex.split(command[:_LONGEST].strip().strip("'"))
    except ValueError:
        return ""
    return _clean(PurePosixPath(words[0]).name) if words else ""


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()[:_LONGEST]


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def new_documents(before: Iterable[Document], now: Iterable[Document]) -> list[Document]:
    """Those of `now` that were used again, or for the first time, since `before`; the earliest first."""
    known: dict[tuple[str, str], datetime] = {}
    for one in before:
        place = (one.uri, one.app)
        known[place] = max(one.at, known.get(place, one.at))
    fresh = [one for one in now if (one.uri, one.app) not in known or one.at > known[one.uri, one.app]]
    return sorted(fresh, key=lambda one: one.at)


def allowed(documents: Iterable[Document], rules: Sequence[Rule]) -> list[Document]:
    """Those that may be remembered, by the same rules as a window of that application with the document's name as title.

    One of which no application is known is left out, as such a window is.
    """
    return [one for one in documents if judge([_as_window(one)], rules)[0].keep]


def _as_window(document: Document) -> Window:
    return Window(-1, document.app, document.name, document.command, 0, 0, 0, 0, 0, focused=False)
