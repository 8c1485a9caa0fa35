"""What a question says besides its time: an app, a site, a thread, a kind of thing, a person, a phrase, what must not be in it.

Pure: which names there are is asked of `Known`. How each is searched for is `narrowing`'s part. A name is read only where a
phrase of the language leads to it ("in Slack", "Anna's message") and memory holds it; phrases and exclusions need no names.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.recall.language import Language
from app.recall.looks import LOOKS
from app.records import Facet

QUOTED = re.compile(r"(?<![\w-])(?:\"([^\"]+)\"|“([^”]+)”|«([^»]+)»)")
_EXCLUDED = re.compile(r"(?<!\S)-(?:\"(?P<phrase>[^\"]+)\"|(?P<word>[^\W\d_]{3}[\w.]*))(?![\w-])")
_NAME = re.compile(r"#?[\w'’.+-]*\w")
_LONGEST_NAME = 4
_LEAST_ALIAS = 3
_LONGEST_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Known:
    """The names that memory holds. Each is asked only where a question seems to say one."""

    apps: Callable[[], Iterable[str]] = tuple
    sites: Callable[[], Iterable[str]] = tuple
    threads: Callable[[], Iterable[str]] = tuple
    is_author: Callable[[str], bool] = lambda name: False


@dataclass(frozen=True, slots=True)
class Found:
    """A facet and where it stands. `cut`: its words say nothing more about what is sought."""

    start: int
    end: int
    facet: Facet
    cut: bool


class _Patterns:
    """The compiled phrases of one language. A language without them reads phrases and exclusions only."""

    def __init__(self, language: Language) -> None:
        kinds = "|".join(sorted((re.escape(word) for word in language.kinds), key=len, reverse=True)) or "(?!)"
        self.inside = re.compile(language.inside or "(?!)", re.IGNORECASE)
        self.named = re.compile(language.named_place or "(?!)", re.IGNORECASE)
        self.kind = re.compile(language.kind_of_thing % {"kind": f"(?P<kind>{kinds})"}, re.IGNORECASE)
        self.people = [re.compile(text, re.IGNORECASE) for text in language.people]
        self.without = re.compile(language.without or "(?!)", re.IGNORECASE)
        self.asks_how = re.compile(language.asks_how or "(?!)", re.IGNORECASE)
        self.question = re.compile(language.question or "(?!)", re.IGNORECASE | re.DOTALL)


@functools.cache
def _patterns(language: Language) -> _Patterns:
    return _Patterns(language)


def facets(text: str, language: Language, known: Known) -> list[Found]:
    """Everything of a question that is no time, in order and apart; of what overlaps, the first named below wins."""
    text = text[:_LONGEST_QUESTION]
    patterns = _patterns(language)
    kept: list[Found] = []
    for found in (
        *_excluded(text, patterns),
        *_phrases(text, patterns),
        *_places(text, patterns, language, known),
        *_people(text, patterns, language, known),
        *_kinds(text, patterns, language),
    ):
        if all(found.end <= other.start or other.end <= found.start for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _found(text: str, start: int, end: int, field: str, value: str, *, cut: bool = False) -> Found:
    return Found(start, end, Facet(field, " ".join(value.split()), " ".join(text[start:end].split())), cut)


def _phrases(text: str, patterns: _Patterns) -> Iterator[Found]:
    """Among words to search for, quotes ask for a phrase; in a whole question they name a book or a song, whose moment may not."""
    field = "mention" if patterns.question.match(text) else "phrase"
    for match in QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None)
        if re.search(r"\w", inner):
            yield _found(text, match.start(), match.end(), field, inner)


def _excluded(text: str, patterns: _Patterns) -> Iterator[Found]:
    """ "-word" says so by itself; "without" only where the question does not ask how to do without."""
    for match in _EXCLUDED.finditer(text):
        yield _found(text, match.start(), match.end(), "without", match["phrase"] or match["word"], cut=True)
    for match in () if patterns.asks_how.search(text) else patterns.without.finditer(text):
        yield _found(text, match.start(), match.end(), "without", match["phrase"] or match["word"], cut=True)


# -- places: apps, sites, threads


class _Names:
    """The apps and sites of a memory, asked for once a question, and only where it leads to one."""

    def __init__(self, known: Known) -> None:
        self.known = known

    @functools.cached_property
    def by_field(self) -> dict[str, list[str]]:
        return {"app": list(self.known.apps()), "site": list(self.known.sites())}

    @functools.cached_property
    def joined(self) -> str:
        return "\n".join(name for names in self.by_field.values() for name in names).casefold()

    def alike(self, field: str, said: str) -> list[str]:
        """The names that people call so. Most words are in none of them, which is seen at once."""
        if _folded(said).split()[0] not in self.joined:
            return []
        return [one for one in self.by_field[field] if is_called(field, one, said)]


def _places(text: str, patterns: _Patterns, language: Language, known: Known) -> Iterator[Found]:
    names = _Names(known)
    for match in patterns.inside.finditer(text):
        words = list(_words_from(text, match.end()))
        for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
            end = words[count - 1].end()
            found = _place(text, match, end, patterns, language, names)
            if found is not None:
                yield found
                break


def _words_from(text: str, start: int) -> Iterator[re.Match[str]]:
    """The words that follow each other from an offset on, with nothing but blanks between."""
    while (match := _NAME.match(text, start)) is not None:
        yield match
        gap = re.compile(r"[^\S\n]+").match(text, match.end())
        if gap is None:
            return
        start = gap.end()


def _place(
    text: str, lead: re.Match[str], end: int, patterns: _Patterns, language: Language, names: _Names
) -> Found | None:
    name = text[lead.end() : end]
    noun = patterns.named.match(text, end)
    what = noun["what"].lower() if noun else ""
    kind = language.place_nouns.get(what, "")
    until = noun.end() if noun and kind else end
    everyday = name.casefold() in language.everyday_words
    sure = bool(kind) or not everyday or name[0].isupper()
    if kind == "thread" or name.startswith("#"):
        thread = next(
            (one for one in names.known.threads() if _folded(one).lstrip("#") == _folded(name).lstrip("#")), None
        )
        return _found(text, lead.start(), until, "thread", thread, cut=True) if thread else None
    if not sure or name.casefold() in language.no_names:
        return None
    for field in ("site",) if kind == "site" else ("app", "site"):
        alike = names.alike(field, name)
        if alike:
            value = alike[0] if len(alike) == 1 and alike[0] != _folded(name) else name
            return _found(text, lead.start(), until, field, value, cut=not everyday)
    return None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _aliases(field: str, name: str) -> frozenset[str]:
    """What people call an app or a site: its whole name, or a telling part of it.

    >>> sorted(_aliases("site", "gist.github.com"))
    ['gist.github.com', 'github', 'github.com']
    """
    folded = _folded(name)
    if field == "site":
        labels = folded.removeprefix("www.").split(".")
        domain = labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else labels[-2:]
        return frozenset({folded, ".".join(labels), ".".join(domain), domain[0]})
    parts = re.split(r"[\s._-]+", folded)
    telling = {part for part in parts if len(part) >= _LEAST_ALIAS and part not in _UNTELLING}
    return frozenset({folded, " ".join(parts), *telling})


_UNTELLING = frozenset(
    ("org", "com", "net", "www", "app", "desktop", "gnome", "kde", "google", "microsoft", "apple", "mozilla", "the", "web",
     "browser", "client", "editor", "viewer", "manager", "document", "player", "for", "and", "exe")
)  # fmt: skip


def is_called(field: str, name: str, said: str) -> bool:
    """Whether an app or site is what somebody calls so.

    >>> is_called("app", "Google Chrome", "chrome"), is_called("app", "Slack", "slick")
    (True, False)
    """
    folded = _folded(said)
    # The first test is quick, for there may be thousands; what people call them is not kept, since it is forgotten with them.
    return bool(folded) and folded.split()[0] in name.casefold() and folded in _aliases(field, name)


# -- people and kinds


def _people(text: str, patterns: _Patterns, language: Language, known: Known) -> Iterator[Found]:
    for pattern in patterns.people:
        for match in pattern.finditer(text):
            name, begin = match["person"], match.start("person")
            for said in dict.fromkeys((name, name.split()[-1], name.split()[0])):
                if said.casefold() not in language.no_names and known.is_author(said):
                    start = begin + name.rindex(said)
                    yield _found(text, start, start + len(said), "person", said)
                    break


def _kinds(text: str, patterns: _Patterns, language: Language) -> Iterator[Found]:
    for match in patterns.kind.finditer(text):
        code = language.kinds[" ".join(match["kind"].lower().split())]
        if code in LOOKS:
            yield _found(text, match.start("kind"), match.end("kind"), "kind", code)
