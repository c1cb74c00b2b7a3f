"""The area's own colours, name and words."""

import pytest
from django.core.exceptions import ValidationError

from pages.colours import contrast
from pages.models import AreaSettings


@pytest.fixture
def ours(site):
    return AreaSettings.objects.get(site=site)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_own_colours_are_a_style_sheet_that_pages_name_by_version(client, ours):
    before = client.get("/").content.decode()
    ours.brand_colour = "#5a2348"
    ours.save()
    after = client.get("/").content.decode()
    address = after.split('href="/brand.css?')[1].split('"')[0]
    assert address not in before
    assert "--od-brand:#5a2348" in client.get("/brand.css").content.decode()


def test_style_sheet_is_not_sent_again_when_it_is_the_same(client, site):
    etag = client.get("/brand.css").headers["ETag"]
    assert client.get("/brand.css", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("colour", ["#ffcc00", "#77aadd", "#ffffff"])
def test_a_colour_too_light_to_read_is_refused_with_one_that_works(ours, colour):
    ours.brand_colour = colour
    with pytest.raises(ValidationError) as refused:
        ours.full_clean()
    message = refused.value.message_dict["brand_colour"][0]
    assert "too light to read" in message
    suggested = "#" + message.split("#")[1][:6]
    ours.brand_colour = suggested
    ours.full_clean()


def test_something_that_is_no_colour_gets_a_plain_message(ours):
    ours.brand_colour = "teal"
    with pytest.raises(ValidationError) as refused:
        ours.full_clean()
    assert "#14525c" in refused.value.message_dict["brand_colour"][0]


def test_own_name_crisis_wording_and_footer_are_on_every_page(client, ours):
    ours.name, ours.crisis_heading = "Hartlepool Helps", "Need someone now?"
    ours.footer_text = "<p>Run by the <b>alliance</b>.</p>"
    ours.save()
    html = client.get("/about/").content.decode()
    assert "Hartlepool Helps" in html and "Need someone now?" in html
    assert "Run by the <b>alliance</b>" in html


def test_outlines_are_those_of_our_own_councils(client, ours):
    area = ours.own_areas.get()
    area.geometry = {"type": "Point", "coordinates": [-1.2, 54.7]}
    area.save()
    features = client.get("/areas/outline.json").json()["features"]
    assert [feature["properties"]["name"] for feature in features] == ["Hartlepool"]
