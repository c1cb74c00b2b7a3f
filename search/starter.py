"""Load the vocabulary that ships with the project, without ever undoing what staff have changed."""

from django.db import models, transaction

from organisations.models import Community
from search import starter_files
from search.crisis_phrases import CrisisPhrase
from search.synonyms import Synonym
from services.models import Audience, Language
from services.needs import Need
from services.vocabulary import touch


class StarterEntry(models.Model):
    """Lines of one part of the shipped vocabulary that this site has been offered, one a line.

    They are never offered again: staff may change or delete what came with the project, and an
    update brings only new lines.
    """

    key = models.CharField(max_length=250, unique=True)
    lines = models.TextField(blank=True)

    def __str__(self):
        return self.key


class _Ledger:
    """Which lines are new to this site; all are written down together at the end."""

    def __init__(self):
        self.entries = {entry.key: entry for entry in StarterEntry.objects.all()}
        self.known = {key: set(entry.lines.splitlines()) for key, entry in self.entries.items()}
        self.new = {}

    def is_new(self, part, line):
        if line in self.known.setdefault(part, set()):
            return False
        self.known[part].add(line)
        self.new.setdefault(part, []).append(line)
        return True

    def write(self):
        """Write down the new lines and return how many they were."""
        for part, lines in self.new.items():
            entry = self.entries.get(part) or StarterEntry(key=part)
            entry.lines = "\n".join([*entry.lines.splitlines(), *lines])
            entry.save()
        return sum(map(len, self.new.values()))


@transaction.atomic
def load_starter_vocabulary():
    """Bring in every need, phrase, synonym, crisis phrase, community, audience and language that
    this site has not been offered before. May run any number of times.

    Returns how many lines were new.
    """
    ledger = _Ledger()
    _load_lists(ledger)
    _load_needs(ledger)
    _load_synonyms(ledger)
    _load_crisis_phrases(ledger)
    new = ledger.write()
    if new:
        touch()
    return new


def _load_lists(ledger):
    for model, kind, key in (
        (Community, "community", "slug"),
        (Audience, "audience", "slug"),
        (Language, "language", "code"),
    ):
        for order, row in enumerate(starter_files.rows(kind)):
            if ledger.is_new(kind, row[key]):
                extra = {} if key == "code" else {"sort_order": order}
                model.objects.get_or_create(
                    **{key: row[key]}, defaults={"name": row["name"], **extra}
                )


def _load_needs(ledger):
    needs = {need.slug: need for need in Need.objects.all()}
    for entry in starter_files.need_entries():
        need = needs.get(entry.slug)
        planting = ledger.is_new("need", entry.slug) and need is None
        if planting:
            need = Need(slug=entry.slug, name=entry.name, sensitive=entry.sensitive)
        added = [
            _add_lines(ledger, need, entry.slug, field, getattr(entry, field))
            for field in ("phrases", "listing_phrases")
        ]
        if planting:
            needs[entry.slug] = _plant(need, needs.get(entry.within[-1] if entry.within else None))
        elif need is not None and any(added):
            need.save(update_fields=["phrases", "listing_phrases"])


def _plant(need, parent):
    """Put a new need in the tree. treebeard keeps counts on the parent's row: read it afresh."""
    if parent is None:
        return Need.add_root(instance=need)
    return Need.objects.get(pk=parent.pk).add_child(instance=need)


def _add_lines(ledger, need, slug, field, lines):
    """Add the lines that are new to the site; a need that staff deleted stays deleted."""
    new = [line for line in lines if ledger.is_new(f"need:{slug}:{field}", line)]
    if need is None or not new:
        return False
    have = getattr(need, field).splitlines()
    setattr(need, field, "\n".join([*have, *(line for line in new if line not in have)]))
    return True


def _load_synonyms(ledger):
    Synonym.objects.bulk_create(
        Synonym(phrases="\n".join(phrases), means="\n".join(means))
        for phrases, means in starter_files.synonym_rules()
        if ledger.is_new("synonym", " = ".join((*phrases, *means)))
    )


def _load_crisis_phrases(ledger):
    CrisisPhrase.objects.bulk_create(
        (
            CrisisPhrase(text=text, topic=topic, kind="guard" if guard else "phrase")
            for text, topic, guard in starter_files.crisis_rows()
            if ledger.is_new(f"crisis:{topic}:{'guard' if guard else 'phrase'}", text)
        ),
        ignore_conflicts=True,
    )
