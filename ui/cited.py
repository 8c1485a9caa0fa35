"""Where a citation stands: the zone of its moment, and the boxes of the quoted words on its picture. No widgets."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.errors import KnownError
from app.records import Answer, Box, Citation, Line


@dataclass(frozen=True, slots=True)
class Place:
    """The zone in which a cited moment happened, where the quoted words stand, and whether there is a picture; none of a moment that is
    gone.
    """

    zone: str = ""
    boxes: tuple[Box, ...] = ()
    pictured: bool = True


Places = dict[tuple[str, str], Place]


def place_of(places: Places, citation: Citation) -> Place:
    """Where a citation stands."""
    return places.get((citation.id, citation.quote), Place())


def places_of(memory: Any, answers: Iterable[Answer]) -> Places:
    """Where the citations of answers stand, what was found beside them, and what is nearest where nothing was. Runs in a lane."""
    places: Places = {}
    for citation in (citation for answer in answers for citation in _told(answer)):
        with suppress(KnownError):  # a moment that was forgotten since
            detail = memory.moment(citation.id)
            moment, boxes = detail.moment, quoted_boxes(detail.lines, citation.quote)
            places[citation.id, citation.quote] = Place(moment.zone, boxes, moment.has_picture or moment.width_px > 0)
    return places


def _told(answer: Answer) -> tuple[Citation, ...]:
    return (*answer.citations, *answer.nearest, *(one.citation for one in answer.unused))


def quoted_boxes(lines: Sequence[Line], quote: str) -> tuple[Box, ...]:
    """The boxes of the lines that a quote is made of, or of the line that holds it.

    >>> lines = [Line("Dear Clara,", Box(0, 0, 90, 10)), Line("the boiler is checked", Box(0, 20, 90, 10))]
    >>> [box.y for box in quoted_boxes(lines, "The boiler is  checked on Monday")]
    [20]
    """
    wanted = _plain(quote)
    texts = [(_plain(line.text), line.box) for line in lines]
    return tuple(box for text, box in texts if text and (wanted in text or (len(text) > 3 and text in wanted)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
