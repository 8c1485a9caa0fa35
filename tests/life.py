"""A plain model of what must be in a memory, for random lives of one: what was put in, what was taken out, what is only hidden."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.records import Selection


@dataclass(frozen=True)
class Thing:
    """One moment as it was put in. `number` is that of its picture or message; `word` stands in its text once it is `read`."""

    id: str
    at: datetime
    number: int
    word: str
    shade: int = 0
    app: str = ""
    site: str = ""
    thread: str = ""
    source: str = ""
    source_id: str = ""
    picture: bool = False
    read: bool = True
    pinned: bool = False

    def meant(self, selection: Selection) -> bool:
        """Whether a selection takes it."""
        if selection.everything:
            return True
        if selection.ids:
            return self.id in selection.ids
        return all((
            selection.since is None or self.at >= selection.since,
            selection.until is None or self.at < selection.until,
            selection.app is None or self.app.casefold() == selection.app.casefold(),
            selection.site is None or self.site == selection.site or self.site.endswith("." + selection.site),
            selection.thread is None or self.thread == selection.thread,
            selection.source is None or self.source == selection.source,
            selection.matching is None or (self.read and self.word == selection.matching),
        ))  # fmt: skip


@dataclass
class Life:
    """What must be in a memory now."""

    visible: dict[str, Thing] = field(default_factory=dict)
    hidden: dict[str, list[Thing]] = field(default_factory=dict)  # by receipt
    gone_ids: set[str] = field(default_factory=set)
    gone_sources: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    without_picture: set[str] = field(default_factory=set)  # retention may have taken it
    kept: "Life | None" = None  # what the backup holds

    def add(self, things: Iterable[Thing]) -> None:
        for one in things:
            self.visible[one.id] = one
            if one.word not in self.words:
                self.words.append(one.word)

    def all_read(self) -> None:
        self.visible = {one.id: replace(one, read=True) for one in self.visible.values()}

    def takes(self, source_id: str) -> bool:
        """Whether an import brings this message: it is not there, not hidden, and was not forgotten."""
        there = [*self.visible.values(), *(one for held in self.hidden.values() for one in held)]
        return source_id not in self.gone_sources and all(one.source_id != source_id for one in there)

    def forget(self, selection: Selection, receipt: str | None) -> list[Thing]:
        """Take out what is meant; with a receipt it can come back."""
        meant = [one for one in self.visible.values() if one.meant(selection)]
        for one in meant:
            del self.visible[one.id]
        if receipt is None:
            self._bury(meant)
        else:
            self.hidden[receipt] = meant
        return meant

    def undo(self, receipt: str) -> None:
        for one in self.hidden.pop(receipt):
            self.visible[one.id] = one

    def finish(self) -> None:
        """What was hidden is gone for good."""
        for held in self.hidden.values():
            self._bury(held)
        self.hidden.clear()

    def _bury(self, things: Iterable[Thing]) -> None:
        for one in things:
            self.gone_ids.add(one.id)
            if one.source_id:
                self.gone_sources.add(one.source_id)

    def back_up(self) -> None:
        self.kept = Life(dict(self.visible), dict(self.hidden), without_picture=set(self.without_picture))

    def restore(self) -> None:
        """What the backup held, without what was forgotten since; what was hidden in it is hidden again, for as long as it was to be."""
        assert self.kept is not None
        self.hidden = dict(self.kept.hidden)
        self.visible = {one.id: one for one in self.kept.visible.values() if one.id not in self.gone_ids}
        self.without_picture = set(self.kept.without_picture)

    def showing(self, word: str) -> set[str]:
        """Ids of the moments in whose text a word stands."""
        return {one.id for one in self.visible.values() if one.word == word and one.read}
