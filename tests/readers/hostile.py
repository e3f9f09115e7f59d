"""Files meant to harm, for tests: PDFs written object by object, archives with what must not be inside."""

from __future__ import annotations

import io
import zipfile
import zlib

from PIL import Image

from tests.readers.office import HEAD, RELATIONS, p, packed, types, word

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
OFD = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.0"></ofd:OFD>'


def pdf(*more: str, catalog: str = "", page: str = "", streams: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one blank page; `more` and `streams` (with dictionaries) are objects from number 4 on."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{page}>>".encode(),
        *(text.encode() for text in more),
        *streams,
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, begin)
    return bytes(out)


def gathered(text: str, number: int = 90) -> bytes:
    """A compressed stream that holds an object of that number."""
    inside = zlib.compress(f"{number} 0 {text}".encode())
    first = len(f"{number} 0 ")
    return b"<</Type/ObjStm/N 1/First %d/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (
        first,
        len(inside),
        inside,
    )


def docx(extra: dict[str, str | bytes] | None = None, body: str = "") -> bytes:
    """A .docx with further entries."""
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(word(body or p("公开信息")))) as archive:
        parts.update({name: archive.read(name) for name in archive.namelist()})
    return packed({**parts, **(extra or {})})


def relations(kind: str, target: str, mode: str = "External") -> str:
    return (
        f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


def ofd(extra: dict[str, str | bytes] | None = None) -> bytes:
    page = (
        '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer><ofd:TextObject>'
        "<ofd:TextCode>公开</ofd:TextCode><ofd:TextCode>指南</ofd:TextCode>"
        "</ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
    )
    parts = {"OFD.xml": OFD, "Doc_0/Document.xml": "<a/>", "Doc_0/Pages/Page_0/Content.xml": page}
    return packed({**parts, **(extra or {})})


def pptx() -> bytes:
    slide = (
        '<p:sld xmlns:p="x" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:p><a:r><a:t>新闻</a:t></a:r><a:r><a:t>发布会</a:t></a:r></a:p></p:sld>"
    )
    main = "ppt/presentation.xml"
    return packed(
        {"[Content_Types].xml": types(main, SLIDES_TYPE), main: "<a/>", "ppt/slides/slide1.xml": slide}
    )


def image(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def located() -> bytes:
    """A photograph that says where, when and with what it was taken, and stands on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of a certain person"
    exif.get_ifd(0x8825).update({1: "N", 2: (26.0, 16.0, 1.0), 3: "E", 4: (117.0, 38.0, 1.0)})
    return image(exif=exif, comment=b"secret remark")
