"""What the demonstration holds: enough of everything, and each special case it is there to show."""

import re
from datetime import timedelta

import pytest
from django.db.models import Count, Q
from django.utils import timezone

from hubs.models import Hub, SinglePointOfAccess
from organisations.models import Organisation
from records.models import Standing
from services.models import Closure, Location, Service, Session, SessionChange

pytestmark = pytest.mark.usefixtures("demonstration")
SIX = {"E06000001", "E06000002", "E06000003", "E06000004", "E06000005", "E06000047"}


def service(key):
    return Service.objects.published().get(source_id=key)


def test_the_files_have_no_mistakes(book):
    assert len(book.rows) > 700


def test_there_is_enough_of_it():
    assert Service.objects.published().count() >= 420
    assert Organisation.objects.published().count() >= 160
    assert Hub.objects.published().count() == 4
    assert SinglePointOfAccess.objects.published().count() == 2


def test_every_kind_of_organisation_is_there():
    kinds = set(Organisation.objects.published().values_list("kind", flat=True))
    assert kinds >= set(Organisation.Kind.values) - {Organisation.Kind.OTHER}


def test_every_organisation_is_marked_as_fictional():
    assert not Organisation.objects.filter(is_fictional=False).exists()
    assert not Service.objects.exclude(organisation__is_fictional=True).exists()


def test_every_record_may_be_public_by_the_rules_of_its_own():
    for model in (Organisation, Location, Service, Hub, SinglePointOfAccess):
        for record in model.objects.all():
            record.full_clean()


def test_every_place_has_a_point_and_a_council():
    assert not Location.objects.filter(Q(latitude=None) | Q(council=None)).exists()


def test_one_provider_has_sixty_services_all_written_differently():
    biggest = Organisation.objects.annotate(n=Count("services")).order_by("-n").first()
    assert (biggest.name, biggest.n) == ("Anchorlight", 60)
    assert len({s.description for s in biggest.services.all()}) == 60


@pytest.mark.parametrize("key", ["hub-headland", "hub-old-bank", "hub-seaton", "hub-billingham"])
def test_many_organisations_are_in_each_hub_on_different_days(key):
    hub = Hub.objects.published().get(source_id=key)
    sessions = Session.objects.filter(location=hub.location, service__live=True)
    assert sessions.values("service__organisation").distinct().count() >= 6
    days = {day[-2:] for s in sessions for day in s.byday.split(",")}
    assert days >= {"MO", "TU", "WE", "TH", "FR"}
    assert hub.location.schedules.exists()


def test_somebody_is_in_the_headland_hub_on_tuesday_from_several_organisations():
    place = Hub.objects.get(source_id="hub-headland").location
    tuesday = Session.objects.filter(location=place, byday__contains="TU")
    names = set(tuesday.values_list("service__organisation__name", flat=True))
    assert {"Tees Advice Desk", "Back on Shift", "Friends of the Headland Reading Room"} <= names


@pytest.mark.parametrize("key", ["spa-adults", "spa-young"])
def test_each_front_door_has_a_route_for_everybody_who_may_knock(key):
    point = SinglePointOfAccess.objects.published().get(source_id=key)
    referrers = set(point.routes.values_list("referrer", flat=True))
    assert referrers == {"self", "carer", "gp", "police", "professional"}
    assert point.routes.exclude(area=None).exists()
    assert point.routes.exclude(minimum_age=None, maximum_age=None).exists()
    assert "example.org" in point.response_time_source
    assert (point.without_care_team, point.without_diagnosis) == ("yes", "yes")
    assert point.service.live


def test_the_suicide_bereavement_service_serves_exactly_the_six_boroughs():
    support = service("after-the-wave-support")
    assert set(support.coverage.values_list("code", flat=True)) == SIX
    assert not support.at_locations.exists()


def test_the_county_line_is_by_phone_alone_and_serves_the_whole_county():
    line = service("pitlamp-county-line")
    assert line.ways_to_attend == ["by_phone"]
    assert [area.code for area in line.coverage.all()] == ["durham-county"]
    assert not line.at_locations.exists()


def test_lines_for_the_country_have_no_address():
    national = Service.objects.published().filter(coverage__code__in=["K02000001", "E92000001"])
    assert national.count() >= 6
    assert not national.filter(at_locations__isnull=False).exists()


def test_the_refuge_has_a_secret_address():
    place = service("fernhollow-refuge").at_locations.get().location
    assert place.is_confidential
    assert place.shown_address == []
    assert place.shown_point is None


def test_every_exclusion_says_where_to_go_instead():
    excluding = Service.objects.exclude(exclusions="")
    assert excluding.count() >= 8
    assert not excluding.filter(alternative="", alternative_service=None).exists()


def test_an_ended_service_leads_on_and_another_is_still_to_start():
    today = timezone.localdate()
    ended = service("tidal-minds-dip")
    assert ended.ends_on < today
    assert ended.onward_service.source_id == "keel-row-walk-and-talk"
    assert service("keel-row-steady-course").starts_on > today


def test_sessions_of_every_shape_are_there():
    assert Session.objects.filter(closes_at__lt="06:00", opens_at__gt="12:00").exists()
    assert Session.objects.filter(freq="MONTHLY").count() >= 10
    assert Session.objects.filter(interval=2).count() >= 4
    assert set(Session.objects.values_list("bank_holidays", flat=True)) == {
        "open",
        "closed",
        "unknown",
    }


def test_some_sessions_are_cancelled_or_moved_in_the_coming_weeks():
    today = timezone.localdate()
    coming = SessionChange.objects.filter(on__range=(today, today + timedelta(days=31)))
    assert coming.filter(is_cancelled=True).count() >= 5
    assert coming.filter(is_cancelled=False).exists()
    assert Closure.objects.filter(first_day__gte=today).exists()


def test_waits_have_their_dates_and_checks_their_roles():
    assert Service.objects.exclude(wait="").count() >= 25
    assert not Service.objects.exclude(wait="").filter(wait_checked_on=None).exists()
    uids = Service.objects.values("uid")
    checked = Standing.objects.filter(record_uid__in=uids)
    assert checked.exclude(checked_by_role="").count() >= 300
    assert checked.filter(state=Standing.State.UNCONFIRMED).exists()


def test_a_quarter_of_the_services_leave_their_needs_to_their_words():
    without = Service.objects.filter(needs=None).count() / Service.objects.count()
    assert 0.1 <= without <= 0.4


def test_prose_is_not_cut_from_a_pattern():
    """No four words begin more than a handful of descriptions."""
    begins = [" ".join(s.description.split()[:4]) for s in Service.objects.exclude(description="")]
    assert max(begins.count(begin) for begin in set(begins)) <= 3


def test_no_listing_uses_words_that_hurt():
    hurtful = re.compile(r"suffer(s|ing)? from|commit(ted|s)? suicide|\bvictims? of mental", re.I)
    said = [f"{s.name} {s.summary} {s.description}" for s in Service.objects.all()]
    assert [text[:60] for text in said if hurtful.search(text)] == []
