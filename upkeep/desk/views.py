"""The website manager's desk: one screen with all there is to do, each row done where it stands."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upkeep.desk.checks import may_decide
from upkeep.desk.section import ON_A_PAGE, Done
from upkeep.desk.sections import IN_TIME, TO_DO, last_run, sections_for
from upkeep.desk.shown import Failed, Shown

#: Where the session keeps what was done last: shown once, and what it takes to undo it.
DONE, UNDO = "desk-done", "desk-undo"


@require_safe
def desk(request):
    """GET /staff/desk/: all sections, the first rows of each."""
    return _desk(request)


def _desk(request, failed=None):
    done = request.session.pop(DONE, None)
    groups = [
        [
            Shown(section, request.user, failed=failed, done=done)
            for section in sections_for(request.user, kinds)
        ]
        for kinds in (TO_DO, IN_TIME)
    ]
    context = {
        "to_do": groups[0],
        "in_time": groups[1],
        "total": sum(one.count for one in groups[0]),
        "run": last_run(),
        "may_decide": may_decide(request.user),
        "header_title": "The desk",
        "header_icon": "tasks",
        "breadcrumbs_items": [{"url": "", "label": "The desk"}],
        "failed": failed,
    }
    return render(request, "upkeep/desk/desk.html", context)


def _section_or_404(request, slug):
    for section in sections_for(request.user):
        if section.slug == slug:
            return section
    raise Http404


@require_safe
def section(request, slug):
    """GET /staff/desk/<section>/: all of one section, `?page=` by hundreds."""
    return _section(request, _section_or_404(request, slug), request.GET.get("page", ""))


def _section(request, section, page, failed=None):
    number = max(1, int(page[:6])) if page.isdecimal() else 1
    start = (number - 1) * ON_A_PAGE
    pages = max(1, -(-section.count() // ON_A_PAGE))
    if number > pages:
        return redirect(f"{reverse('upkeep_desk:section', args=[section.slug])}?page={pages}")
    done = request.session.pop(DONE, None)
    one = Shown(section, request.user, start=start, most=ON_A_PAGE, failed=failed, done=done)
    context = {
        "one": one,
        "number": number,
        "pages": range(1, pages + 1),
        "header_title": section.title,
        "header_icon": "tasks",
        "breadcrumbs_items": [
            {"url": reverse("upkeep_desk:desk"), "label": "The desk"},
            {"url": "", "label": section.title},
        ],
        "failed": failed,
    }
    return render(request, "upkeep/desk/section.html", context)


@require_POST
def act(request, slug, key, name):
    """POST /staff/desk/<section>/<row>/<action>/: do it and come back, or say what is wrong."""
    section = _section_or_404(request, slug)
    action = section.action(name)
    if action is None:
        raise Http404
    if action.is_decision and not may_decide(request.user):
        raise PermissionDenied
    failed = _do(request, section, key, action)
    if failed is None:
        return redirect(_back(request, section.slug))
    if request.POST.get("from") == "section":
        return _section(request, section, request.POST.get("page", ""), failed)
    return _desk(request, failed)


def _do(request, section, key, action):
    """Do an action in one transaction; returns None when done, or what Failed."""
    form = row = None
    try:
        with transaction.atomic():
            row = section.find(key)
            if row is None or not action.fits(row):
                _say(request, section.slug, Done("Somebody has dealt with this already."))
                return None
            form = action.form(row, request.user, request.POST)
            if not form.is_valid():
                return Failed(section, row, action, form)
            done = action.do(row, form, request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return Failed(section, row, action, form)
    done = done if isinstance(done, Done) else Done(done)
    _say(request, section.slug, done, action=action.name)
    return None


def _say(request, slug, done, action=""):
    """Keep for the next look at the desk what was done, where it stood, and what undoes it."""
    shown = {"slug": slug, "before": request.POST.get("next", ""), "words": done.words}
    if done.link:
        shown["link"] = list(done.link)
    request.session.pop(UNDO, None)
    if done.undo is not None:
        shown["undo"] = str(uuid.uuid4())
        data = {"id": shown["undo"], "slug": slug, "action": action, "data": done.undo}
        request.session[UNDO] = data
    request.session[DONE] = shown


@require_POST
def undo(request):
    """POST /staff/desk/undo/: take back what was done last, if nobody has gone on from there."""
    last = request.session.pop(UNDO, None)
    if last is None or last["id"] != request.POST.get("undo"):
        messages.info(request, "There is nothing to take back any more.")
        return redirect("upkeep_desk:desk")
    section = _section_or_404(request, last["slug"])
    action = section.action(last["action"])
    if action is None or (action.is_decision and not may_decide(request.user)):
        raise PermissionDenied
    try:
        with transaction.atomic():
            words = action.undo(last["data"], request.user)
    except ValidationError as error:
        words = " ".join(error.messages)
    _say(request, section.slug, Done(words))
    return redirect(_back(request, section.slug))


def _back(request, slug):
    """The page that the person was on, where they were on it."""
    if request.POST.get("from") == "section":
        page = request.POST.get("page", "")
        url = reverse("upkeep_desk:section", args=[slug])
        return f"{url}?page={page}#done" if page.isdecimal() else f"{url}#done"
    return f"{reverse('upkeep_desk:desk')}#done"
