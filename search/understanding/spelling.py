"""The word meant by a misspelt one: a symmetric-delete table, and sounds."""

import re
from collections import defaultdict
from typing import Protocol

from rapidfuzz.distance import OSA

#: Words shorter than this are never corrected, and those below LONG_WORD by one letter at most.
SHORTEST_WORD = 4
LONG_WORD = 7
#: Deletes are taken from this many first letters only, which keeps the table small.
PREFIX = 8
#: Words that sound the same must share this much of their letters.
LIKE_SOUNDING = 0.6


class Lexicon(Protocol):
    """The words of the listings, as an engine knows them. Words are folded (`wording.words`)."""

    def knows(self, word: str) -> bool:
        """Whether the word stands in listings often enough to be no slip itself."""

    def count(self, word: str) -> int:
        """In how many listings the word stands."""

    def close_words(self, word: str) -> list[tuple[str, int]]:
        """Words within `reach(word)` slips of this one, with their counts, in any order."""


def reach(word):
    """How many slips (letter left out, put in, changed, or two swapped) a word may hold."""
    if len(word) < SHORTEST_WORD:
        return 0
    return 1 if len(word) < LONG_WORD else 2


def deletes(word, slips=2):
    """All forms of the word's first letters with up to `slips` of them left out."""
    forms, newest = {word[:PREFIX]}, {word[:PREFIX]}
    for _ in range(slips):
        newest = {form[:at] + form[at + 1 :] for form in newest for at in range(len(form))}
        forms |= newest
    return forms


class DeleteTable:
    """Words with counts, asked for those close to a typed one. A Lexicon made of a mapping.

    `rows()` gives the table as (form, word) pairs, for an engine that keeps it in a database.
    """

    def __init__(self, counts):
        self.counts = dict(counts)
        self.table = defaultdict(list)
        self.sounds = defaultdict(list)
        for form, word in self.rows():
            self.table[form].append(word)
        for word in self.counts:
            self.sounds[sound(word)].append(word)

    def rows(self):
        for word in self.counts:
            if len(word) >= SHORTEST_WORD - 1:
                for form in deletes(word, reach(word) or 1):
                    yield form, word

    def knows(self, word):
        return word in self.counts

    def count(self, word):
        return self.counts.get(word, 0)

    def close_words(self, word):
        slips = reach(word)
        if not slips:
            return []
        candidates = {one for form in deletes(word, slips) for one in self.table.get(form, ())}
        return [(one, self.counts[one]) for one in candidates if _is_close(word, one, slips)]

    def like_sounding(self, word):
        """Words that sound the same though they are spelt far apart, with their counts."""
        return [
            (one, self.counts[one])
            for one in self.sounds.get(sound(word), ())
            if OSA.normalized_similarity(word, one) >= LIKE_SOUNDING
        ]


def _is_close(word, one, slips):
    """Two slips may not take the first letter as well, unless the words sound the same."""
    between = slips_between(word, one)
    return between <= slips and (between < 2 or word[0] == one[0] or sound(word) == sound(one))


def slips_between(one, other):
    """Letters left out, put in, changed or swapped between two words."""
    return OSA.distance(one, other, score_cutoff=2)


_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"^(ps)", "s"), (r"^(kn|gn|pn)", "n"), (r"^wr", "r"), (r"ph", "f"), (r"gh", ""), (r"ck", "k"),
        (r"sch", "sk"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"z", "s"), (r"qu", "kw"), (r"x", "ks"),
        (r"dg", "j"), (r"th$", "f"), (r"tion|sion|shun", "shn"), (r"(.)\1+", r"\1"),
        (r"(?<!^)[aeiouy]+", ""), (r"(?<!^)h", ""),
    ]
]  # fmt: skip


def sound(word):
    """A rough key of how a word sounds: "sycosis" and "psychosis" share one."""
    for pattern, becomes in _SOUNDS:
        word = pattern.sub(becomes, word)
    return word


def best_of(word, candidates, beside=frozenset()):
    """The likeliest of [(word, count)] for a typed word, or "" where there is none.

    Fewer slips first; then one that sounds the same, keeps the first letter, or is one of the
    words `beside` (those known to stand next to the typed word's neighbours); then the more frequent.
    """
    ranked = sorted(
        (OSA.distance(word, one) + _oddness(word, one) - (one in beside), -count, one)
        for one, count in candidates
        if one != word
    )
    return ranked[0][2] if ranked else ""


def _oddness(word, one):
    return (0 if word[0] == one[0] else 0.5) - (0.5 if sound(word) == sound(one) else 0)


_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ier", "y"), ("iest", "y"), ("ily", "y"), ("iness", "y"),
    ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"),
    ("ers", ""), ("ers", "e"), ("est", ""), ("est", "e"), ("ly", ""), ("ness", ""), ("ment", ""), ("ful", ""),
    ("able", ""), ("less", ""), ("y", ""), ("ally", ""), ("ings", ""), ("ings", "e"),
)  # fmt: skip
#: One syllable that ends in a short vowel and a consonant, which doubles before an ending.
_SHORT_VOWEL = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$")
_PREFIXES = ("un", "re", "non", "over")


def plain_forms(word):
    """The plain forms that a word may be an inflection of: "stopped" → stop, "worries" → worry."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix) + 3:
            yield word[len(prefix) :]
    for ending, instead in _ENDINGS:
        if not word.endswith(ending) or len(word) - len(ending) < 2:
            continue
        base = word[: -len(ending)]
        if ending[0] in "eiy" and _SHORT_VOWEL.search(base + instead):
            continue  # "muged" is no form of "mug": it would be "mugged"
        if len(base) > 2 and base[-1] == base[-2] and ending[0] in "eiy":
            yield base[:-1]
        yield base + instead
