"""Accepting suggested needs for many services at once, each seen with the words that speak for it."""

from records.bulk_actions import RecordBulkAction
from services.models import Service
from services.suggestions import suggested_needs


class AcceptNeedsAction(RecordBulkAction):
    """Adds what is shown. Who may publish publishes; a service with changes waiting keeps them."""

    display_name = "Accept suggested needs"
    aria_label = "Accept suggested needs of the selected services"
    action_type = "accept_needs"
    action_priority = 15
    permission = "change"
    only_for = [Service]
    question = "Add these needs? They come from the services' own words. Read them first."
    button = "Yes, add them"
    done = "Services with needs added"

    def object_context(self, service):
        lines = [f"{s.need.name}, because of “{s.phrase}”" for s in suggested_needs(service)]
        return {**super().object_context(service), "lines": lines or ["Nothing to suggest."]}

    def act_on(self, service):
        found = [suggestion.need for suggestion in suggested_needs(service)]
        if not found:
            return False
        goes_public = service.live and not service.has_unpublished_changes and self.may_publish
        draft = service.get_latest_revision_as_object()
        draft.needs.add(*found)
        if not service.live:
            draft.save()
        revision = draft.save_revision(user=self.request.user, log_action=True)
        if goes_public:
            revision.publish(user=self.request.user)
        return True

    @property
    def may_publish(self):
        return self.permission_policy.user_has_permission(self.request.user, "publish")
