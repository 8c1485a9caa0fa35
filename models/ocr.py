"""Reading a picture: the caller's side. The recognition itself runs in the OCR worker (`models.ocr_engine`)."""

from dataclasses import dataclass
from typing import Any

from models.host import WorkerHost


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

    def read(self, rgb: bytes, width_px: int, height_px: int) -> list[ReadLine]:
        """The lines in reading order; `block` numbers the paragraph or pane a line belongs to.

        `rgb`: 3 bytes a pixel, row by row. Raises ValueError for a wrong size, WorkerFailed (code "ocr_missing" when
        nothing is installed that reads).
        """
        if width_px < 1 or height_px < 1 or len(rgb) != width_px * height_px * 3:
            raise ValueError("rgb does not hold width x height x 3 bytes")
        params = {"width_px": width_px, "height_px": height_px, "engine": self._engine, "languages": self._languages}
        result, _ = self._host.call("ocr", "read", params, [rgb])
        return [_line(**line) for line in result["lines"]]

    def engine_name(self) -> str:
        """Which engine reads here, with its version. Raises WorkerFailed("ocr_missing")."""
        params = {"engine": self._engine, "languages": self._languages}
        result, _ = self._host.call("ocr", "engine", params)
        return str(result["name"])


def _line(text: str, box: list[int], confidence: float, block: int, words: list[Any]) -> ReadLine:
    x, y, width, height = box
    return ReadLine(text, x, y, width, height, confidence, block, tuple((w[0], w[1], w[2], w[3], w[4]) for w in words))
