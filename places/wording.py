"""How names are compared: without case, accents, apostrophes, hyphens, or a leading "the"."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def name_key(text):
    """The form in which names are looked up: "St. John's Wood" → "st johns wood"."""
    plain = unicodedata.normalize("NFKD", str(text).lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"['’`´]", "", plain).replace("&", " and ")
    words = _NOT_WORD.sub(" ", plain).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join("saint" if word == "st" else word for word in words)
