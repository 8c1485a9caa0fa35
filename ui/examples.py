"""Questions to begin with, made of what this memory holds: its applications, sites, people and projects. No widgets, no answers."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication

from ui.translate import QT_TRANSLATE_NOOP

MOST = 3
LONGEST_NAME = 40
# What may be asked of each kind of thing that a memory holds, the most telling first. Of each kind one is shown.
ABOUT = {
    "people": QT_TRANSLATE_NOOP("examples", "When did I last hear from {name}?"),
    "projects": QT_TRANSLATE_NOOP("examples", "What was decided about {name}?"),
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
    yield from (("people", name) for name in people[1:2] or people[:1])  # who writes most is often oneself
    yield from (("app", name) for name in memory.apps()[:1])
    if counts.get("projects"):
        yield from (("projects", one.title) for one in memory.beliefs.entries("projects")[:1])
    yield from (("site", name) for name in memory.sites()[:1])
    if counts.get("appointments"):
        yield "appointments", ""
    yield "any", ""
