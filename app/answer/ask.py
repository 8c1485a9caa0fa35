"""One question: evidence, the quoted answer, and, with a model, the written one, which never takes the quoted one's place unproved."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, Protocol

import numpy as np

from app.answer import cite, computed, disagree, evidence, extractive, fitting, prompt, reading
from app.answer.asks_english import OWN_DEED
from app.answer.beside import beside
from app.answer.fitting import Floats
from app.answer.orders import gives_orders
from app.answer.reading import Sentence
from app.ingest.secret import cleaned
from app.recall.search import Asked, Searcher
from app.records import Answer, Filters, Hit, SearchResult, Unused

log = logging.getLogger(__name__)
HITS = 8
MOST_NEAREST = 3
# Below this the memory says that it holds nothing. Of questions that were not learnt from, one answerable in twenty lies there, and two in
# five of those that cannot be answered (tests/bench/train_ranking.py); what the best sentence holds of the question tells no more.
LEAST_ANSWERABLE = 0.53


class Writer(Protocol):
    """A chat model; raises an error with `code` and `params` when its worker fails."""

    def available(self) -> bool: ...
    def generate(
        self,
        messages: list[dict[str, str]],
        *,
        max_tokens: int,
        on_text: Callable[[str], None] | None,
        cancelled: Callable[[], bool],
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with what narrows it and how it is to be answered. `on_quoted` hears the quoted answer before a model writes, `on_text`
    what it writes as it grows; `ignore` as for `Asked`."""

    question: str
    filters: Filters = Filters()
    use_model: bool = True
    on_text: Callable[[str], None] | None = None
    cancelled: Callable[[], bool] = lambda: False
    on_quoted: Callable[[Answer], None] | None = None
    ignore: frozenset[str] = frozenset()


def ask(searcher: Searcher, writer: Writer | None, asking: Asking, *, now: datetime, zone: str) -> Answer:
    """Answer from memory, or say that it holds nothing that fits."""
    counted = None
    if not asking.ignore:
        counted = computed.answered(searcher.store, asking.question, asking.filters, now=now, zone=zone)
    if counted is not None:
        return counted
    asked = Asked(asking.question, asking.filters, limit=HITS, ignore=asking.ignore)
    found = searcher.search(asked, now=now, zone=zone)
    quoted = _from_evidence(searcher, found, asking.filters, now)
    if quoted.mode == "none" or writer is None or not asking.use_model or not writer.available():
        return quoted
    return _written(searcher, writer, asking, found, quoted, now=now, zone=zone)


def _from_evidence(searcher: Searcher, found: SearchResult, given: Filters, now: datetime) -> Answer:
    """The quoted answer, or that memory holds nothing that fits."""
    if not found.hits:
        return _nothing(found, "empty_memory" if not len(searcher.mirror) else _nothing_code(found, given))
    if found.answerable < LEAST_ANSWERABLE:
        return _nothing(found, _nothing_code(found, given))
    quoted = _with_unused(disagree.noted(_quoted(searcher, found, now), found.hits), found)
    if not _is_of_another_time(quoted, [one.time for one in quoted.citations], now):
        return quoted
    own = re.search(OWN_DEED, found.understood.words, re.IGNORECASE)
    if own and _is_of_another_time(quoted, [hit.moment.time for hit in found.hits], now):
        return _nothing(found, "nothing_found_in_time")
    return _noted_as_of_another_time(quoted, now)


def _written(
    searcher: Searcher, writer: Writer, asking: Asking, found: SearchResult, quoted: Answer, *, now: datetime, zone: str
) -> Answer:
    """The answer that a model writes, as far as it is proved; else the quoted one, which says why."""
    # A moment that speaks to machines may be quoted; no model is given it, and it proves nothing that one writes.
    hits = [hit for hit in found.hits if not gives_orders(_speaking(hit))]
    hits = hits[: prompt.MOST_EVIDENCE]
    if not hits:
        return _left_as_quoted(quoted, "model_unproved")
    if asking.on_quoted is not None:
        asking.on_quoted(quoted)
    near = {id_: text for id_, text in beside(searcher, hits).items() if not gives_orders(text)}
    messages = prompt.messages(asking.question, hits, beside=near, now=now, zone=zone)
    text = _generated(writer, asking, messages, searcher.failures)
    if isinstance(text, Exception):
        return _left_as_quoted(quoted, str(getattr(text, "code", "worker_died")), dict(getattr(text, "params", {})))
    held = cite.held_to(text, hits, around=near, now=now, zone=zone)
    if not held.text:
        return _left_as_quoted(quoted, "stopped" if asking.cancelled() else "model_unproved")
    written = replace(quoted, text=held.text, mode="written", citations=held.citations, doubts=held.doubts, marks=())
    written = _noted_as_of_another_time(written, now)  # a model may have found what is of that time
    return _with_unused(disagree.noted(written, found.hits), found, given={hit.id for hit in hits})


def _left_as_quoted(quoted: Answer, code: str, params: Mapping[str, Any] = MappingProxyType({})) -> Answer:
    """The quoted answer with why no model wrote one; that it is of another time matters more."""
    return quoted if quoted.notice else replace(quoted, notice=code, notice_params=dict(params))


def _noted_as_of_another_time(answer: Answer, now: datetime) -> Answer:
    """An answer that says of itself whether it is of another time than was asked for."""
    other = _is_of_another_time(answer, [one.time for one in answer.citations], now)
    params = {"time": answer.understood.time_words} if other else {}
    return replace(answer, notice="other_time" if other else "", notice_params=params)


def _is_of_another_time(answer: Answer, times: Iterable[datetime], now: datetime) -> bool:
    """Whether a time that is over was asked for, and none of these is of it. What is to come is written down before."""
    since, until = answer.understood.filters.since, answer.understood.filters.until
    if until is None or until > now:
        return False
    return not any((since is None or since <= one) and one < until for one in times)


def _with_unused(answer: Answer, found: SearchResult, given: set[str] | None = None) -> Answer:
    """An answer with what was found and is not cited; `given` are the moments that a model was given, of an answer that it wrote."""
    cited = {citation.id for citation in answer.citations}
    rest = [hit for hit in found.hits if hit.id not in cited]
    return replace(
        answer, unused=tuple(Unused(extractive.citation(0, hit, hit.snippet), _reason(hit, given)) for hit in rest)
    )


def _reason(hit: Hit, given: set[str] | None) -> Literal["weaker", "orders"]:
    """Why a moment is not cited: it speaks to machines, or others say it better."""
    withheld = given is not None and hit.id not in given and gives_orders(_speaking(hit))
    return "orders" if withheld else "weaker"


def _speaking(hit: Hit) -> str:
    return f"{hit.moment.author}\n{hit.moment.title}\n{hit.text}"


def without_secrets(answer: Answer) -> Answer:
    """An answer as it may be stored: what one asks may hold a secret too, wherever it is told again."""
    params = {name: cleaned(one) if isinstance(one, str) else one for name, one in answer.notice_params.items()}
    meant = replace(answer.understood, words=cleaned(answer.understood.words))
    return replace(answer, question=cleaned(answer.question), understood=meant, notice_params=params)


def _quoted(searcher: Searcher, found: SearchResult, now: datetime) -> Answer:
    words, question, said = found.understood.words, None, [reading.whole(hit) for hit in found.hits]
    if words:  # where only a time was named, it is what it held, in order
        question = fitting.asked(found.query, words, searcher.content_terms)
        said = extractive.chosen(*ranked(searcher, found, question))
    made = extractive.compose(said, question, searcher.content_terms, now=now)
    return Answer(
        found.query, made.text, "extractive", made.citations, found.answerable, found.understood, marks=made.marks
    )


def ranked(searcher: Searcher, found: SearchResult, question: fitting.Asked) -> tuple[list[Sentence], Floats]:
    """The sentences of the hits that may answer, and how well each fits `(n,)`."""
    said, signals = judged(searcher, found, question)
    fits = fitting.shipped().of(signals) if "meaning" in signals else fitting.first_look(signals)
    return said, fits


def judged(searcher: Searcher, found: SearchResult, question: fitting.Asked) -> tuple[list[Sentence], fitting.Columns]:
    """The sentences that come into question, with their signals; without those of meaning where the embedder does not answer."""
    said = evidence.sentences(searcher.store, found.hits) or [reading.whole(hit) for hit in found.hits[:1]]
    signals = fitting.columns(question, said, searcher.content_terms)
    best = np.argsort(-fitting.first_look(signals), kind="stable")
    best = best[: fitting.most_compared([len(said[place].text) for place in best])]
    said, signals = [said[place] for place in best], {name: one[best] for name, one in signals.items()}
    if not found.meaning_used or searcher.embedder is None:
        return said, signals
    try:
        vectors = searcher.embedder.queries([found.understood.words, *(one.text for one in said)])
    except searcher.failures as error:
        log.warning("sentences not compared by meaning: %s", getattr(error, "code", "failed"))
        return said, signals
    return said, fitting.with_meaning(signals, vectors[1:] @ vectors[0], said)


def _generated(
    writer: Writer, asking: Asking, messages: list[dict[str, str]], failures: tuple[type[Exception], ...]
) -> str | Exception:
    """What the model writes, or why it could not."""
    try:
        return writer.generate(messages, max_tokens=300, on_text=asking.on_text, cancelled=asking.cancelled)
    except failures as error:
        return error


def _nothing_code(found: SearchResult, given: Filters) -> str:
    narrowed = found.understood.filters.since or found.understood.filters.until or given.since or given.until
    return "nothing_found_in_time" if narrowed else "nothing_found"


def _nothing(found: SearchResult, code: str) -> Answer:
    """That nothing was found: what was looked for, as it was understood, and what comes nearest to it."""
    meant = found.understood
    said = {
        "words": meant.words,
        "time": meant.time_words,
        "people": ", ".join(dict.fromkeys(one.said for one in meant.facets if one.field == "person")),
    }
    nearest = tuple(extractive.citation(n, hit, hit.snippet) for n, hit in enumerate(found.hits[:MOST_NEAREST], 1))
    return Answer(
        found.query, "", "none", (), found.answerable, meant, notice=code,
        notice_params={name: one for name, one in said.items() if one}, nearest=nearest,
    )  # fmt: skip
