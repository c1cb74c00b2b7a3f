"""People who asked for a code and never came in are forgotten after two days."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.pruning import prune
from organisations.membership import Claim
from tests import people
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def long_ago(user):
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=3))
    return user


def test_who_never_came_in_is_forgotten():
    long_ago(User.objects.create_user("never@example.org"))
    assert prune(timezone.now()) == 1 and prune(timezone.now()) == 0


def test_who_asked_yesterday_is_not():
    Client().post("/join/", {"email": "new@example.org"})
    assert prune(timezone.now() + timedelta(days=1)) == 0
    assert prune(timezone.now() + timedelta(days=3)) == 1


def test_asking_again_begins_the_two_days_afresh():
    long_ago(User.objects.create_user("new@example.org"))
    Client().post("/join/", {"email": "new@example.org"})
    assert prune(timezone.now()) == 0


def test_who_came_in_or_has_a_part_stays():
    group = OrganisationFactory()
    came = User.objects.create_user("came@example.org", last_login=timezone.now())
    claims = User.objects.create_user("claims@example.org")
    Claim.objects.create(organisation=group, user=claims)
    member = people.member(group).user
    staff = people.staff("wanda@example.org", "manager")
    User.objects.update(last_login=None)
    User.objects.filter(pk=came.pk).update(last_login=timezone.now())
    for user in (came, claims, member, staff):
        long_ago(user)
    assert prune(timezone.now()) == 0
