"""Tags and filters of the site's own components."""

from django import template

from pages.site_facts import site_facts
from places.distance import distance_words

register = template.Library()


def dialled(number):
    """The characters of `number` that a phone dials."""
    return "".join(c for c in str(number) if c.isdigit() or c == "+")


@register.filter
def tel(number):
    """The link that calls exactly this number."""
    return f"tel:{dialled(number)}"


@register.filter
def sms(number):
    """The link that texts exactly this number."""
    return f"sms:{dialled(number)}"


register.filter("distance_words", distance_words)


@register.simple_tag(takes_context=True)
def address_with(context, **changes):
    """This page's address with parameters changed; None takes one away, any change but `page` goes
    back to the first page."""
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    if query.get("page") == "1":
        query.pop("page")
    return f"{context['request'].path}?{query.urlencode()}" if query else context["request"].path


@register.filter
def page_numbers(page, pages):
    """Numbers to offer in a pagination: ends and neighbours, None where some are left out.

    >>> page_numbers(5, 9)
    [1, None, 4, 5, 6, None, 9]
    """
    wanted = sorted({1, pages, page - 1, page, page + 1} & set(range(1, pages + 1)))
    numbers = []
    for number in wanted:
        if numbers and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.simple_tag
def crisis_lines_about(topics):
    """The crisis lines for what a query sounds like (CrisisLine.Topic values), 999 first."""
    return site_facts().lines_about(topics)


@register.filter
def and_list(words):
    """Words as a list in a sentence: "Hartlepool, Darlington and Stockton-on-Tees"."""
    words = [str(word) for word in words]
    return (
        words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
    )


#: How each kind of reason (search.response.Why) is said on a card.
WHY = {
    "need": "it is about “{}”",
    "name": "“{}” is in its name",
    "words": "it says “{}”",
    "synonym": "it says “{}”",
    "spelling": "it says “{}”",
    "near": "it is {}",
    "area": "it {}",
}
#: Reasons that the card shows anyway; they are said where there is no other.
SHOWN_ANYWAY = ("near", "area")


@register.filter
def why_words(reasons):
    """Reasons of a hit as one line: "it is about “Grief”; it says “bereaved”"."""
    told = [reason for reason in reasons if reason.kind not in SHOWN_ANYWAY] or reasons
    said = (WHY.get(reason.kind, "{}").format(_in_sentence(reason)) for reason in told)
    return "; ".join(dict.fromkeys(said))


def _in_sentence(reason):
    """The words of a reason, fit to follow "it": "serves all of Tees Valley"."""
    text = reason.text
    if reason.kind == "area" and not text.startswith("Serves"):
        return f"can be used {text[:1].lower()}{text[1:]}"
    return text[:1].lower() + text[1:] if reason.kind == "area" else text
