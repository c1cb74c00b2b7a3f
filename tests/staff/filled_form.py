"""Reads a form from a page as a browser does, so that a test changes only what it is about."""

import html
import re

from bs4 import BeautifulSoup, SoupStrainer

EDIT_FORM = "form[data-edit-form]"


def filled(response, selector=EDIT_FORM):
    """{name: value or list} of what the form on the page would send if nothing were changed."""
    data = {}
    for field in _fields(response.content.decode(), selector):
        if field.get("name") and not field.has_attr("disabled"):
            for value in _values(field):
                data.setdefault(field["name"], []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in data.items()}


def _fields(page, selector):
    if selector != EDIT_FORM:
        form = BeautifulSoup(page, "html.parser").select_one(selector)
        return form.select("input, select, textarea")
    # The staff area's pages are long: only the form is looked at, and only its fields are kept.
    page = re.sub(r"<(script|template)\b.*?</\1>", "", page, flags=re.DOTALL)  # Rows to be added.
    form = re.search(r"<form\b[^>]*\sdata-edit-form\b.*?</form>", page, re.DOTALL)
    fields = SoupStrainer(["input", "select", "textarea"])
    soup = BeautifulSoup(form[0], "html.parser", parse_only=fields)
    return soup.find_all(["input", "select", "textarea"])


def _values(field):
    if field.name == "textarea":
        return [field.text.removeprefix("\n").removeprefix("\r\n")]
    if field.name == "select":
        chosen = [option.get("value", "") for option in field.select("option[selected]")]
        first = [option.get("value", "") for option in field.select("option")[:1]]
        return chosen or ([] if field.has_attr("multiple") else first)
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.has_attr("checked") else []
    if field.get("type") in ("submit", "button", "search"):
        return []
    return [field.get("value", "")]


def errors_beside(response, name):
    """The words of the error beside the field `name`, or "" where there is none."""
    page = BeautifulSoup(response.content, "html.parser")
    place = page.select_one(f"#panel-child-errors-{name}, [id$='{name}-errors']")
    return place.get_text(" ", strip=True) if place else ""


_NOT_WORDS = re.compile(
    r"<(script|style|template)\b.*?</\1>|<!--.*?-->|<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>",
    re.DOTALL,
)


def words_of(response):
    """All words that a page shows, with single spaces."""
    return " ".join(html.unescape(_NOT_WORDS.sub(" ", response.content.decode())).split())
