"""Forgetting people who asked for a code and never came in."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from accounts.models import User

KEPT_FOR = timedelta(days=2)


def prune(now):
    """Delete accounts that nobody ever used and nothing hangs on; returns how many.

    Somebody with a membership, a claim, a part in the staff or any other row of their own stays,
    and so does an account that anybody asked a code for within two days.
    """
    unused = User.objects.filter(
        last_login__isnull=True,
        date_joined__lt=now - KEPT_FOR,
        is_active=True,
        is_staff=False,
        is_superuser=False,
        groups__isnull=True,
    )
    for link in User._meta.get_fields(include_hidden=True):
        if link.one_to_many or link.one_to_one:
            theirs = {link.field.name: OuterRef("pk")}
            unused = unused.exclude(Exists(link.related_model._base_manager.filter(**theirs)))
    gone = list(unused.values_list("pk", flat=True))
    return (
        User.objects.filter(pk__in=gone, last_login__isnull=True)
        .delete()[1]
        .get(User._meta.label, 0)
    )
