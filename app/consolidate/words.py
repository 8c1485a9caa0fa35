"""What a language file must hold for memories to be made of what was said. No words of any language stand here."""

from dataclasses import dataclass

from app.recall.language import Language


@dataclass(frozen=True, eq=False)
class Words:
    """Tables and phrases of one language; phrases are regular expressions, read without regard to case where not said."""

    times: Language
    # -- what a text claims (`verify`)
    # Words that claim nothing.
    idle: frozenset[str]
    # What turns a sentence into its opposite, and what only looks so.
    negation: str
    no_negation: str
    # (ending, what stands for it), the first that fits is taken off; and forms that no rule finds.
    endings: tuple[tuple[str, str], ...]
    forms: dict[str, str]
    # After it a bare number is an hour.
    at_hour: str
    # -- statements (`extract`)
    # Ways to begin that are no part of what is said.
    opening: str
    # The verb of a plain statement, and of one that something is otherwise now.
    state: str
    change: str
    # What else tells that something is otherwise now.
    revision: str
    # Stands right before a value that is no longer so, and the word that does so only where a new value follows.
    denied: str
    denied_from: str
    # Asked, wished, thought or past: no statement.
    no_statement: str
    past: str
    # Words that are no part of a subject: light verbs, greetings, words for time.
    light: frozenset[str]
    # Two things that differ in one of these are two things.
    telling_apart: frozenset[str]
    first_person: frozenset[str]
    # Values of these change all the time.
    varies: frozenset[str]
    determiners: str
    place_before: str
    no_places: frozenset[str]
    no_units: frozenset[str]
    coded: frozenset[str]
    together_with: str
    # Stands before what one meets for, and before a clause that is told or thought.
    purpose: str
    that: str
    numbered_place: str
    # Units whose amount a thing has one of: a price.
    prices: frozenset[str]
    honorifics: str
    # Sentences that say who has a part: groups role and name, read with regard to case; {name} stands for a name.
    roles: tuple[str, ...]
    # (predicate, pattern with the groups subject and value), read with regard to case; {name} stands for a name.
    about_people: tuple[tuple[str, str], ...]
    # Of these predicates a person has one at a time.
    one_at_a_time: frozenset[str]

    # A sentence that begins so says nothing.
    asks_first: str
    # Verbs that say whose time it is: that of a beginning or of an end.
    aspects: dict[str, frozenset[str]]
    # After these a word is a verb; after those when it looks like a participle; and before these when it begins a clause.
    before_verbs: frozenset[str]
    before_participles: frozenset[str]
    after_verbs: frozenset[str]
    # What is meant by it stands elsewhere.
    pronoun: str
    # -- appointments (`appointments`)
    # A time that bounds another one.
    bounding: str
    # In the title of a calendar: it shows the week after this one.
    next_week: str
    # Words for any appointment; and {name} of those that it is with.
    appointment: frozenset[str]
    company: str
    # -- names (`entities`)
    organisation: str
    # Capitalised words that are no names, small words within names, and how a chat calls its owner.
    no_names: frozenset[str]
    particles: frozenset[str]
    # Words that say of what sort a thing is: alone no project is called so. And labels before the names of people.
    no_projects: frozenset[str]
    people_label: str
    owner_in_chats: str
    # Who writes so speaks for several, or for one.
    we: frozenset[str]
    i: frozenset[str]
    # How people and places are spoken of; {name} stands for the name, read with regard to case.
    of_person: str
    maybe_person: str
    of_place: str
    # -- letters (`letters`)
    mail_from: str
    mail_to: str
    mail_subject: str
    greeting: str
    closing: str

    @property
    def about_one(self) -> frozenset[str]:
        """What is said of people only."""
        return frozenset(name for name, _ in self.about_people)

    @property
    def appointment_stems(self) -> frozenset[str]:
        """The words for any appointment as subjects are known by."""
        return frozenset(one.removesuffix("ing") for one in self.appointment)


@dataclass(frozen=True, eq=False)
class ChangeWords:
    """Tables and phrases of one language by which two sentences about one thing are held against each other (`aligned`)."""

    # Tells that something is otherwise now; beyond `Words.revision` and `Words.change`.
    sign: str
    # A newer sentence with one of these settles nothing.
    unsettled: str
    # Tells that both hold; that nothing is sure; and stands before a thing that another is held against.
    beside: str
    doubtful: str
    unlike: str
    # In the clause of a value: it shall not be so.
    forbids: str
    # Proposes; what is proposed can be replaced, but replaces nothing.
    proposed: str
    # An older sentence with one of these tells of what is over.
    over: str
    # Before a thing whose time or place is not what is told.
    adjunct: str
    # Joins a thing to what is told of: "the parking at".
    joined: str
    # Those of them that join a part or something that goes with a thing, and the names of what is told of a thing itself.
    parting: frozenset[str]
    attributes: frozenset[str]
    # Before a place, one that is gone to among them.
    towards: str
    article: str
    # Follows a name at the beginning of a sentence.
    after_name: str
    # States that exclude each other, one group for each way to be.
    states: tuple[frozenset[str], ...]
    # Somebody's own doings.
    own_doing: str
    # Why something is otherwise; what came between; whose word it is; what is put right; and under what condition.
    reason: str
    trouble: str
    hearsay: str
    amends: str
    condition: str
    # Signs that tell of a change only beside another; somebody with what they did.
    weak: str
    acted: str
    # Forms of the past that no ending tells, and verbs that may stand with a capital right before a name.
    past_forms: frozenset[str]
    before_name: frozenset[str]
    # Small words right before a value, and those of them that make it a bound.
    leads: frozenset[str]
    bounding: str
