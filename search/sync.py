"""Keeping the index the same as the database.

Whoever changes a record writes an IndexChange in the same transaction (search/signals.py). It is
applied when the transaction commits; where the process dies before that, by the next search or
by `sync_index`. What is written is always read from the database afresh, under a version taken
before the reading: so of two writers the one that read last wins, whoever writes last.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from organisations.models import Community
from search import engines
from search.documents import documents, findable
from search.doors import doors
from search.engines import IndexUnavailable
from search.index_changes import IndexChange
from search.promoted import PromotedResult
from services.models import Audience, Language, Need, Service

log = logging.getLogger(__name__)

Kind = IndexChange.Kind
#: Clocks of several machines, and transactions begun before a rebuild, may differ by so much.
MARGIN = timedelta(minutes=5)
#: A whole index is made within a web request only where it is small.
SMALL = 5000
#: How long a process waits until it tries again to make an index that could not be made.
RETRY_SECONDS = 30
#: Changes are handed to the engine in portions of so many services.
PORTION = 500


def apply_waiting(engine=None, *, may_rebuild=True):
    """Apply all changes that wait. Returns how many services were looked at.

    A change of everything rebuilds the index, unless `may_rebuild` is false or gives false when
    called: then it goes on waiting, and the rest is applied.
    """
    waiting = list(IndexChange.objects.waiting().values_list("pk", "kind", "uid", "is_secret"))
    if not waiting:
        return 0
    engine = engine or engines.current()
    if any(kind == Kind.EVERYTHING for _, kind, _, _ in waiting):
        if may_rebuild() if callable(may_rebuild) else may_rebuild:
            return rebuild(engine, unless=lambda: not _everything_waits())
        waiting = [row for row in waiting if row[1] != Kind.EVERYTHING]
    uids = sorted({uid for _, kind, uid, _ in waiting if kind == Kind.SERVICE})
    put_or_remove(uids, engine.put, engine.remove)
    if any(kind == Kind.BESIDE for _, kind, _, _ in waiting):
        for name, value in beside().items():
            engine.keep(name, value)
    if any(is_secret for _, _, _, is_secret in waiting):
        engine.scrub()
    _mark_applied([pk for pk, _, _, _ in waiting])
    return len(uids)


def _everything_waits():
    return IndexChange.objects.waiting().filter(kind=Kind.EVERYTHING).exists()


def is_small():
    """Whether there are few enough services to make the whole index while somebody waits."""
    return findable().count() <= SMALL


def _mark_applied(pks):
    now = timezone.now()
    for start in range(0, len(pks), PORTION):
        IndexChange.objects.filter(pk__in=pks[start : start + PORTION]).update(applied_at=now)
    IndexChange.objects.forget_old()


def put_or_remove(uids, put, remove):
    """Read these services afresh and hand over those that may be found; the rest is removed."""
    for start in range(0, len(uids), PORTION):
        portion = uids[start : start + PORTION]
        version = IndexChange.next_version()
        found = list(documents(Service.objects.filter(uid__in=portion)))
        put(found, version)
        remove(sorted(set(portion) - {document.uid for document in found}), version)


def rebuild(engine=None, progress: Callable | None = None, unless: Callable | None = None):
    """Make the whole index afresh, without a gap. Returns how many services are in it.

    `progress` may wrap the documents, as tqdm does; it is given `total`. Only one process builds
    at a time; when its turn comes, nothing is done where `unless()` is true.
    """
    engine = engine or engines.current()
    with engine.turn_to_build():
        if unless and unless():
            return 0
        begun = timezone.now() - MARGIN
        version = IndexChange.next_version()
        waiting = list(IndexChange.objects.waiting().values_list("pk", flat=True))
        every = documents()
        if progress:
            every = progress(every, total=findable().count())

        def catch_up(put, remove):
            changes = IndexChange.objects.since(begun).filter(kind=Kind.SERVICE)
            put_or_remove(sorted(set(changes.values_list("uid", flat=True))), put, remove)

        count = engine.rebuild(every, version, keep=beside(), catch_up=catch_up)
        _mark_applied(waiting)
    return count


#: When this process last failed to make the index at a path.
_failed_at = {}


def make_again(engine=None):
    """Make the index where there is none, or a broken one. False where that must wait.

    A large one is left to `rebuild_index`, so that nobody waits minutes for a page. One that
    cannot be made (a full disk) is tried once in RETRY_SECONDS.
    """
    engine = engine or engines.current()
    path = settings.SEARCH_INDEX_PATH
    if time.monotonic() - _failed_at.get(path, float("-inf")) < RETRY_SECONDS:
        return False
    if not is_small():
        log.error("The search index is missing and large: run manage.py rebuild_index.")
        return False
    try:
        rebuild(engine, unless=engine.is_ready)
    except IndexUnavailable:
        _failed_at[path] = time.monotonic()
        raise
    return True


def beside():
    """The small values that are kept beside the index."""
    return {"labels": labels(), "doors": doors(), "promoted": promoted()}


def labels():
    """{facet: {slug: name}} in the order in which people see them."""
    audiences = dict(Audience.objects.values_list("slug", "name"))
    communities = dict(Community.objects.values_list("slug", "name"))
    return {
        "needs": dict(Need.objects.order_by("path").values_list("slug", "name")),
        "audiences": audiences,
        "serves": communities,
        "led_by": communities,
        "languages": dict(Language.objects.values_list("code", "name")),
    }


def promoted():
    """{words: [[uid of the service, last day or None]]}."""
    found = {}
    rows = PromotedResult.objects.order_by("key", "position", "pk")
    for key, uid, ends_on in rows.values_list("key", "service__uid", "ends_on"):
        found.setdefault(key, []).append([str(uid), ends_on and ends_on.isoformat()])
    return found


def differences(engine=None):
    """(missing or outdated, too many) uids: the index compared with the database, in full."""
    engine = engine or engines.current()
    held = engine.versions()
    wrong, seen = [], set()
    for document in documents():
        seen.add(document.uid)
        if held.get(document.uid) != document.fingerprint():
            wrong.append(document.uid)
    return wrong, sorted(held.keys() - seen)


def repair(engine=None):
    """Put right what differs between index and database. Returns how many services that were."""
    engine = engine or engines.current()
    wrong, extra = differences(engine)
    put_or_remove([*wrong, *extra], engine.put, engine.remove)
    return len(wrong) + len(extra)
