"""GET /api/find: the finder as JSON, for anybody, from any site, without a cookie."""

import math
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from search import find
from search.request import MAX_SIZE, OPEN, SORTS, SearchRequest
from search.serialise import as_json

#: Parameters that may be given several times.
SEVERAL = ("cost", "attending", "access", "languages", "led_by", "serves", "audiences", "needs")
YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
LONGEST = {"q": 2000, "near": 200}
LAST_PAGE, WIDEST_KM, OLDEST, MOST_VALUES = 1_000_000, 2000, 130, 50


class BadParameters(ValueError):
    """What is wrong with the parameters: `errors` maps each name to a sentence."""

    def __init__(self, errors):
        super().__init__("; ".join(errors.values()))
        self.errors = errors


@require_http_methods(["GET", "HEAD", "OPTIONS"])
def find_as_json(request):
    """Answer with the SearchResponse of the parameters, or 400 and what is wrong with each."""
    if request.method == "OPTIONS":
        return _open_to_all(HttpResponse(status=204))
    try:
        asked = read_parameters(request.GET)
    except BadParameters as bad:
        return _open_to_all(JsonResponse({"errors": bad.errors}, status=400))
    response = JsonResponse(as_json(find(asked)), json_dumps_params={"ensure_ascii": False})
    # What somebody looks for is nobody else's business: no copy is kept on the way.
    response["Cache-Control"] = "private, no-store"
    return _open_to_all(response)


def _open_to_all(response):
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Max-Age"] = "86400"
    return response


def read_parameters(query):
    """The SearchRequest of a QueryDict. Raises BadParameters naming everything that is wrong."""
    reading = _Reading(query)
    values = {
        "q": reading.text("q"),
        "near": reading.text("near"),
        "within_km": reading.number("within_km", float, 0.05, WIDEST_KM),
        "page": reading.number("page", int, 1, LAST_PAGE) or 1,
        "size": reading.number("size", int, 1, MAX_SIZE) or SearchRequest.size,
        "age": reading.number("age", int, 0, OLDEST),
        "sort": reading.one_of("sort", SORTS) or "best",
        "open": reading.one_of("open", OPEN),
        "no_referral": reading.yes_or_no("no_referral"),
        "no_diagnosis": reading.yes_or_no("no_diagnosis"),
        "organisation": reading.uid("organisation"),
        **{name: reading.several(name) for name in SEVERAL},
    }
    if reading.errors:
        raise BadParameters(reading.errors)
    return SearchRequest(**values)


class _Reading:
    """Reads parameters one by one and gathers what is wrong with them."""

    def __init__(self, query):
        self.query, self.errors = query, {}

    def _value(self, name):
        return self.query.get(name, "").strip()

    def _wrong(self, name, words):
        self.errors[name] = words

    def text(self, name):
        value = "".join(c if c.isprintable() else " " for c in self.query.get(name, "")).strip()
        if len(value) > LONGEST[name]:
            self._wrong(name, f"Use {LONGEST[name]} characters or fewer.")
        return value

    def number(self, name, kind, least, most):
        value = self._value(name)
        if not value:
            return None
        try:
            number = kind(value) if value.isascii() else math.nan
        except ValueError:
            number = math.nan
        if not least <= number <= most:  # Also false for "not a number".
            whole = "a whole number" if kind is int else "a number"
            self._wrong(name, f"Give {whole} from {least} to {most}.")
            return None
        return number

    def one_of(self, name, allowed):
        value = self._value(name)
        if value and value not in allowed:
            self._wrong(name, f"Give one of: {', '.join(allowed)}.")
        return value

    def yes_or_no(self, name):
        value = self._value(name).lower()
        if value not in YES | NO:
            self._wrong(name, "Give 1 or 0.")
        return value in YES

    def uid(self, name):
        value = self._value(name)
        try:
            return UUID(value) if value else None
        except ValueError:
            self._wrong(name, "Give the uid of an organisation.")
            return None

    def several(self, name):
        values = tuple(dict.fromkeys(value for value in self.query.getlist(name) if value))
        if len(values) > MOST_VALUES or any(len(value) > 80 for value in values):
            self._wrong(name, f"Give {MOST_VALUES} short values at most.")
        return values
