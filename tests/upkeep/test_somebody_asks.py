"""Who says that they belong to a group is on the dashboard of its owners, and of nobody else."""

import pytest

from accounts.models import User
from organisations import claims
from organisations.models import Role
from tests.upkeep.listings import at, group_with_service, member

pytestmark = pytest.mark.django_db


def test_owners_are_led_to_say_yes_or_no():
    organisation, _ = group_with_service()
    owner, editor = member(organisation), member(organisation, "ed@example.org", Role.EDITOR)
    asked = "Somebody says that they belong here"
    assert asked not in owner.get(at(organisation)).text
    newcomer = User.objects.create_user("new@example.org")
    claims.start(organisation, user=newcomer, words="I am its treasurer.")
    assert asked in owner.get(at(organisation)).text
    assert asked not in editor.get(at(organisation)).text
