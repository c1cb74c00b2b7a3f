"""Crisis lines that ship with the software, as data."""

import tomllib
from pathlib import Path

CRISIS_LINES = Path(__file__).resolve().parent.parent / "hubs" / "starter" / "crisis_lines.toml"


def crisis_line_rows():
    """Rows of the crisis lines that hubs ships, with the names of hubs.CrisisLine."""
    try:
        return tomllib.loads(CRISIS_LINES.read_text(encoding="utf-8")).get("crisis_line", [])
    except OSError:
        return []
