"""The sixty facts that the scripted desk shows, and when a text holds one. Pure; always the same."""

import random
import re
from dataclasses import dataclass

SURFACES = {"article": 8, "chat": 8, "table": 6, "dark": 6, "pdf": 6, "captions": 8, "editor": 10, "terminal": 8}
NAMES = (
    "pelican", "marble", "juniper", "cobalt", "harvest", "lantern", "meadow", "orchard", "falcon", "granite",
    "velvet", "compass", "harbour", "walnut", "thistle", "copper", "saffron", "beacon", "glacier", "mustard",
    "pebble", "raven", "willow", "anchor", "basalt", "clover", "dolphin", "ember", "fennel", "garnet",
    "hazel", "indigo", "jasmine", "kestrel", "lavender", "magnet", "nutmeg", "otter", "parsley", "quartz",
    "ribbon", "saddle", "timber", "umbrella", "vanilla", "wagon", "almond", "bramble", "candle", "daisy",
    "eagle", "feather", "ginger", "hammer", "island", "kettle", "linen", "maple", "needle", "olive",
)  # fmt: skip
THINGS = ("project budget", "shipment weight", "meeting room", "order number", "contract sum", "parcel locker")
CANARIES = tuple(f"canary{number:02d}zx{(number * 7919) % 9973:04d}" for number in range(20))
_NOISE = (
    "the", "a", "report", "was", "sent", "to", "our", "team", "again", "and", "this", "part", "is", "only",
    "here", "to", "fill", "the", "page", "with", "words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that stands on the desk for a while: the sentence, how one asks for it, and the two words that prove it."""

    surface: str
    sentence: str
    query: str
    name: str
    value: str

    def in_text(self, text: str) -> bool:
        """Whether both words stand in a text, near each other."""
        found = re.search(rf"\b{self.name}\b.{{0,80}}?\b{self.value}\b", " ".join(text.split()), re.IGNORECASE)
        return found is not None


def facts(seed: int = 5) -> list[Fact]:
    """Sixty facts, in the order in which the desk shows them."""
    chance = random.Random(seed)
    out: list[Fact] = []
    for surface, count in SURFACES.items():
        for _ in range(count):
            name, thing = NAMES[len(out)], THINGS[len(out) % len(THINGS)]
            value = str(chance.randrange(2341, 9876))
            sentence = f"The {name} {thing} is {value} since Tuesday."
            out.append(Fact(surface, sentence, f"{name} {thing}", name, value))
    return out


def filler(chance: random.Random, words: int) -> str:
    """A sentence that says nothing."""
    return " ".join(chance.choice(_NOISE) for _ in range(words)).capitalize() + "."
