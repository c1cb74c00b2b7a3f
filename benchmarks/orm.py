"""Measure the embedded engine beside the plain way: python -m benchmarks.orm 10000

The plain way has no index: an ORM query with `icontains` for each word over the text of all
services, the geodesic distance of every one that it finds, and a sort. A list of all services by
distance, which is narrowed down by the words afterwards, is measured as well: most of that goes
into the distances. It makes a database of its own in a temporary folder.
"""

import sys
import tempfile
from pathlib import Path

QUESTIONS = 10


def main(size):
    from benchmarks import finder

    with tempfile.TemporaryDirectory() as folder:
        finder.set_up(Path(folder))
        engine = finder.built_engine(size, Path(folder))
        _fill_database(list(finder.new_generator().documents(size)))
        seconds = finder.cpu_seconds(
            {
                "engine": lambda one: engine.search(one[0]),
                "words first": lambda one: _plain(*one[1]),
                "every distance": lambda one: _plain(*one[1], words_first=False),
            },
            finder.questions(finder.new_generator())[:QUESTIONS],
            rounds=2,
        )
    ours = seconds.pop("engine")
    print(f"  engine               {ours * 1000:9.2f} ms CPU a question")
    for name, took in seconds.items():
        print(f"  ORM, {name:15} {took * 1000:9.2f} ms, {took / ours:.0f} × as much")


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


def _plain(words, point, council, km, age, words_first=True):
    """The first twenty within the radius that hold all words, nearest first."""
    from django.db.models import Q

    from places.distance import geodesic_km
    from services.models import Service

    every = Service.objects.published()
    found = every
    for word in words:
        found = found.filter(
            Q(name__icontains=word) | Q(summary__icontains=word) | Q(description__icontains=word)
        )
    measured = (found if words_first else every).prefetch_related("at_locations__location")
    near = sorted(
        (geodesic_km(*point, *place), service.pk)
        for service in measured.iterator(chunk_size=500)
        for at in service.at_locations.all()
        if (place := at.location.shown_point)
    )
    if not words_first:
        holding = set(found.values_list("pk", flat=True))
        near = [pair for pair in near if pair[1] in holding]
    return [pair for pair in near if pair[0] <= km][:20]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
