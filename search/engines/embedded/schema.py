"""The tables of an index file. A change here needs a new SCHEMA_VERSION: old files are made anew."""

SCHEMA_VERSION = 7
#: Marks the file as ours (PRAGMA application_id): "ODsi".
APPLICATION_ID = 0x4F447369

#: The text columns of FTS5 in the order of their weight, with it. The first place where a word
#: stands is therefore the best one.
FIELDS = {
    "name": 1.0,
    "needs": 0.8,
    "organisation": 0.75,
    "summary": 0.7,
    "more": 0.55,
    "body": 0.45,
    "place": 0.3,
}

TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

-- One row a service. `stems` is its text as stems, field after field; `bounds` is where each ends.
CREATE TABLE document (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL, name TEXT NOT NULL, keys TEXT NOT NULL,
    bounds BLOB NOT NULL, stems TEXT NOT NULL, shown TEXT NOT NULL
);
-- Removed services with the version that removed them, so that nothing older brings them back.
CREATE TABLE removed (uid BLOB PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;

-- One row for each cell a service can be used in, with all that it is filtered and first ranked by:
-- `facts` are bits (facts.py), `needs`, `tags` and `hours` numbers of value_set, `name` is its name
-- as stems. Few columns, because reading them is most of the work of a search.
CREATE TABLE entry (
    key INTEGER PRIMARY KEY, organisation INTEGER NOT NULL, latitude REAL, longitude REAL,
    points BLOB, facts INTEGER NOT NULL, needs INTEGER NOT NULL, tags INTEGER NOT NULL,
    hours INTEGER NOT NULL, ends INTEGER, name TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5(
    {", ".join(FIELDS)}, content='', columnsize=0, tokenize='ascii'
);

CREATE TABLE organisation (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT NOT NULL);
-- Sets of values that many services share (needs, languages, areas covered, times), by number.
CREATE TABLE value_set (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, held TEXT NOT NULL);
CREATE UNIQUE INDEX value_set_once ON value_set (kind, held);
CREATE TABLE covered (area TEXT, coverage INTEGER, PRIMARY KEY (area, coverage)) WITHOUT ROWID;

-- How many listings hold a stem or need, the words it was made of, and those with letters left out.
CREATE TABLE stem (stem TEXT PRIMARY KEY, held INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE lexicon (word TEXT PRIMARY KEY, stem TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX lexicon_stem ON lexicon (stem);
CREATE TABLE near_word (form TEXT, word TEXT, PRIMARY KEY (form, word)) WITHOUT ROWID;
"""


def create(connection):
    """Make the tables in an empty database."""
    connection.executescript(TABLES)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def is_current(connection):
    """Whether the file is an index made by this version of the program."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return (application, version) == (APPLICATION_ID, SCHEMA_VERSION)
