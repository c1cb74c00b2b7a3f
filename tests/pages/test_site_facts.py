"""What every page shows of the site: quick to read, at once up to date."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubs.models import CrisisLine
from pages.models import InformationPage
from pages.site_facts import facts_path, read_database, site_facts
from tests.factories import AreaFactory, CrisisLineFactory


@pytest.fixture
def remembering(settings, site):
    settings.SITE_FACTS_SECONDS = 60


def numbers():
    return [line.number for line in site_facts().crisis_lines]


def test_a_second_page_asks_the_database_for_nothing(remembering, django_assert_num_queries):
    site_facts()
    with django_assert_num_queries(0):
        assert site_facts().name == "Help in Hartlepool"


def test_a_changed_number_shows_at_once(remembering):
    line = CrisisLineFactory(number="01632 960 001")
    assert numbers() == ["01632 960 001"]
    line.number = "01632 960 002"
    line.save()
    assert numbers() == ["01632 960 002"]


def test_a_withdrawn_line_is_gone_at_once_and_a_draft_never_there(remembering):
    line = CrisisLineFactory(number="01632 960 001")
    CrisisLineFactory(name="Draft", number="01632 960 009", live=False)
    CrisisLineFactory(name="Other", number="01632 960 003")
    assert "01632 960 009" not in numbers() and "01632 960 001" in numbers()
    line.unpublish()
    assert numbers() == ["01632 960 003"]


def test_the_file_for_error_pages_follows_each_commit(
    remembering, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        CrisisLineFactory(number="01632 960 001")
    kept = json.loads(facts_path().read_text())
    assert [line["number"] for line in kept["lines"]] == ["01632 960 001"]


def test_pages_in_the_menu_are_in_the_footer_as_soon_as_they_are_published(remembering):
    page = InformationPage.objects.get(slug="professionals")
    assert "I am a professional" not in [link["title"] for link in site_facts().footer_links]
    page.show_in_menus = True
    page.save_revision().publish()
    assert "I am a professional" in [link["title"] for link in site_facts().footer_links]


def test_without_any_published_line_the_shipped_numbers_are_shown(remembering):
    assert not CrisisLine.objects.exists()
    assert "116 123" in numbers()


def test_lines_for_a_topic_come_with_999_first(remembering):
    CrisisLineFactory(name="Abuse line", number="1", topics=["abuse"], sort_order=1)
    CrisisLineFactory(name="999", number="999", is_emergency=True, topics=["danger"])
    CrisisLineFactory(name="Child line", number="2", topics=["child"])
    names = [line.name for line in site_facts().lines_about({"abuse"})]
    assert names == ["999", "Abuse line"]


def test_facts_cost_as_many_queries_for_three_lines_as_for_one(site):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            read_database()
        return len(seen)

    CrisisLineFactory(name="One").coverage.add(AreaFactory())
    read_database()  # Wagtail remembers where its sites begin.
    for_one = queries()
    for name in ("Two", "Three"):
        CrisisLineFactory(name=name).coverage.add(AreaFactory())
    assert queries() == for_one
