"""Many services at once: the file one gets, the file one sends, what changes, and nothing else."""

import pytest

from services.models import Service
from tests import people
from tests.factories import OrganisationFactory
from tests.upkeep import sheets
from upkeep.drafts import newest
from upkeep.models import SheetUpload, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    """An organisation of three services, and a client of its editor."""
    organisation = OrganisationFactory(name="Anchor")
    sheets.provider(organisation)
    return organisation, people.member(organisation)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_one_gets_and_sends_back_changes_nothing(own, kind):
    organisation, client = own
    content = client.get(sheets.address(organisation, f"services.{kind}")).content
    page = sheets.send(client, organisation, content, f"services.{kind}")
    assert "Nothing has changed" in page.text
    assert not SheetUpload.objects.exists()


def test_a_changed_cell_is_shown_first_and_kept_as_a_draft_sent_as_one(own):
    organisation, client = own
    rows = sheets.downloaded(client, organisation)
    assert rows[0]["Phone numbers"] == "'+44 (0)1632 960 001 (Office)"
    assert rows[0]["Days and times"] == "Tuesday 10am to 12pm"
    rows[0] |= {"In one sentence": "Tea & talk.", "Days and times": "Tuesdays 2pm to 4pm"}
    page = sheets.send(client, organisation, rows)
    assert "Tea &amp; talk." in page.text and "Tuesday 2pm to 4pm" in page.text
    assert not Submission.objects.exists()
    sheets.keep(client, organisation, page)
    service = Service.objects.get(uid=rows[0]["Reference"])
    assert service.summary == "Come in for a cup of tea."
    assert newest(service).summary == "Tea & talk."
    assert [s.opens_at.hour for s in newest(service).sessions.all()] == [14]
    assert [i.record_uid for i in Submission.objects.get().items.all()] == [service.uid]
