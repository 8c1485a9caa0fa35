"""timeline, show and forget: moments by time, one moment in full, and getting rid of them."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from app.cli import options, shapes
from app.cli.context import Given, given
from app.errors import KnownError
from app.records import MomentDetail, Receipt, Selection
from app.sentences import sentence

_ALL = 1_000_000_000
_SHOWN = 200


def timeline(
    context: typer.Context,
    *,
    since: options.Since = None,
    until: options.Until = None,
    app: options.App = None,
    site: options.Site = None,
    kind: options.Kind = None,
    thread: options.Thread = None,
    source: options.Source = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many, the newest.")] = None,
    as_json: options.Json = False,
) -> None:
    """List moments by time."""
    here = given(context)
    narrowed = options.filters(
        here, since=since, until=until, app=app, site=site, kind=kind, thread=thread, source=source
    )
    most = limit or (_ALL if as_json else _SHOWN)
    with here.memory() as memory:
        newest = memory.timeline(filters=narrowed, limit=most, newest_first=True)
    moments = newest[::-1]
    if as_json:
        for one in moments:
            here.terminal.json(shapes.moment(one))
        return
    if not moments:
        here.terminal.say(sentence("no_moments"))
        return
    rows = [
        (here.terminal.when(one.time, one.zone), one.app or one.kind, one.title or one.thread or one.author, one.id)
        for one in moments
    ]
    here.terminal.table(("when", "app", "title", "id"), rows, wide=2)
    if len(moments) == most:
        here.terminal.note(f"These are the newest {most}; narrow them with --since and --until, or use --limit.")


def show(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of a moment.", show_default=False)],
    *,
    image: Annotated[Path | None, typer.Option(metavar="FILE", help="Save its picture (.webp, .png or .jpg).")] = None,
    as_json: options.Json = False,
) -> None:
    """Show one moment: its text, and where on its picture each line stands."""
    here = given(context)
    with here.memory() as memory:
        detail = memory.moment(id_)
        if image is not None:
            save_picture(image, memory.picture(id_))
    if as_json:
        here.terminal.json(shapes.detail(detail) | {"image": None if image is None else str(image)})
    else:
        _show_detail(here, detail)
        if image is not None:
            here.terminal.note(f"The picture is in {image}.")


def save_picture(file: Path, webp: bytes) -> None:
    """Write a picture in the format of the file's ending, for its owner alone.

    Raises KnownError "picture_format", "file_unwritable".
    """
    from app.paths import write_private

    ending = file.suffix.lower().lstrip(".") or "webp"
    formats = {"webp": "", "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
    if ending not in formats:
        raise KnownError("picture_format", ending=ending)
    data = webp
    if formats[ending]:
        from PIL import Image

        made = io.BytesIO()
        with Image.open(io.BytesIO(webp)) as picture:
            picture.convert("RGB").save(made, formats[ending])
        data = made.getvalue()
    try:
        write_private(file, data)
    except OSError:
        raise KnownError("file_unwritable", file=str(file)) from None


def _show_detail(here: Given, detail: MomentDetail) -> None:
    terminal, one = here.terminal, detail.moment
    parts = (terminal.when(one.time, one.zone), one.app or one.kind, one.title, one.url, one.thread, one.author)
    terminal.say(" · ".join(part for part in parts if part), style="bold")
    if one.reading in {"pending", "reading"}:
        terminal.note(sentence("not_read_yet"))
    if one.reading == "failed":
        terminal.note(sentence(one.failure or "reading_failed"))
    terminal.say("\n\n".join(detail.passages))


# -- forgetting


def forget(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Moments, memories, questions.", show_default=False)
    ] = None,
    *,
    last: Annotated[str | None, typer.Option(metavar="LENGTH", help="The last 10m, 1h, 2 days.")] = None,
    since: options.Since = None,
    until: options.Until = None,
    app: options.App = None,
    site: options.Site = None,
    thread: options.Thread = None,
    source: options.Source = None,
    matching: Annotated[str | None, typer.Option(metavar="QUERY", help="All that holds these words.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything.")] = False,
    elsewhere: Annotated[
        bool, typer.Option("--elsewhere", help="Also the other moments that show what was first seen then.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: options.Json = False,
) -> None:
    """Delete moments, questions and memories, and all that was made from them. Several conditions narrow each other."""
    here = given(context)
    alone = [
        bool(ids),
        everything,
        any(x is not None for x in (last, since, until, app, site, thread, source, matching)),
    ]
    if sum(alone) > 1:
        raise typer.BadParameter("ids, --all and the other conditions exclude each other", param_hint="ID")
    if last and since:
        raise typer.BadParameter("--last and --since exclude each other", param_hint="--last")
    narrowed = options.filters(here, since=since, until=until, app=app, site=site, thread=thread, source=source)
    begin = narrowed.since if last is None else here.now - _length(last)
    selection = Selection(
        ids=tuple(ids or ()), since=begin, until=narrowed.until, app=narrowed.app, site=narrowed.site,
        thread=narrowed.thread, source=narrowed.source, matching=matching or None, everything=everything,
        also_elsewhere=elsewhere,
    )  # fmt: skip
    if selection in (Selection(), Selection(also_elsewhere=True)):
        raise KnownError("nothing_selected")
    _forget(here, selection, dry_run=dry_run, yes=yes, as_json=as_json)


def _length(text: str) -> timedelta:
    from app.recall.query import parse_duration

    return parse_duration(text)


def _forget(here: Given, selection: Selection, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    if not (dry_run or yes or here.terminal.asks()):
        raise KnownError("confirm_needed")
    with here.memory() as memory:
        if not dry_run and not yes:
            would = memory.forget(selection, dry_run=True)
            if not here.terminal.confirmed(f"{_counted(would)} will be gone for ever. Forget?"):
                raise KnownError("nothing_forgotten")
        receipt = memory.forget(selection, dry_run=dry_run)
    if as_json:
        here.terminal.json(shapes.receipt(receipt))
        return
    if dry_run:
        here.terminal.say(f"{_counted(receipt)} would be forgotten. Nothing was changed.")
        return
    state = "" if receipt.state == "gone" else " " + sentence("still_purging")
    here.terminal.say(f"Forgotten: {_counted(receipt)}, {_size(receipt.bytes_freed)} freed.{state}")
    if receipt.also_seen:
        here.terminal.note(sentence("also_seen", {"count": receipt.also_seen}))
    for folder in receipt.backups_left:
        here.terminal.note(sentence("backup_out_of_reach", {"folder": folder}))


def receipts(context: typer.Context, *, as_json: options.Json = False) -> None:
    """What was forgotten, in counts, and whether it is gone."""
    here = given(context)
    with here.memory() as memory:
        found = memory.receipts()
    if as_json:
        for when, one in found:
            here.terminal.json({"time": shapes.iso(when), **shapes.receipt(one)})
        return
    here.terminal.table(
        ("when", "state", "what"), [(here.terminal.when(when), one.state, _counted(one)) for when, one in found], wide=2
    )


def _counted(receipt: Receipt) -> str:
    counts = [(receipt.frames, "moments"), (receipt.pictures, "pictures"), (receipt.passages, "passages")]
    made = receipt.episodes + receipt.facts + receipt.digests
    counts += [one for one in ((made, "memories"), (receipt.chat_answers, "answers")) if one[0]]
    return ", ".join(f"{count} {name}" for count, name in counts)


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 100_000 else f"{size_bytes / 1e3:.1f} kB"
