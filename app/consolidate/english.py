"""English words for what is made of moments. Data only: another language is another file that makes a `Words`."""

from app.consolidate.words import Words
from app.recall.english import ENGLISH as TIMES
from app.recall.replaced import CODED, FIRST_PERSON, MOVES, NO_STATEMENT, PAST, VARIES
from app.recall.stopwords import ENGLISH as STOPWORDS


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(text: str) -> dict[str, str]:
    """Each form of a line to the line's first."""
    return {form: line.split()[0] for line in text.strip().splitlines() for form in line.split()}


_MOVED = (
    rf"{MOVES}|switched|swapped|bumped|slipped|slid|relocated|transferred|put\s+(?:back|off)|pulled\s+forward|extended|shortened|rose"
    r"|dropped|fell|went\s+(?:up|down)|(?:went|goes|gone)(?=\s+from\b)|gone\s+(?:up|down)|replaced"
)
_TO_BE = (
    r"(?:(?:has|have)\s+(?:now\s+|just\s+)?(?:been\s+)?|(?:was|is|are|were|got|gets)\s+(?:now\s+|just\s+|being\s+)?"
    r"|(?:had|have|needed)\s+to\s+(?:be\s+)?)?"
)

_TRADES = (
    r"teacher|professor|doctor|nurse|plumber|electrician|tiler|carpenter|builder|architect|engineer|lawyer|accountant|manager|director|coach"
    r"|trainer|students?|colleagues?|neighbou?rs?|friends?|cousin|brother|sister|uncle|aunt|nephew|niece|husband|wife|son|daughter|mother"
    r"|father|grandmother|grandfather|boss|supervisor|editor|organi[sz]er|landlord|landlady|dentist|tutor|mentor|designer|developer|painter"
    r"|photographer|writer|author|singer|secretary|mayor|minister|priest|gardener|mechanic|driver|chef|intern|assistant|baker|surgeon"
)

ENGLISH = Words(
    times=TIMES,
    idle=STOPWORDS
    | _set("also via per regarding concerning during after before between within upon onto too both each"),
    negation=r"\b(?:not|never|nobody|nothing|none|without|cannot|neither|nor|no)\b|n['’]t\b",
    no_negation=r"\b(?:do\s+not|don['’]t|not\s+to|never)\s+forget\b|\bnot\s+only\b|\bno\s+(?:later|more|less|earlier)\s+than\b"
    r"|\bno\s+problem\b|\bwhy\s+not\b|\b(?:don['’]t|do\s+not)\s+miss\b",
    endings=(("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")),
    forms=_forms(
        """
        meet met
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
    opening=r"(?:(?:update|correction|actually|sorry|edit|note|attention|fyi|hi|hello|hey|ok|okay|well|so|and|but|by\s+the\s+way|btw"
    r"|heads\s+up|just\s+so\s+you\s+know|reminder|good\s+news|bad\s+news|change\s+of\s+plans?|quick\s+\w+)(?:\s+all|\s+everyone|\s+team)?"
    r"(?:\s*[:,!.–-]+\s*|\s+))+",
    state=r"(?:is|are|will\s+be|has\s+to\s+be|costs?|starts?|begins?|ends?|takes\s+place|happens|leaves|departs|arrives|opens|closes|meets?"
    r"|lasts?|weighs?|runs?|stays?|sits?|stands?|comes?\s+to|amounts?\s+to|falls\s+on|goes\s+(?:to|from)|kicks\s+off|lies)",
    change=_TO_BE + rf"(?:{_MOVED}|move|change|postpone|reschedule|push|shift|raise|lower|switch|swap|bump)",
    revision=r"\b(?:now|instead|actually|update|correction|sorry|changed?|changes|new|no\s+longer|any\s?more|from\s+now\s+on|after\s+all|rather"
    r"|earlier|later|in\s+fact|already|only)\b",
    denied=r"\b(?:not|(?:is|are|was|were|does|do|did|wo|ca)n['’]t|no\s+longer|instead\s+of|rather\s+than|in\s+place\s+of|replac(?:es|ing|ed)|forget|scratch|ignore|never\s+mind|used\s+to\s+be"
    r"|previously|formerly|was)(?:\s+(?:at|on|in|to|for|from|by|about|the|a|an|with))*\s*$",
    denied_from=r"\bfrom(?:\s+the)?\s*$",
    no_statement=NO_STATEMENT.pattern
    + r"|\b(?:ought|reckons|reckoned|wanted|suggest(?:s|ed)?|propos(?:es|ed)|prefers?|preferred|argues|argued|insists|insisted)\b"
    r"|\btold\s+\w+\s+no\b",
    past=PAST.pattern + r"|\b(?:did|were|ago|yesterday|last\s+(?:week|month|year|night))\b",
    light=_set(
        "have get got do did make take go come see say tell know think need want let keep put give please just still already really very quite"
        " everyone everybody guys folks team all hi hello hey thanks thank ok okay yes yeah no not right sure news reason plan plans way thing"
        " today tomorrow tonight yesterday week month year day morning afternoon evening night time hour minute o'clock sharp early late later"
        " earlier next last coming monday tuesday wednesday thursday friday saturday sunday am pm date start begin end take place happen leave"
        " depart arrive open close cost meet move change postpone reschedule push shift raise lower cut increase reduce delay switch swap bump"
        " update correction actually sorry new now instead old rather longer anymore more less due again then there here only back forward until"
        " till since because per well much many currently planned scheduled set booked agreed attention note reminder reads eur euro euros usd"
        " dollars pounds percent"
    ),
    telling_apart=_set(
        "first second third fourth fifth last next previous other another main morning noon afternoon evening night early late weekly daily"
        " monthly yearly north south east west left right upper lower big small spring summer autumn winter junior senior"
    ),
    first_person=FIRST_PERSON - _set("we us our ours"),
    varies=VARIES,
    determiners=r"(?:the|a|an|our|my|your|his|her|their|its|this|that|these|those|all|both|and|but|so|also|as|for|of|in|on|at|with|then)",
    place_before=r"\b(?:in|at|to|into|inside|near|from)\s+",
    no_places=_set(
        "week month year day morning afternoon evening night weekend moment end beginning start middle time hour minute future past meantime"
        " case fact order addition front back way advance total average one same first last next rest price mail email phone telephone least"
        " most work all once latest about around half third quarter other others another place"
    ),
    no_units=_set(
        "and or of to in on at for by from with is are was be the a an not but so as if then than it we you he she they that this sharp instead"
        " now please because since until till per each every x times"
    ),
    coded=CODED,
    together_with=r"\b(?P<how>with|of|for|to|from|about|by)\s+(?:(?:the|my|our|his|her|their|a|an)\s+)?$",
    purpose=r"\bfor\s+(?:(?:the|our|my|a|an|his|her|their|this|that)\s+)?$",
    that=r"(?<=\s)that\s+(?=the\b|our\b|my\b|a\b|[A-Z])",
    prices=_set("eur usd gbp"),
    numbered_place=r"[Rr]oom|[Hh]all|[Gg]ate|[Pp]latform|[Ff]loor|[Bb]uilding|[Tt]erminal|[Tt]rack|[Bb]ay|[Ss]tudio|[Ll]ab|[Tt]able",
    honorifics=r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam|Frau|Herr|Aunt|Auntie|Uncle|Father|Fr|Sister|Sr|Brother|Rev|Reverend|Pastor|Rabbi|Imam|Coach|Captain|Nurse|Judge|Madame|Monsieur|Señora|Señor|Signora|Signor|Tante|Onkel|Oma|Opa|Councillor|Councilor)\.?",
    roles=(
        r"^(?:[Tt]he|[Oo]ur|[Mm]y)\s+(?:new\s+)?(?P<role>[a-z][\w'’-]*(?:\s+[\w'’-]+){0,4}?)\s+(?:is|will\s+be)\s+(?:now\s+)?(?P<name>{name})(?:\s+now)?[.!]?$",
        r"^(?P<name>{name})\s+(?:is|will\s+be)\s+(?:now\s+)?(?:the|our|my)\s+(?:new\s+)?(?P<role>[a-z][\w'’-]*(?:\s+[\w'’-]+){0,4}?)(?:\s+now)?[.!]?$",
    ),
    about_people=(
        (
            "lives",
            r"(?P<subject>{name})\s+(?:now\s+|still\s+)?(?:lives|is\s+living)\s+(?:now\s+)?in\s+(?P<value>{name})",
        ),
        (
            "lives",
            r"(?P<subject>{name})\s+(?:has\s+|have\s+|just\s+)*(?:moved|relocated)\s+(?:back\s+)?to\s+(?P<value>{name})",
        ),
        (
            "works",
            r"(?P<subject>{name})\s+(?:now\s+|still\s+)?works\s+(?:now\s+)?(?:at|for|with)\s+(?:the\s+)?(?P<value>{name})",
        ),
        ("works", r"(?P<subject>{name})\s+(?:has\s+|just\s+)*joined\s+(?:the\s+)?(?P<value>{name})"),
        (
            "role",
            r"(?:[Oo]ur|[Mm]y|[Tt]he|[Hh]er|[Hh]is)\s+(?:new\s+)?(?P<value>(?!is\b|new\b)[a-z][a-z-]+(?:\s+(?!is\b|called\b)[a-z][a-z-]+)?),?\s+(?:is\s+called\s+)?(?P<subject>{titled})(?=\s*(?:[.,;!?]|$|\s+(?:and|can|will|has|is|takes)\b))",
        ),
        ("role", r"^(?P<subject>{full}),\s+(?P<value>[a-z][a-z'’-]+(?:\s+[a-z][a-z'’-]+){0,3})\.?$"),
        (
            "is",
            r"^(?P<subject>{titled})\s+(?:is|has\s+turned|has\s+become|became)\s+(?:now\s+)?(?P<value>(?:an?\s+|our\s+|the\s+)?[a-z][\w'’-]*(?:\s+[\w'’-]+){0,6})",
        ),
        ("takes over", r"(?P<subject>{name})\s+takes\s+over(?P<value>(?:\s+from\s+{name})?)"),
    ),
    one_at_a_time=frozenset({"lives", "works"}),
    asks_first=r"(?:if|when|whether|maybe|perhaps|unless|suppose|should|could|would|who|what|where|why|how|which|did|do|does|can|is|are)\b",
    aspects={
        "begin": _set("start starts begin begins leave leaves depart departs open opens kick kicks"),
        "end": _set("end ends close closes arrive arrives finish finishes"),
    },
    before_verbs=_set(
        "to we they i you he she it who will can must should could would may might let's please everybody everyone"
    ),
    before_participles=_set("is are was were be been being get got has have had gets"),
    after_verbs=_set("the a an my our out down up off in this that these those all me us him her them your"),
    pronoun=r"(?:^|[,;:]\s+)(?:\w+\s+)?(?:we|it|they|this|that|these)\b",
    bounding=r"^(?:until|till|by|before|after|since)\b",
    next_week=r"\b(?:next|following|coming)\s+week\b",
    appointment=_set("appointment meeting"),
    company=r"(?:\bwith|\bmeet|\bmeeting|\bcall|\bsee)\s+(?P<name>{titled})",
    organisation=r"hotel|university|college|school|clinic|hospital|bank|museum|library|theatre|theater|studio|office|council|department|club"
    r"|association|nursery|bakery|restaurant|caf[eé]|company|agency|institute|academy|church|gallery|foundation|society|station|cent(?:er|re)|group"
    r"|team|services?|shop|store|garage|insurance|press|newsletter|support|gmbh|ltd|inc|llc|ag|e\.?v|verein|pharmacy|farm|guesthouse|hostel|inn|pub"
    r"|bar|workshop|authority|ministry|committee|board|party|union|magazine|journal|radio|airlines?|railways?|post|portal",
    no_names=_set(
        " file edit view insert format help tools go message window inbox drafts sent archive junk trash today day"
        " week month year mine shared holidays home search settings menu all unread groups page pages line total"
        " price sum item items amount unit notes note tasks task calendar mail mails message messages new open"
        " close save print share reply forward subject re fwd from to cc date time yes no ok error warning utf eur"
        " usd gbp shell tabs tab bookmarks history downloads profile account login logout sign about contact"
        " privacy terms cookies related comments comment next previous back more less show hide map filter sort"
        " rating language version draft plan list report table figure chapter section part summary introduction"
        " conclusion north south east west mr mrs ms dr me myself english german french spanish italian dutch"
        " internet email reminder question answer congratulations wonderful great good perfect nice welcome happy"
        " merry morning afternoon evening night mummy mum mom dad daddy god folder folders untitled readme dear"
        " regards hello hi hey sincerely cheers good sr jr fr rev admissions admin"
    ),
    no_projects=_set(
        "estimate estimates invoice invoices offer offers quote quotes meeting meetings agenda minutes budget schedule booking bookings order"
        " orders receipt reservation confirmation revision review request requests inspection delivery payment appointment appointments"
        " overview details documentation tutorial checklist timetable recipe recipes forecast tickets ticket template presentation slides"
        " spreadsheet document documents feedback proposal contract application registration newsletter announcement roster rota"
    ),
    people_label=r"signed(?:\s+by)?|contact(?:\s+person)?|owner|author|organi[sz]ed\s+by|organi[sz]er|host|attendees|participants|assignee|assigned\s+to"
    r"|reviewers?|speaker|instructor|teacher|supervisor|editor|your\s+(?:contact|agent|advisor|adviser|driver|guide)|present|guests?|invited",
    particles=_set("von van de der den du da di la le del della zu zum al el bin ibn of the and"),
    owner_in_chats="me",
    we=_set("we us our ours"),
    i=_set("i my me mine"),
    of_person=r"^(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear|[Tt]hanks|[Tt]hank\s+you|[Cc]heers|[Gg]ood\s+morning|[Ss]orry)\s+{name}\s*[,!.]|(?<!\w)@{name}(?!\w)|"
    r"(?<!\w){name}(?:,[^.!?]{0,60})?\s+(?:says?|said|writes?|wrote|asks?|asked|tells?|told|thinks?|wants?|likes?|loves?|knows?|knew|plays?"
    r"|sings?|brings?|brought|sends?|sent|calls?|called|answered|answers|agreed|promised|suggested|hopes?|laughed|slept|asleep|built|came|comes|arrives?"
    r"|lives|works|moved|joined|bought|cooked|drove|takes\s+over|will\s+(?:answer|call|come|join|bring|send)|has\s+(?:put|a\s+fever|turned)|can\s+you)\b"
    r"|\b(?:[Cc]all(?:ed)?|[Aa]sk(?:ed)?|[Tt]ell|[Tt]old|[Mm]et|[Tt]hank(?:s)?|[Tt]hank\s+you|[Ii]nvite|[Rr]emind|[Vv]isit(?:ed)?|[Hh]ug)\s+(?:with\s+)?{name}(?!\w)"
    r"|(?<!\w){name}(?!\w)[^.!?]{0,60}\b(?:he|she|him|her|his|hers)\b|(?:^|\s){name},\s+(?:please|can|could|you|do|did)\b|\b(?:said|says|asked|wrote)\s+(?:[a-z]+\s+)?{name}(?!\w)"
    r"|(?<!\w){name}\s+(?:wanted|asks|showed|shows|looks|looked|lost|commented|presents|presented|reviewed|thanks|thanked|lends|lent|walks|walked"
    r"|swaps|swapped|approved|forgot|forgets|is\s+(?:ill|sick|on\s+(?:leave|holiday)|bringing))\b"
    rf"|\b(?:{_TRADES}),?\s+{{name}}(?!\w)|(?<!\w){{name}}['’]s\s+(?:birthday|husband|wife|mother|father|parents|son|daughter|sister|brother|boss)\b"
    r"|\b(?:[Ee]mail(?:ed)?|[Pp]ing(?:ed)?|[Tt]ext(?:ed)?|[Pp]hone(?:d)?|[Pp]ick\s+up|[Rr]eply\s+to|[Ww]rite\s+to|[Ss]poke\s+(?:to|with))\s+{name}(?!\w)"
    r"|\b(?:[Ll]unch|[Dd]inner|[Cc]offee|[Bb]reakfast|[Tt]ea|[Dd]rinks|[Cc]all|[Cc]hat|[Mm]eeting|[Ii]nterview|[Ww]alk|[Rr]ehearsal|[Ss]upervision|[Aa]ppraisal"
    r"|[Ss]ession|1:1|[Oo]ne-on-one)\s+with\s+{name}(?!\w)",
    maybe_person=r"\b(?:[Ww]ith|[Ff]or|[Bb]ecause\s+of|and|[Ff]rom|[Tt]o)\s+{name}(?!\w)|(?<!\w){name}['’]s\s|^{name}\s+(?:and|has|is|will)\b"
    r"|(?<!\w){name}(?=\s+and\s+[A-Z])"
    r"|(?<![\w-]){name}\s+[a-z]{2,}(?:[^s\W]s|ed)\s+(?:the|a|an|my|our|his|her|your|me|us|him|it|you|to|on|in|about|for|at|with)\b",
    of_place=r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Aa]round|[Tt]o|[Ff]rom|[Vv]ia|[Tt]owards)\s+(?:the\s+)?{name}(?!\w|['’]s|\s+[A-Z])",
    mail_from=r"from|sender",
    mail_to=r"to|cc|bcc|recipients?",
    mail_subject=r"subject|re",
    greeting=r"dear|hello|hi|hey|good\s+(?:morning|afternoon|evening|day)",
    closing=r"(?:(?:with\s+)?(?:kind|best|warm|many)\s+(?:regards|wishes|greetings)|regards|best|sincerely|yours(?:\s+\w+)?|cheers|love|thanks"
    r"|thank\s+you|see\s+you|greetings|with\s+best\s+wishes)",
)
