"""What people do to keep records true, as lines in the history of each record."""

from wagtail.log_actions import LogFormatter

from upkeep import cancelling, consent, reports
from upkeep.desk import calls, checks, closing, group, lost_mail, sent_in, taking_back, told, whose


def register(registry):
    """Name our actions to Wagtail's log."""
    for action, label, words in _ACTIONS:
        registry.register_action(action)(_formatter(label, words))


def _formatter(label, words):
    class Formatter(LogFormatter):
        def format_message(self, log_entry):
            return words(log_entry.data)

    Formatter.label = label
    return Formatter


_ACTIONS = [
    (
        reports.CLOSED,
        "Reported problem closed",
        lambda data: f"Reported problem closed ({data['what']}): {data['outcome']}",
    ),
    (
        reports.REOPENED,
        "Reported problem open again",
        lambda data: "Closing a reported problem was taken back",
    ),
    (
        checks.UNCONFIRMED,
        "Marked as not confirmed",
        lambda data: f"Marked “Not confirmed lately”. {data.get('why', '')}",
    ),
    (
        checks.HIDDEN,
        "Hidden until confirmed",
        lambda data: f"Hidden until confirmed. {data.get('why', '')}",
    ),
    (
        closing.CLOSED,
        "Closed together with others",
        lambda data: f"Closed, together with other places: {data.get('days', '')}",
    ),
    (
        closing.OPENED,
        "Closures taken back",
        lambda data: f"Closures taken back, together with other places: {data.get('days', '')}",
    ),
    (
        taking_back.TAKEN_BACK,
        "Taken back",
        lambda data: "What was said last at the desk was undone",
    ),
    (whose.RANG, "Rang up", lambda data: f"Rang up. {data.get('said', '')}"),
    (whose.KEPT, "Kept by the team", lambda data: "It has no owner, so the team keeps it right"),
    (whose.GIVEN_UP, "No longer kept by the team", lambda data: "The team keeps it no longer"),
    (lost_mail.CORRECTED, "E-mail address put right", lambda data: "An address was put right"),
    (group.TRUSTED, "Trusted", lambda data: "Trusted: its changes are public at once"),
    (group.NOT_TRUSTED, "No longer trusted", lambda data: "Its changes wait for review again"),
    (
        group.CONTACT_CHANGED,
        "Private contact changed",
        lambda data: "Staff changed whom we may ask about it",
    ),
    (told.TOLD, "Told by the group", told.words),
    (sent_in.LOOKED_AT, "Looked at", lambda data: "Looked at what a trusted group published"),
    (calls.CALLED, "Rang up", lambda data: f"Rang up. {data.get('words', '')}"),
    (
        consent.GIVEN,
        "Agreed to be shown",
        lambda data: "Somebody agreed that everybody sees their name or number",
    ),
    (
        consent.WITHDRAWN,
        "No longer shown",
        lambda data: "Somebody’s name or number was taken out of all versions, as they asked",
    ),
    (
        cancelling.CHANGED,
        "Session cancelled or moved",
        lambda data: f"Session cancelled or moved on {data['on']}",
    ),
    (
        cancelling.AS_USUAL,
        "Session on as usual",
        lambda data: f"Session on as usual after all on {data['on']}",
    ),
    (
        cancelling.CLOSED,
        "Closed days changed",
        lambda data: (
            "Days on which it is closed were "
            + ("taken back" if data.get("taken_back") else "added")
        ),
    ),
]
