"""Which engine reads what kind of screen, and for how much: every engine on drawn screens whose text is known.

    python -m tests.bench.ocr_engines [--engines tesseract,rapidocr] [--languages eng]

For each screen and engine: share of the words of three and more letters that were found, share of the words read that do not stand
there, processor seconds of the worker. Screens: light, dark, terminal, small letters, low contrast, dark beside light, Cyrillic, Greek.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from models.host import WorkerFailed, WorkerHost
from models.ocr import OcrClient

SIZE = (1280, 800)
_FONTS = Path("/usr/share/fonts/truetype")
_SANS, _SERIF, _MONO = "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSansMono.ttf"
_LATIN = (
    "invoice delivery window meeting budget quarter engine harbour station review contract people number answer morning "
    "server update measure garden window letter payment account journey platform winter summer report project library"
)
_CYRILLIC = (
    "договор поставка окно встреча бюджет квартал станция обзор человек номер ответ утро сервер обновление письмо сад счёт "
    "дорога зима лето отчёт проект библиотека"
)
_GREEK = (
    "συμβόλαιο παράδοση παράθυρο συνάντηση λιμάνι σταθμός άνθρωπος αριθμός απάντηση πρωί κήπος γράμμα πληρωμή ταξίδι χειμώνας "
    "καλοκαίρι έργο βιβλιοθήκη"
)


@dataclass(frozen=True, slots=True)
class Screen:
    """A drawn screen and the words on it."""

    name: str
    picture: Image.Image
    words: Counter[str]


def screens() -> list[Screen]:
    """The screens, always the same."""
    return [
        _page("light", _SANS, 16, "#202124", "#ffffff"), _page("dark", _MONO, 15, "#d4d4d4", "#1e1e1e"),
        _page("terminal", _MONO, 13, "#33cc33", "#000000"), _page("small", _SANS, 10, "#333333", "#ffffff"),
        _page("low contrast", _SERIF, 16, "#a0a0a0", "#f4f4f4"), _page("dim on black", _MONO, 14, "#5c6370", "#16181d"),
        _beside(), _page("cyrillic", _SANS, 16, "#202124", "#ffffff", _CYRILLIC), _page("greek", _SANS, 16, "#202124", "#ffffff", _GREEK),
    ]  # fmt: skip


def _page(name: str, font: str, size_px: int, ink: str, ground: str, words: str = _LATIN) -> Screen:
    picture = Image.new("RGB", SIZE, ground)
    said = _write(picture, (24, SIZE[0] - 24), font, size_px, ink, words, seed=len(name))
    return Screen(name, picture, said)


def _beside() -> Screen:
    picture = Image.new("RGB", SIZE, "#ffffff")
    ImageDraw.Draw(picture).rectangle((0, 0, 500, SIZE[1]), fill="#20232a")
    said = _write(picture, (16, 490), _SANS, 15, "#e6e6e6", _LATIN, seed=1)
    said += _write(picture, (520, SIZE[0] - 16), _SERIF, 17, "#222222", _LATIN, seed=2)
    return Screen("dark beside light", picture, said)


def _write(
    picture: Image.Image, between: tuple[int, int], font: str, size_px: int, ink: str, words: str, *, seed: int
) -> Counter[str]:
    draw, face, chance = ImageDraw.Draw(picture), ImageFont.truetype(_FONTS / font, size_px), random.Random(seed)
    vocabulary, said, y = words.split(), Counter[str](), 24
    while y < SIZE[1] - 3 * size_px:
        line = ""
        while draw.textlength(line, face) < (between[1] - between[0]) * chance.uniform(0.6, 0.85):
            number = str(chance.randrange(100, 9999)) if chance.random() < 0.15 else ""
            line = f"{line} {number or chance.choice(vocabulary)}".strip()
        draw.text((between[0], y), line, font=face, fill=ink)
        said += words_of(line)
        y += round(size_px * chance.choice((1.5, 1.5, 1.5, 2.6)))
    return said


def words_of(text: str) -> Counter[str]:
    """The words of three and more letters or digits, in lower case, each as often as it stands there."""
    return Counter(re.findall(r"\w{3,}", text.casefold()))


def scored(known: Counter[str], read: Counter[str]) -> tuple[float, float]:
    """Share of the known words that were read, and share of the read words that do not stand there.

    >>> scored(Counter("aab"), Counter("abc"))
    (0.6666666666666666, 0.3333333333333333)
    """
    return (known & read).total() / known.total(), ((read - known).total() / read.total() if read else 0.0)


def measured(screen: Screen, client: OcrClient, cpu_s: Callable[[], float]) -> tuple[float, float, float]:
    """Found, wrong and processor seconds of one screen."""
    client.forget()
    before = cpu_s()
    lines = client.read(screen.picture.tobytes(), *SIZE)
    found, wrong = scored(screen.words, words_of("\n".join(line.text for line in lines)))
    return found, wrong, cpu_s() - before


def table(engines: Sequence[str], languages: str) -> str:
    """The figures as a table; an engine that is not there has dashes."""
    rows = [
        "| screen | " + " | ".join(f"{name}: found, wrong, CPU s" for name in engines) + " |",
        "|---" * (len(engines) + 1) + "|",
    ]
    columns = []
    for name in engines:
        host = WorkerHost()
        try:
            client = OcrClient(host, engine=name, languages=languages)
            client.read(bytes([255]) * (64 * 64 * 3), 64, 64)  # loads it
            columns.append(
                [measured(one, client, lambda host=host: float(host.states()["ocr"]["cpu_s"])) for one in screens()]
            )
        except WorkerFailed:
            columns.append([])
        finally:
            host.close()
    for place, screen in enumerate(screens()):
        cells = [
            f"{column[place][0]:.3f}, {column[place][1]:.3f}, {column[place][2]:.1f}" if column else "-"
            for column in columns
        ]
        rows.append(f"| {screen.name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", default="tesseract,rapidocr")
    parser.add_argument("--languages", default="eng")
    options = parser.parse_args()
    print(table(options.engines.split(","), options.languages))
