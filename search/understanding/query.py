"""Understand a query: place, danger, spelling, needs, and what to look for in listings."""

from places.where import find_place_words
from search.understanding.contract import Term, Understanding
from services.wording import marks, tables, words

#: Nobody types more to a finder; what is pasted beyond is not read.
LONGEST_TEXT = 2000
MOST_TERMS = 24


def understand(text, *, lexicon=None, vocabulary=None, find_place=find_place_words):
    """What somebody means by `text`, of any length and script. Never raises for what is typed.

    `lexicon` (see spelling.Lexicon) holds the listings' own words; `vocabulary` is the site's
    unless another is given; `find_place` parts a text into (place, rest). Nothing is logged.
    """
    if vocabulary is None:
        from search.understanding.vocabulary import current

        vocabulary = current()
    read = text[:LONGEST_TEXT]
    place, rest = find_place(read)
    typed = words(rest)
    meant = vocabulary.meant(typed, lexicon)
    corrected = [part for one in meant for part in one]
    ready = marks(corrected)
    needs, covered = vocabulary.needs.in_marks(ready, _written(corrected, lexicon))
    readings = [marks(words(read)), ready]
    if second := vocabulary.second_reading(corrected):
        readings.append(marks(second))
        if not needs:
            needs, covered = vocabulary.needs.in_marks(readings[-1])
    crisis = vocabulary.crisis.topics(*readings)
    return Understanding(
        typed=text,
        terms=tuple(_terms(vocabulary, typed, meant, ready, covered)),
        needs=tuple(needs),
        place=place,
        corrected=" ".join(corrected) if corrected != typed else "",
        crisis=crisis,
        sensitive=bool(crisis) or any(vocabulary.is_sensitive(need.slug) for need in needs),
    )


def _written(typed, lexicon):
    """A test of whether listings write a typed word (by index), or None without a lexicon."""
    if lexicon is None:
        return None
    return lambda at: lexicon.count(typed[at]) > 0


def _terms(vocabulary, typed, meant, ready, covered):
    """One term for each synonym phrase and for each word outside of them, in order, once each."""
    origin = [at for at, one in enumerate(meant) for _ in one]
    phrases = vocabulary.synonym_spans(ready)
    seen, at, corrected = set(), 0, [part for one in meant for part in one]
    while at < len(corrected) and len(seen) < MOST_TERMS:
        end, meanings = phrases.get(at, (at + 1, ()))
        if end == at + 1 and corrected[at] in tables().dropped:
            at = end
            continue
        as_typed = " ".join(dict.fromkeys(typed[origin[i]] for i in range(at, end)))
        if as_typed not in seen:
            seen.add(as_typed)
            needs = sorted({slug for i in range(at, end) for slug in covered.get(i, ())})
            yield Term(
                typed=as_typed,
                alternatives=_alternatives(as_typed, corrected[at:end], meanings),
                optional=all(vocabulary.is_optional(word) for word in corrected[at:end]),
                needs=tuple(needs),
            )
        at = end


def _alternatives(as_typed, corrected, meanings):
    """As typed, as spelt right, and all it may mean, each once, the heaviest first."""
    weighed = {tuple(as_typed.split()): 1.0}
    weighed.setdefault(tuple(corrected), 0.95)
    for word in corrected if len(corrected) == 1 else ():
        if variant := tables().variants.get(word):
            weighed.setdefault(variant, 0.9)
    for alternative, weight in meanings:
        weighed.setdefault(alternative, weight)
    return tuple(sorted(weighed.items(), key=lambda one: -one[1]))
