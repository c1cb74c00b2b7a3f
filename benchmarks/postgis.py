"""Measure the embedded engine beside PostgreSQL full text with PostGIS: python -m benchmarks.postgis 100000

The same documents and questions as benchmarks.finder: words within 5 km or by area, an age, facet
counts, the first twenty by rank with their distance. CPU time of the server's process is counted
together with that of the call. Needs the packages postgresql and postgresql-postgis, and
OPEN_DOOR_TEST_POSTGRES to name a folder for a server of its own (scripts/postgres.sh).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import environ
import psycopg

_TABLES = """
DROP SCHEMA IF EXISTS measured CASCADE;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE SCHEMA measured;
SET search_path = measured, public;
CREATE TABLE service (
    id integer PRIMARY KEY, point geography(Point, 4326), council text, everywhere boolean,
    flags integer, cost text, minimum_age integer, needs text[], shown text, words tsvector
);
CREATE TABLE bits (bit integer);
"""
_INDEXES = """
CREATE INDEX ON service USING gin (words);
CREATE INDEX ON service USING gist (point);
CREATE INDEX ON service (council);
CREATE INDEX ON service (id) WHERE everywhere;
"""
_PUT = """
INSERT INTO service VALUES (
    %s, ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, %s, %s, %s, %s, %s, %s, %s,
    setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'B')
    || setweight(to_tsvector('english', %s), 'C') || setweight(to_tsvector('english', %s), 'D')
)
"""
#: The two ways to find: all conditions at once, left to the planner, and each index by itself.
_ELIGIBLE = {
    "together": """
SELECT *, ST_Distance(point, here) AS metres FROM service, asked WHERE words @@ query
  AND (ST_DWithin(point, here, %(metres)s) OR council = %(council)s OR everywhere)
""",
    "a union": """
SELECT *, ST_Distance(point, here) AS metres FROM service, asked
  WHERE words @@ query AND ST_DWithin(point, here, %(metres)s)
UNION ALL SELECT *, ST_Distance(point, here) FROM service, asked
  WHERE words @@ query AND council = %(council)s
UNION ALL SELECT *, ST_Distance(point, here) FROM service, asked WHERE words @@ query AND everywhere
""",
}
_ANSWER = """
WITH asked AS MATERIALIZED (
    SELECT plainto_tsquery('english', %(words)s) AS query,
           ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography AS here
), passed AS MATERIALIZED (
    SELECT id, ts_rank(words, query) AS rank, metres, flags, cost, needs, shown
    FROM ({eligible}) AS eligible WHERE minimum_age IS NULL OR minimum_age <= %(age)s
)
SELECT * FROM (SELECT 'hit', id::text, metres, shown FROM passed ORDER BY rank DESC LIMIT 20) AS hit
UNION ALL SELECT 'cost', cost, count(*), NULL FROM passed GROUP BY cost
UNION ALL SELECT 'flag', bit::text, count(*), NULL
    FROM passed JOIN bits ON flags & bit <> 0 GROUP BY bit
UNION ALL SELECT 'need', need, count(*), NULL FROM passed, unnest(needs) AS need GROUP BY need
UNION ALL SELECT 'total', '', count(*), NULL FROM passed
"""


class Postgis:
    """The same documents in PostgreSQL: a GIN index of words, a GiST index of points."""

    def __init__(self, url):
        from search.engines.embedded import facts

        self.facts = facts
        known = environ.Env.db_url_config(url)
        self.connection = psycopg.connect(
            host=known["HOST"],
            port=known["PORT"],
            user=known["USER"],
            dbname=known["NAME"],
            autocommit=True,
        )
        self.connection.execute(_TABLES)
        bits = [*facts.ATTENDING.values(), *facts.ACCESS_BITS.values()]
        bits += [facts.NO_REFERRAL, facts.NO_DIAGNOSIS]
        self.connection.execute("INSERT INTO bits SELECT unnest(%s::integer[])", (bits,))
        # Few rows are found: starting workers and compiling take longer than they save.
        self.connection.execute("SET jit = off; SET max_parallel_workers_per_gather = 0")
        self.server = self.connection.info.backend_pid

    def put(self, documents):
        with self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.executemany(_PUT, map(self._row, range(1, 1 << 30), documents))
        self.connection.execute(_INDEXES)
        self.connection.execute("VACUUM ANALYZE service")

    def _row(self, number, document):
        latitude, longitude = document.points[0] if document.points else (None, None)
        access = {fact for place in document.places for fact in place.access}
        flags = self.facts.facts_of(document, access) & (1 << 21) - 1
        return (
            *(number, longitude, latitude),
            document.coverage[0].code if document.coverage else None,
            document.is_remote and not document.coverage,
            *(flags, document.cost, document.minimum_age),
            list({*document.needs, *document.wider_needs}),
            json.dumps([document.name, document.summary, document.organisation]),
            *(document.name, f"{document.need_words} {document.organisation}"),
            *(document.summary, document.body),
        )

    def search(self, way, words, point, council, km, age):
        latitude, longitude = point
        return self.connection.execute(
            _ANSWER.format(eligible=_ELIGIBLE[way]),
            {
                **{"words": " ".join(words), "lat": latitude, "lon": longitude},
                **{"metres": km * 1000, "council": council, "age": age},
            },
        ).fetchall()

    def cpu_seconds(self):
        """CPU seconds that the server's process for this connection has used, to a hundredth."""
        stat = Path(f"/proc/{self.server}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def main(size):
    from benchmarks import finder

    script = Path(__file__).parent.parent / "scripts" / "postgres.sh"
    url = subprocess.run(
        ["bash", script, "start"], check=True, capture_output=True, text=True
    ).stdout.strip()
    try:
        with tempfile.TemporaryDirectory() as folder:
            finder.set_up(Path(folder))
            _measure(size, Path(folder), url)
    finally:
        subprocess.run(["bash", script, "stop"], check=True)


def _measure(size, folder, url):
    from benchmarks import finder

    postgis = Postgis(url)
    postgis.put(finder.new_generator().documents(size))
    engine = finder.built_engine(size, folder)
    asked = finder.questions(finder.new_generator())
    ours = finder.cpu_seconds({"engine": lambda one: engine.search(one[0])}, asked)["engine"]
    print(f"  engine                {ours * 1000:8.2f} ms CPU a question")
    for way in _ELIGIBLE:
        took, found = _asked(postgis, way, asked)
        print(f"  PostGIS, {way:12} {took * 1000:8.2f} ms", end="")
        print(f" ({found:.0f} found), {took / ours:.1f} × as much")


def _asked(postgis, way, asked, rounds=5):
    """(CPU seconds a question, mean number found) of a way, the best of some rounds."""
    import time

    best, found = float("inf"), 0
    for _ in range(rounds):
        begun = time.process_time() + postgis.cpu_seconds()
        answers = [postgis.search(way, *one[1]) for one in asked]
        best = min(best, time.process_time() + postgis.cpu_seconds() - begun)
        found = sum(row[2] for rows in answers for row in rows if row[0] == "total")
    return best / len(asked), found / len(asked)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
