"""All that is known of words, made ready: needs, synonyms, crisis phrases, spelling."""

from collections import Counter
from functools import cache

from search import starter_files as starter
from search.crisis_phrases import CrisisPhrase
from search.synonyms import Synonym
from search.understanding.crisis import CrisisBook
from search.understanding.spelling import DeleteTable, best_of
from services.needs import need_entries
from services.recognition import Phrasebook, Recogniser, longest
from services.vocabulary import Kept
from services.wording import stem, tables, words

#: How much a synonym counts beside the word as typed.
EQUAL_WEIGHT, MEANT_WEIGHT = 0.9, 0.85


class Vocabulary:
    """The site's vocabulary at one moment. Never changes; a newer one replaces it.

    `needs` are recognition.NeedEntry, `synonyms` (phrases, means) rules, `crisis` (text, topic,
    is_guard) rows.
    """

    def __init__(self, *, needs, synonyms, crisis):
        self.needs = Recogniser(needs)
        self.crisis = CrisisBook(crisis)
        self.synonyms = Phrasebook()
        for phrases, means in synonyms:
            self._add_synonyms(phrases, means)
        self.misspellings = {
            typed: tuple(words(meant)) for typed, meant in starter.misspellings().items()
        }
        own = self._own_words(needs, synonyms, crisis)
        self.speller = DeleteTable(own)
        self.known = own.keys() | starter.common_words() | tables().variants.keys()
        self.known_stems = {stem(word) for word in self.known}
        self.optional = starter.optional_words()

    def _add_synonyms(self, phrases, means):
        for phrase in phrases:
            others = means or [other for other in phrases if other != phrase]
            weight = MEANT_WEIGHT if means else EQUAL_WEIGHT
            self.synonyms.add(phrase, tuple((tuple(words(other)), weight) for other in others))

    def _own_words(self, needs, synonyms, crisis):
        """Words of the vocabulary itself with how many phrases hold them."""
        texts = [text for text, _, _ in crisis]
        texts += [phrase for rule in synonyms for part in rule for phrase in part]
        for entry in needs:
            texts += [entry.name, *entry.phrases, *entry.listing_phrases]
        counts = Counter(word for text in texts for word in words(text.replace("not:", "")))
        counts.update(word for meant in self.misspellings.values() for word in meant)
        for typed in self.misspellings:
            counts.pop(typed, None)
        return counts

    def knows(self, word, lexicon=None):
        """Whether a word is right as it is: known here, in common English, or in the listings."""
        return (
            word in self.known
            or word.isdecimal()
            or not word.isascii()
            or bool(lexicon and lexicon.knows(word))
            or stem(word) in self.known_stems
        )

    def meant(self, word, lexicon=None):
        """The word or words meant by a typed one; the same word where there is no doubt."""
        if word in self.misspellings:
            return self.misspellings[word]
        if self.knows(word, lexicon) or len(word) > 40:
            return (word,)
        if halves := self._halves(word):
            return halves
        candidates = self.speller.close_words(word)
        if lexicon is not None:
            candidates += [one for one in lexicon.close_words(word) if one[0] not in self.known]
        return (best_of(word, candidates) or word,)

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
def starting():
    """The vocabulary as it ships, read from files alone: needs no database."""
    return Vocabulary(
        needs=starter.need_entries(),
        synonyms=starter.synonym_rules(),
        crisis=starter.crisis_rows(),
    )


def _made_from_database():
    """The site's vocabulary. With no crisis phrase at all, the ones that ship are used."""
    return Vocabulary(
        needs=need_entries(),
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
