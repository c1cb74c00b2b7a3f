"""A form that came without a good token: words are not lost, anything else is an error page."""

from pages import errors
from upkeep import words_kept


def csrf_failure(request, reason=""):
    return words_kept.send_once_more(request) or errors.csrf_failure(request, reason)
