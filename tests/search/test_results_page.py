"""The results page: what people see for what they typed, without a script."""

import re
from html import unescape

import pytest
from django.utils.html import escape

from places import edition
from places.models import Area, PlaceName, Postcode
from search.models import SearchCount
from services import vocabulary
from services.models import Need
from tests.factories import (
    AreaFactory,
    CrisisLineFactory,
    HubFactory,
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
    SinglePointOfAccessFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hartlepool():
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126, council_code="E06000001")
    return AreaFactory(code="E06000001", name="Hartlepool", kind=Area.Kind.COUNCIL)


@pytest.fixture
def page(client):
    def get(**asked):
        return client.get("/find/", asked)

    return get


@pytest.fixture
def html(page):
    return lambda **asked: page(**asked).content.decode()


def chess_near(**fields):
    service = ServiceFactory(name="Chess club", **fields)
    ServiceAtLocationFactory(service=service)
    return service


def tagged(name, need):
    service = ServiceFactory(name=name)
    service.needs.add(need)
    service.save()


def main_of(text):
    return text.split("<main")[1].split("</main>")[0]


def test_says_what_was_found_where_and_how_many(html, hartlepool):
    chess_near()
    text = html(q="chess", near="ts248ay")
    assert "“chess” near TS24 8AY" in text
    assert "<strong>1 service</strong> from 1 organisation" in text
    assert "1 found" in text.split("</title>")[0]


def test_each_hit_says_why_how_far_and_whether_it_is_open(html, hartlepool):
    service = chess_near(cost="free")
    SessionFactory(service=service, location=service.at_locations.get().location)
    text = html(q="chess", near="TS24 8AY")
    assert "Shown because “chess” is in its name" in text
    assert "ery close by" in text
    assert re.search(r'class="od-open--(open|closed|unknown)"', text)
    assert f'href="/services/{service.uid}/"' in text and ">Free<" in text


def test_keeps_what_was_typed_and_defuses_it(html):
    text = html(q='<script>alert("x")</script>', near='"><b>TS24')
    assert "<script>alert" not in text and "<b>TS24" not in text
    assert escape('<script>alert("x")</script>') in text


def test_with_nothing_asked_shows_the_form_and_ways_in_but_no_list(html):
    chess_near()
    text = main_of(html())
    assert 'name="q"' in text and "/needs/" in text and "Chess club" not in text


def test_a_provider_does_not_flood_the_page_and_the_rest_is_a_click_away(html, client):
    big = OrganisationFactory(name="Big provider")
    for number in range(15):
        ServiceFactory(organisation=big, name=f"Chess {number}")
    small = ServiceFactory(name="Chess for all")
    text = main_of(html(q="chess"))
    assert text.count('<article class="od-card"') < 16 and small.name in text
    address = re.search(r'href="([^"]+)">\d+ more from <bdi>Big provider', text)[1]
    theirs = main_of(client.get(unescape(address)).content.decode())
    assert "Run by Big provider" in theirs and "15 services" in theirs
    assert small.name not in theirs
    assert "Chess 1" in main_of(html(q="chess", organisation="nobody"))


def test_says_that_it_looked_further_when_nothing_is_near(html, hartlepool):
    far = LocationFactory(latitude=54.5253, longitude=-1.5530)
    ServiceAtLocationFactory(service=ServiceFactory(name="Chess club"), location=far)
    text = html(q="chess", near="TS24 8AY")
    assert "we looked further away" in text and "Chess club" in text


def test_a_misspelling_is_said_and_answered(html):
    for number in range(4):
        ServiceFactory(name=f"Chess club {number}")
    text = html(q="chses")
    assert "Showing results for <strong>chess</strong>" in text and "You typed “chses”" in text


def test_a_postcode_that_is_not_there_is_an_error_beside_its_field(html, hartlepool):
    chess_near()
    text = html(q="chess", near="TS24 9ZZ")
    assert text.split("<title>")[1].startswith("Error:")
    assert "There is a problem" in text and 'href="#id_near"' in text
    assert 'aria-describedby="id_near-error"' in text and 'value="TS24 9ZZ"' in text
    assert "These results are for all places" in text and "Chess club" in text


def test_a_name_of_two_places_is_a_choice_and_no_error(html):
    for source_id, council, lat in (("1", "E06000001", 54.6), ("2", "E06000005", 54.5)):
        name = "Hartlepool" if source_id == "1" else "Darlington"
        AreaFactory(code=council, name=name, kind=Area.Kind.COUNCIL)
        PlaceName.objects.create(
            source_id=source_id,
            name="Newton",
            lat=lat,
            lon=-1.3,
            population=0,
            council_code=council,
        )
    text = html(q="chess", near="Newton")
    assert "There is a problem" not in text
    assert "near=Newton%2C+Hartlepool" in text and "near=Newton%2C+Darlington" in text


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"age": "young"}, "Type an age in years, like 42."),
        ({"age": "999"}, "Type an age in years, like 42."),
        ({"within_km": "far"}, "Choose how far from the list."),
        ({"q": "word " * 60}, "Use fewer words."),
    ],
)
def test_a_wrong_filter_is_said_and_what_was_typed_is_kept(html, asked, message):
    text = html(**{"q": "chess", **asked})
    assert message in text and "There is a problem" in text
    assert all(escape(value.strip()) in text for value in asked.values())


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "biggest"},
        {"open": "never"},
        {"page": "-1"},
        {"page": "9" * 400},
        {"cost": "<b>"},
        {"needs": ["x"] * 500},
        {"q": "\x00 chess \u202e"},
        {"q": '"AND (NEAR/2'},
        {"within_km": "nan"},
        {"near": "🦀"},
    ],
)
def test_no_address_breaks_the_page(page, asked):
    ServiceFactory(name="Chess club")
    assert page(**{"q": "chess", **asked}).status_code == 200


def test_filters_show_their_counts_and_can_be_taken_off(html):
    ServiceFactory(name="Chess club", cost="free")
    ServiceFactory(name="Chess school", cost="paid")
    text = html(q="chess", cost="free")
    assert "Chess school" not in text and "Chess club" in text
    assert re.search(r'name="cost" value="free" checked', text)
    assert "There is a charge" in text
    assert 'href="/find/?q=chess">Free' in text


def test_long_filters_fold_their_rare_values(html):
    needs = [Need.add_root(slug=f"n-{number}", name=f"Need {number}") for number in range(14)]
    for name, held in (("Chess club", needs), ("Chess school", needs[13:])):
        service = ServiceFactory(name=name)
        service.needs.set(held)
        service.save()
    text = html(q="chess")
    assert re.search(r"Show \d+ more", text)
    assert text.index("Need 13") < text.index("Show ")


def test_a_crisis_comes_first_and_leaves_no_copy_behind(page, starter_vocabulary):
    CrisisLineFactory(name="999", number="999", is_emergency=True, topics=["danger"])
    CrisisLineFactory(name="Samaritans", topics=["mental_health"])
    ServiceFactory(name="Chess club")
    response = page(q="i want to kill myself")
    text = main_of(response.content.decode())
    assert text.index("Help right now") < text.index("<h1")
    assert text.index("999") < text.index("116 123") < text.index("<h1")
    assert "no-store" in response.headers["Cache-Control"]


def test_an_ordinary_question_shows_no_crisis_block_before_the_list(html, starter_vocabulary):
    ServiceFactory(name="Chess club")
    assert "Help right now" not in html(q="chess")


def test_a_question_about_abuse_offers_the_way_out(html, starter_vocabulary):
    text = html(q="my husband hits me")
    assert "Exit this page" in text
    assert "husband" not in text.split("<title>")[1].split("</title>")[0]  # History keeps titles.
    assert 'href="/needs/t-' in text and 'href="/needs/domestic-abuse/"' not in text
    assert "Exit this page" not in html(q="chess")


def test_no_answer_is_a_dead_end(html, hartlepool):
    hub = HubFactory(name="Old Bank hub")
    door = SinglePointOfAccessFactory(name="Adult front door")
    text = html(q="zzzzqqqq", near="TS24 8AY")
    assert "We found no service" in text
    assert hub.get_absolute_url() in text and door.get_absolute_url() in text
    assert "/needs/" in text


def test_help_by_phone_is_offered_besides_what_is_near(html, hartlepool):
    for number in range(25):
        ServiceAtLocationFactory(service=ServiceFactory(name=f"Chess {number}"))
    ServiceFactory(name="Chess by phone", by_phone=True, summary="Ring us.")
    text = html(q="chess", near="TS24 8AY")
    assert "Chess by phone" in text


def test_a_service_for_other_areas_is_named_with_whom_it_serves(html, hartlepool):
    darlington = AreaFactory(code="E06000005", name="Darlington", kind=Area.Kind.COUNCIL)
    service = ServiceFactory(name="Chess at home")
    service.coverage.set([darlington])
    service.save()
    text = html(q="chess", near="TS24 8AY")
    assert "do not serve TS24 8AY" in text
    assert "Only for people in Darlington" in text


def test_the_map_costs_nothing_until_it_is_asked_for(html, hartlepool):
    chess_near()
    text = html(q="chess", near="TS24 8AY")
    assert 'data-point="54.68710,-1.21260"' in text
    assert not re.search(r'(src|href)="[^"]*map\.(js|css)', text)


def test_a_confidential_place_has_no_point_address_or_distance(html, hartlepool):
    place = LocationFactory(
        name="Safe House", address_1="9 Hidden Road", postcode="TS24 7ZZ", is_confidential=True
    )
    service = ServiceFactory(name="Chess refuge")
    ServiceAtLocationFactory(service=service, location=place)
    service.coverage.set([hartlepool])
    service.save()
    for asked in ({}, {"print": "1"}, {"sort": "nearest"}):
        text = html(q="chess", near="TS24 8AY", **asked)
        assert "Chess refuge" in text
        for secret in ("Safe House", "Hidden Road", "TS24 7ZZ", "data-point", "54.68"):
            assert secret not in text


def test_prints_five_in_large_type_with_numbers_addresses_and_times(html):
    for number in range(7):
        service = ServiceFactory(name=f"Chess {number}")
        place = LocationFactory(name="Throston Hall")
        ServiceAtLocationFactory(service=service, location=place)
        SessionFactory(service=service, location=place)
        service.phones.create(number="01632 960 123")
        service.save()
    text = html(q="chess", print="1")
    assert text.count('class="od-printed"') == 5 and "od-printing" in text
    assert "01632 960 123" in text and "Throston Hall, 1 Example Street" in text
    assert "Tuesday, 10am to midday" in text


def test_sheets_of_paper_go_on_until_every_hit_was_printed(html):
    big = OrganisationFactory(name="Big provider")
    for number in range(9):
        ServiceFactory(organisation=big, name=f"Chess {number}")
    ServiceFactory(name="Chess for all")
    sheets = [html(q="chess", print="1", page=str(page)) for page in (1, 2, 3)]
    said = [re.search(r"(\d+ to \d+|\d+) of 10 services", sheet)[1] for sheet in sheets]
    numbers = [int(n) for sheet in sheets for n in re.findall(r">(\d+)\. <bdi>Chess", sheet)]
    assert said == ["1 to 4", "5 to 9", "10"] and numbers == list(range(1, 11))
    assert (
        len({n for sheet in sheets for n in re.findall(r"\d+\. <bdi>(Chess [\w ]+)", sheet)}) == 10
    )
    assert "page=2" in sheets[0] and "page=3" in sheets[1] and "next five" not in sheets[2]


@pytest.mark.parametrize("words", ["a", "the", "?!"])
def test_words_that_say_nothing_are_asked_about_kindly(html, words):
    ServiceFactory(name="The chess club")
    text = main_of(html(q=words))
    assert "We need a word or two more" in text and 'href="/needs/"' in text
    assert "Chess" not in text and "found" not in text


def test_a_place_alone_lists_what_is_near(html, hartlepool):
    chess_near()
    text = main_of(html(q="the", near="TS24 8AY"))
    assert "Chess club" in text and "a word or two more" not in text


def test_says_that_nothing_holds_the_words_and_only_a_broad_need_was_found(html):
    health = Need.add_root(slug="health", name="Health", phrases="dentist")
    for name in ("Heart group", "Walking to the hills"):
        tagged(name, health)
    assert "None of these services mentions “dentist”" in html(q="dentist")
    tagged("Find a dentist", health)
    assert "None of these services" not in html(q="dentist")


def test_says_how_far_it_is_to_somebody_far_outside_the_area(html, hartlepool):
    hartlepool.is_own = True
    hartlepool.save()
    AreaFactory(code="E09000001", name="City of London", kind=Area.Kind.COUNCIL)
    Postcode.objects.create(key="EC1A1BB", lat=51.52, lon=-0.0977, council_code="E09000001")
    Postcode.objects.create(key="SR81AA", lat=54.76, lon=-1.33, council_code="E06000047")
    chess_near()
    far = html(q="chess", near="EC1A 1BB")
    assert "is for Hartlepool." in far and re.search(r"is 22\d miles away from EC1A 1BB", far)
    assert "ask your own council, City of London," in far
    for near in ("TS24 8AY", "SR8 1AA"):
        assert "ask your own council" not in html(q="chess", near=near)


def test_check_15_three_clicks_print_one_page_of_five(client):
    """Find help, "Print in large type", and the printer's button (browser tests press that one)."""
    for number in range(7):
        ServiceFactory(name=f"Chess {number}")
    first = client.get("/find/?q=chess&near=").content.decode()
    address = re.search(r'href="([^"]*print=1[^"]*)"', first)[1].replace("&amp;", "&")
    printed = client.get(address).content.decode()
    assert printed.count('class="od-printed"') == 5
    assert 'data-od-print="Print this page"' in printed


def test_pages_go_on_and_keep_the_question(html):
    for number in range(45):
        ServiceFactory(name=f"Chess {number}")
    first = html(q="chess", cost="unknown")
    assert 'href="/find/?q=chess&amp;cost=unknown&amp;page=2"' in first
    second = html(q="chess", cost="unknown", page="2")
    assert 'aria-current="page"' in second
    shown = {name for text in (first, second) for name in re.findall(r">(Chess \d+)</a>", text)}
    assert len(shown) == 40


def test_a_page_costs_at_most_three_queries_however_many_hits(
    client, settings, hartlepool, django_assert_max_num_queries, monkeypatch
):
    settings.SITE_FACTS_SECONDS = 60
    for number in range(12):
        ServiceAtLocationFactory(service=ServiceFactory(name=f"Chess {number}"))
    Need.add_root(slug="games", name="Games", phrases="chess")
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 Firefox/140.0"  # Who is counted, too.
    client.get("/find/?q=chess&near=TS24+8AY")
    # As every second: it is due to look whether words or places have changed, once for a page.
    for seen in (vocabulary._Seen, edition._Seen):
        monkeypatch.setattr(seen, "until", 0)
    settings.PLACES_REFRESH_SECONDS = settings.VOCABULARY_CHECK_SECONDS = 60
    with django_assert_max_num_queries(3):
        client.get("/find/?q=chess&near=TS24+8AY")
    assert SearchCount.objects.get().searches == 2
