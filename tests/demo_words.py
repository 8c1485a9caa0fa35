"""Which words count when a question of the demo week is said to share none with its evidence."""

import re

_FUNCTION_WORDS = """
a about above after again ago all along already also although am an and any anybody anyone anything are around as at
away back be because been before being below between both but by can cannot could did do does doing done down during
each either else ever every few for from get gets getting give given gives go goes going gone got had has have
having he her here hers herself him himself his how i if in instead into is it its itself just least less like long
made make makes many may me might mine more most much must my myself need needed needs neither never no nobody nor
not nothing now of off often on once one only onto or other our ours out over own per please put quite rather same
shall she should since so some somebody someone something still such than that the their them themselves then there
these they this those through to together too towards under until up upon us very was we were what when where
whether which while who whom whose why will with within without would yes yet you your yours monday tuesday
wednesday thursday friday saturday sunday today yesterday tomorrow
"""
_STOP = frozenset(_FUNCTION_WORDS.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y")


def content_words(text: str) -> set[str]:
    """The stems of all words that mean something: no function words, no weekday names, no single letters."""
    words = re.findall(r"\w+", text.lower().replace("'s", ""))
    return {stem(word) for word in words if len(word) > 1 and word not in _STOP}


def stem(word: str) -> str:
    """A word without its commonest ending: "slates" and "slate" become one, "planted" and "planting" too."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
