"""The questions about the demo week, with the moments that answer them. Reads the frozen files; ranks nothing."""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Literal

from app.demo.script import DemoMoment, Story, fill_dates, week, yesterday

Style = Literal["same_words", "other_words", "unanswerable"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer, and the keys of every moment of the week in which the answer can be read.

    `needles` are the words that give the answer away: a line that holds one of them is evidence. Both are empty where
    the week holds no answer. `style` says whether the question shares words with its evidence.
    """

    question: str
    answer: str
    evidence: tuple[str, ...]
    style: Style
    kind: str
    needles: tuple[str, ...]


def questions(story: Story = "a", *, last_day: date | None = None) -> list[Question]:
    """All questions of a story, in their written order. Weekday words fit the week that ends on `last_day`."""
    last = last_day or yesterday()
    moments = list(week(story=story, last_day=last))
    text = files("app.demo").joinpath(f"questions_{story}.jsonl").read_text("utf-8")
    return [_question(json.loads(fill_dates(line, last)), moments) for line in text.splitlines()]


def evidence(needles: tuple[str, ...], moments: list[DemoMoment]) -> tuple[str, ...]:
    """Keys of the moments with a line that holds one of the needles."""
    return tuple(m.key for m in moments if any(needle in line for needle in needles for line in m.lines))


def _question(record: dict[str, str], moments: list[DemoMoment]) -> Question:
    needles = tuple(record["needle"].split(" || ")) if record["needle"] else ()
    style: Style = "unanswerable"
    if needles:
        style = "same_words" if record["style"] == "same_words" else "other_words"
    return Question(record["question"], record["answer"], evidence(needles, moments), style, record["kind"], needles)
