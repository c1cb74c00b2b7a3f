"""Crisis lines that ship with the software, as data."""

import tomllib
from pathlib import Path

CRISIS_LINES = Path(__file__).resolve().parent.parent / "hubs" / "starter" / "crisis_lines.toml"


def crisis_line_rows():
    """Rows of the confirmed crisis lines that hubs ships, with the names of hubs.CrisisLine."""
    rows = tomllib.loads(CRISIS_LINES.read_text(encoding="utf-8"))["crisis_line"]
    return [row for row in rows if row.get("source_checked_on")]
