"""A sentence taken apart for being held against another: its words, and all in it that may be a value. Pure; no store.

Wider than what a plain statement says: a name, a state or a thing with an article may be a value, which only another sentence tells.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.consolidate.english import ENGLISH
from app.consolidate.english_changes import ENGLISH_CHANGES
from app.consolidate.extract import is_name, values_in
from app.consolidate.phrases import NAMED, PIECES, WORD, Value, bare, is_content, part_of, patterns_of
from app.consolidate.verify import fold
from app.consolidate.words import ChangeWords, Words
from app.recall.timewords import Here

# Kinds whose values are words: what they are is not seen in one sentence alone.
IN_WORDS = ("place", "name", "choice")
EXACT = ("day", "time", "number", "code")
_MOST_WORDS = 40
_SHORTEST = 2
_LONGEST_PHRASE = 3
_NUMBER = re.compile(r"(?<![\w.,:/-])\d+(?:[.,]\d+)*(?![\w:/%]|-\w|[.,]\d)")
_TELEPHONE = re.compile(r"(?<![\w.,:/-])\+?\d[\d /()-]{5,}\d(?![\w:/%]|-\w|[.,]\d)")
_NAMES = re.compile(rf"(?<![\w'’-]){NAMED}(?!\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence that says something; `starts` when it does not stand right behind the one before."""

    stem: str
    start: int
    end: int
    starts: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence with its values and words, when it was said, by whom and where."""

    text: str
    at: datetime
    author: str
    where: str
    values: tuple[Value, ...]
    tokens: tuple[Token, ...]


def heard(text: str, here: Here, author: str, where: str, words: Words = ENGLISH) -> Heard | None:
    """A sentence taken apart; None where it is too long to be a plain one."""
    more = ENGLISH_CHANGES
    plain = " ".join(text.split())
    if not plain or len(plain.split()) > _MOST_WORDS:
        return None
    opening = patterns_of(words).opening.match(plain)
    signs_at = [match.span() for match in re.finditer(more.sign, plain, re.IGNORECASE)]
    idle_at = [*signs_at, (0, opening.end() if opening else 0)]
    called = [match.span() for match in _TELEPHONE.finditer(plain)]
    typed = [
        one for one in values_in(plain, here, words)
        if one.kind != "name" and not (one.kind.split()[0] in ("number", "code") and any(a <= one.start < b for a, b in called))
    ]  # fmt: skip
    values = [*typed, *_wider(plain, [(one.start, one.end) for one in typed] + idle_at, words, more)]
    taken = [*idle_at, *((one.start, one.end) for one in values if one.kind.split()[0] in EXACT)]
    tokens: list[Token] = []
    for match in WORD.finditer(plain):
        calls = (
            not match.start()
            and bare(match[0]) in more.before_name
            and plain[match.end() : match.end() + 2].strip().isupper()
        )
        if not calls and _tells(match[0], words) and not any(start <= match.start() < end for start, end in taken):
            starts = not tokens or bool(plain[tokens[-1].end : match.start()].strip(" "))
            tokens.append(Token(part_of(match[0], words), match.start(), match.end(), starts))
    return Heard(plain, here.now, author, where, tuple(values), tuple(tokens))


def _tells(word: str, words: Words) -> bool:
    """Whether a word can be part of a thing's name; "book" can, though "booked" is a light verb."""
    if is_content(word, words):
        return re.search("n['’]t$", word) is None
    folded = bare(word)
    if folded in PIECES or folded in words.idle or folded in words.light or len(folded) < _SHORTEST:
        return False
    return all(len(one) > len(folded) for one in _light_of(words).get(part_of(word, words), ()))


@functools.cache
def _light_of(words: Words) -> dict[str, tuple[str, ...]]:
    """The light words by their stems."""
    out: dict[str, tuple[str, ...]] = {}
    for word in words.light:
        out[part_of(word, words)] = (*out.get(part_of(word, words), ()), word)
    return out


def _wider(text: str, taken: Sequence[tuple[int, int]], words: Words, more: ChangeWords) -> Iterator[Value]:
    """What may be a value besides those of a plain statement: telephone numbers, bare numbers, states, names, places and things."""
    spans = list(taken)
    for one in _candidates(text, taken, words, more):
        if all(one.end <= start or end <= one.start for start, end in spans):
            spans.append((one.start, one.end))
            yield one


def _candidates(text: str, taken: Sequence[tuple[int, int]], words: Words, more: ChangeWords) -> Iterator[Value]:
    for match in _TELEPHONE.finditer(text):
        yield Value("code", match[0], re.sub(r"\D", "", match[0]), match.start(), match.end())
    for match in _NUMBER.finditer(text):
        yield Value("number", match[0], match[0].replace(",", "."), match.start(), match.end())
    for place, group in enumerate(more.states):
        either = "|".join(re.escape(one) for one in sorted(group, key=len, reverse=True))
        for match in re.finditer(rf"(?<![\w-])(?:{either})(?![\w-])", text, re.IGNORECASE):
            yield Value(f"state {place}", match[0], fold(match[0]), match.start(), match.end())
    for match in re.finditer(more.towards + more.article, text, re.IGNORECASE):
        yield from _phrase("place", text, match.end(), taken, words)
    for match in re.finditer(f"(?i:{more.towards})(?P<value>{NAMED})", text):
        yield Value("place", match["value"], fold(match["value"]), match.start("value"), match.end())
    for match in _NAMES.finditer(text):
        yield from _name(match, taken, words, more)
    for match in re.finditer(more.article, text, re.IGNORECASE):
        yield from _phrase("choice", text, match.end(), taken, words)


def _name(match: re.Match[str], taken: Sequence[tuple[int, int]], words: Words, more: ChangeWords) -> Iterator[Value]:
    """A name without the words before it that only begin a sentence."""
    text, start = match.string, match.start()
    parts = list(WORD.finditer(match[0]))
    while parts and (
        not _tells(parts[0][0], words)
        or bare(parts[0][0]) in more.before_name
        or any(a <= start + parts[0].start() < b for a, b in taken)
    ):
        parts = parts[1:]
    if not parts:
        return
    first = start + parts[0].start()
    said = text[first : match.end()]
    begins = not re.search(r"\w", text[:first])
    if is_name(said, words) and (not begins or " " in said or re.match(more.after_name, text[match.end() :].lstrip())):
        yield Value("name", said, fold(said), first, match.end())


def _phrase(kind: str, text: str, start: int, taken: Sequence[tuple[int, int]], words: Words) -> Iterator[Value]:
    """The words of a phrase up to the first that is no part of it."""
    kept: list[re.Match[str]] = []
    for match in WORD.finditer(text, start):
        apart = text[kept[-1].end() if kept else start : match.start()].strip(" ")
        if (
            apart
            or len(kept) == _LONGEST_PHRASE
            or not _tells(match[0], words)
            or any(a <= match.start() < b for a, b in taken)
        ):
            break
        if kept and match[0].endswith("ed"):
            break
        kept.append(match)
    if len(kept) > 1 and kept[-1][0].endswith("s") and re.match(r"\s\w", text[kept[-1].end() :]):
        kept = kept[:-1]  # a verb, as far as can be seen
    said = text[kept[0].start() : kept[-1].end()] if kept else ""
    if said and not {*said.casefold().split()} & words.no_places:
        yield Value(kind, said, fold(said), kept[0].start(), kept[-1].end())
