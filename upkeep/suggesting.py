"""Telling the keeper of a place that something about it is not right."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from organisations.permissions import own_organisation
from services.permissions import places_usable_for
from upkeep import reports
from upkeep.form_fields import TOO_LONG
from upkeep.members import for_members, uid_or_404
from upkeep.models import ProblemReport


class SuggestionForm(forms.ModelForm):
    class Meta:
        model = ProblemReport
        fields = ["detail"]
        labels = {"detail": "What should it say?"}
        widgets = {"detail": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["detail"].required = True
        self.fields["detail"].error_messages |= {
            "required": "Write what should change.",
            "max_length": TOO_LONG,
        }


@for_members
def suggest(request, organisation_uid, uid):
    """A note to the keeper of a public place and to the staff."""
    organisation = own_organisation(request.user, organisation_uid)
    place = get_object_or_404(
        places_usable_for(organisation).exclude(kept_by=organisation), uid=uid
    )
    form = SuggestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reports.keep(
            place,
            uid=uid_or_404(request.POST.get("uid")),
            what=ProblemReport.What.ADDRESS,
            detail=form.cleaned_data["detail"],
            reply_to=request.user.email,
        )
        messages.success(request, "Thank you. Your note went to whoever keeps this place.")
        return redirect("upkeep:organisation", organisation.uid)
    context = {
        "organisation": organisation,
        "place": place,
        "form": form,
        "uid": request.POST.get("uid") or uuid.uuid4(),
        "has_errors": bool(form.errors),
        "heading": f"Suggest a change to {place}",
        "back": (reverse("upkeep:organisation", args=[organisation.uid]), "Back to your listings"),
    }
    return render(request, "upkeep/listings_suggest.html", context)


def _uid(text):
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError, AttributeError):
        raise Http404 from None
