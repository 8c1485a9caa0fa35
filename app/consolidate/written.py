"""Memories written by a model, where there is one: what rules made stands first and stays wherever the model fails.

One small piece a call: a title with its sentences, or the facts of an episode. It is stored in one transaction, so that a kill at any
moment leaves what was there, or all of the new. Nothing is stored that `replies` did not find in the evidence. The model has no tools.
"""

import hashlib
import logging
import os
import re
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Literal, Protocol

from app.consolidate import forms, replies
from app.consolidate.english import ENGLISH
from app.consolidate.forms import Form, Note
from app.consolidate.verify import fold, stem
from app.settings import Settings
from app.store import asking, facts, memories, waiting
from app.store.db import Store, from_us
from app.store.memories import NewMemory
from app.store.waiting import Claim, Target

log = logging.getLogger(__name__)
# A form that takes longer is stopped, and what it says by then is all it says.
MOST_S = 180.0
# Each try shows less: a small model that is lost in much may find its way in little, and the same again would say the same again.
EVIDENCE = (1.0, 0.6, 0.3)
# "950 EUR a month": an amount, and what of.
_AMOUNT = re.compile(r"[€$£]?\s*\d[\d.,:]*(?P<of>[^\d]*)\Z")
# Not the memory's fault: nothing is counted against it.
NO_MODEL = {"model_missing", "model_broken", "out_of_memory", "memory_short", "lora_unfit", "illegal_instruction", "host_closed",
            "worker_starved", "server_unreachable", "server_bad_address", "server_not_allowed"}  # fmt: skip
Outcome = Literal["", "written", "facts", "failed", "stopped", "no_model"]


class Filler(Protocol):
    """A chat model that fills in forms; raises one of the known failures, with `code`, when its worker or server fails."""

    def available(self) -> bool: ...
    def identity(self) -> dict[str, Any]: ...
    def generate(
        self,
        messages: list[dict[str, str]],
        *,
        max_tokens: int,
        on_text: Callable[[str], None] | None,
        cancelled: Callable[[], bool],
        schema: dict[str, Any] | None,
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, and what stops it: `cancelled` is asked several times a second. `failures` are the filler's own."""

    filler: Filler
    failures: tuple[type[Exception], ...]
    cancelled: Callable[[], bool] = lambda: False
    most_s: float = MOST_S
    clock: Callable[[], float] = time.monotonic


def may_write(filler: Filler | None, settings: Settings, on_battery: Callable[[], bool]) -> bool:
    """Whether there is a model, and it may be used now."""
    return filler is not None and filler.available() and (settings.write_on_battery or not on_battery())


class _Stopped(Exception):
    """Somebody came who goes before."""


def write_next(store: Store, pen: Pen) -> Outcome:
    """Write the next piece: "written" a title and text, "facts" those of an episode, "" when nothing waits now.

    "failed" leaves what rules made; "stopped" (also because somebody asks) and "no_model" leave the queue as it was.
    """
    stop = pen.cancelled
    pen = replace(pen, cancelled=lambda: stop() or asking.asked(store.places))
    if pen.cancelled():
        return "stopped"
    waiting.queue(store)
    held = waiting.claim(store, f"{socket.gethostname()}:{os.getpid()}")
    if held is None:
        return ""
    try:
        return _written(store, pen, held)
    except _Stopped:
        waiting.give_back(store, held)
        return "stopped"
    except KeyboardInterrupt:
        waiting.give_back(store, held)
        raise
    except replies.Unreadable:
        waiting.failed(store, held, "unreadable")
        return "failed"
    except pen.failures as error:
        code = str(getattr(error, "code", "worker_died"))
        log.warning("memory not written: %s", code)
        if code in NO_MODEL:
            waiting.hold_all(store, held, code)
            return "no_model"
        waiting.failed(store, held, code)
        return "failed"


def _written(store: Store, pen: Pen, held: Claim) -> Outcome:
    target = waiting.target(store, held.memory_id)
    if target is None:  # forgotten or corrected by the user meanwhile: it is not claimed again
        waiting.give_back(store, held)
        return "failed"
    with store.reading():
        shown = waiting.seen(store, target.moments)
    notes = _notes(shown, EVIDENCE[min(held.tries, len(EVIDENCE)) - 1])
    if not notes:  # pictures without words: there is nothing to say of them
        with store.writing():
            waiting.done(store, held)
        return "written"
    form = forms.title_form(notes) if held.stage == waiting.TITLE else forms.facts_form(notes)
    reply = fill(pen, form)
    # only now: a server tells which model it is when it has been asked
    waiting.written_by(store, hashlib.sha256(repr(pen.filler.identity()).encode()).hexdigest()[:16])
    if held.stage == waiting.TITLE:
        public_ids = {one.moment_id: one.public_id for one in shown}
        return _store_told(store, pen, held, target, replies.told(reply, form), public_ids)
    return _store_facts(store, pen, held, target, replies.facts(reply, form))


def _notes(shown: Sequence[waiting.Seen], share: float) -> list[Note]:
    notes = [
        Note(one.moment_id, one.text, from_us(one.at_us), one.zone, one.site or one.app, one.title, one.who)
        for one in shown
        if not replies.speaks_to_the_model(one.text)
    ]
    return forms.chosen(notes, most_tokens=int(share * forms.MOST_TOKENS))


def fill(pen: Pen, form: Form) -> str:
    """What the model answers to a form, stopped at the form's length and the pen's time. Raises _Stopped, and the filler's failures."""
    begun_s, length = pen.clock(), 0
    stopped = False

    def heard(piece: str) -> None:
        nonlocal length
        length += len(piece)

    def enough() -> bool:
        nonlocal stopped
        stopped = stopped or pen.cancelled()
        return stopped or length > form.most_characters or pen.clock() - begun_s > pen.most_s

    reply = pen.filler.generate(
        form.messages, max_tokens=form.max_tokens, on_text=heard, cancelled=enough, schema=form.schema
    )
    if stopped:
        raise _Stopped
    return reply


def _store_told(
    store: Store, pen: Pen, held: Claim, target: Target, found: replies.Told, public_ids: Mapping[int, str]
) -> Outcome:
    claims = [*((("title", found.title),) if found.title else ()), *(("text", one) for one in found.sentences)]
    quotes = [{"field": name, "quote": one.quote, "moment": public_ids[one.note.id]} for name, one in claims]
    new = NewMemory(
        target.kind, target.name, found.title.text if found.title else target.title,
        " ".join(_ended(one.text) for one in found.sentences) or target.text, target.valid_from, target.valid_to,
        moments=target.moments, memories=target.parents, data={**target.data, "quotes": quotes}, made_by=_name(pen.filler),
        learnt=target.learnt,
    )  # fmt: skip
    with store.writing():
        if not waiting.unchanged(store, held, target) or memories.put(store, new) is None:
            waiting.failed(store, held, "changed")
            return "failed"
        waiting.next_stage(store, held)
    return "written"


def _ended(sentence: str) -> str:
    return sentence if sentence[-1:] in ".!?。！？" else sentence + "."


def _store_facts(store: Store, pen: Pen, held: Claim, target: Target, found: Sequence[replies.ToldFact]) -> Outcome:
    known = {fold(called): name for called, name in waiting.entity_names(store).items()}
    fresh = [one for one in found if not _is_known(store, one)]
    new = [(one, fact_memory(one, known, _name(pen.filler))) for one in fresh]
    chosen = [(one, made, _contradicted(store, pen, one, made)) for one, made in new]
    with store.writing():
        if not waiting.unchanged(store, held, target):
            waiting.failed(store, held, "changed")
            return "failed"
        for one, made, old in chosen:
            added = waiting.add_fact(store, made)
            if added is None or old is None:
                continue
            if replaces(one, old):
                facts.supersede(store, old.id, added, one.note.at)
            else:
                waiting.propose(store, added, old.id, made.made_by)
        waiting.done(store, held)
    return "facts"


def _is_known(store: Store, fact: replies.ToldFact) -> bool:
    """Whether a fact on the same moment says it already, as rules write it."""
    said = _stems(f"{fact.subject} {fact.value}")
    return any(said <= _stems(title) for title in waiting.titles_on(store, fact.note.id))


def fact_memory(fact: replies.ToldFact, known: Mapping[str, str], made_by: str) -> NewMemory:
    """A fact as a memory. What is stored as its text is the sentence itself; `known` are the names of entities by folded names."""
    entity = known.get(fold(fact.subject), f"thing:{fold(fact.subject)}")
    data = {
        "entity_name": entity,
        "predicate": fact.predicate,
        "value": fact.value,
        "quote": fact.quote,
        "changed": False,
    }
    return NewMemory(
        "semantic", fact_name(fact.subject, fact.predicate, fact.value), f"{fact.subject} {fact.predicate} {fact.value}",
        fact.sentence, fact.note.at, None, moments=[fact.note.id], data=data, made_by=made_by, learnt=fact.note.at,
    )  # fmt: skip


def fact_name(subject: str, predicate: str, value: str) -> str:
    """The name of a fact: the same for the same three however they are written."""
    folded = "|".join(fold(part) for part in (subject, predicate, value))
    return "fact:" + hashlib.sha256(folded.encode()).hexdigest()[:32]


def _contradicted(store: Store, pen: Pen, fact: replies.ToldFact, made: NewMemory) -> waiting.Fact | None:
    """Which of the nearest facts about the same the model says is true no more. What it cannot say is left to rules."""
    if waiting.is_there(store, made.kind, made.name):
        return None
    older = waiting.facts_about(store, str(made.data["entity_name"]))
    near = nearest(made.title, [one for one in older if fold(one.value) != fold(fact.value)])
    if not near:
        return None
    form = forms.choice_form(made.title, [one.title for one in near])
    try:
        place = replies.choice(fill(pen, form), form)
    except replies.Unreadable:
        return None
    return None if place is None else near[place]


def nearest(statement: str, older: Sequence[waiting.Fact]) -> list[waiting.Fact]:
    """The five facts that share most words with a statement, as a share of all their words."""
    said = _stems(statement)
    share = {one.id: len(said & _stems(one.title)) / max(1, len(said | _stems(one.title))) for one in older}
    return sorted(older, key=lambda one: -share[one.id])[: forms.NEAREST]


def _stems(text: str) -> set[str]:
    return {stem(word) for word in re.findall(r"\w+", fold(text)) if word not in ENGLISH.idle}


def replaces(new: replies.ToldFact, old: waiting.Fact) -> bool:
    """Whether a contradiction that the model sees may close the older fact: the same is said of the same, later, in another amount.

    Anything else may be true beside it, and is put to the user.
    """
    later = old.valid_from_us is not None and new.note.at > from_us(old.valid_from_us)
    amounts = _AMOUNT.match(new.value), _AMOUNT.match(old.value)
    same_of = amounts[0] and amounts[1] and fold(amounts[0]["of"]) == fold(amounts[1]["of"])
    return bool(later and same_of and fold(new.predicate) == fold(old.predicate))


def _name(filler: Filler) -> str:
    """What stands as the writer of a memory: the model's name, or its file's."""
    held = filler.identity()
    path = held.get("file", {}).get("path", "") if isinstance(held.get("file"), dict) else ""
    return str(held.get("name") or held.get("model") or PurePath(path).name or "model")[:80]


def write_all(store: Store, pen: Pen, *, once: bool = False) -> dict[str, int]:
    """Write what waits now, giving way to whoever asks. Returns how many pieces came out how; `once` writes one."""
    counts: dict[str, int] = {}
    while not pen.cancelled():
        asking.give_way(store.places, pen.cancelled)
        outcome = write_next(store, pen)
        if outcome:
            counts[outcome] = counts.get(outcome, 0) + 1
        if outcome in ("", "no_model") or (once and outcome != "stopped"):
            break
    return counts
