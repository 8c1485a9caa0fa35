"""What the documents say exists: links, make targets, commands, skipped tests. And what exists is said."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli.program import program

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_of_a_page_leads_to_something(page):
    links = re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_file_that_a_page_names_is_there(page):
    named = re.findall(
        r"`((?:app|capture|models|ui|tests|packaging|docs)/[\w/.]+\.\w+)`", page.read_text(encoding="utf-8")
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_make_target_that_is_named_exists_and_the_readme_names_the_two_that_matter():
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)) <= TARGETS
    first_block = (ROOT / "README.md").read_text(encoding="utf-8").split("```")[1]
    assert re.findall(r"^make ([a-z]+)", first_block, re.MULTILINE) == ["run", "test"]


def test_the_manual_names_every_command_and_none_that_is_not_there():
    manual = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`recollect ([a-z]+)", manual))
    commands = set(getattr(get_command(program()), "commands", {}))
    assert commands - named == {"open"}  # a bare `recollect` opens the window
    assert named <= commands


def test_every_test_file_that_may_skip_is_listed_with_its_reason():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("## Skipped tests")[1].split("\n## ")[0]
    skipping = [
        path.name
        for path in sorted((ROOT / "tests").glob("test_*.py"))
        if re.search(r"pytest\.skip\(|mark\.skipif|mark\.skip\b", path.read_text(encoding="utf-8"))
        and path.name != Path(__file__).name
    ]
    assert [name for name in skipping if name not in table] == []
