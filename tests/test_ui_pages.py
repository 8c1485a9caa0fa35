"""The pages of the window are made when they are needed: the first at the start, the others once it is up."""

import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.paths import Places
from tests.ui_home import Opened, copied
from ui.pages import PAGES

MOST_AT_ONCE = 12  # modules of the window

STEPS = """
import json, sys
import ui.window, ui.timeline
from ui.pages import load_each

counts, before = [], len(sys.modules)
for _ in load_each():
    counts.append(sum(name.startswith("ui.") for name in list(sys.modules)[before:]))
    before = len(sys.modules)
print(json.dumps(counts))
"""

PROGRAM = """
import sys
import ui.__main__
loaded = {name for name in sys.modules if name.startswith("ui.")}
print(sorted(loaded & {f"ui.{name}" for name in ("search", "ask", "memories", "insights", "privacy", "settings", "first_run")}))
"""

PAGES_ALONE = """
import sys
import ui.__main__
from ui.pages import PAGES
for entry in PAGES:
    entry.load()
heavy = ("numpy", "sqlite3", "app.store", "app.recall", "app.consolidate", "app.ingest", "app.memory")
print([name for name in heavy if name in sys.modules])
"""

# What is loaded and which classes of Qt's are defined off the GUI thread, while the window shows a memory, is locked, and opens again.
ELSEWHERE = """
import sys, threading, time
from pathlib import Path

class Watch:
    told = []
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is not threading.main_thread() and name.split(".")[0] in ("ui", "PySide6", "shiboken6"):
            self.told.append(name)

sys.meta_path.insert(0, Watch())
from PySide6.QtWidgets import QApplication
app = QApplication([])
from app.paths import Places
from tests.ui_home import open_window

def until(what):
    ends_s = time.monotonic() + 60
    while not what():
        app.processEvents()
        time.sleep(0.002)
        assert time.monotonic() < ends_s

opened = open_window(Places(Path(sys.argv[1]), Path(sys.argv[2])))
window = opened.window
assert "ui.privacy" not in sys.modules
until(lambda: len(window.pages.made()) == len(window.pages))
for key in window.pages:
    window.open_page(key)
    app.processEvents()
window.lock()
until(window.first_run._go.isEnabled)
window.first_run._go.click()
until(lambda: opened.core.is_open and len(window.pages.made()) == len(window.pages))
opened.close()
print(Watch.told)
"""


def test_nothing_of_the_window_is_loaded_off_the_gui_thread(two_days: Places, tmp_path: Path) -> None:
    places = copied(two_days, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(places.home), str(places.key_file)], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_no_step_of_loading_the_pages_takes_long() -> None:
    done = subprocess.run([sys.executable, "-c", STEPS], capture_output=True, text=True, check=True)
    most = json.loads(done.stdout)
    assert len(most) > len(PAGES)
    assert max(most) <= MOST_AT_ONCE, most


def test_no_page_loads_what_its_lanes_load() -> None:
    done = subprocess.run([sys.executable, "-c", PAGES_ALONE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_page_is_loaded_before_the_window_is_there() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_other_pages_come_by_themselves_once_the_first_is_shown(opened: Opened, qtbot: QtBot) -> None:
    pages = opened.window.pages
    qtbot.waitUntil(lambda: len(pages.made()) == len(PAGES))
    assert {page.KEY for page in pages.made()} == {entry.key for entry in PAGES}
    assert [page.accessibleName() for page in pages.values()] == [entry.said() for entry in PAGES]
    assert opened.window.page() == "timeline"
    assert not pages.make_one()


def test_a_page_that_is_asked_for_early_is_made_at_once_and_only_once(opened: Opened, qtbot: QtBot) -> None:
    early = opened.window.insights
    qtbot.waitUntil(lambda: len(opened.window.pages.made()) == len(PAGES))
    assert opened.window.insights is early


def test_what_is_out_of_sight_wears_the_colours_too_and_changes_them_soon_after_the_window(
    opened: Opened, qtbot: QtBot
) -> None:
    window, menu = opened.window, opened.window.pill.menu_
    qtbot.waitUntil(lambda: len(window.pages.made()) == len(PAGES))
    everything = [*window.pages.made(), window.rail, window.top, window.inspector, window.toast, window.note, menu]
    for mode in ("light", "dark"):
        window.theme.use(mode)  # type: ignore[arg-type]
        assert window.theme.roles.accent in window.rail.styleSheet()
        assert window.timeline.styleSheet() == window.rail.styleSheet()
        qtbot.waitUntil(lambda: {one.styleSheet() for one in everything} == {window.rail.styleSheet()})
    menus = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.parentWidget() is None]
    assert menu in menus
    assert [one.objectName() for one in menus if not one.styleSheet()] == []
