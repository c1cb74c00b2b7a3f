"""Languages, communities, areas, prices, ways in and named services: in a cell and back again."""

import io
from uuid import uuid4

import openpyxl
import pytest

from organisations.models import Community
from services.models import Audience, CostOption, Language, Service, ServiceRoute
from tests import people
from tests.factories import AreaFactory, OrganisationFactory, ServiceFactory
from tests.upkeep import sheets
from upkeep.drafts import newest
from upkeep.sheet_columns import COLUMNS, cells_of
from upkeep.sheet_difference import compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    """An organisation, a client of its editor, and a service that says everything."""
    organisation = OrganisationFactory(name="Anchor")
    (service,) = sheets.provider(organisation, 1)
    polish, arabic = (
        Language.objects.get_or_create(code=code, defaults={"name": name})[0]
        for code, name in (("pol", "Polish"), ("ara", "Arabic"))
    )
    carers = Audience.objects.get_or_create(slug="carers", defaults={"name": "Carers"})[0]
    women = Community.objects.get_or_create(slug="women", defaults={"name": "Women"})[0]
    service.languages, service.audiences = [polish, arabic], [carers]
    service.serves, service.led_by = [women], [women]
    service.coverage = [AreaFactory()]
    service.coverage_note, service.interpretation_services = "And nearby.", "BSL on request"
    service.exclusions, service.alternative_url = "Under 18s", "https://www.example.org/other"
    service.alternative_service = ServiceFactory(
        name="Youth café", organisation=OrganisationFactory(name="Harbour")
    )
    service.cost_options = [
        CostOption(option="Adults", amount="2.50", amount_description="tea included"),
        CostOption(option="Carers", amount=0, sort_order=1),
    ]
    service.routes = [
        ServiceRoute(referrer="self", how="Just turn up."),
        ServiceRoute(referrer="gp", how="Ring us", phone="01632 960 007", email="gp@example.org"),
    ]
    service.contacts.create(name="Jo Public", title="Organiser", phone="01632 960 999")
    service.save()
    return organisation, people.member(organisation), service


CELLS = {
    "Languages spoken": "Arabic; Polish",
    "Made for": "Carers",
    "Communities that it serves": "Women",
    "Communities that run it": "Women",
    "Only for people of": "Hartlepool (council area)",
    "About the area": "And nearby.",
    "Interpreters": "BSL on request",
    "Service they can go to instead": "Youth café (Harbour)",
    "Web page of where they can go": "https://www.example.org/other",
    "Prices": "£2.50 Adults (tea included); Free Carers",
    "How to start: I need help myself": "Just turn up.",
    "How to start: GP or surgery": "Ring us (01632 960 007, gp@example.org)",
    "How to start: Police": "",
}


def only_row(client, organisation):
    (row,) = sheets.downloaded(client, organisation)
    return row


def test_a_cell_says_it_in_words_and_names_no_person(own):
    organisation, client, _ = own
    row = only_row(client, organisation)
    assert {heading: row[heading] for heading in CELLS} == CELLS
    assert "Jo Public" not in str(row) and "960 999" not in str(row)


def test_a_new_row_with_the_same_cells_makes_a_service_that_says_the_same(own):
    organisation, client, service = own
    row = only_row(client, organisation)
    copied = row | {"Reference": "", "Name": "Twin"}
    sheets.send_and_keep(client, organisation, [row, copied])
    twin = newest(Service.objects.get(name="Twin"))
    for column in COLUMNS[1:]:
        assert column.words(twin) == column.words(service), column.heading
    assert not twin.contacts.exists()


def read(own, **changed):
    """The Difference that the only row makes with these cells changed; nothing is kept."""
    organisation, client, service = own
    cells = cells_of(newest(service)) | changed
    return compare(organisation, client.user, list(cells), [(2, cells)], uuid4())


@pytest.mark.parametrize(
    ("heading", "typed", "is_now"),
    [
        ("Languages spoken", "polish", "Polish"),
        ("Only for people of", "", ""),
        ("Prices", "£3 adults (tea included); free carers", "£3 adults (tea included); Free Carers"),
        ("Prices", "50p a cup; 4", "£0.50 a cup; £4"),
        ("Prices", "£2: children from 1 April 2027 to 31/08/2027",
         "£2 children from 2027-04-01 to 2027-08-31"),
        ("How to start: GP or surgery", "Write to us (www.example.org)",
         "Write to us (https://www.example.org)"),
        ("How to start: Police", "Ring the desk (day or night)", "Ring the desk (day or night)"),
        ("Web page of where they can go", "", ""),
    ],
)  # fmt: skip
def test_a_changed_cell_makes_that_difference_and_no_other(own, heading, typed, is_now):
    found = read(own, **{heading: typed})
    ((change,),) = [row.changes for row in found.rows]
    assert (change.heading, change.after) == (heading, is_now)


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"Only for people of": "e06000001"},
        {"Languages spoken": "polish;ARABIC ;"},
        {"Prices": "£2.50 Adults (tea included)\nFree Carers"},
    ],
)
def test_what_means_the_same_is_no_difference(own, cells):
    found = read(own, **cells)
    assert (found.rows, found.errors, found.same) == ([], [], 1)


def test_a_price_and_a_way_in_keep_their_identity_when_their_words_change(own):
    typed = {"Prices": "£3 Adults; Free Carers", "How to start: GP or surgery": "Ring twice"}
    (row,) = read(own, **typed).rows
    for name in ("cost_options", "routes"):
        uids = [{row.uid for row in getattr(one, name).all()} for one in (own[2], row.service)]
        assert uids[0] == uids[1]
    assert row.service.contacts.get().name == "Jo Public"


@pytest.mark.parametrize(
    ("heading", "typed", "words"),
    [
        ("Languages spoken", "Polnish", "Did you mean “Polish”?"),
        ("Made for", "Careers", "Did you mean “Carers”?"),
        ("Communities that run it", "Womens", "Did you mean “Women”?"),
        ("Only for people of", "Hartlepol", "Did you mean “Hartlepool (council area)”?"),
        ("Service they can go to instead", "Youth cafe", "Did you mean “Youth café (Harbour)”?"),
        ("How people can use it", "in persn", "Did you mean “in person”?"),
        ("Running", "Runing", "Did you mean “Running”"),
        ("Prices", "£2.555 adults", "not an amount of money"),
        ("Prices", "£3 adults (tea", "We cannot read"),
        ("Prices", "£3 until 31/02/2027", "Type a day"),
        ("How to start: Police", "(01632 960 001)", "Say what to do first"),
    ],
)
def test_what_no_list_knows_is_named_with_the_nearest_that_it_does(own, heading, typed, words):
    (error,) = read(own, **{heading: typed}).errors
    assert (error.row, error.column, error.typed) == (2, heading, typed) and words in error.message


def test_a_heading_that_we_do_not_know_is_told_with_the_nearest(own):
    found = read(own, **{"Languages spokn": "Polish", "Our code": "x"})
    assert dict(found.unused)["Our code"] == "" and found.same == 1
    assert "Did you mean “Languages spoken”" in dict(found.unused)["Languages spokn"]


def test_check_08_who_cannot_use_it_needs_where_they_can_go_in_the_sheet_too(own):
    (error,) = read(own, **{"Service they can go to instead": ""}).errors
    assert (error.row, error.column) == (2, "Where they can go instead")
    assert "Say where they can go instead." in error.message


def test_somebody_elses_service_is_named_only_if_it_is_public(own):
    for live in (True, False):
        ServiceFactory(name=f"Night line {live}", live=live)
        found = read(own, **{"Service they can go to instead": f"Night line {live}"})
        assert bool(found.rows) is live and bool(found.errors) is not live


def test_the_workbook_says_which_words_may_be_typed_and_offers_the_single_ones(own):
    organisation, client, _ = own
    content = client.get(sheets.address(organisation, "services.xlsx")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    services, lists = book.worksheets[:2]
    assert lists.title == "What may be typed"
    columns = {
        column[0].value: [c.value for c in column[1:] if c.value] for column in lists.columns
    }
    assert "Polish" in columns["Languages spoken"]
    assert "Hartlepool (council area)" in columns["Only for people of"]
    assert columns["Cost"][:1] == ["Free"]
    headings = {cell.column_letter: cell.value for cell in services[1]}
    offered = {headings[str(v.sqref)[: str(v.sqref).index("2")]]: v.formula1
               for v in services.data_validations.dataValidation}  # fmt: skip
    assert set(offered) == {"Running", "Cost", "Needs a referral", "Needs a diagnosis"}
    sheet, _, cells = offered["Cost"].rpartition("!")
    assert sheet == "'What may be typed'"
    assert [c[0].value for c in lists[cells.replace("$", "")]] == columns["Cost"]
    assert "Polish" in client.get(sheets.address(organisation)).text


def test_a_ward_is_typed_by_its_name_with_its_council_where_two_share_it(own):
    organisation, client, service = own
    there, stockton = AreaFactory(), AreaFactory(code="E06000004", name="Stockton-on-Tees")
    ward = {"kind": "ward", "parent": there}
    headland = AreaFactory(code="E05013044", name="Headland", **ward)
    victoria = AreaFactory(code="E05013047", name="Victoria", **ward)
    AreaFactory(code="E05001551", name="Victoria", kind="ward", parent=stockton)
    row = only_row(client, organisation)

    def put(words):
        rows = [(2, row | {"Only for people of": words})]
        return compare(organisation, client.user, list(row), rows, namespace=uuid4())

    for typed in ("headland WARD", "Headland ward, Hartlepool", "Headland (ward E05013044)"):
        found = put(f"{typed}; Victoria ward (Hartlepool)")
        assert found.errors == []
        assert {*found.changed[0].service.coverage.all()} == {headland, victoria}
    (error,) = put("Victoria ward").errors
    assert "Victoria ward (Hartlepool)” or “Victoria ward (Stockton-on-Tees)" in error.message
    (error,) = put("Headland").errors
    assert "Did you mean “Headland ward (Hartlepool)”" in error.message
    service.coverage = [headland, there]
    service.save_revision()
    row = only_row(client, organisation)
    assert row["Only for people of"] == "Hartlepool (council area); Headland ward (Hartlepool)"
    assert put(row["Only for people of"]).same == 1
