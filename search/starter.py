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

    They are never offered again: staff may change or delete what came with the project. An update
    brings only new lines, and takes back lines that were withdrawn.
    """

    key = models.CharField(max_length=250, unique=True)
    lines = models.TextField(blank=True)

    def __str__(self):
        return self.key


class _Ledger:
    """Which lines are new to this site, and which the project has withdrawn since."""

    def __init__(self):
        self.entries = {entry.key: entry for entry in StarterEntry.objects.all()}
        self.changes = 0

    def compare(self, part, shipped):
        """(new lines, withdrawn lines) of one part, written down as offered from now on."""
        entry = self.entries.get(part) or StarterEntry(key=part)
        shipped = list(dict.fromkeys(shipped))
        offered = entry.lines.splitlines()
        new = [line for line in shipped if line not in set(offered)]
        withdrawn = [line for line in offered if line not in set(shipped)]
        if new or withdrawn:
            entry.lines = "\n".join(shipped)
            entry.save()
        self.changes += len(new) + len(withdrawn)
        return new, withdrawn


@transaction.atomic
def load_starter_vocabulary():
    """Bring in every need, phrase, synonym, crisis phrase, community, audience and language that
    this site has not been offered before, and take back phrases that the project has withdrawn and
    the site still has as they came. May run any number of times.

    Returns how many lines were new or withdrawn.
    """
    ledger = _Ledger()
    _load_lists(ledger)
    _load_needs(ledger)
    _load_synonyms(ledger)
    _load_crisis_phrases(ledger)
    if ledger.changes:
        touch()
    return ledger.changes


def _load_lists(ledger):
    for model, kind, key in (
        (Community, "community", "slug"),
        (Audience, "audience", "slug"),
        (Language, "language", "code"),
    ):
        rows = {row[key]: row["name"] for row in starter_files.rows(kind)}
        new, _ = ledger.compare(kind, rows)
        for order, value in enumerate(rows):
            if value in new:
                extra = {} if key == "code" else {"sort_order": order}
                defaults = {"name": rows[value], **extra}
                model.objects.get_or_create(**{key: value}, defaults=defaults)


def _load_needs(ledger):
    entries = starter_files.need_entries()
    new, _ = ledger.compare("need", [entry.slug for entry in entries])
    needs = {need.slug: need for need in Need.objects.all()}
    for entry in entries:
        need = needs.get(entry.slug)
        planting = need is None and entry.slug in new
        if planting:
            need = Need(slug=entry.slug, name=entry.name, sensitive=entry.sensitive)
        changed = [
            _change_lines(ledger, need, entry.slug, field, getattr(entry, field))
            for field in ("phrases", "listing_phrases")
        ]
        if planting:
            needs[entry.slug] = _plant(need, needs.get(entry.within[-1] if entry.within else None))
        elif need is not None and any(changed):
            need.save(update_fields=["phrases", "listing_phrases"])


def _plant(need, parent):
    """Put a new need in the tree. treebeard keeps counts on the parent's row: read it afresh."""
    if parent is None:
        return Need.add_root(instance=need)
    return Need.objects.get(pk=parent.pk).add_child(instance=need)


def _change_lines(ledger, need, slug, field, lines):
    """Bring a need's lines up to date, staff's own untouched; what staff deleted stays deleted."""
    new, withdrawn = ledger.compare(f"need:{slug}:{field}", lines)
    if need is None or not (new or withdrawn):
        return False
    kept = [line for line in getattr(need, field).splitlines() if line not in set(withdrawn)]
    setattr(need, field, "\n".join(dict.fromkeys([*kept, *new])))
    return True


def _load_synonyms(ledger):
    rules = {
        " = ".join((*phrases, *means)): Synonym(phrases="\n".join(phrases), means="\n".join(means))
        for phrases, means in starter_files.synonym_rules()
    }
    new, withdrawn = ledger.compare("synonym", rules)
    for rule in Synonym.objects.all() if withdrawn else ():
        if " = ".join((*rule.phrase_list, *rule.means_list)) in withdrawn:
            rule.delete()
    Synonym.objects.bulk_create(rules[line] for line in new)


def _load_crisis_phrases(ledger):
    parts = {}
    for text, topic, guard in starter_files.crisis_rows():
        parts.setdefault((topic, "guard" if guard else "phrase"), []).append(text)
    for (topic, kind), texts in parts.items():
        new, withdrawn = ledger.compare(f"crisis:{topic}:{kind}", texts)
        CrisisPhrase.objects.filter(topic=topic, kind=kind, text__in=withdrawn).delete()
        CrisisPhrase.objects.bulk_create(
            (CrisisPhrase(text=text, topic=topic, kind=kind) for text in new),
            ignore_conflicts=True,
        )
