"""What people searched for, for staff: every topic that may be told, and those not met nearby."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.asked_for import STEP, asked_for, is_counted, period

#: Rows of each table.
MOST = 100


@require_safe
def searched(request):
    """GET /staff/desk/searched/: rounded counts of whole weeks, under Reports in the menu."""
    topics = asked_for()
    unmet = sorted((one for one in topics if one.nothing_near), key=lambda one: -one.nothing_near)
    title = "What people searched for"
    context = {
        "is_counted": is_counted(),
        "period": period(),
        "step": STEP,
        "topics": topics[:MOST],
        "unmet": unmet[:MOST],
        "most": MOST,
        "header_title": title,
        "header_icon": "search",
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "upkeep/desk/searched.html", context)
