"""English words by which an answer of a model is judged. Data only."""

# Who writes is meant; else a message states nothing about its author.
FIRST_PERSON = r"\b(?:i|i['’]m|i['’]ve|i['’]ll|my|me|mine|we|we['’]re|our|ours|us)\b"
# Times that are true only when they are written.
PASSING = r"\b(?:now|nowadays|recently|currently|lately|soon|just|ago|tonight|at the moment|these days)\b"
# A note that speaks to whoever reads it by program: nothing is taken from it.
TO_THE_MODEL = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:instructions?|prompts?|rules|directions|guidelines)\b"
    r"|\b(?:system|developer)\s+prompt\b|\byou\s+are\s+(?:now\s+)?an?\s+(?:ai|assistant|language\s+model|chatbot)\b"
    r"|\b(?:store|save|record|write)\s+(?:in\s+(?:your|the)\s+memory\s+)?that\b|\bnew\s+instructions?\s*:"
)
