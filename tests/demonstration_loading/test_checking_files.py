"""Files of demonstration data are read strictly, and every mistake is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from demonstration.reading import check, parse
from demonstration.vocabulary import Known

GOOD = """
[[place]]
key = "a-hall"
name = "A Hall"
city = "Hartlepool"
postcode = "TS24 8AY"

[[organisation]]
key = "knitters"
name = "Knitters"
kind = "group"
summary = "We knit."

  [[organisation.service]]
  key = "friday"
  name = "Friday"
  summary = "Come and knit."
  places = [{ place = "a-hall" }]
  sessions = [{ place = "a-hall", days = "FR", opens = "10:00", closes = "12:00" }]
"""


def problems(tmp_path, *texts):
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"{number}.toml")
        paths[-1].write_text(text, encoding="utf-8")
    book = parse(paths)
    return [str(problem) for problem in book.problems + check(book, Known())]


def test_a_good_file_has_no_mistakes(tmp_path):
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "group"', 'kind = "gang"', "knitters: kind is “gang”"),
        ('summary = "We knit."', "", "knitters: summary is missing"),
        ('name = "Friday"', 'nmae = "Friday"', "friday: nmae is not a field here"),
        ('"Come and knit."', '"Ring 0191 498 0000."', "not one of Ofcom's for drama"),
        ('"Come and knit."', '"Ring 116 123."', "only a crisis record may give"),
        ('"Come and knit."', '"See www.nhs.uk now"', "not example.org's"),
        ('"Come and knit."', '"Write to a@b.co.uk"', "not example.org's"),
        ('"TS24 8AY"', '"TS24 9ZZ"', "not a postcode in use"),
        ('"TS24 8AY"', '"DL1 1AS"', "is in E06000005, not Hartlepool"),
        ('days = "FR"', 'days = "1FR"', "does not fit WEEKLY"),
        ('[{ place = "a-hall" }]', '[{ place = "b-hall" }]', "there is no place “b-hall”"),
        ('[{ place = "a-hall" }]', "[]", "its place is not among the service's places"),
        ('"10:00"', '"25:00"', "not a time"),
        ('key = "friday"', 'key = "friday"\nneeds = ["knit"]', "not among the needs"),
        ('key = "friday"', 'key = "friday"\ncoverage = ["E99"]', "not among the areas"),
        ('key = "friday"', 'key = "friday"\nexclusions = "Cats"', "exclusions needs alternative"),
        ('key = "friday"', 'key = "friday"\nwait = "Long"', "wait needs wait_days_ago"),
        ('key = "friday"', 'key = "friday"\nends_days_ago = 3', "ends_days_ago needs onward"),
        ('key = "friday"', 'key = "friday"\nchecked_days_ago = 3', "needs checked_by"),
        ('key = "friday"', 'key = "knitters"', "key “knitters” is also"),
        ("[[place]]", "[[plaice]]", "[[plaice]] is not a table"),
        ("[[place]]", "[[place", "the file:"),
    ],
)
def test_each_mistake_is_named_with_its_key(tmp_path, old, new, said):
    assert old in GOOD
    assert any(said in problem for problem in problems(tmp_path, GOOD.replace(old, new, 1)))


def test_all_mistakes_are_listed_at_once_by_file(tmp_path):
    found = problems(tmp_path, GOOD.replace("TS24 8AY", "TS24"), GOOD.replace('"FR"', '"FRI"'))
    assert any(p.startswith("0.toml: a-hall: postcode") for p in found)
    assert any(p.startswith("1.toml: friday: sessions row 0") for p in found)
    assert any("key “friday” is also friday's in 0.toml" in p for p in found)


def test_the_command_lists_mistakes_of_the_files_it_is_given(tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(GOOD.replace("group", "gang"), encoding="utf-8")
    said = StringIO()
    with pytest.raises(CommandError, match="1 mistakes"):
        call_command("check_demonstration", str(bad), stdout=said)
    assert "bad.toml: knitters: kind" in said.getvalue()
