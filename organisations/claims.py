""" "This listing is ours": a code to the address on the record, or a person, decides."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from wagtail.log_actions import log

from organisations import people
from organisations.membership import Claim, OrganisationAccount, Role
from organisations.models import Organisation
from organisations.telling import tell, whole

CLAIMED = "organisations.claimed"
DECLINED = "organisations.claim_declined"
CODE_GOOD_FOR = timedelta(minutes=30)
CODE_TRIES = 5
#: A claim with a code alone, which nobody typed, is over after this; one with words waits for a person.
HALF_DONE_DAYS = 14
#: A button pressed twice sends one code.
CODE_AGAIN_AFTER = timedelta(minutes=1)
#: Claims of one person for one organisation within a month, and waiting at one time for any.
A_MONTH_AT_MOST = 3
WAITING_AT_MOST = 10


def claimable():
    """What somebody may say is theirs: what is public, or was until a timer hid it.

    Of the latter a stranger is shown the name alone, which was public.
    """
    return Organisation.objects.filter(live=True)


def address_on_record(organisation):
    """(e-mail address already on the record, how a stranger may see it) or (None, "").

    Of a private or hidden address nothing is shown, not even the part after the @.
    """
    if organisation.email:
        is_shown = Organisation.objects.published().filter(pk=organisation.pk).exists()
        words = masked(organisation.email) if is_shown else "the e-mail address that we hold"
        return organisation.email, words
    account = OrganisationAccount.objects.filter(organisation=organisation).first()
    if account and account.contact_email:
        return account.contact_email, "the private e-mail address that we hold"
    return None, ""


def masked(email):
    """ "hello@example.org" → "h…@example.org"."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"


def takes_a_code(organisation):
    """Whether a code opens it at once: an address is on record, and nobody looks after it yet."""
    return bool(address_on_record(organisation)[0]) and not people.owners(organisation).exists()


def waiting_claim(organisation, user):
    return Claim.objects.filter(
        organisation=organisation, user=user, state=Claim.State.WAITING
    ).first()


@transaction.atomic
def start(organisation, *, user, words):
    """`user` says that the organisation is theirs, for people to decide; returns the Claim.

    Its owners are told, and staff see it at their desk. Raises ValidationError at too many.
    """
    claim = _waiting_or_new(organisation, user)
    claim.words = words
    claim.save(update_fields=["words"])
    for membership in people.owners(organisation):
        tell(
            membership.user.email,
            "claim_for_owners",
            key=f"claim-owner:{claim.uid}:{membership.user_id}",
            subject=f"Somebody says they belong to {organisation}",
            organisation=organisation,
            claim=claim,
            link=whole(f"/listings/{organisation.uid}/people/"),
        )
    tell(
        user.email,
        "claim_received",
        key=f"claim-received:{claim.uid}",
        subject=f"We have your message about {organisation}",
        organisation=organisation,
    )
    return claim


def _waiting_or_new(organisation, user):
    people.lock(organisation)
    if claim := waiting_claim(organisation, user):
        return claim
    mine = Claim.objects.filter(user=user)
    lately = timezone.now() - timedelta(days=30)
    if mine.filter(organisation=organisation, made_at__gt=lately).count() >= A_MONTH_AT_MOST:
        raise ValidationError("You asked for this a few times. Please get in touch with us.")
    if mine.filter(state=Claim.State.WAITING).count() >= WAITING_AT_MOST:
        raise ValidationError("You asked for many listings. Wait until we have looked at them.")
    log(instance=organisation, action=CLAIMED, user=user)
    return Claim.objects.create(organisation=organisation, user=user)


@transaction.atomic
def send_code(organisation, *, user):
    """Send a code to the address on the record; returns the Claim. Only its hash is kept.

    Raises ValidationError at too many claims, OSError or SMTPException when no mail goes (then
    nothing is kept), ValueError when there is no such address or somebody looks after it.
    """
    if not takes_a_code(organisation):
        raise ValueError("no code for this organisation")
    claim = _waiting_or_new(organisation, user)
    now = timezone.now()
    if claim.code_sent_at and claim.code_sent_at > now - CODE_AGAIN_AFTER:
        return claim
    code = get_random_string(8, "0123456789")
    claim.code_hash, claim.code_sent_at, claim.code_tries = _hash(claim, code), now, 0
    claim.save(update_fields=["code_hash", "code_sent_at", "code_tries"])
    context = {"organisation": organisation, "code": f"{code[:4]}-{code[4:]}"}
    send_mail(
        "A code for your listing",
        render_to_string("organisations/email/claim_code.txt", context),
        None,
        [address_on_record(organisation)[0]],
    )
    return claim


def code_is_open(claim):
    """Whether a code was sent that may still be typed."""
    in_time = claim.code_sent_at and claim.code_sent_at > timezone.now() - CODE_GOOD_FOR
    waits = claim.state == Claim.State.WAITING
    return bool(waits and in_time and claim.code_hash and claim.code_tries < CODE_TRIES)


@transaction.atomic
def try_code(claim, code):
    """Whether this is the code: then its person is an owner at once. Each try counts."""
    people.lock(claim.organisation)
    claim = (
        Claim.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=claim.pk)
    )
    if not code_is_open(claim) or not takes_a_code(claim.organisation):
        return False
    claim.code_tries += 1
    claim.save(update_fields=["code_tries"])
    digits = "".join(c for c in code if c.isdigit())
    if not constant_time_compare(_hash(claim, digits), claim.code_hash):
        return False
    approve(claim, by=claim.user)
    return True


def _hash(claim, code):
    return salted_hmac("organisations.claim", f"{claim.uid}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def approve(claim, *, by, role=Role.OWNER):
    """The claim is right: its person looks after the listings. Decided once; returns the Claim.

    Who may say so (staff, an owner) is for the caller to ask.
    """
    if not claim.user.is_active:
        return None
    claim = _decide(claim, Claim.State.APPROVED, by)
    if claim is None:
        return None
    people.add(claim.organisation, claim.user, role=role, by=by)
    tell(
        claim.user.email,
        "claim_approved",
        key=f"claim-decided:{claim.uid}",
        subject=f"You look after {claim.organisation} now",
        organisation=claim.organisation,
        link=whole(f"/listings/{claim.organisation.uid}/"),
    )
    return claim


@transaction.atomic
def decline(claim, *, by, reason):
    """The claim is not right, or cannot be checked; its person is told why. Decided once."""
    claim = _decide(claim, Claim.State.DECLINED, by, reason)
    if claim is None:
        return None
    log(instance=claim.organisation, action=DECLINED, user=by, data={"account": claim.user_id})
    tell(
        claim.user.email,
        "claim_declined",
        key=f"claim-decided:{claim.uid}",
        subject=f"About {claim.organisation}",
        organisation=claim.organisation,
        claim=claim,
    )
    return claim


@transaction.atomic
def withdraw(claim):
    """Its person does not want it any more."""
    _decide(claim, Claim.State.WITHDRAWN, claim.user)


def _decide(claim, state, by, reason=""):
    """The waiting claim as decided, or None when it had been decided before."""
    people.lock(claim.organisation)
    claim = (
        Claim.objects.select_for_update(of=["self"])
        .select_related("organisation", "user")
        .get(pk=claim.pk)
    )
    if claim.state != Claim.State.WAITING:
        return None
    claim.state, claim.decided_at, claim.decided_by, claim.reason = (
        state, timezone.now(), by, reason,
    )  # fmt: skip
    claim.code_hash = ""
    claim.save()
    return claim


def end_half_done(now):
    """Claims whose code nobody typed in time are over; returns how many. They may be begun again."""
    half_done = Claim.objects.filter(state=Claim.State.WAITING, words="")
    over = half_done.filter(made_at__lte=now - timedelta(days=HALF_DONE_DAYS)).exclude(
        code_sent_at__gt=now - CODE_GOOD_FOR
    )
    return over.update(state=Claim.State.WITHDRAWN, decided_at=now, code_hash="")


def to_decide():
    """Claims that wait for a person, oldest first. One with a code only, half done, is not shown.

    Nor is one of an account that is closed by now.
    """
    waiting = Claim.objects.filter(state=Claim.State.WAITING, user__is_active=True).exclude(
        words=""
    )
    return waiting.select_related("organisation", "user")
