"""Somebody's words when their form could not be taken: signed out meanwhile, or open too long.

They are shown once more, to whoever sent them, with a button that sends them again. Nothing is kept
of them: not on the server, and no copy of the page in the browser.
"""

from urllib.parse import urlsplit

from django.shortcuts import render

from records.private_pages import keep_private

TOKEN = "csrfmiddlewaretoken"
#: Inputs that carry no words of the person: hidden ones, boxes and choices.
WORDLESS = {
    TOKEN, "seen", "began", "uid", "row", "later", "add", "look_now", "kind",
    "days", "often", "booking", "bank_holidays", "referrer", "status", "cost", "location", "needs",
    "place", "is_cancelled", "languages", "audiences", "serves", "led_by", "coverage",
}  # fmt: skip
BARE_ANSWERS = {"on", "yes", "no", "unknown"}


def may_be_sent_again(view):
    """Mark a view whose forms hold words worth keeping, and nothing secret such as a password."""
    view.may_be_sent_again = True
    return view


def words_of(post):
    """What a person typed into a form, without boxes, choices and hidden fields."""
    return [
        text.strip()
        for name, texts in post.lists()
        if name.rpartition("-")[2] not in WORDLESS
        for text in texts
        if text.strip() and text not in BARE_ANSWERS
    ]


def ask_to_sign_in(request):
    """The answer to a form of somebody who is signed out by now."""
    return _page(request, is_signed_out=True)


def send_once_more(request):
    """The answer to a form whose token is not good any more; None where this is no help.

    A form of another site gets no such answer: its words would be offered under our name.
    """
    view = getattr(request.resolver_match, "func", None)
    if not (getattr(view, "may_be_sent_again", False) and _came_from_here(request)):
        return None
    return _page(request, is_signed_out=False)


def _came_from_here(request):
    """Whether a page of this site sent the form, as far as the browser says so."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    page = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(page).netloc == request.get_host()


def _page(request, *, is_signed_out):
    sent = [(name, t) for name, texts in request.POST.lists() if name != TOKEN for t in texts]
    context = {
        "is_signed_out": is_signed_out,
        "path": request.get_full_path(),
        "sent": sent,
        "words": words_of(request.POST),
        "had_a_file": bool(request.FILES),
    }
    return keep_private(render(request, "upkeep/words_kept.html", context, status=403))
