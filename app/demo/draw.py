"""Draws a moment of the demo week as a picture of a screen. Shapes and colours only, no text of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.demo.script import DemoMoment, Draw, cells

WIDTH_PX, HEIGHT_PX = 1280, 800
_ROW_PX = 26
_FOLDERS = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/liberation",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/liberation-sans",
    "/usr/share/fonts/liberation-fonts",
    "/usr/share/fonts/dejavu",
    "/usr/share/fonts/TTF",
)
_FILES = {
    "sans": ("DejaVuSans.ttf", "LiberationSans-Regular.ttf"),
    "bold": ("DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf"),
    "text": ("LiberationSans-Regular.ttf", "DejaVuSans.ttf"),
    "serif": ("LiberationSerif-Regular.ttf", "DejaVuSerif.ttf"),
    "mono": ("DejaVuSansMono.ttf", "LiberationMono-Regular.ttf"),
}

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Colours:
    """The roles of a theme's colours."""

    desktop: str
    bar: str
    side: str
    page: str
    ink: str
    faint: str
    edge: str
    accent: str


_LIGHT = Colours("#7d8c99", "#e4e6e8", "#f1f2f4", "#ffffff", "#1b1d20", "#4a5058", "#c9cdd2", "#dbe8f8")
_DARK = Colours("#2b323a", "#2a2d31", "#24272b", "#1c1e21", "#e6e8ea", "#b3b9c0", "#3b4046", "#2f4157")
_TERMINAL = Colours("#2b323a", "#2f2f36", "#16181c", "#14161a", "#dfe3e0", "#b5bdb8", "#383c42", "#20252b")


def picture(moment: DemoMoment) -> Image.Image:
    """Draw a screen moment: RGB, 1280x800. Raises ValueError for a message or a note, which have no picture."""
    drawing = moment.draw
    if drawing is None:
        raise ValueError("only screens have a picture")
    colours = _TERMINAL if drawing.look.layout == "terminal" else _DARK if drawing.theme == "dark" else _LIGHT
    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), colours.desktop)
    pen = ImageDraw.Draw(image)
    if drawing.width < WIDTH_PX:
        _window_behind(pen, colours)
    area = _window(pen, drawing, colours, f"{moment.title} - {drawing.look.app}")
    _LAYOUTS[drawing.look.layout](pen, area, drawing, colours, moment)
    return image


@lru_cache(maxsize=32)
def font(family: str, size_px: int) -> Font:
    """A font of that family ("sans", "bold", "text", "serif", "mono"): the system's, else Pillow's own."""
    for name in _FILES[family]:
        for folder in _FOLDERS:
            path = Path(folder) / name
            if path.is_file():
                return ImageFont.truetype(str(path), size_px)
    return ImageFont.load_default(size_px)


def _window_behind(pen: ImageDraw.ImageDraw, colours: Colours) -> None:
    """The file list of another window, of which only the right edge is seen."""
    pen.rectangle((640, 40, 1270, 780), fill=colours.page, outline=colours.edge)
    pen.rectangle((640, 40, 1270, 70), fill=colours.bar)
    for number in range(16):
        y = 90 + number * 42
        pen.rectangle((1225, y, 1255, y + 24), fill=colours.accent, outline=colours.edge)


def _window(pen: ImageDraw.ImageDraw, drawing: Draw, colours: Colours, title: str) -> Area:
    """The frame with its title bar; returns what is left inside."""
    left, top = drawing.x, drawing.y
    right, bottom = left + drawing.width - 1, top + drawing.height - 1
    pen.rectangle((left, top, right, bottom), fill=colours.page, outline=colours.edge)
    pen.rectangle((left, top, right, top + 30), fill=colours.bar)
    pen.text((left + drawing.width // 2, top + 15), title, fill=colours.ink, font=font("sans", 15), anchor="mm")
    for number, colour in enumerate(("#d9695f", "#d8a94a", "#6fae68")):
        x = right - 20 - number * 22
        pen.ellipse((x - 6, top + 9, x + 6, top + 21), fill=colour)
    return left, top + 31, right, bottom


def _menu(
    pen: ImageDraw.ImageDraw, area: Area, colours: Colours, words: str = "File   Edit   View   Tools   Help"
) -> Area:
    left, top, right, bottom = area
    pen.rectangle((left, top, right, top + 28), fill=colours.bar)
    pen.text((left + 14, top + 14), words, fill=colours.faint, font=font("sans", 15), anchor="lm")
    pen.line((left, top + 28, right, top + 28), fill=colours.edge)
    return left, top + 29, right, bottom


def _side(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, width_px: int = 170) -> Area:
    left, top, right, bottom = area
    pen.rectangle((left, top, left + width_px, bottom), fill=colours.side)
    pen.line((left + width_px, top, left + width_px, bottom), fill=colours.edge)
    for number, entry in enumerate(drawing.look.side):
        y = top + 14 + number * 34
        if number == 0:
            pen.rectangle((left + 4, y - 4, left + width_px - 4, y + 24), fill=colours.accent)
        pen.text((left + 16, y), entry, fill=colours.ink, font=font("sans", 15))
    return left + width_px + 1, top, right, bottom


def _rows(pen: ImageDraw.ImageDraw, at: tuple[int, int], rows: tuple[str, ...], face: Font, ink: str) -> None:
    """Rows of text from a corner downwards."""
    for number, row in enumerate(rows):
        pen.text((at[0], at[1] + number * _ROW_PX), row, fill=ink, font=face)


def _headed(pen: ImageDraw.ImageDraw, at: tuple[int, int], rows: tuple[str, ...], face: Font, ink: str) -> None:
    """The same, with the first row as a heading."""
    pen.text(at, rows[0], fill=ink, font=font("bold", 20))
    _rows(pen, (at[0], at[1] + _ROW_PX), rows[1:], face, ink)


def _mail(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    area = _side(pen, _menu(pen, area, colours, "File   Edit   View   Go   Message   Help"), drawing, colours)
    x, y = area[0] + 22, area[1] + 14
    for number, row in enumerate(drawing.rows):
        heading = row.startswith(("From: ", "To: ", "Subject: "))
        if row.startswith("From: "):
            pen.rectangle((area[0], y + number * _ROW_PX - 22, area[2], y + number * _ROW_PX - 12), fill=colours.bar)
        pen.text((x, y + number * _ROW_PX), row, fill=colours.ink, font=font("bold" if heading else "sans", 16))
        if row.startswith("Subject: "):
            pen.line((x, y + number * _ROW_PX + 24, area[2] - 20, y + number * _ROW_PX + 24), fill=colours.edge)


def _web(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    left, top, right, _ = area
    pen.rectangle((left, top, right, top + 74), fill=colours.bar)
    pen.rounded_rectangle((left + 8, top + 6, left + 420, top + 36), 6, fill=colours.page)
    pen.text((left + 22, top + 21), moment.title[:44], fill=colours.ink, font=font("sans", 15), anchor="lm")
    pen.rounded_rectangle((left + 90, top + 40, right - 60, top + 70), 12, fill=colours.page, outline=colours.edge)
    pen.text((left + 110, top + 55), moment.url, fill=colours.faint, font=font("sans", 15), anchor="lm")
    for number in range(3):
        pen.ellipse((left + 14 + number * 24, top + 48, left + 28 + number * 24, top + 62), outline=colours.faint)
    _headed(pen, (left + 110, top + 92), drawing.rows, font("text", 17), colours.ink)


def _editor(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    left, top, right, bottom = _side(pen, _menu(pen, area, colours), drawing, colours)
    pen.rectangle((left, top, right, top + 30), fill=colours.bar)
    pen.rectangle((left, bottom - 26, right, bottom), fill=colours.accent)
    pen.text(
        (left + 14, bottom - 13),
        f"Line {len(drawing.rows)}   UTF-8",
        fill=colours.ink,
        font=font("sans", 15),
        anchor="lm",
    )
    pen.text((left + 14, top + 15), moment.title.split(" - ")[0], fill=colours.ink, font=font("sans", 15), anchor="lm")
    for number in range(len(drawing.rows)):
        y = top + 40 + number * _ROW_PX
        pen.text((left + 44, y), str(number + 1), fill=colours.faint, font=font("mono", 16), anchor="ra")
    _rows(pen, (left + 64, top + 40), drawing.rows, font("mono", 16), colours.ink)


def _terminal(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    left, top, right, bottom = area
    pen.rectangle((left, top, right, bottom), fill=colours.page)
    _rows(pen, (left + 14, top + 14), drawing.rows, font("mono", 16), colours.ink)
    y = top + 14 + len(drawing.rows) * _ROW_PX
    pen.rectangle((left + 14, y, left + 23, y + 18), fill=colours.faint)


def _chat(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    left, top, right, bottom = _side(pen, area, drawing, colours)
    for number, row in enumerate(drawing.rows):
        if row:
            y = top + 12 + number * _ROW_PX
            width = round(font("sans", 16).getlength(row)) + 28
            mine = row.startswith(("Me ", "You "))
            fill = colours.accent if mine and colours is _LIGHT else colours.side
            pen.rounded_rectangle((left + 16, y - 2, left + 16 + width, y + 22), 8, fill=fill)
            pen.text((left + 30, y), row, fill=colours.ink, font=font("sans", 16))
    pen.rounded_rectangle((left + 16, bottom - 46, right - 20, bottom - 14), 12, outline=colours.edge)


def _doc(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    left, top, right, bottom = _menu(pen, area, colours, "File   Edit   View   Insert   Format   Help")
    pen.rectangle((left, top, right, bottom), fill=colours.side)
    middle = (left + right) // 2
    pen.rectangle((middle - 500, top + 14, middle + 500, bottom), fill=colours.page, outline=colours.edge)
    _headed(pen, (middle - 440, top + 48), drawing.rows, font("serif", 18), colours.ink)


def _pdf(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    left, top, right, bottom = area
    pen.rectangle((left, top, right, top + 34), fill=colours.bar)
    pen.text((left + 14, top + 17), "Page 1 of 2    100 %", fill=colours.faint, font=font("sans", 15), anchor="lm")
    pen.rectangle((left, top + 35, right, bottom), fill="#54585c")
    middle = (left + right) // 2
    pen.rectangle((middle - 480, top + 50, middle + 480, bottom), fill="#fdfdfb")
    _headed(pen, (middle - 430, top + 78), drawing.rows, font("serif", 18), "#151515")


def _sheet(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    left, top, _, _ = _menu(pen, area, colours, "File   Edit   View   Insert   Format   Data   Help")
    table = [cells(row) for row in drawing.rows]
    face = font("sans", 16)
    count = max(len(row) for row in table)
    widths = [
        max((round(face.getlength(row[n])) for row in table if n < len(row) and len(row) > 1), default=60) + 20
        for n in range(count)
    ]
    for number, row in enumerate(table):
        y = top + 16 + number * _ROW_PX
        x = left + 20
        for column, cell in enumerate(row):
            pen.text((x + 8, y), cell, fill=colours.ink, font=face)
            x += widths[column]


def _agenda(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    left, top, _, _ = _side(pen, _menu(pen, area, colours, "Today   Day   Week   Month"), drawing, colours)
    for number, row in enumerate(drawing.rows):
        y = top + 14 + number * _ROW_PX
        if row[:1].isdigit():
            pen.rectangle((left + 18, y - 1, left + 23, y + 21), fill="#4f86c6")
            pen.text((left + 38, y), row, fill=colours.ink, font=font("sans", 16))
        else:
            pen.text((left + 18, y), row, fill=colours.ink, font=font("bold", 16))


def _notes(pen: ImageDraw.ImageDraw, area: Area, drawing: Draw, colours: Colours, moment: DemoMoment) -> None:
    left, top, right, _ = _side(pen, area, drawing, colours)
    head = drawing.rows.index("") if "" in drawing.rows else 0
    y = top + 20 + head * _ROW_PX
    pen.rectangle((left, y + 4, right, y + 12), fill=colours.bar)
    _rows(pen, (left + 30, top + 20), drawing.rows[:head], font("text", 17), colours.ink)
    _headed(pen, (left + 30, y + _ROW_PX), drawing.rows[head + 1 :], font("text", 17), colours.ink)


_Layout = Callable[[ImageDraw.ImageDraw, Area, Draw, Colours, DemoMoment], None]
_LAYOUTS: dict[str, _Layout] = {
    "mail": _mail,
    "web": _web,
    "editor": _editor,
    "terminal": _terminal,
    "chat": _chat,
    "doc": _doc,
    "pdf": _pdf,
    "sheet": _sheet,
    "agenda": _agenda,
    "notes": _notes,
}
