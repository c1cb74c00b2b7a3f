"""Measure the embedded engine beside the plain way: python -m benchmarks.orm 10000

The plain way is an ORM query with `icontains` for each word, then a sort by geodesic distance. It
makes a database of its own in a temporary folder.
"""

import os
import sys
import tempfile
from pathlib import Path

import django

QUESTIONS = 10


def main(size):
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory_site.settings.tests")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/services.sqlite3"
        django.setup()
        _measure(size, Path(folder))


def _measure(size, folder):
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks import finder
    from benchmarks.synthetic import Generator
    from search import engines
    from search.understanding.vocabulary import starting

    call_command("migrate", verbosity=0)
    needs = starting().needs.entries
    generator = Generator(
        {slug: entry.within for slug, entry in needs.items()},
        {slug: entry.name for slug, entry in needs.items()},
    )
    documents = list(generator.documents(size))
    _fill_database(documents)
    settings.SEARCH_INDEX_PATH = folder / "search.sqlite3"
    engine = engines.named("embedded")
    engine.rebuild(documents, 1, keep={"labels": {"needs": {}}})
    questions = finder.questions(generator)[:QUESTIONS]
    ours = finder.cpu_seconds(lambda one: engine.search(one[0]), questions)
    plain = finder.cpu_seconds(lambda one: _plain(*one[1]), questions, rounds=1)
    print(f"{size:,} services")
    print(f"  engine  {ours * 1000:9.2f} ms CPU a question")
    print(f"  ORM     {plain * 1000:9.2f} ms, {plain / ours:.0f} × as much")


def _fill_database(documents):
    from django.db import transaction

    from organisations.models import Organisation
    from services.models import Location, Service, ServiceAtLocation

    with transaction.atomic():
        organisation = Organisation.objects.create(name="Made up", summary="For measuring.")
        services = Service.objects.bulk_create(
            Service(
                organisation=organisation,
                name=one.name,
                summary=one.summary,
                description=one.body,
            )
            for one in documents
        )
        placed = [(made, one) for made, one in zip(services, documents, strict=True) if one.points]
        locations = Location.objects.bulk_create(
            Location(name="Hall", latitude=one.points[0][0], longitude=one.points[0][1])
            for _, one in placed
        )
        ServiceAtLocation.objects.bulk_create(
            ServiceAtLocation(service=made, location=location)
            for (made, _), location in zip(placed, locations, strict=True)
        )


def _plain(words, point, council, km, age):
    """The first twenty within the radius, nearest first."""
    from django.db.models import Q

    from places.distance import geodesic_km
    from services.models import Service

    found = Service.objects.published().prefetch_related("at_locations__location")
    for word in words:
        found = found.filter(
            Q(name__icontains=word) | Q(summary__icontains=word) | Q(description__icontains=word)
        )
    near = [
        (geodesic_km(*point, *place), service.pk)
        for service in found
        for at in service.at_locations.all()
        if (place := at.location.shown_point)
    ]
    return sorted(pair for pair in near if pair[0] <= km)[:20]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
