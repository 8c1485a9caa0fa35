"""A short trial of a chat model: how soon and how fast it writes here, and what it says.

Nothing of a memory is used.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

MOST_TOKENS = 120
MESSAGES = [
    {"role": "system", "content": "Answer from the numbered evidence only, in one or two sentences, and name its number in [ ]."},
    {
        "role": "user",
        "content": "[1] Mail, Monday 9:40. Mara: The seed swap moves to the library, Thursday at six. Bring labels.\n"
        "[2] Calendar, Monday 9:52. Thursday 18:00 Seed swap.\n"
        "Where and when is the seed swap?",
    },
]  # fmt: skip


class Writer(Protocol):
    """A chat model, here or behind an address."""

    def count(self, text: str) -> int: ...
    def generate(
        self,
        messages: list[dict[str, str]],
        *,
        max_tokens: int,
        on_text: Callable[[str], None] | None,
        cancelled: Callable[[], bool],
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class Trial:
    """`loaded_s`: until the model was in memory; `first_s`: from the question to the first words; then tokens a second."""

    loaded_s: float
    first_s: float
    tokens: int
    tokens_a_second: float
    prompt_tokens: int
    answer: str

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def try_out(
    writer: Writer,
    *,
    on_text: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    now: Callable[[], float] = time.monotonic,
) -> Trial:
    """Load, ask, measure. Raises the writer's own errors."""
    began = now()
    prompt = sum(writer.count(one["content"]) for one in MESSAGES)
    loaded = now()
    heard: list[float] = []

    def hear(piece: str) -> None:
        heard.append(now())
        if on_text:
            on_text(piece)

    answer = writer.generate(MESSAGES, max_tokens=MOST_TOKENS, on_text=hear, cancelled=cancelled)
    tokens = writer.count(answer) if answer else 0
    first = heard[0] if heard else now()
    took = (heard[-1] - first) if len(heard) > 1 else 0.0
    speed = round((tokens - 1) / took, 1) if took > 0 and tokens > 1 else 0.0
    return Trial(round(loaded - began, 2), round(first - loaded, 2), tokens, speed, prompt, answer)
