"""Projects by how their names spread: over titles, threads, files and repositories, over days and applications. Pure.

Whether a name is one invented word, two plain ones or written small does not matter; that it stands for several things does.
"""

import functools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.consolidate.english import ENGLISH
from app.consolidate.english_words import MAILBOXES, MENU, REPLY, VERSION
from app.consolidate.verify import fold
from app.consolidate.words import Words
from app.store.browser_history import browser_of

_PARTS = re.compile(r"\s+[-–—|·]\s+|:\s+|[/\\]|,\s+")
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_REPLIES = re.compile(rf"^(?:{REPLY})+", re.IGNORECASE)
_VERSIONS = re.compile(rf"(?<![^\W_])(?:{VERSION})(?![^\W_])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_EDITOR_FILE = re.compile(r"\w\.[A-Za-z][A-Za-z0-9]{0,4}$")
_LONGEST, _SHORTEST = 3, 4
_MOST_WORDS = 14
_RARE, _KNOWN = 15_000, 4_000
_TITLES, _APPS, _DAYS, _TIMES = 2, 2, 2, 3
_CLOSED = 0.75


@dataclass(frozen=True, slots=True)
class Place:
    """A window or a thread that was seen on a day; `author` is who wrote there."""

    app: str
    title: str
    thread: str
    day: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    weak: bool
    repository: bool


@functools.lru_cache(maxsize=4096)
def _parts(title: str, thread: str, app: str) -> tuple[_Part, ...]:
    """The pieces of a title and a thread. Weak: what may as well be the name of the site that shows a page."""
    out = [_Part(part, weak=False, repository=False) for part in _PARTS.split(thread.lstrip("#")) if part]
    whole = re.split(r"\s+[-–—|]\s+", title)
    while len(whole) > 1 and _is_of(app, whole[-1]):
        whole.pop()
    page = bool(browser_of(app))
    for place, part in enumerate(whole):
        last = place == len(whole) - 1
        if last and place == 0 and _is_of(app, part):
            continue
        in_editor = not page and not last and _EDITOR_FILE.search(part) is not None
        weak = in_editor or (page and len(whole) > 1 and last and "/" not in part)
        held = not page and place > 0 and _EDITOR_FILE.search(whole[place - 1]) is not None
        owned = re.match(r"^[\w.-]+/[\w.-]+", part) is not None
        pieces = [one for one in _PARTS.split(_REPLIES.sub("", part)) if one.strip()]
        out += [
            _Part(one, weak=weak, repository=held or (owned and at == 1))
            for at, one in enumerate(pieces)
            if not (owned and at == 0)
        ]
    return tuple(out)


def _is_of(app: str, part: str) -> bool:
    mine, other = fold(app), fold(part)
    return bool(other) and (other in mine or mine in other)


def _plain(part: str) -> str:
    return _VERSIONS.sub(" ", _ENDING.sub("", part.strip()))


@functools.cache
def _no_names(words: Words) -> frozenset[str]:
    known = words.times.weekdays.keys() | words.times.months.keys()
    return frozenset(words.no_names | words.idle | words.light | known | words.no_projects | MENU | MAILBOXES)


def candidates(
    place: Place, people: Collection[str], common: Mapping[str, int], words: Words = ENGLISH
) -> list[tuple[str, bool]]:
    """(name, whether it names a repository) that a project might have: runs of one to three words of a title or thread."""
    out: dict[str, tuple[str, bool]] = {}
    barred = _no_names(words) | {part for name in people for part in name.split()} | set(fold(place.app).split())
    for part in _parts(place.title, place.thread, place.app):
        text = _plain(part.text)
        found = list(_WORD.finditer(text))[:_MOST_WORDS]
        for begin in range(len(found)):
            for end in range(begin + 1, min(begin + _LONGEST, len(found)) + 1):
                name = _POSSESSIVE.sub("", " ".join(one[0] for one in found[begin:end]))
                folded = fold(name).split()
                whole = part.repository and end - begin == len(found)
                if _may_be(folded, barred, common, repository=whole):
                    out.setdefault(fold(name), (name, whole))
    return list(out.values())


def _may_be(folded: Sequence[str], barred: Collection[str], common: Mapping[str, int], *, repository: bool) -> bool:
    if any(one in barred or not one.isalpha() or len(one) < 2 for one in folded):
        return False
    return len(folded) > 1 or (
        len(folded[0]) >= _SHORTEST and (repository or (bool(common) and min(_ranks(folded[0], common)) > _KNOWN))
    )


def is_rare(word: str, common: Mapping[str, int]) -> bool:
    """Whether a word is none that anybody says: without a list of those that are, none is."""
    return bool(common) and min(_ranks(word, common)) > _RARE


def _ranks(word: str, common: Mapping[str, int]) -> Iterator[int]:
    last = len(common) + 1
    for form in (
        word,
        word.removesuffix("s"),
        word.removesuffix("es"),
        word.removesuffix("ing"),
        word.removesuffix("ed"),
    ):
        yield common.get(form, last)


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a name stands: what it is a part of, in which applications, on which days, how often at all."""

    abouts: frozenset[str]
    apps: frozenset[str]
    days: frozenset[str]
    times: int
    repository: bool


def spread(name: str, places: Sequence[Place]) -> Spread:
    """How a name spreads over windows and threads; a site's own name counts only beside other places."""
    joined = r"[\s_-]+".join(map(re.escape, fold(name).split()))
    pattern = re.compile(rf"(?<![^\W_]){joined}(?:['’]s)?(?![^\W_])")
    strong: list[tuple[str, str, str]] = []
    repository = False
    for one in places:
        for part in _parts(one.title, one.thread, one.app):
            plain = fold(_plain(part.text))
            if part.weak or not pattern.search(plain):
                continue
            about = " ".join(sorted(_WORD.findall(fold(_plain(_head(one, part))))))
            strong.append((about, one.app, one.day))
            repository |= part.repository and pattern.fullmatch(plain.strip()) is not None
    abouts, apps, days = (frozenset(one[at] for one in strong) for at in range(3))
    return Spread(abouts, apps, days, len(set(strong)), repository)


def _head(one: Place, part: _Part) -> str:
    """What a window is about: in a repository its file, else the piece that names it."""
    return one.title if part.repository else part.text


def is_project(name: str, at: Spread, common: Mapping[str, int]) -> bool:
    """Whether a name that spreads so is that of a project: of several things, at several times or in several programs."""
    if len(at.abouts) < _TITLES:
        return False
    if at.repository:
        return len(at.days) >= _DAYS or len(at.apps) >= _APPS
    if any(is_rare(word, common) for word in fold(name).split()):
        return len(at.days) >= _DAYS or len(at.apps) >= _APPS
    return len(at.days) >= _DAYS and len(at.apps) >= _APPS


def is_sure(name: str, at: Spread, common: Mapping[str, int]) -> bool:
    """Whether a name cannot be a plain word that happens to head several things."""
    wide = at.times >= _TIMES and len(at.apps) >= _APPS and len(at.days) >= _DAYS
    return wide or at.repository or " " in name or is_rare(fold(name), common)


def is_channel(place: Place, places: Sequence[Place]) -> bool:
    """Whether a thread is one of a subject, not of people: marked so, with several who write on several days."""
    mine = [one for one in places if one.thread == place.thread and one.app == place.app]
    return (
        place.thread.startswith("#")
        and len({one.author for one in mine}) >= _TITLES
        and len({one.day for one in mine}) >= _DAYS
    )


def longest(found: Mapping[str, Spread]) -> list[str]:
    """Those of some names that no longer one stands for: "Elm Road" and not "Road" where the one is almost always the other."""
    out = []
    for name, at in found.items():
        longer = [other for other in found if f" {fold(name)} " in f" {fold(other)} " and fold(other) != fold(name)]
        if not any(len(found[one].abouts) >= _CLOSED * len(at.abouts) for one in longer):
            out.append(name)
    return out
