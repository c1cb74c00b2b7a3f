"""Recognise needs in a text: in what somebody types, and in a listing's own words."""

from dataclasses import dataclass

from services.wording import DROPPED, PLAIN, Mark, marks, phrase_keys, sentences, words

__all__ = ["NeedMatch", "Phrasebook", "Recogniser"]

#: More than this many soft words in a row end a phrase.
SOFT_WORDS = 2
_END = ""


@dataclass(frozen=True)
class NeedMatch:
    """A need recognised in a text, by which of its words, how surely (0 to 1)."""

    slug: str
    name: str
    phrase: str
    weight: float


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found: its meaning and the span of marks [start, end) that it covers."""

    meaning: object
    start: int
    end: int


class Phrasebook:
    """Phrases with meanings, found in marks of words however they are inflected.

    `add` takes a phrase in the notation of `wording.phrase_keys`. Lookup cost grows with the
    length of the text only, not with the number of phrases.
    """

    def __init__(self):
        self.root = {}

    def add(self, phrase, meaning, literal=False):
        """Add a phrase; one that holds no word that matters is left out and gives False."""
        keys = phrase_keys(phrase, literal)
        if not keys:
            return False
        node = self.root
        for key in keys:
            node = node.setdefault(key, {})
        meanings = node.setdefault(_END, [])
        if meaning not in meanings:
            meanings.append(meaning)
        return True

    def find(self, text: list[Mark]) -> list[Found]:
        """Every phrase in the marks, overlapping ones too, each span and meaning once."""
        found = {}
        for start, mark in enumerate(text):
            for key in mark.keys:
                if (node := self.root.get(key)) is not None:
                    self._walk(node, text, start, start + 1, found)
        return list(found.values())

    def _walk(self, node, text, start, at, found):
        open_ends = [(node, at, at, 0)]
        while open_ends:
            node, end, at, skipped = open_ends.pop()
            for meaning in node.get(_END, ()):
                found[(start, end, meaning)] = Found(meaning, start, end)
            if at >= len(text):
                continue
            mark = text[at]
            for key in mark.keys:
                if (following := node.get(key)) is not None:
                    open_ends.append((following, at + 1, at + 1, 0))
            if mark.matters < PLAIN and skipped + mark.matters <= SOFT_WORDS:
                open_ends.append((node, end, at + 1, skipped + mark.matters))


def longest(found):
    """Leave out what lies inside a longer find: "young carers" is not also "carers"."""
    return [
        one
        for one in found
        if not any(
            other.start <= one.start
            and one.end <= other.end
            and other.end - other.start > one.end - one.start
            for other in found
        )
    ]


@dataclass(frozen=True)
class NeedEntry:
    """What the recogniser has to know of a need; `within` are the slugs above it in the tree."""

    slug: str
    name: str
    phrases: tuple[str, ...] = ()
    listing_phrases: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    sensitive: bool = False


#: A line that starts so is a guard: where it is found, the need is not meant.
GUARD = "not:"
#: A listing phrase that starts so says little by itself in a long text ("dominoes", "wool"); a phrase
#: that people type means this need only beside another one.
WEAK = "~"
#: What such a phrase counts in a query.
ASIDE = 0.75
#: A line that starts so is an example of a wide need: "archery" of sport. In a listing it is weak; who
#: searches for it wants archery, and other sports only where no listing writes of archery.
EXAMPLE = "eg:"
#: What an example counts in a query when listings write of it: too little to find by itself.
EXAMPLE_WEIGHT = 0.5
#: Up to so many words every phrase counts; beyond, a weak one must stand twice.
SHORT_TEXT = 40


@dataclass(frozen=True)
class _Meaning:
    slug: str
    phrase: str
    guard: bool = False
    weak: bool = False
    example: bool = False

    @property
    def says_little(self):
        return self.weak or self.example


def plain_phrase(line):
    """A line of a need's phrases without the mark of a guard, an example or a weak phrase."""
    return line.removeprefix(GUARD).removeprefix(WEAK).removeprefix(EXAMPLE).strip()


class Recogniser:
    """Finds needs in texts. Made from the needs; cheap to ask, and safe to share by threads.

    In a query every phrase of a need counts, in a listing only its `listing_phrases`: residents'
    words ("skint") mean less in a listing, and a listing must really explain its needs.
    """

    def __init__(self, entries):
        self.entries = {entry.slug: entry for entry in entries}
        self.books = {"query": Phrasebook(), "listing": Phrasebook()}
        for entry in self.entries.values():
            self._add(entry, "listing", entry.listing_phrases)
            offers = (line.removeprefix(WEAK) for line in entry.listing_phrases)
            self._add(entry, "query", (*entry.phrases, *offers, _exact(entry.name)))

    def _add(self, entry, side, phrases):
        for line in phrases:
            guard, phrase = line.startswith(GUARD), plain_phrase(line)
            weak, example = line.startswith(WEAK), line.startswith(EXAMPLE)
            meaning = _Meaning(entry.slug, phrase, guard, weak, example)
            self.books[side].add(phrase, meaning, literal=guard)

    def recognise(self, text, side="query"):
        """The needs in a text, surest first, each once. `side` is "query" or "listing"."""
        if side == "query":
            return self.in_marks(marks(words(text)))[0]
        typed = [words(sentence) for sentence in sentences(text)]
        found = {}
        for sentence in typed:
            for one in self._offered(marks(sentence)):
                found.setdefault(one[0].meaning.slug, []).append(one)
        is_short = sum(map(len, typed)) <= SHORT_TEXT
        best = [
            max(finds, key=lambda one: one[1])
            for finds in found.values()
            if is_short or len(finds) > 1 or not finds[0][0].meaning.says_little
        ]
        matches = [self._match(one, weight) for one, weight in best]
        return sorted(matches, key=lambda match: -match.weight)

    def in_marks(self, text, is_written=None):
        """Needs in the marks of a query, and which typed words (by index) speak for which need.

        `is_written(index)` says whether listings write that word: where they do, an example
        ("archery") only helps with the order and speaks for no need.
        """
        best, covered = {}, {}
        length = _length(text) or 1
        for one in self._meant(text, "query"):
            span = text[one.start : one.end]
            slug, share = one.meaning.slug, _length(span)
            weight = min(1.0, 0.5 + 0.1 * share + 0.4 * share / length)
            weight *= ASIDE if one.meaning.weak else 1
            if one.meaning.example and is_written and _all_written(span, is_written):
                weight *= EXAMPLE_WEIGHT
            else:
                for mark in span:
                    covered.setdefault(mark.origin, set()).add(slug)
            if slug not in best or best[slug].weight < weight:
                best[slug] = self._match(one, weight)
        return sorted(best.values(), key=lambda match: -match.weight), covered

    def _offered(self, text):
        """(find, weight) of each need that a sentence of a listing speaks of and does not deny."""
        for one in self._meant(text, "listing"):
            if not _denied(text, one.start):
                share = _length(text[one.start : one.end])
                yield one, min(1.0, 0.6 + 0.2 * share)

    def _match(self, found, weight):
        entry = self.entries[found.meaning.slug]
        return NeedMatch(entry.slug, entry.name, found.meaning.phrase, round(weight, 3))

    def _meant(self, text, side):
        """Finds that no guard of their need overlaps and no longer find holds."""
        found = self.books[side].find(text)
        guards = [one for one in found if one.meaning.guard]
        found = [one for one in found if not one.meaning.guard]
        if guards:
            found = [one for one in found if not any(_guarded(one, guard) for guard in guards)]
        return longest(found)

    def expand(self, slugs):
        """The needs and all below them in the tree, as a set of slugs: a wide need means them all."""
        asked = set(slugs)
        return asked | {
            entry.slug for entry in self.entries.values() if asked.intersection(entry.within)
        }


def _length(text):
    """How many words of the marks matter."""
    return sum(mark.matters > DROPPED for mark in text)


def _all_written(span, is_written):
    return all(is_written(mark.origin) for mark in span if mark.matters == PLAIN)


def _exact(name):
    """A need's own name as a phrase that no inflection matches: "Housing" is not "house"."""
    return " ".join(f"={word}" for word in words(name))


def _guarded(one, guard):
    return (
        guard.meaning.slug == one.meaning.slug and guard.start < one.end and one.start < guard.end
    )


#: Said before a phrase in the same sentence, these mean that the listing does not offer it.
_DENIALS = (
    ("not", "a"), ("not", "an"), ("not", "offer"), ("not", "provid"), ("not", "give"),
    ("isnt", "a"), ("isnt", "an"), ("isnt", "for"), ("arent", "a"), ("arent", "an"),
    ("dont", "offer"), ("dont", "provid"), ("dont", "give"), ("dont", "run"), ("dont", "do"),
    ("cant", "offer"), ("cant", "provid"), ("cant", "give"), ("cant", "help", "with"),
    ("not", "abl", "to", "offer"), ("unabl", "to", "offer"), ("instead", "of"), ("rather", "than"),
)  # fmt: skip
#: How many words before the phrase a denial may stand.
DENIAL_REACH = 6


def _denied(text, start):
    before = [mark.keys[0] for mark in text[max(0, start - DENIAL_REACH) : start]]
    return any(
        before[at : at + len(denial)] == list(denial)
        for denial in _DENIALS
        for at in range(len(before))
    )
