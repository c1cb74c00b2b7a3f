"""Putting what was found in order: a first guess for all, then the texts of the most promising."""

from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter

from search import ranking
from search.engines.embedded import cells, facts, hours
from search.engines.embedded.caches import Table
from search.engines.embedded.entries import FACTS, NAME, NEEDS
from services.opening import local_day
from services.wording import fold

#: Texts are read and weighed one by one for so many of the most promising, at least.
READ_AT_LEAST = 40
#: What a text that has not been read is taken to hold.
GUESS = 0.2


class Order:
    """Scores and sorts the entries that one question found.

    Thousands may be found, so what hangs on a few values only (a set of needs, a coverage, the day
    of a check) is worked out once for each of these and looked up.
    """

    def __init__(self, question, sets, scorer, reach, distances, texts):
        self.question, self.sets, self.scorer = question, sets, scorer
        self.reach, self.distances, self.texts = reach, distances, texts
        self.minute = hours.minute_of(question.request.at)
        today = local_day(question.request.at).toordinal()
        self._trust = Table(lambda by: _trust(by, today))
        #: By the number of a set of needs: (score, how well they speak for each term).
        self._by_needs = Table(lambda number: scorer.by_needs(sets.needs(number)))
        #: By the number of a set of needs: a guess for an entry whose name says nothing.
        self._guess = Table(self._guess_by_needs)

    def by_name(self, entries, connection):
        """[(0.0, entry)] from A to Z."""
        wanted = {entry.document for entry in entries}
        rows = connection.execute("SELECT id, name FROM document")
        names = {number: (fold(name), number) for number, name in rows if number in wanted}
        return [(0.0, entry) for entry in sorted(entries, key=lambda e: names[e.document])]

    def by_distance(self, entries, to_read):
        """[(score, entry)], the nearest first."""
        return sorted(self.by_score(entries, to_read), key=self._distance_first)

    def _distance_first(self, pair):
        distance = self.distances(pair[1])
        return (distance is None, distance or 0.0, -pair[0])

    def by_score(self, entries, to_read):
        """[(score, entry)], the best first, with the texts of at least `to_read` weighed.

        Whatever was not read comes after what was, by its guess. None: nothing was asked for.
        """
        standings = self._standings(entries)
        if to_read is None:
            return sorted(zip(standings, entries, strict=True), key=best_first)
        rough = zip(self.rough(entries), standings, entries, strict=True)
        guessed = sorted([(-guess * standing, entry) for guess, standing, entry in rough])
        most = max(READ_AT_LEAST, to_read)
        head = [entry for _, entry in guessed[:most]]
        relevance = self.relevance(head)
        standings = self._standings(head)
        scored = [(relevance[e[0]] * s, e) for s, e in zip(standings, head, strict=True)]
        scored.sort(key=best_first)
        return _with_the_rest(scored, guessed[most:])

    def rough(self, entries):
        """A first guess at the relevance of each, by needs and name, without reading the text."""
        guess = self._guess
        guesses = [guess[entry[NEEDS]] for entry in entries]
        in_names = self.scorer.in_names([entry[NAME] for entry in entries])
        for at, by_text in in_names.items():
            by_needs, for_terms = self._by_needs[entries[at][NEEDS]]
            guesses[at] = by_needs + self.scorer.by_name(by_text, for_terms) + GUESS
        return guesses

    def _guess_by_needs(self, number):
        by_needs, for_terms = self._by_needs[number]
        return by_needs + self.scorer.by_words_of_needs(for_terms) + GUESS

    def relevance(self, entries):
        """{entry's key: relevance} by needs and by the text, which is read for it."""
        rows, scores = self.texts.of(entries), {}
        for entry in entries:
            row = rows[entry.document]
            by_needs, for_terms = self._by_needs[entry.needs]
            scores[entry.key] = by_needs + self.scorer.by_words(row.stems, row.bounds, for_terms)
        return scores

    def _standings(self, entries):
        """Nearness times trust, of each."""
        trust, near, by_km = self._trust, self.reach.nearness, ranking.nearness
        trusted, shift, distance = facts.TRUST, cells.PLACE_SHIFT, self.distances
        standings = [
            trust[e[FACTS] & trusted]
            * (by_km(distance(e)) if (place := near[e[0] >> shift]) is None else place)
            for e in entries
        ]
        if not self.question.understood.crisis:
            return standings
        return [s * self._readiness(e) for s, e in zip(standings, entries, strict=True)]

    def _readiness(self, entry):
        """In danger, what is open now and what can be rung comes first."""
        is_open = self.sets.open_bits(entry.hours, self.minute) & hours.NOW
        by_phone = entry.facts & facts.ATTENDING["by_phone"]
        return (ranking.ANSWERS_NOW if is_open else 1) * (ranking.BY_PHONE if by_phone else 1)


@lru_cache(maxsize=8192)
def _trust(by, today):
    """The trust in listings with these bits of their facts, on a day (an ordinal)."""
    checked = facts.checked_on(by)
    return ranking.trust(
        days_since_check=None if checked is None else today - checked,
        is_unconfirmed=bool(by & facts.UNCONFIRMED),
        is_closed_for_now=bool(by & facts.CLOSED_FOR_NOW),
    )


def best_first(pair):
    """The key to sort (score, entry) pairs by."""
    return -pair[0], pair[1].key


def _with_the_rest(scored, guessed):
    """What was read, and after it the rest: (-guess, entry) pairs in order."""
    least = scored[-1][0] if scored else 0.0
    promising = bisect_right(guessed, -least, key=itemgetter(0))
    first = sorted(entry for _, entry in guessed[:promising])
    rest = [(least * 0.5, entry) for entry in first]
    rest += [(guess * -0.5, entry) for guess, entry in guessed[promising:]]
    together = scored + rest
    return together if least else sorted(together, key=best_first)
