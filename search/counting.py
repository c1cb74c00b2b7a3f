"""Which searches are counted, and as what. The page is sent first; counting never delays or breaks it.

Left out: whatever sounds like danger or touches abuse and safety, robots, everybody who is signed
in, browsers that ask not to be tracked, further pages, filters and reloads of the same search.
"""

import logging
import re
import time

from django.conf import settings
from django.db import Error

from places.areas import area_map
from search.counts import SearchCount
from search.understanding.vocabulary import current as current_vocabulary
from services.recognition import EXAMPLE, plain_phrase
from services.wording import marks, words

log = logging.getLogger(__name__)

#: What is that near can be gone to, in kilometres.
NEAR_KM = 10
#: More topics than this in one search say little about each.
MOST_TOPICS = 3
#: After a database that did not take a count, this process does not try again for so many seconds.
PAUSE_SECONDS = 60
#: What a search from the search form holds; a page, a filter or an order is no new search.
ASKED = {"q", "near"}
_ROBOT = re.compile(r"bot|crawl|spider|slurp|headless|lighthouse|preview|https?:", re.IGNORECASE)
_PLAIN = re.compile(r"=?[^\W_][\w '&-]*")
_paused_until = float("-inf")


def count_when_sent(page, request, response):
    """Have the search counted, if it may be, as soon as its `page` (an HttpResponse) was sent."""
    counted = what_to_count(response) if is_a_search(request) else None
    if counted is None:
        return
    close = page.close

    def count_and_close():
        try:
            _count(*counted)
        finally:
            close()

    page.close = count_and_close


def is_a_search(request):
    """Whether a person, signed in nowhere, has just asked this. Nothing looked at here is kept."""
    seen = request.headers
    agent = seen.get("User-Agent", "")
    return (
        settings.SEARCH_COUNTS
        and request.method == "GET"
        and all(name in ASKED and len(request.GET.getlist(name)) == 1 for name in request.GET)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and agent.startswith(("Mozilla/", "Opera/"))
        and not _ROBOT.search(agent)
        and "1" not in (seen.get("DNT"), seen.get("Sec-GPC"))
        and seen.get("Sec-Fetch-Mode", "navigate") == "navigate"
        and not (seen.get("Sec-Purpose") or seen.get("Purpose"))
        # A browser sends one of these when the same page is loaded again.
        and seen.get("Cache-Control", "") not in ("max-age=0", "no-cache")
    )


def what_to_count(response):
    """(topics, area) of an answer as `SearchCount.objects.add` takes them; None: not to be counted."""
    understood = response.understood
    if understood.crisis or understood.sensitive or response.unavailable:
        return None
    needs = understood.needs[:MOST_TOPICS]
    area = _area(response.where)
    if area is None or not needs or any(is_private(need.slug) for need in needs):
        return None
    missed = not _is_met(response)
    topics = {(need.slug, ""): missed for need in needs}
    for need in needs:
        if term := _example(need):
            # Nothing found holds the words: other sport is near, but no archery.
            topics[need.slug, term] = missed or bool(response.unmentioned)
    return topics, area


def is_private(slug, term=""):
    """Whether a topic is about abuse, safety or danger, as staff have marked it now: never counted."""
    vocabulary = current_vocabulary()
    entry = vocabulary.needs.entries.get(slug)
    if entry is None or any(vocabulary.is_sensitive(one) for one in (slug, *entry.within)):
        return True
    return bool(vocabulary.crisis.topics(marks(words(entry.name)), marks(words(term))))


def examples_of(entry):
    """{term: line} of the examples of a need that are plain words ("archery" of sport)."""
    lines = (*entry.phrases, *entry.listing_phrases)
    plain = (plain_phrase(line) for line in lines if line.startswith(EXAMPLE))
    return {line.removeprefix("="): line for line in plain if _PLAIN.fullmatch(line)}


def _example(need):
    """The example by which a need was recognised, as the vocabulary writes it; else ""."""
    entry = current_vocabulary().needs.entries[need.slug]
    return next((term for term, line in examples_of(entry).items() if line == need.phrase), "")


def _area(where):
    """The council asked about; "" without a place or for a wider one; None: not to be counted.

    A place that was not found is typed again, and places outside of the site's area are few.
    """
    if where is None:
        return ""
    areas = area_map()
    if not where.found or (areas.own and not areas.is_own(where.area_codes)):
        return None
    return where.council_code if areas.is_own(areas.within(where.council_code)) else ""


def _is_met(response):
    """Whether anything found is near enough to go to, or comes to the place."""
    hits = (*response.promoted, *response.hits)
    if response.where is None:
        return bool(hits)
    reach = max(NEAR_KM, (response.where.precision_m or 0) / 1000)
    return any(_is_at_hand(hit, reach) for hit in hits)


def _is_at_hand(hit, reach_km):
    if hit.distance_km is not None:
        return hit.distance_km <= reach_km
    return not {"in_person", "at_home"}.isdisjoint(hit.attending)


def _count(topics, area):
    global _paused_until
    if time.monotonic() < _paused_until:
        return
    try:
        SearchCount.objects.add(topics, area)
    except Error as error:
        _paused_until = time.monotonic() + PAUSE_SECONDS
        # The name of the error only: its text might hold what was counted.
        log.warning("Searches are not counted for a minute: %s", type(error).__name__)
