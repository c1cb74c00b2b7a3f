"""The menu of the staff area: what each app offers, put together."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from hubs.viewsets import AccessViewSet, CrisisLineViewSet, HubViewSet
from organisations.viewsets import CommunityViewSet, OrganisationViewSet
from places.viewsets import AliasViewSet, AreaViewSet
from search.viewsets import CrisisPhraseViewSet, PromotedResultViewSet, SynonymViewSet
from services.need_viewsets import NeedViewSet
from services.place_viewsets import ClosureViewSet, LocationViewSet, SessionChangeViewSet
from services.viewsets import AudienceViewSet, LanguageViewSet, ServiceViewSet


class DirectoryGroup(SnippetViewSetGroup):
    menu_label = "Directory"
    menu_icon = "list-ul"
    menu_order = 100
    items = (
        ServiceViewSet,
        OrganisationViewSet,
        LocationViewSet,
        HubViewSet,
        AccessViewSet,
        CrisisLineViewSet,
        SessionChangeViewSet,
        ClosureViewSet,
    )


class WordsGroup(SnippetViewSetGroup):
    menu_label = "Words and needs"
    menu_icon = "openquote"
    menu_order = 110
    items = (
        NeedViewSet,
        SynonymViewSet,
        CrisisPhraseViewSet,
        PromotedResultViewSet,
        AudienceViewSet,
        CommunityViewSet,
        LanguageViewSet,
    )


class PlacesGroup(SnippetViewSetGroup):
    menu_label = "Areas and names"
    menu_icon = "globe"
    menu_order = 120
    items = (AreaViewSet, AliasViewSet)


for group in (DirectoryGroup, WordsGroup, PlacesGroup):
    register_snippet(group)
