"""Forms about who belongs to an organisation."""

import re

from django.core import mail

from organisations import claims, invitations
from organisations.models import Membership, Role
from tests.factories import (
    OrganisationFactory,
)
from tests.upkeep.listings import at, public
from tests.upkeep.pressing.press import (
    Form,
    a_group,
    form,
    newcomer,
)


@form
def invite():
    group, client = a_group()
    return Form(client, at(group, "people", "invite"), {"email": "b@example.org", "role": "editor"})


@form
def accept_an_invitation():
    group, _ = a_group()
    client = newcomer()
    asked = invitations.invite(group, email=client.user.email, role=Role.EDITOR, by=group.person)
    return Form(client, invitations.path_of(asked))


@form
def remove_a_person():
    group, client = a_group()
    other = Membership.objects.create(organisation=group, user=newcomer().user)
    return Form(client, at(group, "people", other.uid, "remove"))


@form
def leave():
    group, _ = a_group()
    client = newcomer()
    Membership.objects.create(organisation=group, user=client.user)
    return Form(client, at(group, "people", "leave"))


@form
def claim_in_words():
    group, _ = a_group()
    return Form(newcomer(), f"/claim/{group.uid}/", {"words": "I run it."})


@form
def claim_by_a_code():
    group = public(OrganisationFactory(email="hello@example.org"))
    return Form(newcomer(), f"/claim/{group.uid}/send-code/")


@form
def type_the_code_of_a_claim():
    asked = claim_by_a_code()
    asked.client.post(asked.path)
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    return Form(asked.client, asked.path.replace("send-code", "code"), {"code": code})


@form
def answer_a_claim():
    group, client = a_group()
    claim = claims.start(group, user=newcomer().user, words="I run it.")
    return Form(client, at(group, "people", "claims", claim.uid), {"answer": "editor"})


@form
def delete_an_account():
    _, client = a_group()
    return Form(client, "/account/delete/", {"sure": "on"})
