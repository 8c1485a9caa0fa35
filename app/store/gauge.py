"""How much the memory takes. At once for who asks; for the steps of retention counted bit by bit, for they must cost nothing."""

import contextlib
from dataclasses import asdict, dataclass, replace

from app.store.db import Store, now_us
from app.store.tiers import Sizes

COUNT_ROWS = 5_000
# A piece is encoded anew when it was read, and forgetting takes some: what was summed is summed again after so long.
HOLDS_US = 3_600_000_000
_SHARE_FREE, _LEAST_FREE_BYTES = 5, 8 << 20


@dataclass(frozen=True, slots=True)
class Tally:
    """A sum over the pictures up to the row `upto`, in bytes. `whole` says that it reached the last one, at `counted_us`."""

    pictures: int = 0
    thumbnails: int = 0
    upto: int = 0
    whole: bool = False
    counted_us: int = 0

    def less(self, pictures: int = 0, thumbnails: int = 0) -> "Tally":
        """The same after something went."""
        return replace(self, pictures=max(0, self.pictures - pictures), thumbnails=max(0, self.thumbnails - thumbnails))

    def stored(self) -> dict[str, int | bool]:
        return asdict(self)


def counted_on(store: Store, tally: Tally) -> Tally:
    """One bounded step of the sum: what was added since, or a part of summing everything anew where that is due."""
    now = now_us()
    if tally.whole and not 0 <= now - tally.counted_us < HOLDS_US:
        tally = Tally()
    rows = store.rows(
        "SELECT id, role, size_bytes FROM picture WHERE id > ? ORDER BY id LIMIT ?", (tally.upto, COUNT_ROWS)
    )
    if not rows and tally.whole:
        return tally
    full = sum(size for _, role, size in rows if role == "full")
    small = sum(size for _, role, size in rows if role != "full")
    done = len(rows) < COUNT_ROWS
    return Tally(
        tally.pictures + full,
        tally.thumbnails + small,
        rows[-1][0] if rows else tally.upto,
        tally.whole or done,
        tally.counted_us if tally.whole else now,
    )


def pages(store: Store) -> tuple[int, int, int]:
    """(pages of the database, those of them that are free, bytes of a page)."""
    count, free, size = (int(store.value(f"PRAGMA {name}")) for name in ("page_count", "freelist_count", "page_size"))
    return count, free, size


def sizes_by(store: Store, tally: Tally) -> Sizes:
    """What the memory takes by this sum. Free pages of the database are not counted: they go back at the next rewrite."""
    count, free, size = pages(store)
    return Sizes(tally.pictures, tally.thumbnails, (count - free) * size)


def sizes_now(store: Store) -> Sizes:
    """What the memory takes, summed at once; some 100 ms for 100,000 pictures. The database with its free pages and its log."""
    by_role = dict(store.rows("SELECT role, sum(size_bytes) FROM picture GROUP BY role"))
    database = 0
    for path in store.places.home.glob(f"{store.places.database.name}*"):
        with contextlib.suppress(FileNotFoundError):
            database += path.stat().st_size
    return Sizes(by_role.get("full", 0), by_role.get("thumb", 0), database)


def wants_rewrite(store: Store) -> bool:
    """Whether so much of the database file is free, a fifth and 8 MB, that it should be rewritten when nobody waits."""
    count, free, size = pages(store)
    return free * _SHARE_FREE > count and free * size > _LEAST_FREE_BYTES
