"""Who reaches what in the staff area: every address, for each of the named people."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from accounts.models import User
from accounts.starter import AT_ONCE
from records.models import Record
from tests import people
from tests.staff.routes import addresses
from tests.staff.test_lists import address, make

#: Closed for everybody: Wagtail's own password pages.
CLOSED = "/staff/password_reset/"


@pytest.fixture(scope="module")
def staff_addresses():
    found = addresses("/staff/")
    assert len(found) > 250
    return found


@pytest.mark.one_database
def test_a_visitor_is_led_to_sign_in_everywhere(db, staff_addresses):
    client = people.visitor()
    strays = [
        path
        for path in staff_addresses
        if not path.startswith(CLOSED)
        and not client.get(path).headers.get("Location", "").startswith("/account/login/")
    ]
    assert strays == WITHOUT_SIGN_IN


#: An address that is none, words and icons for Wagtail's scripts, and signing out, which no link does:
#: they tell nothing.
WITHOUT_SIGN_IN = ["/staff/.*/", "/staff/jsi18n/", "/staff/logout/", "/staff/sprite/"]


@pytest.mark.one_database
def test_for_another_account_nothing_is_there(db, staff_addresses):
    client = people.ordinary_user()
    assert {client.get(path).status_code for path in staff_addresses} == {404}
    assert {client.post(path).status_code for path in staff_addresses} == {404}


@pytest.mark.one_database
def test_staff_without_a_second_step_reach_nothing(db, staff_addresses):
    client = Client()
    client.force_login(
        people.staff("wanda@example.org", "manager"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    answers = {client.get(path).headers.get("Location") for path in staff_addresses}
    assert answers == {"/account/second-step/"}


MODELS = sorted(get_snippet_models(), key=lambda model: model.__name__)


def may(client, method, path):
    """Whether the person gets the page; Wagtail leads those who may not back to its front page."""
    response = getattr(client, method)(path)
    return response.status_code == 200 and response.headers.get("Location") != "/staff/"


@pytest.mark.one_database
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_an_editor_and_a_website_manager_may_open(editor, manager, model):
    record = make(model)
    is_record = issubclass(model, Record)
    edits = is_record or model._meta.model_name in AT_ONCE
    policy = {
        "list": (True, True),
        "add": (edits, True),
        "edit": (edits, True),
        "delete": (model._meta.model_name in AT_ONCE, not is_record),
    }
    if is_record:
        policy |= {"unpublish": (False, True), "confirm": (True, True)}
    for name, expected in policy.items():
        path = address(model, name, *([] if name in ("list", "add") else [record.pk]))
        assert (may(editor, "get", path), may(manager, "get", path)) == expected, name


USERS = ["wagtailusers_users:index", "wagtailusers_users:add"]


@pytest.mark.parametrize("name", USERS)
def test_accounts_are_the_website_managers(editor, manager, name):
    assert may(manager, "get", reverse(name)) and not may(editor, "get", reverse(name))


def test_settings_are_the_website_managers(editor, manager):
    path = "/staff/settings/pages/areasettings/"
    assert manager.get(path, follow=True).redirect_chain[-1][0].startswith(path)
    assert editor.get(path).headers["Location"] == "/staff/"


NEW = {"email": "new@example.org", "first_name": "Noor", "last_name": "Vale"}


def test_a_new_colleague_gets_a_mail_to_set_a_password(manager):
    form = manager.get(reverse("wagtailusers_users:add")).content.decode()
    assert 'name="password1"' not in form
    group = Group.objects.get(name="Editors")
    manager.post(reverse("wagtailusers_users:add"), NEW | {"groups": [group.pk]})
    user = User.objects.get(email="new@example.org")
    assert list(user.groups.all()) == [group] and not user.has_usable_password()
    assert mail.outbox[0].to == ["new@example.org"]
    assert "/account/password/reset/key/" in mail.outbox[0].body


def test_a_website_manager_makes_nobody_an_administrator(manager):
    manager.post(reverse("wagtailusers_users:add"), NEW | {"is_superuser": "on"})
    user = User.objects.get(email="new@example.org")
    manager.post(
        reverse("wagtailusers_users:edit", args=[user.pk]),
        NEW | {"is_superuser": "on", "is_active": "on"},
    )
    user.refresh_from_db()
    assert not user.is_superuser


def test_a_website_manager_cannot_take_over_an_administrator(manager):
    boss = User.objects.create_superuser("boss@example.org", people.PASSWORD)
    path = reverse("wagtailusers_users:edit", args=[boss.pk])
    manager.post(path, NEW | {"email": "mine@example.org", "is_active": "on"})
    boss.refresh_from_db()
    assert boss.email == "boss@example.org"
