"""What somebody did, step by step: a command typed, a thing opened, a place gone to. Pure; what others write is no step."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.consolidate.bags import use_of
from app.consolidate.things import thing_of, title_of, without_version
from app.recall.looks import is_app_of
from app.store.daily import Seen

# A line of a shell: a prompt with a user or a folder in it, or a bare sign, then a command.
_COMMAND = re.compile(r"^(?:\S*[@:~/\]]\S*\s?[$%#❯➜>]|[$❯➜])\s*(?P<command>[a-z][\w.+-]*(?: [^\n]*)?)$", re.MULTILINE)
_WORD = re.compile(r"^[A-Za-z][\w./-]*$")
# These only look around.
_LOOKS_AROUND = frozenset("cd ls ll la pwd clear exit history cat less more man which echo".split())  # noqa: SIM905
# Of these the second word says what is done.
_WITH_VERB = frozenset(
    ("git", "make", "docker", "npm", "yarn", "pnpm", "cargo", "go", "pip", "uv", "apt", "dnf", "brew", "systemctl", "kubectl",
     "python", "python3", "node")
)  # fmt: skip
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Done:
    """One step: what it was, so that the same is the same again, and when it was seen first."""

    label: str
    at_us: int


def command_of(line: str) -> str:
    """What a typed command does: its program, and what it was told to do, without options.

    >>> command_of("git commit -m 'wall'"), command_of("cd src"), command_of("rsync -az public/ web:/srv")
    ('git commit', '', 'rsync')
    """
    words = [word for word in line.split() if not word.startswith("-")]
    while words and words[0] == "sudo":
        words = words[1:]
    if not words or words[0] in _LOOKS_AROUND:
        return ""
    verb = words[1:2] if words[0] in _WITH_VERB and len(words) > 1 and _WORD.match(words[1]) else []
    return " ".join([words[0], *verb])[:_LONGEST]


def commands(text: str) -> list[str]:
    """The commands in what a terminal showed, in order.

    >>> commands("me@pc:~/x$ make test\\nok\\nme@pc:~/x$ git push")
    ['make test', 'git push']
    """
    return [found for match in _COMMAND.finditer(text) if (found := command_of(match["command"]))]


def steps_of(moments: Sequence[Seen]) -> list[Done]:
    """The steps of moments in order; the same twice in a row is one."""
    out: list[Done] = []
    shown: dict[str, int] = {}
    before: Seen | None = None
    for one in moments:
        same = before is not None and use_of(before) == use_of(one) and before.texts == one.texts
        before = one
        for label in _steps(one, shown) if one.kind == "screen" and not same else ():
            if not out or out[-1].label != label:
                out.append(Done(label, one.at_us))
    return out


def _steps(one: Seen, shown: dict[str, int]) -> list[str]:
    if is_app_of("terminal", one.app):
        return [f"{one.app}: {command}" for command in _new_commands(one, shown)]
    if is_app_of("mail", one.app) or not one.app:
        return [one.app] if one.app else []
    thing = thing_of(one)
    if thing is None:
        return [
            f"{one.app}: {title_of(one)[:_LONGEST]}" if is_app_of("message", one.app) and title_of(one) else one.app
        ]
    what = one.site if thing.kind == "page" and one.site else without_version(thing.title)
    return [f"{one.app}: {what[:_LONGEST]}"]


def _new_commands(one: Seen, shown: dict[str, int]) -> list[str]:
    """The commands of a terminal that it did not show before: what was typed earlier stands there still."""
    found = [command for _, text in one.texts for command in commands(text)]
    before = shown.get(one.title, 0)
    shown[one.title] = len(found)
    return found[before:] if len(found) >= before else found
