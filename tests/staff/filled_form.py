"""Reads a form from a page as a browser does, so that a test changes only what it is about."""

from bs4 import BeautifulSoup


def filled(response, selector="form[data-edit-form]"):
    """{name: value or list} of what the form on the page would send if nothing were changed."""
    form = BeautifulSoup(response.content, "html.parser").select_one(selector)
    data = {}
    for field in form.select("input, select, textarea"):
        if field.get("name") and not field.has_attr("disabled"):
            for value in _values(field):
                data.setdefault(field["name"], []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in data.items()}


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


def words_of(response):
    """All words that a page shows."""
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)
