"""Which letters an API key, a signed token or a private key has. Patterns and one scan; what is done with them is elsewhere.

The beginnings are those that the makers publish for their secret scanners, for example
https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns.
"""

import re
from collections.abc import Iterator

# A key that is cut at the edge of a line goes on in the next one: recognition gives lines, not keys.
_MORE = r"(?:\n[A-Za-z0-9_\-]{8,}(?![^\n]))*"
_KEYS = (
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",
    r"gh[pousr][_ ][A-Za-z0-9]{20,}" + _MORE,
    r"github[_ ]pat[_ ][A-Za-z0-9_]{20,}" + _MORE,
    r"gl(?:pat|dt|rt|cbt|ptt|ft|imt|soat|agent)-[A-Za-z0-9_\-]{16,}" + _MORE,
    r"xox[a-z]-[A-Za-z0-9\-]{10,}" + _MORE,
    r"xapp-[A-Za-z0-9\-]{20,}" + _MORE,
    r"hooks\.slack\.com/services/[A-Za-z0-9/]{20,}",
    r"(?:sk|rk|pk)[_ ](?:live|test)[_ ][A-Za-z0-9]{14,}" + _MORE,
    r"whsec[_ ][A-Za-z0-9+/]{20,}" + _MORE,
    r"AIza[A-Za-z0-9_\-]{30,}" + _MORE,
    r"ya29\.[A-Za-z0-9_\-]{20,}" + _MORE,
    r"GOCSPX-[A-Za-z0-9_\-]{20,}",
    r"sk-[A-Za-z0-9_\-]{20,}" + _MORE,
    r"npm[_ ][A-Za-z0-9]{30,}",
    r"pypi-[A-Za-z0-9_\-]{30,}" + _MORE,
    r"hf[_ ][A-Za-z0-9]{30,}",
    r"SG\.[A-Za-z0-9_\-]{16,32}\.[A-Za-z0-9_\-]{16,64}",
    r"do[opr][_ ]v1[_ ][a-f0-9]{40,}" + _MORE,
    r"shp(?:at|ca|pa|ss)[_ ][A-Fa-f0-9]{30,}",
    r"sq0(?:atp|csp)-[A-Za-z0-9_\-]{20,}",
    r"dckr[_ ]pat[_ ][A-Za-z0-9_\-]{20,}",
    r"glsa[_ ][A-Za-z0-9_]{30,}",
    r"hvs\.[A-Za-z0-9_\-]{20,}" + _MORE,
    r"dapi[a-f0-9]{32}(?![A-Za-z0-9])",
    r"xkeysib-[A-Za-z0-9\-]{40,}" + _MORE,
    r"AGE-SECRET-KEY-1[A-Z0-9]{50,}" + _MORE,
    r"lin[_ ]api[_ ][A-Za-z0-9]{30,}",
    r"SK[0-9a-f]{32}(?![A-Za-z0-9])",
    r"key-[0-9a-f]{32}(?![A-Za-z0-9])",
    r"[0-9]{8,10}:AA[A-Za-z0-9_\-]{33}(?![A-Za-z0-9])",
)
KEY = re.compile(r"(?<![A-Za-z0-9])(?:" + "|".join(_KEYS) + ")")
# Three parts of base64; recognition may put a space beside a dot or break the line anywhere.
TOKEN = re.compile(
    r"(?<![A-Za-z0-9_\-])(?:eyJ|ey[Il1\]]hbG)[A-Za-z0-9_\-]{8,}+(?:[ \n]?\.[ \n]?[A-Za-z0-9_\-]{4,}+)+" + _MORE
)
_BEGIN = re.compile(r"[\-\u2013\u2014_ ]{0,8}BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?")
_END = re.compile(r"END (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?[\-\u2013\u2014_ ]{0,8}")
_BODY = re.compile(
    r"[A-Za-z0-9+/=\-_|.\\ ]{16,}|[A-Za-z0-9+/]*={1,2}|(?:Proc-Type|DEK-Info|Version|Comment): .*|=?[A-Za-z0-9+/]{4,}"
)
_MOST_WORDS = 4


def looks_made(key: str) -> bool:
    """Whether a match of KEY is no name of a thing: some beginnings, and those with a space, are words as well.

    >>> looks_made("sk-learn-contrib-gradient-boosting"), looks_made("sk-Tf09aPq71bLm4zRwXk2v")
    (False, True)
    """
    digits = sum(one.isdigit() for one in key)
    upper, lower = any(one.isupper() for one in key), any(one.islower() for one in key)
    if key.startswith("sk-") or " " in key:
        return digits >= 2 and (upper or digits * 8 >= len(key))
    return digits > 0 or (upper and lower)


def private_keys(text: str) -> Iterator[tuple[int, int]]:
    """The spans of PEM private key blocks, whole or cut short, over as many lines as they take."""
    if "PRIVATE KEY" not in text:
        return
    done = 0
    while (begin := _BEGIN.search(text, done)) is not None:
        done = _end_of_block(text, begin.end())
        yield begin.start(), done
    yield from _without_beginning(text)


def _end_of_block(text: str, start: int) -> int:
    """Where a block ends: after its END line, or before the first line that cannot be of a key."""
    end_of_line = _line_end(text, start)
    found = _END.search(text, start, end_of_line)
    if found is not None:
        return found.end()
    end, at = end_of_line, end_of_line + 1
    while at < len(text):
        end_of_line = _line_end(text, at)
        found = _END.search(text, at, end_of_line)
        if found is not None:
            return found.end()
        line = text[at:end_of_line].strip()
        if line and not _is_body(line):
            break
        end, at = (end_of_line if line else end), end_of_line + 1
    return end


def _without_beginning(text: str) -> Iterator[tuple[int, int]]:
    """Blocks whose first line was scrolled away: the body above an END line."""
    floor = 0
    for found in _END.finditer(text):
        start = at = text.rfind("\n", 0, found.start()) + 1
        while at > floor:
            before = text.rfind("\n", 0, at - 1) + 1
            line = text[before : at - 1].strip()
            if line and not _is_body(line):
                break
            start, at = (before if line else start), before
        floor = found.end()
        yield max(start, 0), found.end()


def _is_body(line: str) -> bool:
    return _BODY.fullmatch(line) is not None and line.count(" ") < _MOST_WORDS


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
