"""Loading demonstration files gives the same records every time, and leaves what people did since."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from demonstration.loader import load
from demonstration.reading import DataErrors, check, parse
from demonstration.vocabulary import Known
from places.models import Area, Postcode
from records.models import Standing, confirm
from services.models import Location, Service, Session, SessionChange
from services.needs import Need

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)  # a Wednesday

SMALL = """
[[place]]
key = "a-hall"
name = "A Hall"
city = "Hartlepool"
postcode = "TS24 8AY"

[[organisation]]
key = "knitters"
name = "Knitters"
kind = "group"
summary = "We knit."

  [[organisation.service]]
  key = "friday"
  name = "Friday"
  summary = "Come and knit."
  needs = ["crafts"]
  coverage = ["E06000001"]
  wait = "Two weeks"
  wait_days_ago = 10
  exclusions = "No cats."
  alternative_service = "cats"
  places = [{ place = "a-hall" }]
  sessions = [{ place = "a-hall", days = "FR", opens = "10:00", closes = "12:00" }]
  cancelled = [{ session = 0, in_days = 0, reason = "Flooded" }]
  checked_days_ago = 40
  checked_by = "the group itself"

  [[organisation.service]]
  key = "cats"
  name = "Cats"
  summary = "Cats knit too."
  checked_days_ago = 500
  checked_by = "a volunteer checker"
"""


@pytest.fixture
def words(db):
    Need.add_root(slug="crafts", name="Crafts")
    Area.objects.create(code="E06000001", name="Hartlepool", kind="council")
    Postcode.objects.create(key="TS248AY", lat=54.686, lon=-1.214, council_code="E06000001")


@pytest.fixture
def small(tmp_path, words):
    def book(text=SMALL):
        path = tmp_path / "small.toml"
        path.write_text(text, encoding="utf-8")
        made = parse([path])
        assert check(made, Known()) == []
        return made

    return book


def test_dates_count_from_the_day_of_set_up(small):
    load(small(), now=NOW)
    friday = Service.objects.get(source_id="friday")
    assert str(friday.wait_checked_on) == "2026-11-08"
    assert friday.standing.checked_at.date().isoformat() == "2026-10-09"
    assert friday.standing.state == Standing.State.CONFIRMED
    assert Service.objects.get(source_id="cats").standing.state == Standing.State.UNCONFIRMED


def test_a_session_is_cancelled_on_its_first_day_from_then_on(small):
    load(small(), now=NOW)
    change = SessionChange.objects.get()
    assert str(change.on) == "2026-11-20"
    assert change.session_uid == Session.objects.get().uid


def test_an_alternative_further_down_the_file_is_linked(small):
    load(small(), now=NOW)
    friday = Service.objects.get(source_id="friday")
    assert friday.live
    assert friday.alternative_service.source_id == "cats"


def test_a_place_gets_its_point_and_council_from_its_postcode(small):
    load(small(), now=NOW)
    place = Location.objects.get()
    assert (place.latitude, place.council.name) == (54.686, "Hartlepool")


def test_loading_twice_changes_nothing(small):
    load(small(), now=NOW)
    before = list(Service.objects.order_by("pk").values())
    rows = list(Session.objects.values())
    load(small(), now=NOW)
    assert list(Service.objects.order_by("pk").values()) == before
    assert list(Session.objects.values()) == rows
    assert SessionChange.objects.count() == 1
    assert Standing.objects.count() == 2


def test_a_changed_file_changes_the_record_at_the_same_address(small):
    load(small(), now=NOW)
    address = Service.objects.get(source_id="friday").get_absolute_url()
    load(small(SMALL.replace("Come and knit.", "Come and purl.")), now=NOW)
    friday = Service.objects.get(source_id="friday")
    assert (friday.summary, friday.get_absolute_url()) == ("Come and purl.", address)


def test_what_staff_edited_stays_as_they_left_it(small):
    load(small(), now=NOW)
    friday = Service.objects.get(source_id="friday")
    friday.summary = "Knit with us."
    friday.save_revision().publish(skip_permission_checks=True)
    load(small(), now=NOW)
    assert Service.objects.get(source_id="friday").summary == "Knit with us."


def test_a_real_check_is_not_undone(small):
    load(small(), now=NOW)
    confirm(Service.objects.get(source_id="cats"), role="website manager", at=NOW)
    load(small(), now=NOW + timedelta(days=1))
    assert Service.objects.get(source_id="cats").standing.checked_by_role == "website manager"


def test_a_listing_taken_out_of_the_files_is_withdrawn(small):
    load(small(), now=NOW)
    shorter = SMALL[: SMALL.rindex("  [[organisation.service]]")]
    load(small(shorter.replace('alternative_service = "cats"', 'alternative = "Ask."')), now=NOW)
    assert not Service.objects.get(source_id="cats").live


def test_a_need_that_is_not_loaded_is_named_and_nothing_is_written(small):
    Need.objects.all().delete()
    with pytest.raises(DataErrors, match="friday: “crafts” is not among the needs loaded"):
        load(small(), now=NOW)
    assert not Service.objects.exists()


@pytest.mark.parametrize("command", ["load_demonstration", "setup_demonstration"])
def test_nothing_is_loaded_outside_the_demonstration(db, command):
    with pytest.raises(CommandError, match="demonstration settings"):
        call_command(command)
    assert not Service.objects.exists()
