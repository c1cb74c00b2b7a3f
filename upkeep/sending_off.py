"""Sending off what an organisation has written, and saying what came of it."""

from django.contrib import messages
from django.utils import timezone

from upkeep.models import FirstListing
from upkeep.submissions import NothingToSend, NotReady, send

LONGEST_NOTE = 2000


def send_all(request, organisation):
    """Send all that is not sent yet; whether it went. The page names what stands in the way."""
    # A browser counts a line break as one letter, and sends two.
    note = request.POST.get("note", "").replace("\r\n", "\n").replace("\x00", "")[:LONGEST_NOTE]
    try:
        submission = send(organisation, by=request.user, note=note)
    except NotReady:
        return False
    except NothingToSend as nothing:
        messages.info(request, nothing.messages[0])
        return False
    FirstListing.objects.filter(organisation=organisation, sent_at=None).update(
        sent_at=timezone.now()
    )
    say_sent(request, submission)
    return True


def say_sent(request, submission, *, nothing=""):
    """Say on the next page what becomes of a Submission; of None, the words `nothing`."""
    if submission is None:
        messages.info(request, nothing)
    elif submission.decided_at is None:
        messages.success(request, "Sent. We look at it and tell you by e-mail.")
    else:
        messages.success(request, "Done. It is public now.")
