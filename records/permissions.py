"""What staff may do: Wagtail's permissions, except that what others name stays.

A record that was ever public is withdrawn ("unpublish"), never deleted: drafts, shortlists and
other people's bookmarks name it, and a draft naming a deleted row cannot be opened again.
"""

from wagtail.permission_policies import ModelPermissionPolicy

from records.references import is_named_elsewhere


class NamedStaysPolicy(ModelPermissionPolicy):
    """For words, areas and the like: nobody deletes what records use."""

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete" and not self.may_go(instance):
            return False
        return super().user_has_permission_for_instance(user, action, instance)

    def may_go(self, thing):
        """Whether deleting it harms nothing."""
        return not is_named_elsewhere(thing)


class RecordPermissionPolicy(NamedStaysPolicy):
    def may_go(self, record):
        return not was_ever_public(record) and super().may_go(record)


def was_ever_public(record):
    return record.live or record.first_published_at is not None
