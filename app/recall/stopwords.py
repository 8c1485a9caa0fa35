"""Words that say nothing about what is looked for, by language. Data only."""

ENGLISH = frozenset(
    """
    a about am an and any are as at be been being but by can could did do does for from had has have he her hers
    him his how i if in into is it its just me my of off on or our ours she should so some than that the their
    theirs them then there these they this those to us was we were what when where which who whom whose why will
    with would you your yours
    """.split()  # noqa: SIM905 - a list of them would fill the page
)
