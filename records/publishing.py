"""Scheduled publishing that never stops at the first record that may not be public."""

import logging
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Revision

from records.forms import reasons_in_words

logger = logging.getLogger(__name__)

REFUSED = "records.publish.refused"


@dataclass
class Outcome:
    """What one run did: records withdrawn, published, and refused with the reason in words."""

    withdrawn: list = field(default_factory=list)
    published: list = field(default_factory=list)
    refused: list = field(default_factory=list)


def publish_due(now=None):
    """Withdraw what has expired and publish what is due; returns an Outcome.

    A revision that may not be public (any more) stays a draft, is no longer scheduled, and its
    history says why. Pages go the same way.
    """
    now = now or timezone.now()
    outcome = Outcome()
    for record in _expired(now):
        record.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        outcome.withdrawn.append(record)
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for revision in list(due):
        _publish(revision, outcome)
    return outcome


def _expired(now):
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin):
            yield from list(model.objects.filter(live=True, expire_at__lt=now))


def _publish(revision, outcome):
    record = revision.content_object
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled", skip_permission_checks=True)
    except ValidationError as error:
        reason = reasons_in_words(error, type(record))
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(instance=record, action=REFUSED, data={"reason": reason}, revision=revision)
        logger.warning("Scheduled publishing refused: %s %s", type(record).__name__, record.pk)
        outcome.refused.append((record, reason))
    else:
        outcome.published.append(record)
