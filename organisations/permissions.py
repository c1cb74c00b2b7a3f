"""Who may edit what an organisation lists. The one place where this is decided.

Membership is all: an owner or editor of an organisation edits its record, its services and the
places it keeps. What is not somebody's own is not there for them (404).
"""

from django.http import Http404

from organisations.membership import Membership, Role
from organisations.models import Organisation


def organisations_of(user):
    """The organisations whose listings `user` may edit, published or not."""
    if not (user.is_authenticated and user.is_active):
        return Organisation.objects.none()
    mine = Membership.objects.filter(user=user).values("organisation")
    return Organisation.objects.filter(pk__in=mine)


def is_owner(user, organisation):
    """Whether `user` may also invite and remove people of `organisation`."""
    return (
        organisations_of(user).filter(pk=organisation.pk).exists()
        and Membership.objects.filter(
            user=user, organisation=organisation, role=Role.OWNER
        ).exists()
    )


def own_organisation(user, uid):
    """The organisation with this uid if it is one of `user`'s; raises Http404 otherwise."""
    organisation = organisations_of(user).filter(uid=uid).first()
    if organisation is None:
        raise Http404
    return organisation


def owned_organisation(user, uid):
    """As own_organisation, for what only owners do."""
    organisation = own_organisation(user, uid)
    if not is_owner(user, organisation):
        raise Http404
    return organisation
