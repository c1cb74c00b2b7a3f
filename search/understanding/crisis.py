"""Words that sound like danger to life, abuse, or a child in danger. Nothing is logged.

Recall comes first: a guard takes away only what stands wholly inside of it.
"""

from dataclasses import dataclass

from services.recognition import Phrasebook


@dataclass(frozen=True)
class Danger:
    """What a crisis phrase means: a topic of hubs.CrisisLine; a guard takes finds away."""

    topic: str
    guard: bool = False


class CrisisBook:
    """Crisis phrases and their guards, made from (text, topic, is_guard) rows."""

    def __init__(self, rows):
        self.book = Phrasebook()
        for text, topic, guard in rows:
            self.book.add(text, Danger(topic, guard), literal=guard)

    def topics(self, *readings):
        """The topics seen in any reading (marks as typed, marks as spelt right) of a query."""
        return frozenset(topic for text in readings for topic in self._seen(text))

    def _seen(self, text):
        found = self.book.find(text)
        guards = [one for one in found if one.meaning.guard]
        for one in found:
            inside = any(guard.start <= one.start and one.end <= guard.end for guard in guards)
            if not one.meaning.guard and not inside:
                yield one.meaning.topic
