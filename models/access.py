"""What a program offers to screen readers: the caller's side. The tree is walked in a worker (`models.access_engine`)."""

from dataclasses import dataclass

from models.host import WorkerHost

_BEYOND_BUDGET_S = 10.0  # to start the worker and for its way back; the walk itself ends with its budget


@dataclass(frozen=True, slots=True)
class AccessText:
    """The text that a window shows. Lines are (text, x, y, width, height), in pixels of the desktop.

    `url` is the address of the page that it shows, empty for none. `whole`: the walk got through; when it did not, there
    are no lines, since half a window looks like a window from which things have vanished.
    """

    lines: tuple[tuple[str, int, int, int, int], ...]
    url: str
    whole: bool


class AccessClient:
    """Asks the accessibility worker. Any thread may."""

    def __init__(self, host: WorkerHost) -> None:
        self._host = host

    def text(self, pid: int, title: str, *, budget_ms: int = 200) -> AccessText | None:
        """The text of the window of a process that bears this title or is the active one.

        None when there is no accessibility bus, the program does not speak there, or shows no such window. No bus and no
        service is started by asking. Raises WorkerFailed.
        """
        params = {"pid": pid, "title": title, "budget_ms": budget_ms}
        result, _ = self._host.call("access", "text", params, timeout_s=budget_ms / 1000 + _BEYOND_BUDGET_S)
        found = result["found"]
        if found is None:
            return None
        lines = tuple(
            (str(text), int(x), int(y), int(width), int(height)) for text, x, y, width, height in found["lines"]
        )
        return AccessText(lines, str(found["url"]), bool(found["whole"]))
