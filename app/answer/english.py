"""English words by which sentences are compared: what says nothing, what denies, what means the same or the opposite. Data only."""

from app.recall.stopwords import ENGLISH as STOPWORDS


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _groups(text: str) -> dict[str, str]:
    """Each word of a line to the line's first."""
    return {word: line.split()[0] for line in text.strip().splitlines() for word in line.split()}


# Words that a retelling adds or leaves out without saying more: who speaks, how it is told, joints.
IDLE = STOPWORDS | _set(
    "also too then so very really just quite only even still already yet again well oh hey hi wow yeah yes ok okay please thanks"
    " say says said saying tell tells told telling mention mentions mentioned note notes noted write writes wrote written state states"
    " stated report reports reported explain explained add adds added remark according memory note source user user's you your yourself"
    " himself herself themselves myself itself oneself each both one ones during after before between within upon onto via per regarding"
    " because since while when although though however therefore which who that this these those there here"
    " has have had been being get gets got getting will would shall may might can could must should do does did done doing"
    " ok lol haha gonna wanna im ive id ill dont am pm o'clock around approximately exactly currently apparently ago"
    " planned plan plans let lets kind sort thing things way lot lots bit much many more most such now not no n't never"
)
# A denial, and what looks like one.
NEGATION = r"\b(?:not|never|nobody|nothing|none|without|cannot|neither|nor|no|hardly|isnt|dont|doesnt|didnt|wont|cant)\b|n['’]t\b"
NO_NEGATION = (
    r"\b(?:do\s+not|don['’]t|not\s+to|never|didn['’]t|did\s+not)\s+forget\b|\bnot\s+(?:only|just)\b|\bno\s+(?:later|more|less|earlier)\s+than\b|\bNo\.\s*\d"
    r"|\bno\s+(?:problem|worries|doubt|wonder)\b|\bwhy\s+not\b|\b(?:don['’]t|do\s+not)\s+miss\b|\bnever\s+mind\b"
    r"|\bwhether\s+or\s+not\b|\bnothing\s+but\b|\bno\s+(?:one|matter)\s+(?:but|what|how|where)\b"
)
CLAUSE = (
    r"\s*[,;:()–—]\s*|\s+-\s+|\s+(?:but|and|because|although|though|while|so|since|whereas|however|which|as\s+long\s+as"
    r"|so\s+that|if|unless|when|where|who|that)\s+"
)
ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("edly", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""))
SAME = _groups(
    """
    meet met meeting meetings
    send sent
    write wrote written
    come came
    go goes went gone going
    do does did done doing
    lie lies lying lied
    die dies died dying
    travel travelled travelling
    agree agrees agreed
    use used using
    sing sang sung
    throw threw thrown
    ring rang rung
    shine shone
    steal stole stolen
    forget forgot forgotten
    rise rose risen
    fight fought
    seek sought
    hide hid hidden
    bite bit bitten
    lend lent
    dig dug
    hang hung
    tear tore torn
    feed fed
    shoot shot
    leave left
    buy bought purchase purchased
    bring brought
    think thought
    make made
    take took taken
    give gave given
    find found
    pay paid
    sell sold
    speak spoke spoken
    begin began begun start started starts starting
    choose chose chosen
    drive drove driven
    fly flew flown
    hold held
    keep kept
    lose lost
    run ran
    see saw seen
    sit sat
    build built
    grow grew grown
    feel felt
    know knew known
    sleep slept
    eat ate eaten
    drink drank drunk
    teach taught
    catch caught
    wear wore worn
    break broke broken
    draw drew drawn
    swim swam swum
    ride rode ridden
    win won
    fall fell fallen
    hear heard
    lead led
    mean meant
    read reads
    spend spent
    stand stood
    lay laid
    understand understood
    wake woke woken
    become became
    be's was
    child children kid kids
    person people
    man men
    woman women
    mother mom mum
    father dad
    photo photos photograph picture pictures pic
    movie movies film films
    big large
    euro euros eur
    dollar dollars usd
    phone telephone
    mail email e-mail
    call called phoned
    need needs needed require requires required
    """
)
# Said in place of each other, these turn a sentence round.
OPPOSITES = tuple(
    (_set(one), _set(other))
    for one, other in (
        line.split(" / ")
        for line in (
            "open opened opens / closed close closes shut",
            "increase increased raise raised rose rise grew / decrease decreased lower lowered cut reduce reduced fell drop dropped",
            "accept accepted agree agreed approve approved / refuse refused reject rejected decline declined deny denied",
            "confirm confirmed / cancel cancelled canceled",
            "buy bought / sell sold",
            "arrive arrived arrives / leave left leaves depart departs departed",
            "begin began start starts started / end ends ended finish finished finishes",
            "win won / lose lost",
            "always / never",
            "before / after",
            "above over / below under",
            "cheaper / dearer",
            "love loved loves like liked likes / hate hated hates dislike disliked",
            "first / last",
            "earlier early / later late",
            "morning / evening afternoon night",
            "mother mom mum / father dad",
            "brother / sister",
            "son / daughter",
            "husband / wife",
            "remember remembered / forget forgot forgotten",
            "pass passed / fail failed",
            "north / south",
            "east / west",
            "left / right",
        )
    )
)
_GREETING = (
    r"(?:hey|hi|hello|thanks|thank you|wow|yeah|yep|sure|congrats|dear|oh|ok|okay|bye|true|cool|great|awesome|yes|no)"
)
# A name by which somebody is spoken to.
ADDRESS = (
    rf"(?:^|[.!?]\s*)(?:{_GREETING}[,!]?\s+)*(?P<first>[A-Z][\w'-]+)(?=[,!])(?!,\s+(?:and\s+)?[A-Z])"
    r"|\b[a-z][\w'’]*,\s*(?P<last>[A-Z][\w'-]+)(?=\s*[.!?])"
)
# A sentence that tells that something was said may name the day on which it was said.
REPORTED = (
    r"\b(?:said|says|wrote|writes|told|tells|mentioned|mentions|reported|noted|explained|asked|shared|posted|according|remarked"
    r"|stated|added|sent)\b"
)
BESIDE_DAY = (
    r"\b(?:day|week|weekend|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day|night)s?"
    r"\s+(?:before|after|of|until|preceding|following)\s+$"
)
