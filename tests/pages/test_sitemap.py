"""What search engines may find."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import HubFactory, ServiceFactory


def addresses(client, section):
    return client.get(f"/sitemap-{section}.xml").content.decode()


def test_published_services_are_in_by_uid_and_others_are_not(client, site):
    shown = ServiceFactory()
    draft = ServiceFactory(live=False)
    ended = ServiceFactory(ends_on=timezone.localdate() - timedelta(days=1))
    of_a_draft = ServiceFactory(organisation__live=False)
    xml = addresses(client, "services")
    assert f"/services/{shown.uid}/" in xml
    assert not any(str(service.uid) in xml for service in (draft, ended, of_a_draft))


def test_hubs_topics_and_pages_are_in(client, site):
    hub = HubFactory()
    assert str(hub.uid) in addresses(client, "hubs")
    assert "/needs/mental-health/" in addresses(client, "topics")
    assert "abuse" not in addresses(client, "topics")
    assert "http://testserver/privacy/" in addresses(client, "pages")
    assert "/crisis/" in addresses(client, "standing")


def test_robots_are_shown_the_sitemap_and_kept_out_of_accounts(client, site):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /account/" in text
