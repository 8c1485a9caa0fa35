"""Writing a memory out for other programs and for people: Markdown or JSON, with pictures. NOT encrypted, and never where other
things are. Only what may be shown is written: nothing that is being forgotten, and no picture that has not been read.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from app.errors import KnownError
from app.records import Exported, Moment
from app.sources import plain_pages
from app.sources.conversations import turn_object
from app.store import chats, frames, layers, passages, readable
from app.store.db import Store, free_bytes

Format = Literal["markdown", "json"]
OnProgress = Callable[[int, int], None]
_README = """# An export of Recollect

Written {when} as {format}. **It is not encrypted**: whoever has this folder can read everything in it. Text that was seen on the
screen stands in code, so that nothing in it can act as a link, a picture or a page.
"""


def export(
    store: Store,
    folder: Path,
    format_: Format = "markdown",
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Exported:
    """Write the whole memory into an empty or absent folder; `on_progress` hears moments written and moments in all.

    What was written goes again when it fails. Raises KnownError export_inside, export_holds_other, export_failed, export_stopped.
    """
    folder = folder.expanduser().absolute()
    home = store.places.home.resolve()
    if home == folder.resolve() or home in folder.resolve().parents:
        raise KnownError("export_inside", folder=str(folder))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KnownError("export_holds_other", folder=str(folder))
    writing = _Writing(store, folder, on_progress or (lambda done, whole: None), cancelled)
    try:
        return writing.markdown() if format_ == "markdown" else writing.json()
    except BaseException as error:
        _remove_all(folder)
        if isinstance(error, OSError):
            free = free_bytes(store.places) if not folder.parent.exists() else shutil.disk_usage(folder.parent).free
            raise KnownError("export_failed", folder=str(folder), free_mb=free >> 20) from error
        raise


def _remove_all(folder: Path) -> None:
    """The folder was empty before, so all that is in it was written now."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


class _Writing:
    """One export on its way."""

    def __init__(self, store: Store, folder: Path, on_progress: OnProgress, cancelled: Callable[[], bool]) -> None:
        self._store, self._folder, self._on_progress, self._cancelled = store, folder, on_progress, cancelled
        self._whole = readable.count(store)
        self._moments = self._pictures = self._left_out = 0

    # -- Markdown

    def markdown(self) -> Exported:
        self._readme("Markdown, one page a day")
        days = frames.days(self._store)
        for day in reversed(days):
            with self._file(f"days/{day.date}.md") as page:
                page.write(f"# {day.date}\n\n")
                before: dict[str, set[int]] = {}
                for row_id, moment in readable.moments(self._store, day.date):
                    picture = self._picture(moment, day.date)
                    texts = _new_texts(self._store, row_id, moment, before)
                    page.write(plain_pages.moment_page(moment, texts, f"../{picture}" if picture else ""))
                    self._step()
        with self._file("notes.md") as page:
            page.write("# Notes\n\n")
            for row_id, moment in readable.moments(self._store, kind="note"):
                texts = [text for _, text, _ in passages.lines_of(self._store, row_id)]
                page.write(f"## {moment.time.astimezone(UTC):%Y-%m-%d}\n\n{plain_pages.block(chr(10).join(texts))}\n")
        with self._file("conversations.md") as page:
            page.write("# Conversations\n\n")
            conversations = self._conversations(lambda turn, _: page.write(plain_pages.turn_page(turn)))
        with self._file("memories.md") as page:
            page.write("# Memories\n\n")
            memories = 0
            for one in readable.memories(self._store):
                memories += 1
                page.write(f"## {one['kind']} {plain_pages.span(one['title'])}\n\n{plain_pages.block(one['text'])}\n")
        return self._done(len(days), conversations, memories)

    # -- JSON

    def json(self) -> Exported:
        self._readme("JSON, one object a line")
        days: set[str] = set()
        with self._file("moments.jsonl") as lines:
            for row_id, moment in readable.moments(self._store):
                day = frames.local_day(moment.time, moment.zone)
                days.add(day)
                shown = [passage_id for passage_id, _, _ in passages.lines_of(self._store, row_id)]
                _line(lines, _moment(moment) | {"picture": self._picture(moment, day) or None, "passages": shown})
                self._step()
        self._all("passages.jsonl", readable.passages(self._store))
        with self._file("conversations.jsonl") as lines:
            conversations = self._conversations(lambda turn, _: _line(lines, turn_object(turn)))
        memories = self._all("memories.jsonl", readable.memories(self._store))
        self._all("ledger.jsonl", readable.ledger(self._store))
        return self._done(len(days), conversations, memories)

    def _all(self, name: str, objects: Iterator[dict[str, Any]]) -> int:
        count = 0
        with self._file(name) as lines:
            for one in objects:
                _line(lines, one)
                count += 1
        return count

    # -- what both need

    def _conversations(self, write: Callable[[Any, str], object]) -> int:
        hidden = readable.hidden_turns(self._store)
        names = [name for name, _, _ in chats.conversations(self._store)]
        for name in reversed(names):
            for turn in chats.turns(self._store, name):
                if turn.id not in hidden:
                    write(turn, name)
        return len(names)

    def _picture(self, moment: Moment, day: str) -> str:
        """Write a moment's picture; its path in the export, or "" when it has none that may be shown."""
        if not moment.has_picture:
            return ""
        data = _shown(self._store, moment.id)
        if data is None:
            self._left_out += 1
            return ""
        name = f"pictures/{day}/{moment.id}.webp"
        with os.fdopen(self._opened(name), "wb") as file:
            file.write(data)
        self._pictures += 1
        return name

    def _readme(self, format_: str) -> None:
        with self._file("README.md") as page:
            page.write(_README.format(when=plain_pages.when(datetime.now(UTC)), format=format_))

    @contextlib.contextmanager
    def _file(self, name: str) -> Iterator[IO[str]]:
        with os.fdopen(self._opened(name), "w", encoding="utf-8") as file:
            yield file

    def _opened(self, name: str) -> int:
        path = self._folder / name
        for folder in (self._folder, *reversed(path.relative_to(self._folder).parents[:-1])):
            (self._folder / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def _step(self) -> None:
        if self._cancelled():
            raise KnownError("export_stopped")
        self._moments += 1
        self._on_progress(self._moments, max(self._whole, self._moments))

    def _done(self, days: int, conversations: int, memories: int) -> Exported:
        return Exported(
            days=days,
            moments=self._moments,
            pictures=self._pictures,
            pictures_left_out=self._left_out,
            conversations=conversations,
            memories=memories,
        )


def _new_texts(store: Store, row_id: int, moment: Moment, before: dict[str, set[int]]) -> list[str]:
    """The texts of a moment that did not stand in the one before it on the same monitor."""
    held = passages.lines_of(store, row_id)
    known = before.get(moment.monitor, set()) if moment.monitor else set()
    before[moment.monitor] = {passage_id for passage_id, _, _ in held}
    return [text for passage_id, text, _ in held if passage_id not in known]


def _shown(store: Store, public_id: str) -> bytes | None:
    try:
        return layers.shown_bytes(store, public_id, "full")
    except KnownError as error:
        if error.code != "picture_left_out":
            return None
    try:
        return layers.shown_bytes(store, public_id, "thumb")  # all that was kept of it
    except KnownError:
        return None


def _moment(one: Moment) -> dict[str, Any]:
    return {
        "id": one.id, "kind": one.kind, "time": one.time.isoformat(), "zone": one.zone, "app": one.app, "title": one.title,
        "url": one.url, "site": one.site, "thread": one.thread, "author": one.author, "source": one.source,
        "source_id": one.source_id, "monitor": one.monitor, "width_px": one.width_px, "height_px": one.height_px,
        "reading": one.reading,
    }  # fmt: skip


def _line(lines: IO[str], value: dict[str, Any]) -> None:
    lines.write(json.dumps(value, ensure_ascii=False) + "\n")
