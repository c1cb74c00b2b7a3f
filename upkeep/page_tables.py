"""The pages on which an organisation writes its records: which fields, in which words.

Only what the organisation may change is here. What staff alone keep (private notes, sources,
trust) is on no page.
"""

from dataclasses import dataclass

from organisations.models import Organisation
from services.models import Location, Service
from upkeep import forms_rows as rows
from upkeep import forms_special as special
from upkeep.forms_drafts import form_class
from upkeep.forms_logo import LogoForm
from upkeep.forms_looking import EndingForm, LookingForm


@dataclass(frozen=True)
class Page:
    """One page: its part of the address, its question, its form."""

    slug: str
    title: str
    form: type
    intro: str = ""
    template: str = "upkeep/listings_page.html"


#: The page on which one looks for another service or organisation.
LOOKING = "upkeep/listings_looking.html"


def _page(slug, title, model, fields, *, intro="", template=Page.template, **options):
    return Page(slug, title, form_class(model, fields, **options), intro, template)


def _service(slug, title, fields, **options):
    return _page(slug, title, Service, fields, **options)


def _organisation(slug, title, fields, **options):
    return _page(slug, title, Organisation, fields, **options)


def _place(slug, title, fields, **options):
    return _page(slug, title, Location, fields, **options)


ORGANISATION_PAGES = [
    _organisation(
        "name",
        "Your group",
        {
            "name": ("What is your group called?", ""),
            "kind": ("What kind of group is it?", "Choose the nearest. All are listed alike."),
            "summary": ("What do you do, in one sentence?", "Up to 200 letters."),
        },
        asked=["name", "summary"],
    ),
    _organisation(
        "contact",
        "How do people reach you?",
        {"email": ("E-mail that everybody sees", ""), "website": ("Website or page", "")},
        base=special.PublicWaysForm,
        rows=[rows.ORGANISATION_PHONES],
        intro="One way is enough. Everybody sees what you write here. Is it your own number? "
        "Leave it out here: the next page asks for it.",
    ),
    _organisation(
        "private",
        "Whom may we ask?",
        {},
        base=special.WhomToAskForm,
        intro="Only you and the staff of this site see this, unless you tick the boxes below. "
        "You can take the ticks away whenever you like.",
    ),
    _organisation(
        "more",
        "More about your group",
        {
            "alternate_name": ("Another name, or its short form", ""),
            "description": ("What you do", ""),
            "led_by": (
                "Who runs it?",
                "Tick a community only if its own members run the group.",
            ),
        },
    ),
    _organisation(
        "people-to-ask",
        "People to ask, seen by everybody",
        {},
        base=special.ContactsForm,
        rows=[rows.ORGANISATION_CONTACTS],
        intro="A role is enough. Give a name or a number only if the person agrees.",
    ),
    _organisation(
        "part-of",
        "Are you part of a larger organisation?",
        {"parent_organisation": ("Part of", "Only if you are a branch of it.")},
        base=LookingForm,
        template=LOOKING,
        intro="The staff of this site look at this before anybody sees it.",
    ),
    _organisation(
        "logo",
        "Your logo",
        {"logo": ("Logo", "")},
        base=LogoForm,
        template="upkeep/listings_logo.html",
        intro="Nobody needs one. It is shown on the page of your group.",
    ),
    _organisation(
        "numbers", "Numbers in registers", {}, rows=[rows.IDENTIFIERS], intro="Nobody needs one."
    ),
]

SERVICE_PAGES = [
    _service(
        "what",
        "What can people come to?",
        {
            "name": ("What is it called?", "For example: Knit and natter."),
            "summary": ("What is it, in one sentence?", "For somebody who has never heard of it."),
            "description": ("What happens there? (if you like)", "In everyday words."),
        },
        asked=["name", "summary"],
        intro="One thing that you do: a group, a class, a line to ring. You can add more later.",
    ),
    _service(
        "who",
        "Who is it for?",
        {
            "eligibility": ("Who it is for", "Leave it empty if it is for everybody."),
            "minimum_age": ("From what age?", "Leave it empty if any age may come."),
            "maximum_age": ("Up to what age?", ""),
            "exclusions": (
                "Is there anybody who cannot use it?",
                "Leave it empty if there is not.",
            ),
            "alternative": ("Where can they go instead?", "Needed if you turn anybody away."),
            "alternative_url": ("Web page of that place", ""),
            "alternative_service": ("Or a service that is listed here", ""),
        },
        base=LookingForm,
        template=LOOKING,
    ),
    _service(
        "start",
        "How do people start?",
        {
            "needs_referral": ("Does somebody have to refer them?", "Such as a GP."),
            "needs_diagnosis": ("Do they need a diagnosis?", ""),
        },
        rows=[rows.ROUTES],
    ),
    _service(
        "cost",
        "What does it cost?",
        {
            "cost": ("Cost", ""),
            "fees_description": ("About the cost (if you like)", "For example: £2 with tea."),
        },
    ),
    _service(
        "ways",
        "How do people take part?",
        {
            "in_person": ("They come to a place", ""),
            "by_phone": ("By phone", ""),
            "online": ("Online or by video", ""),
            "by_text": ("By text or chat", ""),
            "at_home": ("At their own home", ""),
        },
        base=special.WaysForm,
    ),
    _service(
        "where",
        "Where is it?",
        {},
        base=special.PlacesForm,
        rows=[rows.AT_PLACES],
        template="upkeep/listings_where.html",
    ),
    _service(
        "when",
        "When is it on?",
        {},
        rows=[rows.SESSIONS],
        intro="Each time of the week has its own box. Leave it empty if people ring first.",
    ),
    _service(
        "needs",
        "What does it help with?",
        {"needs": ("What it helps with", "")},
        base=special.NeedsForm,
        intro="People find you by these. Take a tick away where we guessed wrong.",
        template="upkeep/listings_needs.html",
    ),
    _service(
        "contact",
        "How do people reach this service?",
        {"email": ("E-mail that everybody sees", ""), "url": ("Its web page", "")},
        rows=[rows.SERVICE_PHONES],
        intro="Leave it empty if it is the same as for your group.",
    ),
    _service(
        "people-to-ask",
        "People to ask, seen by everybody",
        {},
        base=special.ContactsForm,
        rows=[rows.SERVICE_CONTACTS],
        intro="A role is enough. Give a name or a number only if the person agrees.",
    ),
    _service(
        "next",
        "What happens next?",
        {
            "what_happens_next": ("What happens after the first contact?", ""),
            "wait": ("How long is the wait?", "For example: about six weeks."),
            "wait_checked_on": ("The wait was like that on", ""),
        },
    ),
    _service("prices", "Prices", {}, rows=[rows.PRICES]),
    _service(
        "communities",
        "People it is made for",
        {
            "audiences": ("Made for", ""),
            "serves": ("Communities that it serves", ""),
            "led_by": ("Communities that run it", "Only if it is not the same as for your group."),
            "languages": ("Languages spoken", ""),
            "interpretation_services": ("Interpreters", ""),
        },
    ),
    _service(
        "area",
        "Only for people of some areas?",
        {
            "coverage": ("Areas", "Tick none if anybody may come, from wherever they live."),
            "coverage_note": ("About the area (if you like)", ""),
        },
        base=special.AreaForm,
        template="upkeep/listings_area.html",
    ),
    _service(
        "running",
        "Is it running?",
        {
            "status": ("Is it running?", ""),
            "alert": ("Notice at the top of its page", "Such as “Closed over Christmas”."),
            "starts_on": ("First day", "Only if it has not started yet."),
            "ends_on": ("Last day", "Only if it will end."),
            "onward": ("Where can people go when it has ended?", ""),
            "onward_service": ("Or a service that is listed here", ""),
        },
        base=EndingForm,
        template="upkeep/listings_running.html",
    ),
    _service(
        "more",
        "More about it",
        {
            "alternate_name": ("Another name, or its short form", ""),
            "accreditations": ("Quality marks", ""),
        },
    ),
]

ADDRESS = {
    "name": ("Name of the place", "For example: Throston Road Hall."),
    "address_1": ("Address", ""),
    "address_2": ("Second line (if there is one)", ""),
    "city": ("Town or city", ""),
    "county": ("County (if you like)", ""),
    "postcode": ("Postcode", ""),
    "is_confidential": (
        "Keep this address secret",
        "For refuges and homes. Nobody sees the address, the map or how far it is. "
        "People find the service by its area, and ring you.",
    ),
}
PLACE_PAGES = [
    _place("address", "Where is it?", ADDRESS, base=special.AddressForm),
    _place(
        "access",
        "Getting in and around",
        {
            "step_free": ("Is it step-free from the street?", ""),
            "accessible_toilet": ("Is there an accessible toilet?", ""),
            "changing_places": ("Is there a Changing Places toilet?", ""),
            "lift": ("Is there a lift to every floor used?", ""),
            "hearing_loop": ("Is there a hearing loop?", ""),
            "quiet_space": ("Is there a quiet space to wait?", ""),
            "blue_badge_parking": ("Is there Blue Badge parking?", ""),
            "baby_changing": ("Is there baby changing?", ""),
            "accessibility": ("More about getting in and around", ""),
            "transportation": ("Bus and train", ""),
            "parking": ("Parking", ""),
        },
    ),
    _place("opening", "When is the building open?", {}, rows=[rows.OPENING]),
    _place(
        "more",
        "More about the place",
        {
            "alternate_name": ("Another name", ""),
            "description": ("About the place", ""),
        },
        rows=[rows.PLACE_PHONES],
    ),
]
PAGES = {Organisation: ORGANISATION_PAGES, Service: SERVICE_PAGES, Location: PLACE_PAGES}

#: A new place in one go: its address, and whether one gets in without steps.
NEW_PLACE = form_class(
    Location,
    {
        **{name: words for name, words in ADDRESS.items() if name != "county"},
        "step_free": ("Is it step-free from the street?", ""),
        "accessible_toilet": ("Is there an accessible toilet?", ""),
    },
    base=special.AddressForm,
)


def page_of(model, slug):
    """The Page of this part of the address, or None."""
    return next((page for page in PAGES[model] if page.slug == slug), None)


def slug_of_field(model, name):
    """The part of the address of the page that asks for this field."""
    return next(page.slug for page in PAGES[model] if name in page.form.base_fields)
