"""Pages of results on which no organisation crowds out the others."""

from search.response import Group

#: How many hits of one organisation a page of twenty may hold while others are waiting.
MOST_OF_ONE = 3
_PAGE = 20
#: Hits of one organisation stand together where their scores differ by no more than this.
NEARLY_AS_GOOD = 0.9


def most_of_one(size):
    """How many hits of one organisation a page of `size` holds at most."""
    return max(MOST_OF_ONE, size * MOST_OF_ONE // _PAGE)


def pages_of(ranked, size, limit=None):
    """Deal (item, organisation) pairs, in order of rank, on pages of at most `size`.

    Each goes on the first page with room where its organisation has fewer than `limit`. Pages at
    the end that belong to one organisation alone are filled. Returns a list of lists of pairs.
    """
    limit = limit or most_of_one(size)
    pages, at, first_open = [], {}, 0
    for pair in ranked:
        number, taken = at.get(pair[1], (0, 0))
        if taken == limit:
            number, taken = number + 1, 0
        if number < first_open:
            number, taken = first_open, 0
        while number < len(pages) and len(pages[number]) == size:
            number, taken = number + 1, 0
        if number == len(pages):
            pages.append([])
        pages[number].append(pair)
        at[pair[1]] = number, taken + 1
        while first_open < len(pages) and len(pages[first_open]) == size:
            first_open += 1
    return _last_filled(pages, size)


def _last_filled(pages, size):
    """Join the last pages, where one organisation stands alone: nobody is crowded out there."""
    alone, whose = len(pages), None
    while alone:
        here = {organisation for _, organisation in pages[alone - 1]}
        if len(here) > 1 or whose not in (None, here):
            break
        alone, whose = alone - 1, here
    rest = [pair for page in pages[alone:] for pair in page]
    return pages[:alone] + [rest[start : start + size] for start in range(0, len(rest), size)]


def grouped(hits, more):
    """Hits of a page as Groups: those of an organisation that are nearly as good stand together.

    A group stands at the place of its best hit. A hit that answers far worse than that is not
    lifted over better ones of others: it stands in a later group. `more` maps the uid of an
    organisation to how many of its hits stand on other pages; its last group says so.
    """
    groups, newest = [], {}
    for hit in hits:
        mine = newest.get(hit.organisation_uid)
        if mine is None or hit.score < NEARLY_AS_GOOD * mine[0].score:
            mine = newest[hit.organisation_uid] = []
            groups.append(mine)
        mine.append(hit)
    return tuple(
        Group(
            organisation=mine[0].organisation,
            organisation_uid=mine[0].organisation_uid,
            hits=tuple(mine),
            more=more.get(mine[0].organisation_uid, 0)
            if newest[mine[0].organisation_uid] is mine
            else 0,
        )
        for mine in groups
    )
