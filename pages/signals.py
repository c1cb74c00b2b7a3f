"""Bring the facts of the site up to date when something they show changes."""

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_unpublished

from hubs.models import CrisisLine
from pages.models import AreaSettings
from pages.site_facts import forget, refresh


def _changed(sender, **kwargs):
    forget()
    transaction.on_commit(refresh, robust=True)


def _moved(sender, instance, **kwargs):
    if isinstance(instance, Page):
        _changed(sender)


def connect():
    for model in (CrisisLine, AreaSettings, Site):
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=model, dispatch_uid=f"site-facts-{model.__name__}")
    for through in (AreaSettings.own_areas.through, CrisisLine.coverage.through):
        m2m_changed.connect(_changed, sender=through, dispatch_uid=f"site-facts-{through.__name__}")
    page_published.connect(_moved, dispatch_uid="site-facts-page-published")
    page_unpublished.connect(_moved, dispatch_uid="site-facts-page-unpublished")
