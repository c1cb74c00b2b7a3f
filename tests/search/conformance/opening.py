"""What is open, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from services.models import Closure, SessionChange
from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    SessionFactory,
)
from tests.search.conformance.listings import (
    TUESDAY,
    names,
    only_hit,
    service,
)


class Open:
    @pytest.fixture
    def chess(self, db):
        made = service("Chess club")
        return SessionFactory(service=made, byday="TU", opens_at="10:00", closes_at="12:00")

    def test_open_now(self, chess):
        assert names(open="now", at=TUESDAY) == ["Chess club"]
        assert names(open="now", at=TUESDAY + timedelta(hours=3)) == []

    def test_open_later_today(self, chess):
        assert names(open="today", at=TUESDAY - timedelta(hours=3)) == ["Chess club"]
        assert names(open="today", at=TUESDAY + timedelta(hours=3)) == []

    def test_hours_not_known_are_never_open(self, db):
        service("Chess club")
        for state in ("now", "today", "evening", "weekend"):
            assert names(open=state, at=TUESDAY) == []

    def test_across_midnight(self, db):
        SessionFactory(
            service=service("Night café"), byday="MO", opens_at="22:00", closes_at="04:00"
        )
        at_three = TUESDAY.replace(hour=3, minute=0)
        assert names(open="now", at=at_three) == ["Night café"]
        assert names(open="now", at=at_three + timedelta(days=1)) == []

    def test_a_bank_holiday(self, db):
        for answer in ("open", "closed", "unknown"):
            SessionFactory(service=service(f"Chess {answer}"), byday="MO", bank_holidays=answer)
        easter_monday = datetime(2026, 4, 6, 10, 0, tzinfo=UTC)
        assert names(open="now", at=easter_monday) == ["Chess open"]

    def test_on_the_night_the_clocks_go_back(self, db):
        SessionFactory(
            service=service("Night café"), byday="SU", opens_at="01:30", closes_at="03:00"
        )
        # 01:30 to 02:00 comes twice: from 00:30 UTC until 03:00 UTC it is open.
        assert names(open="now", at=datetime(2026, 10, 25, 1, 45, tzinfo=UTC)) == ["Night café"]
        assert names(open="now", at=datetime(2026, 10, 25, 2, 59, tzinfo=UTC)) == ["Night café"]
        assert names(open="now", at=datetime(2026, 10, 25, 3, 1, tzinfo=UTC)) == []

    def test_a_cancelled_session_is_not_open(self, chess):
        SessionChange.objects.create(session_uid=chess.uid, on=TUESDAY.date())
        assert names(open="now", at=TUESDAY) == []

    def test_a_closed_building_is_not_open(self, db):
        made, place = service("Chess club"), LocationFactory()
        ServiceAtLocationFactory(service=made, location=place)
        SessionFactory(service=made, location=place)
        Closure.objects.create(location=place, first_day=TUESDAY.date(), last_day=TUESDAY.date())
        assert names(open="now", at=TUESDAY) == []
        assert names(open="now", at=TUESDAY + timedelta(days=7)) == ["Chess club"]

    def test_evening_and_weekend(self, db):
        SessionFactory(
            service=service("Late chess"), byday="TH", opens_at="19:00", closes_at="21:00"
        )
        SessionFactory(service=service("Saturday chess"), byday="SA")
        assert names(open="evening", at=TUESDAY) == ["Late chess"]
        assert names(open="weekend", at=TUESDAY) == ["Saturday chess"]

    def test_the_hit_says_whether_it_is_open(self, chess):
        hit = only_hit("chess", at=TUESDAY)
        assert (hit.open_state, hit.open_words) == ("open", "Open now until midday")
