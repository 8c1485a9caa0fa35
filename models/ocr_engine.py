"""Text recognition inside its worker: Tesseract where it is installed, else RapidOCR with the models in its wheel."""

import os
import re
from collections.abc import Iterable, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from models.engine import Refused, Talk
from models.ocr_layout import Line, Word, columns_split, even_pieces, kept
from models.ocr_lines import Area, LineCache, joined

_TESSDATA = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_SCREEN_DPI = 96
# Measured with Tesseract 5.5.4, eng, one thread, on eight 1920x1080 pages drawn by Chromium (light, dark, terminal,
# dark beside light and light beside dark, 11 px light and dark, low contrast). Share of words of 3+ letters found,
# least and mean over the pages, and CPU seconds a page:
#   as it is              0.914 0.969 0.9      as it is, x1.5              0.877 0.984 1.5
#   dark tiles turned     0.914 0.984 0.7      dark tiles turned, x1.5     0.800 0.974 1.1
#   even light            0.925 0.986 0.7      even light, x1.5            0.995 0.999 1.1
#   psm 11, as it is      0.889 0.964 1.0      psm 11, even light, x1.5    0.995 0.999 1.0
# Even light line by line, on real screens of an editor over a browser: 246 words of the files shown instead of 235, and no borders read
# as letters.
# So: even light, by lines, and x1.5. Page segmentation 3 stays: 11 finds no more and knows less of which words share a line.
# Cuts of single lines and of four from a terminal-like page, right words of 172 (wrong ones): segmentation 3: 181, 6: 189, 7: 93, 11: 181,
# 13: 66, each at x1.5 with a white rim of 10 px; x2 finds fewer; without the rim 6 finds 173.
_SCALE = 1.5
_CUT_RIM_PX = 10
_MOST_SCALED_PX = 2600 * 1500


class Reader(Protocol):
    """One engine, ready to read: a picture (height, width, 3) uint8 to lines in its own order.

    `pieces` are the rectangles in it that hold text; `cut`: it is a few lines cut out of a screen.
    """

    name: str

    def lines(self, picture: Any, pieces: Sequence[Area], *, cut: bool) -> list[Line]: ...


class OcrEngine:
    """Keeps one reader; another engine or language replaces it."""

    def __init__(self) -> None:
        self.loaded = False
        self._key: tuple[str, str] | None = None
        self._reader: Reader | None = None
        self._cache = LineCache()

    def answer(
        self, method: str, params: dict[str, Any], blobs: Sequence[bytes], talk: Talk
    ) -> tuple[dict[str, Any], Sequence[bytes]]:
        """Methods: engine (its name), read (a blob of RGB for each of `parts`, (x, y, width, height) each), forget."""
        del talk
        if method == "forget":
            self._cache = LineCache()
            return {}, ()
        reader = self._load(params["engine"], params["languages"])
        if method == "engine":
            return {"name": reader.name}, ()
        before = (self._cache.read_px, self._cache.known_px)
        found = [
            line for area, rgb in zip(params["parts"], blobs, strict=True) for line in self._part(reader, area, rgb)
        ]
        spent = {"read_px": self._cache.read_px - before[0], "known_px": self._cache.known_px - before[1]}
        return {"lines": [line.as_json() for line in found], **spent}, ()

    def _part(self, reader: Reader, area: Sequence[int], rgb: bytes) -> list[Line]:
        import numpy as np

        x, y, width, height = area
        picture = np.frombuffer(rgb, np.uint8).reshape(height, width, 3)

        def recognise(shown: Any, pieces: Sequence[Area], cut: bool) -> list[Line]:
            return [line for line in reader.lines(shown, pieces, cut=cut) if kept(line)]

        found = joined(self._cache.lines(picture, recognise))
        return [line.moved(x, y) for one in found for line in columns_split(one)]

    def _load(self, engine: str, languages: str) -> Reader:
        if self._reader is not None and self._key == (engine, languages):
            return self._reader
        self.loaded, self._reader, self._cache = False, None, LineCache()
        self._reader = _reader(engine, languages)
        self._key, self.loaded = (engine, languages), True
        return self._reader


def tessdata_folder(languages: str) -> Path | None:
    """The folder that holds the data of all these languages, or None."""
    named = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(named), Path(named) / "tessdata"] if named else []
    for pattern in _TESSDATA:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    wanted = [f"{language}.traineddata" for language in languages.split("+")]
    return next((folder for folder in folders if all((folder / name).is_file() for name in wanted)), None)


def _reader(engine: str, languages: str) -> Reader:
    folder = tessdata_folder(languages) if find_spec("tesserocr") else None
    if engine in ("auto", "tesseract") and folder is not None:
        return TesseractReader(folder, languages)
    if engine in ("auto", "rapidocr") and find_spec("rapidocr"):
        return RapidReader()
    raise Refused("ocr_missing")


class TesseractReader:
    """Tesseract's LSTM through tesserocr, one thread; page segmentation 3 for a screen, 6 for a cut of a few lines."""

    def __init__(self, folder: Path, languages: str) -> None:
        import tesserocr

        self.name = f"tesseract {tesserocr.tesseract_version().split()[1]}"
        self._level = tesserocr.RIL
        self._page_mode, self._cut_mode = tesserocr.PSM.AUTO, tesserocr.PSM.SINGLE_BLOCK
        self._iterate = tesserocr.iterate_level
        try:
            self._api = tesserocr.PyTessBaseAPI(
                path=f"{folder}/", lang=languages, psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY
            )
        except RuntimeError as error:
            raise Refused("model_broken", name=f"{languages}.traineddata") from error
        self._api.SetVariable("debug_file", os.devnull)

    def lines(self, picture: Any, pieces: Sequence[Area], *, cut: bool) -> list[Line]:
        """Evens out the light, enlarges, reads, and brings the boxes back to the picture's own pixels."""
        import numpy as np

        gray = even_pieces(picture, pieces)
        rim_px = _CUT_RIM_PX if cut else 0
        gray = np.pad(gray, rim_px, constant_values=255)
        height, width = gray.shape
        scale = _SCALE if height * width <= _MOST_SCALED_PX else 1.0
        if scale != 1.0:
            from PIL import Image

            size = (round(width * scale), round(height * scale))
            gray = np.asarray(Image.fromarray(gray).resize(size, Image.Resampling.BICUBIC))
        height, width = gray.shape
        self._api.SetPageSegMode(self._cut_mode if cut else self._page_mode)
        self._api.SetImageBytes(gray.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(round(_SCREEN_DPI * scale))
        if not self._api.Recognize():
            raise Refused("worker_error", what="Recognize")
        try:
            return [line.moved(-rim_px, -rim_px) for line in self._collect(scale)]
        finally:
            self._api.Clear()

    def _collect(self, scale: float) -> list[Line]:
        lines: list[Line] = []
        walk = self._api.GetIterator()
        block = -1
        if walk is None:
            return lines
        for place in self._iterate(walk, self._level.WORD):
            if place.Empty(self._level.WORD):
                continue
            if block < 0 or place.IsAtBeginningOf(self._level.BLOCK):
                block += 1
            if not lines or place.IsAtBeginningOf(self._level.TEXTLINE):
                lines.append(Line(block, []))
            text = place.GetUTF8Text(self._level.WORD).strip()
            box = place.BoundingBox(self._level.WORD)
            if text and box:
                left, top, right, bottom = (round(edge / scale) for edge in box)
                confidence = place.Confidence(self._level.WORD) / 100
                lines[-1].words.append(Word(text, left, top, max(1, right - left), max(1, bottom - top), confidence))
        return [line for line in lines if line.words]


class RapidReader:
    """RapidOCR on onnxruntime with the detection and recognition models of its wheel: nothing is downloaded."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self.name = f"rapidocr {metadata.version('rapidocr')}"
        self._read = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.log_level": "critical",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def lines(self, picture: Any, pieces: Sequence[Area], *, cut: bool) -> list[Line]:
        """Reads the picture as it is; each detected line is a block until the layout joins them."""
        del pieces, cut
        result = self._read(picture[:, :, ::-1].copy(), return_word_box=True)
        if result.txts is None:
            return []
        rows = zip(result.txts, result.scores, result.boxes, result.word_results, strict=True)
        return [Line(number, _rapid_words(*row)) for number, row in enumerate(rows)]


def _rapid_words(text: str, score: float, box: Any, words: Iterable[tuple[str, float, Any]]) -> list[Word]:
    found = [Word(word, *_bounds(corners), confidence) for word, confidence, corners in words if corners is not None]
    if "".join(word.text for word in found) == re.sub(r"\s", "", text):
        return found
    return [Word(text, *_bounds(box), score)]  # its words do not add up to its line: trust the line


def _bounds(corners: Any) -> tuple[int, int, int, int]:
    across = [float(x) for x, _ in corners]
    down = [float(y) for _, y in corners]
    left, top = round(min(across)), round(min(down))
    return left, top, max(1, round(max(across)) - left), max(1, round(max(down)) - top)
