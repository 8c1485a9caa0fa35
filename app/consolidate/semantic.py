"""The step that makes semantic memory: one moment at a time, in the order in which they were read. Knows no rules of its own."""

from app.consolidate import appointments, entities, facts, naming
from app.consolidate.letters import author_of
from app.store import facts as rows
from app.store.db import Store


def make_next(store: Store, today: str) -> bool:
    """Look at one moment that shows something new. False when nothing is left to look at.

    Nothing waits for the end of a day here: a moment that was read says what it says.
    """
    moment = rows.next_unread(store)
    if moment is None:
        return facts.reopen_next(store)
    named = entities.mentions(moment)
    author = author_of(moment)
    told = list(facts.stated(moment, author))
    appointed = appointments.found(moment)
    with store.writing():
        if not rows.is_shown(store, moment.id):  # it was forgotten meanwhile
            return False
        naming.learn(store, moment, named)
        naming.learn_projects(store, moment)
        facts.learn(store, moment, told)
        facts.learn_changes(store, moment, author)
        appointments.learn(store, moment, appointed)
        rows.read(store, moment.upto)
    return True


def make_again(store: Store, name: str) -> bool:
    """Make a semantic memory again of the evidence that is left. False when nothing is left to make it of."""
    if name.startswith(rows.APPOINTMENT):
        return appointments.make_again(store, name)
    if name.startswith(rows.FACT):
        return facts.make_again(store, name)
    return naming.make_again(store, name)
