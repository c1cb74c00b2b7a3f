"""Pictures that staff upload: each door makes them anew, and says nothing of where they were taken."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, UploadedFile

from tests import people
from tests.upkeep.test_logo import SVG, photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return people.website_manager()


@pytest.fixture
def upload(manager):
    """upload(route, content, name) → the answer of Wagtail's form of that route."""

    def send(route, content=None, name="pier.jpg", field="file", prefix="", args=(), **more):
        root = Collection.get_first_root_node().pk
        said = {"title": "The pier", "description": "", "tags": "", "collection": root} | more
        sent = {f"{prefix}{key}": value for key, value in said.items()}
        file = SimpleUploadedFile(name, photograph() if content is None else content)
        return manager.post(reverse(route, args=args), {**sent, f"{prefix}{field}": file})

    return send


def content_of(row):
    with row.file.open("rb") as file:
        return file.read()


def is_clean(row, size=(450, 900)):
    content = content_of(row)
    with Picture.open(io.BytesIO(content)) as picture:
        assert picture.size == size, "upright, as the camera meant it"
        return b"Secret" not in content and b"Exif" not in content and not picture.getexif()


@pytest.mark.parametrize(
    ("route", "more"),
    [
        ("wagtailimages:add", {}),
        ("wagtailimages:add_multiple", {"field": "files[]"}),
        ("wagtailimages_chooser:create", {"prefix": "image-chooser-upload-"}),
    ],
)
def test_a_new_picture_is_kept_by_its_pixels_alone(upload, route, more):
    upload(route, **more)
    assert is_clean(Image.objects.get())


def test_another_file_for_a_picture_is_made_anew_too(upload):
    upload("wagtailimages:add")
    image = Image.objects.get()
    upload("wagtailimages:edit", photograph("PNG", (40, 20)), "new.png", args=[image.pk])
    image.refresh_from_db()
    assert is_clean(image, (20, 40)) and image.width == 20
    upload("wagtailimages:edit", b"", "none.png", args=[image.pk], title="Only the words")
    assert content_of(Image.objects.get()) == content_of(image)


def test_a_picture_that_waits_for_its_title_is_clean_as_well(upload):
    upload("wagtailimages:add_multiple", field="files[]", title="x" * 300)
    assert not Image.objects.exists() and is_clean(UploadedFile.objects.get())


@pytest.mark.parametrize(
    ("content", "name"),
    [(SVG, "a.svg"), (SVG, "a.png"), (b"GIF89a", "a.gif"), (photograph()[:300], "a.jpg")],
)
def test_what_is_no_picture_is_not_taken(upload, content, name):
    page = upload("wagtailimages:add", content, name)
    assert page.context["form"].errors["file"] and not Image.objects.exists()


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "run.exe"])
def test_a_document_of_another_kind_is_not_taken(upload, name):
    page = upload("wagtaildocs:add", b"<p>Hello", name)
    assert page.context["form"].errors["file"] and not Document.objects.exists()
