"""From when until when: both times or neither, and no night that lasts nearly a whole day."""

from django.core.exceptions import ValidationError

from records.forms import ErrorsOfOtherFields

#: Longer than this, hours that end the next day are a mistake: "2pm to 1pm" for "1pm to 2pm".
LONGEST_NIGHT = 16 * 60
HOURS = ("opens_at", "closes_at")


def too_long_a_night(opens, closes):
    """What to say of two clock times where it seems that they were mixed up; "" where they are fine.

    A time that closes at or before it opens runs past midnight; 00:00 to 00:00 is the whole day.
    """
    starts, ends = (each.hour * 60 + each.minute for each in (opens, closes))
    if ends > starts or starts == ends == 0:
        return ""
    minutes = ends + 24 * 60 - starts
    if minutes <= LONGEST_NIGHT:
        return ""
    return f"It would end the next day, after {round(minutes / 60)} hours. Type when it ends."


class HoursForm(ErrorsOfOtherFields):
    """Part of a form with `opens_at` and `closes_at`. What stays as it was is not questioned."""

    def hours_matter(self):
        """For subclasses: whether the two times are taken up at all."""
        return bool(set(HOURS) & set(self.changed_data))

    def clean(self):
        cleaned = super().clean()
        opens, closes = (cleaned.get(name) for name in HOURS)
        if not self.hours_matter() or set(HOURS) & set(self.errors):
            return cleaned
        if opens is not None and closes is None:
            self.add_error("closes_at", "Say until when.")
        elif closes is not None and opens is None:
            self.add_error("opens_at", "Say from when.")
        elif opens is not None and (words := too_long_a_night(opens, closes)):
            self.add_error("closes_at", words)
        return cleaned

    def _update_errors(self, errors):
        """A time with an error of its own needs no second one about the pair."""
        if set(HOURS) & set(self._errors) and hasattr(errors, "error_dict"):
            left = {name: said for name, said in errors.error_dict.items() if name not in HOURS}
            if not left:
                return
            errors = ValidationError(left)
        super()._update_errors(errors)
