"""The first site of an area: its home page, its other pages, its settings."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.html import escape, format_html
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from pages.models import AreaSettings, HomePage, InformationPage
from places.models import Area

TABLE = Path(__file__).parent / "pages.toml"
PORTS = {"http": 80, "https": 443}


@transaction.atomic
def make_site(*, name, councils, tagline="", email="", default_place="", public_url=""):
    """Make the site of an area, or what is missing of it; nothing that is there is written again.

    `councils` are codes of places.Area; `public_url` is the address of the site (PUBLIC_URL where
    it is left out). Raises ValueError for a code that is not loaded. Returns the wagtail Site.
    """
    areas = list(Area.objects.filter(code__in=councils))
    if missing := set(councils) - {area.code for area in areas}:
        raise ValueError(f"No such area: {', '.join(sorted(missing))}")
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    names = sorted(area.name for area in areas)
    words = {
        "name": name,
        "councils": _and(names) or "our area",
        "contact": _contact_words(email),
    }
    home = _home(table["home"], words)
    for row in table["page"]:
        _page(home, row, words)
    site = _site(home, name, public_url or settings.WAGTAILADMIN_BASE_URL)
    _settings(site, name, areas, tagline=tagline, email=email, default_place=default_place)
    return site


def _and(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _contact_words(email):
    if not email:
        return "<p>The team that runs this site puts its e-mail address and phone number here.</p>"
    return format_html('<p>E-mail: <a href="mailto:{0}">{0}</a></p>', email)


def _filled(text, words):
    for name, value in words.items():
        text = text.replace("{" + name + "}", value)
    return text


def _home(row, words):
    """The home page below the root; the page that comes with Wagtail makes room for it."""
    if home := HomePage.objects.first():
        return home
    root = Page.get_first_root_node()
    for page in root.get_children().filter(slug="home"):
        page.delete()
    root.refresh_from_db()
    home = HomePage(
        title=row["title"],
        slug="home",
        heading=row["heading"],
        intro=_filled(row["intro"], words),
        body=[
            *(("ways_in", _tiles(block)) for block in row["ways_in"]),
            ("topics", row["topics"]),
        ],
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def _tiles(block):
    return {**block, "tiles": [{"page": None, **tile} for tile in block["tiles"]]}


def _page(home, row, words):
    if home.get_children().filter(slug=row["slug"]).exists():
        return
    escaped = {key: value if key == "contact" else escape(value) for key, value in words.items()}
    page = InformationPage(
        title=row["title"],
        slug=row["slug"],
        intro=_filled(row["intro"], words),
        body=[("text", RichText(_filled(row["text"], escaped).strip()))],
        show_in_menus=row.get("menu", False),
        sensitive=row.get("sensitive", False),
    )
    home.add_child(instance=page)
    page.save_revision().publish()


def _site(home, name, public_url):
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.pk is None or site.root_page_id != home.pk:
        address = urlsplit(public_url)
        site.hostname = address.hostname or "localhost"
        site.port = address.port or PORTS.get(address.scheme, 80)
        site.site_name, site.root_page = name, home
        site.save()
    return site


def _settings(site, name, areas, *, tagline, email, default_place):
    if AreaSettings.objects.filter(site=site).exists():
        return
    ours = AreaSettings(site=site, name=name, contact_email=email, default_place=default_place)
    if tagline:
        ours.tagline = tagline
    ours.full_clean()
    ours.save()
    ours.own_areas.set(areas)
