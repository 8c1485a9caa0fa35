"""Going through a day so quickly that small pictures have to do: what stands in for one that is not here, what is fetched ahead."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QElapsedTimer

from app.records import Moment
from ui import words
from ui.day import Lines, Scale, nearest
from ui.pictures import Pictures, Wanted

BURST_MS = 120
NEAR = 40  # so many moments away may be what stands in for a picture that is not here yet
AHEAD = 8
SKELETON = 40


class Passing:
    """The small pictures of one day for who passes by."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._since_last = QElapsedTimer()
        self.moments: Sequence[Moment] = ()

    def is_burst(self) -> bool:
        """Whether the last step was taken only a moment ago; counts as a step itself."""
        burst = self._since_last.isValid() and self._since_last.elapsed() < BURST_MS
        self._since_last.start()
        return burst

    def stand_in(self, index: int) -> Wanted | None:
        """The nearest small picture that is here already."""
        for away in range(NEAR):
            for at in {index + away, index - away}:
                if 0 <= at < len(self.moments):
                    wanted = Wanted(self.moments[at].id, "small")
                    pixmap = self._pictures.get(wanted)
                    if pixmap is not None and not pixmap.isNull():
                        return wanted
        return None

    def is_at_hand(self, index: int) -> bool:
        """Whether a picture of a moment is here, or none is to come."""
        moment, get = self.moments[index], self._pictures.get
        small, whole = get(Wanted(moment.id, "small")), get(Wanted(moment.id, "whole"))
        return not words.pictured(moment) or small is not None or whole is not None

    def want_ahead(self, index: int, step: int) -> None:
        """Have the small pictures fetched that come next, going on in such steps."""
        step = step or 1
        self._want("ahead", range(index, index + step * AHEAD, step), rank=1)

    def want_skeleton(self, lines: Lines, scale: Scale) -> None:
        """Have a small picture here and there over what is in sight, so that dragging through it shows something at once."""
        places = (nearest(lines.times, scale.time(scale.width * at / SKELETON)) for at in range(SKELETON + 1))
        self._want("skeleton", dict.fromkeys(places), rank=3)

    def _want(self, place: str, indexes: Iterable[int], *, rank: int) -> None:
        moments = [self.moments[at] for at in indexes if 0 <= at < len(self.moments)]
        wanted = [Wanted(moment.id, "small") for moment in moments if words.pictured(moment)]
        self._pictures.want(place, wanted, rank=rank)
