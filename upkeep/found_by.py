"""How an organisation's services stand in what people search for: found, nearly found, and why not.

Worked out when somebody looks, by asking the finder what people asked it. Nothing is kept of it but
for a few minutes in the cache.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from django.core.cache import cache

from places.distance import distance_words
from search import find
from search.asked_for import Topic, asked_for, period
from search.request import SearchRequest
from search.understanding.vocabulary import current as current_vocabulary
from services.models import Service
from services.needs import expand
from services.opening_words import listed

#: Topics looked at for one organisation; each asks the finder once to four times.
MOST_TOPICS = 30
#: Topics next to what it does that are named: a hint, no list of all that it might do.
MOST_BESIDE = 3
#: Pages of results looked at for where a service stands.
LAST_PAGE = 3
CACHED_SECONDS = 600
_BY_WORDS = {"name", "words", "spelling", "synonym"}


class Kind(StrEnum):
    """How an organisation stands in a search."""

    FOUND = "One of its services is on the first page."
    NEARLY = "One of its services is about this, and something keeps it from the first page."
    BESIDE = "None of its services says so, but one does something close by."


@dataclass(frozen=True)
class Outcome:
    """What a search for a topic finds of an organisation.

    `service` (a uid) and `name` are of its best service. `why` it is not found, and `page`, the
    slug of the page on which its listing can be made better, are empty where it was found.
    """

    kind: Kind
    topic: Topic
    service: UUID
    name: str
    why: str = ""
    page: str = ""


def outcomes(organisation):
    """The Outcomes of the topics most asked for that touch what a published organisation does."""
    key = f"found-by:{organisation.uid}:{period()[1]}"
    found = cache.get(key)
    if found is None:
        found = _outcomes(organisation)
        cache.set(key, found, CACHED_SECONDS)
    return found


def _outcomes(organisation):
    services = list(
        Service.objects.published().filter(organisation=organisation).prefetch_related("needs")
    )
    if not services:
        return []
    own = _Own(organisation, services)
    topics = [topic for topic in asked_for() if own.has(topic) or own.is_beside(topic)]
    topics.sort(key=own.is_beside)  # What it does first, each by how many searched.
    found = [outcome for topic in topics[:MOST_TOPICS] if (outcome := own.outcome(topic))]
    return _without_repeats(found)


def _without_repeats(found):
    """Too far from one town is too far from the next: such hints are given once for each need."""
    kept, beside = {}, 0
    for outcome in found:
        is_beside = outcome.kind == Kind.BESIDE
        once = is_beside or outcome.page == "where"
        key = (outcome.topic.need, outcome.page) if once else id(outcome)
        if key not in kept and beside + is_beside <= MOST_BESIDE:
            kept[key] = outcome
            beside += is_beside
    return list(kept.values())


class _Own:
    """An organisation's published services, to be looked for in what searches find."""

    def __init__(self, organisation, services):
        self.organisation, self.services = organisation, services
        self.entries = current_vocabulary().needs.entries
        self.needs = self._needs_held()

    def _needs_held(self):
        """{slug} of the needs that its services have, confirmed or by their own words."""
        answer = find(SearchRequest(organisation=self.organisation.uid))
        facets = (facet for facet in answer.facets if facet.name == "needs")
        held = {value.value for facet in facets for value in facet.values}
        return held | {need.slug for service in self.services for need in service.needs.all()}

    def has(self, topic):
        """Whether it has the need of a topic or one below it."""
        return not self.needs.isdisjoint(expand([topic.need]))

    def is_beside(self, topic):
        """Whether it has not, but has one that stands next to it in the tree."""
        if self.has(topic) or topic.term:
            return False
        return any(_are_related(self.entries, topic.need, slug) for slug in self.needs)

    def outcome(self, topic):
        """The Outcome of a topic, or None where it has nothing to do with the organisation."""
        asked = SearchRequest(q=topic.words, near=topic.area_name)
        first = find(asked)
        if first.unavailable or first.crisis or (topic.area and not first.where.found):
            return None
        if hit := self._own_hit((*first.promoted, *first.hits), topic):
            return Outcome(Kind.FOUND, topic, hit.uid, hit.name)
        mine = find(replace(asked, organisation=self.organisation.uid))
        if hit := self._own_hit(mine.hits, topic):
            return self._further(topic, asked, first, hit)
        if mine.elsewhere:
            return self._elsewhere(topic, mine.elsewhere[0])
        return self._unsaid(topic) if self.is_beside(topic) else None

    def _own_hit(self, hits, topic):
        """Its best hit that is there for the topic itself, not because nothing else was found."""
        names = {self.entries[slug].name for slug in expand([topic.need])}
        mine = (
            hit
            for hit in hits
            if hit.organisation_uid == self.organisation.uid
            and any(why.kind in _BY_WORDS or why.text in names for why in hit.why)
        )
        return min(mine, key=lambda hit: hit.rank, default=None)

    def _further(self, topic, asked, first, hit):
        """It is found, but behind others or too far away for the first page."""
        far = first.radius_km is not None and (hit.distance_km or 0) > first.radius_km
        if far:
            why = (
                f"It is {distance_words(hit.distance_km)} from the middle of {topic.area_name}, "
                "and there is other help nearer. If you come to people there, or meet there, say so."
            )
            return Outcome(Kind.NEARLY, topic, hit.uid, hit.name, why, "where")
        for number in range(2, min(first.pages, LAST_PAGE) + 1):
            if self._own_hit(find(replace(asked, page=number)).hits, topic):
                where = f"It is on page {number} of what people find."
                break
        else:
            where = f"It comes after page {min(first.pages, LAST_PAGE)} of what people find."
        why = f"{where} A first sentence that says “{topic.words.lower()}” can help."
        return Outcome(Kind.NEARLY, topic, hit.uid, hit.name, why, "what")

    def _elsewhere(self, topic, other):
        asked = f"People in {topic.area_name} asked. " if topic.area else ""
        why = f"{asked}Your listing says it is only for people in {listed(other.serves)}."
        return Outcome(Kind.NEARLY, topic, other.hit.uid, other.hit.name, why, "area")

    def _unsaid(self, topic):
        """One of its services does something close by, and does not say that it does this."""
        for service in self.services:
            slugs = [need.slug for need in service.needs.all()]
            if any(_are_related(self.entries, topic.need, slug) for slug in slugs):
                why = (
                    f"Your listing does not say that it helps with “{topic.need_name}”. "
                    "If it does, tick it."
                )
                return Outcome(Kind.BESIDE, topic, service.uid, service.name, why, "needs")
        return None


def _are_related(entries, one, other):
    """Whether two needs are parent and child, or children of one parent."""
    if one not in entries or other not in entries:
        return False
    above, above_other = entries[one].within[-1:], entries[other].within[-1:]
    return above == (other,) or above_other == (one,) or bool(above and above == above_other)
