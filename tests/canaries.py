"""Plants words, pictures and made things that are found nowhere else in a memory, in pairs: one that is to go and one that is to stay."""

import hashlib
import random
import string
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.engines import FAILURES
from app.ingest.panes import pack_panes
from app.ingest.reading import add_text_moment, read_next
from app.ingest.told import Told
from app.memory import Memory
from app.records import Answer, Box, Citation, Filters, Selection, Understood
from app.store import chats
from app.store.db import Store, now_us
from app.store.frames import NewMoment, Pixels, add_picture_moment, new_public_id
from capture.frame import Pane, Window
from models.fake import FakeEmbedder, FakeOcr
from tests import residue

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WIDE, HIGH = 96, 160
BELOW = Box(0, 112, 48, 32)  # what changes from the first picture of a pair to the second: no line stands there
WAYS = ("ids", "range", "app", "site", "thread", "source", "matching")
MESSAGES, SCREENS, MEMORIES, TURNS, LOOSE_QUESTIONS = 60, 14, 24, 24, 40  # of each way


class DenseEmbedder(FakeEmbedder):
    """Vectors of which no two look alike in any part: so that a part of one can be told from all others."""

    model_id = "dense@1"

    def passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        rows = [
            np.random.default_rng(list(hashlib.sha256(text.encode()).digest())).standard_normal(self.dim)
            for text in texts
        ]
        return np.stack([row / np.linalg.norm(row) for row in rows]).astype(np.float32)


@dataclass
class Telling:
    """Tells the address of each picture, as a browser does that is asked after it was taken."""

    urls: dict[str, str] = field(default_factory=dict)

    def ask(self, public_id: str, picture: Image.Image) -> Told:
        return Told((), self.urls.get(public_id, ""))


@dataclass
class Planted:
    """What was planted for one way of forgetting, or for what stays beside it."""

    way: str
    goes: bool
    at: datetime
    ids: list[str] = field(default_factory=list)
    needles: dict[str, list[bytes]] = field(default_factory=dict)
    overwritten: dict[str, list[bytes]] = field(default_factory=dict)  # what an update replaced: may be gone before

    @property
    def name(self) -> str:
        return f"{self.way}{'goes' if self.goes else 'stays'}"

    @property
    def selection(self) -> Selection:
        """What forgets it."""
        site = f"{self.name}.example"
        return {
            "ids": Selection(ids=tuple(self.ids)),
            "range": Selection(since=self.at - timedelta(hours=1), until=self.at + timedelta(hours=11)),
            "app": Selection(app=self.name), "site": Selection(site=site), "thread": Selection(thread=self.name),
            "source": Selection(source=self.name), "matching": Selection(matching=f"{self.name}shared"),
        }[self.way]  # fmt: skip


class Planter:
    """Fills a memory. `keys` are those of all picture pieces that there ever were."""

    def __init__(self, memory: Memory, ocr: FakeOcr, seed: int) -> None:
        self.memory, self.store, self.ocr = memory, memory.store, ocr
        self.chance = random.Random(seed)
        self.noise = np.random.default_rng(seed)
        self.telling = Telling()
        self.keys: dict[str, bytes] = {}
        self.groups: list[Planted] = []

    def plant(self) -> None:
        """Everything, what goes and what stays in turns."""
        for number, way in enumerate(WAYS):
            for goes in (True, False):
                self.groups.append(Planted(way, goes, NOON + timedelta(days=2 * number + (0 if goes else 1))))
        for number in range(MESSAGES):
            for group in self.groups:
                self._message(group, number)
        for number in range(SCREENS):
            for group in self.groups:
                self._screen_pair(group, number)
        self.memory.embed_waiting()
        for group in self.groups:
            self._note_vectors(group)
        conversation = chats.new_conversation(self.store)
        for number in range(max(MEMORIES, TURNS)):
            for group in self.groups:
                self._made(group, number)
                self._turn(group, number, conversation)
        for group in self.groups:
            for _ in range(LOOSE_QUESTIONS if group.way == "range" else 0):
                self._loose_question(group, conversation)

    # -- words

    def word(self) -> str:
        """Letters that are found nowhere else; its end is no ending that a stemmer would take off."""
        return "".join(self.chance.choices(string.ascii_lowercase, k=self.chance.randint(17, 39))) + "q"

    def _text(self, group: Planted, kind: str) -> str:
        """A new needle of a kind: a word, or for phrases several short ones."""
        text = " ".join(self.word()[-7:] for _ in range(4)) if kind == "phrase" else self.word()
        group.needles[f"{kind} {group.name} {len(group.needles)}"] = residue.text_needles(text)
        return text

    def _moment(self, group: Planted, kind: str, after: timedelta) -> NewMoment:
        return NewMoment(
            kind=kind, at=group.at + after, zone="Europe/Berlin", app=group.name, site=f"{group.name}.example",
            thread=group.name, author=self._text(group, "author"), source=group.name,
        )  # fmt: skip

    def _message(self, group: Planted, number: int) -> None:
        words = " and ".join(self._text(group, "word") for _ in range(3))
        text = f"{group.name}shared note {number} says {words}. It also says {self._text(group, 'phrase')}."
        moment = self._moment(group, "message", timedelta(minutes=number))
        moment = replace(moment, source_id=self._text(group, "source id"))
        group.ids.append(add_text_moment(self.store, moment, text))

    # -- pictures

    def _screen_pair(self, group: Planted, number: int) -> None:
        """Two pictures one after the other with the same words: the second is a change of the first and lengthens what it saw."""
        after = timedelta(hours=2, minutes=20 * number)
        title, site = self._text(group, "title"), f"https://{group.name}.example/"
        moment = replace(
            self._moment(group, "screen", after),
            title=title,
            stream=group.name,
            url=site + self._replaced(group, "url"),
        )
        window = Window(1, group.name, title, "proc", 9, 0, 0, WIDE, HIGH, focused=True, url=moment.url)
        panes = pack_panes([Pane(window, ((0, 0, WIDE, HIGH),))])
        lines = [f"{group.name}shared {self._text(group, 'line')}", f"line {self._text(group, 'line')}"]
        if number % 4 == 0:
            lines.append("password: hunter2-" + self.word())  # painted when it is read
        first = self._keep(group, moment, None, panes, lines, site)
        later = replace(moment, at=moment.at + timedelta(seconds=5), author="")
        self._keep(group, later, first, panes, [], site)

    def _keep(
        self, group: Planted, moment: NewMoment, base: str | None, panes: str, lines: Sequence[str], site: str
    ) -> str:
        picture = self.noise.integers(0, 256, (HIGH, WIDE, 3), np.uint8).tobytes()
        self.ocr.learn(picture, lines)
        changed = [BELOW] if base else []
        kept = add_picture_moment(
            self.store, moment, Pixels(picture, WIDE, HIGH), base=base, changed=changed, panes=panes
        )
        hasty = self._pieces(kept)
        self.telling.urls[kept] = site + self._text(group, "url told")
        assert read_next(self.store, self.ocr, FAILURES, told=self.telling) is not None  # type: ignore[arg-type]
        settled = self._pieces(kept)
        for name, forms in (hasty | settled).items():
            into = group.needles if name in settled else group.overwritten
            into |= {f"{kind} {group.name} {name}": [form] for kind, form in forms.items()}
        group.ids.append(kept)
        return kept

    def _pieces(self, public_id: str) -> dict[str, dict[str, bytes]]:
        """The files of a moment's own picture, with their keys and what is random in them, by name."""
        found = {}
        for name, key, role in self.store.rows(
            "SELECT file, key, role FROM picture WHERE moment_id = (SELECT id FROM moment WHERE public_id = ?)",
            (public_id,),
        ):
            self.keys[name] = key
            sealed = (self.store.places.pictures / name[:2] / name).read_bytes()
            plain, shown = residue.piece(name, sealed, key), "picture" if role == "full" else "thumbnail"
            found[name] = {
                f"{shown} sealed": sealed[-96:], shown: plain[-96:], f"{shown} key": key, f"{shown} name": name.encode()
            }  # fmt: skip
        return found

    # -- what is made of it

    def _note_vectors(self, group: Planted) -> None:
        rows = self.store.rows(
            "SELECT v.passage_id, v.data FROM vector v JOIN passage p ON p.id = v.passage_id WHERE p.app = ?",
            (group.name,),
        )
        for passage_id, data in rows:
            group.needles[f"vector {group.name} {passage_id}"] = [data[4 : 4 + 96]]

    def _replaced(self, group: Planted, kind: str) -> str:
        """A text that an update replaces before anything is forgotten."""
        text = self.word()
        group.overwritten[f"replaced {kind} {group.name} {len(group.overwritten)}"] = residue.text_needles(text)
        return text

    def _made(self, group: Planted, number: int) -> None:
        """A memory made of two moments, its text written anew once; every third is made of a memory."""
        parents = self.chance.sample(group.ids, 2)
        with self.store.writing():
            made = _insert_memory(self.store, self._text(group, "summary title"), self._replaced(group, "summary"))
            for parent in parents:
                _derive(
                    self.store, made, "moment", self.store.value("SELECT id FROM moment WHERE public_id = ?", (parent,))
                )
        with self.store.writing():
            self.store.execute("UPDATE memory SET text = ? WHERE id = ?", (self._text(group, "summary"), made))
            if number % 3 == 0:
                above = _insert_memory(self.store, "", self._text(group, "summary of a summary"))
                _derive(self.store, above, "memory", made)

    def _turn(self, group: Planted, number: int, conversation: str) -> None:
        cited = self.chance.choice(group.ids)
        question, said, quote = (self._text(group, kind) for kind in ("question", "answer", "quote"))
        self._answer(f"What of {question}?", f"It was {said}. [1]", [(cited, quote)], conversation, LONG_AGO)

    def _loose_question(self, group: Planted, conversation: str) -> None:
        """A question asked in that time, whose answer stands on nothing."""
        question = f"Where is {self._text(group, 'question without an answer')}?"
        self._answer(question, "", [], conversation, group.at + timedelta(hours=1))

    def _answer(
        self, question: str, text: str, cited: Sequence[tuple[str, str]], conversation: str, at: datetime
    ) -> None:
        citations = tuple(
            Citation(n, public_id, NOON, "app", "", quote) for n, (public_id, quote) in enumerate(cited, 1)
        )
        understood = Understood(question, Filters())
        mode = "extractive" if cited else "none"
        answer = Answer(question, text, mode, citations, 0.5, understood)  # type: ignore[arg-type]
        chats.add_turn(self.store, conversation, answer, at, "UTC")


def _insert_memory(store: Store, title: str, text: str) -> int:
    found = store.execute(
        "INSERT INTO memory(public_id, kind, title, text, made_us) VALUES (?, 'episodic', ?, ?, ?)",
        (new_public_id(), title, text, now_us()),
    ).lastrowid
    assert found is not None
    return int(found)


def _derive(store: Store, made: int, kind: str, parent: int) -> None:
    store.execute(
        "INSERT INTO derivation(child_kind, child_id, parent_kind, parent_id) VALUES ('memory', ?, ?, ?)",
        (made, kind, parent),
    )
