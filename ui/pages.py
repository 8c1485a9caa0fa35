"""The pages of the window: the place of each in the rail, and each made when it is first needed, for making all delays the start."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, QTimer, Slot

from ui.page import Page

BETWEEN_LOADS_MS = 15
BETWEEN_PAGES_MS = 100  # making one takes as long as two frames


@dataclass(frozen=True, slots=True)
class Entry:
    """A page's entry in the rail. `label` is translated in the context "pages"; `keys` open it where it is not Ctrl and its number,
    and such a page stands at the foot of the rail. `load` loads its modules; those of `parts` can be loaded before it, to take less
    time at once.
    """

    key: str
    label: object
    icon: str
    load: Callable[[], type[Page]]
    keys: str = ""
    parts: tuple[str, ...] = ()

    def said(self) -> str:
        """The page's name in the user's language."""
        return QCoreApplication.translate("pages", str(self.label))


def _timeline() -> type[Page]:
    from ui.timeline import TimelinePage

    return TimelinePage


def _search() -> type[Page]:
    from ui.search import SearchPage

    return SearchPage


def _ask() -> type[Page]:
    from ui.ask import AskPage

    return AskPage


def _memories() -> type[Page]:
    from ui.memories import MemoriesPage

    return MemoriesPage


def _insights() -> type[Page]:
    from ui.insights import InsightsPage

    return InsightsPage


def _privacy() -> type[Page]:
    from ui.privacy import PrivacyPage

    return PrivacyPage


def _settings() -> type[Page]:
    from ui.settings import SettingsPage

    return SettingsPage


# A page more is a line and a loader more.
PAGES: tuple[Entry, ...] = (
    Entry("timeline", QT_TRANSLATE_NOOP("pages", "Timeline"), "timeline", _timeline),
    Entry("search", QT_TRANSLATE_NOOP("pages", "Search"), "search", _search, parts=("hits", "understood")),
    Entry("ask", QT_TRANSLATE_NOOP("pages", "Ask"), "ask", _ask, parts=("beside", "conversations", "evidence", "talk")),
    Entry(
        "memories",
        QT_TRANSLATE_NOOP("pages", "Memories"),
        "memories",
        _memories,
        parts=("occurrences", "belief", "graph_pane"),
    ),
    Entry(
        "insights",
        QT_TRANSLATE_NOOP("pages", "Insights"),
        "insights",
        _insights,
        parts=("bars", "insight_export", "insight_opening"),
    ),
    Entry("privacy", QT_TRANSLATE_NOOP("pages", "Privacy"), "eye", _privacy, parts=("picking",)),
    Entry(
        "settings",
        QT_TRANSLATE_NOOP("pages", "Settings"),
        "settings",
        _settings,
        "Ctrl+,",
        parts=("setting_group", "setting_models"),
    ),
)


def load_each() -> Iterator[str]:
    """Load the modules of all pages and of what stands in their place while the memory is locked, a few with each step, whose
    name is given."""
    for entry in PAGES:
        for part in entry.parts:
            import_module(f"ui.{part}")
            yield part
        entry.load()
        yield entry.key
    import_module("ui.first_run")
    yield "first run"


class Pages(Mapping[str, Page]):
    """The pages by their keys, in the order of the rail. One that is asked for and not there yet is made."""

    def __init__(self, make: Callable[[Entry], Page]) -> None:
        self._make = make
        self._made: dict[str, Page] = {}

    def __getitem__(self, key: str) -> Page:
        if key not in self._made:
            self._made[key] = self._make(next(entry for entry in PAGES if entry.key == key))
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter([entry.key for entry in PAGES])

    def __len__(self) -> int:
        return len(PAGES)

    def made(self) -> list[Page]:
        """The pages that are there."""
        return list(self._made.values())

    def make_one(self) -> bool:
        """Make one that is not there yet. False when none is left."""
        missing = next((key for key in self if key not in self._made), None)
        if missing is not None:
            self[missing]
        return missing is not None

    def clear(self) -> list[Page]:
        """Have all made anew, each when it is asked for; returns those that were there."""
        old = self.made()
        self._made.clear()
        return old


class Preparing(QObject):
    """Gets the pages ready while nobody waits: their modules a few at a time, then one page after the other.

    All of it in the GUI thread. Before Python 3.12 the table in which Shiboken looks up a class is not guarded: to define a class of
    Qt's in another thread, or to use one there for the first time, ends the program now and then while this thread paints.
    """

    def __init__(self, parent: QObject, pages: Pages, wanted: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._pages, self._wanted = pages, wanted
        self._loads = load_each()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Go on until all pages are there, or are not `wanted` any more."""
        self._timer.start(BETWEEN_LOADS_MS)

    @Slot()
    def _step(self) -> None:
        if next(self._loads, None) is None:
            self._timer.setInterval(BETWEEN_PAGES_MS)
            if not self._wanted() or not self._pages.make_one():
                self._timer.stop()
