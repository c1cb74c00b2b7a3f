"""An organisation with people, for tests of its own pages."""

import re

from django.utils.html import strip_tags

from accounts.models import User
from organisations.models import Membership, Role
from tests import people
from tests.factories import OrganisationFactory, ServiceFactory


def public(record):
    """Publish `record` as a reviewer would; returns it fresh."""
    record.save_revision().publish(skip_permission_checks=True)
    return type(record).objects.get(pk=record.pk)


def member(organisation, email="olive@example.org", role=Role.OWNER):
    """A client signed in as one of the organisation's people."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    Membership.objects.get_or_create(organisation=organisation, user=user, defaults={"role": role})
    return people.signed_in(user, second_step=False)


def group_with_service(**service):
    """(organisation, service), both public."""
    organisation = public(OrganisationFactory(name="Knit and natter"))
    return organisation, public(ServiceFactory(organisation=organisation, **service))


def at(organisation, *rest):
    """An address below an organisation's listings."""
    return "/".join(["/listings", str(organisation.uid), *map(str, rest), ""])


def filled(page):
    """{name: value} of the last shown form, as a browser would send it back."""
    form = page.context["form"]
    sent = {"seen": page.context["seen"]}
    for part in [form, *(row for rows in form.rows for row in rows.forms)]:
        for field in part:
            value = field.value()
            if field.name != "remove" and value not in (None, "", False, []):
                sent[field.html_name] = "on" if value is True else value
            elif field.name == "row":
                sent[field.html_name] = ""
    return sent


def words(page):
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", strip_tags(page.text))
