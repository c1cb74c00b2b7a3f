"""Measure the embedded engine beside the yardstick: python -m benchmarks.finder 10000 100000

Both answer the same questions on the same documents in one run: words, within 5 km, an age, facet
counts, the first twenty. CPU time of this process is compared; ratios matter, not milliseconds.
"""

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
KM, AGE, PLACES, ROUNDS = 5.0, 30, 60, 8


def main(sizes):
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        measured = {size: _measure(size, Path(folder) / str(size)) for size in sizes}
    for small, large in pairwise(sizes):
        growth = measured[large] / measured[small]
        print(f"Growth of the engine from {small:,} to {large:,} services: {growth:.2f} ×")


def set_up(folder):
    """Django with an empty database of its own in a folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory_site.settings.tests")
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/services.sqlite3"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _measure(size, folder):
    from benchmarks.yardstick import Yardstick

    folder.mkdir()
    engine = built_engine(size, folder)
    yardstick = Yardstick(folder / "yardstick.sqlite3")
    yardstick.put(new_generator().documents(size))
    asked = questions(new_generator())
    first = cpu_seconds({"engine": lambda one: engine.search(one[0])}, asked, rounds=1)
    seconds = cpu_seconds(
        {
            "engine": lambda one: engine.search(one[0]),
            "yardstick": lambda one: yardstick.search(*one[1]),
            "words": lambda one: one[2](),
        },
        asked,
    )
    totals = [engine.search(one[0]).total for one in asked]
    print(f"  engine     {seconds['engine'] * 1000:8.2f} ms CPU a question", end="")
    print(f" ({statistics.mean(totals):.0f} found; {first['engine'] * 1000:.2f} ms the first time)")
    print(f"  yardstick  {seconds['yardstick'] * 1000:8.2f} ms")
    print(f"  ratio      {seconds['engine'] / seconds['yardstick']:8.2f}", end="")
    print(f"    (understanding the words: {seconds['words'] * 1000:.2f} ms)")
    return seconds["engine"]


def new_generator():
    """A generator of documents, always of the same ones."""
    from benchmarks.synthetic import Generator
    from search.understanding.vocabulary import starting

    needs = starting().needs.entries
    return Generator(
        {slug: entry.within for slug, entry in needs.items()},
        {slug: entry.name for slug, entry in needs.items()},
    )


def built_engine(size, folder):
    """The embedded engine with a new index of so many services; says how long that took."""
    from django.conf import settings

    from search import engines

    settings.SEARCH_INDEX_PATH = folder / "search.sqlite3"
    engine, generator = engines.named("embedded"), new_generator()
    labels = {kind: {} for kind in ("audiences", "serves", "led_by", "languages")}
    labels["needs"] = generator.need_names
    making = _Making(generator.documents(size))
    begun = time.process_time()
    engine.rebuild(making, 1, keep={"labels": labels})
    took = time.process_time() - begun - making.seconds
    print(f"\n{size:,} services: built {size / took:,.0f} a CPU second", end="")
    print(f", {engine.size() / size:,.0f} bytes each")
    return engine


class _Making:
    """Documents one after the other, with the CPU seconds that making them up has taken."""

    def __init__(self, documents):
        self.documents, self.seconds = documents, 0.0

    def __iter__(self):
        return self

    def __next__(self):
        begun = time.process_time()
        try:
            return next(self.documents)
        finally:
            self.seconds += time.process_time() - begun


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


def cpu_seconds(ways, questions, rounds=ROUNDS):
    """{name: mean CPU seconds a question} for the `ways` to ask ({name: call with a question}).

    Of each question the best of some rounds counts. The ways take turns, so that whatever else
    the machine does slows all of them.
    """
    best = {}
    for _ in range(rounds):
        for name, ask in ways.items():
            for number, one in enumerate(questions):
                begun = time.process_time_ns()
                ask(one)
                took = time.process_time_ns() - begun
                best[name, number] = min(took, best.get((name, number), took))
    return {
        name: statistics.mean(best[name, number] for number in range(len(questions))) / 1e9
        for name in ways
    }


if __name__ == "__main__":
    main([int(size.replace("_", "")) for size in sys.argv[1:]] or [10_000, 100_000])
