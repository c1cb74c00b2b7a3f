"""Error pages. Each shows the crisis numbers, and none of them needs the database."""

import inspect
import logging
import sys
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from wagtail.views import serve as wagtail_serve

from pages.site_facts import facts_without_database, shipped_lines
from pages.templatetags.open_door import tel

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """What an error page says: its status, its title, and what to do."""

    status: int
    title: str
    words: str


BAD_REQUEST = Problem(
    400,
    "We could not read that",
    "The address or form did not reach us as it should. Go back and try again.",
)
FORBIDDEN = Problem(
    403,
    "You cannot open this page",
    "You may need to sign in with another account. You can still search without signing in.",
)
FORM_EXPIRED = Problem(
    403,
    "That form was open for too long",
    "Nothing was saved. Go back, reload the page and send it again. Your browser must allow"
    " cookies from this site for forms, but not for reading or searching.",
)
NOT_ALLOWED = Problem(
    405,
    "This page is only for reading",
    "Nothing can be sent to it. You can open it, or search for what you need.",
)
NOT_FOUND = Problem(
    404,
    "We cannot find that page",
    "It may have moved, or the address may be wrong. You can search for what you need.",
)
BROKEN = Problem(
    500,
    "Something went wrong on our side",
    "It is not your fault. Please try again in a few minutes.",
)
UNAVAILABLE = Problem(
    503,
    "We cannot reach our records right now",
    "It is not your fault. Nothing you typed was kept. Please try again in a few minutes.",
)


def respond(request, problem):
    """The page for a problem, made from the file of site facts alone; plain HTML if even that fails."""
    try:
        context = {
            "problem": problem,
            "here": facts_without_database(),
            "request": request,
            "can_search": problem.status < 500,
            "crisis_shown": True,
        }
        html = render_to_string("pages/error.html", context)
    except Exception:
        log.exception("The error page could not be made")
        html = bare_page(problem)
    response = HttpResponse(html, status=problem.status)
    response["Cache-Control"] = "no-store"
    if problem is UNAVAILABLE:
        response["Retry-After"] = "120"
    return response


def bare_page(problem):
    """The last resort: words and numbers, no template."""
    lines = format_html_join(
        "",
        '<li>{}: <a href="{}">{}</a></li>',
        (
            (line.name, tel(line.number), line.number)
            for line in shipped_lines()
            if line.in_block and line.number
        ),
    )
    return format_html(
        '<!doctype html><html lang="en-GB"><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p>'
        "<h2>Need help right now?</h2><ul>{2}</ul></body></html>",
        problem.title,
        problem.words,
        lines,
    )


def bad_request(request, exception=None):
    return respond(request, BAD_REQUEST)


def forbidden(request, exception=None):
    return respond(request, FORBIDDEN)


def csrf_failure(request, reason=""):
    """403 for a form without its token; 405 where there is no form, as the check runs before the view."""
    allowed = methods_of(getattr(request.resolver_match, "func", None))
    if not allowed or request.method in allowed:
        return respond(request, FORM_EXPIRED)
    response = respond(request, NOT_ALLOWED)
    response["Allow"] = ", ".join(allowed)
    return response


def methods_of(view):
    """The methods that a view takes; () where nothing says so.

    Django's `require_http_methods` keeps them in its closure. Pages of the CMS have no forms.
    """
    if view is wagtail_serve:
        return ("GET", "HEAD")
    while inspect.isfunction(view):
        if methods := inspect.getclosurevars(view).nonlocals.get("request_method_list"):
            return tuple(methods)
        view = getattr(view, "__wrapped__", None)
    return ()


def not_found(request, exception=None):
    return respond(request, NOT_FOUND)


def server_error(request):
    """500; 503 where it is the database that does not answer."""
    error = sys.exc_info()[1]
    no_database = isinstance(error, OperationalError | InterfaceError)
    return respond(request, UNAVAILABLE if no_database else BROKEN)
