"""An area's own colours, only where people can read them (WCAG 2.2, contrast AA)."""

import re

from django.core.exceptions import ValidationError

#: What words and buttons of the site stand on; see frontend/sass/_tokens.scss.
INK = "#1d2b30"
CREAM = "#fbf7f0"
WHITE = "#ffffff"
TEXT_CONTRAST = 4.5

HEX = re.compile(r"^#[0-9a-fA-F]{6}$")


def validate_hex(value):
    if not HEX.match(value):
        raise ValidationError("Write the colour as # and six characters, like #14525c.")


def luminance(colour):
    """Relative luminance of a "#rrggbb" colour, 0 (black) to 1 (white), as WCAG defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio of two "#rrggbb" colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _shifted(colour, factor, towards):
    mixed = (
        round(int(colour[i : i + 2], 16) * (1 - factor) + int(towards[i : i + 2], 16) * factor)
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def nearest_readable(colour, against, towards, ratio):
    """The colour nearest to `colour`, on the way to `towards`, with `ratio` against `against`."""
    for step in range(0, 101, 2):
        candidate = _shifted(colour, step / 100, towards)
        if contrast(candidate, against) >= ratio:
            return candidate
    return towards


def brand_colour_error(colour):
    """Why `colour` cannot be the main colour, with one that can; empty where it can.

    What is no colour at all is `validate_hex`'s business.
    """
    if not HEX.match(colour):
        return ""
    found = min(contrast(colour, WHITE), contrast(colour, CREAM))
    if found >= TEXT_CONTRAST:
        return ""
    better = nearest_readable(colour, CREAM, "#000000", TEXT_CONTRAST)
    return (
        f"This colour is too light to read. Its contrast is {found:.1f}; it must be"
        f" {TEXT_CONTRAST} or more. {better} is the nearest that works."
    )
