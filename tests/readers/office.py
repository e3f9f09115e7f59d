"""Office files for tests: raw parts packed into a bundle, so that every oddity of the format can be made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def packed(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def types(part: str, content_type: str) -> str:
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    )


def word(body: str, *, macros: bool = False, head: str = HEAD, **parts: str) -> bytes:
    """A .docx with that body; `numbering` and `styles` are the insides of those parts."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    if macros:
        kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    files = {
        "[Content_Types].xml": types("word/document.xml", kind),
        "word/document.xml": f"{head}<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in parts.items():
        files[f"word/{name}.xml"] = f"{HEAD}<w:{name} {SPACES}>{inside}</w:{name}>"
    return packed(files)


def p(*runs: str, style: str = "", number: tuple[int, int] | None = None, mark: str = "") -> str:
    """A paragraph; a run that is no XML is a text. `number`: list, level. `mark`: inside the mark's rPr."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        inner += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    inner += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{inner}</w:pPr>{''.join(r if r.startswith('<') else t(r) for r in runs)}</w:p>"


def t(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    inside = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tc(content: str = "", *, span: int = 1, merge: str = "") -> str:
    """A cell. `merge`: "restart" or "continue"."""
    inner = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    inner += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    content = content if content.startswith("<w:") else p(content)
    return f"<w:tc><w:tcPr>{inner}</w:tcPr>{content}</w:tc>"


def excel(sheet: str, *, book: str = "", macros: bool = False, **parts: str) -> bytes:
    """An .xlsx of one sheet; `sheet` is what stands in its worksheet element."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    if macros:
        kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    files = {
        "[Content_Types].xml": types("xl/workbook.xml", kind),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{book}'
            '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="x" '
            'Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{SHEET}">{sheet}</worksheet>',
    }
    for name, inside in parts.items():
        files[f"xl/{name}.xml"] = f'{HEAD}<x xmlns="{SHEET}">{inside}</x>'
    return packed(files)
