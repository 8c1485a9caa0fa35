"""Frozen values that cross borders between the memory and those who show it. No behaviour beyond small derived facts.

Times are aware UTC datetimes; `zone` is the IANA name of the zone the moment happened in. Ids are opaque strings.
Boxes are in pixels of the moment's picture.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["screen", "message", "note", "clipboard", "document"]
Outcome = Literal["kept", "same", "excluded", "idle", "locked", "asleep", "paused", "disk_full", "failed"]
Audience = Literal["work", "family", "public"]
DraftKind = Literal["reply", "standup", "summary"]
Reading = Literal["pending", "reading", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of a picture, from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """One recognised line of text and where it stands. `words` are (text, box) pairs, in reading order."""

    text: str
    box: Box
    confidence: float = 1.0
    words: tuple[tuple[str, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing remembered: a picture of the screen, a message, a note of one's own, a copied text, a document that was used."""

    id: str
    kind: Kind
    time: datetime
    zone: str
    app: str = ""
    title: str = ""
    url: str = ""
    site: str = ""
    thread: str = ""
    author: str = ""
    source: str = ""
    source_id: str = ""
    monitor: str = ""
    has_picture: bool = False
    width_px: int = 0
    height_px: int = 0
    reading: Reading = "done"
    failure: str = ""
    text: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class MomentDetail:
    """A moment with its text: passages in reading order, and the recognised lines with their boxes."""

    moment: Moment
    passages: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A local calendar day that holds moments. `date` is ISO, e.g. 2026-11-20."""

    date: str
    moments: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of a day that belongs together. `id` is that of its first moment; `until` is when its last one was kept."""

    id: str
    title: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question or a list is narrowed to. Empty means everything; `until` is exclusive."""

    since: datetime | None = None
    until: datetime | None = None
    app: str | None = None
    site: str | None = None
    kind: str | None = None
    thread: str | None = None
    source: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """What a question says besides its time. `field` is app, site, thread, kind, person, phrase, mention
    (a phrase quoted within a question, which need not stand in the answer) or without; `said` are its words.

    `value` is a name as memory holds it, or of a kind its code: pdf, table, slides, terminal, note, message, mail, document, copied.
    """

    field: str
    value: str
    said: str

    @property
    def key(self) -> str:
        """By which a search is told to ignore it; of a time that is "time"."""
        return f"{self.field}:{self.value}"


@dataclass(frozen=True, slots=True)
class Event:
    """A remembered moment that a question names a time by ("before the Berlin trip").

    `time` and `until` are what its text says of itself where it does (`told`), else when it was seen.
    """

    id: str
    title: str
    time: datetime
    until: datetime
    told: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read out of a question: the words left to search, the time meant and the words that said it."""

    words: str
    filters: Filters
    time_words: str = ""
    facets: tuple[Facet, ...] = ()
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit is there: `code` is words, meaning, neighbours, time, person, place or name; `params` fill its sentence."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A moment that answers a search. `snippet_marks` are (start, end) offsets into `snippet`.

    `replaced_by` is the id of the hit that says the same thing newly, "" where none does.
    """

    id: str
    moment: Moment
    text: str
    snippet: str
    snippet_marks: tuple[tuple[int, int], ...]
    score: float
    reasons: tuple[Reason, ...]
    boxes: tuple[Box, ...]
    seen_times: int = 1
    seen_until: datetime | None = None
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ranked evidence. `answerable` says, from 0 to 1, how likely memory holds an answer."""

    query: str
    understood: Understood
    hits: tuple[Hit, ...]
    answerable: float
    meaning_used: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """Number `n` of an answer stands for this moment; `quote` is the sentence that it rests on."""

    n: int
    id: str
    time: datetime
    app: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A written sentence of which its moments say a part only; `words` are those that none of them says."""

    sentence: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two moments that say one thing differently; `replaced` where the later one says it anew. `n` is 0 of one that is not cited."""

    earlier: Citation
    later: Citation
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Unused:
    """A moment that was found and is not cited. `reason` is weaker, or orders: what it says was given to no model, for it speaks to one."""

    citation: Citation
    reason: Literal["weaker", "orders"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of what was counted. `line` is the line of the answer's text that says the same, with its numbers."""

    name: str
    amount: str
    line: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in which every sentence shows its moment. `notice` is a code when something is to be said beside it.

    A sentence with a doubt ends with "[?]".
    `marks` are (start, end) offsets into `text` of the words that answer. Where nothing was found, `nearest` are moments that come near to
    what was asked, which prove nothing, and `notice_params` say what was looked for: {"words", "time", "people"}.
    `read_as` is what a question that follows another was taken for; it and `unused` are not stored.
    """

    question: str
    text: str
    mode: Literal["extractive", "written", "computed", "none"]
    citations: tuple[Citation, ...]
    answerable: float
    understood: Understood
    notice: str = ""
    notice_params: dict[str, Any] = field(default_factory=dict)
    turn_id: str = ""
    doubts: tuple[Doubt, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    nearest: tuple[Citation, ...] = ()
    table: tuple[TableRow, ...] = ()
    unused: tuple[Unused, ...] = ()
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A stored question with its answer."""

    id: str
    conversation: str
    time: datetime
    answer: Answer


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A question that is asked by itself. `every` is as the user said it; `days` are weekdays from 0, Monday; `minute` counts from local
    midnight; `asked` is when it was asked last. One that is not `on` waits until it is switched on again."""

    id: str
    conversation: str
    question: str
    every: str
    days: frozenset[int]
    minute: int
    made: datetime
    asked: datetime | None = None
    on: bool = True


@dataclass(frozen=True, slots=True)
class MadeMemory:
    """What was made of moments: `evidence` are their ids, `status` is active, superseded or archived."""

    id: str
    kind: str
    title: str
    text: str
    valid_from: datetime | None
    valid_to: datetime | None
    status: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be forgotten. Several conditions narrow each other; `ids` and `everything` stand alone.

    `ids` name moments, questions or memories. `also_elsewhere` takes in the other moments that show what was first seen then.
    """

    ids: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    app: str | None = None
    site: str | None = None
    thread: str | None = None
    source: str | None = None
    matching: str | None = None
    everything: bool = False
    also_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a forgetting took, in counts only. `state` is hidden (can be undone), purging or gone.

    `also_seen` counts passages that stay because they were seen elsewhere too. `backups_left` are the folders of backups that
    were out of reach and may still hold it.
    """

    id: str
    frames: int
    pictures: int
    passages: int
    vectors: int
    episodes: int
    facts: int
    digests: int
    chat_answers: int
    bytes_freed: int
    state: Literal["hidden", "purging", "gone"]
    dry_run: bool
    also_seen: int = 0
    backups_left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A run of equal ticks of the recorder. `since` and `until` are its first and last tick."""

    since: datetime
    until: datetime
    ticks: int
    outcome: Outcome
    reason: str
    monitor: str


@dataclass(frozen=True, slots=True)
class RecordingState:
    """What the recorder does now, as far as the memory knows. `state` is one word of the recording pill.

    What it costs, where a running session has said so: per cent of one core over the last minute, and pictures of today in MB.
    """

    state: Literal["recording", "paused", "idle", "locked", "private", "problem", "off"]
    until: datetime | None = None
    last_kept: datetime | None = None
    last_tick: datetime | None = None
    reason: str = ""
    cpu_percent: float | None = None
    mb_today: float | None = None
    mb_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report. `detail` is a code with parameters and holds nothing seen."""

    name: str
    ok: bool
    detail: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did with its lines. `unnamed` are those that were rejected beside the first ten thousand that are named."""

    imported: int
    skipped: int
    rejected: tuple[tuple[int, str], ...]
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """An exclusion (or, with `allow`, an exception to one). `field` is app, title or site; `pattern` a shell-like glob."""

    id: str
    field: Literal["app", "title", "site"]
    pattern: str
    allow: bool = False
    builtin: bool = False


@dataclass(frozen=True, slots=True)
class Going:
    """What of one tier will go: how many moments' pictures, small pictures or moments, and about how many bytes."""

    count: int = 0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the memory takes and what will become of it. Bytes; `cap_bytes` 0 is no limit, `cap_reached` None is never.

    `a_day_bytes` is the mean of the last `days` recorded days (14 at most). The last three are what of it goes within 30 days. `slack_bytes` are
    those of the database that are free and go back when its file is rewritten.
    """

    pictures_bytes: int
    thumbnails_bytes: int
    database_bytes: int
    slack_bytes: int
    free_bytes: int
    cap_bytes: int
    a_day_bytes: int
    days: int
    cap_reached: datetime | None
    pictures_going: Going
    thumbnails_going: Going
    text_going: Going

    @property
    def total_bytes(self) -> int:
        return self.pictures_bytes + self.thumbnails_bytes + self.database_bytes


@dataclass(frozen=True, slots=True)
class BackupDone:
    """What a backup holds now and what this run wrote. `missing_pictures` are pieces that the memory itself has lost, `mended_files`
    those that were damaged in the backup and are whole again."""

    pictures: int
    missing_pictures: int
    total_bytes: int
    written_files: int
    written_bytes: int
    removed_files: int
    mended_files: int = 0


@dataclass(frozen=True, slots=True)
class RestoreDone:
    """What was restored. `damaged_pictures` were not whole in the backup; `forgotten` moments were in it and stay forgotten."""

    moments: int
    pictures: int
    damaged_pictures: int
    forgotten: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, readable for everybody who has the folder. `pictures_left_out` are unread or damaged ones."""

    days: int
    moments: int
    pictures: int
    pictures_left_out: int
    conversations: int
    memories: int
