"""Prints what became a memory of a written week, and what did not."""

import argparse
import sys
import tempfile
from pathlib import Path

from app.consolidate import making
from app.demo.truth import Truth
from app.engines import Models
from app.ingest.reading import add_text_moment
from app.memory import Memory, initialise
from app.paths import Places
from app.store import facts
from app.store.frames import NewMoment
from tests.bench.memories_of_week import Report, look
from tests.weeks import LAST_DAY, life


def run(name: str, folder: Path) -> tuple[Report, list[str]]:
    """Fill a memory in the folder with the week, consolidate it and look at it."""
    from models.fake import FakeEmbedder, FakeOcr

    read, there = life(name), Places(folder / "home", folder / "key")
    initialise(there)
    memory = Memory.open(there, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    try:
        ids = {}
        for n, one in enumerate(read.moments):
            new = NewMoment(
                kind=one.kind, at=one.at, zone=read.zone, app=one.app, title=one.title, thread=one.thread,
                author=one.author, source="week", source_id=str(n),
            )  # fmt: skip
            ids[str(n)] = add_text_moment(memory.store, new, "\n".join(one.lines))
        step = next(step for step in making.STEPS if step.counts_as == "moments")
        while step.next(memory.store, LAST_DAY.isoformat()):
            pass
        told = Truth("", tuple(read.people), tuple(read.projects), (), tuple(read.appointments), (), (), ())
        report = look(memory, told, ids, read.zone)
        listed = [
            f"{name} | {held.title}"
            for name in facts.names_like(memory.store, "")
            if (held := facts.by_name(memory.store, name))
        ]
    finally:
        memory.close()
    return report, listed


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("week", choices=("one", "two"))
    parser.add_argument("--list", action="store_true", help="show all that was made")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report, listed = run(given.week, Path(folder))
    say = sys.stdout.write
    for what, count in report.there.items():
        found = count - len(report.missed[what])
        say(f"{what:13} {found} of {count}  missed: {', '.join(report.missed[what]) or 'none'}\n")
    say(f"facts         {report.facts}, not supported: {len(report.unsupported)}\n")
    say(f"entities      {report.entities}\n")
    if given.list:
        say("\n".join(sorted(listed)) + "\n")


if __name__ == "__main__":
    main()
