"""How this works: the page for website managers in docs/, shown in the staff area as it is there."""

import re
from itertools import groupby

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

PAGE = settings.BASE_DIR / "docs" / "website-manager.md"
#: What marks words there: **strong**, *as on a button*, `an address`.
MARKED = re.compile(r"(\*\*|\*|`)(.+?)\1")
SHOWN = {"**": "<strong>{}</strong>", "*": "<em>{}</em>", "`": "<code>{}</code>"}


@require_safe
def how(request):
    """GET /staff/desk/how-this-works/."""
    if not PAGE.exists():
        raise Http404
    title, _, text = PAGE.read_text("utf-8").partition("\n")
    context = {
        "text": as_html(text),
        "header_title": "How this works",
        "header_icon": "help",
        "breadcrumbs_items": [
            {"url": reverse("upkeep_desk:desk"), "label": "The desk"},
            {"url": "", "label": title.lstrip("# ")},
        ],
    }
    return render(request, "upkeep/desk/how.html", context)


def as_html(text):
    """The few signs that the page uses as HTML: "## " above a part, "- " before a point."""
    return format_html_join("\n", "{}", ((_block(lines),) for lines in _blocks(text)))


def _blocks(text):
    """Lists of lines that belong together: a heading, points, or a paragraph."""
    for part in re.split(r"\n\s*\n", text.strip()):
        for _, lines in groupby(part.splitlines(), key=_sign):
            yield list(lines)


def _sign(line):
    return next((sign for sign in ("## ", "- ") if line.startswith(sign)), "")


def _block(lines):
    sign = _sign(lines[0])
    if sign == "## ":
        return format_html("<h2>{}</h2>", lines[0][3:])
    if sign == "- ":
        points = format_html_join("", "<li>{}</li>", ((_marked(line[2:]),) for line in lines))
        return format_html("<ul>{}</ul>", points)
    return format_html("<p>{}</p>", _marked(" ".join(lines)))


def _marked(words):
    parts, at = [], 0
    for found in MARKED.finditer(words):
        parts += [words[at : found.start()], format_html(SHOWN[found[1]], _marked(found[2]))]
        at = found.end()
    return format_html_join("", "{}", ((part,) for part in (*parts, words[at:])))
