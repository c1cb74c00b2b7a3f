"""Importing: all or nothing, repeatable, errors by row and column, nothing of ours lost."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import ReferenceIndex

from exchange.importing import NothingImported, import_file
from exchange.management.commands.import_services import MAPPINGS
from exchange.mapping import MappingError, load_mapping
from exchange.models import ImportedRow
from exchange.tables import TableError
from hubs.models import Hub
from organisations.models import Organisation
from places.models import Postcode
from services.models import Location, Service
from tests.factories import AreaFactory
from tests.open_data import open_data

pytestmark = pytest.mark.django_db

MAPPING = """
source = "test"
source_id = "{id}"
missing = ["NA"]
[organisation]
name = "{group}"
kind = "group"
[service]
name = "{name}"
description = "{about}"
minimum_age = "{age}"
phone = "{phone}"
url = "{web}"
[location]
address = "{address}"
postcode = "{postcode}"
[hours]
text = "{hours}"
[choices.needs_referral]
column = "referral"
otherwise = "unknown"
values = { "Open door" = "no", "Voucher" = "yes" }
"""
HEADINGS = "id,group,name,about,age,phone,web,address,postcode,hours,referral"
ROW = (
    "1,Helpers,Food bank,<p>Free &amp; kind.</p><script>x</script>,18,01632 960001,"
    'example.org,"2 High Street, Hartlepool",ts248ay,Tuesday 10am - 12noon,Open door'
)


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def postcode():
    """The one postcode of these tests is loaded, so that its whole area need not be."""
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126, council_code="E06000001")


@pytest.fixture
def table(tmp_path):
    def write(*rows, headings=HEADINGS):
        path = tmp_path / "table.csv"
        path.write_text("\n".join([headings, *rows]), encoding="utf-8")
        return path

    return write


def test_a_row_becomes_a_service_with_its_place_hours_and_phone(mapping, table):
    import_file(table(ROW), mapping)
    service = Service.objects.published().get()
    place = service.at_locations.get().location
    session = service.sessions.get()
    assert service.description == "Free & kind."
    assert (service.minimum_age, service.needs_referral, service.in_person) == (18, "no", True)
    assert service.url == "https://example.org"
    assert service.phones.get().number == "01632 960001"
    assert (place.address_1, place.city, place.postcode) == (
        "2 High Street",
        "Hartlepool",
        "TS24 8AY",
    )
    assert (session.byday, session.location, session.description) == (
        "TU",
        place,
        "Tuesday 10am - 12noon",
    )


def test_what_uses_what_is_known_after_an_import(mapping, table):
    council = AreaFactory(code="E06000001", name="Hartlepool", kind="council")
    import_file(table(ROW), mapping)
    assert Location.objects.get().council == council
    uses = ReferenceIndex.objects.values_list("object_id", "to_object_id", "content_path")
    known = set(uses)
    call_command("rebuild_references_index", verbosity=0)
    assert known == set(uses.all()) != set()


def test_the_same_file_twice_makes_nothing_twice(mapping, table):
    import_file(table(ROW), mapping)
    report = import_file(table(ROW), mapping)
    assert (report.made, report.changed, report.same) == (0, 0, 1)
    assert Service.objects.count() == Organisation.objects.count() == Location.objects.count() == 1


def test_a_changed_row_changes_its_service_and_keeps_its_uid(mapping, table):
    import_file(table(ROW), mapping)
    uid = Service.objects.get().uid
    report = import_file(table(ROW.replace("Food bank", "Food pantry")), mapping)
    service = Service.objects.get()
    assert (report.changed, service.name, service.uid) == (1, "Food pantry", uid)
    assert service.phones.count() == service.sessions.count() == service.at_locations.count() == 1


def test_a_record_edited_here_is_left_alone_and_named(mapping, table):
    import_file(table(ROW), mapping)
    service = Service.objects.get()
    service.name = "Our own words"
    service.save()
    report = import_file(table(ROW.replace("Food bank", "Food pantry")), mapping)
    assert Service.objects.get().name == "Our own words"
    assert report.edited_here == ["Our own words (1)"]


def test_a_draft_waiting_for_review_is_left_alone(mapping, table):
    import_file(table(ROW), mapping)
    service = Service.objects.get()
    service.name = "Waiting"
    service.save_revision()
    report = import_file(table(ROW.replace("Food bank", "Food pantry")), mapping)
    assert (report.changed, len(report.edited_here)) == (0, 1)


def test_rows_gone_from_the_source_are_named_and_stay(mapping, table):
    import_file(table(ROW), mapping)
    report = import_file(table(ROW.replace("1,Helpers", "2,Helpers")), mapping)
    assert report.gone_from_source == ["1"]
    assert Service.objects.count() == 2


def test_one_bad_row_keeps_every_row_out_and_is_named(mapping, table):
    bad = ROW.replace("1,Helpers,Food bank", "2,Helpers,").replace(",18,", ",old,")
    with pytest.raises(NothingImported) as stopped:
        import_file(table(ROW, bad), mapping)
    errors = [(error.row, error.column) for error in stopped.value.report.errors]
    assert errors == [(3, "name"), (3, "age")]
    assert not Service.objects.exists() and not Organisation.objects.exists()


def test_bad_rows_can_be_left_out_on_purpose(mapping, table):
    bad = ROW.replace("1,Helpers,Food bank", "2,Others,")
    report = import_file(table(ROW, bad), mapping, skip_bad_rows=True)
    assert (report.made, len(report.errors)) == (1, 1)
    assert Organisation.objects.get().name == "Helpers"


def test_the_same_id_twice_in_a_file_is_an_error(mapping, table):
    with pytest.raises(NothingImported) as stopped:
        import_file(table(ROW, ROW), mapping)
    assert "same id as row 2" in str(stopped.value.report.errors[0])


def test_a_dry_run_reports_and_changes_nothing(mapping, table):
    report = import_file(table(ROW), mapping, dry_run=True)
    assert report.made == 1
    assert not Service.objects.exists() and not ImportedRow.objects.exists()


def test_dirt_is_a_warning_with_its_cell_and_the_listing_is_kept(mapping, table):
    dirty = (
        ROW.replace("ts248ay", "nowhere").replace("example.org", "not a link,").replace(",,", ",")
    )
    report = import_file(table(dirty), mapping)
    assert Service.objects.count() == 1
    assert any("postcode" in str(warning) for warning in report.warnings)


def test_hours_not_read_for_certain_stay_as_words(mapping, table):
    import_file(table(ROW.replace("Tuesday 10am - 12noon", "One morning a week")), mapping)
    session = Service.objects.get().sessions.get()
    assert (session.opens_at, session.description) == (None, "One morning a week")


def test_the_command_says_what_is_wrong_without_a_traceback(mapping, table, tmp_path):
    with pytest.raises(CommandError, match="row 2, name: is empty"):
        call_command("import_services", table(ROW.replace("Food bank", "")), mapping=str(mapping))
    with pytest.raises(CommandError, match="no column"):
        call_command("import_services", table("1,2", headings="a,b"), mapping=str(mapping))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_services", tmp_path / "none.csv", mapping=str(mapping))


def test_the_command_reports(mapping, table):
    out = StringIO()
    call_command("import_services", table(ROW), mapping=str(mapping), stdout=out, verbosity=0)
    assert "1 new, 0 changed" in out.getvalue()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("sauce = 1\n", "“sauce” is not a key"),
        ("[service]\nname = '{name}'\nfoo = '{x}'\n", "service.foo"),
        ("source = ", "not readable TOML"),
        ("[always]\nneeds = ['no-such-need']\n", "“no-such-need” is not known here"),
    ],
)
def test_a_wrong_mapping_is_named(tmp_path, table, wrong, words):
    path = tmp_path / "wrong.toml"
    base = 'source = "t"\nsource_id = "{id}"\norganisation = { name = "{group}" }\n'
    if "[service]" not in wrong:
        base += 'service = { name = "{name}" }\n'
    path.write_text(base + wrong, encoding="utf-8")
    with pytest.raises(MappingError, match=words):
        import_file(table(ROW), path)


def test_the_mappings_that_come_with_the_project_are_right():
    assert len([load_mapping(path) for path in MAPPINGS.glob("*.toml")]) >= 6


cells = st.text(max_size=30) | st.sampled_from(
    ["", "=cmd|' /C calc'!A0", "\x00", "TS24 8AY", "999", "²", "٣", "9" * 5000, "<b>"]
)


@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    rows=st.lists(st.lists(cells, min_size=0, max_size=13), max_size=4), raw=st.text(max_size=40)
)
@example(rows=[["1", "Group", "Chess", "", "²"], ["2", "Group", "Chess", "", "9" * 5000]], raw="")
def test_malformed_files_are_kept_whole_or_not_at_all(mapping, tmp_path, rows, raw):
    path = tmp_path / "fuzz.csv"
    lines = [HEADINGS, *(",".join(row) for row in rows), raw]
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    before = Service.objects.count()
    try:
        report = import_file(path, mapping)
    except (TableError, MappingError, NothingImported):
        assert Service.objects.count() == before
    else:
        assert Service.objects.count() == before + report.made


@pytest.fixture
def trafford():
    return open_data("trafford")


def test_the_real_mental_health_services_come_in(trafford):
    report = import_file(
        trafford / "mental_health_services_RAW.csv", MAPPINGS / "trafford-mental-health.toml"
    )
    assert report.made == 60
    assert not report.errors


def test_the_real_libraries_come_in_as_hubs(trafford):
    import_file(trafford / "gm_libraries.csv", MAPPINGS / "gm-libraries.toml")
    assert Hub.objects.published().count() == 141


def test_a_place_gets_its_point_and_council_from_its_postcode(mapping, table):
    AreaFactory()
    Postcode.objects.all().delete()
    import_file(table(ROW), mapping)
    place = Location.objects.get()
    assert (place.coordinates_from, place.council.name) == ("postcode", "Hartlepool")
    assert (round(place.latitude, 1), round(place.longitude, 1)) == (54.7, -1.2)
