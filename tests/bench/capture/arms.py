"""The arms of the comparison: what each would have read of the same pictures, by the same engine, and what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from models.host import WorkerHost
from models.ocr import OcrClient
from tests.bench.capture.desk import MONITORS
from tests.bench.capture.facts import Fact
from tests.bench.capture.rules import RULES, Gray, kept_by

Place = tuple[str, int]


class Pictures:
    """The pictures that the taker took, in order. A place is a monitor's name and a number."""

    def __init__(self, folder: Path) -> None:
        self.files = {name: sorted(folder.glob(f"{name}-*.webp")) for name, _, _ in MONITORS}
        self.times_s = {
            name: [int(file.stem.split("-")[1]) / 1000 for file in files] for name, files in self.files.items()
        }

    def places(self) -> list[Place]:
        """All of them."""
        return [(name, number) for name, files in self.files.items() for number in range(len(files))]

    def rgb(self, place: Place) -> Image.Image:
        with Image.open(self.files[place[0]][place[1]]) as picture:
            return picture.convert("RGB")

    def gray(self, place: Place) -> Gray:
        return np.asarray(self.rgb(place).convert("L"), np.float64)


class FullReader:
    """Reads whole pictures, each once, remembering nothing of the one before; counts the worker's processor time."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures, self._host = pictures, WorkerHost()
        self._client = OcrClient(self._host)
        self._texts: dict[Place, str] = {}
        self._cost_s: dict[Place, float] = {}
        self._client.engine_name()  # starts the engine, which no arm pays for

    def text(self, place: Place) -> str:
        if place not in self._texts:
            before = self._cpu_s()
            self._texts[place] = self.read(self._pictures.rgb(place))
            self._cost_s[place] = self._cpu_s() - before
        return self._texts[place]

    def read(self, picture: Image.Image) -> str:
        """The text of any picture, without what was read before."""
        self._client.forget()
        return "\n".join(line.text for line in self._client.read(picture.tobytes(), picture.width, picture.height))

    def cost_s(self, places: Sequence[Place]) -> float:
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
    chosen = {"every change at 2 Hz": pictures.places()}
    for rule in RULES:
        chosen[rule] = []
        for name, times_s in pictures.times_s.items():
            if rule == "Memento" and name != MONITORS[0][0]:
                continue  # it records the first monitor alone
            kept = kept_by(rule, times_s, lambda number, name=name: pictures.gray((name, number)), until_s)  # type: ignore[misc]
            chosen[rule] += [(name, number) for number in kept]
    arms = []
    for name, places in chosen.items():
        read = places[::sample] if name.startswith("every") else places
        texts = [reader.text(place) for place in read]
        found = tuple(fact.name for fact in facts if any(fact.in_text(text) for text in texts))
        arms.append(Arm(name, len(places), found, reader.cost_s(places)))
    return arms
