"""A table of no known form, put into one by hand: never more than was chosen."""

from __future__ import annotations

from decimal import Decimal

from reports.domain.document import Position
from reports.domain.statform.mapping import Choice, Chosen, mapped, proposed, sheets_of, still_unread
from reports.domain.statform.table import Unread
from reports.queries import statforms
from reports.readers import opening
from tests.readers.office import p, tbl, tc, tr, word

FORM = statforms.form("fujian-2008")
TEXT = "表\n指标 | 单位 | 本期 | 累计\n行政复议数 | 件 | 1 | 2\n其他 | 件 | 3 | 4\n完\n甲 | 乙\n丙 | 丁\n"


def read(text: str = TEXT):
    return opening.read(text.encode(), name="a.txt")


def choice(rows: dict[int, str], columns: dict[int, str], sheet: int = 1) -> Choice:
    def of(found: dict[int, str]) -> dict[int, tuple[str, str]]:
        return {number: ("statistics", code) for number, code in found.items()}

    return Choice(FORM.id, {sheet: Chosen(of(rows), of(columns))})


def cells(document, chosen: Choice) -> dict[str, tuple[str, Decimal | None]]:
    found, _unread = mapped(document, FORM, chosen)
    return {str(cell.key): (cell.raw, cell.value) for cell in found}


def test_lines_of_several_cells_are_tables_and_single_lines_are_none() -> None:
    sheets = sheets_of(read())
    assert [(sheet.number, len(sheet.rows), len(sheet.columns)) for sheet in sheets] == [(1, 3, 4), (2, 2, 2)]
    assert sheets[0].row_label(2) == "行政复议数"
    assert sheets_of(read("一\n二\n三\n")) == ()


def test_only_a_label_that_is_exactly_that_of_the_form_is_proposed() -> None:
    sheet = sheets_of(read())[0]
    assert proposed(sheet, FORM) == Chosen({2: ("statistics", "5")}, {4: ("statistics", "cumulative")})


def test_only_what_is_chosen_on_both_sides_is_put_there() -> None:
    document = read()
    assert cells(document, choice({2: "5"}, {3: "year"})) == {"statistics/5/year": ("1", Decimal(1))}
    assert cells(document, choice({2: "5"}, {})) == {}
    assert cells(document, choice({2: "5", 99: "6"}, {3: "year", 99: "cumulative"})) == {
        "statistics/5/year": ("1", Decimal(1))
    }
    assert cells(document, choice({2: "nowhere"}, {3: "year"})) == {}


def test_a_cell_that_two_rows_would_fill_is_unread_the_second_time() -> None:
    found, unread = mapped(read(), FORM, choice({2: "5", 3: "5"}, {3: "year"}))
    assert [cell.raw for cell in found] == ["1"]
    assert [(part.text, part.reason, part.position.line) for part in unread] == [("3", "cell-twice", 4)]


def test_a_cell_of_a_word_table_keeps_its_place() -> None:
    rows = tr("指标", "本期") + "".join([tr("行政复议数", "7")])
    document = opening.read(word(p("表") + tbl(rows, tr(tc(p("合并"), span=2)))), name="a.docx")
    [cell], _unread = mapped(document, FORM, choice({2: "5"}, {2: "year"}))
    assert (cell.raw, cell.rule, cell.position.table, cell.position.row, cell.position.column) == (
        *("7", "mapped"),
        *(1, 2, 2),
    )


def test_rows_that_were_left_open_stay_unread_and_heads_do_not() -> None:
    parts = [Unread(Position(line=line), str(line), "unknown-form") for line in (1, 2, 3, 4)]
    left = still_unread(read(), choice({2: "5"}, {3: "year"}), parts)
    assert [part.text for part in left] == ["1", "4"]
    assert len(still_unread(read(), choice({}, {3: "year"}), parts)) == 4


def test_a_choice_survives_json() -> None:
    chosen = choice({2: "5", 3: "6"}, {3: "year"}, sheet=2)
    assert Choice.from_plain(chosen.as_plain()) == chosen
