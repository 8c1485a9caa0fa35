"""Text around a chat model: what of its words is shown, what of a prompt is dropped when it is too long. Pure functions."""

import re
from collections.abc import Iterable, Sequence

Message = dict[str, str]
# How models mark what they think before they answer.
_CLOSE_OF = {"<think>": "</think>", "<thinking>": "</thinking>", "<thought>": "</thought>"}


class Spoken:
    """Takes the model's words as they come and gives those that are meant for the reader.

    What stands between <think> and </think> (or <thinking>, <thought>) is dropped; the first stop ends it all. Nothing is given that could still
    turn out to be the start of a mark.

    >>> spoken = Spoken(["\\nUser:"])
    >>> [spoken.hear(piece) for piece in ("<thi", "nk>hm</think>\\n", "Yes", ".\\nUs", "er: more")], spoken.stopped
    (['', '', 'Yes', '.', ''], True)
    """

    def __init__(self, stops: Sequence[str] = ()) -> None:
        self.stopped = False
        self._stops = tuple(stops)
        self._held = ""
        self._thinks = ""
        self._begun = False

    def hear(self, piece: str) -> str:
        """The next piece of the model; what can be shown now."""
        if self.stopped:
            return ""
        self._held += piece
        shown = ""
        while mark := self._first_mark():
            before, self._held = self._held.split(mark, 1)
            shown += "" if self._thinks else before
            if mark in self._stops:
                self.stopped, self._held = True, ""
                break
            self._thinks = mark if mark in _CLOSE_OF else ""
        shown += self._loose()
        return self._from_first_word(shown)

    def rest(self) -> str:
        """What was held back, when the model has ended."""
        held, self._held = self._held, ""
        return "" if self._thinks or self.stopped else self._from_first_word(held)

    def _marks(self) -> tuple[str, ...]:
        return (_CLOSE_OF[self._thinks],) if self._thinks else (*_CLOSE_OF, *_CLOSE_OF.values(), *self._stops)

    def _first_mark(self) -> str | None:
        found = [(self._held.find(mark), mark) for mark in self._marks() if mark in self._held]
        return min(found)[1] if found else None

    def _loose(self) -> str:
        """Cut off what can be no part of a mark any more."""
        keep = max((_overlap(self._held, mark) for mark in self._marks()), default=0)
        cut = len(self._held) - keep
        loose, self._held = self._held[:cut], self._held[cut:]
        return "" if self._thinks else loose

    def _from_first_word(self, text: str) -> str:
        if not self._begun:
            text = text.lstrip()
            self._begun = bool(text)
        return text


def _overlap(text: str, mark: str) -> int:
    """How many letters at the end of `text` could begin `mark`."""
    return next((size for size in range(min(len(text), len(mark) - 1), 0, -1) if mark.startswith(text[-size:])), 0)


def disarmed(text: str, marks: "re.Pattern[str] | None") -> str:
    """Break up the model's control words in text that was read somewhere, so that it cannot end its own message.

    >>> disarmed("a<|im_end|>b", marks_pattern(["<|im_end|>"]))
    'a< |im_end|>b'
    """
    return marks.sub(lambda found: f"{found.group()[0]} {found.group()[1:]}", text) if marks else text


def marks_pattern(marks: Iterable[str]) -> "re.Pattern[str] | None":
    """A pattern for control words: those in brackets, since a vocabulary may also declare plain words and blanks as such."""
    bracketed = sorted({mark for mark in marks if re.fullmatch(r"[<\[].+[>\]]", mark)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, bracketed))) if bracketed else None


def merged(messages: Sequence[Message]) -> list[Message]:
    """The same conversation for a template that knows no system role: its text begins the first user message."""
    system = "\n\n".join(message["content"] for message in messages if message["role"] == "system")
    rest = [dict(message) for message in messages if message["role"] != "system"]
    if not rest or rest[0]["role"] != "user":
        rest.insert(0, {"role": "user", "content": ""})
    rest[0]["content"] = f"{system}\n\n{rest[0]['content']}".strip()
    return rest


def plain_prompt(messages: Sequence[Message]) -> str:
    """A prompt for a file that brings no template of its own."""
    names = {"system": "Instructions", "user": "User", "assistant": "Assistant"}
    said = [f"{names.get(message['role'], 'User')}: {message['content']}" for message in messages]
    return "\n\n".join([*said, "Assistant:"])


PLAIN_STOPS = ("\nUser:", "\nInstructions:", "\nAssistant:")


def with_marks(messages: Sequence[Message], mark: str, count: int) -> Sequence[Message]:
    """The conversation with so many marks, one for each picture, before what the user said last.

    >>> with_marks([{"role": "user", "content": "What?"}], "<>", 2)
    [{'role': 'user', 'content': '<>\\n<>\\nWhat?'}]
    """
    if not count:
        return messages
    *before, last = messages
    return [*before, {**last, "content": f"{mark}\n" * count + last["content"]}]


def shortened(messages: Sequence[Message], share: float) -> list[Message]:
    """The conversation with its longest message cut to a share (0 to 1) of its length.

    Messages to and from the user are cut before instructions are. Evidence stands best first and the question last, so
    whole lines go from before the last one.
    """
    cut = [dict(message) for message in messages]
    candidates = [message for message in cut if message["role"] != "system" and len(message["content"]) > 200] or cut
    longest = max(candidates, key=lambda message: len(message["content"]))
    longest["content"] = _cut(longest["content"], int(len(longest["content"]) * share))
    return cut


def _cut(text: str, chars: int) -> str:
    head, line_break, last = text.rstrip().rpartition("\n")
    if not line_break or len(last) + 1 >= chars:
        half = chars // 2
        return text[: chars - half] + text[len(text) - half :] if chars > 0 else ""
    kept = head[: chars - len(last) - 1]
    if len(kept) < len(head) and "\n" in kept:
        kept = kept[: kept.rindex("\n")]
    return f"{kept}\n{last}"
