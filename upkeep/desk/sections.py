"""Which sections the desk has, in the order in which they matter."""

from upkeep.desk.calls import CallsSection
from upkeep.desk.checks import CrisisSection, DueSection, HiddenSection, may_decide
from upkeep.desk.mail import MailSection
from upkeep.desk.reported import ReportsSection
from upkeep.desk.sent_in import ClaimsSection, SubmissionsSection, TrustedSection
from upkeep.desk.whose import DuplicatesSection, KeptSection, OrphanedSection
from upkeep.models import Run

#: What waits for somebody: these make up the count of the desk.
TO_DO = [
    CrisisSection,
    ReportsSection,
    SubmissionsSection,
    ClaimsSection,
    CallsSection,
    DueSection,
    MailSection,
]
#: Work for a quiet hour.
IN_TIME = [TrustedSection, HiddenSection, DuplicatesSection, OrphanedSection, KeptSection]


def sections_for(user, among=(*TO_DO, *IN_TIME)):
    """The sections that `user` sees: those that name people are the website managers'."""
    decides = may_decide(user)
    return [section() for section in among if decides or not section.is_personal]


def things_to_do(user):
    """How many things wait for `user` or colleagues."""
    return sum(section.count() for section in sections_for(user, TO_DO))


def last_run():
    """The last run of the timed work, or None."""
    return Run.objects.order_by("-started_at").first()
