"""What a value in a sentence is said of: the words before its verb, those right before it, or those of the clause before. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.consolidate.phrases import WORD, Value, bare, is_content, part_of, patterns_of
from app.consolidate.words import Words

MOST_OF_SUBJECT = 6
_CLAUSE = re.compile(r"[,;:]\s+|\s[–-]\s+|\s+(?:and|but)\s+")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as it is written and as it is known; see `Claim` for its fields.

    `span` is where its clause begins, where the value's clause does, and where that ends.
    """

    said: str
    key: tuple[str, ...]
    rest: frozenset[str]
    before: Mapping[str, str]
    linked: Mapping[str, str]
    firm: bool
    own: bool
    aspect: str
    span: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    end: int
    firm: bool
    own: bool
    aspect: str = ""


def plain_subject(text: str, words: Words) -> Subject:
    """A text that is a subject and nothing else."""
    head = _Head(0, len(text), firm=True, own=False)
    return _subject(text, head, (0, 0, len(text)), (), words)


def subject_of(body: str, value: Value, values: Sequence[Value], words: Words, about: str = "") -> Subject:
    """What a value is said of. `about` stands for "we" and "it"; an empty key where nothing is named."""
    bounds = _clauses(body)
    place = next(n for n, (start, end) in enumerate(bounds) if start <= value.start < end or n == len(bounds) - 1)
    span = bounds[place]
    for n in range(place, -1, -1):
        start, end = bounds[n]
        limit = value.start if n == place else end
        head = _before(body, start, limit, values, words, same=n == place, labelled=body[end : end + 1] in ":=")
        if head is not None:
            return _subject(body, head, (start, *span), values, words)
    if about:
        told = plain_subject(about, words)
        rest = _subject(body, _Head(0, 0, firm=False, own=False), (0, *span), values, words)
        return Subject(
            told.said, told.key, rest.rest, told.before, rest.linked, firm=True, own=False, aspect="", span=(0, *span)
        )  # fmt: skip
    run = max(_runs(body, value.end, len(body), values, words), key=lambda run: run[1] - run[0], default=(0, 0))
    return _subject(body, _Head(*run, firm=False, own=False), (0, *span), values, words)


def _clauses(body: str) -> list[tuple[int, int]]:
    edges = [match.span() for match in _CLAUSE.finditer(body)]
    starts = [0, *(end for _, end in edges)]
    return list(zip(starts, [*(start for start, _ in edges), len(body)], strict=True))


def _before(
    body: str, start: int, limit: int, values: Sequence[Value], words: Words, *, same: bool, labelled: bool
) -> _Head | None:
    """The subject within a part of a sentence: before its last verb, or else the run of words nearest to its end."""
    patterns = patterns_of(words)
    verbs = [match for pattern in (patterns.change, patterns.state) for match in pattern.finditer(body, start, limit)]
    for verb in sorted(verbs, key=lambda verb: -verb.end()):
        head = _trimmed(body, start, verb.start(), words)
        if head is None or any(head[0] <= one.start < head[1] for one in values):
            continue
        if any(is_content(word, words) for word in WORD.findall(body[head[0] : head[1]])):
            return _Head(*head, firm=same, own=False, aspect=_aspect(verb[0], words))
    if verbs and same:  # "it is", "they moved to"; but "we moved the tour to", "we meet for the tour in"
        return _object(body, verbs, limit, values, words)
    if not same and labelled and (head := _trimmed(body, start, limit, words)):
        return _Head(*head, firm=True, own=False)
    runs = _runs(body, start, limit, values, words)
    if not runs:
        return None
    run = runs[-1] if same else max(runs, key=lambda run: run[1] - run[0])
    return _Head(*run, firm=False, own=same)


def _object(
    body: str, verbs: Sequence[re.Match[str]], limit: int, values: Sequence[Value], words: Words
) -> _Head | None:
    """What is moved, or what one meets for, where the subject before the verb names nothing."""
    patterns = patterns_of(words)
    last = max(verbs, key=lambda verb: verb.end())
    runs = _runs(body, last.end(), limit, values, words)
    if last.re is patterns.change and runs:
        return _Head(*runs[0], firm=True, own=False)
    meant = [run for run in runs if patterns.purpose.search(body[: run[0]])]
    return _Head(*meant[0], firm=False, own=False) if meant else None


def _aspect(verb: str, words: Words) -> str:
    found = {part_of(word, words) for word in WORD.findall(verb)}
    return next((name for name, verbs in words.aspects.items() if found & {part_of(one, words) for one in verbs}), "")


def _trimmed(body: str, start: int, end: int, words: Words) -> tuple[int, int] | None:
    """A head without articles and small words around it; None where it is too long to be one."""
    that = [match.end() for match in patterns_of(words).that.finditer(body, start, end)]
    start = that[-1] if that else start
    text = body[start:end]
    opening = patterns_of(words).determiners.match(text)
    first = start + (opening.end() if opening else 0)
    last = start + len(re.sub(r"[\s,;:–-]*(?:\b(?:now|still|just|also)\s*)?$", "", text))
    return (first, last) if first < last and len(body[first:last].split()) <= MOST_OF_SUBJECT else None


def _runs(body: str, start: int, end: int, values: Sequence[Value], words: Words) -> list[tuple[int, int]]:
    """The runs of neighbouring words in a part of a sentence that say something and are no verbs."""
    runs: list[tuple[int, int]] = []
    tokens = list(WORD.finditer(body, start, end))
    for n, match in enumerate(tokens):
        if any(one.start <= match.start() < one.end for one in values) or not is_content(match[0], words):
            continue
        if _is_verb(body, tokens, n, values, words):
            continue
        if runs and not body[runs[-1][1] : match.start()].strip():
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append((match.start(), match.end()))
    return [run for run in runs if len(body[run[0] : run[1]].split()) <= MOST_OF_SUBJECT]


def _is_verb(body: str, tokens: Sequence[re.Match[str]], n: int, values: Sequence[Value], words: Words) -> bool:
    """Whether a word is a verb by its neighbours: "to note", "we booked", "is asked", "Mark the", "write 5pm"."""
    match = tokens[n]
    folded = bare(match[0])
    before = bare(tokens[n - 1][0]) if n else ""
    if before in words.before_verbs:
        return True
    if before in words.before_participles and folded.endswith(("ed", "en", "ing")):
        return True
    if n:
        return False
    following = body[match.end() :].lstrip()
    others = any(
        one.start() != match.start()
        and is_content(one[0], words)
        and not any(v.start <= one.start() < v.end for v in values)
        for one in WORD.finditer(body)
    )
    is_value = others and any(
        body[match.end() : one.start].strip() == "" and one.start >= match.end() for one in values
    )
    return is_value or (bool(following) and following.split()[0].casefold() in words.after_verbs)


def _subject(body: str, head: _Head, span: tuple[int, int, int], values: Sequence[Value], words: Words) -> Subject:
    key: list[str] = []
    rest: list[str] = []
    before: dict[str, str] = {}
    linked: dict[str, str] = {}
    previous: re.Match[str] | None = None
    last = ""
    for match in WORD.finditer(body):
        if any(one.start <= match.start() < one.end for one in values) or not is_content(match[0], words):
            previous = None
            continue
        part = part_of(match[0], words)
        how = patterns_of(words).linked.search(body[: match.start()])
        if previous is not None and body[previous.end() : match.start()].strip() in ("", "'s", "’s"):
            before[part] = last
        if how and last:
            linked[how["how"].casefold()] = part
        into = key if head.start <= match.start() < head.end else rest
        if part not in into:
            into.append(part)
        previous, last = match, part
    said = " ".join(body[head.start : head.end].split())
    return Subject(
        said, tuple(key), frozenset(rest) - set(key), before, linked, head.firm, head.own, head.aspect, span
    )  # fmt: skip
