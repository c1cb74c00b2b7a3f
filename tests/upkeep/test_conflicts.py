"""Two people change the same record; somebody is removed while writing."""

import pytest

from organisations.models import Membership, OrganisationAccount, Role
from services.models import Service
from tests.factories import SessionFactory
from tests.upkeep.listings import at, filled, group_with_service, member, public, words
from upkeep import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def both():
    """Two people of one group with the same page open: (address, [(client, form)], service)."""
    organisation, service = group_with_service(name="Knitting", summary="We knit.")
    address = at(organisation, "services", service.uid, "what")
    clients = [member(organisation), member(organisation, "eddie@example.org", Role.EDITOR)]
    return address, [(client, filled(client.get(address))) for client in clients], service


def newest(service):
    return drafts.newest(Service.objects.get(pk=service.pk))


def test_the_second_sees_both_versions_and_overwrites_nothing(both):
    address, ((one, first), (two, second)), service = both
    one.post(address, first | {"name": "Crochet"})
    page = two.post(address, second | {"name": "Sewing"})
    assert page.status_code == 409
    assert "Yours: Sewing" in words(page) and "Theirs: Crochet" in words(page)
    assert newest(service).name == "Crochet"


def test_each_field_is_chosen_by_itself(both):
    address, ((one, first), (two, second)), service = both
    one.post(address, first | {"name": "Crochet", "summary": "We crochet."})
    page = two.post(address, second | {"name": "Sewing", "summary": "We sew."})
    sent = dict(page.context["typed"]) | {"seen": page.context["seen"]}
    two.post(address, sent | {"choose-name": "mine", "choose-summary": "theirs"})
    assert (newest(service).name, newest(service).summary) == ("Sewing", "We crochet.")


def test_what_only_the_other_changed_is_offered_as_theirs(both):
    address, ((one, first), (two, second)), _ = both
    one.post(address, first | {"summary": "We crochet."})
    page = two.post(address, second | {"name": "Sewing"})
    chosen = {one.answer.name: one.chosen for one in page.context["differences"]}
    assert chosen == {"name": "mine", "summary": "theirs"}


def test_the_same_answer_twice_is_no_conflict(both):
    address, ((one, first), (two, second)), service = both
    one.post(address, first | {"name": "Crochet"})
    assert two.post(address, second | {"name": "Crochet"}).status_code == 302
    assert Service.objects.get(pk=service.pk).revisions.count() == 2


def test_another_page_of_the_same_record_keeps_what_the_first_saved(both):
    address, ((one, first), (two, _)), service = both
    cost = address.replace("/what/", "/cost/")
    late = filled(two.get(cost))
    one.post(address, first | {"name": "Crochet"})
    two.post(cost, late | {"cost": "free"})
    assert (newest(service).name, newest(service).cost) == ("Crochet", "free")


def test_whom_we_may_ask_is_kept_though_another_page_was_saved_meanwhile(both):
    _, ((one, _), (two, _)), service = both
    about = at(service.organisation, "about")
    late = filled(two.get(f"{about}private/"))
    one.post(f"{about}more/", filled(one.get(f"{about}more/")) | {"description": "New words."})
    two.post(f"{about}private/", late | {"contact_email": "ask@example.org"})
    account = OrganisationAccount.objects.get(organisation=service.organisation)
    assert account.contact_email == "ask@example.org"


def test_what_is_said_about_a_time_is_kept_though_another_page_was_saved_meanwhile():
    organisation, service = group_with_service()
    SessionFactory(service=service)
    service = public(service)
    one, two = member(organisation), member(organisation, "eddie@example.org")
    what, when = (at(organisation, "services", service.uid, page) for page in ("what", "when"))
    late = filled(two.get(when))
    one.post(what, filled(one.get(what)) | {"name": "Crochet"})
    two.post(when, late | {"sessions-0-booking": "book", "sessions-0-notes": "In term time."})
    session = newest(service).sessions.get()
    assert (session.booking, session.notes) == ("book", "In term time.")


def test_rows_of_two_people_are_shown_side_by_side():
    organisation, service = group_with_service()
    address = at(organisation, "services", service.uid, "contact")
    one, two = member(organisation), member(organisation, "eddie@example.org")
    first, second = filled(one.get(address)), filled(two.get(address))
    one.post(address, first | {"phones-0-number": "01632 960001"})
    page = two.post(address, second | {"phones-0-number": "01632 960002"})
    assert "Yours: 01632 960002" in words(page) and "Theirs: 01632 960001" in words(page)
    sent = dict(page.context["typed"]) | {"seen": page.context["seen"]}
    two.post(address, sent | {"choose-phones": "mine"})
    assert [row.number for row in newest(service).phones.all()] == ["01632 960002"]


def test_somebody_removed_gets_back_what_they_typed_and_nothing_else(both):
    address, ((one, first), _), service = both
    Membership.objects.all().delete()
    page = one.post(address, first | {"name": "My long text", "summary": "Mine too"})
    assert page.status_code == 404
    assert "You can no longer edit this" in page.text
    assert "My long text" in page.text and "Mine too" in page.text
    assert "Knitting" not in page.text and str(service.uid) not in page.text
