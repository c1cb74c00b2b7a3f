"""The finder: a question in, an answer out. `from search import find` is the door."""

import logging
from dataclasses import replace
from datetime import date
from uuid import UUID

from places.where import locate
from search import engines, sync
from search.doors import access_points, doors, near_hubs
from search.engines import Answer, IndexUnavailable, Question
from search.grouping import grouped
from search.noticing import something_waits
from search.promoted import key_of
from search.ranking import STAND_IN, SURE_ENOUGH
from search.request import WIDENING_KM, SearchRequest
from search.response import SearchResponse
from search.understanding import understand
from search.understanding.vocabulary import current as current_vocabulary
from services.opening import local_day

log = logging.getLogger(__name__)

#: With fewer services than this near enough, the finder looks further away.
ENOUGH = 5


def answer(request: SearchRequest) -> SearchResponse:
    """Answer a question. Never raises for what a person can ask, and logs no word of it."""
    engine = engines.current()
    try:
        return _answer(request, engine)
    except IndexUnavailable as unavailable:
        log.warning("%s", unavailable)
    try:
        if sync.make_again(engine):
            return _answer(request, engine)
    except IndexUnavailable as unavailable:
        log.error("%s", unavailable)
    return _without_index(request, engine)


def _answer(request, engine):
    if something_waits():
        sync.apply_waiting(engine, may_rebuild=sync.is_small)
    understood = understand(request.q, lexicon=engine.lexicon())
    where = _where(request, understood)
    question = _question(request, understood, where, engine.kept("promoted") or {})
    found = engine.search(question)
    if question.area_codes and (found.relaxed or not found.hits) and (wider := _wider(question)):
        standing_in = engine.search(wider)
        if standing_in.hits:
            found = replace(standing_in, elsewhere=found.elsewhere)
    response = _response(question, where, found, engine.kept("doors"), engine.name)
    return replace(response, unmentioned=_unmentioned(response))


#: Reasons by which a hit holds something of what was typed.
_BY_WORDS = {"name", "words", "spelling", "synonym"}


def _unmentioned(response):
    """The words typed, where no hit of the first page holds any of them: only a broad need found it."""
    understood = response.understood
    typed = [term.typed for term in understood.terms if not term.optional]
    entries = current_vocabulary().needs.entries
    is_broad = understood.needs and not any(entries[need.slug].within for need in understood.needs)
    if not (typed and is_broad and response.hits) or response.page > 1:
        return ""
    held = any(why.kind in _BY_WORDS for hit in response.hits for why in hit.why)
    return "" if held else " ".join(typed)


def _without_index(request, engine):
    """What can be said without any index: the place, the danger, hubs and access points."""
    understood = understand(request.q)
    where = _where(request, understood)
    question = _question(request, understood, where, {})
    response = _response(question, where, Answer(), doors(), engine.name)
    return replace(response, unavailable=True)


def _where(request, understood):
    """The place: as given beside the words, or else the one among them. None: no matter where."""
    typed = request.near.strip() or understood.place
    return locate(typed) if typed else None


def _question(request, understood, where, promoted):
    found = where is not None and where.found
    radii = _radii(request, where) if found else (None,)
    above = _above(understood)
    return Question(
        request=request,
        understood=understood,
        point=where.point if found else None,
        area_codes=frozenset(where.area_codes) if found else None,
        radii_km=radii,
        enough=ENOUGH if request.within_km is None else 1,
        below=_below(above),
        above=above,
        promoted=_promoted(request, promoted),
    )


def _radii(request, where):
    """The radii to try in turn. A vague place ("County Durham") begins with its own reach."""
    if request.within_km is not None:
        wider = [km for km in WIDENING_KM if km is None or km > request.within_km]
        return (request.within_km, *wider)
    reach = (where.precision_m or 0) / 1000
    return tuple(km for km in WIDENING_KM if km is None or km >= reach)


def _above(understood):
    """{need: those above it, the nearest first} for every need that the question speaks of."""
    slugs = {need.slug for need in understood.needs}
    slugs.update(slug for term in understood.terms for slug in term.needs)
    entries = current_vocabulary().needs.entries
    return {slug: tuple(reversed(entries[slug].within)) for slug in sorted(slugs)}


def _wider(question):
    """The question with the nearest wider need for each, or None: for when nothing serves the place.

    Words are not looked for any more, as one of them by chance says less than a need near by.
    """
    needs = tuple(
        replace(need, slug=question.above[need.slug][0], weight=need.weight * STAND_IN)
        for need in question.understood.needs
        if need.weight >= SURE_ENOUGH and question.above[need.slug]
    )
    if not needs:
        return None
    return replace(question, understood=replace(question.understood, needs=needs, terms=()))


def _below(above):
    """{need: itself and all below it} for needs and for those above them, which may stand in."""
    needs = current_vocabulary().needs
    slugs = {*above, *(wider for found in above.values() for wider in found)}
    return {slug: frozenset(needs.expand([slug])) for slug in slugs}


def _promoted(request, promoted):
    """Services that staff put first for exactly these words, as long as their day has not passed."""
    if not request.q or request.page != 1:
        return ()
    rows = promoted.get(key_of(request.q), ())
    today = local_day(request.at)
    return tuple(
        UUID(uid) for uid, ends_on in rows if not ends_on or date.fromisoformat(ends_on) >= today
    )


def _response(question, where, found, kept, engine_name):
    """Everything together; `kept` are the hubs and access points as `doors()` gives them."""
    request, radii = question.request, question.radii_km
    return SearchResponse(
        understood=question.understood,
        total=found.total,
        organisations_total=found.organisations_total,
        groups=grouped(found.hits, found.more),
        facets=found.facets,
        where=where,
        radius_km=found.radius_km,
        widened=bool(found.hits) and found.radius_km != radii[0],
        page=found.page,
        pages=found.pages,
        phone_and_online=found.phone_and_online,
        elsewhere=found.elsewhere,
        hubs=near_hubs(kept, question.point, request.at),
        access_points=access_points(kept, question.area_codes, request.age, request.at),
        promoted=found.promoted,
        engine=engine_name,
        relaxed=found.relaxed,
    )
