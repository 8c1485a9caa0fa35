"""How English leaves out what was said before: words of follow-up questions. Data only: another language is another file of these tables."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that begin a question which leans on the one before.
LEANS = (
    r"^(?:(?:and|or|but|then|now|also|ok|okay|so|well|hm+|plus)[,\s]+)*(?:(?:what|how)\s+(?:about|of|if\s+it\s+was)|(?:and\s+)?"
    r"(?:the\s+)?same\s+(?:for|with|thing\s+for|question\s+for))\s+"
)
AND = r"^(?:(?:and|or|but|then|also|plus|so)[,\s]+)+"
QUESTION = (
    r"^(?:(?:on|in|at|to|from|with|for|since|until)\s+)?(?:who|whose|whom|what|which|when|where|why|how|did|does|do|is|are|was|were|has|have|had"
    r"|can|could|would|will|should|list|show|tell|give|name)\b"
)
# A question of these words alone is none that stands by itself.
NOT_WHOLE = r"^(?:who|what|which|when|where|why|how)(?:\s+(?:else|exactly|then|there|not|so))*$"
HE = r"\b(?:he|him|she)\b|\b(?:they|them)\b"
HIS = r"\b(?:his|their)\b(?=\s+\w)|\bher\b(?=\s+(?!(?:last|first|on|in|at|the|a|yesterday|today|about|again|back)\b)\w)"
HER = r"\bher\b"
IT = (
    r"\b(?:it|this\s+one|that\s+one|that\s+(?:file|document|page|app|site|program|thread|chat|group)|this\s+(?:file|document|page"
    r"|app|site|program)|the\s+same\s+(?:file|document|page|app|site|program|thread))\b"
)
IS_IT = r"\b(?:what\s+(?:time|day|date)\s+is\s+it|(?:is|was)\s+it\s+(?:true|possible|okay|right|that)|it\s+(?:is|was)\s+(?:that|to)|it['’]s)\b"
THERE = r"\b(?:there|in\s+it|at\s+it)\b(?!\s+(?:is|are|was|were|any|a|some|no)\b)"
THERE_IS = r"\b(?:is|are|was|were)\s+there\s+(?:a|an|any|some|no|more|other|\w+s)\b"
THEN = (
    r"\b(?:then|at\s+that\s+time|that\s+(?:day|week|month|time|morning|afternoon|evening|weekend)|(?:on\s+)?the\s+same\s+(?:day"
    r"|week|month|morning|evening)|in\s+that\s+(?:time|week|month))\b"
)
SINCE_THEN = r"\b(?:since|after)\s+(?:then|that)\b"
BEFORE_THEN = r"\bbefore\s+(?:then|that)\b|\bearlier\s+than\s+that\b"
ELSE = r"\s*\belse\b"
# "the week before", "two days later", as seen from the time of the question before.
STEP = (
    r"^(?:(?:in|on|for|during)\s+)?(?:the\s+|a\s+|one\s+)?(?:(?P<number>\d{1,2}|two|three|four|five|six)\s+)?"
    r"(?:(?P<earlier>previous|preceding)|(?P<later>next|following))?\s*(?P<unit>day|week|month|year|weekend)s?\s*"
    r"(?:(?P<before>before|earlier|prior|previously|before\s+that)|(?P<after>after|later|afterwards|after\s+that))?$"
)
# A part of a day without its day: it is meant of the day that was spoken of.
PART_OF_DAY = (
    r"^(?:(?:at|around|about|after|before|until|since)\s+(?:(?:noon|midday|midnight|lunch)|\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?|o['’]clock)?)"
    r"|(?:between|from)\s+\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]m)?\s*(?:and|to|until|-)\s*\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]m)?"
    r"|(?:(?:in|during)\s+)?(?:the\s+)?(?:early\s+|late\s+)?(?:morning|afternoon|evening)|at\s+night|\d{1,2}[:.]\d{2}|(?:before"
    r"|after|at)\s+(?:lunch|breakfast|dinner|noon))$"
)
WHICH_THING = r"^(?:which|what)\s+[a-z]+(?:\s+[a-z]+)?$"
THIS_WHICH = r"^(?:which|what|list\s+the|list)\s+(?P<thing>[a-z]+)\b"
SAME_SPAN = r"^(?:earlier|later)$"
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
# What stands before a name and says how it belongs to the rest; the first of each group is written.
PREPOSITIONS = r"(?:in|on|at|from|to|with|by|about|for|of|inside|using|via|regarding)"
DETERMINERS = r"(?:the|my|our|his|her|their|a|an|this|that)"
PERSON_BEFORE = (
    r"(?:from|to|with|by|and|did|does|has|had|is|was|will|do|tell|told|ask|asked|meet|met|see|call|called|of|for)"
)
PLACE_BEFORE = r"(?:in|at|on|inside|using|via)"
THING_BEFORE = r"(?:open|opened|use|used|using|edit|edited|read|visit|visited|start|started|close|closed|launch)"
NO_NAMES = _words(
    "i i'm i've monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september"
    " october november december mr ms mrs dr ok o'clock am pm"
)
ON, FROM_TO, BEFORE, SINCE = "on {day}", "between {since} and {until}", "before {day}", "since {day}"
