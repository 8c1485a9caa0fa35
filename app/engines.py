"""The models that a program shares: one host of worker processes and the clients over it. Built in the two `__main__` files."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.paths import Places
from app.settings import Settings
from models.access import AccessClient
from models.chat import ChatClient
from models.embed import EmbedClient
from models.host import WorkerEvent, WorkerFailed, WorkerHost
from models.ocr import OcrClient
from models.remote_chat import RemoteChat
from models.rerank import RerankClient

# What a worker's failure looks like to the rooms that use models without knowing them.
FAILURES: tuple[type[Exception], ...] = (WorkerFailed,)


@dataclass(frozen=True, slots=True)
class Models:
    """Clients that any thread may use; `close` ends the worker processes. Any of them may be a stand-in of the same shape."""

    host: WorkerHost | None
    ocr: Any
    embed: Any
    chat: Any
    access: Any = None
    other_embed: Callable[[str], Any] | None = None  # the embedder of a setting, for one that still serves
    rerank: Any = None

    def close(self) -> None:
        if self.host is not None:
            self.host.close()

    def forget(self) -> None:
        """Let the workers drop what they remember of earlier work: something was forgotten. One that fails has lost it anyway."""
        for model in (self.ocr, self.chat):
            if model is not None:
                with contextlib.suppress(*FAILURES):
                    model.forget()

    def states(self) -> dict[str, dict[str, Any]]:
        """What each worker process is and costs, by kind."""
        return {} if self.host is None else self.host.states()


def build_models(
    places: Places, settings: Settings, *, on_event: Callable[[WorkerEvent], None] | None = None
) -> Models:
    """The real models as the settings name them. No process starts before it is needed."""
    logs = places.logs if places.logs.is_dir() else None
    host = WorkerHost(log_folder=logs, idle_s_of={"chat": 60.0 * settings.chat_idle_min}, on_event=on_event)
    return Models(
        host,
        OcrClient(host, engine=settings.engine, languages=settings.languages),
        EmbedClient(host, model=settings.embed_model),
        chat_of(host, settings),
        AccessClient(host),
        other_embed=cache(lambda setting: EmbedClient(host, model=setting)),
        rerank=RerankClient(host, model=settings.rerank_model) if settings.rerank_model else None,
    )


def chat_of(host: WorkerHost, settings: Settings) -> ChatClient | RemoteChat:
    """The chat model that the settings name: a server's where one is set, else that of a file."""
    if settings.chat_server:
        return RemoteChat(
            settings.chat_server, allowed=settings.chat_server_allowed, model=settings.chat_server_model,
            context_tokens=settings.chat_context_tokens,
        )  # fmt: skip
    return ChatClient(
        host, path=_file(settings.chat_path), context_tokens=settings.chat_context_tokens, lora=_file(settings.chat_lora),
        projector=_file(settings.chat_projector),
    )  # fmt: skip


def _file(setting: str) -> Path | None:
    return Path(setting).expanduser() if setting else None
