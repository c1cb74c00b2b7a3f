"""The yardstick: the same documents in one SQLite file the usual way, FTS5 bm25 and an R*Tree.

Every answer is one SQL statement: text, within a radius, filters, the first twenty by bm25 with
distance, and counts of the same facets.
"""

import json
import math
import sqlite3

from search.engines.embedded import facts
from search.engines.embedded.file import READING

_TABLES = """
CREATE VIRTUAL TABLE text USING fts5(
    name, needs, organisation, summary, body, tokenize='porter unicode61'
);
CREATE VIRTUAL TABLE box USING rtree(id, south, north, west, east);
CREATE TABLE service (
    id INTEGER PRIMARY KEY, uid BLOB, latitude REAL, longitude REAL, council TEXT, everywhere INT,
    flags INTEGER, cost TEXT, minimum_age INTEGER, shown TEXT
);
CREATE INDEX service_council ON service (council);
CREATE INDEX service_everywhere ON service (everywhere) WHERE everywhere;
CREATE TABLE service_need (need TEXT, service INTEGER, PRIMARY KEY (service, need)) WITHOUT ROWID;
"""

# "+": otherwise SQLite matches the words once for every service in reach, 30 times slower.
_ANSWER = """
WITH eligible AS MATERIALIZED (
    SELECT text.rowid AS id, bm25(text, 10, 8, 6, 5, 3) AS rank
    FROM text WHERE text MATCH :words
      AND +text.rowid IN (
        SELECT box.id FROM box JOIN service ON service.id = box.id
        WHERE north >= :south AND south <= :north AND east >= :west AND west <= :east
          AND 12742 * asin(sqrt(
                pow(sin(radians(latitude - :lat) / 2), 2)
                + cos(radians(latitude)) * cos(radians(:lat))
                  * pow(sin(radians(longitude - :lon) / 2), 2))) <= :km
        UNION SELECT id FROM service WHERE council = :council
        UNION SELECT id FROM service WHERE everywhere
      )
), matched AS MATERIALIZED (
    SELECT eligible.id, rank, flags, cost, minimum_age, shown
    FROM eligible JOIN service ON service.id = eligible.id
), passed AS MATERIALIZED (
    SELECT * FROM matched WHERE minimum_age IS NULL OR minimum_age <= :age
)
SELECT * FROM (SELECT 'hit', id, rank, shown FROM passed ORDER BY rank LIMIT 20)
UNION ALL SELECT 'cost', cost, count(*), NULL FROM passed GROUP BY cost
UNION ALL SELECT 'flag', bit, count(*), NULL FROM passed JOIN bits ON flags & bit GROUP BY bit
UNION ALL SELECT 'need', need, count(*), NULL
    FROM passed JOIN service_need ON service_need.service = passed.id GROUP BY need
UNION ALL SELECT 'total', count(*), NULL, NULL FROM passed
"""


class Yardstick:
    def __init__(self, path):
        self.path = path
        self.connection = sqlite3.connect(path)
        self.connection.executescript(_TABLES)
        bits = [*facts.ATTENDING.values(), *facts.ACCESS_BITS.values()]
        bits += [facts.NO_REFERRAL, facts.NO_DIAGNOSIS]
        self.connection.execute("CREATE TABLE bits (bit INTEGER)")
        self.connection.executemany("INSERT INTO bits VALUES (?)", [(bit,) for bit in bits])

    def put(self, documents):
        run = self.connection
        for number, document in enumerate(documents, start=1):
            point = document.points[0] if document.points else (None, None)
            access = {fact for place in document.places for fact in place.access}
            council = document.coverage[0].code if document.coverage else None
            everywhere = int(document.is_remote and not document.coverage)
            run.execute(
                "INSERT INTO service VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(number, document.uid.bytes, *point, council, everywhere),
                    *(facts.facts_of(document, access), document.cost, document.minimum_age),
                    json.dumps([document.name, document.summary, document.organisation]),
                ),
            )
            run.execute(
                "INSERT INTO text (rowid, name, needs, organisation, summary, body)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(number, document.name, document.need_words, document.organisation),
                    *(document.summary, document.body),
                ),
            )
            if document.points:
                latitude, longitude = point
                run.execute(
                    "INSERT INTO box VALUES (?, ?, ?, ?, ?)",
                    (number, latitude, latitude, longitude, longitude),
                )
            slugs = {*document.needs, *document.wider_needs}
            run.executemany("INSERT INTO service_need VALUES (?, ?)", [(s, number) for s in slugs])
        run.execute("INSERT INTO text (text) VALUES ('optimize')")
        run.execute("ANALYZE")
        run.commit()
        # The connection that ran ANALYZE goes on with a plan that reads every service; a new one
        # does not. It gets the same memory as the engine's.
        run.close()
        self.connection = sqlite3.connect(self.path)
        for pragma in READING:
            self.connection.execute(pragma)

    def search(self, words, point, council, km, age):
        latitude, longitude = point
        high = km / 111.195
        wide = high / math.cos(math.radians(latitude))
        return self.connection.execute(
            _ANSWER,
            {
                **{"words": " ".join(f'"{word}"' for word in words), "council": council},
                **{"lat": latitude, "lon": longitude, "km": km, "age": age},
                **{"south": latitude - high, "north": latitude + high},
                **{"west": longitude - wide, "east": longitude + wide},
            },
        ).fetchall()
