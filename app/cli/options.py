"""Options that several commands share, and how their words become filters."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app import records
from app.cli.context import Given
from app.errors import KnownError
from app.records import Filters

Json = Annotated[bool, typer.Option("--json", help="Print machine-readable output on stdout.")]
NewPassphraseFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Take the new passphrase from here; without, it is asked for.")
]
Since = Annotated[str | None, typer.Option(metavar="TIME", help="Not before: 2026-11-20, 'yesterday', 'last tuesday'.")]
Until = Annotated[str | None, typer.Option(metavar="TIME", help="Not after; a day counts to its end.")]
App = Annotated[str | None, typer.Option(metavar="NAME", help="Only what this application showed.")]
Site = Annotated[str | None, typer.Option(metavar="NAME", help="Only what this web site showed.")]
Thread = Annotated[str | None, typer.Option(metavar="NAME", help="Only this conversation.")]
Source = Annotated[str | None, typer.Option(metavar="NAME", help="Only what came from this source.")]
Kind = Annotated[records.Kind | None, typer.Option(help="Only moments of this kind.")]


def filters(
    given: Given,
    *,
    since: str | None = None,
    until: str | None = None,
    app: str | None = None,
    site: str | None = None,
    kind: str | None = None,
    thread: str | None = None,
    source: str | None = None,
) -> Filters:
    """Options as filters. Raises KnownError "bad_time", "empty_time"."""
    begin, end = time(given, since), time(given, until, end=True)
    if begin and end and begin >= end:
        raise KnownError("empty_time")
    return Filters(begin, end, app or None, site or None, kind, thread or None, source or None)


def time(given: Given, text: str | None, *, end: bool = False) -> datetime | None:
    """A time of an option. Raises KnownError "bad_time"."""
    if text is None:
        return None
    from app.recall.query import parse_time

    return parse_time(text, now=given.now, zone=given.terminal.zone, end=end)
