"""Whom a piece of evidence is fit for: told by where it was said, who said it and what it says. What is not clearly fit is left out.

After Nissenbaum, "Privacy as Contextual Integrity" (2004): what was said in one setting stays in it. No draft is made here, nothing stored.
"""

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.answer import drafts_english as words
from app.answer.orders import gives_orders
from app.answer.proof import TOKEN, fold
from app.consolidate.letters import letter_head
from app.errors import KnownError
from app.ingest.secret import find_secrets
from app.records import Audience, Filters, Moment
from app.store import frames, passages, threads
from app.store.db import Store

AUDIENCES: tuple[Audience, ...] = ("work", "family", "public")
OWN_NAME = "me"
# Nothing brings these back: a secret is none any more once it is told, and orders are nobody's own words.
NEVER = frozenset({"credentials", "orders"})
SENSITIVE = ("credentials", "confidence", "health", "money", "relationship", "home")
# What is told in the family of the family.
_HOME_OWN = frozenset({"health", "money", "relationship", "home"})
# What was said so soon after something private speaks of it.
_SOON = timedelta(minutes=30)
_MOST_READ = 60
_LEAST_WORDS = 2
_FEWEST_WORDS_OF_A_LANGUAGE = 6
_WORK_LOOKS = re.compile(
    r"code|terminal|konsole|xterm|kitty|intellij|pycharm|jira|excel|calc|powerpoint|impress|slack|teams", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a moment. `id` is the moment's with the sentence's place, by which it can be ticked in; `around` is what it stands in:
    of a message all of it, of a screen the sentences beside it."""

    id: str
    moment: Moment
    text: str
    own: bool = False
    around: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a piece is left out: `category` is empty where it is fit."""

    category: str = ""

    @property
    def fit(self) -> bool:
        return not self.category


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return words.whole(words.PRIVATE.get(name) or str(getattr(words, name)))


def says(text: str) -> str:
    """The private category of what a text says, empty where it says nothing private.

    >>> says("The biopsy is on Monday"), says("The slides are done")
    ('health', '')
    """
    if find_secrets(text):
        return "credentials"
    plain = text.replace("_", " ")
    return next((name for name in SENSITIVE if _pattern(name).search(plain)), "")


class Judge:
    """Judges pieces for one audience. Remembers what threads are about while one draft is made; reads only.

    `about` is what the draft is about, `found_in` the threads that speak of it; `reply_thread` is where the draft goes to.
    """

    def __init__(
        self,
        store: Store,
        audience: Audience,
        user: str,
        *,
        about: str = "",
        found_in: Sequence[str] = (),
        reply_thread: str = "",
    ) -> None:
        self._store, self._audience, self._user = store, audience, user
        self._reply_thread = reply_thread
        self._realms: dict[str, str] = {}
        self._named: dict[str, str] = {}
        self._people: dict[str, set[str]] = {}
        self._said: dict[str, list[str]] = {}
        self._found_in = found_in
        for thread, author in threads.members(store):
            people = self._people.setdefault(thread, set())
            if not is_own(author, user):
                people.add(author)
        self._about = frozenset(fold(one[0]) for one in TOKEN.finditer(about) if len(one[0]) > 2)

    def verdict(self, piece: Piece, *, beside: bool = True) -> Verdict:
        """Whether a piece is fit for the audience, from what it says, then from where it comes. `beside` asks what was said before it too."""
        moment, text = piece.moment, piece.text
        if gives_orders(f"{moment.author}\n{moment.title}\n{moment.thread}\n{piece.around}\n{text}"):
            return Verdict("orders")
        category = says(text) or says(f"{moment.title}\n{moment.thread}") or says(piece.around)
        if category in {"credentials", "confidence"}:
            return Verdict(category)
        realm = self.realm(moment, text)
        if category:
            return Verdict(self._told(piece, category, realm))
        if beside and moment.thread and self._audience != "family" and self._after_private(moment):
            return Verdict("beside")
        if not _is_read(text):
            return Verdict("language")
        return Verdict(self._to_public(piece, realm) if self._audience == "public" else self._by_realm(piece, realm))

    def _by_realm(self, piece: Piece, realm: str) -> str:
        """What stands against telling something that is not private where it does not belong."""
        if realm != self._audience:
            return realm if realm in {"work", "family"} else "unclear"
        if realm == "work":
            return "" if self._is_of_work(piece) else "unclear"
        return "work" if not piece.own and _pattern("WORK_INTERNAL").search(piece.text) else ""

    def _told(self, piece: Piece, category: str, realm: str) -> str:
        """What stands against telling something private: it is told in the family only, where the family told it."""
        thirds = self._names(piece.text) - self._people.get(piece.moment.thread, set())
        others = not piece.own or bool(thirds) or bool(_pattern("THIRD").search(piece.text))
        if self._audience == "family" and category in _HOME_OWN and self.named(piece.moment.thread) == "family":
            return "others" if any(self._is_colleague(name) for name in thirds) else ""
        return "others" if others and piece.moment.kind == "message" else category

    def _to_public(self, piece: Piece, realm: str) -> str:
        if realm != "public":
            return {"work": "work", "family": "family"}.get(realm, "not_public")
        if self._names(piece.text):
            return "others"
        return "work" if _pattern("WORK_INTERNAL").search(piece.text) and not piece.moment.site else ""

    def _is_of_work(self, piece: Piece) -> bool:
        """Whether a sentence is about work and not about somebody's life: who speaks of people says what of their work it is."""
        if _pattern("HOME").search(piece.text):
            return False
        of_people = _pattern("PERSON").search(piece.text) or self._names(piece.text)
        return not of_people or bool(_pattern("WORK").search(piece.text))

    # -- where something was said

    def realm(self, moment: Moment, text: str) -> str:
        """Where a moment belongs: work, family, public or empty."""
        if moment.kind == "message" and moment.thread:
            found = self.thread_realm(moment.thread)
            return found or (self._chosen if moment.thread == self._reply_thread else "")
        about, screen = f"{moment.title}\n{text}", moment.kind == "screen"
        if (
            self._audience == "public"
            and moment.site
            and not re.search(words.PRIVATE_SITES, moment.site, re.IGNORECASE)
        ):
            return "public" if screen else ""
        seen = self._seen(moment) if screen else ""
        work, home = (len(_pattern(name).findall(f"{about}\n{seen}")) for name in ("WORK", "HOME"))
        if screen and letter_head(seen.split("\n")) is not None:  # whose letter it is, and to whom, nobody knows
            return "work" if work > home else ""
        if home and home >= work:
            return "family"
        if work and not home and (moment.kind == "note" or work >= _LEAST_WORDS):
            return "work"
        if screen and not home and _WORK_LOOKS.search(moment.app):
            return "work"
        return self._chosen if not home and self._is_about(about) and self._topic == self._audience else ""

    def _seen(self, moment: Moment) -> str:
        if moment.id not in self._said:
            self._said[moment.id] = [text_of(self._store, moment)]
        return self._said[moment.id][0]

    @property
    def _chosen(self) -> str:
        return "" if self._audience == "public" else self._audience

    def _is_about(self, text: str) -> bool:
        return bool(self._about) and self._about <= {fold(one[0]) for one in TOKEN.finditer(text)}

    @functools.cached_property
    def _topic(self) -> str:
        """Where the user speaks about what the draft is about, if in one realm only."""
        if not self._about:
            return ""
        found = {self.thread_realm(thread) for thread in self._found_in}
        return found.pop() if len(found) == 1 else ""

    def named(self, thread: str) -> str:
        """What the name of a conversation says of where it belongs."""
        if thread not in self._named:
            name = " ".join(thread.split())
            orders = (("public", "PUBLIC_NAMES"), ("family", "HOME_NAMES"), ("work", "WORK_NAMES"))
            found = [realm for realm, pattern in orders if _pattern(pattern).search(name)]
            self._named[thread] = found[0] if len(found) == 1 or found[:1] == ["public"] else ""
        return self._named[thread]

    def thread_realm(self, thread: str) -> str:
        """Where a conversation belongs: by its name, by whom it is with, by what is spoken there."""
        if thread not in self._realms:
            self._realms[thread] = self.named(thread) or self._by_people(thread) or self._by_words(thread)
        return self._realms[thread]

    def fit_threads(self) -> list[str]:
        """The conversations of the audience's realm, in which the user's manner may be learnt."""
        return [thread for thread in sorted(self._people) if self.thread_realm(thread) == self._audience]

    def _by_people(self, thread: str) -> str:
        people = self._people.get(thread, set())
        found = {
            realm
            for other, members in self._people.items()
            if other != thread and people & members and (realm := self.named(other)) in {"work", "family"}
        }
        # Who is met at work may be a friend too: what is spoken has to agree.
        realm = found.pop() if len(found) == 1 else ""
        return realm if realm and self._by_words(thread) in {realm, ""} and not self._is_private(thread) else ""

    def _is_private(self, thread: str) -> bool:
        return any(says(text) for text in self._texts(thread))

    def _by_words(self, thread: str) -> str:
        """What most messages speak of, where it is clear."""
        counts: Counter[str] = Counter()
        for text in self._texts(thread):
            counts["work"] += bool(_pattern("WORK").search(text))
            counts["family"] += bool(_pattern("HOME").search(text) or says(text))
        (realm, most), (_, less) = sorted((*counts.items(), ("", 0), ("", 0)), key=lambda one: -one[1])[:2]
        return realm if most >= _LEAST_WORDS and most > 2 * less else ""

    def _texts(self, thread: str) -> list[str]:
        if thread not in self._said:
            wanted = Filters(kind="message", thread=thread)
            found = frames.moments_between(self._store, wanted, limit=_MOST_READ, newest_first=True)
            self._said[thread] = [text_of(self._store, one) for one in found]
        return self._said[thread]

    def _after_private(self, moment: Moment) -> bool:
        """Whether something private was said in the thread just before."""
        near = Filters(moment.time - _SOON, moment.time, thread=moment.thread, kind="message")
        before = frames.moments_between(self._store, near, limit=8, newest_first=True)
        return any(says(text_of(self._store, one)) for one in before)

    # -- who

    def _names(self, text: str) -> set[str]:
        """People of messages that a text names, by full name or first name."""
        there = {fold(one[0]) for one in TOKEN.finditer(text)}
        return {name for name, first in self._known if first in there}

    @functools.cached_property
    def _known(self) -> tuple[tuple[str, str], ...]:
        every = {name for names in self._people.values() for name in names}
        return tuple((name, fold(name.split()[0])) for name in sorted(every) if name.split())

    def _is_colleague(self, name: str) -> bool:
        return any(name in people and self.thread_realm(thread) == "work" for thread, people in self._people.items())


def is_own(author: str, user: str) -> bool:
    """Whether the user is the author; a chat on the screen calls the user "me"."""
    return author.casefold() == OWN_NAME or (bool(user) and author == user)


def _is_read(text: str) -> bool:
    """Whether a text is in the language whose words are known here; of a short one that cannot be told."""
    found = [one[0].casefold() for one in TOKEN.finditer(text)]
    return len(found) < _FEWEST_WORDS_OF_A_LANGUAGE or any(one in words.SMALL for one in found)


def text_of(store: Store, moment: Moment) -> str:
    """All that a moment says, its passages apart by an empty line; empty where it was forgotten meanwhile."""
    try:
        row_id, _ = frames.moment_by_id(store, moment.id)
    except KnownError:
        return ""
    return "\n\n".join(text for _, text, _ in passages.lines_of(store, row_id))


def without_title(moment: Moment) -> Moment:
    """A moment whose title and thread say nothing private, as a citation or a model may have it."""
    return replace(
        moment, title="" if says(moment.title) else moment.title, thread="" if says(moment.thread) else moment.thread
    )
