"""What a demonstration file may name: starter slugs, area codes, postcodes in use."""

import tomllib
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from places import wheels
from places.postcodes import area_of

#: The areas that demonstration services may be limited to: councils, countries, own areas.
AREAS = {
    *("E06000001", "E06000002", "E06000003", "E06000004", "E06000005", "E06000047", "E06000065"),
    *("E06000057", "E08000021", "E08000022", "E08000023", "E08000024", "E08000037"),
    *("E92000001", "W92000004", "S92000003", "N92000002", "K02000001", "K03000001"),
    *("tees-valley", "durham-county", "north-yorkshire-county", "tyne-and-wear", "north-east"),
}

#: In which council areas a town may be; a town not listed here is not checked.
COUNCILS_OF_TOWN = {
    "Hartlepool": {"E06000001"},
    "Middlesbrough": {"E06000002"},
    "Redcar": {"E06000003"},
    "Guisborough": {"E06000003"},
    "Saltburn-by-the-Sea": {"E06000003"},
    "Stockton-on-Tees": {"E06000004"},
    "Billingham": {"E06000004"},
    "Thornaby": {"E06000004"},
    "Yarm": {"E06000004"},
    "Norton": {"E06000004"},
    "Darlington": {"E06000005"},
    "Peterlee": {"E06000047"},
    "Seaham": {"E06000047"},
    "Durham": {"E06000047"},
    "Sedgefield": {"E06000047"},
    "Newton Aycliffe": {"E06000047"},
    "Bishop Auckland": {"E06000047"},
    "Wingate": {"E06000047"},
    "Horden": {"E06000047"},
    "Blackhall": {"E06000047"},
    "Sunderland": {"E08000024"},
}


class Known:
    """The vocabularies and postcodes that values are checked against; needs no database."""

    @cached_property
    def vocabulary(self):
        return {
            "needs": _starter("needs", "need", "slug"),
            "audiences": _starter("audiences", "audience", "slug"),
            "communities": _starter("communities", "community", "slug"),
            "languages": _starter("languages", "language", "code"),
            "areas": AREAS,
        }

    def council_of(self, postcode):
        """The council's code for a live postcode ("" where the packages are missing), or None."""
        try:
            return _councils(area_of(postcode)).get(postcode.replace(" ", ""))
        except wheels.DataMissingError:
            return ""


def _starter(file, table, name):
    path = Path(settings.BASE_DIR) / "services" / "starter" / f"{file}.toml"
    return {row[name] for row in tomllib.loads(path.read_text("utf-8"))[table]}


@lru_cache
def _councils(area):
    """`{postcode without space: council code}` of the postcodes in use in an area such as TS."""
    rows = next(wheels.rows_of_areas({area}))[1]
    return {row.key: row.council_code for row in rows if row.live}
