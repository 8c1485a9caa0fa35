"""Phrases of a language, compiled, and what a value in a sentence is: shared by those that take sentences apart. No rules."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.consolidate.verify import fold, stem
from app.consolidate.words import Words

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_UPPER = "".join(one for one in map(chr, range(0xC0, 0x530)) if one.isupper())
_CAPITAL = rf"[A-Z{_UPPER}][\w’'-]*\w"
NAMED = rf"{_CAPITAL}(?:\s+{_CAPITAL}){{0,3}}"
_FULL = rf"{_CAPITAL}(?:\s+{_CAPITAL}){{1,2}}"
PIECES = frozenset(("s", "t", "re", "ve", "ll"))


@dataclass(frozen=True, slots=True)
class Value:
    """A day, time, place, number or code in a sentence; `denied` when it is said to be so no longer."""

    kind: str
    said: str
    value: str
    start: int
    end: int
    denied: bool = False


@dataclass(frozen=True, eq=False)
class Patterns:
    """The phrases of a language, compiled."""

    opening: re.Pattern[str]
    state: re.Pattern[str]
    change: re.Pattern[str]
    revision: re.Pattern[str]
    denied: re.Pattern[str]
    denied_from: re.Pattern[str]
    no_statement: re.Pattern[str]
    past: re.Pattern[str]
    determiners: re.Pattern[str]
    place: re.Pattern[str]
    plain_place: re.Pattern[str]
    linked: re.Pattern[str]
    innocent: re.Pattern[str]
    company: re.Pattern[str]
    purpose: re.Pattern[str]
    that: re.Pattern[str]
    asks_first: re.Pattern[str]
    roles: tuple[re.Pattern[str], ...]
    people: tuple[tuple[str, re.Pattern[str]], ...]


@functools.cache
def patterns_of(words: Words) -> Patterns:
    """The compiled phrases of a language."""

    def folded(text: str) -> re.Pattern[str]:
        return re.compile(text, re.IGNORECASE)

    titled = rf"(?:{words.honorifics}\s+)?{NAMED}"
    names = {"name": NAMED, "titled": titled, "full": _FULL}
    return Patterns(
        opening=folded("^" + words.opening),
        state=folded(rf"(?<![\w'’-])(?:(?:now|still)\s+)?{words.state}(?![\w'’-])"),
        change=folded(rf"(?<![\w'’-]){words.change}(?![\w'’-])"),
        revision=folded(words.revision),
        denied=folded(words.denied),
        denied_from=folded(words.denied_from),
        no_statement=folded(words.no_statement),
        past=folded(words.past),
        determiners=folded(rf"^(?:{words.determiners}\s+)+"),
        place=re.compile(
            rf"(?i:{words.place_before})(?:the\s+|our\s+|my\s+)?(?P<value>{NAMED}|(?:{words.numbered_place})\s+[\w-]+)(?![\w'’])"
        ),
        plain_place=folded(words.place_before + r"(?:the|our|my|a|an)\s+(?P<value>[a-z][\w-]+(?:\s+[a-z][\w-]+){0,2})"),
        linked=folded(words.together_with),
        purpose=folded(words.purpose),
        that=folded(words.that),
        company=re.compile(_filled(words.company, names)),
        innocent=folded(words.no_negation),
        asks_first=folded(words.asks_first),
        roles=tuple(re.compile(text.replace("{name}", NAMED)) for text in words.roles),
        people=tuple((name, re.compile(_filled(text, names))) for name, text in words.about_people),
    )  # fmt: skip


def _filled(text: str, names: Mapping[str, str]) -> str:
    for name, pattern in names.items():
        text = text.replace("{" + name + "}", pattern)
    return text


def part_of(word: str, words: Words) -> str:
    """A word as subjects are known by it: folded, without its ending."""
    return stem(bare(word), words)


def bare(word: str) -> str:
    """A word folded, without the ending of a possessive."""
    return fold(word).replace("’", "'").removesuffix("'s")


def is_content(word: str, words: Words) -> bool:
    """Whether a word says something of a subject: it is no light verb, no greeting, no word for time."""
    folded = bare(word)
    if folded in words.telling_apart:
        return True
    if folded in words.idle or folded in words.light or folded in PIECES:
        return False
    if part_of(word, words) in stems_of(words.light, words) and not folded.endswith("ing"):
        return False
    return len(folded) > 1 or folded.isdigit()


@functools.cache
def stems_of(found: frozenset[str], words: Words) -> frozenset[str]:
    """The stems of a table's words."""
    return frozenset(stem(word, words) for word in found)
