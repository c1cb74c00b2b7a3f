"""The steps of setting up the demonstration, each done once and again only when its input changes.

What each step was made from (files, versions, the day) is kept in a small file in VAR_DIR, with the
name of the database that it was made in.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from tqdm import tqdm

from demonstration import people
from demonstration.loader import SOURCE, load
from demonstration.reading import DATA
from demonstration.searches import write_counts
from hubs.models import CrisisLine
from hubs.starter import load_crisis_lines
from organisations.models import Organisation
from pages.models import HomePage
from pages.starter import make_site
from places import starter as places_starter
from places import wheels
from places.areas import set_own_areas
from places.loading import loaded_areas
from places.models import Area
from search.asked_for import period
from search.models import SearchCount
from search.starter import load_starter_vocabulary
from services.models import Need

#: Postcode areas of the demonstration: Tees, Darlington, Durham, Sunderland, Newcastle.
POSTCODE_AREAS = ("TS", "DL", "DH", "SR", "NE")
WORDS = ("services/starter", "search/starter")
OWN_AREA = "tees-valley"
COUNCILS = ("E06000001", "E06000002", "E06000003", "E06000004", "E06000005")


@dataclass(frozen=True)
class Step:
    """`run(quiet)` does it; `made_from()` says from what, so that it is done again when that changes."""

    name: str
    run: Callable
    made_from: Callable = str
    is_there: Callable = lambda: True


def files_in(*folders):
    """A fingerprint of all files in these folders of the project."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _migrate(quiet):
    """Make the tables; the first time each is named as it is made, because it takes a while."""
    executor = MigrationExecutor(connection)
    is_new = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=1 if is_new and not quiet else 0, interactive=False)


def _places(quiet):
    places_starter.load()
    set_own_areas([OWN_AREA])


def _postcodes(quiet):
    areas = [f"--area={area}" for area in POSTCODE_AREAS]
    call_command("load_postcodes", *areas, verbosity=0 if quiet else 1)


def _site(quiet):
    make_site(
        name="Open Door Tees",
        councils=COUNCILS,
        tagline="Find help near you",
        email="hello@open-door.example.org",
        default_place="Hartlepool",
    )


def _listings(quiet):
    load(
        progress=lambda rows: tqdm(
            rows, desc="Listings", unit=" records", disable=quiet, mininterval=0.5
        )
    )


def _index(quiet):
    call_command("rebuild_index", verbosity=0 if quiet else 1)


STEPS = [
    Step("Database", _migrate, is_there=lambda: False),
    Step(
        "Councils, wards and place names",
        _places,
        made_from=lambda: files_in("places/data"),
        is_there=Area.objects.exists,
    ),
    Step(
        "Postcodes",
        _postcodes,
        made_from=lambda: wheels.versions() + " ".join(POSTCODE_AREAS),
        is_there=lambda: len(loaded_areas(POSTCODE_AREAS)) == len(POSTCODE_AREAS),
    ),
    Step(
        "Needs, synonyms and crisis words",
        lambda quiet: load_starter_vocabulary(),
        made_from=lambda: files_in(*WORDS),
        is_there=Need.objects.exists,
    ),
    Step(
        "Pages and settings",
        _site,
        made_from=lambda: files_in("pages/starter"),
        is_there=HomePage.objects.exists,
    ),
    Step(
        "Crisis lines",
        lambda quiet: load_crisis_lines(as_drafts=False),
        made_from=lambda: files_in("hubs/starter"),
        is_there=CrisisLine.objects.exists,
    ),
    Step(
        "Demonstration listings",
        _listings,
        # The dates in them count from the day of set-up, so a new day is a new set-up.
        made_from=lambda: f"{files_in(DATA)} {timezone.localdate()}",
        is_there=Organisation.objects.filter(source=SOURCE).exists,
    ),
    Step(
        "Made-up counts of searches",
        lambda quiet: write_counts(),
        made_from=lambda: f"{files_in(*WORDS)} {period()[1]}",
        is_there=SearchCount.objects.exists,
    ),
    Step("People", lambda quiet: people.make_people(), is_there=lambda: False),
    Step(
        "Search index",
        _index,
        # Changed listings are in the index already; changed words need all of it made again.
        made_from=lambda: files_in(*WORDS),
        is_there=lambda: Path(settings.SEARCH_INDEX_PATH).exists(),
    ),
]


class Ledger:
    """Which steps were done, from what, in which database."""

    def __init__(self):
        self.path = Path(settings.VAR_DIR) / "demonstration-steps.json"
        self.database = str(connection.settings_dict["NAME"])
        kept = json.loads(self.path.read_text("utf-8")) if self.path.exists() else {}
        self.done = kept.get(self.database, {})

    def is_done(self, step):
        return step.is_there() and self.done.get(step.name) == step.made_from()

    def write(self, step):
        self.done[step.name] = step.made_from()
        text = json.dumps({self.database: self.done}, indent=1)
        self.path.write_text(text, encoding="utf-8")
