"""A NUL, which PostgreSQL refuses, comes from broken programs: it is left out, and nothing breaks."""

import pytest

from organisations.models import Organisation
from tests.upkeep.listings import at, filled, group_with_service, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    organisation, service = group_with_service()
    return organisation, service, member(organisation)


@pytest.mark.parametrize("slug", ["needs", "who"])
def test_a_nul_in_what_is_looked_for(group, slug):
    organisation, service, client = group
    address = at(organisation, "services", service.uid, slug)
    sent = filled(client.get(address)) | {"look": "de\x00bt", "look_now": "1"}
    assert client.post(address, sent).status_code == 200


def test_a_nul_in_the_note_to_staff(group):
    organisation, _, client = group
    Organisation.objects.get(pk=organisation.pk).save_revision()
    assert client.post(at(organisation, "send"), {"note": "Hel\x00lo"}).status_code == 302
    assert organisation.submissions.get().note == "Hello"
