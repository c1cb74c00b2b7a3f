"""The pages that every site starts with."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from accounts.models import User
from hubs.models import CrisisLine
from pages.models import AreaSettings, HomePage, InformationPage
from pages.starter import make_site

PAGES = [
    "/where-to-start/",
    "/looking-after-someone/",
    "/home-from-hospital/",
    "/professionals/",
    "/about/",
    "/how-listings-are-checked/",
    "/accessibility/",
    "/privacy/",
    "/browsing-history/",
    "/contact/",
]


@pytest.mark.parametrize("address", PAGES)
def test_each_page_is_there_with_one_heading(client, site, address):
    html = client.get(address).content.decode()
    assert html.count("<h1") == 1
    assert "{councils}" not in html and "{name}" not in html and "{contact}" not in html


def test_home_has_the_search_first_then_ways_in(client, site):
    html = client.get("/").content.decode()
    places = [html.index(text) for text in ('name="q"', "I look after someone", "Choose a topic")]
    assert places == sorted(places)
    assert 'href="/needs/mental-health/"' in html
    assert "Hartlepool" in html


def test_every_link_of_the_home_page_to_a_page_of_ours_works(client, site):
    html = client.get("/").content.decode()
    assert all(f'href="{address}"' in html for address in PAGES if address != "/browsing-history/")


def test_contact_page_gives_the_teams_email(client, site):
    assert "mailto:team@example.org" in client.get("/contact/").content.decode()


def test_making_the_site_again_changes_nothing_that_staff_wrote(site):
    page = InformationPage.objects.get(slug="about")
    page.title = "About us"
    page.save()
    before = Page.objects.count()
    make_site(name="Another name", councils=[], public_url="http://testserver")
    assert Page.objects.count() == before
    assert InformationPage.objects.get(slug="about").title == "About us"
    assert AreaSettings.objects.get(site=site).name == "Help in Hartlepool"


def test_a_council_that_is_not_loaded_is_named(db):
    with pytest.raises(ValueError, match="E00000000"):
        make_site(name="x", councils=["E00000000"])


def test_page_about_history_offers_the_way_out(client, site):
    html = client.get("/browsing-history/").content.decode()
    assert "Exit this page" in html
    assert "Exit this page" not in client.get("/about/").content.decode().split("<main")[0]


def test_printed_page_is_in_large_type_without_the_menu(client, site):
    html = client.get("/about/?print=1").content.decode()
    assert "od-printing" in html
    assert "Back to the page" in html


def test_start_area_makes_a_site_with_crisis_lines_to_confirm(db):
    call_command(
        *("start_area", "Help here", "--council", "hartlepool", "--council", "Darlington"),
        staff_email="first@example.org",
        verbosity=0,
    )
    assert HomePage.objects.live().count() == 1
    assert CrisisLine.objects.count() >= 5 and not CrisisLine.objects.filter(live=True).exists()
    assert User.objects.get().is_superuser
    ours = AreaSettings.objects.get()
    assert sorted(ours.own_areas.values_list("name", flat=True)) == ["Darlington", "Hartlepool"]


def test_start_area_names_the_council_that_may_be_meant(db):
    with pytest.raises(CommandError, match="Did you mean Hartlepool"):
        call_command("start_area", "x", council=["hartlepol"], staff_email="a@example.org")
    assert not HomePage.objects.exists()
