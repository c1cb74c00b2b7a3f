"""Deleting in the staff area: refused with the reason wherever something would be lost or broken."""

from django.contrib.admin.utils import quote
from django.db import IntegrityError, transaction
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views import snippets

from records.models import Record
from records.permissions import was_ever_public
from records.references import named_by

#: So many of the records that name a thing are listed; then the page says that there are more.
MOST_NAMED = 20


def obstacles(thing, user):
    """What stands in the way of deleting `thing`, for a template: reasons, records, a way out."""
    found = named_by(thing, most=MOST_NAMED + 1)
    finder = AdminURLFinder(user)
    ever_public = isinstance(thing, Record) and was_ever_public(thing)
    own = type(thing).snippet_viewset
    unpublish = ever_public and thing.live
    return {
        "object": thing,
        "own_reasons": getattr(own, "reasons_to_stay", lambda thing: [])(thing),
        "ever_public": ever_public,
        "names": [
            {"name": str(it), "kind": it._meta.verbose_name, "url": finder.get_edit_url(it)}
            for it in found[:MOST_NAMED]
        ],
        "more": len(found) > MOST_NAMED,
        "edit_url": finder.get_edit_url(thing),
        "unpublish_url": (
            reverse(own.get_url_name("unpublish"), args=[quote(thing.pk)]) if unpublish else ""
        ),
    }


class ReasonedDeleteView(snippets.DeleteView):
    """Says why this one cannot be deleted, to those who may delete others of its kind."""

    def dispatch(self, request, *args, **kwargs):
        may_ever = self.user_has_permission("delete")
        if may_ever and not self.user_has_permission_for_instance("delete", self.object):
            return self.refuse()
        return super().dispatch(request, *args, **kwargs)

    def refuse(self):
        context = obstacles(self.object, self.request.user)
        return TemplateResponse(
            self.request, "records/staff/cannot_delete.html", context, status=403
        )

    def form_valid(self, form):
        """Somebody may have named it since this page was opened: the database then refuses."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:
            return self.refuse()


class ReasonedDeleteAction(DeleteBulkAction):
    """Wagtail's action for many at once; those that stay are listed with the reason."""

    template_name = "records/staff/bulk_delete.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["staying"] = [
            obstacles(thing, self.request.user) for thing in context["items_with_no_access"]
        ]
        return context

    @classmethod
    def execute_action(cls, objects, **context):
        try:
            with transaction.atomic():
                return super().execute_action(objects, **context)
        except IntegrityError:
            messages.error(
                context["self"].request,
                "Nothing was deleted. Something else has begun to use one of these.",
            )
            return 0, 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        if num_parent_objects:
            return super().get_success_message(num_parent_objects, num_child_objects)
        return None
