"""What to look for: a question's words and needs as FTS5 says it, and how well a text holds them."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from search import ranking
from search.engines.embedded import text
from search.engines.embedded.writer import need_token
from services.wording import stem

#: Typed words shorter than this are not taken as the beginning of longer ones.
SHORTEST_PREFIX = 3
#: From so many terms on, one may be missing; never more than so many are looked at for that.
MANY_TERMS, MOST_RELAXED = 3, 6


@dataclass(frozen=True)
class Wanted:
    """A term made ready: stems to be found next to each other with weights, needs that do as well.

    `rarity` says how much the term tells; `prefix` is the beginning of a word still being typed.
    """

    typed: str
    phrases: tuple[tuple[str, float], ...]
    needs: tuple[str, ...]
    optional: bool
    rarity: float = 1.0
    prefix: str = ""
    #: What was typed, as stems.
    own: str = ""

    def expression(self, without=()):
        """The term as FTS5 says it, without the needs that the whole question asks for anyway."""
        parts = [_quoted(phrase) for phrase, _ in self.phrases]
        parts += [_quoted(need_token(slug)) for slug in self.needs if slug not in without]
        if self.prefix:
            parts.append(f"{_quoted(self.prefix)} *")
        return f"({' OR '.join(parts)})"


def _quoted(phrase):
    """A phrase for FTS5. Only letters, digits and our own sign are in it, so nothing can escape."""
    return '"' + phrase.replace('"', "") + '"'


class Counts:
    """How many documents an index has, and how many of them hold a word."""

    def __init__(self, connection, memory):
        self.connection, self._known = connection, memory.held
        #: About how many there are: their highest number, which takes no counting.
        self.documents = self._one("SELECT ifnull(max(id), 0) FROM document")[0]

    def _one(self, sql, *values):
        return self.connection.execute(sql, values).fetchone()

    def held(self, phrase):
        """How many documents hold a phrase of stems, at most: as many as hold its rarest word."""
        return min(map(self._held, phrase.split()), default=0)

    def _held(self, word):
        known = self._known.get(word)
        if known is None:
            row = self._one("SELECT held FROM stem WHERE stem = ?", word)
            known = self._known[word] = row[0] if row else 0
        return known

    def rarity(self, held):
        return ranking.rarity(held, self.documents)


def wanted_of(understood, instead, counts):
    """The terms of a question, made ready with what an index knows of them.

    `instead` are the `stand_ins` for needs that no listing has.
    """
    terms = [term for term in understood.terms if any(words for words, _ in term.alternatives)]
    return tuple(_wanted(term, instead, counts, is_last=term is terms[-1]) for term in terms)


def _wanted(term, instead, counts, is_last):
    phrases = {}
    for words, weight in term.alternatives:
        phrase = " ".join(stem(word) for word in words if word)
        if phrase and phrases.get(phrase, 0) < weight:
            phrases[phrase] = weight
    held = max(map(counts.held, phrases))
    prefix = ""
    if is_last and not term.optional and not held and len(term.typed) >= SHORTEST_PREFIX:
        prefix = next((phrase for phrase in phrases if " " not in phrase), "")
    return Wanted(
        typed=term.typed,
        phrases=tuple(phrases.items()),
        needs=tuple(instead.get(slug, slug) for slug in term.needs),
        optional=term.optional,
        rarity=counts.rarity(held) * (ranking.OPTIONAL_WEIGHT if term.optional else 1),
        prefix=prefix,
        own=" ".join(stem(word) for word in term.typed.split()),
    )


def expression_of(wanted, needs):
    """The FTS5 expression for a question, or "" for one that asks for nothing.

    Every term that is not optional must be there, in one of its forms or by a need that its words
    speak for, though of three or more one may be missing; or else one of `needs` is enough.
    """
    required = [term for term in wanted if not term.optional]
    if len(required) >= MANY_TERMS:
        parts = [relaxed_expression_of(wanted, needs)]
    else:
        joiner = " AND " if required else " OR "
        terms = [term.expression(needs) for term in required or wanted]
        parts = [joiner.join(terms)] if terms else []
    parts += [_quoted(need_token(slug)) for slug in needs]
    return " OR ".join(f"({part})" for part in parts)


def relaxed_expression_of(wanted, needs=()):
    """All but one of the terms that are not optional; of a long question, of its rarest terms."""
    required = [term for term in wanted if not term.optional]
    if len(required) < 2:
        return ""
    required = sorted(required, key=lambda term: -term.rarity)[:MOST_RELAXED]
    terms = [term.expression(needs) for term in required]
    without_one = (" AND ".join([*terms[:at], *terms[at + 1 :]]) for at in range(len(terms)))
    return " OR ".join(f"({part})" for part in without_one)


def stand_ins(question, counts):
    """{need: the nearest wider need} for those that the question speaks of and no listing has."""
    found = {}
    for slug, wider in question.above.items():
        if not counts.held(need_token(slug)):
            known = (one for one in wider if counts.held(need_token(one)))
            found[slug] = next(known, slug)
    return found


@dataclass(frozen=True)
class WantedNeed:
    """A need asked for: how well each need of a listing answers it, and how much it tells."""

    answers: dict[str, float]
    rarity: float


def wanted_needs_of(question, instead, counts):
    """The needs a question asks for, made ready with how common they are in the index.

    `instead` are the `stand_ins` for needs that no listing has: they answer, but less well.
    """
    return tuple(
        _wanted_need(need, question.below, instead.get(need.slug, need.slug), counts)
        for need in question.understood.needs
    )


def _wanted_need(need, below, slug, counts):
    weight = need.weight * (1.0 if slug == need.slug else ranking.STAND_IN)
    return WantedNeed(
        answers={
            one: weight * (1.0 if one == slug else ranking.BELOW) for one in below.get(slug, {slug})
        },
        rarity=ranking.NEEDS_WEIGHT * counts.rarity(counts.held(need_token(slug))),
    )


class Scorer:
    """How well documents answer the words and needs of one question, about 1 at best."""

    def __init__(self, wanted, needs, below):
        self.wanted, self.needs = wanted, needs
        self.rarities = [term.rarity for term in wanted]
        self.total = sum(one.rarity for one in (*wanted, *needs)) or 1.0
        whole = [term.phrases[0][0] for term in wanted]
        self.whole = f" {' '.join(whole)} " if len(whole) > 1 else ""
        self.needles = [
            [(f" {phrase} ", weight) for phrase, weight in term.phrases]
            + ([(f" {term.prefix}", 0.8)] if term.prefix else [])
            for term in wanted
        ]
        #: For each term the needs that speak for it, and all below them.
        self.speaking = [
            frozenset().union(*(below.get(slug, (slug,)) for slug in term.needs)) for term in wanted
        ]
        self.asked = frozenset().union(*self.speaking, *(need.answers for need in needs))
        self.no_needs = [0.0] * len(wanted)

    def by_needs(self, held):
        """What the needs of a listing ({slug: how sure}) make of it, before any word is read.

        (the part of the score that needs give, how well they speak for the words of each term)
        """
        asked = self.asked
        if asked.isdisjoint(held):
            return 0.0, self.no_needs
        mine = [(slug, sure) for slug, sure in held.items() if sure and slug in asked]
        if not mine:
            return 0.0, self.no_needs
        score = 0.0
        for need in self.needs:
            answers = need.answers.get
            score += need.rarity * max([answers(slug, 0.0) * sure for slug, sure in mine])
        answering = len([1 for _, sure in mine if sure >= ranking.RECOGNISED])
        having = len([1 for sure in held.values() if sure >= ranking.RECOGNISED])
        score = ranking.focused(score, answering, max(having, 1))
        for_terms = [
            max([sure for slug, sure in mine if slug in speaking], default=0.0)
            * ranking.NEED_FOR_WORDS
            for speaking in self.speaking
        ]
        return score / self.total, for_terms

    def by_words_of_needs(self, for_terms):
        """The part of the score that needs give by speaking for words that are not there."""
        return self._sum(self.no_needs, for_terms)

    def _sum(self, by_text, for_terms):
        """Terms put together: what the text and the needs say for each, by how much it tells."""
        both = zip(self.rarities, map(ranking.either, by_text, for_terms), strict=True)
        return sum([tells * answered for tells, answered in both]) / self.total

    def in_names(self, names):
        """{position: how well the name holds each term} of those names as stems that hold any.

        All names are searched as one text: far quicker than one after the other.
        """
        whole = "\n".join(names)
        ends = list(accumulate([len(name) + 1 for name in names]))
        found = {}
        for term, needles in enumerate(self.needles):
            for needle, weight in needles:
                at = whole.find(needle)
                while at >= 0:
                    number = bisect_right(ends, at)
                    by_text = found.setdefault(number, [0.0] * len(self.needles))
                    by_text[term] = max(weight, by_text[term])
                    at = whole.find(needle, ends[number])
        return found

    def by_name(self, by_text, for_terms):
        """How well a name holds the words (see `in_names`), with what needs say for them."""
        return self._sum(by_text, for_terms)

    def by_words(self, stems, bounds, for_terms):
        """How well a packed text holds the words, with what needs say for them."""
        by_text = [self._best(needles, stems, bounds) for needles in self.needles]
        score = self._sum(by_text, for_terms)
        if self.whole and (at := stems.find(self.whole)) >= 0:
            score += ranking.WHOLE_QUESTION * text.weight_at(at + 1, bounds)
        return score

    def _best(self, needles, stems, bounds):
        best, said = 0.0, 0
        for needle, weight in needles:
            if weight > best and (at := stems.find(needle)) >= 0:
                best = max(best, weight * text.weight_at(at + 1, bounds))
                said = max(said, stems.count(needle))
        return min(1.0, best * ranking.repeated(said)) if best else 0.0
