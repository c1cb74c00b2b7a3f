"""The website manager's desk: true counts, oldest first, each row done from the one screen."""

import re
import uuid
from datetime import timedelta

from django.utils import timezone

from organisations.models import (
    OrganisationAccount,
)
from records.models import Check, Standing
from tests import people
from tests.factories import (
    OrganisationFactory,
    ServiceFactory,
)
from tests.upkeep.desk import (
    CHECKED,
    DESK,
    count,
    do,
    group_with_owner,
    overdue,
    reported,
    said,
    section,
    sent_in,
    to_call,
)
from upkeep.likely_pairs import look_for_pairs
from upkeep.models import CallTask, ProblemReport, Run


def test_a_second_press_says_that_it_is_done(manager):
    report = reported(ServiceFactory())
    for _ in range(2):
        done = do(manager, "reports", report.uid, "close", outcome="right")
    assert "Somebody has dealt with this already." in said(done)


def test_oldest_first_twenty_on_the_desk_and_all_on_a_page(manager):
    services = [ServiceFactory(name=f"Number {n:02}") for n in range(23)]
    for n, service in enumerate(services):
        overdue(service, days=30 - n)
    page = manager.get(DESK)
    shown = re.findall(r"<h3>(Number \d+)</h3>", section(page, "due"))
    assert count(page, "due") == 23 and shown == [f"Number {n:02}" for n in range(20)]
    assert "See all 23" in section(page, "due")
    everything = manager.get(f"{DESK}due/")
    assert len(re.findall("<h3>Number", everything.content.decode())) == 23
    back = manager.post(
        f"{DESK}due/service_{services[22].uid}/confirm/", CHECKED | {"from": "section", "page": "1"}
    )
    assert back.headers["Location"] == f"{DESK}due/?page=1#done"


def test_an_editor_sees_the_desk_and_confirms_and_does_no_more(editor):
    service = ServiceFactory()
    overdue(service)
    report = reported(service)
    to_call(service)
    html = editor.get(DESK).content.decode()
    assert "confirm/" in html
    assert not re.search(r"/(hide|unconfirmed|close|called)/", html)
    for slug, row, action in (
        ("calls", service.uid, "hide"),
        ("calls", service.uid, "unconfirmed"),
        ("reports", report.uid, "close"),
        ("calls", service.uid, "called"),
    ):
        do(editor, slug, row, action, why="x", outcome="right", answer="no_number")
    assert service.standing.state == Standing.State.CONFIRMED
    assert ProblemReport.objects.filter(closed_at=None).exists()
    assert CallTask.objects.filter(done_at=None).exists()
    do(editor, "calls", service.uid, "confirm", role="an editor", note="Their web page")
    assert service.standing.checked_by_role == "an editor"


def test_nobody_else_reaches_the_desk(db):
    service = ServiceFactory()
    overdue(service)
    paths = [DESK, f"{DESK}due/", f"{DESK}due/service_{service.uid}/confirm/"]
    other = people.ordinary_user()
    for path in paths:
        assert people.visitor().post(path, CHECKED).headers["Location"].startswith("/account/login")
        assert other.post(path, CHECKED).status_code == 404
    assert Check.objects.filter(record_uid=service.uid).count() == 1


def test_what_is_not_there_is_not_found(manager):
    service = ServiceFactory()
    overdue(service)
    for path in ("nothing/", f"due/service_{service.uid}/eat/"):
        assert manager.post(f"{DESK}{path}").status_code in (404, 405)
    assert manager.get(f"{DESK}nothing/").status_code == 404
    for key in ("x", "service_x", f"nothing_{service.uid}", f"service_{uuid.uuid4()}"):
        done = do(manager, "due", key, "confirm", **CHECKED)
        assert "already" in said(done)


def test_the_last_timed_work_is_told(manager):
    assert "never run" in section(manager.get(DESK), "run")
    Run.objects.create(started_at=timezone.now(), error="Mail server gone")
    assert "Mail server gone" in section(manager.get(DESK), "run")


def test_the_desk_is_first_in_the_menu_and_on_the_front_page(manager):
    reported(ServiceFactory())
    page = manager.get("/staff/").content.decode()
    assert "1 thing to do" in page and f'href="{DESK}"' in page


def test_as_many_queries_for_500_records_as_for_five(manager, django_assert_max_num_queries):
    organisation = OrganisationFactory()
    services = ServiceFactory.create_batch(5, organisation=organisation)
    for n in range(495):
        services.append(ServiceFactory(organisation=organisation, name=f"More {n}"))
    past = timezone.now() - timedelta(days=5)
    Standing.objects.bulk_create(Standing(record_uid=s.uid, due_at=past) for s in services)
    for service in services[:60]:
        reported(service)
        to_call(service)
    look_for_pairs()
    with django_assert_max_num_queries(90):
        page = manager.get(DESK)
    assert count(page, "due") == 440 and count(page, "reports") == 60
    assert count(page, "calls") == 60
    with django_assert_max_num_queries(50):
        assert manager.get(f"{DESK}due/").content.count(b"<h3>") == 100


def test_what_was_deleted_since_is_neither_shown_nor_counted(manager):
    organisation, user = group_with_owner()
    OrganisationAccount.objects.create(organisation=organisation, is_trusted=True)
    service, _ = sent_in(user, organisation, alert="Back on Monday")
    service.delete()
    assert count(manager.get(DESK), "trusted") == 0
