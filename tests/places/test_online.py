"""Online geocoders: asked seldom, believed with care, and never missed when they are gone."""

import socket
from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.utils import timezone
from geopy.geocoders.base import Geocoder

from places import online
from places.geocoders import Gazetteer
from places.geocoding import geocode_location
from places.models import GeocodeCache, GeocoderTurn
from places.where import locate
from services.geocoding import place_by_postcode
from tests.factories import LocationFactory
from tests.places.geocoder_server import drips, geocoder_server, nominatim, sends, silent

HALL = "Throston Road Hall, Hartlepool"
IN_HARTLEPOOL = (54.69, -1.22)
POSTCODE_ANSWER = {
    "status": 200,
    "result": {"postcode": "TS24 8ZZ", "latitude": 54.69, "longitude": -1.21},
}


@pytest.fixture(autouse=True)
def _places(starter_places, db):
    pass


@pytest.fixture
def serve(settings):
    """Set up an online geocoder that answers as given; returns its server."""
    settings.GEOCODER_INTERVAL_SECONDS = 0
    settings.GEOCODER_TIMEOUT_SECONDS = 0.5
    stack = []

    def serve(answer, name="nominatim"):
        context = geocoder_server(answer)
        server = context.__enter__()
        stack.append(context)
        settings.GEOCODERS = [*settings.GEOCODERS, name]
        settings.GEOCODER_OPTIONS |= {name: {"domain": server.domain, "scheme": "http"}}
        return server

    settings.GEOCODER_OPTIONS = {}
    yield serve
    for context in stack:
        context.__exit__(None, None, None)


def test_what_the_gazetteer_does_not_know_is_asked_online(serve):
    server = serve(nominatim(*IN_HARTLEPOOL))
    where = locate(HALL)
    assert (where.found, where.kind, where.point) == (True, "address", IN_HARTLEPOOL)
    assert "tees-valley" in where.area_codes and "OpenStreetMap" in where.message
    assert server.asked == [HALL]


@pytest.mark.parametrize(
    "typed", ["TS24 8AY", "Hartlepool", "TS24", "Whitchurch", "JE2 3AB", "BT1 5GS", "BFPO 58", ""]
)
def test_what_the_gazetteer_knows_is_never_asked(serve, typed):
    server = serve(nominatim(*IN_HARTLEPOOL))
    locate(typed)
    assert server.asked == []


def test_an_answer_is_kept_without_the_words(serve):
    server = serve(nominatim(*IN_HARTLEPOOL))
    first = locate(HALL)
    assert locate(HALL.upper()).point == first.point
    assert len(server.asked) == 1
    row = GeocodeCache.objects.values().get()
    assert "hartlepool" not in str(row).lower() and "throston" not in str(row).lower()


def test_an_old_answer_is_asked_again(serve):
    server = serve(nominatim(*IN_HARTLEPOOL))
    locate(HALL)
    GeocodeCache.objects.update(asked_at=timezone.now() - timedelta(days=31))
    locate(HALL)
    assert len(server.asked) == 2


def test_that_nobody_knows_it_is_kept_for_a_day(serve):
    server = serve(sends([]))
    assert locate("Nowhere Hall of Nothing").found is False
    locate("Nowhere Hall of Nothing")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        silent,
        drips,
        sends({"error": "broken"}, 500),
        sends({"error": "too many"}, 429),
        sends(b"<html>Welcome to the hotel wifi</html>"),
        sends(b""),
        sends(b"\xff\xfe nonsense"),
        sends({"lat": 54.6}),
        sends([{"lat": "north", "lon": "a bit west", "display_name": "x"}]),
        sends([{"lat": "nan", "lon": "nan", "display_name": "x"}]),
        sends([{"lat": "1e999", "lon": "0", "display_name": "x"}]),
        sends(b"[" * 300_000),
    ],
    ids=[
        *("silent", "drips", "500", "429", "html", "empty", "bytes", "shape", "words", "nan"),
        *("infinite", "long"),
    ],
)
def test_a_broken_geocoder_leaves_the_gazetteers_answer_and_says_so(serve, answer):
    server = serve(answer)
    where = locate(HALL)
    assert (where.found, where.label) == (True, "Hartlepool")
    assert "could not find “Throston Road Hall”" in where.message
    assert "online map did not answer" in where.message
    locate("Another Hall, Hartlepool")
    assert len(server.asked) == 1, "a geocoder that failed is left alone for a while"
    assert not GeocodeCache.objects.exists()


def test_a_geocoder_that_is_down_leaves_an_honest_not_found(settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        domain = f"127.0.0.1:{unused.getsockname()[1]}"
    settings.GEOCODERS = ["nominatim"]
    settings.GEOCODER_OPTIONS = {"nominatim": {"domain": domain, "scheme": "http"}}
    where = locate("qwertyuiop")
    assert not where.found and where.typed == "qwertyuiop"
    assert "could not find" in where.message and "did not answer" in where.message


@pytest.mark.parametrize(
    "point",
    [(48.85, 2.35), (53.35, -6.26), (0.0, 0.0), (50.06, 1.37), (40.7, -74.0), (-54.69, -1.22)],
    ids=["Paris", "Dublin", "zero", "Le Tréport", "New York", "swapped sign"],
)
def test_an_answer_outside_the_united_kingdom_is_refused(serve, point):
    serve(nominatim(*point))
    where = locate("Throston Road Hall")
    assert where.point != point and not where.found


@pytest.mark.parametrize("point", [(54.6, -5.93), (58.44, -3.09), (49.92, -6.3), (60.15, -1.15)])
def test_the_ends_of_the_united_kingdom_are_not(point):
    assert online.in_united_kingdom(*point)


def test_an_answer_about_another_hartlepool_is_refused(serve):
    serve(nominatim(51.5, -0.12))
    where = locate(HALL)
    assert (where.label, where.council_code) == ("Hartlepool", "E06000001")


def test_the_second_geocoder_is_asked_when_the_first_fails(serve):
    serve(sends({}, 500))
    second = serve(sends(POSTCODE_ANSWER), name="postcodes.io")
    assert locate("TS24 8ZZ").point == (54.69, -1.21)
    assert len(second.asked) == 1


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (sends(POSTCODE_ANSWER), True),
        (sends({"status": 404, "error": "Postcode not found"}, 404), False),
        (sends({"status": 200, "result": {"postcode": "X", "latitude": None}}), False),
        (sends({"status": 200, "result": []}), False),
        (sends({"status": 200}), False),
    ],
)
def test_postcodes_io_tells_new_postcodes(serve, answer, found):
    serve(answer, name="postcodes.io")
    assert locate("TS24 8ZZ").found is found


def test_one_question_at_a_time_over_all_processes(settings, serve):
    server = serve(nominatim(*IN_HARTLEPOOL))
    settings.GEOCODER_INTERVAL_SECONDS = 3600
    assert locate(HALL).kind == "address"
    assert locate("Another Hall, Hartlepool").kind == "place"
    assert len(server.asked) == 1
    assert GeocoderTurn.objects.get().next_at > timezone.now() + timedelta(minutes=50)


class Stubborn(Geocoder):
    """A geocoder of somebody's own, that fails in a way nobody thought of."""

    def geocode(self, query, **options):
        raise KeyError(query)


def test_any_geocoder_of_ones_own_may_be_named(settings):
    settings.GEOCODERS = ["tests.places.test_online.Stubborn"]
    assert "did not answer" in locate(HALL).message
    settings.GEOCODERS = ["no.such.Geocoder"]
    assert "did not answer" in locate("Another Hall, Hartlepool").message
    assert [problem.id for problem in run_checks() if problem.id.startswith("places.")] == [
        "places.W001"
    ]


def test_a_confidential_address_is_never_asked_online(serve):
    server = serve(nominatim(*IN_HARTLEPOOL))
    for postcode in ("TS24 8AY", "TS24 8ZZ", "M4 4DE", "nonsense", ""):
        geocode_location(postcode, "12 Secret Street, Hartlepool", confidential=True)
    assert server.asked == []


def test_placing_a_record_by_its_postcode_asks_nobody_online(serve):
    server = serve(nominatim(*IN_HARTLEPOOL))
    place_by_postcode(LocationFactory.build(postcode="TS24 8ZZ", is_confidential=True))
    place_by_postcode(LocationFactory.build(postcode="M4 4DE", is_confidential=True))
    assert server.asked == []


class TestAddressOfARecord:
    def test_comes_from_the_postcode(self):
        found = geocode_location("ts24 8ay", "12 Example Street")
        assert (found.point, found.source, found.is_exact) == (
            (54.68578, -1.21401),
            "postcode",
            True,
        )
        assert found.council_code == "E06000001" and found.ward_code

    def test_is_rough_where_only_the_sector_is_known_and_says_so(self):
        found = geocode_location("M4 4DE")
        assert (found.source, found.is_exact, found.precision_m > 100) == ("postcode", False, True)
        assert "do not know exactly" in found.message

    def test_without_a_postcode_has_no_point_and_says_why(self):
        found = geocode_location("", "The Hall, Hartlepool")
        assert (found.point, found.source) == (None, "none")
        assert "postcode" in found.message

    def test_a_wrong_postcode_keeps_its_own_message(self):
        assert "No postcode begins with QX" in geocode_location("QX1 1AA").message

    def test_an_address_without_a_postcode_may_be_found_online(self, serve):
        serve(nominatim(*IN_HARTLEPOOL))
        found = geocode_location("", HALL)
        assert (found.point, found.source) == (IN_HARTLEPOOL, "address")
        assert found.council_code == "E06000001"


class TestGazetteer:
    def test_is_a_geopy_geocoder(self):
        location = Gazetteer().geocode("Seaton Carew")
        assert location.address == "Seaton Carew, Hartlepool"
        assert location.raw["council_code"] == "E06000001"
        assert Gazetteer().geocode("qwertyuiop") is None

    def test_gives_all_choices_when_asked_for_them(self):
        assert Gazetteer().geocode("Whitchurch") is None
        places = Gazetteer().geocode("Whitchurch", exactly_one=False)
        assert "Whitchurch, Shropshire" in [place.address for place in places]

    def test_finds_the_postcode_of_a_point(self):
        assert Gazetteer().reverse((54.6858, -1.2140)).address == "TS24 8AY"
        assert Gazetteer().reverse((50, 0)) is None
