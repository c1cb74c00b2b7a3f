"""The first person of staff is made on the command line."""

import re

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import WorkflowContentType

from accounts.models import User
from accounts.starter import make_groups, record_models


def test_the_command_prints_a_link_to_set_a_password(db, client, capsys):
    call_command("make_staff", "ann@example.org", "--name", "Ann Lee")
    link = re.search(r"http\S+", capsys.readouterr().out)[0]
    assert client.get(link, follow=True).status_code == 200
    user = User.objects.get(email="ann@example.org")
    assert user.has_perm("wagtailadmin.access_admin") and not user.is_superuser
    assert user.has_perm("services.publish_service") and str(user) == "Ann Lee"


def test_an_editor_does_not_publish(db):
    call_command("make_staff", "ed@example.org", "--role", "editor")
    user = User.objects.get(email="ed@example.org")
    assert user.has_perm("services.change_service")
    assert not user.has_perm("services.publish_service")
    assert not user.has_perm("services.delete_service")


def test_what_is_no_address_is_refused_in_words(db):
    with pytest.raises(CommandError, match="“ann” is not an e-mail address"):
        call_command("make_staff", "ann")
    assert not User.objects.exists()


def test_groups_and_review_are_made_once(db):
    make_groups()
    make_groups()
    assert WorkflowContentType.objects.filter(
        workflow__name="Review", workflow__active=True
    ).count() == len(record_models())
