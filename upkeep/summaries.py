"""A record's answers page by page, and what stands in the way of sending."""

from django.core.exceptions import ValidationError
from django.urls import reverse

from organisations.models import Organisation
from records.forms import reasons_in_words
from services.models import Location, Service
from upkeep import drafts
from upkeep.answers import answers
from upkeep.submissions import unsent


def summary(version, page):
    """[Answer] of one page of a version of a record."""
    return [*answers(page.form, version), *page.form.private_answers(version)]


def own_page(organisation, record):
    """The address of all that one of an organisation's own records says."""
    name = {Organisation: "about", Service: "service", Location: "place"}[type(record)]
    uids = [organisation.uid] if name == "about" else [organisation.uid, record.uid]
    return reverse(f"upkeep:{name}", args=uids)


def hindrances(organisation, *, in_full=False):
    """[(record, words, address)] of what is not sent yet and may not be public as it is.

    What only the database knows is looked at `in_full`: sending does so itself, so it is said when
    somebody has pressed the button.
    """
    found = []
    for version in drafts.newest_of(unsent(organisation)).values():
        try:
            version.check_publishable(in_full=in_full)
        except ValidationError as error:
            words = reasons_in_words(error, type(version))
            found.append((version, words, own_page(organisation, version)))
    return found
