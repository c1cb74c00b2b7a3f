"""Entering for a group that is offline: a new group, or what it told about a record."""

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from organisations.models import Organisation
from upkeep.desk.section import record_links
from upkeep.desk.told import NewGroupForm, ToldAboutForm, new_group, told_about
from upkeep.kinds import KINDS


def _must(user, action, model):
    if not policy_registry.get_by_type(model).user_has_permission(user, action):
        raise PermissionDenied


def _edit_url(record):
    return reverse(type(record).snippet_viewset.get_url_name("edit"), args=[quote(record.pk)])


@require_http_methods(["GET", "POST"])
def told(request, kind, uid):
    """GET and POST /staff/desk/told/<kind>/<uid>/: who of the group told us, and how."""
    if kind not in KINDS:
        raise Http404
    _must(request.user, "change", KINDS[kind])
    record = get_object_or_404(KINDS[kind], uid=uid)
    form = ToldAboutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_confirmed = told_about(record, form.cleaned_data, by=request.user)
        words = "is confirmed" if is_confirmed else "has it in its history"
        messages.success(request, f"“{record}” {words}.")
        return redirect(_edit_url(record))
    context = _context(form, f"The group told us: {record}") | {"links": record_links(record)}
    return render(request, "upkeep/desk/told.html", context)


@require_http_methods(["GET", "POST"])
def for_a_group(request):
    """GET and POST /staff/desk/for-a-group/: begin the listing of a group that is offline."""
    _must(request.user, "add", Organisation)
    form = NewGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = new_group(form.cleaned_data, by=request.user)
        messages.success(request, f"“{organisation}” is kept as a draft. Now fill in the rest.")
        return redirect(_edit_url(organisation))
    if not form.alike:
        del form.fields["is_new"]
    context = _context(form, "Enter for a group")
    context["alike"] = [(found, why, _edit_url(found)) for found, why in form.alike]
    return render(request, "upkeep/desk/told.html", context)


def _context(form, title):
    return {
        "form": form,
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("upkeep_desk:desk"), "label": "The desk"},
            {"url": "", "label": title},
        ],
    }
