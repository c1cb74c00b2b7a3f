"""The website manager's desk: one screen with all there is to do, each row done where it stands."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upkeep.desk.checks import may_decide
from upkeep.desk.section import ON_A_PAGE, ON_THE_DESK, OfferedAction
from upkeep.desk.sections import IN_TIME, TO_DO, last_run, sections_for


class Shown:
    """A section as a page shows it: some of its rows, with the forms of their actions."""

    def __init__(self, section, user, *, start=0, most=ON_THE_DESK, failed=None):
        self.section, self.user = section, user
        self.failed = failed if failed and failed.section.slug == section.slug else None
        self.count, self.start, self.most = section.count(), start, most
        self.rows = section.rows(start, start + most) if self.count > start else []
        if self.failed and self.failed.row.key not in {row.key for row in self.rows}:
            self.rows.insert(0, self.failed.row)
        for row in self.rows:
            row.actions = [
                self._offered(action, row)
                for action in section.actions
                if action.fits(row) and (may_decide(user) or not action.is_decision)
            ]

    @property
    def is_cut(self):
        return self.count > self.start + len(self.rows)

    def _offered(self, action, row):
        failed = self.failed
        if failed and failed.row.key == row.key and failed.action is action:
            return OfferedAction(action, failed.form, is_open=True)
        return OfferedAction(action, action.form(row, self.user))


class Failed:
    """An action that could not be done, with its form and what is wrong in it."""

    def __init__(self, section, row, action, form):
        self.section, self.row, self.action, self.form = section, row, action, form


@require_safe
def desk(request):
    """GET /staff/desk/: all sections, the first rows of each."""
    return _desk(request)


def _desk(request, failed=None):
    groups = [
        [
            Shown(section, request.user, failed=failed)
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
    one = Shown(section, request.user, start=start, most=ON_A_PAGE, failed=failed)
    pages = max(1, -(-one.count // ON_A_PAGE))
    if number > pages:
        return redirect(f"{reverse('upkeep_desk:section', args=[section.slug])}?page={pages}")
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
        return redirect(_back(request, section))
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
                messages.info(request, "Somebody has dealt with this already.")
                return None
            form = action.form(row, request.user, request.POST)
            if not form.is_valid():
                return Failed(section, row, action, form)
            messages.success(request, action.do(row, form, request.user))
    except ValidationError as error:
        form.add_error(None, error.messages)
        return Failed(section, row, action, form)
    return None


def _back(request, section):
    if request.POST.get("from") == "section":
        page = request.POST.get("page", "")
        url = reverse("upkeep_desk:section", args=[section.slug])
        return f"{url}?page={page}" if page.isdecimal() else url
    return f"{reverse('upkeep_desk:desk')}#{section.slug}"
