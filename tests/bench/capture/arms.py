"""The arms of the comparison: what each would have read of the same pictures, by the same engine, and what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from models.host import WorkerHost
from models.ocr import OcrClient
from tests.bench.capture.facts import Fact
from tests.bench.capture.rules import RULES, Gray, kept_by


class Pictures:
    """The pictures that the taker took, in order."""

    def __init__(self, folder: Path) -> None:
        self.files = sorted(folder.glob("*.webp"))
        self.times_s = [int(file.stem) / 1000 for file in self.files]

    def rgb(self, place: int) -> Image.Image:
        with Image.open(self.files[place]) as picture:
            return picture.convert("RGB")

    def gray(self, place: int) -> Gray:
        return np.asarray(self.rgb(place).convert("L"), np.float64)


class FullReader:
    """Reads whole pictures, each once, remembering nothing of the one before; counts the worker's processor time."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures, self._host = pictures, WorkerHost()
        self._client = OcrClient(self._host)
        self._texts: dict[int, str] = {}
        self._cost_s: dict[int, float] = {}
        self._client.engine_name()  # starts the engine, which no arm pays for

    def text(self, place: int) -> str:
        if place not in self._texts:
            before = self._cpu_s()
            self._texts[place] = self.read(self._pictures.rgb(place))
            self._cost_s[place] = self._cpu_s() - before
        return self._texts[place]

    def read(self, picture: Image.Image) -> str:
        """The text of any picture, without what was read before."""
        self._client.forget()
        return "\n".join(line.text for line in self._client.read(picture.tobytes(), picture.width, picture.height))

    def cost_s(self, places: Sequence[int]) -> float:
        """Processor seconds of reading these; those that were not read count as the mean of the others."""
        known = [self._cost_s[place] for place in places if place in self._cost_s]
        return sum(known) / len(known) * len(places) if known else 0.0

    def _cpu_s(self) -> float:
        return float(self._host.states()["ocr"]["cpu_s"])

    def close(self) -> None:
        self._host.close()


@dataclass(frozen=True, slots=True)
class Arm:
    """What one rule kept of the pictures, which facts it read there, and the processor seconds of reading."""

    name: str
    kept: int
    found: tuple[str, ...]
    cpu_s: float


def run_arms(
    pictures: Pictures, reader: FullReader, facts: Sequence[Fact], until_s: float, *, sample: int = 1
) -> list[Arm]:
    """Every picture read whole (or each `sample`-th, its cost then scaled), and the four rules."""
    chosen = {"every change at 2 Hz": list(range(len(pictures.files)))}
    chosen |= {name: kept_by(name, pictures.times_s, pictures.gray, until_s) for name in RULES}
    arms = []
    for name, places in chosen.items():
        read = places[::sample] if name.startswith("every") else places
        texts = [reader.text(place) for place in read]
        found = tuple(fact.name for fact in facts if any(fact.in_text(text) for text in texts))
        arms.append(Arm(name, len(places), found, reader.cost_s(places)))
    return arms
