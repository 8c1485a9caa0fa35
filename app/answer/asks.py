"""What kind of computation a question asks for, and about whom or what. Pure: nothing is looked up here, and no words stand here.

A question is read as a whole: where words are left that no pattern explains it asks for more than a computation, and is none.
"""

import functools
import re
from dataclasses import dataclass

from app.answer import asks_english as words

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Ask:
    """A computation. `kind` is time, times, messages, number, last, first, begun, ended, list, busiest, most, at, promised
    or asked.

    `subject` is the name as it was said, empty for everything; `verb` is talk, hear, use, see, send or empty; `thing` is app, site,
    document, person or thread, `narrower` a kind of document; `role` says what the subject of messages is: author, to, thread, with,
    mine, others or any; `unit` is day, hour or week.
    """

    kind: str
    subject: str = ""
    verb: str = ""
    thing: str = ""
    narrower: str = ""
    role: str = ""
    unit: str = ""


@functools.cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (kind, re.compile(pattern.replace("<subject>", "(?P<subject>.+?)"), re.IGNORECASE))
        for kind, pattern in words.PATTERNS
    ]


_ROLES = ("author", "to", "thread", "with", "mine", "others", "any")


def read(question: str) -> Ask | None:
    """The computation that a question without its time asks for; None where it asks for something else.

    >>> read("How long was I in the editor?")
    Ask(kind='time', subject='editor', verb='', thing='', narrower='', role='', unit='')
    >>> read("When does the train leave?") is None
    True
    """
    for plain in _plain(question):
        for kind, pattern in _patterns():
            match = pattern.fullmatch(plain)
            if match is not None:
                return _ask(kind, match)
    return None


def _plain(question: str) -> list[str]:
    """A question without politeness, its mark, and words left hanging where its time stood; and, where they are not, as it was."""
    text = " ".join(question[:_LONGEST].split()).strip(" ?!.,;:")
    text = re.sub(words.POLITE, "", text, flags=re.IGNORECASE)
    less = re.sub(words.HANGING, "", text, flags=re.IGNORECASE).strip(" ?!.,;:")
    return [less] if less == text else [less, text]


def _ask(kind: str, match: re.Match[str]) -> Ask | None:
    found = match.groupdict()
    subject = subject_of(found.get("subject") or "")
    if found.get("subject") and not subject and kind not in {"time", "times", "busiest"}:
        return None
    said = " ".join((found.get("thing") or "").lower().split())
    role = next((one for one in _ROLES if found.get(one)), "")
    thing = words.THINGS.get(said, "") or ("person" if found.get("people") else "")
    if kind == "at" and said:
        thing = ""
    return Ask(
        kind=kind,
        subject=subject,
        verb="hear" if found.get("heard") else "send" if found.get("sent") else _verb(found.get("verb") or ""),
        thing=thing,
        narrower=words.NARROWER.get(said, ""),
        role=role,
        unit=(found.get("unit") or "").lower().removeprefix("week" if found.get("unit", "") == "weekday" else ""),
    )


def subject_of(said: str) -> str:
    """A name as it was said, without its article; empty where it means the computer itself."""
    text = re.sub(words.DETERMINERS, "", said.strip(" \"“”'’,"), flags=re.IGNORECASE).strip(" \"“”'’,")
    return "" if re.fullmatch(words.EVERYTHING, text, re.IGNORECASE) else text


def _verb(said: str) -> str:
    said = " ".join(said.lower().split())
    for name, pattern in words.VERBS:
        if said and re.fullmatch(pattern, said, re.IGNORECASE):
            return name
    return "use" if said else ""
