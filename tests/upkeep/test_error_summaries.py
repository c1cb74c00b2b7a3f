"""What is wrong takes the focus when a page comes back, and leads to where it is put right."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import ServiceFactory
from tests.upkeep.listings import at, group_with_service, member

SUMMARY = re.compile(
    r'<div class="(?:govuk-error-summary|od-desk__errors|[^"]*help-critical)"[^>]*>'
)


def test_every_error_summary_takes_the_focus():
    pages = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    found = [tag for page in pages for tag in SUMMARY.findall(page.read_text(encoding="utf-8"))]
    assert found
    assert [tag for tag in found if "data-module" not in tag and "autofocus" not in tag] == []


@pytest.mark.django_db
def test_what_cannot_be_sent_yet_leads_to_its_page():
    organisation, _ = group_with_service()
    service = ServiceFactory(organisation=organisation, exclusions="Dogs", live=False)
    service.save_revision()
    page = member(organisation).post(at(organisation, "send"))
    assert "Before you can send it" in page.text
    assert f'<a href="{at(organisation, "services", service.uid)}">' in page.text
