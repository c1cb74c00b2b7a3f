"""Who looks after an organisation: changing roles, leaving, and those nobody looks after."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.log_actions import log

from organisations.membership import Claim, Membership, Role
from organisations.models import Organisation
from organisations.telling import tell, whole
from records.locks import held

ADDED = "organisations.person_added"
ROLE_CHANGED = "organisations.person_role"
REMOVED = "organisations.person_removed"
LEFT = "organisations.person_left"
LEFT_ALONE = "organisations.nobody_left"


class LastOwner(Exception):
    """Without this person nobody would look after the organisation."""


def owners(organisation):
    """Memberships of the owners who can sign in, longest first."""
    return organisation.memberships.filter(role=Role.OWNER, user__is_active=True).select_related(
        "user"
    )


def orphaned():
    """Published organisations with no owner who can sign in: staff look after them."""
    kept = Membership.objects.filter(
        organisation=OuterRef("pk"), role=Role.OWNER, user__is_active=True
    )
    return Organisation.objects.published().filter(~Exists(kept))


def is_last_owner(membership):
    """Whether no other owner can sign in."""
    others = owners(membership.organisation).exclude(pk=membership.pk)
    return membership.role == Role.OWNER and not others.exists()


@transaction.atomic
def add(organisation, user, *, role, by):
    """Make `user` one of the organisation's people; a role is raised by this, never lowered."""
    lock(organisation)
    membership, is_new = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"role": role, "added_by": by}
    )
    if not is_new and role == Role.OWNER:
        membership.role = role
        membership.save(update_fields=["role"])
    _note(organisation, ADDED, by, membership)
    return membership


@transaction.atomic
def change_role(membership, role, *, by):
    """Give somebody another role; raises LastOwner when nobody would be owner then."""
    lock(membership.organisation)
    if not _is_still_here(membership):
        return
    if role != Role.OWNER and is_last_owner(membership):
        raise LastOwner
    membership.role = role
    membership.save(update_fields=["role"])
    _note(membership.organisation, ROLE_CHANGED, by, membership)


@transaction.atomic
def remove(membership, *, by, leaving_nobody=False):
    """Take somebody out at once, or oneself; raises LastOwner unless `leaving_nobody` is meant.

    Asked twice, also at the same time, it is done and told once.
    """
    organisation = membership.organisation
    lock(organisation)
    if not _is_still_here(membership):
        return
    is_last = is_last_owner(membership)
    if is_last and not leaving_nobody:
        raise LastOwner
    leaves = membership.user == by
    _note(organisation, LEFT if leaves else REMOVED, by, membership)
    if is_last:
        _note(organisation, LEFT_ALONE, by, membership)
    membership.delete()
    _close_claims(organisation, membership.user, by=by)
    if not leaves:
        _tell_removed(membership)


@transaction.atomic
def leave(membership, *, instead=None):
    """Leave oneself. `instead`: the membership that becomes owner, "nobody", or None.

    Raises LastOwner when `instead` is None and nobody would look after the organisation.
    """
    if isinstance(instead, Membership):
        change_role(instead, Role.OWNER, by=membership.user)
    remove(membership, by=membership.user, leaving_nobody=instead == "nobody")


def _tell_removed(membership):
    tell(
        membership.user.email,
        "person_removed",
        key=f"person-removed:{membership.uid}",
        subject=f"You no longer look after {membership.organisation}",
        organisation=membership.organisation,
        listings_url=whole("/listings/"),
    )


def _close_claims(organisation, user, *, by):
    """What somebody asked for before they went is over: nobody says yes to it by mistake."""
    waiting = organisation.claims.filter(user=user, state=Claim.State.WAITING)
    waiting.update(
        state=Claim.State.WITHDRAWN, decided_at=timezone.now(), decided_by=by, code_hash=""
    )


def _is_still_here(membership):
    """Whether nobody has removed the person meanwhile. Asked under the lock; brings the role up to date."""
    role = Membership.objects.filter(pk=membership.pk).values_list("role", flat=True).first()
    membership.role = role or membership.role
    return role is not None


def lock(organisation):
    """One change of an organisation's people, and one sending or decision, at a time; its row as it is.

    So the last two owners cannot both go. It is taken before the lock of any record of it.
    """
    return held(Organisation.objects).get(pk=organisation.pk)


def _note(organisation, action, by, membership):
    """An entry in the organisation's history: which account, no name and no address."""
    data = {"account": membership.user_id, "role": membership.role}
    log(instance=organisation, action=action, user=by, data=data)
