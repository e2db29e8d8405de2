"""A document that is kept names nobody and still says what it said."""
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile

from core.documents import cleaning
from core.tests import document_files as files
from core.tests import picture_files
from core.uploads import child, sandbox

MAKERS = {
    "pdf": files.pdf,
    "odt": files.odt,
    "docx": lambda: files.office("docx"),
    "xlsx": lambda: files.office("xlsx"),
    "pptx": lambda: files.office("pptx"),
}


def clean(kind, data):
    return cleaning.clean(ContentFile(data, f"report.{kind}")).read()


def contents(kind, data):
    """Every unpacked byte of a document."""
    if kind == "pdf":
        with pikepdf.open(BytesIO(data)) as document:
            streams = [each for each in document.objects if isinstance(each, pikepdf.Stream)]
            texts = [repr(each).encode() for each in document.objects]
            return b"".join([data, *texts, *(each.read_raw_bytes() for each in streams)])
    parts = files.unpacked(data)
    return b"".join([*parts.values(), *(name.encode() for name in parts)])


@pytest.fixture
def in_this_process(monkeypatch):
    """The same functions without a process for each case."""
    monkeypatch.setattr(sandbox, "run", child.clean)


@pytest.mark.parametrize("kind", MAKERS)
def test_nobody_is_named_in_what_is_kept(kind):
    data = MAKERS[kind]()
    assert files.PLANTED in contents(kind, data)
    assert files.PLANTED not in contents(kind, clean(kind, data))


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(("kind", "main"), [("docx", "word/document.xml"), ("odt", "content.xml")])
def test_what_the_document_says_stays(kind, main):
    assert b"What was done" in files.unpacked(clean(kind, MAKERS[kind]()))[main]


@pytest.mark.parametrize(
    ("kind", "photo"),
    [
        ("docx", "word/media/image1.jpeg"), ("xlsx", "xl/media/image1.jpeg"), ("pptx", "ppt/media/image1.jpeg"),
        ("odt", "Pictures/1.jpg"),
    ],
)  # fmt: skip
def test_a_photo_inside_an_office_file_keeps_only_its_pixels(kind, photo):
    kept = files.unpacked(clean(kind, MAKERS[kind]()))[photo]
    assert kept.startswith(b"\xff\xd8")
    assert picture_files.foreign_parts(kept) == []


def test_a_photo_inside_a_pdf_keeps_its_pixels_byte_for_byte():
    original = picture_files.EVERYTHING["jpg"]()
    with pikepdf.open(BytesIO(clean("pdf", files.pdf()))) as document:
        kept = document.pages[0].Resources.XObject.Photo.read_raw_bytes()
    assert set(picture_files.foreign_parts(kept)) <= {0xE2}  # the colour profile is needed
    assert b"8BIM" not in kept
    assert b"Exif" not in kept
    scan = original[original.index(b"\xff\xda") : original.rindex(b"\xff\xd9")]
    assert kept[kept.index(b"\xff\xda") :] == scan + b"\xff\xd9"


@pytest.mark.usefixtures("in_this_process")
def test_a_photo_behind_two_filters_is_found_too():
    def twice(document):
        photo = document.pages[0].Resources.XObject.Photo
        body = photo.read_raw_bytes()
        packed = files.zipfile.zlib.compress(body)
        photo.write(packed, filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode]))

    kept = clean("pdf", files.pdf(twice))
    assert files.PLANTED not in contents("pdf", kept)


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_no_relation_leads_to_a_part_that_is_gone(kind):
    parts = files.unpacked(clean(kind, MAKERS[kind]()))
    everything = b"".join(parts.values())
    assert not [name for name in parts if name.startswith(("docProps/", "customXml/", "xl/printerSettings/"))]
    for gone in (b"docProps/", b"printerSettings", b"attachedTemplate", b"rId9"):
        assert gone not in everything


def test_the_manifest_of_a_text_lists_only_what_is_there():
    parts = files.unpacked(clean("odt", files.odt()))
    assert b"Thumbnails" not in parts["META-INF/manifest.xml"]
    assert next(iter(parts)) == "mimetype"


def test_a_workbook_behind_a_chart_is_cleaned_too():
    workbook = files.office("xlsx")
    kept = clean("docx", files.office("docx", {"word/embeddings/book1.xlsx": workbook}))
    inner = files.unpacked(kept)["word/embeddings/book1.xlsx"]
    assert files.PLANTED in contents("xlsx", workbook)
    assert files.PLANTED not in contents("xlsx", inner)


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("target", ["https://example.org/a", "mailto:a@example.org", "tel:+1", "#part", "other.html"])
def test_links_that_a_reader_follows_by_hand_stay(target):
    kept = files.unpacked(clean("docx", files.linked("docx", target)))
    assert target.encode() in kept["word/_rels/document.xml.rels"]


def test_a_form_field_of_a_pdf_keeps_its_name():
    def field(document):
        made = pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9], T=pikepdf.String("city"))
        widget = document.make_indirect(made)
        document.pages[0].Annots.append(widget)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[widget])

    with pikepdf.open(BytesIO(clean("pdf", files.pdf(field)))) as document:
        assert str(document.pages[0].Annots[1].T) == "city"
        assert "/T" not in document.pages[0].Annots[0]


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("text", ["Ce qui a été fait\n", "ما تم\r\n", "做了什么\t\f"])
def test_plain_text_in_any_language_stays_as_it_is(text):
    assert clean("txt", text.encode()) == text.encode()


def test_the_byte_order_mark_of_a_text_goes():
    assert clean("txt", b"\xef\xbb\xbfabc") == b"abc"


def test_a_clean_document_is_not_cleaned_twice(monkeypatch):
    kept = cleaning.clean(ContentFile(b"abc", "a.txt"))
    monkeypatch.setattr(sandbox, "run", lambda *args: pytest.fail("started a second time"))
    assert cleaning.clean(kept) is kept


def test_cleaning_gives_the_same_bytes_again():
    once = clean("pdf", files.pdf())
    assert clean("pdf", once) == once
