"""The answer to "where is that?", as plain data. `places.where` is the door to it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Choice:
    """A place that may have been meant: `value` typed again is sure to be understood."""

    label: str
    value: str


@dataclass(frozen=True)
class Where:
    """The answer to a typed place. What was typed is always kept in `typed`.

    `kind` is one of "postcode", "terminated postcode", "sector", "outcode", "place", "area",
    "alias", "address"; empty when not found. `lat` and `lon` are WGS84 degrees; both are None when
    not found, and for what is found but too wide for a point (a country). `precision_m`: the true
    place lies within about so many metres of the point. `source` says which data answered.
    `area_codes` are the codes of all areas it lies in, for coverage; they may be known in part
    even when the point is not (Northern Ireland). `council_code` is empty when unknown or when
    there may be several. `message` is for the person, in plain English: what is wrong, or what was
    assumed. `suggestion` is one thing to type instead; `alternatives` are Choices, best first.
    """

    typed: str
    found: bool = False
    label: str = ""
    lat: float | None = None
    lon: float | None = None
    kind: str = ""
    precision_m: int | None = None
    source: str = ""
    area_codes: frozenset[str] = field(default_factory=frozenset)
    council_code: str = ""
    council_name: str = ""
    ward_code: str = ""
    postcode: str = ""
    outcode: str = ""
    alternatives: tuple[Choice, ...] = ()
    message: str = ""
    suggestion: str = ""
    is_unsure: bool = False

    @property
    def point(self):
        """(latitude, longitude), or None."""
        return None if self.lat is None else (self.lat, self.lon)
