"""What people searched for, as a group and as staff see it: counts only, and what would help."""

from datetime import timedelta

import pytest
from django.utils import timezone

from places.models import Area
from search.counts import SearchCount, week_of
from services.models import Need
from tests import people
from tests.factories import AreaFactory, OrganisationFactory, ServiceFactory
from tests.upkeep.listings import at, member, words
from upkeep.found_by import Kind, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabulary():
    """Crafts with art below the same need; two councils."""
    creative = Need.add_root(slug="creative", name="Hobbies", phrases="hobby")
    creative.add_child(slug="crafts", name="Crafts", phrases="eg: knitting", listing_phrases="yarn")
    creative.add_child(slug="art", name="Painting", phrases="paint")
    Need.add_root(slug="debt", name="Debt", phrases="owe money")
    AreaFactory(code="E06000001", name="Hartlepool", kind=Area.Kind.COUNCIL, lat=54.7, lon=-1.2)
    AreaFactory(code="E06000004", name="Stockton", kind=Area.Kind.COUNCIL, lat=54.57, lon=-1.32)


def asked(need, *, searches=12, term="", area="E06000001", nothing_near=0):
    SearchCount.objects.create(
        week=week_of(timezone.localdate()) - timedelta(weeks=2),
        need=need,
        term=term,
        area=area,
        searches=searches,
        nothing_near=nothing_near,
    )


def crafts(organisation=None, *, name="Friday club", coverage=("E06000001",)):
    organisation = organisation or OrganisationFactory(name="Croft Terrace")
    service = ServiceFactory(organisation=organisation, name=name, in_person=True)
    service.needs.add(Need.objects.get(slug="crafts"))
    service.coverage.set(Area.objects.filter(code__in=coverage))
    service.save()
    return organisation, service


def test_a_group_sees_the_topics_that_found_it_with_rounded_counts():
    organisation, service = crafts()
    asked("crafts")
    asked("debt")
    page = member(organisation).get(at(organisation, "searched"))
    assert "Crafts, HartlepoolThey found Friday club 10 " in words(page)
    assert service.get_absolute_url() in page.text and "Debt" not in page.text


def test_fewer_than_five_searches_are_not_shown():
    organisation, _ = crafts()
    asked("crafts", searches=4)
    text = words(member(organisation).get(at(organisation, "searched")))
    assert "Nothing to show yet" in text and "Crafts" not in text


def test_who_is_kept_out_by_area_hears_where_people_asked_and_where_to_change_it():
    organisation, service = crafts(coverage=("E06000004",))
    asked("crafts")
    page = member(organisation).get(at(organisation, "searched"))
    assert (
        "People in Hartlepool asked. Your listing says it is only for people in Stockton."
        in words(page)
    )
    assert at(organisation, "services", service.uid, "area") in page.text


def test_who_stands_on_the_second_page_hears_it():
    others = [OrganisationFactory(name=f"Group {n}") for n in range(7)]
    for n in range(21):
        crafts(others[n // 3], name=f"Crafts {n}")
    organisation, service = crafts()
    asked("crafts")
    (outcome,) = outcomes(organisation)
    assert (outcome.kind, outcome.service, outcome.page) == (Kind.NEARLY, service.uid, "what")
    assert "on page 2" in outcome.why


def test_what_stands_next_to_what_it_does_is_a_question_and_no_more():
    organisation, _ = crafts()
    asked("art")
    asked("debt")
    (outcome,) = outcomes(organisation)
    assert (outcome.kind, outcome.topic.need, outcome.page) == (Kind.BESIDE, "art", "needs")


def test_a_group_that_nobody_can_find_yet_hears_that():
    organisation = OrganisationFactory(live=False)
    text = words(member(organisation).get(at(organisation, "searched")))
    assert "People can find you once your listing is public" in text


def test_it_is_the_groups_own_page():
    organisation, _ = crafts()
    address = at(organisation, "searched")
    assert member(OrganisationFactory(), "else@example.org").get(address).status_code == 404
    assert people.visitor().get(address).status_code == 302
    dashboard = member(organisation).get(at(organisation))
    assert address in dashboard.text


def test_staff_see_all_topics_and_those_with_nothing_near():
    asked("crafts", searches=12, nothing_near=7)
    asked("debt", searches=31, nothing_near=4, area="")
    asked("art", searches=4, nothing_near=4)
    client = people.editor()
    text = client.get("/staff/desk/searched/").text
    unmet, every = text.split('id="topics"')
    assert "Hartlepool\n</th><td>5</td><td>10</td>" in unmet and "Debt" not in unmet
    assert "No place given\n</th><td>30</td>" in every and "Painting" not in text
    assert "/staff/desk/searched/" in client.get("/staff/").text


def test_it_says_so_where_searches_are_not_counted(settings):
    settings.SEARCH_COUNTS = False
    organisation, _ = crafts()
    page = member(organisation).get(at(organisation, "searched"))
    assert "does not count what people search for" in words(page)
