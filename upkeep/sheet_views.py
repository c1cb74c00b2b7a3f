"""Many services at once: get them as a file, send the file back, see what changes, keep it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exchange.tables import TableError
from organisations.permissions import own_organisation
from services.models import Service
from upkeep import sheet_export, sheet_keeping, sheet_uploads
from upkeep.limits import may_send
from upkeep.members import for_members
from upkeep.sheet_columns import COLUMNS, allowed_words
from upkeep.sheet_difference import compare
from upkeep.sheet_lists import Lists
from upkeep.submissions import NotReady

#: Rows of errors on one page; the rest is counted.
MOST_ERRORS = 200
#: Files from one browser address in an hour: reading one takes seconds.
MOST_AN_HOUR = 60
CHOOSE = "Choose a file first."
TOO_MANY = "Many files came from your network in the last hour. Please try again in a while."
LOOK_AGAIN = "Something has changed since you looked. Please look again before you keep it."
NOTHING = "Nothing has changed: your listings are as in this file."


@for_members
@require_http_methods(["GET", "POST"])
def sheet(request, uid):
    """GET and POST /listings/<uid>/sheet/: get the file, send the file."""
    organisation = own_organisation(request.user, uid)
    sheet_uploads.erase_old()
    if request.method == "POST":
        return _upload(request, organisation)
    return _page(request, organisation)


def _page(request, organisation, status=200, **more):
    context = {
        "organisation": organisation,
        "columns": COLUMNS,
        "lists": [pair for pair in allowed_words(Lists()) if not pair[0].is_one_of],
        "count": Service.objects.filter(organisation=organisation).count(),
        "waiting": sheet_uploads.put_by_of(organisation, request.user),
        **more,
    }
    return render(request, "upkeep/sheet.html", context, status=status)


def _upload(request, organisation):
    file = request.FILES.get("file")
    if file is None:
        return _page(request, organisation, file_error=CHOOSE)
    if not may_send(request, "sheet", most=MOST_AN_HOUR, seconds=3600):
        return _page(request, organisation, status=429, file_error=TOO_MANY)
    try:
        table = sheet_uploads.read_sheet(file)
    except TableError as error:
        return _page(request, organisation, file_error=str(error))
    upload = sheet_uploads.SheetUpload(
        organisation=organisation, user=request.user, name=file.name[:200], table=table
    )
    found = compare(organisation, request.user, upload.columns, upload.rows, upload.uid)
    if found.errors:
        return _page(request, organisation, **_errors(found, file.name))
    if not found.rows and not found.missing:
        return _page(request, organisation, nothing=NOTHING, unused=found.unused)
    sheet_uploads.put_by(upload)
    return redirect("upkeep:sheet_check", uid=organisation.uid)


def _errors(found, name):
    errors = sorted(found.errors, key=lambda error: error.row)
    return {
        "errors": errors[:MOST_ERRORS],
        "errors_count": len(errors),
        "errors_left_out": max(0, len(errors) - MOST_ERRORS),
        "name": name,
        "unused": found.unused,
    }


@for_members
@require_http_methods(["GET", "POST"])
def check(request, uid):
    """GET and POST /listings/<uid>/sheet/check/: the difference, and the word to keep it."""
    organisation = own_organisation(request.user, uid)
    upload = sheet_uploads.put_by_of(organisation, request.user)
    if upload is None:
        return redirect("upkeep:sheet", uid=uid)
    if request.method == "POST":
        return _keep(request, upload)
    return _difference(request, upload)


def _difference(request, upload, **more):
    found = sheet_keeping.difference(upload)
    if found.errors:
        return _page(request, upload.organisation, **_errors(found, upload.name))
    context = {
        "organisation": upload.organisation,
        "upload": upload,
        "found": found,
        "today": timezone.localdate(),
        "stopped": set(request.POST.getlist("stopped")),
        **more,
    }
    return render(request, "upkeep/sheet_check.html", context)


def _keep(request, upload):
    try:
        submission = sheet_keeping.keep(
            upload,
            digest=request.POST.get("digest", ""),
            stopped=request.POST.getlist("stopped"),
        )
    except sheet_keeping.LookAgain:
        return _difference(request, upload, problems=[LOOK_AGAIN])
    except NotReady as error:
        return _difference(request, upload, problems=error.messages)
    messages.success(request, _kept_words(submission))
    return redirect("upkeep:sheet", uid=upload.organisation.uid)


def _kept_words(submission):
    if submission is None:
        return NOTHING
    number = submission.items.count()
    things = f"{number} change{'' if number == 1 else 's'}"
    if submission.decided_at:
        return f"Kept: {things}. The public sees them now."
    return f"Kept: {things}, sent as one to be checked. The public sees them once that is done."


@for_members
@require_POST
def leave(request, uid):
    """POST /listings/<uid>/sheet/leave/: forget the file that was sent."""
    organisation = own_organisation(request.user, uid)
    if upload := sheet_uploads.put_by_of(organisation, request.user):
        upload.delete()
    return redirect("upkeep:sheet", uid=uid)


@for_members
@require_safe
def download(request, uid, kind):
    """GET /listings/<uid>/sheet/services.csv or .xlsx: one's own services as a file."""
    organisation = own_organisation(request.user, uid)
    make = {"csv": sheet_export.as_csv, "xlsx": sheet_export.as_xlsx}[kind]
    response = HttpResponse(make(organisation), content_type=sheet_export.TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="services.{kind}"'
    return response
