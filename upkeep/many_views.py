"""Pages for working on many of one's services at once, without a spreadsheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organisations.permissions import own_organisation
from upkeep import many_contacts, many_table
from upkeep.drafts import Overtaken
from upkeep.members import for_members
from upkeep.submissions import NothingToSend, NotReady

AGAIN = "Somebody else saved one of these just now. Nothing of yours was saved. Please try again."


@for_members
@require_http_methods(["GET", "POST"])
def table(request, uid):
    """GET and POST /listings/<uid>/table/: the commonest fields of all services, 20 a page."""
    organisation = own_organisation(request.user, uid)
    data = request.POST if request.method == "POST" else request.GET
    page, rows = many_table.page_of(organisation, data.get("page", "1"))
    context = {"organisation": organisation, "page": page, "rows": rows}
    if request.method == "POST":
        changed = many_table.read(rows, request.POST)
        if not any(row.errors for row in rows):
            try:
                many_table.keep(changed, by=request.user)
                return _saved(request, organisation, changed, page)
            except Overtaken:
                context["again"] = AGAIN
        context["has_errors"] = True
    return render(request, "upkeep/many_table.html", context)


def _saved(request, organisation, changed, page):
    count = len(changed)
    words = (
        f"Saved: {count} service{'' if count == 1 else 's'}." if count else "Nothing was changed."
    )
    messages.success(request, words)
    is_more = request.POST.get("then") == "next" and page.has_next()
    number = page.next_page_number() if is_more else page.number
    return redirect(f"{reverse('upkeep:table', args=[organisation.uid])}?page={number}")


@for_members
@require_http_methods(["GET", "POST"])
def contact_everywhere(request, uid):
    """GET and POST /listings/<uid>/contact-everywhere/: one number changed wherever it stands."""
    organisation = own_organisation(request.user, uid)
    versions = many_contacts.versions_of(organisation)
    numbers = many_contacts.numbers_of(versions)
    context = {
        "organisation": organisation,
        "numbers": numbers,
        "inheriting": many_contacts.without_their_own(versions),
        "old": request.POST.get("old", ""),
        "new": request.POST.get("new", ""),
        "errors": {},
    }
    if request.method == "POST":
        return _change_everywhere(request, organisation, numbers, context)
    return render(request, "upkeep/many_contacts.html", context)


def _change_everywhere(request, organisation, numbers, context):
    old = next((number for number in numbers if number.key == context["old"]), None)
    try:
        new = many_contacts.checked(context["new"])
    except ValidationError as error:
        context["errors"]["new"] = error.messages[0]
    if old is None:
        context["errors"]["old"] = "Choose the number that has changed."
    if context["errors"]:
        return render(request, "upkeep/many_contacts.html", context)
    context |= {"number": old, "new": new, "records": [*old.others, *old.services]}
    if "agreed" not in request.POST:
        return render(request, "upkeep/many_contacts_check.html", context)
    return _agreed(request, organisation, old, new, context)


def _agreed(request, organisation, old, new, context):
    uids = request.POST.getlist("record")
    try:
        submission = many_contacts.change(organisation, old, new, by=request.user, uids=uids)
    except (NotReady, NothingToSend) as error:
        context["problems"] = error.messages
    except Overtaken:
        context["problems"] = [AGAIN]
    else:
        messages.success(request, _changed_words(submission, uids))
        return redirect("upkeep:contact_everywhere", uid=organisation.uid)
    return render(request, "upkeep/many_contacts_check.html", context)


def _changed_words(submission, uids):
    if submission is None:
        return "Nothing was changed."
    count = len(set(uids))
    words = f"Changed on {count} listing{'' if count == 1 else 's'}."
    if submission.decided_at:
        return f"{words} The public sees it now."
    return f"{words} It is sent to be checked. The public sees it once that is done."
