"""Publishing at a time: one record that may not be public never stops the others."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from records.publishing import publish_due
from tests.factories import CrisisLineFactory, OrganisationFactory, ServiceFactory


def scheduled(record, **changes):
    """A version of `record` with changes, planned for a moment that has just passed."""
    draft = record.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    revision = draft.save_revision()
    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    return revision


@pytest.fixture
def refused(db):
    """A record that has become unfit since it was planned, before a good one."""
    bad, good = CrisisLineFactory(name="Bad"), OrganisationFactory(name="Good")
    scheduled(bad, source_page="")
    scheduled(good, summary="New words")
    return bad, good, publish_due()


def test_the_others_are_published(refused):
    _, good, outcome = refused
    good.refresh_from_db()
    assert good.summary == "New words" and outcome.published == [good]


def test_the_refused_one_stays_as_it_was_and_its_history_says_why(refused):
    bad, _, _ = refused
    bad.refresh_from_db()
    assert bad.source_page and bad.live
    entry = ModelLogEntry.objects.get(action="records.publish.refused")
    assert "public page" in entry.data["reason"] and entry.object_id == str(bad.pk)


def test_the_refused_one_is_not_tried_again(refused):
    assert not publish_due().refused


def test_what_has_expired_is_withdrawn(db):
    service = ServiceFactory(expire_at=timezone.now() - timedelta(days=1))
    publish_due()
    service.refresh_from_db()
    assert not service.live and service.expired


def test_the_command_is_ours_and_tells_what_it_did(db, capsys):
    scheduled(CrisisLineFactory(name="Bad"), owner_role="")
    call_command("publish_scheduled")
    told = capsys.readouterr()
    assert "0 published, 0 withdrawn, 1 refused." in told.out
    assert "which role keeps this record right" in told.err
