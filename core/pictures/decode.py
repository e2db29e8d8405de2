"""Decodes a picture and encodes its pixels anew; runs in the limited child process only."""
from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from core.uploads.refusal import Refusal

MAX_PIXELS = 24_000_000
LOSSLESS_PIXELS = 4_000_000  # lossless WebP of more takes too long and too much memory
FORMATS = ("JPEG", "PNG", "WEBP")
WITH_ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})
SIXTEEN_BITS = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})


def reencode(data: bytes, *, orient: bool = True) -> bytes:
    """The first frame's pixels in the same format, as sRGB, upright, with nothing beside them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about damaged notes, which are not kept, and sizes, which are looked at here
        try:
            kind, pixels = decoded(data, orient=orient)
        except Image.DecompressionBombError as error:
            raise Refusal("picture_pixels") from error
    return encode(pixels, kind, lossless=b"VP8L" in data[:64])


def decoded(data: bytes, *, orient: bool) -> tuple[str, Image.Image]:
    """Format and bare pixels; raises `Refusal` before anything large is allocated."""
    with Image.open(BytesIO(data), formats=FORMATS) as source:
        if source.width * source.height > MAX_PIXELS:
            raise Refusal("picture_pixels")
        kind = "JPEG" if source.format == "MPO" else str(source.format)  # several JPEG pictures in one file
        source.load()
        return kind, bare(ImageOps.exif_transpose(source) if orient else source)


def bare(picture: Image.Image) -> Image.Image:
    """A copy in 8 bits of grey, sRGB or sRGB with alpha that carries nothing but pixels."""
    profile = picture.info.get("icc_profile")
    mode = mode_for(picture)
    if picture.mode in SIXTEEN_BITS:
        picture = picture.convert("I").point(lambda value: value * (1 / 256))
    if profile and mode != "L":
        pixels = to_srgb(picture, profile, mode)
    else:
        pixels = picture.convert(mode)
    pixels = pixels.copy()
    pixels.info.clear()
    return pixels


def mode_for(picture: Image.Image) -> str:
    """`L`, `RGB` or `RGBA`, whichever keeps what is seen."""
    if picture.mode in WITH_ALPHA or "transparency" in picture.info:
        return "RGBA"
    return "L" if picture.mode in {"1", "L", *SIXTEEN_BITS} else "RGB"


def to_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """The colours that the profile means; a profile that does not fit the picture is ignored."""
    source = picture if picture.mode in {"RGB", "RGBA", "CMYK"} else picture.convert(mode)
    try:
        converted = ImageCms.profileToProfile(
            source, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture.convert(mode)
    return converted or picture.convert(mode)


def encode(pixels: Image.Image, kind: str, *, lossless: bool = False) -> bytes:
    """The file of these pixels."""
    result = BytesIO()
    if kind == "JPEG":
        pixels.save(result, "JPEG", quality=90, optimize=True, progressive=True)
    elif kind == "PNG":
        pixels.save(result, "PNG", compress_level=6)
    else:
        _encode_webp(pixels, result, lossless=lossless and pixels.width * pixels.height <= LOSSLESS_PIXELS)
    return result.getvalue()


def _encode_webp(pixels: Image.Image, result: BytesIO, *, lossless: bool) -> None:
    """WebP has a limit of its own on what a large, noisy picture may need; then a lower quality fits."""
    if lossless:
        pixels.save(result, "WEBP", lossless=True, quality=40, method=1)
        return
    try:
        pixels.save(result, "WEBP", quality=88, method=3)
    except ValueError:
        result.seek(0)
        result.truncate()
        pixels.save(result, "WEBP", quality=70, method=3)
