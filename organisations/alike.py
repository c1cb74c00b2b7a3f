"""When two names, websites, e-mail addresses or phone numbers say that two records are one."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from rapidfuzz import fuzz

#: Words that say nothing on who somebody is.
_SILENT = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "of",
        "for",
        "in",
        "at",
        "ltd",
        "limited",
        "plc",
        "llp",
        "cic",
        "cio",
        "community",
        "interest",
        "company",
        "inc",
        "incorporated",
        "registered",
        "charity",
        "charitable",
        "incorporated",
        "organisation",
        "organization",
        "uk",
    ]
)
#: Words of what something is. Half the groups of a town share them with its name.
_GENERIC = frozenset(
    [
        "association",
        "centre",
        "center",
        "church",
        "club",
        "forum",
        "foundation",
        "group",
        "groups",
        "hall",
        "house",
        "hub",
        "network",
        "organisation",
        "partnership",
        "project",
        "service",
        "services",
        "society",
        "team",
        "trust",
    ]
)
_SAME = {"saint": "st", "saints": "st", "center": "centre", "organization": "organisation"}
#: From this likeness (of 100) two names are one with a slip of the pen.
_SLIP = 92

#: Mail of everybody: its domain says nothing on whose it is.
PUBLIC_MAIL = frozenset(
    [
        "aol.com",
        "aol.co.uk",
        "btconnect.com",
        "btinternet.com",
        "btopenworld.com",
        "fastmail.com",
        "gmail.com",
        "gmx.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "mac.com",
        "mail.com",
        "me.com",
        "msn.com",
        "ntlworld.com",
        "outlook.com",
        "pm.me",
        "protonmail.com",
        "proton.me",
        "sky.com",
        "talktalk.net",
        "tiscali.co.uk",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
        "ymail.com",
        "zoho.com",
    ]
)
#: Sites where everybody has a page: there the page counts, not the site.
_SHARED_SITES = frozenset(
    [
        "beacons.ai",
        "bit.ly",
        "eventbrite.co.uk",
        "eventbrite.com",
        "facebook.com",
        "fb.com",
        "instagram.com",
        "justgiving.com",
        "linkedin.com",
        "linktr.ee",
        "meetup.com",
        "nextdoor.co.uk",
        "sites.google.com",
        "tiktok.com",
        "twitter.com",
        "x.com",
        "youtube.com",
    ]
)


@dataclass(frozen=True)
class Name:
    """A name taken apart: `core` says who it is, `generic` what kind of thing."""

    core: str
    generic: frozenset = field(default_factory=frozenset)


@lru_cache(maxsize=32768)
def name_parts(text):
    """ "The St. Mary's Church Hall Ltd" → Name("marys st", {"church", "hall"})."""
    folded = unicodedata.normalize("NFKD", text or "").casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = re.sub(r"['’‘`.]", "", folded)
    words = [_SAME.get(word, word) for word in re.findall(r"\w+", folded)]
    spoken = [word for word in words if word not in _SILENT] or words
    core = sorted({word for word in spoken if word not in _GENERIC})
    generic = frozenset(spoken) & _GENERIC
    return Name(" ".join(core or sorted(generic)), generic if core else frozenset())


def likeness(one, other):
    """How alike two Names are: 100 the same, 92 and over a slip of the pen, 50 maybe, 0 not."""
    if not one.core or not other.core:
        return 0
    if one.core == other.core:
        return _same_core(one, other)
    score = fuzz.ratio(one.core, other.core)
    if score >= _SLIP and _only_slips(one.core.split(), other.core.split()):
        return min(score, 99) if one.generic == other.generic else 50
    small, large = sorted((set(one.core.split()), set(other.core.split())), key=len)
    return 50 if len(small) >= 2 and small < large else 0


def _same_core(one, other):
    if one.generic == other.generic:
        return 100
    is_told_apart = len(one.core.split()) < 2 or not (
        one.generic <= other.generic or other.generic <= one.generic
    )
    return 50 if is_told_apart else 95


def _only_slips(words, others):
    """Whether the words differ by slips only: no word, and no number, stands for another."""
    ours, theirs = (sorted(set(a) - set(b)) for a, b in ((words, others), (others, words)))
    if len(ours) != len(theirs) or any(word.isdigit() for word in (*ours, *theirs)):
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(min(len(a), len(b)) >= 7 and fuzz.ratio(a, b) >= 85 for a, b in pairs)


def site(address):
    """What tells a website from others: its host or, on a site of everybody, its page."""
    address = (address or "").strip().casefold()
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    if "." not in host:
        return ""
    if host not in _SHARED_SITES:
        return host
    page = parts.path.strip("/") or parts.query
    return f"{host}/{page}" if page else ""


def mail_domain(address):
    """The domain of an e-mail address, "" for a public provider's."""
    domain = (address or "").rpartition("@")[2].strip().casefold()
    return "" if domain in PUBLIC_MAIL or "." not in domain else domain


def digits(number):
    """A phone number's digits as dialled in Britain; "" for short codes, which many share."""
    only = "".join(c for c in (number or "").replace("(0)", "") if c in "0123456789")
    only = re.sub(r"^(?:00)?44(?=\d{9,10}$)", "0", only)
    return only if len(only) >= 9 else ""
