"""The models that a program shares: one host of worker processes and the clients over it. Built in the two `__main__` files."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.paths import Places
from app.settings import Settings
from models.access import AccessClient
from models.chat import ChatClient
from models.embed import EmbedClient
from models.host import WorkerEvent, WorkerFailed, WorkerHost
from models.ocr import OcrClient

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
    host = WorkerHost(log_folder=places.logs if places.logs.is_dir() else None, on_event=on_event)
    return Models(
        host,
        OcrClient(host, engine=settings.engine, languages=settings.languages),
        EmbedClient(host, model=settings.embed_model),
        ChatClient(host, path=Path(settings.chat_path).expanduser() if settings.chat_path else None),
        AccessClient(host),
    )
