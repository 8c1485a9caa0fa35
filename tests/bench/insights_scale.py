"""How long the figures of a year take where it holds a million moments: first, again, and what a piece of the counting takes.

`python -m tests.bench.insights_scale FOLDER --moments 1000000`. A folder that holds a year already is not filled again.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.engines import Models
from app.insights import Counting, Figures
from app.memory import Memory, initialise
from app.paths import Places
from app.store.db import to_us
from app.store.frames import MOMENT_COLUMNS, NewMoment, moment_values, new_public_ids
from models.fake import FakeEmbedder, FakeOcr

DAYS = 365
FIRST = date(2026, 1, 1)
NOW = datetime(2027, 1, 1, 0, 0, tzinfo=UTC)
HOURS_A_DAY = 10
APPS = [f"Program {n}" for n in range(24)] + ["Firefox", "Zoom"]
BUDGET_S = 0.4


def screens(day: date, a_day: int, chance: random.Random) -> Iterator[NewMoment]:
    """A day at work: windows that change every few screens."""
    begin = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    step = timedelta(hours=HOURS_A_DAY) / a_day
    app = title = site = ""
    left = 0
    for n in range(a_day):
        if left == 0:
            app, left = chance.choice(APPS), chance.randint(1, 14)
            title = f"document {chance.randint(0, 400)}.odt"
            site = f"site{chance.randint(0, 60)}.example" if app == "Firefox" else ""
        left -= 1
        yield NewMoment(
            "screen", begin + n * step, "UTC", app=app, title=title, site=site, stream="DP-1", source="screen"
        )


def fill(memory: Memory, moments: int) -> None:
    """A year of screens, each kept by a tick and followed by ticks that saw no change; away at noon, locked at night."""
    chance, a_day = random.Random(1), moments // DAYS
    places = ", ".join("?" * (MOMENT_COLUMNS.count(",") + 1))
    ticks = "INSERT INTO ledger(from_us, until_us, zone, ticks, monitor, outcome, reason) VALUES (?, ?, 'UTC', 3, 'DP-1', ?, '')"
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        shown = list(screens(day, a_day, chance))
        rows: list[tuple[Any, ...]] = []
        for one in shown:
            at_us = to_us(one.at)
            rows += [(at_us, at_us, "kept"), (at_us + 2_000_000, at_us + 10_000_000, "same")]
        end_us = to_us(shown[-1].at)
        rows.append((end_us + 20_000_000, end_us + 13 * 3_600_000_000, "locked"))
        with memory.store.writing():
            memory.store.connection.executemany(
                f"INSERT INTO moment({MOMENT_COLUMNS}) VALUES ({places})",
                [moment_values(key, one) for key, one in zip(new_public_ids(len(shown)), shown, strict=True)],
            )
            memory.store.connection.executemany(ticks, rows)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def in_pieces(ask: Callable[[], Figures | Counting]) -> tuple[float, float, int, Figures]:
    """(seconds in all, the longest piece, pieces, the figures)."""
    pieces = []
    while True:
        took, found = timed(ask)
        pieces.append(took)
        if isinstance(found, Figures):
            return sum(pieces), max(pieces), len(pieces), found


def main() -> None:
    """Fill where needed, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--moments", type=int, default=1_000_000)
    options = parser.parse_args()
    places = Places(options.folder / "home", options.folder / "key")
    filled = places.database.exists()
    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    if not filled:
        print(json.dumps({"filled_s": round(timed(lambda: fill(memory, options.moments))[0], 1)}), flush=True)
    count = memory.store.value("SELECT count(*) FROM moment"), memory.store.value("SELECT count(*) FROM ledger")

    def ask(first: date, last: date) -> Callable[[], Figures | Counting]:
        return lambda: memory.insights.figures(first, last, now=NOW, zone="UTC", budget_s=BUDGET_S)

    last = date(2026, 12, 31)
    spans = {"day": date(2026, 12, 31), "week": date(2026, 12, 25), "month": date(2026, 12, 1), "year": FIRST}
    told: dict[str, Any] = {"moments": count[0], "ledger": count[1]}
    for name, first in spans.items():
        for when in ("first", "again"):
            cpu_s = time.process_time()
            whole, piece, pieces, found = in_pieces(ask(first, last))
            told[f"{name}_{when}"] = {
                "s": round(whole, 3), "cpu_s": round(time.process_time() - cpu_s, 3), "longest_piece_s": round(piece, 3),
                "pieces": pieces, "hours": round(found.held_us / 3.6e9, 1),
            }  # fmt: skip
            print(name, when, told[f"{name}_{when}"], flush=True)
    told["old_week_first"] = round(in_pieces(ask(date(2026, 3, 2), date(2026, 3, 8)))[0], 3)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    memory.close()
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
