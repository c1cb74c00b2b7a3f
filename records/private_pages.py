"""Pages that are nobody else's business leave as little behind on a shared device as we can manage."""

from django.utils.cache import add_never_cache_headers


def leave_no_copy(response, sensitive):
    """Ask browsers to keep no copy of a sensitive page, so that "back" does not show it again.

    The visit itself stays in the browser's history: the page says so.
    """
    if sensitive:
        add_never_cache_headers(response)
    return response


def keep_private(response):
    """A page for one person, behind a sign-in or a signed link: no copy, and in no search engine."""
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
