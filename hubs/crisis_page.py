"""Crisis lines as the crisis page shows them."""

from hubs.models import CrisisLine


def crisis_topics():
    """`[(topic label, [CrisisLine])]`: every published line once, under the first of its topics."""
    lines = list(CrisisLine.objects.published().prefetch_related("coverage"))
    topics = [
        (label, [line for line in lines if _first_topic(line) == value])
        for value, label in CrisisLine.Topic.choices
    ]
    rest = [line for line in lines if _first_topic(line) not in CrisisLine.Topic.values]
    return [(label, found) for label, found in [*topics, ("More help", rest)] if found]


def _first_topic(line):
    return line.topics[0] if line.topics else ""
