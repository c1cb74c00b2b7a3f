"""What services add to the staff area."""

from wagtail import hooks
from wagtail.admin import messages

from services.bulk_actions import AcceptNeedsAction
from services.models import Service
from services.sent_here import is_over, left_behind

hooks.register("register_bulk_action", AcceptNeedsAction)


@hooks.register("after_publish")
def say_who_is_left_behind(request, record):
    """A service that stops is the way on of others: staff read which."""
    if isinstance(record, Service) and is_over(record):
        for line in left_behind(record):
            messages.warning(request, line)
