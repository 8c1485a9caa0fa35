"""Asking a chat model: the caller's side. The model runs in the chat worker (`models.chat_engine`)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from models.host import WorkerFailed, WorkerHost

TIMEOUT_S = 600.0


class ChatClient:
    """A GGUF file behind the chat worker, one conversation at a time."""

    def __init__(
        self,
        host: WorkerHost,
        *,
        path: Path | None,
        context_tokens: int = 4096,
        lora: Path | None = None,
        projector: Path | None = None,
    ) -> None:
        """`path`: None when no model is set. `context_tokens`: prompt and answer together. `lora`: an adapter for this model (GGUF).

        `projector`: what lets the model see pictures (GGUF); without one, the file beside the model is taken that is named as such.
        """
        self._host = host
        self._path = path.expanduser().resolve() if path else None
        self._context_tokens = context_tokens
        self._lora = lora.expanduser().resolve() if lora else None
        self._projector = projector.expanduser().resolve() if projector else None

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
        on_figures: Callable[[dict[str, Any]], None] | None = None,
        pictures: Sequence[tuple[int, int, bytes]] = (),
    ) -> str:
        """The answer to `messages` ({"role", "content"}, role "system", "user" or "assistant"), without its thinking.

        `on_text` is given each piece as it comes. When `cancelled` turns true it ends within 200 ms with what there is.
        With a JSON `schema` the answer follows it, unless `max_tokens` cut it off. What does not fit into the context is
        dropped from the longest message. `on_figures` hears at the end {"tokens", "prompt_tokens", "reused_tokens", "cancelled"},
        unless it was cancelled before. `pictures` (width, height, rgb by rows) stand before the last message, for a model that has a
        projector. Raises WorkerFailed.
        """
        said: list[str] = []
        params = {**self._params(), "messages": list(messages), "max_tokens": max_tokens, "schema": schema,
                  "pictures": [picture[:2] for picture in pictures]}  # fmt: skip
        blobs = [rgb for _, _, rgb in pictures]
        for piece in self._host.stream("chat", "generate", params, blobs, cancelled=cancelled, timeout_s=TIMEOUT_S):
            if text := piece.get("text"):
                said.append(text)
                if on_text:
                    on_text(text)
            elif on_figures and "tokens" in piece:
                on_figures(piece)
        return "".join(said).rstrip()

    def _params(self) -> dict[str, Any]:
        if self._path is None or not self._path.is_file():
            raise WorkerFailed("model_missing", kind="chat", name=self._path.name if self._path else "")
        projector = self._projector or projector_beside(self._path)
        return {
            "file": _file(self._path),
            "context_tokens": self._context_tokens,
            "lora": _file(self._lora) if self._lora else None,
            "projector": _file(projector) if projector else None,
        }


def projector_beside(path: Path) -> Path | None:
    """The projector of pictures (`mmproj...gguf`) of a model, in its folder: the one with its name, or the only one of the only model."""
    try:
        names = sorted(one for one in path.parent.iterdir() if one.suffix.lower() == ".gguf")
    except OSError:
        return None
    found = [one for one in names if "mmproj" in one.name.lower()]
    own = [one for one in found if path.stem.lower() in one.name.lower()]
    alone = len(names) - len(found) == 1 and len(found) == 1
    return own[0] if own else found[0] if alone and found[0] != path else None


def _file(path: Path) -> dict[str, Any]:
    try:
        stat = path.stat()
    except OSError:
        raise WorkerFailed("model_missing", kind="chat", name=path.name) from None
    return {"path": str(path), "size": stat.st_size, "changed_ns": stat.st_mtime_ns}
