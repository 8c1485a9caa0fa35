"""Asking a chat model: the caller's side. The model runs in the chat worker (`models.chat_engine`)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from models.host import WorkerFailed, WorkerHost

TIMEOUT_S = 600.0


class ChatClient:
    """A GGUF file behind the chat worker, one conversation at a time."""

    def __init__(self, host: WorkerHost, *, path: Path | None, context_tokens: int = 4096) -> None:
        """`path`: None when no model is set. `context_tokens`: prompt and answer together."""
        self._host = host
        self._path = path.expanduser().resolve() if path else None
        self._context_tokens = context_tokens

    @property
    def context_tokens(self) -> int:
        return self._context_tokens

    def available(self) -> bool:
        """Whether a model is set and its file is there; it may still prove broken."""
        return self._path is not None and self._path.is_file()

    def identity(self) -> dict[str, Any]:
        """What tells this model from another: its file as it is now, and how much it reads at once. Raises WorkerFailed."""
        return self._params()

    def ready(self) -> bool:
        """Whether the worker is up with a model loaded."""
        return self._host.ready("chat")

    def warm(self) -> None:
        """Start loading the model without waiting for it; does nothing when its file is not there."""
        if self.available():
            self._host.post("chat", "load", self._params())

    def forget(self) -> None:
        """Let the worker drop its last prompt and answer: something in them was forgotten."""
        if self._host.states().get("chat", {}).get("alive"):
            self._host.call("chat", "forget", {})

    def count(self, text: str) -> int:
        """How many tokens a text has for this model. Raises WorkerFailed."""
        result, _ = self._host.call("chat", "count", {**self._params(), "text": text})
        return int(result["tokens"])

    def generate(
        self,
        messages: Sequence[dict[str, str]],
        *,
        max_tokens: int = 400,
        on_text: Callable[[str], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        schema: dict[str, Any] | None = None,
    ) -> str:
        """The answer to `messages` ({"role", "content"}, role "system", "user" or "assistant"), without its thinking.

        `on_text` is given each piece as it comes. When `cancelled` turns true it ends within 200 ms with what there is.
        With a JSON `schema` the answer follows it, unless `max_tokens` cut it off. What does not fit into the context is
        dropped from the longest message. Raises WorkerFailed.
        """
        said: list[str] = []
        params = {**self._params(), "messages": list(messages), "max_tokens": max_tokens, "schema": schema}
        for piece in self._host.stream("chat", "generate", params, cancelled=cancelled, timeout_s=TIMEOUT_S):
            if text := piece.get("text"):
                said.append(text)
                if on_text:
                    on_text(text)
        return "".join(said).rstrip()

    def _params(self) -> dict[str, Any]:
        if self._path is None or not self._path.is_file():
            raise WorkerFailed("model_missing", kind="chat", name=self._path.name if self._path else "")
        stat = self._path.stat()
        file = {"path": str(self._path), "size": stat.st_size, "changed_ns": stat.st_mtime_ns}
        return {"file": file, "context_tokens": self._context_tokens}
