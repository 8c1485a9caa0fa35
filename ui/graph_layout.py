"""Where the nodes of a graph stand. Pure and the same for the same graph: no widgets, no chance, no clock.

Springs between what is linked and a push between all (after Fruchterman and Reingold, 1991), then boxes of labels are moved apart.
A node begins at a place that its own id names, so that it stays about where it was when others come or go.
"""

import math
import zlib
from collections.abc import Sequence

Point = tuple[float, float]

# The room of a node with its label below it, in pixels at full size.
BOX_WIDTH, BOX_HEIGHT = 148.0, 54.0
IDEAL = 88.0
STEPS = 160
APART = 120


def arranged(ids: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """Places of nodes around the first one, which stands at (0, 0). No two boxes overlap. Edges that name others are left out.

    >>> arranged(["a"], [])
    {'a': (0.0, 0.0)}
    """
    at = [_start(id_, place, len(ids)) for place, id_ in enumerate(ids)]
    number = {id_: place for place, id_ in enumerate(ids)}
    pairs = [(number[one], number[other]) for one, other in edges if one in number and other in number]
    for step in range(STEPS):
        _pull(at, pairs, heat=60.0 * (1 - step / STEPS))
    for _ in range(APART):
        if not _part(at):
            break
    return {id_: (round(at[place][0], 1), round(at[place][1], 1)) for place, id_ in enumerate(ids)}


def _start(id_: str, place: int, count: int) -> list[float]:
    """The first in the middle, the others on a spiral, at an angle that their id names."""
    if place == 0:
        return [0.0, 0.0]
    angle = zlib.crc32(id_.encode()) / 2**32 * 2 * math.pi
    radius = IDEAL * (0.7 + 1.6 * math.sqrt(place / max(count, 1)))
    return [radius * math.cos(angle), radius * math.sin(angle)]


def _pull(at: list[list[float]], pairs: Sequence[tuple[int, int]], heat: float) -> None:
    force = [[0.0, 0.0] for _ in at]
    for one in range(len(at)):
        for other in range(one):
            dx, dy = (at[one][0] - at[other][0]) * 1.4, at[one][1] - at[other][1]  # labels are wider than high
            square = max(dx * dx + dy * dy, 1.0)
            push = IDEAL * IDEAL / square
            _add(force, one, other, dx * push, dy * push)
    for one, other in pairs:
        dx, dy = at[one][0] - at[other][0], at[one][1] - at[other][1]
        pull = -math.hypot(dx, dy) / IDEAL * (0.35 if 0 in (one, other) else 0.7)
        _add(force, one, other, dx * pull, dy * pull)
    for place in range(1, len(at)):
        long = max(math.hypot(*force[place]), 0.01)
        at[place][0] += force[place][0] / long * min(long, heat)
        at[place][1] += force[place][1] / long * min(long, heat)


def _add(force: list[list[float]], one: int, other: int, x: float, y: float) -> None:
    force[one][0] += x
    force[one][1] += y
    force[other][0] -= x
    force[other][1] -= y


def _part(at: list[list[float]]) -> bool:
    """Move boxes that overlap apart, the shorter way; the first one stays. Whether any did."""
    moved = False
    for one in range(1, len(at)):
        for other in range(one):
            over_x = BOX_WIDTH - abs(at[one][0] - at[other][0])
            over_y = BOX_HEIGHT - abs(at[one][1] - at[other][1])
            if over_x <= 0 or over_y <= 0:
                continue
            moved = True
            axis, over = (1, over_y) if over_y < over_x else (0, over_x)
            sign = 1.0 if at[one][axis] >= at[other][axis] else -1.0
            share = 1.0 if other == 0 else 0.5
            at[one][axis] += sign * (over * share + 0.5)
            if other:
                at[other][axis] -= sign * (over * share + 0.5)
    return moved


def neighbour(places: dict[str, Point], current: str, dx: int, dy: int) -> str:
    """The nearest node in a direction, by angle and distance; the same one where there is none.

    >>> neighbour({"a": (0, 0), "b": (100, 10), "c": (0, 90)}, "a", 1, 0)
    'b'
    """
    x, y = places[current]
    best, found = math.inf, current
    for id_, (there_x, there_y) in places.items():
        along = (there_x - x) * dx + (there_y - y) * dy
        aside = abs((there_x - x) * dy) + abs((there_y - y) * dx)
        if id_ != current and along > 1 and aside <= along * 2.5 and along + aside * 2 < best:
            best, found = along + aside * 2, id_
    return found
