"""Pages about abuse and safety leave as little behind on a shared device as we can manage."""

from django.utils.cache import add_never_cache_headers


def leave_no_copy(response, sensitive):
    """Ask browsers to keep no copy of a sensitive page, so that "back" does not show it again.

    The visit itself stays in the browser's history: the page says so.
    """
    if sensitive:
        add_never_cache_headers(response)
    return response
