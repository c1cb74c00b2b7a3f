"""Engines: what keeps the documents and answers questions about them.

An engine is an object with this interface (`Engine` below); `current()` gives the one that the
setting SEARCH_ENGINE names. Two engines must mean the same by the same question; the suite in
`tests/search/conformance/` runs on each.

Writing:

- `is_ready()`: whether there is an index. `turn_to_build()`: a context in which nobody else builds.
- `rebuild(documents, version, keep=…, catch_up=…)` takes every document there is and replaces the
  whole index at one moment; until then, searches are answered from the old one. At the end it
  calls `catch_up(put, remove)`, which hands over what changed in the meantime.
- `put(documents, version)` and `remove(uids, version)` make single changes. A version older than
  the one held is ignored, for removed documents too: a late change never brings anything back.
- `scrub()` leaves no trace of what was taken out.
- `keep(name, value)` and `kept(name)` keep small JSON values beside the index: "labels" of facets,
  "doors" (search/doors.py), "promoted".
- `versions()` gives `{uid: fingerprint}` of what is held, to compare with the database.

Reading:

- `search(question)` gives an Answer. It never raises for anything a person can type. Where the
  index cannot be read it raises `IndexUnavailable`.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Protocol
from uuid import UUID

from django.conf import settings

from search.documents import Document
from search.request import SearchRequest
from search.response import Elsewhere, Facet, Hit
from search.understanding import Understanding


class IndexUnavailable(Exception):
    """The index is not there, is broken, or was made by another version of the program."""


@dataclass(frozen=True)
class Question:
    """What an engine is asked: the request, understood, with the place found.

    `point` is (latitude, longitude) or None; `area_codes` are all areas it lies in, None when no
    place was asked for. `radii_km` are tried in turn until `enough` services are inside; None in
    it means everywhere. `below` holds for each need that the question speaks of the slugs of itself
    and of those below it in the tree, `above` those above it, the nearest first: where no listing has
    the need, a wider one stands in. `promoted` are shown above the first page.
    """

    request: SearchRequest
    understood: Understanding
    point: tuple[float, float] | None = None
    area_codes: frozenset[str] | None = None
    radii_km: tuple[float | None, ...] = (None,)
    enough: int = 1
    below: dict[str, frozenset[str]] = field(default_factory=dict)
    above: dict[str, tuple[str, ...]] = field(default_factory=dict)
    promoted: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What an engine answers. `hits` are those of the page asked for, in order of their rank.

    `more` counts by organisation those that stand on other pages. `relaxed` is true when nothing
    held all the words, and hits hold only some.
    """

    hits: tuple[Hit, ...] = ()
    more: dict[UUID, int] = field(default_factory=dict)
    total: int = 0
    organisations_total: int = 0
    page: int = 1
    pages: int = 1
    radius_km: float | None = None
    facets: tuple[Facet, ...] = ()
    phone_and_online: tuple[Hit, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    promoted: tuple[Hit, ...] = ()
    relaxed: bool = False


class Engine(Protocol):
    name: str

    def is_ready(self) -> bool: ...

    def turn_to_build(self) -> AbstractContextManager: ...

    def rebuild(
        self, documents: Iterable[Document], version: int, *, keep=None, catch_up=None
    ) -> int: ...

    def put(self, documents: Iterable[Document], version: int) -> None: ...

    def remove(self, uids: Iterable[UUID], version: int) -> None: ...

    def scrub(self) -> None: ...

    def keep(self, name: str, value) -> None: ...

    def kept(self, name: str): ...

    def lexicon(self): ...

    def versions(self) -> dict[UUID, str]: ...

    def search(self, question: Question) -> Answer: ...


_ENGINES = {"embedded": "search.engines.embedded.engine.EmbeddedEngine"}


@cache
def named(name) -> Engine:
    """The engine of that name, made once for the process."""
    module, _, kind = _ENGINES[name].rpartition(".")
    return getattr(import_module(module), kind)()


def current() -> Engine:
    """The engine that the setting SEARCH_ENGINE names."""
    return named(settings.SEARCH_ENGINE)
