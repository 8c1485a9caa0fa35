"""Contact sheets: for each page one picture that shows all of its scenes, a row each, in every size and colour. Pillow only."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.pictures.scene import Scene

COLUMNS = tuple((size, mode) for size in ("1280x800", "1920x1080", "200") for mode in ("light", "dark"))
SAID = {"1280x800": "1280 x 800", "1920x1080": "1920 x 1080", "200": "1280 x 800 at 200 %"}
CELL = (384, 240)
EDGE, HEAD, FOOT = 8, 34, 20
GROUND, INK, FAINT = "#8a8d93", "#101114", "#2e3035"
MOST_BYTES = 1_150_000


def lay(page: str, scenes: Sequence[Scene], taken: Path, into: Path) -> Path | None:
    """Lay the pictures of a page that were taken on one sheet; returns its file, None where there are none."""
    rows = [scene for scene in scenes if scene.page == page and any(_files(scene, taken))]
    columns = [one for one in COLUMNS if any(_file(scene, one, taken) for scene in rows)]
    if not rows:
        return None
    wide, high = EDGE + len(columns) * (CELL[0] + EDGE), HEAD + len(rows) * (CELL[1] + FOOT + EDGE)
    sheet = Image.new("RGB", (wide, high), GROUND)
    pen, font, small = ImageDraw.Draw(sheet), ImageFont.load_default(16), ImageFont.load_default(13)
    for at, (size, mode) in enumerate(columns):
        pen.text((EDGE + at * (CELL[0] + EDGE), 8), f"{page}: {SAID[size]}, {mode}", INK, font)
    for row, scene in enumerate(rows):
        top = HEAD + row * (CELL[1] + FOOT + EDGE)
        pen.text((EDGE, top + CELL[1] + 2), f"{scene.state}  ({_held(scene)})", FAINT, small)
        for at, column in enumerate(columns):
            file = _file(scene, column, taken)
            if file is not None:
                with Image.open(file) as picture:
                    sheet.paste(_small(picture), (EDGE + at * (CELL[0] + EDGE), top))
    into.mkdir(parents=True, exist_ok=True)
    result = into / f"{page.replace(' ', '-')}.webp"
    result.write_bytes(_packed(sheet))
    return result


def _held(scene: Scene) -> str:
    return {"empty": "an empty memory", "week": "a week", "year": "a year"}[scene.memory]


def _files(scene: Scene, taken: Path) -> Iterable[Path]:
    return taken.glob(f"{scene.name}-*.png")


def _file(scene: Scene, column: tuple[str, str], taken: Path) -> Path | None:
    """The picture of a column; high contrast stands where light does."""
    size, mode = column
    names = [f"{scene.name}-{size}-{mode}.png"]
    names += [f"{scene.name}-{size}-contrast.png"] if mode == "light" else []
    return next((taken / name for name in names if (taken / name).exists()), None)


def _small(picture: Image.Image) -> Image.Image:
    """As large as fits a cell, from its upper left corner."""
    held = picture.convert("RGB")
    held.thumbnail(CELL, Image.Resampling.LANCZOS)
    return held


def _packed(sheet: Image.Image) -> bytes:
    """As WebP, as good as fits."""
    for quality in (82, 74, 66, 56, 44, 30):
        written = io.BytesIO()
        sheet.save(written, "WEBP", quality=quality, method=4)
        if written.tell() <= MOST_BYTES:
            break
    return written.getvalue()
