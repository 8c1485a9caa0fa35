"""What a reader is given in each condition, what it says, and what that is worth. Prints nothing; the table is `tests.bench.ask`'s.

Conditions: `none` (no evidence), `ours` (what our search finds, refused below the calibrated `answerable`), `oracle` (the gold evidence,
whole), `everything` (as much of the conversation or the week as fits the context, the newest kept).
"""

import json
import math
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from app.answer import cite, prompt, weighing
from app.answer.ask import HITS
from app.answer.beside import beside
from app.answer.orders import gives_orders
from app.answer.plain import plain
from app.engines import FAILURES
from app.memory import Memory
from app.recall.search import Asked, Searcher
from app.records import Answer, Filters, Hit, Moment, SearchResult
from app.zone import zone_name
from tests.bench import grading
from tests.bench.answers import Gold

CONDITIONS = ("none", "ours", "oracle", "everything")
ANSWER_TOKENS = 300
LONGEST_S = 180.0
WITHOUT_NOTES = (
    "You answer questions about the user's own past. You have no notes of it. Answer in one to three short sentences."
    " If you do not know, write exactly: NOT IN MEMORY."
)
Messages = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Set:
    """Questions over one memory. `any_evidence`: each piece of evidence alone holds the answer, so one cited is all of it."""

    name: str
    memory: Memory
    golds: tuple[Gold, ...]
    any_evidence: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What a reader is shown: its prompt and the notes' hits, by number; `refused` before it was asked."""

    messages: Messages
    hits: tuple[Hit, ...] = ()
    around: dict[str, str] | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What one answer was worth. None where there is nothing to tell: no date in the gold answer, nothing cited, no evidence to cite.

    `kept` says whether anything of the answer is left after it was held to the notes; `precision` counts a number that points nowhere as
    wrong.
    """

    question: str
    text: str
    category: str
    answerable: bool
    failed: bool
    refused: bool
    kept: bool | None
    f1: float
    dated: bool | None
    precision: float | None
    recall: float | None
    took_s: float = 0.0


def sample(golds: Sequence[Gold], limit: int) -> tuple[Gold, ...]:
    """A fixed sample of so many questions in their order, the same in each run; all of them where `limit` is 0."""
    if not limit or limit >= len(golds):
        return tuple(golds)
    drawn = sorted(range(len(golds)), key=lambda at: (zlib.crc32(golds[at].question.encode()), at))[:limit]
    return tuple(golds[at] for at in sorted(drawn))


class Conditions:
    """The prompts of one set of questions for one reader."""

    def __init__(self, of: Set, reader: Any, *, now: datetime | None = None) -> None:
        self._memory, self._any = of.memory, of.any_evidence
        self._reader, self._now, self._zone = reader, now or datetime.now(UTC), zone_name()
        self._moments: dict[str | None, list[Hit]] = {}
        self._fitting: dict[str | None, tuple[Hit, ...]] = {}

    def given(self, condition: str, gold: Gold) -> Given:
        """The prompt of a question in a condition."""
        if condition == "none":
            return Given(self._without(gold.question))
        if condition == "ours":
            return self._ours(gold)
        hits = self._gold(gold) if condition == "oracle" else self._newest(gold)
        return Given(self._with(gold.question, hits), hits)

    def read(self, condition: str, gold: Gold) -> Read:
        """What the reader says to a question in a condition, graded; a failure of its worker or server is counted, not raised."""
        given, began = self.given(condition, gold), time.monotonic()
        if given.refused:
            return self._graded(gold, given, "", refused=True)
        try:
            text = self._reader.generate(
                given.messages, max_tokens=ANSWER_TOKENS, on_text=None,
                cancelled=lambda: time.monotonic() - began > LONGEST_S,
            )  # fmt: skip
        except FAILURES:
            text = ""
        text = plain(cite.THOUGHT.sub("", text), lines=True).strip()
        return self._graded(gold, given, text, bool(cite.REFUSAL.search(text)), time.monotonic() - began)

    def _graded(self, gold: Gold, given: Given, text: str, refused: bool, took_s: float = 0.0) -> Read:
        failed = not text and not refused
        said = "" if refused else " ".join(cite.ANY_MARK.sub(" ", text).split())
        held = cite.held_to(text, given.hits, around=given.around, now=self._now, zone=self._zone) if said else None
        numbers = [int(n) for marks in cite.NUMBER.findall(text) for n in marks.split(",")] if said else []
        places = dict.fromkeys(numbers)
        cited = [given.hits[n - 1] if 1 <= n <= len(given.hits) else None for n in places]
        precision, recall = cited_well(
            [{one.id, one.moment.source_id} if one else set() for one in cited], gold, any_=self._any
        )
        return Read(
            gold.question, text, gold.category, gold.answerable, failed, refused,
            bool(held.text) if held and given.hits else None,
            grading.f1(said, gold.answer) if said else 0.0, dated(said, gold), precision, recall, took_s,
        )  # fmt: skip

    def _ours(self, gold: Gold) -> Given:
        searcher = self._memory._search()
        found = searcher.search(Asked(gold.question, gold.filters, limit=HITS), now=self._now, zone=self._zone)
        hits = [hit for hit in found.hits if not gives_orders(f"{hit.moment.author}\n{hit.moment.title}\n{hit.text}")]
        if not hits or (found.understood.words and not is_enough(searcher, found)):
            return Given([], refused=True)
        hits = hits[: prompt.MOST_EVIDENCE]
        around = {id_: text for id_, text in beside(searcher, hits).items() if not gives_orders(text)}
        messages = prompt.messages(gold.question, hits, beside=around, now=self._now, zone=self._zone)
        return Given(messages, tuple(hits), around)

    def _gold(self, gold: Gold) -> tuple[Hit, ...]:
        held = self._all(gold.filters.thread)
        return tuple(hit for hit in held if gold.evidence & {hit.id, hit.moment.source_id})

    def _newest(self, gold: Gold) -> tuple[Hit, ...]:
        """As many of the newest moments as fit beside a long question and its answer, in the order of time."""
        thread = gold.filters.thread
        if thread not in self._fitting:
            hits, room = self._all(thread), max(256, self._reader.context_tokens - ANSWER_TOKENS - 300)
            some = [note(n, hit) for n, hit in enumerate(hits[-50:], 1)]
            a_letter = self._tokens("\n".join(some)) / max(1, sum(map(len, some)))
            size = start = 0
            for start in range(len(hits), -1, -1):
                size += len(note(start, hits[start - 1])) + 1 if start else 0
                if size * a_letter > room:
                    break
            kept = hits[start:]
            while kept and self._tokens("\n".join(note(n, hit) for n, hit in enumerate(kept, 1))) > room:
                kept = kept[math.ceil(len(kept) / 20) :]
            self._fitting[thread] = tuple(kept)
        return self._fitting[thread]

    def _tokens(self, text: str) -> int:
        try:
            return int(self._reader.count(text))
        except FAILURES:  # a reader that cannot even count is measured all the same
            return prompt.tokens(text)

    def _all(self, thread: str | None) -> list[Hit]:
        """Every moment with text of a thread, or of the memory, in the order of time."""
        if thread not in self._moments:
            held = self._memory.timeline(filters=Filters(thread=thread), limit=1_000_000)
            details = [self._memory.moment(one.id) for one in held]
            hits = [whole(one.moment) for one in details if one.moment.text.strip()]
            self._moments[thread] = sorted(hits, key=lambda hit: hit.moment.time)
        return self._moments[thread]

    def _without(self, question: str) -> Messages:
        today = prompt.when(self._now, self._zone)
        return [
            {"role": "system", "content": WITHOUT_NOTES},
            {"role": "user", "content": f"Now: {today}\nQuestion: {question}"},
        ]

    def _with(self, question: str, hits: Sequence[Hit]) -> Messages:
        """As the program's own prompt, but with every note whole, however many they are."""
        bare = prompt.messages(question, (), now=self._now, zone=self._zone)
        notes = prompt.fenced([note(n, hit) for n, hit in enumerate(hits, 1)], beside=question)
        asked = bare[1]["content"].split("\n\n", 1)[1]
        return [bare[0], {"role": "user", "content": f"{notes}\n\n{asked}"}]


def is_enough(searcher: Searcher, found: SearchResult) -> bool:
    """Whether an answer would be shown for what was found."""
    return weighing.chance(searcher, found, weighing.compared(searcher, found))[1]


def note(n: int, hit: Hit) -> str:
    """A moment as one line of evidence, its text whole."""
    moment = hit.moment
    held = {
        "n": n, "when": prompt.when(moment.time, moment.zone), "where": moment.app or moment.source, "title": plain(moment.title),
        "who": plain(moment.author), "text": " ".join(plain(hit.text).split()),
    }  # fmt: skip
    return prompt.without_control_words(
        json.dumps({name: one for name, one in held.items() if one}, ensure_ascii=False)
    )


def whole(moment: Moment) -> Hit:
    """A moment as a hit that says all of it."""
    return Hit(moment.id, moment, moment.text, moment.text[:160], (), 1.0, (), ())


def dated(said: str, gold: Gold) -> bool | None:
    """Whether a text names the day of a gold answer; None where that names none."""
    wanted = grading.days_meant(gold.answer) if gold.answerable else None
    return None if wanted is None else grading.same_days(grading.days_said(said), wanted)


def cited_well(cited: Sequence[set[str]], gold: Gold, *, any_: bool) -> tuple[float | None, float | None]:
    """Precision and recall of citations, each given by the names that its moment goes by."""
    if not gold.answerable or not gold.evidence:
        return None, None
    right = sum(bool(names & gold.evidence) for names in cited)
    found = len(gold.evidence & {name for names in cited for name in names})
    recall = float(found > 0) if any_ else found / len(gold.evidence)
    return (right / len(cited) if cited else None), recall


def quoted(of: Set, gold: Gold, answer: Answer) -> Read:
    """An answer without a model as it compares with a reader's: F1 and dates are of the words that it marks."""
    refused = answer.mode == "none"
    marked = " ".join(answer.text[start:end] for start, end in answer.marks) or answer.text
    said = "" if refused else " ".join(cite.ANY_MARK.sub(" ", marked).split())
    cited = () if refused else answer.citations
    names = [{one.id, of.memory.moment(one.id).moment.source_id} for one in cited]
    precision, recall = cited_well(names, gold, any_=of.any_evidence)
    return Read(
        gold.question, answer.text, gold.category, gold.answerable, False, refused, None,
        grading.f1(said, gold.answer) if said else 0.0, dated(said, gold), precision, recall,
    )  # fmt: skip


Figures = dict[str, float | int | None]


def figures(rows: Sequence[Read]) -> Figures:
    """The means of one condition, 0 to 1; None where there is nothing to take a mean of. Refusing and failing score 0."""
    of = [one for one in rows if one.answerable]
    without = [one for one in rows if not one.answerable]

    def mean(values: Sequence[float | bool | None]) -> float | None:
        held = [float(one) for one in values if one is not None]
        return float(np.mean(held)) if held else None

    return {
        "questions": len(rows), "f1": mean([one.f1 for one in of]), "dates": mean([one.dated for one in of]),
        "cites right": mean([one.precision for one in of]), "cites all": mean([one.recall for one in of]),
        "kept": mean([one.kept for one in rows]), "refused": mean([one.refused for one in without]),
        "false refusals": mean([one.refused for one in of]), "failed": sum(one.failed for one in rows),
    }  # fmt: skip


def share(ours: float | None, none: float | None, oracle: float | None) -> float | None:
    """(ours - none) / (oracle - none); None where evidence gains the reader nothing.

    >>> share(0.5, 0.0, 1.0), share(0.1, 0.1, 0.1), share(0.3, None, 0.5)
    (0.5, None, None)
    """
    if ours is None or none is None or oracle is None or oracle - none < 1e-9:
        return None
    return (ours - none) / (oracle - none)


OnRead = Callable[[str, int, Read], None]


def measured(
    of: Set, reader: Any, conditions: Sequence[str], on_read: OnRead = lambda *_: None
) -> dict[str, list[Read]]:
    """What a reader says to every question in each condition, graded; by condition, in the order of the questions."""
    made, out = Conditions(of, reader), {}
    for condition in conditions:
        out[condition] = []
        for n, gold in enumerate(of.golds, 1):
            row = made.read(condition, gold)
            out[condition].append(row)
            on_read(condition, n, row)
    return out
