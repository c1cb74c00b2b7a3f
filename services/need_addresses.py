"""Addresses of the pages of needs. Those about abuse and safety do not tell what they are about.

Whoever looks over a shoulder, or into the history of a shared phone, reads no more there than
"/needs/t-3fa91c20/". The plain address of the same page works as well.
"""

import hashlib

from django.http import Http404

from services.needs import Need

NEUTRAL = "t-"


def neutral_slug(slug):
    return f"{NEUTRAL}{hashlib.sha256(slug.encode()).hexdigest()[:8]}"


def shown_slug(need):
    """The last part of the need's address."""
    return neutral_slug(need.slug) if need.sensitive else need.slug


def need_or_404(shown):
    """The need at an address, by its slug or its neutral one."""
    if shown.startswith(NEUTRAL):
        hidden = Need.objects.filter(sensitive=True)
        return _or_404(next((need for need in hidden if neutral_slug(need.slug) == shown), None))
    return _or_404(Need.objects.filter(slug=shown).first())


def _or_404(need):
    if need is None:
        raise Http404("No such need")
    return need
