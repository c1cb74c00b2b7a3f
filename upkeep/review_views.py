"""The review screen of the staff area: what was sent together is looked at together."""

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from records.keys import as_key
from upkeep.models import Submission, SubmissionItem
from upkeep.review_decisions import KINDS, SECONDS_A_PRESS, decide
from upkeep.review_newer import keep_newer_draft
from upkeep.review_page import OPEN_AT_FIRST, reviewed_items

State = SubmissionItem.State
#: Where the session keeps which records are being edited for which submission.
EDITED = "edited-for-review"
APPROVE, APPROVE_ALL, DECLINE = "approve", "approve-all", "decline"


class ReviewForm(forms.Form):
    """Which records were ticked, what to do with them, and the reason where they are declined."""

    action = forms.ChoiceField(choices=[(name, name) for name in (APPROVE, APPROVE_ALL, DECLINE)])
    items = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Choose records of the list."}
    )
    reason = forms.CharField(required=False, max_length=2000, strip=True)

    def __init__(self, *args, waiting, **kwargs):
        """`waiting` are the items that were on the page, decided by others since or not."""
        super().__init__(*args, **kwargs)
        self.known = {str(item.record_uid): item for item in waiting}
        self.fields["items"].choices = [(uid, uid) for uid in self.known]

    def clean(self):
        given = super().clean()
        action = given.get("action")
        if action in (APPROVE, DECLINE) and not given.get("items") and "items" not in self.errors:
            self.add_error("items", "Tick the records that you mean.")
        if action == DECLINE and not given.get("reason"):
            self.add_error("reason", "Say why, so that the group can put it right.")
        return given

    def versions(self):
        """{item primary key: revision id that was looked at} of the records that are meant."""
        every = self.cleaned_data["action"] == APPROVE_ALL
        return {
            item.pk: self._seen(uid)
            for uid, item in self.known.items()
            if (every and f"version-{uid}" in self.data) or uid in self.cleaned_data["items"]
        }

    def _seen(self, uid):
        """The revision that the page showed; -1, which none has, if the form does not say."""
        return as_key(self.data.get(f"version-{uid}", "")) or -1


def may_decide(user):
    """Whether `user` approves and declines: who may publish all kinds of record."""
    return all(policy_registry.get_by_type(k).user_has_permission(user, "publish") for k in KINDS)


def may_look(user):
    return all(policy_registry.get_by_type(k).user_has_permission(user, "change") for k in KINDS)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, uid):
    """GET shows what was sent, POST decides on all or part of it."""
    if not may_look(request.user):
        raise PermissionDenied
    submission = get_object_or_404(Submission.objects.select_related("organisation"), uid=uid)
    if request.method != "POST":
        return _page(request, submission)
    if not may_decide(request.user):
        raise PermissionDenied
    known = submission.items.all()
    form = ReviewForm(request.POST, waiting=known)
    if not form.is_valid():
        return _page(request, submission, form)
    _decide(request, submission, form)
    return redirect("upkeep_review:review", uid=submission.uid)


def _decide(request, submission, form):
    versions, given = form.versions(), form.cleaned_data
    if given["action"] == DECLINE:
        options = {"declining": versions, "reason": given["reason"]}
    else:
        options = {"approving": versions}
    decision = decide(submission, by=request.user, seconds=SECONDS_A_PRESS, **options)
    if decision.approved:
        messages.success(request, f"{_count(decision.approved)} now public. The group is told.")
    if decision.declined:
        messages.success(request, f"{_count(decision.declined)} declined. The group is told.")
    if decision.left:
        left = _count(decision.left).replace(" is", " still waits").replace(" are", " still wait")
        messages.warning(request, f"{left}. It takes a while, so press again to go on.")
    for item, words in decision.refused:
        messages.error(request, f"“{item.record}” is not public yet. {words}")
    for item in decision.newer:
        messages.warning(request, _newer_words(item))


def _count(items):
    return "1 record is" if len(items) == 1 else f"{len(items)} records are"


def _newer_words(item):
    if item.state == State.WAITING:
        return f"“{item.record}” has changed since you opened this page. Nothing was decided on it."
    return f"“{item.record}” was decided on already: {item.get_state_display().lower()}."


def _page(request, submission, form=None):
    items = reviewed_items(submission)
    waiting = sum(item.waits for item in items)
    context = {
        "submission": submission,
        "items": items,
        "waiting": waiting,
        "form": form,
        "ticked": set(form.data.getlist("items")) if form else set(),
        "open": waiting <= OPEN_AT_FIRST,
        "may_decide": may_decide(request.user),
        "header_title": f"Review: {submission.organisation}",
        "header_icon": "check",
        "breadcrumbs_items": [
            {"url": reverse("upkeep_desk:desk"), "label": "The desk"},
            {"url": "", "label": f"Review: {submission.organisation}"},
        ],
    }
    return render(request, "upkeep/review.html", context, status=200)


@require_safe
def edit_first(request, uid, record_uid):
    """Lead to Wagtail's form of a record; saving it leads back to the review."""
    item = SubmissionItem.objects.filter(
        submission__uid=uid, record_uid=record_uid, state=State.WAITING
    ).first()
    if item is None or item.record is None:
        raise Http404
    record, version = item.record, item.version_id
    request.session[EDITED] = {str(record_uid): {"submission": str(uid), "version": version}}
    messages.info(
        request, f"You are changing what was sent as “{record}”. Saving leads back to the review."
    )
    viewset = type(record).snippet_viewset
    if version and (record.latest_revision_id or 0) > version:
        messages.info(request, "What the group wrote after that is kept, and is not in here.")
        return redirect(viewset.get_url_name("revisions_revert"), quote(record.pk), version)
    return redirect(viewset.get_url_name("edit"), quote(record.pk))


def back_to_the_review(request, record):
    """After a record was saved: back to the review, if it was edited from there.

    What the group wrote since it sent the record goes on top again: it is nobody's to lose.
    """
    if not request.accepts("text/html"):  # saved by itself, while somebody types
        return None
    edited = request.session.get(EDITED, {}).get(str(getattr(record, "uid", "")))
    if not isinstance(edited, dict):
        return None
    del request.session[EDITED]
    if keep_newer_draft(record, sent=edited["version"]):
        messages.info(request, "What the group wrote since it sent this is kept as its own draft.")
    return redirect("upkeep_review:review", uid=edited["submission"])
