"""English words for what is made of moments. Data only: another language is another file that makes a `Words`."""

from app.consolidate.words import Words
from app.recall.english import ENGLISH as TIMES
from app.recall.stopwords import ENGLISH as STOPWORDS


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(text: str) -> dict[str, str]:
    """Each form of a line to the line's first."""
    return {form: line.split()[0] for line in text.strip().splitlines() for form in line.split()}


ENGLISH = Words(
    times=TIMES,
    idle=STOPWORDS
    | _set("also via per regarding concerning during after before between within upon onto too both each"),
    negation=r"\b(?:not|never|nobody|nothing|none|without|cannot|neither|nor|no)\b|n['’]t\b",
    no_negation=r"\b(?:do\s+not|don['’]t|not\s+to|never)\s+forget\b|\bnot\s+only\b|\bno\s+(?:later|more|less|earlier)\s+than\b"
    r"|\bno\s+problem\b|\bwhy\s+not\b",
    endings=(("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")),
    forms=_forms(
        """
        meet met meeting meetings
        send sent
        write wrote written
        come came
        go went gone
        leave left
        say said
        tell told
        buy bought
        bring brought
        think thought
        make made
        take took taken
        give gave given
        get got
        find found
        pay paid
        sell sold
        speak spoke spoken
        begin began begun
        choose chose chosen
        drive drove driven
        fly flew flown
        hold held
        keep kept
        lose lost
        read reads
        run ran
        see saw seen
        sit sat
        build built
        grow grew grown
        child children
        person people
        """
    ),
    at_hour=r"\b(?:at|by|until|till|from|to|around|about|before|after)\s+",
)
