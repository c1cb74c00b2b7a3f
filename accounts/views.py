"""Pages of signing in that allauth does not bring."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import RedirectView, TemplateView

from accounts.second_factor import has_factor, lacks_a_first_step


class SecondStepView(LoginRequiredMixin, TemplateView):
    """For staff who sign in for the first time: choose a second step."""

    template_name = "accounts/second_step.html"
    extra_context = {"title": "Set up a second step"}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            has_factor=has_factor(self.request.user),
            password_first=lacks_a_first_step(self.request, self.request.user),
            **kwargs,
        )


class OneSignIn(RedirectView):
    """Wagtail's own sign-in addresses lead to the one sign-in there is."""

    pattern_name = "account_login"
    query_string = True
