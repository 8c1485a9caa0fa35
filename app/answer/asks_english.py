"""How computed questions are asked in English, and how their answers are said. Data only: another language is another file of these tables.

A pattern is matched against a whole question without the words that name its time. `<subject>` stands for whom or what it is about, the
tables below for groups of words. What is done with a kind and its subject is `computed`'s part.
"""

_I = r"(?:i|we)"
_DID = r"(?:did|have|had|do|was|were|could|am)"
_THAT = r"(?:(?:that|which|who|whom)\s+)?"

POLITE = (
    r"^(?:(?:hey|hi|hello|ok|okay|please|so|recollect|well)[,\s]+)*"
    r"(?:(?:can|could|would)\s+you\s+(?:please\s+)?(?:tell|show|give)\s+me\s+|(?:please\s+)?(?:tell|show|give)\s+me\s+"
    r"|do\s+you\s+know\s+|i\s+(?:want|would\s+like|'d\s+like)\s+to\s+know\s+|i\s+wonder\s+)?(?:please\s+)?"
)
# Words that are left hanging when the time after them is taken out.
HANGING = (
    r"(?:[\s,]+(?:on|in|at|of|for|during|over|within|between|from|since|until|till|to|by|before|after|the|all|please|exactly|ever"
    r"|overall|altogether|in\s+total|again|and))+$"
)
DETERMINERS = r"^(?:(?:the|my|our|a|an|this|that|any|some)\s+)+"

_BE_IN = (
    r"(?:in|on|at|inside|with|using|working\s+(?:in|on|with|at)|reading|looking\s+at|busy\s+with|editing|browsing|writing"
    r"|sitting\s+(?:in|at))"
)
_USE_BASE = (
    r"(?:open|opens|use|visit|start|launch|run|edit|browse|check|switch\s+to|go\s+(?:to|into|on)|return\s+to|come\s+back\s+to"
    r"|work\s+(?:in|on|with|at)|look\s+(?:at|into|something\s+up\s+in)|be\s+(?:in|on))"
)
_USE_DONE = (
    r"(?:opened|used|visited|started|launched|ran|run|edited|browsed|checked|switched\s+to|gone\s+(?:to|into|on)|went\s+(?:to|into"
    r"|on)|returned\s+to|came\s+back\s+to|worked\s+(?:in|on|with|at)|looked\s+(?:at|into)|been\s+(?:in|on|to|at)|was\s+(?:in|on|at)"
    r"|were\s+(?:in|on|at))"
)
_SEE = r"(?:see|saw|seen|read|have\s+on\s+(?:the|my)\s+screen|come\s+across|came\s+across|notice|noticed|view|viewed)"
_TALK = (
    r"(?:talk(?:ed)?\s+(?:to|with)|speak\s+(?:to|with)|sp[o]ken?\s+(?:to|with)|chat(?:ted)?\s+(?:to|with)|in\s+(?:touch|contact)\s+with"
    r"|write\s+(?:to|with)|wrote\s+(?:to|with)|written\s+(?:to|with)|exchange(?:d)?\s+messages\s+with|correspond(?:ed)?\s+with)"
)
_HEAR = (
    r"(?:hear(?:d)?\s+from|g[eo]t(?:ten)?\s+(?:a\s+|any\s+)?(?:message|messages|text|word|news)\s+from|receive(?:d)?\s+(?:a\s+"
    r"|any\s+)?(?:message|messages)\s+from)"
)
_SEND = r"(?:write|wrote|written|message|messaged|text|texted|send\s+(?:a\s+)?messages?\s+to|sent\s+(?:a\s+)?messages?\s+to)"
_MESSAGES = r"(?:messages?|texts?|text\s+messages|chat\s+messages|chats)"

# Verbs that a question's subject stands after: what they say about it.
VERBS = (
    ("talk", _TALK),
    ("hear", _HEAR),
    ("use", rf"(?:{_USE_BASE}|{_USE_DONE}|have\s+open|had\s+open)"),
    ("see", _SEE),
    ("send", _SEND),
)
_VERB = "(?P<verb>" + "|".join(pattern for _, pattern in VERBS) + ")"
_LAST = r"(?:last|most\s+recently|lastly|the\s+last\s+time)"
_FIRST = r"(?:first|the\s+first\s+time|originally)"
_LASTLY = r"(?:last|most\s+recently|for\s+the\s+last\s+time|(?:the\s+)?last\s+time)"
_FIRSTLY = r"(?:first|for\s+the\s+first\s+time|(?:the\s+)?first\s+time)"
_WHEN = r"(?:when|(?:at\s+)?what\s+time|(?:on\s+)?(?:what|which)\s+(?:day|date)|how\s+long\s+ago)"

THINGS = {
    **dict.fromkeys(("app", "apps", "application", "applications", "program", "programs", "programme", "programmes"), "app"),
    **dict.fromkeys(("site", "sites", "website", "websites", "web site", "web sites", "domain", "domains"), "site"),
    **dict.fromkeys(
        ("document", "documents", "file", "files", "pdf", "pdfs", "page", "pages", "web page", "web pages", "spreadsheet",
         "spreadsheets", "window", "windows"), "document"
    ),
    **dict.fromkeys(("person", "people", "persons", "contacts", "contact", "person's"), "person"),
    **dict.fromkeys(("thread", "threads", "chat", "chats", "conversation", "conversations", "group", "groups"), "thread"),
}  # fmt: skip
# Of the words for documents those that say which: (a part of the title's end, a kind of thing by its look).
NARROWER = {"pdf": "pdf", "pdfs": "pdf", "spreadsheet": "table", "spreadsheets": "table", "page": "page", "pages": "page",
            "web page": "page", "web pages": "page"}  # fmt: skip
_THING = "(?P<thing>" + "|".join(sorted(THINGS, key=len, reverse=True)) + ")"
_DOING = (
    r"(?:use|used|open|opened|visit|visited|see|saw|seen|read|edit|edited|look\s+at|looked\s+at|work\s+(?:in|on|with)|worked\s+(?:in|on|with)"
    r"|browse|browsed|have\s+open|had\s+open|go\s+(?:to|on)|went\s+(?:to|on)|been\s+(?:in|on|to)|in|on|touch|touched|run|ran|write\s+(?:to|with)"
    r"|wrote\s+(?:to|with)|talk\s+(?:to|with)|talked\s+(?:to|with)|chat\s+with|chatted\s+with|exchange\s+messages\s+with|message|messaged"
    r"|text|texted|hear\s+from|heard\s+from|speak\s+(?:to|with)|get\s+messages\s+from|got\s+messages\s+from|write|wrote)"
)
_MOST = r"(?:(?:the\s+)?(?:most\s+often|most|longest|most\s+of\s+all|most\s+time|the\s+most\s+time))"
_COMPUTER = (
    r"(?:(?:at|on|in\s+front\s+of|behind)\s+)?(?:the\s+|my\s+|this\s+)?"
    r"(?:computer|machine|laptop|pc|desktop|screen|desk|keyboard|work|working|active|screen\s+time)"
)

PATTERNS: tuple[tuple[str, str], ...] = (
    # how long
    ("time",
     (rf"(?:for\s+)?how\s+long\s+(?:was|were|have|had|am|did)\s+{_I}\s+(?:been\s+)?(?P<all>(?:at|on"
     rf"|in\s+front\s+of)?\s*(?:the\s+|my\s+)?(?:computer|machine|laptop|pc|screen|desk)|active|working|work"
     rf"|at\s+work)")),
    ("time", rf"(?:for\s+)?how\s+long\s+(?:was|were|have|had|am)\s+{_I}\s+(?:been\s+)?{_BE_IN}\s+<subject>"),
    ("time",
     (rf"(?:for\s+)?how\s+long\s+(?:did|have|had|do)\s+{_I}\s+(?:use|used|work\s+(?:in|on|with|at)|worked\s+(?:in"
     rf"|on|with|at)|stay\s+(?:in|on|at)|stayed\s+(?:in|on)|read|look\s+at|looked\s+at|visit|visited|sit\s+(?:in"
     rf"|at)|edit|edited|browse|browsed|spend\s+(?:in|on|with|at)|spent\s+(?:in|on|with|at)"
     rf"|chat\s+in)\s+<subject>")),
    ("time",
     (rf"(?:for\s+)?how\s+long\s+(?:did|have|had)\s+{_I}\s+(?:have|had|keep|kept)\s+<subject>\s+(?:open|up"
     rf"|in\s+front|on\s+(?:the|my)\s+screen)")),
    ("time",
     (r"(?:for\s+)?how\s+long\s+(?:was|were|has|have)\s+<subject>\s+(?:been\s+)?(?:open|opened|used|in\s+use"
     r"|in\s+front|up|on\s+(?:the|my)\s+screen)")),
    ("time",
     (rf"how\s+(?:much\s+time|many\s+hours|many\s+minutes|much\s+of\s+my\s+time|much\s+screen\s+time)\s+(?:(?:did"
     rf"|have|had|was|were|do)\s+)?(?:{_I}\s+)?(?:spend|spent|been|was|were|had)?\s*(?P<all>{_COMPUTER})")),
    ("time",
     (rf"how\s+(?:much\s+time|many\s+hours|many\s+minutes|much\s+of\s+my\s+time|much\s+screen\s+time)\s+(?:(?:did"
     rf"|have|had|was|were|do)\s+)?(?:{_I}\s+)?(?:spend|spent|go|went|gone|been|was|were|use|used|pass|work"
     rf"|worked|sit|sat)?\s*(?:{_BE_IN}|into|to|for)\s+<subject>")),
    ("time",
     (rf"how\s+(?:many\s+hours|many\s+minutes|much\s+time)\s+(?:did|have|had)\s+{_I}\s+(?:use|used|read|edit|visit"
     rf"|visited|have\s+open)\s+<subject>")),
    ("time", rf"(?:how\s+(?:many\s+hours|much)|(?:for\s+)?how\s+long)\s+(?:did|have)\s+{_I}\s+(?P<all>work|worked|been\s+working)"),
    ("time",
     (rf"(?:what\s+(?:is|was|were)\s+|what['’]s\s+)?(?:the|my)?\s*(?:total\s+|overall\s+|whole\s+)?(?:time|hours"
     rf"|minutes)\s+{_THAT}(?:{_I}\s+)?(?:(?:have\s+)?(?:spent|spend)\s+)?{_BE_IN}\s+<subject>")),
    ("time", r"(?:what\s+(?:is|was)\s+|what['’]s\s+)?(?:the|my)?\s*(?P<all>screen\s+time|time\s+at\s+the\s+computer)"),
    # how often
    ("times",
     (rf"how\s+(?:often|many\s+times)\s+(?:did|have|had|do|was|were)\s+{_I}\s+(?:been\s+)?(?:{_USE_BASE}"
     rf"|{_USE_DONE}|see|seen|read|look\s+at|in|on|at)\s+<subject>")),
    ("times",
     (r"how\s+(?:often|many\s+times)\s+(?:was|were|has|have)\s+<subject>\s+(?:been\s+)?(?:opened|used|visited"
     r"|open|started|in\s+front|seen|read|on\s+(?:the|my)\s+screen)")),
    ("times", r"how\s+(?:often|many\s+times)\s+<subject>\s+(?:was|were)\s+(?:opened|used|visited)"),
    ("times",
     (r"(?:what\s+(?:is|was)\s+)?(?:the\s+)?number\s+of\s+times\s+(?:that\s+)?(?:i|we)\s+(?:have\s+)?(?:opened"
     r"|used|visited|open|use)\s+<subject>")),
    # how many messages
    ("messages",
     (rf"how\s+many\s+{_MESSAGES}\s+(?:(?:did|have|do)\s+{_I}\s+(?:get|got|receive|received|have|had)|came"
     rf"(?:\s+in)?|are\s+there|were\s+there|were|are|have\s+come|arrived)?\s*from\s+(?P<author><subject>)")),
    ("messages", rf"(?:what\s+(?:is|was)\s+)?(?:the\s+)?number\s+of\s+{_MESSAGES}\s+(?:i\s+got\s+|that\s+came\s+)?from\s+(?P<author><subject>)"),
    ("messages",
     (rf"how\s+(?:many\s+{_MESSAGES}|much|often|many\s+times)\s+(?:did|has|have|had)\s+{_I}\s+(?:send|sent|write"
     rf"|wrote|written|message|messaged|text|texted|post|posted)(?:\s+(?:to|in|with))?\s+(?P<to><subject>)")),
    ("messages", rf"how\s+many\s+{_MESSAGES}\s+(?:did|has|have|had)\s+{_I}\s+(?P<mine>send|sent|write|wrote|written|post|posted)"),
    ("messages", rf"how\s+many\s+{_MESSAGES}\s+(?:did|have|had)\s+{_I}\s+(?P<others>get|got|receive|received)"),
    ("messages",
     (rf"how\s+many\s+{_MESSAGES}\s+(?:(?:were|are)\s+there|came\s+in|were\s+(?:sent|written|exchanged))?\s*(?:in"
     rf"|on)\s+(?P<thread><subject>)")),
    ("messages",
     (rf"how\s+many\s+{_MESSAGES}\s+(?:(?:were|are)\s+(?:there|sent|written)|came\s+in|did\s+i\s+exchange)?\s*"
     rf"(?:with|between\s+me\s+and)\s+(?P<with><subject>)")),
    ("messages", rf"how\s+many\s+{_MESSAGES}\s+(?:did|have)\s+{_I}\s+exchange(?:d)?\s+with\s+(?P<with><subject>)"),
    ("messages", rf"how\s+many\s+{_MESSAGES}\s+(?P<any>(?:were|are)\s+there|came\s+in|came|arrived)"),
    ("messages",
     (rf"how\s+many\s+{_MESSAGES}\s+(?:did|has|have|had)\s+(?P<author><subject>)\s+(?:send|sent|write|wrote"
     rf"|written|post|posted)(?:\s+(?:to\s+)?(?:me|us))?")),
    ("messages",
     (r"how\s+(?:often|many\s+times)\s+(?:did|has|have|had)\s+(?P<author><subject>)\s+(?:write|wrote|written"
     r"|message|messaged|text|texted|send\s+(?:me\s+)?messages?|post)(?:\s+(?:to\s+)?(?:me|us))?")),
    # how many different
    ("number", rf"how\s+many\s+(?:different\s+)?{_THING}\s+(?:did|have|had|was|were)\s+{_I}\s+(?:been\s+)?{_DOING}"),
    ("number", rf"how\s+many\s+(?:different\s+)?{_THING}\s+(?:wrote|messaged|texted|have\s+written)(?:\s+(?:to\s+)?(?:me|us))?"),
    # when
    ("last", rf"{_WHEN}\s+{_DID}\s+{_I}\s+{_LAST}\s+{_VERB}\s+<subject>"),
    ("first", rf"{_WHEN}\s+{_DID}\s+{_I}\s+{_FIRST}\s+{_VERB}\s+<subject>"),
    ("last", rf"{_WHEN}\s+{_DID}\s+{_I}\s+{_VERB}\s+<subject>\s+{_LASTLY}"),
    ("first", rf"{_WHEN}\s+{_DID}\s+{_I}\s+{_VERB}\s+<subject>\s+{_FIRSTLY}"),
    ("last",
     (rf"(?:{_WHEN}\s+(?:was|is)\s+)?(?:my\s+|the\s+)?last\s+time\s+(?:that\s+|when\s+)?{_I}(?:['’]ve)?\s+(?:"
     rf"(?:have|had)\s+)?{_VERB}\s+<subject>")),
    ("first",
     (rf"(?:{_WHEN}\s+(?:was|is)\s+)?(?:my\s+|the\s+)?first\s+time\s+(?:that\s+|when\s+)?{_I}(?:['’]ve)?\s+(?:"
     rf"(?:have|had)\s+)?{_VERB}\s+<subject>")),
    ("last", rf"{_WHEN}\s+(?:was|were)\s+{_I}\s+last\s+(?P<verb>in|on|at)\s+<subject>"),
    ("first", rf"{_WHEN}\s+(?:was|were)\s+{_I}\s+first\s+(?P<verb>in|on|at)\s+<subject>"),
    ("last",
     (rf"{_WHEN}\s+(?:was|were|has|is)\s+<subject>\s+last\s+(?:been\s+)?(?P<verb>opened|used|visited|seen|read"
     rf"|open|edited|on\s+(?:the|my)\s+screen)")),
    ("first",
     (rf"{_WHEN}\s+(?:was|were|has|is)\s+<subject>\s+first\s+(?:been\s+)?(?P<verb>opened|used|visited|seen|read"
     rf"|open|edited|on\s+(?:the|my)\s+screen)")),
    ("last", rf"{_WHEN}\s+(?:was|were|is)\s+(?:my\s+|the\s+)?last\s+(?P<heard>message|text)\s+(?:that\s+came\s+)?(?:from|by)\s+<subject>"),
    ("last", rf"{_WHEN}\s+(?:was|were|is)\s+(?:my\s+|the\s+)?last\s+(?P<sent>message|text)\s+to\s+<subject>"),
    ("last", rf"{_WHEN}\s+(?:was|were|is)\s+(?:my\s+|the\s+)?last\s+(?P<verb>visit|use|look)\s+(?:to|of|at)\s+<subject>"),
    ("first", rf"{_WHEN}\s+(?:was|were|is)\s+(?:my\s+|the\s+)?first\s+(?P<heard>message|text)\s+(?:that\s+came\s+)?(?:from|by)\s+<subject>"),
    ("first", rf"{_WHEN}\s+(?:was|were|is)\s+(?:my\s+|the\s+)?first\s+(?P<sent>message|text)\s+to\s+<subject>"),
    ("first", rf"{_WHEN}\s+(?:was|were|is)\s+(?:my\s+|the\s+)?first\s+(?P<verb>visit|use|look)\s+(?:to|of|at)\s+<subject>"),
    ("last",
     (rf"{_WHEN}\s+(?:did|has)\s+<subject>\s+last\s+(?P<heard>write|wrote|message|text|send\s+(?:me\s+)?"
     rf"(?:a\s+)?message|written)(?:\s+(?:to\s+)?(?:me|us))?")),
    ("first",
     (rf"{_WHEN}\s+(?:did|has)\s+<subject>\s+first\s+(?P<heard>write|wrote|message|text|send\s+(?:me\s+)?"
     rf"(?:a\s+)?message|written)(?:\s+(?:to\s+)?(?:me|us))?")),
    ("last", rf"{_WHEN}\s+(?:did|has)\s+<subject>\s+(?P<heard>write|message|text)\s+(?:to\s+)?(?:me\s+|us\s+){_LASTLY}"),
    ("first",
     (rf"(?:since\s+when|from\s+when)\s+(?:did|have|do|am)\s+{_I}\s+(?:been\s+)?(?P<verb>use|used|using|have|had"
     rf"|know|known|visit|visiting)\s+<subject>")),
    ("last",
     (rf"how\s+long\s+(?:is\s+it|has\s+it\s+been|ago\s+is\s+it)\s+(?:that\s+|since\s+){_I}\s+(?:last\s+)?"
     rf"(?:have\s+)?{_VERB}\s+<subject>")),
    ("begun",
     (rf"{_WHEN}\s+(?:did|do|have)\s+{_I}\s+(?:start|begin|started|begun)(?:\s+(?:work|working|my\s+day|the\s+day"
     rf"|my\s+work|to\s+work|at\s+(?:the|my)\s+computer))?")),
    ("ended",
     (rf"{_WHEN}\s+(?:did|do|have)\s+{_I}\s+(?:stop|finish|end|quit|stopped|finished)(?:\s+(?:work|working"
     rf"|my\s+day|the\s+day|my\s+work|at\s+(?:the|my)\s+computer|for\s+the\s+day))?")),
    # which
    ("list", rf"(?:which|what)\s+(?:different\s+)?{_THING}\s+(?:did|have|had|was|were)\s+{_I}\s+(?:been\s+)?{_DOING}"),
    ("list",
     (rf"(?:which|what)\s+(?:different\s+)?{_THING}\s+(?:was|were|have\s+been)\s+(?:used|open|opened|visited|on\s+"
     rf"(?:the|my)\s+screen|seen|read|active)")),
    ("list",
     (rf"(?:(?:list|show|name|give)\s+(?:me\s+)?|what\s+(?:were|was|are)\s+)(?:all\s+(?:of\s+)?)?(?:the\s+|my\s+)?"
     rf"(?:different\s+)?{_THING}\s+{_THAT}(?:{_I}\s+(?:have\s+|had\s+|was\s+|were\s+)?)?{_DOING}")),
    ("list", rf"(?:list|name)\s+(?:all\s+(?:of\s+)?)?(?:the\s+|my\s+)?{_THING}(?:\s+(?:used|opened|visited|seen|read|open))?"),
    ("list", rf"(?:all\s+)?(?:the\s+)?{_THING}\s+{_THAT}{_I}\s+(?:have\s+)?{_DOING}"),
    ("list",
     (rf"(?P<people>who|whom)\s+(?:all\s+)?(?:did|have|had)\s+{_I}\s+(?:write|written|talk|talked|chat|chatted"
     rf"|message|messaged|text|texted|hear|heard|speak|spoken|exchange\s+messages|correspond|been\s+in\s+touch)"
     rf"(?:\s+(?:to|with|from))?")),
    ("list",
     (r"(?P<people>who)\s+(?:all\s+)?(?P<others>wrote|messaged|texted|has\s+written|sent\s+(?:me\s+)?messages)"
     r"(?:\s+(?:to\s+)?(?:me|us))?")),
    ("list", rf"(?:with|to)\s+(?P<people>whom)\s+(?:did|have)\s+{_I}\s+(?:write|talk|chat|speak|written|talked|exchange\s+messages)"),
    # most
    ("busiest",
     (r"(?:(?:what|which|when)\s+)?(?:(?:is|was|were)\s+)?(?:my\s+|the\s+)?busiest\s+(?P<unit>day|hour|weekday"
     r"|week)(?:\s+(?:was\s+it|at\s+the\s+computer))?")),
    ("busiest", r"(?:on\s+|in\s+|at\s+)?(?:what|which)\s+(?P<unit>day|hour|week)\s+(?:was|is)\s+(?:my\s+|the\s+)?busiest"),
    ("busiest",
     (rf"(?:on\s+|in\s+|at\s+|during\s+)?(?:what|which)\s+(?P<unit>day|hour|week)\s+(?:was|were)\s+{_I}\s+(?:"
     rf"(?:the\s+)?most\s+(?:active|busy)|(?:the\s+)?busiest)(?:\s+at\s+the\s+computer)?")),
    ("busiest",
     (rf"(?:on\s+|in\s+|at\s+|during\s+)?(?:what|which)\s+(?P<unit>day|hour|week)\s+did\s+{_I}\s+(?:work|spend)\s+"
     rf"(?:the\s+)?(?:most|longest)(?:\s+time)?(?:\s+at\s+(?:the|my)\s+computer)?")),
    ("busiest",
     (rf"(?:on\s+|in\s+|at\s+|during\s+)?(?:what|which)\s+(?P<unit>day|hour|week)\s+(?:did|was|were)\s+{_I}\s+"
     rf"(?:use|spend\s+(?:the\s+)?most\s+time\s+(?:in|on|with)|visit|work\s+(?:in|on|with)|in|on)\s+<subject>"
     rf"(?:\s+{_MOST})?")),
    ("busiest", rf"when\s+was\s+{_I}\s+(?:(?:the\s+)?busiest|(?:the\s+)?most\s+(?:active|busy))"),
    ("most", rf"(?:which|what)\s+{_THING}\s+did\s+{_I}\s+{_DOING}\s+{_MOST}"),
    ("most",
     (rf"(?:(?:in|on|with)\s+)?(?:which|what)\s+{_THING}\s+(?:did|have)\s+{_I}\s+(?:spend|spent|use|used)\s+"
     rf"(?:the\s+)?(?:most|longest)(?:\s+time)?(?:\s+(?:in|on|with|at))?")),
    ("most", rf"(?:(?:what|which)\s+(?:is|was|were)\s+)?(?:my|the)\s+most(?:\s+often)?[\s-]+(?:used|visited|opened|read)\s+{_THING}"),
    ("most",
     (rf"(?:(?:what|which)\s+(?:is|was)\s+)?(?:the\s+)?{_THING}\s+{_THAT}{_I}\s+(?:used|visited|opened|spent"
     rf"|was\s+in|worked\s+(?:in|with))\s+(?:(?:the\s+)?most|longest)(?:\s+time)?(?:\s+(?:in|on|with))?")),
    ("most", rf"(?:which|what)\s+{_THING}\s+was\s+(?:(?:used|open|visited|in\s+front)\s+(?:the\s+)?(?:most|longest)|(?:my|the)\s+most\s+used)"),
    ("most",
     (r"(?P<people>who)\s+(?P<others>wrote|messaged|texted|sent\s+(?:me\s+)?messages)(?:\s+(?:to\s+)?(?:me"
     r"|us))?\s+(?:the\s+)?most(?:\s+messages|\s+often)?")),
    ("most", r"(?P<people>who)\s+(?P<others>sent)\s+(?:me\s+|us\s+)?(?:the\s+)?most\s+messages"),
    ("most",
     (rf"(?P<people>who)\s+did\s+{_I}\s+(?:write|talk|chat|message|text|hear)(?:\s+(?:to|with|from))?\s+"
     rf"(?:the\s+)?(?:most|most\s+often)")),
    # at a time
    ("at", rf"what\s+(?:was|were|am)\s+{_I}\s+(?:doing|working\s+on|looking\s+at|reading|seeing|up\s+to|busy\s+with|at|on)"),
    ("at",
     (rf"(?:which|what)\s+(?:app|application|program|window|site|document|page)\s+(?:was|were)\s+(?:{_I}\s+"
     rf"(?:using|in|on|working\s+in|looking\s+at)|open|in\s+front|on\s+(?:the|my)\s+screen|in\s+use)")),
    ("at",
     (r"what\s+(?:was|stood|did\s+i\s+have|was\s+open)\s*(?:open|on|up|shown)?\s*(?:on\s+)?(?:the\s+screen"
     r"|my\s+screen|the\s+computer|my\s+computer|in\s+front\s+of\s+me)?")),
    ("at", rf"what\s+did\s+{_I}\s+(?:do|have\s+open|have\s+on\s+(?:the|my)\s+screen|look\s+at|work\s+on)"),
    # what was promised
    ("promised",
     (rf"what\s+(?:all\s+)?(?:did|have)\s+{_I}\s+(?:ever\s+)?(?:promised?|pledged?|offer(?:ed)?|commit(?:ted)?\s+to"
     rf"|agreed?\s+to\s+do|undertake|undertaken)(?:\s+to\s+do)?(?:\s+(?:to|for))?\s+(?P<to><subject>)")),
    ("promised",
     (rf"what\s+(?:all\s+)?(?:did|have)\s+{_I}\s+(?:ever\s+)?(?P<mine>promised?|pledged?|offer(?:ed)?|commit(?:ted)?\s+to"
     rf"|agreed?\s+to\s+do)(?:\s+to\s+(?:do|others|people|anyone|anybody))?")),
    ("promised",
     (rf"what\s+did\s+{_I}\s+(?:say|tell\s+(?P<to><subject>))(?:\s+that)?\s+{_I}(?:['’]d|\s+would|\s+will)\s+do"
     rf"(?:\s+for\s+(?:him|her|them))?")),
    ("promised", rf"what\s+did\s+{_I}\s+say(?:\s+that)?\s+{_I}(?:['’]d|\s+would|\s+will)\s+do\s+for\s+(?P<to><subject>)"),
    ("promised",
     (rf"(?:which|what)\s+promises\s+(?:did|have)\s+{_I}\s+(?:ever\s+)?(?:give|given|make|made)(?:\s+to)?\s+(?P<to><subject>)")),
    ("promised", rf"(?:which|what)\s+promises\s+(?:did|have)\s+{_I}\s+(?:ever\s+)?(?P<mine>give|given|make|made)"),
    ("promised",
     (r"what\s+(?:did|has|have)\s+(?P<author><subject>)\s+(?:promised?|pledged?|offer(?:ed)?)(?:\s+(?:to\s+)?(?:me|us))?"
     r"(?:\s+to\s+do)?")),
    # what was asked
    ("asked", rf"what\s+(?:did|have)\s+{_I}\s+(?:ask|asked)(?:\s+(?:you|recollect|about))?"),
    ("asked", rf"(?:which|what)\s+questions\s+(?:did|have)\s+{_I}\s+(?:ask|asked)(?:\s+you)?"),
    ("asked", rf"(?:list|show|name)\s+(?:me\s+)?(?:all\s+)?(?:the\s+|my\s+)?questions(?:\s+(?:that\s+)?{_I}\s+(?:have\s+)?asked)?"),
    ("asked", rf"(?:what|which\s+questions)\s+(?:did|have)\s+{_I}\s+(?:ask|asked)\s+(?:you\s+)?about\s+(?P<about><subject>)"),
)  # fmt: skip

# Of a question that asks for what one did oneself: a time in it is that of the doing.
OWN_DEED = rf"\b(?:did|have|had|was|were)\s+{_I}\b"
# What its author takes on, and what only sounds so.
PROMISED = (
    r"\bi\s+(?:hereby\s+)?promise\b|\bpromised[.!]?$|\bi\s+owe\s+you\b|\bcount\s+on\s+(?:me|it)\b|\bleave\s+(?:it|that)\s+(?:to|with)\s+me\b"
    r"|\b(?:i|we)(?:['’]ll|\s+will|\s+shall)\s+(?:\w+\s+){0,2}\w+|\b(?:i|we)(?:['’]m|['’]re|\s+am|\s+are)\s+going\s+to\b"
    r"|\byou(?:['’]ll|\s+will)\s+(?:get|have|receive|find)\b|\bwill\s+do\b[.!]?$|\bconsider\s+it\s+done\b"
    r"|\bi\s+can\s+(?:bring|send|fetch|pick|take|lend|give|help|call|book|order|pay|drive|make|fix|get)\b"
    r"|\blet\s+me\s+(?:bring|send|fetch|pick|take|lend|give|help|call|book|order|pay|drive|make|fix|get)\b"
)
NOT_PROMISED = (
    r"\b(?:i|we)(?:['’]ll|\s+will|\s+shall)\s+(?:\w+\s+)?(?:see|think|miss|guess|bet|say|know|need|die|be\s+(?:late|away|out|off|gone|busy))\b"
    r"|\b(?:i|we)(?:['’]ll|\s+will|\s+shall)\s+(?:\w+\s+)?be\s+in\s+(?!time\b)|\b(?:if|whether)\s+i\s+(?:will|can)\b|\?$"
    r"|^(?!.*\bpromise).*\b(?:i|we)(?:['’]ll|\s+will|\s+shall|\s+can|['’]m|['’]re|\s+am|\s+are)\s+(?:\w+\s+)?(?:not|never)\b"
)
# First names that are words as well, by which nobody is named who does not write them as a name.
_NAMES_TOO = (
    "will may mark grant hope faith joy rose art bill pat sue jack april june august summer dawn miles frank chase drew ray guy rich rob"
    " nick grace ivy lily daisy ruby amber crystal iris penny sky star reed rusty skip buck chip cliff dale heath pierce wade ward"
)
NAMES_TOO = frozenset(_NAMES_TOO.split())
_BEFORE_MONTHS = "in on by of since until till before after next this last early mid late from"
BEFORE_MONTHS = tuple(_BEFORE_MONTHS.split())
# Whole names for groups of applications, beside their own names: what is an application of the kind is told by `looks` and the list of
# browsers. "meeting" has its programs here.
ROLES = {
    **dict.fromkeys(("browser", "web browser", "internet", "web"), "browser"),
    **dict.fromkeys(("mail", "email", "e-mail", "emails", "mails", "mail program", "inbox"), "mail"),
    **dict.fromkeys(("terminal", "shell", "command line", "console"), "terminal"),
    **dict.fromkeys(("spreadsheet", "spreadsheets"), "table"),
    **dict.fromkeys(("notes",), "note"),
    **dict.fromkeys(("chat", "chats", "messenger"), "message"),
    **dict.fromkeys(("pdfs", "pdf", "pdf reader", "pdf files"), "pdf"),
    **dict.fromkeys(("slides", "presentation", "presentations"), "slides"),
    **dict.fromkeys(("meeting", "meetings", "call", "calls", "video call", "video calls", "video meetings", "video conferences"), "meeting"),
}  # fmt: skip
MEETING_APPS = (
    "zoom",
    "teams",
    "webex",
    "jitsi",
    "skype",
    "facetime",
    "bigbluebutton",
    "google meet",
    "gotomeeting",
    "whereby",
)
# Of programs in which one does more than call: parts of a window's title, in small letters, that say that it is a call.
MEETING_TITLES = ("zoom meeting", "google meet", "jitsi meet", "meeting with", "huddle", "video call", "voice call")
MEETING_SITES = ("meet.google.com", "teams.microsoft.com", "zoom.us", "meet.jit.si", "whereby.com", "app.gather.town")
NOUN_AFTER = (
    r"\s+(?:app|application|program|window|site|website|page|tab|document|file|thread|chat|channel|group|conversation)$"
)
EVERYTHING = r"(?:(?:the|my|this)\s+)?(?:computer|machine|laptop|pc|desktop|screen|desk|keyboard|work)"

SAID = {
    "hours": "{hours} h {minutes} min",
    "whole_hours": "{hours} h",
    "minutes": "{minutes} min",
    "seconds": "{seconds} s",
    "from_to": "{since} to {until}",
    "since": "since {since}",
    "until": "until {until}",
    "ever": "in all that is remembered",
    "computer": "the computer",
    "and": " and ",
    "time": "{amount} in {name}, {when}.",
    "time_computer": "{amount} at the computer, {when}.",
    "time_none": "No time in {name}, {when}.",
    "counted_time": "Counted from {moments} in {uses}, {first} to {last}.",
    "longest": "The longest: {since} to {until}, {amount}.",
    "times": "{name} was opened {times}, {when}.",
    "times_none": "{name} was not opened, {when}.",
    "messages": "{messages} {about}, {when}.",
    "messages_none": "No messages {about}, {when}.",
    "from": "from {name}",
    "to": "from you to {name}",
    "in_thread": "in {name}",
    "with": "with {name}",
    "mine": "from you",
    "others": "from others",
    "any": "in all",
    "counted_messages": "Counted from the messages that memory holds, {first} to {last}.",
    "last_use": "{name} was last on the screen {time}.",
    "first_use": "{name} was first on the screen {time}.",
    "last_message": "The last message {about}: {time}.",
    "first_message": "The first message {about}: {time}.",
    "nearest_use": "{name} was on the screen {time}.",
    "begun": "The first screen is of {time}.",
    "ended": "The last screen is of {time}.",
    "number_app": "{count} apps, {when}:",
    "number_site": "{count} sites, {when}:",
    "number_document": "{count} documents and pages, {when}:",
    "number_person": "{count} people, {when}:",
    "number_thread": "{count} conversations, {when}:",
    "item_time": "{name}: {amount}",
    "list_none": "Nothing was on the screen, {when}.",
    "more": "and {count} more",
    "busiest": "{name}: {amount} {where}.",
    "at_computer": "at the computer",
    "in_name": "in {name}",
    "most": "{name}: {amount}, {when}.",
    "at_point": "{time}: {name}.",
    "at_span": "{since} to {until}: {name}",
    "nothing_then": "Nothing was on the screen then; the nearest is {time}: {name}.",
    "promised_to": "What you took on towards {name}, {when}:",
    "promised_mine": "What you took on, {when}:",
    "promised_author": "What {name} took on, {when}:",
    "promised_none": "No message in which anything was taken on, {when}.",
    "promised_item": "{time}: “{sentence}”",
    "asked": "{count} questions, {when}:",
    "asked_item": "{time}: “{question}”",
    "asked_none": "No questions are kept, {when}.",
    "gap_paused": "Recording was paused for {amount} of that time.",
    "gap_excluded": "For {amount} of that time the screen was left out by a rule.",
    "gap_failed": "For {amount} of that time the screen could not be taken.",
    "gap_disk_full": "For {amount} of that time the disk was full.",
    "gap_before": "Memory begins {time}; before that nothing was recorded.",
    "one_moment": "1 moment",
    "moments": "{count} moments",
    "one_use": "1 use",
    "uses": "{count} uses",
    "once": "once",
    "twice": "twice",
    "n_times": "{count} times",
    "one_message": "1 message",
    "n_messages": "{count} messages",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
