"""A sheet between being read and being kept: one for each person and organisation, for a day."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from exchange.tables import TableError, read_content
from organisations.models import Organisation
from organisations.people import lock
from records.models import UidModel

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 2_000
#: A real workbook of MAX_ROWS rows unpacks to less.
_MAX_UNPACKED = 24 * 1024 * 1024
KEPT_FOR = timedelta(days=1)
#: Columns that a sheet cannot do without: they tell which row is which.
NEEDED = ("Reference", "Name")


class SheetUpload(UidModel):
    """A table that somebody sent, as text, until they keep or leave it. `table` holds columns and rows."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    table = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="upkeep_sheet_once_for_a_person"
            ),
        ]

    def __str__(self):
        return f"{self.name} of {self.organisation}"

    @property
    def columns(self):
        return self.table["columns"]

    @property
    def rows(self):
        """Pairs of (row number, {heading: cell})."""
        return [
            (number, dict(zip(self.columns, cells, strict=True)))
            for number, cells in self.table["rows"]
        ]


def read_sheet(file):
    """The table of an uploaded file for SheetUpload.table; TableError says what is wrong with it."""
    name = (file.name or "Your file")[:100]
    if file.size > MAX_BYTES:
        raise TableError(f"{name} is larger than 2 MB. Send fewer services at a time.")
    columns, rows = read_content(name, file.read(), max_rows=MAX_ROWS, max_unpacked=_MAX_UNPACKED)
    for needed in NEEDED:
        if needed not in columns:
            raise TableError(
                f"{name} has no column “{needed}”. Start from the file that you get on this page."
            )
    if not rows:
        raise TableError(f"{name} has headings, but no services below them.")
    cells = [[row.number, [_storable(row.cells[name]) for name in columns]] for row in rows]
    return {"columns": [_storable(name) for name in columns], "rows": cells}


def _storable(cell):
    """A cell that a database can keep: without null characters and halves of characters."""
    return cell.replace("\x00", "").encode("utf-8", "ignore").decode()


@transaction.atomic
def put_by(upload):
    """Keep an upload until the person decides; it takes the place of an earlier one of theirs."""
    lock(upload.organisation)
    earlier = SheetUpload.objects.filter(organisation=upload.organisation, user=upload.user)
    earlier.delete()
    upload.save()


def put_by_of(organisation, user):
    """The table that waits for the person's word, or None."""
    newer = SheetUpload.objects.filter(made_at__gt=timezone.now() - KEPT_FOR)
    return newer.filter(organisation=organisation, user=user).first()


def erase_old(now=None):
    """Erase tables that nobody came back for; returns how many."""
    old = SheetUpload.objects.filter(made_at__lte=(now or timezone.now()) - KEPT_FOR)
    return old.delete()[0]
