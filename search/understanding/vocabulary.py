"""All that is known of words, made ready: needs, synonyms, crisis phrases, spelling."""

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from itertools import pairwise

from search import starter_files as starter
from search.crisis_phrases import CrisisPhrase
from search.synonyms import Synonym
from search.understanding.crisis import CrisisBook
from search.understanding.spelling import SHORTEST_WORD, DeleteTable, best_of, plain_forms
from services.needs import recogniser
from services.recognition import Phrasebook, Recogniser, longest, plain_phrase
from services.vocabulary import Kept
from services.wording import tables, words

#: How much a synonym counts beside the word as typed.
EQUAL_WEIGHT, MEANT_WEIGHT = 0.9, 0.85
#: Longer than any word; what is longer is left as it is.
LONGEST_WORD = 30
_GROUP = re.compile(r"\{\w+\}")


class Vocabulary:
    """The site's vocabulary at one moment. Never changes; a newer one replaces it.

    `needs` is a Recogniser, `synonyms` (phrases, means) rules, `crisis` (text, topic,
    is_guard) rows.
    """

    def __init__(self, *, needs, synonyms, crisis):
        self.needs = needs
        self.crisis = CrisisBook(crisis)
        self.synonyms = Phrasebook()
        for phrases, means in synonyms:
            self._add_synonyms(phrases, means)
        self.misspellings = {
            typed: tuple(words(meant)) for typed, meant in starter.misspellings().items()
        }
        texts = list(_texts(needs.entries.values(), synonyms, crisis))
        own = self._own_words(texts)
        self.beside = _neighbours(texts)
        self.speller = DeleteTable(own)
        self.plain = own.keys() | starter.common_words() | tables().variants.keys()
        self.names = starter.names()
        self.optional = starter.optional_words()

    def _add_synonyms(self, phrases, means):
        for phrase in phrases:
            others = means or [other for other in phrases if other != phrase]
            weight = MEANT_WEIGHT if means else EQUAL_WEIGHT
            self.synonyms.add(phrase, tuple((tuple(words(other)), weight) for other in others))

    def _own_words(self, texts):
        """Words of the vocabulary itself with how many phrases hold them."""
        counts = Counter(word for text in texts for word in text)
        counts.update(word for meant in self.misspellings.values() for word in meant)
        for typed in self.misspellings:
            counts.pop(typed, None)
        return counts

    def knows(self, word, lexicon=None):
        """Whether a word is right as it is: known here, in common English, or in the listings."""
        return (
            word in self.plain
            or word in self.names
            or not word.isalpha()
            or not word.isascii()
            or bool(lexicon and lexicon.knows(word))
            or any(form in self.plain for form in plain_forms(word))
        )

    def meant(self, typed, lexicon=None):
        """For each typed word the word or words meant; the same word where there is no doubt."""
        return [self._meant(typed, at, lexicon) for at in range(len(typed))]

    def _meant(self, typed, at, lexicon):
        word = typed[at]
        if word in self.misspellings:
            return self.misspellings[word]
        if self.knows(word, lexicon) or not SHORTEST_WORD <= len(word) <= LONGEST_WORD:
            return (word,)
        if halves := self._halves(word):
            return halves
        if word.endswith("in") and self.knows(f"{word}g"):
            return (f"{word}g",)
        candidates = self.speller.close_words(word) + _common_speller().close_words(word)
        candidates = candidates or self.speller.like_sounding(word)
        if lexicon is not None:
            candidates += [one for one in lexicon.close_words(word) if one[0] not in self.plain]
        return (best_of(word, candidates, self._beside(typed, at)) or word,)

    def _beside(self, typed, at):
        """The words that phrases of the vocabulary hold next to the neighbours of a typed word."""
        before = next(filter(_matters, reversed(typed[:at])), None)
        after = next(filter(_matters, typed[at + 1 :]), None)
        return self.beside.get(before, frozenset()) | self.beside.get(after, frozenset())

    def second_reading(self, typed):
        """The words again where a slip has made another word ("siting service"), or None.

        A word that no phrase holds gives way to a close or like-sounding one that phrases hold
        next to its neighbour.
        """
        read = list(typed)
        for at, word in enumerate(typed):
            if len(word) < SHORTEST_WORD or self.speller.knows(word):
                continue
            beside = self._beside(typed, at)
            close = [*self.speller.close_words(word), *self.speller.like_sounding(word)]
            read[at] = best_of(word, [one for one in close if one[0] in beside]) or word
        return read if read != typed else None

    def _halves(self, word):
        """Two words of the vocabulary typed without the space between them."""
        for at in range(3, len(word) - 2):
            one, two = word[:at], word[at:]
            if self.speller.count(one) > 1 and self.speller.count(two) > 1:
                return (one, two)
        return ()

    def synonym_spans(self, ready):
        """{first word: (end, ((words, weight), …))} by index of the words that `ready` came from.

        The longest phrase wins; spans do not overlap.
        """
        spans, taken = {}, set()
        found = longest(self.synonyms.find(ready))
        for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
            covered = range(ready[one.start].origin, ready[one.end - 1].origin + 1)
            first = covered[0]
            if spans.get(first, (None,))[0] == covered[-1] + 1:
                spans[first] = (covered[-1] + 1, spans[first][1] + one.meaning)
            elif taken.isdisjoint(covered):
                spans[first] = (covered[-1] + 1, one.meaning)
                taken.update(covered)
        return spans

    def is_optional(self, word):
        known = tables()
        return word in self.optional or word in known.dropped or word in known.soft

    def is_sensitive(self, slug):
        return self.needs.entries[slug].sensitive


@cache
def _common_speller():
    """Everyday words as candidates for a misspelling; those of the vocabulary go before them."""
    return DeleteTable(dict.fromkeys(starter.common_words(), 0))


@lru_cache(maxsize=65536)
def _phrase_words(phrase):
    """The words of a phrase of the vocabulary, without its groups."""
    return tuple(words(_GROUP.sub(" ", plain_phrase(phrase))))


def _texts(needs, synonyms, crisis):
    """Every phrase of the vocabulary as words."""
    for text, _, _ in crisis:
        yield _phrase_words(text)
    for rule in synonyms:
        for part in rule:
            yield from map(_phrase_words, part)
    for entry in needs:
        yield from map(_phrase_words, (entry.name, *entry.phrases, *entry.listing_phrases))


def _matters(word):
    known = tables()
    return word not in known.dropped and word not in known.soft


def _neighbours(texts):
    """{word: the words that stand next to it in a phrase}, in either order."""
    beside = defaultdict(set)
    for text in texts:
        for one, two in pairwise(filter(_matters, text)):
            beside[one].add(two)
            beside[two].add(one)
    return beside


@cache
def starting():
    """The vocabulary as it ships, read from files alone: needs no database."""
    return Vocabulary(
        needs=Recogniser(starter.need_entries()),
        synonyms=starter.synonym_rules(),
        crisis=starter.crisis_rows(),
    )


def _made_from_database():
    """The site's vocabulary. With no crisis phrase at all, the ones that ship are used."""
    return Vocabulary(
        needs=recogniser(),
        synonyms=[
            (rule.phrase_list, rule.means_list) for rule in Synonym.objects.filter(is_active=True)
        ],
        crisis=[
            (row.text, row.topic, row.kind == CrisisPhrase.Kind.GUARD)
            for row in CrisisPhrase.objects.filter(is_active=True)
        ]
        or starter.crisis_rows(),
    )


#: The site's vocabulary as staff have it now, made again when they change it.
current = Kept(_made_from_database)
