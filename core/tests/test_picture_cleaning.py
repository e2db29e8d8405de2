"""A picture that is kept holds its pixels and nothing else."""
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from core.pictures import cleaning
from core.tests import picture_files as files
from core.uploads import sandbox
from core.uploads.sentences import UploadRefused


def clean(data, name="photo.jpg"):
    return cleaning.clean(ContentFile(data, name))


def refusal(data, name="photo.jpg"):
    with pytest.raises(UploadRefused) as caught:
        clean(data, name)
    return caught.value.code


def opened(data):
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("container", files.CONTAINERS)
def test_nothing_but_pixels_is_kept_from_any_container(container):
    data = files.CONTAINERS[container]()
    kept = clean(data).read()
    assert files.foreign_parts(data), "nothing was planted"
    assert files.foreign_parts(kept) == []
    assert files.PLANTED not in kept
    assert not opened(kept).getexif()


@pytest.mark.parametrize("kind", files.EVERYTHING)
def test_a_picture_keeps_its_format_size_and_colours(kind):
    kept = opened(clean(files.EVERYTHING[kind]()).read())
    red, blue = kept.convert("RGB").getpixel((5, 10)), kept.convert("RGB").getpixel((35, 10))
    assert kept.size == files.SIZE
    assert kept.format == {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[kind]
    assert red[0] > 200 > 60 > red[2]
    assert blue[2] > 200 > 60 > blue[0]


def test_the_orientation_of_a_photo_is_baked_in():
    kept = opened(clean(files.encoded(exif=files.exif(orientation=6))).read())
    assert kept.size == (20, 40)
    assert kept.getpixel((10, 5))[0] > 200  # what was left is now on top


def test_transparency_stays():
    picture = files.drawn(mode="RGBA")
    picture.putalpha(90)
    kept = opened(clean(files.encoded(picture, "PNG")).read())
    assert kept.mode == "RGBA"
    assert kept.getpixel((5, 5))[3] == 90


def test_a_transparent_colour_becomes_an_alpha_channel():
    kept = opened(clean(files.encoded(kind="PNG", transparency=(255, 0, 0))).read())
    assert kept.getpixel((5, 5))[3] == 0
    assert kept.getpixel((35, 5))[3] == 255


def test_sixteen_bits_of_grey_become_eight():
    kept = opened(clean(files.encoded(Image.new("I;16", (4, 4), 40_000), "PNG")).read())
    assert (kept.mode, kept.getpixel((0, 0))) == ("L", 156)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA"])
def test_every_usual_mode_of_png_can_be_kept(mode):
    assert opened(clean(files.encoded(files.drawn().convert(mode), "PNG")).read()).size == files.SIZE


def test_printing_colours_become_screen_colours():
    assert opened(clean(files.encoded(files.drawn().convert("CMYK"))).read()).mode == "RGB"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_only_the_first_frame_of_an_animation_is_kept(kind):
    frames = [files.drawn(), files.drawn().transpose(Image.Transpose.ROTATE_180)]
    data = files.encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert opened(data).n_frames == 2
    kept = clean(data).read()
    assert getattr(opened(kept), "n_frames", 1) == 1
    assert files.foreign_parts(kept) == []
    assert opened(kept).convert("RGB").getpixel((5, 10))[0] > 200


def test_the_real_format_counts_and_not_the_name():
    kept = clean(files.encoded(kind="WEBP"), "photo.jpg")
    assert (kept.name, kept.content_type) == ("photo.webp", "image/webp")


def test_a_clean_picture_is_not_encoded_twice(monkeypatch):
    kept = clean(files.encoded())
    monkeypatch.setattr(sandbox, "run", lambda *args: pytest.fail("started a second time"))
    assert cleaning.clean(kept) is kept


def test_a_changed_file_is_not_taken_for_a_clean_one():
    kept = clean(files.encoded())
    kept.file.seek(0, 2)
    kept.file.write(files.PLANTED)
    kept.size += len(files.PLANTED)
    assert files.PLANTED not in cleaning.clean(kept).read()


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "AVIF", "ICO"])
def test_other_formats_are_refused_whatever_their_name(kind):
    assert refusal(files.encoded(kind=kind)) == "picture_kind"


@pytest.mark.parametrize("data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"%PDF-1.7", b"\xff\xd8"])
def test_what_is_no_picture_is_refused(data):
    assert refusal(data) == "picture_kind"


def test_an_empty_file_is_refused():
    assert refusal(b"") == "empty"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind):
    data = files.encoded(Image.effect_noise((60, 60), 80).convert("RGB"), kind)
    assert refusal(data[: len(data) // 2]) == "damaged"


@pytest.mark.parametrize("rest", [b"", b"\xff\xff", b"\xe0\0\0", b"\xe0\0\x02A"])
def test_a_jpeg_without_a_frame_is_refused(rest):
    assert refusal(b"\xff\xd8\xff" + rest) == "damaged"


@pytest.mark.parametrize("data", [b"RIFF\0\0\0\0WEBPJUNK\0\0\0\0", b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\0"])
def test_a_webp_without_a_frame_is_refused(data):
    assert refusal(data) == "damaged"
