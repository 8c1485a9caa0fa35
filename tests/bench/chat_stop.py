"""How soon the chat worker lets go when it is told to stop, and how soon a killed one is noticed.

Real llama.cpp on a small file of random weights, or on a model that is named.

python -m tests.bench.chat_stop [--runs 20] [--model FILE]
"""

import argparse
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from models.chat import ChatClient
from models.host import WorkerFailed, WorkerHost
from tests.tiny_gguf import write_tiny_gguf

MESSAGES = [{"role": "user", "content": "Who comes for the boiler inspection? " + "The fitter comes on Monday. " * 60}]


def let_go_ms(client: ChatClient, after_pieces: int) -> float:
    """From the moment of stopping, after so many pieces (0: while the prompt is read), until the worker has answered something else."""
    halt, stopped_at, heard = threading.Event(), [0.0], [0]

    def on_text(_: str) -> None:
        heard[0] += 1
        if heard[0] == after_pieces:
            stopped_at[0] = time.perf_counter()
            halt.set()

    def at_once() -> None:
        stopped_at[0] = time.perf_counter()
        halt.set()

    if not after_pieces:
        threading.Timer(0.05, at_once).start()
    client.generate(MESSAGES, max_tokens=2000, on_text=on_text, cancelled=halt.is_set)
    client.count("free again")
    return (time.perf_counter() - stopped_at[0]) * 1000


def noticed_ms(client: ChatClient, host: WorkerHost) -> float:
    """From the killing of the worker in mid-sentence to the error."""
    killed_at, heard = [0.0], [0]

    def on_text(_: str) -> None:
        heard[0] += 1
        if heard[0] == 5:
            killed_at[0] = time.perf_counter()
            os.kill(host.states()["chat"]["pid"], signal.SIGKILL)

    try:
        client.generate(MESSAGES, max_tokens=2000, on_text=on_text)
    except WorkerFailed as error:
        if error.code != "worker_died":
            raise
        return (time.perf_counter() - killed_at[0]) * 1000
    raise AssertionError("a killed worker went on writing")


def told(name: str, one: Callable[[], float], runs: int) -> None:
    took = np.array([one() for _ in range(runs)])
    median, late = np.median(took), np.quantile(took, 0.95)
    print(f"{name:32} median {median:6.1f} ms  p95 {late:6.1f} ms  worst {took.max():6.1f} ms")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--runs", type=int, default=20)
    reader.add_argument("--model", type=Path)
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = given.model or write_tiny_gguf(Path(folder) / "babbler.gguf", layers=8, width=256)
        host = WorkerHost()
        client = ChatClient(host, path=model)
        client.generate(MESSAGES, max_tokens=1)
        told("stopped in mid-sentence", lambda: let_go_ms(client, 5), given.runs)
        told("stopped while the prompt is read", lambda: let_go_ms(client, 0), given.runs)
        told("killed in mid-sentence", lambda: noticed_ms(client, host), 3)
        host.close()


if __name__ == "__main__":
    main()
