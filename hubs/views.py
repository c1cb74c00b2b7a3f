"""Public pages of hubs, single points of access, crisis help, and what is on today."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hubs.access import access_points_for
from hubs.access_page import AccessPage, access_points_for_pages
from hubs.asked import MILES, asked_age, asked_day, asked_miles, asked_page, asked_place
from hubs.crisis_page import crisis_topics
from hubs.hub_page import HubPage
from hubs.json_ld import access_point_data, hub_data
from hubs.nearest import hubs_near, public_hubs
from hubs.today import Today
from records.private_pages import leave_no_copy

HUBS_A_PAGE = 20
SESSIONS_A_PAGE = 60


@require_safe
def hub_list(request):
    """GET /hubs/: all hubs, the nearest to `?near=` first."""
    where, number = asked_place(request), asked_page(request)
    point = where.point if where and where.found else None
    printing = request.GET.get("print") == "1"
    total, size = public_hubs().count(), 100 if printing else HUBS_A_PAGE
    pages = max(1, -(-total // size))
    number = min(number, pages)
    context = {
        "where": where,
        "hubs": hubs_near(point, timezone.now(), limit=size, offset=(number - 1) * size),
        "total": total,
        "number": number,
        "pages": pages,
        "printing": printing,
    }
    return render(request, "hubs/hub_list.html", context)


@require_safe
def hub_detail(request, uid):
    """GET /hubs/<uid>/: one published hub, and who is in on which day."""
    hub = get_object_or_404(public_hubs().prefetch_related("location__phones"), uid=uid)
    page = HubPage(hub, timezone.now())
    context = {
        "page": page,
        "hub": hub,
        "json_ld_data": hub_data(page, request.build_absolute_uri),
        "printing": request.GET.get("print") == "1",
    }
    return render(request, "hubs/hub_detail.html", context)


@require_safe
def access_point_list(request):
    """GET /single-point-of-access/: the front doors for `?near=` and `?age=`."""
    where, (age, age_error) = asked_place(request), asked_age(request)
    codes = where.area_codes if where and where.found else None
    context = {
        "where": where,
        "age": age,
        "age_error": age_error,
        "typed_age": request.GET.get("age", ""),
        "points": access_points_for(codes, age),
        "printing": request.GET.get("print") == "1",
    }
    return render(request, "hubs/access_point_list.html", context)


@require_safe
def access_point_detail(request, uid):
    """GET /single-point-of-access/<uid>/: one front door; `?as=carer` puts a carer's way in first."""
    point = get_object_or_404(access_points_for_pages(), uid=uid)
    page = AccessPage(point, timezone.now(), asked_as=request.GET.get("as", ""))
    context = {
        "page": page,
        "point": point,
        "json_ld_data": access_point_data(point, page.organisation, request.build_absolute_uri),
        "printing": request.GET.get("print") == "1",
    }
    return render(request, "hubs/access_point_detail.html", context)


@require_safe
def crisis(request):
    """GET /crisis/: every published crisis line, with where its number was seen and when."""
    topics = crisis_topics()
    context = {
        "topics": topics,
        "lines": [line for _, lines in topics for line in lines],
        "crisis_shown": True,
        "sensitive": True,
        "printing": request.GET.get("print") == "1",
    }
    return leave_no_copy(render(request, "hubs/crisis.html", context), sensitive=True)


@require_safe
def today(request):
    """GET /today/: sessions, cancellations, hubs and bank holidays of `?day=`, near `?near=`."""
    now = timezone.now()
    date = timezone.localdate(now)
    where, (day, day_message) = asked_place(request), asked_day(request, date)
    point = where.point if where and where.found else None
    printing = request.GET.get("print") == "1"
    miles = asked_miles(request)
    page = Today(day, now, today=date, point=point, miles=miles)
    context = {
        "page": page,
        "where": where,
        "day_message": day_message,
        "miles": miles,
        "miles_options": MILES,
        "sessions": Paginator(page.sessions, 500 if printing else SESSIONS_A_PAGE).get_page(
            asked_page(request)
        ),
        "printing": printing,
    }
    return render(request, "hubs/today.html", context)
