"""The embedded engine: one SQLite file of its own (FTS5, grid cells), no server."""
