"""Why a hit is there, in words a person can check against the listing."""

from places.distance import distance_words
from search.engines.embedded import text
from search.response import Why
from services.wording import stem

_MOST = 4


def reasons(wanted, question, held, labels, stems, bounds, distance_km, serves):
    """The reasons for a hit, the strongest first: needs, its name, its words, the place."""
    found = [*_needs(question, held, labels), *_words(wanted, question, stems, bounds)]
    if serves:
        found.append(Why("area", serves))
    elif distance_km is not None:
        found.append(Why("near", f"{distance_words(distance_km)} away"))
    return tuple(dict.fromkeys(found[:_MOST] + found[_MOST:][-1:]))


def _needs(question, held, labels):
    """Needs of the listing that were asked for, with the words that asked."""
    for need in question.understood.needs:
        wanted = question.below.get(need.slug, frozenset({need.slug}))
        mine = [slug for slug in labels if slug in wanted and held.get(slug)]
        if mine:
            best = need.slug if need.slug in mine else max(mine, key=lambda slug: held[slug])
            yield Why("need", labels[best])


def _words(wanted, question, stems, bounds):
    for term in wanted:
        if term.optional:
            continue
        own = " ".join(stem(word) for word in term.typed.split())
        for phrase, _ in term.phrases:
            at = stems.find(f" {phrase} ")
            if at >= 0:
                yield _word(term, own, phrase, at, question, bounds)
                break


def _word(term, own, phrase, at, question, bounds):
    is_name = text.weight_at(at + 1, bounds) == text.WEIGHTS[0]
    if phrase == own:
        return Why("name" if is_name else "words", term.typed)
    said = _as_written(phrase, term, question)
    corrected = {stem(word) for word in question.understood.corrected.split()}
    if corrected.issuperset(phrase.split()):
        return Why("spelling", said)
    return Why("synonym", said)


def _as_written(phrase, term, question):
    """The words of an alternative as people write them, not as stems."""
    for one in question.understood.terms:
        if one.typed == term.typed:
            for words, _ in one.alternatives:
                if " ".join(stem(word) for word in words) == phrase:
                    return " ".join(words)
    return phrase
