"""The ten everyday tasks: step by step how each is done by keyboard and by mouse, and the manual's table of them."""

from tests.hands import Hands, Mouse
from tests.lived import EDITOR

MEANT = "What did I promise Anna?"
SPENT = f"How long was I in {EDITOR} yesterday?"
# What is done, and step by step how: by keyboard, and by mouse.
WAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Find a page seen last week": (
        ("Ctrl+K", "what it said", "Down", "Enter"),
        ("Insights", "Before", "the site's bar", "the page"),
    ),
    "Forget the last ten minutes": (
        ("Ctrl+Shift+Delete", "Enter"),
        ("the recording button", "Forget the last 10 minutes", "Forget"),
    ),
    "Look up what you promised Anna": (("Ctrl+K", f"“{MEANT}”", "Enter"), ("Ask", "the example that asks it")),
    "Leave out an application": (
        ("Ctrl+6", "Tab to its button", "Space"),
        ("Privacy", "Leave out"),
    ),
    "Pause for an hour": (
        ("Ctrl+R", "Down", "Down", "Enter"),
        ("the recording button", "Pause 1 hour"),
    ),
    "See how long you were in the editor yesterday": (
        ("Ctrl+K", f"“{SPENT}”", "Enter"),
        ("Insights", "Day", "Before"),
    ),
    "Say that a fact is wrong": (
        ("Ctrl+4", "/", "a word of it", "Enter", "D"),
        ("Memories", "Facts", "the fact", "That is wrong"),
    ),
    "Change how long pictures are kept": (
        ("Ctrl+,", "“how long pictures”", "Enter", "the days", "Enter", "Alt+S"),
        ("Settings", "How long things are kept", "Usual values", "90 days", "Set it"),
    ),
    "Open what an answer cites": (
        ("Ctrl+K", "the question", "Enter", "Up", "Enter"),
        ("Ask", "an example", "the moment beside the answer"),
    ),
    "Back up": (
        ("Ctrl+,", "“back up now”", "Enter", "Space"),
        ("Settings", "Backup and export", "Back up now"),
    ),
}


def done(hands: Hands, task: str) -> None:
    """The task is done; it took what is told of it."""
    told = WAYS[task][isinstance(hands, Mouse)]
    assert len(hands.steps) == len(told), (hands.steps, told)


def table() -> str:
    """What the manual tells of the ten."""
    rows = ["| | by keyboard | steps | by mouse | steps |", "|---|---|---|---|---|"]
    for task, ways in WAYS.items():
        told = " | ".join(f"{' · '.join(way)} | {len(way)}" for way in ways)
        rows.append(f"| {task} | {told} |")
    return "\n".join(rows)
