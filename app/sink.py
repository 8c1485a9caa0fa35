"""Where the recorder's frames and ticks go, in the recorder's own thread: one short insert each, or sealed while the memory is locked."""

import contextlib
import errno
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import KnownError
from app.ingest.panes import address_of, pack_panes, site_of
from app.ingest.secret import cleaned
from app.paths import Places
from app.records import Box, Rule
from app.store import forget, frames, images, ledger, spool
from app.store.db import Store
from app.store.frames import NewMoment
from app.store.images import Patch
from capture.change import Pixels, rgb_bytes
from capture.frame import Frame, Tick

_UNWRITTEN_AT_MOST = 50_000  # ticks: more than a day of a full disk
_DEEPEST = 8  # records that lie on each other in the spool: what one has to be put together from
_TICKS_EVERY_S = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """The recorder's pixels, of which rectangles are cut as the store wants them."""

    pixels: Pixels

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])

    def cut(self, box: Box) -> Patch:
        part = self.pixels[box.y : box.y + box.height, box.x : box.x + box.width]
        return Patch(box.x, box.y, box.width, box.height, rgb_bytes(part))


def moment_of(frame: Frame) -> NewMoment:
    """What is known of a frame, without the secrets in its window's title and address."""
    window = frame.window
    return NewMoment(
        kind="screen", at=frame.at, zone=frame.zone, stream=frame.monitor.name, trigger=frame.trigger, source="screen",
        app=window.app if window else "", title=cleaned(window.title) if window else "", process=window.process if window else "",
        url=address_of(window) if window else "", site=site_of(window.url) if window else "",
    )  # fmt: skip


def entry_of(tick: Tick) -> ledger.TickEntry:
    """A tick as the ledger holds it."""
    return ledger.TickEntry(tick.at, tick.zone, tick.monitor, tick.outcome, tick.reason, tick.grab_ms, tick.moment_id)


class StoreSink:
    """Where the recorder's frames and ticks go. Lives in the recorder's thread; `beat` is when it last heard of it."""

    def __init__(
        self, open_: Callable[[], Store], *, on_kept: Callable[[str, Frame], None] = lambda public_id, frame: None
    ) -> None:
        self._open, self._on_kept = open_, on_kept
        self._store: Store | None = None
        self._rules: tuple[int, Sequence[Rule]] = (-1, ())
        self.beat = time.monotonic()
        self.wanted = float("-inf")  # when a picture was last to be kept
        self.grabs_ms: list[float] = []
        self.cpu_s = 0.0
        self.said = ("", "")
        self._unwritten: deque[ledger.TickEntry] = deque(maxlen=_UNWRITTEN_AT_MOST)

    @property
    def store(self) -> Store:
        if self._store is None:
            self._store = self._open()
        return self._store

    def keep(self, frame: Frame) -> str:
        """Keep a frame; durable when it returns. Raises OSError ENOSPC when the disk is full."""
        self.wanted = time.monotonic()
        moment = moment_of(frame)
        changed = [Box(*part) for part in frame.changed]
        try:
            kept = frames.add_picture_moment(
                self.store, moment, Shot(frame.pixels), base=frame.base, changed=changed, panes=pack_panes(frame.panes)
            )
        except KnownError as error:
            raise OSError(errno.ENOSPC if error.code == "disk_full" else errno.EIO, error.code) from error
        self._on_kept(kept, frame)
        return kept

    def tick(self, tick: Tick) -> None:
        self.beat = time.monotonic()
        self.cpu_s = time.thread_time()
        if tick.grab_ms:
            self.grabs_ms.append(tick.grab_ms)
        self.said = (tick.outcome, tick.reason)
        self._unwritten.append(entry_of(tick))
        with contextlib.suppress(
            KnownError
        ):  # a full disk cannot take the row that says so: it is written when there is room
            while self._unwritten:
                ledger.add_tick(self.store, self._unwritten[0])
                self._unwritten.popleft()

    def paused(self, now: datetime) -> str | None:
        self.beat = time.monotonic()
        return "by_user" if ledger.paused_until(self.store, now)[0] else None

    def rules(self) -> Sequence[Rule]:
        version = self.store.data_version()
        if version != self._rules[0]:
            self._rules = (version, ledger.rules(self.store))
        return self._rules[1]

    def epoch(self) -> int:
        """Another number once something was forgotten."""
        return forget.epoch(self.store)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What held when the memory was locked: the rules, and a pause (until when, or for good)."""

    rules: tuple[Rule, ...]
    paused: bool
    until: datetime | None

    @classmethod
    def now(cls, store: Store, now: datetime) -> "Policy":
        return cls(tuple(ledger.rules(store)), *ledger.paused_until(store, now))


class SpoolSink:
    """Seals the recorder's frames and ticks into a file of the spool, as StoreSink keeps them in the store. It can read nothing of it."""

    def __init__(self, places: Places, public: bytes, policy: Policy) -> None:
        self._places, self._public, self._policy = places, public, policy
        self._writer: spool.SpoolWriter | None = None
        self._depths: dict[str, int] = {}
        self._unwritten: deque[ledger.TickEntry] = deque(maxlen=_UNWRITTEN_AT_MOST)
        self._written_s = time.monotonic()
        self.beat = time.monotonic()
        self.grabs_ms: list[float] = []
        self.cpu_s = 0.0
        self.said = ("", "")

    @property
    def writer(self) -> spool.SpoolWriter:
        if self._writer is None:
            self._writer = spool.SpoolWriter(self._places, self._public)
        return self._writer

    def keep(self, frame: Frame) -> str:
        """Seal a frame; durable when it returns. Raises OSError."""
        depth = self._depths.get(frame.base or "")
        shot = Shot(frame.pixels)
        base = frame.base if depth is not None and depth < _DEEPEST else None
        boxes = [Box(*part) for part in frame.changed] if base else [Box(0, 0, shot.width_px, shot.height_px)]
        record = spool.SealedFrame(
            frames.new_public_id(), moment_of(frame), shot.width_px, shot.height_px, pack_panes(frame.panes), base,
            tuple(_sealed_piece(shot, box) for box in boxes),
        )  # fmt: skip
        self.writer.append(record, durable=True)
        self._depths[record.id] = depth + 1 if base and depth is not None else 0
        return record.id

    def tick(self, tick: Tick) -> None:
        """Seal ticks some at a time; that of a kept frame at once."""
        self.beat = time.monotonic()
        self.cpu_s = time.thread_time()
        if tick.grab_ms:
            self.grabs_ms.append(tick.grab_ms)
        self.said = (tick.outcome, tick.reason)
        self._unwritten.append(entry_of(tick))
        if tick.outcome == "kept" or self.beat - self._written_s > _TICKS_EVERY_S:
            self._write_ticks()

    def _write_ticks(self) -> None:
        if self._unwritten:
            self.writer.append(spool.SealedTicks(tuple(self._unwritten)), durable=False)
            self._unwritten.clear()
        self._written_s = time.monotonic()

    def paused(self, now: datetime) -> str | None:
        """As it was when the memory was locked; a pause for a time still ends by itself."""
        self.beat = time.monotonic()
        policy = self._policy
        return "by_user" if policy.paused and (policy.until is None or now < policy.until) else None

    def rules(self) -> Sequence[Rule]:
        return self._policy.rules

    def epoch(self) -> int:
        """Nothing can be forgotten while the memory is locked."""
        return 0

    def close(self) -> None:
        with contextlib.suppress(OSError):  # a full disk: the ledger shows a gap
            self._write_ticks()
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _sealed_piece(shot: Shot, box: Box) -> spool.SealedPiece:
    webp, format_ = images.encode_at_once(shot.cut(box))
    return spool.SealedPiece(box, format_, webp)
