"""English words by which an answer of a model is judged. Data only."""

# Who writes is meant; else a message states nothing about its author.
FIRST_PERSON = r"\b(?:i|i['’]m|i['’]ve|i['’]ll|my|me|mine|we|we['’]re|our|ours|us)\b"
# Times that are true only when they are written.
PASSING = r"\b(?:now|nowadays|recently|currently|lately|soon|just|ago|tonight|at the moment|these days)\b"
