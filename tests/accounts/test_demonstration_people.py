"""The demonstration's people exist in the demonstration only."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from accounts.models import User
from demonstration import people
from demonstration.loader import SOURCE
from demonstration.morning import set_up_morning
from tests.factories import OrganisationFactory

urlpatterns = [
    path("staff/", include(wagtailadmin_urls)),
    path("account/", include("accounts.urls")),
    path("demonstration/", include("demonstration.urls")),
    path("", include("upkeep.urls")),
]


@pytest.fixture
def shown(settings, tmp_path, db):
    """The site as in the demonstration settings; returns a client and the secret."""
    settings.DEMONSTRATION, settings.VAR_DIR = True, tmp_path
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.ROOT_URLCONF = __name__
    people.make_people()
    return Client(), people.secret()


@pytest.mark.parametrize("address", ["", "enter/x/", "mail/", "morning/"])
def test_elsewhere_there_are_no_such_addresses(db, client, address):
    assert client.get(f"/demonstration/{address}").status_code == 404
    assert client.post(f"/demonstration/{address}").status_code == 404


@pytest.mark.parametrize(
    "refused",
    [
        people.make_people,
        people.secret,
        people.describe,
        lambda: people.is_secret("x"),
        set_up_morning,
    ],
)
def test_elsewhere_the_code_refuses(db, refused):
    with pytest.raises(ImproperlyConfigured):
        refused()
    assert not User.objects.exists()


def test_elsewhere_the_views_refuse_even_if_their_addresses_were_there(db, settings, client):
    settings.ROOT_URLCONF = __name__
    for address in ("", "enter/x/", "mail/"):
        with pytest.raises(ImproperlyConfigured):
            client.get(f"/demonstration/{address}")
    with pytest.raises(ImproperlyConfigured):
        client.post("/demonstration/morning/")


def test_the_people_are_fictional_and_no_password_works(shown):
    for user in User.objects.all():
        assert user.email.endswith(".example.org") and not user.has_usable_password()
        assert not user.is_superuser


def test_the_secret_is_this_machines_own_and_stays(shown, tmp_path):
    mode = stat.S_IMODE((tmp_path / "demonstration-secret").stat().st_mode)
    assert mode == 0o600 and len(shown[1]) > 30 and people.secret() == shown[1]


def test_without_the_secret_nobody_enters(shown):
    client, _ = shown
    assert client.get("/demonstration/enter/guess/").status_code == 404
    assert client.post("/demonstration/", {"email": people.PEOPLE[0].email}).status_code == 404
    assert "Enter as" not in client.get("/demonstration/").content.decode()
    assert client.post("/demonstration/morning/").status_code == 404
    assert client.get("/demonstration/mail/").status_code == 302
    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize("person", people.STAFF, ids=lambda person: person.role)
def test_with_the_secret_one_enters_as_each_of_the_staff(shown, person):
    client, secret = shown
    client.get(f"/demonstration/enter/{secret}/")
    client.post("/demonstration/", {"email": person.email})
    assert client.get("/staff/").status_code == 200
    assert client.get("/staff/").wsgi_request.user.email == person.email


@pytest.mark.parametrize("number", [0, 1])
def test_with_the_secret_one_enters_as_somebody_with_listings_of_their_own(shown, number):
    client, secret = shown
    person = [person for person in people.PEOPLE if person.organisation][number]
    key = {"source": SOURCE, "source_id": person.organisation}
    organisation = OrganisationFactory(name="Anchor", **key)
    people.make_people()
    client.get(f"/demonstration/enter/{secret}/")
    page = client.post("/demonstration/", {"email": person.email}, follow=True)
    assert page.request["PATH_INFO"].startswith("/listings/") and "Anchor" in page.text
    assert organisation.memberships.get().role == "owner"
    assert client.get("/staff/").status_code in (302, 404)


def test_one_enters_as_nobody_else(shown):
    client, secret = shown
    User.objects.create_superuser("boss@example.org")
    client.get(f"/demonstration/enter/{secret}/")
    assert client.post("/demonstration/", {"email": "boss@example.org"}).status_code == 404


def test_mail_is_read_newest_first(shown, settings):
    from django.core.mail import get_connection, send_mail

    client, secret = shown
    client.get(f"/demonstration/enter/{secret}/")
    by_file = get_connection("django.core.mail.backends.filebased.EmailBackend")
    for subject in ("First one", "Second one"):
        send_mail(subject, "https://example.org/ <b>", None, ["a@example.org"], connection=by_file)
    page = client.get("/demonstration/mail/").content.decode()
    assert page.index("Second one") < page.index("First one")
    assert 'href="https://example.org/"' in page and "<b>" not in page


def test_what_is_printed_names_each_person_and_the_way_in(shown):
    told = "\n".join(people.describe())
    assert f"/demonstration/enter/{shown[1]}/" in told and "/staff/" in told
    assert all(person.name in told for person in people.PEOPLE)
