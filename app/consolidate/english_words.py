"""English words for consolidation. Data only: another language is another file.

`ENDINGS` are taken off a word so that its forms count as one; `SENDER` and `RECEIVER` head the lines that name people in letters;
`VERSION` is how a text or a name says which version of it this is; `MENU` is what stands in the bars of windows.
"""

from app.recall import stopwords

COMMON = stopwords.ENGLISH
ENDINGS = ("ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y")
SENDER = r"from|author|organi[sz]er"
RECEIVER = r"to|cc|with|attendees|participants"
REPLY = r"(?:re|fwd?|aw|wg)\s*:\s*"
VERSION = r"v(?:ersion)?[ ._-]?\d+(?:\.\d+)*|draft[ ._-]?\d+|rev(?:ision)?[ ._-]?\d+|final|draft|copy"
UNSAVED = r"^[*●•]\s*|\s*[*●•]$|\s*[\[(](?:modified|unsaved|read[- ]only|edited|autosaved)[\])]"
MAILBOXES = frozenset("inbox drafts sent archive junk spam trash outbox".split())  # noqa: SIM905
# A point behind these ends no sentence.
SHORTENED = ("Mr", "Mrs", "Ms", "Dr", "Prof", "St", "No", "vs", "etc", "e.g", "i.e", "approx", "Inc", "Ltd", "Co")
MENU = frozenset(
    """
    file edit view go message messages tools help insert format data sheet window history bookmarks profiles tabs styles table form
    selection run terminal search home inbox drafts sent archive junk trash undo redo save open close new page pages layout review
    references mailings options settings reply forward delete share sort filter map next back cancel
    """.split()  # noqa: SIM905
)
