"""One question: evidence, the quoted answer, and, with a model, the written one, which never takes the quoted one's place unproved."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import numpy as np

from app.answer import cite, computed, disagree, extractive, prompt
from app.answer.beside import beside
from app.answer.orders import gives_orders
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
    quoted = disagree.noted(_quoted(searcher, found), found.hits)
    if writer is None or not asking.use_model or not writer.available():
        return quoted
    # A moment that speaks to machines may be quoted; no model is given it, and it proves nothing that one writes.
    hits = [hit for hit in found.hits if not gives_orders(f"{hit.moment.author}\n{hit.moment.title}\n{hit.text}")]
    hits = hits[: prompt.MOST_EVIDENCE]
    if not hits:
        return replace(quoted, notice="model_unproved")
    near = {id_: text for id_, text in beside(searcher, hits).items() if not gives_orders(text)}
    messages = prompt.messages(asking.question, hits, beside=near, now=now, zone=zone)
    text = _generated(writer, asking, messages, searcher.failures)
    if isinstance(text, Exception):
        return replace(
            quoted,
            notice=str(getattr(text, "code", "worker_died")),
            notice_params=dict(getattr(text, "params", {})),
        )
    held = cite.held_to(text, hits, around=near, now=now, zone=zone)
    if not held.text:
        return replace(quoted, notice="stopped" if asking.cancelled() else "model_unproved")
    written = replace(quoted, text=held.text, mode="written", citations=held.citations, doubts=held.doubts)
    return disagree.noted(written, found.hits)


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
    return Answer(found.query, "", "none", (), found.answerable, found.understood, notice=code)
