"""Documents with something planted wherever their formats name people, and documents that must be refused."""
import zipfile
from io import BytesIO

import pikepdf

from core.tests import picture_files

PLANTED = b"PLANTED"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOC_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml"),
}
CORE = (
    f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>PLANTED</dc:creator>'
    "<cp:lastModifiedBy>PLANTED</cp:lastModifiedBy></cp:coreProperties>"
)
BODIES = {
    "docx": f'{XML}<w:document xmlns:w="{W}"><w:body><w:p><w:ins w:id="1" w:author="PLANTED" w:initials="PLANTED">'
    "<w:r><w:t>What was done</w:t></w:r></w:ins></w:p></w:body></w:document>",
    "xlsx": f'{XML}<workbook xmlns="{S}" xmlns:a="urn:x"><fileSharing userName="PLANTED"/>'
    '<a:absPath url="C:\\PLANTED\\"/><sheets/></workbook>',
    "pptx": f'{XML}<p:presentation xmlns:p="{P}"><p:sldIdLst/></p:presentation>',
}
EXTRAS = {
    "docx": {
        "word/comments.xml": f'{XML}<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="PLANTED" '
        'w:initials="PLANTED"><w:p/></w:comment></w:comments>',
        "word/people.xml": f'{XML}<w15:people xmlns:w15="urn:w15"><w15:person w15:author="PLANTED"><w15:presenceInfo '
        'w15:providerId="AD" w15:userId="PLANTED"/></w15:person></w15:people>',
        "word/settings.xml": f'{XML}<w:settings xmlns:w="{W}" xmlns:r="{DOC_RELS}"><w:attachedTemplate r:id="rId1"/>'
        '<w:docVars><w:docVar w:name="a" w:val="PLANTED"/></w:docVars></w:settings>',
        "word/_rels/settings.xml.rels": f'{XML}<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
        f'Type="{DOC_RELS}/attachedTemplate" Target="file:///C:/Users/PLANTED/n.dotm" TargetMode="External"/>'
        "</Relationships>",
    },
    "xlsx": {
        "xl/comments1.xml": f'{XML}<comments xmlns="{S}"><authors><author>PLANTED</author></authors></comments>',
        "xl/persons/person.xml": f'{XML}<personList xmlns="urn:p"><person displayName="PLANTED" userId="PLANTED"/>'
        "</personList>",
        "xl/pivotCache/pivotCacheDefinition1.xml": f'{XML}<pivotCacheDefinition xmlns="{S}" refreshedBy="PLANTED"/>',
        "xl/printerSettings/printerSettings1.bin": b"PLANTED printer",
        "xl/worksheets/sheet1.xml": f'{XML}<worksheet xmlns="{S}" xmlns:r="{DOC_RELS}"><pageSetup paperSize="9" '
        'r:id="rId9"/></worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": f'{XML}<Relationships xmlns="{RELS}"><Relationship Id="rId9" '
        f'Type="{DOC_RELS}/printerSettings" Target="../printerSettings/printerSettings1.bin"/></Relationships>',
    },
    "pptx": {
        "ppt/commentAuthors.xml": f'{XML}<p:cmAuthorLst xmlns:p="{P}"><p:cmAuthor id="1" name="PLANTED" '
        'initials="PLANTED"/></p:cmAuthorLst>',
        "ppt/authors.xml": f'{XML}<q:authorLst xmlns:q="urn:q"><q:author id="1" name="PLANTED" initials="PLANTED" '
        'userId="PLANTED"/></q:authorLst>',
        "ppt/slides/slide1.xml": f'{XML}<p:sld xmlns:p="{P}"><p:cNvPr id="1" name="Picture" '
        'descr="C:\\Users\\PLANTED\\photo.jpg"/></p:sld>',
    },
}


def packed(parts, *, stored=()):
    result = BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body, zipfile.ZIP_STORED if name in stored else None)
    return result.getvalue()


def unpacked(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def office_parts(kind, extra=None, types=""):
    """The parts of a small document with planted people."""
    main, content_type = MAIN[kind]
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{content_type}"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'{XML}<Relationships xmlns="{RELS}">'
        f'<Relationship Id="rId1" Type="{DOC_RELS}/officeDocument" Target="{main}"/>'
        f'<Relationship Id="rId2" Type="{DOC_RELS}/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{DOC_RELS}/thumbnail" Target="/docProps/thumbnail.jpeg"/></Relationships>',
        main: BODIES[kind],
        "docProps/core.xml": CORE,
        "docProps/custom.xml": f"{XML}<Properties>PLANTED</Properties>",
        "docProps/thumbnail.jpeg": b"PLANTED",
        "customXml/item1.xml": f"{XML}<a>PLANTED</a>",
        "customXml/_rels/item1.xml.rels": f'{XML}<Relationships xmlns="{RELS}"/>',
        **(extra or {}),
    }


def office(kind, extra=None, types=""):
    """A small document with planted people and a photo with a position."""
    folder = {"docx": "word", "xlsx": "xl", "pptx": "ppt"}[kind]
    photo = {f"{folder}/media/image1.jpeg": picture_files.EVERYTHING["jpg"]()}
    return packed(office_parts(kind, {**photo, **EXTRAS[kind], **(extra or {})}, types))


def linked(kind, target, relation="hyperlink", mode='TargetMode="External"'):
    """A document with one relation to somewhere."""
    main = MAIN[kind][0]
    folder, _slash, name = main.partition("/")
    body = (
        f'{XML}<Relationships xmlns="{RELS}"><Relationship Id="rId5" Type="{DOC_RELS}/{relation}" '
        f'Target="{target}" {mode}/></Relationships>'
    )
    return packed(office_parts(kind, {f"{folder}/_rels/{name}.rels": body}))


OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
ODF = (
    f'xmlns:office="{OASIS}office:1.0" xmlns:text="{OASIS}text:1.0" xmlns:draw="{OASIS}drawing:1.0" '
    f'xmlns:script="{OASIS}script:1.0" xmlns:config="{OASIS}config:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odt_parts(body="", extra=None):
    """The parts of a small text with planted people."""
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f'{XML}<m:manifest xmlns:m="{OASIS}manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"/><m:file-entry m:full-path="Thumbnails/thumbnail.png"/></m:manifest>',
        "content.xml": f"{XML}<office:document-content {ODF}><office:body><office:text><text:p>What was done"
        f"<office:annotation><dc:creator>PLANTED</dc:creator></office:annotation></text:p>{body}</office:text>"
        "</office:body></office:document-content>",
        "meta.xml": f"{XML}<office:document-meta {ODF}><dc:creator>PLANTED</dc:creator></office:document-meta>",
        "settings.xml": f'{XML}<office:document-settings {ODF}><config:config-item config:name="PrinterName">PLANTED'
        "</config:config-item></office:document-settings>",
        "Thumbnails/thumbnail.png": b"PLANTED",
        **(extra or {}),
    }


def odt(body="", extra=None):
    photo = {"Pictures/1.jpg": picture_files.EVERYTHING["jpg"]()}
    return packed(odt_parts(body, {**photo, **(extra or {})}), stored={"mimetype"})


PDF_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="PLANTED"/></rdf:RDF>'
    b"</x:xmpmeta>"
)


def pdf(change=None, *, photo=True, **options):
    """A page with a photo, an author in three places and whatever `change` does to it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    document.docinfo["/Author"] = "PLANTED"
    document.Root.Metadata = document.make_stream(PDF_XMP, Type=pikepdf.Name.Metadata)
    page.obj.PieceInfo = pikepdf.Dictionary(Someone=pikepdf.String("PLANTED"))
    page.obj.Annots = pikepdf.Array(
        [
            document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=pikepdf.String("PLANTED")
                )
            )
        ]
    )
    if photo:
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=pdf_photo(document)))
        page.Contents = document.make_stream(b"q 100 0 0 50 20 20 cm /Photo Do Q")
    if change:
        change(document)
    result = BytesIO()
    document.save(result, **options)
    return result.getvalue()


def pdf_photo(document):
    width, height = picture_files.SIZE
    stream = document.make_stream(
        b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
    )  # fmt: skip
    stream.write(picture_files.EVERYTHING["jpg"](), filter=pikepdf.Name.DCTDecode)
    return stream
