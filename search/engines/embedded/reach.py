"""Which services serve a place: those near it, and those that come to it wherever they are."""

from search import ranking
from search.engines.embedded import cells, facets
from search.engines.embedded.caches import Table
from services.opening_words import listed

#: Areas small enough that a service of the area is "here". Those of a county are often phone lines:
#: they are shown, but are no reason not to look further for something to go to.
LOCAL_KINDS = frozenset({"ward", "council"})


class Reach:
    """Finds the entries that serve the place of a question, and how near each counts."""

    def __init__(self, question, sets, entries, distances):
        self.question, self.sets = question, sets
        self.entries, self.distances = entries, distances
        #: By kind and cell (a key shifted by cells.PLACE_SHIFT): how near what is there counts,
        #: None where that goes by the distance; and whether it is really here.
        self.nearness = Table(self._nearness_at)
        self._local = Table(self._is_local_at)
        self._elsewhere = Table(self._is_elsewhere_at)
        #: By the same: the area that it serves, in words.
        self.serves_words = Table(self._serves_words_at)

    def within(self, expression):
        """(passed, nearly, radius): those that pass the filters in the first radius with enough.

        `nearly` maps each filter to the entries that fail it alone. Where no radius holds enough,
        it is the smallest that holds as many as any; None is everywhere.
        """
        tests = facets.filters_of(self.question.request, self.sets)
        if self.question.area_codes is None:
            found = self._distinct(self.entries.matching(expression, [cells.ALL]))
            return (*facets.sift(found, tests), None)
        coming = self.entries.matching(expression, self._ranges_by_area())
        best, most = None, -1
        for radius in self.question.radii_km:
            if radius is None and most > 0:
                break  # A few in reach are better than many at the other end of the country.
            near = self._inside(self.entries.matching(expression, self._ranges(radius)), radius)
            passed, nearly = facets.sift(self._distinct([*coming, *near]), tests)
            local, shift = self._local, cells.PLACE_SHIFT
            count = sum([local[entry[0] >> shift] for entry in passed])
            if count > most:
                best, most = (passed, nearly, radius), count
            if count >= self.question.enough:
                break
        return best

    def _ranges_by_area(self):
        """Keys of what comes to the place: by the areas it covers, or by phone everywhere."""
        codes = list(self.question.area_codes)
        rows = self.entries.connection.execute(
            "SELECT DISTINCT coverage FROM covered"
            f" WHERE area IN ({', '.join('?' * len(codes))}) ORDER BY coverage",
            codes,
        )
        ranges = [cells.cell_range(cells.COVERAGE, number) for (number,) in rows]
        return [cells.kind_range(cells.EVERYWHERE), *ranges]

    def _ranges(self, radius):
        """Keys of what is at a place. With no distance asked for, also what nobody placed."""
        asked = radius is not None and self.question.request.within_km is not None
        unplaced = [] if asked else [cells.kind_range(cells.UNPLACED)]
        if radius is None or self.question.point is None:
            return [*unplaced, cells.kind_range(cells.GRID)]
        return [*unplaced, *cells.ranges_around(self.question.point, radius)]

    def _inside(self, entries, radius):
        if radius is None or self.question.point is None:
            return entries
        distances = self.distances
        return [e for e in entries if e.latitude is None or distances(e) <= radius]

    def _distinct(self, entries):
        """Each service once: of one with several places, the nearest."""
        best = {entry[0] & cells.DOCUMENT_MASK: entry for entry in entries}
        if len(best) == len(entries):
            return entries
        best = {}
        for entry in entries:
            document = entry[0] & cells.DOCUMENT_MASK
            known = best.setdefault(document, entry)
            if known is not entry and self._is_nearer(entry, known):
                best[document] = entry
        return list(best.values())

    def nearest_of(self, entries):
        """Of the entries of one service the one to show here, as a list; [] if it serves elsewhere."""
        serving = (e for e in entries if not self.is_elsewhere(e))
        return self._distinct(list(serving))

    def _is_nearer(self, entry, other):
        mine, theirs = self.distances(entry), self.distances(other)
        return mine is not None and (theirs is None or mine < theirs)

    def covering(self, cell):
        """[(code, name, kind)] of a coverage that the place lies in; all of them without a place."""
        codes, areas = self.question.area_codes, self.sets.coverage(cell)
        return areas if codes is None else [area for area in areas if area[0] in codes]

    def _is_local_at(self, place):
        """Whether it is really here, not one of those that serve the whole country."""
        kind, cell = cells.place_parts(place)
        if kind == cells.COVERAGE:
            return any(area_kind in LOCAL_KINDS for _, _, area_kind in self.covering(cell))
        return kind == cells.GRID

    def is_elsewhere(self, entry):
        """Whether it serves other areas only."""
        return self._elsewhere[entry[0] >> cells.PLACE_SHIFT]

    def _is_elsewhere_at(self, place):
        kind, cell = cells.place_parts(place)
        return kind == cells.COVERAGE and not self.covering(cell)

    def _nearness_at(self, place):
        if self.question.area_codes is None:
            return 1.0
        kind, cell = cells.place_parts(place)
        if kind == cells.GRID and self.question.point is not None:
            return None
        if kind == cells.COVERAGE:
            return ranking.breadth([area_kind for _, _, area_kind in self.covering(cell)])
        return ranking.EVERYWHERE if kind == cells.EVERYWHERE else ranking.UNPLACED

    def _serves_words_at(self, place):
        """ "Serves all of Tees Valley", for services that come to people wherever they are."""
        kind, cell = cells.place_parts(place)
        if kind == cells.EVERYWHERE:
            return "By phone or online, wherever you are"
        if kind != cells.COVERAGE:
            return ""
        names = [_called(area) for area in self.sets.coverage(cell)]
        mine = sorted(self.covering(cell), key=lambda area: -ranking.breadth([area[2]]))
        mine = [_called(area) for area in mine]
        if len(names) == 1:
            return f"Serves all of {names[0]}"
        if self.question.area_codes is None or not mine:
            return f"Serves {listed(names)}"
        others = len(names) - 1
        return f"Serves all of {mine[0]}, and {others} other area{'s' if others > 1 else ''}"


def _called(area):
    """An area's name as it stands in a sentence: "the United Kingdom"."""
    _, name, kind = area
    return f"the {name}" if kind == "country" and name.startswith("United") else name
