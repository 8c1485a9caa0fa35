"""People, projects, organisations, places and things: found by where their names stand and how they are spoken of, without a model.

What stands as an author, at the head or foot of a letter or behind "Mr." is a name at once. Any other capitalised word is held
against all passages that name it, and kept only when they agree what it is. Precision first.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from app.consolidate.english import ENGLISH
from app.consolidate.extract import is_prose, sentences
from app.consolidate.letters import letter_head, names_of, spoken
from app.consolidate.phrases import NAMED
from app.consolidate.verify import fold
from app.consolidate.words import Words
from app.store.facts import Naming, Seen

PERSON, PROJECT, ORGANISATION, PLACE, THING = "person", "project", "organisation", "place", "thing"
KINDS = (PERSON, PROJECT, ORGANISATION, PLACE, THING)
_LONGEST = 60
_LONGEST_QUOTE = 240
_PERSON_AT, _PLACE_AT = 1.5, 2.0
_FULL_NAME_AT = 1.0
_TITLES, _THING_TEXTS, _THING_DAYS, _THING_APPS, _THING_RARE = 2, 4, 2, 2, 3
_SMALL_AT_MOST = 8
_FOOT = 5
_GRAM, _SIMILAR, _ENTROPY = 3, 0.9, 1.5
_SEQUENCE = re.compile(rf"(?<![\w@/\\.#~'’-])(?P<name>{NAMED})(?![\w@/\\])")
_WITHIN = re.compile(r"\b[a-zäöüß][\w'’-]*,?\s+$")
_CLOCK = re.compile(r"^\d\d?:\d\d\s+")
_IN_A_PATH = re.compile(r"[/\\_~.=@#-]$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a moment. `kind` is "" where it has to be found out; `line` is where it stands, -1 for an author."""

    name: str
    kind: str
    line: int


@dataclass(frozen=True, eq=False)
class _Cues:
    honorific: re.Pattern[str]
    organisation: re.Pattern[str]
    label: re.Pattern[str]


@functools.cache
def _cues(words: Words) -> _Cues:
    noun = words.organisation
    return _Cues(
        re.compile(rf"(?<!\w){words.honorifics}\s+(?P<name>{NAMED})"),
        re.compile(rf"^(?:.+\s)?(?:{noun})(?:\s.+)?$", re.IGNORECASE),
        re.compile(rf"^\W*(?i:{words.people_label})\s*:\s*(?P<names>{NAMED}(?:(?:,|\s+and|\s+&)\s+{NAMED})*)\s*\.?$"),
    )


def mentions(moment: Seen, words: Words = ENGLISH) -> list[Mention]:
    """The names in what is fresh of a moment, those that are sure first."""
    found = [*_sure(moment, words), *_capitalised(moment, words)]
    out: dict[str, Mention] = {}
    for one in found:
        name = tidy(one.name, words)
        if name and (key := fold(name)) not in out:
            out[key] = Mention(name, one.kind, one.line)
    return list(out.values())


def tidy(name: str, words: Words = ENGLISH) -> str:
    """A name without "Mr." and without what can be no part of one; "" where nothing is left.

    >>> tidy("Dr. Ann Smith's"), tidy("Monday"), tidy("Page 3")
    ('Ann Smith', '', '')
    """
    plain = re.sub(rf"^(?:{words.honorifics}\s+)+", "", " ".join(name.split()).strip(" .,;:-–'\"’"))
    plain = re.sub(r"['’]s$", "", plain)
    parts = fold(plain).split()
    if not parts or len(plain) > _LONGEST or any(one.isdigit() for one in plain):
        return ""
    known = words.times.weekdays.keys() | words.times.months.keys() | words.no_names | words.idle | words.light
    while len(parts) > 1 and parts[0] in words.no_names:
        parts, plain = parts[1:], plain.split(maxsplit=1)[1]
    if len(parts) == 1 and (parts[0] in known or len(parts[0]) < 2):
        return ""
    return "" if all(part in known for part in parts) or parts[0] in words.idle else plain


def _sure(moment: Seen, words: Words) -> Iterator[Mention]:
    if moment.author and words.owner_in_chats != moment.author.casefold():
        yield Mention(moment.author, PERSON if _looks_human(moment.author, words) else ORGANISATION, -1)
    lines = [line.text for line in moment.lines]
    if moment.kind == "screen":
        named = list(names_of(lines, words))
        said = Counter(word for line in lines for word in re.findall(r"[a-z']+", line.casefold()))
        many = sum(said[word] for word in words.we) > sum(said[word] for word in words.i)
        signed = [one.name for one in named if one.how == "signature"]
        signed += [line.strip(" ,.") for line in lines[-_FOOT:] if _looks_human(line.strip(" ,."), words)]
        yield from (
            Mention(name, PERSON, one.line)
            for one in named
            if one.how == "from"
            for name in signed
            if _is_longer(name, tidy(one.name, words))
        )
        for one in named:
            if moment.lines[one.line].fresh and one.name.casefold() != words.owner_in_chats:
                yield Mention(
                    one.name, _kind_in_letter(one.name, one.how, signed, words, speaks_for_many=many), one.line
                )
    for place, line in enumerate(moment.lines):
        if line.fresh:
            for match in _cues(words).honorific.finditer(line.text):
                yield Mention(match["name"], PERSON, place)
            labelled = _cues(words).label.match(line.text)
            for name in re.split(r",\s+|\s+(?:and|&)\s+", labelled["names"]) if labelled else ():
                if _looks_human(name, words):
                    yield Mention(name, PERSON, place)


def _is_longer(name: str, sender: str) -> bool:
    """Whether who signs so is the sender with more of the name."""
    return fold(name).split()[:1] == fold(sender).split()[:1] and 1 < len(name.split()) <= 3 and " " not in sender


def _kind_in_letter(name: str, how: str, signed: Sequence[str], words: Words, *, speaks_for_many: bool) -> str:
    """A sender whose letters somebody else signs is an organisation."""
    if how == "greeting":
        return PERSON
    if not _looks_human(name, words):
        return ORGANISATION
    if how == "from" and any(fold(one) == fold(name) for one in signed) and speaks_for_many:
        return ORGANISATION
    if how == "from" and any(fold(one) == fold(tidy(name, words)).split(" ")[0] for one in signed):
        return PERSON
    if how in ("from", "to") and len(name.split()) > 1:
        other = [one for one in signed if fold(one) != fold(name) and len(one.split()) > 1]
        if how == "from" and any(set(fold(one).split()) & set(fold(tidy(name, words)).split()) for one in other):
            return (
                PERSON
                if any(set(fold(tidy(name, words)).split()) <= set(fold(one).split()) for one in other)
                else ORGANISATION
            )
        return PERSON
    return PERSON if how in ("signature", "speaker") and len(name.split()) <= 3 else ""


def _looks_human(name: str, words: Words) -> bool:
    parts = name.split()
    human = all(part[:1].isupper() or part in words.particles for part in parts) and len(parts) <= 4
    return human and not any(map(str.isdigit, name)) and not _cues(words).organisation.match(name)


def _capitalised(moment: Seen, words: Words) -> Iterator[Mention]:
    head = letter_head([line.text for line in moment.lines], words)
    for place, line in enumerate(moment.lines):
        if not line.fresh or (head is not None and place < head):
            continue
        said = spoken(line.text)
        text = said[1] if said else line.text
        for match in _SEQUENCE.finditer(text):
            yield Mention(match["name"], "", place)
            parts = match["name"].split()
            yield from (Mention(part, "", place) for part in parts if len(parts) > 1)
    for match in (found for text in (moment.title, moment.thread) for found in _SEQUENCE.finditer(text)):
        yield Mention(match["name"], "", -1)
    for part in re.findall(r"[^\W\d_]{4,}", re.sub(r"\.\w{1,4}(?:\s|$)", " ", moment.title)):
        yield Mention(part[:1].upper() + part[1:], "", -1)


# -- what a name is the name of


def kind_of(name: str, texts: Sequence[Naming], words: Words = ENGLISH, *, rare: bool = False) -> str:
    """What the passages that hold a name agree that it is; "" where they do not, or where it is no name.

    `rare`: it is no word of the language, so that less has to speak for it.
    """
    counts = _counted(name, texts, words)
    institution = _cues(words).organisation.match(name) is not None
    if _is_program(name, texts) or (institution and " " not in name):
        return ""
    if institution and counts["capital"] >= 2:
        return ORGANISATION
    if counts["small"] * _SMALL_AT_MOST > counts["capital"] or not counts["capital"]:
        return ""
    if counts["person"] >= (_PERSON_AT if " " not in name else _FULL_NAME_AT) and counts["person"] > counts["place"]:
        return PERSON
    titled = [one for one in texts if _in_title(name, f"{one.title} {one.thread}")]
    apps, titles, days = ({getattr(one, part) for one in titled} for part in ("app", "about", "day"))
    spread = len(titles) >= _TITLES and (len(apps) >= _TITLES or len(days) >= _TITLES)
    if spread and (counts["inside"] or counts["label"]) and counts["capital"] > 1:
        return PROJECT
    if counts["place"] >= _PLACE_AT and counts["place"] >= counts["person"] * 2:
        return PLACE
    apps = {one.app for one in texts}
    widely = rare and len(apps) >= _THING_APPS and counts["inside"] and counts["capital"] >= _THING_RARE
    widely = widely and not counts["person"] and not _is_titled(name, texts, words)
    if not widely and counts["inside"] < _THING_TEXTS:
        return ""
    return THING if len({one.day for one in texts}) >= _THING_DAYS else ""


def is_organisation(name: str, words: Words = ENGLISH) -> bool:
    """Whether a name says itself that it is that of a firm, an office or their like."""
    return _cues(words).organisation.match(name) is not None


def is_mostly_capital(name: str, texts: Sequence[Naming], words: Words = ENGLISH) -> bool:
    """Whether a word is written as a name in what is said, more often than not."""
    counts = _counted(name, texts, words)
    return counts["capital"] > 1 and counts["capital"] > 2 * counts["small"]


def _is_titled(name: str, texts: Sequence[Naming], words: Words) -> bool:
    """Whether a name stands behind "Mr." somewhere."""
    found = (match for one in texts for match in _cues(words).honorific.finditer(one.text))
    return any(fold(name) in fold(match["name"]).split() for match in found)


def _is_program(name: str, texts: Sequence[Naming]) -> bool:
    """Whether a name is that of a program, or a word of it, which stands in the title of each of its windows."""
    return any(one.app and any_writing(fold(name)).search(fold(one.app)) for one in texts)


def _in_title(name: str, title: str) -> bool:
    return any_writing(fold(name)).search(fold(title)) is not None


def _counted(name: str, texts: Sequence[Naming], words: Words) -> Counter[str]:
    """How often a name is written as one, written small as a word, and spoken of as a person or as a place."""
    counts: Counter[str] = Counter()
    patterns = _spoken_of(name, words)
    seen: set[str] = set()
    for one in texts:
        for sentence, _ in sentences(one.text.split("\n")):
            if fold(sentence) in seen or fold(name) not in fold(sentence):
                continue
            seen.add(fold(sentence))
            for match in patterns["any"].finditer(sentence):
                path = _IN_A_PATH.search(sentence[: match.start()])
                if match[0][0].islower():
                    counts["small"] += not path and sentence[match.end() : match.end() + 1] not in ("_", ".", ";", "@")
                    continue
                counts["capital"] += 1
                counts["label"] += sentence[match.end() : match.end() + 2] == ": "
                counts["inside"] += _WITHIN.search(sentence[: match.start()]) is not None
            for kind, weight in (("person", 1.0), ("maybe", 0.5), ("place", 1.0)):
                if patterns[kind].search(sentence):
                    counts["person" if kind == "maybe" else kind] += weight  # type: ignore[assignment]
        counts["person"] += 2 * (fold(one.author) == fold(name))
    return counts


def _spoken_of(name: str, words: Words) -> Mapping[str, re.Pattern[str]]:
    escaped = re.escape(name).replace(r"\ ", r"\s+")
    return {
        "any": re.compile(rf"(?<!\w){escaped}(?:['’]s)?(?!\w)", re.IGNORECASE),
        "person": re.compile(words.of_person.replace("{name}", escaped)),
        "maybe": re.compile(words.maybe_person.replace("{name}", escaped)),
        "place": re.compile(words.of_place.replace("{name}", escaped)),
    }


# -- one and the same


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, written otherwise: folded equal, or alike to 0.9 in their runs of three letters.

    >>> same_name("Zoë Miller", "Zoe  MILLER"), same_name("Alexandra Konstantinou", "Alexandra Konstantinu"), same_name("Ann", "Anna")
    (True, False, False)
    """
    a, b = fold(one), fold(other)
    if a == b:
        return True
    if min(len(a), len(b)) < 6 and " " not in a:
        return False
    mine, theirs = _grams(a), _grams(b)
    if not mine or not theirs or min(_entropy(a), _entropy(b)) < _ENTROPY:
        return False
    return len(mine & theirs) / len(mine | theirs) >= _SIMILAR


def _grams(text: str) -> set[str]:
    return {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}


def _entropy(text: str) -> float:
    counts = Counter(text)
    return -sum(count / len(text) * log2(count / len(text)) for count in counts.values())


def full_name(name: str, people: Sequence[str], *, titled: bool) -> str:
    """The one known person of several names whom a single name can mean; "" where there is none or more than one.

    `titled`: it stood behind "Mr.", so that it is a family name.

    >>> full_name("ann", ["ann smith", "bo smith"], titled=False), full_name("smith", ["ann smith", "bo smith"], titled=True)
    ('ann smith', '')
    """
    fits = [one for one in people if " " in one and name in (one.split()[-1:] if titled else one.split()[:1])]
    return fits[0] if len(fits) == 1 else ""


@functools.lru_cache(maxsize=64)
def any_writing(folded: str) -> re.Pattern[str]:
    """Finds a folded name in a folded text."""
    joined = r"[\s_-]+".join(map(re.escape, folded.split()))
    return re.compile(rf"(?<![^\W_]){joined}(?![^\W_])")


def sequences(text: str) -> list[str]:
    """The capitalised sequences of a text, and the words of each."""
    found = [match["name"] for match in _SEQUENCE.finditer(text)]
    return [*found, *(part.removesuffix("'s").removesuffix("’s") for one in found for part in one.split())]


def quotes(name: str, moment: Seen, most: int = 2) -> list[str]:
    """Sentences of a moment that tell something of a name, for its text."""
    folded = fold(name)
    own = [line.text for line in moment.lines if not (moment.title and line.text.startswith(moment.title))]
    lines = [line for line in own if not (moment.app and line.rstrip().endswith(moment.app))]
    out = []
    for sentence, _ in sentences(lines):
        if (
            is_prose(_CLOCK.sub("", sentence), "")
            and len(sentence) <= _LONGEST_QUOTE
            and re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", fold(sentence))
        ):
            out.append(sentence)
    return out[:most]
