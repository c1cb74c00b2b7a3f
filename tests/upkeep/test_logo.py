"""A logo: made anew from its pixels, reviewed before anybody sees it, with words for who cannot."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images import get_image_model

from organisations import logos
from organisations.models import Organisation
from tests import people
from tests.factories import OrganisationFactory
from tests.upkeep.listings import at, filled, public
from tests.upkeep.sending import with_review
from upkeep import submissions
from upkeep.drafts import newest

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def own():
    organisation = public(OrganisationFactory(name="Knit and natter"))
    return organisation, people.member(organisation), at(organisation, "about", "logo")


def photograph(kind="JPEG", size=(900, 450)):
    """A picture that says where it was taken and by which camera."""
    out, exif = io.BytesIO(), Picture.Exif()
    exif[0x010F], exif[0x0112] = "Secret camera", 6  # maker; turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    options = {"exif": exif} if kind != "GIF" else {"comment": b"Secret camera"}
    Picture.new("RGB", size, "navy").save(out, kind, **options)
    return out.getvalue()


def send(own, content, name="logo.jpg", **fields):
    _, client, address = own
    sent = filled(client.get(address)) | {"picture": SimpleUploadedFile(name, content)} | fields
    return client.post(address, sent)


def kept(own):
    return newest(Organisation.objects.get(pk=own[0].pk)).logo


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_nothing_of_the_file_is_kept_but_its_pixels(own, kind):
    assert b"Secret camera" in photograph(kind)
    assert send(own, photograph(kind), f"anchor.{kind.lower()}").status_code == 302
    image = kept(own)
    with image.file.open("rb") as file:
        content = file.read()
    assert b"Secret" not in content and b"Exif" not in content
    with Picture.open(io.BytesIO(content)) as picture:
        assert not picture.getexif() and picture.info == {}
    turned = kind != "GIF"
    assert (image.width, image.height) == ((400, 800) if turned else (800, 400))
    assert "anchor" not in image.file.name


def test_it_is_public_once_it_is_approved_with_the_words_for_it(own):
    organisation, client, address = own
    with_review()
    send(own, photograph(), picture_words="A ball of wool")
    page = organisation.get_absolute_url()
    assert "od-logo" not in client.get(page).text and "A ball of wool" in client.get(address).text
    (item,) = submissions.send(organisation, by=client.user).items.all()
    submissions.approve(item, by=people.staff("wanda@example.org", "manager"))
    seen = client.get(page)
    assert 'alt="A ball of wool"' in seen.text
    picture = people.visitor().get(seen.context["logo"]["url"])
    assert picture.status_code == 200 and picture["Content-Type"] == "image/webp"
    assert not picture.cookies
    original = organisation.logo or kept(own)
    assert people.visitor().get(original.file.url).status_code == 404


def test_other_words_are_another_image_and_it_can_be_taken_away(own):
    _, client, address = own
    send(own, photograph())
    first = kept(own)
    assert first.description == "Logo of Knit and natter"
    client.post(address, filled(client.get(address)) | {"picture_words": "Wool"})
    assert kept(own).description == "Wool" and kept(own).pk != first.pk
    client.post(address, filled(client.get(address)))
    assert kept(own).description == "Wool"
    client.post(address, filled(client.get(address)) | {"no_logo": "on"})
    assert kept(own) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SVG, "cannot take SVG"),
        (b"<!doctype html><script>alert(1)</script>", "no picture that we can show"),
        (photograph()[:300], "no picture that we can show"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "no picture that we can show"),
        (b"0" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"", "This file is empty"),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field(own, content, words):
    page = send(own, content, "logo.png")
    assert words in page.context["form"].errors["picture"][0]
    assert page.text.count(page.context["form"].errors["picture"][0]) == 2
    assert page.text.count("Error:") >= 2 and not get_image_model().objects.exists()


def test_a_picture_of_very_many_pixels_is_refused_before_it_is_unpacked(own):
    out = io.BytesIO()
    Picture.new("1", (7_000, 7_000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    page = send(own, out.getvalue(), "logo.png")
    assert "too many pixels" in page.context["form"].errors["picture"][0]


def test_one_person_sends_only_so_many_in_a_day(own, monkeypatch):
    monkeypatch.setattr(logos, "MOST_A_DAY", 1)
    assert send(own, photograph()).status_code == 302
    page = send(own, photograph())
    assert "many pictures today" in page.context["form"].errors["picture"][0]


def test_logos_that_nobody_uses_are_erased(own):
    for _ in range(2):
        send(own, photograph(size=(30, 30)))
    in_no_version = logos.keep(Picture.new("RGBA", (3, 3)), words="", name="", by=own[1].user)
    now = timezone.now()
    assert [logos.erase_unused(now + timedelta(days=days)) for days in (0, 2, 91, 91)] == [
        0, 1, 1, 0,
    ]  # fmt: skip
    assert get_image_model().objects.get() == kept(own) != in_no_version


def test_a_picture_that_two_send_at_once_is_asked_for_again(own):
    organisation, client, address = own
    began = filled(client.get(address))
    colleague = people.member(organisation, email="second@example.org")
    send((organisation, colleague, address), photograph(), "theirs.jpg")
    late = began | {"picture": SimpleUploadedFile("mine.jpg", photograph(size=(40, 20)))}
    page = client.post(address, late)
    assert page.status_code == 409 and "theirs.jpg" in page.text
    chosen = began | {"seen": page.context["seen"], "choose-logo": "mine"}
    assert "Choose the picture again" in client.post(address, chosen).text
    assert client.post(address, chosen | {"choose-logo": "theirs"}).status_code == 302
    assert "theirs.jpg" in kept(own).title
