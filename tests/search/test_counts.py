"""Counts of searches hold topics and numbers. What people type, and who they are, is in no table."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from places.areas import set_own_areas
from places.models import Area, Postcode
from search import counting, counts
from search.asked_for import STEP, WEEKS, asked_for, period
from search.counts import SearchCount, week_of
from search.crisis_phrases import CrisisPhrase
from services.models import Need
from tests.factories import AreaFactory, ServiceAtLocationFactory, ServiceFactory

pytestmark = pytest.mark.django_db

BROWSER = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Firefox/140.0"}
SAID = r"Searches are not counted for a minute: \w+"
CRAFTS = "eg: knitting\neg: knitting group\nmake things"


@pytest.fixture(autouse=True)
def little_vocabulary(monkeypatch):
    """Three needs, a crisis phrase, one council; and no pause left from another test."""
    monkeypatch.setattr(counting, "_paused_until", float("-inf"))
    Need.add_root(slug="debt", name="Debt", phrases="owe money\nbailiffs")
    Need.add_root(slug="crafts", name="Crafts", phrases=CRAFTS, listing_phrases="knitting")
    safety = Need.add_root(slug="safety", name="Safety", phrases="scared at home", sensitive=True)
    safety.add_child(slug="hate", name="Hate crime", phrases="hate crime")
    CrisisPhrase.objects.create(text="end it all", topic="life", kind="phrase")
    AreaFactory(code="E06000001", name="Hartlepool", kind=Area.Kind.COUNCIL)
    AreaFactory(code="E08000035", name="Leeds", kind=Area.Kind.COUNCIL)
    set_own_areas(["E06000001"])
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126, council_code="E06000001")
    Postcode.objects.create(key="LS11AA", lat=53.8, lon=-1.55, council_code="E08000035")


def search(headers=None, cookies=None, **asked):
    client = Client(headers=BROWSER | (headers or {}))
    client.cookies.load(cookies or {})
    page = client.get("/find/", asked)
    assert page.status_code == 200 and not page.cookies
    return page


def counted():
    """{(need, term, area): searches} of this week."""
    rows = SearchCount.objects.filter(week=week_of(timezone.localdate()))
    return {(row.need, row.term, row.area): row.searches for row in rows}


def write(need="debt", *, searches=STEP, weeks_ago=1, **fields):
    week = week_of(timezone.localdate()) - timedelta(weeks=weeks_ago)
    fields.setdefault("area", "E06000001")
    return SearchCount.objects.create(week=week, need=need, searches=searches, **fields)


def test_a_search_counts_its_topic_in_its_council():
    search(q="i owe money", near="ts24 8ay")
    search(q="bailiffs", near="Hartlepool")
    search(q="debt")
    assert counted() == {("debt", "", "E06000001"): 2, ("debt", "", ""): 1}


def test_an_example_is_counted_as_the_vocabulary_writes_it():
    search(q="Knittin for Maureen Pettigrew", near="TS24 8AY")
    assert counted() == {
        ("crafts", "", "E06000001"): 1,
        ("crafts", "knitting", "E06000001"): 1,
    }


def test_no_table_holds_a_word_that_somebody_typed_nor_a_postcode():
    search(q="maureen pettigrew owes money to bailiffs zzyzx", near="TS24 8AY")
    search(q="zzyzx maureen pettigrew", near="TS24 8AY")
    assert counted() == {("debt", "", "E06000001"): 1}
    Postcode.objects.all().delete()
    for word in (
        "maureen",
        "pettigrew",
        "zzyzx",
        "owes",
        "ts248ay",
        "ts24",
        "127.0.0.1",
        "firefox",
    ):
        assert word not in everything()


def everything():
    """All rows of all tables as text, in small letters."""
    rows = (
        row
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model is not Need
        for row in model._base_manager.values_list()
    )
    return repr(list(rows)).lower()


PRIVATE = [
    "i want to end it all",
    "i owe money and want to end it all",
    "scared at home",
    "debt and scared at home",
    "hate crime",
]


def test_danger_abuse_and_safety_are_not_counted_whatever_else_is_asked():
    for asked in PRIVATE:
        search(q=asked, near="TS24 8AY")
    assert not SearchCount.objects.exists()


UNCOUNTED = [
    {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    {"User-Agent": "python-requests/2.32"},
    {"User-Agent": ""},
    {"DNT": "1"},
    {"Sec-GPC": "1"},
    {"Sec-Fetch-Mode": "cors"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Cache-Control": "max-age=0"},
]


def test_robots_reloads_and_those_who_ask_not_to_be_tracked_are_not_counted():
    for headers in UNCOUNTED:
        search(headers, q="debt")
    assert not SearchCount.objects.exists()


def test_who_is_signed_in_is_not_counted(settings):
    search(cookies={settings.SESSION_COOKIE_NAME: "anything"}, q="debt")
    assert not SearchCount.objects.exists()


NOT_NEW = [
    {"page": "2"},
    {"sort": "nearest"},
    {"cost": "free"},
    {"within_km": ""},
    {"print": "1"},
    {"near": "Leeds"},
    {"near": "LS1 1AA"},
    {"near": "Nowhereton"},
]


def test_the_same_search_again_and_places_elsewhere_are_not_counted():
    for more in NOT_NEW:
        search(**{"q": "debt", **more})
    assert not SearchCount.objects.exists()


def test_the_interface_for_programs_is_not_counted(client):
    client.get("/api/find", {"q": "debt"}, headers=BROWSER)
    client.head("/find/", {"q": "debt"}, headers=BROWSER)
    assert not SearchCount.objects.exists()


def test_it_can_be_turned_off(settings):
    write()
    settings.SEARCH_COUNTS = False
    search(q="debt")
    assert counted() == {} and asked_for() == []


def test_what_is_near_is_told_from_what_is_not():
    search(q="debt", near="TS24 8AY")
    ServiceAtLocationFactory(service=ServiceFactory(name="Debt advice", in_person=True))
    search(q="debt", near="TS24 8AY")
    row = SearchCount.objects.get()
    assert (row.searches, row.nothing_near) == (2, 1)


# What is told


def test_fewer_than_five_are_not_told_and_the_rest_is_rounded_down():
    write("debt", searches=4)
    write("crafts", searches=9, nothing_near=4)
    assert [(one.need, one.searches, one.nothing_near) for one in asked_for()] == [("crafts", 5, 0)]


def test_only_whole_weeks_of_the_last_twelve_are_told():
    write(weeks_ago=0, searches=50)
    write(weeks_ago=WEEKS + 1, searches=50)
    assert asked_for() == []
    write(weeks_ago=WEEKS, searches=3)
    write(weeks_ago=1, searches=3)
    assert [one.searches for one in asked_for()] == [5]
    assert period(date(2026, 11, 25)) == (date(2026, 8, 31), date(2026, 11, 22))


def test_what_became_sensitive_or_left_the_vocabulary_is_not_told_any_more():
    write("debt")
    write("crafts", term="not in the vocabulary")
    write("gone")
    write("crafts", area="E09999999")
    assert [one.need for one in asked_for()] == ["debt"]
    Need.objects.filter(slug="debt").update(sensitive=True)
    Need.objects.get(slug="debt").save()
    assert asked_for() == []


def test_counts_are_kept_for_thirteen_months():
    write(weeks_ago=58)
    kept = write(weeks_ago=55)
    assert SearchCount.objects.forget_old(timezone.now()) == 1
    assert SearchCount.objects.get().week == kept.week


# Many at once, and a database that does not take it


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_all_counted(monkeypatch):
    monkeypatch.setattr(counts, "PATIENCE_MS", 20_000)  # However busy the machine is.
    search(q="debt")
    ready = Barrier(20)

    def ask(_):
        try:
            ready.wait()
            SearchCount.objects.add({("debt", ""): False, ("crafts", ""): True}, "")
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(ask, range(20)))
    assert counted() == {("debt", "", ""): 21, ("crafts", "", ""): 20}


READ_ONLY = {
    "sqlite": "PRAGMA query_only = 1",
    "postgresql": "SET default_transaction_read_only = 1",
}
LOCK = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN; LOCK TABLE search_searchcount"}


@pytest.mark.django_db(transaction=True)
def test_a_search_works_while_the_database_is_read_only_or_locked(caplog, monkeypatch):
    ServiceFactory(name="Debt advice")
    search(q="debt")
    with connection.cursor() as cursor:
        cursor.execute(READ_ONLY[connection.vendor])
        assert "Debt advice" in search(q="debt").text
        cursor.execute(READ_ONLY[connection.vendor].replace("1", "0"))
    assert "Debt advice" in search(q="debt").text  # Not tried again for a while.
    monkeypatch.setattr(counting, "_paused_until", float("-inf"))
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(LOCK[connection.vendor])
        assert "Debt advice" in search(q="debt").text
        cursor.execute("ROLLBACK")
    other.close()
    assert counted() == {("debt", "", ""): 1}
    said = [record.getMessage() for record in caplog.records if record.name == "search.counting"]
    assert len(said) == 2 and all(re.fullmatch(SAID, one) for one in said)
