"""What organisations add to the staff area: words in the history about people and claims."""

from wagtail import hooks

from organisations import claims, invitations, people

WORDS = {
    people.ADDED: ("Add a person", "Somebody looks after the listings now"),
    people.ROLE_CHANGED: ("Change a role", "Somebody has another role now"),
    people.REMOVED: ("Remove a person", "Somebody was removed"),
    people.LEFT: ("Leave", "Somebody left"),
    people.LEFT_ALONE: ("Nobody left", "Nobody looks after the listings any more"),
    invitations.INVITED: ("Invite", "Somebody was invited"),
    invitations.WITHDRAWN: ("Withdraw an invitation", "An invitation was taken back"),
    claims.CLAIMED: ("Claim", "Somebody says that this is theirs"),
    claims.DECLINED: ("Decline a claim", "A claim was declined"),
}


@hooks.register("register_log_actions")
def register_actions(registry):
    for action, (label, message) in WORDS.items():
        registry.register_action(action, label, message)
