"""The finder: one call, whatever engine is behind it.

from search import find
from search.request import SearchRequest
response = find(SearchRequest(q="mental health", near="TS24 8AY"))
"""


def find(request):
    """Answer a search.request.SearchRequest with a search.response.SearchResponse.

    Never raises for anything a person can type, and no word of it is logged or stored.
    """
    from search.finder import answer  # Models cannot be imported before the apps are ready.

    return answer(request)
