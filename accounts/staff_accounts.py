"""Accounts of colleagues in the staff area: nobody is made an administrator there.

A website manager may add and change accounts. Without these limits that would be a way to more
rights than one's own: ticking "administrator", or changing an administrator's e-mail address.
"""

from django.core.exceptions import PermissionDenied
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import EditView, UserViewSet


class NoAdministrators:
    """Shows whether somebody is an administrator, and takes no other answer from the browser."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("is_superuser"):
            field.disabled = True
            field.help_text = "This is set on the server only."


class StaffCreationForm(NoAdministrators, UserCreationForm):
    def save(self, commit=True):
        """No password works until the new person sets one from the mail."""
        self.instance.set_unusable_password()
        return super().save(commit)


class StaffEditForm(NoAdministrators, UserEditForm):
    pass


class StaffEditView(EditView):
    def dispatch(self, request, *args, **kwargs):
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class StaffViewSet(UserViewSet):
    edit_view_class = StaffEditView

    def get_form_class(self, for_update=False):
        return StaffEditForm if for_update else StaffCreationForm
