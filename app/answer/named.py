"""Whom or what a computed question is about: its subject as names that memory holds, exactly. No likeness, no guess: a name that memory
does not hold is none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.answer import asks_english as words
from app.answer.asks import Ask
from app.recall.facets import is_called
from app.recall.looks import LOOKS, is_app_of
from app.store import figures
from app.store.browser_history import browser_of
from app.store.db import Store
from app.store.figures import Message, Screen

Field = Literal["all", "app", "site", "title", "person", "thread"]
PEOPLE_VERBS = frozenset({"talk", "hear", "send"})
_LEAST_TITLE = 4


@dataclass(frozen=True, slots=True)
class Named:
    """The names that are meant, and how they are called together. Of a title a part of it, in small letters."""

    field: Field
    values: tuple[str, ...] = ()
    name: str = ""

    def key(self, screen: Screen) -> str | None:
        """The subject's name where a screen shows it."""
        match self.field:
            case "all":
                return self.name
            case "app":
                return self.name if screen.app in self.values else None
            case "site":
                return self.name if screen.site in self.values else None
            case "title":
                return self.name if any(part in figures.folded_title(screen.title) for part in self.values) else None
        return None

    def holds(self, message: Message) -> bool:
        """Whether a message is by this person, or in this thread."""
        return (message.author if self.field == "person" else message.thread) in self.values


def on_screen(store: Store, ask: Ask) -> Named | None:
    """The application, site or title that a question is about; of none of them None."""
    if not ask.subject:
        return Named("all", name=words.SAID["computer"])
    said = re.sub(words.NOUN_AFTER, "", ask.subject, flags=re.IGNORECASE)
    for subject in dict.fromkeys((ask.subject, said)):
        found = _place(store, subject)
        if found is not None:
            return found
    part = figures.folded_title(said)
    if len(part) >= _LEAST_TITLE and figures.titles_with(store, part, most=1):
        return Named("title", (part,), said)
    return None


def _place(store: Store, subject: str) -> Named | None:
    apps = figures.apps(store)
    found = [one for one in apps if is_called("app", one, subject)]
    exact = [one for one in found if one.casefold() == subject.casefold()]
    if found:
        return _named("app", exact or found, subject)
    role = words.ROLES.get(subject.casefold(), "")
    found = [one for one in apps if _plays(role, one)]
    sites = figures.sites(store)
    if found:
        return _named("app", found, subject)
    if role == "meeting":
        found = [one for one in sites if one in words.MEETING_SITES]
    else:
        found = [one for one in sites if is_called("site", one, subject)]
    return _named("site", found, subject) if found else None


def _plays(role: str, app: str) -> bool:
    if role == "browser":
        return bool(browser_of(app))
    if role == "meeting":
        return any(part in app.casefold() for part in words.MEETING_APPS)
    return role in LOOKS and is_app_of(role, app)


def _named(field: Field, found: Sequence[str], said: str) -> Named:
    return Named(field, tuple(found), found[0] if len(found) == 1 else said)


def person(store: Store, subject: str) -> Named | None:
    """Who wrote messages and is called so."""
    asked = set(re.findall(r"\w+", subject.casefold()))
    found = [one for one in figures.authors(store) if asked and asked <= set(re.findall(r"\w+", one.casefold()))]
    return _named("person", found, subject) if found else None


def thread(store: Store, subject: str) -> Named | None:
    """A thread of messages of this name; whole, since a part of a name is another's."""
    said = re.sub(words.NOUN_AFTER, "", subject, flags=re.IGNORECASE)
    for one in (subject, said):
        found = [held for held in figures.threads(store) if _plain(held) == _plain(one)]
        if found:
            return _named("thread", found, one)
    return None


def talks_with(store: Store, who: Named | None, subject: str) -> Named | None:
    """The threads in which one writes with a person alone: those of the person's name."""
    names = {_plain(one) for one in (*(who.values if who else ()), subject)}
    found = [held for held in figures.threads(store) if _plain(held) in names]
    return _named("thread", found, who.name if who else subject) if found else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().lstrip("#").split())
