"""Pictures of moments for the window: fetched, decoded and cut in a lane, kept in memory up to a budget. No widgets."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from app.errors import KnownError
from app.records import Box
from ui.tasks import Core, Ticket

BUDGET_BYTES = 48 * 1024 * 1024
SMALL_WIDTH = 320


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture: whole, small, or cut around boxes; the latter two are scaled to cover `width` x `height` pixels."""

    id: str
    part: Literal["whole", "small", "cut"] = "small"
    boxes: tuple[Box, ...] = ()
    width: int = 0
    height: int = 0


class Pictures(QObject):
    """A cache of decoded pictures. `arrived` names what was fetched; a picture that is gone, or not to be seen yet, is an empty pixmap."""

    arrived = Signal(object)
    retried = Signal()

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._kept: OrderedDict[Wanted, QPixmap] = OrderedDict()
        self._bytes = 0
        self._waiting: set[str] = set()
        self._queues: dict[str, list[Wanted]] = {}
        self._ranks: dict[str, int] = {}
        self._under_way: Wanted | None = None

    def get(self, wanted: Wanted) -> QPixmap | None:
        """The picture if it is here. Never waits and never reads."""
        pixmap = self._kept.get(wanted)
        if pixmap is not None:
            self._kept.move_to_end(wanted)
        return pixmap

    def want(self, place: str, wanted: Iterable[Wanted], *, rank: int = 1) -> None:
        """Say what a place shows now, most urgent first. What it wanted before and shows no more is not fetched; places of a
        lower `rank` go before those of a higher one."""
        self._queues[place] = [one for one in wanted if one not in self._kept]
        self._ranks[place] = rank
        self._fetch_next()

    def shown_ids(self) -> set[str]:
        """The moments whose pictures are here."""
        return {wanted.id for wanted, pixmap in self._kept.items() if not pixmap.isNull()}

    def give_back(self) -> None:
        """Those that were gone may be there again; `retried` lets those who show them want them anew."""
        self.take_away({wanted.id for wanted, pixmap in self._kept.items() if pixmap.isNull()})
        self.retried.emit()

    def take_away(self, ids: Iterable[str]) -> None:
        """Keep the pictures of these moments no more: they were forgotten."""
        gone = set(ids)
        for wanted in [one for one in self._kept if one.id in gone]:
            self._bytes -= _cost(self._kept.pop(wanted))

    def waits(self, id_: str) -> bool:
        """Whether a moment's picture is not to be seen before it has been read."""
        return id_ in self._waiting

    def retry_waiting(self) -> None:
        """Forget which pictures were not to be seen yet; `retried` lets those who show them want them anew."""
        waiting, self._waiting = self._waiting, set()
        if waiting:
            self.take_away(waiting)
            self.retried.emit()

    def _fetch_next(self) -> None:
        if self._under_way is not None:
            return
        places = [place for place, queue in self._queues.items() if queue]
        if not places:
            return
        wanted = self._queues[min(places, key=lambda place: self._ranks[place])].pop(0)
        if wanted in self._kept:
            self._fetch_next()
            return
        self._under_way = wanted
        self._core.read(self, "picture", lambda memory, _: fetch(memory, wanted), self._store, self._gone, low=True)

    def _store(self, image: QImage) -> None:
        self._arrive(QPixmap.fromImage(image))

    def _gone(self, error: KnownError) -> None:
        if error.code == "picture_waiting" and self._under_way is not None:
            self._waiting.add(self._under_way.id)
        self._arrive(QPixmap())

    def _arrive(self, pixmap: QPixmap) -> None:
        wanted, self._under_way = self._under_way, None
        if wanted is not None:
            self._kept[wanted] = pixmap
            self._bytes += _cost(pixmap)
            while self._bytes > BUDGET_BYTES and len(self._kept) > 1:
                self._bytes -= _cost(self._kept.popitem(last=False)[1])
            self.arrived.emit(wanted)
        self._fetch_next()


def _cost(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def fetch(memory: Any, wanted: Wanted, _ticket: Ticket | None = None) -> QImage:
    """Read, decode and cut one picture. Runs in a lane.

    Raises KnownError("picture_damaged") when the stored bytes are no picture.
    """
    data = memory.glimpse(wanted.id) if wanted.part == "small" else memory.picture(wanted.id)
    image = QImage.fromData(data)
    if image.isNull():
        raise KnownError("picture_damaged")
    if wanted.part == "cut":
        image = image.copy(cut_around(wanted.boxes, image.size(), QSize(wanted.width, wanted.height)))
    if wanted.part != "whole" and wanted.width:
        image = _covering(image, QSize(wanted.width, wanted.height))
    elif wanted.part == "small" and image.width() > SMALL_WIDTH:
        image = image.scaledToWidth(SMALL_WIDTH, Qt.TransformationMode.SmoothTransformation)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _covering(image: QImage, size: QSize) -> QImage:
    grown = image.scaled(
        size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    return grown.copy((grown.width() - size.width()) // 2, 0, size.width(), size.height())


def cut_around(boxes: tuple[Box, ...], picture: QSize, shape: QSize) -> QRect:
    """The part of a picture, in the given shape, that shows the first boxes at a size that can be read.

    >>> cut_around((Box(900, 500, 80, 20),), QSize(1920, 1080), QSize(192, 120)).contains(QRect(900, 500, 80, 20))
    True
    """
    if not boxes:
        return QRect(0, 0, picture.width(), picture.height())
    around = QRect(boxes[0].x, boxes[0].y, boxes[0].width, boxes[0].height)
    for box in boxes[1:6]:
        joined = around.united(QRect(box.x, box.y, box.width, box.height))
        if joined.width() <= picture.width() * 0.4 and joined.height() <= picture.height() * 0.25:
            around = joined
    width = min(max(around.width() + 48, round(picture.width() * 0.3)), picture.width())
    height = min(round(width * shape.height() / max(shape.width(), 1)), picture.height())
    cut = QRect(0, 0, width, height)
    cut.moveCenter(around.center())
    cut.moveLeft(min(max(cut.left(), 0), picture.width() - width))
    cut.moveTop(min(max(cut.top(), 0), picture.height() - height))
    return cut
