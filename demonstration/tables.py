"""The tables of a demonstration file and their fields; docs/demonstration.md explains them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from demonstration.values import (
    MONTHLY_DAYS,
    WEEKLY_DAYS,
    clock,
    key,
    list_of,
    mail,
    money,
    one_of,
    page,
    phone,
    postcode,
    rows_of,
    slug_of,
    text,
    whole,
    yes_or_no,
)


@dataclass(frozen=True)
class Table:
    """The fields a table may have, those it must have, and rules over several of them."""

    fields: Mapping[str, Callable]
    required: tuple[str, ...] = ()
    rules: tuple[Callable, ...] = ()

    def problems(self, row, known):
        """Yield what is wrong with `row` in words, field by field."""
        for name in self.required:
            if row.get(name) in (None, "", []):
                yield f"{name} is missing"
        for name, value in row.items():
            if name not in self.fields:
                yield f"{name} is not a field here"
                continue
            for message in self.fields[name](value, known):
                yield f"{name} {message}"
        for rule in self.rules:
            yield from rule(row)


def _needs(name, *others):
    """A rule: when `name` is given, one of `others` is given too."""

    def rule(row):
        if row.get(name) not in (None, "", []) and not any(
            row.get(other) not in (None, "", []) for other in others
        ):
            yield f"{name} needs {' or '.join(others)}"

    return rule


def _days_fit_frequency(row):
    pattern = MONTHLY_DAYS if row.get("freq") == "MONTHLY" else WEEKLY_DAYS
    days = row.get("days")
    if isinstance(days, str) and not pattern.fullmatch(days):
        yield f"days “{days}” does not fit {row.get('freq', 'WEEKLY')}"


def _ages_in_order(row):
    youngest, oldest = row.get("minimum_age"), row.get("maximum_age")
    if isinstance(youngest, int) and isinstance(oldest, int) and youngest > oldest:
        yield "minimum_age is above maximum_age"


def _something_is_known_of_when(row):
    if not row.get("words") and not (row.get("opens") and row.get("closes")):
        yield "needs opens and closes, or words"


def _sessions_are_at_its_places(row):
    here = {place.get("place") for place in row.get("places", []) if isinstance(place, dict)}
    for number, session in enumerate(row.get("sessions", [])):
        if isinstance(session, dict) and session.get("place") not in here | {None}:
            yield f"sessions row {number}: its place is not among the service's places"


def _changes_are_of_its_sessions(row):
    for name in ("cancelled", "changed"):
        for change in row.get(name, []):
            if isinstance(change, dict) and change.get("session", 0) >= len(
                row.get("sessions", [])
            ):
                yield f"{name}: there is no session {change.get('session')}"


def _ended_says_where_to_go(row):
    if row.get("ends_days_ago", -1) > 0:
        yield from _needs("ends_days_ago", "onward", "onward_service")(row)


FACT = one_of("yes", "no", "unknown")
DAYS_AGO = whole(-3650, 3650)
CHECKED = {"checked_days_ago": whole(), "checked_by": text(60)}
CHECKED_RULES = (
    _needs("checked_days_ago", "checked_by"),
    _needs("checked_by", "checked_days_ago"),
)
AGES = {"minimum_age": whole(0, 120), "maximum_age": whole(0, 120)}

PHONE = Table(
    {
        "number": phone,
        "kind": one_of("voice", "text", "whatsapp", "textphone"),
        "description": text(120),
    },
    required=("number",),
)
CONTACT = Table({"title": text(120), "email": mail, "phone": phone}, required=("title",))
SCHEDULE_FIELDS = {
    "days": text(60),
    "freq": one_of("WEEKLY", "MONTHLY"),
    "interval": whole(1, 12),
    "from_days_ago": DAYS_AGO,
    "until_days_ago": DAYS_AGO,
    "opens": clock,
    "closes": clock,
    "bank_holidays": one_of("open", "closed", "unknown"),
    "words": text(500),
    "notes": text(250),
}
SCHEDULE_RULES = (
    _days_fit_frequency,
    _something_is_known_of_when,
    _needs("opens", "closes"),
    _needs("closes", "opens"),
)


def _interval_counts_from_a_day(row):
    if row.get("interval", 1) != 1 and "from_days_ago" not in row:
        yield "interval needs from_days_ago"


SCHEDULE = Table(SCHEDULE_FIELDS, rules=(*SCHEDULE_RULES, _interval_counts_from_a_day))
SESSION = Table(
    {
        **SCHEDULE_FIELDS,
        "place": key,
        "name": text(120),
        "booking": one_of("drop_in", "book", "unknown"),
    },
    rules=SCHEDULE.rules,
)
CANCELLED = Table(
    {"session": whole(), "in_days": DAYS_AGO, "reason": text(200)}, required=("in_days",)
)
CHANGED = Table(
    {
        "session": whole(),
        "in_days": DAYS_AGO,
        "opens": clock,
        "closes": clock,
        "reason": text(200),
    },
    required=("in_days", "opens", "closes"),
)
CLOSURE = Table(
    {
        "in_days": DAYS_AGO,
        "days": whole(1, 60),
        "opens": clock,
        "closes": clock,
        "reason": text(200),
    },
    required=("in_days",),
)
REFERRER = one_of("self", "carer", "gp", "police", "professional")
ROUTE_FIELDS = {"referrer": REFERRER, "how": text(), "phone": phone, "email": mail, "url": page}
ROUTE = Table(ROUTE_FIELDS, required=("referrer", "how"))

PLACE = Table(
    {
        "key": key,
        "name": text(200),
        "alternate_name": text(200),
        "description": text(),
        "address_1": text(200),
        "address_2": text(200),
        "city": text(100),
        "postcode": postcode,
        "confidential": yes_or_no,
        "kept_by": key,
        "step_free": FACT,
        "accessible_toilet": FACT,
        "changing_places": FACT,
        "lift": FACT,
        "hearing_loop": FACT,
        "quiet_space": FACT,
        "blue_badge_parking": FACT,
        "baby_changing": FACT,
        "accessibility": text(),
        "transportation": text(),
        "parking": text(),
        "phones": rows_of(PHONE),
        "hours": rows_of(SCHEDULE),
        "closures": rows_of(CLOSURE),
        **CHECKED,
    },
    required=("key", "name", "city", "postcode"),
    rules=CHECKED_RULES,
)

SERVICE = Table(
    {
        "key": key,
        "name": text(200),
        "alternate_name": text(200),
        "summary": text(250),
        "description": text(),
        "status": one_of("active", "inactive", "temporarily closed", "defunct"),
        "needs": list_of(slug_of("needs")),
        "audiences": list_of(slug_of("audiences")),
        "serves": list_of(slug_of("communities")),
        "led_by": list_of(slug_of("communities")),
        "languages": list_of(slug_of("languages")),
        "interpreters": text(250),
        "eligibility": text(),
        **AGES,
        "needs_diagnosis": FACT,
        "needs_referral": FACT,
        "exclusions": text(),
        "alternative": text(),
        "alternative_service": key,
        "routes": rows_of(ROUTE),
        "what_happens_next": text(),
        "wait": text(200),
        "wait_days_ago": whole(),
        "cost": one_of("free", "donation", "paid", "unknown"),
        "fees_description": text(300),
        "costs": rows_of(Table({"option": text(120), "amount": money, "about": text(200)})),
        "accreditations": text(300),
        "attending": list_of(one_of("in_person", "by_phone", "online", "by_text", "at_home")),
        "coverage": list_of(slug_of("areas")),
        "coverage_note": text(250),
        "places": rows_of(Table({"place": key, "where": text(250)}, required=("place",))),
        "sessions": rows_of(SESSION),
        "phones": rows_of(PHONE),
        "contacts": rows_of(CONTACT),
        "email": mail,
        "url": page,
        "alert": text(300),
        "starts_days_ago": DAYS_AGO,
        "ends_days_ago": DAYS_AGO,
        "onward": text(),
        "onward_service": key,
        "cancelled": rows_of(CANCELLED),
        "changed": rows_of(CHANGED),
        **CHECKED,
    },
    required=("key", "name", "summary"),
    rules=(
        *CHECKED_RULES,
        _needs("exclusions", "alternative", "alternative_service"),
        _needs("wait", "wait_days_ago"),
        _ages_in_order,
        _sessions_are_at_its_places,
        _changes_are_of_its_sessions,
        _ended_says_where_to_go,
    ),
)

ORGANISATION = Table(
    {
        "key": key,
        "name": text(200),
        "alternate_name": text(200),
        "kind": one_of(
            *("charity", "group", "cic", "faith", "business", "council", "nhs", "school"),
            *("housing", "club", "public", "other"),
        ),
        "summary": text(200),
        "description": text(),
        "website": page,
        "email": mail,
        "phones": rows_of(PHONE),
        "contacts": rows_of(CONTACT),
        "led_by": list_of(slug_of("communities")),
        "parent": key,
        **CHECKED,
    },
    required=("key", "name", "kind", "summary"),
    rules=CHECKED_RULES,
)

HUB = Table(
    {
        "key": key,
        "name": text(200),
        "place": key,
        "organisation": key,
        "welcome": text(),
        "what_happens": text(),
        "booking": one_of("walk_in", "some", "book"),
        "booking_note": text(250),
        "facilities": list_of(text(100)),
        **CHECKED,
    },
    required=("key", "name", "place", "welcome", "checked_days_ago"),
    rules=CHECKED_RULES,
)

ACCESS_POINT = Table(
    {
        "key": key,
        "name": text(200),
        "organisation": key,
        "service": key,
        "summary": text(250),
        "description": text(),
        "url": page,
        "email": mail,
        "coverage": list_of(slug_of("areas")),
        **AGES,
        "without_care_team": FACT,
        "without_diagnosis": FACT,
        "what_happens_next": text(),
        "expected_reply": text(250),
        "response_time": text(200),
        "response_time_source": page,
        "response_time_days_ago": whole(),
        "phones": rows_of(PHONE),
        "hours": rows_of(SCHEDULE),
        "routes": rows_of(
            Table(
                {
                    **ROUTE_FIELDS,
                    **AGES,
                    "area": slug_of("areas"),
                    "hours": text(200),
                    "what_happens_next": text(),
                },
                required=("referrer", "how"),
                rules=(_ages_in_order,),
            )
        ),
        **CHECKED,
    },
    required=("key", "name", "summary", "coverage", "routes", "checked_days_ago"),
    rules=(
        *CHECKED_RULES,
        _ages_in_order,
        _needs("response_time", "response_time_source"),
        _needs("response_time", "response_time_days_ago"),
    ),
)
