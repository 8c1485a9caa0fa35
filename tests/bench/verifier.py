"""How much of what is wrong the check of written answers catches, and how much of what is true it marks.

    python -m tests.bench.verifier --sources FOLDER|a|b ... [--seed 7] [--cases 300] [--show marked|missed] [--json FILE]

Sources are a folder with messages.jsonl or a demo week. Of each fault there are as many (wrong number, name, date, source, negation).
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from app import demo
from app.answer.proof import Source, verdict
from tests.planted import FAULTS, Case, cases

LAST_DAY = date(2026, 11, 15)


def of_folder(folder: Path) -> list[Source]:
    """The messages of a folder."""
    rows = [json.loads(line) for line in (folder / "messages.jsonl").open(encoding="utf-8")]
    return [Source(row["text"], datetime.fromisoformat(row["time"]), "UTC", row["author"]) for row in rows]


def of_week(story: str) -> list[Source]:
    """The moments of a demo week as they were written."""
    week = demo.week(story=story, last_day=LAST_DAY)  # type: ignore[arg-type]
    return [Source("\n".join(one.lines), one.at, one.zone, one.author, f"{one.app} {one.title}") for one in week]


def measured(checked: Sequence[Case]) -> tuple[dict[str, float], list[Case]]:
    """The share of each fault that is caught, of all, and of true sentences that are marked; and the cases that went wrong."""
    wrong: list[Case] = []
    right, count = Counter[str](), Counter[str]()
    for case in checked:
        caught = verdict(case.sentence, [case.cited]).state != "supported"
        count[case.fault] += 1
        right[case.fault] += caught
        if caught != bool(case.fault):
            wrong.append(case)
    faults = [fault for fault in FAULTS if count[fault]]
    shares = {fault: right[fault] / count[fault] for fault in faults}
    shares["caught"] = sum(right[fault] for fault in faults) / max(sum(count[fault] for fault in faults), 1)
    shares["marked"] = right[""] / max(count[""], 1)
    return shares, wrong


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--sources", required=True, nargs="+")
    reader.add_argument("--seed", type=int, default=7)
    reader.add_argument("--cases", type=int, default=300)
    reader.add_argument("--show", choices=("marked", "missed"))
    reader.add_argument("--json", type=Path)
    given = reader.parse_args()
    sources = [
        source for name in given.sources for source in (of_week(name) if name in ("a", "b") else of_folder(Path(name)))
    ]
    made = list(cases(sources, true=given.cases, false=given.cases, seed=given.seed))
    shares, wrong = measured(made)
    count = Counter(case.fault or "true" for case in made)
    for name, share in shares.items():
        print(f"{name:10} {share:6.1%}  of {count.get(name, '')}")
    print(f"{count['true']} true, {len(made) - count['true']} with a fault")
    for case in wrong:
        if given.show and bool(case.fault) == (given.show == "missed"):
            print(f"\n[{case.fault or 'true'}] {case.sentence}\n  {case.cited.author}: {case.cited.text[:400]!r}")
            print(f"  {verdict(case.sentence, [case.cited])}")
    if given.json:
        given.json.write_text(json.dumps(shares))


if __name__ == "__main__":
    main()
