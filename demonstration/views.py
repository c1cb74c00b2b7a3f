"""Entering the demonstration as one of its people, and reading the mail it sends."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from demonstration.mail import letters
from demonstration.morning import on_the_desk, set_up_morning
from demonstration.people import PEOPLE, enter, is_secret, only_in_demonstration

#: In the session of somebody who came with the secret link.
KNOWS = "demonstration_secret_known"


class EnterView(View):
    """The secret link: it opens the page of people in this browser."""

    def get(self, request, secret):
        if not is_secret(secret):
            raise Http404
        request.session[KNOWS] = True
        return redirect("demonstration:people")


@method_decorator(never_cache, name="dispatch")
class PeopleView(View):
    """Everybody to enter as, for those who came with the secret link."""

    def get(self, request):
        only_in_demonstration()
        known = request.session.get(KNOWS, False)
        context = {"people": PEOPLE, "waiting": on_the_desk()} if known else {}
        return render(request, "demonstration/people.html", context)

    def post(self, request):
        if not request.session.get(KNOWS):
            raise Http404
        person = enter(request, request.POST.get("email", ""))
        if person is None:
            raise Http404
        request.session[KNOWS] = True
        return redirect("upkeep:listings" if person.organisation else "wagtailadmin_home")


class MorningView(View):
    """Leave the desk with a morning's work, for those who came with the secret link."""

    def post(self, request):
        only_in_demonstration()
        if not request.session.get(KNOWS):
            raise Http404
        set_up_morning()
        return redirect(reverse("demonstration:people") + "#morning")


@method_decorator(never_cache, name="dispatch")
class MailView(TemplateView):
    """The mail that was sent, newest first."""

    template_name = "demonstration/mail.html"

    def get(self, request, *args, **kwargs):
        only_in_demonstration()
        if not request.session.get(KNOWS):
            return redirect("demonstration:people")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(letters=letters(), **kwargs)
