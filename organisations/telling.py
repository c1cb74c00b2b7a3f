"""Mail to people about an organisation that they look after, or want to."""

from django.conf import settings
from django.template.loader import render_to_string

from outbox.posting import post


def whole(path):
    """The whole address of a path of this site, for a mail."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def tell(to, letter, *, key, subject, organisation, **context):
    """Post the letter of templates/organisations/email/ with this name, once per `key`."""
    context = {"organisation": organisation, **context}
    return post(
        key=key,
        kind=letter,
        to=to,
        subject=subject,
        body=render_to_string(f"organisations/email/{letter}.txt", context),
        about=organisation.uid,
    )
