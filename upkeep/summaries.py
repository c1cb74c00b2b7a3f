"""A record's answers page by page, and what stands in the way of sending."""

from django.core.exceptions import ValidationError

from records.forms import reasons_in_words
from upkeep import drafts
from upkeep.answers import answers
from upkeep.submissions import unsent


def summary(version, page):
    """[Answer] of one page of a version of a record."""
    return [*answers(page.form, version), *page.form.private_answers(version)]


def hindrances(organisation, *, in_full=False):
    """[(record, words)] of what is not sent yet and may not be public as it is.

    What only the database knows is looked at `in_full`: sending does so itself, so it is said when
    somebody has pressed the button.
    """
    found = []
    for version in drafts.newest_of(unsent(organisation)).values():
        try:
            version.check_publishable(in_full=in_full)
        except ValidationError as error:
            found.append((version, reasons_in_words(error, type(version))))
    return found
