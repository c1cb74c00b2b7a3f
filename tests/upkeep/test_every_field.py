"""Every field of the public record is on a page of its organisation, or there is a reason why not."""

import pytest

from organisations.models import Organisation
from services.models import Location, Service
from upkeep.changes import lists, plain_fields, row_relations
from upkeep.page_tables import PAGES
from upkeep.sheet_columns import COLUMNS

SITES_OWN = "Where it came from: the importer writes it."
FROM_POSTCODE = "Worked out from the postcode, or set by staff on the map."
#: What people of an organisation do not write themselves, with the reason.
NOT_ON_A_PAGE = {
    "source": SITES_OWN,
    "source_id": SITES_OWN,
    "source_url": SITES_OWN,
    "private_notes": "Only staff see it.",
    "organisation": "A service moves to another organisation by staff, who ask both.",
    "declined_needs": "Topics that the organisation unticks; written by the page of topics.",
    "kept_by": "A place moves to another keeper by staff, who ask both.",
    "uprn": "A register's number, which staff or the importer give.",
    "latitude": FROM_POSTCODE,
    "longitude": FROM_POSTCODE,
    "coordinates_from": FROM_POSTCODE,
    "council": FROM_POSTCODE,
    "ward": FROM_POSTCODE,
}
#: Fields of rows that a page asks for in another way.
ASKED_OTHERWISE = {
    "freq": "often", "interval": "often", "byday": "days", "bymonthday": "as it is now",
    "location": "add_place",
}  # fmt: skip


def on_pages(model):
    """Names of the fields and rows that the pages of a record ask for."""
    names = {name for page in PAGES[model] for name in page.form._meta.fields or []}
    return names | {kind.relation for page in PAGES[model] for kind in page.form.row_kinds}


@pytest.mark.parametrize("model", [Organisation, Service, Location])
def test_every_field_of_a_record_is_on_a_page_or_has_a_reason(model):
    fields = {field.name for field in [*plain_fields(model), *lists(model)]}
    every = fields | set(row_relations(model))
    left_out = every - on_pages(model)
    assert left_out <= set(NOT_ON_A_PAGE)
    assert not on_pages(model) & set(NOT_ON_A_PAGE)


@pytest.mark.parametrize("model", [Organisation, Service, Location])
def test_every_field_of_a_row_is_in_its_form(model):
    kinds = {kind.relation: kind for page in PAGES[model] for kind in page.form.row_kinds}
    for relation, row_model in row_relations(model).items():
        fields = {field.name for field in plain_fields(row_model)}
        asked = set(kinds[relation].form._meta.fields)
        assert fields - asked <= set(ASKED_OTHERWISE), relation


def test_no_reason_is_given_for_what_is_not_there():
    every = {f.name for model in PAGES for f in [*plain_fields(model), *lists(model)]}
    assert set(NOT_ON_A_PAGE) <= every


def test_the_sheet_leaves_out_people_to_contact_and_nothing_else():
    """A cell cannot hold the tick of the person whose name it would make public."""
    columns = {column.name.partition("-")[0] for column in COLUMNS}
    columns |= set(Service.ATTENDING) if "ways" in columns else set()
    assert on_pages(Service) - columns == {"contacts"}
