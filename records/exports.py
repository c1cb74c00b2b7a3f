"""Spreadsheets that open safely: no cell of ours is ever run as a formula."""

import re

from wagtail.admin.views.mixins import SpreadsheetExportMixin

#: What spreadsheets take for the start of a formula, in wide letters too, or slip past to one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: A phone number or another number. Nothing in it can be run.
_NUMBER = re.compile(r"[+-]?[0-9(][0-9 ().-]*")


def neutral(value):
    """Text that a spreadsheet shows as text. A leading apostrophe takes the danger out.

    A phone number such as "+44 (0)1632 960001" stays as it is. `as_meant` takes the apostrophe
    off again, so what begins with one before a formula gets one more.
    """
    if not isinstance(value, str) or not value.lstrip("' ").startswith(_FORMULA):
        return value
    return value if _NUMBER.fullmatch(value) else f"'{value}"


def as_meant(value):
    """The text that `neutral` was given, from the cell that it wrote."""
    return value[1:] if value.startswith("'") and neutral(value[1:]) == value else value


class SafeSpreadsheetMixin(SpreadsheetExportMixin):
    """Wagtail's export of a list with formulas made harmless in CSV (XLSX cells hold text)."""

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        return neutral(value) if export_format == self.FORMAT_CSV else value
