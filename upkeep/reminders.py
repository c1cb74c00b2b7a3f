"""Asking the people who look after a record whether it is still right. The rule: docs/freshness.md.

A run may be repeated, killed at any point, or run twice at once. What was asked is a Reminder, once
for each record, due date and number, written in one transaction with the mails that ask.
"""

import logging
import uuid
from collections import Counter
from datetime import timedelta
from enum import Enum

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from outbox.models import Message
from outbox.posting import post
from records.models import FreshnessSettings, Standing
from upkeep import due
from upkeep.call_tasks import ask_staff
from upkeep.checked_by_change import count_changes_as_checks
from upkeep.models import CallTask, Reminder
from upkeep.owners import addresses
from upkeep.reminder_words import subject, words
from upkeep.still_right_links import digest

logger = logging.getLogger(__name__)

KIND = "still-right"
#: The same actions as those by hand on the desk.
UNCONFIRMED = "upkeep.unconfirmed"
HIDDEN = "upkeep.hidden"
WHY = {True: "Two e-mails were not answered.", False: "There is nobody to ask."}


class Step(Enum):
    """What is to be done about a record that is due. The numbers are those of Reminder."""

    WAIT = 0
    FIRST = 1
    SECOND = 2
    HIDE = 3
    CALL = 4
    UNCONFIRM = 5


MAILED = (Step.FIRST, Step.SECOND, Step.HIDE)


def next_step(item, *, has_people, now, numbers):
    """The Step that is due at `now` for a due.Due, by the FreshnessSettings `numbers`."""
    standing = item.standing
    if standing.due_at > now or item.is_waiting:
        return Step.WAIT
    if has_people and 1 not in item.asked:
        return Step.FIRST
    if has_people and 2 not in item.asked:
        later = item.asked[1] + timedelta(days=numbers.second_after_days)
        return Step.SECOND if now >= max(later, standing.due_at) else Step.WAIT
    if not has_people and item.called_at is None:
        return Step.CALL
    if now < _silent_until(item, has_people, numbers):
        return Step.WAIT
    if item.stays:
        return Step.WAIT if _is_called(item, has_people) else Step.CALL
    if standing.state == Standing.State.CONFIRMED or standing.since is None:
        return Step.UNCONFIRM
    marked = max(standing.since, _silent_until(item, has_people, numbers))
    hidden_at = marked + timedelta(days=numbers.hidden_after_days)
    return Step.HIDE if now >= hidden_at else Step.WAIT


def _silent_until(item, has_people, numbers):
    """When waiting for an answer is over, after the second mail or (nobody to ask) after the call."""
    second = timedelta(days=numbers.second_after_days)
    last = timedelta(days=numbers.unconfirmed_after_days)
    if has_people:
        return max(item.asked[2], item.standing.due_at + second) + last
    return item.called_at + second + last


def _is_called(item, has_people):
    return not has_people or bool(item.called_at and item.called_at >= item.asked[2])


def remind(now=None):
    """Do all that is due at `now`; returns counts of what was done, by its name.

    A fault with some records leaves the others alone; `faults` counts them.
    """
    run = _Run(now or timezone.now())
    run.done.update({"checked by a change": count_changes_as_checks()})
    due.give_due_dates()
    run.look(due.due(run.now, ahead=due.AHEAD))
    for items in run.companies():
        run.one_by_one(run.write_to, items)
    for item, step in run.steps:
        if step not in MAILED or not run.people[item.record.uid]:
            run.one_by_one(run.act, item, step)
    return {what: count for what, count in run.done.items() if count}


class _Run:
    """One run at the moment `now`: the records, the step for each, and what was done."""

    def __init__(self, now):
        self.now, self.done = now, Counter()
        self.numbers = FreshnessSettings.load()
        self.people, self.steps = {}, []

    def look(self, items):
        known = {}
        for item in items:
            people = self._people(item.record, known)
            self.people[item.record.uid] = people
            step = next_step(item, has_people=bool(people), now=self.now, numbers=self.numbers)
            if step == Step.HIDE and not due.may_be_hidden(item.record, self.now):
                step = Step.WAIT
            self.steps.append((item, step))

    def _people(self, record, known):
        """Addresses of its owners; those of one organisation are looked up once."""
        own = getattr(record, "email", "")
        key = getattr(record, "organisation_id", None) or getattr(record, "kept_by_id", None)
        key = (key, own) if key else record.uid
        if key not in known:
            known[key] = addresses(record)
        return known[key]

    def one_by_one(self, act, *args):
        try:
            act(*args)
        except Exception:
            logger.exception("A reminder could not be made; the others go on.")
            self.done["faults"] += 1

    # Writing to people

    def companies(self):
        """Groups of (item, step) to write about in one transaction, as far as the day allows.

        Records looked after by any of the same people are one group, so that each person gets one
        mail. What is due soon comes along with what is due.
        """
        left = self.numbers.most_mails_a_day - self._written_to_today()
        for group in self._groups():
            if left <= 0:
                return
            if any(step in MAILED for _, step in group):
                left -= len({a for item, _ in group for a in self.people[item.record.uid]})
                yield group

    def _written_to_today(self):
        begun = timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)
        return Message.objects.filter(kind=KIND, created_at__gte=begun).count()

    def _groups(self):
        of_address, groups = {}, {}
        for number, (item, step) in enumerate(self.steps):
            people = [address.lower() for address in self.people[item.record.uid]]
            if not people:
                continue
            together = {of_address[a] for a in people if a in of_address}
            merged = [pair for n in sorted(together) for pair in groups.pop(n)]
            key = min([*together, number])
            groups[key] = [*merged, (item, step)]
            for address in [*people, *self._everybody(merged)]:
                of_address[address] = key
        return [groups[key] for key in sorted(groups)]

    def _everybody(self, pairs):
        return [a.lower() for item, _ in pairs for a in self.people[item.record.uid]]

    @transaction.atomic
    def write_to(self, group):
        asked = [self._ask(item, self._told(item, step)) for item, step in group]
        asked = [reminder for reminder in asked if reminder]
        by_address = {}
        for reminder in asked:
            for address in self.people[reminder.record_uid]:
                by_address.setdefault(address.lower(), (address, []))[1].append(reminder)
        for address, reminders in by_address.values():
            write(address, reminders)
            self.done["mails"] += 1

    def _told(self, item, step):
        """The number of the reminder for this record; 0 for none. What is due soon is asked too."""
        if step in MAILED:
            return step.value
        is_soon = item.standing.due_at > self.now and not item.is_waiting
        return 1 if is_soon and 1 not in item.asked else 0

    def _ask(self, item, number):
        """The Reminder, if it is for this run to write the mail; None if another run has done it."""
        if not number or not self._is_unanswered(item):
            return None
        record = item.record
        reminder, is_new = Reminder.objects.get_or_create(
            record_uid=record.uid,
            due_at=item.standing.due_at,
            number=number,
            defaults={
                "content_type": _content_type(record),
                "object_id": record.pk,
                "made_at": self.now,
            },
        )
        if not is_new:
            return None
        if number == Step.HIDE.value and not self._mark(item, Standing.State.HIDDEN, HIDDEN):
            reminder.delete()
            return None
        self.done[{1: "asked", 2: "asked again", 3: "told"}[number]] += 1
        return reminder

    # What needs no mail

    def act(self, item, step):
        if step == Step.CALL:
            self._call(item)
        elif step == Step.UNCONFIRM:
            self._unconfirm(item)
        elif step == Step.HIDE:
            self._mark(item, Standing.State.HIDDEN, HIDDEN)

    def _call(self, item):
        """Nobody to ask: a call, as long as there are not too many. Safety always gets its call."""
        why = CallTask.Why.NO_ANSWER
        if not self.people[item.record.uid]:
            why = CallTask.Why.NO_OWNER
            waiting = CallTask.objects.filter(why=why, done_at=None).count()
            if waiting >= self.numbers.most_open_calls and not item.stays:
                return
        self.done["calls"] += ask_staff(item.record, why, now=self.now)

    @transaction.atomic
    def _unconfirm(self, item):
        if not self._mark(item, Standing.State.UNCONFIRMED, UNCONFIRMED):
            return
        people = self.people[item.record.uid]
        why = CallTask.Why.NO_ANSWER if people else CallTask.Why.NO_OWNER
        since = item.asked.get(2) if people else item.standing.due_at
        self.done["calls"] += ask_staff(item.record, why, now=self.now, since=since)

    @transaction.atomic
    def _mark(self, item, state, action):
        """Put the record in `state` unless it has been confirmed meanwhile; whether it was."""
        standing = Standing.objects.select_for_update().get(pk=item.standing.pk)
        if standing.due_at != item.standing.due_at or standing.state == Standing.State.HIDDEN:
            return False
        standing.state, standing.since = state, self.now
        standing.save(update_fields=["state", "since"])
        why = WHY[bool(self.people[item.record.uid])]
        log(instance=item.record, action=action, data={"why": why})
        self.done[standing.get_state_display().lower()] += 1
        return True

    def _is_unanswered(self, item):
        standing = Standing.objects.select_for_update().get(pk=item.standing.pk)
        return standing.due_at == item.standing.due_at


def write(address, reminders, *, message_uid=None):
    """Write one mail that asks `address` about all `reminders`; returns the Message.

    Call it in the transaction that makes them: the mail is posted once for its first reminder.
    """
    message_uid = message_uid or uuid.uuid4()
    reminders = sorted(reminders, key=lambda r: (r.number != 3, r.due_at, r.pk))
    message = post(
        uid=message_uid,
        key=f"{KIND}:{reminders[0].pk}:{message_uid.hex[:8]}:{digest(address)}",
        kind=KIND,
        to=address,
        subject=subject(reminders),
        body=words(address, reminders, message_uid),
        about=reminders[0].record_uid if len(reminders) == 1 else None,
    )
    for reminder in reminders:
        reminder.messages.add(message)
    return message


def _content_type(record):
    return ContentType.objects.get_for_model(record, for_concrete_model=False)
