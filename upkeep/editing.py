"""Writing one page of a record: shown, checked, kept as a draft, or both versions side by side.

Every page of the first listing and of editing goes through `write`.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render

from records.keys import as_key
from upkeep import drafts
from upkeep.answers import Answer, answers
from upkeep.forms_looking import is_looking

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Way:
    """Where a page stands: the way back, on and out, and what its heading says above it."""

    back: tuple
    onward: str
    later: str = ""
    above: str = ""
    button: str = "Save"
    saved: str = ""
    extra: dict = field(default_factory=dict)

    def kept(self, record, finished):
        """Called in the transaction that keeps the draft."""


@dataclass(frozen=True)
class Difference:
    """One answer that two people gave differently, and whose is offered first."""

    answer: Answer
    theirs: str
    chosen: str


def write(request, *, organisation, record, page, way):
    """The page of a record on GET; on POST the draft is kept. Returns the response."""
    if request.method != "POST":
        form = page.form(
            instance=drafts.newest(record), user=request.user, organisation=organisation
        )
        return _show(request, organisation, record, page, way, form, drafts.seen(record))
    return Sent(request, organisation, record, page, way).answer()


class Sent:
    """A page that came back."""

    def __init__(self, request, organisation, record, page, way):
        self.request, self.organisation, self.way = request, organisation, way
        self.record, self.page, self.post = record, page, request.POST
        self.seen = as_key(self.post.get("seen"))
        self.began = as_key(self.post.get("began")) or self.seen
        self.only_looks = is_looking(self.post)
        self.finished = not (self.only_looks or {"later", "add"} & set(self.post))

    @property
    def is_overtaken(self):
        return self.seen != drafts.seen(self.record)

    def version(self, revision):
        if revision == drafts.seen(self.record):
            return drafts.newest(self.record)
        return drafts.version(self.record, revision) or drafts.newest(self.record)

    def form(self, version, *, theirs=()):
        return self.page.form(
            self.post,
            files=self.request.FILES,
            instance=version,
            user=self.request.user,
            organisation=self.organisation,
            known=[drafts.version(self.record, self.began), drafts.newest(self.record)],
            theirs=theirs,
            finished=self.finished,
        )

    def answer(self):
        theirs = [
            name.removeprefix("choose-")
            for name, whose in self.post.items()
            if name.startswith("choose-") and whose == THEIRS
        ]
        base = self.version(self.seen)
        before = _content(base)
        form = self.form(base, theirs=theirs)
        if self.only_looks or not form.is_valid():
            return self.show(form)
        if self.is_overtaken:
            fresh = type(self.record).objects.get(pk=self.record.pk)
            return self.overtaken(form, drafts.newest(fresh))
        try:
            self.keep(form, before)
        except drafts.Overtaken as overtaken:
            self.record = type(self.record).objects.get(pk=self.record.pk)
            return self.overtaken(form, overtaken.theirs)
        except IntegrityError:
            if self.record.pk is not None or not self.is_there_now():
                raise
        return self.onward(form.told())

    def is_there_now(self):
        """Whether the same form, sent twice, has just made the record."""
        return type(self.record).objects.filter(uid=self.record.uid).exists()

    @transaction.atomic
    def keep(self, form, before):
        draft = form.apply()
        if self.record.pk is None or _content(draft) != before:
            drafts.keep(draft, by=self.request.user, seen=self.seen)
        form.after(draft)
        self.way.kept(draft, self.finished)

    def overtaken(self, form, theirs):
        """Somebody else saved meanwhile: nothing to choose where both say the same."""
        mine = form.apply()
        began = drafts.version(self.record, self.began)
        # First of all: a page may also keep what no version holds, such as whom we may ask.
        if began and not differences(self.page.form, theirs, began, None):
            return self.again()
        found = differences(self.page.form, mine, theirs, began)
        if not found:
            return self.onward()
        context = {
            "differences": found,
            "typed": [
                (name, text)
                for name, texts in self.post.lists()
                if name not in ("csrfmiddlewaretoken", "seen", "began")
                and not name.startswith("choose-")
                for text in texts
            ],
            "seen": drafts.seen(self.record),
            "began": self.began,
            "who": self.who_saved(),
            "page": self.page,
            "heading": "Somebody else has changed this too",
            "back": self.way.back,
        }
        return render(self.request, "upkeep/listings_conflict.html", context, status=409)

    def who_saved(self):
        """The user who saved meanwhile, if one of the organisation's people; staff are not named."""
        user = drafts.saved_by(self.record)
        ours = user and self.organisation.memberships.filter(user=user).exists()
        return user if ours else None

    def again(self):
        """The other person wrote on other pages only: this page goes on top of theirs."""
        self.record = type(self.record).objects.get(pk=self.record.pk)
        self.seen = drafts.seen(self.record)
        return self.answer()

    def show(self, form):
        return _show(
            self.request, self.organisation, self.record, self.page, self.way, form, self.seen
        )

    def onward(self, told=""):
        """To where the person goes next; `told` is what they should know of what they wrote."""
        said, address = self.way.saved, self.way.onward
        if "add" in self.post:
            said, address = "", f"{self.request.path}#{self.post['add'][:40]}"
        elif "later" in self.post:
            said = "Saved. You can come back whenever you like."
            address = self.way.later or self.way.back[0]
        for words in filter(None, [said, told]):
            messages.success(self.request, words)
        return redirect(address)


def differences(form, mine, theirs, began):
    """[Difference] between two versions of one page. Theirs is offered where I changed nothing."""
    others = {answer.name: answer.words for answer in answers(form, theirs)}
    first = {answer.name: answer.words for answer in answers(form, began)} if began else {}
    return [
        Difference(
            answer,
            others[answer.name],
            THEIRS if first.get(answer.name) == answer.words else MINE,
        )
        for answer in answers(form, mine)
        if answer.words != others[answer.name]
    ]


def _show(request, organisation, record, page, way, form, seen):
    context = {
        "form": form,
        "page": page,
        "way": way,
        "seen": seen or "",
        "organisation": organisation,
        "record": record,
        "heading": page.title,
        "back": way.back,
        "has_errors": form.is_bound and bool(form.all_errors),
        **way.extra,
    }
    return render(request, page.template, context)


def _content(version):
    """What a version says; not when it was last written."""
    if version.pk is None:
        return None
    return {**version.serializable_data(), "modified_at": None}
