"""Likely duplicates: found where a person would say "that's us", and nobody accused otherwise."""

import pytest

from organisations import duplicates
from organisations.alike import digits, likeness, mail_domain, name_parts, site
from organisations.dismissals import dismiss
from organisations.models import OrganisationPhone
from services import duplicates as service_duplicates
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("Hartlepool Carers", "Hartlepool Carers Ltd"),
        ("The Hartlepool Carers", "HARTLEPOOL CARERS (charity)"),
        ("St. Mary's", "Saint Marys Church Hall"),
        ("Middlesborough Chess Club", "Middlesbrough Chess Club"),
        ("Bread & Butter Redcar", "Bread and Butter, Redcar CIC"),
        ("Café Ceòl", "Cafe Ceol"),
    ],
)
def test_the_same_name_differently_written_is_found(typed, listed):
    one = OrganisationFactory(name=listed)
    assert [found for found, why in duplicates.likely(typed)] == [one]


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("Hartlepool Carers", "Stockton Carers"),
        ("Hartlepool Carers", "Hartlepool Careers"),
        ("Hartlepool Mind", "Hartlepool Mencap"),
        ("Hartlepool Community Centre", "Hartlepool Church Hall"),
        ("St Mary's", "St Mark's"),
        ("1st Redcar Scouts", "2nd Redcar Scouts"),
        ("Redcar Youth Group", "Redcar Youth Club"),
        ("Age UK Teesside", "Age UK"),
        ("", "The"),
    ],
)
def test_different_groups_are_not_taken_for_each_other(typed, listed):
    OrganisationFactory(name=listed)
    assert duplicates.likely(typed) == []


def test_the_same_website_host_number_or_address_is_found():
    one = OrganisationFactory(
        name="Anchor", website="https://www.anchor.example.org/about", email="hi@anchor.example.org"
    )
    OrganisationPhone.objects.create(organisation=one, number="+44 (0)1632 960 001")
    ask = {
        "the same website": {"website": "anchor.example.org"},
        "the same phone number": {"phone": "01632 960001"},
        "the same e-mail domain": {"email": "moira@anchor.example.org"},
        "the same e-mail address": {"email": "HI@anchor.example.org"},
    }
    for why, words in ask.items():
        assert duplicates.likely("Quite Another Name", **words) == [(one, why)]


def test_what_everybody_shares_says_nothing():
    OrganisationFactory(name="Anchor", website="https://facebook.com/anchor", email="a@gmail.com")
    assert duplicates.likely("Beacon", website="facebook.com/beacon", email="b@gmail.com") == []
    found = duplicates.likely("Beacon", website="https://www.facebook.com/Anchor/")
    assert [why for _, why in found] == ["the same website"]
    for number in range(4):
        OrganisationFactory(name=f"Part {number} of it", website="https://council.example.org")
    assert duplicates.likely("Beacon", website="council.example.org") == []


def test_a_postcode_alone_is_not_enough_but_helps_a_name():
    one = OrganisationFactory(name="Redcar Youth Group")
    LocationFactory(kept_by=one, postcode="TS10 1AA")
    assert duplicates.likely("Chess", postcode="ts101aa") == []
    found = duplicates.likely("Redcar Youth Club", postcode="ts101aa")
    assert found == [(one, "a name that is like it, the same postcode")]


def test_nothing_unpublished_or_secret_is_found_out():
    OrganisationFactory(name="Hartlepool Carers", live=False)
    assert duplicates.likely("Hartlepool Carers") == []
    refuge = OrganisationFactory(name="Redcar Youth Group")
    LocationFactory(kept_by=refuge, postcode="TS10 1AA", is_confidential=True)
    assert duplicates.likely("Redcar Youth Club", postcode="TS10 1AA") == []


def test_best_come_first_and_five_at_most():
    for _ in range(7):
        OrganisationFactory(name="Hartlepool Carers Ltd")
    best = OrganisationFactory(name="Hartlepool Carers", email="hello@carers.example.org")
    found = duplicates.likely("Hartlepool Carers", email="hello@carers.example.org")
    assert len(found) == 5 and found[0][0] == best


def test_pairs_for_the_desk_until_somebody_says_they_differ():
    one, other = OrganisationFactory(name="Anchor"), OrganisationFactory(name="Anchor Ltd")
    OrganisationFactory(name="Beacon")
    branch = OrganisationFactory(name="The Anchor", parent_organisation=one)
    found = duplicates.pairs()
    assert {(a, b) for a, b, _ in found} == {(one, other), (other, branch)}
    dismiss(other, one)
    dismiss(one, other)
    assert [(a, b) for a, b, _ in duplicates.pairs()] == [(other, branch)]


def test_services_alike_at_one_place_make_a_pair():
    hall, elsewhere = LocationFactory(), LocationFactory()
    lunch, again = ServiceFactory(name="Lunch club"), ServiceFactory(name="The Lunch Club")
    far = ServiceFactory(name="Lunch club")
    for service, place in ((lunch, hall), (again, hall), (far, elsewhere)):
        ServiceAtLocationFactory(service=service, location=place)
    assert service_duplicates.pairs() == [(lunch, again, "the same name at the same place")]
    dismiss(lunch, again)
    assert service_duplicates.pairs() == []


@pytest.mark.parametrize(
    ("one", "other"), [("01632 960001", "+44 1632 960001"), ("0044 1632 960 001", "(01632) 960001")]
)
def test_a_number_is_the_same_however_written(one, other):
    assert digits(one) == digits(other) == "01632960001"


def test_short_codes_and_odd_addresses_give_no_mark():
    assert digits("116 123") == "" and digits("") == ""
    assert site("http://[oops") == "" and site("nonsense") == "" and site("facebook.com") == ""
    assert mail_domain("nobody") == "" and mail_domain("a@GMAIL.com") == ""
    assert likeness(name_parts("???"), name_parts("!!!")) == 0
