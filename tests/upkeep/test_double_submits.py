"""A form that is sent many times at the same moment leaves what it leaves when it is sent once."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from tests.upkeep.pressing import FORMS, pressed, trunk

pytestmark = pytest.mark.django_db(transaction=True)

#: One for each way in which "once" is kept: the uid of a form, a row of its own, and a lock.
A_HUNDRED_TIMES = ("report", "begin_a_group", "send_for_review")
#: Each press may send a code of its own, as far as the limit goes: only the newest is good.
CODES = "ask_for_a_code"
#: Who signs in leaves no row. Any other form does.
SIGNS_IN = "type_the_code"


@pytest.fixture(autouse=True)
def one_moment(time_machine):
    """A note with the minute in it is tried within one minute."""
    time_machine.move_to(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=False)


def test_a_hundred_presses_leave_what_one_leaves():
    trunk()
    assert {name: differing(name, 100) for name in A_HUNDRED_TIMES} == dict.fromkeys(
        A_HUNDRED_TIMES
    )


def test_a_few_presses_of_any_form_leave_what_one_leaves():
    trunk()
    names = [name for name in FORMS if name not in (*A_HUNDRED_TIMES, CODES)]
    assert len(names) > 35
    assert {name: differing(name, 3) for name in names} == dict.fromkeys(names)


def test_many_who_ask_for_a_code_at_once_make_one_account_and_five_mails_at_most():
    grown, _ = pressed(FORMS[CODES](), 8)
    assert grown["accounts.User"] == 1 and grown["mails that went"] <= 5
    assert User.objects.count() == 1


def differing(name, times):
    """None where one press leaves something, many leave the same, and none fails; else both."""
    once, answer = pressed(FORMS[name](), 1)
    many, answers = pressed(FORMS[name](), times)
    is_done = set(answer) == {302} and (once or name == SIGNS_IN)
    return None if is_done and many == once and max(answers) < 500 else (once, many, answers)
