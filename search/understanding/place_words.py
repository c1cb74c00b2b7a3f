"""The place inside a query, as the places app finds it."""

try:
    from places.where import find_place_words
except ImportError:  # pragma: no cover

    def find_place_words(query):
        """(place, rest of the query); without the places app's finder no place is seen."""
        return "", query


__all__ = ["find_place_words"]
