"""What keeping it true adds to the staff area."""

from wagtail import hooks

from upkeep import audit

hooks.register("register_log_actions", audit.register)
