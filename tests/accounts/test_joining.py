"""/join/: one door for new and known people, by a code sent by e-mail."""

import re
import smtplib

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.people import make_staff
from tests import people

JOIN, CODE = "/join/", "/join/code/"
VARYING = ("Expires", "Content-Length")
pytestmark = pytest.mark.django_db


class Broken(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("no")


def ask(client, email="new@example.org", **more):
    return client.post(JOIN, {"email": email, **more})


def newest_code():
    return re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]


def come_in(email="new@example.org", **more):
    client = Client()
    ask(client, email)
    answer = client.post(CODE, {"code": newest_code(), **more})
    return client, answer


def is_in(client):
    return "_auth_user_id" in client.session


def test_somebody_new_types_an_address_and_a_code_and_is_in():
    client, answer = come_in()
    user = User.objects.get(email="new@example.org")
    assert answer.url == "/listings/" and client.session["_auth_user_id"] == str(user.pk)
    assert not user.has_usable_password() and not user.is_staff


def test_tries_at_a_code_sent_at_the_same_moment_are_counted_one_by_one():
    client = Client()
    ask(client)
    begun = dict(client.session)
    for code in [*("0000-0000",) * 5, newest_code()]:
        session = client.session
        session.update(begun)  # each reads what is there before any of them has written
        session.save()
        client.post(CODE, {"code": code})
    assert not is_in(client)


def test_the_code_may_be_typed_without_its_dash_and_with_spaces():
    client = Client()
    ask(client)
    client.post(CODE, {"code": " " + newest_code().replace("-", " ") + " "})
    assert is_in(client)


def test_the_next_time_it_is_the_same_account_however_the_address_is_written():
    come_in()
    come_in(" NEW@Example.org")
    assert User.objects.count() == 1


def test_an_account_whose_address_has_capitals_is_found():
    ann = User.objects.create_user("Ann@example.org")
    client, _ = come_in("ann@example.org")
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_asking_often_makes_one_row():
    for _ in range(3):
        ask(Client())
    assert User.objects.count() == 1


def test_letters_that_look_alike_open_nobody_elses_account():
    """Some databases compare "ı" (without dot) and "i" as the same."""
    User.objects.create_user("kim@mail.example.org")
    ask(Client(), "kim@maıl.example.org")
    assert all(letter.to != ["kim@mail.example.org"] for letter in mail.outbox)


def test_a_button_pressed_twice_sends_one_code():
    client = Client()
    ask(client)
    ask(client)
    assert len(mail.outbox) == 1


def pages_for(email):
    client = Client()
    first = ask(client, email)
    second = client.get(first.url)
    wrong = client.post(CODE, {"code": "1"})
    return [
        (page.status_code, _headers(page), _without(email, page)) for page in (first, second, wrong)
    ]


def _headers(page):
    """All but those that hold the time of day or the length of the address."""
    return sorted(set(page.headers.items()) - {(n, page.headers.get(n)) for n in VARYING})


def _without(email, page):
    html = page.content.decode().replace(email, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_nobody_learns_who_has_an_account():
    User.objects.create_user("known@example.org")
    people.staff("staff@example.org", "manager")
    User.objects.create_user("closed@example.org", is_active=False)
    pages = pages_for("unknown@example.org")
    for email in ("known@example.org", "staff@example.org", "closed@example.org"):
        assert pages_for(email) == pages


def test_each_address_gets_one_mail_and_the_same_queries_so_that_it_takes_as_long():
    User.objects.create_user("known@example.org")
    User.objects.create_user("closed@example.org", is_active=False)
    counts = []
    for email in ("unknown@example.org", "known@example.org", "closed@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(Client(), email)
        counts.append([query["sql"].split('"')[0] for query in queries.captured_queries])
    assert counts[0] == counts[1] == counts[2]
    assert len(mail.outbox) == 3


def test_a_closed_account_gets_no_code():
    User.objects.create_user("closed@example.org", is_active=False)
    ask(Client(), "closed@example.org")
    assert "closed" in mail.outbox[0].subject and not re.search(r"\d{4}", mail.outbox[0].body)


def test_after_five_wrong_codes_another_is_needed():
    client = Client()
    ask(client)
    for _ in range(5):
        answer = client.post(CODE, {"code": "00000000"})
    assert answer.url == JOIN
    client.post(CODE, {"code": newest_code()})
    assert not is_in(client)
    assert "too often" in client.get(JOIN).content.decode()


def test_a_code_is_good_for_a_quarter_of_an_hour():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = Client()
        ask(client)
        clock.shift(15 * 60 + 1)
        assert client.post(CODE, {"code": newest_code()}).url == JOIN
    assert not is_in(client) and "too old" in client.get(JOIN).content.decode()


def test_a_code_works_only_where_it_was_asked_for():
    ask(Client())
    other = Client()
    assert other.post(CODE, {"code": newest_code()}).url == JOIN
    assert not is_in(other)


def test_codes_to_one_address_are_limited_whoever_asks():
    for email in ("known@example.org", "unknown@example.org"):
        User.objects.get_or_create(email="known@example.org")
        answers = [ask(Client(), email).status_code for _ in range(6)]
        assert answers == [302] * 5 + [429]


def test_codes_to_one_browser_are_limited():
    answers = [ask(Client(), f"a{n}@example.org").status_code for n in range(31)]
    assert answers[-2:] == [302, 429]


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a@example.org\nBcc: all@example.org", "a@example.org, b@example.org"]
)
def test_what_is_no_address_is_refused_and_kept(email):
    page = ask(Client(), email).content.decode()
    assert "<title>Error: " in page and "There is a problem" in page
    assert mail.outbox == [] and not User.objects.exists()


def test_a_mail_server_that_refuses_is_told_kindly(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    answer = ask(Client())
    assert answer.status_code == 503 and "in a few minutes" in answer.content.decode()


def test_somebody_mistyped_may_type_another_address():
    client = Client()
    ask(client, "wrnog@example.org")
    assert client.get(JOIN).status_code == 200
    ask(client, "right@example.org")
    client.post(CODE, {"code": newest_code()})
    assert client.get("/").wsgi_request.user.email == "right@example.org"


def test_one_goes_on_to_the_page_one_came_for_but_to_no_other_site():
    for there, lands in (("/account/2fa/", "/account/2fa/"), ("//evil.example", "/listings/")):
        client = Client()
        onward = client.post(f"{JOIN}?next={there}", {"email": f"n{len(there)}@example.org"}).url
        assert client.post(onward, {"code": newest_code(), "next": there}).url == lands


def test_ones_own_phone_is_remembered_for_two_weeks_another_is_not():
    mine, _ = come_in(own_device="on")
    library, _ = come_in()
    assert mine.cookies["sessionid"]["max-age"] == 14 * 24 * 60 * 60
    assert library.cookies["sessionid"]["max-age"] == ""


def test_a_member_with_a_second_step_of_their_own_is_asked_for_it():
    user = User.objects.create_user("new@example.org")
    TOTP.activate(user, generate_totp_secret())
    client, answer = come_in()
    assert answer.url == "/account/2fa/authenticate/" and not is_in(client)


def test_a_code_alone_opens_the_staff_area_to_nobody():
    wanda = people.staff("wanda@example.org", "manager")
    client, answer = come_in("wanda@example.org")
    assert answer.url == "/account/login/" and not is_in(client)
    TOTP.activate(wanda, generate_totp_secret())
    client, answer = come_in("wanda@example.org", own_device="on")
    assert answer.url == "/account/2fa/authenticate/" and not is_in(client)
    assert client.get("/staff/").url.startswith("/account/login/")


def test_who_becomes_staff_after_a_code_cannot_set_up_a_second_step_with_it():
    client, _ = come_in()
    make_staff("new@example.org", role="editor")
    assert client.get("/staff/").url == "/account/second-step/"
    assert client.get("/account/2fa/totp/activate/").url == "/account/second-step/"
    assert "sign in with your password" in client.get("/account/second-step/").content.decode()


def test_a_member_may_set_up_a_second_step():
    client, _ = come_in()
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200 and "<svg" in page.text and "<?xml" not in page.text


def test_pages_that_need_a_sign_in_lead_to_the_door():
    assert Client().get("/account/2fa/").url == "/join/?next=/account/2fa/"


def test_the_page_is_not_kept_and_not_found_by_search_engines():
    page = Client().get(JOIN)
    assert "no-store" in page["Cache-Control"] and "noindex" in page.content.decode()
