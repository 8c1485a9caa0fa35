"""A short run of the monkey: whatever is pressed, nothing is thrown, nothing is said by Qt, and the memory stays whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.paths import Places
from tests.bench.monkey import broken
from tests.bench.monkey_watch import Report
from tests.desktop import missing_programs
from ui.pages import PAGES

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.display
@pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")
def test_three_hundred_random_actions_harm_nothing(two_days: Places, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    assert two_days.key_file is not None
    command = [sys.executable, "-m", "tests.bench.monkey", "--actions", "300", "--seed", "11", "--quick"]
    command += ["--json", str(figures), "--home", str(two_days.home), "--key", str(two_days.key_file)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(figures.read_text())
    assert (found["actions"], found["exceptions"], found["warnings"], found["ill"]) == (300, [], {}, [])
    assert set(found["visited"]) >= {page.key for page in PAGES}
    assert found["recorded_looks"] > 0
    assert found["moments_before"] > 0


def test_a_stall_and_growth_fail_a_long_run_and_a_short_one_is_not_judged() -> None:
    bad = Report(longest_ms={"timeline": 80.0, "ask": 201.0}, growth_mb=31.0)
    assert broken(bad, 20_000) == ["stall_ms 201.0, not 200.0 at most", "growth_mb 31.0, not 30.0 at most"]
    assert broken(bad, 300) == []
    assert broken(Report(longest_ms={"timeline": 80.0}, growth_mb=3.0), 20_000) == []


def test_a_monkey_reports_what_was_thrown_and_what_qt_said() -> None:
    program = """
import sys
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication
from tests.bench.monkey_watch import Report, Watch
class Nobody:
    page, action = "timeline", "key"
def throw():
    raise ValueError("odd")
app = QApplication(["x"])
report = Report()
watch = Watch(report, Nobody())
watch.start()
QTimer.singleShot(20, throw)
QTimer.singleShot(30, lambda: qWarning("a warning"))
QTimer.singleShot(60, app.quit)
app.exec()
watch.stop()
print(len(report.exceptions), "odd at" in report.exceptions[0], report.warnings, flush=True)
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.stdout.strip() == "1 True {'a warning': 1}", done.stdout + done.stderr
