"""Why a hit is there, in words a person can check against the listing."""

from places.distance import distance_words
from search.engines.embedded import text
from search.engines.embedded.schema import FIELDS
from search.response import Why
from services.wording import stem

_MOST = 4


def reasons(by_needs, wanted, question, row, distance_km, serves):
    """The reasons for a hit, the strongest first: needs, its name, its words, the place.

    `by_needs` is what `reasons_by_needs` gives for its needs, `row` its DocumentRow.
    """
    found = [*by_needs, *_words(wanted, question, row.stems, row.bounds)]
    if serves:
        found.append(Why("area", serves))
    elif distance_km is not None:
        words = distance_words(distance_km)
        found.append(Why("near", words if words.endswith("by") else f"{words} away"))
    if len(found) > _MOST:
        found[_MOST:] = found[-1:]
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def reasons_by_needs(question, held, labels):
    """Needs of a listing that were asked for, by the name of the one that answers best.

    `held` is {slug: how sure} of its needs. Gives one Why for each need asked for.
    """
    found = []
    for need in question.understood.needs:
        wanted = question.below.get(need.slug, {need.slug})
        mine = [slug for slug, sure in held.items() if sure and slug in wanted]
        if mine:
            best = need.slug if need.slug in mine else max(mine, key=held.get)
            found.append(Why("need", labels.get(best, need.name)))
    return found


def _words(wanted, question, stems, bounds):
    """Words of the question that stand in the listing; those next to each other are one reason."""
    joined = []
    for term in wanted:
        if not term.optional and (found := _word(term, question, stems, bounds)):
            stem_words, why = found
            last = joined[-1] if joined else None
            if last and last[1].kind == why.kind and f" {last[0]} {stem_words} " in stems:
                both = Why(why.kind, f"{last[1].text} {why.text}")
                joined[-1] = (f"{last[0]} {stem_words}", both)
            else:
                joined.append(found)
    return [why for _, why in joined]


def _word(term, question, stems, bounds):
    """(stems, reason) of the first form of a term that the listing holds, or None.

    What only the names of its needs hold is no reason of its own: the need is.
    """
    for phrase, _ in term.phrases:
        at = stems.find(f" {phrase} ")
        weight = text.weight_at(at + 1, bounds) if at >= 0 else 0
        if at < 0 or weight == FIELDS["needs"]:
            continue
        if phrase == term.own:
            return phrase, Why("name" if weight == FIELDS["name"] else "words", term.typed)
        return phrase, Why(_kind_of_other(phrase, question), _as_written(phrase, term, question))
    return None


def _kind_of_other(phrase, question):
    corrected = {stem(word) for word in question.understood.corrected.split()}
    return "spelling" if corrected.issuperset(phrase.split()) else "synonym"


def _as_written(phrase, term, question):
    """The words of an alternative as people write them, not as stems."""
    for one in question.understood.terms:
        if one.typed == term.typed:
            for words, _ in one.alternatives:
                if " ".join(stem(word) for word in words) == phrase:
                    return " ".join(words)
    return phrase
