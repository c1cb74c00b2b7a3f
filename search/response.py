"""What the finder answers: plain data for the page, the JSON interface and the command alike."""

from dataclasses import dataclass, field
from uuid import UUID

from search.understanding.contract import Understanding


@dataclass(frozen=True)
class Why:
    """One reason why a hit is there: kind is need, name, words, synonym, spelling, near, area."""

    kind: str
    text: str


@dataclass(frozen=True)
class Hit:
    """One service. Distance and point are None for confidential, phone and online services.

    `rank` counts from 1 on the page: a group may stand above a hit of better rank.
    """

    uid: UUID
    name: str
    url: str
    summary: str
    organisation: str
    organisation_uid: UUID
    source_id: str = ""
    score: float = 0.0
    distance_km: float | None = None
    point: tuple[float, float] | None = None
    place: str = ""
    serves_everywhere: str = ""
    open_state: str = ""
    open_words: str = ""
    cost: str = ""
    start_words: str = ""
    checked_words: str = ""
    is_unconfirmed: bool = False
    is_fictional: bool = False
    alert: str = ""
    attending: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    why: tuple[Why, ...] = ()
    rank: int = 0


@dataclass(frozen=True)
class Group:
    """Hits of one organisation that stand together on a page, and how many more it has."""

    organisation: str
    organisation_uid: UUID
    hits: tuple[Hit, ...]
    more: int = 0


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Elsewhere:
    """A service that matches but does not serve the place asked about, and where it does."""

    hit: Hit
    serves: tuple[str, ...]


@dataclass(frozen=True)
class NearHub:
    """A hub as the results show it. `open_state` is open, closed or unknown."""

    uid: str
    name: str
    url: str
    distance_km: float | None = None
    address: tuple[str, ...] = ()
    open_state: str = "unknown"
    open_words: str = ""
    booking_words: str = ""
    step_free: str = "unknown"


@dataclass(frozen=True)
class AccessPoint:
    """A single point of access that takes people from the place. Phones are (number, link)."""

    uid: str
    name: str
    url: str
    summary: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    phones: tuple[tuple[str, str], ...] = ()
    open_state: str = "unknown"
    open_words: str = ""


@dataclass(frozen=True)
class SearchResponse:
    """The whole answer. `where` is places' answer for the place, None when none was asked for.

    `radius_km` is the radius used (None: everywhere), `widened` whether it is wider than asked.
    `total` counts services, `organisations_total` those who run them. `relaxed` is true when no
    service holds all the words and these hold all but one. `unmentioned` are the words typed where no hit of the first page holds
    any of them, and all are there for a broad need ("dentist": health). `degraded` is true when another engine
    answered, `unavailable` when none could: then there are no hits, but hubs and numbers may be.
    """

    understood: Understanding
    total: int = 0
    organisations_total: int = 0
    groups: tuple[Group, ...] = ()
    facets: tuple[Facet, ...] = ()
    where: object | None = None
    radius_km: float | None = None
    widened: bool = False
    page: int = 1
    pages: int = 1
    phone_and_online: tuple[Hit, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    hubs: tuple[NearHub, ...] = ()
    access_points: tuple[AccessPoint, ...] = ()
    promoted: tuple[Hit, ...] = ()
    engine: str = ""
    degraded: bool = False
    relaxed: bool = False
    unmentioned: str = ""
    unavailable: bool = False
    extra: dict = field(default_factory=dict)

    @property
    def hits(self):
        """All hits of the page in order, whatever their group."""
        return tuple(hit for group in self.groups for hit in group.hits)

    @property
    def crisis(self):
        return bool(self.understood.crisis)
