"""The set-up: which Python, which system packages, which steps are left, and that an interrupted one is done again."""

import ast
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import psutil
import pytest

from tests.desktop import wait_for

PACKAGING = Path(__file__).resolve().parents[1] / "packaging"
sys.path.insert(0, str(PACKAGING))

import bootstrap  # noqa: E402
import environment  # noqa: E402
import setup_steps as steps_of  # noqa: E402
import system_packages as system  # noqa: E402

RELEASES = {
    "debian-12": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n',
    "ubuntu-22.04": 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\n',
    "mint-22": 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n# a comment = here\n',
    "fedora-42": "NAME='Fedora Linux'\nID=fedora\nVERSION_ID=42\n",
    "rocky-9": 'ID="rocky"\nID_LIKE="rhel centos fedora"\n',
    "arch": "ID=arch\n",
}
CONSTRAINTS = (PACKAGING / "constraints.txt").read_text(encoding="utf-8")
PYPROJECT = (PACKAGING.parent / "pyproject.toml").read_text(encoding="utf-8")
SCRIPTS = ("bootstrap.py", "environment.py", "setup_steps.py", "system_packages.py")


def release(name: str) -> dict[str, str]:
    return system.parse_os_release(RELEASES[name])


# -- which Python ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("running", "found", "chosen"),
    [
        ((3, 11, 2), [], "running"),
        ((3, 14, 0), [("/a", (3, 12))], "running"),
        ((3, 10, 12), [("/b", (3, 13)), ("/a", (3, 11))], "/a"),
        ((3, 8, 18), [("/b", (3, 9)), ("/c", (3, 14))], "/c"),
        ((3, 15, 0), [("/d", (3, 12))], "/d"),
        ((3, 10, 12), [("/b", (3, 9))], None),
    ],
)
def test_the_running_python_is_used_if_it_will_do_else_the_oldest_that_does(running, found, chosen):
    assert steps_of.choose_python(("running", running), found) == chosen


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_set_up_can_be_read_by_python_3_8_and_imports_nothing_that_has_to_be_installed(script):
    tree = ast.parse((PACKAGING / script).read_text(encoding="utf-8"), feature_version=(3, 8))
    siblings = {name.removesuffix(".py") for name in SCRIPTS}
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).split(".")[0])
    assert imported <= sys.stdlib_module_names | siblings
    assert "annotations" in {
        alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def test_without_any_supported_python_it_says_which_ones_will_do_and_what_to_install(tmp_path):
    setup = bootstrap.Setup(bootstrap.options_from(["run", "--no-system"]), tmp_path)
    with pytest.raises(environment.TroubleError, match=r"3\.11 to 3\.14(.|\n)*python3\.11-venv"):
        setup.install_python()


# -- which system packages ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "installer", "reading", "browser"),
    [
        ("debian-12", "apt", "tesseract-ocr-eng", "chromium|firefox-esr|epiphany-browser"),
        ("ubuntu-22.04", "apt", "tesseract-ocr-eng", "firefox-esr|epiphany-browser"),
        ("mint-22", "apt", "tesseract-ocr-eng", "chromium|firefox-esr|epiphany-browser"),
        ("fedora-42", "dnf", "tesseract-langpack-eng", "chromium|firefox"),
        ("rocky-9", "dnf", "tesseract-langpack-eng", "chromium|firefox"),
    ],
)
def test_each_system_is_asked_for_packages_by_its_own_names(name, installer, reading, browser):
    assert system.installer_of(release(name)) == installer
    names = system.needed(release(name), ["window", "reading", "screen"])
    assert reading in names
    assert browser in names


def test_a_system_whose_names_are_unknown_is_asked_for_nothing():
    assert system.installer_of(release("arch")) == ""
    assert system.needed(release("arch"), ["window", "reading", "compiler", "screen"]) == []


def test_one_installed_alternative_is_enough_and_another_package_is_not():
    names = ["libglib2.0-0t64|libglib2.0-0", "tesseract-ocr"]
    assert system.missing(names, ["libglib2.0-0"]) == ["tesseract-ocr"]
    assert system.missing(names, ["tesseract-ocr", "libglib2.0-0t64-doc"]) == ["libglib2.0-0t64|libglib2.0-0"]


def test_the_first_offered_alternative_is_picked_and_an_optional_package_that_is_not_offered_is_left_out():
    offered = {"libglib2.0-0", "firefox-esr", "epiphany-browser"}
    wanted = ["libglib2.0-0t64|libglib2.0-0", "firefox-esr|epiphany-browser", "mousepad", "xvfb"]
    # xvfb is needed: it is asked for although the lists do not know it, so that the installer says why
    assert system.pick(wanted, offered.__contains__) == ["libglib2.0-0", "firefox-esr", "xvfb"]


def test_package_lists_are_fetched_when_there_are_none_or_old_ones():
    day = system.LISTS_ARE_STALE_AFTER_S
    assert system.lists_are_stale(None, 0.0)
    assert system.lists_are_stale(0.0, day + 1.0)
    assert not system.lists_are_stale(0.0, day - 1.0)


def test_a_virtual_screen_is_installed_only_where_something_is_shown_on_it():
    assert "screen" in bootstrap.groups_for("test", display=True, pending=[])
    assert "screen" in bootstrap.groups_for("run", display=False, pending=[])
    assert "screen" not in bootstrap.groups_for("run", display=True, pending=[])
    assert "compiler" not in bootstrap.groups_for("run", display=True, pending=[])
    assert "compiler" in bootstrap.groups_for("run", display=True, pending=[steps_of.Step("llama", "1")])


# -- which steps are left ----------------------------------------------------------------------------------------------
def all_steps(command: str = "test", constraints: str = CONSTRAINTS, pyproject: str = PYPROJECT, build: str = "cpu"):
    return bootstrap.wanted_steps(constraints, pyproject, command, build)


def left_after(stamps: dict[str, str], **changes: str) -> list[str]:
    return [step.name for step in steps_of.pending(all_steps(**changes), stamps)]


def stamped(folder: Path, steps) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    for step in steps:
        steps_of.write_stamp(folder, step)
    return steps_of.read_stamps(folder)


def test_a_fresh_clone_has_every_step_to_do_and_a_finished_one_none(tmp_path):
    assert left_after({}) == ["environment", "torch", "llama", "packages", "tools"]
    assert left_after(stamped(tmp_path, all_steps())) == []


def test_running_the_program_does_not_need_the_tools_of_the_tests():
    assert left_after({}, command="run") == ["environment", "torch", "llama", "packages"]


def test_a_step_that_was_interrupted_is_done_again_and_those_before_it_are_not(tmp_path):
    assert left_after(stamped(tmp_path, all_steps()[:2])) == ["llama", "packages", "tools"]


def test_a_new_environment_gets_everything_anew_whatever_was_remembered(tmp_path):
    stamps = stamped(tmp_path, all_steps())
    del stamps["environment"]
    assert left_after(stamps) == ["environment", "torch", "llama", "packages", "tools"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '"text"', "\x00"])
def test_a_damaged_list_of_finished_steps_counts_as_none(tmp_path, damage):
    (tmp_path / steps_of.STAMP_FILE).write_text(damage, encoding="utf-8")
    assert steps_of.read_stamps(tmp_path) == {}


def test_a_changed_pin_redoes_what_it_concerns_and_a_linters_setting_nothing(tmp_path):
    stamps = stamped(tmp_path, all_steps())
    ruff = steps_of.pin_of(CONSTRAINTS, "ruff")
    assert left_after(stamps, constraints=CONSTRAINTS.replace("ruff==" + ruff, "ruff==99")) == ["packages", "tools"]
    llama = steps_of.pin_of(CONSTRAINTS, "llama-cpp-python")
    assert "llama" in left_after(stamps, constraints=CONSTRAINTS.replace("python==" + llama, "python==99"))
    assert left_after(stamps, pyproject=PYPROJECT.replace("line-length = 120", "line-length = 99")) == []
    assert left_after(stamps, pyproject=PYPROJECT.replace('"rich>=15"', '"rich>=14"')) == ["packages", "tools"]


def test_asking_for_a_gpu_replaces_torch_and_what_depends_on_it(tmp_path):
    assert left_after(stamped(tmp_path, all_steps()), build="gpu") == ["torch", "packages", "tools"]


def test_a_pin_that_is_not_there_is_an_error_and_not_an_empty_version():
    with pytest.raises(KeyError):
        steps_of.pin_of(CONSTRAINTS, "no-such-package")


# -- doing them --------------------------------------------------------------------------------------------------------
def finished_checkout(root: Path) -> bootstrap.Setup:
    """A checkout in which every step is remembered as done."""
    (root / "packaging").mkdir()
    (root / "packaging" / "constraints.txt").write_text(CONSTRAINTS, encoding="utf-8")
    (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    setup = bootstrap.Setup(bootstrap.options_from(["test", "--no-system"]), root)
    setup.environment.bin.mkdir(parents=True)
    setup.environment.python.write_text("", encoding="utf-8")
    stamped(setup.environment.folder, all_steps())
    return setup


def test_a_second_run_starts_no_process_and_says_nothing(tmp_path, capsys):
    setup = finished_checkout(tmp_path)
    setup.run()
    assert setup.environment.child is None
    assert capsys.readouterr() == ("", "")


def test_an_environment_whose_python_is_gone_is_made_anew(tmp_path):
    setup = finished_checkout(tmp_path)
    setup.environment.python.unlink()
    assert next(step.name for step in setup.pending()) == "environment"


def little_wheel(folder: Path) -> Path:
    """A package of one module, packed by hand."""
    path = folder / "memento-1.0-py3-none-any.whl"
    info = "memento-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("memento.py", "VALUE = 42\n")
        wheel.writestr(info + "/METADATA", "Metadata-Version: 2.1\nName: memento\nVersion: 1.0\n")
        wheel.writestr(
            info + "/WHEEL", "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(info + "/RECORD", f"memento.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


def test_a_half_made_environment_is_replaced_and_a_half_installed_package_is_installed_again(tmp_path):
    said: list[str] = []
    place = environment.Environment(tmp_path, steps_of.Lock(tmp_path / "lock"), said.append)
    place.bin.mkdir(parents=True)
    (place.bin / "python").write_text("half a program", encoding="utf-8")
    place.make(sys.executable)
    place.make(sys.executable)
    assert said == ["the environment that is there works, and is kept"]

    wheel = ["--no-index", "--no-deps", str(little_wheel(tmp_path))]
    assert place.pip(wheel, "little") == 0
    [packages] = place.site_packages()
    assert steps_of.half_installed(packages) == []
    # as a kill leaves it: the package is on record, its own list of files was never finished, its module is not there
    record = packages / "memento-1.0.dist-info" / "RECORD"
    record.write_text("memento.py,,\nmemento-1.0.dist-info/METADATA,,\n", encoding="utf-8")
    (packages / "memento.py").unlink()
    (packages / "~emento").mkdir()
    assert [path.name for path in steps_of.half_installed(packages)] == ["memento-1.0.dist-info", "~emento"]
    assert place.pip(wheel, "little") == 0
    assert (packages / "memento.py").exists()
    assert not (packages / "~emento").exists()


def test_a_failed_command_is_reported_with_the_end_of_its_log_and_what_to_do(tmp_path):
    place = environment.Environment(tmp_path, steps_of.Lock(tmp_path / "lock"), str)
    assert place.work([sys.executable, "-c", "print('no such file'); raise SystemExit(3)"], "trial") == 3
    text = str(place.failed("trial", "The trial", "Try again."))
    assert "no such file" in text
    assert str(tmp_path / ".bootstrap" / "trial.log") in text
    assert text.endswith("Try again.")


def test_stopping_ends_a_command_with_everything_that_it_started(tmp_path):
    place = environment.Environment(tmp_path, steps_of.Lock(tmp_path / "lock"), str)
    inner = f"import os, time; open({str(tmp_path / 'grandchild')!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    worker = threading.Thread(target=place.work, args=([sys.executable, "-c", outer], "trial"))
    worker.start()
    assert wait_for(lambda: (tmp_path / "grandchild").exists() and (tmp_path / "grandchild").read_text())
    grandchild = psutil.Process(int((tmp_path / "grandchild").read_text()))
    place.stop_child()
    worker.join()
    assert place.child is not None
    assert place.child.returncode != 0
    assert psutil.wait_procs([grandchild], timeout=20)[1] == []


def test_a_wheel_index_that_is_not_there_is_noticed_without_raising(tmp_path):
    page = tmp_path / "torch"
    assert not environment.answers(tmp_path.as_uri() + "/missing", "torch")
    assert not environment.answers("http://127.0.0.1:9", "torch")
    assert not environment.answers("not an address", page.name)


def test_the_share_that_is_compiled_is_read_from_the_build_tools_marks():
    assert environment.compiled_percent("[1/200] a\n[50/200] b\n") == 25
    assert environment.compiled_percent("[1/2] configuring\nnothing\n") is None


def test_a_second_set_up_waits_for_a_process_that_a_killed_one_left_behind(tmp_path):
    first = steps_of.Lock(tmp_path / "lock")
    first.acquire(str)
    orphan = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, pass_fds=(first.handle,)
    )
    first.release()
    said: list[str] = []

    def let_the_orphan_end(text: str) -> None:
        said.append(text)
        orphan.communicate()

    second = steps_of.Lock(tmp_path / "lock")
    second.acquire(let_the_orphan_end)
    second.release()
    assert len(said) == 1
    assert orphan.returncode == 0
