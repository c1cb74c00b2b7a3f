"""Logos that organisations send in: made anew from their pixels, shown, and erased when unused."""

import io
from datetime import timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db.models import Q
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from wagtail.models import Collection, Revision

from organisations.models import Organisation
from records import pictures

MEGABYTES = 5
#: The longest side that is kept, and the box in which pages show it, in pixels.
KEPT_SIDE = 800
SHOWN = "max-320x160|format-webp"
COLLECTION = "Logos of organisations"
#: What one person may send in a day.
MOST_A_DAY = 30
#: How long what is in no version is kept, and what is only in an older version: it may wait yet.
KEPT_FOR = timedelta(days=1)
OLDER_KEPT_FOR = timedelta(days=90)

TOO_MANY = "You have sent many pictures today. Please try again tomorrow."


def read(file):
    """The picture of an uploaded `file`, made anew; ValidationError says why it is not taken."""
    picture, _ = pictures.read(file, megabytes=MEGABYTES, side=KEPT_SIDE)
    return picture


def keep(picture, *, words, name, by):
    """A Wagtail image of `picture`, under a name that nobody can guess. `words` say what it shows."""
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    out.seek(0)
    image = get_image_model()(
        title=f"{words} ({name})"[:255],
        description=words[:255],
        collection=_collection(),
        uploaded_by_user=by,
    )
    image.file = ImageFile(out, name=f"{uuid4().hex}.png")
    image.save()
    return image


def with_other_words(image, *, words, by):
    """The same picture with other words, as an image of its own: the public one stays as it is."""
    with image.file.open("rb") as file, Picture.open(file) as there:
        picture = there.convert("RGBA")
    return keep(picture, words=words, name="words changed", by=by)


def _collection():
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)


def check_not_too_many(user):
    """Raise ValidationError where `user` has sent as many as one may in a day."""
    day = timezone.now() - timedelta(days=1)
    sent = get_image_model().objects.filter(uploaded_by_user=user, created_at__gt=day)
    if sent.filter(collection__name=COLLECTION).count() >= MOST_A_DAY:
        raise ValidationError(TOO_MANY)


def shown(organisation):
    """{url, width, height, alt} of an organisation's logo as pages show it, or None."""
    image = organisation.logo
    if image is None:
        return None
    try:
        rendition = image.get_rendition(SHOWN)
    except SourceImageIOError:
        return None
    return {
        "url": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": image.description or f"Logo of {organisation.name}",
    }


def erase_unused(now=None):
    """Erase logos that are neither public nor in a version that may become so; returns how many."""
    now = now or timezone.now()
    old = get_image_model().objects.filter(
        collection__name=COLLECTION, created_at__lt=now - KEPT_FOR
    )
    if not old.exists():
        return 0
    public = Organisation.objects.filter(logo__isnull=False).values("logo")
    newest = Organisation.objects.filter(latest_revision__isnull=False).values("latest_revision")
    versions = Revision.objects.filter(
        Q(pk__in=newest) | Q(created_at__gt=now - OLDER_KEPT_FOR),
        content_type=ContentType.objects.get_for_model(Organisation),
    )
    meant = {pk for pk in versions.values_list("content__logo", flat=True) if pk}
    unused = list(old.exclude(pk__in=public).exclude(pk__in=meant))
    for image in unused:
        image.delete()
    return len(unused)
