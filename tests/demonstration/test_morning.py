"""Check 14: the morning that the demonstration sets up, and clearing all of it from one screen."""

import re
from importlib import import_module

import pytest

from accounts.models import User
from demonstration.morning import on_the_desk, set_up_morning
from outbox.models import Message
from tests import people
from tests.staff.filled_form import words_of
from tests.upkeep.desk import CHECKED, DESK
from upkeep.models import ProblemReport, Submission

MORNING = [2, 5, 1, 3, 1]
#: What the manager says in the form of each button.
ANSWERS = {
    "approve": {},
    "confirm": CHECKED,
    "close": {"outcome": "changed"},
    "correct": {"email": "jane@anchorlight.example.org"},
}


@pytest.fixture
def manager(demonstration, settings, tmp_path):
    # The addresses of this process are read first: they stay as they are elsewhere.
    import_module(settings.ROOT_URLCONF)
    settings.DEMONSTRATION, settings.VAR_DIR = True, tmp_path
    set_up_morning()
    return people.signed_in(User.objects.get(email="moira@open-door.example.org"))


def counts():
    return [count for count, _ in on_the_desk()]


def clear(manager):
    """Press one button of each row as it stands on the desk; returns how many."""
    page, pressed = manager.get(DESK).content.decode(), set()
    for path, action in re.findall(rf'action="([^"]*/({"|".join(ANSWERS)})/)"', page):
        if "/orphaned/" in path or path in pressed:
            continue
        form = re.search(rf'action="{path}".*?</form>', page, re.S)[0]
        seen = dict(re.findall(r'name="(seen|from)" value="([^"]*)"', form))
        assert manager.post(path, seen | ANSWERS[action]).headers["Location"].startswith(DESK)
        pressed.add(path)
    return len(pressed)


def test_check_14_pending_due_and_reported_are_cleared_from_one_screen(manager):
    rows = [Submission, ProblemReport, Message, User]
    before = [model.objects.count() for model in rows]
    set_up_morning()
    assert [model.objects.count() for model in rows] == before, "what waits is not doubled"
    assert "12 things to do." in words_of(manager.get(DESK)) and counts() == MORNING
    assert clear(manager) == 12
    assert "Everything is done." in words_of(manager.get(DESK))
    set_up_morning()
    assert counts() == MORNING, "another morning, on the same listings"
