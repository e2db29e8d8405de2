"""A document that acts, loads, hides something or is not what it says is refused with a sentence that helps."""
import struct
import zipfile
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from pikepdf import Array, Dictionary, Name, String

from core.documents import archives, cleaning
from core.pictures import cleaning as pictures
from core.tests import document_files as files
from core.tests import picture_files
from core.uploads import child, sandbox
from core.uploads.refusal import Refusal
from core.uploads.sentences import SENTENCES, UploadRefused


def refusal(data, kind):
    with pytest.raises(UploadRefused) as caught:
        cleaning.clean(ContentFile(data, f"report.{kind}"))
    return caught.value.code


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """The same functions without a process for each case; test_document_cleaning.py starts it."""
    monkeypatch.setattr(sandbox, "run", child.clean)


@pytest.fixture
def no_child(monkeypatch):
    monkeypatch.setattr(sandbox, "run", lambda *args: pytest.fail("the document was opened"))


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt", "xlsx", "pptx"])
@pytest.mark.parametrize("data", [b"<!DOCTYPE html><script>alert(1)</script>", b"MZ\x90", b"\n%PDF-1.7", b"GIF8"])
def test_html_and_other_things_under_the_name_of_a_document_are_refused_unopened(no_child, kind, data):
    assert refusal(data, kind) == "document_mismatch"


@pytest.mark.parametrize("kind", ["docm", "doc", "html", "svg", "xlsm", "exe", "zip", ""])
def test_other_endings_are_refused_unopened(no_child, kind):
    assert refusal(b"abc", kind) == "document_kind"


def test_a_document_over_twenty_megabytes_is_refused_unopened(no_child):
    assert refusal(b"%PDF-1.7" + b"\0" * cleaning.MAX_BYTES, "pdf") == "document_large"


def test_an_empty_document_is_refused(no_child):
    assert refusal(b"", "txt") == "empty"


@pytest.mark.parametrize(("made", "named"), [("docx", "xlsx"), ("xlsx", "pptx"), ("odt", "docx"), ("docx", "odt")])
def test_one_office_format_under_the_name_of_another_is_refused(made, named):
    data = files.odt() if made == "odt" else files.office(made)
    assert refusal(data, named) == "document_mismatch"


@pytest.mark.parametrize("data", [b"abc\0def", b"\xff\xfea\0b\0", b"caf\xe9", b"\x1b[2J", b"a\x7f"])
def test_text_that_is_not_plain_utf8_is_refused(data):
    assert refusal(data, "txt") == "text_encoding"


def act(**action):
    def change(document):
        document.Root.OpenAction = Dictionary(**action)

    return change


def annotate(subtype):
    def change(document):
        document.pages[0].Annots.append(document.make_indirect(Dictionary(Subtype=Name(subtype), Rect=[0, 0, 1, 1])))

    return change


def attach(document):
    document.attachments["a.txt"] = b"a"


def sign(document):
    document.Root.Signed = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]))


def nest(document):
    document.Root.Deep = Array([Array([Dictionary(A=Dictionary(S=Name.JavaScript))])])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (act(S=Name.JavaScript, JS=String("app.alert(1)")), "macros"),
        (act(S=Name.Launch, F=String("cmd.exe")), "linked_content"),
        (act(S=Name.SubmitForm, F=String("http://example.org")), "linked_content"),
        (act(S=Name.ImportData), "linked_content"),
        (act(S=Name.GoToR, F=String("/srv/someone/a.pdf")), "linked_content"),
        (act(S=Name.GoToE), "embedded_object"),
        (act(S=Name.URI, URI=String("javascript:alert(1)")), "linked_content"),
        (act(S=Name.URI, URI=String("file:///etc/passwd")), "linked_content"),
        (attach, "embedded_object"),
        (annotate("/FileAttachment"), "embedded_object"),
        (annotate("/RichMedia"), "embedded_object"),
        (annotate("/3D"), "embedded_object"),
        (sign, "signed"),
        (nest, "macros"),
    ],
)
def test_a_pdf_that_acts_or_carries_something_is_refused(change, code):
    assert refusal(files.pdf(change), "pdf") == code


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_locked_pdf_is_refused(password):
    data = files.pdf(encryption=pikepdf.Encryption(owner="owner", user=password))
    assert refusal(data, "pdf") == "encrypted"


def test_a_pdf_that_is_an_archive_or_a_page_as_well_is_refused():
    archive = files.packed({"a.txt": "a"})
    assert refusal(files.pdf() + archive, "pdf") == "extra_bytes"
    assert refusal(files.pdf() + b"<script>", "pdf") == "extra_bytes"


def test_a_broken_pdf_is_refused():
    assert refusal(b"%PDF-1.7\n%%EOF", "pdf") == "damaged"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("word/vbaProject.bin", "macros"),
        ("word/activeX/activeX1.xml", "macros"),
        ("word/embeddings/oleObject1.bin", "embedded_object"),
        ("word/embeddings/book.xlsm", "embedded_object"),
        ("word/media/image1.emf", "embedded_picture"),
        ("word/media/image1.svg", "embedded_picture"),
        ("word/media/movie.mp4", "embedded_picture"),
        ("_xmlsignatures/sig1.xml", "signed"),
        ("payload.exe", "embedded_object"),
    ],
)
def test_an_office_file_with_a_part_that_acts_or_is_not_known_is_refused(part, code):
    assert refusal(files.office("docx", {part: b"abc"}), "docx") == code


def test_a_workbook_that_reads_other_workbooks_is_refused():
    assert refusal(files.office("xlsx", {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "xlsx") == "linked_content"


def test_macros_are_found_by_content_type_whatever_the_name():
    override = '<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    assert refusal(files.office("docx", types=override), "docx") == "macros"


def test_a_macro_document_under_a_plain_name_is_refused():
    parts = files.office_parts("docx")
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(plain, macro)
    assert refusal(files.packed(parts), "docx") == "macros"


@pytest.mark.parametrize("relation", ["image", "oleObject", "frame", "externalLinkPath", "attachedToolbars"])
def test_an_office_file_that_loads_something_is_refused(relation):
    assert refusal(files.linked("docx", "https://tracker.example/1.png", relation), "docx") == "linked_content"


@pytest.mark.parametrize("target", ["javascript:a()", "file:///c:/a", "\\\\server\\share", "//server/a", "ms-word:a"])
def test_a_link_to_anything_but_the_web_is_refused(target):
    assert refusal(files.linked("docx", target), "docx") == "linked_content"


@pytest.mark.parametrize("instruction", ["DDEAUTO c:\\\\cmd.exe", " INCLUDEPICTURE http://a/", "LINK Excel.Sheet"])
def test_a_field_that_loads_something_is_refused(instruction):
    body = f'{files.XML}<w:hdr xmlns:w="{files.W}"><w:instrText>{instruction}</w:instrText></w:hdr>'
    assert refusal(files.office("docx", {"word/header1.xml": body}), "docx") == "linked_content"


def test_a_picture_under_a_wrong_name_or_too_large_inside_a_document_is_refused():
    wrong = {"word/media/image2.png": picture_files.encoded()}
    large = {"word/media/image2.png": picture_files.huge_png(6001, 4000)}
    assert refusal(files.office("docx", wrong), "docx") == "embedded_picture"
    assert refusal(files.office("docx", large), "docx") == "embedded_picture"


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    assert refusal(files.office("docx", {"word/a.xml": bomb}), "docx") == "damaged"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<script:event-listener/>", "macros"),
        ('<text:a xlink:href="vnd.sun.star.script:a">a</text:a>', "macros"),
        ("<draw:object-ole/>", "embedded_object"),
        ("<draw:floating-frame/>", "embedded_object"),
        ("<office:binary-data>aaaa</office:binary-data>", "embedded_object"),
        ("<office:dde-source/>", "linked_content"),
        ('<draw:image xlink:href="https://tracker.example/1.png"/>', "linked_content"),
        ('<draw:image xlink:href="../secret.png"/>', "linked_content"),
        ('<text:a xlink:href="file:///etc/passwd">a</text:a>', "linked_content"),
    ],
)
def test_an_opendocument_text_that_acts_or_loads_something_is_refused(body, code):
    assert refusal(files.odt(body), "odt") == code


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("Basic/Standard/script.xml", "macros"),
        ("META-INF/documentsignatures.xml", "signed"),
        ("Object 1", "embedded_object"),
        ("Pictures/a.svm", "embedded_picture"),
    ],
)
def test_an_opendocument_text_with_a_part_that_acts_or_is_not_known_is_refused(part, code):
    assert refusal(files.odt(extra={part: b"<a/>"}), "odt") == code


def test_a_locked_opendocument_text_is_refused():
    manifest = f'{files.XML}<m xmlns="urn:m"><encryption-data/></m>'
    assert refusal(files.odt(extra={"META-INF/manifest.xml": manifest}), "odt") == "encrypted"


def test_an_archive_with_too_many_files_is_refused():
    data = files.packed({str(number): "" for number in range(archives.MAX_ENTRIES + 1)})
    assert refusal(data, "docx") == "archive_bounds"


def test_an_archive_that_unpacks_to_a_hundred_times_its_size_is_refused():
    data = files.office("docx", {"word/a.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})
    assert len(data) < 100_000
    assert refusal(data, "docx") == "archive_bounds"


def entry(name="a", **changes):
    info = zipfile.ZipInfo(name)
    for key, value in changes.items():
        setattr(info, key, value)
    return info


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([entry(file_size=archives.MAX_UNPACKED + 1)], "archive_bounds"),
        ([entry(flag_bits=1)], "encrypted"),
        ([entry(compress_type=zipfile.ZIP_LZMA)], "damaged"),
    ],
)
def test_the_directory_of_an_archive_is_enough_to_refuse(entries, code):
    with pytest.raises(Refusal) as caught:
        archives.check_bounds(entries, 30_000_000)
    assert caught.value.code == code


def test_files_that_share_bytes_are_refused():
    overlapping = [entry("a", header_offset=0, compress_size=500), entry("b", header_offset=100, compress_size=500)]
    with pytest.raises(Refusal) as caught:
        archives.check_places(overlapping)
    assert caught.value.code == "archive_bounds"


@pytest.mark.parametrize("names", [["/a"], ["../a"], ["a/../../b"], ["a\\b"], ["c:a"], ["a", "A"]])
def test_names_that_leave_the_archive_or_come_twice_are_refused(names):
    with pytest.raises(Refusal) as caught:
        archives.check_names(names)
    assert caught.value.code == "damaged"


def test_an_archive_that_lies_about_its_sizes_is_refused():
    body = b"<a>" + b"b" * 5_000 + b"</a>"
    data = files.office("docx", {"word/a.xml": body})
    assert refusal(data.replace(struct.pack("<I", len(body)), struct.pack("<I", 10)), "docx") == "damaged"


@pytest.mark.parametrize("change", [lambda data: b"PK\x03\x04junk" + data, lambda data: data + b"<html>"])
def test_an_archive_with_something_around_it_is_refused(change):
    assert refusal(change(files.office("docx")), "docx") in {"extra_bytes", "damaged"}


def test_a_comment_behind_an_archive_is_refused():
    result = BytesIO(files.office("docx"))
    with zipfile.ZipFile(result, "a") as archive:
        archive.comment = b"<script>"
    assert refusal(result.getvalue(), "docx") == "extra_bytes"


def test_every_sentence_says_what_to_do():
    for code, sentence in SENTENCES.items():
        said = UploadRefused(Refusal(code, "word/a\x00\n.bin")).messages[0]
        assert said.endswith(".")
        assert said.count(".") >= 2, sentence
        assert "%(" not in said


def test_an_unknown_reason_still_gives_a_sentence():
    assert UploadRefused(Refusal("Traceback")).code == "damaged"


def test_the_name_of_a_part_is_shown_short_and_without_control_characters():
    assert Refusal("embedded_object", "a\x00b\u202ec" * 100).detail == ("abc" * 100)[:80]


def test_the_limits_of_both_sides_are_the_same():
    from core.pictures import decode

    assert decode.MAX_PIXELS == pictures.MAX_PIXELS
