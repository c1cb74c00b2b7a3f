"""What must be right before a service may be public, and where the form says so."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hubs.models import SinglePointOfAccess
from services.models import Service
from tests.factories import ServiceFactory, SinglePointOfAccessFactory

pytestmark = pytest.mark.django_db


def publish(record):
    record.save_revision().publish(skip_permission_checks=True)
    record.refresh_from_db()
    return record


def test_an_exclusion_without_an_alternative_is_refused_beside_the_field():
    """Check 8 of the product."""
    service = ServiceFactory(live=False, exclusions="Not for people who drink.")
    with pytest.raises(ValidationError) as refused:
        publish(service)
    assert list(refused.value.message_dict) == ["alternative"]
    assert "where they can go instead" in refused.value.message_dict["alternative"][0]
    service.refresh_from_db()
    assert not service.live


def test_the_database_refuses_it_as_well():
    service = ServiceFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(exclusions="Not for people who drink.")


@pytest.mark.parametrize("way", ["alternative", "alternative_service"])
def test_an_exclusion_with_an_alternative_is_published(way):
    where = "Ring the alcohol team." if way == "alternative" else ServiceFactory()
    service = ServiceFactory(live=False, exclusions="Not for people who drink.", **{way: where})
    assert publish(service).live


def test_half_finished_work_always_saves():
    service = ServiceFactory(live=False, summary="", exclusions="Not for everyone.", wait="Weeks")
    service.save_revision()
    assert Service.objects.filter(pk=service.pk, live=False).exists()


def test_a_wait_needs_its_date():
    with pytest.raises(ValidationError, match="on which day"):
        publish(ServiceFactory(live=False, wait="Three weeks"))
    assert publish(
        ServiceFactory(live=False, wait="Three weeks", wait_checked_on=date(2026, 11, 1))
    ).live


def test_a_live_record_with_an_exclusion_fails_full_clean_beside_the_field():
    service = ServiceFactory()
    service.exclusions = "Not for people who drink."
    with pytest.raises(ValidationError) as refused:
        service.full_clean()
    assert "alternative" in refused.value.message_dict


@pytest.mark.parametrize("missing", ["response_time_source", "response_time_checked_on"])
def test_a_response_time_needs_its_source_and_its_date(missing):
    facts = {
        "response_time": "Most people within four hours",
        "response_time_source": "https://example.org/figures",
        "response_time_checked_on": date(2026, 11, 1),
    }
    facts[missing] = None if missing.endswith("_on") else ""
    with pytest.raises(ValidationError) as refused:
        publish(SinglePointOfAccessFactory(live=False, **facts))
    assert missing in refused.value.message_dict
    point = SinglePointOfAccessFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        SinglePointOfAccess.objects.filter(pk=point.pk).update(**facts)
