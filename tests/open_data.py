"""Open data that some tests read and that is no part of the project: it lies beside the checkout."""

import os

import pytest
from django.conf import settings

FOLDER = "shared/data"


def open_data(part):
    """The path of a file or folder of the open data.

    Where it is not there the test is skipped, with its name; OPEN_DATA=required, as `.ci/run` sets
    it, makes it fail instead.
    """
    path = settings.BASE_DIR.parent / FOLDER / part
    if not path.exists():
        missing = f"missing beside the checkout: {FOLDER}/{part}"
        if os.environ.get("OPEN_DATA") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    return path
