"""Who a text is from and to: heads of mails, greetings, names below a letter, speakers of a chat on the screen. Pure."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.consolidate.english import ENGLISH
from app.consolidate.phrases import NAMED
from app.consolidate.words import Words
from app.store.facts import Seen

_LATEST_HEAD = 40
_AT_END = 3
_ADDRESS = re.compile(r"\s*[<(\[]?[\w.+-]+@[\w.-]+[>)\]]?")
_AT_FIRM = re.compile(r"(?<=\w)\s+(?:at|via|from|@)\s+[A-Z][^,;<]*|\s*\([^)]*\)")
_TURNED = re.compile(rf"^(?P<family>{NAMED.partition('(?:')[0]}),\s*(?P<first>{NAMED.partition('(?:')[0]})$")
_CLOCK = r"[\[(]?\d?\d:\d\d(?:\s?[AaPp][Mm])?[\])]?"
_HEADED = re.compile(rf"^(?:{_CLOCK}\s+<?(?P<said>{NAMED})(?::|>)\s+\S.*|(?P<above>{NAMED})\s*[,·|-]?\s+{_CLOCK})$")
_SPEAKERS = 2
_SPOKEN = re.compile(rf"^(?P<name>{NAMED})\s+(?:[01]?\d|2[0-3])[:.][0-5]\d\s*:\s+(?P<text>\S.*)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a line, and what names it there: from, to, greeting, signature, speaker."""

    name: str
    how: str
    line: int


@functools.cache
def _patterns(words: Words) -> dict[str, re.Pattern[str]]:
    return {
        "from": re.compile(rf"^\W*(?i:{words.mail_from})\s*:\s*(?P<name>.+)$"),
        "to": re.compile(rf"^\W*(?i:{words.mail_to})\s*:\s*(?P<name>.+)$"),
        "subject": re.compile(rf"^\W*(?i:{words.mail_subject})\s*:\s*(?P<name>.+)$"),
        "greeting": re.compile(
            rf"^\W*(?i:{words.greeting})\s+(?:{words.honorifics}\s+)?(?P<name>{NAMED})\s*[,!.]?\s*$"
        ),
        "closing": re.compile(rf"^\W*(?i:{words.closing})[\s,!.]*$"),
        "closed": re.compile(rf"^\W*(?i:{words.closing})\s*,\s*(?P<name>{NAMED})$"),
        "signature": re.compile(rf"^(?P<name>{NAMED})(?:,\s+(?P<role>\S.{{2,60}}))?\.?$"),
    }


def names_of(lines: Sequence[str], words: Words = ENGLISH) -> Iterator[Named]:
    """The names that stand at the places where letters and chats have names."""
    patterns = _patterns(words)
    head = letter_head(lines, words)
    for place, line in enumerate(lines):
        for how in ("from", "to"):
            match = patterns[how].match(line) if head is not None else None
            for name in _people_in(match["name"]) if match else ():
                yield Named(name, how, place)
        for how, pattern in (
            ("greeting", patterns["greeting"]),
            ("speaker", _SPOKEN),
            ("signature", patterns["closed"]),
        ):
            match = pattern.match(line)
            if match and match["name"].casefold() not in words.light | words.idle:
                yield Named(match["name"], how, place)
        if place and patterns["closing"].match(lines[place - 1]):
            match = patterns["signature"].match(line)
            if match:
                yield Named(match["name"], "signature", place)
    yield from _heads(lines)
    if head is not None:
        yield from _below(lines, head, words)


def _heads(lines: Sequence[str]) -> Iterator[Named]:
    """Who speaks in a chat that shows names above or before what is said: several of them at least."""
    found = [
        (match["said"] or match["above"], place) for place, line in enumerate(lines) if (match := _HEADED.match(line))
    ]
    if len({name for name, _ in found}) >= _SPEAKERS and len(found) > _SPEAKERS:
        yield from (Named(name, "speaker", place) for name, place in found)


def _below(lines: Sequence[str], head: int, words: Words) -> Iterator[Named]:
    """A name that stands alone at the end of a letter."""
    for place in range(len(lines) - 1, max(head, len(lines) - 1 - _AT_END), -1):
        match = _patterns(words)["signature"].match(lines[place].strip())
        if match and len(lines[place].split()) <= 8:
            yield Named(match["name"], "signature", place)
            return


def letter_head(lines: Sequence[str], words: Words = ENGLISH) -> int | None:
    """The line that says who a mail is from, where there is one and other lines of a head."""
    patterns = _patterns(words)
    first = next((n for n, line in enumerate(lines[:_LATEST_HEAD]) if patterns["from"].match(line)), None)
    if first is None:
        return None
    near = lines[max(0, first - 6) : first + 8]
    return first if any(patterns[how].match(line) for line in near for how in ("to", "subject")) else None


def _people_in(said: str) -> list[str]:
    """The names in a head's line, without addresses and without the firm that somebody is at."""
    said = _AT_FIRM.sub("", said)
    turned = _TURNED.match(_ADDRESS.sub("", said).strip(" \"'"))
    if turned and said.count("@") < 2:
        return [f"{turned['first']} {turned['family']}"]
    return [name for part in re.split(r"[;,]", _ADDRESS.sub("", said)) if (name := part.strip(" \"'<>"))][:8]


def spoken(line: str) -> tuple[str, str] | None:
    """(who, what) of a line of a chat on the screen.

    >>> spoken("Ann 12:48: Who comes?"), spoken("Who comes?")
    (('Ann', 'Who comes?'), None)
    """
    match = _SPOKEN.match(line)
    return (match["name"], match["text"]) if match else None


def author_of(moment: Seen, words: Words = ENGLISH) -> str:
    """Who wrote what a moment shows: of a message its author, of a mail who it is from, else ""."""
    if moment.author or moment.kind != "screen":
        return moment.author
    lines = [line.text for line in moment.lines]
    head = letter_head(lines, words)
    if head is None:
        return ""
    match = _patterns(words)["from"].match(lines[head])
    return next(iter(_people_in(match["name"])), "") if match else ""
