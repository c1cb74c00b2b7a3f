"""Inputs of the staff forms that Wagtail does not bring."""

from django import forms

from records.weekdays import DAYS, WEEKS, as_byday, from_byday


class TickList(forms.CheckboxSelectMultiple):
    """A long list of tick boxes with a box above it to narrow it by typing.

    Without JavaScript it is a plain list of tick boxes.
    """

    template_name = "records/widgets/tick_list.html"
    option_template_name = "records/widgets/tick_list_option.html"

    class Media:
        js = ["records/tick_list.js"]


class DaysWidget(forms.Widget):
    """Days of the week, and for "every month" which ones of the month, as tick boxes.

    Reads and writes iCalendar's list ("MO,TH", "1TU,3TU"). A list that is no such combination
    ("1TU,2WE") is shown as it is written.
    """

    template_name = "records/widgets/days.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        days, weeks, other = from_byday(value or "")
        context["widget"] |= {
            "days": [(code, label, code in days) for code, label in DAYS],
            "weeks": [(code, label, code in weeks) for code, label in WEEKS],
            "other": other,
        }
        return context

    def value_from_datadict(self, data, files, name):
        if other := data.get(f"{name}-other", "").strip():
            return other.upper().replace(" ", "")
        if not hasattr(data, "getlist"):
            return data.get(name, "")
        return as_byday(data.getlist(f"{name}-day"), data.getlist(f"{name}-week"))

    def value_omitted_from_data(self, data, files, name):
        """Tick boxes that are all empty are not sent, so nothing sent means no days."""
        return False

    def id_for_label(self, id_):
        return f"{id_}-MO" if id_ else id_
