"""One door to the staff area: e-mail and password, then a second step."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.people import make_staff, set_password_link
from tests import people

LOGIN = "/account/login/"


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def wanda(db):
    return people.staff("wanda@example.org", "manager")


@pytest.fixture
def client(db):
    return Client()


def sign_in(client, email="wanda@example.org", password=people.PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def test_a_link_to_the_staff_sign_out_signs_nobody_out(db):
    """Wagtail's own answers 405 and takes the cookie of the session away all the same."""
    manager = people.website_manager()
    answer = manager.get("/staff/logout/")
    assert answer.status_code == 405 and not answer.cookies
    assert manager.get("/staff/").status_code == 200
    assert manager.post("/staff/logout/").status_code == 302
    assert manager.get("/staff/").status_code == 302


def test_staff_addresses_lead_to_the_one_sign_in(client):
    assert client.get("/staff/").url.startswith(LOGIN)
    for door in ("/staff/login/", "/_util/login/"):
        assert client.get(door).url == LOGIN
    assert client.get("/staff/password_reset/").status_code == 404


def test_the_password_alone_does_not_open_the_staff_area(client, wanda):
    sign_in(client)
    for address in ("/staff/", "/staff/directory/services/", "/staff/pages/"):
        assert client.get(address).url == "/account/second-step/"


def test_setting_up_an_app_opens_the_staff_area(client, wanda, django_capture_on_commit_callbacks):
    sign_in(client)
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert done.url == "/account/2fa/recovery-codes/"
    assert len(client.get(done.url).context["unused_codes"]) == 10
    assert client.get("/staff/").status_code == 200


def test_at_the_next_sign_in_the_code_is_asked_for(client, wanda):
    secret = generate_totp_secret()
    TOTP.activate(wanda, secret)
    assert sign_in(client).url == "/account/2fa/authenticate/"
    assert client.get("/staff/").url.startswith(LOGIN)
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/staff/").url.startswith(LOGIN)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/staff/").status_code == 200


def test_a_recovery_code_stands_in_for_a_lost_phone_once(client, wanda):
    secret = generate_totp_secret()
    TOTP.activate(wanda, secret)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(wanda).get_unused_codes()[0]
    sign_in(client)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.get("/staff/").status_code == 200
    other = Client()
    sign_in(other)
    other.post("/account/2fa/authenticate/", {"code": code})
    assert other.get("/staff/").url.startswith(LOGIN)


def test_a_session_that_came_another_way_is_asked_for_the_second_step(wanda):
    TOTP.activate(wanda, generate_totp_secret())
    client = Client()
    client.force_login(wanda, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/staff/").url.startswith("/account/2fa/reauthenticate/")


def test_taking_the_last_factor_away_closes_the_staff_area(wanda):
    client = people.signed_in(wanda)
    assert client.get("/staff/").status_code == 200
    Authenticator.objects.filter(user=wanda).delete()
    assert client.get("/staff/").url == "/account/second-step/"


def test_for_other_accounts_there_is_no_staff_area(db):
    client = people.ordinary_user()
    assert client.get("/staff/").status_code == 404
    assert client.get("/staff/directory/services/").status_code == 404


def test_nobody_can_sign_up(client):
    for address in ("/account/signup/", "/account/email/", "/account/confirm-email/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"email": "x@example.org"}).status_code == 404


def test_wrong_passwords_lock_out_whether_or_not_there_is_such_an_account(client, wanda):
    for email in ("wanda@example.org", "nobody@example.org"):
        answers = [sign_in(client, email, "wrong password") for _ in range(6)]
        assert [answer.status_code for answer in answers[:4]] == [200] * 4
        assert answers[5].status_code == 429
    assert sign_in(client).status_code == 429
    assert sign_in(client, "WANDA@example.org").status_code == 429


def test_the_same_words_for_a_wrong_password_and_no_such_account(client, wanda):
    wrong = sign_in(client, password="wrong password").context["form"].errors
    unknown = sign_in(client, "nobody@example.org").context["form"].errors
    assert wrong == unknown != {}


def test_the_same_answer_to_a_forgotten_password_of_nobody(client, wanda):
    pages = []
    for email in ("wanda@example.org", "nobody@example.org"):
        answer = client.post("/account/password/reset/", {"email": email}, follow=True)
        pages.append((answer.status_code, answer.redirect_chain))
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [["wanda@example.org"]]


def test_a_forgotten_password_is_set_by_mail_and_the_second_step_stays(client, wanda):
    TOTP.activate(wanda, generate_totp_secret())
    client.post("/account/password/reset/", {"email": "wanda@example.org"})
    link = re.search(r"http\S+", mail.outbox[0].body)[0]
    page = client.get(link, follow=True)
    new = {"password1": "four quite random words", "password2": "four quite random words"}
    client.post(page.redirect_chain[-1][0], new)
    assert client.get("/staff/").url.startswith(LOGIN)
    assert sign_in(client, password=new["password1"]).url == "/account/2fa/authenticate/"


def test_a_new_person_of_staff_sets_a_password_from_a_link_that_works_once(client):
    user = make_staff("new@example.org", role="editor")
    link = set_password_link(user)
    page = client.get(link, follow=True)
    new = {"password1": "four quite random words", "password2": "four quite random words"}
    client.post(page.redirect_chain[-1][0], new)
    assert User.objects.get(pk=user.pk).check_password(new["password1"])
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_making_staff_again_keeps_the_account(db):
    first = make_staff("Ann@example.org", name="Ann Lee", password=people.PASSWORD)
    again = make_staff("ann@example.org", role="editor")
    assert first == again and again.check_password(people.PASSWORD)
    assert {group.name for group in again.groups.all()} == {"Website managers", "Editors"}


def test_pages_of_signing_in_are_not_kept_and_reading_sets_no_cookie(client):
    assert "no-store" in client.get(LOGIN)["Cache-Control"]
    assert not Client().get("/account/locked-out/").cookies
