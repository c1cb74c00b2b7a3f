"""/api/find: the finder as JSON."""

import json
import logging

import pytest
from django.core.management import call_command

from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chess():
    return ServiceFactory(name="Chess club", source="list", source_id="row-7")


def test_answers_with_what_was_found_and_why(client, chess):
    answer = client.get("/api/find", {"q": "chess"}).json()
    assert (answer["total"], answer["widened"], answer["crisis"]) == (1, False, False)
    assert answer["understood"]["words"] == ["chess"]
    (hit,) = answer["hits"]
    assert (hit["uid"], hit["source_id"]) == (str(chess.uid), "row-7")
    assert (hit["name"], hit["organisation"]) == ("Chess club", chess.organisation.name)
    assert hit["distance_km"] is None
    assert hit["why"] == [{"kind": "name", "text": "chess"}]


def test_may_be_asked_from_any_site_and_sets_no_cookie(client, chess):
    response = client.get("/api/find", {"q": "chess"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert client.options("/api/find").status_code == 204


def test_a_form_cannot_be_posted_to_it(client):
    assert client.post("/api/find").status_code == 405


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("within_km", "-1"), ("within_km", "nan"), ("within_km", "1e999"), ("within_km", "far")),
        *(("size", "0"), ("size", "101"), ("size", "ten"), ("page", "-1"), ("page", "1.5")),
        *(("page", "9" * 5000), ("age", "-3"), ("age", "200"), ("sort", "biggest")),
        *(("open", "always"), ("no_referral", "perhaps"), ("q", "x" * 3000), ("near", "x" * 300)),
    ],
)
def test_a_bad_parameter_is_named(client, name, value):
    response = client.get("/api/find", {name: value})
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [name]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_all_bad_parameters_are_named_at_once(client):
    errors = client.get("/api/find?size=0&page=x").json()["errors"]
    assert set(errors) == {"size", "page"}


@pytest.mark.parametrize("q", ['"', "NOT", "a AND", "\x00", "🧶" * 50, "(((", "*", "' OR 1=1 --"])
def test_odd_words_are_only_words(client, chess, q):
    assert client.get("/api/find", {"q": q}).status_code == 200


def test_pages_beyond_the_last_give_the_last(client, chess):
    answer = client.get("/api/find", {"q": "chess", "page": 99999}).json()
    assert (answer["page"], answer["pages"], len(answer["hits"])) == (1, 1, 1)


def test_the_size_of_a_page_may_be_chosen(client):
    for at in range(5):
        ServiceFactory(name=f"Chess {at}")
    assert len(client.get("/api/find", {"q": "chess", "size": 2}).json()["hits"]) == 2


def test_danger_is_said_and_nothing_is_logged(client, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client.get("/api/find", {"q": "i want to kill myself"}).json()
    assert answer["crisis"]
    assert "mental_health" in answer["crisis_topics"] or "danger" in answer["crisis_topics"]
    assert "kill myself" not in caplog.text


def test_no_index_is_no_error(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.SEARCH_INDEX_PATH = tmp_path / "file" / "search.sqlite3"
    answer = client.get("/api/find", {"q": "i want to kill myself"})
    assert answer.status_code == 200
    assert answer.json()["unavailable"]
    assert answer.json()["crisis"]


def test_the_command_gives_the_same(client, chess, capsys):
    call_command("find", "chess", "--json")
    assert json.loads(capsys.readouterr().out) == client.get("/api/find", {"q": "chess"}).json()


def test_the_command_reads_well(chess, capsys):
    call_command("find", "chess")
    assert "Chess club" in capsys.readouterr().out
