"""The index file: swapped whole, shared by processes, made again when it is broken."""

import sqlite3
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.core.management import call_command

from search import engines, find, sync
from search.documents import documents
from search.engines.embedded import file
from search.index_changes import IndexChange
from search.request import SearchRequest
from search.signals import rebuilt_once
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine():
    return engines.named("embedded")


def names(q=""):
    return [hit.name for hit in find(SearchRequest(q=q)).hits]


def builds_beside(link):
    """The index files beside the link, without what SQLite keeps beside each."""
    return [found for found in link.parent.iterdir() if len(found.suffix) == 33]


def test_a_missing_index_is_made_by_the_first_search(search_index):
    ServiceFactory(name="Chess club")
    assert not search_index.exists()
    assert names("chess") == ["Chess club"]


def test_a_broken_index_is_made_again(search_index):
    ServiceFactory(name="Chess club")
    names()
    file.close()
    search_index.resolve().write_bytes(b"not a database at all" * 100)
    assert names("chess") == ["Chess club"]


def test_an_index_broken_under_an_open_connection_is_no_error(search_index):
    ServiceFactory(name="Chess club")
    names()
    target = search_index.resolve()
    target.write_bytes(target.read_bytes()[:4096] + b"x" * 200_000)
    response = find(SearchRequest(q="chess"))
    assert response.unavailable or response.total == 1


def test_an_index_of_another_version_is_made_again(search_index):
    ServiceFactory(name="Chess club")
    names()
    file.close()
    connection = sqlite3.connect(search_index.resolve())
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    assert names("chess") == ["Chess club"]


def test_an_empty_file_in_its_place_is_replaced(search_index):
    search_index.write_bytes(b"")
    ServiceFactory(name="Chess club")
    assert names("chess") == ["Chess club"]


def test_a_rebuild_leaves_one_file(search_index):
    ServiceFactory(name="Chess club")
    for _ in range(3):
        sync.rebuild()
    assert builds_beside(search_index) == [search_index.resolve()]


def test_searches_during_a_rebuild_see_the_old_index(engine):
    ServiceFactory(name="Chess club")
    names()
    ServiceFactory(name="Chess school")
    seen = []

    def slow():
        for document in documents():
            seen.append(engine.versions().keys())
            yield document

    engine.rebuild(slow(), IndexChange.next_version(), keep=sync.beside())
    assert [len(held) for held in seen] == [1, 1]
    assert len(engine.versions()) == 2


def test_what_changes_during_a_rebuild_is_not_lost():
    ServiceFactory(name="Chess club")
    going = ServiceFactory(name="Chess school")
    names()

    def progress(every, total):
        for at, document in enumerate(every):
            yield document
            if at == total - 1:  # All has been read: now one comes and one goes.
                ServiceFactory(name="Chess for all")
                going.unpublish()
                sync.apply_waiting()

    sync.rebuild(progress=progress)
    assert sorted(names("chess")) == ["Chess club", "Chess for all"]


def test_a_rebuild_that_fails_leaves_the_old_index(search_index, engine):
    ServiceFactory(name="Chess club")
    names()

    def failing():
        yield next(documents())
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(failing(), IndexChange.next_version())
    assert names("chess") == ["Chess club"]
    assert len(builds_beside(search_index)) == 1


def test_a_late_document_never_brings_back_a_withdrawn_service(engine):
    made = ServiceFactory(name="Chess club")
    names()
    early, late = IndexChange.next_version(), IndexChange.next_version()
    (old,) = documents()
    engine.remove([made.uid], late)
    engine.put([old], early)
    assert engine.versions() == {}


def test_nor_does_one_read_before_a_rebuild(engine):
    made = ServiceFactory(name="Chess club")
    early = IndexChange.next_version()
    (old,) = documents()
    made.unpublish()
    sync.rebuild()
    engine.put([old], early)
    assert engine.versions() == {}


def test_an_older_version_never_replaces_a_newer(engine):
    made = ServiceFactory(name="Chess club")
    names()
    early, late = IndexChange.next_version(), IndexChange.next_version()
    (old,) = documents()
    made.name = "Draughts club"
    made.save()
    engine.put(documents(), late)
    engine.put([old], early)
    assert sync.differences() == ([], [])


def test_words_of_a_withdrawn_service_are_forgotten(engine):
    made = ServiceFactory(name="Xylophone evening")
    names()
    assert engine.lexicon().count("xylophone") == 1
    made.unpublish()
    names()
    assert engine.lexicon().count("xylophone") == 0
    assert engine.lexicon().close_words("xylophon") == []


def test_a_service_at_two_places_counts_its_words_once_however_it_came(engine):
    service = ServiceFactory(name="Xylophone")
    for latitude in (54.6, 55.6):
        place = LocationFactory(latitude=latitude, longitude=-1.2)
        ServiceAtLocationFactory(service=service, location=place)
    sync.rebuild()
    assert engine.lexicon().count("xylophone") == 1
    service.summary = "Play along."
    service.save()
    names()
    assert engine.lexicon().count("xylophone") == 1


def test_a_place_that_becomes_secret_leaves_no_trace_in_the_file(search_index):
    place = LocationFactory(name="Rowanberry House", address_1="99 Larkspurgate")
    ServiceAtLocationFactory(location=place)
    names()
    assert b"rowanberri" in search_index.resolve().read_bytes()
    place.is_confidential = True
    place.save()
    names()
    for found in search_index.parent.glob("search.sqlite3*"):
        held = found.read_bytes().lower()
        assert b"rowanberr" not in held
        assert b"larkspurg" not in held


def test_a_bulk_change_is_one_rebuild():
    ServiceFactory(name="Chess club")
    names()
    with rebuilt_once():
        for at in range(5):
            ServiceFactory(name=f"Draughts {at}")
    kinds = set(IndexChange.objects.waiting().values_list("kind", flat=True))
    assert kinds == {"everything"}
    assert len(names("draughts")) == 5


def test_sync_index_puts_right_what_no_signal_told_of(capsys):
    made = ServiceFactory(name="Chess club")
    names()
    type(made).objects.filter(pk=made.pk).update(name="Draughts club")
    assert names("draughts") == []
    call_command("sync_index", "--compare")
    assert names("draughts") == ["Draughts club"]


def test_rebuild_index_says_how_many(capsys):
    ServiceFactory()
    call_command("rebuild_index")
    assert "1 services" in capsys.readouterr().out


def test_threads_search_while_others_write(engine):
    """Many readers and one writer at a time: nobody gets an error, nothing is half there."""
    sync.rebuild()
    made = ServiceFactory(name="Chess club")
    (document,) = documents(type(made).objects.filter(pk=made.pk))
    errors = []

    def read():
        try:
            for _ in range(30):
                assert len(engine.versions()) in (0, 1)
        except Exception as error:
            errors.append(error)
        finally:
            file.close()

    readers = [threading.Thread(target=read) for _ in range(4)]
    for thread in readers:
        thread.start()
    for version in range(1000, 1020, 2):
        engine.put([document], version)
        engine.remove([document.uid], version + 1)
    for thread in readers:
        thread.join()
    assert errors == []


def test_another_process_sees_the_new_index_at_once(search_index, engine):
    """The other process opens the index before the rebuild and reads it again after."""
    sync.rebuild()
    program = (
        "import os, sys, django\n"
        "django.setup()\n"
        "from django.conf import settings\n"
        "settings.SEARCH_INDEX_PATH = sys.argv[1]\n"
        "from search import engines\n"
        "engine = engines.named('embedded')\n"
        "print(len(engine.versions()), flush=True)\n"
        "sys.stdin.readline()\n"
        "print(len(engine.versions()), flush=True)\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(search_index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
    )
    assert other.stdout.readline().strip() == "0"
    ServiceFactory(name="Chess club")
    sync.rebuild()
    answer, _ = other.communicate("\n", timeout=60)
    assert answer.strip() == "1"


@pytest.mark.django_db(transaction=True)
def test_a_change_is_applied_when_it_commits(engine):
    sync.rebuild()
    made = ServiceFactory(name="Chess club")
    assert made.uid in engine.versions()
    assert not IndexChange.objects.waiting().exists()
    made.delete()
    assert made.uid not in engine.versions()


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_process_left_is_applied_by_the_next_search(engine, monkeypatch):
    sync.rebuild()
    with monkeypatch.context() as killed:
        killed.setattr("django.db.transaction.on_commit", lambda apply: None)
        ServiceFactory(name="Chess club")
    assert engine.versions() == {}
    assert names("chess") == ["Chess club"]
