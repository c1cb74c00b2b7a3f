"""Pages of results on which no organisation crowds out the others."""

from search.response import Group

#: How many hits of one organisation a page of twenty may hold while others are waiting.
MOST_OF_ONE = 3
_PAGE = 20


def most_of_one(size):
    """How many hits of one organisation a page of `size` holds at most."""
    return max(MOST_OF_ONE, size * MOST_OF_ONE // _PAGE)


def pages_of(ranked, size, limit=None):
    """Yield pages of at most `size` of (item, organisation) pairs, in order of rank.

    No organisation has more than `limit` on a page while it shares it with others: the rest move
    on to later pages. A page of one organisation alone is filled.
    """
    limit = limit or most_of_one(size)
    waiting = list(ranked)
    while waiting:
        alone = len({organisation for _, organisation in waiting}) == 1
        page, held, left = [], {}, []
        for at, pair in enumerate(waiting):
            if len(page) == size:
                left.extend(waiting[at:])
                break
            taken = held.get(pair[1], 0)
            if taken >= limit and not alone:
                left.append(pair)
                continue
            held[pair[1]] = taken + 1
            page.append(pair)
        yield page
        waiting = left


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
