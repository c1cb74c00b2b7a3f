"""Every address of the site, written out with an example for each part that varies."""

import re

from django.urls import URLPattern, URLResolver, get_resolver

_EXAMPLES = {
    "int": "1",
    "str": "x",
    "slug": "x",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "x",
}


def addresses(below):
    """All addresses of the URL configuration that begin with `below`, each once."""
    found = {f"/{path}" for path in _walk(get_resolver().url_patterns, "")}
    return sorted(path for path in found if path.startswith(below))


def _walk(patterns, before):
    for pattern in patterns:
        path = before + _example(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path


def _example(pattern):
    if hasattr(pattern, "_route"):
        return re.sub(
            r"<(?:(\w+):)?\w+>", lambda m: _EXAMPLES.get(m[1] or "str", "1"), pattern._route
        )
    text = pattern.regex.pattern.lstrip("^").rstrip("$").removesuffix(r"\Z")
    text = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\))?[^()]*\)", "1", text)
    return text.replace("\\", "").replace("(?:", "").rstrip("?)")
