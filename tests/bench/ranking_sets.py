"""The sets that ranking is learnt from and measured on, each question with the signals of its candidates, by the real search."""

import itertools
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app import demo
from app.demo.questions import evidence
from app.demo.script import fill_dates
from app.demo_memory import fill_demo
from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from app.recall.search import Asked
from app.records import Filters
from app.store import sightings
from app.zone import zone_name
from tests.bench.learning import Row

LAST_DAY = date(2026, 11, 15)
TURNS = 6
UNANSWERABLE = frozenset({"5", "abstention", "unanswerable"})


def demo_week(models: Models, cache: Path, story: str, folds: int, *, further: bool = False) -> list[Row]:
    """The questions about a demo week, or `further` ones about the first. Its memory is made once and kept in `cache`.

    Questions that rest on the same words are left out together.
    """
    kept = cache / f"week{story}.ids.json"
    with Kept(models, cache, f"week{story}") as memory:
        if not kept.exists():
            kept.write_text(json.dumps(fill_demo(memory, story=story, last_day=LAST_DAY)["ids"]))
        ids = json.loads(kept.read_text())
        asked = _further() if further else demo.questions(story, last_day=LAST_DAY)  # type: ignore[arg-type]
        rows = [
            {
                "question": one.question,
                "category": one.style,
                "evidence": [ids[key] for key in one.evidence],
                "rests_on": " ".join(one.needles) or one.question,
            }
            for one in asked
        ]
        return list(_rows(memory, rows, folds, by_moment_id=True))


def _further() -> list[demo.Question]:
    week = list(demo.week(story="a", last_day=LAST_DAY))
    lines = fill_dates(
        (Path(__file__).with_name("obscure_questions_a.jsonl")).read_text("utf-8"), LAST_DAY
    ).splitlines()
    out = []
    for line in lines:
        held = json.loads(line)
        needles = tuple(held.pop("needle").split(" || "))
        out.append(demo.Question(**held, needles=needles, evidence=evidence(needles, week)))
    return out


def messages(models: Models, cache: Path, folder: Path, folds: int) -> list[Row]:
    """The questions of a folder with messages.jsonl and questions.jsonl. Its memory is made once and kept in `cache`."""
    with Kept(models, cache, folder.name) as memory:
        memory.import_messages(folder / "messages.jsonl", wait=True)
        rows = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
        return list(_rows(memory, rows, folds, by_moment_id=False))


def made_longer(cache: Path, folder: Path) -> Path:
    """The same conversations with six turns in one message: what lifts short messages must not ruin these."""
    out = cache / f"{folder.name}-long"
    if (out / "questions.jsonl").exists():
        return out
    out.mkdir(parents=True, exist_ok=True)
    said = [json.loads(line) for line in (folder / "messages.jsonl").open(encoding="utf-8")]
    where: dict[str, str] = {}
    lines = []
    for _, held in itertools.groupby(said, key=lambda one: (one["thread"], one["id"].rsplit(":", 1)[0])):
        for turns in _batched(held):
            text = "\n".join(f"{one['author']}: {one['text']}" if n else one["text"] for n, one in enumerate(turns))
            lines.append(json.dumps({**turns[0], "id": turns[0]["id"] + "-long", "text": text}))
            where |= {one["id"]: turns[0]["id"] + "-long" for one in turns}
    (out / "messages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    moved = [{**one, "evidence": sorted({where[held] for held in one["evidence"]})} for one in asked]
    (out / "questions.jsonl").write_text("".join(json.dumps(one) + "\n" for one in moved), encoding="utf-8")
    return out


def _batched(held: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    while turns := tuple(itertools.islice(held, TURNS)):
        yield turns


class Kept:
    """A memory under `cache`, made when it is not there, closed at the end."""

    def __init__(self, models: Models, cache: Path, name: str) -> None:
        self._models, self._places = models, Places(cache / name, cache / f"{name}.key")

    def __enter__(self) -> Memory:
        if not self._places.home.exists():
            initialise(self._places)
        self._open = Memory.open(self._places, models=self._models)
        return self._open

    def __exit__(self, *failure: object) -> None:
        self._open.close()


def _rows(memory: Memory, rows: list[dict[str, Any]], folds: int, *, by_moment_id: bool) -> Iterator[Row]:
    searcher, now, zone = memory._search(), datetime.now(UTC), zone_name()
    threads = {row["thread"] for row in rows if "thread" in row}
    asked = [Asked(row["question"], Filters(thread=row.get("thread"))) for row in rows]
    understood = [searcher.understood(one, now=now, zone=zone) for one in asked]
    searcher.prepare([one.words or row["question"] for one, row in zip(understood, rows, strict=True)], keep=len(rows))
    for row, one, meant in zip(rows, asked, understood, strict=True):
        together = row.get("rests_on", row["question"]).encode()
        fold = row["thread"] if len(threads) > 1 else f"part {zlib.crc32(together) % folds}"
        looked = searcher.look(one, meant)
        if looked is None or looked.judgeable is None:
            raise RuntimeError("the embedder did not answer")
        time_fit = None if looked.time_fit is None else looked.time_fit[looked.chosen]
        ids = looked.found.ids[looked.chosen].tolist()
        within = [] if time_fit is None else [one for n, one in enumerate(ids) if time_fit[n] == 1]
        shown_in = sightings.visible(searcher.store, within, meant.filters) if within else {}
        shown_in |= sightings.visible(searcher.store, [n for n in ids if n not in set(within)], one.filters)
        shown = [shown_in.get(passage) for passage in ids]
        moments = tuple("" if s is None else s.moment.id if by_moment_id else s.moment.source_id for s in shown)
        yield Row(
            question=row["question"], fold=fold, category=str(row["category"]),
            answerable=str(row["category"]) not in UNANSWERABLE, each=not by_moment_id, gold=frozenset(row["evidence"]),
            moments=moments, signals=looked.judgeable, time_fit=time_fit,
        )  # fmt: skip
