"""Makes a small store as the release that is checked out writes it: `python make_store.py FOLDER`, run in that checkout.

Made once for each released schema and kept beside this file; `expected.json` is what that release itself showed of it.
"""

import hashlib
import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw

from app.engines import FAILURES, Models
from app.ingest.reading import read_next
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Selection
from app.store import ledger
from app.store.frames import NewMoment, Pixels, add_picture_moment
from models.fake import FakeChat, FakeEmbedder, FakeOcr

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def picture(shade: int, mark: str) -> Pixels:
    drawn = Image.new("RGB", (240, 160), (shade, 250, 240))
    ImageDraw.Draw(drawn).text((20, 20), mark, fill=(0, 0, 0))
    return Pixels(drawn.tobytes(), 240, 160)


def main(folder: Path) -> None:
    places = Places(folder, folder / "key")
    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), FakeChat("It says so [1].")))
    messages = folder / "messages.jsonl"
    messages.write_text(
        "".join(
            json.dumps({"id": f"m{n}", "thread": "garden", "time": (START + timedelta(hours=n)).isoformat(),
                        "author": ("Ana", "Bo")[n % 2], "text": f"Message number {n} about the wheelbarrow and row {n * 7}."})
            + "\n"
            for n in range(8)
        )
    )  # fmt: skip
    memory.import_messages(messages)
    messages.unlink()
    memory.note("The spare key lies under the third flowerpot.")
    for n in range(4):
        shot = NewMoment(
            kind="screen", at=START + timedelta(days=1, minutes=n), zone="Europe/Berlin", app="editor", title=f"plan {n}.md",
            stream="one", source="screen",
        )  # fmt: skip
        public_id = add_picture_moment(memory.store, shot, picture(200 + n, f"picture {n}"))
        ledger.add_tick(memory.store, ledger.TickEntry(shot.at, "Europe/Berlin", "one", "kept", moment_id=public_id))
    while read_next(memory.store, memory._models.ocr, FAILURES) is not None:
        pass
    memory.embed_waiting()
    conversation = memory.new_conversation()
    memory.ask("Where is the spare key?", conversation=conversation, use_model=False)
    memory.add_rule("site", "bank.example")
    gone = next(one for one in memory.timeline() if one.source_id == "m5")
    memory.forget(Selection(ids=(gone.id,)))
    expected = {
        "moments": [
            {"id": one.id, "time": one.time.isoformat(), "kind": one.kind, "title": one.title,
             "passages": list(memory.moment(one.id).passages), "picture": shown(memory, one.id) if one.has_picture else ""}
            for one in memory.timeline()
        ],
        "hits": [hit.id for hit in memory.search("wheelbarrow").hits],
        "questions": [question for _, _, question in memory.conversations()],
        "answers": [turn.answer.text for turn in memory.turns(conversation)],
        "rules": [[rule.field, rule.pattern] for rule in memory.rules()],
        "ticks": memory.store.value("SELECT sum(ticks) FROM ledger"),
    }  # fmt: skip
    memory.close()
    (folder / "expected.json").write_text(json.dumps(expected, indent=1))


def shown(memory: Memory, public_id: str) -> str:
    """A hash of the picture's pixels."""
    with Image.open(io.BytesIO(memory.picture(public_id))) as found:
        return hashlib.sha256(found.convert("RGB").tobytes()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
