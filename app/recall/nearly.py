"""From the words of a question to what is sought in the index for each: its term, words that begin so, words with one wrong letter,
parts of words. Says what to look for; looks at no passage but to learn which words are usual.
"""

import bisect
import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.recall.postings import Sought
from app.store import index
from app.store.db import Store
from app.store.index import Tokenizer

# A range of the vocabulary with fewer words is taken whole; of a fuller one the words that are usual.
MOST_PREFIX_TERMS, USUAL_PREFIX_TERMS = 48, 24
# By how many texts, half of them the newest, it is judged which words are usual; learnt anew after so many changes.
SAMPLE_TEXTS, LEARNT_FOR_CHANGES = 1_500, 2_000
# A word of so many letters that stands in at most so many passages may be meant or read with one wrong letter.
LEAST_LETTERS, RARE, MOST_SLIPS, CORRECTED_WORDS = 6, 2, 8, 3
LEAST_RESPELT = 4
# Some megabytes of words at the most.
MOST_HELD = 64
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ers", "ly", "ies", "ied")
# Longer ones are nobody's words; their variants, and the parts of which they are made, would be too many.
MOST_LETTERS, MOST_PART_LETTERS = 24, 80
WORD = re.compile(r"\w+")
# Scripts that are written without spaces: Thai to Khmer, kana, Chinese, Korean.
UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
# Names of code, files, versions and numbers: joined by signs, or of mixed case or letters and digits.
CODE = re.compile(r"\w+(?:[-_./\\:#@+]+\w+)+|[a-z]+[A-Z]\w*|(?=\w*\d)(?=\w*[^\W\d])\w{4,}")
# Letters that are taken for others when a picture is read.
MISREAD = (("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("vv", "w"), ("w", "vv"))


class Vocabulary:
    """Which words are usual in this memory, from a sample of its texts. Belongs to one thread; holds words until told to forget."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._words: list[str] = []
        self._counts: Counter[str] = Counter()
        self._seq = -1

    def usual(self, store: Store, seq: int, prefix: str, most: int) -> list[str]:
        """The commonest words that begin so, by a sample taken not too many changes ago."""
        if self._seq < 0 or seq - self._seq > LEARNT_FOR_CHANGES:
            self._learn(store)
            self._seq = seq
        first = bisect.bisect_left(self._words, prefix)
        after = bisect.bisect_left(self._words, prefix + "\U0010ffff")
        return sorted(self._words[first:after], key=lambda word: -self._counts[word])[:most]

    def _learn(self, store: Store) -> None:
        self._counts = Counter(
            word for text in index.sample_texts(store, SAMPLE_TEXTS) for word in WORD.findall(text.casefold())
        )
        self._words = sorted(self._counts)


class Variants:
    """The words of the memory that differ in one letter from the words of a question: looked up once, for its meaning and for the index.
    Belongs to one thread; holds words until told to forget."""

    def __init__(self, store: Store, tokenizer: Tokenizer) -> None:
        self._store, self._tokenizer = store, tokenizer
        self.forget()

    def forget(self) -> None:
        self._held: dict[str, tuple[dict[str, str], list[str]]] = {}
        self._seq = -1

    def of(self, word: str) -> tuple[dict[str, str], list[str]]:
        """What a word may be, by its term, in the order of the words; and the terms of these that the memory knows."""
        seq = index.last_change(self._store)
        if seq != self._seq or len(self._held) > MOST_HELD:
            self.forget()
            self._seq = seq
        if word not in self._held:
            made = _variants(word)
            terms: dict[str, str] = {}
            for variant, cut in zip(made, self._tokenizer.cut(made), strict=True):
                if len(cut) == 1:
                    terms[cut[0]] = variant
            self._held[word] = terms, index.terms_known(self._store, list(terms))
        return self._held[word]


def beginning(
    store: Store, tokenizer: Tokenizer, vocabulary: Vocabulary, seq: int, typed: Sought, prefix: str
) -> Sought:
    """What is sought for a word that is still being typed: all words that begin so, or the usual ones where those are too many."""
    found = index.terms_from(store, prefix, MOST_PREFIX_TERMS)
    if len(found) == MOST_PREFIX_TERMS:
        usual = vocabulary.usual(store, seq, prefix, USUAL_PREFIX_TERMS)
        cut = tokenizer.cut(usual)
        found = [*(term for terms in cut for term in terms if len(terms) == 1), *found[:USUAL_PREFIX_TERMS]]
    terms = tuple(dict.fromkeys([*typed.terms, *found]))
    cut = tokenizer.cut(terms)
    # The index's tokenizer cuts endings off once more; where a term does not survive that, whatever begins with it is taken.
    match = (index.matching([term], open_ended=again != [term]) for term, again in zip(terms, cut, strict=True))
    return Sought(terms, (prefix,), match=" OR ".join(match), open_ended=True)


def slips(store: Store, variants: Variants, sought: Sequence[Sought]) -> list[Sought]:
    """The same, with words of the memory that differ in one letter beside words that it does hardly know."""
    out, left = list(sought), CORRECTED_WORDS
    for nth, one in enumerate(sought):
        raw = one.raw[0]
        if (
            left
            and len(one.terms) == 1
            and not one.part
            and LEAST_LETTERS <= len(raw) <= MOST_LETTERS
            and raw.isalpha()
        ):
            known = _few(store, one.terms[0])
            if known > RARE:
                continue
            left -= 1
            near = [term for term in variants.of(raw)[1] if term not in one.terms]
            if known:  # what was misread is rare itself; a common word that is near means something else
                near = [term for term in near[: 2 * MOST_SLIPS] if _few(store, term) <= RARE]
            if near:
                out[nth] = Sought(one.terms, one.raw, near=tuple(near[:MOST_SLIPS]))
            elif not known:
                out[nth] = Sought(one.terms, one.raw, part=raw)
    return out


def respelt(store: Store, tokenizer: Tokenizer, variants: Variants, common: Mapping[str, int], words: str) -> str:
    """A question with the words that neither the memory nor the language knows put right, for what is to be read for its meaning.

    Of the words that differ by a letter, one that the memory knows comes before the commonest one.
    """
    wrong: dict[str, str] = {}
    for word in dict.fromkeys(WORD.findall(words)):
        folded = word.casefold()
        terms = tokenizer.terms(folded)
        known = _is_common(folded, common) or len(terms) != 1 or _few(store, terms[0]) > 0
        if common and not known and LEAST_RESPELT <= len(word) <= MOST_LETTERS and word.isalpha() and word.isascii():
            better = _nearest(variants, common, folded)
            if better and len(wrong) < CORRECTED_WORDS:
                wrong[word] = better
    return WORD.sub(lambda found: wrong.get(found.group(), found.group()), words) if wrong else words


def _is_common(word: str, common: Mapping[str, int]) -> bool:
    """Whether a word is one of the common ones, or a form of one that is not listed itself.

    >>> _is_common("hedges", {"hedge": 1}), _is_common("planning", {"plan": 1}), _is_common("hegde", {"hedge": 1})
    (True, True, False)
    """
    stems = [word, *(word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))]
    return any(one in common or f"{one}e" in common or one[:-1] in common for one in stems if len(one) > 2)


def _nearest(variants: Variants, common: Mapping[str, int], word: str) -> str:
    terms, known = variants.of(word)
    remembered = {terms[term] for term in known}
    usual = [one for one in _variants(word) if one in common]
    both = [one for one in usual if one in remembered]
    if both or usual:
        return min(both or usual, key=lambda one: common[one])
    return min(remembered, default="")


def _few(store: Store, term: str) -> int:
    """How often a term stands in the memory, if that is hardly ever."""
    return len(index.occurrences(store, term, RARE + 1)[0])


def _variants(word: str) -> list[str]:
    """All words that differ in one letter: left out, put in, another one, two exchanged, or misread from a picture."""
    letters = string.ascii_lowercase
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    out = {head + tail[1:] for head, tail in cuts if tail}
    out |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    out |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    out |= {head + letter + tail for head, tail in cuts for letter in letters}
    for seen, meant in MISREAD:
        out |= {head + meant + tail[len(seen) :] for head, tail in cuts if tail.startswith(seen)}
    return sorted(out - {word})


def parts(words: str) -> list[str]:
    """What of a question is looked for letter by letter: code, names in one piece, scripts without spaces.

    >>> parts("what was in getUserName of k8s-prod-7?"), parts("会議の議事録")
    (['getusername', 'k8s-prod-7'], ['会議の議事録'])
    """
    pieces = [
        piece for piece in words.split() if len(piece) <= MOST_PART_LETTERS
    ]  # the patterns' time grows with the square
    found = [one.group() for piece in pieces for one in CODE.finditer(piece)]
    found += [one.group() for piece in pieces for one in WORD.finditer(piece) if UNSPACED.search(one.group())]
    return list(dict.fromkeys(one.casefold() for one in found))


def with_parts(sought: Iterable[Sought], found: Iterable[str]) -> list[Sought]:
    """What is sought, with parts of words beside it; a part that is one of the words goes with it."""
    out = list(sought)
    for part in found:
        nth = next((nth for nth, one in enumerate(out) if one.raw == (part,) and not one.open_ended), None)
        if nth is None:
            out.append(Sought((), (part,), part=part))
        else:
            out[nth] = Sought(out[nth].terms, out[nth].raw, part=part)
    return out
