"""exclude and privacy: what is left out, and what would be kept of the screen now."""

import shlex
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.cli import options
from app.cli.context import Given, given
from app.errors import KnownError
from app.records import Rule, Selection
from app.sentences import look_code, sentence

if TYPE_CHECKING:
    from app.kept_now import Preview, Row
    from app.memory import Memory

privacy_app = typer.Typer(help="See what would be kept.", no_args_is_help=True, rich_markup_mode=None)
Field = Literal["app", "title", "site"]


@privacy_app.command("preview")
def preview(
    context: typer.Context,
    *,
    display: Annotated[str | None, typer.Option(metavar=":N", help="The X display to look at.")] = None,
    as_json: options.Json = False,
) -> None:
    """Say of each window on the screen whether it would be kept now, and why not. Takes no picture."""
    from app.kept_now import kept_now

    here = given(context)
    with here.memory() as memory:
        seen = kept_now(memory, display=display)
    if as_json:
        here.terminal.json(_preview_shape(seen))
    else:
        _show_preview(here, seen)


def _preview_shape(seen: "Preview") -> dict[str, Any]:
    outcome, reason = seen.rest or ("", "")
    return {
        "rest": {"outcome": outcome, "reason": reason} if seen.rest else None,
        "monitors": [
            {"name": one.monitor.name, "rect": list(one.monitor.rect), "outcome": one.outcome, "reason": one.reason}
            for one in seen.looks
        ],
        "windows": [
            {
                "monitor": row.monitor, "app": row.app, "title": row.title, "site": row.site, "kept": row.kept,
                "reason": row.reason, "rect": list(row.rect), "focused": row.focused,
            }
            for row in seen.rows
        ],
    }  # fmt: skip


def _show_preview(here: Given, seen: "Preview") -> None:
    if seen.rest is not None:
        here.terminal.say(sentence(f"look_{seen.rest[0]}"), style="bold")
    for look in seen.looks:
        name = f"{look.monitor.name}: " if len(seen.looks) > 1 else ""
        if seen.rest is None:
            here.terminal.say(name + sentence(look_code(look.outcome, look.reason)), style="bold")
        rows = [row for row in seen.rows if row.monitor == look.monitor.name]
        if rows:
            here.terminal.table(("application", "title", ""), [_line(row) for row in rows], wide=2)
        else:
            here.terminal.say(name + sentence("nothing_on_screen"))


def _line(row: "Row") -> tuple[Any, ...]:
    from rich.text import Text

    said = sentence("why_kept" if row.kept else f"why_{row.reason}")
    return _cut(row.app or "?", 20), _cut(row.title, 36), Text(said, style="green" if row.kept else "yellow")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


# -- rules


def exclude(
    context: typer.Context,
    *,
    app: Annotated[str | None, typer.Option(metavar="NAME", help="An application; * stands for anything.")] = None,
    site: Annotated[str | None, typer.Option(metavar="NAME", help="A web site and all below it.")] = None,
    title: Annotated[str | None, typer.Option(metavar="WORDS", help="Windows with these words in their title.")] = None,
    allow: Annotated[bool, typer.Option("--allow", help="Keep it, although another rule leaves it out.")] = False,
    remove: Annotated[str | None, typer.Option(metavar="ID", help="Take a rule away.")] = None,
    as_json: options.Json = False,
) -> None:
    """Leave out an application, a site or titles from now on. Without options: list the rules."""
    here = given(context)
    fields: tuple[tuple[Field, str | None], ...] = (("app", app), ("site", site), ("title", title))
    named = [(field, pattern) for field, pattern in fields if pattern is not None]
    if len(named) + (remove is not None) > 1:
        raise typer.BadParameter("give one of --app, --site, --title and --remove", param_hint="--app")
    with here.memory() as memory:
        if remove is not None:
            _remove(here, memory, remove, as_json=as_json)
        elif named:
            _add(here, memory, *named[0], allow=allow, as_json=as_json)
        else:
            _list(here, memory.rules(), as_json=as_json)


def _shape(rule: Rule) -> dict[str, Any]:
    return {"id": rule.id, "field": rule.field, "pattern": rule.pattern, "allow": rule.allow}


def _add(here: Given, memory: "Memory", field: Field, pattern: str, *, allow: bool, as_json: bool) -> None:
    if not pattern.strip():
        raise KnownError("empty_rule")
    rule = memory.add_rule(field, pattern.strip(), allow)
    moments = 0 if allow else kept_before(memory, rule)
    if as_json:
        here.terminal.json(_shape(rule) | {"kept_before": moments})
        return
    here.terminal.say(sentence("allowed_rule" if allow else f"excluded_{field}", {"pattern": rule.pattern}))
    if moments:
        command = f"recollect forget --{field} {shlex.quote(rule.pattern)}"
        here.terminal.say(sentence("offer_to_forget", {"moments": moments, "command": command}))


def kept_before(memory: "Memory", rule: Rule) -> int:
    """How many moments of what a rule leaves out were kept before; 0 too where no command could name them."""
    if rule.field == "title" or any(sign in rule.pattern for sign in "*?["):
        return 0
    selection = Selection(app=rule.pattern) if rule.field == "app" else Selection(site=rule.pattern)
    return memory.forget(selection, dry_run=True).frames


def _remove(here: Given, memory: "Memory", id_: str, *, as_json: bool) -> None:
    if all(rule.id != id_ for rule in memory.rules()):
        raise KnownError("no_such_rule")
    memory.remove_rule(id_)
    if as_json:
        here.terminal.json({"removed": id_})
    else:
        here.terminal.say(sentence("rule_removed"))


def _list(here: Given, rules: list[Rule], *, as_json: bool) -> None:
    if as_json:
        for rule in rules:
            here.terminal.json(_shape(rule))
        return
    if not rules:
        here.terminal.say(sentence("no_rules"))
        return
    kinds = {"app": "application", "site": "site", "title": "title"}
    rows = [("keep" if one.allow else "leave out", kinds[one.field], one.pattern, one.id) for one in rules]
    here.terminal.table(("", "what", "pattern", "id"), rows, wide=2)
