"""Showing things to a person or a script. Captured text is untrusted: it is never markup, and its control characters go.

Results go to stdout, everything else to stderr. rich is loaded when something is drawn with it.
"""

import contextlib
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.errors import KnownError
from app.sentences import sentence

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
Progress = Callable[[int, int], None]


def clean(text: str, *, lines: bool = False) -> str:
    """Text without control characters and invisible marks; line ends and tabs become spaces, unless `lines`.

    >>> clean("a\\x1b[31mb\\tc")
    'a[31mb c'
    """
    kept = (
        one
        if lines and one == "\n"
        else " "
        if one in "\n\r\t"
        else ""
        if unicodedata.category(one) in _UNSEEN
        else one
        for one in text
    )
    return "".join(kept)


class Terminal:
    """The two streams of this process."""

    def __init__(self) -> None:
        self._out: Console | None = None
        self._err: Console | None = None

    @property
    def out(self) -> "Console":
        if self._out is None:
            from rich.console import Console

            self._out = Console(highlight=False, markup=False, emoji=False)
        return self._out

    @property
    def err(self) -> "Console":
        if self._err is None:
            from rich.console import Console

            self._err = Console(stderr=True, highlight=False, markup=False, emoji=False)
        return self._err

    @property
    def zone(self) -> str:
        """The IANA name of the zone that this machine is in."""
        from capture.clock import zone_name

        return zone_name()

    def json(self, value: Any) -> None:
        """One JSON value as one line on stdout."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")
        sys.stdout.flush()

    def say(self, text: str, *, style: str = "") -> None:
        """A sentence about what was done, on stdout."""
        self.out.print(clean(text, lines=True), style=style or None, soft_wrap=True)

    def note(self, text: str) -> None:
        """A sentence beside the result, on stderr."""
        self.err.print(clean(text, lines=True), style="dim", soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence["str | Text"]], *, wide: int = -1) -> None:
        """A table; the column number `wide` takes the room that is left, and only it breaks its lines. Ids stay whole."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
        for number, name in enumerate(columns):
            broad = number == wide % len(columns)
            table.add_column(
                name, no_wrap=not broad, overflow="fold" if broad else "ellipsis", ratio=1 if broad else None
            )
        for row in rows:
            table.add_row(*(cell if isinstance(cell, Text) else Text(clean(cell)) for cell in row))
        self.out.print(table)

    def entry(self, head: Sequence[str], body: "str | Text") -> None:
        """One of a list: a line that says what it is, and below it its text. Empty parts of the head are left out."""
        from rich.padding import Padding
        from rich.text import Text

        self.out.print(Text(" · ".join(clean(part) for part in head if part), style="cyan"), soft_wrap=True)
        self.out.print(Padding(body if isinstance(body, Text) else Text(clean(body)), (0, 0, 0, 2)))

    def marked(self, text: str, marks: Sequence[tuple[int, int]]) -> "Text":
        """Untrusted text on one line, with the parts between these offsets set off."""
        from rich.text import Text

        shown, position = Text(), 0
        for start, end in sorted(marks):
            if position <= start <= end <= len(text):
                shown.append(clean(text[position:start]))
                shown.append(clean(text[start:end]), style="bold yellow")
                position = end
        shown.append(clean(text[position:]))
        return shown

    def when(self, moment: datetime, zone: str = "") -> str:
        """A time as people read it, in the moment's own zone or else in this machine's."""
        with contextlib.suppress(LookupError, ValueError, OSError):
            return f"{moment.astimezone(ZoneInfo(zone or self.zone)):%a %Y-%m-%d %H:%M}"
        return f"{moment.astimezone(UTC):%a %Y-%m-%d %H:%M} UTC"

    def asks(self) -> bool:
        """Whether somebody is there to answer a question."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def confirmed(self, question: str) -> bool:
        """Ask yes or no on stderr; no is the default."""
        sys.stderr.write(f"{clean(question)} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    def secret(self, prompt: str) -> str:
        """Ask for something that is not shown while it is typed."""
        import getpass

        return getpass.getpass(prompt, stream=sys.stderr)

    @contextlib.contextmanager
    def progress(self, doing: str, *, unit: str = "") -> Iterator[Progress]:
        """A bar on stderr while the block lasts, where that is a terminal; call it with what is done and the whole."""
        if not sys.stderr.isatty():
            yield lambda done, whole: None
            return
        from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        counts = DownloadColumn() if unit == "bytes" else MofNCompleteColumn()
        columns = (TextColumn("{task.description}"), BarColumn(), counts, TimeRemainingColumn())
        with Bars(*columns, console=self.err, transient=True) as bars:
            task = bars.add_task(doing, total=None)
            yield lambda done, whole: bars.update(task, completed=done, total=whole or None)

    @contextlib.contextmanager
    def waiting(self, doing: str) -> Iterator[None]:
        """Say on stderr what takes so long, where that is a terminal, until the block ends."""
        if not sys.stderr.isatty():
            yield
            return
        with self.err.status(doing):
            yield

    def known_error(self, error: KnownError) -> None:
        """The sentence of a known error, on stderr."""
        sys.stderr.write(clean(sentence(error.code, error.params)) + "\n")
