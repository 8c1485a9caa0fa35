"""What was forgotten, here or by another process, stands nowhere in the window any more. Knows neither pages nor pictures."""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, Slot

from ui.tasks import Core


class Shows(Protocol):
    """A part of the window that shows moments which it does not look up again by itself."""

    def shown_ids(self) -> set[str]:
        """The moments that stand there."""
        ...

    def take_away(self, gone: frozenset[str]) -> None:
        """Show none of these: they were forgotten."""
        ...


class Gone(QObject):
    """Asks which of the moments that stand in the window's parts were forgotten, and has none of them show those."""

    def __init__(self, core: Core, parts: Callable[[], Iterable[Shows]], parent: QObject) -> None:
        super().__init__(parent)
        self._core, self._parts = core, parts

    @Slot()
    def look(self) -> None:
        """Ask now."""
        shown = frozenset[str]().union(*(part.shown_ids() for part in self._parts()))
        self._core.read(self, "gone", lambda memory, _: memory.gone(shown), self._take_away)

    def _take_away(self, gone: frozenset[str]) -> None:
        if gone:
            for part in self._parts():
                part.take_away(gone)
