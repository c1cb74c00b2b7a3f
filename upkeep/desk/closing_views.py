"""Closed on…: one form for the bank holidays and closures of many places."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from upkeep.desk.checks import only_managers
from upkeep.desk.closing import close_together, latest, open_again, places_for, plan, spells_words
from upkeep.desk.closing_forms import MOST_PLACES, ClosedOnForm, WhichPlacesForm
from upkeep.models import ClosedTogether


@require_http_methods(["GET", "POST"])
def closed_on(request):
    """GET and POST /staff/desk/closed-on/: choose places and days; `?q=` and so on narrow down."""
    only_managers(request.user)
    which = WhichPlacesForm(request.GET)
    asked = which.cleaned_data if which.is_valid() else {}
    places = places_for(**asked)
    step = request.POST.get("step", "look")
    if step == "change":
        form = ClosedOnForm(initial=ClosedOnForm.again(request.POST), places=places)
    else:
        form = ClosedOnForm(request.POST or None, places=places)
    if form.is_bound and form.is_valid():
        return _close(request, form) if step == "close" else _look(request, form)
    total = places.count()
    form.fields["places"].queryset = places[:MOST_PLACES]
    context = {
        "which": which,
        "form": form,
        "total": total,
        "offered": min(total, MOST_PLACES),
        "latest": latest(),
        "header_title": "Closed on…",
        "header_icon": "calendar-alt",
        "breadcrumbs_items": [
            {"url": reverse("upkeep_desk:desk"), "label": "The desk"},
            {"url": "", "label": "Closed on…"},
        ],
    }
    return render(request, "upkeep/desk/closed_on.html", context)


def _look(request, form):
    """What would change, place by place; nothing counts yet."""
    planned = plan(form.closing, form.spells())
    context = {
        "form": form,
        "planned": [one for one in planned if one.new],
        "already": [one for one in planned if not one.new],
        "chosen": " ".join(str(place.pk) for place in form.closing),
        "holidays": form.cleaned_data["holidays"],
        "days": spells_words(form.spells()),
        "header_title": "Closed on…: look first",
        "header_icon": "calendar-alt",
        "breadcrumbs_items": [
            {"url": reverse("upkeep_desk:desk"), "label": "The desk"},
            {"url": reverse("upkeep_desk:closed_on"), "label": "Closed on…"},
            {"url": "", "label": "Look first"},
        ],
    }
    return render(request, "upkeep/desk/closed_on_look.html", context)


def _close(request, form):
    uid = form.cleaned_data["uid"]
    together = close_together(uid, form.closing, form.spells(), by=request.user)
    closures = together.closures.all()
    places = len({closure.location_id for closure in closures})
    where = "1 place" if places == 1 else f"{places} places"
    messages.success(request, f"Closures set: {len(closures)}, at {where}. It can be taken back.")
    return redirect(f"{reverse('upkeep_desk:closed_on')}#lately")


@require_POST
def undo(request, uid):
    """POST /staff/desk/closed-on/<uid>/undo/: take back what was set together."""
    only_managers(request.user)
    count = open_again(get_object_or_404(ClosedTogether, uid=uid), by=request.user)
    messages.success(request, f"Closures taken back: {count}.")
    return redirect(f"{reverse('upkeep_desk:closed_on')}#lately")
