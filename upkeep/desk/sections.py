"""Which sections the desk has, in the order in which they matter."""

from upkeep.desk.calls import CallsSection
from upkeep.desk.checks import CrisisSection, DueSection, HiddenSection, may_decide
from upkeep.desk.reported import ReportsSection
from upkeep.models import Run

SECTIONS = [CrisisSection, ReportsSection, CallsSection, DueSection, HiddenSection]


def sections_for(user):
    """The sections that `user` sees: those that name people are the website managers'."""
    decides = may_decide(user)
    return [section() for section in SECTIONS if decides or not section.is_personal]


def last_run():
    """The last run of the timed work, or None."""
    return Run.objects.order_by("-started_at").first()
