"""One question: evidence, the quoted answer, and, with a model, the written one, which never takes the quoted one's place unproved."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import numpy as np

from app.answer import cite, computed, extractive, prompt
from app.recall.search import Asked, Searcher
from app.records import Answer, Filters, SearchResult

log = logging.getLogger(__name__)
HITS = 8
READ_WHOLE = 5
# Below this the memory says that it holds nothing. Of questions that were not learnt from, one answerable in fifty lies there
# (tests/bench/train_ranking.py).
LEAST_ANSWERABLE = 0.4


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
    """A question with what narrows it and how it is to be answered. `on_text` hears a written answer as it grows."""

    question: str
    filters: Filters = Filters()
    use_model: bool = True
    on_text: Callable[[str], None] | None = None
    cancelled: Callable[[], bool] = lambda: False


def ask(searcher: Searcher, writer: Writer | None, asking: Asking, *, now: datetime, zone: str) -> Answer:
    """Answer from memory, or say that it holds nothing that fits."""
    counted = computed.answered(searcher.store, asking.question, asking.filters, now=now, zone=zone)
    if counted is not None:
        return counted
    found = searcher.search(Asked(asking.question, asking.filters, limit=HITS), now=now, zone=zone)
    if not found.hits:
        return _nothing(found, "empty_memory" if not len(searcher.mirror) else _nothing_code(found, asking.filters))
    if found.answerable < LEAST_ANSWERABLE:
        return _nothing(found, _nothing_code(found, asking.filters))
    quoted = _quoted(searcher, found)
    if writer is None or not asking.use_model or not writer.available():
        return quoted
    return _written(writer, asking, found, quoted, searcher.failures)


def _quoted(searcher: Searcher, found: SearchResult) -> Answer:
    if not found.understood.words:  # only a time was named: what it held, in order
        text, citations = extractive.compose([extractive.whole(hit) for hit in found.hits])
        return Answer(found.query, text, "extractive", citations, found.answerable, found.understood)
    question = found.understood.words
    sentences = extractive.sentences([(hit, searcher.whole_text(hit)) for hit in found.hits[:READ_WHOLE]])
    fits = extractive.fit(sentences, searcher.content_terms, question)
    best = np.argsort(-fits, kind="stable")[: extractive.MOST_SENTENCES]
    sentences, fits = [sentences[place] for place in best], fits[best]
    if found.meaning_used and searcher.embedder is not None:
        try:
            vectors = searcher.embedder.queries([question, *(sentence.text for sentence in sentences)])
            fits = fits + extractive.MEANING * (vectors[1:] @ vectors[0])
        except searcher.failures as error:
            log.warning("sentences not compared by meaning: %s", getattr(error, "code", "failed"))
    text, citations = extractive.compose(extractive.chosen(sentences, fits))
    return Answer(found.query, text, "extractive", citations, found.answerable, found.understood)


def _written(
    writer: Writer, asking: Asking, found: SearchResult, quoted: Answer, failures: tuple[type[Exception], ...]
) -> Answer:
    try:
        text = writer.generate(
            prompt.messages(asking.question, found.hits),
            max_tokens=300,
            on_text=asking.on_text,
            cancelled=asking.cancelled,
        )
    except failures as error:
        params: dict[str, Any] = dict(getattr(error, "params", {}))
        return replace(quoted, notice=str(getattr(error, "code", "worker_died")), notice_params=params)
    kept, citations = cite.held_to(text, found.hits)
    if not kept:
        return replace(quoted, notice="stopped" if asking.cancelled() else "model_unproved")
    return replace(quoted, text=kept, mode="written", citations=citations)


def _nothing_code(found: SearchResult, given: Filters) -> str:
    narrowed = found.understood.filters.since or found.understood.filters.until or given.since or given.until
    return "nothing_found_in_time" if narrowed else "nothing_found"


def _nothing(found: SearchResult, code: str) -> Answer:
    return Answer(found.query, "", "none", (), found.answerable, found.understood, notice=code)
