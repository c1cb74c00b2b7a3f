"""Every page on which people type is looked at in a browser, or it is said why not."""

from collections import Counter

from tests.browser.looked_at import ALSO_WRONG, BELOW, NOT_LOOKED_AT, ONLY_WRONG, READ
from tests.staff.routes import routes


def test_every_route_with_a_form_is_in_one_table_of_what_is_looked_at():
    named = [
        *ALSO_WRONG,
        *ONLY_WRONG,
        *READ,
        *(one for some in NOT_LOOKED_AT.values() for one in some),
    ]
    assert [route for route, times in Counter(named).items() if times > 1] == []
    assert {route.name for route in routes() if route.path.startswith(BELOW)} == set(named)
