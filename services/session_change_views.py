"""Cancelling or changing one day of a session: first the service is found, then its session."""

import uuid

from django.db.models import Prefetch
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets

from records.keys import as_key
from records.listing_search import matching
from records.staff_views import RecordEditView, RecordListView
from services.models import Service, Session, SessionChange
from services.session_choices import session_words

#: So many services are shown at once; more are found by typing more words.
MOST_SERVICES = 25
SEARCHED = [
    "name",
    "alternate_name",
    "organisation__name",
    "sessions__name",
    "sessions__location__name",
]


def services_with_sessions(typed):
    """Published services with days and times, in which each word typed is found; up to one too many.

    Each has `in_words`, its sessions in words.
    """
    sessions = Session.objects.select_related("location").order_by("sort_order", "pk")
    found = (
        matching(Service.objects.filter(live=True, sessions__isnull=False), SEARCHED, typed)
        .select_related("organisation")
        .prefetch_related(Prefetch("sessions", queryset=sessions, to_attr="rows"))
        .order_by("name", "pk")
        .distinct()[: MOST_SERVICES + 1]
    )
    for service in found:
        service.in_words = [session_words(session) for session in service.rows]
    return list(found)


def _service_of(session_uid):
    return Service.objects.filter(live=True, sessions__uid=session_uid).first()


class SessionChangeCreateView(snippets.CreateView):
    """Without a service it asks for one; `?service=` offers the sessions of that one alone."""

    def dispatch(self, request, *args, **kwargs):
        self.service = self._find_service(request)
        if self.service is None and self.user_has_permission("add"):
            return self.ask_for_service(request)
        return super().dispatch(request, *args, **kwargs)

    def _find_service(self, request):
        if key := as_key(request.GET.get("service", "")):
            return Service.objects.filter(live=True, pk=key).first()
        try:
            return _service_of(uuid.UUID(request.POST.get("session_uid", "")))
        except ValueError:
            return None

    def ask_for_service(self, request):
        typed = request.GET.get("q", "").strip()[:200]
        found = services_with_sessions(typed)
        context = {
            "typed": typed,
            "services": found[:MOST_SERVICES],
            "more": len(found) > MOST_SERVICES,
            "header_title": "Which service is it?",
            "breadcrumbs_items": self.get_breadcrumbs_items(),
            "header_icon": self.header_icon,
        }
        return TemplateResponse(request, "services/staff/which_service.html", context)

    def get_add_url(self):
        url = super().get_add_url()
        return f"{url}?service={self.service.pk}" if url and self.service else url

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.offer(self.service)
        return form


class SessionChangeEditView(snippets.EditView):
    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.offer(Service.objects.filter(sessions__uid=self.object.session_uid).first())
        return form


def cancel_button(service, user):
    """The way from a published service to cancelling one of its sessions, or None."""
    may = policy_registry.get_by_type(SessionChange).user_has_permission(user, "add")
    if not (service.live and may):
        return None
    url = reverse(SessionChange.snippet_viewset.get_url_name("add"))
    return Button(
        "Cancel or change a session",
        url=f"{url}?service={service.pk}",
        icon_name="calendar-alt",
        priority=15,
    )


class ServiceListView(RecordListView):
    def get_list_more_buttons(self, instance):
        button = cancel_button(instance, self.request.user)
        return [*super().get_list_more_buttons(instance), *filter(None, [button])]


class ServiceEditView(RecordEditView):
    @property
    def header_more_buttons(self):
        button = cancel_button(self.live_object, self.request.user)
        return [*super().header_more_buttons, *filter(None, [button])]
