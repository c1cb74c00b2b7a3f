"""The index follows what is published, changed and deleted."""

from datetime import timedelta

from records.models import Standing
from search import find, sync
from search.request import SearchRequest
from services.models import Need
from tests.factories import (
    OrganisationFactory,
)
from tests.search.conformance.listings import FAR, NEAR, TUESDAY, names, only_hit, service


class Following:
    """The index follows the database at once."""

    def test_a_change_is_found_at_once(self, db):
        made = service("Chess club")
        assert names("chess") == ["Chess club"]
        made.name = "Draughts club"
        made.save()
        assert names("chess") == []
        assert names("draughts") == ["Draughts club"]

    def test_a_draft_is_not_found_until_it_is_published(self, db):
        made = service("Chess club")
        made.name = "Draughts club"
        revision = made.save_revision()
        assert names("draughts") == []
        revision.publish(skip_permission_checks=True)
        assert names("draughts") == ["Draughts club"]

    def test_an_unpublished_one_is_gone(self, db):
        made = service("Chess club")
        assert names("chess")
        made.unpublish()
        assert names("chess") == []

    def test_a_deleted_one_is_gone(self, db):
        made = service("Chess club")
        assert names("chess")
        made.delete()
        assert names("chess") == []

    def test_a_hidden_one_is_gone(self, db):
        made = service("Chess club")
        assert names("chess")
        Standing.objects.create(record_uid=made.uid, state=Standing.State.HIDDEN)
        assert names("chess") == []

    def test_one_change_of_an_organisation_changes_all_its_services(self, db):
        large = OrganisationFactory(name="Saltbarrow")
        service("Chess club", organisation=large)
        service("Tea dance", organisation=large)
        assert len(names("saltbarrow")) == 2
        large.name = "Fernhollow"
        large.save()
        assert names("saltbarrow") == []
        assert len(names("fernhollow")) == 2
        large.unpublish()
        assert names() == []

    def test_a_place_that_moves_moves_its_services(self, hartlepool):
        made = service("Chess club", FAR)
        place = made.at_locations.get().location
        assert find(SearchRequest("chess", "TS24 8AY")).hits[0].distance_km > 20
        place.latitude, place.longitude = NEAR
        place.save()
        assert find(SearchRequest("chess", "TS24 8AY")).hits[0].distance_km < 1

    def test_a_place_that_becomes_secret_is_forgotten(self, hartlepool):
        made = service("Chess club", NEAR)
        place = made.at_locations.get().location
        assert only_hit("chess", "TS24 8AY").point
        place.is_confidential = True
        place.save()
        hit = only_hit("chess", "TS24 8AY")
        assert (hit.point, hit.place, hit.distance_km) == (None, "", None)

    def test_new_phrases_of_a_need_are_read_in_listings(self, needs):
        service("Wool evening", summary="Bring your bobbins and spindles.")
        assert names("zzz-need") == []
        need = Need.objects.get(slug="anxiety")
        need.listing_phrases += "\nbobbins and spindles"
        need.save()
        assert names(needs=("anxiety",)) == ["Wool evening"]

    def test_an_ended_service_is_not_found(self, db):
        service("Chess club", ends_on=TUESDAY.date() - timedelta(days=1))
        assert names("chess", at=TUESDAY) == []

    def test_changes_are_applied_once(self, db):
        service("Chess club")
        names("chess")
        assert sync.apply_waiting() == 0

    def test_index_and_database_agree(self, db):
        for at in range(3):
            service(f"Chess {at}", NEAR)
        names("chess")
        assert sync.differences() == ([], [])
