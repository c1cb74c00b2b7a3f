"""What accounts add to the staff area: a new colleague gets a mail to set a password."""

from wagtail import hooks
from wagtail.admin import messages

from accounts.people import invite


@hooks.register("after_create_user")
def invite_new_colleague(request, user):
    invite(user)
    messages.success(request, f"We sent a link to set a password to {user.email}.")
