"""How a command ended, and the messages that the tests of the command line import. Starts nothing when imported."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MESSAGES = [
    {"id": "m1", "thread": "garden", "time": "2026-11-18T09:00:00Z", "author": "Ana", "text": "The seed swap is at the bakery."},
    {"id": "m2", "thread": "garden", "time": "2026-11-19T09:00:00Z", "author": "Bo", "text": "I will bring the wheelbarrow."},
    {"id": "m3", "thread": "work", "time": "2026-11-19T10:00:00Z", "author": "Cy", "text": "The deploy failed on node k7."},
]  # fmt: skip


@dataclass
class Ran:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]
