"""What staff may do with a record: Wagtail's permissions, except that published records stay.

A record that was ever public is withdrawn ("unpublish"), never deleted: drafts, shortlists and
other people's bookmarks name it, and a draft naming a deleted row cannot be opened again.
"""

from wagtail.permission_policies import ModelPermissionPolicy

from records.references import is_named_elsewhere


class RecordPermissionPolicy(ModelPermissionPolicy):
    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete" and not may_go(instance):
            return False
        return super().user_has_permission_for_instance(user, action, instance)


def was_ever_public(record):
    return record.live or record.first_published_at is not None


def may_go(record):
    """Whether deleting the record harms nothing: never public, and named nowhere, drafts included."""
    return not was_ever_public(record) and not is_named_elsewhere(record)
