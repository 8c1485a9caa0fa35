"""How good the answers of any reader are, with no evidence, with ours, with the gold evidence and with everything that fits its context.

    python -m tests.bench.ask [--model FILE.gguf | --model http://127.0.0.1:11434] [--messages DIR]... [--week a]... [--limit N]

Without a model it measures the answers that need none beside "first sentence of the first hit"; with one, these stand above the reader's.
Without --messages and --week it takes both demo weeks. DIR holds messages.jsonl and questions.jsonl, see tests/bench/answers.py.
Prints per cent: token F1 and date match (of what the reader wrote; refused and failed are 0), the share of its citations that are evidence
and of the evidence that it cites (in a demo week one that shows the answer is all), the share of answers of which anything is left after
they were held to their notes, refusals of what cannot be answered and of what can, failures, and what part our search gains of all that
evidence can: (ours - none) / (oracle - none). Whatever a reader does is counted; it ends no run. Week b: nothing is tuned on it.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from app.engines import Models, build_models, chat_of
from app.paths import Places
from app.settings import Settings
from models.remote_chat import read_address
from tests.bench.answers import FIRST_SENTENCE, answered, first_sentences, of_messages, of_week
from tests.bench.ranking_sets import Kept
from tests.bench.readers import CONDITIONS, Figures, Read, Set, figures, measured, quoted, sample, share

EXTRACTIVE = "extractive, no model"
COLUMNS = ("f1", "dates", "cites right", "cites all", "kept", "refused", "false refusals")
TOLD_EVERY = 25


def without_model(of: Set) -> dict[str, list[Read]]:
    """Both ways to answer without a model, graded."""
    ways = {FIRST_SENTENCE: first_sentences, EXTRACTIVE: answered}
    return {
        name: [quoted(of, gold, one) for gold, one in zip(of.golds, way(of.memory, of.golds), strict=True)]
        for name, way in ways.items()
    }


def report(of: Set, reader: Any | None, conditions: Sequence[str]) -> tuple[dict[str, Any], dict[str, list[Read]]]:
    """({"set", "questions", "rows": figures by name, "share", "share of everything"}, answers by name)."""

    def told(condition: str, n: int, row: Read) -> None:
        if n % TOLD_EVERY == 0 or n == len(of.golds):
            print(f"{of.name}: {condition} {n} of {len(of.golds)}, the last in {row.took_s:.1f} s", file=sys.stderr)

    each = without_model(of)
    if reader is not None:
        each |= measured(of, reader, conditions, told)
    rows: dict[str, Figures] = {name: figures(held) for name, held in each.items()}
    f1 = {name: one["f1"] for name, one in rows.items()}
    parts = {
        name: share(f1.get(condition), f1.get("none"), f1.get("oracle"))
        for name, condition in (("share", "ours"), ("share of everything", "everything"))
    }
    return {"set": of.name, "questions": len(of.golds), "rows": rows, **parts}, each


def table(told: dict[str, Any], *, with_model: bool) -> str:
    """A report as lines for people."""
    lines = [
        f"{told['set']}: {told['questions']} questions",
        f"  {'':34} " + " ".join(f"{name:>14}" for name in COLUMNS) + "  failed",
    ]
    for name, row in told["rows"].items():
        cells = " ".join(f"{'-' if row[one] is None else f'{100 * row[one]:.1f}':>14}" for one in COLUMNS)
        lines.append(f"  {name:34} {cells} {row['failed']:7}")
    if with_model:
        for name, what in (("share", "ours"), ("share of everything", "everything")):
            part = told[name]
            said = (
                "n/a: evidence gains this reader nothing here, or a condition was left out"
                if part is None
                else f"{100 * part:.1f}"
            )
            lines.append(f"  ({what} - none) / (oracle - none), of F1: {said}")
    return "\n".join(lines)


def reader_settings(model: str, context_tokens: int, served: str) -> Settings:
    """Settings with the reader that was named. Raises SystemExit where that is neither a file nor a server of this machine."""
    settings = replace(Settings(), chat_context_tokens=context_tokens or Settings().chat_context_tokens)
    if model.startswith(("http://", "https://")):
        address = read_address(model)
        if address is None or not address.local:
            raise SystemExit(f"{model}: only a server of this machine is asked (http://127.0.0.1:PORT).")
        return replace(settings, chat_server=model, chat_server_model=served)
    if model and not Path(model).expanduser().is_file():
        raise SystemExit(f"{model}: there is no such file.")
    return replace(settings, chat_path=model)


@contextmanager
def a_set(models: Models, cache: Path, what: str | Path, limit: int) -> Iterator[Set]:
    """A demo week ("a") or a folder of messages as a set of questions; its memory is made once and kept in `cache`."""
    week = isinstance(what, str)
    name = f"week{what}" if isinstance(what, str) else what.name
    with Kept(models, cache, name) as memory:
        golds = (
            of_week(memory, cache / f"{name}.ids.json", what) if isinstance(what, str) else of_messages(memory, what)
        )
        yield Set(f"week {what}" if week else name, memory, sample(golds, limit), week)


def write_each(file: Path, name: str, each: dict[str, list[Read]]) -> None:
    """A JSON line an answer."""
    with file.open("a", encoding="utf-8") as out:
        for condition, rows in each.items():
            for row in rows:
                out.write(json.dumps({"set": name, "condition": condition, **asdict(row)}, ensure_ascii=False) + "\n")


def options_from(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser("ask", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="", help="a GGUF file, or the address of a server on this machine")
    parser.add_argument("--served", default="", help="the model's name at the server; else the first that it names")
    parser.add_argument("--context", type=int, default=0, help="how many tokens the reader reads and writes at once")
    parser.add_argument("--messages", type=Path, action="append", default=[])
    parser.add_argument("--week", action="append", default=[], choices=("a", "b"))
    parser.add_argument("--limit", type=int, default=0, help="a fixed sample of so many questions of each set")
    parser.add_argument("--conditions", default=",".join(CONDITIONS), help="some of them, with commas between")
    parser.add_argument("--json", action="store_true", help="one JSON object a set instead of the table")
    parser.add_argument("--each", type=Path, help="add a JSON line an answer there")
    parser.add_argument("--cache", type=Path, help="where the memories are kept for the next time")
    given = parser.parse_args(arguments)
    given.conditions = [one.strip() for one in given.conditions.split(",") if one.strip()]
    if unknown := set(given.conditions) - set(CONDITIONS):
        parser.error(f"no such condition: {', '.join(sorted(unknown))}; there are {', '.join(CONDITIONS)}")
    return given


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 whatever the reader does."""
    given = options_from(arguments)
    settings = reader_settings(given.model, given.context, given.served)
    sets: list[str | Path] = [*given.messages, *(given.week or (() if given.messages else ("a", "b")))]
    with tempfile.TemporaryDirectory() as folder:
        cache = given.cache or Path(folder)
        models = build_models(Places(cache / "none", None), settings)
        if models.host is None:
            raise RuntimeError("the real models have a host")
        reader = chat_of(models.host, settings) if given.model else None
        try:
            for what in sets:
                with a_set(models, cache, what, given.limit) as of:
                    told, each = report(of, reader, given.conditions)
                print(json.dumps(told) if given.json else table(told, with_model=reader is not None), flush=True)
                if given.each is not None:
                    write_each(given.each, of.name, each)
        finally:
            models.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
