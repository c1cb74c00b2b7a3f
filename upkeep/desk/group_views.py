"""The people of one group, for website managers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organisations.invitations import open_invitations
from organisations.membership import OrganisationAccount
from organisations.models import Organisation
from upkeep.desk.checks import only_managers
from upkeep.desk.group import FORMS, press
from upkeep.desk.section import is_uid, record_links


@require_http_methods(["GET", "POST"])
def group(request, uid):
    """GET and POST /staff/desk/group/<uid>/: its people, whom to ask, and whether it is trusted.

    POST `form` (account, invite) with its fields, or `action` (remove, owner, withdraw) with `row`.
    """
    only_managers(request.user)
    organisation = get_object_or_404(Organisation, uid=uid)
    sent = request.POST.get("form", "")
    forms = {name: _form(name, organisation, request, sent) for name in FORMS}
    if request.method == "POST" and _is_done(request, organisation, forms.get(sent)):
        return redirect("upkeep_desk:group", uid)
    title = f"People of {organisation}"
    context = {
        "organisation": organisation,
        "members": organisation.memberships.select_related("user"),
        "invitations": open_invitations(organisation),
        "forms": forms,
        "form": forms.get(sent),
        "links": record_links(organisation),
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("upkeep_desk:desk"), "label": "The desk"},
            {"url": "", "label": title},
        ],
    }
    return render(request, "upkeep/desk/group.html", context)


def _form(name, organisation, request, sent):
    given = {"data": request.POST if name == sent else None, "auto_id": f"{name}-%s"}
    if name == "account":
        given["instance"] = OrganisationAccount.objects.filter(organisation=organisation).first()
    return FORMS[name](**given)


def _is_done(request, organisation, form):
    """Whether what was pressed is done; else the form says why not."""
    try:
        if form is None:
            row = request.POST.get("row", "")
            action = request.POST.get("action", "") if is_uid(row) else ""
            said = press(organisation, action, row if is_uid(row) else None, by=request.user)
        elif form.is_valid():
            said = form.keep(organisation, by=request.user)
        else:
            return False
    except ValidationError as error:
        if form is None:
            messages.error(request, " ".join(error.messages))
            return True
        form.add_error(None, error)
        return False
    messages.success(request, said)
    return True
