"""The model host with the real llama.cpp and files of random weights: loading, streaming, stopping, forms, letting go, being killed.

    make bench-host                 all of it; some minutes, 2 GB on the disk for a while
    make bench-host ARGS=--quick    without the file of a 1B model's shape

A line of JSON for each measurement; the exit status is 1 when a limit was missed.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

from models.chat import ChatClient
from models.host import WorkerFailed, WorkerHost
from tests.tiny_gguf import write_tiny_gguf

QUESTION = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What was on the screen?"}]
SCHEMA = {
    "type": "object",
    "properties": {"who": {"type": "string", "maxLength": 12}, "kind": {"enum": ["meeting", "mail"]}},
    "required": ["who", "kind"],
}
MOST_CANCEL_MS, MOST_OVER_MS, MOST_GROWTH_BYTES = 200.0, 0.3, 8 << 20
ONE_B = {"layers": 16, "width": 2048, "inner": 8192, "head": 64, "groups": 4, "fillers": 127_740, "eight_bit": True}


class Report:
    """Prints measurements and remembers whether a limit was missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def say(self, name: str, *, good: bool = True, **figures: Any) -> None:
        print(json.dumps({"what": name, **figures, "good": good}), flush=True)
        if not good:
            self.missed.append(name)


@contextlib.contextmanager
def hosted() -> Iterator[WorkerHost]:
    host = WorkerHost()
    try:
        yield host
    finally:
        host.close()


def load_often(report: Report, files: list[Path], loads: int) -> None:
    """Load another file each time; memory after the first tenth and at the end."""
    with hosted() as host:
        clients = [ChatClient(host, path=path, context_tokens=2048) for path in files]
        began, after_tenth = time.monotonic(), 0
        for number in range(loads):
            clients[number % len(clients)].generate(QUESTION, max_tokens=2)
            if number == loads // 10:
                after_tenth = host.states()["chat"]["rss_bytes"]
        state = host.states()["chat"]
        growth = state["rss_bytes"] - after_tenth
        report.say(
            "loads in a row", good=growth < MOST_GROWTH_BYTES and not state["restarts"], loads=loads,
            ms_each=round(1000 * (time.monotonic() - began) / loads, 1), growth_mb=round(growth / 2**20, 2),
            rss_mb=round(state["rss_bytes"] / 2**20),
        )  # fmt: skip


def compare_speed(report: Report, name: str, file: Path, rounds: int, tokens: int) -> None:
    """The same file through the host and driven directly, by turns: milliseconds a token after the first."""
    import llama_cpp

    from models.chat_engine import _SEED, _TEMPERATURE, _threads
    from models.room import BATCH_TOKENS

    threads = _threads()
    direct = llama_cpp.Llama(
        str(file), n_ctx=2048, n_batch=BATCH_TOKENS, n_ubatch=BATCH_TOKENS, n_threads=threads, n_threads_batch=threads, seed=_SEED,
        verbose=False,
    )  # fmt: skip
    prompt = direct.tokenize(b"What was on the screen yesterday evening?", special=False)
    os.nice(5)  # as the worker is
    ours: list[float] = []
    theirs: list[float] = []
    with hosted() as host:
        client = ChatClient(host, path=file, context_tokens=2048)
        client.generate(QUESTION, max_tokens=5)
        for _ in range(rounds):
            at: list[float] = []
            client.generate(QUESTION, max_tokens=tokens, on_text=lambda piece, at=at: at.append(time.perf_counter()))
            ours.append(1000 * (at[-1] - at[0]) / (tokens - 1))
            times = []
            for token in direct.generate(prompt, temp=_TEMPERATURE):
                direct.detokenize([token])
                times.append(time.perf_counter())
                if len(times) == tokens:
                    break
            theirs.append(1000 * (times[-1] - times[0]) / (tokens - 1))
    direct.close()
    over = statistics.median(one - other for one, other in zip(ours, theirs, strict=True))
    report.say(
        f"milliseconds a token, {name}", good=over <= MOST_OVER_MS, host=round(statistics.median(ours), 3),
        directly=round(statistics.median(theirs), 3), over=round(over, 3), rounds=rounds, tokens=tokens,
    )  # fmt: skip


def cancel_often(report: Report, name: str, file: Path, times: int, *, prompt_words: int, most_s: float) -> None:
    """Stop at random moments while a prompt is evaluated or an answer is said: until the caller has it back, and until the worker rests."""
    chance = random.Random(4)
    for when in ("in the prompt", "in the answer"):
        back, rested = [], []
        with hosted() as host:
            client = ChatClient(host, path=file, context_tokens=4096)
            client.count("load")
            for number in range(times):
                words = prompt_words if when == "in the prompt" else 3
                messages = [{"role": "user", "content": f"{number} " + "the screen " * words}]
                back_s, rested_s = _cancelled_once(client, messages, when, chance.uniform(0.02, most_s))
                back.append(1000 * back_s)
                rested.append(1000 * rested_s)
        for what, found in (("caller", back), ("worker", rested)):
            p95 = sorted(found)[int(0.95 * (len(found) - 1) + 0.5)]
            report.say(
                f"cancelled {when}, {name}, until the {what} is free", good=p95 < MOST_CANCEL_MS,
                p50_ms=round(statistics.median(found), 1), p95_ms=round(p95, 1), most_ms=round(max(found), 1), times=times,
            )  # fmt: skip


def _cancelled_once(
    client: ChatClient, messages: list[dict[str, str]], when: str, after_s: float
) -> tuple[float, float]:
    wish: list[float] = []
    begun = threading.Event()
    if when == "in the prompt":
        begun.set()

    def wished() -> bool:
        return bool(wish)

    def clock() -> None:
        begun.wait(120)
        time.sleep(after_s)
        wish.append(time.perf_counter())

    thread = threading.Thread(target=clock)
    thread.start()
    client.generate(messages, max_tokens=2000, on_text=lambda piece: begun.set(), cancelled=wished)
    back = time.perf_counter()
    begun.set()
    thread.join()
    client.count("x")  # answered when the worker has stopped
    return back - wish[0], time.perf_counter() - wish[0]


def fill_forms(report: Report, file: Path, times: int) -> None:
    """Every form parses and keeps to its schema."""
    good = 0
    with hosted() as host:
        client = ChatClient(host, path=file)
        for number in range(times):
            messages = [{"role": "user", "content": f"Form {number}"}]
            filled = json.loads(client.generate(messages, max_tokens=200, schema=SCHEMA))
            good += set(filled) == {"who", "kind"} and len(filled["who"]) <= 12
    report.say("forms", good=good == times, filled=good, of=times)


def keep_warm(report: Report, file: Path) -> None:
    """A second question after the same instructions and evidence."""
    evidence = "\n".join(f"[{number}] the screen said {number}" for number in range(60))
    figures: list[dict[str, Any]] = []
    with hosted() as host:
        client = ChatClient(host, path=file)
        for question in ("Where?", "When was it?"):
            messages = [QUESTION[0], {"role": "user", "content": f"{evidence}\n{question}"}]
            client.generate(messages, max_tokens=4, on_figures=figures.append)
    share = figures[1]["reused_tokens"] / figures[1]["prompt_tokens"]
    report.say("prompt kept warm", good=share > 0.95, **figures[1])


def let_go(report: Report, name: str, file: Path) -> None:
    """Unloading: the process is gone, and how long it took."""
    with hosted() as host:
        client = ChatClient(host, path=file)
        client.generate(QUESTION, max_tokens=2)
        state = host.states()["chat"]
        began = time.monotonic()
        host.unload("chat")
        took = 1000 * (time.monotonic() - began)
        gone = not psutil.pid_exists(state["pid"])
        report.say(f"unloaded, {name}", good=gone, ms=round(took), rss_mb=state["rss_bytes"] >> 20)


def kill_often(report: Report, file: Path, times: int) -> None:
    """`kill -9` in mid-answer: the asker hears of it, and the next answer comes."""
    told = answered = 0
    waits = []
    with hosted() as host:
        client = ChatClient(host, path=file)
        for _ in range(times):
            client.count("load")
            pid = host.states()["chat"]["pid"]
            try:
                client.generate(QUESTION, max_tokens=1500, on_text=_killer(pid))
            except WorkerFailed as failure:
                told += failure.code == "worker_died"
            began = time.monotonic()
            answered += bool(client.generate(QUESTION, max_tokens=3))
            waits.append(time.monotonic() - began)
    report.say(
        "killed in mid-answer", good=told == answered == times, told=told, answered=answered, of=times,
        next_answer_s=round(statistics.median(waits), 2),
    )  # fmt: skip


def _killer(pid: int) -> Callable[[str], None]:
    def kill(piece: str) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    return kill


def main(arguments: list[str]) -> int:
    """All measurements; 1 when a limit was missed."""
    parser = argparse.ArgumentParser(prog="make bench-host", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the file of a 1B model's shape")
    parser.add_argument("--loads", type=int, default=200)
    given = parser.parse_args(arguments)
    report = Report()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        tiny = write_tiny_gguf(folder / "tiny.gguf")
        other = write_tiny_gguf(folder / "other.gguf", seed=2)
        slow = write_tiny_gguf(folder / "slow.gguf", layers=12, width=384)
        load_often(report, [tiny, other], given.loads)
        compare_speed(report, "0.5 MB", tiny, rounds=21, tokens=200)
        compare_speed(report, "40 MB", slow, rounds=9, tokens=100)
        cancel_often(report, "40 MB", slow, 60, prompt_words=1200, most_s=0.5)
        fill_forms(report, tiny, 40)
        keep_warm(report, tiny)
        let_go(report, "0.5 MB", tiny)
        kill_often(report, slow, 10)
        if not given.quick:
            large = write_tiny_gguf(folder / "large.gguf", **ONE_B)  # type: ignore[arg-type]
            cancel_often(report, "1B", large, 40, prompt_words=600, most_s=2.5)
            let_go(report, "1B", large)
    report.say("all", good=not report.missed, missed=report.missed)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
