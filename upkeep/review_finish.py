"""What Wagtail does when a review ends well. The setting WAGTAIL_FINISH_WORKFLOW_ACTION names it.

Wagtail reads this while its models load, so nothing of Django's models may be imported up here.
"""


def publish_reviewed_version(workflow_state, user=None):
    """Publish the version that was reviewed; Wagtail itself would publish the newest.

    A group may have saved a newer draft, which it has not sent and nobody has looked at.
    """
    from upkeep.review_signals import reviewed_version

    reviewed_version(workflow_state, user).publish(user=user)
