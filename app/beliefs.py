"""All that the program believes about its user, in one place: reading it, its history and its proof, correcting and deleting it.

Everything that changes here can be taken back by `undo`, last first, but deleting: that is forgetting, with its receipt.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app.belief_records import Belief, Entry, Occurred, Proposal, Related
from app.consolidate import making
from app.errors import KnownError
from app.records import MadeMemory, Moment, Receipt, Selection
from app.store import believed, corrections, links, memories, proposals, shelves, webs
from app.store.db import Store, now_us
from app.store.vault import Vault


class Beliefs:
    """The memories of an open memory, to be read and corrected. `forget` is the way of forgetting that receipts come from, `finish`
    carries it on to its end."""

    def __init__(
        self, store: Store, forget: Callable[[Selection], Receipt], finish: Callable[[], object] = lambda: None
    ) -> None:
        self._store, self._forget, self._finish = store, forget, finish

    def show(self, id: str) -> Belief:  # noqa: A002 - the word of the command line
        """A memory with its history, also one that was called wrong. Raises KnownError no_such_memory."""
        return believed.belief(self._store, id)

    def linked(self, id: str, *, limit: int = 40) -> list[Related]:  # noqa: A002
        """The memories that are linked to one, in order of time, each with why. Raises KnownError no_such_memory."""
        return links.related(self._store, corrections.row(self._store, id, denied=True).id, limit=limit)

    def among(self, ids: Sequence[str]) -> list[tuple[str, str]]:
        """The pairs of these memories that are linked with each other, each once."""
        return webs.among(self._store, ids)

    def groups(self, ids: Sequence[str]) -> dict[str, str]:
        """The group of each of these memories."""
        return webs.groups(self._store, ids)

    def occurred(self, id: str) -> list[Occurred]:  # noqa: A002
        """The days on which a memory occurred, oldest first. Raises KnownError no_such_memory."""
        return webs.occurred(self._store, id)

    def at(self, when: datetime, kind: str | None = None, about: str | None = None) -> list[MadeMemory]:
        """What was believed at a time, newest first."""
        return believed.believed(self._store, when, kind, about)

    def counted(self, about: str = "") -> dict[str, int]:
        """How many memories there are by the groups of `app.store.shelves`, "everything" for all; `about` is a word of them."""
        return shelves.counted(self._store, about)

    def entries(self, group: str, about: str = "") -> list[Entry]:
        """The memories of a group as rows of a list, also those of the past."""
        return shelves.entries(self._store, group, about)

    def entry(self, id: str) -> Entry:  # noqa: A002
        """One memory as a row. Raises KnownError no_such_memory."""
        return shelves.entry(self._store, id)

    def proof(self, id: str) -> tuple[list[Moment], int]:  # noqa: A002
        """The first moments that a memory stands on, and how many there are in all. Raises KnownError no_such_memory."""
        return shelves.proof(self._store, id)

    # -- correcting

    def edit(self, id: str, *, title: str | None = None, text: str | None = None) -> MadeMemory:  # noqa: A002
        """Let a memory say this; it is not made anew any more. Raises KnownError no_such_memory, empty_edit."""
        corrections.edit(self._store, id, title=title, text=text)
        return self._after(id)

    def deny(self, id: str) -> None:  # noqa: A002
        """Say that a memory is wrong: it is shown no more and not made again. Raises KnownError no_such_memory."""
        corrections.deny(self._store, id)
        making.remake(self._store)

    def merge(self, into: str, other: str) -> MadeMemory:
        """Let two people, projects, places or things be one. Raises KnownError no_such_memory, not_mergeable."""
        corrections.merge(self._store, into, other)
        return self._after(into)

    def delete(self, *ids: str) -> Receipt:
        """Forget memories, and what was merged into them; they are not made again. Raises KnownError no_such_memory."""
        return self._forget(self.selection(*ids))

    def selection(self, *ids: str) -> Selection:
        """What is forgotten where these memories are: what was merged into them goes too. Raises KnownError no_such_memory."""
        chosen = [corrections.row(self._store, one, denied=True).public_id for one in ids]
        merged = [other for one in chosen for other in corrections.merged_into(self._store, one)]
        return Selection(ids=tuple(dict.fromkeys([*chosen, *merged])))

    def undo(self) -> list[str]:
        """Take back the last correction or decision. Returns the ids of the memories that it was about; empty when there is none."""
        with self._store.writing():
            at_us = max(corrections.last_us(self._store), proposals.last_us(self._store))
            if not at_us:
                return []
            decided = proposals.decided_at(self._store, at_us)
            ids = [*corrections.undo(self._store, at_us), *decided]
            proposals.undo(self._store, at_us)
        making.remake(self._store)
        return list(dict.fromkeys(ids))

    # -- the inbox

    def inbox(self) -> list[Proposal]:
        """What waits for a decision, oldest first."""
        return proposals.inbox(self._store)

    def accept(self, which: str, *, text: str | None = None) -> Receipt | None:
        """Do what a proposal, by number or id, proposes, with other words where `text` is given: then the memory is only edited.

        Returns the receipt where something was forgotten for it. Raises KnownError no_such_proposal, empty_edit.
        """
        proposal = proposals.find(self._store, which)
        if proposal.kind == "secret" and text is None:
            return self.delete(proposal.memory.id)
        at_us = now_us()
        with self._store.writing():
            if text is not None:
                corrections.edit(self._store, proposal.memory.id, text=text, at_us=at_us)
            if text is None or proposal.kind in ("merge", "contradiction"):
                _ACCEPTED[proposal.kind](self._store, proposal, at_us)
            proposals.decide(self._store, proposal.n, "accepted", at_us)
        making.remake(self._store)
        return None

    def reject(self, which: str) -> None:
        """Leave all as it is and do not ask again; a weak claim holds from then on. Raises KnownError no_such_proposal."""
        proposal = proposals.find(self._store, which)
        at_us = now_us()
        with self._store.writing():
            if proposal.kind == "weak":
                corrections.confirm(self._store, proposal.memory.id, at_us=at_us)
            proposals.decide(self._store, proposal.n, "rejected", at_us)

    # -- the vault

    @property
    def vault(self) -> Vault:
        """What the user keeps word for word, sealed apart."""
        return Vault(self._store, self._finish)

    def _after(self, public_id: str) -> MadeMemory:
        making.remake(self._store)
        row_id = corrections.row(self._store, public_id).id
        found = memories.by_ids(self._store, [row_id]).get(row_id)
        if found is None:
            raise KnownError("no_such_memory")
        return found


def _merged(store: Store, proposal: Proposal, at_us: int) -> None:
    assert proposal.other is not None
    corrections.merge(store, proposal.memory.id, proposal.other.id, at_us=at_us)


def _closed(store: Store, proposal: Proposal, at_us: int) -> None:
    assert proposal.other is not None
    corrections.supersede(store, proposal.other.id, proposal.memory.id, at_us=at_us)


def _archived(store: Store, proposal: Proposal, at_us: int) -> None:
    corrections.archive(store, proposal.memory.id, at_us=at_us)


def _denied(store: Store, proposal: Proposal, at_us: int) -> None:
    corrections.deny(store, proposal.memory.id, at_us=at_us)


_ACCEPTED: Mapping[str, Callable[[Store, Proposal, int], None]] = {
    "merge": _merged, "contradiction": _closed, "stale": _archived, "weak": _denied,
}  # fmt: skip
