"""How good the answers are that need no model: do they contain the gold answer, do they cite its evidence, do they refuse what memory
does not hold? Beside "the first sentence of the first hit".

    python -m tests.bench.answers [--week a] [--week b] [--messages DIR]... [--cache DIR] [--each FILE]

DIR holds messages.jsonl and questions.jsonl ({"question","thread","category","answer","evidence"}). Prints per cent. Week b is for checking
only: nothing is tuned on it.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from app import demo
from app.answer import extractive, reading
from app.answer.ask import Asking, ask
from app.answer.weighing import LEAST_BY_SEARCH
from app.demo_memory import fill_demo
from app.engines import Models, build_models
from app.memory import Memory
from app.paths import Places
from app.recall.search import Asked
from app.records import Answer, Filters
from app.settings import Settings
from app.zone import zone_name
from tests.bench import grading
from tests.bench.grading import Graded
from tests.bench.learning import auroc
from tests.bench.ranking_sets import LAST_DAY, UNANSWERABLE, Kept

FIRST_SENTENCE = "first sentence of the first hit"
OURS = "as it answers"


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with what it ought to be answered; `evidence` are public ids or, of messages, their own."""

    question: str
    filters: Filters
    category: str
    answer: str
    evidence: frozenset[str]
    needles: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        return self.category not in UNANSWERABLE


def of_week(memory: Memory, kept: Path, story: str) -> list[Gold]:
    """The questions about a demo week, whose memory is filled where it is not; `kept` holds its ids."""
    if not kept.exists():
        kept.write_text(json.dumps(fill_demo(memory, story=story, last_day=LAST_DAY)["ids"]))
    ids = json.loads(kept.read_text())
    return [
        Gold(one.question, Filters(), one.style, one.answer, frozenset(ids[key] for key in one.evidence), one.needles)
        for one in demo.questions(story, last_day=LAST_DAY)  # type: ignore[arg-type]
    ]


def of_messages(memory: Memory, folder: Path) -> list[Gold]:
    """The questions of a folder, whose messages are imported where they are not; those without a gold answer only where they can have none."""
    memory.import_messages(folder / "messages.jsonl", wait=True)
    rows = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    golds = [
        Gold(
            row["question"],
            Filters(thread=row["thread"]),
            str(row["category"]),
            str(row.get("answer") or ""),
            frozenset(row["evidence"]),
        )
        for row in rows
    ]
    return [one for one in golds if one.answer or not one.answerable]


def answered(memory: Memory, golds: Sequence[Gold]) -> Iterator[Answer]:
    """The answers without a model, in order; the questions are embedded together."""
    searcher, now, zone = memory._search(), datetime.now(UTC), zone_name()
    asked = [searcher.understood(Asked(one.question, one.filters), now=now, zone=zone).words for one in golds]
    searcher.prepare([words or one.question for words, one in zip(asked, golds, strict=True)], keep=len(golds))
    for one in golds:
        yield ask(searcher, None, Asking(one.question, one.filters, use_model=False), now=now, zone=zone)


def first_sentences(memory: Memory, golds: Sequence[Gold]) -> Iterator[Answer]:
    """The first sentence of the first hit, whatever it is; refused where search holds the question for unanswerable."""
    searched = memory.search_many(((one.question, one.filters) for one in golds), limit=8)
    for result in searched:
        sentences = reading.BORDER.split(result.hits[0].text)[:1] if result.hits else []
        cited = tuple(extractive.citation(1, result.hits[0], text) for text in sentences)
        mode: Any = "extractive" if result.answerable >= LEAST_BY_SEARCH and cited else "none"
        yield Answer(result.query, "".join(sentences), mode, cited, result.answerable, result.understood)


def graded(memory: Memory, gold: Gold, answer: Answer, *, by_moment_id: bool) -> Graded:
    """What an answer is worth against its gold one."""
    terms = memory._search().content_terms
    ids = [c.id if by_moment_id else memory.moment(c.id).moment.source_id for c in answer.citations]
    marked = " ".join(answer.text[start:end] for start, end in answer.marks) or answer.text
    wanted = grading.days_meant(gold.answer) if gold.answerable else None
    dated = None if wanted is None else grading.same_days(grading.days_said(marked), wanted)
    contains = bool(gold.answer) and (bool(dated) or grading.contains(answer.text, gold.answer, terms))
    line = marked_line(answer) if dated else grading.best_line(answer.text, gold.answer, terms)
    by_number = {f"[{c.n}]": one in gold.evidence for c, one in zip(answer.citations, ids, strict=True)}
    return Graded(
        category=gold.category, answerable=gold.answerable, refused=answer.mode == "none", likely=answer.answerable,
        contains=contains, quotes=grading.quotes(answer.text, gold.needles),
        shown=any(by_number.values()),
        proved=by_number.get(line.rsplit(" ", 1)[-1], len(by_number) == 1 and all(by_number.values())) if contains else None,
        right=float(np.mean([one in gold.evidence for one in ids])) if ids else None,
        f1=grading.f1(answer.text, gold.answer), f1_marked=grading.f1(marked, gold.answer), dated=dated,
    )  # fmt: skip


def marked_line(answer: Answer) -> str:
    """The line in which the first marked words stand, the first line where none are marked."""
    before = answer.text[: answer.marks[0][0]].count("\n") if answer.marks else 0
    return answer.text.splitlines()[before]


def table(rows: Sequence[Graded]) -> str:
    """A line of per cents for all questions and for each category."""
    lines = [f"{'':16} {'n':>4} contains line  shown proved right   F1 marked dates refused"]
    for category in ("", *sorted({one.category for one in rows if one.answerable})):
        of = [one for one in rows if one.answerable and category in ("", one.category)]
        said = [one for one in of if not one.refused]
        figures = [
            _mean([one.contains and not one.refused for one in of]), _mean([one.quotes and not one.refused for one in of]),
            _mean([one.shown for one in said]), _mean([one.proved for one in said if one.proved is not None]),
            _mean([one.right for one in said if one.right is not None]),
            _mean([one.f1 * (not one.refused) for one in of]), _mean([one.f1_marked * (not one.refused) for one in of]),
            _mean([one.dated for one in of if one.dated is not None]), _mean([one.refused for one in of]),
        ]  # fmt: skip
        lines.append(f"  {category or 'answerable':14} {len(of):4} " + " ".join(figures))
    none = [one for one in rows if not one.answerable]
    if none:
        likely, yes = np.array([one.likely for one in rows]), np.array([one.answerable for one in rows], np.bool_)
        share = _mean([one.refused for one in none])
        lines.append(f"  unanswerable   {len(none):4} refused {share}; AUROC of `answerable` {auroc(likely, yes):.3f}")
    return "\n".join(lines)


def _mean(values: Sequence[float | bool]) -> str:
    return f"{100 * float(np.mean(values)):6.1f}" if len(values) else "     -"


def measured(memory: Memory, name: str, golds: Sequence[Gold], each: Path | None, *, by_moment_id: bool) -> None:
    arms: dict[str, Callable[[Memory, Sequence[Gold]], Iterator[Answer]]] = {
        FIRST_SENTENCE: first_sentences,
        OURS: answered,
    }
    for arm, answers in arms.items():
        held = list(answers(memory, golds))
        rows = [
            graded(memory, gold, answer, by_moment_id=by_moment_id) for gold, answer in zip(golds, held, strict=True)
        ]
        print(f"{name}: {arm}\n{table(rows)}", flush=True)
        if each is not None and arm == OURS:
            with each.open("a", encoding="utf-8") as file:
                for gold, answer, row in zip(golds, held, rows, strict=True):
                    line = {
                        "set": name,
                        "question": gold.question,
                        "gold": gold.answer,
                        "answer": answer.text,
                        **asdict(row),
                    }
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")


def measure(models: Models, cache: Path, weeks: Sequence[str], folders: Sequence[Path], each: Path | None) -> None:
    for story in weeks:
        with Kept(models, cache, f"week{story}") as memory:
            golds = of_week(memory, cache / f"week{story}.ids.json", story)
            measured(memory, f"week {story}", golds, each, by_moment_id=True)
    for folder in folders:
        with Kept(models, cache, folder.name) as memory:
            measured(memory, folder.name, of_messages(memory, folder), each, by_moment_id=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--week", action="append", default=[], choices=("a", "b"))
    parser.add_argument("--messages", type=Path, action="append", default=[])
    parser.add_argument("--cache", type=Path, default=None, help="where the memories are kept for the next time")
    parser.add_argument("--each", type=Path, default=None, help="write a JSON line an answer there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache = given.cache or Path(folder)
        models = build_models(Places(cache / "none", None), Settings())
        try:
            measure(models, cache, given.week, given.messages, given.each)
        finally:
            models.close()


if __name__ == "__main__":
    main()
