"""What was imported from where, so that the same file twice makes nothing twice."""

from django.db import models


class ImportedRow(models.Model):
    """One row of a source and the record it became. Holds no personal data: a digest, not the row.

    `record_modified_at` is the record's own `modified_at` right after the import: a later one
    means that somebody has edited the record here, and the next import leaves it alone.
    """

    source = models.CharField(max_length=100)
    source_id = models.CharField(max_length=200)
    record_uid = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=64)
    record_modified_at = models.DateTimeField()
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="exchange_row_once"),
        ]

    def __str__(self):
        return f"{self.source}: {self.source_id}"
