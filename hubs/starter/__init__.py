"""Crisis lines to start with, each with its source page and the day it was seen there."""

import tomllib
from datetime import datetime, time
from pathlib import Path

from django.db import transaction

from hubs.models import CrisisLine
from records.models import confirm
from services.opening import LONDON

TABLE = Path(__file__).parent / "crisis_lines.toml"
SOURCE = "open-door-starter"
OWNER_ROLE = "website manager"
CHECKED_BY = "the Open Door project"


def crisis_line_table():
    """The rows of the shipped table as dictionaries; the one place with these numbers."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))["crisis_line"]


@transaction.atomic
def load_crisis_lines(*, as_drafts):
    """Write the shipped crisis lines that are not there yet; return `(published, drafts)` counts.

    With `as_drafts` all wait for a person to confirm them. Without it those with a checked date
    are published, and the others still wait. A line that is there already, edited or
    withdrawn by staff, is left as it is.
    """
    published = drafts = 0
    for row in crisis_line_table():
        line, is_new = _get_or_draft(row)
        if not is_new:
            continue
        if as_drafts or not row.get("source_checked_on"):
            drafts += 1
            continue
        line.save_revision().publish(skip_permission_checks=True)
        confirm(
            line, role=CHECKED_BY, at=datetime.combine(row["source_checked_on"], time(12), LONDON)
        )
        published += 1
    return published, drafts


def _get_or_draft(row):
    facts = {name: value for name, value in row.items() if name != "key"}
    return CrisisLine.objects.get_or_create(
        source=SOURCE,
        source_id=row["key"],
        defaults={
            **facts,
            "owner_role": OWNER_ROLE,
            "live": False,
            "has_unpublished_changes": True,
        },
    )
