"""What the review of what groups send adds to the staff area."""

from django.urls import include, path
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from upkeep.review_views import back_to_the_review
from upkeep.submissions import PUBLISHED_AT_ONCE

hooks.register("after_edit_snippet", back_to_the_review)


@hooks.register("register_admin_urls")
def review_addresses():
    return [path("desk/review/", include("upkeep.review_urls"))]


@hooks.register("register_log_actions")
def name_what_was_not_reviewed(registry):
    @registry.register_action(PUBLISHED_AT_ONCE)
    class PublishedAtOnce(LogFormatter):
        label = "Published without review"
        message = "Published at once, as the change of a trusted group"
