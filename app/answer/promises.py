"""What was promised: sentences of messages in which their author takes something on, in the order in which they were said.

Whose promises, and to whom, is read off authors and threads, never off the text. What counts as a promise is told by `asks_english`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.answer import asks_english as words
from app.answer import named
from app.answer.asks import Ask
from app.answer.audience import is_own
from app.answer.named import Named
from app.consolidate.gist import sentences
from app.store import figures, made
from app.store.db import Store
from app.store.figures import Message

MOST_READ = 3000
_PROMISE = re.compile(words.PROMISED, re.IGNORECASE)
_NONE = re.compile(words.NOT_PROMISED, re.IGNORECASE)
# Where a name may stand that is a word or a month, too.
_IN_A_SENTENCE = r"(?<=[\w,;:] )(?<!\d )" + "".join(rf"(?<!\b{one} )" for one in words.BEFORE_MONTHS)


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence, its moment's row id, and when it was said, in UTC microseconds."""

    text: str
    id: int
    at_us: int


def promises(store: Store, ask: Ask, span: tuple[int, int]) -> tuple[Named | None, list[Promise]] | None:
    """(to whom or by whom, what was promised, in order); None where the name is nobody's, or memory holds no messages of the user's."""
    user = made.user_of_messages(store)
    if not user:
        return None
    who = named.person(store, ask.subject) if ask.subject else None
    if ask.subject and who is None:
        return None
    every = figures.messages(store, *span)
    if ask.role == "author":
        spoken = [one for one in every if who is not None and who.holds(one)]
    else:
        spoken = _said_to(store, every, who, user)
    texts = figures.texts(store, [one.id for one in spoken[-MOST_READ:]])
    found = [
        Promise(sentence, one.id, one.at_us)
        for one in spoken[-MOST_READ:]
        for sentence in promised(texts.get(one.id, ""))
    ]
    return who, found


def _said_to(store: Store, every: Sequence[Message], who: Named | None, user: str) -> list[Message]:
    """The user's own messages; to a person those of the threads in which the two write alone, and those that name the person."""
    own = [one for one in every if is_own(one.author, user)]
    if who is None:
        return own
    writers: dict[str, set[str]] = defaultdict(set)
    for one in every:
        if not is_own(one.author, user):
            writers[one.thread].add(one.author)
    alone = {thread for thread, names in writers.items() if thread and names <= set(who.values)}
    place = named.talks_with(store, who, who.name)
    beside = [one for one in own if one.thread not in alone and not (place and place.holds(one))]
    calls = {part for name in who.values for part in name.split()[:1]}
    texts = figures.texts(store, [one.id for one in beside[-MOST_READ:]])
    naming = {id_ for id_, text in texts.items() if any(is_named(text, call) for call in calls)}
    return [one for one in own if one.thread in alone or (place and place.holds(one)) or one.id in naming]


def is_named(text: str, call: str) -> bool:
    """Whether a text names somebody by a first name. One that is a common word too has to be written as a name, and not only because
    a sentence begins with it.

    >>> is_named("I will bring the ladder.", "Will"), is_named("Will, I bring the ladder.", "Will"), is_named("for anna", "Anna")
    (False, True, True)
    """
    name = re.escape(call)
    if call.casefold() not in words.NAMES_TOO:
        return re.search(rf"\b{name}\b", text, re.IGNORECASE) is not None
    name = name.capitalize()
    return re.search(rf"{_IN_A_SENTENCE}{name}\b(?!\s+\d)|\b{name}(?=\s*[,!])", text) is not None


def promised(text: str) -> Iterable[str]:
    """The sentences of a text in which its author takes something on.

    >>> list(promised("Lovely to hear. I'll bring the ladder on Friday! I will see."))
    ["I'll bring the ladder on Friday!"]
    """
    return (one for one in sentences(text) if _PROMISE.search(one) and not _NONE.search(one))
