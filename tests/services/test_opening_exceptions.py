"""Days on which a session is off or a place is closed."""

import uuid
from datetime import date, time

from services.models import Closure, SessionChange
from services.opening import (
    Exceptions,
    Hours,
    occurrences_on,
    state_at,
)
from tests.services.hours import london, row


class TestExceptions:
    uid = uuid.uuid4()
    monday = row(byday="MO", uid=uid, location_id=5)

    def change(self, on=date(2026, 11, 23), **fields):
        return SessionChange(session_uid=self.uid, on=on, **fields)

    def test_cancelled(self):
        (found,) = occurrences_on(
            [self.monday], date(2026, 11, 23), [self.change(reason="Hall flooded")]
        )
        assert found.is_cancelled and found.reason == "Hall flooded"
        state = state_at(
            [self.monday], london(2026, 11, 23, 11), [self.change(reason="Hall flooded")]
        )
        assert state.words == "Closed today (Hall flooded). Opens on Monday 30 November at 10am"

    def test_other_sessions_stay(self):
        other = row(byday="MO", uid=uuid.uuid4())
        assert state_at([other], london(2026, 11, 23, 11), [self.change()]).is_open

    def test_other_time(self):
        change = self.change(is_cancelled=False, opens_at=time(14), closes_at=time(15))
        assert not state_at([self.monday], london(2026, 11, 23, 11), [change]).is_open
        assert state_at([self.monday], london(2026, 11, 23, 14), [change]).is_open

    def test_other_day(self):
        change = self.change(
            date(2026, 11, 25), is_cancelled=False, opens_at=time(14), closes_at=time(15)
        )
        assert state_at([self.monday], london(2026, 11, 25, 14), [change]).is_open

    def test_cancelling_a_day_it_never_runs_shows_nothing(self):
        assert (
            occurrences_on([self.monday], date(2026, 11, 24), [self.change(date(2026, 11, 24))])
            == []
        )

    def test_the_place_is_closed(self):
        closure = Closure(
            location_id=5,
            first_day=date(2026, 11, 23),
            last_day=date(2026, 11, 24),
            reason="Boiler",
        )
        elsewhere = row(byday="MO", location_id=6)
        found = occurrences_on([self.monday, elsewhere], date(2026, 11, 23), [], [closure])
        assert sorted((o.row.location_id, o.is_cancelled) for o in found) == [(5, True), (6, False)]

    def test_the_place_has_other_times(self):
        hours = Hours(byday="MO,TU", opens_at=time(9), closes_at=time(17), location_id=5)
        building = Hours(**{**hours.__dict__, "is_building": True})
        closure = Closure(
            location_id=5,
            first_day=date(2026, 11, 23),
            last_day=date(2026, 11, 29),
            opens_at=time(10),
            closes_at=time(12),
        )
        at = london(2026, 11, 23, 13)
        assert not state_at([building], at, [], [closure]).is_open
        assert state_at([building], london(2026, 11, 23, 11), [], [closure]).is_open
        assert state_at([hours], at, [], [closure]).state == "unknown", "a session partly outside"
        assert state_at([self.monday], london(2026, 11, 23, 11), [], [closure]).is_open
        assert not state_at([building], london(2026, 11, 28, 11), [], [closure]).is_open

    def test_a_place_opens_specially_for_one_day(self):
        building = Hours(
            byday="MO", opens_at=time(9), closes_at=time(17), location_id=5, is_building=True
        )
        special = Closure(
            location_id=5,
            first_day=date(2026, 12, 26),
            last_day=date(2026, 12, 26),
            opens_at=time(10),
            closes_at=time(12),
        )
        assert state_at([building], london(2026, 12, 26, 11), [], [special]).is_open

    def test_made_once_for_many(self):
        exceptions = Exceptions([self.change()], [])
        assert not state_at([self.monday], london(2026, 11, 23, 11), exceptions).is_open
