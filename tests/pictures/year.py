"""A year of memory: the made-up week as it was lived in, and before it the two made-up stories week by week, as old times are kept.

Their moments have a small picture and their text, an episode, and what the recorder did; people and projects of the week go back to them.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from app import demo
from app.consolidate import episodes
from app.demo import DemoMoment
from app.demo.script import Story, read_script
from app.memory import Memory
from app.records import Moment
from app.store import facts, images, rewrite
from app.store.db import Store, to_us
from app.store.frames import MOMENT_COLUMNS, NewMoment, moment_values, new_public_ids
from tests.bench.store_scale import write_unsynced
from tests.pictures.clock import LAST_DAY, ZONE
from tests.pictures.homes import LEDGER, stretches

WEEKS = 44
AWAY = (12, 13, 30)  # weeks on holiday, counted back
SEEN_AGAIN = (1, 2, 3)  # how often one window is kept, one after the other
MOST_BACK = 40  # old moments that a person or a project goes back to
ROWS = {
    "moment": f"INSERT INTO moment(id, {MOMENT_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "picture": "INSERT INTO picture(moment_id, role, file, key, format, width_px, height_px, size_bytes)"
    " VALUES (?, 'thumb', ?, ?, 'webp', ?, ?, ?)",
    "passage": "INSERT INTO passage(id, hash, kind, text, title, who, app, site, thread, words, first_us)"
    " VALUES (?, randomblob(32), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "sighting": "INSERT INTO sighting(passage_id, moment_id, last_moment_id, stream, from_us, until_us) VALUES (?, ?, ?, ?, ?, ?)",
    "ledger": LEDGER,
    "memory": "INSERT INTO memory(id, public_id, kind, name, title, text, data, valid_from_us, valid_to_us, made_us, learnt_us)"
    " VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)",
    "derivation": "INSERT OR IGNORE INTO derivation(child_kind, child_id, parent_kind, parent_id) VALUES ('memory', ?, 'moment', ?)",
}


@dataclass
class Year:
    """The rows that are written, and where each scripted moment came to lie."""

    store: Store
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {name: [] for name in ROWS})
    of_key: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    small: dict[str, tuple[bytes, int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._next = {
            table: int(self.store.value(f"SELECT coalesce(max(id), 0) FROM {table}"))
            for table in ("moment", "passage", "memory")
        }
        self.episode_of = {
            step.key: step.episode for story in ("a", "b") for step in read_script(story).steps
        }  # fmt: skip

    def number(self, table: str) -> int:
        """The next row id."""
        self._next[table] += 1
        return self._next[table]

    def add_week(self, last_day: date, story: Story, nth: int) -> None:
        """A week that ends on a day: some of its moments are missing, and others are there twice."""
        gone = self.chance.choice((0.05, 0.15, 0.3))
        kept = [one for one in demo.week(seed=nth, story=story, last_day=last_day) if self.chance.random() > gone]
        for day, of_day in groupby(kept, key=lambda one: one.key.split("-")[1]):
            moved = timedelta(minutes=self.chance.randrange(-20, 20))
            seen = list(self._seen(list(of_day), moved))
            self.add_day(f"{nth}-{day}", seen)

    def _seen(self, moments: list[DemoMoment], moved: timedelta) -> Iterator[tuple[DemoMoment, datetime]]:
        for at, one in enumerate(moments):
            yield one, one.at + moved
            room = (moments[at + 1].at if at + 1 < len(moments) else one.at + timedelta(minutes=9)) - one.at
            times = self.chance.choice(SEEN_AGAIN) if one.kind == "screen" else 1
            for again in range(1, times):
                if room > timedelta(minutes=3):
                    yield one, one.at + moved + min(room, timedelta(minutes=14)) * again / times

    def add_day(self, name: str, seen: list[tuple[DemoMoment, datetime]]) -> None:
        """Moments with their small pictures and their text, what was made of them, and the ledger."""
        shown: list[Moment] = []
        passage = 0
        ids: dict[str, list[int]] = defaultdict(list)
        for at, (one, when) in enumerate(seen):
            moment_id = self._add(one, when, f"{name}-{at}")
            if at == 0 or seen[at - 1][0] is not one:  # else the same stands there still
                passage = self._add_text(one, when)
            self._show(passage, moment_id, one, when)
            ids[self.episode_of[one.key]].append(moment_id)
            self.of_key[one.key].append(moment_id)
            shown.append(Moment(str(moment_id), one.kind, when, ZONE, one.app))
        self.rows["ledger"] += [
            (to_us(since), to_us(until), ZONE, outcome, reason) for since, until, outcome, reason in stretches(shown)
        ]
        when_of = {int(one.id): one.time for one in shown}
        for title, of_title in ids.items():
            self._add_episode(title, [(one, when_of[one]) for one in of_title])

    def _add(self, one: DemoMoment, when: datetime, key: str) -> int:
        moment_id = self.number("moment")
        screen = one.kind == "screen"
        new = NewMoment(
            kind=one.kind, at=when, zone=ZONE, app=one.app, title=one.title, process=one.process, url=one.url, site=one.site,
            thread=one.thread, author=one.author, source="demo", source_id=f"{one.key}-{key}", stream="demo" if screen else "",
        )  # fmt: skip
        size = (1280, 800) if screen else (0, 0)
        self.rows["moment"].append((moment_id, *moment_values(new_public_ids(1)[0], new, size=size)))
        if screen:
            data, width, height = self._small(one)
            name, secret, bytes_ = write_unsynced(self.store.places, data)
            self.rows["picture"].append((moment_id, name, secret, width, height, bytes_))
        return moment_id

    def _add_text(self, one: DemoMoment, when: datetime) -> int:
        passage, text = self.number("passage"), "\n".join(one.lines)
        said = (one.title, one.author, one.app, one.site, one.thread, len(text.split()), to_us(when))
        self.rows["passage"].append((passage, one.kind, text, *said))
        return passage

    def _show(self, passage: int, moment_id: int, one: DemoMoment, when: datetime) -> None:
        stream = "demo" if one.kind == "screen" else ""
        self.rows["sighting"].append((passage, moment_id, moment_id, stream, to_us(when), to_us(when)))

    def _small(self, one: DemoMoment) -> tuple[bytes, int, int]:
        if one.key not in self.small:
            self.small[one.key] = images.encode_thumbnail(demo.picture(one))
        return self.small[one.key]

    def _add_episode(self, title: str, moments: list[tuple[int, datetime]]) -> None:
        memory, (first, since), (_, until) = self.number("memory"), moments[0], moments[-1]
        name, times = f"episode:old{first}", (to_us(since), to_us(until))
        self.rows["memory"].append(
            (memory, new_public_ids(1)[0], episodes.KIND, name, title, json.dumps({}), *times, times[1], times[1])
        )
        self.rows["derivation"] += [(memory, one) for one, _ in moments]

    def go_back(self) -> None:
        """Let people, projects, places and things of the week stand on what was seen of them before, too."""
        found = self.store.rows(
            "SELECT d.child_id, m.source_id FROM derivation d JOIN moment m ON m.id = d.parent_id JOIN memory o ON o.id = d.child_id"
            " WHERE d.child_kind = 'memory' AND d.parent_kind = 'moment' AND o.kind = ? AND instr(o.name, 'fact:') <> 1"
            " AND m.source_id IS NOT NULL",
            (facts.KIND,),
        )
        before: dict[int, set[int]] = defaultdict(set)
        for memory, key in found:
            before[memory] |= set(self.of_key.get(key, ()))
        for memory, moments in before.items():
            chosen = self.chance.sample(sorted(moments), min(len(moments), MOST_BACK))
            self.rows["derivation"] += [(memory, one) for one in chosen]

    def write(self) -> None:
        """Write what was gathered."""
        with self.store.writing():
            for table, statement in ROWS.items():
                self.store.connection.executemany(statement, self.rows[table])
                self.rows[table].clear()


def fill_year(memory: Memory) -> int:
    """Fill the weeks before the made-up one; returns how many moments there are then."""
    year = Year(memory.store)
    for nth in range(1, WEEKS + 1):
        if nth not in AWAY:
            year.add_week(LAST_DAY - timedelta(weeks=nth), "b" if nth % 3 == 0 else "a", nth)
            year.write()
    year.go_back()
    year.write()
    rewrite.empty_log(memory.store)
    return int(memory.store.value("SELECT count(*) FROM moment"))
