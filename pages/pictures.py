"""Pictures as pages show them: the renditions that Wagtail makes. Originals are not given out.

A web server may give out the folder `media/images` itself; without one this view does.
"""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

#: Renditions never change: another picture has another name.
SECONDS = 7 * 24 * 3600


@require_safe
def picture(request, name):
    """GET /media/images/<name>: one rendition."""
    kind, _ = mimetypes.guess_type(name)
    if not (kind or "").startswith("image/") or kind == "image/svg+xml":
        raise Http404
    try:
        file = default_storage.open(f"images/{name}", "rb")
    except (OSError, ValueError):
        raise Http404 from None
    response = FileResponse(file, content_type=kind)
    response["Cache-Control"] = f"public, max-age={SECONDS}, immutable"
    return response
