"""Pictures that people send in: taken apart and made anew, whoever sends them.

What is kept is a picture of our own making: nothing of the file that came is in it but the pixels.
So what it said of where and when it was taken, and whatever else was hidden in it, is gone.
"""

import io
import warnings

from django.core.exceptions import ValidationError
from PIL import Image as Picture
from PIL import ImageOps

#: As read by Pillow. SVG is text that can hold scripts: it is not a picture here.
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MAX_PIXELS = 40_000_000

TOO_LARGE = "This picture is larger than {} MB. Choose a smaller one."
NOT_A_PICTURE = "This is no picture that we can show. Choose a PNG, JPEG, GIF or WebP file."
NO_SVG = "We cannot take SVG files. Save it as PNG and send that."
TOO_MANY_PIXELS = "This picture has too many pixels. Make it smaller and send that."


def read(file, *, megabytes, side):
    """(picture, format) of an uploaded `file`: upright, free of all else, at most `side` pixels a side.

    The picture is RGBA; of a moving one it is the first. `format` is the file's, as Pillow names it.
    ValidationError says in words why it is not taken.
    """
    if file.size > megabytes * 1024 * 1024:
        raise ValidationError(TOO_LARGE.format(megabytes))
    file.seek(0)
    content = file.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(io.BytesIO(content), formats=FORMATS) as sent:
                if sent.width * sent.height > MAX_PIXELS:
                    raise ValidationError(TOO_MANY_PIXELS)
                return _pixels(sent, side), sent.format
    except ValidationError:
        raise
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning):
        raise ValidationError(TOO_MANY_PIXELS) from None
    except Exception:  # Pillow raises many kinds for what is damaged
        is_svg = b"<svg" in content[:2000].lower()
        raise ValidationError(NO_SVG if is_svg else NOT_A_PICTURE) from None


def _pixels(sent, side):
    upright = ImageOps.exif_transpose(sent)
    picture = upright.convert("RGBA")
    picture.thumbnail((side, side))
    return Picture.frombytes("RGBA", picture.size, picture.tobytes())
