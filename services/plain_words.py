"""A service's facts as sentences that a resident reads at a glance."""

from records.facts import Fact
from services.models import Service
from services.opening_words import date_words, listed

ATTENDING_WORDS = {
    "in_person": "in person",
    "by_phone": "by phone",
    "online": "online or by video",
    "by_text": "by text or chat",
    "at_home": "at your home",
}

#: Each access fact as a sentence for yes, for no, and its name for "not known".
ACCESS_WORDS = {
    "step_free": ("Step-free from the street", "There are steps to get in", "step-free way in"),
    "accessible_toilet": ("Accessible toilet", "No accessible toilet", "accessible toilet"),
    "changing_places": (
        "Changing Places toilet",
        "No Changing Places toilet",
        "Changing Places toilet",
    ),
    "lift": ("Lift to every floor used", "No lift", "lift"),
    "hearing_loop": ("Hearing loop", "No hearing loop", "hearing loop"),
    "quiet_space": ("Quiet space to wait", "No quiet space to wait", "quiet space to wait"),
    "blue_badge_parking": ("Blue Badge parking", "No Blue Badge parking", "Blue Badge parking"),
    "baby_changing": ("Baby changing", "No baby changing", "baby changing"),
}

SHORT_COST = {
    Service.Cost.FREE: "Free",
    Service.Cost.DONATION: "Pay what you can",
    Service.Cost.PAID: "There is a charge",
}


def age_words(minimum, maximum):
    """ "For people aged 18 to 25", "For adults aged 18 and over"; "" for all ages."""
    if minimum and maximum is not None:
        return f"For people aged {minimum} to {maximum}."
    if minimum:
        return f"For people aged {minimum} and over."
    if maximum is not None:
        return f"For people aged {maximum} and under."
    return ""


def conditions_words(needs_diagnosis, needs_referral):
    """Sentences on whether a diagnosis and a referral are needed; "not known" is said too."""
    sentences = {
        ("diagnosis", Fact.YES): "You need a diagnosis to use it.",
        ("diagnosis", Fact.NO): "You do not need a diagnosis.",
        ("referral", Fact.YES): "Someone has to refer you, such as your GP.",
        ("referral", Fact.NO): "You do not need a referral. You can contact them yourself.",
    }
    facts = {"referral": needs_referral, "diagnosis": needs_diagnosis}
    known = [sentences[name, fact] for name, fact in facts.items() if (name, fact) in sentences]
    unknown = [name for name, fact in facts.items() if (name, fact) not in sentences]
    if unknown:
        known.append(f"We do not know if you need a {' or a '.join(unknown)}. You can ask them.")
    return known


def cost_words(service):
    """The cost in a few words; whatever else is known stands beside it."""
    return {
        Service.Cost.FREE: "Free.",
        Service.Cost.DONATION: "Pay what you can. Nobody has to pay.",
        Service.Cost.PAID: "There is a charge.",
    }.get(service.cost, "We do not know what it costs. You can ask them.")


def short_cost_words(service):
    return SHORT_COST.get(service.cost, "Cost not known")


def cost_option_words(option):
    """One price: "Adults: £3.50 a session"."""
    parts = []
    if option.amount is not None:
        parts.append("free" if option.amount == 0 else f"£{option.amount:.2f}".removesuffix(".00"))
    parts += [option.amount_description] if option.amount_description else []
    words = " ".join(parts)
    return f"{option.option}: {words}" if option.option and words else option.option or words


def attending_words(service):
    """ "You can use it in person or by phone."; "" when nothing is known."""
    ways = [ATTENDING_WORDS[name] for name in service.ways_to_attend]
    return f"You can use it {listed(ways, 'or')}." if ways else ""


def booking_words(session):
    return {"drop_in": "Just turn up", "book": "Book first"}.get(session.booking, "")


def access_words(location):
    """`(known, not_known)`: sentences on getting in, and names of facts nobody has told us."""
    known, not_known = [], []
    for name, (yes, no, unknown) in ACCESS_WORDS.items():
        fact = getattr(location, name)
        if fact == Fact.UNKNOWN:
            not_known.append(unknown)
        else:
            known.append(yes if fact == Fact.YES else no)
    return known, not_known


def coverage_words(areas, note):
    """Whom it serves by where they live; "" when anyone may come."""
    if not areas:
        return note
    words = f"For people who live in {listed(area.name for area in areas)}."
    return f"{words} {note}".strip()


def status_words(service, today):
    """`(heading, sentence)` when it is not simply running, else None."""
    if service.status == Service.Status.DEFUNCT or (service.ends_on and service.ends_on < today):
        when = f" It ended on {date_words(service.ends_on, today)}." if service.ends_on else ""
        return ("This service has ended", f"You can no longer use it.{when}")
    if service.status == Service.Status.TEMPORARILY_CLOSED:
        return ("Closed for now", "It plans to open again. Please ring before you go.")
    if service.status == Service.Status.INACTIVE:
        return ("Not running now", "Please ring to ask if it starts again.")
    if service.starts_on and service.starts_on > today:
        return ("Not started yet", f"It starts on {date_words(service.starts_on, today)}.")
    if service.ends_on:
        return ("For a limited time", f"It runs until {date_words(service.ends_on, today)}.")
    return None
