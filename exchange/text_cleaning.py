"""Imported text made plain: no HTML, no control characters, no stray spaces."""

import html
import re

import nh3

_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)
_BULLETS = re.compile(r"<\s*li\b[^>]*>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202f\ufeff]")


def plain_text(value):
    """Return `value` as plain text: tags gone with their scripts, line breaks and bullets kept."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in value or "&" in value:
        value = _BULLETS.sub("\n- ", _BREAKS.sub("\n", value))
        value = html.unescape(nh3.clean(value, tags=set(), clean_content_tags={"script", "style"}))
        # What was escaped once more in the source must not come back as a tag.
        if "<" in value:
            value = html.unescape(nh3.clean(value, tags=set()))
            value = re.sub(r"<[a-zA-Z/!][^>]*>", "", value)
    value = _CONTROL.sub("", value).replace("\xa0", " ")
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in value.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(value):
    """The same on a single line, for names and addresses."""
    return re.sub(r"\s+", " ", plain_text(value))
