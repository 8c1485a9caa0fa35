"""How long a page's making waits for Python's lock while a thread works beside it, by how long a thread may keep the lock.

    python -m tests.bench.turns

Each row: widgets made alone and beside the thread, in milliseconds, their ratio, and how much the thread got done of what it does at
Python's own interval. Times are those of a clock: let nothing else run.
"""

import os
import re
import statistics
import sys
import threading
import time

WIDGETS, TIMES = 300, 9
PYTHONS_OWN_S = 0.005
INTERVALS_S = (PYTHONS_OWN_S, 0.002, 0.001, 0.0005, 0.0001)


def make() -> float:
    """Make a page of labels; returns how long it took, in seconds."""
    from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

    began_s = time.perf_counter()
    page = QWidget()
    column = QVBoxLayout(page)
    for nth in range(WIDGETS):
        label = QLabel(str(nth), page)
        label.setWordWrap(True)
        column.addWidget(label)
    page.adjustSize()
    return time.perf_counter() - began_s


def beside(interval_s: float) -> tuple[float, float]:
    """The middle time of making a page beside a thread that compiles patterns, and how many of those it compiles a second meanwhile."""
    sys.setswitchinterval(interval_s)
    ended, compiled = threading.Event(), [0]

    def work() -> None:
        while not ended.is_set():
            re.purge()
            re.compile(r"(foo|bar)+[a-z]{2,5}(?=x)\d*")
            compiled[0] += 1

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.3)
    before, began_s = compiled[0], time.perf_counter()
    made_s = statistics.median(make() for _ in range(TIMES))
    rate = (compiled[0] - before) / (time.perf_counter() - began_s)
    ended.set()
    thread.join()
    return made_s, rate


def main() -> int:
    """Measure and print."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    make()
    alone_s = statistics.median(make() for _ in range(TIMES))
    most = 0.0
    for interval_s in INTERVALS_S:
        made_s, rate = beside(interval_s)
        most = most or rate
        print(
            f"{interval_s * 1000:g} ms: {alone_s * 1000:.1f} alone, {made_s * 1000:.1f} beside, "
            f"ratio {made_s / alone_s:.1f}; the thread {rate / most:.2f}"
        )
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
