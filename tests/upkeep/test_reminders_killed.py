"""The timed work is killed wherever it writes, and run again: it comes to the same as without."""

from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import pytest
from django.core import mail
from django.db import connection, transaction

from outbox.models import Message
from outbox.sending import send_due
from records.models import Standing
from tests.factories import (
    ServiceFactory,
)
from tests.upkeep.checked import START, checked, group
from upkeep.models import CallTask, Reminder
from upkeep.reminders import remind

pytestmark = pytest.mark.django_db


@contextmanager
def rolled_back():
    """What is written inside is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Killed(BaseException):
    """As if the process had been killed."""


def killer(after):
    """Ends whatever runs before the statement number `after` that writes, once; never for 0.

    What only reads, or begins and ends a transaction, needs no number: being killed there is being
    killed before the next write.
    """
    left = [after]

    def wrapper(execute, sql, params, many, context):
        left[0] -= sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if left[0] == 0 and after:
            left[0] = -1
            raise Killed
        return execute(sql, params, many, context)

    return wrapper


def outcome():
    """All that a run has done, without primary keys and links."""
    standings = Standing.objects.order_by("due_at", "record_uid")
    reminders = Reminder.objects.order_by("due_at", "number", "messages__to")
    return [
        list(standings.values_list("due_at", "state", "since")),
        list(reminders.values_list("due_at", "number", "made_at", "messages__to")),
        list(CallTask.objects.order_by("why").values_list("why", "made_at")),
        list(Message.objects.order_by("subject", "to").values_list("subject", "to", "state")),
    ]


def one_of_each():
    """Due for a first, a second and a last mail, for a mark and a call, each with its own date."""
    group_of_two = group("two@example.org")
    for number, asked in enumerate([(), (15,), (30, 15), (100, 80), (), ()]):
        organisation = group_of_two
        if number >= 2:
            organisation = group(f"g{number}@example.org" if number != 4 else "")
        service = checked(ServiceFactory(organisation=organisation), 300 + number)
        standing = service.standing
        for times, days_ago in enumerate(asked, 1):
            Reminder.objects.create(
                record=service,
                record_uid=service.uid,
                due_at=standing.due_at,
                number=times,
                made_at=START - timedelta(days=days_ago),
            )
        if number == 3:
            since = START - timedelta(days=62)
            Standing.objects.filter(pk=standing.pk).update(state="unconfirmed", since=since)


def run_killed_at(statement):
    """Do all the work, ended at this statement; whether it came so far."""
    try:
        with connection.execute_wrapper(killer(statement)):
            remind()
            send_due()
    except Killed:
        return True
    return False


def test_killed_at_any_statement_and_run_again_it_comes_to_the_same(days):
    days(0, run=False)
    one_of_each()
    with rolled_back():
        assert not run_killed_at(0)
        expected = outcome()
        sent = sorted(to for m in mail.outbox for to in m.to)
    assert len(sent) == 3 and len(expected[2]) == 2
    for statement in count(1):
        mail.outbox.clear()
        with rolled_back():
            if not run_killed_at(statement):
                break
            taken = Message.objects.filter(state="sending").count()
            run_killed_at(0)
            found = outcome()
        went = sorted(to for m in mail.outbox for to in m.to)
        assert found[:3] == expected[:3], statement
        assert [m[:2] for m in found[3]] == [m[:2] for m in expected[3]], statement
        assert len(set(went)) == len(went) >= len(sent) - taken, statement
    assert statement > 20
