"""The staff form of a place: the map point comes from the postcode, or is set by hand."""

from django import forms

from records.forms import RecordForm
from services.geocoding import From, place_by_postcode

#: Name of the button "Work it out from the postcode".
FROM_POSTCODE = "work-out-point"
STAYS_SECRET = "Somebody made this address secret while you were writing, so it stays secret."


class LocationForm(RecordForm):
    """Saving fills point, council and ward; numbers typed by hand win and stay."""

    def has_changed(self):
        """Asking for the point is a change, though no field was typed in: a draft must be kept."""
        return FROM_POSTCODE in self.data or super().has_changed()

    def clean(self):
        cleaned, self.notices = super().clean(), []
        if self._opens_what_it_did_not_know():
            cleaned["is_confidential"] = True
            self.notices.append(STAYS_SECRET)
        given = [cleaned.get("latitude"), cleaned.get("longitude")]
        if given.count(None) == 1:
            self.add_error(
                "longitude", forms.ValidationError("Give both numbers, or leave both empty.")
            )
        elif None not in given and not (49 <= given[0] <= 61.5 and -9 <= given[1] <= 2.5):
            self.add_error("latitude", "This point is not in the United Kingdom.")
        return cleaned

    def _opens_what_it_did_not_know(self):
        """Whether the place is secret, and this page shows an older version, which was not."""
        if self.cleaned_data.get("is_confidential") or not self.initial.get("is_confidential"):
            return False
        shown = self.data.get("overwrite_revision_id") or self.data.get("loaded_revision_id", "")
        return shown != str(self.instance.latest_revision_id or "")

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            self._find_point()

    def _find_point(self):
        place, asked = self.instance, FROM_POSTCODE in self.data
        if {"latitude", "longitude"} & set(self.changed_data) and not asked:
            by_hand = place.latitude is not None
            place.coordinates_from = From.STAFF if by_hand else From.NONE
        message = place_by_postcode(place, even_if_by_hand=asked).message
        if message:
            self.notices.append(message)
        for name in ("latitude", "longitude", "postcode"):
            self.cleaned_data[name] = getattr(place, name)
