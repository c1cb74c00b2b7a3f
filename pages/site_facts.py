"""What every page shows of the site itself: name, colours, footer, crisis numbers.

Read from the database at most once a minute in each process, at once after a change here, and
kept in a file too: the error pages use the file, so they need no database.
"""

import json
import logging
import time
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from hubs.models import CrisisLine
from hubs.starter import crisis_line_table
from pages.models import AreaSettings

log = logging.getLogger(__name__)

LOGO_HEIGHT = 44


@dataclass(frozen=True)
class Line:
    """A crisis line as shown: the names are those of hubs.CrisisLine."""

    name: str
    when_to_use: str = ""
    number: str = ""
    extra: str = ""
    text_number: str = ""
    text_word: str = ""
    url: str = ""
    hours: str = ""
    audience: str = ""
    is_emergency: bool = False
    in_block: bool = True
    topics: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()


@dataclass(frozen=True)
class SiteFacts:
    """Plain data, so that it can be a file. `lines` are all public crisis lines in their order."""

    name: str = "Open Door"
    tagline: str = ""
    logo: dict | None = None
    brand_colour: str = "#14525c"
    accent_colour: str = "#f4b740"
    crisis_heading: str = "In danger, or need help right now?"
    crisis_intro: str = ""
    footer_text: str = ""
    footer_links: tuple[dict, ...] = ()
    email: str = ""
    default_place: str = ""
    own_areas: tuple[str, ...] = ()
    exit_address: str = "https://www.bbc.co.uk/weather"
    lines: tuple[Line, ...] = field(default=())

    @property
    def crisis_lines(self):
        """The few lines that are in the block on every page."""
        return [line for line in self.lines if line.in_block]

    def lines_about(self, topics):
        """Lines for what a query sounds like, those of its topics first; `topics` as CrisisLine.Topic.

        Danger to life has many causes, a violent partner among them: then the whole block follows.
        """
        chosen = [line for line in self.lines if set(line.topics) & set(topics)]
        emergency = [line for line in self.lines if line.is_emergency and line not in chosen]
        others = [line for line in self.crisis_lines if line not in chosen + emergency]
        return emergency + chosen + (others if "danger" in topics else []) or self.crisis_lines

    @property
    def demonstration(self):
        return settings.DEMONSTRATION

    @property
    def brand_version(self):
        """Changes with the colours, so that browsers may keep /brand.css for long."""
        return f"{zlib.crc32(f'{self.brand_colour}{self.accent_colour}'.encode()):08x}"


_kept = {"facts": None, "until": 0.0}


def site_facts():
    """The facts of the site, from memory, the database, the file, or what is shipped: in this order."""
    if _kept["facts"] is None or time.monotonic() >= _kept["until"]:
        try:
            facts, good_for = read_database(), settings.SITE_FACTS_SECONDS
            write_file(facts)
        except DatabaseError:
            facts, good_for = facts_without_database(), 5
        _kept.update(facts=facts, until=time.monotonic() + good_for)
    return _kept["facts"]


def forget():
    """Read the facts anew when they are next asked for."""
    _kept["facts"] = None


def refresh():
    """Read the facts now and bring the file up to date."""
    forget()
    return site_facts()


def facts_without_database():
    """The facts as last seen, for when the database cannot be asked."""
    try:
        raw = json.loads(facts_path().read_text(encoding="utf-8"))
        lines = tuple(
            Line(**{**row, "topics": tuple(row["topics"]), "coverage": tuple(row["coverage"])})
            for row in raw.pop("lines")
        )
        return SiteFacts(**{**raw, "lines": lines})
    except (OSError, ValueError, TypeError, KeyError):
        return SiteFacts(lines=shipped_lines())


def shipped_lines():
    """The crisis lines that come with the software: no page is without a number, even before set-up."""
    names = Line.__dataclass_fields__
    return tuple(
        Line(**{name: value for name, value in row.items() if name in names})
        for row in crisis_line_table()
        if row.get("source_checked_on")
    )


def facts_path():
    return Path(settings.VAR_DIR) / "site-facts.json"


def write_file(facts):
    """Write the facts where the error pages find them; a full disk does not stop a page."""
    text = json.dumps(asdict(facts), ensure_ascii=False, indent=1)
    path = facts_path()
    try:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            fresh = path.with_suffix(f".{time.monotonic_ns()}.new")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(path)
    except OSError:
        log.exception("The facts for the error pages could not be written to %s", path)


def read_database():
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    ours = AreaSettings.objects.filter(site=site).select_related("logo").first() or AreaSettings()
    return SiteFacts(
        name=ours.name,
        tagline=ours.tagline,
        logo=_logo(ours.logo),
        brand_colour=ours.brand_colour,
        accent_colour=ours.accent_colour,
        crisis_heading=ours.crisis_heading,
        crisis_intro=ours.crisis_intro,
        footer_text=expand_db_html(ours.footer_text),
        footer_links=_footer_links(site),
        email=ours.contact_email,
        default_place=ours.default_place,
        own_areas=tuple(ours.own_areas.values_list("code", flat=True)) if ours.pk else (),
        exit_address=ours.exit_address,
        lines=_lines() or shipped_lines(),
    )


def _logo(image):
    if image is None:
        return None
    rendition = image.get_rendition(f"height-{LOGO_HEIGHT * 2}|format-webp")
    width = round(rendition.width * LOGO_HEIGHT / rendition.height)
    return {"url": rendition.url, "width": width, "height": LOGO_HEIGHT}


def _footer_links(site):
    if site is None:
        return ()
    pages = Page.objects.live().public().in_menu().descendant_of(site.root_page)
    return tuple({"title": page.title, "url": page.get_url(current_site=site)} for page in pages)


def _lines():
    plain = [name for name in Line.__dataclass_fields__ if name not in ("topics", "coverage")]
    return tuple(
        Line(
            **{name: getattr(line, name) for name in plain},
            topics=tuple(line.topics),
            coverage=tuple(area.code for area in line.coverage.all()),
        )
        for line in CrisisLine.objects.published().prefetch_related("coverage")
    )
