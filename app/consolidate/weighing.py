"""How likely a newer sentence takes the place of an older one about the same thing: signals of both, weighed. Pure but for its weights.

The signals are grammar and cues, no wording of a template; the weights were learnt from pairs that do replace and pairs that only look so,
by `tests/bench/train_changes.py`, which also says in the file how they were made.
"""

import functools
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib.resources import files

from app.consolidate.aligned import Change, clause_start, described, goes_on, own, runs
from app.consolidate.english import ENGLISH
from app.consolidate.english_changes import ENGLISH_CHANGES
from app.consolidate.heard import Heard
from app.consolidate.phrases import WORD, bare, is_content, part_of, patterns_of, stems_of
from app.consolidate.words import ChangeWords, Words

FILE = "changes.json"
_ARTICLES = frozenset(("a", "an", "the"))
# With these a change that is told counts otherwise than one that is not.
_TOLD_OR_NOT = (
    "contrast",
    "other part",
    "own",
    "other author",
    "extra",
    "number",
    "name",
    "place",
    "choice",
    "past",
    "bounding",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal weighs; a change is believed from `least` on."""

    weights: dict[str, float]
    bias: float
    least: float

    def of(self, found: dict[str, float]) -> float:
        """How likely it is, 0 to 1."""
        total = self.bias + sum(value * self.weights.get(name, 0.0) for name, value in found.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@functools.cache
def shipped() -> Weights:
    """The weights that ship with the program."""
    held = json.loads(files("app.consolidate").joinpath(FILE).read_text("utf-8"))
    return Weights(held["weights"], held["bias"], held["least"])


def believed(old: Heard, new: Heard, found: Change, words: Words = ENGLISH) -> float | None:
    """How likely a newer sentence says otherwise what an older one says; None where it is not likely enough."""
    told = likely(old, new, found, words)
    return told if told >= shipped().least else None


def likely(old: Heard, new: Heard, found: Change, words: Words = ENGLISH) -> float:
    """How likely a newer sentence says otherwise what an older one says, 0 to 1."""
    return shipped().of(signals(old, new, found, words))


def signals(
    old: Heard, new: Heard, found: Change, words: Words = ENGLISH, more: ChangeWords = ENGLISH_CHANGES
) -> dict[str, float]:
    """What speaks for and against, each 0 or 1 or a small number."""
    was, now = _marked(old, found.was_about, found.was), _marked(new, found.now_about, found.now)
    out = {
        **_of_texts(old.text, new.text, words, more), **_of_kind(found, words), **_of_thing(old, new, found, words),
        **_of_likeness(was, now, words, more), **_of_place(old, new, found, words, more),
        "other author": float(old.author != new.author), "other place": float(old.where != new.where),
        "days apart": min(3.0, math.log1p((new.at - old.at).total_seconds() / 86400)),
        "names the old": float(any(one.value == found.was.value for one in new.values)),
        "denies": float(any(one.denied for one in new.values)),
    }  # fmt: skip
    told = max(out["new sign"], out["new change"], out["new revision"], out["denies"], out["names the old"])
    out["told"] = told
    exact = 1.0 - max(out["name"], out["number"], out["choice"])
    out["same but for exact"] = exact * out["same but for it"]
    out["said again exact"] = exact * out["said again"]
    out |= {f"untold {name}": (1 - told) * out[name] for name in _TOLD_OR_NOT}
    return {name: round(value, 4) for name, value in out.items() if value}


def _of_texts(old: str, new: str, words: Words, more: ChangeWords) -> dict[str, float]:
    return {
        **{f"new {name}": value for name, value in _cues(new, words, more).items()},
        **{f"old {name}": value for name, value in _cues(old, words, more).items() if name in ("unsettled", "past", "beside", "asks")},
        **{name: _cues(new, words, more)[name] for name in ("past", "acted", "hearsay")},
    }  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _cues(text: str, words: Words, more: ChangeWords) -> dict[str, float]:
    """What a sentence tells about how it is meant."""
    patterns = patterns_of(words)
    plain = re.sub(more.sign, " ", patterns.innocent.sub(" ", text), flags=re.IGNORECASE)
    searched = {
        "sign": (more.sign, text), "unsettled": (more.unsettled, plain), "beside": (more.beside, plain),
        "past": (more.over, plain), "reason": (more.reason, text), "trouble": (more.trouble, text), "hearsay": (more.hearsay, plain),
        "amends": (more.amends, text), "asks": (r"\?", text), "condition": (more.condition, plain),
    }  # fmt: skip
    found = {name: float(re.search(what, where, re.IGNORECASE) is not None) for name, (what, where) in searched.items()}
    found["change"] = float(patterns.change.search(text) is not None)
    strong = re.sub(more.weak, " ", text, flags=re.IGNORECASE)
    found["revision"] = float(patterns.revision.search(strong) is not None)
    found["weak"] = float(re.search(more.weak, text, re.IGNORECASE) is not None)
    found["acted"] = float(any(_is_past(match["verb"], words, more) for match in re.finditer(more.acted, plain)))
    return found


def _is_past(verb: str, words: Words, more: ChangeWords) -> bool:
    return (verb.endswith("ed") and len(verb) > 4) or words.forms.get(verb, verb) != verb or verb in more.past_forms


def _of_kind(found: Change, words: Words) -> dict[str, float]:
    first, _, unit = found.predicate.partition(" ")
    kind = "price" if unit in words.prices else first
    kinds = ("day", "time", "place", "number", "price", "code", "name", "choice", "status")
    return {one: float(one == kind) for one in kinds}


def _of_thing(old: Heard, new: Heard, found: Change, words: Words) -> dict[str, float]:
    """How well both name one thing."""
    shared = [one for one in new.tokens if found.now_about[0] <= one.start < found.now_about[1]]
    whole = [one for one in old.tokens if found.was_about[0] <= one.start < found.was_about[1]]
    ends = [_at_end(said, about) for said, about in ((old, found.was_about), (new, found.now_about))]
    first = new.tokens.index(shared[0])
    return {
        "one word": float(len(shared) == 1), "three words": float(len(shared) > 2), "left out": float(len(whole) > len(shared)),
        "old goes on": float(goes_on(old, ends[0])), "new goes on": float(goes_on(new, ends[1])),
        "named": float(new.text[shared[0].start].isupper() and first > 0), "new begins before": float(not shared[0].starts),
        "names another": float(len(whole) == 1 and all(any(run.last - run.first > 1 for run in runs(said)) for said in (old, new))),
        "described": float(described(new, first, words)), "thing first": float(first == 0),
    }  # fmt: skip


def _at_end(said: Heard, about: tuple[int, int]) -> int:
    return sum(one.start < about[1] for one in said.tokens)


def _of_likeness(was: list[str], now: list[str], words: Words, more: ChangeWords) -> dict[str, float]:
    """How alike both are built, and what else they differ in."""
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    upto = max(n for n, word in enumerate(now) if word in ("\x01", "\x02"))
    contrast, before = False, 0
    for what, i, i_end, j, j_end in matcher.get_opcodes():
        gone, come = (_telling(part, words, more) for part in (was[i:i_end], now[j:j_end]))
        contrast = contrast or (what == "replace" and bool(gone and come))
        before += len(come) if what != "equal" and j <= upto else 0
    mine, theirs = ({part_of(one, words) for one in _telling(side, words, more)} for side in (now, was))
    alike, again = matcher.ratio(), mine & theirs
    governing = [_governing(side, words, more) for side in (was, now)]
    return {
        "said again": float(not theirs - mine) * math.log1p(len(again)), "same verb": float(bool(governing[0]) and governing[0] == governing[1]),
        "other verb": float(bool(governing[1]) and governing[0] != governing[1]), "no verb": float(not governing[1]),
        "alike": alike, "very alike": float(alike >= 0.7), "same but for it": float(alike > 0.999),
        "contrast": float(contrast and alike >= 0.5), "extra": math.log1p(len(mine - theirs)), "extra before": math.log1p(before),
        "missing": math.log1p(len(theirs - mine)), "shared": math.log1p(len(mine & theirs)),
    }  # fmt: skip


def _governing(said: Sequence[str], words: Words, more: ChangeWords) -> str:
    """The telling word nearest before the value, or else right behind it."""
    place = said.index("\x02")
    told = _telling(said[:place], words, more)[-1:] or _telling(said[place + 1 : place + 3], words, more)[:1]
    return part_of(told[0], words) if told else ""


def _of_place(old: Heard, new: Heard, found: Change, words: Words, more: ChangeWords) -> dict[str, float]:
    """Where the value stands, and what stands between it and the thing."""
    lead = [_lead(said, value.start, more) for said, value in ((old, found.was), (new, found.now))]
    between = new.text[min(found.now_about[1], found.now.end) : max(found.now_about[0], found.now.start)]
    bounding = [float(re.match(more.bounding, one, re.IGNORECASE) is not None) for one in lead]
    return {
        "same lead": float(lead[0] == lead[1]), "bounding": float(bounding[1] > bounding[0]),
        "aside": float(re.search(more.adjunct, new.text[: found.now_about[0]], re.IGNORECASE) is not None),
        "other part": float(_other_part(old, new, found, words, more)),
        "own": float(own(new, found.now, more)), "old own": float(own(old, found.was, more)),
        "other day": float(_other_day(old, new, found, words)),
        "state": float(patterns_of(words).state.search(between) is not None),
        "value first": float(found.now.start < found.now_about[0]),
        "same clause": float(clause_start(new, found.now.start) == clause_start(new, found.now_about[0])),
        "other values": float(sum(one.kind not in ("choice", found.now.kind) for one in new.values)),
        "rivals": float(sum(one.kind == found.now.kind and one.value not in (found.now.value, found.was.value) for one in new.values)),
        "old rivals": float(sum(one.kind == found.was.kind and one.value not in (found.now.value, found.was.value) for one in old.values)),
        "unit left out": float(found.was.kind != found.now.kind), "old denied": float(found.was.denied),
    }  # fmt: skip


def _lead(said: Heard, start: int, more: ChangeWords) -> str:
    """The small word right before a value, or the one that it begins with."""
    inside = said.text[start:].split()[:1]
    if inside and bare(inside[0]) and inside[0].casefold() in more.leads:
        return inside[0].casefold()
    preceded = [one for one in re.findall(r"[\w']+", said.text[:start].casefold()) if one not in ("the", "a", "our")]
    return preceded[-1] if preceded else ""


def _other_part(old: Heard, new: Heard, found: Change, words: Words, more: ChangeWords) -> bool:
    """Whether the newer sentence is about something that only has to do with the thing: "the parking at"."""
    told = new.text[: found.now_about[0]]
    before = re.sub(more.sign, lambda match: "0" * len(match[0]), told, flags=re.IGNORECASE)
    joined = re.search(more.joined + r"$", before, re.IGNORECASE)
    if joined is None or not is_content(joined["word"], words):
        return False
    part = part_of(joined["word"], words)
    if part in {token.stem for token in old.tokens} | stems_of(more.attributes, words):
        return False
    return not any(one.start <= joined.start("word") < one.end and one.value == found.now.value for one in new.values)


def _other_day(old: Heard, new: Heard, found: Change, words: Words) -> bool:
    if found.predicate == "day":
        return False
    days = [{one.value for one in said.values if one.kind == "day"} for said in (old, new)]
    if days[0] and days[1]:
        return days[0] != days[1]
    near = words.times.days.keys()
    relative = any({bare(one) for one in WORD.findall(said.text)} & near for said in (old, new))
    return relative and old.at.date() != new.at.date()


def _marked(said: Heard, about: tuple[int, int], value: object) -> list[str]:
    """The words of a sentence, its thing and its value each as one mark."""
    start, end = value.start, value.end  # type: ignore[attr-defined]
    out: list[str] = []
    for match in WORD.finditer(said.text):
        inside = about[0] <= match.start() < about[1]
        mark = "\x01" if inside else "\x02" if start <= match.start() < end else bare(match[0])
        if mark not in _ARTICLES and not (mark in "\x01\x02" and out and out[-1] == mark):
            out.append(mark)
    return out


def _telling(part: Sequence[str], words: Words, more: ChangeWords) -> list[str]:
    light = stems_of(words.light, words)
    told = [
        one
        for one in part
        if one not in ("\x01", "\x02") and is_content(one, words) and part_of(one, words) not in light
    ]
    return [one for one in told if not re.fullmatch(f"(?:{more.sign}|{words.revision})", one, re.IGNORECASE)]
