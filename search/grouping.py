"""Pages of results on which no organisation crowds out the others."""

from search.response import Group

#: How many hits of one organisation a page of twenty may hold while others are waiting.
MOST_OF_ONE = 3
_PAGE = 20


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
    """Hits of a page as Groups: an organisation's stand together, at the place of its best.

    `more` maps the uid of an organisation to how many of its hits stand on other pages.
    """
    groups = {}
    for hit in hits:
        groups.setdefault(hit.organisation_uid, []).append(hit)
    return tuple(
        Group(
            organisation=mine[0].organisation,
            organisation_uid=uid,
            hits=tuple(mine),
            more=more.get(uid, 0),
        )
        for uid, mine in groups.items()
    )
