"""Files that tell on people, that blow up, and that are two things at once: name of the file and bytes of each.

What is planted holds the word PLANTED; what would run or be taken for something else holds the word EVIL.
"""
import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from core.documents import archives
from core.tests import document_files as documents
from core.tests import picture_files as pictures

EVIL = b"EVIL"
PHOTO = pictures.EVERYTHING["jpg"]
APP = f"{documents.XML}<Properties><Company>PLANTED</Company><Manager>PLANTED</Manager></Properties>"


def _office(kind, **parts):
    """A document with nothing planted but these parts."""
    plain = {name: body for name, body in documents.office_parts(kind).items() if "PLANTED" not in str(body)}
    main = documents.MAIN[kind][0]
    body = documents.BODIES[kind].replace("PLANTED", "somebody")
    return documents.packed({**plain, main: body, **{name.replace("__", "/"): each for name, each in parts.items()}})


def _part(kind, name, body=None):
    return lambda: _office(kind, **{name: body() if callable(body) else body or documents.EXTRAS[kind][name]})


def _pdf(change=None, **options):
    """A page with nothing planted but what `change` does."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    if change:
        change(document)
    result = BytesIO()
    document.save(result, **options)
    return result.getvalue()


def _info(document):
    document.docinfo["/Author"], document.docinfo["/Producer"] = "PLANTED", "PLANTED"


def _xmp(document):
    document.Root.Metadata = document.make_stream(documents.PDF_XMP, Type=Name.Metadata)


def _page_data(document):
    document.pages[0].obj.PieceInfo = Dictionary(Someone=String("PLANTED"))


def _note(document):
    document.pages[0].obj.Annots = Array([document.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=String("PLANTED")))])


def _photo(document):
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Photo=documents.pdf_photo(document)))


def _photo_xmp(document):
    _photo(document)
    document.pages[0].Resources.XObject.Photo.Metadata = document.make_stream(documents.PDF_XMP, Type=Name.Metadata)


def _former_author():
    """A PDF whose first version, which named somebody, still lies under the second."""
    first = _pdf(_info)
    start = first.rindex(b"startxref")
    place = int(first[start:].split()[1])
    table = b"xref\n0 0\ntrailer\n<</Size 99 /Root " + _root_of(first) + b" /Prev %d>>\nstartxref\n" % place
    return first + table + b"%d\n%%%%EOF\n" % len(first)


def _root_of(data):
    with pikepdf.open(BytesIO(data)) as document:
        number, generation = document.Root.objgen
    return b"%d %d R" % (number, generation)


METADATA = {
    **{name: (f"a.{name.split()[0].replace('jpeg', 'jpg')}", make) for name, make in pictures.CONTAINERS.items()},
    "docx core": ("a.docx", _part("docx", "docProps__core.xml", documents.CORE)),
    "docx application": ("a.docx", _part("docx", "docProps__app.xml", APP)),
    "docx comments": ("a.docx", _part("docx", "word/comments.xml")),
    "docx people": ("a.docx", _part("docx", "word/people.xml")),
    "docx photo": ("a.docx", _part("docx", "word__media__image1.jpeg", PHOTO)),
    "docx everything": ("a.docx", lambda: documents.office("docx")),
    "xlsx core": ("a.xlsx", _part("xlsx", "docProps__core.xml", documents.CORE)),
    "xlsx people": ("a.xlsx", _part("xlsx", "xl/persons/person.xml")),
    "xlsx everything": ("a.xlsx", lambda: documents.office("xlsx")),
    "pptx core": ("a.pptx", _part("pptx", "docProps__core.xml", documents.CORE)),
    "pptx authors": ("a.pptx", _part("pptx", "ppt/authors.xml")),
    "pptx everything": ("a.pptx", lambda: documents.office("pptx")),
    "odt everything": ("a.odt", documents.odt),
    "pdf information": ("a.pdf", lambda: _pdf(_info)),
    "pdf xmp": ("a.pdf", lambda: _pdf(_xmp)),
    "pdf page data": ("a.pdf", lambda: _pdf(_page_data)),
    "pdf note": ("a.pdf", lambda: _pdf(_note)),
    "pdf photo": ("a.pdf", lambda: _pdf(_photo)),
    "pdf photo xmp": ("a.pdf", lambda: _pdf(_photo_xmp)),
    "pdf object streams": ("a.pdf", lambda: _pdf(_info, object_stream_mode=pikepdf.ObjectStreamMode.generate)),
    "pdf former author": ("a.pdf", _former_author),
    "pdf everything": ("a.pdf", documents.pdf),
}


def _packed_zeros(megabytes):
    packing = zlib.compressobj(9)
    return b"".join(packing.compress(b"\0" * 1_000_000) for _ in range(megabytes)) + packing.flush()


def _png(*chunks):
    return pictures.with_chunks(pictures.encoded(kind="PNG"), *chunks)


def _png_header(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + pictures.chunk(b"IHDR", header) + pictures.chunk(b"IDAT", zlib.compress(b"\0"))
            + pictures.chunk(b"IEND", b""))


def _png_too_much_data():
    header = struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + pictures.chunk(b"IHDR", header) + pictures.chunk(b"IDAT", _packed_zeros(300))
            + pictures.chunk(b"IEND", b""))


def _jpeg_header(width, height):
    return pictures.encoded().replace(struct.pack(">HH", 20, 40), struct.pack(">HH", height, width), 1)


def _jpeg_many_scans():
    """A progressive picture that is refined again and again."""
    large = pictures.encoded(pictures.drawn((1000, 1000)), progressive=True)
    start = large.index(b"\xff\xda")
    end = large.index(b"\xff", start + 14)
    while large[end + 1] in (0, *range(0xD0, 0xD8)):
        end = large.index(b"\xff", end + 2)
    return large[:end] + large[start:end] * 1_000 + large[end:]


def _apng_frames():
    frames = [pictures.drawn((300, 300)).rotate(number) for number in range(60)]
    return pictures.encoded(frames[0], "PNG", save_all=True, append_images=frames[1:] * 10)


def _webp(kind, width, height):
    if kind == b"VP8X":
        size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        return b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + size
    return b"RIFF\x16\0\0\0WEBPVP8L\x05\0\0\0\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little")


def _word(body):
    return documents.office("docx", {"word/header1.xml": f'{documents.XML}{body}'})


def _laughs():
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))]
    return _word(f"<!DOCTYPE a [{''.join(lines)}]><a>&a9;</a>")


def _nested(depth=6):
    inner = documents.office("xlsx")
    for _level in range(depth):
        inner = documents.office("xlsx", {"xl/embeddings/book1.xlsx": inner})
    return inner


def _overlapping():
    """Many entries that share the same bytes."""
    result = BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<a>" + b" " * 3_000_000 + b"</a>")
        first = archive.infolist()[0]
        for number in range(30):
            entry = zipfile.ZipInfo(f"word/{number}.xml")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset", "flag_bits"):
                setattr(entry, name, getattr(first, name))
            archive.filelist.append(entry)
            archive.NameToInfo[entry.filename] = entry
    return result.getvalue()


def _lying():
    """An entry that says it is small and is not."""
    data = bytearray(documents.packed({"[Content_Types].xml": b" " * 50_000_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rindex(mark) + offset
        data[place : place + 4] = struct.pack("<I", 10)
    return bytes(data)


def _pdf_photo_twice_packed(document):
    _photo(document)
    photo = document.pages[0].Resources.XObject.Photo
    photo.write(_packed_zeros(200), filter=Array([Name.FlateDecode, Name.DCTDecode]))


def _pdf_object_stream():
    """Objects in a stream that unpacks to hundreds of megabytes."""
    packed = _packed_zeros(700)
    head = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    stream = b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    body = head + stream + packed + b"\nendstream\nendobj\n"
    rows = ((1, 0), (1, len(b"%PDF-1.5\n")), (2, 3), (1, len(head)))
    table = zlib.compress(b"".join(struct.pack(">BI", *row) for row in rows))
    where = len(body)
    body += b"4 0 obj\n<</Type/XRef/Size 4/W[1 4 0]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(table)
    return body + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % where


def _pdf_deep(document):
    document.Root.Deep = document.make_stream(b"")
    return document


def _pdf_nested_arrays():
    data = _pdf(_pdf_deep)
    return data.replace(b"/Deep", b"/A " + b"[" * 200_000 + b"]" * 200_000 + b" /Deep", 1)


def _pdf_many_objects(document):
    document.Root.Many = Array([document.make_indirect(Dictionary(A=number)) for number in range(310_000)])


def _pdf_packed_many_times(document):
    body = b"\0" * 50_000_000
    for _time in range(4):
        body = zlib.compress(body, 9)
    stream = document.make_stream(b"")
    stream.write(body, filter=Array([Name.FlateDecode] * 4))
    document.pages[0].Contents = stream


def _pdf_loop():
    return _pdf().replace(b"/Count 1", b"/Count 9").replace(b"/Kids [", b"/Kids [ 1 0 R 2 0 R ")


BOMBS = {
    "png of 121 megapixels": ("a.png", pictures.huge_png),
    "png that says 900 megapixels": ("a.png", lambda: _png_header(30_000, 30_000)),
    "png that says it is endless": ("a.png", lambda: _png_header(2**31 - 1, 2**31 - 1)),
    "png with packed text": ("a.png", lambda: _png(pictures.chunk(b"zTXt", b"a\0\0" + _packed_zeros(300)))),
    "png with a packed profile": ("a.png", lambda: _png(pictures.chunk(b"iCCP", b"a\0\0" + _packed_zeros(300)))),
    "png with packed foreign text": (
        "a.png", lambda: _png(pictures.chunk(b"iTXt", b"a\0\1\0\0\0" + _packed_zeros(300)))),
    "png with too much data": ("a.png", _png_too_much_data),
    "png with 600 frames": ("a.png", _apng_frames),
    "png with 100,000 chunks": ("a.png", lambda: _png(*[pictures.chunk(b"tEXt", b"a\0b")] * 100_000)),
    "jpeg that says four gigapixels": ("a.jpg", lambda: _jpeg_header(65_500, 65_500)),
    "jpeg with 1,000 scans": ("a.jpg", _jpeg_many_scans),
    "jpeg with 100,000 segments": (
        "a.jpg", lambda: pictures.with_segments(pictures.encoded(), *[pictures.segment(0xFE, b"a")] * 100_000)),
    "webp canvas": ("a.webp", lambda: _webp(b"VP8X", 16_383, 16_383)),
    "webp lossless": ("a.webp", lambda: _webp(b"VP8L", 16_383, 16_383)),
    "docx of spaces": ("a.docx", lambda: _word("<a>" + " " * 60_000_000 + "</a>")),
    "docx with too many parts": (
        "a.docx", lambda: documents.office("docx", {f"word/{n}.xml": "<a/>" for n in range(archives.MAX_ENTRIES)})),
    "docx with shared bytes": ("a.docx", _overlapping),
    "docx that lies": ("a.docx", _lying),
    "docx with a billion laughs": ("a.docx", _laughs),
    "docx 100,000 elements deep": ("a.docx", lambda: _word("<a>" * 100_000 + "</a>" * 100_000)),
    "docx with a picture of 121 megapixels": (
        "a.docx", lambda: documents.office("docx", {"word/media/image9.png": pictures.huge_png()})),
    "xlsx in xlsx in xlsx": ("a.xlsx", _nested),
    "odt of spaces": ("a.odt", lambda: documents.odt("<text:p>" + " " * 60_000_000 + "</text:p>")),
    "pdf with a packed photo": ("a.pdf", lambda: _pdf(_pdf_photo_twice_packed)),
    "pdf with an object stream": ("a.pdf", _pdf_object_stream),
    "pdf with 200,000 brackets": ("a.pdf", _pdf_nested_arrays),
    "pdf with 310,000 objects": ("a.pdf", lambda: _pdf(_pdf_many_objects)),
    "pdf packed four times": ("a.pdf", lambda: _pdf(_pdf_packed_many_times)),
    "pdf whose pages hold themselves": ("a.pdf", _pdf_loop),
    "text of 21 megabytes": ("a.txt", lambda: b"a" * 21 * 1024 * 1024),
}

FOREIGN = {
    "html": b"<!DOCTYPE html><script>EVIL()</script>",
    "script": b"*/=1;EVIL();/*",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="EVIL()"/>',
    "php archive": b"<?php EVIL(); __HALT_COMPILER(); ?>\r\n" + b"\0" * 20 + b"GBMB",
    "hta": b'<HTML><HTA:APPLICATION ID="EVIL"><script language="vbscript">EVIL</script></HTML>',
    "mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=EVIL\r\n\r\n--EVIL\r\n"
    b"Content-Type: text/html\r\n\r\n<script>EVIL()</script>\r\n--EVIL--",
    "zip": documents.packed({"EVIL.exe": b"MZ EVIL"}, stored={"EVIL.exe"}),
    "pdf": b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(EVIL)>>>>endobj\n%%EOF",
}
PICTURE = {"jpg": pictures.encoded, "png": lambda: pictures.encoded(kind="PNG"),
           "webp": lambda: pictures.encoded(kind="WEBP")}


def _after(host, name):
    return lambda: host() + FOREIGN[name]


def _jpeg_note(name):
    return lambda: pictures.with_segments(pictures.encoded(), pictures.segment(0xFE, FOREIGN[name]))


def _png_note(name):
    return lambda: _png(pictures.chunk(b"tEXt", b"Comment\0" + FOREIGN[name].replace(b"\0", b"")))


def _raw(name):
    return lambda: FOREIGN[name]


def _before(body, host):
    return lambda: body + host()


def _plain_docx():
    return _office("docx")


POLYGLOTS = {
    **{f"{kind}, {name} behind": (f"a.{kind}", _after(make, name))
       for kind, make in PICTURE.items() for name in FOREIGN},
    **{f"jpg, {name} in the comment": ("a.jpg", _jpeg_note(name)) for name in FOREIGN},
    **{f"png, {name} in a note": ("a.png", _png_note(name)) for name in ("html", "script", "svg", "php archive")},
    **{f"{name} called png": ("a.png", _raw(name)) for name in FOREIGN},
    **{f"pdf, {name} behind": ("a.pdf", _after(_pdf, name)) for name in FOREIGN if name != "pdf"},
    **{f"docx, {name} behind": ("a.docx", _after(_plain_docx, name)) for name in FOREIGN},
    "gif that is a script": ("a.jpg", lambda: b"GIF89a/*" + b"\0" * 20 + b"*/=1;EVIL();"),
    "bmp that is a script": ("a.png", lambda: b"BM=1;EVIL();//" + b"\0" * 60),
    "html before a pdf": ("a.pdf", _before(FOREIGN["html"], _pdf)),
    "program before a docx": ("a.docx", _before(b"MZ EVIL", _plain_docx)),
    "docx with a class": ("a.docx", _part("docx", "META-INF__EVIL.class", b"\xca\xfe\xba\xbe EVIL")),
    "docx with a page": ("a.docx", _part("docx", "word__EVIL.html", FOREIGN["html"])),
    "docx with a note at its end": ("a.docx", lambda: _commented(_plain_docx())),
    "odt with a page": ("a.odt", lambda: documents.odt(extra={"EVIL.html": FOREIGN["html"]})),
    "docx whose types are a page": ("a.docx", lambda: documents.packed({"[Content_Types].xml": FOREIGN["html"]})),
    "zip called pdf": ("a.pdf", _raw("zip")),
    "pdf called docx": ("a.docx", _pdf),
    "jpg called pdf": ("a.pdf", _jpeg_note("html")),
}


def _commented(data):
    with zipfile.ZipFile(stream := BytesIO(data), "a") as archive:
        archive.comment = FOREIGN["html"]
    return stream.getvalue()


def everything(name, data):
    """Every unpacked byte of a kept file."""
    if name.endswith("pdf"):
        with pikepdf.open(BytesIO(data)) as document:
            streams = [each for each in document.objects if isinstance(each, pikepdf.Stream)]
            return b"".join([data, *(repr(each).encode() for each in document.objects),
                             *(each.read_raw_bytes() for each in streams)])
    if data.startswith(b"PK"):
        parts = documents.unpacked(data)
        return b"".join([*parts.values(), *(part.encode() for part in parts)])
    return data
