"""Answering one question from an index file: what is in reach, in which order, and what else."""

from collections import Counter
from itertools import islice
from operator import itemgetter

from search import ranking
from search.engines import Answer
from search.engines.embedded import cells, facets, facts, hours, matching
from search.engines.embedded.caches import Table
from search.engines.embedded.entries import FACTS, ORGANISATION, Distances, Entries
from search.engines.embedded.order import Order, best_first
from search.engines.embedded.reach import Reach
from search.engines.embedded.texts import Texts
from search.engines.embedded.why import reasons, reasons_by_needs
from search.grouping import most_of_one, pages_of
from search.response import Elsewhere, Hit
from services.opening import local_day

#: Where fewer than so many serve the place, those that serve other areas are worth naming;
#: of these so many are looked at, read and shown.
ELSEWHERE_BELOW = 40
ELSEWHERE_LOOKED_AT, ELSEWHERE_READ, ELSEWHERE_SHOWN = 300, 10, 3
#: As near as a service of a neighbouring council would be, if it served the place.
ELSEWHERE_NEARNESS = 0.9
REMOTE_SHOWN = 3


class Search:
    """One question put to one index file. Make it, ask `answer()`, throw it away."""

    def __init__(self, connection, sets, question):
        self.connection, self.sets, self.question = connection, sets, question
        self.request = question.request
        counts = matching.Counts(connection, sets.memory)
        instead = matching.stand_ins(question, counts)
        self.wanted = matching.wanted_of(question.understood, instead, counts)
        self.expression = matching.expression_of(self.wanted, _sure_needs(question, instead))
        needs = matching.wanted_needs_of(question, instead, counts)
        scorer = matching.Scorer(self.wanted, needs, question.below)
        today = local_day(self.request.at)
        self.entries = Entries(connection, sets.memory, today.toordinal(), counts.documents)
        self.distances = Distances(question.point)
        self.reach = Reach(question, sets, self.entries, self.distances)
        self.texts = Texts(connection, sets.memory)
        self.order = Order(question, sets, scorer, self.reach, self.distances, self.texts)
        #: By the number of a set: what hits with the same needs or times have in common.
        self._said_of_needs = Table(self._say_of_needs)
        self._open_states = Table(
            lambda number: hours.open_state(sets.times(number), self.request.at, today)
        )

    def answer(self):
        passed, nearly, radius = self.reach.within(self.expression)
        relaxed = not passed and not any(nearly.values()) and self._relax()
        if relaxed:
            passed, nearly, radius = self.reach.within(self.expression)
        ranked = self._in_order(passed)
        organisations = Counter(map(itemgetter(ORGANISATION), passed))
        page, pages, number = self._page(ranked, organisations)
        hits = self._hits(page, first_rank=1)
        is_first = number == 1
        return Answer(
            hits=hits,
            more=_more(organisations, page, hits),
            total=len(passed),
            organisations_total=len(organisations),
            page=number,
            pages=pages,
            radius_km=radius,
            facets=facets.facets_of(passed, nearly, self.request, self.sets),
            phone_and_online=self._phone_and_online(ranked, page) if is_first else (),
            elsewhere=self._elsewhere(ranked) if is_first else (),
            promoted=self._promoted(),
            relaxed=bool(relaxed and passed),
        )

    def _relax(self):
        """Where nothing holds all the words, ask for all but one. False where there is but one."""
        self.expression = matching.relaxed_expression_of(self.wanted) or self.expression
        return matching.relaxed_expression_of(self.wanted)

    # Order

    @property
    def _is_by_name(self):
        nothing_asked = not self.expression and self.question.point is None
        return self.request.sort == "a-z" or nothing_asked

    def _in_order(self, entries):
        """[(score, entry)] in the order that was asked for."""
        if self._is_by_name:
            return self.order.by_name(entries, self.connection)
        to_read = 2 * self.request.page * self.request.size if self.expression else None
        if self.request.sort == "nearest" and self.question.point is not None:
            return self.order.by_distance(entries, to_read)
        return self.order.by_score(entries, to_read)

    # The page

    def _page(self, ranked, organisations):
        """(page of (score, entry), number of pages, number of the page given)."""
        size = self.request.size
        if self._is_by_name or max(organisations.values(), default=0) <= most_of_one(size):
            count = -(-len(ranked) // size)  # Nobody crowds out anybody.
            number = min(max(1, self.request.page), max(1, count))
            return ranked[(number - 1) * size : number * size], max(1, count), number
        pages = pages_of([(pair, pair[1][ORGANISATION]) for pair in ranked], size)
        number = min(max(1, self.request.page), len(pages))
        return [pair for pair, _ in pages[number - 1]], len(pages), number

    def _hits(self, pairs, first_rank=0):
        """Hits of (score, entry) pairs; ranks count from `first_rank`, or are all 0."""
        rows = self.texts.of([entry for _, entry in pairs])
        return tuple(
            self._hit(score, entry, rows[entry.document], first_rank and first_rank + at)
            for at, (score, entry) in enumerate(pairs)
        )

    def _hit(self, score, entry, row, rank):
        by_needs, needs = self._said_of_needs[entry.needs]
        serves = self.reach.serves_words[entry.key >> cells.PLACE_SHIFT]
        # At a place that nobody could find on the map, too: its name is worth telling.
        is_at_a_place = cells.kind_of(entry.key) in (cells.GRID, cells.UNPLACED)
        place, point, distance = row.shown.place_for(self.question.point, is_at_a_place)
        state = self._open_states[entry.hours]
        return Hit(
            **row.shown.fields,
            distance_km=distance,
            point=point,
            place=place,
            open_state=state.state,
            open_words=state.words,
            score=round(score, 4),
            serves_everywhere=serves,
            needs=needs,
            is_unconfirmed=bool(entry.facts & facts.UNCONFIRMED),
            why=reasons(by_needs, self.wanted, self.question, row, distance, serves),
            rank=rank,
        )

    def _say_of_needs(self, number):
        """(reasons by needs, names of confirmed needs) of a set of needs."""
        labels, held = self.sets.labels("needs"), self.sets.needs(number)
        confirmed = (slug for slug, sure in held.items() if sure == ranking.CONFIRMED)
        names = tuple(labels.get(slug, slug) for slug in confirmed)
        return reasons_by_needs(self.question, held, labels), names

    # What else

    def _promoted(self):
        """Services that staff put first, where they are held and serve the place."""
        found = []
        for uid in self.question.promoted:
            found += self.reach.nearest_of(self.entries.of(uid))
        return self._hits([(1.0, entry) for entry in found])

    def _phone_and_online(self, ranked, page):
        """The best that need no journey and are not on the page."""
        here = {entry.key for _, entry in page}
        found = (
            pair for pair in ranked if pair[1][FACTS] & facts.REMOTE and pair[1].key not in here
        )
        return self._hits(list(islice(found, REMOTE_SHOWN)))

    def _elsewhere(self, ranked):
        """Services that answer well but serve other areas only."""
        is_enough = len(ranked) >= ELSEWHERE_BELOW
        if self.question.area_codes is None or not self.expression or is_enough:
            return ()
        every = cells.kind_range(cells.COVERAGE)
        found = self.entries.read(self.expression, *every, limit=ELSEWHERE_LOOKED_AT)
        tests = facets.filters_of(self.request, self.sets)
        others, _ = facets.sift(filter(self.reach.is_elsewhere, found), tests)
        # Judged as if they served the place: would they be among the first?
        guessed = sorted(zip(self.order.rough(others), others, strict=True), key=best_first)
        others = [entry for _, entry in guessed[:ELSEWHERE_READ]]
        scores = self.order.relevance(others)
        judged = [(scores[entry.key] * ELSEWHERE_NEARNESS, entry) for entry in others]
        judged.sort(key=best_first)
        bar = ranked[min(ELSEWHERE_SHOWN, len(ranked)) - 1][0] if ranked else 0.0
        first = [pair for pair in judged[:ELSEWHERE_SHOWN] if pair[0] >= bar]
        return tuple(
            Elsewhere(hit=hit, serves=self._areas_of(entry))
            for hit, (_, entry) in zip(self._hits(first), first, strict=True)
        )

    def _areas_of(self, entry):
        _, cell, _ = cells.parts(entry.key)
        return tuple(name for _, name, _ in self.sets.coverage(cell))


def _sure_needs(question, instead):
    """Needs that find listings by themselves."""
    needs = question.understood.needs
    sure = (need.slug for need in needs if need.weight >= ranking.SURE_ENOUGH)
    return list(dict.fromkeys(instead.get(slug, slug) for slug in sure))


def _more(organisations, page, hits):
    """{organisation uid: how many of its services stand on other pages}.

    `organisations` is how many services of each were found, by number.
    """
    uids = {
        entry.organisation: hit.organisation_uid for (_, entry), hit in zip(page, hits, strict=True)
    }
    here = Counter(entry.organisation for _, entry in page)
    return {uids[number]: organisations[number] - count for number, count in here.items()}
