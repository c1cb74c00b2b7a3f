"""What the database holds, so that a test can say that nothing was changed."""

from tests.tables import tables

#: Rows that any visit may write: sessions, and counts of wrong passwords.
PASSING = {"django_session", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog"}


def fingerprint():
    """{table: all its rows} of every model, those of many-to-many fields included."""
    return {table.name: table.rows() for table in tables() if table.name not in PASSING}


def changed(before, after):
    """The tables whose rows differ."""
    return sorted(name for name in before if before[name] != after[name])
