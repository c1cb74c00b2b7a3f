"""What services add to the staff area."""

from wagtail import hooks

from services.bulk_actions import AcceptNeedsAction

hooks.register("register_bulk_action", AcceptNeedsAction)
