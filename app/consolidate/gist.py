"""The sentence that says most among what was seen: rare words that its neighbours say too. Pure; it quotes, it never rewrites."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence

from app.consolidate.bags import Frequency, stems
from app.consolidate.english_words import MENU, SHORTENED
from app.store.daily import Seen

# A line that begins like a new item is one; any other goes on with the line above, which the window wrapped.
_SHORTENED = "".join(rf"(?<!\b{re.escape(word)}\.)" for word in SHORTENED)
_BREAK = re.compile(rf"(?<=[.!?]){_SHORTENED}\s+(?=[^\s])" + r"|\n+(?=\s*(?:[-*•>|#]|[A-ZÀ-Þ0-9\"'(]))|\n{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST_WORDS, _MOST_WORDS = 4, 40
_LEAST_LETTERS = 0.72
# So many words at least must be others than those of the window's title and program.
_LEAST_OWN = 3
_MOST_MENU = 0.5
_LONGEST = 220
_SENTENCE_END = re.compile(r"[.!?]$")
_STEADY = 4


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text as it was read.

    >>> sentences("Plan\\nThe wall is of stone\\nfrom a quarry. It stands.\\n- ask for it")
    ['Plan', 'The wall is of stone from a quarry.', 'It stands.', '- ask for it']
    """
    return [" ".join(piece.split()) for piece in _BREAK.split(text) if piece.strip()]


def says_most(moments: Sequence[Seen], common: Frequency, *, known: Container[int] = ()) -> tuple[str, int] | None:
    """The sentence that says most in these moments, with the row id of the first that shows it.

    Passages that are `known`, by their ids, stood there before and say nothing of these moments, where others do.
    """
    first: dict[int, tuple[str, int]] = {}
    for one in moments:
        for passage_id, text in one.texts:
            first.setdefault(passage_id, (text, one.id))
    fresh = {key: value for key, value in first.items() if key not in known}
    windows = frozenset(word for one in moments for word in stems(f"{one.app} {one.title}"))
    return _best((fresh or first).values(), common, windows)


def _best(texts: Iterable[tuple[str, int]], common: Frequency, windows: frozenset[str]) -> tuple[str, int] | None:
    pieces = {piece: moment_id for text, moment_id in reversed(list(texts)) for piece in sentences(text)}
    words = {piece: set(stems(piece)) for piece in pieces}
    told = Counter(word for held in words.values() for word in held)
    fair = {piece: _weight(piece, words[piece], told, common) for piece in pieces if _is_sentence(piece, windows)}
    if not fair:
        return None
    best = max(fair, key=lambda piece: (fair[piece], piece))
    return best[:_LONGEST], pieces[best]


def _weight(piece: str, words: set[str], told: Counter[str], common: Frequency) -> float:
    """Words that the others say too weigh more, long sentences less; a whole sentence is read more easily than a line."""
    weight = sum(common.rarity(word) * min(told[word], 3) for word in words) / (len(piece.split()) + _STEADY)
    return weight * (1.6 if _SENTENCE_END.search(piece) else 1.0)


def _is_sentence(piece: str, windows: frozenset[str]) -> bool:
    letters = len(_LETTER.findall(piece))
    return (
        _LEAST_WORDS <= len(piece.split()) <= _MOST_WORDS
        and letters >= _LEAST_LETTERS * len(piece.replace(" ", ""))
        and not is_of_window(piece, windows, least=_LEAST_OWN)
    )


def is_of_window(piece: str, windows: frozenset[str], *, least: int = 1) -> bool:
    """Whether a line is a menu, an address, or says next to nothing but what the window is called. `windows` are stems.

    >>> is_of_window("File Edit View Go Help", frozenset()), is_of_window("plan.odt - Writer", frozenset({"plan", "odt", "writ"}))
    (True, True)
    """
    words = piece.split()
    menu = sum(word.strip(".,:").lower() in MENU for word in words)
    return "://" in piece or menu > _MOST_MENU * len(words) or len({*stems(piece)} - windows) < least
