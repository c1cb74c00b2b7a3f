"""How hits are ranked, the same in every engine. docs/ranking.md says it in plain words.

    score = relevance × nearness × trust

Relevance adds up how well each word and each need asked for is answered, weighed by how rare it is
among the listings: "pottery" tells more than "class", and more than a need that a quarter of all meet.
Never by the size of an organisation. Each part is about 1 at best.
"""

import math

#: How well a need of a listing answers the need asked for: confirmed by people, read from its name
#: and summary, or only mentioned further down.
CONFIRMED, RECOGNISED, MENTIONED = 1.0, 0.85, 0.55
#: A need below the one asked for ("panic" for "mental health") is nearly as good.
BELOW = 0.9
#: Where no listing has the need asked for, the nearest wider need that one has is not as good.
STAND_IN = 0.6
#: A listing that is about nothing else answers better than one that is about much: by this share.
FOCUS = 0.2
#: What a need weighs beside a word that is as rare.
NEEDS_WEIGHT = 1.0
#: A word said again and again counts more, up to this share.
REPEATED = 0.2
#: Where somebody may be in danger, what answers now and what can be rung comes first.
ANSWERS_NOW, BY_PHONE = 1.15, 1.1
#: Added for a listing that holds the whole question word by word, times the weight of the field.
WHOLE_QUESTION = 0.1
#: What optional words ("help", "for") weigh beside the others.
OPTIONAL_WEIGHT = 0.15
#: A need answers for the words that speak for it as well as this. Chosen on the judged queries
#: (docs/relevance.md): at 0.85 a listing with only the need stood above one with the very words.
NEED_FOR_WORDS = 0.4
#: A need recognised less surely than this finds nothing by itself.
SURE_ENOUGH = 0.4

#: A service that comes to you, by how wide an area it serves: more local is a little better.
_BREADTH = {
    "ward": 0.97,
    "council": 0.95,
    "other": 0.93,
    "county": 0.92,
    "region": 0.88,
    "country": 0.82,
}
EVERYWHERE = 0.8
#: Nobody knows where it is; it may well be here.
UNPLACED = 0.6
#: Next door counts fully, the far end of a journey never less than FAR.
FAR, REACH_KM = 0.5, 10.0

UNCONFIRMED, CLOSED_FOR_NOW, NEVER_CHECKED = 0.75, 0.6, 0.92
#: A check loses up to this much over two years.
STALE, STALE_DAYS = 0.12, 730


def either(text, need):
    """How well a term is answered by the text and by a need, each 0 to 1: both are best."""
    return 1 - (1 - text) * (1 - need)


def repeated(times):
    """How much more a word counts that is said so many times."""
    return 1 + REPEATED * (1 - 1 / times)


def focused(best, answering, having):
    """How well the needs of a listing answer: its best one, less where it is one among many.

    `answering` of its `having` needs are among those asked for.
    """
    return best * (1 - FOCUS + FOCUS * answering / having) if having else 0.0


def nearness(distance_km):
    """1 at the door, falling towards FAR; distance in kilometres."""
    return FAR + (1 - FAR) * math.exp(-distance_km / REACH_KM)


def breadth(kinds):
    """How local a service is that covers areas of these kinds (places.Area.Kind)."""
    return max((_BREADTH.get(kind, 0.9) for kind in kinds), default=EVERYWHERE)


def trust(*, days_since_check, is_unconfirmed, is_closed_for_now):
    """How far a listing can be relied on, by its last check. None: never checked."""
    factor = NEVER_CHECKED
    if days_since_check is not None:
        factor = 1 - STALE * min(1.0, max(0, days_since_check) / STALE_DAYS)
    if is_unconfirmed:
        factor = min(factor, UNCONFIRMED)
    if is_closed_for_now:
        factor *= CLOSED_FOR_NOW
    return factor


def rarity(held, documents):
    """How much a word tells: one that every listing holds tells nearly nothing."""
    return math.log(1 + (documents + 1) / (held + 0.5))
