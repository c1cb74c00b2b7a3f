"""What one's organisations list, and what is to be done about it."""

from django.shortcuts import render

from organisations.permissions import organisations_of
from upkeep.drafts import newest
from upkeep.members import for_members


@for_members
def listings(request):
    """All organisations of the person."""
    own = [newest(organisation) for organisation in organisations_of(request.user)]
    return render(request, "upkeep/listings.html", {"organisations": own})
