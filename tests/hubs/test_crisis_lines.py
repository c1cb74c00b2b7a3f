"""Crisis lines: dated records, never published without a source, shown exactly as their owners write them."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hubs.models import CrisisLine
from hubs.starter import crisis_line_table, load_crisis_lines
from tests.factories import CrisisLineFactory

pytestmark = pytest.mark.django_db

#: Confirmed for England (see the project's list of crisis facts): what must be shown, to the digit.
CONFIRMED = {
    "999": "tel:999",
    "111": "tel:111",
    "116 123": "tel:116123",
    "85258": "sms:85258",
    "0800 1111": "tel:08001111",
    "0808 2000 247": "tel:08082000247",
}


@pytest.mark.parametrize("missing", ["source_page", "source_checked_on", "owner_role"])
def test_a_crisis_record_cannot_be_published_without_a_source_and_a_checked_date(missing):
    """Check 7 of the product."""
    line = CrisisLineFactory(live=False, **{missing: None if "_on" in missing else ""})
    with pytest.raises(ValidationError) as refused:
        line.save_revision().publish(skip_permission_checks=True)
    assert missing in refused.value.message_dict
    line.refresh_from_db()
    assert not line.live


@pytest.mark.parametrize("missing", ["source_page", "source_checked_on", "owner_role"])
def test_the_database_refuses_it_as_well(missing):
    line = CrisisLineFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CrisisLine.objects.filter(pk=line.pk).update(**{missing: None if "_on" in missing else ""})


def test_a_crisis_record_needs_a_way_to_reach_it():
    line = CrisisLineFactory(live=False, number="")
    with pytest.raises(ValidationError, match="number to call"):
        line.save_revision().publish(skip_permission_checks=True)


def test_the_shipped_lines_are_the_confirmed_ones():
    load_crisis_lines(as_drafts=False)
    published = CrisisLine.objects.published()
    shown = {line.number or line.text_number for line in published}
    assert shown == set(CONFIRMED)
    assert all(line.source_checked_on >= date(2026, 1, 1) for line in published)
    assert all(line.source_page.startswith("https://") for line in published)
    assert all(line.standing.checked_at for line in published)


def test_a_number_that_could_not_be_confirmed_waits_as_a_draft():
    load_crisis_lines(as_drafts=False)
    papyrus = CrisisLine.objects.get(number="0800 068 4141")
    assert not papyrus.live and papyrus.source_checked_on is None


def test_an_area_of_ones_own_gets_drafts_to_confirm():
    assert load_crisis_lines(as_drafts=True) == (0, len(crisis_line_table()))
    assert not CrisisLine.objects.published().exists()


def test_loading_again_changes_nothing_that_staff_edited():
    load_crisis_lines(as_drafts=False)
    CrisisLine.objects.filter(number="999").update(when_to_use="Our own words")
    assert load_crisis_lines(as_drafts=False) == (0, 0)
    assert CrisisLine.objects.get(number="999").when_to_use == "Our own words"


def test_only_the_emergency_line_is_an_emergency():
    load_crisis_lines(as_drafts=False)
    assert [line.number for line in CrisisLine.objects.filter(is_emergency=True)] == ["999"]


def test_no_shipped_number_stands_in_two_tables():
    numbers = [row.get("number") or row["text_number"] for row in crisis_line_table()]
    assert len(numbers) == len(set(numbers))
    assert all(re.fullmatch(r"\d[\d ]*\d", number) for number in numbers)
