"""What the index has still to hear of: rows written in the same transaction as the record."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

#: Applied changes are kept for a while, so that an index built meanwhile can catch up with them.
KEPT = timedelta(days=1)


class IndexChangeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(applied_at__isnull=True)

    def since(self, moment):
        """Changes that an index begun at `moment` may have missed."""
        return self.filter(models.Q(applied_at__isnull=True) | models.Q(applied_at__gte=moment))

    def forget_old(self):
        return self.filter(applied_at__lt=timezone.now() - KEPT).delete()


class IndexChange(models.Model):
    """Something that changed. `kind` says what the index must make anew.

    For a service, `uid` is its own, also when it is gone. The primary key grows with time and
    serves as the version of what is written to the index.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", "A service"
        BESIDE = "beside", "What is kept beside the index: hubs, access points, labels"
        EVERYTHING = "everything", "Every service"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    uid = models.UUIDField(null=True, blank=True)
    #: A place became secret: what the index held of it must leave no trace.
    is_secret = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = IndexChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.uid or ''}".strip()

    @classmethod
    def next_version(cls):
        """A number greater than any before it, for what is read from the database after this."""
        with transaction.atomic():
            row = cls.objects.create(kind=cls.Kind.BESIDE, applied_at=timezone.now())
            version = row.pk
            row.delete()
        return version
