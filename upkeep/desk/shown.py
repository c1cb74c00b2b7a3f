"""Sections as a page of the desk shows them: rows with their forms, and what was just done."""

from upkeep.desk.checks import may_decide
from upkeep.desk.section import ON_THE_DESK, OfferedAction


class Shown:
    """A section as a page shows it: some of its rows, with the forms of their actions.

    `done` is what was done last, as the session keeps it: it is said where its row stood.
    """

    def __init__(self, section, user, *, start=0, most=ON_THE_DESK, failed=None, done=None):
        self.section, self.user = section, user
        self.failed = failed if failed and failed.section.slug == section.slug else None
        self.done = done if done and done["slug"] == section.slug else None
        self.count, self.start, self.most = section.count(), start, most
        self.rows = section.rows(start, start + most) if self.count > start else []
        if self.failed and self.failed.row.key not in {row.key for row in self.rows}:
            self.rows.insert(0, self.failed.row)
        following = [row.key for row in self.rows[1:]] + [""]
        for row, next_key in zip(self.rows, following, strict=False):
            row.next_key = next_key
            row.actions = [
                self._offered(action, row)
                for action in section.actions
                if action.fits(row) and (may_decide(user) or not action.is_decision)
            ]
        self._place_done()

    def _place_done(self):
        """Say it before the row that came next; without such a row at the head of the section."""
        next_row = next((r for r in self.rows if self.done and r.key == self.done["before"]), None)
        self.done_first = self.done if next_row is None else None
        if next_row:
            next_row.done = self.done

    @property
    def is_cut(self):
        return self.count > self.start + len(self.rows)

    def _offered(self, action, row):
        failed = self.failed
        if failed and failed.row.key == row.key and failed.action is action:
            return OfferedAction(action, failed.form, is_open=True)
        return OfferedAction(action, action.form(row, self.user))


class Failed:
    """An action that could not be done, with its form and what is wrong in it."""

    def __init__(self, section, row, action, form):
        self.section, self.row, self.action, self.form = section, row, action, form
