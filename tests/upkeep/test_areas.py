"""Whom a service is limited to: the areas of here come first, all others are behind their kind."""

import pytest

from tests.factories import AreaFactory
from tests.upkeep.listings import at, filled, group_with_service, member, public
from upkeep import drafts

pytestmark = pytest.mark.django_db


def test_areas_of_here_and_those_ticked_come_first_and_saving_keeps_them():
    here, far, ticked = (
        AreaFactory(code=name, name=name) for name in ("Hartlepool", "Torbay", "Rye")
    )
    county = AreaFactory(code="tees-valley", name="Tees Valley", is_own=True)
    region = AreaFactory(code="north-east", name="Whole North East")
    county.parts.add(here)
    region.parts.add(county)
    organisation, service = group_with_service()
    service.coverage = [ticked]
    service = public(service)
    client, address = member(organisation), at(organisation, "services", service.uid, "area")
    page = client.get(address)
    first, others = page.context["form"].areas
    assert first == [here, ticked, county, region]
    assert [areas for _, areas in others] == [[far]]
    client.post(address, filled(page) | {"coverage_note": "Ask us."})
    service.refresh_from_db()
    assert list(drafts.newest(service).coverage.all()) == [ticked]
