"""What somebody asks the finder, checked and ready."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

#: Radii tried in turn when nothing is near enough, in kilometres; None is everywhere.
WIDENING_KM = (5, 10, 25, 50, None)
SORTS = ("best", "nearest", "a-z")
OPEN = ("now", "today", "evening", "weekend")
MAX_SIZE = 100


@dataclass(frozen=True)
class SearchRequest:
    """One question. `near` is as typed; empty filters mean "no matter".

    `within_km` None lets the finder choose a radius and widen it; a number is kept to, and
    widened only when nothing at all is inside. `at` is the moment that "open" is judged by.
    """

    q: str = ""
    near: str = ""
    within_km: float | None = None
    page: int = 1
    size: int = 20
    sort: str = "best"
    open: str = ""
    age: int | None = None
    cost: tuple[str, ...] = ()
    no_referral: bool = False
    no_diagnosis: bool = False
    attending: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    led_by: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    organisation: UUID | None = None
    at: datetime = field(default_factory=timezone.now)
