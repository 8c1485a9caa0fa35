"""Which of the best evidence says one thing differently: a time, a day, a number, or whether it is so at all. Pure.

Precision first: two plain statements with nearly the same words that answer what was asked, and one value that differs.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from app.answer import days
from app.answer.extractive import citation
from app.answer.proof import denials, local_date, stems_of, units
from app.records import Answer, Citation, Disagreement, Hit

MOST_LOOKED_AT = 6
MOST_TOLD = 3
LONGEST_WORDS = 30
# Two statements are about one thing when these shares of the shorter and of the longer one's words stand in the other.
SAME, SAME_OF_LONGER = 0.75, 0.6
# Without another value they must be nearly the same, word for word, to differ by a "not" alone.
SAME_BUT_DENIED = 0.85
FEWEST_SHARED = 2


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence of a hit: the stems that are no value, its values by kind, and how often it denies."""

    hit: Hit
    text: str
    stems: frozenset[str]
    values: dict[str, frozenset[str]]
    denied: bool


def noted(answer: Answer, hits: Sequence[Hit]) -> Answer:
    """An answer with those disagreements of its evidence that concern its question."""
    if answer.mode == "none":
        return answer
    numbers = {one.id: one.n for one in answer.citations}
    asked = stems_of(answer.understood.words or answer.question)
    return replace(answer, disagreements=disagreements(hits, asked, numbers))


def disagreements(hits: Sequence[Hit], asked: Collection[str], numbers: dict[str, int]) -> tuple[Disagreement, ...]:
    """The pairs of the best hits that disagree about what was asked, given as stems. `numbers` are those of the cited hits by id."""
    best = [hit for at, hit in enumerate(hits) if at < MOST_LOOKED_AT or hit.id in numbers]
    by_id = {hit.id: hit for hit in best}
    out: list[Disagreement] = []
    seen: set[frozenset[str]] = set()
    for hit in best:
        later = by_id.get(hit.replaced_by)
        if later is not None and (hit.id in numbers or later.id in numbers):
            seen.add(frozenset((hit.id, later.id)))
            out.append(_told(hit, hit.snippet, later, later.snippet, numbers, replaced=True))
    for one, other in _pairs([_statements(hit) for hit in best], set(asked)):
        pair = frozenset((one.hit.id, other.hit.id))
        if pair not in seen and pair & numbers.keys():
            seen.add(pair)
            first, second = sorted((one, other), key=lambda each: each.hit.moment.time)
            out.append(_told(first.hit, first.text, second.hit, second.text, numbers, replaced=False))
    return tuple(out[:MOST_TOLD])


def _told(
    earlier: Hit, said: str, later: Hit, then_said: str, numbers: dict[str, int], *, replaced: bool
) -> Disagreement:
    def cited(hit: Hit, quote: str) -> Citation:
        return citation(numbers.get(hit.id, 0), hit, " ".join(quote.split()))

    return Disagreement(cited(earlier, said), cited(later, then_said), replaced)


def _pairs(held: Sequence[Sequence[_Statement]], asked: set[str]) -> Iterator[tuple[_Statement, _Statement]]:
    for ours, theirs in combinations(held, 2):
        for one in ours:
            for other in theirs:
                if _disagree(one, other, asked):
                    yield one, other


def _disagree(one: _Statement, other: _Statement, asked: set[str]) -> bool:
    shared = one.stems & other.stems
    shorter, longer = sorted((len(one.stems), len(other.stems)))
    if len(shared) < max(FEWEST_SHARED, SAME * shorter, SAME_OF_LONGER * longer) or (
        asked and 2 * len(shared & asked) < len(asked)
    ):
        return False
    kinds = one.values.keys() & other.values.keys()
    differing = [kind for kind in kinds if not one.values[kind] & other.values[kind]]
    if len(differing) == 1:
        return one.denied == other.denied and len(one.values[differing[0]]) == len(other.values[differing[0]]) == 1
    return not differing and one.denied != other.denied and len(shared) >= SAME_BUT_DENIED * longer and shorter > 2


def _statements(hit: Hit) -> list[_Statement]:
    today = local_date(hit.moment.time, hit.moment.zone)
    return [
        _Statement(hit, text, *_taken_apart(text, today), denied=bool(denials(text)))
        for text in units(hit.text)
        if "?" not in text and len(text.split()) <= LONGEST_WORDS
    ]


def _taken_apart(text: str, today: date) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """The stems of a sentence without its values, and the values by kind."""
    values: dict[str, set[str]] = {}
    rest = text
    for one in days.days(text, today):
        fixed = {span[0].isoformat() for span in one.spans if span[0] == span[1]}
        if one.weekday < 0 and len(fixed) == 1:
            values.setdefault("day", set()).update(fixed)
        elif one.weekday >= 0:
            values.setdefault("weekday", set()).add(str(one.weekday))
        rest = rest[: one.start] + " " * (one.end - one.start) + rest[one.end :]
    for clock in days.clocks(rest, bare=True):
        values.setdefault("clock", set()).add(str(clock.minute % 720))
        rest = rest[: clock.start] + " " * (clock.end - clock.start) + rest[clock.end :]
    for number in days.numbers(rest):
        values.setdefault(f"number {number.unit or number.thing}", set()).add(str(min(number.values)))
        rest = rest[: number.start] + " " * (number.end - number.start) + rest[number.end :]
    return stems_of(rest), {kind: frozenset(each) for kind, each in values.items()}
