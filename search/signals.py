"""What changes the index: every save and delete of a record or of anything it shows.

Each change is an IndexChange row of the same transaction, applied when that commits. A bulk
`update()` or `bulk_create()` sends no signals: whoever uses one calls `changed_everything`, or wraps
the work in `search.signals.rebuilt_once`.
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from hubs.models import AccessPhone, AccessSchedule, Hub, SinglePointOfAccess
from organisations.models import Community, Organisation
from places.models import Area
from records.models import Standing
from search import sync
from search.engines import IndexUnavailable
from search.index_changes import IndexChange
from search.promoted import PromotedResult
from services.models import (
    Audience,
    Closure,
    Language,
    Location,
    LocationSchedule,
    Need,
    Service,
    ServiceAtLocation,
    ServiceRoute,
    Session,
    SessionChange,
)

log = logging.getLogger(__name__)
_held_back = ContextVar("held_back", default=False)

Kind = IndexChange.Kind


def changed_services(services, *, is_secret=False):
    """Say that these services (a queryset) are to be read afresh."""
    if _held_back.get():
        return
    uids = services.order_by().values_list("uid", flat=True).distinct()
    _write([IndexChange(kind=Kind.SERVICE, uid=uid, is_secret=is_secret) for uid in uids])


def changed_beside():
    """Say that hubs, access points, labels or promoted results have changed."""
    _write([IndexChange(kind=Kind.BESIDE)])


def changed_everything():
    """Say that every service is to be read afresh."""
    _write([IndexChange(kind=Kind.EVERYTHING)])


@contextmanager
def rebuilt_once():
    """Many changes, as an import makes: one rebuild at the end in the place of each by itself.

    A mark is written first, so that the index is made anew even if the process dies in between.
    """
    changed_everything()
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)
    changed_everything()


@contextmanager
def closures_of(location_ids):
    """Closures of these places are made or taken away inside: said once, for all of them."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)
    changed_services(_here(location_ids))
    changed_beside()


def _write(changes):
    if not changes or _held_back.get():
        return
    IndexChange.objects.bulk_create(changes)
    if not any(waiting[1] is _apply for waiting in connection.run_on_commit):
        transaction.on_commit(_apply)


def _apply():
    """Apply what waits. A failure is no failure of the record: the next search tries again.

    A change of everything waits for the next search or `sync_index`: one rebuild for many of them.
    """
    if _held_back.get():
        return
    try:
        sync.apply_waiting(may_rebuild=False)
    except IndexUnavailable:
        log.info("The search index is not there or cannot be written; changes are waiting.")
    except Exception:
        log.exception("Changes could not be applied to the search index; they are waiting.")


# Who is touched by what


def _here(location_ids):
    """Services at these places, by their places or their sessions."""
    return Service.objects.filter(
        models.Q(at_locations__location__in=location_ids)
        | models.Q(sessions__location__in=location_ids)
    )


def _service(instance, **kwargs):
    _write([IndexChange(kind=Kind.SERVICE, uid=instance.uid)])


def _child(instance, **kwargs):
    changed_services(Service.objects.filter(pk=instance.service_id))


def _organisation(instance, **kwargs):
    changed_services(Service.objects.filter(organisation=instance.pk))


def _location(instance, **kwargs):
    changed_services(_here([instance.pk]), is_secret=getattr(instance, "_becomes_secret", False))
    if Hub.objects.filter(location=instance.pk).exists():
        changed_beside()


def _before_location(instance, **kwargs):
    """Note whether a place that was open to all becomes confidential."""
    instance._becomes_secret = (
        instance.is_confidential
        and Location.objects.filter(pk=instance.pk, is_confidential=False).exists()
    )


def _at_location(instance, **kwargs):
    changed_services(_here([instance.location_id]))
    changed_beside()


def _session_change(instance, **kwargs):
    changed_services(Service.objects.filter(sessions__uid=instance.session_uid))


def _standing(instance, **kwargs):
    uid = instance.record_uid
    places = Location.objects.filter(uid=uid).values("pk")
    changed_services(Service.objects.filter(models.Q(uid=uid) | models.Q(organisation__uid=uid)))
    changed_services(_here(places))
    if (
        Hub.objects.filter(models.Q(uid=uid) | models.Q(location__in=places)).exists()
        or SinglePointOfAccess.objects.filter(uid=uid).exists()
    ):
        changed_beside()


def _area(instance, **kwargs):
    changed_services(
        Service.objects.filter(
            models.Q(coverage=instance.pk)
            | models.Q(at_locations__location__ward=instance.pk)
            | models.Q(at_locations__location__council=instance.pk)
        )
    )
    changed_beside()


def _everything(**kwargs):
    changed_everything()


def _beside(**kwargs):
    changed_beside()


def _tags(instance, action, model, pk_set, reverse, **kwargs):
    if not action.startswith("post_"):
        return
    if reverse:
        changed_services(Service.objects.filter(pk__in=pk_set or ()))
    else:
        _service(instance)


def _led_by(instance, action, model, pk_set, reverse, **kwargs):
    if action.startswith("post_"):
        organisations = (pk_set or ()) if reverse else (instance.pk,)
        changed_services(Service.objects.filter(organisation__in=organisations))


_SAVED_OR_DELETED = {
    Service: _service,
    ServiceAtLocation: _child,
    Session: _child,
    ServiceRoute: _child,
    Organisation: _organisation,
    Location: _location,
    Closure: _at_location,
    LocationSchedule: _beside,
    SessionChange: _session_change,
    Standing: _standing,
    Area: _area,
    Need: _everything,
    Audience: _everything,
    Community: _everything,
    Language: _everything,
    Hub: _beside,
    SinglePointOfAccess: _beside,
    AccessPhone: _beside,
    AccessSchedule: _beside,
    PromotedResult: _beside,
}
_TAGS = ("needs", "declined_needs", "audiences", "serves", "led_by", "languages", "coverage")


def _listen(signal, receiver, sender):
    """Connect a receiver that rests while changes are gathered for one rebuild."""

    def told(**kwargs):
        if not _held_back.get():
            receiver(**kwargs)

    name = f"index-{receiver.__name__}-{sender.__name__}-{id(signal)}"
    signal.connect(told, sender=sender, weak=False, dispatch_uid=name)


def connect():
    """Listen. Called once, when the apps are ready."""
    for sender, receiver in _SAVED_OR_DELETED.items():
        for signal in (post_save, post_delete):
            _listen(signal, receiver, sender)
    _listen(pre_save, _before_location, Location)
    for name in _TAGS:
        _listen(m2m_changed, _tags, getattr(Service, name).through)
    _listen(m2m_changed, _led_by, Organisation.led_by.through)
    _listen(m2m_changed, _beside, SinglePointOfAccess.coverage.through)
