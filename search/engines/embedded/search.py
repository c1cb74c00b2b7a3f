"""Answering one question from an index file."""

import json
from struct import unpack
from typing import NamedTuple

from places.distance import haversine_km
from search import ranking
from search.engines import Answer
from search.engines.embedded import cells, facets, hours, matching, shown
from search.engines.embedded.why import reasons
from search.grouping import pages_of
from search.response import Elsewhere
from services.opening import local_day
from services.opening_words import listed
from services.wording import fold

_COLUMNS = (
    *("key", "organisation", "latitude", "longitude", "points", "flags", "minimum_age"),
    *("maximum_age", "needs", "audiences", "serves", "led_by", "languages", "hours", "starts"),
    *("ends", "checked", "name"),
)
_SELECT = ", ".join(f"entry.{name}" for name in _COLUMNS)
_BROWSE = f"SELECT {_SELECT} FROM entry WHERE key BETWEEN ? AND ?"
# CROSS: else SQLite puts the entries first, and matches the words once for each of them.
_MATCH = (
    f"SELECT {_SELECT} FROM words CROSS JOIN entry ON entry.key = words.rowid"
    " WHERE words MATCH ? AND words.rowid BETWEEN ? AND ?"
)
#: Texts are read and weighed one by one for this many of the most promising at most.
READ_AT_MOST = 60
#: Below so many services, one reading of the whole index beats many readings of a part of it.
SMALL = 4000
#: Where fewer than so many serve the place, those that serve other areas are worth naming;
#: of these so many are looked at, read and shown.
ELSEWHERE_BELOW = 40
ELSEWHERE_LOOKED_AT, ELSEWHERE_READ, ELSEWHERE_SHOWN = 300, 10, 3
#: As near as a service of a neighbouring council would be, if it served the place.
ELSEWHERE_NEARNESS = 0.9
REMOTE_SHOWN = 3
LOCAL_KINDS = frozenset({"ward", "council", "county", "other"})


class Entry(NamedTuple):
    """A row of the entry table; see schema.py."""

    key: int
    organisation: int
    latitude: float | None
    longitude: float | None
    points: bytes | None
    flags: int
    minimum_age: int | None
    maximum_age: int | None
    needs: int
    audiences: int
    serves: int
    led_by: int
    languages: int
    hours: int
    starts: int | None
    ends: int | None
    checked: int | None
    name: str

    @property
    def document(self):
        return self.key & cells.DOCUMENT_MASK

    def all_points(self):
        if self.latitude is None:
            return ()
        if self.points is None:
            return ((self.latitude, self.longitude),)
        numbers = unpack(f"<{len(self.points) // 8}d", self.points)
        return tuple(zip(numbers[::2], numbers[1::2], strict=True))


class Search:
    """One question put to one index file. Make it, ask `answer()`, throw it away."""

    def __init__(self, connection, sets, question):
        self.connection, self.sets, self.question = connection, sets, question
        self.request = question.request
        self.today = local_day(self.request.at).toordinal()
        self.wanted = matching.wanted_of(question.understood, connection)
        self.sure_needs = [
            need.slug for need in question.understood.needs if need.weight >= ranking.SURE_ENOUGH
        ]
        self.expression = matching.expression_of(self.wanted, self.sure_needs)
        self.scorer = matching.Scorer(self.wanted, question.needs, question.below)
        self.distances = {}
        self.relaxed = False
        self.is_small = matching.count_of(connection) < SMALL
        self._all = None
        self._needs_answers, self._trust, self._breadths = {}, {}, {}

    def answer(self):
        passed, nearly, radius = self._within_reach()
        if not passed and not any(nearly.values()):
            passed, nearly, radius = self._relaxed(passed, nearly, radius)
        ranked = self._in_order(passed)
        page, pages, found = self._page(ranked)
        hits = tuple(self._hit(*pair, rank) for rank, pair in enumerate(page, start=1))
        here = {entry.document for _, entry in page}
        return Answer(
            hits=hits,
            more=self._more(ranked, page, hits),
            total=len(passed),
            organisations_total=len({entry.organisation for entry in passed}),
            page=found,
            pages=pages,
            radius_km=radius,
            facets=facets.facets_of(passed, nearly, self.request, self.sets),
            phone_and_online=self._phone_and_online(ranked, here) if found == 1 else (),
            elsewhere=self._elsewhere(ranked) if found == 1 else (),
            promoted=self._promoted(),
            relaxed=self.relaxed,
        )

    # What is eligible

    def _within_reach(self):
        """(passed, nearly, radius): entries that serve the place, in the first radius with enough."""
        tests = facets.filters_of(self.request, self.sets)
        if self.question.area_codes is None:
            passed, nearly = facets.sift(self._distinct(self._rows([cells.ALL])), tests)
            return passed, nearly, None
        coming = self._distinct(self._rows(self._ranges_by_area()))
        best, most = None, -1
        for radius in self.question.radii_km:
            if radius is None and most > 0:
                break  # A few in reach are better than many at the other end of the country.
            local = self._rows(self._ranges_near(radius))
            found = self._distinct([*coming, *(e for e in local if self._is_within(e, radius))])
            passed, nearly = facets.sift(found, tests)
            count = sum(1 for entry in passed if self._is_local(entry))
            if count > most:
                best, most = (passed, nearly, radius), count
            if count >= self.question.enough:
                break
        return best

    def _relaxed(self, passed, nearly, radius):
        """Where nothing holds all the words: what holds all but one of them."""
        if expression := matching.relaxed_expression_of(self.wanted):
            self.expression, self.relaxed = expression, True
            passed, nearly, radius = self._within_reach()
            self.relaxed = bool(passed)
        return passed, nearly, radius

    def _rows(self, ranges):
        """Entries in key ranges that hold what is asked for and are not over."""
        if len(ranges) > 1 and self.is_small:
            return [
                entry
                for entry in self._every_entry()
                if any(first <= entry.key <= last for first, last in ranges)
            ]
        return [entry for span in ranges for entry in self._read(*span)]

    def _read(self, first, last):
        if self.expression:
            rows = self.connection.execute(_MATCH, (self.expression, first, last))
        else:
            rows = self.connection.execute(_BROWSE, (first, last))
        entries = map(Entry._make, rows)
        return [entry for entry in entries if entry.ends is None or entry.ends >= self.today]

    def _every_entry(self):
        """All entries that hold what is asked for: in a small index quicker than range by range."""
        if self._all is None or self._all[0] != self.expression:
            self._all = self.expression, self._read(*cells.ALL)
        return self._all[1]

    def _ranges_by_area(self):
        """Services that come to the place wherever they are: by the areas they cover, or by phone."""
        codes = list(self.question.area_codes)
        marks = ", ".join("?" * len(codes))
        rows = self.connection.execute(
            f"SELECT DISTINCT coverage FROM covered WHERE area IN ({marks})",
            codes,
        )
        ranges = [cells.cell_range(cells.COVERAGE, number) for (number,) in rows]
        return [cells.kind_range(cells.EVERYWHERE), *_joined(ranges)]

    def _ranges_near(self, radius):
        if self.request.within_km is None or radius is None:
            unplaced = [cells.kind_range(cells.UNPLACED)]
        else:
            unplaced = []
        if radius is None or self.question.point is None:
            return [*unplaced, cells.kind_range(cells.GRID)]
        return [*unplaced, *cells.ranges_around(self.question.point, radius)]

    def _distance(self, entry):
        """Kilometres from the place asked about to the nearest point of an entry, or None."""
        if self.question.point is None or entry.latitude is None:
            return None
        known = self.distances.get(entry.key)
        if known is None:
            here = self.question.point
            if entry.points is None:
                known = haversine_km(*here, entry.latitude, entry.longitude)
            else:
                known = min(haversine_km(*here, *point) for point in entry.all_points())
            self.distances[entry.key] = known
        return known

    def _is_within(self, entry, radius):
        if radius is None or self.question.point is None:
            return True
        distance = self._distance(entry)
        return distance is None or distance <= radius

    def _distinct(self, entries):
        """Each service once: of one with several places, the nearest."""
        best = {}
        for entry in entries:
            document = entry[0] & cells.DOCUMENT_MASK
            known = best.setdefault(document, entry)
            if known is not entry and self._is_nearer(entry, known):
                best[document] = entry
        return list(best.values())

    def _is_nearer(self, entry, other):
        mine, theirs = self._distance(entry), self._distance(other)
        return mine is not None and (theirs is None or mine < theirs)

    def _is_local(self, entry):
        """Whether it is really here, not one of those that serve the whole country."""
        kind, cell, _ = cells.parts(entry.key)
        if kind == cells.COVERAGE:
            self._breadth(cell)
            return self._breadths[cell][1]
        return kind == cells.GRID

    def _covering(self, cell):
        """The areas of a coverage that the place lies in: all of them when no place is asked for."""
        codes = self.question.area_codes
        areas = self.sets.coverage(cell)
        return areas if codes is None else [area for area in areas if area[0] in codes]

    # Order

    def _in_order(self, entries):
        """[(score, entry)] in the order that was asked for."""
        if self._is_by_name:
            names = self._names(entries)
            return [(0.0, entry) for entry in sorted(entries, key=lambda e: names[e.document])]
        scored = self._scored(entries)
        if self.request.sort == "nearest" and self.question.point is not None:
            scored.sort(key=lambda pair: self._order_by_distance(*pair))
        else:
            scored.sort(key=lambda pair: (-pair[0], pair[1].key))
        return scored

    def _order_by_distance(self, score, entry):
        kind, _, _ = cells.parts(entry.key)
        distance = self._distance(entry) if kind in (cells.GRID, cells.COVERAGE) else None
        return (distance is None, distance or 0.0, -score)

    def _names(self, entries):
        wanted = {entry.document for entry in entries}
        rows = self.connection.execute("SELECT id, name FROM document")
        return {number: (fold(name), number) for number, name in rows if number in wanted}

    def _scored(self, entries):
        """Scores for all; the texts of the most promising are read for it."""
        if not self.expression:
            return [(self._standing(entry), entry) for entry in entries]
        rough = [(self._rough(entry) * self._standing(entry), entry) for entry in entries]
        rough.sort(key=lambda pair: (-pair[0], pair[1].key))
        most = max(READ_AT_MOST, 2 * self.request.page * self.request.size)
        head = [entry for _, entry in rough[:most]]
        fine = self._read_scores(head)
        scored = [(fine[entry.document] * self._standing(entry), entry) for entry in head]
        least = min((score for score, _ in scored), default=0.0)
        return scored + [(min(score, least) * 0.5, entry) for score, entry in rough[most:]]

    def _rough(self, entry):
        """A first guess by needs and name alone, without reading the text: 0.4 to about 1.4."""
        needs, for_terms = self._by_needs(entry.needs)
        return 0.4 + 0.5 * needs + 0.5 * self.scorer.name_score(entry.name, for_terms)

    def _by_needs(self, number):
        """(how well a set of needs answers, how well for each term): worked out once a set."""
        if number not in self._needs_answers:
            held = self.sets.needs(number)
            self._needs_answers[number] = (
                self.scorer.needs_score(held),
                [self.scorer.need_for(term, held) for term in self.wanted],
            )
        return self._needs_answers[number]

    def _read_scores(self, entries):
        """{document: relevance} by needs and by the text, which is read for it."""
        scores = {}
        asked = bool(self.question.needs)
        for entry in entries:
            stems, bounds = self.connection.execute(
                "SELECT stems, bounds FROM document WHERE id = ?", (entry.document,)
            ).fetchone()
            needs, for_terms = self._by_needs(entry.needs)
            words = self.scorer.words_score(stems, bounds, for_terms)
            scores[entry.document] = ranking.relevance(words, needs, asked_for_needs=asked)
        return scores

    def _standing(self, entry):
        """Nearness times trust."""
        state = entry.checked, entry.flags & (facets.UNCONFIRMED | facets.CLOSED_FOR_NOW)
        if state not in self._trust:
            self._trust[state] = ranking.trust(
                days_since_check=None if entry.checked is None else self.today - entry.checked,
                is_unconfirmed=bool(entry.flags & facets.UNCONFIRMED),
                is_closed_for_now=bool(entry.flags & facets.CLOSED_FOR_NOW),
            )
        return self._trust[state] * self._nearness(entry)

    def _nearness(self, entry):
        if self.question.area_codes is None:
            return 1.0
        distance = self.distances.get(entry.key)
        kind, cell, _ = cells.parts(entry.key)
        if kind == cells.GRID and distance is not None:
            return ranking.nearness(distance)
        if kind == cells.COVERAGE:
            return self._breadth(cell)
        if kind == cells.EVERYWHERE:
            return ranking.EVERYWHERE
        return ranking.UNPLACED

    def _breadth(self, cell):
        """How local a coverage is, worked out once."""
        if cell not in self._breadths:
            kinds = [area_kind for _, _, area_kind in self._covering(cell)]
            self._breadths[cell] = (ranking.breadth(kinds), not LOCAL_KINDS.isdisjoint(kinds))
        return self._breadths[cell][0]

    # The page

    def _page(self, ranked):
        """(page of (score, entry), number of pages, number of the page given)."""
        size = self.request.size
        if self._is_by_name:
            pages = [ranked[start : start + size] for start in range(0, len(ranked), size)]
        else:
            pairs = [(pair, pair[1].organisation) for pair in ranked]
            pages = [[pair for pair, _ in page] for page in pages_of(pairs, size)]
        if not pages:
            return [], 1, 1
        found = min(max(1, self.request.page), len(pages))
        return pages[found - 1], len(pages), found

    @property
    def _is_by_name(self):
        nothing_asked = not self.expression and self.question.point is None
        return self.request.sort == "a-z" or nothing_asked

    def _more(self, ranked, page, hits):
        """{organisation uid: how many of its services stand on other pages}."""
        shown_here, uids = {}, {}
        for (_, entry), hit in zip(page, hits, strict=True):
            shown_here[entry.organisation] = shown_here.get(entry.organisation, 0) + 1
            uids[entry.organisation] = hit.organisation_uid
        totals = dict.fromkeys(shown_here, 0)
        for _, entry in ranked:
            if entry.organisation in totals:
                totals[entry.organisation] += 1
        return {uids[number]: totals[number] - count for number, count in shown_here.items()}

    def _hit(self, score, entry, rank=0):
        uid, stems, bounds, packed = self.connection.execute(
            "SELECT uid, stems, bounds, shown FROM document WHERE id = ?", (entry.document,)
        ).fetchone()
        kept = json.loads(packed)
        kind, cell, _ = cells.parts(entry.key)
        serves = self._serves_words(kind, cell)
        labels = self.sets.labels("needs")
        held = self.sets.needs(entry.needs)
        confirmed = [slug for slug, sure in held.items() if sure == ranking.CONFIRMED]
        return shown.hit_of(
            uid,
            kept,
            point=self.question.point,
            kind=kind,
            serves=serves,
            score=score,
            open_state=hours.open_state(self.sets.times(entry.hours), self.request.at),
            needs=tuple(labels.get(slug, slug) for slug in labels if slug in confirmed),
            is_unconfirmed=bool(entry.flags & facets.UNCONFIRMED),
            rank=rank,
            why=reasons(
                self.wanted,
                self.question,
                held,
                labels,
                stems,
                bounds,
                self._distance(entry),
                serves,
            ),
        )

    def _serves_words(self, kind, cell):
        """ "Serves all of Tees Valley", for services that come to people wherever they are."""
        if kind == cells.EVERYWHERE:
            return "By phone or online, wherever you are"
        if kind != cells.COVERAGE:
            return ""
        names = [_called(area) for area in self.sets.coverage(cell)]
        mine = [_called(area) for area in self._covering(cell)]
        if len(names) == 1:
            return f"Serves all of {names[0]}"
        if self.question.area_codes is None or not mine:
            return f"Serves {listed(names)}"
        others = len(names) - 1
        return f"Serves all of {mine[0]}, and {others} other area{'s' if others > 1 else ''}"

    # What else

    def _promoted(self):
        """Services that staff put first, where they are held and serve the place."""
        found = []
        for uid in self.question.promoted:
            row = self.connection.execute(
                "SELECT keys FROM document WHERE uid = ?", (uid.bytes,)
            ).fetchone()
            entries = [self._entry(key) for key in json.loads(row[0])] if row else []
            entries = [entry for entry in entries if self._serves_here(entry)]
            found += self._distinct(entries)
        return tuple(self._hit(1.0, entry) for entry in found)

    def _entry(self, key):
        return Entry._make(self.connection.execute(_BROWSE, (key, key)).fetchone())

    def _serves_here(self, entry):
        kind, cell, _ = cells.parts(entry.key)
        is_over = entry.ends is not None and entry.ends < self.today
        return not is_over and (kind != cells.COVERAGE or bool(self._covering(cell)))

    def _phone_and_online(self, ranked, here):
        """The best that need no journey and are not on the page."""
        found = [
            (score, entry)
            for score, entry in ranked
            if entry.flags & facets.REMOTE and entry.document not in here
        ]
        return tuple(self._hit(score, entry) for score, entry in found[:REMOTE_SHOWN])

    def _elsewhere(self, ranked):
        """Services that answer well but serve other areas only."""
        is_enough = len(ranked) >= ELSEWHERE_BELOW
        if self.question.area_codes is None or not self.expression or is_enough:
            return ()
        first, last = cells.kind_range(cells.COVERAGE)
        rows = self.connection.execute(
            f"{_MATCH} LIMIT {ELSEWHERE_LOOKED_AT}", (self.expression, first, last)
        )
        found = [Entry._make(row) for row in rows]
        tests = facets.filters_of(self.request, self.sets)
        others, _ = facets.sift(
            [
                entry
                for entry in found
                if (entry.ends is None or entry.ends >= self.today)
                and not self._covering(cells.parts(entry.key)[1])
            ],
            tests,
        )
        # Judged as if they served the place: would they be among the first?
        others.sort(key=lambda entry: (-self._rough(entry), entry.key))
        scores = self._read_scores(others[:ELSEWHERE_READ])
        judged = [(scores[e.document] * ELSEWHERE_NEARNESS, e) for e in others[:ELSEWHERE_READ]]
        judged.sort(key=lambda pair: (-pair[0], pair[1].key))
        bar = ranked[min(ELSEWHERE_SHOWN, len(ranked)) - 1][0] if ranked else 0.0
        return tuple(
            Elsewhere(
                hit=self._hit(score, entry),
                serves=tuple(name for _, name, _ in self.sets.coverage(cells.parts(entry.key)[1])),
            )
            for score, entry in judged[:ELSEWHERE_SHOWN]
            if score >= bar
        )


def _called(area):
    """An area's name as it stands in a sentence: "the United Kingdom"."""
    _, name, kind = area
    return f"the {name}" if kind == "country" and name.startswith("United") else name


def _joined(ranges):
    """Ranges that touch, put together."""
    joined = []
    for first, last in sorted(ranges):
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
