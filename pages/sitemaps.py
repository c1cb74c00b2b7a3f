"""What search engines may find: published records by their public address, and the site's pages."""

from django.contrib.sitemaps import Sitemap
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from hubs.models import Hub, SinglePointOfAccess
from organisations.models import Organisation
from services.models import Service
from services.need_addresses import shown_slug
from services.needs import Need


class RecordSitemap(Sitemap):
    """Published records of one model, a few thousand a file."""

    limit = 5000

    def __init__(self, records):
        self.records = records

    def items(self):
        fields = ["uid", "last_published_at"]
        return self.records().order_by("pk").only(*fields)

    def lastmod(self, record):
        return record.last_published_at


class NeedSitemap(Sitemap):
    def items(self):
        return Need.objects.order_by("path")

    def location(self, need):
        return f"/needs/{shown_slug(need)}/"


class StandingPages(Sitemap):
    """Pages that every site has."""

    def items(self):
        return ["/needs/", "/hubs/", "/single-point-of-access/", "/crisis/", "/today/"]

    def location(self, address):
        return address


SITEMAPS = {
    "pages": PageSitemap,
    "standing": StandingPages,
    "topics": NeedSitemap,
    "services": RecordSitemap(lambda: Service.objects.published().not_over()),
    "organisations": RecordSitemap(lambda: Organisation.objects.published()),
    "hubs": RecordSitemap(lambda: Hub.objects.published()),
    "access": RecordSitemap(lambda: SinglePointOfAccess.objects.published()),
}

CLOSED_TO_ROBOTS = ["/account/", "/api/", "/demonstration/", "/staff/", "/*print=1"]


@require_safe
def robots(request):
    """GET /robots.txt."""
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in CLOSED_TO_ROBOTS)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
