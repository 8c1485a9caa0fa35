"""How the lines of the profile are said in English, and what in English text says to whom it is written. Data only."""

# By shade: title and text. Counts are rounded, so that a line does not change every day.
SAID = {
    "apps": ("{what}", "Uses {what}: on {days}, {times} moments."),
    "sites": ("{what}", "Visits {what}: on {days}, {times} moments."),
    "people": ("{what}", "Deals with {what}: on {days}, {times}."),
    "correspondents": ("{what}", "Gets messages from {what}: on {days}, {times} messages."),
    "projects": ("{what}", "Works on {what}: on {days}, {times}."),
    "places": ("{what}", "{what} comes up: on {days}, {times}."),
    "organisations": ("{what}", "Has to do with {what}: on {days}, {times}."),
    "documents": ("{what}", "Comes back to {what}: on {days}."),
    "topics": ("{what}", "{what} comes up again and again: on {days}, in {times} documents or conversations."),
    "languages": ("{what}", "Reads and writes {what}: {times} of a hundred texts."),
    "hours": ("Hours at the computer", "Is mostly at the computer {what}."),
    "weekdays": ("Days at the computer", "Is mostly at the computer on {what}."),
    "roles": ("{what}", "{what}: {times} on {days}."),
    "name": ("{what}", "Is addressed as {what}: {times} times, on {days}."),
}
DAYS = ("1 day", "{count} days")
TIMES = ("once", "{count} times")
ABOUT_HOURS = ("about an hour", "about {count} hours")
HOURS = "from {since}:00 to {until}:00"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AND = " and "
LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese",
    "pl": "Polish",
}  # fmt: skip
ROLES = {
    "code": "Writes programs", "terminal": "Works on the command line", "mail": "Answers mail", "chat": "Chats", "text": "Writes texts",
    "tables": "Works with tables", "pictures": "Edits pictures", "drawing": "Draws plans and designs", "slides": "Makes slides",
    "reading": "Reads documents", "meeting": "Meets online", "music": "Makes music", "film": "Cuts films",
}  # fmt: skip
# To whom a letter is written, in the lines of its head.
ADDRESSED = (
    r"^(?:To|An)[ \t]*:[ \t]*(?P<who>[^\W\d_][\w'’-]+(?:[ \t]+[^\W\d_][\w.'’-]*){1,3})[ \t]*(?:<[^>\n]*>)?[ \t]*$"
)
# In titles these say nothing about a subject.
NO_TOPICS = frozenset(
    """
    about after again also been before being board calendar chat could daily document draft drafts edit email feed file files final first
    folder from general group have home inbox into last login mail main meeting message messages more most news next note notes open other
    overview page pages post posts project read reader report saved search sent settings sheet shell sign some start team that their them
    there these they this those thread title today tomorrow untitled update version video view viewer week weekly welcome were what when
    where which will window with would year yesterday your monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december
    """.split()  # noqa: SIM905 - a list of them would fill the page
)
