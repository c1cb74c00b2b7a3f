import pytest
from django.urls import reverse

from tests.staff.filled_form import filled


@pytest.fixture
def edit():
    """Send the edit form of a record with changes, as the named action; returns the response."""

    def send(client, record, action=None, **changes):
        url = address(record, "edit")
        data = filled(client.get(url)) | changes
        if action:
            data[f"action-{action}"] = action
        return client.post(url, data)

    return send


def address(record, name):
    return reverse(type(record).snippet_viewset.get_url_name(name), args=[record.pk])
