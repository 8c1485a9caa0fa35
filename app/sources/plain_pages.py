"""Captured text as Markdown in which nothing of it is active: no link, picture, HTML or heading can come out of it.

All of it stands in code, where Markdown reads nothing; the fence is longer than any run of backticks in it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.records import Moment, Turn


def span(text: str) -> str:
    """Untrusted text within a line; "" for none.

    >>> span("a <b>"), span("``x"), span("\\n")
    ('`a <b>`', '``` ``x ```', '')
    """
    line = " ".join(_printable(text).split())
    if not line:
        return ""
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def block(text: str) -> str:
    """Untrusted text as lines of its own."""
    lines = _printable(text).strip("\n")
    fence = "`" * max(3, _longest_run(lines) + 1)
    return f"{fence}text\n{lines}\n{fence}\n"


def moment_page(moment: Moment, texts: Sequence[str], picture: str) -> str:
    """One moment of a day; `picture` is the path of its file from the day's page, or ""."""
    head = [clock(moment.time, moment.zone), span(moment.app) or moment.kind]
    about = [("", moment.title), ("Address: ", moment.url), ("In: ", moment.thread), ("By: ", moment.author)]
    lines = [f"{name}{span(value)}" for name, value in about if value.strip()]
    if picture:
        lines.append(f"[Picture]({picture})")
    parts = ["## " + " · ".join(head), "  \n".join(lines), *(block(text) for text in texts)]
    return "\n\n".join(part for part in parts if part).rstrip("\n") + "\n\n"


def turn_page(turn: Turn) -> str:
    """A question with its answer and what it cites."""
    cited = [
        f"{one.n}. {when(one.time)} {span(one.app)} {span(one.title)}: {span(one.quote)}"
        for one in turn.answer.citations
    ]
    parts = [f"### {when(turn.time)}", block(turn.answer.question), block(turn.answer.text), "\n".join(cited)]
    return "\n\n".join(part for part in parts if part).rstrip("\n") + "\n\n"


def clock(at: datetime, zone: str) -> str:
    """The time of day in the moment's own zone."""
    try:
        return f"{at.astimezone(ZoneInfo(zone)):%H:%M:%S}"
    except (LookupError, ValueError, OSError):
        return f"{at.astimezone(UTC):%H:%M:%S} UTC"


def when(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _printable(text: str) -> str:
    """Control characters and invisible marks as spaces; line ends stay."""
    return "".join(one if one == "\n" or one.isprintable() else " " for one in text)
