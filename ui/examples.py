"""Questions to begin with, made of what this memory holds: its applications, sites, people and projects. No widgets, no answers."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.records import Filters
from ui.filters import time_range
from ui.translate import QT_TRANSLATE_NOOP

MOST = 3
LONGEST_NAME = 40
LOOKED_AT = 5
# What may be asked of each kind of thing that a memory holds, the most telling first. Of each kind one is shown.
ABOUT = {
    "promise": QT_TRANSLATE_NOOP("examples", "What did I promise {name}?"),
    "people": QT_TRANSLATE_NOOP("examples", "When did I last hear from {name}?"),
    "projects": QT_TRANSLATE_NOOP("examples", "What was decided about {name}?"),
    "yesterday": QT_TRANSLATE_NOOP("examples", "How long was I in {name} yesterday?"),
    "app": QT_TRANSLATE_NOOP("examples", "How long was I in {name} last week?"),
    "site": QT_TRANSLATE_NOOP("examples", "What did I read on {name}?"),
    "appointments": QT_TRANSLATE_NOOP("examples", "Which appointments do I have?"),
    "any": QT_TRANSLATE_NOOP("examples", "Which apps did I use most last week?"),
}


def examples(memory: Any) -> tuple[str, ...]:
    """At most three questions; none of an empty memory. Runs in a lane."""
    if not memory.days():
        return ()
    found: list[str] = []
    for kind, name in _names(memory):
        if len(name) <= LONGEST_NAME and len(found) < MOST:
            found.append(QCoreApplication.translate("examples", ABOUT[kind]).format(name=name))
    return tuple(found)


def _names(memory: Any) -> Iterator[tuple[str, str]]:
    """One name of each kind, where memory holds one."""
    counts = memory.beliefs.counted()
    people = [name for name in memory.people() if name.casefold() != "me"]
    firsts = [name.split(maxsplit=1)[0] for name in people[:LOOKED_AT]]
    promised = next((name for name in firsts if _was_promised(memory, name)), "")
    if promised:
        yield "promise", promised
    else:
        yield from (("people", name) for name in people[1:2] or people[:1])  # who writes most is often oneself
    apps = memory.apps()
    used = next((name for name in apps[:LOOKED_AT] if _was_used_yesterday(memory, name)), "")
    yield from [("yesterday", used)] if used else [("app", name) for name in apps[:1]]
    if counts.get("projects"):
        yield from (("projects", one.title) for one in memory.beliefs.entries("projects")[:1])
    yield from (("site", name) for name in memory.sites()[:1])
    if counts.get("appointments"):
        yield "appointments", ""
    yield "any", ""


def _was_promised(memory: Any, name: str) -> bool:
    """Whether somebody of that name was promised something, in as many words: so that the question has an answer."""
    hits = memory.search(f"I promised {name}", limit=LOOKED_AT, as_you_type=True, meaning=False, asked_for=False).hits
    said = re.compile(rf"\bI(?:'ve| have| had| did)? promised? {re.escape(name)}\b", re.IGNORECASE)
    return any(said.search(hit.snippet) for hit in hits)


def _was_used_yesterday(memory: Any, app: str) -> bool:
    since, until = time_range("yesterday", datetime.now(UTC).astimezone().date())
    return bool(memory.timeline(since, until, filters=Filters(app=app), limit=1))
