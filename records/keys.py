"""Primary keys as forms and addresses carry them."""

#: More digits no database takes.
MOST_DIGITS = 18


def as_key(text):
    """The number that `text` is; None for anything that can be no primary key."""
    is_key = text and len(text) <= MOST_DIGITS and text.isascii() and text.isdecimal()
    return int(text) if is_key else None
