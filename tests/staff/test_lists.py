"""Every list of the staff area: opens, searches whatever is typed, edits, keeps its queries few."""

import csv
import io
import re

import pytest
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from hubs.models import CrisisLine
from organisations.models import Community
from places.models import Alias
from records.exports import neutral
from records.models import Record, confirm
from search.models import CrisisPhrase, PromotedResult, Synonym
from services.models import Audience, Closure, Language, SessionChange
from services.needs import Need
from tests import factories
from tests.staff.filled_form import words_of


def make(model):
    """One of each kind, as staff would have it."""
    if model is Need:
        return Need.add_root(name="Money worries", slug="money")
    if model is Alias:
        return Alias.objects.create(text="the Headland", area=factories.AreaFactory())
    if model is SessionChange:
        session = factories.SessionFactory()
        return SessionChange.objects.create(session_uid=session.uid, on="2026-11-24")
    made = {
        Community: {"name": "Women", "slug": "women"},
        Audience: {"name": "Carers", "slug": "carers"},
        Language: {"name": "Polish", "code": "pol"},
        Synonym: {"phrases": "iapt", "means": "talking therapies"},
        CrisisPhrase: {"text": "end it all", "topic": CrisisLine.Topic.MENTAL_HEALTH},
    }
    if model in made:
        return model.objects.create(**made[model])
    if model is PromotedResult:
        return PromotedResult.objects.create(phrase="food", service=factories.ServiceFactory())
    if model is Closure:
        place = factories.LocationFactory()
        return Closure.objects.create(location=place, first_day="2026-12-25", last_day="2026-12-26")
    return getattr(factories, f"{model.__name__}Factory")()


KINDS = sorted(get_snippet_models(), key=lambda model: model.__name__)


def address(model, name, *args):
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_every_kind_is_listed_searched_added_and_edited(manager, model):
    record = make(model)
    if issubclass(model, Record):
        record.save_revision()
    assert manager.get(address(model, "list")).status_code == 200
    for typed in ('"', "it's 50% \\ 'off'", "“quoted", "x\x00y", "(", "zzzz nothing"):
        found = manager.get(address(model, "list_results"), {"q": typed})
        assert found.status_code == 200
    for name in ("edit", "history", "usage"):
        assert manager.get(address(model, name, record.pk)).status_code == 200
    assert manager.get(address(model, "add")).status_code == 200
    chooser = model.snippet_viewset.chooser_viewset.get_url_name("choose_results")
    assert manager.get(reverse(chooser), {"q": '"'}).status_code == 200


def test_search_finds_every_word_wherever_it_stands(manager):
    wanted = factories.ServiceFactory(name="Friday knitters", summary="Tea and wool.")
    factories.ServiceFactory(name="Friday chess")
    page = words_of(manager.get("/staff/directory/services/results/", {"q": '"wool" friday'}))
    assert wanted.name in page and "Friday chess" not in page


def test_a_chooser_tells_places_of_one_name_apart(manager):
    factories.LocationFactory(name="Library", address_1="1 York Road")
    factories.LocationFactory(name="Library", address_1="9 Quay Street")
    page = words_of(
        manager.get("/staff/snippets/choose/services/location/results/", {"q": "library"})
    )
    assert "1 York Road" in page and "9 Quay Street" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"shown": "draft"}, {"Draft"}),
        ({"shown": "changed"}, {"Changed"}),
        ({"check": "never"}, {"Draft", "Changed"}),
        ({"check": "due"}, {"Old"}),
        ({"without_needs": "yes", "shown": "live"}, {"Changed", "Old"}),
    ],
)
def test_filters_narrow_the_list(manager, query, names):
    from datetime import timedelta

    from django.utils import timezone

    factories.ServiceFactory(name="Draft", live=False)
    changed = factories.ServiceFactory(name="Changed")
    changed.save_revision()
    old = factories.ServiceFactory(name="Old")
    confirm(old, role="website manager", at=timezone.now() - timedelta(days=400))
    found = manager.get("/staff/directory/services/results/", query)
    assert {service.name for service in found.context["object_list"]} == names


@pytest.mark.parametrize("path", ["services", "places", "organisations", "crisis-lines"])
def test_a_longer_list_asks_the_database_no_more_often(
    manager, path, django_assert_num_queries, django_assert_max_num_queries
):
    makers = {
        "services": factories.ServiceFactory,
        "places": factories.LocationFactory,
        "organisations": factories.OrganisationFactory,
        "crisis-lines": factories.CrisisLineFactory,
    }
    address = f"/staff/directory/{path}/results/"
    makers[path]().save_revision()
    manager.get(address)
    with django_assert_max_num_queries(60) as first:
        manager.get(address)
    for _ in range(4):
        makers[path]().save_revision()
    with django_assert_num_queries(len(first.captured_queries)):
        manager.get(address)


def test_search_of_pages_survives_a_quote(manager):
    assert manager.get("/staff/pages/search/", {"q": '"cookies'}).status_code == 200
    assert manager.get("/staff/images/", {"q": '"'}).status_code == 200


def rows_of(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text)))


def test_an_export_holds_no_formula_and_its_numbers_are_read_back(manager):
    line = factories.CrisisLineFactory(name="=1+1", number="+44 1632 960001", hours="@cmd")
    sheet = rows_of(manager.get("/staff/directory/crisis-lines/", {"export": "csv"}))
    row = dict(zip(*sheet, strict=True))
    assert row["Name"] == "'=1+1" and row["When it answers"] == "'@cmd"
    assert row["Number as its owner writes it"] == line.number


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3*A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1"],
)
def test_what_a_spreadsheet_would_run_is_text(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["+44 1632 960001", "+441632960001", "+44 (0)1632 960001", "+44-1632-960001", "-5", "116 123",
     "Tea + toast", "'quoted'", "", "a@example.org"],
)  # fmt: skip
def test_numbers_and_plain_words_are_not_changed(text):
    assert neutral(text) == text


EXPORTED = [model for model in KINDS if issubclass(model, Record)]


@pytest.mark.parametrize("model", EXPORTED, ids=lambda model: model.__name__)
def test_every_export_has_words_for_people_at_the_top(manager, model):
    headings = rows_of(manager.get(address(model, "list"), {"export": "csv"}))[0]
    assert {"Identifier", "Published", "Last checked"} <= set(headings)
    assert [h for h in headings if not re.fullmatch(r"[A-Z][a-z]*([ -][a-z]+)*", h)] == []
    assert len(set(headings)) == len(headings)


def test_the_export_of_places_says_nothing_of_a_secret_one(manager):
    factories.LocationFactory(
        name="Safe house", address_1="7 Hidden Row", postcode="TS24 8AY", is_confidential=True
    )
    for kind in ("csv", "xlsx"):
        sheet = manager.get("/staff/directory/places/", {"export": kind})
        text = b"".join(sheet.streaming_content)
        if kind == "csv":
            assert b"Confidential address" in text
            assert not any(word in text for word in (b"Hidden", b"TS24", b"54.68", b"Safe house"))


def test_the_front_page_counts_what_there_is_to_do(manager):
    factories.ServiceFactory().save_revision()
    factories.CrisisLineFactory(live=False)
    page = manager.get("/staff/").content.decode()
    assert 'href="/staff/directory/services/?shown=changed">1<' in page
    assert 'href="/staff/directory/crisis-lines/?shown=draft">1<' in page
