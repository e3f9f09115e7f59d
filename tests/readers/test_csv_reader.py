"""CSV to lines and one grid."""

from __future__ import annotations

import pytest

from reports.domain.document import Unreadable
from reports.readers.csv import read


def cells(text: str) -> list[tuple[str, ...]]:
    return [line.cells for line in read(text.encode()).lines]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_fields_are_parted_by_what_the_file_uses(delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (("规章", "1", "", "11"), ("总计", "0", "2", "")))
    assert cells(text) == [("规章", "1", "", "11"), ("总计", "0", "2", "")]


def test_quotes_hold_commas_quotes_and_line_breaks() -> None:
    assert cells('"甲,""乙""\n丙","1,234"\n丁,2\n') == [('甲,"乙" 丙', "1,234"), ("丁", "2")]


def test_a_quote_that_never_closes_swallows_nothing() -> None:
    assert cells('甲,"1\n乙,2\n') == [("甲", '"1'), ("乙", "2")]


def test_the_grid_has_every_field_with_its_row() -> None:
    document = read("一句话。,\n甲,1\n乙,,3\n\n丙,1\n".encode())
    grid = document.grids[0]
    found = [(slot.row, slot.column, slot.text, slot.position.row) for slot in grid.slots]
    assert found == [(1, 1, "甲", 2), (1, 2, "1", 2), (2, 1, "乙", 3), (2, 2, "", 3), (2, 3, "3", 3)]
    assert [line.position.line for line in document.lines] == [1, 2, 3, 5]
    assert [len(grid.slots) for grid in document.grids] == [5, 2]
    assert (document.format, document.encoding) == ("csv", "UTF-8")


def test_it_is_read_in_the_encoding_of_a_chinese_spreadsheet_too() -> None:
    document = read("公开信息,年度\n有关工作,2\n".encode("gb18030"))
    assert (document.encoding, document.lines[0].cells) == ("GB18030", ("公开信息", "年度"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b",,\n,\n", "empty"),
        (b"a,\x00", "binary"),
        (b"a," * 600, "too-long"),
        (b"a,b\n" * 20_001, "too-long"),
        (b'"' + b"a,\n" * 900_000, "too-long"),
        (b'"' + b"a" * 200_000 + b'",b\n', "line-too-long"),
        (b"%PDF-1.7", "other-format"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.reason == reason
