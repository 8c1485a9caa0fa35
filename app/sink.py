"""Where the recorder's frames and ticks go: one short insert each, in the recorder's own thread."""

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
from app.records import Box, Rule
from app.store import forget, frames, ledger
from app.store.db import Store
from app.store.frames import NewMoment
from app.store.images import Patch
from capture.change import Pixels, rgb_bytes
from capture.frame import Frame, Tick

_UNWRITTEN_AT_MOST = 50_000  # ticks: more than a day of a full disk


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
        self._unwritten: deque[ledger.TickEntry] = deque(maxlen=_UNWRITTEN_AT_MOST)

    @property
    def store(self) -> Store:
        if self._store is None:
            self._store = self._open()
        return self._store

    def keep(self, frame: Frame) -> str:
        """Keep a frame; durable when it returns. Raises OSError ENOSPC when the disk is full."""
        self.wanted = time.monotonic()
        window = frame.window
        moment = NewMoment(
            kind="screen", at=frame.at, zone=frame.zone, stream=frame.monitor.name, trigger=frame.trigger, source="screen",
            app=window.app if window else "", title=cleaned(window.title) if window else "", process=window.process if window else "",
            url=address_of(window) if window else "", site=site_of(window.url) if window else "",
        )  # fmt: skip
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
        entry = ledger.TickEntry(
            tick.at, tick.zone, tick.monitor, tick.outcome, tick.reason, tick.grab_ms, tick.moment_id
        )
        self._unwritten.append(entry)
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
