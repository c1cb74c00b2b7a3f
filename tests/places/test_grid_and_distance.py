"""Grid references, distances, and distances in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.distance import bounding_box, distance_words, geodesic_km, haversine_km
from places.grid import to_wgs84

lats, lons = st.floats(50, 60), st.floats(-7, 2)


def test_the_grid_reference_of_the_survey_guide_is_right_to_metres():
    lat, lon = to_wgs84(651409.903, 313177.270)
    assert haversine_km(lat, lon, 52.65798, 1.71605) < 0.005


@pytest.mark.parametrize(
    ("easting", "northing", "lat", "lon"),
    # Points of ONS postcodes, whose latitude and longitude ONS itself publishes.
    [(448907, 520333, 54.57585, -1.24494), (394251, 806376, 57.14823, -2.09665)],
)
def test_points_far_apart_are_right(easting, northing, lat, lon):
    assert haversine_km(*to_wgs84(easting, northing), lat, lon) < 0.02


@given(lats, lons, lats, lons)
def test_the_quick_distance_is_within_half_a_percent(lat1, lon1, lat2, lon2):
    exact = geodesic_km(lat1, lon1, lat2, lon2)
    assert haversine_km(lat1, lon1, lat2, lon2) == pytest.approx(exact, rel=0.006, abs=0.001)


@given(lats, lons, lats, lons, st.floats(0.1, 200))
def test_whatever_is_near_enough_is_in_the_box(lat1, lon1, lat2, lon2, km):
    south, north, west, east = bounding_box(lat1, lon1, km)
    if haversine_km(lat1, lon1, lat2, lon2) <= km:
        assert south <= lat2 <= north and west <= lon2 <= east


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (0.01, "very close by"),
        (0.08, "about 1 minute's walk (80 metres)"),
        (0.4, "about 5 minutes' walk (400 metres)"),
        (1.0, "about 12 minutes' walk (1 km)"),
        (1.609, "1 mile"),
        (1.93, "1.2 miles"),
        (16.0, "9.9 miles"),
        (40.0, "25 miles"),
    ],
)
def test_distance_in_words(km, words):
    assert distance_words(km) == words


@given(st.floats(0, 1500))
def test_every_distance_has_words(km):
    assert distance_words(km)
