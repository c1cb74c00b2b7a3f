"""Locks on rows: what is done to one record is done by one at a time, to the end of the transaction."""


def held(rows):
    """The queryset `rows`, locked as it is read. Who holds an organisation and its records takes it first.

    New rows may go on naming them meanwhile. PostgreSQL looks at each foreign key under a lock of its
    own, which a stronger lock than this would keep waiting: two people, each for the other.
    """
    return rows.select_for_update(no_key=True)
