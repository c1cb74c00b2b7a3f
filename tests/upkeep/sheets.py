"""Sheets for tests: what an organisation downloads, changed and sent back."""

import csv
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)


def address(organisation, end=""):
    return f"/listings/{organisation.uid}/sheet/{end}"


def provider(organisation, number=3):
    """Services of an organisation at one hall, each with a session and a number."""
    hall = LocationFactory(name="Grange Hall", kept_by=organisation)
    services = []
    for n in range(number):
        service = ServiceFactory(organisation=organisation, name=f"Drop-in {n:02}", in_person=True)
        ServiceAtLocationFactory(service=service, location=hall)
        SessionFactory(service=service, location=hall)
        service.refresh_from_db()
        service.phones.create(number="+44 (0)1632 960 001", description="Office")
        service.save()
        services.append(service)
    return services


def downloaded(client, organisation):
    """The rows of the CSV file, each a dict by heading."""
    content = client.get(address(organisation, "services.csv")).content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def as_csv(rows, columns=None):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns or list(rows[0]), extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows):
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, organisation, content, name="services.csv"):
    """Send a file, or rows; returns the page that comes of it."""
    if isinstance(content, list):
        content = as_csv(content)
    file = SimpleUploadedFile(name, content)
    return client.post(address(organisation), {"file": file}, follow=True)


def keep(client, organisation, page, **ticked):
    """Press "Keep these changes" on the page of differences."""
    answer = {"digest": page.context["found"].digest, **ticked}
    return client.post(address(organisation, "check/"), answer, follow=True)


def send_and_keep(client, organisation, content):
    return keep(client, organisation, send(client, organisation, content))
