"""The vocabulary that ships with the project, read from its files and loaded into the database."""

import tomllib
from functools import cache
from pathlib import Path

from services.recognition import NeedEntry
from services.wording import STARTER as SERVICES_STARTER

HERE = Path(__file__).parent / "starter"


def _read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def need_entries():
    """The needs of services/starter/needs.toml as recognition.NeedEntry, parents first."""
    entries = {}
    for need in _read(SERVICES_STARTER / "needs.toml")["need"]:
        parent = entries.get(need.get("parent"))
        entries[need["slug"]] = NeedEntry(
            slug=need["slug"],
            name=need["name"],
            phrases=tuple(need.get("phrases", ())),
            listing_phrases=tuple(need.get("listing_phrases", ())),
            within=(*parent.within, parent.slug) if parent else (),
            sensitive=need.get("sensitive", False),
        )
    return tuple(entries.values())


@cache
def crisis_rows():
    """(text, topic, is_guard) rows of search/starter/crisis.toml."""
    return tuple(
        (text, topic["topic"], kind == "guards")
        for topic in _read(HERE / "crisis.toml")["topic"]
        for kind in ("phrases", "guards")
        for text in topic.get(kind, ())
    )


@cache
def synonym_rules():
    """(phrases, means) rules of search/starter/synonyms.toml; `means` is empty for equal words."""
    read = _read(HERE / "synonyms.toml")
    equal = [(tuple(phrases), ()) for phrases in read["equal"]]
    return (*equal, *(((typed,), tuple(means)) for typed, means in read["means"].items()))


@cache
def misspellings():
    """{word as typed: words meant} of search/starter/spelling.toml."""
    read = _read(HERE / "spelling.toml")["misspelt"]
    return {typed: meant for meant, forms in read.items() for typed in forms.split()}


@cache
def optional_words():
    """Words that add to the rank but never keep a listing out."""
    return frozenset(_read(HERE / "spelling.toml")["optional"]["words"])


@cache
def common_words():
    """Everyday English words in their plain form, which are never corrected."""
    return frozenset((HERE / "common_words.txt").read_text(encoding="utf-8").split())


@cache
def names():
    """First names and places, which are never corrected and never inflected."""
    return frozenset((HERE / "names.txt").read_text(encoding="utf-8").split())


def rows(kind):
    """The rows of services/starter's "community", "audience" or "language" list."""
    name = {"community": "communities", "audience": "audiences", "language": "languages"}[kind]
    return _read(SERVICES_STARTER / f"{name}.toml")[kind]
