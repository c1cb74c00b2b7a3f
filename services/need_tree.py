"""The needs as visitors browse them: broad ones with the narrower ones below."""

from dataclasses import dataclass

from services.need_addresses import shown_slug
from services.needs import Need


@dataclass(frozen=True)
class NeedLink:
    """A need with its address and the needs just below it."""

    name: str
    description: str
    url: str
    below: tuple["NeedLink", ...] = ()


def _link(need, below=()):
    return NeedLink(need.name, need.description, f"/needs/{shown_slug(need)}/", tuple(below))


def need_tree():
    """The top needs, each with those one step below. One query."""
    needs = list(Need.objects.filter(depth__lte=2).order_by("path"))
    tops = [need for need in needs if need.depth == 1]
    return [
        _link(top, (_link(n) for n in needs if n.depth == 2 and n.path.startswith(top.path)))
        for top in tops
    ]


def needs_below(need):
    """The needs one step below this one."""
    return [_link(child) for child in need.get_children()]
