"""First-person drafts from the user's own evidence: a reply, a stand-up, a summary. Filtered for the audience before anything is composed.

Nothing is stored or sent here: a draft is shown with what was left out of it, and copied by the user.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from app.answer import audience as fitness
from app.answer import cite, gathering, manner, prompt
from app.answer import drafts_english as words
from app.answer.ask import Writer
from app.answer.audience import NEVER, Judge, Piece, says
from app.answer.gathering import Found
from app.answer.plain import plain, without_control_words
from app.answer.saying import day, zone_of
from app.ingest.secret import cleaned
from app.recall.search import Searcher
from app.records import Answer, Audience, Citation, Filters, Hit, Understood
from app.records import DraftKind as Kind
from app.store import chats, made
from app.store.db import Store

_MOST_LINES = {"reply": manner.MOST_SENTENCES, "standup": 14, "summary": 12}
_MARKS = re.compile(r"(?:\s*\[\d+\])+$")
_PROMISE, _BLOCKED = words.whole(words.PROMISE), words.whole(words.BLOCKED)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece that is not fit for the audience, and why. What is never brought back shows no quote."""

    id: str
    category: str
    time: datetime
    app: str
    quote: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to be looked over and copied. `citations` say what each line rests on; `notice` is a code where there is something to say."""

    kind: Kind
    about: str
    audience: Audience
    text: str
    mode: Literal["extractive", "written", "none"]
    citations: tuple[Citation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notice: str = ""
    notice_params: dict[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many pieces were left out, by category."""
        return dict(Counter(one.category for one in self.left_out).most_common())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drafted. `allow` are ids of pieces or of whole moments that the user ticked in after all."""

    kind: Kind
    about: str
    audience: Audience = "work"
    allow: frozenset[str] = frozenset()
    cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a draft, the piece it rests on, and the part of the draft it belongs to."""

    text: str
    piece: Piece
    part: str = ""


def draft(searcher: Searcher, wanted: Wanted, *, now: datetime, zone: str, writer: Writer | None = None) -> Draft:
    """A draft in the user's voice. The extractive one stands when no model is there, or what it writes is not proved."""
    store, user = searcher.store, made.user_of_messages(searcher.store)
    found = gathering.gathered(searcher, wanted.kind, wanted.about, user, now=now, zone=zone)
    nothing = Draft(wanted.kind, wanted.about, wanted.audience, "", "none")
    if wanted.kind == "reply" and found.message is None:
        return replace(nothing, notice="no_message_to_reply")
    thread = found.message.moment.thread if found.message else ""
    judge = Judge(store, wanted.audience, user, about=found.about, found_in=found.threads, reply_thread=thread)
    fit, left = _judged(judge, found, wanted.allow)
    nothing = replace(nothing, left_out=tuple(left))
    if not fit:
        return replace(nothing, notice="nothing_fit_to_draft" if left else "nothing_to_draft")
    style = _manner(searcher, found, judge, user) if found.message else manner.Manner()
    lines = _lines(wanted.kind, fit, style, now=now, zone=zone)
    made_draft = replace(
        nothing, text=_framed(wanted.kind, found, style, lines, now=now, zone=zone), mode="extractive",
        citations=tuple(_citation(n, one.piece) for n, one in enumerate(_once(lines), 1)),
    )  # fmt: skip
    if writer is None or not writer.available():
        return made_draft
    if found.message is not None and not judge.verdict(found.message).fit:
        return replace(made_draft, notice="message_not_given")
    return _written(searcher, writer, wanted, made_draft, found, style, lines, now=now, zone=zone)


def kept(store: Store, one: Draft, *, now: datetime, zone: str) -> str:
    """Keep a draft as an answer in a conversation of its own, since the user asked for that; returns its id. It proves nothing later."""
    answer = Answer(
        cleaned(f"{one.kind}: {one.about}"), one.text, one.mode, one.citations, 1.0, Understood("", Filters()), notice=one.notice,
        notice_params=one.notice_params,
    )  # fmt: skip
    return chats.add_turn(store, chats.new_conversation(store), answer, now, zone)


# -- for whom


def _judged(judge: Judge, found: Found, allow: frozenset[str]) -> tuple[list[Piece], list[LeftOut]]:
    """The pieces that are fit or ticked in, each text once, and those that are left out."""
    fit: list[Piece] = []
    left: list[LeftOut] = []
    told: set[str] = set()
    for piece, category in _verdicts(judge, found):
        key = " ".join(piece.text.casefold().split())
        if key in told:
            continue
        told.add(key)
        ticked = piece.id in allow or piece.moment.id in allow
        if not category or (ticked and category not in NEVER):
            fit.append(piece)
        else:
            quote = "" if category in NEVER else cleaned(plain(piece.text))
            left.append(LeftOut(piece.id, category, piece.moment.time, piece.moment.app or piece.moment.source, quote))
    return fit, left


def _verdicts(judge: Judge, found: Found) -> Iterator[tuple[Piece, str]]:
    """Each piece with why it is left out. A memory is fit when it is fit by every moment that it stands on."""
    for one, moments in found.made:
        pieces = [Piece(one.id, moment, one.text or one.title) for moment in moments]
        categories = [judge.verdict(piece).category for piece in pieces]
        if pieces:
            yield pieces[-1], next((name for name in categories if name), "")
    for piece in found.pieces:
        yield piece, judge.verdict(piece).category


# -- without a model


def _manner(searcher: Searcher, found: Found, judge: Judge, user: str) -> manner.Manner:
    """How the user writes to this person; where there is too little, how to others of the same realm."""
    assert found.message is not None
    thread, store = found.message.moment.thread, searcher.store
    texts = gathering.own_texts(store, user, [thread]) if thread else []
    if len(texts) >= manner.FEWEST_TO_LEARN:
        return manner.learnt(texts, found.to, same=True, is_private=says)
    return manner.learnt(gathering.own_texts(store, user, judge.fit_threads()), found.to, same=False, is_private=says)


def _lines(kind: Kind, fit: Sequence[Piece], style: manner.Manner, *, now: datetime, zone: str) -> list[_Line]:
    most = style.sentences if kind == "reply" else _MOST_LINES[kind]
    made_ = [_Line(_said(kind, one, now=now, zone=zone), one, _part(kind, one)) for one in fit]
    if kind == "standup":
        made_.sort(key=lambda one: one.piece.id.endswith(".title"))  # what the user said before what was looked at
    chosen = made_[:most]
    if kind == "summary":
        chosen.sort(key=lambda one: one.piece.moment.time)
    return chosen


def _part(kind: Kind, piece: Piece) -> str:
    if kind != "standup":
        return ""
    if _BLOCKED.search(piece.text):
        return "blocked"
    return "next" if _PROMISE.search(piece.text) or "." not in piece.id else "done"


def _said(kind: Kind, piece: Piece, *, now: datetime, zone: str) -> str:
    """A piece as the draft says it: the user's own words as they are, those of others as theirs."""
    moment, text = piece.moment, cleaned(" ".join(plain(piece.text).split()))
    if kind == "standup" and piece.id.endswith(".title"):
        text = words.SAID["worked"].format(title=text)
    elif piece.own:
        text = manner.body(text) or text
    elif moment.author:
        text = words.SAID["quoted"].format(who=moment.author, text=text)
    elif "." in piece.id and (title := fitness.without_title(moment).title):
        text = words.SAID["seen"].format(title=title, text=text)
    return f"{day(moment.time, zone_of(zone), now)}: {text}" if kind == "summary" else text


def _framed(kind: Kind, found: Found, style: manner.Manner, lines: Sequence[_Line], *, now: datetime, zone: str) -> str:
    """The draft as it is copied: greeting and sign-off of the user around a reply, headings over the rest."""
    if kind == "reply":
        body = " ".join(one.text for one in lines)
        return "\n".join(part for part in (style.greeting, body, style.sign_off) if part)
    if kind == "summary":
        head = words.SAID["summary"].format(about=plain(found.about), day=day(now, zone_of(zone), now))
        return "\n".join([head, *(f"- {one.text}" for one in lines)])
    parts: list[str] = []
    for part in ("done", "next", "blocked"):
        held = [f"- {one.text}" for one in lines if one.part == part]
        head = words.SAID[part].format(day=day(found.day or now, zone_of(zone), now))
        parts += [head, *held] if held else []
    return "\n".join(parts)


def _once(lines: Sequence[_Line]) -> list[_Line]:
    return list({one.piece.id: one for one in lines}.values())


def _citation(n: int, piece: Piece) -> Citation:
    moment = fitness.without_title(piece.moment)
    return Citation(n, moment.id, moment.time, moment.app or moment.source, moment.title, cleaned(plain(piece.text)))


# -- with a model


def _written(
    searcher: Searcher, writer: Writer, wanted: Wanted, quoted: Draft, found: Found, style: manner.Manner, lines: Sequence[_Line],
    *, now: datetime, zone: str,
) -> Draft:  # fmt: skip
    """What a model makes of the same lines, as far as they prove it; else the quoted draft."""
    hits = _hits(lines)
    about = without_control_words(plain(found.about)[: prompt.MOST_QUESTION])
    task = words.TASKS[wanted.kind].format(about=about)
    notes = prompt.fenced(prompt.items(hits, {}), "", task)
    asked = [
        {"role": "system", "content": words.RULES},
        {"role": "user", "content": f"{notes}\n\nNow: {prompt.when(now, zone)}\n{task}"},
    ]
    try:
        text = writer.generate(asked, max_tokens=400, on_text=None, cancelled=wanted.cancelled)
    except searcher.failures as error:
        code, params = getattr(error, "code", "worker_died"), getattr(error, "params", {})
        return replace(quoted, notice=str(code), notice_params=dict(params))
    held = cite.held_to(text, hits[: prompt.MOST_EVIDENCE], now=now, zone=zone)
    said = [line for line in held.text.split("\n") if line and not line.endswith(cite.DOUBTED)]
    allowed = {category for one in lines if (category := says(one.piece.text))}
    kept = [line for line in said if not (category := says(_MARKS.sub("", line))) or category in allowed]
    if not kept:
        return replace(quoted, notice="stopped" if wanted.cancelled() else "draft_unproved")
    cited = {int(n) for line in kept for n in re.findall(r"\[(\d+)\]", line)}
    body = [_Line(_MARKS.sub("", line), lines[0].piece, "done") for line in kept]
    return replace(
        quoted, text=_framed(wanted.kind, found, style, body, now=now, zone=zone), mode="written",
        citations=tuple(one for one in held.citations if one.n in cited),
    )  # fmt: skip


def _hits(lines: Sequence[_Line]) -> list[Hit]:
    """The lines' moments with nothing of their text but what is fit."""
    texts: dict[str, list[Piece]] = {}
    for one in lines:
        texts.setdefault(one.piece.moment.id, []).append(one.piece)
    out = []
    for held in texts.values():
        text = "\n".join(cleaned(one.text) for one in held)
        moment = fitness.without_title(replace(held[0].moment, text=""))
        out.append(Hit(moment.id, moment, text, text[:160], (), 0.0, (), ()))
    return out
