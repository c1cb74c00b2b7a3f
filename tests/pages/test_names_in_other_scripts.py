"""A name in a script that is written from the right does not turn round the words beside it."""

import re

from tests.factories import OrganisationFactory, ServiceFactory
from tests.people import member

NAME = "مركز النور (Hartlepool)"


def test_names_keep_to_themselves_beside_other_words(client, db):
    organisation = OrganisationFactory(name=NAME)
    service = ServiceFactory(organisation=organisation, name=NAME, alternate_name=NAME)
    public = client.get(service.get_absolute_url())
    own = member(organisation).get(f"/listings/{organisation.uid}/")
    for page in (public, own):
        main = page.text.partition("<main")[2]
        beside = re.findall(rf"<(\w+)([^>]*)>{re.escape(NAME)}</", main)
        assert len(beside) > 1
        assert [
            one for one in beside if one[0] not in ("bdi", "h1") and 'dir="auto"' not in one[1]
        ] == []
