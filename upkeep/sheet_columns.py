"""The columns of the sheet, one row a service: which field is in which, and what goes in it.

People to contact are not here. A person's name or number is public only once somebody has ticked
that this person agrees (upkeep/consent.py), and a cell cannot hold that tick.
"""

from dataclasses import dataclass, field

from services.models import Referrer
from upkeep.sheet_cells import (
    Age,
    Areas,
    Choice,
    Column,
    Day,
    Email,
    Lines,
    Listed,
    ListedService,
    Phones,
    Places,
    Prices,
    Required,
    Routes,
    Times,
    Ways,
    WebPage,
)
from upkeep.sheet_lists import Lists

REFERENCE = "Reference"

_SEVERAL = "With “;” between."
_NAMED_SERVICE = "Its name and its group, like: Debt advice (Anchorlight). It has to be public."

COLUMNS = [
    Required("Name", "name"),
    Column("Also known as", "alternate_name"),
    Column("In one sentence", "summary", "Up to 250 letters."),
    Lines("What it is", "description"),
    Choice("Running", "status", "Running; Not running; Closed for now; Ended."),
    Column("Notice", "alert", "Shown at the top of its page."),
    Listed("Helps with", "needs", f"Names from our list of topics. {_SEVERAL}"),
    Lines("Who it is for", "eligibility"),
    Listed("Made for", "audiences", f"Such as: Carers; Older people. {_SEVERAL}"),
    Age("Youngest age", "minimum_age"),
    Age("Oldest age", "maximum_age"),
    Areas("Only for people of", "coverage",
          f"Areas, such as “Headland ward (Hartlepool)”. {_SEVERAL} Leave it empty if anybody may come, "
          "from wherever they live."),
    Column("About the area", "coverage_note"),
    Choice("Needs a referral", "needs_referral", "Yes; No; Not known."),
    Choice("Needs a diagnosis", "needs_diagnosis", "Yes; No; Not known."),
    Lines("Who cannot use it", "exclusions"),
    Lines("Where they can go instead", "alternative"),
    ListedService("Service they can go to instead", "alternative_service", _NAMED_SERVICE),
    WebPage("Web page of where they can go", "alternative_url"),
    Routes(Referrer.SELF, "What to do first, like: Just turn up. A number, an e-mail and a web page "
           "go in brackets at the end: Ring us (01632 960 001, www.example.org)."),
    Routes(Referrer.CARER),
    Routes(Referrer.GP),
    Routes(Referrer.POLICE),
    Routes(Referrer.PROFESSIONAL),
    Lines("What happens next", "what_happens_next", "What happens after the first contact."),
    Choice("Cost", "cost", "Free; Pay what you can; There is a charge; Not known."),
    Prices("Prices", "cost_options",
           "Like: £2.50 adults; £1 children; £3 (each time, tea included); free carers."),
    Column("About the cost", "fees_description"),
    Ways("How people can use it", "ways",
         "In person; by phone; online or by video; by text or chat; at your home."),
    Phones("Phone numbers", "phones",
           "With “;” between. Words about a number go in brackets: 01632 960 001 (Office)."),
    Email("E-mail", "email"),
    WebPage("Web page", "url"),
    Places("Places", "at_locations",
           "Name, address, town, postcode. With “;” between two places."),
    Times("Days and times", "sessions",
          "Like: Tuesdays 2pm to 4pm; first Monday of the month 10am to 12pm. "
          "With several places: Tuesdays 2pm to 4pm at Grange Hall."),
    Column("How long is the wait", "wait"),
    Day("Wait as of", "wait_checked_on", "A day, like 2027-03-31."),
    Listed("Languages spoken", "languages", _SEVERAL),
    Column("Interpreters", "interpretation_services"),
    Listed("Communities that it serves", "serves", _SEVERAL, of="communities"),
    Listed("Communities that run it", "led_by",
           f"{_SEVERAL} Only if it is not the same as for your group.", of="communities"),
    Column("Quality marks", "accreditations"),
    Day("First day", "starts_on"),
    Day("Last day", "ends_on"),
    Lines("Where to go when it has ended", "onward"),
    ListedService("Service to go to when it has ended", "onward_service", _NAMED_SERVICE),
]  # fmt: skip
HEADINGS = [REFERENCE, *(column.heading for column in COLUMNS)]
HEADING_OF = {column.name: column.heading for column in COLUMNS}


@dataclass
class RowContext:
    """What the cells of one row need besides themselves."""

    place: object = None
    lists: Lists = field(default_factory=Lists)
    had_several: bool = False
    says_no_times: bool = True


def cells_of(service):
    """{heading: words} of a service, as the sheet holds it."""
    cells = {column.heading: column.words(service) for column in COLUMNS}
    return {REFERENCE: str(service.uid), **cells}


def allowed_words(lists):
    """[(column, words that may be typed)] of the columns that have a list of them."""
    found = [(column, column.allowed(lists)) for column in COLUMNS]
    return [(column, words) for column, words in found if words]
