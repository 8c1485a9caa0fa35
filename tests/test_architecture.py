"""The rules of the house as tests: who may import whom, how long a module may be, what a log line may hold."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("app", "capture", "models", "ui")
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = {"torch", "transformers", "sentence_transformers", "onnxruntime", "tesserocr", "rapidocr", "llama_cpp", "cv2"}
LONGEST_MODULE = 500
LONGEST_FUNCTION = 60

# For each contract a file and a line that break it: contracts that nothing can break hold nothing.
BREAKS = {
    "layers": ("capture/frame.py", "import models.host"),
    "no-qt-below-ui": ("app/records.py", "import PySide6.QtCore"),
    "app-rooms": ("app/store/db.py", "import app.recall"),
    "driver-in-store": ("app/records.py", "import sqlite3"),
}


def sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Each module of these folders, with its syntax tree."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


# -- layers ------------------------------------------------------------------------------------------------------------
def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """The contracts of pyproject.toml, checked over the packages that lie in a folder."""
    program = "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def copied_tree(folder: Path) -> Path:
    """The four packages and their contracts, copied to where they may be broken."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_layers_hold():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_is_broken_once_below():
    assert {contract["id"] for contract in CONFIG["tool"]["importlinter"]["contracts"]} == set(BREAKS)


@pytest.mark.parametrize("contract", BREAKS)
def test_a_broken_contract_is_reported(tmp_path, contract):
    file, line = BREAKS[contract]
    broken = copied_tree(tmp_path) / file
    broken.write_text(broken.read_text(encoding="utf-8") + "\n" + line + "\n", encoding="utf-8")
    result = lint_imports(tmp_path)
    name = next(entry["name"] for entry in CONFIG["tool"]["importlinter"]["contracts"] if entry["id"] == contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{name} BROKEN" in " ".join(result.stdout.split())


# -- what a module may import when it is loaded ------------------------------------------------------------------------
def imported_at_once(tree: ast.Module) -> set[str]:
    """The top-level packages that importing a module imports: what stands outside functions and TYPE_CHECKING."""
    names: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(str(node.module).split(".")[0])
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting.extend(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return names


def test_an_import_inside_a_function_is_not_counted_and_one_inside_a_condition_is():
    code = (
        "def f():\n import torch\nif TYPE_CHECKING:\n import cv2\ntry:\n import tesserocr\nexcept ImportError: pass\n"
    )
    assert imported_at_once(ast.parse(code)) & HEAVY == {"tesserocr"}


def test_no_module_loads_a_heavy_library_by_being_imported():
    found = {name: heavy for name, tree in sources(*PACKAGES) if (heavy := imported_at_once(tree) & HEAVY)}
    assert found == {}


def test_nothing_below_the_window_imports_qt_anywhere():
    guilty = [name for name, tree in sources("app", "capture", "models") if "PySide6" in everything_imported(tree)]
    assert guilty == []


def test_the_libraries_of_the_models_are_imported_in_models_only():
    found = {
        name: heavy for name, tree in sources("app", "capture", "ui") if (heavy := everything_imported(tree) & HEAVY)
    }
    assert found == {}


def test_nobody_speaks_to_a_database_through_qt():
    assert uses_qtsql(ast.parse("from PySide6 import QtSql"))
    assert uses_qtsql(ast.parse("import PySide6.QtSql"))
    assert [name for name, tree in sources(*PACKAGES) if uses_qtsql(tree)] == []


def uses_qtsql(tree: ast.Module) -> bool:
    """Whether a module imports QtSql, which import-linter cannot tell from the rest of Qt."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return any("QtSql" in ast.unparse(node) for node in found)


def everything_imported(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports anywhere."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(str(node.module).split(".")[0])
    return names


# -- shape -------------------------------------------------------------------------------------------------------------
def test_no_module_is_too_long_and_each_says_what_lives_there():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}
    silent = [name for name, tree in sources(*PACKAGES) if tree.body and ast.get_docstring(tree) is None]
    assert silent == []


def python_files() -> list[Path]:
    return [path for folder in (*PACKAGES, "packaging") for path in (ROOT / folder).rglob("*.py")]


def test_no_function_is_longer_than_sixty_lines():
    long = {
        f"{name}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, tree in sources(*PACKAGES, "packaging")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


def test_no_module_bears_the_name_of_a_standard_one():
    taken = sys.stdlib_module_names - {"__main__"}
    assert [name for name, _ in sources(*PACKAGES) if Path(name).stem in taken] == []


def test_nothing_is_left_to_be_implemented():
    guilty = [
        name
        for name, tree in sources(*PACKAGES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in {"NotImplementedError", "NotImplemented"}
    ]
    assert guilty == []


# -- what a log line may hold ------------------------------------------------------------------------------------------
SEEN = {
    "title",
    "text",
    "texts",
    "query",
    "queries",
    "url",
    "urls",
    "snippet",
    "question",
    "answer",
    "quote",
    "passage",
    "note",
}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def seen_in_log_lines(tree: ast.Module) -> list[int]:
    """The lines of logging calls with an argument named for what was seen. Its length may be logged."""
    guilty = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS):
            continue
        if "log" in ast.unparse(node.func.value).lower() and SEEN & set(names_shown(node)):
            guilty.append(node.lineno)
    return guilty


def names_shown(call: ast.Call) -> Iterator[str]:
    """Every name and attribute among a call's arguments, outside `len(...)`."""
    waiting: list[ast.AST] = [*call.args, *(word.value for word in call.keywords)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
            continue
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        waiting.extend(ast.iter_child_nodes(node))


def test_a_log_line_with_a_title_is_noticed_and_one_with_its_length_is_not():
    assert seen_in_log_lines(ast.parse("log.info('kept %s', window.title)\nlogger.debug('n=%d', len(text))")) == [1]
    assert seen_in_log_lines(ast.parse("self._log.warning(f'for {query}')")) == [1]


def test_no_log_line_holds_what_was_seen():
    assert {name: lines for name, tree in sources(*PACKAGES) if (lines := seen_in_log_lines(tree))} == {}


# -- what is installed -------------------------------------------------------------------------------------------------
def test_every_direct_dependency_is_pinned_within_its_range():
    pins = {}
    for line in (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name, sign, version = line.split("#")[0].partition("==")
        if sign:
            pins[canonicalize_name(name.strip())] = version.strip()
    project = CONFIG["project"]
    for text in [
        *project["dependencies"],
        *project["optional-dependencies"]["dev"],
        *CONFIG["build-system"]["requires"],
    ]:
        requirement = Requirement(text)
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement.name} is not pinned"
        assert requirement.specifier.contains(pin), f"{requirement.name} {pin} is outside {requirement.specifier}"


def test_every_library_that_is_imported_is_a_direct_dependency():
    project = CONFIG["project"]
    own, dev = project["dependencies"], project["optional-dependencies"]["dev"]
    assert undeclared([*PACKAGES], own) == {}
    assert undeclared(["tests"], [*own, *dev]) == {}


def undeclared(folders: list[str], requirements: list[str]) -> dict[str, set[str]]:
    """The modules that import a library which only came along with another one."""
    declared = {canonicalize_name(Requirement(text).name) for text in requirements}
    makers = packages_distributions()
    ours = {*PACKAGES, "tests", "bootstrap", "environment", "setup_steps", "system_packages"} | sys.stdlib_module_names
    found = {}
    for name, tree in sources(*folders):
        names = everything_imported(tree) - ours
        strange = {
            top for top in names if not declared & {canonicalize_name(maker) for maker in makers.get(top, [top])}
        }
        if strange:
            found[name] = strange
    return found
