"""Answering without a model: the sentences of memory that fit the question best, quoted, each with its moment. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from app.answer import dates, marking
from app.answer.fitting import Asked, Floats, Terms
from app.answer.reading import Sentence
from app.records import Citation, Hit

# Not seen, a sixth sentence holds the gold answer of 3 more in a hundred questions of the first week, and of 2 of the chats.
MOST_QUOTED = 6
# Quoted are the best sentence, then those whose share of all chances is this part of its, until what is left is unlikely.
NEARLY, ENOUGH = 0.03, 0.95
SOFTNESS = 1.0
Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text, a line a sentence, its citations, and the offsets in the text of the words that are the answer."""

    text: str
    citations: tuple[Citation, ...]
    marks: tuple[Mark, ...]


def chosen(found: Sequence[Sentence], fits: Floats) -> list[Sentence]:
    """The best sentence and others that fit nearly as well, best first; each text once, a newer statement before the older it replaces."""
    if not len(found):
        return []
    likely = np.exp((fits - fits.max()) / SOFTNESS)
    likely = likely / likely.sum()
    out: list[Sentence] = []
    held = 0.0
    for place in np.argsort(-fits, kind="stable"):
        if out and (len(out) >= MOST_QUOTED or likely[place] < NEARLY * likely.max() or held >= ENOUGH):
            break
        held += float(likely[place])
        new = found[int(place)]
        if not any(_same(new, old) for old in out):
            out.append(new)
    return _newest_first(out, found, fits)


def _same(new: Sentence, old: Sentence) -> bool:
    one, other = new.text.casefold(), old.text.casefold()
    return one in other or other in one


def _newest_first(picked: list[Sentence], found: Sequence[Sentence], fits: Floats) -> list[Sentence]:
    """What is told as past comes after what replaced it, which is quoted too."""
    out: list[Sentence] = []
    for one in picked:
        newer = [n for n, other in enumerate(found) if one.hit.replaced_by and other.hit.id == one.hit.replaced_by]
        if newer and not any(other.hit.id == one.hit.replaced_by for other in out):
            out.append(found[max(newer, key=lambda n: float(fits[n]))])
        if one not in out:
            out.append(one)
    return out[:MOST_QUOTED]


def compose(
    picked: Sequence[Sentence],
    question: Asked | None = None,
    terms: Terms | None = None,
    *,
    now: datetime | None = None,
) -> Composed:
    """The answer: relative times are told as days, the words that answer are marked, what was replaced is told as past.

    Sentences of one moment share its number.
    """
    present = now or datetime.now(UTC)
    numbers: dict[str, int] = {}
    lines: list[str] = []
    marks: list[Mark] = []
    told_of = {one.hit.id: one.hit.moment for one in picked}
    at = 0
    for one in picked:
        n = numbers.setdefault(one.hit.id, len(numbers) + 1)
        newer = told_of.get(one.hit.replaced_by)
        until = "" if newer is None else f"Until {dates.when_said(newer.time, newer.zone, now=present)}: "
        line, mark = _line(one, question, terms, present)
        if mark is not None and newer is None and (not marks or (question is not None and question.several)):
            marks.append((at + len(until) + mark[0], at + len(until) + mark[1]))
        lines.append(f"{until}{line} [{n}]")
        at += len(lines[-1]) + 1
    first = {one.hit.id: one for one in reversed(picked)}
    citations = tuple(citation(n, first[key].hit, first[key].text) for key, n in numbers.items())
    return Composed("\n".join(lines), citations, tuple(marks))


def _line(one: Sentence, question: Asked | None, terms: Terms | None, present: datetime) -> tuple[str, Mark | None]:
    """A sentence as it is quoted, and where in that the answer stands. To "when" the day of the moment is told where the sentence tells none."""
    moment = one.hit.moment
    told = dates.resolved(one.text, moment.time, moment.zone, now=present)
    woven, moved = dates.woven(one.text, told)
    quoted = f"{who(one.hit)}“{woven}”"
    if question is None or terms is None:
        return quoted, None
    if "time" in question.kinds and not told and not marking.tells_time(one.text):
        day = dates.when_said(moment.time, moment.zone, now=present)
        return f"{quoted} ({day})", (len(quoted) + 2, len(quoted) + 2 + len(day))
    start, end = marking.marked(one.text, frozenset(question.terms), question.kinds, terms, told)
    head = len(who(one.hit)) + 1
    return quoted, (head + moved(start), head + moved(end))


def citation(n: int, hit: Hit, quote: str) -> Citation:
    moment = hit.moment
    return Citation(n, hit.id, moment.time, moment.app or moment.source, moment.title, quote)


def who(hit: Hit) -> str:
    return f"{hit.moment.author}: " if hit.moment.author else ""
