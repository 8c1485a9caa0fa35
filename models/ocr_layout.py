"""Even light before the reading; lines, panes and reading order after it. Pure functions, no engine."""

from dataclasses import dataclass, replace
from typing import Any

_TILE_PX = 32
_LEAST_CONTRAST = 48
_FAINT, _FULL = 0.3, 0.85
_LEAST_CONFIDENCE = 0.3
_PIECE_MARGIN_PX = 2
_STRETCH_PX = 96
_BLOCK_PX = 72
_WIDE_GAP = 3.0
_WIDEST_PITCH = 1.75  # times the height of the tallest line: spaced lines are at 1.5, paragraphs at 2 and more


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its box in pixels; `confidence` is 0 to 1."""

    text: str
    x: int
    y: int
    width: int
    height: int
    confidence: float


@dataclass(slots=True)
class Line:
    """Words side by side, from left to right, within a block."""

    block: int
    words: list[Word]

    @property
    def box(self) -> tuple[int, int, int, int]:
        left = min(word.x for word in self.words)
        top = min(word.y for word in self.words)
        right = max(word.x + word.width for word in self.words)
        bottom = max(word.y + word.height for word in self.words)
        return left, top, right - left, bottom - top

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """The mean of its words' confidences, long words counting more."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters

    def moved(self, by_x: int, by_y: int) -> "Line":
        """The same line elsewhere."""
        return Line(self.block, [replace(word, x=word.x + by_x, y=word.y + by_y) for word in self.words])

    def as_json(self) -> dict[str, Any]:
        words = [[word.text, word.x, word.y, word.width, word.height] for word in self.words]
        return {
            "text": self.text,
            "box": self.box,
            "confidence": round(self.confidence, 3),
            "block": self.block,
            "words": words,
        }


def even_light(picture: Any) -> Any:
    """Dark text on white whatever the theme: how far each pixel is from the background of its tile.

    `picture`: (height, width, 3) uint8; returns (height, width) uint8. The background is the median of a 32-pixel tile,
    so a dark side bar beside a light page is turned by itself. What is faint beside the strongest ink around it (the edge
    of a title bar that cuts a tile) is white, and faint text on its own is as dark as any.
    """
    import numpy as np

    height, width, _ = picture.shape
    gray = (picture.astype(np.uint16) @ np.array([77, 150, 29], np.uint16) >> 8).astype(np.int16)
    down, across = -(-height // _TILE_PX), -(-width // _TILE_PX)
    padded = np.pad(gray, ((0, down * _TILE_PX - height), (0, across * _TILE_PX - width)), mode="edge")
    tiles = padded.reshape(down, _TILE_PX, across, _TILE_PX)
    ground = np.median(tiles, axis=(1, 3), keepdims=True).astype(np.int16)
    distance = np.abs(tiles - ground)
    strongest = np.pad(distance.max(axis=(1, 3)), 1, mode="edge")
    around = np.max([strongest[y : y + down, x : x + across] for y in range(3) for x in range(3)], axis=0)
    share = distance / np.maximum(around, _LEAST_CONTRAST)[:, None, :, None].astype(np.float32)
    ink = np.clip((share - _FAINT) / (_FULL - _FAINT), 0, 1).reshape(padded.shape)[:height, :width]
    return (255 - 255 * ink).astype(np.uint8)


def even_pieces(picture: Any, pieces: Any) -> Any:
    """Dark text on white of these rectangles alone, everything else white: no borders, no halves of neighbours.

    As `even_light`, but with the background of each stretch of a piece by itself: a line is too thin for tiles. What is higher
    than a few lines is a picture or a block, and has tiles.
    """
    import numpy as np

    gray = (picture.astype(np.uint16) @ np.array([77, 150, 29], np.uint16) >> 8).astype(np.int16)
    out = np.full(gray.shape, 255, np.uint8)
    for x, y, width, height in pieces:
        if height > _BLOCK_PX:
            out[y : y + height, x : x + width] = even_light(picture[y : y + height, x : x + width])
            continue
        top, bottom = max(y - _PIECE_MARGIN_PX, 0), y + height + _PIECE_MARGIN_PX
        strongest = 0
        distances = []
        for left in range(x, x + width, _STRETCH_PX):
            columns = slice(left, min(left + _STRETCH_PX, x + width))
            distance = np.abs(gray[top:bottom, columns] - np.int16(np.median(gray[y : y + height, columns])))
            strongest = max(strongest, int(np.percentile(distance[y - top : y - top + height], 99)))
            distances.append((columns, distance))
        for columns, distance in distances:
            share = distance / np.float32(max(strongest, _LEAST_CONTRAST))
            ink = np.clip((share - _FAINT) / (_FULL - _FAINT), 0, 1)
            out[top:bottom, columns] = np.minimum(out[top:bottom, columns], (255 - 255 * ink).astype(np.uint8))
    return out


def kept(line: Line) -> bool:
    """Whether a line is text: not a doubtful reading of borders, icons or pictures."""
    if not any(sign.isalnum() for sign in line.text):
        return False
    return line.confidence >= _LEAST_CONFIDENCE


def columns_split(line: Line) -> list[Line]:
    """Cut a line where a gap of three line heights shows that its words stand in two panes."""
    parts: list[list[Word]] = [[]]
    for word in line.words:
        before = parts[-1][-1] if parts[-1] else None
        if before and word.x - (before.x + before.width) > _WIDE_GAP * max(before.height, word.height):
            parts.append([])
        parts[-1].append(word)
    return [Line(line.block, words) for words in parts]


def reading_order(lines: list[Line]) -> list[Line]:
    """Number the blocks anew: what goes on directly below joins the line above; blocks go down the page."""
    blocks: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.box[1], line.box[0])):
        home = next((block for block in blocks if _continues(block, line)), None)
        if home is None:
            blocks.append([line])
        else:
            home.append(line)
    blocks.sort(key=lambda block: (block[0].box[1], block[0].box[0]))
    return [Line(number, line.words) for number, block in enumerate(blocks) for line in block]


def _continues(block: list[Line], line: Line) -> bool:
    """Whether a line goes on directly below a block: at a line's distance, overlapping sideways, of like height.

    Distances are from bottom to bottom and heights the tallest of the block: a line without descenders is lower.
    """
    left, top, width, height = block[-1].box
    x, y, w, h = line.box
    tallest = max(h, *(above.box[3] for above in block))
    pitch = (y + h) - (top + height)
    overlap = min(left + width, x + w) - max(left, x)
    return 0.5 * tallest < pitch <= _WIDEST_PITCH * tallest and overlap > 0.3 * min(width, w) and tallest <= 2 * h
