"""storage and pin: what the memory takes and what will become of it, and what is to stay whole however old it grows."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import options, shapes
from app.cli.context import Given, given
from app.records import Forecast, Going
from app.sentences import sentence

if TYPE_CHECKING:
    from app.settings import Settings


def storage(context: typer.Context, *, as_json: options.Json = False) -> None:
    """Say what the memory takes, how fast it grows, and what will go within a month."""
    from app.settings import load

    here = given(context)
    settings = load(here.places.settings)
    with here.memory() as memory:
        found = memory.storage()
    if as_json:
        here.terminal.json(_plain(found, settings))
    else:
        _show(here, found, settings)


def pin(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Moments.", show_default=False)],
    *,
    off: Annotated[bool, typer.Option("--off", help="Let them age again.")] = False,
    as_json: options.Json = False,
) -> None:
    """Keep moments whole however old they grow; forgetting them stays possible."""
    here = given(context)
    with here.memory() as memory:
        for one in ids:
            memory.moment(one)  # none is changed where one is not there
        for one in ids:
            memory.pin(one, not off)
    if as_json:
        here.terminal.json({"ids": ids, "pinned": not off})
    else:
        here.terminal.say(sentence("unpinned" if off else "pinned", {"moments": len(ids)}))


def _plain(one: Forecast, settings: "Settings") -> dict[str, Any]:
    going = {name: getattr(one, f"{name}_going") for name in ("pictures", "thumbnails", "text")}
    return {
        "total_bytes": one.total_bytes,
        "pictures_bytes": one.pictures_bytes,
        "thumbnails_bytes": one.thumbnails_bytes,
        "database_bytes": one.database_bytes,
        "slack_bytes": one.slack_bytes,
        "free_bytes": one.free_bytes,
        "cap_bytes": one.cap_bytes,
        "a_day_bytes": one.a_day_bytes,
        "days": one.days,
        "cap_reached": shapes.iso(one.cap_reached),
        "going": {name: {"count": each.count, "bytes": each.size_bytes} for name, each in going.items()},
        "settings": {name: getattr(settings, name) for name in ("pictures_days", "thumbnails_days", "text_days", "max_gb")},
    }  # fmt: skip


def _show(here: Given, one: Forecast, settings: "Settings") -> None:
    rows = [
        ("pictures", size(one.pictures_bytes), _kept(settings.pictures_days), _going(one.pictures_going)),
        ("small pictures", size(one.thumbnails_bytes), _kept(settings.thumbnails_days), _going(one.thumbnails_going)),
        ("text and index", size(one.database_bytes), _kept(settings.text_days), _going(one.text_going)),
        ("together", size(one.total_bytes), f"up to {size(one.cap_bytes)}" if one.cap_bytes else "no limit", ""),
    ]
    here.terminal.table(("", "takes", "kept", "goes within 30 days"), rows, wide=3)
    here.terminal.say(forecast_sentence(here, one))
    here.terminal.note(sentence("storage_free", {"free": size(one.free_bytes)}))


def forecast_sentence(here: Given, one: Forecast) -> str:
    """What the memory grows by, and when it reaches its cap."""
    if not one.days:
        return sentence("storage_no_pace")
    params: dict[str, Any] = {"day": size(one.a_day_bytes), "days": one.days, "cap": size(one.cap_bytes)}
    if one.cap_reached is None:
        return sentence("storage_never" if one.cap_bytes else "storage_no_cap", params)
    if one.cap_reached <= here.now:
        return sentence("storage_reached", params)
    return sentence("storage_reached_on", params | {"date": f"{one.cap_reached:%Y-%m-%d}"})


def size(size_bytes: int) -> str:
    """Bytes as people say them.

    >>> size(950_000), size(1_250_000_000)
    ('1.0 MB', '1.2 GB')
    """
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 995_000_000 else f"{size_bytes / 1e6:.1f} MB"


def _kept(days: int) -> str:
    return f"{days} days" if days else "for ever"


def _going(one: Going) -> str:
    return f"{one.count} ({size(one.size_bytes)})" if one.count or one.size_bytes else "nothing"
