"""One's own drafts on the page that the public would see."""

from organisations.permissions import own_organisation
from upkeep import drafts
from upkeep.members import for_members, own_service


@for_members
def organisation_preview(request, organisation_uid):
    """The organisation's own page, with its newest draft."""
    return _preview(request, own_organisation(request.user, organisation_uid))


@for_members
def service_preview(request, organisation_uid, uid):
    """One of its services, with its newest draft."""
    return _preview(request, own_service(request.user, organisation_uid, uid)[1])


def _preview(request, record):
    """The public page of the newest draft, with a line on top that says what it is."""
    request.previewed_from = request.path.removesuffix("preview/")
    version = drafts.newest(record)
    return version.serve_preview(request, version.default_preview_mode)
