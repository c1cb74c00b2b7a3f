"""Made-up services for measuring, with the words of the demonstration data, spread over Britain.

Names, sentences and needs are drawn from real-looking listings, so words are as common here as
there; places lie around the middles of outward codes.
"""

import csv
import random
import re
import tomllib
import uuid
from datetime import UTC, datetime, timedelta

from django.conf import settings

from search.documents import Document, DocumentArea, DocumentPlace, DocumentSession
from search.rows import ACCESS
from services.models import Service

_NAMESPACE = uuid.UUID("7b9b8e0e-3c1c-4b6e-9d2b-000000000000")
#: How services are reached: so many in a hundred at a place, by a council's area, by phone.
_AT_A_PLACE, _BY_AREA = 70, 25
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def listings():
    """[(name, organisation, [sentences], needs)] of the demonstration data."""
    found = []
    for path in sorted((settings.BASE_DIR / "demonstration" / "data").glob("*.toml")):
        for organisation in tomllib.loads(path.read_text(encoding="utf-8")).get("organisation", ()):
            for service in organisation.get("service", ()):
                text = f"{service.get('summary', '')} {service.get('description', '')}"
                sentences = [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part]
                needs = tuple(service.get("needs", ()))
                found.append((service["name"], organisation["name"], sentences, needs))
    return found


def outcodes():
    """[(latitude, longitude, radius in metres, council)] of the outward codes in use."""
    path = settings.BASE_DIR / "places" / "data" / "outcodes.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        return [
            (float(row["lat"]), float(row["lon"]), int(row["radius_m"]), row["councils"].split()[0])
            for row in csv.DictReader(rows)
            if row["live"] == "1" and row["councils"]
        ]


class Generator:
    """Makes documents, always the same for the same seed."""

    def __init__(self, needs_above, need_names, seed=1):
        self.random = random.Random(seed)
        self.listings, self.outcodes = listings(), outcodes()
        self.needs_above, self.need_names = needs_above, need_names
        self.sentences = [one for listing in self.listings for one in listing[2]]

    def documents(self, count):
        for at in range(count):
            yield self._document(at)

    def _document(self, at):
        chance = self.random
        name, organisation, own, needs = chance.choice(self.listings)
        sentences = [*own[:1], *chance.sample(own, min(len(own), 3)), chance.choice(self.sentences)]
        latitude, longitude, radius, council = chance.choice(self.outcodes)
        way = chance.randrange(100)
        places, coverage = (), ()
        if way < _AT_A_PLACE:
            places = (self._place(latitude, longitude, radius),)
        elif way < _AT_A_PLACE + _BY_AREA:
            coverage = (DocumentArea(council, council, "council"),)
        number = at // 3
        above = {wider for slug in needs for wider in self.needs_above.get(slug, ())}
        return Document(
            uid=uuid.UUID(int=_NAMESPACE.int + at),
            name=f"{name} {at % 97}",
            alternate_name="",
            need_words=" · ".join(self.need_names.get(slug, slug) for slug in needs),
            summary=sentences[0][:200],
            organisation=f"{organisation} {number % 89}",
            organisation_alternate_name="",
            body=" ".join(sentences),
            more_words="",
            organisation_uid=uuid.UUID(int=_NAMESPACE.int + (1 << 40) + number),
            source_id=str(at),
            needs=needs,
            recognised_needs=(),
            mentioned_needs=(),
            wider_needs=tuple(sorted(above - set(needs))),
            audiences=(),
            serves=(),
            led_by=(),
            languages=("eng",) if chance.random() < 0.3 else (),
            places=places,
            coverage=coverage,
            attending=self._attending(way),
            cost=chance.choice(Service.Cost.values),
            needs_referral=chance.choice(("yes", "no", "unknown")),
            needs_diagnosis=chance.choice(("no", "unknown")),
            minimum_age=chance.choice((None, None, 18)),
            maximum_age=None,
            starts_on=None,
            ends_on=None,
            sessions=self._sessions(),
            changes=(),
            closures=(),
            is_closed_for_now=False,
            alert="",
            start_words="Just turn up",
            checked_at=datetime(2026, 11, 1, tzinfo=UTC) - timedelta(days=chance.randrange(600)),
            checked_by_role="the group itself",
            is_unconfirmed=chance.random() < 0.05,
            is_fictional=True,
        )

    def _place(self, latitude, longitude, radius):
        spread = radius / 111_195 / 2
        point = (
            self.random.gauss(latitude, spread),
            self.random.gauss(longitude, spread * 1.7),
        )
        facts = tuple(name for name in ACCESS if self.random.random() < 0.3)
        return DocumentPlace("Hall", "Hall", point, facts)

    def _attending(self, way):
        if way < _AT_A_PLACE:
            return ("in_person",)
        return ("by_phone", "online") if way % 2 else ("by_phone",)

    def _sessions(self):
        days = self.random.choice(_DAYS)
        opens = self.random.choice(("09:00:00", "10:00:00", "13:00:00", "18:00:00"))
        closes = self.random.choice(("12:00:00", "17:00:00", "21:00:00"))
        return (
            DocumentSession(
                *("", "WEEKLY", 1, days, "", opens, closes, None, None, "closed", "", None)
            ),
        )
