"""How well and how fast queries are understood: `python benchmarks/understanding.py`.

Reads benchmarks/queries/judged.toml and the shipped vocabulary; needs no database.
"""

import os
import sys
import time
import tomllib
from pathlib import Path
from statistics import mean, quantiles

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory_site.settings.tests")

import django  # noqa: E402

django.setup()

from search.understanding import understand  # noqa: E402
from search.understanding.vocabulary import starting  # noqa: E402

LISTING = (
    "We meet on Tuesdays at the hall for a cuppa and a chat. Some of us live alone, some look after "
    "someone, and anyone may come. There is help with forms and benefits once a month. "
) * 6


def understood(text):
    return understand(text, vocabulary=starting(), find_place=lambda typed: ("", typed))


def recall_at_3(text, needs):
    first = [need.slug for need in understood(text).needs[:3]]
    return mean(need in first for need in needs)


def milliseconds(work):
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def report(name, queries):
    with_needs = [query for query in queries if query["needs"]]
    twins = [query for query in with_needs if "typo" in query]
    clean = mean(recall_at_3(query["typed"], query["needs"]) for query in twins)
    slips = mean(recall_at_3(query["typo"], query["needs"]) for query in twins)
    judged = [query for query in queries if not query.get("crisis_either_way")]
    right = [bool(understood(q["typed"]).crisis) == bool(q.get("crisis")) for q in judged]
    recall = mean(recall_at_3(query["typed"], query["needs"]) for query in with_needs)
    print(f"{name}: {len(queries)} queries, needs in the first three {recall:.3f}, ", end="")
    print(f"misspelt twins {slips / clean:.3f} of clean, crisis right {sum(right)} of {len(right)}")


def main():
    print(f"made ready in {milliseconds(starting) / 1000:.2f} s of CPU time")
    queries = tomllib.loads((HERE / "queries/judged.toml").read_text(encoding="utf-8"))["query"]
    report("tuned", [query for query in queries if not query.get("held_out")])
    report("held out", [query for query in queries if query.get("held_out")])
    texts = [query[form] for query in queries for form in ("typed", "typo") if form in query]
    times = sorted(milliseconds(lambda text=text: understood(text)) for text in texts * 3)
    print(f"a query: mean {mean(times):.3f} ms, 95% below {quantiles(times, n=20)[18]:.3f} ms")
    listing = mean(
        milliseconds(lambda: starting().needs.recognise(LISTING, "listing")) for _ in range(50)
    )
    print(f"a listing of {len(LISTING.split())} words: {listing:.2f} ms")


if __name__ == "__main__":
    main()
