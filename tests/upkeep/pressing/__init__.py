"""Every form that makes something, by who sends it. Each module adds its own to FORMS."""

from tests.upkeep.pressing import anybody, members, people_forms, staff
from tests.upkeep.pressing.press import FORMS, pressed, trunk

__all__ = ["FORMS", "anybody", "members", "people_forms", "pressed", "staff", "trunk"]
