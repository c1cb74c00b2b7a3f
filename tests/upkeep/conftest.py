"""What tests of several subjects ask for."""

from datetime import timedelta

import pytest

from outbox.sending import send_due
from tests.upkeep.checked import START
from upkeep.reminders import remind


@pytest.fixture
def days(time_machine):
    """Go to so many days after the start, do the timed work of reminders, send the mail."""
    time_machine.move_to(START, tick=False)

    def go(number, *, run=True):
        time_machine.move_to(START + timedelta(days=number), tick=False)
        done = remind() if run else {}
        send_due()
        return done

    return go
