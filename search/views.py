"""The results page. HTML alone is enough; the same answer as data is at /api/find."""

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from search import find
from search import presentation as say
from search.counting import count_when_sent
from search.forms import PRINTED, WITHIN, FinderForm
from search.paper import Sheet

RESULTS = 20


@require_safe
def results(request):
    """GET /find/: services that answer what was asked, and ways on from every answer."""
    form = FinderForm(request.GET)
    printing = request.GET.get("print") == "1"
    form.full_clean()
    size = PRINTED if printing else RESULTS
    response = find(form.request(size)) if form.can_be_answered else None
    if response and say.needs_more_words(form, response):
        response = None
    template = "search/print.html" if printing and response else "search/results.html"
    page = render(request, template, _context(request, form, response, printing))
    private = bool(response and (response.crisis or response.understood.sensitive))
    patch_cache_control(page, **({"no_store": True} if private else {"private": True}))
    if response:
        count_when_sent(page, request, response)
    return page


def _context(request, form, response, printing):
    context = {
        "form": form,
        "response": response,
        "printing": printing,
        "within_options": WITHIN,
        "crumbs": [],
        "near_error": next(iter(form["near"].errors), ""),
        "map_tiles": settings.MAP_TILES_URL,
        "map_credit": settings.MAP_TILES_CREDIT,
        "needs_more_words": response is None and form.can_be_answered,
    }
    if response is None:
        return context
    here = request.path, request.GET
    return context | {
        "title_words": say.title_words(form, response),
        "active_filters": say.active_filters(form, response, *here),
        "filter_groups": say.filter_groups(response.facets),
        "clear_address": say.clear_address(form, *here),
        "sort_options": say.sort_options(form, response, *here),
        "need_options": say.need_options(response),
        "place_options": say.place_options(response, *here),
        "near_error": say.near_error(response),
        "radius_words": say.radius_words(response.radius_km) if response.radius_km else "",
        "sheet": Sheet(form, response, PRINTED) if printing else None,
        "far": say.far_away(response),
        "sensitive": response.understood.sensitive or "abuse" in response.understood.crisis,
        "crisis_shown": response.crisis,
    }
