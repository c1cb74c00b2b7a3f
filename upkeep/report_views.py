"""Saying that a public record is wrong: one page, no account, nothing to install."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from upkeep import reports
from upkeep.kinds import is_sensitive, public_address, public_record_or_404
from upkeep.limits import may_send
from upkeep.models import ProblemReport
from upkeep.report_forms import ReportForm
from upkeep.words_kept import may_be_sent_again

#: From one browser address, which many people of a library or a hostel may share.
MOST_AN_HOUR = 20
TOO_MANY = (
    "Many reports came from your network in the last hour. Nothing you typed is lost: it is below. "
    "Please try again in a while."
)


@never_cache
@require_http_methods(["GET", "POST"])
@may_be_sent_again
def report(request, kind, uid):
    """GET and POST /report/<kind>/<uid>/: what is wrong with one public record."""
    record = public_record_or_404(kind, uid)
    form = ReportForm(request.POST if request.method == "POST" else None, record=record)
    status = 200
    if request.method == "POST" and form.is_valid():
        if _is_welcome(request, form):
            _keep(record, form)
            return redirect("upkeep:report_thanks", kind=kind, uid=uid)
        form.add_error(None, TOO_MANY)
        status = 429
    return render(request, "upkeep/report.html", _context(record, form), status=status)


def _is_welcome(request, form):
    """Whether it is one more of a few, or a second press of the same button."""
    if ProblemReport.objects.filter(uid=form.cleaned_data["uid"]).exists():
        return True
    return may_send(request, "report", most=MOST_AN_HOUR, seconds=3600)


def _keep(record, form):
    names = ("uid", "what", "detail", "reply_to")
    reports.keep(record, **{name: form.cleaned_data[name] for name in names})


def _context(record, form):
    return {
        "record": record,
        "form": form,
        "sensitive": is_sensitive(record),
        "back": public_address(record),
    }


@never_cache
@require_safe
def thanks(request, kind, uid):
    """GET /report/<kind>/<uid>/thank-you/: it has reached us."""
    record = public_record_or_404(kind, uid)
    context = {"sensitive": is_sensitive(record), "back": public_address(record)}
    return render(request, "upkeep/report_thanks.html", context)
