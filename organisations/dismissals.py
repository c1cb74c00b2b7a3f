"""Pairs of records that a person looked at: alike, but not the same."""

import uuid

from django.conf import settings
from django.db import models


class DuplicateDismissal(models.Model):
    """ "These two are not the same", said once. `first_uid` is the smaller uid of the two."""

    first_uid = models.UUIDField()
    second_uid = models.UUIDField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first_uid", "second_uid"], name="organisations_dismissed_once"
            ),
        ]

    def __str__(self):
        return f"{self.first_uid} is not {self.second_uid}"


def pair_key(one, other):
    """Two uids in the order they are kept in."""
    return tuple(sorted((uuid.UUID(str(one)), uuid.UUID(str(other)))))


def dismiss(one, other, *, by=None):
    """Remember that two records are not the same; safe to say again."""
    first, second = pair_key(one.uid, other.uid)
    return DuplicateDismissal.objects.get_or_create(
        first_uid=first, second_uid=second, defaults={"by": by}
    )[0]


def dismissed():
    """Every dismissed pair, as a set of pair_keys."""
    return set(DuplicateDismissal.objects.values_list("first_uid", "second_uid"))
