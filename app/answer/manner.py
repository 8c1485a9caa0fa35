"""How the user writes to somebody: greeting, sign-off and length, counted over what was written so far. Pure; nothing is made up."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from app.answer import drafts_english as words
from app.answer.reading import cut

_GREETING = re.compile(words.GREETING, re.IGNORECASE)
_SIGN_OFF = re.compile(words.SIGN_OFF, re.IGNORECASE)
# Done so in this share of the messages, and at least twice, it is a habit.
_HABIT, _FEWEST = 0.25, 2
FEWEST_TO_LEARN = 3
MOST_SENTENCES = 8
USUAL_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Manner:
    """`greeting` and `sign_off` as the user writes them, empty where there is no habit; `sentences` is how many a message has."""

    greeting: str = ""
    sign_off: str = ""
    sentences: int = USUAL_SENTENCES


def learnt(texts: Sequence[str], name: str, *, same: bool, is_private: Callable[[str], object] = bool) -> Manner:
    """The manner of some messages. With `same` they went to this person; else a name in the greeting becomes `name`.

    >>> learnt(["Hi Uli, it fits. Cheers, Jo", "Hi Uli, no. Cheers, Jo"], "Uli", same=True, is_private=lambda text: False)
    Manner(greeting='Hi Uli,', sign_off='Cheers, Jo', sentences=1)
    """
    greetings = [one for text in texts if (one := _greeting(text, name, same=same)) and not is_private(one)]
    offs = [" ".join(found["off"].split()) for text in texts if (found := _SIGN_OFF.search(text.strip()))]
    lengths = [len(cut(body(text))) for text in texts if body(text)]
    return Manner(
        _habit(greetings, len(texts)),
        _habit([one for one in offs if not is_private(one)], len(texts)),
        min(MOST_SENTENCES, max(1, round(median(lengths)))) if lengths else USUAL_SENTENCES,
    )


def body(text: str) -> str:
    """A message without its greeting and sign-off."""
    text = text.strip()
    greeted = _GREETING.match(text)
    text = text[greeted.end() :].strip() if greeted else text
    off = _SIGN_OFF.search(text)
    return text[: off.start()].strip() if off else text


def _greeting(text: str, name: str, *, same: bool) -> str:
    found = _GREETING.match(text.strip())
    if found is None:
        return ""
    rest = " ".join(found["rest"].split())
    if not same and rest and rest.casefold() not in words.PLURAL:
        rest = name.split(maxsplit=1)[0] if name.split() else ""
    return " ".join(part for part in (found["word"], rest) if part) + (found["end"] or "")


def _habit(found: Sequence[str], count: int) -> str:
    best = Counter(found).most_common(1)
    return best[0][0] if best and best[0][1] >= _FEWEST and len(found) >= _HABIT * count else ""
