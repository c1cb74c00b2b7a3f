"""Every address of the site, written out with an example for each part that varies."""

import re
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

_EXAMPLES = {
    "int": "1",
    "str": "x",
    "slug": "x",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "x",
}


@dataclass(frozen=True)
class Route:
    """One route: an example of its path, its name with namespaces ("" for none), its view, and
    the names of the parts that vary.
    """

    path: str
    name: str
    view: object
    varies: tuple = field(default=())


def routes():
    """Every route of the URL configuration, in its order."""
    return list(_walk(get_resolver().url_patterns, Route("/", "", None)))


def addresses(below):
    """All addresses of the URL configuration that begin with `below`, each once."""
    return sorted({route.path for route in routes() if route.path.startswith(below)})


def _walk(patterns, before):
    for pattern in patterns:
        path = before.path + _example(pattern.pattern)
        varies = (*before.varies, *_parts(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inside = f"{before.name}{pattern.namespace}:" if pattern.namespace else before.name
            yield from _walk(pattern.url_patterns, Route(path, inside, None, varies))
        elif isinstance(pattern, URLPattern):
            name = f"{before.name}{pattern.name}" if pattern.name else ""
            yield Route(path, name, pattern.callback, varies)


def _parts(pattern):
    return tuple(pattern.converters) or tuple(pattern.regex.groupindex)


def _example(pattern):
    if hasattr(pattern, "_route"):
        return re.sub(
            r"<(?:(\w+):)?\w+>", lambda m: _EXAMPLES.get(m[1] or "str", "1"), pattern._route
        )
    text = pattern.regex.pattern.lstrip("^").rstrip("$").removesuffix(r"\Z")
    text = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\))?[^()]*\)", "1", text)
    return text.replace("\\", "").replace("(?:", "").rstrip("?)")
