"""Answering one question from an index file: what is in reach, in which order, and what else."""

import json
from typing import NamedTuple

from search import ranking
from search.engines import Answer
from search.engines.embedded import cells, facets, facts, hours, matching, shown
from search.engines.embedded.entries import Distances, Entries
from search.engines.embedded.reach import Reach
from search.engines.embedded.why import reasons
from search.grouping import pages_of
from search.response import Elsewhere, Hit
from services.opening import local_day
from services.wording import fold

#: Texts are read and weighed one by one for so many of the most promising, at least.
READ_AT_LEAST = 40
#: What a text that has not been read is taken to hold.
GUESS = 0.2
#: Where fewer than so many serve the place, those that serve other areas are worth naming;
#: of these so many are looked at, read and shown.
ELSEWHERE_BELOW = 40
ELSEWHERE_LOOKED_AT, ELSEWHERE_READ, ELSEWHERE_SHOWN = 300, 10, 3
#: As near as a service of a neighbouring council would be, if it served the place.
ELSEWHERE_NEARNESS = 0.9
REMOTE_SHOWN = 3


_DOCUMENTS = (
    "SELECT id, uid, stems, bounds, shown FROM document"
    " WHERE id IN (SELECT value FROM json_each(?))"
)


class DocumentRow(NamedTuple):
    """What is read of a document: its text as stems, and what is shown of it."""

    id: int
    uid: bytes
    stems: str
    bounds: bytes
    shown: dict


class Search:
    """One question put to one index file. Make it, ask `answer()`, throw it away."""

    def __init__(self, connection, sets, question):
        self.connection, self.sets, self.question = connection, sets, question
        self.request = question.request
        self.today = local_day(self.request.at).toordinal()
        self.minute = hours.minute_of(self.request.at)
        count = matching.count_of(connection)
        instead = matching.stand_ins(question, connection)
        self.wanted = matching.wanted_of(question.understood, instead, connection, count)
        self.expression = matching.expression_of(self.wanted, _sure_needs(question, instead))
        needs = matching.wanted_needs_of(question, instead, connection, count)
        self.scorer = matching.Scorer(self.wanted, needs, question.below)
        self.entries = Entries(connection, sets.memory, self.today, count)
        self.distances = Distances(question.point)
        self.reach = Reach(question, sets, self.entries, self.distances)
        self._needs_answers, self._trust = {}, {}

    def answer(self):
        passed, nearly, radius = self.reach.within(self.expression)
        relaxed = not passed and not any(nearly.values()) and self._relax()
        if relaxed:
            passed, nearly, radius = self.reach.within(self.expression)
        ranked = self._in_order(passed)
        page, pages, number = self._page(ranked)
        hits = self._hits(page, first_rank=1)
        is_first = number == 1
        return Answer(
            hits=hits,
            more=_more(ranked, page, hits),
            total=len(passed),
            organisations_total=len({entry.organisation for entry in passed}),
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
            names = self._names(entries)
            return [(0.0, entry) for entry in sorted(entries, key=lambda e: names[e.document])]
        scored = self._scored(entries)
        if self.request.sort == "nearest" and self.question.point is not None:
            scored.sort(key=lambda pair: self._order_by_distance(*pair))
        else:
            scored.sort(key=_by_score)
        return scored

    def _order_by_distance(self, score, entry):
        distance = self.distances(entry)
        return (distance is None, distance or 0.0, -score)

    def _names(self, entries):
        wanted = {entry.document for entry in entries}
        rows = self.connection.execute("SELECT id, name FROM document")
        return {number: (fold(name), number) for number, name in rows if number in wanted}

    def _scored(self, entries):
        """Scores for all. By needs and name first; then the texts of the most promising are read."""
        standing = self._standing
        if not self.expression:
            return [(standing(entry), entry) for entry in entries]
        rough = self._rough
        guessed = [(-rough(entry) * standing(entry), entry) for entry in entries]
        guessed.sort()
        most = max(READ_AT_LEAST, 2 * self.request.page * self.request.size)
        head = [entry for _, entry in guessed[:most]]
        fine = self._read_scores(head)
        scored = [(fine[entry.key] * standing(entry), entry) for entry in head]
        least = min((score for score, _ in scored), default=0.0)
        return scored + [(min(-guess, least) * 0.5, entry) for guess, entry in guessed[most:]]

    def _rough(self, entry):
        """A first guess by needs and name alone, without reading the text."""
        by_needs, for_terms, guess = self._by_needs(entry.needs)
        if self.scorer.any_word.search(entry.name):
            return by_needs + self.scorer.by_name(entry.name, for_terms) + GUESS
        return guess

    def _by_needs(self, number):
        """(score by needs, how well they speak for each term, guess) of a set of needs, once."""
        known = self._needs_answers.get(number)
        if known is None:
            by_needs, for_terms = self.scorer.by_needs(self.sets.needs(number))
            guess = by_needs + self.scorer.by_words_of_needs(for_terms) + GUESS
            known = self._needs_answers[number] = by_needs, for_terms, guess
        return known

    def _read_scores(self, entries):
        """{entry's key: relevance} by needs and by the text, which is read for it."""
        documents, scores = self._documents(entries), {}
        for entry in entries:
            row = documents[entry.document]
            by_needs, for_terms, _ = self._by_needs(entry.needs)
            scores[entry.key] = by_needs + self.scorer.by_words(row.stems, row.bounds, for_terms)
        return scores

    def _documents(self, entries):
        """{number: DocumentRow} of the documents of entries, read where they are not remembered."""
        known = self.sets.memory.documents
        if unknown := [number for e in entries if (number := e.document) not in known]:
            for row in self.connection.execute(_DOCUMENTS, (json.dumps(unknown),)):
                known[row[0]] = DocumentRow(*row[:-1], json.loads(row[-1]))
        return known

    def _standing(self, entry):
        """Nearness times trust."""
        by = entry.facts & facts.TRUST
        trust = self._trust.get(by)
        if trust is None:
            checked = facts.checked_on(by)
            trust = self._trust[by] = ranking.trust(
                days_since_check=None if checked is None else self.today - checked,
                is_unconfirmed=bool(by & facts.UNCONFIRMED),
                is_closed_for_now=bool(by & facts.CLOSED_FOR_NOW),
            )
        standing = trust * self.reach.nearness(entry)
        return standing * self._readiness(entry) if self.question.understood.crisis else standing

    def _readiness(self, entry):
        """In danger, what is open now and what can be rung comes first."""
        is_open = self.sets.open_bits(entry.hours, self.minute) & hours.NOW
        by_phone = entry.facts & facts.ATTENDING["by_phone"]
        return (ranking.ANSWERS_NOW if is_open else 1) * (ranking.BY_PHONE if by_phone else 1)

    # The page

    def _page(self, ranked):
        """(page of (score, entry), number of pages, number of the page given)."""
        size = self.request.size
        if self._is_by_name:
            pages = [ranked[start : start + size] for start in range(0, len(ranked), size)]
        else:
            pairs = [(pair, pair[1].organisation) for pair in ranked]
            pages = [[pair for pair, _ in page] for page in pages_of(pairs, size)]
        number = min(max(1, self.request.page), max(1, len(pages)))
        return (pages[number - 1] if pages else []), max(1, len(pages)), number

    def _hits(self, pairs, first_rank=0):
        """Hits of (score, entry) pairs; ranks count from `first_rank`, or are all 0."""
        documents = self._documents([entry for _, entry in pairs])
        return tuple(
            self._hit(score, entry, documents[entry.document], first_rank and first_rank + at)
            for at, (score, entry) in enumerate(pairs)
        )

    def _hit(self, score, entry, row, rank):
        labels, held = self.sets.labels("needs"), self.sets.needs(entry.needs)
        serves = self.reach.serves_words(entry)
        hit = shown.hit_of(
            row.uid,
            row.shown,
            point=self.question.point,
            is_at_a_place=cells.kind_of(entry.key) == cells.GRID,
            open_state=hours.open_state(self.sets.times(entry.hours), self.request.at),
        )
        distance = hit["distance_km"]
        why = reasons(self.wanted, self.question, held, labels, row, distance, serves)
        confirmed = (slug for slug, sure in held.items() if sure == ranking.CONFIRMED)
        return Hit(
            **hit,
            score=round(score, 4),
            serves_everywhere=serves,
            needs=tuple(labels.get(slug, slug) for slug in confirmed),
            is_unconfirmed=bool(entry.facts & facts.UNCONFIRMED),
            why=why,
            rank=rank,
        )

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
        found = [
            pair for pair in ranked if pair[1].facts & facts.REMOTE and pair[1].key not in here
        ]
        return self._hits(found[:REMOTE_SHOWN])

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
        others.sort(key=lambda entry: (-self._rough(entry), entry.key))
        scores = self._read_scores(others[:ELSEWHERE_READ])
        judged = [(scores[e.key] * ELSEWHERE_NEARNESS, e) for e in others[:ELSEWHERE_READ]]
        judged.sort(key=_by_score)
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


def _by_score(pair):
    return -pair[0], pair[1].key


def _more(ranked, page, hits):
    """{organisation uid: how many of its services stand on other pages}."""
    here, uids = {}, {}
    for (_, entry), hit in zip(page, hits, strict=True):
        here[entry.organisation] = here.get(entry.organisation, 0) + 1
        uids[entry.organisation] = hit.organisation_uid
    totals = dict.fromkeys(here, 0)
    for _, entry in ranked:
        if entry.organisation in totals:
            totals[entry.organisation] += 1
    return {uids[number]: totals[number] - count for number, count in here.items()}
