"""What was forgotten is in no byte of the memory once the receipt says gone, while it is open and after; what stays is untouched."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from app import log
from app.daemon import Session
from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Filters, Receipt
from app.store.keys import open_slots
from models.fake import FakeOcr
from tests import residue
from tests.canaries import DenseEmbedder, Planter

ROUNDS_AT_MOST = 50
BACKS_UP = hasattr(Memory, "backup")


class Filled:
    """A memory full of canaries with everything that may be at work on one: a session, and others that read."""

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder / "home", folder / "key")
        initialise(self.places)
        ocr = FakeOcr()
        self.models = Models(None, ocr, DenseEmbedder(), None)
        self.memory = Memory.open(self.places, models=self.models)
        self.other = Memory.open(self.places, models=self.models)
        self.planter = Planter(self.memory, ocr, seed=4)
        self.planter.plant()
        self.master = open_slots(self.places)
        self.session = Session(self.places, models=self.models, record=False)
        self.backup = folder / "backup"
        if BACKS_UP:
            self.memory.backup(self.backup)  # type: ignore[attr-defined,unused-ignore]

    def forget(self) -> list[Receipt]:
        """Forget all groups that are to go, each in its way, until every receipt says gone."""
        receipts = [self.memory.forget(group.selection) for group in self.planter.groups if group.goes]
        for _ in range(ROUNDS_AT_MOST):
            if all(self.memory.receipt(one.id).state == "gone" for one in receipts):
                break
            self.memory.finish_forgetting()
        return [self.memory.receipt(one.id) for one in receipts]

    def needles(self, *, goes: bool, overwritten: bool = False) -> dict[str, list[bytes]]:
        out: dict[str, list[bytes]] = {}
        for group in self.planter.groups:
            if group.goes == goes:
                out |= group.overwritten if overwritten else group.needles
        return out

    def found(self, needles: Mapping[str, list[bytes]]) -> dict[str, list[str]]:
        also = [self.backup] if BACKS_UP else []
        return residue.find(needles, self.places, self.master, keys=self.planter.keys, also=also)

    def close(self) -> None:
        self.session.stop()
        self.memory.close()
        self.other.close()


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    with log.log_to(Places(tmp_path / "home", None), "recollect"):
        one = Filled(tmp_path)
        yield one


def by_kind(found: Iterable[str]) -> dict[str, int]:
    """How many of each kind: the words before the group's name."""
    return dict(Counter(name.rsplit(" ", 2)[0] for name in found))


def test_of_five_thousand_canaries_none_is_left_in_any_byte_and_what_stays_is_whole(filled: Filled) -> None:
    canaries, staying = filled.needles(goes=True), filled.needles(goes=False)
    assert len(canaries) >= 5000
    sought = canaries | filled.needles(goes=True, overwritten=True)
    before = filled.found(canaries | staying)
    assert by_kind({name for name in canaries | staying if name not in before}) == {}  # the tool finds every one
    in_backup = [name for name in canaries if any(where.startswith("backup/") for where in before[name])]
    assert not BACKS_UP or len(in_backup) > 4500  # nor are backups looked past
    kept = filled.memory.store.value("SELECT count(*) FROM moment") // 2
    probe = random.Random(1).sample([g for g in filled.planter.groups if not g.goes], 3)

    filled.session.start()
    filled.other.search("shared")  # a reader that has seen it all, and stays open
    receipts = filled.forget()
    assert [one.state for one in receipts] == ["gone"] * len(receipts)
    assert filled.other.search("shared") is not None
    assert by_kind(filled.found(sought)) == {}
    filled.close()
    after = filled.found(sought | staying)
    assert by_kind({name: where for name, where in after.items() if name in sought}) == {}
    assert by_kind({name for name in staying if name not in after}) == {}

    again = Memory.open(filled.places, models=filled.models)
    assert again.store.value("SELECT count(*) FROM moment") == kept
    for group in probe:
        assert len(again.timeline(filters=Filters(app=group.name))) == len(group.ids)
        assert again.search(f"{group.name}shared").hits
    again.close()
