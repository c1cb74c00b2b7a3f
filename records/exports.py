"""Spreadsheets that open safely: no cell of ours is ever run as a formula."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(value):
    """Text that a spreadsheet shows as text. A leading apostrophe takes the danger out.

    A phone number such as "+44 1632 960001" stays as it is: digits and spaces cannot do harm.
    """
    if not isinstance(value, str) or not value.lstrip(" ").startswith(_FORMULA):
        return value
    rest = value[1:].replace(" ", "")
    if value[0] in "+-" and rest.isdigit():
        return value
    return f"'{value}"


class SafeSpreadsheetMixin(SpreadsheetExportMixin):
    """Wagtail's export of a list with formulas made harmless in CSV (XLSX cells hold text)."""

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        return neutral(value) if export_format == self.FORMAT_CSV else value
