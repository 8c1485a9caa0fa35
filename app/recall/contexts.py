"""Where a passage comes from (kind, app, site, thread, source), each such place numbered once. Numbers and folded names; no texts."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from app.records import Filters

Bools = np.ndarray[Any, np.dtype[np.bool_]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
FIELDS = ("kind", "app", "site", "thread", "source")


class Codes:
    """Small integers for strings, case folded: 0 is the empty one."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"": 0}

    def of(self, text: str) -> int:
        return self._codes.setdefault(text.casefold(), len(self._codes))

    def find(self, text: str) -> int:
        """The code of a string, or -1 when nothing has it."""
        return self._codes.get(text.casefold(), -1)

    def names(self) -> list[str]:
        """All the strings but the empty one, case folded."""
        return [text for text in self._codes if text]

    def matching(self, suffix: str) -> list[int]:
        """Codes of the string itself and of what ends in `.` and it: a site and its subdomains."""
        folded = suffix.casefold()
        return [code for text, code in self._codes.items() if text == folded or text.endswith("." + folded)]


class Contexts:
    """The places that passages come from, numbered as they turn up. A stream is all of one kind, source and thread."""

    def __init__(self) -> None:
        self._codes = {field: Codes() for field in FIELDS}
        self._known: dict[tuple[int, ...], int] = {}
        self._raw: dict[tuple[str, ...], int] = {}
        self._streams: dict[tuple[int, int, int], int] = {}
        self._stream_of: list[int] = []
        self._table = np.zeros((0, len(FIELDS)), np.int64)
        self._of_places = np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self._known)

    def of(self, where: tuple[str, ...]) -> int:
        """The number of a place; `where` holds the five fields in their order."""
        found = self._raw.get(where)
        if found is not None:
            return found
        key = tuple(self._codes[field].of(value) for field, value in zip(FIELDS, where, strict=True))
        code = self._known.setdefault(key, len(self._known))
        self._raw[where] = code
        if code == len(self._stream_of):
            kind, _, _, thread, source = key
            self._stream_of.append(self._streams.setdefault((kind, source, thread), len(self._streams)))
        return code

    def streams(self) -> Ints:
        """The stream of each place, `(places,)`."""
        if len(self._of_places) < len(self._stream_of):
            self._of_places = np.array(self._stream_of, np.int64)
        return self._of_places

    def stream_count(self) -> int:
        return len(self._streams)

    def on_screen(self) -> Bools:
        """Which places are screens, `(places,)`."""
        out: Bools = self._codes_of("kind") == self._codes["kind"].find("screen")
        return out

    def allowed(self, filters: Filters) -> Bools:
        """Which places filters let through, `(places,)`; a site's subdomains belong to it. Times are not looked at."""
        out: Bools = np.ones(len(self), np.bool_)
        for field in ("kind", "app", "thread", "source"):
            wanted = getattr(filters, field)
            if wanted is not None:
                out &= self._codes_of(field) == self._codes[field].find(wanted)
        if filters.site is not None:
            out &= np.isin(self._codes_of("site"), self._codes["site"].matching(filters.site))
        return out

    def names(self, field: str) -> list[str]:
        """What stands in a field somewhere, case folded, without the empty string."""
        return self._codes[field].names()

    def named(self, field: str, names: Iterable[str]) -> Bools:
        """Which places have one of these names in a field, `(places,)`."""
        return np.isin(self._codes_of(field), [self._codes[field].find(name) for name in names])

    def _codes_of(self, field: str) -> Ints:
        if len(self._table) < len(self._known):
            self._table = np.array(list(self._known), np.int64).reshape(len(self._known), len(FIELDS))
        return self._table[:, FIELDS.index(field)]
