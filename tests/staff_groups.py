"""The groups of staff and their review, which most tests of the staff area and of review need."""

from django.contrib.auth.models import Group

from accounts.people import ROLES
from accounts.starter import MANAGERS, make_groups
from tests.ready_made import ReadyMade

STAFF_GROUPS = ReadyMade(make_groups)


def group_of(role):
    """The group of a role such as "manager", with all groups made where they are not there."""
    if not Group.objects.filter(name=MANAGERS).exists():  # Wagtail's migrations make "Editors".
        STAFF_GROUPS.make()
    return Group.objects.get(name=ROLES[role])
