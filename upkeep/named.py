"""Other services and organisations that a record names: which may be, how they are found, their words."""

from functools import reduce
from operator import or_

from django.db.models import Q
from rapidfuzz import fuzz, process

from organisations.models import Organisation
from services.models import Service

#: What somebody named before and is no longer public: its name may be nobody's business now.
NOT_LISTED = "What you chose before. It is no longer listed."
#: So many are shown for the words that somebody looked for.
MOST_FOUND = 12
_NEAR = 70


def words(thing):
    """A service or organisation in a line: "Debt advice (Anchorlight)"."""
    if not type(thing).objects.published().filter(pk=thing.pk).exists():
        return NOT_LISTED
    return f"{thing.name} ({thing.organisation.name})" if isinstance(thing, Service) else thing.name


def to_name(record):
    """What `record` may name of its own kind: public, not over, and not itself or what is below it."""
    if isinstance(record, Service):
        listed = Service.objects.published().not_over().select_related("organisation")
        return listed.exclude(pk=record.pk)
    return Organisation.objects.published().exclude(pk__in=_with_branches(record))


def _with_branches(organisation):
    """Primary keys of an organisation, its branches, their branches and so on."""
    found, new = set(), {organisation.pk} - {None}
    while new:
        found |= new
        branches = Organisation.objects.filter(parent_organisation__in=new)
        new = set(branches.values_list("pk", flat=True)) - found
    return found


def look_for(things, typed):
    """Those of `things` (a queryset) whose name has all the words typed, nearest first; where none
    has, those whose names are like it.
    """
    names = ["name", "alternate_name"]
    names += ["organisation__name"] if things.model is Service else []
    found = things
    for word in typed.split()[:8]:
        found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names)))
    found = found or _alike(things, names, typed)
    return sorted(found, key=lambda thing: -fuzz.WRatio(thing.name.casefold(), typed.casefold()))[
        :MOST_FOUND
    ]


def _alike(things, names, typed):
    said = {
        pk: " ".join(filter(None, told)).casefold()
        for pk, *told in things.values_list("pk", *names)
    }
    near = process.extract(
        typed.casefold(), said, scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=MOST_FOUND
    )
    return things.filter(pk__in=[pk for *_, pk in near])
