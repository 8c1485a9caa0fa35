"""How far a picture of the window is from the approved one, in blocks that people would call different. numpy only, no Qt.

A picture is reduced to 640 pixels across and cut into blocks of 8 by 8. A block differs where its mean colour moved by more than COLOUR
levels, or where its structure did: by the structural similarity of Wang and others (2004) of its brightness, with their constants.
Where a pixel or two of an edge fall otherwise no block differs; an icon that is missing takes four.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

WIDTH, BLOCK = 640, 8
COLOUR = 5.0
STRUCTURE = 0.85
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
# Blocks, of the 4000 of a picture. The same scene taken twice differs in none, the smallest fault that is made on purpose (an icon is
# missing) in 4, a button that stands 12 px off in 5, a label that is missing in 39; see tests/test_ui_pictures.py.
MOST = 1

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """`blocks` (rows, columns) bool says which differ. Pictures of other sizes differ everywhere."""

    blocks: npt.NDArray[np.bool_]

    @property
    def count(self) -> int:
        """How many blocks differ."""
        return int(self.blocks.sum())

    @property
    def passes(self) -> bool:
        """Whether nobody would call the two different."""
        return self.count <= MOST


def reduced(picture: Image.Image) -> Image.Image:
    """As it is kept and compared: RGB, 640 pixels across, each the mean of those that it stands for."""
    factor = picture.width // WIDTH
    if picture.width % WIDTH or picture.height % factor:
        raise ValueError(f"a picture of {picture.width} x {picture.height} cannot be reduced evenly")
    return picture.convert("RGB").reduce(factor)


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """Compare two reduced pictures."""
    if one.size != other.size:
        return Difference(np.ones((one.height // BLOCK, one.width // BLOCK), np.bool_))
    first, second = _blocks(one), _blocks(other)
    moved = np.abs(first.mean(axis=(2, 3)) - second.mean(axis=(2, 3))).max(axis=2)
    blocks = (moved > COLOUR) | (_similarity(_bright(first), _bright(second)) < STRUCTURE)
    return Difference(blocks)


def _blocks(picture: Image.Image) -> Array:
    """(rows, columns, BLOCK, BLOCK, 3); what is left over at the right and at the foot is not compared."""
    pixels = np.asarray(picture, np.float64)
    rows, columns = pixels.shape[0] // BLOCK, pixels.shape[1] // BLOCK
    cut = pixels[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK, 3)
    return cut.transpose(0, 2, 1, 3, 4)


def _bright(blocks: Array) -> Array:
    """The luma of each pixel, (rows, columns, BLOCK * BLOCK)."""
    luma: Array = blocks @ np.array([0.299, 0.587, 0.114])
    return luma.reshape(*luma.shape[:2], -1)


def _similarity(one: Array, other: Array) -> Array:
    mean_one, mean_other = one.mean(axis=2), other.mean(axis=2)
    shared = (one * other).mean(axis=2) - mean_one * mean_other
    light = (2 * mean_one * mean_other + C1) / (mean_one**2 + mean_other**2 + C1)
    shape: Array = (2 * shared + C2) / (one.var(axis=2) + other.var(axis=2) + C2)
    return np.asarray(light * shape, np.float64)


def marked(new: Image.Image, found: Difference) -> Image.Image:
    """The new picture, pale, with the blocks that differ as they are and framed: where to look."""
    shown = Image.blend(new, Image.new("RGB", new.size, "white"), 0.65)
    pen = Image.new("RGB", (BLOCK, BLOCK), "#d02020")
    for row, column in zip(*np.nonzero(found.blocks), strict=True):
        left, top = int(column) * BLOCK, int(row) * BLOCK
        shown.paste(pen, (left, top))
        shown.paste(new.crop((left + 1, top + 1, left + BLOCK - 1, top + BLOCK - 1)), (left + 1, top + 1))
    return shown
