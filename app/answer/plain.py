"""Text that was read or written by a model, made safe to stand in a prompt or an answer. Pure; no rules about what it says."""

import re
import unicodedata

# What cannot be seen, or turns the order of what can be seen: control and format characters, tags, halves of surrogate pairs.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
# Joiners are part of how some scripts and signs are written.
_JOINERS = "\u200c\u200d"
# What a chat template may read as its own: <|im_start|>, <start_of_turn>, </s>, [INST], <｜User｜>.
_CONTROL_WORD = re.compile(r"<(?=[|/｜<A-Za-z_!])|\[(?=[/A-Za-z0-9_^])|(?<=[|｜])>")


def plain(text: str, *, lines: bool = False) -> str:
    """Text without control characters and invisible marks; line ends and tabs become spaces, unless `lines` keeps the ends.

    >>> plain("a\\x1b[31mb\\u202ec\\td")
    'a[31mbc d'
    """
    kept = (
        one
        if one in _JOINERS or (lines and one == "\n")
        else " "
        if one in "\n\r\t\v\f\x85\u2028\u2029"
        else ""
        if unicodedata.category(one) in _UNSEEN
        else one
        for one in text
    )
    return "".join(kept)


def without_control_words(text: str) -> str:
    """JSON in which nothing can be read as a word of a chat template: what begins or ends one is written as an escape.

    >>> without_control_words('"</s> [INST] <|user|> a < b"')
    '"\\\\u003c/s> \\\\u005bINST] \\\\u003c|user|\\\\u003e a < b"'
    """
    return _CONTROL_WORD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
