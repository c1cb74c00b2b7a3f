"""Measure the embedded engine beside the yardstick: python -m benchmarks.finder 10000 100000

Both answer the same questions on the same documents in one run: words, within 5 km, an age, facet
counts, the first twenty. CPU time of this process is compared; ratios matter, not milliseconds.
"""

import gc
import os
import random
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import django

WORDS = (
    *("mental health", "food bank", "debt advice", "counselling", "carers", "bereavement support"),
    *("knitting", "walking group", "parent and toddler", "anxiety", "housing advice", "dementia"),
    *("job help", "men's group", "befriending", "domestic abuse", "yoga", "young people"),
)
KM, AGE, PLACES = 5.0, 30, 60


def main(sizes):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory_site.settings.tests")
    django.setup()
    measured = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured[size] = _measure(size, Path(folder))
    for small, large in pairwise(sizes):
        growth = measured[large] / measured[small]
        print(f"Growth of the engine from {small:,} to {large:,} services: {growth:.2f} ×")


def _measure(size, folder):
    from django.conf import settings

    from benchmarks.synthetic import Generator
    from benchmarks.yardstick import Yardstick
    from search import engines
    from search.understanding.vocabulary import starting

    settings.SEARCH_INDEX_PATH = folder / "search.sqlite3"
    entries = starting().needs.entries.values()
    generator = Generator(
        {entry.slug: entry.within for entry in entries},
        {entry.slug: entry.name for entry in entries},
    )
    documents = list(generator.documents(size))
    engine = engines.named("embedded")
    labels = {kind: {} for kind in ("audiences", "serves", "led_by", "languages")}
    labels["needs"] = {entry.slug: entry.name for entry in entries}
    gc.collect()
    gc.freeze()  # A real rebuild reads its documents one after the other: they are no garbage here.
    begun = time.process_time()
    engine.rebuild(documents, 1, keep={"labels": labels})
    took = time.process_time() - begun
    yardstick = Yardstick(folder / "yardstick.sqlite3")
    yardstick.put(documents)
    print(
        f"\n{size:,} services: built {size / took:,.0f} a CPU second, {engine.size() / size:,.0f} bytes each"
    )

    asked = questions(generator)
    ours = cpu_seconds(lambda one: engine.search(one[0]), asked)
    theirs = cpu_seconds(lambda one: yardstick.search(*one[1]), asked)
    understood = cpu_seconds(lambda one: one[2](), asked)
    totals = [engine.search(one[0]).total for one in asked]
    print(
        f"  engine     {ours * 1000:8.2f} ms CPU a question ({statistics.mean(totals):.0f} found)"
    )
    print(f"  yardstick  {theirs * 1000:8.2f} ms")
    print(
        f"  ratio      {ours / theirs:8.2f}    (understanding the words: {understood * 1000:.2f} ms)"
    )
    return ours


def questions(generator):
    """[(Question, what the yardstick is asked, a call that understands the words)]."""
    from search.engines import Question
    from search.request import SearchRequest
    from search.understanding import understand
    from search.understanding.vocabulary import starting
    from services.wording import words

    chance, vocabulary, made = random.Random(2), starting(), []
    for at in range(PLACES):
        typed = WORDS[at % len(WORDS)]
        latitude, longitude, _, council = chance.choice(generator.outcodes)
        understood = understand(typed, vocabulary=vocabulary)
        slugs = {need.slug for need in understood.needs}
        slugs.update(slug for term in understood.terms for slug in term.needs)
        below = {slug: frozenset(vocabulary.needs.expand([slug])) for slug in slugs}
        question = Question(
            request=SearchRequest(q=typed, age=AGE, within_km=KM),
            understood=understood,
            point=(latitude, longitude),
            area_codes=frozenset([council]),
            radii_km=(KM,),
            below=below,
        )
        asked = (words(typed), (latitude, longitude), council, KM, AGE)
        made.append((question, asked, lambda q=typed: understand(q, vocabulary=vocabulary)))
    return made


def cpu_seconds(ask, questions, rounds=3):
    """CPU seconds a question: the best of some rounds over all of them, after one to warm up."""
    best = float("inf")
    for one in questions:
        ask(one)
    for _ in range(rounds):
        begun = time.process_time()
        for one in questions:
            ask(one)
        best = min(best, time.process_time() - begun)
    return best / len(questions)


if __name__ == "__main__":
    main([int(size.replace("_", "")) for size in sys.argv[1:]] or [10_000, 100_000])
