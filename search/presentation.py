"""What the results page says about an answer, in words and links."""

from dataclasses import dataclass

from places.areas import area_map
from places.distance import KM_PER_MILE
from search.forms import OPEN_LABELS, SORT_LABELS, WITHIN
from search.understanding.vocabulary import current as current_vocabulary
from services.need_addresses import neutral_slug


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in use: what it is called and the address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Option:
    """One thing to choose from: a sort order, a place that may have been meant."""

    label: str
    address: str
    current: bool = False


def address(path, query):
    """The address of this page with other parameters; pages start again, empty ones are left out."""
    kept = query.copy()
    kept.pop("page", None)
    for name in list(kept):
        values = [value for value in kept.getlist(name) if value != ""]
        kept.setlist(name, values) if values else kept.pop(name)
    return f"{path}?{kept.urlencode()}" if kept else path


def without(path, query, name, value=None):
    kept = query.copy()
    if value is None:
        kept.pop(name, None)
    else:
        kept.setlist(name, [other for other in kept.getlist(name) if other != value])
    return address(path, kept)


def changed(path, query, **changes):
    kept = query.copy()
    for name, value in changes.items():
        kept[name] = value
    return address(path, kept)


def active_filters(form, response, path, query):
    """The filters in use, each with the way to take it off."""
    labels = {
        (facet.name, value.value): value.label
        for facet in (response.facets if response else ())
        for value in facet.values
    }
    labels |= {("open", value): label for value, label in OPEN_LABELS.items()}
    for hit in (response.hits if response else ())[:1]:
        labels["organisation", str(hit.organisation_uid)] = f"Run by {hit.organisation}"
    found = []
    for name in form.FILTERS:
        given = form.cleaned_data.get(name)
        if isinstance(given, tuple):
            found += [
                ActiveFilter(
                    labels.get((name, value), value.replace("_", " ").replace("-", " ")),
                    without(path, query, name, value),
                )
                for value in given
            ]
        elif given not in (None, "", False):
            label = labels.get((name, str(given))) or _single_label(name, given)
            found.append(ActiveFilter(label, without(path, query, name)))
    return found


def _single_label(name, given):
    if name == "within_km":
        return dict(WITHIN).get(f"{given:g}") or f"Within {radius_words(given)}"
    return {
        "age": f"Age {given}",
        "no_referral": "No referral needed",
        "no_diagnosis": "No diagnosis needed",
        "organisation": "One organisation",
    }.get(name, str(given))


@dataclass(frozen=True)
class FilterGroup:
    """One fold of the filter form. `first` are shown, `others` wait behind "Show more"."""

    name: str
    label: str
    first: tuple
    others: tuple
    is_open: bool
    is_single: bool


@dataclass(frozen=True)
class FilterChoice:
    name: str
    value: str
    label: str
    count: int
    selected: bool


#: Facets of one tick each that stand together, and what they are called together.
YES_FACETS = ("no_referral", "no_diagnosis")
YES_LABEL = "Getting started"
#: Groups that stand open at first.
OPEN_AT_FIRST = {"open", "cost", "getting-started"}
SHOWN_FIRST = 8
SHOWN_AT_MOST = 48


def filter_groups(facets):
    """The facets as the form shows them: the most frequent first where there are many."""
    groups, yes = {}, []
    for facet in facets:
        choices = [
            FilterChoice(facet.name, value.value, value.label, value.count, value.selected)
            for value in facet.values
        ]
        if facet.name in YES_FACETS:
            yes += choices
            groups["getting-started"] = _group("getting-started", YES_LABEL, yes)
        else:
            groups[facet.name] = _group(facet.name, facet.label, choices)
    return tuple(groups.values())


def _group(name, label, choices):
    if len(choices) > SHOWN_FIRST + 2:
        choices = sorted(choices, key=lambda one: (not one.selected, -one.count))
    any_selected = any(one.selected for one in choices)
    cut = SHOWN_FIRST if len(choices) > SHOWN_FIRST + 2 else len(choices)
    return FilterGroup(
        name=name,
        label=label,
        first=tuple(choices[:cut]),
        others=tuple(choices[cut:SHOWN_AT_MOST]),
        is_open=any_selected or name in OPEN_AT_FIRST,
        is_single=name == "open",
    )


def clear_address(form, path, query):
    """The address with the words and the place, and no filter."""
    kept = query.copy()
    for name in form.FILTERS:
        kept.pop(name, None)
    return address(path, kept)


def radius_words(km):
    """A radius in miles, as people say it: 5 km is "3 miles"."""
    miles = max(1, round(km / KM_PER_MILE))
    return "1 mile" if miles == 1 else f"{miles} miles"


def sort_options(form, response, path, query):
    chosen = form.cleaned_data["sort"]
    has_place = bool(response.where and response.where.found)
    return [
        Option(label, changed(path, query, sort=value), value == chosen)
        for value, label in SORT_LABELS.items()
        if value != "nearest" or has_place or chosen == "nearest"
    ]


def place_options(response, path, query):
    """Places that may have been meant instead, each as a search there."""
    where = response.where
    if where is None:
        return []
    choices = [(choice.label, choice.value) for choice in where.alternatives]
    if not choices and where.suggestion and not where.found:
        choices = [(where.suggestion, where.suggestion)]
    return [Option(label, changed(path, query, near=value)) for label, value in choices]


def title_words(form, response):
    """What was looked for and where: "Food bank near Seaton Carew"."""
    words = form.cleaned_data.get("q", "")
    place = ""
    if response and response.where and response.where.found:
        place = response.where.label
    if words and place and place.lower() in words.lower():
        place = ""
    if words and place:
        return f"“{words}” near {place}"
    if words:
        return f"“{words}”"
    return f"Near {place}" if place else "All services"


def need_options(response):
    """The needs that were understood, each with its page; those about abuse at a neutral address."""
    vocabulary = current_vocabulary()
    return [
        Option(need.name, f"/needs/{_shown_slug(vocabulary, need.slug)}/")
        for need in response.understood.needs
    ]


def _shown_slug(vocabulary, slug):
    return neutral_slug(slug) if vocabulary.is_sensitive(slug) else slug


def near_error(response):
    """What is wrong with the place, for beside its field: empty where it was found, not asked for, or
    where there are places to choose from."""
    where = response.where
    if where is None or where.found or where.alternatives:
        return ""
    return where.message


def needs_more_words(form, response):
    """Whether something was typed and there is nothing in it to look for: "the", "?!"."""
    understood, asked = response.understood, form.cleaned_data
    something = understood.terms or understood.needs or understood.place or understood.crisis
    narrowed = asked["near"] or response.promoted or any(asked.get(n) for n in form.FILTERS)
    return bool(asked["q"] and not (something or narrowed or asked["age"] == 0))


@dataclass(frozen=True)
class FarAway:
    """What to say to somebody who asks from far outside of the site's area.

    `areas` are the names of the site's own; `km` is how far the nearest is that has an address,
    `is_hub` whether that is a hub, as nothing found has one. `groups` are those of the answer, those
    that come by phone or online first.
    """

    areas: tuple[str, ...]
    km: float
    is_hub: bool
    groups: tuple


#: From here on nobody would travel: "far" is said. About 30 miles.
FAR_KM = 50


def far_away(response):
    """FarAway where the place is outside of the site's own areas and all addresses are far from it."""
    where, areas = response.where, area_map()
    if not (where and where.found and where.point and areas.own) or areas.is_own(where.area_codes):
        return None
    hits = [hit.distance_km for hit in response.hits if hit.distance_km is not None]
    hubs = [hub.distance_km for hub in response.hubs if hub.distance_km is not None]
    nearest = min(hits or hubs, default=0)
    if nearest <= FAR_KM:
        return None
    return FarAway(
        areas=tuple(sorted(areas.name(code) for code in areas.own)),
        km=nearest,
        is_hub=not hits,
        groups=tuple(sorted(response.groups, key=_has_an_address)),
    )


def _has_an_address(group):
    return all(hit.distance_km is not None for hit in group.hits)
