"""Pictures with something planted in every container that their formats allow."""
import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms

PLANTED = b"PLANTED"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>PLANTED 52,31N</exif:GPSLatitude></x:xmpmeta>'
IPTC = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", 12) + b"\x1c\x02\x5a\0\x07PLANTED"
SIZE = (40, 20)


def drawn(size=SIZE, mode="RGB"):
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new(mode, size, "red" if mode != "L" else 200)
    picture.paste("blue" if mode != "L" else 50, (size[0] // 2, 0, *size))
    return picture


def exif(orientation=None):
    """EXIF with a position, a camera owner and, where asked, an orientation."""
    data = Image.Exif()
    data[0x010E] = "PLANTED description"
    if orientation:
        data[0x0112] = orientation
    position = data.get_ifd(0x8825)
    position[1], position[2] = "N", (52.0, 31.0, 0.0)
    position[3], position[4] = "E", (13.0, 24.0, 0.0)
    data.get_ifd(0x8769)[0xA430] = "PLANTED owner"
    return data.tobytes()


def profile():
    """A colour profile with a planted description."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    planted = plain.replace("sRGB built-in".encode("utf-16-be"), "PLANTED-DESCR".encode("utf-16-be"))
    assert planted != plain
    return planted


def encoded(picture=None, kind="JPEG", **options):
    result = BytesIO()
    (picture or drawn()).save(result, kind, **options)
    return result.getvalue()


def segment(marker, body):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def with_segments(jpeg, *segments):
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunks(png, *chunks):
    """PNG with chunks right after the header."""
    return png[:33] + b"".join(chunks) + png[33:]


def jpeg_thumbnail_exif():
    """EXIF whose second directory holds a small picture with planted bytes."""
    small = with_segments(encoded(drawn((8, 8))), segment(0xFE, b"PLANTED thumbnail"))
    first = struct.pack("<HI", 0, 14)
    entries = struct.pack("<HHII", 0x0201, 4, 1, 44) + struct.pack("<HHII", 0x0202, 4, 1, len(small))
    second = struct.pack("<H", 2) + entries + struct.pack("<I", 0)
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + small


def multi_picture():
    """A JPEG with a second one behind it, both found through the MPF segment."""
    first, second = drawn(), drawn((20, 10))
    return encoded(first, "MPO", save_all=True, append_images=[second], exif=exif())


CONTAINERS = {
    "jpeg exif": lambda: encoded(exif=exif()),
    "jpeg xmp": lambda: with_segments(encoded(), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)),
    "jpeg extended xmp": lambda: with_segments(encoded(), segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + XMP)),
    "jpeg iptc": lambda: with_segments(encoded(), segment(0xED, IPTC)),
    "jpeg comment": lambda: encoded(comment=b"PLANTED comment"),
    "jpeg thumbnail": lambda: with_segments(encoded(), segment(0xE1, jpeg_thumbnail_exif())),
    "jpeg jfxx thumbnail": lambda: with_segments(encoded(), segment(0xE0, b"JFXX\0\x10PLANTED")),
    "jpeg profile": lambda: encoded(icc_profile=profile()),
    "jpeg several pictures": multi_picture,
    "jpeg after the end": lambda: encoded() + encoded(exif=exif()),
    "jpeg private segment": lambda: with_segments(encoded(), segment(0xEB, b"PLANTED JUMBF")),
    "png exif": lambda: with_chunks(encoded(kind="PNG"), chunk(b"eXIf", exif()[6:])),
    "png xmp": lambda: with_chunks(encoded(kind="PNG"), chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)),
    "png text": lambda: with_chunks(encoded(kind="PNG"), chunk(b"tEXt", b"Author\0PLANTED")),
    "png packed text": lambda: with_chunks(
        encoded(kind="PNG"), chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"PLANTED GPS"))
    ),
    "png time": lambda: with_chunks(encoded(kind="PNG"), chunk(b"tIME", b"\x07\xe9\x01\x02\x03\x04\x05")),
    "png profile": lambda: encoded(kind="PNG", icc_profile=profile()),
    "png private chunk": lambda: with_chunks(encoded(kind="PNG"), chunk(b"prVt", b"PLANTED")),
    "png after the end": lambda: encoded(kind="PNG") + b"PLANTED",
    "webp exif": lambda: encoded(kind="WEBP", exif=exif()),
    "webp xmp": lambda: encoded(kind="WEBP", xmp=XMP),
    "webp profile": lambda: encoded(kind="WEBP", icc_profile=profile()),
    "webp after the end": lambda: encoded(kind="WEBP") + b"PLANTED",
    "webp lossless": lambda: encoded(kind="WEBP", lossless=True, exif=exif(), xmp=XMP),
}
EVERYTHING = {
    "jpg": lambda: with_segments(
        encoded(exif=exif(), icc_profile=profile(), comment=b"PLANTED"),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xED, IPTC),
    )
    + b"PLANTED",
    "png": lambda: with_chunks(
        encoded(kind="PNG"), chunk(b"eXIf", exif()[6:]), chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    ),
    "webp": lambda: encoded(kind="WEBP", exif=exif(), xmp=XMP, icc_profile=profile()) + b"PLANTED",
}

PIXEL_SEGMENTS = {0xDB, 0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDD}


def foreign_parts(data):
    """Whatever a picture file holds beside what is needed to show its pixels."""
    if data.startswith(b"\xff\xd8"):
        return [part for part in jpeg_parts(data) if part not in PIXEL_SEGMENTS]
    if data.startswith(b"\x89PNG"):
        return [part for part in png_parts(data) if part not in {b"IHDR", b"PLTE", b"IDAT", b"IEND"}]
    return [part for part in webp_parts(data) if part not in {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}]


def jpeg_parts(data):
    place = 2
    while data[place + 1] != 0xD9:
        marker, length = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        if not (marker == 0xE0 and data[place + 4 : place + 9] == b"JFIF\0" and length == 16):
            yield marker
        place += 2 + length
        if marker == 0xDA:
            while data[place] != 0xFF or data[place + 1] in (0, *range(0xD0, 0xD8)):
                place += 1
    if data[place + 2 :]:
        yield data[place + 2 :]


def png_parts(data):
    place = 8
    while place < len(data):
        length, name = struct.unpack(">I4s", data[place : place + 8])
        yield name
        place += 12 + length
        if name == b"IEND" and data[place:]:
            yield data[place:]
            return


def webp_parts(data):
    place, end = 12, 8 + struct.unpack("<I", data[4:8])[0]
    while place < end:
        name, length = struct.unpack("<4sI", data[place : place + 8])
        yield name
        place += 8 + length + length % 2
    if data[end:]:
        yield data[end:]


def huge_png(width=11_000, height=11_000):
    """A small file that says 121 megapixels and means it."""
    rows = zlib.compressobj(9)
    row = b"\0" + b"\0" * (width * 3)
    body = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
