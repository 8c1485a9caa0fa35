"""What is told of the program's own memories: types alone, which load nothing, for the window as for the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from app.records import MadeMemory

ProposalKind = Literal["merge", "contradiction", "stale", "secret", "weak"]


@dataclass(frozen=True, slots=True)
class Version:
    """What a memory said until `until`. `change` is what ended it: made_anew, or user_edited and its like."""

    until: datetime
    change: str
    title: str
    text: str
    status: str


@dataclass(frozen=True, slots=True)
class Belief:
    """A memory with what is known of how it came to be. `replaced_by` is the id of a memory, "" where there is none."""

    memory: MadeMemory
    name: str
    data: Mapping[str, Any]
    made_by: str
    learnt: datetime | None
    expired: datetime | None
    replaced_by: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A memory as a row of a list. `snippet` is the beginning of its text, `entity` what kind of thing it names, "" for other memories;
    `zone` is that of its first moment, "" where it stands on other memories only."""

    id: str
    group: str
    title: str
    snippet: str
    since: datetime | None
    status: str
    entity: str
    zone: str


@dataclass(frozen=True, slots=True)
class Related:
    """A memory that is linked to another. `why`: names, shares, alike, or `through` (both name a third, whose title `by` says)."""

    memory: MadeMemory
    why: str
    weight: float
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurred:
    """A local day on which a memory occurred: `date` is ISO, `moment` the id of its first moment that day."""

    date: str
    moments: int
    moment: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something to decide. `n` is its number, never given twice; `other` is the second memory, where there are two.

    merge: `other` becomes `memory`; contradiction: `memory` is the newer and closes `other`; stale: `memory` is archived; secret:
    `memory` is forgotten; weak: `memory` is denied.
    """

    n: int
    id: str
    kind: ProposalKind
    memory: MadeMemory
    other: MadeMemory | None
    data: Mapping[str, Any]
    state: str
    made: datetime
