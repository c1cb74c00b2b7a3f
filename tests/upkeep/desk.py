"""The website manager's desk for tests: what there is to do, reading it and pressing its buttons."""

import re
import uuid
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from records.models import confirm
from tests import people
from tests.factories import (
    OrganisationFactory,
    ServiceFactory,
)
from upkeep import reports, submissions
from upkeep.models import CallTask

DESK = "/staff/desk/"


def overdue(record, days=10):
    """Checked so long ago that its check has been due for `days`."""
    return confirm(
        record,
        role="the group itself",
        at=timezone.now() - timedelta(days=days + (30 if hasattr(record, "topics") else 180)),
    )


def reported(record, **given):
    return reports.keep(record, uid=uuid.uuid4(), what="other", **given)


def to_call(record, **given):
    return CallTask.objects.create(
        content_type=ContentType.objects.get_for_model(record, for_concrete_model=False),
        object_id=record.pk,
        record_uid=record.uid,
        why=CallTask.Why.NO_ANSWER,
        made_at=timezone.now(),
        **given,
    )


def section(page, slug):
    """The words of one section of the desk."""
    html = page.content.decode()
    found = re.search(rf'<section[^>]* id="{slug}".*?</section>', html, re.S)
    return found[0] if found else ""


def count(page, slug):
    return int(re.search(r"\((\d+)\)</h2>", section(page, slug))[1])


def do(client, slug, key, action, **data):
    return client.post(f"{DESK}{slug}/{key}/{action}/", {"from": "desk", **data})


def said(response):
    """What the desk says was done, once its page is opened again."""
    return response.wsgi_request.session["desk-done"]["words"]


CHECKED = {"role": "the website manager", "note": "Rang them."}


def sent_in(client_user, organisation, **changes):
    """A service of `organisation` with a change that waits for review; returns the submission."""
    service = ServiceFactory(organisation=organisation)
    draft = service.get_latest_revision_as_object()
    for name, value in ({"alert": "New room"} | changes).items():
        setattr(draft, name, value)
    draft.save_revision(user=client_user)
    return service, submissions.send(organisation, by=client_user)


def group_with_owner():
    organisation = OrganisationFactory()
    return organisation, people.owner(organisation).user


def approve_data(page, submission):
    """What the browser sends with "Approve all of it"."""
    form = re.search(rf'action="[^"]*{submission.uid}/approve/".*?</form>', page, re.S)[0]
    return dict(re.findall(r'name="(seen|from)" value="([^"]*)"', form))
