"""How well the finder answers, beside plain bm25 in the same run: python -m benchmarks.relevance

Asks the judged queries of benchmarks/queries/relevance.toml and relevance_second.toml on the
demonstration's listings (run `manage.py setup_demonstration` first). `--worst 15` lists the queries
of each set that are answered worst.
"""

import argparse
import math
import os
import sqlite3
import statistics
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import django
import environ

QUERIES = Path(__file__).with_name("queries")
#: Two sets of judged queries, the second written when the finder had been made with the first in view.
FIRST, SECOND = "relevance.toml", "relevance_second.toml"
#: Answers looked at: nDCG at 10, success at 3, recall at 50.
DEPTH, FIRST_PAGE, FIRST_THREE = 50, 10, 3
#: From this grade on a listing is an answer; grade 1 only may help some.
ANSWER = 2
#: A slip is made only in words of at least so many letters.
LONG_ENOUGH = 6
EITHER_WAY = "either way"


@dataclass(frozen=True)
class Judged:
    """A query with its grades {key of a listing: 1 to 3}; `crisis` is True, False or EITHER_WAY."""

    text: str
    kind: str
    given: bool
    clean: str
    crisis: bool | str
    grades: dict[str, int]

    @property
    def answers(self):
        """The keys graded as answers; where there are none, those that may help."""
        return {key for key, grade in self.grades.items() if grade >= ANSWER} or set(self.grades)


def judged_queries(name=FIRST):
    """The judged queries of a set, in the order of their file."""
    return [
        Judged(
            text=row["q"],
            kind=row["kind"],
            given=row["of"] == "given",
            clean=row.get("clean", ""),
            crisis=row.get("crisis", False),
            grades={
                key: grade
                for name, grade in (("best", 3), ("good", 2), ("fair", 1))
                for key in row.get(name, ())
            },
        )
        for row in _file(name)["query"]
    ]


def crisis_expected():
    """(text, whether the crisis block must show) for every query where only one is right."""
    judged = judged_queries(FIRST) + judged_queries(SECOND)
    asked = [(one.text, one.crisis) for one in judged if one.crisis != EITHER_WAY]
    for table in (_file(FIRST)["crisis"], _file("crisis.toml")):
        asked += [(text, True) for text in table["shown"]]
        asked += [(text, False) for text in table["not_shown"]]
    return asked


def _file(name):
    return tomllib.loads((QUERIES / name).read_text("utf-8"))


def ndcg(keys, grades, at=FIRST_PAGE):
    """Normalised discounted cumulative gain, 0 to 1, with a gain of 2^grade - 1."""
    best = _gain(sorted(grades.values(), reverse=True)[:at])
    return _gain([grades.get(key, 0) for key in keys[:at]]) / best


def _gain(grades):
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def recall(keys, one, at=DEPTH):
    """The share of a query's answers among the first `at`, 0 to 1."""
    return len(one.answers.intersection(keys[:at])) / len(one.answers)


def success(keys, one, at=FIRST_THREE):
    """Whether an answer stands among the first `at`: 1 or 0."""
    return int(not one.answers.isdisjoint(keys[:at]))


@dataclass(frozen=True)
class Figures:
    """Means over the judged queries, each 0 to 1."""

    ndcg: float
    recall: float
    recall_of_all: float
    success: float
    empty: float


def figures(answer, queries):
    """Figures of `answer`, a callable from a text to the keys of listings, best first."""
    found = [(answer(one.text), one) for one in queries]
    return Figures(
        ndcg=statistics.mean(ndcg(keys, one.grades) for keys, one in found),
        recall=statistics.mean(recall(keys, one) for keys, one in found),
        recall_of_all=statistics.mean(
            len(set(one.grades).intersection(keys[:DEPTH])) / len(one.grades) for keys, one in found
        ),
        success=statistics.mean(success(keys, one) for keys, one in found),
        empty=statistics.mean(not keys for keys, _ in found),
    )


def twins(answer, queries):
    """(nDCG of the queries with a slip, nDCG of the same ones spelt right)."""
    pairs = [one for one in queries if one.clean]
    return _both(answer, [(one.text, one.clean, one.grades) for one in pairs])


def made_twins(answer, queries):
    """As `twins`, with two letters swapped in the middle of the longest word of clean queries."""
    slips = [(_slip(one.text), one.text, one.grades) for one in queries if not one.clean]
    return _both(answer, [row for row in slips if row[0] != row[1]])


def _both(answer, rows):
    slipped = statistics.mean(ndcg(answer(slip), grades) for slip, _, grades in rows)
    return slipped, statistics.mean(ndcg(answer(clean), grades) for _, clean, grades in rows)


def _slip(text):
    """A text with two letters of its longest word swapped; as it is where all words are short."""
    word = max(text.split(), key=len)
    if len(word) < LONG_ENOUGH:
        return text
    middle = len(word) // 2
    swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return text.replace(word, swapped, 1)


def finder(text):
    """Keys of the first fifty services that the finder shows, page after page."""
    from search import find
    from search.request import SearchRequest

    keys, page, pages = [], 1, 1
    while page <= pages and len(keys) < DEPTH:
        response = find(SearchRequest(q=text, page=page))
        keys += [hit.source_id for hit in response.hits]
        page, pages = page + 1, response.pages
    return keys[:DEPTH]


class PlainText:
    """The yardstick: FTS5 with porter stemming, any word, bm25, over the documents' text.

    `tagged` includes the names of the needs that people confirmed, and of what else a listing is
    tagged with; without it only its own words count, as in an imported listing.
    """

    def __init__(self, documents, tagged=True):
        self.rows = sqlite3.connect(":memory:")
        self.rows.execute(
            "CREATE VIRTUAL TABLE text USING fts5(k UNINDEXED, words, tokenize=porter)"
        )
        for one in documents:
            words = [one.name, one.alternate_name, one.summary, one.organisation, one.body]
            words += [one.organisation_alternate_name, *(place.words for place in one.places)]
            words += [one.need_words, one.more_words] if tagged else []
            row = (one.source_id, "\n".join(words))
            self.rows.execute("INSERT INTO text VALUES (?, ?)", row)

    def __call__(self, text):
        letters = "".join(letter if letter.isalnum() else " " for letter in text)
        any_word = " OR ".join(f'"{word}"' for word in letters.split())
        asked = "SELECT k FROM text WHERE text MATCH ? ORDER BY rank LIMIT ?"
        return [key for (key,) in self.rows.execute(asked, (any_word, DEPTH))]


def crisis_mistakes():
    """(texts that must show the crisis block and do not, texts that show it and must not)."""
    from search import find
    from search.request import SearchRequest

    missed, needless = [], []
    for text, expected in crisis_expected():
        if find(SearchRequest(q=text)).crisis != expected:
            (missed if expected else needless).append(text)
    return missed, needless


def main(worst):
    environ.Env.read_env(Path(__file__).resolve().parent.parent / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory_site.settings.demonstration")
    django.setup()
    from search.documents import documents

    listings = [one for one in documents() if one.source_id]
    sides = {
        "finder": _remembering(finder),
        "bm25, all text": _remembering(PlainText(listings)),
        "bm25, own words": _remembering(PlainText(listings, tagged=False)),
    }
    for name in (FIRST, SECOND):
        queries = judged_queries(name)
        _print_heading(name, queries, listings)
        _print_sides(sides, queries)
        _print_kinds(sides, queries)
        _print_worst(sides["finder"], queries, worst)
    _print_crisis()


def _print_heading(name, queries, listings):
    known = {one.source_id for one in listings}
    if missing := {key for one in queries for key in one.grades} - known:
        raise SystemExit(f"Set up the demonstration first: {sorted(missing)} are missing.")
    given = sum(one.given for one in queries)
    print(f"\n{name}: {len(queries)} queries ({given} given), {len(listings)} listings\n")


def _remembering(answer):
    known = {}

    def remembered(text):
        if text not in known:
            known[text] = answer(text)
        return known[text]

    return remembered


def _print_sides(sides, queries):
    print(f"{'':18}nDCG@10  recall@50  (grade 1 too)  success@3  empty  slips  made slips")
    measured = {}
    for name, answer in sides.items():
        of = measured[name] = figures(answer, queries)
        slips, made = twins(answer, queries), made_twins(answer, queries)
        print(
            f"{name:18}{of.ndcg:7.3f}{of.recall:11.3f}{of.recall_of_all:15.3f}"
            f"{of.success:11.3f}{of.empty:7.1%}{slips[0] / slips[1]:7.3f}{made[0] / made[1]:12.3f}"
        )
    ours = measured.pop("finder")
    for name, theirs in measured.items():
        print(f"nDCG@10 of the finder: {ours.ndcg / theirs.ndcg:.2f} × {name}")


def _print_crisis():
    missed, needless = crisis_mistakes()
    print(f"\nCrisis block: {len(crisis_expected())} queries; missed {missed}, needless {needless}")


def _print_kinds(sides, queries):
    kinds = defaultdict(list)
    for one in queries:
        kinds["given" if one.given else "own"].append(one)
        for kind in one.kind.split(", "):
            kinds[kind].append(one)
    print(f"\n{'nDCG@10':18}" + "".join(f"{name:>18}" for name in sides))
    for kind, mine in kinds.items():
        row = "".join(f"{figures(answer, mine).ndcg:18.3f}" for answer in sides.values())
        print(f"{kind + f' ({len(mine)})':18}{row}")


def _print_worst(answer, queries, count):
    print(f"\nThe {count} answered worst (grade of each of the first ten)")
    ranked = sorted(queries, key=lambda one: ndcg(answer(one.text), one.grades))
    for one in ranked[:count]:
        keys = answer(one.text)
        print(f"\n{ndcg(keys, one.grades):.2f}  {one.text}  (found {len(keys)})")
        print("      " + ", ".join(f"{one.grades.get(key, 0)} {key}" for key in keys[:10]))
        lost = [key for key in one.answers if key not in keys[:10]]
        print(f"      not in the first ten: {', '.join(sorted(lost)) or 'no answer'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", type=int, default=10)
    main(parser.parse_args().worst)
