"""Pictures that staff upload: every form of Wagtail's that takes an image is made from this one.

So it holds for new pictures, several at once, those of a chooser, and another file for an old one.
"""

import io
from pathlib import PurePath

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from records import pictures

MEGABYTES = 10
#: The longest side that is kept, in pixels: more than any page shows.
KEPT_SIDE = 2560
#: What each format is kept as: photographs as photographs, all else without loss.
KEPT_AS = {"JPEG": ("JPEG", ".jpg"), "WEBP": ("WEBP", ".webp")}
WITHOUT_LOSS = ("PNG", ".png")
QUALITY = 88


class PictureField(WagtailImageField):
    """A picture made anew from its pixels: it says no more where and when it was taken."""

    def to_python(self, data):
        try:
            file = super().to_python(data)
        except ValidationError:
            raise
        except Exception:  # Wagtail lets through what Pillow raises for a damaged picture
            raise ValidationError(pictures.NOT_A_PICTURE) from None
        if file is not None:
            make_anew(file)
        return file


class PictureForm(BaseImageForm):
    """As Wagtail's, with the file read by a PictureField."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget
            )


def make_anew(file):
    """Put the pixels of an uploaded `file`, and nothing else of it, in its place.

    In the upload itself: Wagtail keeps that one where another field is wrong, and uses it later.
    ValidationError where it is not taken.
    """
    picture, format_sent = pictures.read(file, megabytes=MEGABYTES, side=KEPT_SIDE)
    format_kept, ending = KEPT_AS.get(format_sent, WITHOUT_LOSS)
    if format_kept == "JPEG":
        picture = picture.convert("RGB")
    out = io.BytesIO()
    picture.save(out, format_kept, quality=QUALITY, optimize=True)
    content = out.getvalue()
    file.seek(0)
    file.truncate()
    file.write(content)
    file.flush()
    file.seek(0)
    file.size, file.name = len(content), f"{PurePath(file.name).stem}{ending}"
    file.content_type = f"image/{format_kept.lower()}"
