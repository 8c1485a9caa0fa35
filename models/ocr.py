"""Reading a picture: the caller's side. The recognition itself runs in the OCR worker (`models.ocr_engine`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.host import WorkerHost
from models.ocr_layout import Line, Word, reading_order

Part = tuple[int, int, int, int, bytes]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One recognised line. Boxes are in pixels of the picture; `confidence` is 0 to 1.

    `words` are (text, x, y, width, height).
    """

    text: str
    x: int
    y: int
    width: int
    height: int
    confidence: float
    block: int
    words: tuple[tuple[str, int, int, int, int], ...]


class OcrClient:
    """Reads pictures through the OCR worker, with the same engine and languages each time."""

    def __init__(self, host: WorkerHost, *, engine: str = "auto", languages: str = "eng") -> None:
        """`engine`: "tesseract", "rapidocr", or "auto" (Tesseract where it is installed).

        `languages`: as Tesseract names them, joined by "+"; RapidOCR reads Latin, Chinese and Japanese anyway.
        """
        self._host = host
        self._engine = engine
        self._languages = languages
        self.read_px = self.known_px = 0

    def read(self, rgb: bytes, width_px: int, height_px: int) -> list[ReadLine]:
        """The lines of a whole picture in reading order; `block` numbers the paragraph or pane a line belongs to.

        `rgb`: 3 bytes a pixel, row by row. Raises ValueError for a wrong size, WorkerFailed (code "ocr_missing" when
        nothing is installed that reads).
        """
        return self.read_parts([(0, 0, width_px, height_px, rgb)], ())

    def read_parts(self, parts: Sequence[Part], known: Sequence[ReadLine]) -> list[ReadLine]:
        """The lines of a picture of which parts are new and the lines `known` are not, in reading order.

        A part is (x, y, width, height, rgb). Lines that were read before, wherever they stood, cost nothing. Raises as `read`.
        """
        for _, _, width_px, height_px, rgb in parts:
            if width_px < 1 or height_px < 1 or len(rgb) != width_px * height_px * 3:
                raise ValueError("rgb does not hold width x height x 3 bytes")
        params = {"parts": [part[:4] for part in parts], "engine": self._engine, "languages": self._languages}
        found: list[ReadLine] = []
        if parts:
            result, _ = self._host.call("ocr", "read", params, [part[4] for part in parts])
            self.read_px += int(result["read_px"])
            self.known_px += int(result["known_px"])
            found = [_line(**line) for line in result["lines"]]
        return _arranged([*known, *found])

    def forget(self) -> None:
        """Let go of all that was read: something was forgotten."""
        if self._host.states().get("ocr", {}).get("alive"):
            self._host.call("ocr", "forget", {})

    def engine_name(self) -> str:
        """Which engine reads here, with its version. Raises WorkerFailed("ocr_missing")."""
        params = {"engine": self._engine, "languages": self._languages}
        result, _ = self._host.call("ocr", "engine", params)
        return str(result["name"])


def _line(text: str, box: list[int], confidence: float, block: int, words: list[Any]) -> ReadLine:
    x, y, width, height = box
    return ReadLine(text, x, y, width, height, confidence, block, tuple((w[0], w[1], w[2], w[3], w[4]) for w in words))


def _arranged(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Lines of different readings in one reading order, their blocks numbered anew."""
    return [
        ReadLine(
            one.text,
            *one.box,
            one.confidence,
            one.block,
            tuple((w.text, w.x, w.y, w.width, w.height) for w in one.words),
        )
        for one in reading_order([_as_layout(line) for line in lines])
    ]


def _as_layout(line: ReadLine) -> Line:
    words = line.words or ((line.text, line.x, line.y, line.width, line.height),)
    return Line(line.block, [Word(*word, line.confidence) for word in words])
