"""The front door: all that the window and the command line may ask of a memory. One instance belongs to one thread."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import forgetting
from app.borrowing import borrowing
from app.engines import FAILURES, Models, build_models
from app.errors import KnownError
from app.importing import import_messages
from app.ingest import embedding, reading
from app.ingest.reembedding import standing
from app.ingest.secret import cleaned
from app.paths import Places
from app.recall import preferences
from app.recall.search import Asked, Searcher
from app.records import (
    Answer,
    Day,
    Filters,
    Imported,
    LedgerRow,
    MadeMemory,
    Moment,
    MomentDetail,
    Receipt,
    RestoreDone,
    Scheduled,
    SearchResult,
    Selection,
    Turn,
)
from app.settings import load
from app.sources.conversations import conversation_text
from app.sources.export import Format
from app.store import chats, forget, frames, images, keys, layers, ledger, memories, passages, rewrite
from app.store.asking import asking as somebody_asks
from app.store.db import Interrupted, Store, open_store, ready_folders
from app.store.frames import NewMoment
from app.store.restore import restore
from app.upkeep import Upkeep
from app.zone import zone_name

if TYPE_CHECKING:
    from app.almanac import Almanac
    from app.answer.drafts import Draft, Wanted
    from app.belief_records import Related
    from app.beliefs import Beliefs
    from app.insights import Insights

# The rooms of answers and of what is made of moments are opened when somebody enters: a search needs neither, and would wait for both.

__all__ = ["Interrupted", "Memory", "initialise", "restore_backup"]
# Who asks to forget waits for so long a rewrite; a longer one is done when nobody is at the computer.
REWRITE_AT_ONCE_S = 5.0
FORGET_WAIT_S = 60.0


def initialise(places: Places, *, passphrase: str | None = None) -> dict[str, Any]:
    """Make an encrypted memory where there is none; one that is there stays as it is and is opened as a check.

    Returns {"home", "key", "schema"} and, once, "recovery_key". Raises KnownError no_keyring, key_locked, wrong_key, no_permission.
    """
    ready_folders(places)
    recovery = ""
    if places.key_slots.exists():
        master, kind = keys.open_slots(places, passphrase=passphrase), keys.slot_kinds(places)[0]
    elif places.database.exists():
        raise KnownError("key_slots_missing", file=str(places.key_slots))
    else:
        master, kind, recovery = keys.create_slots(places, passphrase=passphrase)
    store = open_store(places, master, create=True)
    try:
        schema = store.value("SELECT count(*) FROM _sqlite_migrations WHERE migration_set = 'recollect'")
    finally:
        store.close()
    made = {"home": str(places.home), "key": kind, "schema": schema}
    return made | {"recovery_key": recovery} if recovery else made


def restore_backup(
    places: Places,
    folder: Path,
    *,
    passphrase: str | None = None,
    replace: bool = False,
    even_damaged: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> RestoreDone:
    """Let the memory at `places` be a backup's, whole or not at all. `on_progress` hears bytes done and in all. Raises as `restore`."""
    return restore(places, folder, passphrase, replace=replace, even_damaged=even_damaged, on_progress=on_progress)


class Memory(Upkeep):
    """An open memory. Opening several at once, in threads or processes, is what it is made for."""

    def __init__(self, store: Store, models: Models, *, owns_models: bool) -> None:
        super().__init__(store, models)
        self._owns_models = owns_models
        self._searcher: Searcher | None = None
        self._version = store.data_version()
        self._insights: Insights | None = None

    @classmethod
    def open(
        cls, places: Places, *, passphrase: str | None = None, models: Models | None = None, ask: bool = False
    ) -> "Memory":
        """Open the memory at `places`; with `models` it shares those, else it has its own and asks a running session for its warm
        ones first. `ask` as for `keys.open_slots`.

        Raises KnownError: not_initialised, wrong_key, key_missing, key_malformed, key_locked, passphrase_needed, schema_newer, damaged.
        """
        store = open_store(places, keys.open_slots(places, passphrase=passphrase, ask=ask))
        own = models or borrowing(build_models(places, load(places.settings)), places)
        return cls(store, own, owns_models=models is None)

    def close(self) -> None:
        """Close the connection, and the workers if they are its own."""
        if self._searcher is not None:
            self._searcher.close()
        self._store.close()
        if self._owns_models:
            self._models.close()

    def interrupt(self) -> None:
        """End the read that runs now with `Interrupted`. From any thread."""
        self._store.interrupt()

    # -- finding and asking

    def search(
        self,
        query: str,
        filters: Filters = Filters(),
        *,
        limit: int = 20,
        as_you_type: bool = False,
        meaning: bool = True,
        ignore: frozenset[str] = frozenset(),
        asked_for: bool = True,
    ) -> SearchResult:
        """Ranked evidence. As you type, words answer at once and meaning joins when its model is up. `asked_for`: it is a read."""
        asked = Asked(
            query, filters, limit=limit, as_you_type=as_you_type, meaning=meaning, wait_for_meaning=not as_you_type,
            ignore=ignore,
        )  # fmt: skip
        if asked_for:
            self.note_read("search")
        if meaning:
            self._embedder().warm()  # comes up while the index is read
        return self._search().search(asked, now=_now(), zone=zone_name())

    def opened(self, query: str, id: str) -> None:  # noqa: A002
        """The user opened a hit of this search of mine: ranking learns from it which signals to trust, on this machine."""
        if self._searcher is not None:
            self._searcher.opened(query, id)

    def learning(self, *, reset: bool = False) -> dict[str, int]:
        """Of how many opened hits ranking has learnt, {"openings"}; with `reset` it ranks as it shipped again."""
        held = preferences.learnt(self._store).openings
        if reset:
            preferences.reset(self._store)
        return {"openings": held}

    def search_many(self, asked: Iterable[tuple[str, Filters]], *, limit: int = 20) -> Iterator[SearchResult]:
        """The results of many searches, in order; their questions are embedded together."""
        self._embedder().warm()
        searcher, now, zone = self._search(), _now(), zone_name()
        searches = [Asked(query, filters, limit=limit) for query, filters in asked]
        read = [searcher.understood(one, now=now, zone=zone).words or one.said for one in searches]
        searcher.prepare(read, keep=len(searches))
        for one in searches:
            yield searcher.search(one, now=now, zone=zone)

    def ask(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        conversation: str | None = None,
        use_model: bool = True,
        on_text: Callable[[str], None] | None = None,
        on_quoted: Callable[[Answer], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        ignore: frozenset[str] = frozenset(),
    ) -> Answer:
        """An answer in which every sentence cites its moment, stored in `conversation` when one is named.

        Where a model writes, `on_quoted` hears the quoted answer first, which stands if the model fails.
        A follow-up question ("and last week?") is read with the turns before it; the answer's `understood` says how. `ignore` as for `search`.
        """
        from app.answer.ask import Asking
        from app.answer.talk import ask_in

        self.note_read("ask")
        self._embedder().warm()
        asking = Asking(question, filters, use_model, on_text, cancelled, on_quoted, ignore)
        with somebody_asks(self._store.places):
            return ask_in(self._search(), self._models.chat, asking, conversation, now=_now(), zone=zone_name())

    def draft(self, wanted: "Wanted", *, use_model: bool = True, keep: bool = False) -> "Draft":
        """A first-person draft for an audience, with what was left out of it. It is stored only with `keep`."""
        from app.answer import drafts

        self.note_read("draft")
        self._embedder().warm()
        now, zone = _now(), zone_name()
        with somebody_asks(self._store.places):
            made = drafts.draft(
                self._search(), wanted, now=now, zone=zone, writer=self._models.chat if use_model else None
            )
        if keep and made.text:
            drafts.kept(self._store, made, now=now, zone=zone)
        return made

    def new_conversation(self) -> str:
        return chats.new_conversation(self._store)

    def conversations(self, about: str | None = None) -> list[tuple[str, datetime, str]]:
        """(id, time of the last question, first question), newest first; those in which all words of `about` were said."""
        return chats.conversations(self._store, about)

    def turns(self, conversation: str) -> list[Turn]:
        return chats.turns(self._store, conversation)

    def forget_conversation(self, conversation: str) -> None:
        chats.forget_conversation(self._store, conversation)

    def export_conversation(self, conversation: str, format_: Format = "markdown") -> str:
        """A conversation as Markdown, or as JSON with a turn a line; each turn says that it is an answer and no evidence."""
        return conversation_text(self.turns(conversation), format_)

    def ask_every(self, every: str, question: str) -> Scheduled:
        """Ask a question by itself from now on, "evening 18:00"; answers go into a conversation of its own. Raises KnownError bad_every."""
        from app.answer import scheduled

        return scheduled.add(self._store, every, cleaned(question), _now(), zone_name())

    def scheduled(self) -> list[Scheduled]:
        """The questions that are asked by themselves; none at first."""
        from app.answer import scheduled

        return scheduled.held(self._store)

    def ask_by_itself(self, id: str, on: bool) -> None:  # noqa: A002
        """Let such a question wait, or be asked again from now on. Raises KnownError no_such_schedule."""
        from app.answer import scheduled

        scheduled.switch(self._store, id, _now(), on=on)

    def ask_no_more(self, id: str) -> None:  # noqa: A002
        """Ask a question by itself no more; its answers stay. Raises KnownError no_such_schedule."""
        from app.answer import scheduled

        scheduled.remove(self._store, id)

    # -- looking

    def days(self) -> list[Day]:
        """The local days that hold moments, newest first."""
        return frames.days(self._store)

    def timeline(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        filters: Filters = Filters(),
        limit: int = 500,
        newest_first: bool = False,
    ) -> list[Moment]:
        """Moments by time, without their text."""
        narrowed = replace(filters, since=since or filters.since, until=until or filters.until)
        return frames.moments_between(self._store, narrowed, limit=limit, newest_first=newest_first)

    def moment(self, id: str) -> MomentDetail:  # noqa: A002 - the word of the command line
        """A moment with its text and lines. Raises KnownError no_such_moment."""
        self.note_read("moment")
        row_id, moment = frames.moment_by_id(self._store, id)
        held = passages.lines_of(self._store, row_id)
        texts = tuple(text for _, text, _ in held)
        return MomentDetail(
            replace(moment, text="\n\n".join(texts)), texts, tuple(line for _, _, lines in held for line in lines)
        )

    def gone(self, ids: Iterable[str]) -> frozenset[str]:
        """Which of these moments are not to be shown any more."""
        return frames.gone(self._store, ids)

    def picture(self, id: str) -> bytes:  # noqa: A002
        """The picture as WebP. Raises KnownError picture_waiting (not read yet), picture_gone, picture_damaged."""
        return layers.shown_bytes(self._store, id, "full")

    def thumbnail(self, id: str) -> bytes:  # noqa: A002
        """The picture at most 320 px wide, as WebP. Raises KnownError as `picture` does."""
        return layers.shown_bytes(self._store, id, "thumb")

    def glimpse(self, id: str) -> bytes:  # noqa: A002
        """The picture, small or whole, whichever is quickest to be had, as WebP: for who passes by. Raises KnownError as `picture` does."""
        return layers.shown_bytes(self._store, id, "glimpse")

    def pin(self, id: str, pinned: bool) -> None:  # noqa: A002
        """Keep a moment whole however old it grows, or let it age again. Raises KnownError no_such_moment."""
        frames.pin(self._store, id, pinned=pinned)

    def ledger(self, since: datetime, until: datetime) -> list[LedgerRow]:
        return ledger.ledger_between(self._store, since, until)

    def memories(self, kind: str | None = None, about: str | None = None) -> list[MadeMemory]:
        """What was made of moments, newest first."""
        return memories.listed(self._store, kind, about)

    def linked(self, id: str) -> "list[Related]":  # noqa: A002
        """The memories that are linked to one, in order of time. Raises KnownError no_such_memory."""
        return self.beliefs.linked(id)

    @property
    def beliefs(self) -> "Beliefs":
        """What the memory believes about its user, to be read, corrected and deleted."""
        from app.beliefs import Beliefs

        return Beliefs(self._store, self.forget, self.finish_forgetting)

    @property
    def almanac(self) -> "Almanac":
        """The memory as a calendar: its days, their episodes, and what a time in words means."""
        from app.almanac import Almanac

        return Almanac(self._store)

    @property
    def insights(self) -> "Insights":
        """How the time went, in figures; what was counted is kept until this memory is closed."""
        from app.insights import Insights

        self._insights = self._insights or Insights(self._store)
        return self._insights

    def consolidate(self, *, until_done: bool = True, cancelled: Callable[[], bool] = lambda: False) -> dict[str, Any]:
        """Make of moments what is not made yet, then let the model write of it what waits, where there is one. Returns counts.

        "pending" still wait for the model, "mode" is "written" where there is one; both give way to whoever asks.
        """
        from app.consolidate import now as consolidating

        return consolidating.consolidate(
            self._store, self._models.chat, FAILURES, self.settings(), until_done=until_done, cancelled=cancelled
        )

    def apps(self) -> list[str]:
        """The apps that were seen, most often first."""
        return frames.distinct(self._store, "app")

    def sites(self) -> list[str]:
        return frames.distinct(self._store, "site")

    def people(self) -> list[str]:
        """Who wrote what is kept, most often first."""
        return frames.distinct(self._store, "author")

    # -- forgetting

    def forget(self, selection: Selection, *, dry_run: bool = False, undo_s: float = 0.0) -> Receipt:
        """Forget what a selection means. With `undo_s` it is only hidden for so long; without, all is gone when this returns.

        Raises KnownError nothing_selected, no_such_moment.
        """
        chosen = forget.choose(self._store, selection, self._matching(selection))
        if dry_run:
            return forget.preview(self._store, chosen)
        hidden = forget.hide(
            self._store, chosen.moments, turns=chosen.turns, memories=chosen.memories, undo_s=undo_s,
            everything=chosen.everything,
        )  # fmt: skip
        if undo_s > 0:
            return hidden
        self.finish_forgetting()
        if selection.everything:
            images.remove_orphans(self._store)
            self.forget_reads()
        return replace(forget.receipt(self._store, hidden.id), also_seen=hidden.also_seen)

    def undo_forget(self, receipt_id: str) -> bool:
        """Bring back what is only hidden yet. False when it is too late."""
        return forget.undo(self._store, receipt_id)

    def finish_forgetting(self) -> list[Receipt]:
        """Carry on every forgetting whose time for undo is over. The rewrite of a large file is left for when it disturbs nobody."""
        from app.consolidate import making

        done = forgetting.finish(
            self._store, remake=making.remake, wait_s=FORGET_WAIT_S,
            may_rewrite=lambda store: rewrite.seconds(store) <= REWRITE_AT_ONCE_S or forgetting.is_quiet(store, _now()),
        )  # fmt: skip
        if done:
            self._forget_readings()
        return done

    def _forget_readings(self) -> None:
        """What this process remembers of what was read and asked."""
        if self._searcher is not None:
            self._searcher.forget()
        self._insights = None
        self._models.forget()

    def receipt(self, receipt_id: str) -> Receipt:
        return forget.receipt(self._store, receipt_id)

    def receipts(self) -> list[tuple[datetime, Receipt]]:
        """When something was forgotten, and its receipt, newest first."""
        return forget.receipts(self._store)

    def _matching(self, selection: Selection) -> list[int] | None:
        if selection.matching is None:
            return None
        return forget.moments_showing(self._store, self._search().passages_with(Asked(selection.matching, Filters())))

    # -- adding

    def note(self, text: str) -> str:
        """Keep a moment of one's own; returns its id. Raises KnownError empty_note."""
        if not text.strip():
            raise KnownError("empty_note")
        return reading.add_text_moment(
            self._store, NewMoment(kind="note", at=_now(), zone=zone_name(), source="note"), text.strip()
        )

    def import_messages(
        self,
        file: Path,
        *,
        source: str = "messages",
        wait: bool = False,
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Imported:
        """Take in a file of messages, each once; with `wait` all are searchable by meaning too when this returns.

        `on_progress` hears bytes read and bytes in all; what was taken in before `cancelled` stays.
        Raises KnownError file_missing, file_unreadable.
        """
        done = import_messages(self._store, file, source=source, on_progress=on_progress, cancelled=cancelled)
        if wait:
            self.embed_waiting()
        return done

    def embed_waiting(self, on_progress: Callable[[int], None] = lambda done: None) -> int:
        """Give every passage its vector; returns how many got one. Raises KnownError when the embedder fails."""
        try:
            return embedding.embed_all(self._store, self._embedder(), FAILURES, on_progress)
        except reading.ReadingFailed as failure:
            raise KnownError(failure.code, **failure.params) from failure

    def read_pending(self, *, on_progress: Callable[[int, int], None] | None = None) -> int:
        """Read and embed what waits, in this thread; `on_progress` hears pictures read and to read. Returns how many were read."""
        total, done = frames.pending_count(self._store), 0
        while True:
            try:
                if reading.read_next(self._store, self._models.ocr, FAILURES) is None:
                    break
            except reading.ReadingFailed as failure:
                if not failure.blame:
                    raise KnownError(failure.code, **failure.params) from failure
                continue
            done += 1
            if on_progress:
                on_progress(done, max(total, done))
        self.embed_waiting()
        return done

    def changed(self) -> bool:
        """Whether anybody else committed since the last call."""
        version = self._store.data_version()
        changed, self._version = version != self._version, version
        return changed

    @property
    def store(self) -> Store:
        """For the rooms of `app` that fill a memory; nobody else."""
        return self._store

    def _search(self) -> Searcher:
        embedder = self._embedder()
        if self._searcher is not None and self._searcher.embedder is not embedder:  # another has taken its place
            self._searcher.close()
            self._searcher = None
        if self._searcher is None:
            self._searcher = Searcher(self._store, embedder, FAILURES, self._models.rerank)
        return self._searcher

    def _embedder(self) -> Any:
        """The embedder that searches ask: that of the settings, or still the one before it."""
        return standing(self._store, self._models).used


def _now() -> datetime:
    return datetime.now(UTC)
